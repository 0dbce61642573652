"""What is asked of all there is of a show: its beginning, its end, how many seasons are out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.answers.lookup import Overall
from bot.answers.sections import write
from bot.presentation.markup import Plain
from tests.answers.made import answer, text_of
from tests.facts.made import a_show

ONE: dict[str, Any] = {"premiere": "2022-05-01", "finale": "2022-06-12", "episodes": 8}
TWO: dict[str, Any] = {"premiere": "2024-05-01", "finale": "2024-06-12", "episodes": 6}
OPEN: dict[str, Any] = {"premiere": "2024-05-01", "status": "aired"}
COMING: dict[str, Any] = {"status": "renewed"}


def told(seasons: dict[int, Any], *overall: Overall, season: int | None = None, **own: Any) -> str:
    asked = replace(answer(a_show(seasons, **own), season), overall=overall, asked=season)
    return text_of(write(asked, Plain()))


@pytest.mark.parametrize(
    ("seasons", "overall", "own", "expected"),
    [
        ({1: ONE, 2: TWO}, Overall.START, {"status": "ended"}, "Example began on 1 May 2022.\n"),
        ({2: TWO}, Overall.START, {"year": 2020}, "Example began in 2020.\n"),
        ({2: TWO}, Overall.START, {}, "I do not know when Example began.\n"),
        ({1: {"premiere": "2027-01-05"}}, Overall.START, {}, "Example begins on 5 January 2027"),
        ({1: ONE, 2: TWO}, Overall.END, {"status": "ended"}, "Example ended on 12 June 2024 with"),
        (
            {1: ONE, 2: OPEN},
            Overall.END,
            {"status": "ended"},
            "I do not know on which day season 2 ended.\nIt is over. Example ended with season 2.",
        ),
        ({1: ONE, 2: COMING}, Overall.END, {}, "Season 1 of Example ended on 12 June 2022.\nSeas"),
        (
            {1: ONE, 2: {**COMING, "final": True}},
            Overall.END,
            {},
            "I do not know on which day season 2 ends.\nSeason 2 is coming: it was renewed.",
        ),
        (
            {1: ONE, 2: TWO, 3: COMING},
            Overall.COUNT,
            {},
            "2 seasons of Example are out.\nThat is 14 episodes.\nSeason 3 is coming: it was",
        ),
        (
            {1: ONE, 2: {"status": "canceled"}, 3: {**TWO, "premiere": "2024-04-01"}},
            Overall.COUNT,
            {},
            "2 seasons of Example are out.\n",
        ),
        ({9: TWO}, Overall.COUNT, {}, "9 seasons of Example are out.\n"),
        (
            {},
            Overall.COUNT,
            {"status": "ended"},
            "I do not know how many seasons Example has.\nIt is over. Example has ended.",
        ),
        (
            {1: {"status": "canceled"}},
            Overall.COUNT,
            {},
            "No season of Example is out, as far as I know.\nSeason 1 is canceled.",
        ),
        (
            {1: ONE, 2: OPEN},
            Overall.COUNT,
            {"status": "ended"},
            "2 seasons of Example are out.\nIt",
        ),
        (
            {1: ONE},
            Overall.ON,
            {"status": "running"},
            "Example has not ended, as far as I know.\nI",
        ),
        (
            {},
            Overall.ON,
            {"status": "running"},
            "It is running. I know nothing of its seasons yet.",
        ),
        ({1: ONE}, Overall.ON, {"status": "ended"}, "It is over. Example ended with season 1."),
    ],
)
def test_when_a_show_began_and_ended_is_told_as_far_as_it_is_known(
    seasons: dict[int, Any], overall: Overall, own: dict[str, Any], expected: str
) -> None:
    text = told(seasons, overall, **own)
    assert text.startswith(expected)
    if own.get("status") == "ended":
        assert f"season {max(seasons, default=0) + 1}" not in text


def test_whether_a_show_is_still_on_is_told_with_what_comes_and_that_it_was_canceled() -> None:
    on = {"premiere": "2026-09-01", "next_episode": "2026-12-28", "status": "airing"}
    assert told({1: on}, Overall.ON, status="canceled", network="FOX").splitlines() == [
        "Season 1 is airing now. It premiered on 1 September 2026.",
        "The next episode comes out on 28 December 2026.",
        "FOX canceled Example (reported 1 January 2026).",
    ]
    special = {"next_episode": "2026-12-25"}
    text = told({0: special, 1: ONE}, Overall.ON, status="ended")
    assert "A special comes out on 25 December 2026." in text


@pytest.mark.parametrize("status", ["postponed", "canceled", "rumored"])
def test_a_season_that_is_off_neither_begins_nor_ends(status: str) -> None:
    """Its dates may stand for long: providers keep those of what was canceled."""
    own = {"premiere": "2027-01-05", "finale": "2027-03-05", "status": status}
    for season in (None, 1):
        for overall in (Overall.START, Overall.END):
            text = told({1: own}, overall, season=season)
            assert status.removesuffix("ed") in text
            assert not re.search(r"(?:begins|ends) on \d|began", text)
    text = told({1: ONE, 2: own}, Overall.END, season=2)
    assert status.removesuffix("ed") in text
    assert "March 2027" not in text


def test_the_end_of_a_first_season_that_is_to_come() -> None:
    own = {"premiere": "2027-01-05", "finale": "2027-03-05"}
    for season in (None, 1):
        text = told({1: own}, Overall.END, season=season)
        assert text.startswith("Season 1 of Example ends on 5 March 2027.")


def test_the_end_of_one_season() -> None:
    ends = {"premiere": "2026-11-01", "finale": "2026-12-20"}
    both = {1: ONE, 2: ends, 3: {"premiere": "2027-03-01"}}
    assert told(both, Overall.END, season=1).startswith(
        "Season 1 of Example ended on 12 June 2022."
    )
    assert told(both, Overall.END, season=2).startswith("Season 2 of Example ends on 20 December")
    assert told(both, Overall.END, season=3).startswith("I do not know on which day season 3 ends.")


def test_the_beginning_and_the_end_together() -> None:
    text = told({1: ONE, 2: TWO}, Overall.START, Overall.END, status="ended")
    assert text == ("Example began on 1 May 2022. Example ended on 12 June 2024 with season 2.")
