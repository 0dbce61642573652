"""Several people with as many characters, list beside list: "A, B and C return as D, E and F"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..mentions.people import (
    NAME,
    NAME_HERE,
    is_person,
    name_list,
    name_lists,
    trimmed,
    without_opening,
)
from ..sentence_context import Utterance
from .credit_patterns import MAKER_ROLE, CreditMention

SEPARATOR = re.compile(r",? (?:and|et|y|e|und) |, ")
_NAME = re.compile(NAME)
_IN_BRACKETS = re.compile(r" \([^()]*\)")
# "her children, ", "ihre Töchter ", "the detectives ": what several characters are.
_FIRST_LEAD = re.compile(
    r"(?:(?:ihren?|seinen?|die|den) [A-ZÀ-Þ][a-zäöüß]+(?:e[rn]|r|te) (?=[A-ZÀ-Þ])"
    r"|(?:(?:the|his|her|their|los|las|les|le|i|gli|os|as|sus|ses|leurs|sue|suoi|seus|suas) )?"
    r"(?:[a-zà-ÿ-]+ ){0,2}(?:[a-zà-ÿ-]{3,}, )?)"
)
_CHARACTER = re.compile(
    r"(?:d['’]|(?:de|du|del|della|do|da|of|von|al?) )?"
    r"(?:(?:the|an?|his|her|their|der|die|den|dem|ihren?|seinen?|el|la|le|il|lo|o|su|son|sa|su[ao]"
    r"|seu) |l['’])?"
    r"(?:(?!(?:with|mit|con|avec|com|who|whose|que|qui|quien|che|cui|and)\b)[a-zà-ÿ-]{3,} ){0,2}"
    rf"(?P<name>[“\"‘][^“”\"]{{1,25}}[”\"’]|{NAME_HERE})"
)
# The names before "are played by", and what may stand between.
_NAMES_BEFORE = re.compile(rf"(?P<names>{NAME}(?:(?:,? (?:and|et|y|e|und) |, ){NAME})+),? \(?$")
_WITH = re.compile(r"\b(?:with|mit|con|avec|com) $")
# "verkörpern in der zweiten Staffel Mae und Joe"
_PLAYS = r"{plays_several}(?: (?:[a-z]+ ){1,2}S(?: [a-z]+ T)?)?(?: |(?<='))"
_SEVERAL, _NEAR, _FAR, _LONGEST = 2, 12, 90, 120


def paired(utterance: Utterance) -> Iterator[CreditMention]:
    """Each of several people with the character that stands as far on in a list of its own.

    Where more or fewer characters are named than people, nobody says who has which: those people
    are given without one.
    """
    yield from _behind_people(utterance)
    yield from _before_people(utterance)


def _behind_people(utterance: Utterance) -> Iterator[CreditMention]:
    """ "A and B have been cast in recurring roles, as C and D"."""
    words, text = utterance.discourse.words, utterance.sentence.text
    leads = list(words.pattern(_PLAYS).finditer(utterance.coded))
    for people, end in _lists_of_people(utterance) if leads else ():
        behind = _IN_BRACKETS.match(text, end)
        first = utterance.sentence.place(behind.end() if behind is not None else end)
        for lead in leads:
            if not first <= lead.start() <= first + _FAR or not _is_told_of(
                utterance, first, lead.start()
            ):
                continue
            characters, last = _characters(text, utterance.sentence.offsets[lead.end()])
            if len(characters) >= _SEVERAL and not _goes_on(utterance, last):
                yield from _told(people, characters, last)
                break


def _lists_of_people(utterance: Utterance) -> Iterator[tuple[list[tuple[str, int]], int]]:
    """Every list of several people who may play somebody, as `name_lists` has them."""
    words, coded, text = utterance.discourse.words, utterance.coded, utterance.sentence.text
    for people, end in name_lists(text, utterance.discourse.people, surnames=True):
        first = utterance.sentence.place(people[0][1])
        if words.pattern("{agent} $").search(coded, max(0, first - _NEAR), first):
            continue  # "Created by A, the show stars B as C"
        lead = words.pattern(r"(?:{as_role}|{plays}) (?:[a-z'-]+ ){0,3}$")
        begin = 0
        if lead.search(coded, max(0, first - _LONGEST), first):
            begin = 1  # "A as C, with B and D as E and F"
        for at, (_, start) in enumerate(people):
            if _WITH.search(text, max(0, start - _NEAR), start):
                begin = at  # "stars A, with B and D as E and F"
        if len(people) - begin >= _SEVERAL:
            yield people[begin:], end


def _before_people(utterance: Utterance) -> Iterator[CreditMention]:
    """ "C and D are played by A and B"."""
    words, coded, text = utterance.discourse.words, utterance.coded, utterance.sentence.text
    for match in words.pattern(r"{several_played_by} ").finditer(coded):
        at = utterance.sentence.offsets[match.start()]
        named = _NAMES_BEFORE.search(text, max(0, at - _LONGEST), at)
        names, last = name_list(
            text, utterance.sentence.offsets[match.end()], utterance.discourse.people
        )
        if named is None or len(names) < _SEVERAL:
            continue
        characters = [trimmed(without_opening(one)) for one in SEPARATOR.split(named["names"])]
        start = named.start("names")
        yield from _told([(name, start) for name in names], characters, last)


def _told(
    people: list[tuple[str, int]], characters: list[str], end: int
) -> Iterator[CreditMention]:
    is_even = len(people) == len(characters)
    for at, (person, start) in enumerate(people):
        yield CreditMention(person, characters[at] if is_even else None, start, end)


def _characters(text: str, at: int) -> tuple[list[str], int]:
    """The characters listed from a place on, and where the list ends: "C, the vet D and E".

    There are none where no word joins the last to the others.
    """
    if MAKER_ROLE.match(text, at):
        return [], at
    found: list[str] = []
    lead = _FIRST_LEAD.match(text, at)
    place = lead.end() if lead is not None else at
    while (one := _CHARACTER.match(text, place)) is not None:
        name = trimmed(one["name"])
        end = one.start("name") + len(name)
        found.append(name.strip('“”"‘’') if name[0] in '“"‘' else name)
        then = SEPARATOR.match(text, end)
        if then is None:
            break
        is_last = then[0].strip() != ","
        if is_last and (last := _CHARACTER.match(text, then.end())) is not None:
            name = trimmed(last["name"])
            return [*found, name.strip('“”"‘’')], last.start("name") + len(name)
        place = then.end()
    return [], at


def _is_told_of(utterance: Utterance, start: int, end: int) -> bool:
    """Whether a stretch tells of those who are named before it: it names nobody else, no maker."""
    if utterance.coded.count(",", start, end) > _SEVERAL or ":" in utterance.coded[start:end]:
        return False
    told = utterance.coded[start:end].replace(" for S", " S").replace(" for the S", " S")
    if utterance.discourse.words["not_in_cast"].search(told) is not None:
        return False
    marks = [at for at, _ in utterance.sentence.marks if start <= at < end]
    pieces = zip((start, *(at + 1 for at in marks)), (*marks, end), strict=True)
    return not any(
        is_person(trimmed(without_opening(one[0])))
        for piece in pieces
        for one in _NAME.finditer(utterance.sentence.raw(*piece))
    )


def _goes_on(utterance: Utterance, end: int) -> bool:
    """Whether the last that looks like a character is a person: "as C, and B as D"."""
    place = utterance.sentence.place(end)
    return (
        utterance.discourse.words.pattern(
            r"(?:,? (?:who|der|die|que|quien|qui|che) )?"
            r"(?:,? (?:{auxiliary} )*(?:{plays}|{as_role})(?: |(?<='))|:? ?\()"
        ).match(utterance.coded, place)
        is not None
    )
