"""Whose day a bare date is, told to those whose own calendar may show another one."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..facts.air_date import AirDate
from ..facts.air_zones import air_zone, on_air
from ..facts.models import Show
from ..locale.cldr import country_text
from ..locale.messages import _

_LATELY = timedelta(days=2)
"""A day that lies further back is behind everybody on Earth."""


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
