"""Drops from a channel's outbox what is no longer wanted there."""

from __future__ import annotations

from ..foundation.database import Transaction
from .queries import deliveries, events, subscriptions
from .queries.deliveries import HELD, PENDING, Delivery
from .queries.events import Event


async def drop_unfollowed(writing: Transaction, channel_id: int) -> None:
    """Drop what a channel no longer follows: hundreds of messages may wait after a burst.

    What is held for a paused channel is sorted out when it is back.
    """
    rows = await deliveries.waiting_in(writing, channel_id)
    known = await events.by_id(writing, {row.event_id for row in rows})
    wanted: dict[tuple[int, int | None, str | None, int], bool] = {}
    unwanted = []
    for row in rows:
        event = known[row.event_id]
        if event.kind not in (events.CHANGE, events.REMINDER):
            continue
        about = (event.scope, event.show_id, event.network, row.mask)
        if about not in wanted:
            wanted[about] = await _is_followed(writing, row, event)
        if not wanted[about]:
            unwanted.append(row.id)
    await deliveries.drop(writing, unwanted)


async def _is_followed(writing: Transaction, row: Delivery, event: Event) -> bool:
    assert event.show_id is not None
    where = await subscriptions.following_show(
        writing, event.show_id, scope=event.scope, network=event.network, kinds=row.mask
    )
    return bool(await subscriptions.of_channel(writing, row.channel_id, where))


async def drop_digests(writing: Transaction, channel_id: int) -> None:
    """Drop a channel's digest that is held during a pause or waits for a retry."""
    rows = await deliveries.waiting_in(writing, channel_id, (PENDING, HELD))
    known = await events.by_id(writing, {row.event_id for row in rows})
    await deliveries.drop(
        writing, [row.id for row in rows if known[row.event_id].kind == events.DIGEST]
    )
