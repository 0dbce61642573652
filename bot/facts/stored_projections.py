"""Stores the projections of shows: the titles and ids that they are found by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ..foundation.database import Transaction, next_revision
from .projections import Projection, projection_of
from .queries.claims import claims_about
from .queries.identifiers import put_identifiers
from .queries.index_rows import link_rows, unlisted
from .queries.shows import add_shows
from .queries.titles import drop_titles, put_titles


async def put_projections(writing: Transaction, projections: Mapping[int, Projection]) -> None:
    """Replace the rows of those shows."""
    await put_titles(writing, [e for p in projections.values() for e in p.titles])
    await drop_titles(writing, [key for p in projections.values() for key in p.gone])
    await put_identifiers(
        writing,
        [row for p in projections.values() for row in p.identifiers],
        sorted(projections),
    )
    rows = [row for p in projections.values() for row in p.identifiers]
    await link_rows(writing, rows, sorted(projections))


async def project(writing: Transaction, show_ids: Sequence[int]) -> None:
    """Bring the projections of shows up to date with the claims that now hang on them."""
    claims = await claims_about(writing, show_ids)
    every = {0} | {claim.scope for about in claims.values() for claim in about}
    await put_projections(
        writing, {show: projection_of(show, about, seen=every) for show, about in claims.items()}
    )


async def ensure_shows(
    writing: Transaction, show_ids: Sequence[int], *, now: datetime, revision: int | None = None
) -> None:
    """Make shows of those that a row of the index alone knew; what hangs on a show calls this.

    Nothing is changed for shows that are here, nor for ids that nobody knows. `revision` is that of
    the write it belongs to; without one it is a write of its own.
    """
    fresh = await unlisted(writing, show_ids)
    if not fresh:
        return
    if revision is None:
        revision = await next_revision(writing)
    await add_shows(writing, fresh, scope=0, revision=revision, now=now)
    await project(writing, fresh)
