"""Who will hear of a change, as the editor who made it is told at once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..errors import StoreError
from ..facts.models import Claim
from ..facts.queries.claims import claims_of
from ..facts.resolve import Change, resolve, show_of, visible
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from ..foundation.loops import TimeSlice
from .change_kinds import kind_of
from .debounce_rules import is_for_the_record
from .queries import debounce_windows, subscriptions
from .queries.debounce_windows import Window
from .queries.event_news import News
from .queries.subscriptions import Followers
from .reported_changes import concerns

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who will be told of an edit; followers that are paused are told once they are resumed.

    `told` is False for changes that no alert reports, whoever follows what: because of their kind,
    because they only complete the record, or because they restore what was reported last.
    """

    followers: Followers = field(default_factory=Followers)
    told: bool = True


class Audience:
    """Knows which channels follow a show, its network or everything."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def hearing(self, changes: Sequence[Change], guild_id: int) -> Hearing:
        """Who will be told of changes already made; nobody if that cannot be looked up."""
        try:
            return await self._hearing(changes, guild_id)
        except StoreError as error:
            _LOG.warning("cannot look up who hears of a change: %s", error)
            return Hearing()

    async def _hearing(self, changes: Sequence[Change], guild_id: int) -> Hearing:
        async with self._database.read() as reading:
            now = self._clock()
            reports = [
                (scope, show_id, report)
                for (scope, show_id), reported in (await self._waiting(reading, changes)).items()
                for report in await _reports(reading, scope, show_id, reported, now)
            ]
            if not reports:
                return Hearing(told=False)
            conditions = [
                await subscriptions.following_show(
                    reading,
                    show_id,
                    scope=scope,
                    network=report.network,
                    kinds=report.kind,
                    without=report.deaf,
                )
                for scope, show_id, report in reports
            ]
            return Hearing(await subscriptions.followers(reading, conditions, guild_id))

    async def _waiting(
        self, reading: Transaction, changes: Sequence[Change]
    ) -> dict[tuple[int, int], list[tuple[Window, Change]]]:
        """The changes that wait in a window, each with its window, by scope and show.

        Only the windows tell this: an import opens none, nor does the removal of a trailer, and an
        edit undone in time restores the value from before its window opened.
        """
        shows: dict[int, set[int]] = {}
        for change in changes:
            shows.setdefault(change.scope, set()).add(change.show_id)
        waiting: dict[tuple[int, int], list[tuple[Window, Change]]] = {}
        for scope, show_ids in shows.items():
            windows = await debounce_windows.open_windows(reading, scope, show_ids)
            for change in changes:
                window = windows.get(change.place) if change.scope == scope else None
                if window is not None and window.before != change.after:
                    waiting.setdefault((scope, change.show_id), []).append((window, change))
        return waiting


@dataclass(frozen=True, slots=True)
class _Report:
    """What messages report of a show: the bit of one kind of change, and the show's network.

    `deaf` are the servers that are told of none of these changes.
    """

    kind: int
    network: str | None
    deaf: frozenset[int]


async def _reports(
    reading: Transaction,
    scope: int,
    show_id: int,
    waiting: Sequence[tuple[Window, Change]],
    now: datetime,
) -> list[_Report]:
    claims = await claims_of(reading, show_id)
    show = show_of(show_id, resolve(visible(claims, scope)), scope=scope)
    network = show.network.value if show is not None and show.network is not None else None
    items = [
        _item(change)
        for window, change in waiting
        if show is None or not is_for_the_record(window, change.after, show, now)
    ]
    deaf = await _deaf(claims, show_id, items) if scope == 0 else {}
    kinds = sorted({item.kind for item in items})
    return [_Report(kind, network, frozenset(deaf.get(kind, ()))) for kind in kinds]


async def _deaf(
    claims: Sequence[Claim], show_id: int, items: Sequence[News]
) -> dict[int, set[int]]:
    """By the bit of a kind, the servers that are told none of everybody's changes of that kind.

    They are those whose own people say something else about the season, or hide the show.
    """
    seasons = {item.season for item in items}
    speaking = {
        claim.scope
        for claim in claims
        if claim.scope and (claim.season in seasons or claim.field == "hidden")
    }
    deaf: dict[int, set[int]] = {item.kind: set() for item in items}
    time_slice = TimeSlice()
    for server in sorted(speaking):
        await time_slice.pause()
        show = show_of(show_id, resolve(visible(claims, server)), scope=server)
        heard = {item.kind for item in items if show is not None and concerns(item, show, {})}
        for kind in deaf.keys() - heard:
            deaf[kind].add(server)
    return deaf


def _item(change: Change) -> News:
    """A change as a message would report it."""
    kind = kind_of(change.season, change.field)
    assert kind is not None, "it waits in a window"
    return News(
        change.show_id,
        change.scope,
        change.season,
        change.field,
        change.key,
        kind.value,
        change.before,
        change.after,
    )
