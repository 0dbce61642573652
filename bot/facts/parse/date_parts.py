"""The parts of a calendar date: their names, and years, months and days that there are."""

from __future__ import annotations

from datetime import date

from ...locale.cldr import day_text, listed, month_alone, month_text
from ...locale.languages import ENGLISH, language
from ...locale.messages import N_, _
from ..air_date import YEARS, AirDate, Precision
from ..value_codecs import BadValueError

_EXAMPLES = (
    *("2026-10-05", "5 Oct 2026", "October 2026", "fall 2026", "Q4 2026", "H2 2026", "late 2026"),
    *("around 2026", "2026", "5 Oct 2026 8pm ET", "2026-10-05 20:00 New York", "TBA"),
)

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

SEASONS = {"spring": 1, "summer": 2, "fall": 3, "autumn": 3, "winter": 4}

_SEASON_TEXTS = (N_("spring {year}"), N_("summer {year}"), N_("fall {year}"), N_("winter {year}"))

WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday")),
    *(N_("Saturday"), N_("Sunday")),
)
"""From Monday on; each language has its own name of each."""

DAYS = tuple(name.lower() for name in WEEKDAYS)


def _examples() -> str:
    """What can be read, for the sentence that refuses a text: as the language writes it."""
    if language() == ENGLISH:
        return listed(_EXAMPLES, either=True)
    spoken = (
        day_text(date(2026, 10, 5)),
        month_text(2026, 10),
        _("fall {year}", year=2026),
        _("Q{quarter} {year}", quarter=4, year=2026),
        _("about {date}", date=2026),
    )
    return listed(["2026-10-05", *spoken, "2026", "2026-10-05 20:00 New York", "TBA"], either=True)


def unreadable() -> BadValueError:
    """The refusal that names what can be read."""
    return BadValueError(
        "I cannot read that as a date. I can read {examples}.", examples=_examples()
    )


def season_text(when: AirDate) -> str:
    """A month, a quarter or a part of a year as the language writes it."""
    if when.precision is Precision.MONTH:
        return month_text(when.year, when.part)
    if when.precision is Precision.QUARTER:
        return _("Q{quarter} {year}", quarter=when.part, year=when.year)
    return _(_SEASON_TEXTS[when.part - 1], year=when.year)


def weekday_text(day: date) -> str:
    """The name of a weekday inside a sentence: with a capital where months have one."""
    name = _(WEEKDAYS[day.weekday()])
    return name if month_alone(1)[0].isupper() else name.lower()


def name_index(token: str, names: tuple[str, ...]) -> int | None:
    """The place of a name that `token` spells in full or cuts short ("sept", "thurs")."""
    if len(token) < 3:
        return None
    return next((number for number, name in enumerate(names) if name.startswith(token)), None)


def checked_year(digits: str) -> int:
    """The year of four digits.

    Raises:
        BadValueError: no show is of that year.
    """
    if int(digits) not in YEARS:
        raise BadValueError(
            "A year must lie between {start} and {stop}, not be {digits}.",
            start=YEARS.start,
            stop=YEARS.stop - 1,
            digits=int(digits),
        )
    return int(digits)


def checked_month(year: int, month: int) -> AirDate:
    """A month of a year.

    Raises:
        BadValueError: there is no such month.
    """
    if not 1 <= month <= 12:
        raise BadValueError(
            "There is no month {month}. I can read {examples}.", month=month, examples=_examples()
        )
    return AirDate(Precision.MONTH, year, month)


def checked_day(year: int, month: int, day: int) -> AirDate:
    """A day of a year.

    Raises:
        BadValueError: there is no such day.
    """
    checked_month(year, month)
    try:
        return AirDate.on(date(year, month, day))
    except ValueError:
        raise BadValueError(
            "There is no day {day} in {named} {year}.",
            day=day,
            named=month_alone(month),
            year=year,
        ) from None
