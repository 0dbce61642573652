"""Of which show a phrase about a status is told: of the last one before it, and of no other's."""

from __future__ import annotations

import re

from ..sentence_context import Utterance

# "“X” gets a second season, while “Y” has been canceled": that begins with “Y”.
_NEXT_SHOW = re.compile(
    r"(?:[,;:] |[,;]? ?\b(?:and|while|whereas|but|y|e|et|und|mentre|mientras(?: que)?|enquanto"
    r"|tandis que|alors que|wahrend|pero|mais|ma|mas|aber) )(?:[a-z'-]+ ){0,2}(?=T)"
)


def from_own_show(utterance: Utterance, start: int, end: int) -> tuple[int, int]:
    """What a phrase that begins with a show or a season spans, from the clause of its verb on."""
    if utterance.coded[start] not in "TS":
        return start, end
    joints = list(_NEXT_SHOW.finditer(utterance.coded, start + 1, end))
    is_other = joints and "S" in utterance.coded[start : joints[-1].start()]
    return (joints[-1].end(), end) if is_other else (start, end)


# "better than Another Show, which got canceled"
_RELATIVE = re.compile(r"(?<=[a-z0-9'’]), (?:which|that|qui|que|che)\b")


def is_relative_of_other(utterance: Utterance, start: int) -> bool:
    """Whether a phrase begins with "which", and what stands before it has a capital and no mark."""
    match = _RELATIVE.match(utterance.coded, max(0, start - 2))
    if match is None:
        return False
    word = utterance.coded.rfind(" ", 0, match.start()) + 1
    return utterance.sentence.raw(word, word + 1).isupper()


_MARK = re.compile(r"[TS]")


# "of its creator, whose Night Boat ended after four seasons"
_OWNED = re.compile(r"\b(?:whose|cuy[oa]|cuj[oa]|dont) [A-ZÀ-Þ][\w’']+[ :][^,;]*$")


def is_of_other_show(utterance: Utterance, start: int, end: int) -> bool:
    """Whether the show of a phrase is another of a person's: "whose last series was canceled"."""
    other = utterance.discourse.words["other_show"]
    match = other.search(utterance.coded, max(0, start - 40), end)
    owned = _OWNED.search(utterance.sentence.raw(0, end))
    if owned is not None and utterance.discourse.words.code != "de":
        return True
    return match is not None and not _MARK.search(utterance.coded, match.end(), end)


# "The Orchard, which is in production on its fourth season": of no show that is known here
_OTHER_NAME = re.compile(r"[a-z0-9'’]+, (?:which|que|qui|che|die|das|der)(?: \w+){0,3}? ?$")


def is_of_other_name(utterance: Utterance, start: int) -> bool:
    """Whether something with a capital, and no known title, is what a relative clause tells of."""
    match = _OTHER_NAME.search(utterance.coded, max(0, start - 60), start)
    if match is None:
        return False
    word = utterance.sentence.raw(match.start(), match.start() + 1)
    return word.isupper() and utterance.discourse.words.code != "de"
