"""The estimate on a card: where it stands, where it does not, and how it reads."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.answers.lookup import Answer
from bot.answers.season_estimate import (
    estimate_ahead,
    estimate_lines,
    estimate_of,
    in_words,
)
from bot.answers.section_writer import Writer
from bot.answers.sections import write
from bot.estimates.estimate import Estimate
from bot.facts.models import Show, Topic
from bot.facts.verdict import VerdictKind, verdict
from bot.presentation.markup import Markdown, Plain
from tests.answers.made import NOW
from tests.facts.made import Said, a_show

GOLDEN = Path(__file__).with_name("golden_estimates.txt")
YEARLY = {
    number: {
        "premiere": f"{2019 + number}-02-10",
        "finale": f"{2019 + number}-04-28",
        "status": "aired",
    }
    for number in range(1, 8)
}
RUNNING = Said("running", as_of=NOW.date())
"""Heard of today."""
BROADCAST: dict[str, Any] = {"network": "NBC", "country": "US", "status": RUNNING}
NEXT = 8
RENEWED = {"status": "renewed"}

STATES: dict[str, tuple[dict[str, Any] | None, dict[str, Any]]] = {
    "renewed": ({"status": "renewed"}, {}),
    "in production": ({"status": "in_production"}, {}),
    "renewed, a month is told": ({"status": "renewed", "premiere": "2027-10"}, {}),
    "renewed, a year is told": ({"status": "renewed", "premiere": "2027"}, {}),
    "renewed, told that no date is set": ({"status": "renewed", "premiere": "XXXX"}, {}),
    "renewed, a part is dated": (
        {"status": "renewed", "parts": [{"label": "Part 1", "premiere": "2027-10-01"}]},
        {},
    ),
    "renewed, its plan has lapsed": ({"status": "renewed", "premiere": "2026-10"}, {}),
    "scheduled": ({"premiere": "2027-09-20"}, {}),
    "postponed": ({"status": "postponed"}, {}),
    "rumored": ({"status": "rumored"}, {}),
    "airing": ({"premiere": "2026-11-01"}, {}),
    "aired": ({"premiere": "2026-09-01", "finale": "2026-10-01"}, {}),
    "canceled": ({"status": "canceled"}, {}),
    "renewed, then the show ended": ({"status": "renewed"}, {"status": "ended"}),
    "nothing announced": (None, {"status": "running"}),
    "the show is over": (None, {"status": "ended"}),
}
"""What is known of season 8, and of the show."""


def show_with(number: int, state: dict[str, Any] | None, **own: Any) -> Show:
    seasons = {n: season for n, season in YEARLY.items() if n < number}
    if state is not None:
        seasons[number] = state
    return a_show(seasons, **(BROADCAST | own))


def answered(show: Show, number: int, now: datetime = NOW, *, estimates: bool = True) -> Answer:
    told = verdict(show, number, now)
    return Answer(show, told, Topic.GENERAL, now, estimates=estimates, asked=number)


def lines(answer: Answer) -> list[str]:
    return estimate_lines(Writer(answer, Plain()))


def test_every_verdict_with_its_estimate_reads_as_it_did() -> None:
    written = []
    kinds = set()
    for name, (state, own) in STATES.items():
        answer = answered(show_with(NEXT, state, **own), NEXT)
        kinds.add(answer.verdict.kind)
        headline = write(answer, Plain()).headline
        written.append("\n".join([f"[{name}]", headline, *(lines(answer) or ["(no estimate)"])]))
    young = {1: {"premiere": "2026-03-01"}, 2: {"status": "renewed"}}
    one = answered(a_show(young, **BROADCAST), 2)
    written.append("\n".join(["[one season so far]", *lines(one)]))
    early = answered(a_show(young, kind="anime", country="JP", status=RUNNING), 2)
    written.append("\n".join(["[one season of an anime so far]", *lines(early)]))
    autumns = {n: {"premiere": f"{2021 + n}-10-01"} for n in (1, 2, 3)} | {4: {"status": "renewed"}}
    overdue = answered(a_show(autumns, network="Netflix", country="US", status=RUNNING), 4)
    written.append("\n".join(["[a year overdue at a streamer]", *lines(overdue)]))
    text = "\n\n".join(written) + "\n"
    if os.environ.get("RENEW"):
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")
    assert kinds == set(VerdictKind) - {VerdictKind.NO_SUCH_SEASON}


@pytest.mark.parametrize("topic", [Topic.GENERAL, Topic.RELEASE, Topic.SCHEDULE])
def test_the_line_is_small_type_at_the_end(topic: Topic) -> None:
    show = show_with(NEXT, {"status": "renewed"})
    answer = Answer(show, verdict(show, NEXT, NOW), topic, NOW)
    section = write(answer, Markdown())
    assert section.lines[-1].startswith("-# My estimate, not news: four times out of five between ")
    hidden = Answer(show, verdict(show, NEXT, NOW), topic, NOW, estimates=False)
    assert write(hidden, Markdown()).lines == section.lines[:-1]


def test_an_estimate_cites_nobody() -> None:
    show = show_with(NEXT, {"status": "renewed"})
    with_it = write(answered(show, NEXT), Plain())
    without = write(answered(show, NEXT, estimates=False), Plain())
    assert with_it.cited == without.cited


def test_a_season_late_beyond_all_others_gets_none() -> None:
    twenty = date(NOW.year + 20, 11, 1)
    show = show_with(NEXT, {"status": "renewed"}, status=Said("running", as_of=twenty))
    assert lines(answered(show, NEXT, NOW + timedelta(days=365 * 20))) == []


@pytest.mark.parametrize("premiere", ["2019", "2019-09", "2019-09-20~", "XXXX"])
def test_seasons_that_are_not_dated_to_the_day_teach_nothing(premiere: str) -> None:
    show = a_show({1: {"premiere": premiere}, 2: {"status": "renewed"}}, **BROADCAST)
    assert lines(answered(show, 2)) == []


def test_seasons_out_of_order_and_specials_do_no_harm() -> None:
    seasons = dict(YEARLY) | {0: {"premiere": "2024-12-24"}, NEXT: {"status": "renewed"}}
    seasons[3], seasons[4] = seasons[4], seasons[3]
    show = a_show(seasons, **BROADCAST)
    assert lines(answered(show, NEXT)) == lines(
        answered(show_with(NEXT, {"status": "renewed"}), NEXT)
    )


@pytest.mark.parametrize(
    "hole", [None, {}, {"premiere": "2023"}, {"status": "aired"}, {"premiere": "2023-02-10~"}]
)
def test_across_a_season_without_its_day_lies_no_gap(hole: dict[str, Any] | None) -> None:
    """Two years from season 3 to season 5 are no sign of a show that takes two years."""
    seasons = dict(YEARLY) | {NEXT: {"status": "renewed"}}
    late = {n: season for n, season in seasons.items() if n > 4}
    broken = {n: season for n, season in seasons.items() if n < 4} | late
    if hole is not None:
        broken[4] = hole
    assert estimate_of(answered(a_show(broken, **BROADCAST), NEXT)) == estimate_of(
        answered(a_show(late, **BROADCAST), NEXT)
    )


SEASON_BEFORE: dict[str, dict[str, Any] | None] = {
    "renewed together with it": {"status": "renewed"},
    "coming in a year": {"status": "renewed", "premiere": "2027"},
    "coming on a day": {"premiere": "2027-01-05"},
    "postponed on its day": {"premiere": "2026-11-01", "status": "postponed"},
    "out since a month": {"premiere": "2026-02", "status": "aired"},
    "out since about a day": {"premiere": "2026-02-10~", "status": "aired"},
    "out since nobody knows when": {"status": "aired"},
    "of which nobody speaks": None,
}


@pytest.mark.parametrize("before", SEASON_BEFORE.values(), ids=SEASON_BEFORE)
def test_without_the_season_before_it_nothing_is_reckoned(before: dict[str, Any] | None) -> None:
    """Two seasons that were renewed at once would both come at the time of the first."""
    seasons = YEARLY | ({NEXT: before} if before else {}) | {NEXT + 1: {"status": "renewed"}}
    show = a_show(seasons, **BROADCAST)
    assert lines(answered(show, NEXT + 1)) == []


@pytest.mark.parametrize("own", [{"finale": "2027-06-01"}, {"next_episode": "2027-06-01"}])
def test_a_season_of_which_any_day_is_known_gets_none(own: dict[str, Any]) -> None:
    assert lines(answered(show_with(NEXT, {"status": "renewed"} | own), NEXT)) == []


def test_seasons_that_are_called_by_years_may_leave_some_out() -> None:
    by_years = {2010 + 2 * n: season for n, season in YEARLY.items()}
    show = a_show(by_years | {2027: {"status": "renewed"}}, **BROADCAST)
    assert "My estimate" in lines(answered(show, 2027))[0]


def heard_on(heard: date) -> Answer:
    """A show of every autumn until 2025, of which something was last said on a day of 2026."""
    autumns = {n: {"premiere": f"{2017 + n}-09-25"} for n in range(1, 9)}
    about = BROADCAST | {"status": Said("running", as_of=heard)}
    return answered(a_show(autumns | {9: {"status": "renewed"}}, **about), 9)


def test_a_wait_is_known_to_go_on_until_something_was_last_heard() -> None:
    """What was said in spring of a show of every autumn tells nothing of this autumn."""
    spring = replace(heard_on(date(2026, 5, 9)), now=datetime(2026, 10, 1, tzinfo=UTC))
    made = estimate_of(spring)
    assert isinstance(made, Estimate)
    assert date(2026, 9, 1) < made.low <= made.likely < date(2026, 10, 10)
    for fresh in (NOW.date(), NOW.date() + timedelta(days=8)):
        made = estimate_of(heard_on(fresh))
        assert isinstance(made, Estimate)
        assert made.low > NOW.date()
    assert lines(heard_on(date(2026, 5, 9))) == [
        "My estimate, not news: it may be out by now; I last heard of it on 9 May 2026."
    ]


ENDS = "2027-08-20"
STILL_ON: dict[str, dict[str, Any]] = {
    "its finale": {"finale": ENDS},
    "about when it ends": {"finale": f"{ENDS}~"},
    "beside a part without a day": {
        "finale": ENDS,
        "parts": [
            {"label": "Part 1", "premiere": "2026-09-01"},
            {"label": "2", "premiere": "XXXX"},
        ],
    },
    "an episode of it": {"next_episode": ENDS},
    "a part of it": {
        "parts": [
            {"label": "Part 1", "premiere": "2026-09-01"},
            {"label": "Part 2", "premiere": ENDS},
        ]
    },
    "the end of a part": {
        "parts": [{"label": "Part 1", "premiere": "2026-09-01", "finale": ENDS}],
    },
}


@pytest.mark.parametrize("ahead", STILL_ON.values(), ids=STILL_ON)
def test_no_season_comes_before_the_end_of_the_one_that_is_on(ahead: dict[str, Any]) -> None:
    running = {"premiere": "2026-09-01", **ahead}
    show = a_show(YEARLY | {NEXT: running, NEXT + 1: {"status": "renewed"}}, **BROADCAST)
    made = estimate_of(answered(show, NEXT + 1))
    assert isinstance(made, Estimate)
    assert made.low > date.fromisoformat(ENDS)


def test_whatever_season_is_asked_about_the_one_ahead_is_the_one_that_is_expected() -> None:
    on = a_show(YEARLY | {NEXT: {"premiere": "2026-10-01"}, NEXT + 1: RENEWED}, **BROADCAST)
    expected = estimate_of(answered(on, NEXT + 1))
    assert isinstance(expected, Estimate)
    assert estimate_ahead(answered(on, NEXT)) == expected
    both = a_show(YEARLY | {NEXT: RENEWED, NEXT + 1: RENEWED}, **BROADCAST)
    assert estimate_ahead(answered(both, 3)) == estimate_of(answered(both, NEXT))
    for state in ({"status": "canceled"}, {"status": "renewed", "premiere": "2027-09-20"}, None):
        assert estimate_ahead(answered(show_with(NEXT, state), 3)) is None


def test_an_end_that_is_not_dated_to_the_day_tells_no_length() -> None:
    vague, silent = (
        estimate_of(answered(a_show(YEARLY | {7: last, NEXT: RENEWED}, **BROADCAST), NEXT))
        for last in ({"premiere": "2026-02-10", "finale": "2026-10"}, {"premiere": "2026-02-10"})
    )
    assert isinstance(silent, Estimate)
    assert vague == silent


def test_what_was_canceled_and_brought_back_did_not_come_between() -> None:
    show = a_show(YEARLY | {NEXT: {"status": "canceled"}, NEXT + 1: {"status": "renewed"}})
    assert "My estimate" in lines(answered(show, NEXT + 1))[0]


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_a_season_that_is_numbered_by_its_year_begins_in_it(year: int) -> None:
    """The range of a show of every January alone reaches into the year before."""
    seasons: dict[int, dict[str, Any]] = {
        year - 3: {"premiere": f"{year - 3}-01-03"},
        year - 2: {"premiere": f"{year - 2}-01-05"},
        year - 1: {"premiere": f"{year - 1}-01-04"},
        year: {"status": "renewed"},
    }
    heard = Said("running", as_of=date(year + 1, 1, 2))
    told = a_show(seasons, network="CBS", country="US", kind="talk", status=heard)
    made = estimate_of(answered(told, year, datetime(year - 1, 11, 22, 12, tzinfo=UTC)))
    assert isinstance(made, Estimate)
    assert date(year, 1, 1) <= made.low <= made.likely <= made.high <= date(year, 12, 31)
    late = answered(told, year, datetime(year + 1, 1, 2, 12, tzinfo=UTC))
    assert lines(late) == []


@pytest.mark.parametrize(
    ("month", "heard", "low", "high"),
    [
        (1, date(2026, 11, 22), date(2027, 1, 1), None),
        (12, date(2027, 3, 1), None, date(2027, 12, 31)),
        (9, date(2027, 12, 20), date(2027, 12, 21), date(2027, 12, 31)),
    ],
)
def test_a_range_is_cut_where_the_year_that_numbers_a_season_begins_and_ends(
    month: int, heard: date, low: date | None, high: date | None
) -> None:
    seasons: dict[int, dict[str, Any]] = {
        year: {"premiere": str(date(year, month, 3))} for year in range(2023, 2027)
    }
    seasons[2027] = {"status": "renewed"}

    def told(day: date) -> Answer:
        own = {"network": "Netflix", "country": "US", "status": Said("running", as_of=day)}
        return answered(a_show(seasons, **own), 2027, datetime(*day.timetuple()[:4], tzinfo=UTC))

    made = estimate_of(told(heard))
    assert isinstance(made, Estimate)
    assert made.low <= made.likely <= made.high
    assert (low or made.low, high or made.high) == (made.low, made.high)
    assert date(2027, 1, 1) <= made.low < made.high <= date(2027, 12, 31)
    assert lines(told(date(2028, 1, 10))) == []


@pytest.mark.parametrize(
    ("low", "high", "range_"),
    [
        (date(2027, 1, 1), date(2027, 3, 1), "1 January 2027 and 1 March 2027"),
        (date(2027, 1, 1), date(2027, 3, 2), "January and March 2027"),
        (date(2026, 12, 1), date(2027, 3, 2), "December 2026 and March 2027"),
    ],
)
def test_a_short_range_is_told_by_its_days(low: date, high: date, range_: str) -> None:
    assert f"between {range_}, most likely" in in_words(low, date(2027, 2, 1), high)
