"""A moderator's file: what it would change is shown first, then it is applied whole."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..catalog.changes import Change, changes_between
from ..catalog.facts import resolve, visible
from ..catalog.fields import folded
from ..catalog.models import Claim, Statement
from ..clock import Clock
from ..errors import BadInputError, GoneError
from ..sources.files import IMPORT, read_bytes
from ..store import catalog as store
from ..store.database import Database, Transaction
from .curation import Act
from .ledger import Draft, Ledger, Written
from .library import Library

MAX_BYTES = 1024 * 1024
"""The largest file that a moderator may send."""

_WAITING = 32
"""So many files wait for *Confirm* at once; the oldest makes room."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a file would do to one show; `show_id` is None for a new one."""

    show_id: int | None
    title: str
    claims: tuple[Claim, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file would do, for the one who sent it; `token` confirms it."""

    token: str
    act: Act
    name: str
    parts: tuple[Part, ...]
    same: int

    @property
    def new(self) -> int:
        """How many shows would be new."""
        return sum(part.show_id is None for part in self.parts)


@dataclass(frozen=True, slots=True)
class Applied:
    """A file that was applied; `interaction_id` is the act's, by which it is undone."""

    act: Act
    interaction_id: int
    name: str
    written: tuple[Written, ...]


class Imports:
    """Reads files, keeps them until they are confirmed, and applies each whole."""

    def __init__(self, database: Database, ledger: Ledger, library: Library, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._library = library
        self._clock = clock
        self._waiting: OrderedDict[str, Difference] = OrderedDict()

    async def prepare(self, act: Act, name: str, data: bytes) -> Difference:
        """What the file would change in the act's scope; nothing is written.

        Raises:
            BadInputError: the file is too large.
            BadFileError: it is broken; the sentence names line and reason.
            StoreError: the database cannot be read.
        """
        if len(data) > MAX_BYTES:
            raise BadInputError("A file may have at most 1 MiB.")
        today = self._clock().date()
        statements = await asyncio.to_thread(read_bytes, data, name, source=IMPORT, today=today)
        async with self._database.read() as reading:
            shows = await _known(reading, act)
            read = [await self._part(reading, act, said, shows) for said in statements]
        parts = [part for part in read if part.show_id is None or part.changes]
        difference = Difference(
            secrets.token_hex(8), act, name, tuple(parts), len(statements) - len(parts)
        )
        self._waiting[difference.token] = difference
        while len(self._waiting) > _WAITING:
            self._waiting.popitem(last=False)
        return difference

    async def _part(
        self, reading: Transaction, act: Act, statement: Statement, shows: _Known
    ) -> Part:
        show_id = shows.find(statement.claims)
        title = next(str(c.value) for c in statement.claims if c.field == "title")
        if show_id is None:
            return Part(None, title, statement.claims, ())
        standing = visible(await store.claims_of(reading, show_id, act.scope), act.scope)
        before = resolve(standing)
        now_said = {
            (slot[0], slot[1], fact.claim.key): fact.value
            for slot, facts in before.items()
            for fact in facts
        }
        fresh = tuple(
            claim
            for claim in statement.claims
            if now_said.get((claim.season, claim.field, claim.key)) != claim.value
        )
        after = resolve([*standing, *shows.as_if(act, fresh)])
        changes = changes_between(before, after, show_id=show_id, scope=act.scope)
        return Part(show_id, title, fresh, changes)

    async def confirm(self, act: Act, token: str) -> Applied:
        """Apply a file that was shown before, whole or not at all.

        Raises:
            GoneError: it is not waiting here any more.
            StoreError: the database could not be written; nothing was changed.
        """
        waiting = self._waiting.get(token)
        if waiting is None or waiting.act.scope != act.scope:
            raise GoneError("That file is not waiting any more; send it again.")
        if not waiting.parts:
            raise BadInputError("That file changes nothing.")
        drafts = [
            Draft(
                waiting.act.interaction_id,
                part.show_id,
                act.scope,
                act.user_id,
                "import",
                part.claims,
            )
            for part in waiting.parts
        ]
        written = await self._ledger.edit_all(drafts)
        self._waiting.pop(token, None)
        await self._library.refresh()
        return Applied(act, waiting.act.interaction_id, waiting.name, tuple(written))

    def drop(self, token: str) -> None:
        """Forget a file that was not confirmed."""
        self._waiting.pop(token, None)


@dataclass(frozen=True, slots=True)
class _Known:
    """The shows that a scope sees, by id at a provider and by title and year."""

    identified: Mapping[tuple[str, str], int]
    named: Mapping[tuple[str, int], int]

    def find(self, claims: Sequence[Claim]) -> int | None:
        """The show that a file's record is about; None for a new one."""
        own = {(c.field, c.key): c.value for c in claims if c.season is None}
        for (name, provider), value in own.items():
            if name == "ids" and (provider, str(value)) in self.identified:
                return self.identified[provider, str(value)]
        year = own.get(("year", ""))
        if isinstance(year, int):
            return self.named.get((folded(str(own["title", ""])), year))
        return None

    @staticmethod
    def as_if(act: Act, claims: Sequence[Claim]) -> list[Claim]:
        """The claims as an edit of that act would make them, written last."""
        return [store.as_edit(claim, scope=act.scope, author=act.user_id) for claim in claims]


async def _known(reading: Transaction, act: Act) -> _Known:
    named = {
        (folded(title), year): show
        for (title, year), show in (await store.named(reading, act.scope)).items()
    }
    return _Known(await store.identified(reading), named)
