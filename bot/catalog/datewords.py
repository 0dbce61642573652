"""Air dates the way people write them: "5 Oct 2026", "fall 2026", "5 Oct 2026 8pm ET", "TBA"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from .airdate import TBA, AirDate, BadDateError, Precision
from .codecs import BadValueError
from .fields import folded
from .zones import at_wall, read_zone

EXAMPLES = (
    "2026-10-05, 5 Oct 2026, October 2026, fall 2026, Q4 2026, late 2026, around 2026, 2026, "
    "5 Oct 2026 8pm ET, 2026-10-05 20:00 New York, or TBA"
)
"""What can be read, for the sentence that refuses a text."""

_LONGEST = 100
_YEARS = range(1900, 2201)
"""Years that a season can lie in, as for a show's year; anything else is a slip."""

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = {"spring": 1, "summer": 2, "fall": 3, "autumn": 3, "winter": 4}
_QUARTERS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
}
_UNDATED = frozenset(
    (
        *("tba", "tbd", "tbc", "unknown", "undated", "unannounced", "no date", "no date yet"),
        *("not announced", "not announced yet", "not yet announced", "not known", "date unknown"),
        *("to be announced", "to be determined", "to be confirmed"),
    )
)
_LINKING = frozenset(("of", "the", "in", "on", "season"))

_TIME = re.compile(
    r"(?<![0-9:.])"
    r"(?:([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2}))?)? ?([ap]m)\b"
    r"|(?<![+-])([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?![0-9:])|\b(noon|midnight)\b)"
)
_NUMBERS = re.compile(r"([0-9]{1,4})([/.-])([0-9]{1,4})(?:\2([0-9]{1,4}))?")
_ABOUT = re.compile(
    r"~ *|(?:around|about|circa|ca|c|approx|approximately|roughly|maybe|probably) +"
)
_SPAN = re.compile(
    r"(?:the )?(?:(early|beginning|start)|(middle|mid)|(?:late|end))\b(?: of| in|-)? *(.+)"
)
_QUARTER = re.compile(
    r"q([1-4])[ /-]?(?:of )?([0-9]{4})|([0-9]{4})[ /-]?q([1-4])|([1-4])q ?([0-9]{4})"
)
_WINTER = re.compile(r"winter (?:of )?([0-9]{4})[/-]([0-9]{2}|[0-9]{4})")


def read_date(text: str, *, today: date, zone: tzinfo) -> AirDate:
    """The air date that a person wrote.

    Read are EDTF and ISO instants; days with the month in letters, year first, or with only one
    possible order; months, quarters, seasons, years; each with "around" before it (approximate);
    "TBA" and its like. "Early", "mid" and "late" before a year are about its first quarter, its
    summer and its last quarter; before anything shorter they add nothing that a date can hold, so
    that month or season is kept whole. "Today", "next year" and the like count from `today`.
    A day may have an hour, with a zone or in `zone` (the server's); midnight is the one at which
    the named day begins. An hour that clocks show twice means the first of the two.

    Raises:
        BadValueError: it cannot be read, can be read in two ways, lacks its year, or names a
            moment that does not exist. The message says which, or what can be read.
    """
    words = words_of(text)
    if words in _UNDATED:
        return TBA
    try:
        found = AirDate.parse(" ".join(words.split()).upper())
    except BadDateError:
        found = _at_hour(words, today, zone) or _day(words, today)
    if found.known and found.year not in _YEARS:
        raise BadValueError(
            f"A year must lie between {_YEARS.start} and {_YEARS.stop - 1}, not be {found.year}."
        )
    return found


def words_of(text: str) -> str:
    """A short text with case, accents and outer space folded away; "" for one that is too long or
    counts in other digits than 0 to 9, which nothing here reads."""
    if len(text) > _LONGEST or any(c.isnumeric() and not c.isascii() for c in text):
        return ""
    shown = "".join(c for c in text if unicodedata.category(c) != "Cf")
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", folded(shown)).replace("\u2019", "'")
    plain = re.sub(r"\b([a-z])\. ?(?=[a-z]\b)", r"\1", re.sub(r"[(),;]", " ", plain))
    return " ".join(re.sub(r"(?<=[a-z])\.", " ", plain).split())


def _unreadable() -> BadValueError:
    return BadValueError(f"I cannot read that as a date. I can read {EXAMPLES}.")


def _at_hour(words: str, today: date, zone: tzinfo) -> AirDate | None:
    """The instant, where the text names an hour; None where it names none."""
    words = re.sub(r"(?<=[0-9])t(?=[0-9])", " ", words)
    hours = list(_TIME.finditer(words))
    if not hours:
        return None
    if len(hours) > 1:
        raise BadValueError("Name one hour, like 5 Oct 2026 8pm ET.")
    before = re.sub(r"(?:^| )(?:at|@)$", "", words[: hours[0].start()].strip()).strip()
    after = words[hours[0].end() :].strip()
    day, place = (_day(before, today), after) if before else _split(after, today)
    if day.precision is not Precision.DAY or day.approximate:
        raise BadValueError("An hour needs its exact day, like 5 Oct 2026 8pm ET.")
    where = read_zone(place) if place else zone
    return AirDate.at(at_wall(datetime.combine(day.earliest(), _clock(hours[0])), where))


def _split(text: str, today: date) -> tuple[AirDate, str]:
    """The day and the zone in what follows an hour, in either order."""
    tokens = text.split()
    for cut in range(len(tokens)):
        head, tail = " ".join(tokens[:cut]), " ".join(tokens[cut:])
        for day, place in ((tail, head), (head, tail)):
            try:
                if place:
                    read_zone(place)
                return _day(day, today), place
            except BadValueError:
                continue
    raise BadValueError("An hour needs its day, like 5 Oct 2026 8pm ET.")


def _clock(match: re.Match[str]) -> time:
    if word := match[8]:
        return time(12 if word == "noon" else 0)
    hour = int(match[1] or match[5])
    if match[4]:
        if not 1 <= hour <= 12:
            raise BadValueError(f"There is no {hour} {match[4]}; write 8pm or 20:00.")
        hour = hour % 12 + (12 if match[4] == "pm" else 0)
    try:
        return time(hour, int(match[2] or match[6] or 0), int(match[3] or match[7] or 0))
    except ValueError:
        raise BadValueError("An hour lies between 00:00 and 23:59, like 20:00 or 8pm.") from None


def _day(words: str, today: date) -> AirDate:
    """A date without an hour."""
    words = re.sub(r"^(?:in|on|the|expected|some ?time)(?: in| on| the)* ", "", words)
    if match := _ABOUT.match(words):
        return replace(_certain(_day(words[match.end() :], today)), approximate=True)
    if words.endswith("?"):
        return replace(_certain(_day(words[:-1].rstrip(), today)), approximate=True)
    if match := _SPAN.fullmatch(words):
        whole = _certain(_day(match[3], today))
        if whole.precision is not Precision.YEAR:
            if whole.precision is Precision.DAY:
                raise _unreadable()
            return whole
        if match[2]:
            return AirDate(Precision.SEASON, whole.year, 2, approximate=True)
        return AirDate(Precision.QUARTER, whole.year, 1 if match[1] else 4, approximate=True)
    return _plain(words, today)


def _certain(found: AirDate) -> AirDate:
    if found.precision is Precision.INSTANT or not found.known:
        raise _unreadable()
    return found


def _plain(words: str, today: date) -> AirDate:
    try:
        return AirDate.parse(words)
    except BadDateError:
        pass
    if match := _NUMBERS.fullmatch(words):
        return _numeric(match, today)
    if match := _QUARTER.fullmatch(words):
        quarter, year = match[1] or match[4] or match[5], match[2] or match[3] or match[6]
        return AirDate(Precision.QUARTER, _year(year), int(quarter))
    if match := _WINTER.fullmatch(words):
        if (int(match[1]) + 1) % 100 != int(match[2]) % 100:
            raise _unreadable()
        return AirDate(Precision.SEASON, _year(match[1]), 4)
    return _relative(words, today) or _worded(words, today)


def _numeric(match: re.Match[str], today: date) -> AirDate:
    first, second, third = match[1], match[3], match[4]
    if third is None:
        if len(first) == 4 and len(second) <= 2:
            return _month(_year(first), int(second))
        if len(second) == 4 and len(first) <= 2:
            return _month(_year(second), int(first))
        raise BadValueError(f"Write the month in letters and the year, like 5 Oct {today.year}.")
    if len(first) == 4:
        return _exact(_year(first), int(second), int(third))
    if len(third) != 4:
        raise BadValueError("Write the year with four digits, like 5 Oct 2026.")
    one, other, year = int(first), int(second), _year(third)
    if one != other and 1 <= one <= 12 and 1 <= other <= 12:
        raise BadValueError(
            f"{match[0]} can be {one} {_name(other)} {year} or {other} {_name(one)} {year}. "
            f"Write {year}-{other:02}-{one:02} or {year}-{one:02}-{other:02}."
        )
    return _exact(year, one, other) if other > 12 else _exact(year, other, one)


def _relative(words: str, today: date) -> AirDate | None:
    days = {"today": 0, "tomorrow": 1, "yesterday": -1}
    turns = {"this": 0, "next": 1, "last": -1}
    head, _, unit = words.partition(" ")
    try:
        if words in days:
            return AirDate.on(today + timedelta(days=days[words]))
        if head in turns and unit == "year":
            return AirDate(Precision.YEAR, _year(str(today.year + turns[head])))
        if head in turns and unit == "month":
            months = today.year * 12 + today.month - 1 + turns[head]
            return _month(_year(str(months // 12)), months % 12 + 1)
    except OverflowError:
        raise _unreadable() from None
    return None


def _worded(words: str, today: date) -> AirDate:
    """A date with its month, season or quarter in letters, in whatever order."""
    tokens = re.sub(r"(?<=[a-z])[/-]|[/-](?=[a-z])", " ", words).split()
    years, numbers, months, parts, weekdays = [], [], [], [], []
    for place, word in enumerate(tokens):
        if re.fullmatch(r"[0-9]{4}", word):
            years.append(_year(word))
        elif word in _QUARTERS and tokens[place + 1 : place + 2] == ["quarter"]:
            parts.append((Precision.QUARTER, _QUARTERS[word]))
        elif match := re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", word):
            numbers.append(int(match[1]))
        elif word in _SEASONS:
            parts.append((Precision.SEASON, _SEASONS[word]))
        elif (month := _named(word, _MONTHS)) is not None:
            months.append(month + 1)
        elif (weekday := _named(word, _DAYS)) is not None:
            weekdays.append(weekday)
        elif word not in _LINKING and word != "quarter":
            raise _unreadable()
    if len(months) + len(parts) != 1 or max(len(years), len(weekdays)) > 1 or len(numbers) > 2:
        raise _unreadable()
    if len(numbers) == 2 and not years:
        raise BadValueError("Write the year with four digits, like 5 Oct 2026.")
    if len(numbers) == 2 or (numbers and parts) or (weekdays and not numbers):
        raise _unreadable()
    if not years:
        spoken = " ".join([*map(str, numbers), *map(_name, months)]) or words
        year = _coming(months, numbers, today)
        raise BadValueError(f"Write the year too, like {spoken} {year}.")
    if parts:
        return AirDate(parts[0][0], years[0], parts[0][1])
    if not numbers:
        return _month(years[0], months[0])
    found = _exact(years[0], months[0], numbers[0])
    if weekdays and found.earliest().weekday() != weekdays[0]:
        right = _DAYS[found.earliest().weekday()].capitalize()
        raise BadValueError(f"{numbers[0]} {_name(months[0])} {years[0]} is a {right}. Which day?")
    return found


def _named(token: str, names: tuple[str, ...]) -> int | None:
    """The place of a name that `token` spells in full or cuts short ("sept", "thurs")."""
    if len(token) < 3:
        return None
    return next((i for i, name in enumerate(names) if name.startswith(token)), None)


def _coming(months: list[int], numbers: list[int], today: date) -> int:
    """The year in which that day comes next, for an example."""
    past = (*months, *numbers) < (today.month, today.day)[: len(months) + len(numbers)]
    return today.year + (1 if past or not months else 0)


def _year(digits: str) -> int:
    if int(digits) not in _YEARS:
        raise BadValueError(
            f"A year must lie between {_YEARS.start} and {_YEARS.stop - 1}, not be {int(digits)}."
        )
    return int(digits)


def _name(month: int) -> str:
    return _MONTHS[month - 1].capitalize()


def _month(year: int, month: int) -> AirDate:
    if not 1 <= month <= 12:
        raise BadValueError(f"There is no month {month}. I can read {EXAMPLES}.")
    return AirDate(Precision.MONTH, year, month)


def _exact(year: int, month: int, day: int) -> AirDate:
    try:
        return AirDate.on(date(year, month, day))
    except ValueError:
        named = _name(month) if 1 <= month <= 12 else f"month {month}"
        raise BadValueError(f"There is no day {day} in {named} {year}.") from None
