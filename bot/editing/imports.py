"""A moderator's file: what it would change is shown first, then it is applied as a whole."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..answers.library import Library
from ..catalogue.reader import IMPORT
from ..catalogue.sandbox import SandboxedReader
from ..clock import Clock
from ..errors import BadFileError, BadInputError, GoneError
from ..facts.ledger import Ledger, NewEdit, Written
from ..facts.limits import refuse_over_total
from ..facts.models import Claim, Statement
from ..facts.queries.claims import as_edit, claims_of
from ..facts.queries.edits import count_claims
from ..facts.resolve import Change, changes_between, resolve, visible
from ..foundation.database import Database, Transaction, current_revision
from ..locale.cldr import number_text
from ..presentation.markup import quoted
from .input import Matching
from .receipts import Act, refresh_after_write

MAX_BYTES = 1024 * 1024
"""The largest file that a moderator may send."""

MAX_SHOWS = 200
"""So many shows may be in one file: they are written while every other writer waits."""

_WAITING = 64
_WAITING_HERE = 2
"""So many files wait for *Confirm* at once, in all and in one scope; the oldest makes room."""


@dataclass(frozen=True, slots=True)
class ShowChanges:
    """What a file would do to one show; `show_id` is None for a new one."""

    show_id: int | None
    title: str
    claims: tuple[Claim, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file would do, for the one who sent it; `token` confirms it.

    `moved` says that it is not what was shown before, because somebody changed something since.
    """

    token: str
    act: Act
    name: str
    statements: tuple[Statement, ...]
    parts: tuple[ShowChanges, ...]
    moved: bool = False

    @property
    def new(self) -> int:
        """How many shows would be new."""
        return sum(part.show_id is None for part in self.parts)

    @property
    def same(self) -> int:
        """How many shows would stay as they are."""
        return len(self.statements) - len(self.parts)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A file that was applied; `interaction_id` is the act's, by which it is undone."""

    act: Act
    interaction_id: int
    name: str
    written: tuple[Written, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that it changed."""
        return tuple(change for written in self.written for change in written.changes)


class _OvertakenError(Exception):
    """What others wrote between the reading and the writing changes what the file would do."""

    def __init__(self, parts: tuple[ShowChanges, ...]) -> None:
        super().__init__()
        self.parts = parts


class Imports:
    """Reads files, keeps them until they are confirmed, and applies each all at once."""

    def __init__(self, database: Database, ledger: Ledger, library: Library, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._library = library
        self._clock = clock
        self._reader = SandboxedReader()
        self._reading: set[int] = set()
        self._waiting: OrderedDict[str, Difference] = OrderedDict()

    async def prepare(self, act: Act, name: str, data: bytes) -> Difference:
        """What the file would change in the act's scope; nothing is written.

        Raises:
            BadInputError: the file is too large, broken (the sentence names line and reason), or
                says something new without a source.
            StoreError: the database cannot be read.
        """
        check_size(len(data))
        today = self._clock().date()
        if act.guild_id in self._reading:
            raise BadInputError("Another file of this server is being read; wait for it.")
        self._reading.add(act.guild_id)
        try:
            statements = await self._reader.read(data, name, source=IMPORT, today=today)
        except BadFileError as error:
            raise BadInputError(quoted(str(error), 500)) from None
        finally:
            self._reading.discard(act.guild_id)
        if len(statements) > MAX_SHOWS:
            raise BadInputError(
                "A file may have at most {max_shows} shows, and this one has {statements}; "
                "send it in pieces.",
                max_shows=MAX_SHOWS,
                statements=number_text(len(statements)),
            )
        async with self._database.read() as reading:
            parts = await self._parts(reading, act, statements)
        for part in parts:
            if not all(claim.source for claim in part.claims):
                raise BadInputError(
                    "{title} has facts without a source: give it, or each of them, a `source` with "
                    "a link to the page that says so.",
                    title=quoted(part.title),
                )
        difference = Difference(secrets.token_hex(8), act, name, tuple(statements), parts)
        self._keep(difference)
        return difference

    def _keep(self, difference: Difference) -> None:
        self._waiting[difference.token] = difference
        here = [t for t, other in self._waiting.items() if other.act.scope == difference.act.scope]
        for token in here[:-_WAITING_HERE]:
            del self._waiting[token]
        while len(self._waiting) > _WAITING:
            self._waiting.popitem(last=False)

    async def _parts(
        self, reading: Transaction, act: Act, statements: Sequence[Statement]
    ) -> tuple[ShowChanges, ...]:
        matching = await Matching.of(reading, self._library.titles, act.scope, statements)
        parts = []
        for statement in statements:
            part = await self._part(reading, act, statement, matching.show_of(statement))
            if part.show_id is None or part.changes:
                parts.append(part)
            await asyncio.sleep(0)
        return tuple(parts)

    async def _part(
        self, reading: Transaction, act: Act, statement: Statement, show_id: int | None
    ) -> ShowChanges:
        title = next(str(c.value) for c in statement.claims if c.field == "title")
        if show_id is None:
            return ShowChanges(None, title, statement.claims, ())
        claims = visible(await claims_of(reading, show_id, act.scope), act.scope)
        before = resolve(claims)
        current = {
            (slot[0], slot[1], fact.claim.key): fact.value
            for slot, facts in before.items()
            for fact in facts
        }
        fresh = tuple(
            claim
            for claim in statement.claims
            if current.get((claim.season, claim.field, claim.key)) != claim.value
        )
        edited = [as_edit(claim, scope=act.scope, author=act.user_id) for claim in fresh]
        after = resolve([*claims, *edited])
        changes = changes_between(before, after, show_id=show_id, scope=act.scope)
        return ShowChanges(show_id, title, fresh, changes)

    async def confirm(self, act: Act, token: str) -> ImportResult | Difference:
        """Apply a file as it was shown, all of it or nothing.

        Where it would no longer do what was shown, nothing is written and the difference as it is
        now is returned, to be confirmed in its turn.

        Raises:
            GoneError: it is not waiting here any more, or was applied meanwhile.
            BadInputError: it changes nothing, is more than the server may say, or is ambiguous
                by what others wrote.
            StoreError: the database could not be written; nothing was changed.
        """
        waiting = self._waiting.get(token)
        if waiting is None or waiting.act.scope != act.scope:
            raise GoneError("That file is not waiting any more; send it again.")
        if not waiting.parts:
            raise BadInputError("That file changes nothing.")
        await self._library.refresh()
        async with self._database.read() as reading:
            revision = await current_revision(reading)
            parts = await self._parts(reading, waiting.act, waiting.statements)
            if act.scope:
                stored = await count_claims(reading, act.scope)
                refuse_over_total(stored, sum(len(part.claims) for part in parts))
        if parts == waiting.parts:
            try:
                written = await self._write(act, waiting, revision)
            except _OvertakenError as error:
                parts = error.parts
            else:
                self._waiting.pop(token, None)
                if written[0].repeated:
                    raise GoneError("Somebody was faster: that file was applied.")
                await refresh_after_write(self._library)
                return ImportResult(act, waiting.act.interaction_id, waiting.name, written)
        difference = replace(waiting, parts=parts, moved=True)
        self._waiting[token] = difference
        return difference

    async def _write(self, act: Act, waiting: Difference, revision: int) -> tuple[Written, ...]:
        async def refuse_if_overtaken(writing: Transaction) -> None:
            if await current_revision(writing) == revision:
                return
            await self._library.refresh()
            parts = await self._parts(writing, waiting.act, waiting.statements)
            if parts != waiting.parts:
                raise _OvertakenError(parts)

        edits = [
            NewEdit(
                waiting.act.interaction_id,
                part.show_id,
                act.scope,
                act.user_id,
                "import",
                part.claims,
            )
            for part in waiting.parts
        ]
        async with self._ledger.begin_edit(edits, check=refuse_if_overtaken) as write:
            return write.written

    def drop(self, act: Act, token: str) -> None:
        """Forget a file of that scope that was not confirmed."""
        waiting = self._waiting.get(token)
        if waiting is not None and waiting.act.scope == act.scope:
            del self._waiting[token]


def check_size(size: int) -> None:
    """Refuse a file before it is fetched.

    Raises:
        BadInputError: it has more bytes than a file may have.
    """
    if size > MAX_BYTES:
        raise BadInputError("A file may have at most 1 MiB.")
