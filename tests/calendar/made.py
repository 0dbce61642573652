"""Entries of a calendar, of a test's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.calendar.upcoming import Entry, Source
from bot.facts.air_date import AirDate
from bot.facts.season_dates import DateKind
from tests.clock import TODAY

FIRST = date(2026, 11, 22)
"""The day of TODAY."""


def entry(airs: str, title: str = "Example", **more: object) -> Entry:
    made = Entry(
        1,
        title,
        None,
        2,
        None,
        DateKind.PREMIERE,
        AirDate.parse(airs),
        "Netflix",
        "scripted",
        Source("tvmaze", "https://example.com/", FIRST),
        TODAY,
        0,
    )
    return replace(made, **more)  # type: ignore[arg-type]
