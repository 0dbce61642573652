"""The sentences of a block, where an entry of a list is one though points part it."""

from __future__ import annotations

import re

from .article import aligned
from .language import phrases
from .mentions.dates import date_mentions
from .sentence import sentences

# "'Piel de toro'. Temporada 2. 25 de septiembre en N."
_ENTRY_BY_POINTS = re.compile(r"[“\"‘'«][^“”\"«»\n]{1,60}[”\"’'»]\.(?: [^.?!\n]{1,45}\.){1,3}")
_TITLE_BY_POINT = re.compile(r"[“\"‘'«][^“”\"«»\n]{1,60}[”\"’'»](?: \([^()]{2,40}\))?\.")


def parted(text: str, language: str, *, is_headed: bool) -> list[tuple[int, int]]:
    """Start and end of each sentence of a block; an entry is one with the day behind its title.

    `is_headed` says that a day stands above it: then a title with its season is an entry too.
    """
    if (whole := _ENTRY_BY_POINTS.fullmatch(text)) is not None:
        return [whole.span()]
    found = list(sentences(text))
    if len(found) > 1 and _TITLE_BY_POINT.fullmatch(text, *found[0]):
        start, end = found[1]
        plain = aligned(text[start:end])
        first = next(date_mentions(plain, language), None)
        is_day = first is not None and first.start == 0 and first.day is not None
        if is_day or (is_headed and phrases(language)["entry_begins"].match(plain)):
            return [(found[0][0], end), *found[2:]]
    return found
