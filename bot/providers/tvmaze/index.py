"""TVmaze's index of shows: how a page of it becomes rows, and how far the reading is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from ...facts.fields import SHOW_FIELDS
from ...facts.models import INDEX, Claim, Statement, Tier
from ...facts.queries.index_rows import IndexRow
from ...facts.queries.records import body_of
from ...facts.value_codecs import BadValueError
from ...foundation.database import Transaction
from ...foundation.meta import read_meta, write_meta
from ...locale.cldr import number_text
from ...locale.messages import ngettext
from ..provider_health import BadAnswerError, ProviderError
from .show import NAME, read_show

PAGE = 250
"""How many ids a page covers; those of deleted shows are missing."""

_LONGEST_TEXT = 600
"""How many characters of a summary a row keeps: as many as a card shows."""

_EARLIEST = datetime(2010, 1, 1, tzinfo=UTC)


def read_index_page(answer: object, page: int, now: datetime) -> tuple[list[IndexRow], int]:
    """The rows of one page, and how many shows on it could not be read.

    `now` is aware. A show that is there twice counts once, one of another page not at all.

    Raises:
        BadAnswerError: it is no list of shows, or none of them can be read.
    """
    if not isinstance(answer, list):
        raise BadAnswerError(NAME, "sent something other than a page of shows")
    ids = range(page * PAGE, (page + 1) * PAGE)
    rows: dict[int, IndexRow] = {}
    unread = 0
    for show in answer:
        row = read_row(show, now)
        if row is None:
            unread += 1
        elif row.number in ids:
            rows[row.number] = row
    if answer and not rows:
        raise BadAnswerError(NAME, "sent a page without any show of that page")
    return sorted(rows.values(), key=lambda row: row.number), unread


def read_row(answer: object, now: datetime) -> IndexRow | None:
    """The row of one show, as pages and `/shows/:id` tell it; None where it cannot be read."""
    try:
        fetched = read_show(answer, as_of=now.date())
    except ProviderError:
        return None
    said = fetched.statement
    assert isinstance(answer, dict)
    claims = [_of_index(claim) for claim in said.claims if claim.season is None]
    claims += _more_claims(answer, said)
    statement = replace(said, source=INDEX, claims=tuple(claims))
    number = int(said.key)
    return IndexRow(
        number,
        _short(fetched.ids.get("imdb")),
        _short(fetched.ids.get("tvdb")),
        _moment(answer.get("updated"), now),
        now,
        said.link,
        said.as_of,
        body_of(statement),
    )


def _of_index(claim: Claim) -> Claim:
    value = claim.value
    if claim.field == "synopsis" and isinstance(value, str) and len(value) > _LONGEST_TEXT:
        value = value[:_LONGEST_TEXT].rsplit(None, 1)[0] + " …"
    return replace(claim, by=INDEX, value=value)


def _more_claims(answer: dict[str, object], said: Statement) -> list[Claim]:
    """The claims about a show beyond its name and ids: how popular it is, and when it ended."""
    values: list[tuple[str, object]] = []
    weight = answer.get("weight")
    if isinstance(weight, int) and not isinstance(weight, bool) and 0 < weight <= 100:
        values.append(("popularity", popularity_of(weight)))
    if isinstance(ended := answer.get("ended"), str):
        values.append(("ended", ended))
    claims = []
    for name, value in values:
        try:
            decoded = SHOW_FIELDS[name].decode(value)
        except BadValueError:
            continue
        claims.append(Claim(None, name, "", decoded, Tier.SOURCE, INDEX, said.link, said.as_of))
    return claims


def popularity_of(weight: int) -> float:
    """TVmaze's weight, 1 to 100 by rank, on a scale where five times as popular is five times.

    Its weights are as even as ranks are; 28 more are five times as popular.
    """
    return round(10 ** (weight / 40), 1)


def _short(value: str | None) -> str | None:
    return value if value is not None and len(value) <= 16 else None


def _moment(value: object, now: datetime) -> datetime:
    if not isinstance(value, int) or isinstance(value, bool):
        return _EARLIEST
    try:
        return max(_EARLIEST, min(datetime.fromtimestamp(value, UTC), now))
    except (ValueError, OverflowError, OSError):
        return _EARLIEST


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
        """A summary for the log: how far the reading is, with that many rows."""
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
        """The page to be read now; None if all that was due is read."""
        if self.next_page is not None:
            return self.next_page
        return self.pages[0] if self.pages else None

    @property
    def total(self) -> int | None:
        """How many pages are to be read; None in a whole pass, whose end is unknown."""
        return None if self.next_page is not None else len(self.pages)

    def after(self, page: int) -> IndexState:
        """The state after a page was read, or given up for now."""
        if self.next_page is not None:
            return replace(self, next_page=page + 1)
        rest = tuple(number for number in self.pages if number != page)
        # After the last page that was known there may be another one by now.
        if not rest and page == max(self.pages):
            rest = (page + 1,)
        return replace(self, pages=rest)

    def behind_the_last(self, page: int, now: datetime) -> IndexState:
        """The state once it is known that there is no such page, nor any after it."""
        if self.next_page is not None:
            done = int(now.timestamp())
            return replace(self, next_page=None, passed_at=done, looked_at=done)
        return replace(self, pages=tuple(number for number in self.pages if number < page))

    def without(self, page: int) -> IndexState:
        """The state in which that page is no longer listed as unread."""
        return replace(self, unread=tuple(number for number in self.unread if number != page))

    def unread_in_a_row(self) -> int:
        """How many unread pages, up to the last one added, follow each other."""
        count = 1
        while count < len(self.unread) and self.unread[-count - 1] == self.unread[-count] - 1:
            count += 1
        return count


async def read_state(reading: Transaction) -> IndexState:
    """The stored state; the initial one if nothing is stored.

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
    """Store the state.

    Raises:
        StoreError: the database cannot be written.
    """
    await write_meta(writing, _KEY, json.dumps(asdict(state)))
