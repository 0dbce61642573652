"""The sentence that answers first, for every verdict and what may stand beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.air_date import AirDate, Precision
from bot.facts.models import Topic
from bot.facts.resolve import resolve, show_of
from bot.facts.verdict import VerdictKind
from bot.presentation.markup import Plain
from tests.answers.made import NOW, answer, section
from tests.facts.made import Said, a_show, claims, later, moderator
from tests.facts.strategies import PATIENT, air_dates, bare_dates

FRESH = date(2026, 10, 1)

OUT = {"premiere": "2024-05-01", "finale": "2024-06-12", "status": "aired"}


def recent(value: Any) -> Said:
    return Said(value, as_of=FRESH)


PREMIERE = date(2026, 11, 1)

_PARTS = [
    {"label": "Volume 1", "premiere": "2026-11-01", "finale": "2026-11-01"},
    {"label": "Volume 2", "premiere": "2026-12-25"},
]

TABLE: list[tuple[str, VerdictKind, dict[int, Any], dict[str, Any], int | None, str]] = [
    (
        "out in one go",
        VerdictKind.AIRED,
        {1: {"premiere": "2019-12-18", "finale": "2019-12-18", "episodes": 10}},
        {},
        1,
        "**Season 1 is out.** All 10 episodes came out on 18 December 2019.",
    ),
    (
        "out week by week",
        VerdictKind.AIRED,
        {1: OUT},
        {},
        1,
        "**Season 1 is out.** It premiered on 1 May 2024 and ended on 12 June 2024.",
    ),
    (
        "out, no date known",
        VerdictKind.AIRED,
        {1: {"status": "aired"}},
        {},
        1,
        "**Season 1 is out.**",
    ),
    (
        "out, of which nothing is known",
        VerdictKind.AIRED,
        {5: OUT},
        {},
        3,
        "**Season 3 is out.** I know nothing more about it.",
    ),
    (
        "specials are many",
        VerdictKind.AIRED,
        {0: OUT, 1: OUT},
        {},
        0,
        "**The specials are out.** They premiered on 1 May 2024 and ended on 12 June 2024.",
    ),
    (
        "airing",
        VerdictKind.AIRING,
        {1: {"premiere": "2026-11-01", "finale": Said("2026-12-20", as_of=date(2026, 10, 20))}},
        {},
        1,
        "**Season 1 is airing now.** It premiered on 1 November 2026 and ends on 20 December 2026.",
    ),
    (
        "airing by an old plan",
        VerdictKind.AIRING,
        {1: {"premiere": recent("2026-11-01"), "finale": "2026-12-20"}},
        {},
        1,
        "**Season 1 should be airing now.** It was announced for 1 November 2026; I have heard "
        "nothing since 1 October 2026.",
    ),
    (
        "airing by an old plan, and a voice that it is",
        VerdictKind.AIRING,
        {1: {"premiere": "2026-11-01", "status": "airing"}},
        {},
        1,
        "**Season 1 is airing now.** It premiered on 1 November 2026.",
    ),
    (
        "out by an old plan",
        VerdictKind.AIRED,
        {1: {"premiere": recent("2026-10-16"), "finale": recent("2026-10-16"), "episodes": 8}},
        {},
        1,
        "**Season 1 should be out.** It was announced for 16 October 2026; I have heard nothing "
        "since 1 October 2026.",
    ),
    (
        "out by a plan of two weeks before",
        VerdictKind.AIRED,
        {1: {"premiere": recent("2026-10-15"), "finale": recent("2026-10-15")}},
        {},
        1,
        "**Season 1 is out.** It came out on 15 October 2026.",
    ),
    (
        "out by the plan of people",
        VerdictKind.AIRED,
        {1: {"premiere": moderator("2026-08-16"), "finale": moderator("2026-08-16")}},
        {},
        1,
        "**Season 1 is out.** It came out on 16 August 2026.",
    ),
    (
        "a part is still to come",
        VerdictKind.AIRING,
        {4: {"parts": Said(_PARTS, as_of=PREMIERE)}},
        {},
        4,
        "**Season 4 is partly out.** Volume 2 comes out on 25 December 2026. That is in 33 days.",
    ),
    (
        "a part is still to come, and nobody told that the first one came",
        VerdictKind.AIRING,
        {4: {"parts": Said(_PARTS, as_of=date(2026, 9, 1))}},
        {},
        4,
        "**Season 4 should be partly out.** It was announced for 1 November 2026; "
        "I have heard nothing since 1 September 2026. Volume 2 comes out on 25 December 2026. "
        "That is in 33 days.",
    ),
    (
        "a day",
        VerdictKind.SCHEDULED,
        {2: {"premiere": "2026-12-05"}},
        {},
        2,
        "**Season 2 comes out on 5 December 2026.** That is in 13 days.",
    ),
    (
        "tomorrow",
        VerdictKind.SCHEDULED,
        {2: {"premiere": "2026-11-23"}},
        {},
        2,
        "**Season 2 comes out on 23 November 2026.** That is tomorrow.",
    ),
    (
        "an instant",
        VerdictKind.SCHEDULED,
        {2: {"premiere": "2026-12-05T20:00:00-05:00"}},
        {},
        2,
        "**Season 2 comes out on <t:1796518800:F>.** That is <t:1796518800:R>.",
    ),
    (
        "dated by its first part",
        VerdictKind.SCHEDULED,
        {2: {"parts": [{"label": "Part 1", "premiere": "2026-12-05"}]}},
        {},
        2,
        "**Season 2 comes out on 5 December 2026.** That is in 13 days.",
    ),
    (
        "a year",
        VerdictKind.SCHEDULED,
        {2: {"premiere": recent("2027")}},
        {},
        2,
        "**Season 2 is expected in 2027.** The exact day has not been announced yet.",
    ),
    (
        "about a month",
        VerdictKind.SCHEDULED,
        {2: {"premiere": recent("2027-05~")}},
        {},
        2,
        "**Season 2 is expected about May 2027.** The exact day has not been announced yet.",
    ),
    (
        "a status alone",
        VerdictKind.SCHEDULED,
        {2: {"status": "scheduled"}},
        {},
        2,
        "**Season 2 is scheduled.** No date has been announced yet.",
    ),
    (
        "a forecast that has passed",
        VerdictKind.SCHEDULED,
        {1: OUT, 2: {"premiere": "2026-03"}},
        {},
        2,
        "**Season 2 was due in March 2026.** That has passed, and nobody has told me that it "
        "came out.",
    ),
    (
        "about a month that has just passed",
        VerdictKind.SCHEDULED,
        {1: OUT, 2: {"premiere": "2026-10~"}},
        {},
        2,
        "**Season 2 was due about October 2026.** That has passed, and nobody has told me that "
        "it came out.",
    ),
    (
        "renewed",
        VerdictKind.RENEWED,
        {1: OUT, 2: {"status": recent("renewed")}},
        {},
        2,
        "**Season 2 is coming: it was renewed.** No release date has been announced yet.",
    ),
    (
        "renewed long ago",
        VerdictKind.RENEWED,
        {1: OUT, 2: {"status": Said("renewed", as_of=date(2025, 3, 5))}},
        {},
        2,
        "**Season 2 is coming: it was renewed.** No release date has been announced yet. "
        "That was last said on 5 March 2025, 1 year ago.",
    ),
    (
        "renewed, to be announced",
        VerdictKind.RENEWED,
        {2: {"status": recent("renewed"), "premiere": "XXXX"}},
        {},
        2,
        "**Season 2 is coming: it was renewed.** No release date has been announced yet.",
    ),
    (
        "in production",
        VerdictKind.IN_PRODUCTION,
        {2: {"status": recent("in_production")}},
        {},
        2,
        "**Season 2 is in production.** No release date has been announced yet.",
    ),
    (
        "in production, and late",
        VerdictKind.IN_PRODUCTION,
        {2: {"status": recent("in_production"), "premiere": "2025"}},
        {},
        2,
        "**Season 2 is in production.** It was due in 2025, and nobody has told me that it came "
        "out. No new date has been announced.",
    ),
    (
        "postponed",
        VerdictKind.POSTPONED,
        {2: {"status": recent("postponed")}},
        {},
        2,
        "**Season 2 is postponed.** No new date has been set.",
    ),
    (
        "postponed, and the old date is still ahead",
        VerdictKind.POSTPONED,
        {2: {"status": recent("postponed"), "premiere": "2026-12-05"}},
        {},
        2,
        "**Season 2 is postponed.** It had been due on 5 December 2026. No new date has been set.",
    ),
    (
        "a rumor",
        VerdictKind.RUMORED,
        {1: OUT, 2: {"status": recent("rumored")}},
        {},
        2,
        "**Season 2 is only a rumor.** Nobody has confirmed it, and there is no confirmed "
        "release date.",
    ),
    (
        "canceled",
        VerdictKind.CANCELED,
        {1: OUT},
        {"status": "canceled", "network": "Netflix"},
        2,
        "**Season 2 is canceled.** Netflix canceled Example after season 1 (reported "
        "1 January 2026). It will not be made.",
    ),
    (
        "canceled, network unknown",
        VerdictKind.CANCELED,
        {},
        {"status": "canceled"},
        None,
        "**Canceled.** The network canceled Example (reported 1 January 2026). "
        "I know nothing of its seasons yet.",
    ),
    (
        "canceled once, and rescued",
        VerdictKind.CANCELED,
        {1: OUT, 2: {"status": "canceled"}, 3: {"premiere": "2025-05-01", "finale": "2025-06-01"}},
        {"network": "Fox"},
        2,
        "**Season 2 is canceled.** Fox canceled it (reported 1 January 2026), but season 3 came "
        "out later.",
    ),
    (
        "ended",
        VerdictKind.ENDED,
        {1: OUT, 2: {**OUT, "premiere": "2025-05-01", "finale": "2025-06-01"}},
        {"status": "ended"},
        3,
        "**There is no season 3.** Example ended with season 2.",
    ),
    (
        "a limited series",
        VerdictKind.ENDED,
        {1: OUT},
        {"kind": "limited"},
        None,
        "**It is over.** Example is a limited series: its story is told.",
    ),
    (
        "a final season that is still to come",
        VerdictKind.ENDED,
        {1: OUT, 2: {"premiere": "2027-01-05", "final": True}},
        {},
        3,
        "**There is no season 3.** Example ends with season 2, its final season.",
    ),
    (
        "ended, no season known",
        VerdictKind.ENDED,
        {},
        {"status": "ended"},
        None,
        "**It is over.** Example has ended. I know nothing of its seasons yet.",
    ),
    (
        "nothing announced",
        VerdictKind.UNANNOUNCED,
        {1: OUT},
        {"status": "running"},
        2,
        "**I know of no announcement of season 2.** I last heard of Example on "
        "1 January 2026, 10 months ago. It has one season.",
    ),
    (
        "running, no season known",
        VerdictKind.UNANNOUNCED,
        {},
        {"status": "running"},
        4,
        "**It is running.** I know nothing of its seasons yet.",
    ),
    (
        "a show alone",
        VerdictKind.UNANNOUNCED,
        {},
        {},
        4,
        "**Nothing announced.** I know of Example, but nobody has told me about its seasons yet.",
    ),
    (
        "no such season",
        VerdictKind.NO_SUCH_SEASON,
        {1: OUT, 2: OUT, 3: {"status": "renewed"}},
        {},
        7,
        "**There is no season 7.** Example has 2 seasons; the last one out is season 2. Next "
        "comes season 3.",
    ),
    (
        "a part is still to come, and has no date",
        VerdictKind.AIRING,
        {
            4: {
                "parts": Said(
                    [_PARTS[0], {"label": "Volume 2", "premiere": "XXXX"}], as_of=PREMIERE
                )
            }
        },
        {},
        4,
        "**Season 4 is partly out.** Volume 2 has no date yet.",
    ),
    (
        "a part is due in the year that it is",
        VerdictKind.AIRING,
        {
            4: {
                "parts": Said(
                    [_PARTS[0], {"label": "Volume 2", "premiere": "2026"}], as_of=PREMIERE
                )
            }
        },
        {},
        4,
        "**Season 4 is partly out.** Volume 2 is expected in 2026.",
    ),
    (
        "canceled after a season that is still to come",
        VerdictKind.CANCELED,
        {1: OUT, 2: {"status": recent("in_production")}, 3: {"status": "canceled"}},
        {"network": "Fox"},
        3,
        "**Season 3 is canceled.** Fox canceled Example after season 2 (reported 1 January 2026). "
        "It will not be made. Next comes season 2.",
    ),
    (
        "the first season is canceled, and specials are still to come",
        VerdictKind.CANCELED,
        {0: {"premiere": "2027-01-05"}, 1: {"status": "canceled"}},
        {"network": "Fox"},
        1,
        "**Season 1 is canceled.** Fox canceled Example (reported 1 January 2026). It will not be "
        "made.",
    ),
    (
        "canceled specials say nothing of the show",
        VerdictKind.CANCELED,
        {0: {"status": "canceled"}, 1: OUT, 2: {"status": recent("in_production")}},
        {"network": "Fox"},
        0,
        "**The specials are canceled.** They will not be made.",
    ),
    (
        "a plan after a season that was canceled",
        VerdictKind.NO_SUCH_SEASON,
        {1: OUT, 2: {"status": "canceled"}, 3: {"premiere": "2026-10-20"}},
        {},
        9,
        "**There is no season 9.** Season 1 of Example is out, and season 3 should be.",
    ),
    (
        "no such season of a show that was canceled",
        VerdictKind.NO_SUCH_SEASON,
        {1: OUT, 2: {"status": "canceled"}},
        {"network": "Netflix"},
        3,
        "**There is no season 3.** Netflix canceled Example after season 1 (reported 1 January "
        "2026).",
    ),
    (
        "no such season of a show that is over",
        VerdictKind.NO_SUCH_SEASON,
        {1: OUT},
        {"status": "ended"},
        7,
        "**There is no season 7.** Example ended with season 1.",
    ),
    (
        "no such season of a show that was canceled before it began",
        VerdictKind.NO_SUCH_SEASON,
        {1: {"status": "canceled"}},
        {"network": "Max"},
        2,
        "**There is no season 2.** Max canceled Example (reported 1 January 2026).",
    ),
    (
        "the first season of a show that ended, no season known",
        VerdictKind.ENDED,
        {},
        {"status": "ended"},
        1,
        "**It is over.** Example has ended. I know nothing of its seasons yet.",
    ),
    (
        "canceled once, and brought back by a season that is to come",
        VerdictKind.CANCELED,
        {1: OUT, 2: {"status": "canceled"}, 3: {"status": recent("in_production")}},
        {"network": "Fox"},
        2,
        "**Season 2 is canceled.** Fox canceled Example after season 1 (reported 1 January 2026). "
        "It will not be made. Next comes season 3.",
    ),
    (
        "nothing announced, and the season before is not out either",
        VerdictKind.UNANNOUNCED,
        {1: {"premiere": recent("2027-02-12")}},
        {},
        2,
        "**Nothing announced.** Nobody has announced season 2 of Example. No season of Example "
        "is out yet; the first I know of is season 1.",
    ),
    (
        "no such year",
        VerdictKind.NO_SUCH_SEASON,
        {2025: {"premiere": "2025-01-06", "finale": "2025-12-01"}},
        {},
        2019,
        "**There is no season 2019.** Example is numbered by year; the last season out is "
        "season 2025.",
    ),
    (
        "no specials",
        VerdictKind.NO_SUCH_SEASON,
        {1: {"status": "renewed"}},
        {},
        0,
        "**I know of no specials.** No season of Example is out yet; the first I know of is "
        "season 1.",
    ),
]


@pytest.mark.parametrize(
    ("kind", "seasons", "own", "number", "sentence"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_each_verdict_has_its_sentence(
    kind: VerdictKind,
    seasons: dict[int, Any],
    own: dict[str, Any],
    number: int | None,
    sentence: str,
) -> None:
    show = a_show(seasons, **own)
    told = answer(show, number)
    assert told.verdict.kind is kind
    assert section(show, number).headline == sentence


def test_every_verdict_has_its_row() -> None:
    assert {row[1] for row in TABLE} == set(VerdictKind)


def test_the_day_of_a_fetch_is_not_the_day_of_a_report() -> None:
    status = Said("canceled", by="tmdb", as_of=date(2026, 5, 1))
    headline = section(a_show({1: OUT}, network="Fox", status=status), 2).headline
    assert headline == (
        "**Season 2 is canceled.** Fox canceled Example after season 1. It will not be made."
    )


def test_a_show_in_development_has_a_first_season_to_come() -> None:
    headline = section(a_show({1: {"episodes": 8}}, status="in_development")).headline
    assert headline == "**Season 1 is in development.** No release date has been announced yet."


def test_a_correction_by_a_person_is_told_like_any_other() -> None:
    show = a_show({1: OUT, 2: {"status": moderator("renewed", as_of=FRESH)}}, status="canceled")
    assert section(show, 2).headline.startswith("**Season 2 is coming")


@pytest.mark.parametrize(
    ("number", "label", "called"),
    [
        (2, "Series 2", "Series 2 is out."),
        (2, "Season 2 (Spike)", "Season 2 (Spike) is out."),
        (2026, "2026 (season 31)", "2026 (season 31) is out."),
        # A number of something else does not tell which season it is.
        (3, "Netflix season 1", "Season 3 (Netflix season 1) is out."),
        (1, "Part 12", "Season 1 (Part 12) is out."),
        (2, "The Return", "Season 2 (The Return) is out."),
    ],
)
def test_a_label_tells_the_number_or_stands_beside_it(number: int, label: str, called: str) -> None:
    show = a_show({number: {**OUT, "label": label}})
    assert called in section(show, number, style=Plain()).headline


def test_a_label_inside_a_sentence() -> None:
    show = a_show({2: {**OUT, "label": "Season 2 (Spike)"}}, status="ended")
    assert "ended with season 2 (Spike)." in section(show, 3).headline


def test_a_title_brings_its_own_full_stop() -> None:
    show = a_show({1: OUT}, title="Jeopardy!")
    spring = datetime(2026, 3, 1, tzinfo=UTC)
    told = section(show, 2, now=spring).headline
    assert "**Nothing announced.** Nobody has announced season 2 of Jeopardy! It has" in told


def test_silence_cites_what_it_goes_by() -> None:
    told = section(a_show({1: OUT}), 2, Topic.STATUS)
    assert [item.field for item in told.cited] == ["premiere"]


@pytest.mark.parametrize(
    ("other", "lines"),
    [
        ("2026-12-05", []),
        ("2026-12", []),
        ("2026-12-06", ["-# Sources disagree: TMDB says 6 December 2026."]),
    ],
)
def test_sources_that_disagree_are_told(other: str, lines: list[str]) -> None:
    said = [
        *claims(None, {"title": "Example"}),
        *claims(2, {"premiere": later("2026-12-05", "tvmaze")}),
        *claims(2, {"premiere": later(other, "tmdb")}),
    ]
    show = show_of(1, resolve(said))
    assert show is not None
    assert list(section(show, 2).lines) == lines


def test_sources_that_disagree_alike_are_told_together() -> None:
    others = ("tmdb", "anilist", "catalog")
    said = [
        *claims(None, {"title": "Example"}),
        *claims(2, {"premiere": later("2026-12-05", "tvmaze")}),
        *(c for by in others for c in claims(2, {"premiere": later("2026-12-06", by)})),
    ]
    show = show_of(1, resolve(said))
    assert show is not None
    (line,) = section(show, 2).lines
    assert line.count("6 December 2026") == 1
    assert "TMDB" in line
    assert " say 6 December" in line


class TestCountdown:
    @pytest.mark.parametrize(
        ("premiere", "now", "told"),
        [
            ("2026-12-05", datetime(2026, 12, 4, 23, 59, tzinfo=UTC), "That is tomorrow."),
            # The same moment is another day in another zone, and the bare date is nobody's.
            (
                "2026-12-05",
                datetime(2026, 12, 3, 12, tzinfo=ZoneInfo("Pacific/Kiritimati")),
                "That is in 2 days.",
            ),
            # Clocks are put back on 25 October 2026: the day has 25 hours, and is one day.
            (
                "2026-10-26",
                datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("Europe/Berlin")),
                "That is tomorrow.",
            ),
            (
                "2026-10-25T02:30:00+01:00",
                datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")),
                "That is in 1 hour.",
            ),
            (
                "2026-03-29T03:30:00+02:00",
                datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Berlin")),
                "That is in 1 hour.",
            ),
            ("2026-12-05T20:00:00Z", datetime(2026, 12, 5, 19, 30, tzinfo=UTC), "within the hour"),
            ("2026-12-05T20:00:00Z", datetime(2026, 12, 1, 19, tzinfo=UTC), "in 4 days"),
        ],
    )
    def test_a_terminal_tells_days_by_the_zone_of_whoever_asks(
        self, premiere: str, now: datetime, told: str
    ) -> None:
        show = a_show({2: {"premiere": premiere}})
        assert told in section(show, 2, now=now, style=Plain()).headline

    @PATIENT
    @given(air_dates)
    def test_only_where_the_date_is_exact(self, when: AirDate) -> None:
        show = a_show({2: {"premiere": str(when), "status": recent("renewed")}})
        told = section(show, 2)
        text = "\n".join([told.headline, *told.lines])
        counts = "That is " in text
        assert counts <= when.exact
        if when.exact and when.earliest() > NOW.date() + timedelta(days=1):
            assert counts


class TestDates:
    @PATIENT
    @given(bare_dates(), st.sampled_from(list(Topic)))
    def test_a_bare_date_is_never_a_timestamp(self, when: AirDate, topic: Topic) -> None:
        values = {"premiere": str(when), "finale": str(when), "story": "x"}
        values["parts"] = [{"label": "Part 1", "premiere": str(when)}]
        values["trailers"] = [{"url": "https://a.example/", "published": str(when)}]
        told = section(a_show({1: values}), 1, topic)
        assert "<t:" not in "\n".join([told.headline, *told.lines])

    def test_an_instant_always_is(self) -> None:
        show = a_show({1: {"premiere": "2026-12-05T20:00:00Z", "parts": []}})
        assert "<t:1796500800:F>" in section(show, 1, Topic.RELEASE).headline

    @PATIENT
    @given(air_dates)
    def test_what_has_passed_is_never_presented_as_coming(self, when: AirDate) -> None:
        seasons = {1: {"premiere": "0001~"}, 2: {"premiere": Said(str(when), as_of=date.min)}}
        told = section(a_show(seasons), 2).headline
        over = when.known and when.latest() < NOW.date() - timedelta(days=1)
        assert not (over and (" is expected " in told or " comes out " in told))

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("2027", "in 2027"),
            ("2027~", "about 2027"),
            ("2027-21", "in spring 2027"),
            ("2027-24", "in winter 2027"),
            ("2027-34", "in Q2 2027"),
            ("2027-02", "in February 2027"),
            ("2027-02-03~", "about 3 February 2027"),
        ],
    )
    def test_a_date_is_as_exact_as_it_is_known(self, text: str, told: str) -> None:
        show = a_show({2: {"premiere": recent(text)}})
        assert f"expected {told}." in section(show, 2).headline
        assert AirDate.parse(text).precision >= Precision.YEAR


@pytest.mark.parametrize(
    ("zone", "hour", "told"),
    [
        (
            "Australia/Sydney",
            "2026-12-10T09:00",
            "on 10 December 2026 (US).** That is tomorrow there.",
        ),
        ("Australia/Sydney", "2026-12-10T16:00", "**Season 2 is airing now.**"),
        ("America/Los_Angeles", "2026-12-09T09:00", "on 10 December 2026.** That is tomorrow."),
        ("UTC", "2026-12-01T12:00", "on 10 December 2026 (US).** That is in 9 days."),
        ("Asia/Tokyo", "2026-12-11T03:00", "premiered on 10 December 2026 (US)."),
        ("Asia/Tokyo", "2027-01-11T03:00", "premiered on 10 December 2026."),
    ],
)
def test_a_day_of_another_country_is_told_as_that(zone: str, hour: str, told: str) -> None:
    said = Said("2026-12-10", as_of=date(2026, 12, 1))
    show = a_show({2: {"premiere": said}}, network="NBC", country="US")
    now = datetime.fromisoformat(hour).replace(tzinfo=ZoneInfo(zone))
    assert told in section(show, 2, now=now).headline
