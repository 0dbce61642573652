"""A show's history a page at a time, and the sources that contradict a value in it."""

from __future__ import annotations

from dataclasses import dataclass

from ..facts.fields import Shape, field_of
from ..facts.models import Claim, Show, Tier
from ..foundation.database import Database
from .queries.history import Entry, Line, log_of

PAGE = 5
"""So many entries are shown at a time."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a show's history, newest first; `page` counts from 0."""

    show: Show
    season: int | None
    entries: tuple[Entry, ...]
    page: int
    pages: int


class History:
    """Reads the log as one server may see it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, show: Show, guild_id: int, season: int | None, page: int) -> Page:
        """One page; a page past the end is the last one.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as connection:
            entries, total = await log_of(
                connection, show.id, guild_id, season=season, offset=page * PAGE, limit=PAGE
            )
            pages = max(1, -(-total // PAGE))
            if page >= pages:
                page = pages - 1
                entries, _ = await log_of(
                    connection, show.id, guild_id, season=season, offset=page * PAGE, limit=PAGE
                )
        return Page(show, season, tuple(entries), page, pages)


def contradicting_claims(show: Show, line: Line) -> tuple[Claim, ...]:
    """The sources' claims that contradict a person's value which resolves now."""
    if field_of(line.season, line.field).shape is not Shape.SINGLE:
        return ()
    fact = show.fact(line.season, line.field)
    if fact is None or fact.claim.author is None or fact.value != line.after:
        return ()
    return tuple(claim for claim in fact.others if claim.tier is Tier.SOURCE)
