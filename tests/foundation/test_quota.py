"""How often each may do something in a stretch of time."""

from __future__ import annotations

from datetime import timedelta

from bot.foundation.quota import Quota
from tests.clock import StoppedClock

DAY = timedelta(days=1)


def test_each_has_its_own_count_and_what_came_to_nothing_is_given_back(
    clock: StoppedClock,
) -> None:
    quota = Quota(2, DAY)
    assert [quota.take(1, clock()) for _ in range(3)] == [True, True, False]
    assert quota.take(2, clock())
    quota.give_back(1)
    quota.give_back(3)
    assert [quota.take(1, clock()) for _ in range(2)] == [True, False]


def test_a_count_is_forgotten_when_its_time_is_over(clock: StoppedClock) -> None:
    quota = Quota(2, DAY)
    assert quota.take(1, clock())
    clock.advance(hours=12)
    assert quota.take(1, clock())
    clock.advance(hours=11, minutes=59)
    assert not quota.take(1, clock())
    clock.advance(minutes=1)
    assert [quota.take(1, clock()) for _ in range(2)] == [True, False]


def test_a_clock_that_was_set_back_refuses_nobody_for_years(clock: StoppedClock) -> None:
    quota = Quota(1, DAY)
    clock.advance(days=365)
    assert quota.take(1, clock())
    clock.advance(days=-365)
    assert [quota.take(1, clock()) for _ in range(2)] == [True, False]
