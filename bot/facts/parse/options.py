"""What people type into a command's options, whatever it is about: read and checked."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Any

from ...errors import BadInputError
from ..air_date import AirDate
from ..codecs import BadValueError, decode_link, decode_region
from ..fields import LAST_SEASON, Field
from .values import read_date


def check_season(season: int | None) -> int | None:
    """A season number that can be.

    Raises:
        BadInputError: none can have that number.
    """
    if season is not None and not 0 <= season <= LAST_SEASON:
        raise BadInputError(
            f"Seasons are numbered from 1 (or by year), up to {LAST_SEASON}; {season} is not one."
        )
    return season


def check_region(region: str) -> str:
    """A country code in capitals, ISO 3166 alpha-2; "UK" is what people call GB.

    Raises:
        BadInputError: it is none.
    """
    try:
        code = str(decode_region(region.strip()))
        return {"UK": "GB"}.get(code, code)
    except BadValueError:
        raise BadInputError(
            "A region is a country code of two letters, like US, GB or DE."
        ) from None


def check_link(text: str, what: str = "The source") -> str:
    """A link that somebody gives as `what`; the brackets that hide a preview are taken off.

    Raises:
        BadInputError: it is no http(s) link to a public page.
    """
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    try:
        return decode_link(text)
    except BadValueError:
        raise BadInputError(
            f"{what} must be a link to a public page, starting with http:// or https://."
        ) from None


def check_day(text: str, *, today: date, zone: tzinfo) -> AirDate:
    """A date as people write it.

    Raises:
        BadInputError: it cannot be read as one; the sentence says what can.
    """
    try:
        return read_date(text, today=today, zone=zone)
    except BadValueError as error:
        raise BadInputError(str(error)) from None


def decoded(field: Field, value: object) -> Any:
    """A value that needs no reading, checked against its field.

    Raises:
        BadInputError: it does not fit.
    """
    try:
        return field.decode(value)
    except BadValueError as error:
        raise BadInputError(str(error)) from None
