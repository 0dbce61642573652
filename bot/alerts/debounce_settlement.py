"""The settlement of due windows: what still differs becomes one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ..facts.queries.claims import claims_of
from ..facts.queries.records import last_checked_by_source
from ..facts.resolve import Resolved, fact_at, resolve, show_of, visible
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from . import earlier_news
from .change_kinds import kind_of, mask_of
from .debounce_rules import (
    UNDO_ROUNDS,
    WEEK,
    Evidence,
    Patience,
    Settlement,
    settlement_of,
    with_their_premiere,
)
from .queries import debounce_windows, event_news, events, subscriptions
from .queries.debounce_windows import Window
from .queries.event_news import News

_AT_ONCE = 50
"""How many shows are looked at in one step."""


class Settler:
    """Looks at the windows that are due, and writes the resulting events."""

    def __init__(self, database: Database, clock: Clock, patience: Patience) -> None:
        self._database = database
        self._clock = clock
        self._patience = patience

    async def step(self) -> bool:
        """Settle the windows that are due; True if an event was written or changed.

        Raises:
            StoreError: the database cannot be used; what was not looked at stays due.
        """
        now = self._clock()
        if not await debounce_windows.any_due(self._database, now):
            return False
        async with self._database.read() as reading:
            due = await debounce_windows.due_shows(reading, now, _AT_ONCE)
        written = False
        for scope, show_id in due:
            async with self._database.write() as writing:
                written |= await self._show(writing, scope, show_id)
        return written

    async def _show(self, writing: Transaction, scope: int, show_id: int) -> bool:
        """Settle what is due for a show in a scope; all of it becomes one event."""
        now = self._clock()
        opened = await debounce_windows.of_show(writing, scope, show_id)
        if not any(window.due_at <= now for window in opened):
            return False
        claims = visible(await claims_of(writing, show_id), scope)
        checked = (await last_checked_by_source(writing, [show_id]))[show_id]
        resolved = resolve(claims)
        show = show_of(show_id, resolved, scope=scope)
        if show is None:
            await self._wait_for_removed_show(writing, opened, now)
            return False
        links = {window.key for window in opened if window.field == "trailers"}
        told = await event_news.told_trailers(writing, show_id, scope, links)
        evidence = Evidence(claims, resolved, checked, now, self._patience, show, opened, told)
        settlements = {window.id: settlement_of(window, evidence) for window in opened}
        settlements |= self._due_soon(opened, settlements, evidence)
        settlements |= with_their_premiere(opened, settlements)
        if scope:
            settlements |= await self._deferred_to_everybody(writing, opened, settlements, evidence)
        if (later := self._undoable_until(opened, settlements, now)) is not None:
            ripe = [window.id for window in opened if window.due_at <= now]
            await debounce_windows.look_later(writing, ripe, later)
            return False
        closed = [window for window in opened if settlements[window.id] is Settlement.CLOSE]
        await debounce_windows.close(writing, [window.id for window in closed])
        waiting = [
            window.id
            for window in opened
            if settlements[window.id] is Settlement.WAIT and window.due_at <= now
        ]
        await debounce_windows.look_later(writing, waiting, now + self._look_again())
        announced = [window for window in opened if settlements[window.id] is Settlement.ANNOUNCE]
        if not announced:
            return False
        await debounce_windows.close(writing, [window.id for window in announced])
        return await self._announce(writing, announced, evidence)

    async def _wait_for_removed_show(
        self, writing: Transaction, opened: Sequence[Window], now: datetime
    ) -> None:
        """Let the changes of a removed show wait for a week, because the removal may be undone."""
        over = [window.id for window in opened if now - window.opened_at > WEEK]
        await debounce_windows.close(writing, over)
        ripe = [window.id for window in opened if window.due_at <= now and window.id not in over]
        await debounce_windows.look_later(writing, ripe, now + self._look_again())

    async def _deferred_to_everybody(
        self,
        writing: Transaction,
        opened: Sequence[Window],
        settlements: Mapping[int, Settlement],
        evidence: Evidence,
    ) -> dict[int, Settlement]:
        """The windows of a server that by now sees everybody's value: it is announced to everybody.

        While that value still waits to be announced these windows wait too; once it was announced
        they close.
        """
        general: dict[int, Settlement] = {}
        waiting = await debounce_windows.open_windows(
            writing, 0, {window.show_id for window in opened}
        )
        for window in opened:
            fact = fact_at(evidence.resolved, window.place)
            if (
                settlements[window.id] is not Settlement.ANNOUNCE
                or fact is None
                or fact.claim.scope
            ):
                continue
            announced = await event_news.news_about(
                writing, 0, window.place, None, window.opened_at
            )
            if window.place in waiting:
                general[window.id] = Settlement.WAIT
            elif announced and announced[-1].after == fact.value:
                general[window.id] = Settlement.CLOSE
        return general

    def _due_soon(
        self, opened: Sequence[Window], settlements: Mapping[int, Settlement], evidence: Evidence
    ) -> dict[int, Settlement]:
        """A show's changes by sources that would settle soon: they are settled with what is
        announced now.

        Sources are asked one after the other, and one message reports what both changed.
        """
        if Settlement.ANNOUNCE not in settlements.values():
            return {}
        soon = evidence.now + self._look_again()
        return {
            window.id: settlement_of(window, replace(evidence, now=window.due_at))
            for window in opened
            if window.source is not None and evidence.now < window.due_at <= soon
        }

    def _look_again(self) -> timedelta:
        """How long until an unsure window is looked at again: sources are asked rarely."""
        return max(timedelta(seconds=5), min(timedelta(minutes=5), self._patience.settle / 6))

    def _undoable_until(
        self, opened: Sequence[Window], settlements: Mapping[int, Settlement], now: datetime
    ) -> datetime | None:
        """The instant until which edits of the same show that can still be undone are waited
        for."""
        people = [
            window
            for window in opened
            if window.source is None and settlements[window.id] is not Settlement.CLOSE
        ]
        if not people:
            return None
        latest = max(window.due_at for window in people)
        patience = self._patience.undo * UNDO_ROUNDS
        horizon = min(latest, min(window.opened_at for window in people) + patience)
        return horizon if horizon > now else None

    async def _announce(
        self, writing: Transaction, announced: Sequence[Window], evidence: Evidence
    ) -> bool:
        first = announced[0]
        now = evidence.now
        show = evidence.show
        assert show is not None
        news = []
        written = False
        for window in announced:
            if await earlier_news.takes_back(writing, window, evidence):
                written = True
                continue
            if await earlier_news.is_told_by_a_season(writing, window, evidence, announced):
                continue
            item = _news(window, evidence.resolved)
            if await earlier_news.completes(writing, item, announced, now):
                written = True
                continue
            news.append(item)
        if not news:
            return written
        kinds = mask_of(item.kind for item in news)
        network = show.network.value if show.network is not None else None
        where = await subscriptions.following_show(
            writing, first.show_id, scope=first.scope, network=network, kinds=kinds
        )
        # What nobody follows is stored as well, because `/news` shows it.
        followed = await subscriptions.anybody(writing, where)
        token = await events.token_of_changes(writing, first.scope, first.show_id, news)
        event = events.NewEvent(
            token=token,
            kind=events.CHANGE,
            scope=first.scope,
            show_id=first.show_id,
            season=news[0].season if len({item.season for item in news}) == 1 else None,
            mask=kinds,
            network=network,
        )
        await events.add(writing, event, now, news, fanned=not followed)
        return True


def _news(window: Window, resolved: Resolved) -> News:
    fact = fact_at(resolved, window.place)
    kind = kind_of(window.season, window.field)
    assert kind is not None
    return News(
        show_id=window.show_id,
        scope=window.scope,
        season=window.season,
        field=window.field,
        key=window.key,
        kind=kind.value,
        before=window.before,
        after=fact.value if fact is not None else None,
        link=fact.claim.source if fact is not None else None,
        edit_id=window.edit_id,
        source=window.source,
    )
