"""How long to wait between attempts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.foundation.loops import backoff


def test_it_doubles_up_to_the_longest() -> None:
    waits = [backoff(failures, 1.0, first=2.0, longest=30.0) for failures in range(1, 7)]
    assert waits == [2, 4, 8, 16, 30, 30]


@pytest.mark.parametrize(("spread", "least"), [(0.5, 150.0), (1.0, 0.0)])
def test_jitter_takes_away_up_to_the_spread(spread: float, least: float) -> None:
    assert backoff(5_000, 1.0, longest=300.0, spread=spread) == 300.0
    assert backoff(5_000, 0.0, longest=300.0, spread=spread) == least


@given(st.integers(0, 10**9), st.floats(0, 1))
def test_any_number_of_failures_has_a_wait_within_bounds(failures: int, jitter: float) -> None:
    assert 1.0 <= backoff(failures, jitter, longest=3600.0) <= 3600.0
