"""Who will hear of a change, as the editor who made it is told at once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..answers.library import Library
from ..errors import StoreError
from ..facts.resolve import Change
from ..foundation.database import Database, Transaction
from .change_kinds import kind_of, mask_of
from .queries import debounce_windows, subscriptions
from .queries.subscriptions import Followers

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who will be told of an edit; followers that are paused are told once they are resumed.

    `told` is False for changes that no alert reports, whoever follows what: because of their kind,
    or because they restore what was reported last.
    """

    followers: Followers = field(default_factory=Followers)
    told: bool = True


class Audience:
    """Knows which channels follow a show, its network or everything."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def hearing(self, changes: Sequence[Change], guild_id: int) -> Hearing:
        """Who will be told of changes already made; nobody if that cannot be looked up."""
        try:
            return await self._hearing(changes, guild_id)
        except StoreError as error:
            _LOG.warning("cannot look up who hears of a change: %s", error)
            return Hearing()

    async def _hearing(self, changes: Sequence[Change], guild_id: int) -> Hearing:
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
            return Hearing(await subscriptions.followers(reading, conditions, guild_id))

    async def _waiting(
        self, reading: Transaction, changes: Sequence[Change]
    ) -> dict[tuple[int, int], list[Change]]:
        """The changes that wait in a window, by scope and show.

        Only the windows know: an import opens none, nor does a trailer that was removed, and an
        edit undone in time restores the value from before its window opened.
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
