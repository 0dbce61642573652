"""What editors decide on the queue."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.composition_root import Services
from bot.errors import BadInputError, GoneError
from bot.review.cards import review
from tests.clock import StoppedClock
from tests.editing.editors import SOURCE, act, put, seen, value
from tests.facts.stated import Stored, fill_disk
from tests.review.proposed import first, suggest, token_of
from tests.wire.components import texts


async def test_approving_is_an_edit_in_one_transaction(
    services: Services, show: int, stored: Stored
) -> None:
    await suggest(services, act(user=1), show)
    done = await services.review_queue.approve(act(user=9), await token_of(services))
    assert done.receipt is not None
    assert value(await seen(services, show), "network") == "HBO"
    assert stored("SELECT state, decided_by FROM proposals") == [("approved", 9)]
    assert stored("SELECT author_id, link FROM edits JOIN claims ON edit_id = edits.id") == [
        (9, SOURCE)
    ]


async def test_a_suggestion_that_came_true_meanwhile_is_shown_as_such(
    services: Services, show: int
) -> None:
    """And not as a change from a value to the same one."""

    async def shown() -> str:
        view = review(await first(services), services.clock())
        return "\n".join(texts(view.to_components()))

    await suggest(services, act(user=1), show)
    assert "→ HBO" in await shown()
    await put(services, act(user=9), show, "network", "HBO")
    text = await shown()
    assert "network: HBO (as it stands by now)" in text
    assert "→" not in text


async def test_when_closing_fails_nothing_is_written(
    services: Services, show: int, stored: Stored
) -> None:
    await suggest(services, act(user=1), show)
    token = await token_of(services)
    before = stored.everything()
    await fill_disk(services.database, "proposals", "UPDATE")
    with pytest.raises(Exception, match="disk is full"):
        await services.review_queue.approve(act(), token)
    assert stored.everything() == before


async def test_of_three_who_decide_at_once_one_does_and_the_others_read_so(
    services: Services, show: int, stored: Stored
) -> None:
    await suggest(services, act(user=1), show)
    token = await token_of(services)
    done = await asyncio.gather(
        services.review_queue.approve(act(user=8), token),
        services.review_queue.reject(act(user=9), token, "no"),
        services.review_queue.approve(act(user=10), token),
        return_exceptions=True,
    )
    lost = [error for error in done if isinstance(error, BaseException)]
    assert len(lost) == 2
    assert all(isinstance(e, GoneError) and "faster" in str(e) for e in lost)
    assert stored.one("SELECT count(*) FROM edits") == stored.one(
        "SELECT state = 'approved' FROM proposals"
    )
    with pytest.raises(GoneError, match="Somebody was faster"):
        await services.review_queue.get(act(), token)


async def test_a_reason_is_needed(services: Services, show: int, stored: Stored) -> None:
    await suggest(services, act(user=1), show)
    token = await token_of(services)
    for reason in ("", "  \n ", "x" * 301):
        with pytest.raises(BadInputError, match="Give a reason"):
            await services.review_queue.reject(act(), token, reason)
    assert stored.one("SELECT state FROM proposals") == "open"


@pytest.mark.parametrize("gone_by", [timedelta(days=31), timedelta(days=-365)])
async def test_what_was_turned_down_comes_again_with_a_better_source_or_later(
    services: Services, show: int, clock: StoppedClock, stored: Stored, gone_by: timedelta
) -> None:
    """Later is also the day to which a clock is set back that was a year ahead."""
    await suggest(services, act(user=1), show)
    old = await token_of(services)
    await services.review_queue.reject(act(), old, "**no** source")
    with pytest.raises(BadInputError, match=r"turned down: \\\*\\\*no\\\*\\\* source"):
        await suggest(services, act(user=2), show)
    await suggest(services, act(user=2), show, source="https://variety.com/x")
    assert stored.one("SELECT count(*) FROM proposals") == 1
    at = await first(services)
    assert at.proposal is not None
    assert (at.proposal.proposers, at.proposal.link) == ((2,), "https://variety.com/x")
    with pytest.raises(GoneError):
        await services.review_queue.get(act(), old)
    await services.review_queue.reject(act(), at.proposal.token, "still no")
    clock.now += gone_by
    await suggest(services, act(user=1), show, source="https://variety.com/x")
    assert (await first(services)).total == 1


async def test_what_was_approved_and_changed_since_can_be_suggested_again(
    services: Services, show: int
) -> None:
    await suggest(services, act(user=1), show)
    await services.review_queue.approve(act(), await token_of(services))
    await put(services, act(), show, "network", "Netflix")
    await suggest(services, act(user=1), show)
    assert (await first(services)).total == 1
