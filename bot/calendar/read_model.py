"""Reads what is coming up and what is new, as everybody or one server sees it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from ..alerts.queries import events, subscriptions
from ..alerts.queries.event_news import News
from ..alerts.queries.subscriptions import EVERYTHING, NETWORK, SHOW
from ..alerts.reported_changes import concerns
from ..answers.library import Library
from ..errors import StoreError, in_a_line
from ..facts.models import Show, TitleEntry
from ..facts.networks import network_key, on_one_of
from ..facts.projections import DateProjection
from ..facts.queries.edits import shows_with_edits, written_since
from ..facts.queries.identifiers import later_keys
from ..facts.queries.season_dates import StoredDate, dates_between
from ..facts.queries.shows import title_entries
from ..foundation.database import Database, Transaction
from ..foundation.loops import TimeSlice
from .news import NewsItem, news_items
from .upcoming import Agenda, Entry, FollowedShows, Source, Wanted, called_by, chosen
from .upcoming import agenda as laid_out

_LOG = logging.getLogger(__name__)

_BATCHES = 2
"""How many batches of recent writes are projected before an answer; the rest follows by itself."""

_AROUND = timedelta(days=1)
"""Days by which a query is widened: rows have UTC days, and in a zone an instant may fall on the
day before or after."""


class Calendar:
    """What is coming up and what is new. Scope 0 is everybody's view, without any server's own
    facts.

    `patience` is how many seconds an answer waits for recent writes to be projected: a person waits
    three.
    """

    patience = 0.5

    def __init__(self, database: Database, library: Library, dates: DateProjection) -> None:
        self._database = database
        self._library = library
        self._dates = dates

    async def entries(
        self,
        first: date,
        last: date,
        *,
        scope: int = 0,
        follows: FollowedShows | None = None,
        show_ids: Collection[int] | None = None,
        gone: bool = False,
    ) -> list[Entry]:
        """The calendar's entries that may fall on those days in any zone, ordered by date.

        `follows` marks the followed ones; with `show_ids` only those shows' are included; with
        `gone` also those taken back within the last `REMEMBERED`.

        Raises:
            StoreError: the database cannot be read.
        """
        await self._catch_up()
        async with self._database.read() as reading:
            rows = await dates_between(reading, first - _AROUND, last + _AROUND, scope)
            rows = [
                row
                for row in rows
                if (gone or not row.gone) and (show_ids is None or row.show_id in show_ids)
            ]
            titles = await _titles(reading, {row.show_id for row in rows}, scope)
        time_slice, entries = TimeSlice(), []
        for row in rows:
            if (title := titles.get(row.show_id)) is not None:
                entries.append(_entry(row, title, follows))
                await time_slice.pause()
        return entries

    async def news(
        self,
        since: datetime,
        *,
        scope: int = 0,
        show_ids: Collection[int] | None = None,
        network: str | None = None,
    ) -> list[NewsItem]:
        """A calendar's news since then (about those shows, on that network), the newest first.

        A server gets its own news too, and none of everybody's that contradict its own people.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            changes = await events.news_since(reading, since, {0, scope}, show_ids)
            ids = {change.show_id for change in changes}
            titles = await _titles(reading, ids, scope)
            keys = await _keys_of(reading, network)
            own = await shows_with_edits(reading, ids, scope) if scope else frozenset()
            said = await written_since(reading, own, [scope], since) if own else {}
        items = news_items(await self._concerning(changes, own, scope, said), titles)
        return [item for item in items if keys is None or on_one_of(keys, item.network)]

    async def _concerning(
        self,
        changes: Iterable[News],
        own: Collection[int],
        scope: int,
        said: Mapping[int, datetime],
    ) -> Sequence[News]:
        seen = []
        for change in changes:
            show = (
                await self._library.show(change.show_id, scope) if change.show_id in own else None
            )
            if show is None or concerns(change, show, said):
                seen.append(change)
        return seen

    async def chosen(self, entries: Iterable[Entry], wanted: Wanted) -> list[Entry]:
        """The calendar's entries that are asked for, including a network's later names.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            keys = await _keys_of(reading, wanted.network)
        return chosen(entries, wanted, keys)

    async def agenda(
        self,
        wanted: Wanted,
        days: int,
        now: datetime,
        *,
        scope: int = 0,
        user_id: int | None = None,
    ) -> Agenda:
        """The agenda from today for that many days, in the zone of the aware `now`.

        A day that is over there but not yet where a show comes out is included.

        Raises:
            StoreError: the database cannot be read.
        """
        assert now.tzinfo is not None
        first, last = now.date(), now.date() + timedelta(days=days)
        follows = await self.follows(scope, user_id)
        entries = await self.entries(first, last, scope=scope, follows=follows)
        return laid_out(await self.chosen(entries, wanted), first, last, now.tzinfo, now)

    async def shows(self, ids: Iterable[int], scope: int = 0) -> Mapping[int, Show]:
        """Shows as a server sees them, by id; those it does not see are left out.

        Raises:
            StoreError: the database cannot be read.
        """
        return await self._library.shows(ids, scope)

    async def translated(self, plan: Agenda, shown: Iterable[Entry], scope: int = 0) -> Agenda:
        """The agenda with the titles of its shows and seasons in the spoken language.

        Raises:
            StoreError: the database cannot be read.
        """
        return called_by(plan, await self.shows({entry.show_id for entry in shown}, scope))

    async def follows(self, guild_id: int = 0, user_id: int | None = None) -> FollowedShows:
        """What a server's channels and a person follow.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            rows = await subscriptions.of_guild(reading, guild_id) if guild_id else []
            if user_id is not None:
                rows += await subscriptions.of_user(reading, user_id)
            networks = {row.key for row in rows if row.target == NETWORK}
            later = await later_keys(reading, networks) if networks else {}
        return FollowedShows(
            frozenset(int(row.key) for row in rows if row.target == SHOW),
            frozenset(networks.union(*later.values())),
            any(row.target == EVERYTHING for row in rows),
        )

    async def _catch_up(self) -> None:
        try:
            async with asyncio.timeout(self.patience):
                await self._dates.catch_up(_BATCHES)
        except (StoreError, TimeoutError) as error:
            # What is stored can be read all the same.
            _LOG.info("the dates of seasons are not up to date yet: %s", in_a_line(error))


async def _keys_of(reading: Transaction, network: str | None) -> frozenset[str] | None:
    """A network's key and its later ones; None without a network."""
    if network is None:
        return None
    key = network_key(network)
    later = await later_keys(reading, [key])
    return frozenset((key, *later.get(key, ())))


async def _titles(
    reading: Transaction, show_ids: Collection[int], scope: int
) -> Mapping[int, TitleEntry]:
    """The titles of those shows as a server sees them; a hidden show has none."""
    entries = await title_entries(reading, sorted(show_ids))
    seen = [entry for entry in entries if entry.scope in (0, scope)]
    titles = {entry.show_id: entry for entry in sorted(seen, key=lambda entry: entry.scope)}
    return {show_id: entry for show_id, entry in titles.items() if not entry.hidden}


def _entry(row: StoredDate, title: TitleEntry, follows: FollowedShows | None) -> Entry:
    followed = follows is not None and follows.includes(row.show_id, title.network)
    return Entry(
        show_id=row.show_id,
        title=title.title,
        year=title.year,
        season=row.season,
        part=row.part,
        kind=row.kind,
        airs=row.airs,
        network=title.network,
        show_kind=title.kind,
        source=Source(row.by, row.link, row.as_of),
        changed_at=row.changed_at,
        sequence=row.sequence,
        gone=row.gone,
        last_exact=row.last_exact,
        country=row.country,
        followed=followed,
        scope=row.scope,
    )
