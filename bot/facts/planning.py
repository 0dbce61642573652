"""Works out what a write of one source will do, on a consistent reading and outside the lock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..foundation.database import Transaction, current_revision
from .changes import Change, changes_of
from .models import Claim, Statement
from .projections import Projection, projection_of
from .queries.claims import claims_about
from .queries.index_rows import unlisted
from .queries.records import Record, body_of, last_checked, stored_records
from .queries.shows import next_show_id
from .record_linkage import Ids, Matcher

_FEW = 200
"""Up to so many statements are planned by looking up what they touch, not by reading it all."""

Progress = Callable[[int, int], None]
"""Told how many of how many statements were prepared."""


@dataclass(slots=True)
class Plan:
    """A bulk write, worked out before the lock is taken.

    It holds only while `revision` is the number of the last write. `writes` are statements with
    their show and their body; `targets` is the show of each statement, in their order. `listed`
    are shows that a row of the index alone knew until now.
    """

    revision: int
    next_id: int
    targets: list[int] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    writes: list[tuple[int, Statement, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    checked: dict[int, datetime] = field(default_factory=dict)
    new: range = range(0)
    listed: list[int] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    projections: dict[int, Projection] = field(default_factory=dict)
    before: dict[int, list[Claim]] = field(default_factory=dict)
    after: dict[int, list[Claim]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


async def plan_of(
    reading: Transaction,
    source: str,
    statements: Sequence[Statement],
    gone: Sequence[str],
    progress: Progress,
    ids: Ids,
    moved: Mapping[str, str],
) -> Plan:
    """What a write of `statements` would do, and what it changes in what resolves.

    `gone` are keys of records that the source no longer has; `ids` join a statement to its show
    beside the ids it claims itself, and `moved` tells which record a new one takes the place of.

    Raises:
        StoreError: the database cannot be read.
    """
    plan = Plan(await current_revision(reading), await next_show_id(reading))
    few = len(statements) + len(gone) <= _FEW
    keys = [*(statement.key for statement in statements), *gone] if few else None
    stored = {r.key: r for r in await stored_records(reading, source=source, keys=keys)}
    matcher = await Matcher.over(
        reading,
        source,
        statements,
        recorded={
            **{key: stored[old].show_id for key, old in moved.items() if old in stored},
            **{key: record.show_id for key, record in stored.items()},
        },
        next_id=plan.next_id,
        ids=ids,
    )
    total = len(statements)
    for done, statement in enumerate(statements, 1):
        if done % 500 == 0:
            progress(done, total)
            await asyncio.sleep(0)
        body = body_of(statement)
        record = stored.get(statement.key)
        if record is not None and _is_unchanged(record, statement, body):
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
    plan.listed = await unlisted(reading, sorted(plan.known))
    plan.checked = await last_checked(reading, source, plan.known if few else None)
    await _derive(reading, source, plan)
    progress(total, total)
    return plan


async def _derive(reading: Transaction, source: str, plan: Plan) -> None:
    """What each show will resolve to: its projection, and what changes for those known."""
    claims_of: dict[int, list[Claim]] = {}
    for show_id, statement, _ in plan.writes:
        claims_of.setdefault(show_id, []).extend(_claims_at(statement, plan.revision + 1))
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


def _claims_at(statement: Statement, revision: int) -> list[Claim]:
    return [replace(claim, order=revision) for claim in statement.claims]
