"""Keeps the projection of the dates of seasons up with what is written, show by show."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ..clock import Clock
from ..foundation.database import Database, Transaction, read_meta, write_meta
from .models import Claim
from .queries import season_dates
from .queries.claims import claims_about
from .queries.season_dates import StoredDate
from .queries.shows import next_written
from .season_dates import BEHIND, SeasonDate, views_of

REMEMBERED = timedelta(days=30)
"""For so long it is known that there was a date which was taken back."""

_REACHED = "season_dates_revision"
_BATCH = 500
_AT_ONCE = 50


class DateProjection:
    """The dates that resolve, as rows; whoever reads them has it catch up before."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._catching_up = asyncio.Lock()

    async def catch_up(self, batches: int | None = None) -> bool:
        """Take up the shows written since the last time; True where there are more.

        At most so many batches of shows, where a number is given.

        Raises:
            StoreError: the database cannot be used; the rest is done next time.
        """
        async with self._catching_up:
            while batches is None or batches > 0:
                if not await self._batch():
                    return False
                if batches is not None:
                    batches -= 1
            return True

    async def _batch(self) -> bool:
        now = self._clock()
        async with self._database.read() as reading:
            after = int(await read_meta(reading, _REACHED) or 0)
            following = await next_written(reading, after, _BATCH)
            if following is None:
                return False
            ids, reached = following
            shows = await season_dates.dated(reading, ids)
            rows = await self._rows(reading, shows, now)
        async with self._database.write() as writing:
            await season_dates.put_dates(writing, shows, rows)
            await write_meta(writing, _REACHED, str(reached))
        return True

    async def _rows(
        self, reading: Transaction, shows: Sequence[int], now: datetime
    ) -> list[StoredDate]:
        rows: list[StoredDate] = []
        for start in range(0, len(shows), _AT_ONCE):
            some = shows[start : start + _AT_ONCE]
            known = await season_dates.stored_dates(reading, some)
            for show_id, claims in (await claims_about(reading, some)).items():
                rows += rows_of(show_id, claims, known[show_id], now)
            await asyncio.sleep(0)
        return rows


def rows_of(
    show_id: int, claims: Sequence[Claim], known: Iterable[StoredDate], now: datetime
) -> list[StoredDate]:
    """The rows of a show by what is said of it now, and by the rows that there were.

    A date that stays keeps when it changed. A server that once saw something of its own keeps
    its rows, so that what it was told only ever moves forward.
    """
    before = {(row.scope, *row.key[1:]): row for row in known}
    scopes = {claim.scope for claim in claims} | {scope for scope, *_ in before}
    views = views_of(show_id, claims, scopes, now)
    general = views[0]
    rows = []
    for scope, view in sorted(views.items()):
        keys = view.keys() | {key[1:] for key in before if key[0] == scope}
        if scope:
            keys |= general.keys()
        for key in keys:
            dated, was = view.get(key), before.get((scope, *key))
            everybodys = general.get(key)
            if scope and was is None:
                if _alike(dated, everybodys):
                    continue
                # Until now it saw everybody's date, and its own goes on from there.
                was = before.get((0, *key))
            row = _row(scope, show_id, dated, was, everybodys, now)
            if row is not None:
                rows.append(row)
    return rows


def _alike(one: SeasonDate | None, other: SeasonDate | None) -> bool:
    return (one and one.airs) == (other and other.airs)


def _row(
    scope: int,
    show_id: int,
    dated: SeasonDate | None,
    was: StoredDate | None,
    everybodys: SeasonDate | None,
    now: datetime,
) -> StoredDate | None:
    """The row of one date; None where there is nothing left to remember."""
    if dated is None and was is not None:
        if was.gone:
            remembered = scope or now - was.changed_at < REMEMBERED
            return replace(was, scope=scope) if remembered else None
        if was.airs.latest() < (now - BEHIND).date():
            return None
        return replace(was, scope=scope, gone=True, changed_at=now, sequence=was.sequence + 1)
    stands = dated or everybodys
    if stands is None:
        return None
    claim = stands.claim
    row = StoredDate(
        scope,
        show_id,
        stands.season,
        stands.kind,
        stands.part,
        stands.airs,
        claim.by,
        claim.source,
        claim.as_of,
        now,
        gone=dated is None,
        country=stands.country,
    )
    if was is None:
        return row
    if not row.airs.exact:
        row = replace(row, last_exact=was.airs if was.airs.exact else was.last_exact)
    if was.airs == row.airs and not was.gone:
        return replace(row, changed_at=was.changed_at, sequence=was.sequence)
    return replace(row, sequence=was.sequence + 1)
