"""Who plays whom, in the words that the language of an article has for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..mentions.people import NAME, is_person, is_single, name_list, trimmed, without_opening
from ..sentence_context import Utterance
from .credit_patterns import CreditMention, character_here

# What may stand between a person and the verb: "(“Elsewhere”)", ", 34,", ", who grew up in Oregon,"
_AT_ONCE = re.compile(r"(?: \([^()]*\)|,? \(?\d\d\)?(?=,| [a-z]))?,? ")
_ASIDE = re.compile(r"(?: \([^()]*\))?, (?P<said>[^,.;]{3,60}), ")


def behind_name(utterance: Utterance, place: int) -> Iterator[tuple[int, bool]]:
    """Where a sentence goes on behind a name: at once, and behind an aside of who that is."""
    for pattern in (_AT_ONCE, _ASIDE):
        if (match := pattern.match(utterance.coded, place)) is None:
            continue
        said = utterance.sentence.raw(*match.span("said")) if pattern is _ASIDE else ""
        if not any(is_person(trimmed(one[0])) for one in _NAME.finditer(said)):
            yield match.end(), pattern is _ASIDE


_NAME = re.compile(NAME)
# "the veteran ", "his partner ", "forensic scientist ": what leads to a person's name
_WHO = re.compile(r"(?:[a-z'-]+ |T |N ){0,4}")
_NAMED_BEFORE = re.compile(rf"(?P<name>{NAME})(?: [“\"][^”\"]{{1,20}}[”\"])?(?:, \d\d)?,? \(?$")
_LONGEST_NAME = 60


def roles(utterance: Utterance) -> Iterator[CreditMention]:
    """Everyone to whom a sentence gives a part with a verb or a noun for it."""
    yield from _playing(utterance)
    yield from _played_by(utterance)
    yield from _in_role(utterance)


def _playing(utterance: Utterance) -> Iterator[CreditMention]:
    """ "Ann Example takes on the role of Mae Chan"."""
    text, known = utterance.sentence.text, utterance.discourse.people
    words = utterance.discourse.words
    behind_it = r"(?: |(?<='))(?!{agent} )"
    verb = words.pattern(r"(?:(?:{auxiliary}|{joins}|{cast_after}) )*{plays}" + behind_it)
    # "Ann Example, who joined last year, as Mae Chan"
    verb_or_as = words.pattern(r"(?:(?:{auxiliary}|{joins}) )*(?:{plays}|{as_role})" + behind_it)
    if not words.pattern("{plays}|, {as_role} ").search(utterance.coded):
        return
    for match in _NAME.finditer(text):
        person = trimmed(without_opening(match[0]))
        start = match.start() + match[0].find(person)
        whole = known.get(person) or _by_first_name(person, known)
        if not is_person(whole) and not is_single(whole):
            continue
        first, place = (utterance.sentence.place(at) for at in (start, start + len(person)))
        if words.pattern("{beside_lead} $").search(utterance.coded, max(0, first - _NEAR), first):
            continue  # "An der Seite von Ann Example spielt Bob Sample"
        told = [
            (verb_or_as if is_aside else verb).match(utterance.coded, end)
            for end, is_aside in behind_name(utterance, place)
        ]
        behind = next((one for one in told if one is not None), None)
        if behind is None:
            continue
        if _TOGETHER.search(behind[0]) and text.startswith("and ", start - 4):
            continue  # "A and B, who play the Pratt twins"
        found = character_here(text, utterance.sentence.offsets[behind.end()])
        if found is not None:
            yield CreditMention(whole, found[0], start, found[1])
        elif is_person(whole) and _SOMEBODY.match(utterance.coded, behind.end()):
            yield CreditMention(whole, None, start, utterance.sentence.offsets[behind.end()])


# "plays a butler with a past", and not "plays a key role"
_SOMEBODY = re.compile(
    r"(?:an?|the|une?|una?|uma?|eine?n?) (?!(?:[a-z-]+ )?(?:roles?|parts?|games?|tricks?|violin"
    r"|piano|guitar|song|rolle|spiel|streich|papel|rol|ruolo|jeu|titel|main|key)\b)[a-z]"
)


def _by_first_name(person: str, known: Mapping[str, str]) -> str:
    """Who is called by the first name alone: "Ben", where "Ben Ostrander" was named."""
    if " " in person:
        return person
    names = {name for name in known.values() if name.startswith(f"{person} ")}
    return names.pop() if len(names) == 1 else person


_NEAR = 20
_TOGETHER = re.compile(r"(?<!will )(?<!to )\bplay ")


def _played_by(utterance: Utterance) -> Iterator[CreditMention]:
    """ "Mae Chan, played by Ann Example", "the role of Mae Chan went to Ann Example"."""
    words, text = utterance.discourse.words, utterance.sentence.text
    for match in words.pattern(
        r"(?:{auxiliary} )*(?:{played_by}|(?P<given>{role_given})) "
    ).finditer(utterance.coded):
        at = utterance.sentence.offsets[match.start()]
        named = _NAMED_BEFORE.search(text, max(0, at - _LONGEST_NAME), at)
        if named is None:
            continue
        place = utterance.sentence.place(named.start("name"))
        if match["given"] and not words.pattern(r"{role_of}(?: |(?<='))$").search(
            utterance.coded, max(0, place - _LONGEST_NAME), place
        ):
            continue
        character = trimmed(without_opening(named["name"]))
        person = _person_at(utterance, match.end())
        if person is not None and character:
            yield CreditMention(person, character, named.start("name"), named.end())


def _in_role(utterance: Utterance) -> Iterator[CreditMention]:
    """ "In the role of Mae Chan is Ann Example"."""
    words, text = utterance.discourse.words, utterance.sentence.text
    for match in words.pattern(r"{in_role}(?: |(?<='))").finditer(utterance.coded):
        found = character_here(text, utterance.sentence.offsets[match.end()])
        if found is None:
            continue
        then = words.pattern(r",? {role_then} ").match(
            utterance.coded, utterance.sentence.place(found[1])
        )
        person = _person_at(utterance, then.end()) if then is not None else None
        if person is not None:
            at = utterance.sentence.offsets[match.start()]
            yield CreditMention(person, found[0], at, found[1])


def _person_at(utterance: Utterance, place: int) -> str | None:
    """The person named at a place of the coded text: "the veteran actor Ann Example"."""
    text = utterance.sentence.text
    who = _WHO.match(utterance.coded, place)
    end = who.end() if who is not None else place
    for at in dict.fromkeys((place, end)):
        people, _ = name_list(text, utterance.sentence.offsets[at], utterance.discourse.people)
        if people:
            return people[0]
    return None
