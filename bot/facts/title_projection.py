"""Projections of shows: the titles and ids that they are found by, derived from their claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..foundation.database import Transaction, next_revision
from .models import Claim, Show, TitleEntry
from .queries.claims import claims_about
from .queries.identifiers import put_identifiers
from .queries.index_rows import link_rows, unlisted
from .queries.shows import add_shows
from .queries.titles import drop_titles, put_titles
from .resolve import Resolved, resolve, show_of, visible

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
    """The rows derived from one show's claims; `gone` are (scope, show) rows to take away."""

    titles: tuple[TitleEntry, ...]
    gone: tuple[tuple[int, int], ...]
    identifiers: tuple[tuple[str, str, int], ...]

    def of(self, show_id: int) -> Projection:
        """The same rows for a show of another id."""
        return Projection(
            tuple(replace(entry, show_id=show_id) for entry in self.titles),
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
    naming = {c.scope for c in claims if c.scope and c.season is None and c.field in _NAMING}
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
    """The ids of a show, also of a hidden one: the next record of it must not make another."""
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
    """Replace the rows of those shows; those that are `new` have none yet."""
    titles = [entry for rows in projections.values() for entry in rows.titles]
    gone = [key for rows in projections.values() for key in rows.gone]
    identifiers = [row for rows in projections.values() for row in rows.identifiers]
    known = sorted(projections.keys() - new)
    await drop_titles(writing, [(e.scope, e.show_id) for e in titles if e.show_id not in new])
    await drop_titles(writing, [key for key in gone if key[1] not in new])
    await put_titles(writing, titles)
    await put_identifiers(writing, identifiers, known)
    await link_rows(writing, identifiers, known)


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
