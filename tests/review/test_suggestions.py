"""What members suggest, its limits, and how each learns what became of it."""

from __future__ import annotations

import asyncio

import pytest

from bot.alerts.transport import LimitedError, RefusedError, UnsureError
from bot.composition_root import Services
from bot.errors import BadInputError, GoneError
from bot.facts import claim_limits
from bot.review.suggestions import MEMBER_DAILY, MEMBER_OPEN, Results
from tests.clock import StoppedClock
from tests.editing.editors import HERE, THERE, act, put, stated
from tests.facts.stated import Stored
from tests.review.proposed import first, suggest, token_of


async def test_the_same_twice_is_one_row_and_both_hear(
    services: Services, show: int, stored: Stored
) -> None:
    new = await suggest(services, act(user=1), show)
    mine = await suggest(services, act(user=1), show)
    other = await suggest(services, act(user=2), show, source="https://b.example/")
    assert [(q.again, q.mine) for q in (new, mine, other)] == [
        (False, False),
        (True, True),
        (True, False),
    ]
    assert stored.one("SELECT count(*) FROM proposals") == 1
    at = await first(services)
    assert at.proposal is not None
    assert (at.proposal.proposers, at.total, at.current) == ((1, 2), 1, "ZDF")


async def test_an_event_delivered_twice_at_once_is_one(
    services: Services, show: int, stored: Stored
) -> None:
    by = act(user=1)
    await asyncio.gather(*(suggest(services, by, show) for _ in range(3)))
    assert stored.one("SELECT count(*) FROM proposals") == 1
    assert stored.one("SELECT count(*) FROM proposers") == 1


async def test_what_the_answer_says_already_is_no_suggestion(
    services: Services, show: int, stored: Stored
) -> None:
    with pytest.raises(BadInputError, match="what I already say"):
        await suggest(services, act(), show, "ZDF")
    assert stored.one("SELECT count(*) FROM proposals") == 0


async def test_a_suggestion_over_a_limit_is_refused_when_it_is_made(
    services: Services, show: int, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_limits, "SEASONS", 1)
    await put(services, act(), show, "episodes", "8", season=1)
    before = stored.everything()
    with pytest.raises(BadInputError, match="at most 1 seasons; this would be 2"):
        await suggest(services, act(user=1), show, "9", name="episodes", season=2)
    assert stored.everything() == before
    await suggest(services, act(user=1), show, "9", name="episodes", season=1)


async def test_limits_of_a_member_and_their_day(
    services: Services, show: int, clock: StoppedClock, stored: Stored
) -> None:
    for n in range(MEMBER_OPEN):
        await suggest(services, act(user=1), show, f"N{n}")
    with pytest.raises(BadInputError, match=f"{MEMBER_OPEN} of your suggestions are waiting"):
        await suggest(services, act(user=1), show, "One more")
    await suggest(services, act(user=2), show, "One more")
    with pytest.raises(BadInputError, match="waiting"):
        await suggest(services, act(user=1), show, "One more")
    await suggest(services, act(THERE, user=1), show, "Elsewhere there is room")
    while (at := await first(services)).proposal is not None:
        await services.review_queue.reject(act(), at.proposal.token, "no")
    for n in range(MEMBER_DAILY - MEMBER_OPEN):
        await suggest(services, act(user=1), show, f"M{n}")
        await services.review_queue.reject(act(), await token_of(services), "no")
    with pytest.raises(BadInputError, match=f"today's {MEMBER_DAILY} suggestions"):
        await suggest(services, act(user=1), show, "And another")
    clock.advance(days=1, seconds=1)
    await suggest(services, act(user=1), show, "And another")


async def test_limit_of_a_server(
    services: Services, show: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.review.suggestions.SERVER_OPEN", 3)
    for n in range(3):
        await suggest(services, act(user=n), show, f"N{n}")
    with pytest.raises(BadInputError, match="queue is full"):
        await suggest(services, act(user=9), show, "One more")
    await suggest(services, act(user=9), show, "N0")
    await suggest(services, act(THERE, user=9), show, "One more")


async def test_two_servers_side_by_side(services: Services, show: int, stored: Stored) -> None:
    await suggest(services, act(user=1), show)
    assert (await first(services, THERE)).proposal is None
    assert (await first(services, curator=True)).proposal is None
    theirs = await suggest(services, act(THERE, user=1), show)
    assert not theirs.again, "the same of another server is a row of its own"
    token = await token_of(services)
    before = stored.everything()
    for stranger in (act(THERE), act(curator=True)):
        with pytest.raises(GoneError, match="no longer exists"):
            await services.review_queue.get(stranger, token)
        with pytest.raises(GoneError):
            await services.review_queue.approve(stranger, token)
        with pytest.raises(GoneError):
            await services.review_queue.reject(stranger, token, "no")
    assert stored.everything() == before


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


async def test_more_is_looked_for_at_once_where_some_waited_and_else_after_a_minute(
    results: Results, services: Services, show: int
) -> None:
    """Another process may decide, and its decisions hurry nobody here."""
    elsewhere, doors = Results(services.database, services.clock), Doors()
    await elsewhere.step(doors, 0.0)
    for user, moments in ((4, [1.0]), (5, [2.0, 3.0, 62.0])):
        if user == 5:
            await elsewhere.step(doors, 2.0)
        await suggest(services, act(user=user), show, f"N{user}")
        await services.review_queue.reject(act(), await token_of(services), "No word of it")
        for moment in moments:
            assert user not in doors.asked
            await elsewhere.step(doors, moment)
        assert doors.asked[-1] == user


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
    await results.step(Doors(u1=RefusedError("direct messages are closed to me")), 0.0)
    assert [state for state, _ in states(stored).values()] == ["dropped", "pending", "pending"]
    assert await results.unread(act(THERE, user=1)) == []
    assert await results.unread(act(HERE, user=2)) == []
    unread = await results.unread(act(HERE, user=1))
    assert [one.body["reason"] for one in unread] == ["No word of it"]
    await results.mark_read(unread)
    assert await results.unread(act(HERE, user=1)) == []


async def test_whoever_is_forgotten_is_not_written_to(
    results: Results, services: Services, stored: Stored
) -> None:
    await services.erasure.erase(1)
    doors = Doors()
    await results.step(doors, 0.0)
    assert doors.asked == [2, 3]
