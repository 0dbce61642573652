"""Air dates the way people write them, with and without an hour: "5 Oct 2026 8pm ET", "TBA"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo

from ..air_date import TBA, YEARS, AirDate, BadDateError, Precision
from ..time_zones import at_wall, read_zone
from ..value_codecs import BadValueError
from .calendar_dates import check_one_year, read_day
from .date_parts import unreadable
from .spoken_dates import date_in_english, hours_in_english
from .typed_words import words_of

_UNDATED = frozenset(
    (
        *("tba", "tbd", "tbc", "unknown", "undated", "unannounced", "no date", "no date yet"),
        *("not announced", "not announced yet", "not yet announced", "not known", "date unknown"),
        *("to be announced", "to be determined", "to be confirmed"),
    )
)
_STAMP = re.compile(r"<t:(-?[0-9]{1,12})(?::[a-zA-Z])?>")
_TIME = re.compile(
    r"(?<![0-9:.])"
    r"(?:([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2}))?)? ?([ap]m)\b"
    r"|(?<![+-])([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?![0-9:])|\b(noon|midnight)\b)"
)


def read_date(text: str, *, today: date, zone: tzinfo) -> AirDate:
    """The air date that a person wrote.

    Read are EDTF and ISO instants; days with the month in letters, year first, or with only one
    possible order; months, quarters, halves, seasons, years, feasts (approximate); each with
    "around" before it (approximate); "TBA" and its like. What may be two years asks back.
    "Early", "mid" and "late" before a year are about its first quarter, its summer
    and its last quarter; before anything shorter they add nothing that a date can hold, so that
    month or season is kept whole. "Today", "next year" and the like count from `today`.
    An apostrophe and two digits are the year that is at most 20 years ahead. A timestamp of Discord
    (`<t:1791244800:F>`) is its instant. A day may have an hour, with a zone or in `zone` (the
    server's); midnight is the one at which the named day begins. An hour that clocks show twice
    means the first of the two. Beside English the language that is spoken is read, as the bot
    writes dates in it and as people say them (`spoken_dates`).

    Raises:
        BadValueError: it cannot be read, can be read in two ways, lacks its year, or names a
            moment that does not exist. The message says which, or what can be read.
    """
    if match := _STAMP.fullmatch(text.strip()):
        return _stamped(int(match[1]))
    words = _in_english(words_of(text))
    if words in _UNDATED:
        return TBA
    check_one_year(words)
    try:
        when = AirDate.parse(" ".join(words.split()).upper())
    except BadDateError:
        when = _at_hour(words, today, zone) or read_day(words, today)
    if when.known and when.year not in YEARS:
        raise BadValueError(
            "A year must lie between {start} and {stop}, not be {year}.",
            start=YEARS.start,
            stop=YEARS.stop - 1,
            year=when.year,
        )
    return when


def _in_english(words: str) -> str:
    """The words with their date and hour in English; the name of a zone behind an hour stays."""
    words = hours_in_english(words)
    hour = _TIME.search(words)
    end = hour.end() if hour and words[: hour.start()].strip() else len(words)
    return date_in_english(words[:end]) + words[end:]


def _stamped(seconds: int) -> AirDate:
    try:
        when = AirDate.at(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, ValueError, OSError):
        raise unreadable() from None
    if when.year not in YEARS:
        raise unreadable()
    return when


def _at_hour(words: str, today: date, zone: tzinfo) -> AirDate | None:
    """The instant, if the text names an hour; None if it names none."""
    words = re.sub(r"(?<=[0-9])t(?=[0-9])", " ", words)
    hours = list(_TIME.finditer(words))
    if not hours:
        return None
    if len(hours) > 1:
        raise BadValueError("Name one hour, like 5 Oct 2026 8pm ET.")
    before = re.sub(r"(?:^| )(?:at|@)$", "", words[: hours[0].start()].strip()).strip()
    after = words[hours[0].end() :].strip()
    day, zone_text = (read_day(before, today), after) if before else _split(after, today)
    if day.precision is not Precision.DAY or day.approximate:
        raise BadValueError("An hour needs its exact day, like 5 Oct 2026 8pm ET.")
    where = read_zone(zone_text) if zone_text else zone
    return AirDate.at(at_wall(datetime.combine(day.earliest(), _clock(hours[0])), where))


def _split(text: str, today: date) -> tuple[AirDate, str]:
    """The day and the zone in the text beside an hour, in either order."""
    tokens = text.split()
    for cut in range(len(tokens)):
        head, tail = " ".join(tokens[:cut]), " ".join(tokens[cut:])
        for day, zone_text in ((tail, head), (head, tail)):
            try:
                if zone_text:
                    read_zone(zone_text)
                return read_day(day, today), zone_text
            except BadValueError:
                continue
    raise BadValueError("An hour needs its day, like 5 Oct 2026 8pm ET.")


def _clock(match: re.Match[str]) -> time:
    if word := match[8]:
        return time(12 if word == "noon" else 0)
    hour = int(match[1] or match[5])
    if match[4]:
        if not 1 <= hour <= 12:
            raise BadValueError(
                "There is no {hour} {match}; write 8pm or 20:00.", hour=hour, match=match[4]
            )
        hour = hour % 12 + (12 if match[4] == "pm" else 0)
    try:
        return time(hour, int(match[2] or match[6] or 0), int(match[3] or match[7] or 0))
    except ValueError:
        raise BadValueError("An hour lies between 00:00 and 23:59, like 20:00 or 8pm.") from None
