"""How far the reading of TVmaze's index is, as it is stored, and which page comes next."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from ..foundation.database import Transaction, read_meta, write_meta
from ..locale.cldr import number_text
from ..locale.messages import ngettext

_KEY = "index"


@dataclass(frozen=True, slots=True)
class IndexState:
    """How far the index is; instants are epoch seconds, 0 for never.

    `next_page` is that of a whole pass that is under way, `pages` are single ones to be read again,
    `unread` those that could not be read.
    """

    next_page: int | None = 0
    pages: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    passed_at: int = 0
    looked_at: int = 0

    def summary(self, rows: int) -> str:
        """How far it is, with so many rows, in a few words."""
        if self.passed_at:
            shows = ngettext("{number} show by name", "{number} shows by name", rows)
            if not self.unread:
                return shows
            unread = ngettext(
                "{number} page of it unread", "{number} pages of it unread", len(self.unread)
            )
            return f"{shows}, {unread}"
        return ngettext(
            "{number} show by name so far, still reading (page {page} next)",
            "{number} shows by name so far, still reading (page {page} next)",
            rows,
            page=number_text(self.next_page or 0),
        )

    @property
    def current(self) -> int | None:
        """The page to be read now; None where all that was due is read."""
        if self.next_page is not None:
            return self.next_page
        return self.pages[0] if self.pages else None

    @property
    def total(self) -> int | None:
        """How many pages are to be read; None in a whole pass, whose end nobody knows."""
        return None if self.next_page is not None else len(self.pages)

    def after(self, page: int) -> IndexState:
        """Once that page was read, or given up for now."""
        if self.next_page is not None:
            return replace(self, next_page=page + 1)
        rest = tuple(number for number in self.pages if number != page)
        # Behind the last page that was known there may be another one by now.
        if not rest and page == max(self.pages):
            rest = (page + 1,)
        return replace(self, pages=rest)

    def behind_the_last(self, page: int, now: datetime) -> IndexState:
        """Once it is known that there is no such page, nor any after it."""
        if self.next_page is not None:
            done = int(now.timestamp())
            return replace(self, next_page=None, passed_at=done, looked_at=done)
        return replace(self, pages=tuple(number for number in self.pages if number < page))

    def without(self, page: int) -> IndexState:
        """Not unread any more."""
        return replace(self, unread=tuple(number for number in self.unread if number != page))

    def unread_in_a_row(self) -> int:
        """How many unread pages, up to the last one added, follow each other."""
        count = 1
        while count < len(self.unread) and self.unread[-count - 1] == self.unread[-count] - 1:
            count += 1
        return count


async def read_state(reading: Transaction) -> IndexState:
    """How far it is; at the very beginning where nothing is stored.

    Raises:
        StoreError: the database cannot be read.
    """
    text = await read_meta(reading, _KEY)
    if text is None:
        return IndexState()
    stored: dict[str, Any] = json.loads(text)
    stored["pages"], stored["unread"] = tuple(stored["pages"]), tuple(stored["unread"])
    return IndexState(**stored)


async def write_state(writing: Transaction, state: IndexState) -> None:
    """Store how far it is.

    Raises:
        StoreError: the database cannot be written.
    """
    await write_meta(writing, _KEY, json.dumps(asdict(state)))
