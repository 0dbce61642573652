"""Who hears of a change: what an editor is shown before, and the fan-out to each channel."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..answers.library import Library
from ..errors import StoreError
from ..facts.resolve import Change
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from .change_kinds import bits, kind_of, mask_of
from .queries import debounce_windows, deliveries, events, subscriptions
from .queries.paused_channels import pauses_in

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears of an edit: the channels of the editor's own server, and how many elsewhere.

    Those of its channels that are `paused` hear of it once they are back. `told` is False of
    changes that no alert tells of, whoever follows what: of their kind, or because they bring back
    what was told last.
    """

    channels: tuple[int, ...] = ()
    elsewhere: int = 0
    paused: tuple[int, ...] = ()
    told: bool = True


class Audience(Protocol):
    """Knows which channels follow what."""

    async def hearing(self, changes: Sequence[Change], guild_id: int) -> Hearing:
        """The channels that these changes will be told in."""
        ...


class Followers:
    """The channels that follow a show, its network or everything."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def hearing(self, changes: Sequence[Change], guild_id: int) -> Hearing:
        """The channels that these changes will be told in."""
        async with self._database.read() as reading:
            waiting = await self._waiting(reading, changes)
            if not waiting:
                return Hearing(told=False)
            conditions = []
            for (scope, show_id), some in waiting.items():
                show = await self._library.show(show_id, scope)
                network = show.network if show is not None else None
                kinds = (kind_of(change.season, change.field) for change in some)
                conditions.append(
                    await subscriptions.following_show(
                        reading,
                        show_id,
                        scope=scope,
                        network=network.value if network is not None else None,
                        kinds=mask_of(kind.value for kind in kinds if kind is not None),
                    )
                )
            here, elsewhere = await subscriptions.audience(reading, conditions, guild_id)
            paused = {pause.channel_id for pause in await pauses_in(reading, here)}
        heard = tuple(channel for channel in here if channel not in paused)
        return Hearing(heard, elsewhere, tuple(channel for channel in here if channel in paused))

    async def _waiting(
        self, reading: Transaction, changes: Sequence[Change]
    ) -> dict[tuple[int, int], list[Change]]:
        """The changes that wait in a window to be told, by scope and show.

        Only the windows know it: an import opens none, nor does a trailer that went, and what is
        undone in time is what it was before its window opened.
        """
        shows: dict[int, set[int]] = {}
        for change in changes:
            shows.setdefault(change.scope, set()).add(change.show_id)
        waiting: dict[tuple[int, int], list[Change]] = {}
        for scope, show_ids in shows.items():
            windows = await debounce_windows.open_windows(reading, scope, show_ids)
            for change in changes:
                window = windows.get(change.place) if change.scope == scope else None
                if window is not None and window.before != change.after:
                    waiting.setdefault((scope, change.show_id), []).append(change)
        return waiting


async def hearing_of(audience: Audience, changes: Sequence[Change], guild_id: int) -> Hearing:
    """Who hears of changes that are already made; empty when that cannot be looked up."""
    try:
        return await audience.hearing(changes, guild_id)
    except StoreError as error:
        _LOG.warning("cannot look up who hears of a change: %s", error)
        return Hearing()


CHUNK = 10_000
"""How many deliveries are written under one lock, which takes a fraction of a second."""


class FanOut:
    """Writes the deliveries of events. Killed at any moment, it goes on where a chunk ended."""

    def __init__(self, database: Database, clock: Clock, chunk: int = CHUNK) -> None:
        self._database = database
        self._clock = clock
        self._chunk = chunk

    async def step(self) -> bool:
        """Write one chunk of deliveries for the oldest event that is not fanned out; True if there
        was one.

        Raises:
            StoreError: the database cannot be used; the chunk is written next time.
        """
        if not await events.any_unfanned(self._database):
            return False
        async with self._database.write() as writing:
            waiting = await events.unfanned(writing, 1)
            if not waiting:
                return False
            event = waiting[0]
            assert event.show_id is not None
            where = await subscriptions.following_show(
                writing,
                event.show_id,
                scope=event.scope,
                network=event.network,
                kinds=event.mask,
            )
            last = await deliveries.fan_out(
                writing,
                event.id,
                where,
                bits(event.mask),
                now=self._clock(),
                after=event.cursor,
                size=self._chunk,
            )
            await events.fanned_to(writing, event.id, cursor=last or 0, done=last is None)
        return True
