"""An act of an editor, and its receipt: what it wrote, as the server it was made in sees it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import tzinfo

from ..answers.library import Library
from ..errors import StoreError
from ..facts.ledger import Written
from ..facts.models import Show
from ..facts.queries.titles import title_of
from ..foundation.database import Database
from ..locale.messages import _

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, by which interaction, where it applies, and their time zone.

    `scope` is 0 for a curator, whose words are everybody's, else the server. The interaction's id
    is the idempotency key: Discord may deliver the same event twice.
    """

    interaction_id: int
    user_id: int
    guild_id: int
    scope: int
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Receipt:
    """An act that was written, for the reply. `show` is as it resolves after it, if visible."""

    act: Act
    show_id: int
    show: Show | None
    title: str
    written: Written
    action: str


async def receipt_of(
    database: Database, library: Library, act: Act, written: Written, action: str
) -> Receipt:
    """The receipt of an act that was committed, whatever becomes of reading it back."""
    show = None
    # What an undone `add` had called it is in the change alone.
    names = [c.after or c.before for c in written.changes if (c.season, c.field) == (None, "title")]
    title = str(names[0]) if names else None
    await refresh_after_write(library)
    try:
        show = await library.show(written.show_id, act.guild_id)
        if show is not None:
            title = show.name
        elif title is None:
            async with database.read() as connection:
                title = await title_of(connection, written.show_id, act.scope)
    except StoreError as error:
        _LOG.warning("an edit was written and could not be read back: %s", error)
    return Receipt(act, written.show_id, show, title or _("The show"), written, action)


async def refresh_after_write(library: Library) -> None:
    """Show what was just written; the watch on the store does so later where this cannot."""
    try:
        await library.refresh()
    except StoreError as error:
        _LOG.warning("a write is not shown yet: %s", error)
