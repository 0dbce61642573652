"""What a paused channel missed: when it is back, what is still news is sent, each change once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..facts.models import Place
from ..facts.queries.claims import claims_of
from ..facts.queries.shows import with_merged_ids
from ..facts.resolve import Resolved, fact_at, resolve
from ..foundation.database import Transaction
from .change_kinds import ALL, AlertKind, mask_of
from .queries import (
    debounce_windows,
    deliveries,
    event_news,
    events,
    paused_channels,
    subscriptions,
)
from .queries.deliveries import Delivery, NewDelivery
from .queries.event_news import News
from .queries.events import Event
from .queries.subscriptions import Subscription

_MERGED = (events.CHANGE, events.MISSED, events.NOTICE, *events.TIMELY)
"""The fate of held deliveries that are not sent by themselves; results of suggestions are told
elsewhere."""


@dataclass(frozen=True, slots=True)
class _Missed:
    """The messages held for a channel, with the shows and subscriptions as its server has them now.

    `to_come` is the value before each change that the channel will still be told separately, and
    `own` are the ids of what was first announced about each place by the server's own people.
    """

    events: Mapping[int, Event]
    news: Mapping[int, Sequence[News]]
    resolved: Mapping[int, Resolved]
    followed: Mapping[int, Sequence[Subscription]]
    to_come: Mapping[Place, object]
    own: Mapping[Place, int]

    def kind(self, row: Delivery) -> str:
        return self.events[row.event_id].kind

    def told(self, row: Delivery) -> list[News]:
        """The changes of a row that still hold and are still followed."""
        return [
            item
            for item in self.news[row.event_id]
            if item.kind & row.mask
            and not item.struck
            and self.wanting(item.show_id, item.kind)
            and not self.is_others(item)
        ]

    def is_others(self, item: News) -> bool:
        """Whether everybody else was told something that the server's own people denied, and still
        deny."""
        fact = fact_at(self.resolved[item.show_id], item.place)
        denied = fact is not None and fact.claim.scope != 0
        return not item.scope and denied and self.own.get(item.place, item.id) < item.id

    def wanting(self, show_id: int | None, kinds: int) -> list[Subscription]:
        """The subscriptions of the channel to any of these kinds of a show's changes."""
        followed = self.followed.get(show_id or 0, ())
        return [item for item in followed if item.kinds & kinds]

    def is_timely(self, row: Delivery) -> bool:
        """Whether it is sent in time or not at all; a late one is dropped when it is prepared."""
        show_id = self.events[row.event_id].show_id
        followed = show_id is None or self.wanting(show_id, row.mask)
        return self.kind(row) in events.TIMELY and bool(followed)


async def tell_missed(writing: Transaction, channel_id: int, guild_id: int, now: datetime) -> None:
    """Release what was held for a channel, as far as it still holds and is followed there.

    A single event that still holds is sent as it is. If there are several, one message reports the
    net changes, each value with the one from before the first of them.
    """
    rows = await deliveries.waiting_in(writing, channel_id, (deliveries.HELD,))
    if not rows:
        return
    missed = await _missed(writing, rows, channel_id, guild_id)
    released = [row for row in rows if missed.is_timely(row)]
    changed = [
        row
        for row in rows
        if missed.kind(row) in (events.CHANGE, events.MISSED) and missed.told(row)
    ]
    told = [item for row in changed for item in missed.told(row)]
    net = _net(told, missed)
    if len(changed) == 1 and len(net) == len(told) and _unmoved(told, net):
        released.append(changed[0])
        net = []
    for row in released:
        event = missed.events[row.event_id]
        wanting = missed.wanting(event.show_id, row.mask)
        await paused_channels.release(writing, row, wanting, now)
    gone = {row.id for row in rows if missed.kind(row) in _MERGED} - {row.id for row in released}
    await deliveries.drop(writing, gone)
    if net:
        await _digest(writing, net, channel_id, guild_id, changed[-1].id, missed, now)


async def _missed(
    writing: Transaction, rows: Sequence[Delivery], channel_id: int, guild_id: int
) -> _Missed:
    known = await events.by_id(writing, {row.event_id for row in rows})
    news = await event_news.news_of(writing, known)
    shows = {item.show_id for items in news.values() for item in items}
    shows |= {event.show_id for event in known.values() if event.show_id is not None}
    resolved: dict[int, Resolved] = {}
    followed: dict[int, Sequence[Subscription]] = {}
    for show_id in sorted(shows):
        about = resolved[show_id] = resolve(await claims_of(writing, show_id, guild_id))
        ids = await with_merged_ids(writing, show_id)
        # Followers of the network that the show was on at that time are told of what happened at
        # that time.
        networks = {event.network for event in known.values() if event.show_id == show_id}
        networks |= {str(fact.value) for fact in about.get((None, "network"), ())}
        here: dict[int, Subscription] = {}
        for network in networks or {None}:
            where = subscriptions.following(scope=0, show_ids=ids, network=network, kinds=ALL)
            followed_here = await subscriptions.of_channel(writing, channel_id, where)
            here |= {item.id: item for item in followed_here}
        followed[show_id] = list(here.values())
    to_come = await _to_come(writing, resolved, guild_id, known)
    own = await event_news.own_news(writing, guild_id, shows) if guild_id else []
    first = {item.place: item.id for item in reversed(own)}
    return _Missed(known, news, resolved, followed, to_come, first)


async def _to_come(
    writing: Transaction,
    resolved: Mapping[int, Resolved],
    guild_id: int,
    missed: Collection[int],
) -> Mapping[Place, object]:
    """The value before each change of those shows that is still to be announced there, by place.

    Those are changes whose window is open, and events not among the `missed` that are not fanned
    out yet. A change for everybody does not concern a server whose own people say otherwise.
    """
    before: dict[Place, object] = {}
    unfanned = [event for event in await events.unfanned(writing) if event.id not in missed]
    news = await event_news.news_of(writing, [event.id for event in unfanned])
    for scope in (0, guild_id):
        opened = await debounce_windows.open_windows(writing, scope, resolved)
        waiting = [(place, window.before) for place, window in opened.items()]
        # A later event begins where an earlier one ends.
        for event in reversed(unfanned):
            if event.scope == scope:
                waiting += [(item.place, item.before) for item in news[event.id]]
        for place, value in waiting:
            fact = fact_at(resolved.get(place.show_id, {}), place)
            if scope or fact is None or not fact.claim.scope:
                before[place] = value
    return before


def _unmoved(missed: Sequence[News], net: Sequence[News]) -> bool:
    now = {item.place: item.after for item in net}
    return all(now.get(item.place) == item.after for item in missed)


def _net(told: Sequence[News], missed: _Missed) -> list[News]:
    """What differs now from before the first missed change of each place.

    A change that is yet to be announced is left out, or it would be announced twice.
    """
    first: dict[Place, News] = {}
    last: dict[Place, News] = {}
    for item in told:
        first.setdefault(item.place, item)
        last[item.place] = item
    net = []
    for place, item in sorted(first.items(), key=lambda entry: entry[0].show_id):
        fact = fact_at(missed.resolved[place.show_id], place)
        value = fact.value if fact is not None else None
        value = missed.to_come.get(place, value)
        if value == item.before or (value is None and item.kind == AlertKind.TRAILER):
            continue
        # Undoing the last change that was told strikes it out; undoing the first does not.
        said = last[place]
        if said.after != value:
            said = replace(said, link=None, scope=item.scope, edit_id=None, source=None)
        if fact is not None and fact.value == value:
            # Who said it: what the server's own people say concerns the server in any case.
            said = replace(said, link=fact.claim.source, scope=fact.claim.scope)
        net.append(replace(said, before=item.before, after=value))
    return net


async def _digest(
    writing: Transaction,
    net: Sequence[News],
    channel_id: int,
    guild_id: int,
    last: int,
    missed: _Missed,
    now: datetime,
) -> None:
    shows = {item.show_id for item in net}
    mask = mask_of(item.kind for item in net)
    event = events.NewEvent(
        token=events.token_of(events.MISSED, channel_id, last),
        kind=events.MISSED,
        scope=guild_id,
        show_id=next(iter(shows)) if len(shows) == 1 else None,
        mask=mask,
    )
    event_id = await events.add(writing, event, now, net, fanned=True)
    if event_id is None:
        return
    wanting = [wish for item in net for wish in missed.wanting(item.show_id, item.kind)]
    new = NewDelivery(
        event_id, channel_id, guild_id, mask=mask, role_id=subscriptions.mentioned(wanting)
    )
    await deliveries.add(writing, new, now)
