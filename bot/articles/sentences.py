"""Takes a block of text apart into its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST = 1_200
"""A longer sentence is no sentence; what is beyond is not read."""

# An abbreviation before a full stop does not end a sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:St|Mr|Mrs|Ms|Dr|Jr|Sr|vs|Prof|Rev|Sgt|Lt|Col|Gen|Capt|Gov|Sen|Rep|Hon|No|Vol|Pt|Ep"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|ca|bzw|usw|z|B|u|a|d|h|Nr|Sra?|Dra?"
    r"|Mme|Mlle|M|p|m|i|e|etc|Co|Inc|Ltd|Bros|feat|Mt|Ft)|\b[A-Z]|\.[a-zA-Z])\.$"
)
_DAY_NUMBER = re.compile(r"\b\d{1,2}\.$")
_AFTER_NUMBER = re.compile(
    r"\s+(?:Staffel|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November"
    r"|Dezember|Folge|Episode|Season|Teil|und letzte)"
)
_END = re.compile(r"[.!?…]+[\"'”’»“)\]]*(?=\s|$)|\n\s*\n|\n(?=\s*[-•*–]\s)")
# What may follow a short form that can also end a sentence: "at 9 p.m. It ...".
_BEGINNING = re.compile(
    r"\s+[\"'“‘«„(]?(?:The|It|In|On|A|An|All|But|And|He|She|They|This|That|There|Its|His|Her|Each"
    r"|Both|After|Season|New|Das|Der|Die|Es|La|El|Le|Les|Los|Las|Il|Elle)\b"
)
_CAN_END = re.compile(r"\b(?:p\.m|a\.m|P\.M|A\.M|Jr|Sr|Inc|Co|etc|U\.S|U\.K|PT|ET)\.$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end (exclusive) of each sentence in a text, without outer space."""
    start = 0
    for match in _END.finditer(text):
        if match[0].startswith("\n") or _ends(text, start, match):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    if not match[0].startswith("."):
        # "Will he? she asks" goes on, and so does a title that ends with a mark ("Jeopardy!").
        following = text[match.end() : match.end() + 2].strip()
        return not following or not following[0].islower()
    head = text[max(start, match.start() - 12) : match.start() + 1]
    if _CAN_END.search(head):
        return _BEGINNING.match(text, match.end()) is not None or match.end() >= len(text)
    if _ABBREVIATED.search(head) and len(match[0]) == 1:
        return match.end() >= len(text)
    if _DAY_NUMBER.search(head) and _AFTER_NUMBER.match(text, match.end()):
        return False
    following = text[match.end() : match.end() + 2].strip()
    return not following or not following[0].islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, min(end, start + _LONGEST)
