"""Which dates a show's seasons have, and how their rows follow what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.facts.air_date import AirDate
from bot.facts.models import Claim, Tier
from bot.facts.projections import REMEMBERED, first_sequence, rows_of
from bot.facts.queries.season_dates import StoredDate
from bot.facts.season_dates import BEHIND, dates_of
from tests.clock import TODAY
from tests.facts.made import a_show, claims, moderator

SERVER = 10


def listed(
    seasons: dict[int, dict[str, Any]], **own: Any
) -> list[tuple[int, str, str | None, str]]:
    dates = dates_of(a_show(seasons, **own), TODAY)
    return [(each.season, each.kind.value, each.part, str(each.airs)) for each in dates]


def test_a_season_begins_returns_and_ends() -> None:
    parts = [
        {"label": "Part 1", "premiere": "2026-12-10"},
        {"label": "Part 2", "premiere": "2027-02-10", "finale": "2027-03-01"},
    ]
    assert listed({2: {"premiere": "2026-12-10", "parts": parts}}) == [
        (2, "premiere", None, "2026-12-10"),
        (2, "return", "Part 2", "2027-02-10"),
        (2, "finale", None, "2027-03-01"),
    ]
    assert listed({2: {"parts": parts}})[0] == (2, "premiere", None, "2026-12-10")


def test_a_part_returns_on_a_day_of_its_own() -> None:
    """Not where its day is not known, or is one that something else of the season has already."""
    days = ["2026-12-12", None, "XXXX", "2026-12-10", "2027-02-10", "2027-02-10"]
    parts = [
        {"label": f"Part {number}"} | ({"premiere": day} if day is not None else {})
        for number, day in enumerate(days, 1)
    ]
    assert listed({2: {"premiere": "2026-12-10", "finale": "2027-02-10", "parts": parts}}) == [
        (2, "premiere", None, "2026-12-10"),
        (2, "return", "Part 5", "2027-02-10"),
    ]


def test_a_season_that_comes_at_once_has_one_date() -> None:
    seasons = {2: {"premiere": "2026-12-10", "finale": "2026-12-10"}}
    assert listed(seasons) == [(2, "premiere", None, "2026-12-10")]


def test_a_season_of_which_only_the_end_is_known_has_that_date() -> None:
    assert listed({2: {"finale": "2027-03-01"}}) == [(2, "finale", None, "2027-03-01")]


def test_vague_dates_are_dates_and_nothing_announced_is_none() -> None:
    assert listed({2: {"premiere": "2026-12"}}) == [(2, "premiere", None, "2026-12")]
    assert listed({2: {"premiere": "XXXX"}, 3: {"status": "renewed"}}) == []


@pytest.mark.parametrize("status", ["canceled", "postponed", "rumored"])
def test_what_does_not_come_has_no_date(status: str) -> None:
    said = moderator(status, order=2)
    parts = [{"label": "1", "premiere": "2026-12-10"}, {"label": "2", "premiere": "2027-02-10"}]
    dates = {"premiere": "2026-12-10", "finale": "2027-03-01", "parts": parts}
    assert listed({2: {**dates, "status": said}}) == []


def test_a_day_that_a_stronger_voice_denies_is_none() -> None:
    """It is on the air, its people say: a source's day ahead is not when it begins."""
    out = {"premiere": "2026-12-10", "finale": "2027-03-01", "status": moderator("airing")}
    assert listed({2: out}) == [(2, "finale", None, "2027-03-01")]


def test_what_lies_far_back_is_left_out() -> None:
    oldest = TODAY.date() - BEHIND
    seasons = {
        1: {"premiere": str(oldest - timedelta(days=1))},
        2: {"premiere": str(oldest)},
        3: {"premiere": str(oldest)[:7]},
    }
    assert [season for season, *_ in listed(seasons)] == [2, 3]


FIRST = first_sequence(TODAY)


def said(values: dict[str, Any], scope: int = 0, order: int = 1) -> list[Claim]:
    """What people of a server say of season 2, or (scope 0) a source."""
    made = claims(2, values)
    if not scope:
        return claims(None, {"title": "Example"}) + made
    return [
        replace(claim, tier=Tier.SERVER, by="editor", scope=scope, author=7, order=order)
        for claim in made
    ]


def seen(rows: list[StoredDate]) -> dict[int, tuple[str, int, bool]]:
    """By scope the premiere's date, how often it changed since today, and whether it is gone."""
    premieres = [row for row in rows if row.kind.value == "premiere"]
    return {row.scope: (str(row.airs), row.sequence - FIRST, row.gone) for row in premieres}


def test_an_unchanged_date_keeps_its_change_time_and_a_moved_one_counts_up() -> None:
    first = rows_of(1, said({"premiere": "2026-12-10"}), [], TODAY)
    later = TODAY + timedelta(days=1)
    same = rows_of(1, said({"premiere": "2026-12-10", "episodes": 8}), first, later)
    assert same == first
    moved = rows_of(1, said({"premiere": "2026-12-12"}), same, later)
    assert seen(moved) == {0: ("2026-12-12", 1, False)}
    assert moved[0].changed_at == later


def test_a_date_taken_back_is_remembered_for_a_while_and_may_come_back() -> None:
    first = rows_of(1, said({"premiere": "2026-12-10"}), [], TODAY)
    gone = rows_of(1, said({"episodes": 8}), first, TODAY)
    assert seen(gone) == {0: ("2026-12-10", 1, True)}
    back = rows_of(1, said({"premiere": "2026-12-10"}), gone, TODAY)
    assert seen(back) == {0: ("2026-12-10", 2, False)}
    forgotten = TODAY + REMEMBERED
    assert rows_of(1, said({"episodes": 8}), gone, forgotten) == []
    (anew,) = rows_of(1, said({"premiere": "2027-02-10"}), [], forgotten)
    assert anew.sequence > gone[0].sequence


def test_a_date_that_falls_out_of_sight_was_not_taken_back() -> None:
    rows = rows_of(1, said({"premiere": "2026-11-20"}), [], TODAY)
    last = datetime(2026, 11, 20, tzinfo=UTC) + BEHIND
    assert rows_of(1, said({"premiere": "2026-11-20"}), rows, last) == rows
    assert rows_of(1, said({"premiere": "2026-11-20"}), rows, last + timedelta(days=1)) == []


def test_a_server_remembers_what_was_taken_back_there_for_good() -> None:
    general = said({"premiere": "2026-12-10"})
    canceled = general + said({"status": "canceled"}, SERVER, 2)
    rows = rows_of(1, canceled, rows_of(1, general, [], TODAY), TODAY)
    assert seen(rows)[SERVER] == ("2026-12-10", 1, True)
    later = TODAY + REMEMBERED + timedelta(days=1)
    assert seen(rows_of(1, canceled, rows, later))[SERVER] == ("2026-12-10", 1, True)
    # Nor is it what all others hear the end of, whom it is forgotten for.
    silent = said({"episodes": 8}) + said({"status": "canceled"}, SERVER, 2)
    gone = rows_of(1, silent, rows, TODAY)
    assert seen(gone) == {0: ("2026-12-10", 1, True), SERVER: ("2026-12-10", 1, True)}
    assert seen(rows_of(1, silent, gone, later)) == {SERVER: ("2026-12-10", 1, True)}


def test_a_server_has_rows_only_where_it_sees_something_else() -> None:
    general = said({"premiere": "2026-12-10"})
    assert seen(rows_of(1, general + said({"episodes": 9}, SERVER), [], TODAY)).keys() == {0}
    own = rows_of(1, general + said({"premiere": "2026-12-20"}, SERVER), [], TODAY)
    assert seen(own) == {0: ("2026-12-10", 0, False), SERVER: ("2026-12-20", 0, False)}
    none = rows_of(1, general + said({"status": "canceled"}, SERVER, 2), [], TODAY)
    assert seen(none)[SERVER] == ("2026-12-10", 0, True)


def test_a_show_that_only_a_server_knows_has_dates_there_alone() -> None:
    own = [
        replace(claim, tier=Tier.SERVER, by="editor", scope=SERVER, author=7)
        for claim in claims(None, {"title": "Example"})
    ]
    rows = rows_of(1, own + said({"premiere": "2026-12-20"}, SERVER), [], TODAY)
    assert seen(rows) == {SERVER: ("2026-12-20", 0, False)}


def test_a_server_that_takes_its_word_back_sees_everybodys_from_then_on() -> None:
    own = said({"premiere": "2026-12-20"}, SERVER)
    rows = rows_of(1, said({"premiere": "2026-12-10"}) + own, [], TODAY)
    rows = rows_of(1, said({"premiere": "2026-12-10"}), rows, TODAY)
    assert seen(rows) == {0: ("2026-12-10", 0, False), SERVER: ("2026-12-10", 1, False)}
    rows = rows_of(1, said({"premiere": "2026-12-11"}), rows, TODAY)
    assert seen(rows) == {0: ("2026-12-11", 1, False), SERVER: ("2026-12-11", 2, False)}


def test_what_a_server_sees_goes_on_from_everybodys() -> None:
    rows = rows_of(1, said({"premiere": "2026-12-10"}), [], TODAY)
    general = said({"premiere": "2026-12-11"})
    rows = rows_of(1, general, rows, TODAY)
    own = rows_of(1, general + said({"premiere": "2026-12-20"}, SERVER), rows, TODAY)
    assert seen(own) == {0: ("2026-12-11", 1, False), SERVER: ("2026-12-20", 2, False)}
    none = rows_of(1, general + said({"status": "canceled"}, SERVER, 2), rows, TODAY)
    assert seen(none)[SERVER] == ("2026-12-11", 2, True)


def test_the_last_exact_date_outlives_vague_ones() -> None:
    day = AirDate.parse("2026-12-10")
    rows: list[StoredDate] = []
    for text in ("2027-01", "2026-12-10", "2026-12", "2027-33"):
        rows = rows_of(1, said({"premiere": text}), rows, TODAY)
    assert (rows[0].airs, rows[0].last_exact) == (AirDate.parse("2027-33"), day)
    (gone,) = rows_of(1, said({"episodes": 8}), rows, TODAY)
    assert (gone.gone, gone.last_exact, gone.sequence - FIRST) == (True, day, 4)
    (back,) = rows_of(1, said({"premiere": "2026-12-12"}), [gone], TODAY)
    assert (back.gone, back.last_exact) == (False, None)


def test_a_date_is_the_day_of_its_network_or_country() -> None:
    shows = [said({"premiere": "2026-12-10"}) + claims(None, more) for more in (
        {}, {"country": "JP"}, {"country": "JP", "network": "Netflix"},
    )]  # fmt: skip
    rows = [rows_of(1, show, [], TODAY)[0] for show in shows]
    assert [row.country for row in rows] == [None, "JP", "US"]


def test_an_instant_is_a_date_too() -> None:
    rows = rows_of(1, said({"premiere": "2026-12-10T02:00:00Z"}), [], TODAY)
    assert rows[0].airs == AirDate.at(datetime(2026, 12, 10, 2, tzinfo=UTC))
