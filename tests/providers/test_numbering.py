"""Whether two sources mean the same seasons by the same numbers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.models import Claim
from bot.providers.numbering import kept_apart
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
        (HALVES, TWO, 2),
        (TWO, HALVES, 3),
        (BY_YEAR, TWO, 1),
        (TWO, BY_YEAR, 2024),
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
    assert kept == tuple(c for c in claims if first is None or c.season is None or c.season < first)


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
    _, mismatch = kept_apart(seasons("tvmaze", TWO), "tvmaze", told)
    assert mismatch is not None
    assert mismatch.number == 2


_days = st.dates().map(str) | st.none()
_counted = st.dictionaries(st.integers(0, 30) | st.integers(1990, 2030), _days, max_size=6)


@given(_counted, _counted)
def test_what_is_kept_never_contradicts(others: dict[int, str], own: dict[int, str]) -> None:
    claims = seasons("tmdb", own)
    base = seasons("tvmaze", others)
    kept, mismatch = kept_apart(claims, "tmdb", base)
    assert set(kept) <= set(claims)
    assert (mismatch is None) == (kept == claims)
    assert kept_apart(kept, "tmdb", base) == (kept, None)
