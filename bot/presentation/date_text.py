"""Dates and ages in words: as exactly as they are known, and whose day they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from ..facts.air_date import AirDate, Precision
from ..facts.models import Show
from ..facts.time_zones import air_zone, on_air
from ..locale.cldr import country_text, day_text, month_text
from ..locale.messages import N_, _, ngettext, pgettext

_SEASONS = (N_("spring {year}"), N_("summer {year}"), N_("fall {year}"), N_("winter {year}"))

_HALVES = (N_("the first half of {year}"), N_("the second half of {year}"))

_VOWEL_DAYS = (8, 11)

_IN_HALVES = (N_("in the first half of {year}"), N_("in the second half of {year}"))

_IN_SEASONS = (
    N_("in spring {year}"),
    N_("in summer {year}"),
    N_("in fall {year}"),
    N_("in winter {year}"),
)


def bare_date(when: AirDate) -> str:
    """A date without a zone, in words: never a Discord timestamp, which would shift it a day."""
    match when.precision:
        case Precision.UNKNOWN:
            return _("not announced")
        case Precision.YEAR:
            return str(when.year)
        case Precision.HALF:
            return _(_HALVES[when.part - 1], year=when.year)
        case Precision.SEASON:
            return _(_SEASONS[when.part - 1], year=when.year)
        case Precision.QUARTER:
            return _("Q{quarter} {year}", quarter=when.part, year=when.year)
        case Precision.MONTH:
            return month_text(when.year, when.part)
        case _:
            return day_text(date(when.year, when.part, when.day))


def date_in_sentence(when: AirDate) -> str:
    """A bare date inside a sentence: "on 5 October 2026", "in fall 2026"."""
    match when.precision:
        case Precision.YEAR:
            return _("in {year}", year=when.year)
        case Precision.HALF:
            return _(_IN_HALVES[when.part - 1], year=when.year)
        case Precision.SEASON:
            return _(_IN_SEASONS[when.part - 1], year=when.year)
        case Precision.QUARTER:
            return _("in Q{quarter} {year}", quarter=when.part, year=when.year)
        case Precision.MONTH:
            return _("in {month}", month=month_text(when.year, when.part))
        case Precision.DAY:
            if when.day in _VOWEL_DAYS:
                # Translators: Of the 8th and the 11th, before which Italian elides the article.
                return pgettext("the 8th or 11th", "on {day}", day=bare_date(when))
            return _("on {day}", day=bare_date(when))
        case _:
            return bare_date(when)


def about_date(date_text: str) -> str:
    """A date that is approximate: "about May 2026"."""
    return _("about {date}", date=date_text)


_DAY = 86_400

_UNITS: tuple[tuple[int, Callable[[int], str]], ...] = (
    (365 * _DAY, lambda count: ngettext("{number} year ago", "{number} years ago", count)),
    (30 * _DAY, lambda count: ngettext("{number} month ago", "{number} months ago", count)),
    (_DAY, lambda count: ngettext("{number} day ago", "{number} days ago", count)),
    (3_600, lambda count: ngettext("{number} hour ago", "{number} hours ago", count)),
    (60, lambda count: ngettext("{number} minute ago", "{number} minutes ago", count)),
)


def ago(age: timedelta) -> str:
    """A past length of time, in the largest unit that fits; months have 30 days here."""
    seconds = max(0, int(age.total_seconds()))
    for length, phrase in _UNITS:
        if seconds >= length:
            return phrase(seconds // length)
    return _("just now")


_LATELY = timedelta(days=2)
"""A day that lies further back than this is past everywhere on Earth."""


def whose(text: str, when: AirDate, show: Show, now: datetime) -> str:
    """The text of a date of that show, with the country whose day it is: "5 October 2026 (US)".

    `now` is aware, in the reader's zone. The country is left out for readers in it, for an instant,
    for anything vaguer than a day, for days long gone, and where it is not known.
    """
    if when.instant is not None or not when.exact:
        return text
    home = air_zone(show)
    if home is None or home.spares(now.tzinfo):
        return text
    if when.earliest() < on_air(show, now).date() - _LATELY:
        return text
    return _("{date} ({country})", date=text, country=country_text(home.country))
