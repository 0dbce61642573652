"""Receipts: what a written act looks like from the server it was made in."""

from __future__ import annotations

import logging

from ..answers.library import Library
from ..errors import StoreError
from ..facts.ledger import Written
from ..facts.queries.titles import title_of
from ..foundation.database import Database
from .acts import Act, Receipt

_LOG = logging.getLogger(__name__)


async def receipt_of(
    database: Database, library: Library, act: Act, written: Written, action: str
) -> Receipt:
    """The receipt of an act that stands, whatever becomes of reading it back."""
    show = None
    # What an undone `add` had called it is in the change alone.
    names = [c.after or c.before for c in written.changes if (c.season, c.field) == (None, "title")]
    title = str(names[0]) if names else None
    await freshen(library)
    try:
        show = await library.show(written.show_id, act.guild_id)
        if show is not None:
            title = show.name
        elif title is None:
            async with database.read() as connection:
                title = await title_of(connection, written.show_id, act.scope)
    except StoreError as error:
        _LOG.warning("an edit was written and could not be read back: %s", error)
    return Receipt(act, written.show_id, show, title or "The show", written, action)


async def freshen(library: Library) -> None:
    """Show what was just written; the watch on the store does so later where this cannot."""
    try:
        await library.refresh()
    except StoreError as error:
        _LOG.warning("a write is not shown yet: %s", error)
