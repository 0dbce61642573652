"""What members suggest, and its limits."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import Services
from bot.errors import BadInputError, GoneError
from bot.facts import limits
from bot.review.suggestions import MEMBER_DAILY, MEMBER_OPEN
from tests.clock import StoppedClock
from tests.editing.editors import THERE, act, put
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
    with pytest.raises(BadInputError, match="what I say already"):
        await suggest(services, act(), show, "ZDF")
    assert stored.one("SELECT count(*) FROM proposals") == 0


async def test_a_suggestion_over_a_limit_is_refused_when_it_is_made(
    services: Services, show: int, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SEASONS", 1)
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
    with pytest.raises(BadInputError, match=f"{MEMBER_DAILY} suggestions today"):
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
        with pytest.raises(GoneError, match="not there any more"):
            await services.review_queue.get(stranger, token)
        with pytest.raises(GoneError):
            await services.review_queue.approve(stranger, token)
        with pytest.raises(GoneError):
            await services.review_queue.reject(stranger, token, "no")
    assert stored.everything() == before
