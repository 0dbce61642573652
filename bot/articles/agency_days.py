"""The day of an agency's report, which tells no year: "LONDON, Jan 22 (Agency) – … on Thursday"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from .article import Block, aligned
from .mentions.dates import Side, date_mentions

_YEAR = re.compile(r"\b20[0-4]\d\b")
_AGENCY = re.compile(
    r"[A-ZÀ-Þ][\w .'’-]{1,30}, [\w. ]{3,16}\([A-Za-zÀ-ÿ0-9 ./-]{2,30}\) ?[-–—] (?=\S)"
)
_LEAD = 500
"""So many characters of a report name the weekday of its day."""


def agency_day(blocks: list[Block], language: str) -> tuple[date | None, Block | None]:
    """The day of an agency's report, and the block that bears it; None for none.

    Its year is the one in which that was the weekday that the report names, of those near to the
    years it speaks of.
    """
    years = {int(year) for block in blocks for year in _YEAR.findall(block.text)}
    for block in blocks[:5] if years else ():
        plain = aligned(block.text[:_LEAD])
        place = _AGENCY.match(block.text)
        days = list(date_mentions(plain, language)) if place is not None else []
        if not days or days[0].day is None or days[0].month is None or place is None:
            continue
        if days[0].start > place.end() or days[0].year is not None:
            continue
        weekdays = {one.weekday for one in days[1:] if one.day is None} - {None}
        near = (max(years) + 1, max(years), max(years) - 1)
        told = [replace(days[0], year=year).resolved(None, Side.PAST) for year in near]
        found = [one.earliest() for one in told if one is not None]
        fitting = [one for one in found if weekdays == {one.weekday()}]
        if len(fitting) == 1:
            return fitting[0], block
    return None, None
