"""Calendar dates the way people write them: "5 Oct 2026", "fall 2026", "H1 2026", "next year"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ...locale.cldr import day_text, month_text
from ...locale.languages import ENGLISH, language
from ...locale.messages import _
from ..air_date import AirDate, BadDateError, Precision
from ..value_codecs import BadValueError
from .date_parts import (
    DAYS,
    MONTHS,
    SEASONS,
    checked_day,
    checked_month,
    checked_year,
    name_index,
    season_text,
    unreadable,
    weekday_text,
)

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
_LINKING = frozenset(("of", "the", "in", "on", "season"))

_NUMBERS = re.compile(r"([0-9]{1,4})([/.-])([0-9]{1,4})(?:\2([0-9]{1,4}))?")
_LEADING = re.compile(
    r"(?:(?:in|on|by|the|expected|some ?time|coming|due|from|starting|premieres|premiering|airs"
    r"|airing|out) )+"
)
_SHORT_YEAR = re.compile(r"(?<![0-9]) ?'([0-9]{2})(?![0-9])")
_ABOUT = re.compile(
    r"~ *|(?:around|about|circa|ca|c|approx|approximately|roughly|maybe|probably) +"
)
_SPAN = re.compile(
    r"(?:the )?(?:(early|beginning|start)|(middle|mid)|(?:late|end))\b(?: of| in|-)? *(.+)"
)
_QUARTER = re.compile(
    r"q([1-4])[ /-]?(?:of )?([0-9]{4})|([0-9]{4})[ /-]?q([1-4])|([1-4])q ?([0-9]{4})"
)
_HALF = re.compile(
    r"(?:h([12])|([12])h)[ /-]?(?:of )?([0-9]{4})|([0-9]{4})[ /-]?(?:h([12])|([12])h)"
    r"|(?:the )?(?:(first|1st)|(?:second|2nd|last|latter)) half (?:of )?(?:the year )?([0-9]{4})"
)
_YEAR_SPAN = re.compile(r"([0-9]{4}) ?[/-] ?([0-9]{2}|[0-9]{4})(?: (?:tv )?season)?")
_FEAST = re.compile(r"([a-z' ]+?) (?:of |in )?([0-9]{4})")
_FEASTS = {
    "valentine's day": (2, 14),
    "halloween": (10, 31),
    "christmas": (12, 25),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
}
"""Named days that have the same date each year; a date named by one is approximate."""
_WINTER = re.compile(r"winter (?:of )?([0-9]{4})[/-]([0-9]{2}|[0-9]{4})")


def read_day(words: str, today: date) -> AirDate:
    """The calendar date in folded words (`words_of`), without an hour.

    Raises:
        BadValueError: it cannot be read; see `air_dates.read_date`.
    """
    if match := _LEADING.match(words):
        words = words[match.end() :]
    words = _SHORT_YEAR.sub(lambda match: f" {_century(int(match[1]), today)}", words)
    words = " ".join(words.split())
    if match := _ABOUT.match(words):
        return replace(_certain(read_day(words[match.end() :], today)), approximate=True)
    if words.endswith("?"):
        return replace(_certain(read_day(words[:-1].rstrip(), today)), approximate=True)
    if match := _SPAN.fullmatch(words):
        if _SPAN.fullmatch(match[3]):
            # "mid to late 2027", without what stood between the two
            raise unreadable()
        whole = _certain(read_day(match[3], today))
        if whole.precision is not Precision.YEAR:
            if whole.precision is Precision.DAY:
                raise unreadable()
            return whole
        if match[2]:
            return AirDate(Precision.SEASON, whole.year, 2, approximate=True)
        return AirDate(Precision.QUARTER, whole.year, 1 if match[1] else 4, approximate=True)
    return _plain(words, today)


def _follows(year: str, following: str) -> bool:
    """Whether a year of two or four digits is the one after the other."""
    after = str(int(year) + 1)
    return following in (after, after[2:])


def check_one_year(words: str) -> None:
    """Ask back if folded words may mean a season of television that spans two years, as "2022-23"
    does.

    In EDTF that text is the fall of 2022, and "2011-12" is a month.

    Raises:
        BadValueError: they may; the message asks which is meant.
    """
    match = _YEAR_SPAN.fullmatch(words)
    if match is None or not _follows(match[1], match[2]):
        return
    year = checked_year(match[1])
    begins = _("fall {year}, spring {next} or {year}", year=year, next=year + 1)
    try:
        other = AirDate.parse(f"{year}-{match[2]}")
    except BadDateError:
        raise BadValueError(
            _(
                "{text} is two years. Write its beginning, like {begins}.",
                text=words,
                begins=begins,
            )
        ) from None
    raise BadValueError(
        _(
            "{text} can be {date} or two years. Write {date}, or when it begins, like {begins}.",
            text=words,
            date=season_text(other),
            begins=begins,
        )
    )


def _certain(day: AirDate) -> AirDate:
    if day.precision is Precision.INSTANT or not day.known:
        raise unreadable()
    return day


def _plain(words: str, today: date) -> AirDate:
    try:
        return AirDate.parse(words)
    except BadDateError:
        pass
    if (match := _FEAST.fullmatch(words)) and match[1] in _FEASTS:
        return replace(checked_day(checked_year(match[2]), *_FEASTS[match[1]]), approximate=True)
    if words in _FEASTS:
        month, number = _FEASTS[words]
        coming = checked_day(_coming([month], [number], today), month, number)
        raise BadValueError("Write the year too, like {date}.", date=day_text(coming.earliest()))
    if match := _HALF.fullmatch(words):
        year = match[3] or match[4] or match[8]
        first = "1" in (match[1], match[2], match[5], match[6]) or match[7]
        return AirDate(Precision.HALF, checked_year(year), 1 if first else 2)
    if match := _NUMBERS.fullmatch(words):
        return _numeric(match, today)
    if match := _QUARTER.fullmatch(words):
        quarter, year = match[1] or match[4] or match[5], match[2] or match[3] or match[6]
        return AirDate(Precision.QUARTER, checked_year(year), int(quarter))
    if match := _WINTER.fullmatch(words):
        if not _follows(match[1], match[2]):
            raise unreadable()
        return AirDate(Precision.SEASON, checked_year(match[1]), 4)
    return _relative(words, today) or _worded(words, today)


def _numeric(match: re.Match[str], today: date) -> AirDate:
    first, second, third = match[1], match[3], match[4]
    if third is None:
        if len(first) == 4 and len(second) <= 2:
            return checked_month(checked_year(first), int(second))
        if len(second) == 4 and len(first) <= 2:
            return checked_month(checked_year(second), int(first))
        if len(first) == len(second) == 4:
            raise unreadable()
        raise BadValueError(
            "Write the month in letters and the year, like 5 Oct {year}.", year=today.year
        )
    if len(first) == 4:
        return checked_day(checked_year(first), int(second), int(third))
    if len(third) != 4:
        raise BadValueError("Write the year with four digits, like 5 Oct 2026.")
    one, other, year = int(first), int(second), checked_year(third)
    if one != other and 1 <= one <= 12 and 1 <= other <= 12:
        raise BadValueError(
            # Translators: The dates are examples in words and by number.
            "{text} can be {one} or {other}. Write {one_in_numbers} or {other_in_numbers}.",
            text=match[0],
            one=day_text(date(year, other, one)),
            other=day_text(date(year, one, other)),
            one_in_numbers=f"{year}-{other:02}-{one:02}",
            other_in_numbers=f"{year}-{one:02}-{other:02}",
        )
    return checked_day(year, one, other) if other > 12 else checked_day(year, other, one)


def _relative(words: str, today: date) -> AirDate | None:
    days = {"today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2, "yesterday": -1}
    turns = {"this": 0, "next": 1, "last": -1}
    head, unit = words.split(" ", 1) if " " in words else (words, "")
    weekday = name_index(unit or head, DAYS) if not unit or head in ("this", "next", "on") else None
    try:
        if words in days:
            return AirDate.on(today + timedelta(days=days[words]))
        if weekday is not None:
            return _on_weekday(words, weekday, today, next_one=head == "next")
        if words in ("later this year", "year"):
            return AirDate(Precision.YEAR, checked_year(str(today.year)))
        if head == "this" and unit in SEASONS:
            return AirDate(Precision.SEASON, checked_year(str(today.year)), SEASONS[unit])
        if head == "next" and unit in SEASONS:
            return _next_season(SEASONS[unit], today)
        if head in turns and unit == "year":
            return AirDate(Precision.YEAR, checked_year(str(today.year + turns[head])))
        if head in turns and unit == "month":
            months = today.year * 12 + today.month - 1 + turns[head]
            return checked_month(checked_year(str(months // 12)), months % 12 + 1)
    except OverflowError:
        raise unreadable() from None
    return None


def _next_season(number: int, today: date) -> AirDate:
    """The next of its name once this year's has begun; a winter, or one before that, is unclear."""
    following = AirDate(Precision.SEASON, checked_year(str(today.year + 1)), number)
    if number == SEASONS["winter"] or replace(following, year=today.year).earliest() > today:
        raise BadValueError("Write the year too, like {date}.", date=season_text(following))
    return following


def _on_weekday(words: str, weekday: int, today: date, *, next_one: bool) -> AirDate:
    """The coming day of that name; "next" before a day of this week may mean the one of the week
    after."""
    ahead = (weekday - today.weekday()) % 7
    first = today + timedelta(days=ahead or 7 * next_one)
    if next_one and today.weekday() < weekday:
        second = first + timedelta(days=7)
        raise BadValueError(
            "{text} can be {one} or {other}. Write {one_in_numbers} or {other_in_numbers}.",
            text=words if language() == ENGLISH else weekday_text(first),
            one=day_text(first),
            other=day_text(second),
            one_in_numbers=first.isoformat(),
            other_in_numbers=second.isoformat(),
        )
    return AirDate.on(first)


@dataclass(slots=True)
class _Parts:
    """What the words of a date name, each kind in the order in which it was found."""

    years: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    weekdays: list[int] = field(default_factory=list)
    spans: list[tuple[Precision, int]] = field(default_factory=list)
    """Seasons and quarters of the year."""

    def are_a_date(self) -> bool:
        """Whether these words make a date, even one without its year."""
        if len(self.months) + len(self.spans) != 1 or len(self.years) > 1 or len(self.days) > 1:
            return False
        if self.days:
            return not self.spans and len(self.weekdays) <= 1
        return not self.weekdays


def _parts_of(words: str) -> _Parts:
    parts = _Parts()
    tokens = re.sub(r"(?<=[a-z])[/-]|[/-](?=[a-z])", " ", words).split()
    for index, word in enumerate(tokens):
        if re.fullmatch(r"[0-9]{4}", word):
            parts.years.append(checked_year(word))
        elif word in _QUARTERS and tokens[index + 1 : index + 2] == ["quarter"]:
            parts.spans.append((Precision.QUARTER, _QUARTERS[word]))
        elif match := re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?", word):
            parts.days.append(int(match[1]))
        elif word in SEASONS:
            parts.spans.append((Precision.SEASON, SEASONS[word]))
        elif (month := name_index(word, MONTHS)) is not None:
            parts.months.append(month + 1)
        elif (weekday := name_index(word, DAYS)) is not None:
            parts.weekdays.append(weekday)
        elif word not in _LINKING and word != "quarter":
            raise unreadable()
    return parts


def _worded(words: str, today: date) -> AirDate:
    """The date whose month, season or quarter is in letters, in any order."""
    parts = _parts_of(words)
    if _has_a_short_year(parts):
        raise BadValueError("Write the year with four digits, like 5 Oct 2026.")
    if not parts.are_a_date():
        raise unreadable()
    if not parts.years:
        raise BadValueError("Write the year too, like {date}.", date=_with_year(parts, today))
    year = parts.years[0]
    if parts.spans:
        precision, number = parts.spans[0]
        return AirDate(precision, year, number)
    if not parts.days:
        return checked_month(year, parts.months[0])
    day = checked_day(year, parts.months[0], parts.days[0])
    if parts.weekdays and day.earliest().weekday() != parts.weekdays[0]:
        raise BadValueError(
            "{date} is a {weekday}. Which day?",
            date=day_text(day.earliest()),
            weekday=weekday_text(day.earliest()),
        )
    return day


def _has_a_short_year(parts: _Parts) -> bool:
    """Whether it would be a date without its last number, as in "5 Oct 26" and "summer 26"."""
    if parts.years or len(parts.months) + len(parts.spans) != 1:
        return False
    return len(parts.days) == (1 if parts.spans else 2) and len(parts.weekdays) <= 1


def _with_year(parts: _Parts, today: date) -> str:
    """The date with the year in which it comes next, for an example."""
    year = _coming(parts.months, parts.days, today)
    if parts.days:
        return day_text(checked_day(year, parts.months[0], parts.days[0]).earliest())
    if parts.months:
        return month_text(year, parts.months[0])
    precision, number = parts.spans[0]
    return season_text(AirDate(precision, year, number))


def _coming(months: list[int], numbers: list[int], today: date) -> int:
    """The year in which that day comes next, for an example."""
    past = (*months, *numbers) < (today.month, today.day)[: len(months) + len(numbers)]
    return today.year + (1 if past or not months else 0)


def _century(year: int, today: date) -> int:
    """The year that an apostrophe and two digits mean: at most 20 years ahead."""
    year += today.year // 100 * 100
    return year if year <= today.year + 20 else year - 100
