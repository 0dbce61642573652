"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.facts.air_date import TBA, AirDate
from bot.facts.parse.air_dates import read_date
from bot.facts.value_codecs import BadValueError

from .strategies import PATIENT, almost_values, bare_dates

TODAY = date(2026, 6, 15)
BERLIN = ZoneInfo("Europe/Berlin")


def read(text: str) -> str:
    """The EDTF or ISO text of what was read, on a server in Berlin."""
    return str(read_date(text, today=TODAY, zone=BERLIN))


DAYS = [
    *("2026-10-05", "2026/10/05", "2026.10.5", "5 Oct 2026", "5 october 2026", "05 OCT 2026"),
    *("Oct 5, 2026", "October 5 2026", "Oct. 5th, 2026", "the 5th of October, 2026", "5-Oct-2026"),
    *(
        "2026 Oct 5",
        "Monday, 5 October 2026",
        "Mon 5 Oct 2026",
        "on 5 Oct 2026",
        "  5   Oct  2026 ",
    ),
    *("5 Öct 2026", "\u202a5 Oct 2026", "2026-10-05.", "5 Oct 2026!", "5. October 2026"),
    *('"5 Oct 2026"', "`5 Oct 2026`", "**5 Oct 2026**", "“5 Oct 2026”", "２０２６-１０-０５"),
    *("5 Oct '26", "5 oct’26", "Oct 5, '26", "premieres on October 5, 2026", "from 5 Oct 2026"),
]


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read(text) == "2026-10-05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("October 2026", "2026-10"), ("oct 2026", "2026-10"), ("2026 october", "2026-10")),
        *(("Sept. 2026", "2026-09"), ("in March 2027", "2027-03"), ("10/2026", "2026-10")),
        *(("2026/10", "2026-10"), ("2026-9", "2026-09"), ("october of 2026", "2026-10")),
        *(("fall 2026", "2026-23"), ("Autumn 2026", "2026-23"), ("2026 spring", "2026-21")),
        *(("summer of 2026", "2026-22"), ("winter 2026", "2026-24"), ("winter 2026/27", "2026-24")),
        *(("winter 2026-2027", "2026-24"), ("fall season 2026", "2026-23")),
        *(("Q4 2026", "2026-36"), ("2026 Q1", "2026-33"), ("4Q 2026", "2026-36")),
        *(("2026-Q2", "2026-34"), ("q3 of 2026", "2026-35"), ("Q3/2026", "2026-35")),
        *(("fourth quarter of 2026", "2026-36"), ("4th quarter 2026", "2026-36")),
        *(("H1 2026", "2026-40"), ("2h 2026", "2026-41"), ("2026 H2", "2026-41")),
        *(("first half of 2026", "2026-40"), ("the latter half of 2026", "2026-41")),
        *(("2026-H1", "2026-40"), ("1H'27", "2027-40"), ("late H2 2026", "2026-41")),
        *(("this fall", "2026-23"), ("this summer", "2026-22"), ("later this year", "2026")),
        *(("2026", "2026"), ("in 2026", "2026"), ("sometime in 2026", "2026")),
        *(("this year", "2026"), ("next year", "2027"), ("next month", "2026-07")),
        *(("fall '26", "2026-23"), ("Oct ’26", "2026-10"), ("Q4 '26", "2026-36")),
        *(("spring '46", "2046-21"), ("spring '47", "1947-21"), ("May '99", "1999-05")),
        *(("today", "2026-06-15"), ("Tomorrow", "2026-06-16")),
        *(("Friday", "2026-06-19"), ("this friday", "2026-06-19"), ("on Mon", "2026-06-15")),
        *(("next monday", "2026-06-22"), ("thu", "2026-06-18")),
        *(("25/12/2026", "2026-12-25"), ("12/25/2026", "2026-12-25"), ("5/5/2026", "2026-05-05")),
    ],
)
def test_vaguer_and_shorter_forms_are_read_as_exactly_as_they_are(text: str, expected: str) -> None:
    assert read(text) == expected


def test_next_friday_of_a_monday_is_one_of_two() -> None:
    with pytest.raises(BadValueError, match="19 June 2026 or 26 June 2026"):
        read("next Friday")


@pytest.mark.parametrize("text", ["<t:1791244800:F>", "<t:1791244800>", " <t:1791244800:R> "])
def test_a_timestamp_of_discord_is_its_instant(text: str) -> None:
    assert read(text) == "2026-10-06T00:00:00Z"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("around 2026", "2026~"), ("about fall 2026", "2026-23~"), ("~2026", "2026~")),
        *(("2026?", "2026~"), ("circa Oct 2026", "2026-10~"), ("2026~", "2026~")),
        *(("around 5 Oct 2026", "2026-10-05~"), ("probably 2027", "2027~")),
        *(("early 2026", "2026-33~"), ("the beginning of 2026", "2026-33~")),
        *(("mid 2026", "2026-22~"), ("mid-2026", "2026-22~"), ("middle of 2026", "2026-22~")),
        *(("early 2027", "2027-33~"), ("early next year", "2027-33~"), ("late '27", "2027-36~")),
        *(("Christmas 2026", "2026-12-25~"), ("on Halloween 2026", "2026-10-31~")),
        *(("around H2 2026", "2026-41~"), ("New Year’s Eve 2026", "2026-12-31~")),
        *(("late 2026", "2026-36~"), ("end of 2026", "2026-36~"), ("around late 2026", "2026-36~")),
        # A date cannot hold which part of a month is meant, and the whole month is true.
        *(("late October 2026", "2026-10"), ("mid-October 2026", "2026-10")),
        *(("early fall 2026", "2026-23"), ("end of Q2 2026", "2026-34")),
    ],
)
def test_approximate_forms_are_read_as_approximate(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("2026-10-05 20:00 New York", "2026-10-05 20:00:00 America/New_York", "5 Oct 2026 8pm ET"),
        *("5 Oct 2026 at 8 p.m. EST", "Oct 5, 2026, 8:00 PM (ET)", "8pm ET on 5 Oct 2026"),
        *("20:00 5 Oct 2026 New York", "2026-10-05T20:00:00-04:00", "2026-10-06T00:00:00.000Z"),
        *("2026-10-06 00:00Z", "6 Oct 2026 midnight UTC", "6 Oct 2026 9am JST", "6 Oct 2026 2am"),
        *("2026-10-06T02:00", "2026-10-06 02:00+02:00", "6 Oct 2026 5:30am UTC+5:30"),
        *("6 Oct 2026 02:00 Europe/Berlin", "6 Oct 2026 12am gmt", "5 Oct 2026 5pm pacific time"),
    ],
)
def test_an_instant_is_read_however_its_hour_and_zone_are_written(text: str) -> None:
    assert read(text) == "2026-10-06T00:00:00Z"


def test_noon_and_midnight() -> None:
    assert read("5 Oct 2026 noon UTC") == read("5 Oct 2026 12pm UTC") == "2026-10-05T12:00:00Z"
    assert read("5 Oct 2026 midnight UTC") == "2026-10-05T00:00:00Z"


def test_an_hour_that_clocks_show_twice_means_the_first() -> None:
    assert read("2026-10-25 02:30") == "2026-10-25T00:30:00Z"


@pytest.mark.parametrize(
    "text",
    [
        *("TBA", "tbd", "T.B.A.", "unknown", "Unknown", "no date", "No  date yet", "XXXX"),
        *("to be announced", "not announced yet", "undated"),
    ],
)
def test_words_for_an_unknown_date_are_tba(text: str) -> None:
    assert read_date(text, today=TODAY, zone=BERLIN) == TBA


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5/10/2026", "5 October 2026 or 10 May 2026"),
        ("5.10.2026", "5 October 2026 or 10 May 2026"),
        ("10-05-2026", "10 May 2026 or 5 October 2026"),
        ("5 October", "Write the year too, like 5 October 2026"),
        ("June 14", "like 14 June 2027"),
        ("fall", "Write the year too, like fall 2027"),
        ("5/10", "the year, like 5 Oct 2026"),
        ("5 Oct 26", "four digits"),
        ("5/10/26", "four digits"),
        ("Tuesday 5 Oct 2026", "5 October 2026 is a Monday"),
        ("31 Feb 2026", "no day 31 in February 2026"),
        ("2026/13/01", "There is no month 13"),
        ("13/2026", "no month 13"),
        ("0000", "between 1900 and 2200"),
        ("9999", "between 1900 and 2200"),
        ("5 Oct 1492", "between 1900 and 2200"),
        ("2300-01-01T00:00:00Z", "between 1900 and 2200"),
        ("10000", "I can read 2026-10-05"),
        ("soon", "I can read 2026-10-05, 5 Oct 2026"),
        ("", "I can read 2026-10-05"),
        ("5-6 Oct 2026", "I can read"),
        *((f"next {part}", f"like {part} 2027") for part in ("fall", "winter")),
        ("fall 27", "Write the year with four digits"),
        ("next fall month", "I can read"),
        *((f"{part} 2027", "I can read") for part in ("mid-late", "early mid", "mid to late")),
        ("winter 2026/28", "I can read"),
        ("around TBA", "I can read"),
        ("⑤ Oct 2026", "I can read"),
        ("二〇二六", "I can read"),
        ("Ⅻ 2026", "I can read"),
        ("'26", "I can read"),
        ("2022-23", "2022-23 can be fall 2022 or two years"),
        ("2035-36", "Write Q4 2035, or when it begins, like fall 2035"),
        ("2011-12", "can be December 2011 or two years"),
        ("2026-27", "is two years. Write its beginning, like fall 2026, spring 2027 or 2026"),
        ("2026/27 season", "is two years"),
        ("2026-2027", "is two years"),
        ("1999-00", "is two years"),
        ("2026-2028", "I can read"),
        ("H3 2026", "I can read"),
        ("Christmas", "like 25 December 2026"),
        ("<t:99999999999:F>", "I can read"),
        ("<t:999999999999>", "I can read"),
        ("<t:12:F> ET", "I can read|zone|hour"),
        ("5 Oct 2026 ET", "I can read"),
        ("Oct 2026 8pm", "exact day"),
        ("around 5 Oct 2026 8pm", "exact day"),
        ("8pm ET", "needs its day"),
        ("5 Oct 2026 13pm", "no 13 pm"),
        ("5 Oct 2026 24:00", "23:59"),
        ("5 Oct 2026 8pm-9pm", "one hour"),
        ("5 Oct 2026 8pm Narnia", "no time zone"),
        ("2026-03-29 02:30", "skip 02:30"),
        ("2026-03-08 2:30am ET", "skip 02:30"),
        ("9" * 6000, "I can read"),
        ("\u202e5 Oct\u202c " * 600, "I can read"),
    ],
)
def test_what_cannot_be_read_says_what_can(text: str, reason: str) -> None:
    with pytest.raises(BadValueError, match=reason):
        read(text)


@PATIENT
@given(bare_dates(1900, 2200))
def test_edtf_is_read_as_it_is(when: AirDate) -> None:
    years, _, part = str(when).partition("-")
    assume(part != f"{(int(years[:4]) + 1) % 100:02}")
    assert read_date(str(when), today=TODAY, zone=BERLIN) == when


@PATIENT
@given(
    st.datetimes(
        datetime.fromisoformat("1901-01-01"),
        datetime.fromisoformat("2200-01-01"),
        timezones=st.just(UTC),
    )
)
def test_an_iso_instant_is_read_as_it_is(moment: datetime) -> None:
    expected = AirDate.at(moment)
    for text in (str(expected), f"{moment:%Y-%m-%d %H:%M:%S} UTC", f"{moment:%d %b %Y %H:%M:%S}Z"):
        assert read_date(text, today=TODAY, zone=BERLIN) == expected


_FORMS = ("%d %b %Y", "%B %d, %Y", "%A, %d %B %Y", "%Y/%m/%d", "%Y %B %d", "%d-%b-%Y")


@PATIENT
@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.sampled_from(_FORMS), st.booleans())
def test_every_day_in_every_form(day: date, form: str, shouted: bool) -> None:
    text = day.strftime(form)
    assert read(text.upper() if shouted else text) == day.isoformat()


@settings(PATIENT, max_examples=150)
@given(almost_values, st.dates(), st.sampled_from([BERLIN, UTC, ZoneInfo("Asia/Tokyo")]))
def test_any_text_is_a_date_or_refused(text: str, today: date, zone: ZoneInfo) -> None:
    when, refusal = None, ""
    try:
        when = read_date(text, today=today, zone=zone)
    except BadValueError as error:
        refusal = str(error)
    assert (when is None) is bool(refusal)
    assert len(refusal) < 400
    assert when is None or AirDate.parse(str(when)) == when
