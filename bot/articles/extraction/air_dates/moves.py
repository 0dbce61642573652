"""Days that were put off: which one holds, and which does not any more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...sentence_context import Utterance
from .dated import Event

# "has pushed back the premiere of “X” from January 3 to March": the old day, and the new one
_FROM_TO = (
    r"{moved}[^.;]{0,70}?{moved_old}(?: {article})? (?P<old>D),? {moved_new}(?: {article})?"
    r" (?P<new>D)"
)
# "pushed back to D", "slitta da gennaio a D", "aplazada al D"
_TO = r"{moved}(?: D|[^.;D]{0,20}?) {moved_new}(?: {article})? $"
# What was planned before it: "was due on November 21, has been pushed to January 9"
_NEW_DAY = r"{moved}[^.;]{0,20}? {moved_new}\b[^.;]{0,12}D"
_OLD_DAY = r"{moved}[a-z ]* (?:{moved_old}(?: {article})? )?$"
_FARTHEST = 45
"""Characters before a date within which it is called one that was planned."""


def moves(utterance: Utterance) -> Iterator[re.Match[str]]:
    """Where a sentence puts something off from one day, `old`, to another, `new`."""
    yield from utterance.discourse.words.pattern(_FROM_TO).finditer(utterance.coded)


def moved_event(utterance: Utterance, move: re.Match[str], start: int) -> Event:
    """What such a move puts off."""
    clause = utterance.coded[start : move.start("old")]
    is_end = utterance.discourse.words["finale"].search(clause) is not None
    return Event("finale" if is_end else "premiere", move.start(), "moves")


def move_before(utterance: Utterance, at: int, start: int) -> int | None:
    """Where before a date stands that something is put off to it; None where nothing is."""
    move = utterance.discourse.words.pattern(_TO).search(utterance.coded[start:at])
    return None if move is None else start + move.start()


def move_behind(utterance: Utterance, at: int, start: int, end: int) -> bool:
    """Whether that stands behind the date: "wird auf 2027 verschoben"."""
    words, coded = utterance.discourse.words, utterance.coded
    return (
        words.pattern("{moved_new}(?: {article})? $").search(coded[start:at]) is not None
        and words.pattern(r"[^.;,D]{0,12}{moved_behind}").match(coded, at + 1, end) is not None
    )


def is_no_longer(utterance: Utterance, start: int, at: int) -> bool:
    """Whether a date is one that was planned before, and does not hold any more."""
    words, coded = utterance.discourse.words, utterance.coded
    if words.pattern(_NEW_DAY).search(coded, at + 1):
        return True
    # "had been slated for November"
    left = coded[max(start, at - _FARTHEST) : at]
    if words["superseded"].search(left[left.rfind("D") + 1 :]):
        return True
    return (
        words.pattern(_OLD_DAY).search(coded[max(0, at - 24) : at]) is not None
        and words.pattern(" {moved_new}").match(coded, at + 1) is not None
    )
