"""The estimate on a card: where it stands, where it does not, and how it reads."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.answers.lookup import Answer
from bot.answers.season_estimate import estimate_lines
from bot.answers.section_writer import Writer
from bot.answers.sections import write
from bot.facts.models import Show, Topic
from bot.facts.verdict import VerdictKind, verdict
from bot.presentation.markup import Markdown, Plain
from tests.answers.made import NOW
from tests.facts.made import a_show

GOLDEN = Path(__file__).with_name("golden_estimates.txt")
YEARLY = {
    number: {
        "premiere": f"{2019 + number}-02-10",
        "finale": f"{2019 + number}-04-28",
        "status": "aired",
    }
    for number in range(1, 8)
}
BROADCAST: dict[str, Any] = {"network": "NBC", "country": "US", "status": "running"}
NEXT = 8

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
    "nothing announced": (None, {}),
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
    early = answered(a_show(young, kind="anime", country="JP", status="running"), 2)
    written.append("\n".join(["[one season of an anime so far]", *lines(early)]))
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
    assert section.lines[-1].startswith("-# My estimate, not news: between ")
    hidden = Answer(show, verdict(show, NEXT, NOW), topic, NOW, estimates=False)
    assert write(hidden, Markdown()).lines == section.lines[:-1]


def test_an_estimate_cites_nobody() -> None:
    show = show_with(NEXT, {"status": "renewed"})
    with_it = write(answered(show, NEXT), Plain())
    without = write(answered(show, NEXT, estimates=False), Plain())
    assert with_it.cited == without.cited


def test_a_season_late_beyond_all_others_gets_none() -> None:
    show = show_with(NEXT, {"status": "renewed"})
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
    ("before", "told"),
    [
        ({"premiere": "2026-02-10", "status": "aired"}, True),
        ({"status": "canceled"}, True),  # and brought back: it did not come between
        ({"status": "renewed"}, False),
        ({"premiere": "2027", "status": "in_production"}, False),
        ({"premiere": "2025", "status": "aired"}, False),
        (None, False),
    ],
)
def test_the_season_before_must_have_come_on_a_known_day(
    before: dict[str, Any] | None, told: bool
) -> None:
    seasons: dict[int, Any] = {n: YEARLY[n] for n in range(1, NEXT - 1)}
    if before is not None:
        seasons[NEXT - 1] = before
    show = a_show({**seasons, NEXT: {"status": "renewed"}}, **BROADCAST)
    assert bool(lines(answered(show, NEXT))) is told
