"""People listed as the cast of a show, and who joins one, in the words of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..mentions.people import KNOWN_FOR, NAME, is_person, name_list, trimmed, without_opening
from ..sentence_context import Utterance
from .credit_patterns import CreditMention

# What may stand between such words and the first name.
_LEADS = re.compile(
    r":? (?:(?:the )?(?:returning|oscar winner|emmy winner|actors?|actor(?:es)?|actriz|actrices"
    r"|acteurs?|actrices?|ator(?:es)?|atriz|atrizes|gli attori|schauspieler(?:in)?) )?(?:al? )?"
)
_MAKES = re.compile(r"(?:produc|writ|direct|creat|develop)\w* [^,.;]{0,20}$")
_COLON = re.compile(r" ?: ")
_NAMES = re.compile(rf"{NAME}(?:(?:,|,? (?:and|&|und|y|et|e)) {NAME}){{0,5}}")
_BEHIND_NAME = re.compile(r"(?: \([^()]*\))?,? ")
_AND = r",? (?:and|&|und|y|et|e) |, "


def listed_cast(utterance: Utterance) -> Iterator[CreditMention]:
    """People whom a sentence lists as the cast, or who join it, without their characters."""
    words, coded = utterance.discourse.words, utterance.coded
    for match in words["cast_before"].finditer(coded):
        if not _MAKES.search(coded, max(0, match.start() - 40), match.start()):
            yield from _people(utterance, match.end())[0]
    for match in words["cast_with"].finditer(coded):
        people, end = _people(utterance, match.end())
        if people and words["cast_with_end"].search(coded, end, end + 40):
            yield from people
    if (at := behind_label(utterance, "cast_label")) is not None:
        yield from _people(utterance, at)[0]
    yield from _joining(utterance)


def behind_label(utterance: Utterance, key: str) -> int | None:
    """Where a line goes on behind a label and its colon: "Cast: Ann Example"; None without one."""
    label = utterance.discourse.words[key].match(utterance.coded)
    colon = _COLON.match(utterance.coded, label.end()) if label is not None else None
    return colon.end() - 1 if colon is not None else None


def _people(utterance: Utterance, at: int) -> tuple[list[CreditMention], int]:
    """The people listed behind a place of the coded text, and where their list ends in it."""
    leads = _LEADS.match(utterance.coded, at)
    if leads is None:
        return [], at
    text, start = utterance.sentence.text, utterance.sentence.offsets[leads.end()]
    if not text[start : start + 1].isupper() and not KNOWN_FOR.match(text, start):
        return [], at
    names, end = name_list(text, start)
    found: list[CreditMention] = []
    for name in names:
        place = max(text.find(name, start), start)
        found.append(CreditMention(name, None, place, place + len(name)))
        start = place
    return found, utterance.sentence.place(end)


def _joining(utterance: Utterance) -> Iterator[CreditMention]:
    words = [utterance.discourse.words[key] for key in ("joins", "cast_after")]
    if not any(one.search(utterance.coded) for one in words):
        return
    text = utterance.sentence.text
    for match in _NAMES.finditer(text):
        behind = _BEHIND_NAME.match(utterance.coded, utterance.sentence.place(match.end()))
        if behind is None or not any(one.match(utterance.coded, behind.end()) for one in words):
            continue
        for piece in re.split(_AND, match[0]):
            person = trimmed(without_opening(piece))
            if is_person(person):
                at = text.find(person, match.start())
                yield CreditMention(person, None, at, at + len(person))
