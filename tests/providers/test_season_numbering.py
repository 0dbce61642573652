"""Whether two sources mean the same seasons by the same numbers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.models import Claim
from bot.providers.season_numbering import kept_apart
from tests.facts.stated import person, says


def seasons(source: str, premieres: Mapping[int, str | None]) -> tuple[Claim, ...]:
    values = {
        number: {"listed": True} | ({"premiere": day} if day else {})
        for number, day in premieres.items()
    }
    return says("1", "Show", values, source=source).claims


BY_YEAR = {2024: "2024-09-18", 2025: "2025-09-17"}
TWO = {1: "2024-09-18", 2: "2025-09-17"}
HALVES = {1: "2024-09-18", 2: "2024-11-06", 3: "2025-09-17"}


@pytest.mark.parametrize(
    ("others", "own", "first"),
    [
        (TWO, TWO, None),
        (TWO, {1: "2024-09-19", 2: "2025-09-15"}, None),  # a day local to somewhere
        (TWO, {1: "2024-09-18", 2: "2026-03-01"}, None),  # postponed
        (TWO, {1: "2024-09-18", 2: "2025-09-17", 3: None}, None),
        (TWO, {1: "2024", 2: "2025"}, None),
        ({}, TWO, None),
        (TWO, {}, None),
        (TWO, HALVES, 2),
        (TWO, {2024: "2024-05-01", 2025: "2025-09-17"}, 2024),
        ({1: "2024-09-18"}, {1: "2024-01-01", 2: "2024-05-01", 3: "2024-09-18"}, 1),
        (BY_YEAR, BY_YEAR, None),
        ({1: "2024-09-18", 2: "2024-09-18"}, {1: "2024-09-18", 2: "2024-09-18"}, None),
        (TWO, {0: "2025-09-17", 1: "2024-09-18"}, None),  # specials are nobody's season
    ],
)
def test_where_the_count_parts(
    others: Mapping[int, str], own: Mapping[int, str | None], first: int | None
) -> None:
    claims = seasons("tmdb", own)
    kept, mismatch = kept_apart(claims, "tmdb", seasons("tvmaze", others))
    assert (mismatch.number if mismatch else None) == first
    if first is None:
        assert kept == claims


def placed(
    others: Mapping[int, Mapping[str, object]], own: Mapping[int, Mapping[str, object]]
) -> tuple[dict[int, str], int | None]:
    """Which story each season gets, and the first number that waits for a person."""
    told = {number: {"story": f"Story {number}", **values} for number, values in own.items()}
    claims = says("1", "Show", told, source="tmdb").claims
    known = says("2", "Show", others, source="tvmaze").claims
    kept, mismatch = kept_apart(claims, "tmdb", known)
    stories = {c.season: str(c.value) for c in kept if c.season and c.field == "story"}
    return stories, mismatch.number if mismatch else None


def aired(
    premiere: str, finale: str | None = None, episodes: int | None = None
) -> dict[str, object]:
    values = {"premiere": premiere, "finale": finale, "episodes": episodes}
    return {name: value for name, value in values.items() if value is not None}


def test_seasons_are_found_by_their_premieres() -> None:
    """TMDB's 3 is TVmaze's 2: its 2 is nobody's."""
    others = {1: aired("2022-01-05", "2022-03-05", 8), 2: aired("2024-01-05", "2024-03-05", 8)}
    own = {
        1: aired("2022-01-05", "2022-03-05", 8),
        2: aired("2023-01-05", "2023-01-05", 1),
        3: aired("2024-01-06", "2024-03-06", 8),
    }
    assert placed(others, own) == ({1: "Story 1", 2: "Story 3"}, 2)


def test_years_and_counts_are_found_by_their_premieres() -> None:
    others = {2024: aired("2024-01-05"), 2025: aired("2025-01-07")}
    assert placed(others, {1: aired("2024-01-05"), 2: aired("2025-01-07")}) == (
        {2024: "Story 1", 2025: "Story 2"},
        None,
    )


@pytest.mark.parametrize(
    ("whole", "first"),
    [
        (aired("2024-01-05", "2024-09-20", 24), aired("2024-01-05", "2024-03-22", 12)),
        (aired("2024-01-05", None, 24), aired("2024-01-05", "2024-03-22", 12)),
        (aired("2024-01-05", "2024-09-20"), aired("2024-01-05")),
    ],
)
def test_parts_are_no_seasons(whole: dict[str, object], first: dict[str, object]) -> None:
    """The first part's length is not the season's, and the second waits for a person."""
    own = {1: first, 2: aired("2024-07-05", None, 12)}
    assert placed({1: whole}, own) == ({1: "Story 1"}, 2)
    claims = says("1", "Show", own, source="tmdb").claims
    kept, _ = kept_apart(claims, "tmdb", says("2", "Show", {1: whole}, source="tvmaze").claims)
    assert {c.field for c in kept if c.season} == {"premiere"}


def test_a_season_that_goes_on_into_the_next_is_none_of_them() -> None:
    others = {1: aired("2024-01-05", "2024-03-22", 12), 2: aired("2024-07-05", "2024-09-20", 12)}
    assert placed(others, {1: aired("2024-01-05", "2024-09-20", 24)}) == ({}, 1)


def test_a_season_of_another_length_is_another_season() -> None:
    others = {1: aired("2024-01-05", None, 10), 2: aired("2025-01-05", None, 10)}
    own = {1: aired("2023-01-05"), 2: aired("2024-01-05", None, 3), 3: aired("2025-01-05", None, 9)}
    assert placed(others, own) == ({2: "Story 3"}, 1)


def test_a_season_that_one_source_knows_first_is_a_season() -> None:
    others = {1: aired("2024-01-05", "2024-03-22", 12)}
    own = {1: aired("2024-01-05", "2024-03-22", 12), 2: aired("2025-07-05", None, 12)}
    assert placed(others, own) == ({1: "Story 1", 2: "Story 2"}, None)
    assert placed(others, {1: aired("2024-01-05", None, 11), 2: {"listed": True}})[1] is None


def test_the_better_source_is_not_measured_by_the_weaker() -> None:
    kept, mismatch = kept_apart(seasons("tvmaze", TWO), "tvmaze", seasons("tmdb", HALVES))
    assert mismatch is None
    assert kept == seasons("tvmaze", TWO)


def test_what_curators_say_counts_before_every_source() -> None:
    said = [
        person(number, "premiere", day) for number, day in ((2, "2024-11-06"), (3, "2025-09-17"))
    ]
    told = [
        Claim(c.season, c.field, c.key, c.value, c.tier, c.by, c.source, c.as_of, author=7)
        for c in said
    ]
    kept, _ = kept_apart(seasons("tvmaze", TWO), "tvmaze", told)
    assert {c.season for c in kept if c.field == "premiere"} == {1, 3}


_days = st.dates().map(str) | st.none()
_counted = st.dictionaries(st.integers(0, 30) | st.integers(1990, 2030), _days, max_size=6)


@given(_counted, _counted)
def test_what_is_kept_never_contradicts(others: dict[int, str], own: dict[int, str]) -> None:
    claims = seasons("tmdb", own)
    base = seasons("tvmaze", others)
    kept, mismatch = kept_apart(claims, "tmdb", base)
    assert len(kept) <= len(claims)
    assert {c.season for c in kept} <= {c.season for c in (*claims, *base)}
    if mismatch is not None:
        assert len(kept) < len(claims)
    assert kept_apart(kept, "tmdb", base) == (kept, None)
