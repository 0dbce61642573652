"""The only way to write facts: claims, log and projections in one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from ..errors import GoneError, StoreError
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from ..foundation.meta import next_revision
from .bulk_write import FEW, Batch, Plan, Progress, overtaken, plan_of, unwatched
from .claim_limits import refuse_too_many
from .models import Claim, Statement
from .projections import ensure_shows, projection_of, put_projections
from .queries.claims import claims_of
from .queries.edits import add_edit, edits_by_interaction, log_changes, retract_edit
from .queries.records import confirm_records, drop_records, put_records
from .queries.shows import add_shows, next_show_id, own_show_id, standing_id, touch
from .record_linkage import Ids, KnownShows
from .resolve import Change, changes_of, resolve, visible
from .writes import (
    Cause,
    EditWrite,
    Listener,
    NewEdit,
    Outcome,
    StatementWrite,
    Watcher,
    Written,
)

_ATTEMPTS = 10
"""How often a bulk write is planned anew because others wrote about most of its shows."""


class Ledger:
    """Writes statements of sources and edits of people.

    Each write logs what it changed in the resolved shows and calls the watchers, all in one
    transaction.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        watchers: Sequence[Watcher] = (),
        listeners: Sequence[Listener] = (),
    ) -> None:
        self._database = database
        self._clock = clock
        self._watchers = tuple(watchers)
        self._listeners = tuple(listeners)

    async def state(
        self,
        source: str,
        statements: Sequence[Statement],
        *,
        gone: Sequence[str] = (),
        progress: Progress = unwatched,
        ids: Ids | None = None,
    ) -> Outcome:
        """Write what one source says; see `begin_statement`."""
        batch = Batch(source, statements, gone, ids or {})
        async with self.begin_statement(batch, progress=progress) as write:
            return write.outcome

    @asynccontextmanager
    async def begin_statement(
        self,
        batch: Batch,
        *,
        progress: Progress = unwatched,
        known: KnownShows | None = None,
    ) -> AsyncIterator[StatementWrite]:
        """Write what one source says, whole or not at all; repeating it changes nothing.

        `progress` is told how many statements are planned; `known` is what earlier pieces of the
        same file have read. It is committed at the end of the block.

        The work is planned on a consistent read outside the lock, so the lock is held only while
        writing; statements about shows that others wrote meanwhile are planned anew inside it,
        unless they are many.

        Raises:
            StoreError: the database could not be written; nothing was changed.
        """
        source, known = batch.source, known or KnownShows()
        for _ in range(_ATTEMPTS):
            async with self._database.read() as reading:
                plan = await plan_of(reading, batch, known, progress)
            async with self._database.write() as writing:
                late = await overtaken(writing, batch, plan)
                if late.size > FEW:
                    continue
                plan.leave_out(late.shows)
                plan.give_ids(await next_show_id(writing))
                outcome = await self._carry_out(writing, source, plan)
                if late.size:
                    again = batch.part(late.places, late.gone)
                    rest = await plan_of(writing, again, KnownShows())
                    added = await self._carry_out(writing, source, rest)
                    outcome = _combined(outcome, added, late.places)
                # If others wrote meanwhile, this is not the store's revision, and everything is
                # read.
                known.wrote(plan.projections, plan.revision + bool(plan.projections))
                yield StatementWrite(writing, outcome)
                return
        raise StoreError("Others keep changing the same shows; nothing was changed.")

    async def _carry_out(self, writing: Transaction, source: str, plan: Plan) -> Outcome:
        now = self._clock()
        await confirm_records(writing, source, list(plan.unchanged), now)
        if plan.writes or plan.gone:
            revision = await next_revision(writing)
            await add_shows(writing, [*plan.new, *plan.listed], scope=0, revision=revision, now=now)
            await drop_records(writing, source, [*plan.replaced, *plan.gone])
            await put_records(writing, plan.writes, revision=revision, now=now)
            await touch(writing, plan.known, revision)
            await put_projections(writing, plan.projections, new=frozenset(plan.new))
            cause = Cause(source=source, checked=plan.checked)
            await self._record(writing, plan.changes, cause)
            for listener in self._listeners:
                await listener(writing, plan.before, plan.after)
        return Outcome(
            len(plan.new) + len(plan.listed),
            len(plan.known) - len(plan.listed),
            len(plan.unchanged),
            tuple(plan.changes),
            tuple(plan.targets),
        )

    async def edit(self, new: NewEdit) -> Written:
        """Write one person's act on one show; see `begin_edit`."""
        async with self.begin_edit([new]) as write:
            return write.written[0]

    @asynccontextmanager
    async def begin_edit(
        self,
        edits: Sequence[NewEdit],
        *,
        check: Callable[[Transaction], Awaitable[None]] | None = None,
    ) -> AsyncIterator[EditWrite]:
        """Write one person's act, whole or not at all: an edit for each show it touches.

        All of them carry the interaction's id. `check` is called inside the lock before anything is
        written, unless the act is repeated. It is committed at the end of the block, which has
        nothing more to write if the act is repeated.

        Raises:
            BadInputError: it takes a show over a limit (`claim_limits`).
            GoneError: a show it touches is not there.
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.write() as writing:
            done = await edits_by_interaction(writing, edits[0].interaction_id)
            if done:
                repeated = [Written(edit.id, edit.show_id, (), repeated=True) for edit in done]
                yield EditWrite(writing, tuple(repeated))
                return
            if check is not None:
                await check(writing)
            revision = await next_revision(writing)
            written = [await self._edit(writing, new, revision) for new in edits]
            yield EditWrite(writing, tuple(written))

    async def _edit(self, writing: Transaction, new: NewEdit, revision: int) -> Written:
        now = self._clock()
        show_id = new.show_id
        if show_id is None:
            fresh_id = own_show_id if new.scope else next_show_id
            show_id = await fresh_id(writing)
            await add_shows(writing, [show_id], scope=new.scope, revision=revision, now=now)
        else:
            await ensure_shows(writing, [show_id], now=now, revision=revision)
            show_id = await standing_id(writing, show_id)
            if show_id is None:
                raise GoneError("That show is not in my catalogue (any more).")
        before = await claims_of(writing, show_id)
        edit_id = await add_edit(writing, show_id, new, revision=revision, now=now)
        changes = await self._settle(
            writing, show_id, new.scope, before, revision, Cause(edit_id=edit_id)
        )
        return Written(edit_id, show_id, changes, _replaced(new, before))

    async def retract(
        self, interaction_id: int, *, scope: int, by: int, undo_id: int, show_id: int | None = None
    ) -> list[Written]:
        """Undo a whole act; the claims that it covered take effect again by themselves.

        `interaction_id` is that of the act, `undo_id` that of the undo. With a `show_id`, only what
        the act did to that show is undone.

        Raises:
            GoneError: there is no such act in that scope.
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.write() as writing:
            edits = [
                edit
                for edit in await edits_by_interaction(writing, interaction_id)
                if edit.scope == scope and show_id in (None, edit.show_id)
            ]
            if not edits:
                raise GoneError("There is no such change.")
            standing = [edit for edit in edits if edit.retracted_at is None]
            if not standing:
                return [Written(edit.id, edit.show_id, (), repeated=True) for edit in edits]
            revision = await next_revision(writing)
            written = []
            for edit in standing:
                before = await claims_of(writing, edit.show_id)
                await retract_edit(
                    writing, edit.id, by=by, interaction_id=undo_id, now=self._clock()
                )
                cause = Cause(edit_id=edit.id, retracted=True)
                changes = await self._settle(
                    writing, edit.show_id, edit.scope, before, revision, cause
                )
                written.append(Written(edit.id, edit.show_id, changes))
            return written

    async def _settle(
        self,
        writing: Transaction,
        show_id: int,
        scope: int,
        before: Sequence[Claim],
        revision: int,
        cause: Cause,
    ) -> tuple[Change, ...]:
        """Bring everything derived from a show's claims up to date after a person's write."""
        after = await claims_of(writing, show_id)
        if not cause.retracted:
            refuse_too_many(scope, before, after)
        await touch(writing, [show_id], revision)
        projection = projection_of(show_id, after, seen={claim.scope for claim in before})
        await put_projections(writing, {show_id: projection})
        changes = changes_of(show_id, scope, before, after)
        await self._record(writing, changes, cause)
        return tuple(changes)

    async def _record(self, writing: Transaction, changes: Sequence[Change], cause: Cause) -> None:
        await log_changes(
            writing, changes, now=self._clock(), edit_id=cause.edit_id, source=cause.source
        )
        for watcher in self._watchers:
            await watcher(writing, changes, cause)


def _combined(most: Outcome, rest: Outcome, places: Sequence[int]) -> Outcome:
    """The outcome of a write, some of whose statements (at `places`) were written separately."""
    show_ids = list(most.show_ids)
    for index, show_id in zip(places, rest.show_ids, strict=True):
        show_ids[index] = show_id
    return replace(most.and_then(rest), show_ids=tuple(show_ids))


def _replaced(new: NewEdit, before: Sequence[Claim]) -> tuple[Claim, ...]:
    """The people's claims that were showing in the places this edit writes to."""
    places = {(claim.season, claim.field, claim.key) for claim in new.claims}
    shown = resolve(visible(before, new.scope))
    return tuple(
        fact.claim
        for facts in shown.values()
        for fact in facts
        if fact.claim.author is not None
        and (fact.claim.season, fact.claim.field, fact.claim.key) in places
    )
