"""The one door through which facts are written: claims, log and projections in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..catalog.changes import Change, changes_between
from ..catalog.facts import resolve, visible
from ..catalog.models import Claim, Statement
from ..clock import Clock
from ..errors import GoneError, StoreError
from ..store import catalog as store
from ..store.database import Database, Transaction, current_revision, next_revision
from .identity import Ids, Matcher
from .projection import Projection, projection_of

_FEW = 200
"""Up to so many statements are planned by looking up what they touch, not by reading it all."""

_ATTEMPTS = 10
"""How often a bulk write is planned anew because something else was written meanwhile."""

Progress = Callable[[int, int], None]
"""Told how many of how many statements were prepared."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What a write came from: a source, an edit of a person, or its retraction.

    `checked` tells of each show when the source's record of it had been checked before; a show
    that the source never spoke of is not in it.
    """

    edit_id: int | None = None
    source: str | None = None
    retracted: bool = False
    checked: Mapping[int, datetime] = field(default_factory=dict)


Watcher = Callable[[Transaction, Sequence[Change], Cause], Awaitable[None]]
"""Called inside the transaction of a write with what it changed in what resolves."""


Claims = Mapping[int, Sequence[Claim]]
"""All that stands about some shows, by show."""

Listener = Callable[[Transaction, Claims, Claims], Awaitable[None]]
"""Called inside the transaction of a source's write with what stood before and what stands now."""

Along = Callable[[Transaction], Awaitable[None]]
"""What else belongs to an act, done inside its transaction."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a bulk write did, in shows. First knowledge of a show is no change."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: tuple[Change, ...] = ()
    show_ids: tuple[int, ...] = ()


Then = Callable[[Transaction, Outcome], Awaitable[None]]
"""What else belongs to a source's write and depends on what it did, inside its transaction."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit that somebody wants to make; `show_id` is None for a new show.

    `interaction_id` is unique to the act, so that an event delivered twice writes once. `scope`
    is 0 for everybody, else the server. The claims' own scope, author and order are set here.
    """

    interaction_id: int
    show_id: int | None
    scope: int
    author_id: int
    action: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """An edit that stands. `repeated` says that the same act had been written before."""

    edit_id: int
    show_id: int
    changes: tuple[Change, ...]
    replaced: tuple[Claim, ...] = ()
    repeated: bool = False


@dataclass(slots=True)
class _Plan:
    """A bulk write, worked out before the lock is taken."""

    revision: int
    next_id: int
    targets: list[int] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    writes: list[tuple[int, Statement, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    checked: dict[int, datetime] = field(default_factory=dict)
    new: range = range(0)
    known: set[int] = field(default_factory=set)
    projections: dict[int, Projection] = field(default_factory=dict)
    before: dict[int, list[Claim]] = field(default_factory=dict)
    after: dict[int, list[Claim]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


class Ledger:
    """Writes statements of sources and edits of people.

    Each write logs what it changed in what resolves, and tells the watchers so, all in its one
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
        progress: Progress = lambda done, total: None,
        ids: Ids | None = None,
        then: Then | None = None,
    ) -> Outcome:
        """Write what one source says, whole or not at all; the same again changes nothing.

        `gone` are keys of records that the source no longer has. `ids` join a statement to its
        show beside the ids it claims itself. `then` is what else belongs to the write; it may run
        in vain, in a transaction that is not committed. The work is planned on a
        consistent reading outside the lock, and done inside it only if nothing was written
        meanwhile, so the lock is held for the writing alone.

        Raises:
            StoreError: the database could not be written; nothing was changed.
        """
        for _ in range(_ATTEMPTS):
            async with self._database.read() as reading:
                plan = await self._plan(reading, source, statements, gone, progress, ids or {})
            async with self._database.write() as writing:
                if await current_revision(writing) != plan.revision:
                    continue
                outcome = await self._carry_out(writing, source, plan)
                if then is not None:
                    await then(writing, outcome)
                return outcome
        raise StoreError("Others write to the database all the time just now; nothing was changed.")

    async def _plan(
        self,
        reading: Transaction,
        source: str,
        statements: Sequence[Statement],
        gone: Sequence[str],
        progress: Progress,
        ids: Ids,
    ) -> _Plan:
        plan = _Plan(await current_revision(reading), await store.next_show_id(reading))
        few = len(statements) + len(gone) <= _FEW
        keys = [*(statement.key for statement in statements), *gone] if few else None
        stored = {r.key: r for r in await store.records(reading, source=source, keys=keys)}
        matcher = await Matcher.over(
            reading,
            source,
            statements,
            recorded={key: record.show_id for key, record in stored.items()},
            next_id=plan.next_id,
            ids=ids,
        )
        total = len(statements)
        for done, statement in enumerate(statements, 1):
            if done % 500 == 0:
                progress(done, total)
                await asyncio.sleep(0)
            body = store.body_of(statement)
            record = stored.get(statement.key)
            if record is not None and _same(record, statement, body):
                plan.unchanged.append(statement.key)
                plan.targets.append(record.show_id)
                continue
            show_id = matcher.show_of(statement)
            plan.targets.append(show_id)
            plan.writes.append((show_id, statement, body))
        plan.new = range(plan.next_id, matcher.next_id)
        plan.gone = [key for key in gone if key in stored]
        plan.known = {show for show, _, _ in plan.writes if show not in plan.new}
        plan.known |= {stored[key].show_id for key in plan.gone}
        plan.checked = await store.last_checked(reading, source, plan.known if few else None)
        await self._foresee(reading, source, plan)
        progress(total, total)
        return plan

    async def _foresee(self, reading: Transaction, source: str, plan: _Plan) -> None:
        """What each show will resolve to: its projection, and what changes for those known."""
        said: dict[int, list[Claim]] = {}
        for show_id, statement, _ in plan.writes:
            said.setdefault(show_id, []).extend(_spoken(statement, plan.revision + 1))
        rewritten = {statement.key for _, statement, _ in plan.writes} | set(plan.gone)
        before = await store.claims_about(reading, sorted(plan.known))
        kept = await store.claims_about(
            reading, sorted(plan.known), without=(source, frozenset(rewritten))
        )
        for show_id in sorted(plan.known | said.keys()):
            claims = kept.get(show_id, []) + said.get(show_id, [])
            plan.projections[show_id] = projection_of(show_id, claims)
            if show_id in plan.known:
                if any(claim.author is not None for claim in claims):
                    plan.before[show_id], plan.after[show_id] = before[show_id], claims
                plan.changes += _changes(show_id, 0, before[show_id], claims)

    async def _carry_out(self, writing: Transaction, source: str, plan: _Plan) -> Outcome:
        now = self._clock()
        await store.confirm_records(writing, source, plan.unchanged, now)
        if plan.writes or plan.gone:
            revision = await next_revision(writing)
            await store.add_shows(writing, plan.new, scope=0, revision=revision, now=now)
            await store.put_records(writing, plan.writes, revision=revision, now=now)
            await store.drop_records(writing, source, plan.gone)
            await store.touch(writing, plan.known, revision)
            await _project(writing, plan.projections)
            cause = Cause(source=source, checked=plan.checked)
            await self._record(writing, plan.changes, cause)
            for listener in self._listeners:
                await listener(writing, plan.before, plan.after)
        return Outcome(
            len(plan.new),
            len(plan.known),
            len(plan.unchanged),
            tuple(plan.changes),
            tuple(plan.targets),
        )

    async def edit(self, draft: Draft, along: Along | None = None) -> Written:
        """Write one act of one person on one show; see `edit_all`."""
        return (await self.edit_all([draft], along))[0]

    async def edit_all(self, drafts: Sequence[Draft], along: Along | None = None) -> list[Written]:
        """Write one act of one person, whole or not at all: a draft for each show it touches.

        All drafts carry the one interaction's id. `along` is what else belongs to the act; it
        runs in the same transaction, and not again when the act is repeated.

        Raises:
            GoneError: a show it touches is not there.
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.write() as writing:
            done = await store.edits_by_interaction(writing, drafts[0].interaction_id)
            if done:
                return [Written(edit.id, edit.show_id, (), repeated=True) for edit in done]
            revision = await next_revision(writing)
            written = [await self._edit(writing, draft, revision) for draft in drafts]
            if along is not None:
                await along(writing)
            return written

    async def _edit(self, writing: Transaction, draft: Draft, revision: int) -> Written:
        now = self._clock()
        show_id = draft.show_id
        if show_id is None:
            show_id = await store.next_show_id(writing)
            await store.add_shows(writing, [show_id], scope=draft.scope, revision=revision, now=now)
        else:
            show_id = await store.standing_id(writing, show_id)
            if show_id is None:
                raise GoneError("That show is not in my catalogue (any more).")
        before = await store.claims_of(writing, show_id)
        edit_id = await store.add_edit(
            writing,
            interaction_id=draft.interaction_id,
            show_id=show_id,
            scope=draft.scope,
            author_id=draft.author_id,
            action=draft.action,
            claims=draft.claims,
            revision=revision,
            now=now,
        )
        changes = await self._settle(
            writing, show_id, draft.scope, before, revision, Cause(edit_id=edit_id)
        )
        return Written(edit_id, show_id, changes, _replaced(draft, before))

    async def retract(
        self, interaction_id: int, *, scope: int, by: int, undo_id: int, show_id: int | None = None
    ) -> list[Written]:
        """Take a whole act back; what it covered surfaces again by itself.

        `interaction_id` is that of the act, `undo_id` that of taking it back. With a `show_id`
        only what the act did to that show is taken back.

        Raises:
            GoneError: there is no such act in that scope.
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.write() as writing:
            edits = [
                edit
                for edit in await store.edits_by_interaction(writing, interaction_id)
                if edit.scope == scope and show_id in (None, edit.show_id)
            ]
            if not edits:
                raise GoneError("That change is not there.")
            standing = [edit for edit in edits if edit.retracted_at is None]
            if not standing:
                return [Written(edit.id, edit.show_id, (), repeated=True) for edit in edits]
            revision = await next_revision(writing)
            written = []
            for edit in standing:
                before = await store.claims_of(writing, edit.show_id)
                await store.retract_edit(
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
        after = await store.claims_of(writing, show_id)
        await store.touch(writing, [show_id], revision)
        projection = projection_of(show_id, after, seen={claim.scope for claim in before})
        await _project(writing, {show_id: projection})
        changes = _changes(show_id, scope, before, after)
        await self._record(writing, changes, cause)
        return tuple(changes)

    async def _record(self, writing: Transaction, changes: Sequence[Change], cause: Cause) -> None:
        await store.log_changes(
            writing, changes, now=self._clock(), edit_id=cause.edit_id, source=cause.source
        )
        for watcher in self._watchers:
            await watcher(writing, changes, cause)


def _same(record: store.Record, statement: Statement, body: str) -> bool:
    same = record.statement == body and record.link == statement.link
    return same and (record.as_of == statement.as_of or not statement.dated)


def _spoken(statement: Statement, revision: int) -> list[Claim]:
    return [replace(claim, order=revision) for claim in statement.claims]


def _changes(
    show_id: int, scope: int, before: Sequence[Claim], after: Sequence[Claim]
) -> list[Change]:
    was, now = (resolve(visible(claims, scope)) for claims in (before, after))
    return list(changes_between(was, now, show_id=show_id, scope=scope))


def _replaced(draft: Draft, before: Sequence[Claim]) -> tuple[Claim, ...]:
    """The people's claims that were showing in the places this edit writes to."""
    places = {(claim.season, claim.field, claim.key) for claim in draft.claims}
    shown = resolve(visible(before, draft.scope))
    return tuple(
        fact.claim
        for facts in shown.values()
        for fact in facts
        if fact.claim.author is not None
        and (fact.claim.season, fact.claim.field, fact.claim.key) in places
    )


async def _project(writing: Transaction, projections: Mapping[int, Projection]) -> None:
    await store.put_titles(writing, [e for p in projections.values() for e in p.titles])
    await store.drop_titles(writing, [key for p in projections.values() for key in p.gone])
    await store.put_identifiers(
        writing,
        [row for p in projections.values() for row in p.identifiers],
        sorted(projections),
    )


async def project(writing: Transaction, show_ids: Sequence[int]) -> None:
    """Bring the projections of shows up to date with the claims that now hang on them."""
    claims = await store.claims_about(writing, show_ids)
    every = {0} | {claim.scope for about in claims.values() for claim in about}
    await _project(
        writing, {show: projection_of(show, about, seen=every) for show, about in claims.items()}
    )
