"""A moderator's file: what it would change is shown first, then it is applied as a whole."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..answers.library import Library
from ..catalog.reader import IMPORT
from ..catalog.reader_sandbox import SandboxedReader
from ..errors import BadFileError, BadInputError, GoneError
from ..facts.claim_limits import refuse_over_total
from ..facts.fields import folded
from ..facts.ledger import Ledger
from ..facts.models import Statement, TitleEntry
from ..facts.queries.claims import as_edit, claims_of
from ..facts.queries.edits import count_claims
from ..facts.queries.identifiers import identified_by
from ..facts.resolve import changes_between, resolve, visible
from ..facts.writes import NewEdit, Written
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from ..foundation.meta import current_revision
from ..locale.cldr import number_text
from ..presentation.markup import quoted
from ..questions.index.titles import TitleIndex
from .receipts import Act, Difference, ImportResult, ShowChanges, refresh_after_write

MAX_BYTES = 1024 * 1024
"""The largest file that a moderator may send."""

MAX_SHOWS = 200
"""How many shows one file may have: they are written while every other writer waits."""

_WAITING = 64
_WAITING_HERE = 2
"""How many files may wait for *Confirm* at once, in all and in one scope; the oldest is dropped
first."""


class _OvertakenError(Exception):
    """Writes by others since the file was read change what it would do."""

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
        here = [
            token
            for token, other in self._waiting.items()
            if other.act.scope == difference.act.scope
        ]
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
        title = next(str(claim.value) for claim in statement.claims if claim.field == "title")
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

        If it would no longer do what was shown, nothing is written, and the present difference is
        returned, to be confirmed in its turn.

        Raises:
            GoneError: it is not waiting here any more, or was applied meanwhile.
            BadInputError: it changes nothing, is more than the server may say, or is ambiguous
                by what others wrote.
            StoreError: the database could not be written; nothing was changed.
        """
        waiting = self._waiting.get(token)
        if waiting is None or waiting.act.scope != act.scope:
            raise GoneError("That file is no longer waiting; send it again.")
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
        """Forget an unconfirmed file of that scope."""
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


class Matching:
    """The shows that a scope sees, by provider's id and by title; each is matched at most once."""

    def __init__(
        self, titles: TitleIndex, scope: int, identified: Mapping[tuple[str, str], int]
    ) -> None:
        self._titles = titles
        self._scope = scope
        self._identified = identified
        self._met: dict[object, str] = {}

    @classmethod
    async def of(
        cls,
        reading: Transaction,
        titles: TitleIndex,
        scope: int,
        statements: Sequence[Statement],
    ) -> Matching:
        """The matching, with the shows that those statements' ids lead to.

        Raises:
            StoreError: the database cannot be read.
        """
        pairs = sorted({pair for statement in statements for pair in _ids(statement)})
        return cls(titles, scope, await identified_by(reading, pairs))

    def show_of(self, statement: Statement) -> int | None:
        """The show's id; None for a new one.

        Raises:
            BadInputError: several shows could be meant, a hidden one is, or one that the file has
                already.
        """
        own = {claim.field: claim.value for claim in statement.claims if claim.season is None}
        title, year = str(own["title"]), own.get("year")
        ids = _ids(statement)
        show_id = next((self._identified[pair] for pair in ids if pair in self._identified), None)
        if show_id is None:
            show_id = self._by_title(title, year if isinstance(year, int) else None)
        same: list[object] = [(folded(title), year), *ids] if show_id is None else [show_id]
        for mark in same:
            if mark in self._met:
                raise BadInputError(
                    "{met} and {title} are the same show; a file may have it once.",
                    met=quoted(self._met[mark]),
                    title=quoted(title),
                )
        self._met |= dict.fromkeys(same, title)
        return show_id

    def _by_title(self, title: str, year: int | None) -> int | None:
        matches = self._titles.exact(title, scope=self._scope)
        namesakes = [match.entry for match in matches if folded(match.entry.title) == folded(title)]
        exact = [entry for entry in namesakes if entry.year == year]
        if not exact:
            # If one of the two gives no year, the year does not tell namesakes apart.
            exact = (
                namesakes if year is None else [entry for entry in namesakes if entry.year is None]
            )
        if len(exact) > 1:
            years = ", ".join(sorted(str(entry.year) for entry in exact if entry.year))
            hint = f" ({years})" if years else ""
            raise BadInputError(
                "Several shows are called {title}{hint}; say the year or an id.",
                title=quoted(title),
                hint=hint,
            )
        if exact:
            return exact[0].show_id
        self._refuse_hidden(title, year)
        return None

    def _refuse_hidden(self, title: str, year: int | None) -> None:
        hidden: list[TitleEntry] = self._titles.hidden(self._scope)
        if year is None and any(folded(entry.title) == folded(title) for entry in hidden):
            raise BadInputError(
                "{title} is hidden here; bring it back with `/catalog undo` first.",
                title=quoted(title),
            )


def _ids(statement: Statement) -> list[tuple[str, str]]:
    return [
        (claim.key, str(claim.value))
        for claim in statement.claims
        if claim.season is None and claim.field == "ids"
    ]
