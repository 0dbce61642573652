"""Plans what a write of one source will do, on a consistent read and outside the lock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..foundation.database import Transaction
from ..foundation.meta import current_revision
from .models import Claim, Statement
from .projections import Projection, projection_of
from .queries.claims import claims_about
from .queries.index_rows import unlisted
from .queries.records import Record, body_of, keys_on, last_checked, stored_records
from .queries.shows import next_show_id, touched_since
from .record_linkage import Ids, KnownShows, Marks, Matcher
from .resolve import Change, changes_of

FEW = 200
"""Up to how many statements that others overtook are planned again inside the lock."""

Progress = Callable[[int, int], None]
"""Called with how many statements were prepared, and how many there are."""


def unwatched(done: int, total: int | None) -> None:
    """The progress callback when nobody watches."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one source says, to be written together.

    `gone` are keys of records that the source no longer has. `ids` link a statement to its show,
    besides the ids it claims itself; `moved` maps keys of new records to those of the records they
    replace, whatever else has their ids. `bodies` are the stored forms of the statements, if at
    hand.
    """

    source: str
    statements: Sequence[Statement]
    gone: Sequence[str] = ()
    ids: Ids = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    bodies: Sequence[str] | None = None

    def part(self, places: Sequence[int], gone: Sequence[str]) -> Batch:
        """The part of the batch with these statements, by index, and these gone records."""
        statements = [self.statements[place] for place in places]
        return replace(self, statements=statements, gone=gone, bodies=None)


@dataclass(slots=True)
class Plan:
    """A bulk write, planned before the lock is taken.

    It holds as it is while `revision` is the number of the last write; see `overtaken`. `writes`
    are statements with their show and their body; `targets` is the show of each statement, in their
    order; `unchanged` and `gone` are keys of records with their shows; `new` are ids that were
    free. `replaced` are keys of existing records. `listed` are shows known only by a row of the
    index until now.
    """

    revision: int
    next_id: int
    targets: list[int] = field(default_factory=list)
    unchanged: dict[str, int] = field(default_factory=dict)
    writes: list[tuple[int, Statement, str]] = field(default_factory=list)
    gone: dict[str, int] = field(default_factory=dict)
    checked: dict[int, datetime] = field(default_factory=dict)
    new: Sequence[int] = range(0)
    replaced: dict[str, int] = field(default_factory=dict)
    listed: list[int] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    projections: dict[int, Projection] = field(default_factory=dict)
    before: dict[int, list[Claim]] = field(default_factory=dict)
    after: dict[int, list[Claim]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def give_ids(self, first: int) -> None:
        """Number the new shows from `first` on, because others took the ids that were free."""
        given = {show: first + count for count, show in enumerate(self.new)}
        if all(show == number for show, number in given.items()):
            return
        self.targets = [given.get(show, show) for show in self.targets]
        self.writes = [
            (given.get(show, show), statement, body) for show, statement, body in self.writes
        ]
        self.projections = {
            given.get(show, show): rows.of(given[show]) if show in given else rows
            for show, rows in self.projections.items()
        }
        self.new = list(given.values())

    def leave_out(self, shows: Set[int]) -> None:
        """Remove everything about those shows except the `targets`."""
        if not shows:
            return
        self.unchanged = {key: show for key, show in self.unchanged.items() if show not in shows}
        self.writes = [write for write in self.writes if write[0] not in shows]
        self.gone = {key: show for key, show in self.gone.items() if show not in shows}
        self.new = [show for show in self.new if show not in shows]
        self.replaced = {key: show for key, show in self.replaced.items() if show not in shows}
        self.listed = [show for show in self.listed if show not in shows]
        self.known -= shows
        self.changes = [change for change in self.changes if change.show_id not in shows]
        for by_show in (self.checked, self.projections, self.before, self.after):
            for show in shows:
                by_show.pop(show, None)


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The parts of a plan that others overtook: shows, indexes of statements, and gone records."""

    shows: frozenset[int] = frozenset()
    places: tuple[int, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many statements have to be planned anew."""
        return len(self.places) + len(self.gone)


async def overtaken(writing: Transaction, batch: Batch, plan: Plan) -> Overtaken:
    """What has to be planned anew because others wrote; the rest of the plan holds.

    That is everything about a show that they touched, and every statement that could be about such
    a show by its record's key, an id or, in a file, its name.

    Raises:
        StoreError: the database cannot be read.
    """
    if await current_revision(writing) == plan.revision:
        return Overtaken()
    touched = await touched_since(writing, plan.revision)
    marks = await Marks.of(writing, touched)
    keys = await keys_on(writing, batch.source, touched)
    # The ids of new shows may be those of others' new shows by now.
    standing = (set(plan.targets) - set(plan.new)) | set(plan.gone.values())
    shows = standing & set(touched)
    for statement, show in zip(batch.statements, plan.targets, strict=True):
        key = statement.key
        if key in keys or batch.moved.get(key) in keys or marks.fit(statement, batch.ids):
            shows.add(show)
    return Overtaken(
        frozenset(shows),
        tuple(index for index, show in enumerate(plan.targets) if show in shows),
        tuple(key for key in batch.gone if key in keys or plan.gone.get(key) in shows),
    )


async def plan_of(
    reading: Transaction,
    batch: Batch,
    known: KnownShows,
    progress: Progress = unwatched,
) -> Plan:
    """What writing a batch would do, and what it changes in the resolved shows.

    `known` is what earlier pieces of the same file knew of all shows.

    Raises:
        StoreError: the database cannot be read.
    """
    source, statements = batch.source, batch.statements
    plan = Plan(await current_revision(reading), await next_show_id(reading))
    keys = [*(statement.key for statement in statements), *batch.gone]
    stored = {
        record.key: record for record in await stored_records(reading, source=source, keys=keys)
    }
    await known.read_for(reading, source, statements, batch.ids, plan.revision)
    recorded = {
        **{key: stored[old].show_id for key, old in batch.moved.items() if old in stored},
        **{key: record.show_id for key, record in stored.items()},
    }
    matcher = Matcher(known, recorded, plan.next_id, batch.ids)
    total = len(statements)
    for done, statement in enumerate(statements, 1):
        if done % 500 == 0:
            progress(done, total)
            await asyncio.sleep(0)
        body = body_of(statement) if batch.bodies is None else batch.bodies[done - 1]
        record = stored.get(statement.key)
        if record is not None and _is_unchanged(record, statement, body):
            plan.unchanged[statement.key] = record.show_id
            plan.targets.append(record.show_id)
            continue
        show_id = matcher.show_of(statement)
        plan.targets.append(show_id)
        plan.writes.append((show_id, statement, body))
        if record is not None:
            plan.replaced[statement.key] = show_id
    plan.new = range(plan.next_id, matcher.next_id)
    plan.gone = {key: stored[key].show_id for key in batch.gone if key in stored}
    plan.known = {show for show, _, _ in plan.writes if show not in plan.new}
    plan.known |= set(plan.gone.values())
    plan.listed = await unlisted(reading, sorted(plan.known))
    plan.checked = await last_checked(reading, source, sorted(plan.known))
    await _derive(reading, source, plan)
    progress(total, total)
    return plan


async def _derive(reading: Transaction, source: str, plan: Plan) -> None:
    """Compute what each show will resolve to: its projection, and the changes to known shows."""
    claims_of: dict[int, list[Claim]] = {}
    for show_id, statement, _ in plan.writes:
        # Everything that is known of a new show is in this write, so no order tells its claims
        # apart.
        said = statement.claims if show_id in plan.new else _claims_at(statement, plan.revision + 1)
        claims_of.setdefault(show_id, []).extend(said)
    rewritten = {statement.key for _, statement, _ in plan.writes} | set(plan.gone)
    before = await claims_about(reading, sorted(plan.known))
    kept = await claims_about(reading, sorted(plan.known), without=(source, frozenset(rewritten)))
    for show_id in sorted(plan.known | claims_of.keys()):
        claims = kept.get(show_id, []) + claims_of.get(show_id, [])
        plan.projections[show_id] = projection_of(show_id, claims)
        if show_id in plan.known:
            if any(claim.author is not None for claim in claims):
                plan.before[show_id], plan.after[show_id] = before[show_id], claims
            if show_id not in plan.listed:
                plan.changes += changes_of(show_id, 0, before[show_id], claims)


def _is_unchanged(record: Record, statement: Statement, body: str) -> bool:
    same = record.statement == body and record.link == statement.link
    return same and (record.as_of == statement.as_of or not statement.dated)


def _claims_at(statement: Statement, revision: int) -> Sequence[Claim]:
    return [replace(claim, order=revision) for claim in statement.claims]
