"""What members hear of their suggestions, whatever Discord says meanwhile."""

from __future__ import annotations

import pytest

from bot.alerts.sender import LimitedError, RefusedError, UnsureError
from bot.app import Services
from bot.review.suggestions import Results
from tests.clock import StoppedClock
from tests.editing.editors import HERE, THERE, act, stated
from tests.facts.stated import Stored
from tests.review.proposed import suggest, token_of


class Doors:
    """Opens channels of direct messages, but for those people who fail in some way."""

    def __init__(self, **failing: Exception) -> None:
        self.failing = {int(name.lstrip("u")): error for name, error in failing.items()}
        self.asked: list[int] = []

    async def direct(self, user_id: int) -> int:
        self.asked.append(user_id)
        if user_id in self.failing:
            raise self.failing[user_id]
        return user_id + 100


@pytest.fixture
async def results(services: Services, clock: StoppedClock) -> Results:
    """Of three members' suggestions, all turned down."""
    show = await stated(services, "Lamp", network="ZDF")
    for user in (1, 2, 3):
        await suggest(services, act(user=user), show, f"N{user}")
        await services.review_queue.reject(act(), await token_of(services), "No word of it")
        clock.advance(seconds=1)
    return services.review_results


def states(stored: Stored) -> dict[int, tuple[str, int]]:
    rows = stored("SELECT user_id, state, channel_id FROM deliveries ORDER BY user_id")
    return {user: (state, channel) for user, state, channel in rows}


async def test_each_goes_into_the_outbox_once(
    results: Results, services: Services, stored: Stored
) -> None:
    again = Results(services.database, services.clock)
    doors = Doors()
    for one in (results, again, results):
        await one.step(doors, 0.0)
    assert states(stored) == {user: ("pending", user + 100) for user in (1, 2, 3)}
    assert doors.asked == [1, 2, 3]


async def test_who_cannot_be_reached_holds_nobody_up(
    results: Results, stored: Stored, clock: StoppedClock
) -> None:
    doors = Doors(u1=UnsureError("the connection failed"))
    await results.step(doors, 0.0)
    await results.step(doors, 59.0)
    assert doors.asked == [1], "it rests for a minute"
    clock.advance(seconds=61)
    await results.step(doors, 61.0)
    assert doors.asked == [1, 2, 3, 1]
    assert {user: state for user, (state, _) in states(stored).items()} == {
        1: "unopened",
        2: "pending",
        3: "pending",
    }


async def test_a_limit_is_kept_and_nothing_lost(results: Results, stored: Stored) -> None:
    doors = Doors(u1=LimitedError(300))
    await results.step(doors, 0.0)
    await results.step(doors, 299.0)
    assert doors.asked == [1]
    await results.step(Doors(), 301.0)
    assert {state for state, _ in states(stored).values()} == {"pending"}


async def test_closed_messages_are_read_at_the_next_suggestion_there_once(
    results: Results, services: Services, stored: Stored
) -> None:
    await results.step(Doors(u2=RefusedError("the direct messages are closed to me")), 0.0)
    assert states(stored)[2][0] == "dropped"
    assert await results.unread(act(THERE, user=2)) == []
    assert await results.unread(act(HERE, user=1)) == []
    unread = await results.unread(act(HERE, user=2))
    assert [one.body["reason"] for one in unread] == ["No word of it"]
    await results.mark_read(unread)
    assert await results.unread(act(HERE, user=2)) == []


async def test_whoever_is_forgotten_is_not_written_to(
    results: Results, services: Services, stored: Stored
) -> None:
    await services.erasure.erase(1)
    doors = Doors()
    await results.step(doors, 0.0)
    assert doors.asked == [2, 3]
