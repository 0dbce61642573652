"""People listed as the cast of a show, and who joins one, in the words of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..mentions.people import KNOWN_FOR, NAME_HERE, name_list, name_lists, named_at_end
from ..mentions.unquoted_titles import NOUNS
from ..sentence_context import Utterance
from .credit_patterns import CreditMention
from .hindi_cast import hindi_cast
from .roles import behind_name

_AS_MAKERS = ",? {as_maker}(?:{executive_after}|{producer_after}|{creator})"
# What may stand between such words and the first name.
_LEADS = re.compile(
    r":? (?:(?:the )?(?:returning|oscar winner|emmy winner|actors?|actor(?:es)?|actriz|actrices"
    r"|(?:la |le |les )?(?:comedien(?:ne)?s?|acteurs?|actrices?)|ator(?:es)?|atriz|atrizes|gli"
    r" attori|schauspieler(?:in)?) )?(?:al? )?"
)
# "following the crime saga Night Boat, starring Ann Example"
_OTHER = re.compile(
    rf"\b(?:{NOUNS}|saga|mystery|epic|romance) [A-ZÀ-Þ][\w’'-]*"
    r"(?: (?:(?:of|the|and|de|la|del|der|di) )?[A-ZÀ-Þ][\w’'-]*){0,4},? $"
)
_MAKES = re.compile(r"(?:produc|writ|direct|creat|develop)\w* [^,.;]{0,20}$")


def listed_cast(utterance: Utterance) -> Iterator[CreditMention]:
    """People whom a sentence lists as the cast, or who join it, without their characters."""
    words, coded = utterance.discourse.words, utterance.coded
    before = [
        one
        for one in words["cast_before"].finditer(coded)
        if not _is_of_other(utterance, one.start())
    ]
    for match in before:
        if not _MAKES.search(coded, max(0, match.start() - 40), match.start()):
            yield from _people(utterance, match.end())[0]
    for match in words["cast_with"].finditer(coded):
        people, end = _people(utterance, match.end())
        if people and words["cast_with_end"].search(coded, end, end + 40):
            yield from people
    labelled = behind_labels(utterance, "cast_label")
    for at in labelled:
        yield from _people(utterance, at)[0]
    if before or labelled:
        # "Starring: Ann Example as Mae, with Bob Sample"
        for match in words.pattern(r"(?:[,)] {cast_more}| {cast_also}) ").finditer(coded):
            if _MAKES.search(coded, max(0, match.start() - 40), match.start() + 1):
                continue
            people, end = _people(utterance, match.end() - 1)
            # "with Ann Example and Bob Sample serving as executive producers"
            if not words.pattern(_AS_MAKERS).match(coded, end):
                yield from people
    for match in words.pattern(r"-{compound_cast} ").finditer(coded):
        # "the Ann Example-led drama"
        end = utterance.sentence.offsets[match.start()]
        for person, at in named_at_end(utterance.sentence.text, end):
            yield CreditMention(person, None, at, end)
    yield from _joining(utterance)
    yield from _together(utterance)
    if words.code == "hi":
        yield from hindi_cast(utterance.sentence.text)


def _is_of_other(utterance: Utterance, place: int) -> bool:
    """Whether what stands there is told of a show that is named beside its kind, and not known."""
    if utterance.coded[:place].endswith(("T ", "T, ")):
        return False
    at = utterance.sentence.offsets[place]
    return _OTHER.search(utterance.sentence.text, max(0, at - _FAR), at) is not None


_FAR = 80


def behind_labels(utterance: Utterance, key: str) -> list[int]:
    """Where a sentence goes on behind a label and its colon: "Cast: Ann Example".

    It begins with the label, or the label stands behind a mark: "Kettle (Producer: Bob Sample)".
    """
    if ": " not in utterance.coded:
        return []
    found = utterance.discourse.words.pattern(rf"(?:^|[(;|·•] ?){{{key}}} ?: ").finditer(
        utterance.coded
    )
    return [match.end() - 1 for match in found]


def _people(utterance: Utterance, at: int) -> tuple[list[CreditMention], int]:
    """The people listed behind a place of the coded text, and where their list ends in it."""
    leads = _LEADS.match(utterance.coded, at)
    if leads is None:
        return [], at
    text, start = utterance.sentence.text, utterance.sentence.offsets[leads.end()]
    if not text[start : start + 1].isupper() and not KNOWN_FOR.match(text, start):
        return [], at
    names, end = name_list(text, start, utterance.discourse.people)
    while (part := _PART_OF_LAST.match(text, end)) is not None:
        more, end = name_list(text, part.end(), utterance.discourse.people)
        names += more
    found: list[CreditMention] = []
    for name in names:
        place = max(text.find(name, start), start)  # a surname alone stands for the whole name
        found.append(CreditMention(name, None, place, place + len(name)))
        start = place
    return found, utterance.sentence.place(end)


def _together(utterance: Utterance) -> Iterator[CreditMention]:
    """Two or more people beside a word of being in it, and none of another trade."""
    words, coded = utterance.discourse.words, utterance.coded
    if words["in_cast"].search(coded) is None:
        return
    for people, end in name_lists(utterance.sentence.text, utterance.discourse.people):
        start = people[0][1]
        if len(people) < _SEVERAL or "(" in utterance.sentence.text[start : end + 2]:
            continue
        first, last = utterance.sentence.place(start), utterance.sentence.place(end)
        if words.pattern("{as_role} $").search(coded, max(0, first - _NEAR), first):
            continue  # "als Ärztin Mae Chan und Bob Sample"
        before = _PART_BEFORE.search(coded, max(0, first - _PART), first)
        behind = _PART_BEHIND.match(coded, last)
        of_other = before is not None and any(
            _is_of_other(utterance, one.start())
            for one in words["in_cast"].finditer(coded, before.start(), first)
        )
        if of_other:
            continue
        said = " ".join(one[0] for one in (before, behind) if one is not None)
        if words["in_cast"].search(said) and not words["not_in_cast"].search(said):
            for person, at in people:
                yield CreditMention(person, None, at, at + len(person))


_SEVERAL, _PART = 2, 60
_PART_BEFORE = re.compile(r"(?:^|[ (])[^.,;:()]*:? $")
_PART_BEHIND = re.compile(r"[^.,;:()]{0,60}")


# "the newcomers are Ann Example as Mae Chan and Bob Sample"
_PART_OF_LAST = re.compile(
    rf" (?:as|als|como|come) (?:[a-zà-ÿ]+ ){{0,3}}{NAME_HERE},? (?:and|und|y|et|e) (?={NAME_HERE})"
)
_NEAR = 12


def _joining(utterance: Utterance) -> Iterator[CreditMention]:
    """People of whom a sentence says behind their names that they are in it, or join."""
    words = [utterance.discourse.words[key] for key in ("joins", "cast_after")]
    if not any(one.search(utterance.coded) for one in words):
        return
    for people, end in name_lists(utterance.sentence.text, utterance.discourse.people):
        place = utterance.sentence.place(end)
        before = utterance.sentence.place(people[0][1])
        if utterance.discourse.words.pattern(r"{agent} $").search(
            utterance.coded, max(0, before - _NEAR), before
        ):
            continue  # "The series created by Ann Example, of six episodes, is back"
        told = (
            one.match(utterance.coded, at)
            for at, _ in behind_name(utterance, place)
            for one in words
        )
        if any(one is not None for one in told):
            for person, at in people:
                yield CreditMention(person, None, at, at + len(person))
