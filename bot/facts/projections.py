"""Projections of shows, derived from their claims: the titles and ids that they are found by, and
the dates of their seasons."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from ..foundation.meta import next_revision, read_meta, write_meta
from ..foundation.sql import chunks
from .models import Claim, Show, TitleEntry
from .queries import season_dates
from .queries.claims import claims_about
from .queries.identifiers import put_identifiers
from .queries.index_rows import link_rows, unlisted
from .queries.season_dates import StoredDate
from .queries.shows import add_shows, drop_titles, next_written, put_titles
from .resolve import Resolved, resolve, show_of, visible
from .season_dates import BEHIND, SeasonDate, views_of

_NAMING = frozenset(
    {
        "title",
        "original_title",
        "aliases",
        "year",
        "country",
        "network",
        "kind",
        "popularity",
        "hidden",
    }
)


@dataclass(frozen=True, slots=True)
class Projection:
    """The rows derived from one show's claims; `gone` are (scope, show) rows to delete."""

    titles: tuple[TitleEntry, ...]
    gone: tuple[tuple[int, int], ...]
    identifiers: tuple[tuple[str, str, int], ...]

    def of(self, show_id: int) -> Projection:
        """The same rows for a show with another id."""
        return Projection(
            tuple(entry._replace(show_id=show_id) for entry in self.titles),
            tuple((scope, show_id) for scope, _ in self.gone),
            tuple((provider, value, show_id) for provider, value, _ in self.identifiers),
        )


def projection_of(show_id: int, claims: Sequence[Claim], *, seen: Iterable[int] = ()) -> Projection:
    """The rows for everybody and for each server that names or hides the show its own way.

    `seen` are servers whose claims may just have gone: their rows go as well.
    """
    resolved = resolve(visible(claims, 0))
    everybody = show_of(show_id, resolved)
    titles: list[TitleEntry] = []
    gone: list[tuple[int, int]] = []
    if everybody is not None:
        titles.append(_entry(everybody, 0))
    elif ("title" in {name for _, name in resolved}) and claims:
        titles.append(_hidden(show_id, resolved, 0))
    else:
        gone.append((0, show_id))
    naming = {
        claim.scope
        for claim in claims
        if claim.scope and claim.season is None and claim.field in _NAMING
    }
    for scope in sorted(naming):
        own = resolve(visible(claims, scope))
        show = show_of(show_id, own, scope=scope)
        if show is not None:
            titles.append(_entry(show, scope))
        elif (None, "title") in own:
            titles.append(_hidden(show_id, own, scope))
    gone.extend((scope, show_id) for scope in set(seen) - naming if scope)
    identifiers = tuple((provider, value, show_id) for provider, value in _ids(resolved))
    return Projection(tuple(titles), tuple(gone), identifiers)


def _ids(resolved: Resolved) -> Iterable[tuple[str, str]]:
    """The ids of a show, even of a hidden one: the next record about it must not make another
    show."""
    return ((fact.claim.key, str(fact.value)) for fact in resolved.get((None, "ids"), ()))


def _entry(show: Show, scope: int) -> TitleEntry:
    names = [fact.value for fact in show.aliases]
    if show.original_title is not None and show.original_title.value != show.name:
        names.insert(0, show.original_title.value)
    return TitleEntry(
        show.id,
        show.name,
        show.first_year,
        show.country.value if show.country else None,
        show.network.value if show.network else None,
        show.kind.value.value if show.kind else None,
        show.popularity.value if show.popularity else 0.0,
        names=tuple(names),
        scope=scope,
    )


def _hidden(show_id: int, resolved: Resolved, scope: int) -> TitleEntry:
    title = str(resolved[None, "title"][0].value)
    return TitleEntry(show_id, title, scope=scope, hidden=True)


async def put_projections(
    writing: Transaction,
    projections: Mapping[int, Projection],
    *,
    new: frozenset[int] = frozenset(),
) -> None:
    """Replace the rows of those shows; the `new` shows have none yet."""
    titles = [entry for rows in projections.values() for entry in rows.titles]
    gone = [key for rows in projections.values() for key in rows.gone]
    identifiers = [row for rows in projections.values() for row in rows.identifiers]
    known = sorted(projections.keys() - new)
    await drop_titles(
        writing, [(entry.scope, entry.show_id) for entry in titles if entry.show_id not in new]
    )
    await drop_titles(writing, [key for key in gone if key[1] not in new])
    await put_titles(writing, titles)
    await put_identifiers(writing, identifiers, known)
    await link_rows(writing, identifiers, known)


async def project(writing: Transaction, show_ids: Sequence[int]) -> None:
    """Bring the projections of shows up to date with their present claims."""
    claims = await claims_about(writing, show_ids)
    every = {0} | {claim.scope for about in claims.values() for claim in about}
    await put_projections(
        writing, {show: projection_of(show, about, seen=every) for show, about in claims.items()}
    )


async def ensure_shows(
    writing: Transaction, show_ids: Sequence[int], *, now: datetime, revision: int | None = None
) -> None:
    """Turn shows known only by a row of the index into real ones; whatever refers to a show calls
    this.

    Real shows and unknown ids are left alone. `revision` is that of the write it belongs to;
    without one it is a write of its own.
    """
    fresh = await unlisted(writing, show_ids)
    if not fresh:
        return
    if revision is None:
        revision = await next_revision(writing)
    await add_shows(writing, fresh, scope=0, revision=revision, now=now)
    await project(writing, fresh)


REMEMBERED = timedelta(days=30)
"""How long a date that was taken back is remembered."""

_COUNTED_SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def first_sequence(now: datetime) -> int:
    """The number from which the changes of a date that is new at the aware moment `now` are
    counted.

    It is the hour: so the count of a date that was forgotten continues above its former one, as
    calendars demand (RFC 5545, 3.8.7.4).
    """
    return max((now - _COUNTED_SINCE) // timedelta(hours=1), 0)


_REACHED = "season_dates_revision"
_BATCH = 500
_AT_ONCE = 50


class DateProjection:
    """The dates of seasons, as rows; readers call `catch_up` first."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._catching_up = asyncio.Lock()

    async def catch_up(self, batches: int | None = None) -> bool:
        """Take up the shows written since the last time; True if there are more.

        At most that many batches of shows, if a number is given.

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
        for chunk in chunks(shows, _AT_ONCE):
            known = await season_dates.stored_dates(reading, chunk)
            for show_id, claims in (await claims_about(reading, chunk)).items():
                rows += rows_of(show_id, claims, known[show_id], now)
            await asyncio.sleep(0)
        return rows


def rows_of(
    show_id: int, claims: Sequence[Claim], known: Iterable[StoredDate], now: datetime
) -> list[StoredDate]:
    """The rows of a show, from what is said about it now and the rows that there were.

    A date that stays keeps the time of its change. A server that once saw something of its own
    keeps its rows, so its calendar's sequence numbers only ever grow.
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
                # Until now the server saw everybody's date; its own row continues from that.
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
    """The row of one date; None if nothing has to be remembered of it."""
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
        scope=scope,
        show_id=show_id,
        season=stands.season,
        kind=stands.kind,
        part=stands.part,
        airs=stands.airs,
        by=claim.by,
        link=claim.source,
        as_of=claim.as_of,
        changed_at=now,
        gone=dated is None,
        country=stands.country,
    )
    if was is None:
        return replace(row, sequence=first_sequence(now))
    if not row.airs.exact:
        row = replace(row, last_exact=was.airs if was.airs.exact else was.last_exact)
    if was.airs == row.airs and not was.gone:
        return replace(row, changed_at=was.changed_at, sequence=was.sequence)
    return replace(row, sequence=was.sequence + 1)
