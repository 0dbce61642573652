"""Writing a provider's claims about a show, reconciled with those of other providers.

Its seasons get the others' numbers, and unreadable fields keep their values.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Protocol

from ..facts.bulk_write import Batch
from ..facts.ledger import Ledger
from ..facts.models import Claim, Statement, Tier
from ..facts.projections import project
from ..facts.queries.claims import claims_about
from ..facts.queries.identifiers import (
    drop_record_ids,
    identified_by,
    note_network_name,
    put_record_ids,
    shows_with_record_ids,
)
from ..facts.queries.records import statement_of, stored_records
from ..facts.writes import StatementWrite
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from . import queries
from .models import Fetched, ScheduledFetch
from .provider_health import BadAnswerError
from .season_numbering import Mismatch, counts_before, homeless, kept_apart, renumbering_of

_LOG = logging.getLogger(__name__)

_NAMED = 3
"""How many unreadable fields the log names."""


class NumberingWatcher(Protocol):
    """Notes, in the transaction, whether a record counts the seasons differently."""

    async def __call__(
        self,
        writing: Transaction,
        clock: Clock,
        show_id: int,
        source: str,
        mismatch: Mismatch | None,
        /,
    ) -> None:
        """`mismatch` is None if the numbers agree."""


class RecordWriter:
    """Writes fetched records, one after another, each in one transaction."""

    def __init__(
        self, database: Database, ledger: Ledger, clock: Clock, note_mismatch: NumberingWatcher
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock
        self._note_mismatch = note_mismatch
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def begin(
        self,
        fetched: Fetched,
        ids: Sequence[tuple[str, str]] = (),
        gone: Sequence[str] = (),
    ) -> AsyncIterator[StatementWrite]:
        """Write a record in a unit of work, so that the caller can add to it.

        `ids` are (provider, value) pairs of the show that it is for, `gone` keys of that show's
        records that this one replaces.

        Raises:
            BadAnswerError: a new record's seasons cannot be read; nothing was changed.
            StoreError: the database could not be written; nothing was changed.
        """
        # One record after the other, since each is compared with what the others say about its
        # show.
        async with self._turn, self._begin(fetched, ids, gone) as write:
            yield write

    @asynccontextmanager
    async def _begin(
        self, fetched: Fetched, ids: Sequence[tuple[str, str]], gone: Sequence[str]
    ) -> AsyncIterator[StatementWrite]:
        source, key = fetched.statement.source, fetched.statement.key
        pairs = [*fetched.ids.items(), *ids]
        statement, mismatch, show_id = await self._reconcile(fetched, pairs, gone)
        moved = {key: gone[0]} if gone else {}
        batch = Batch(source, [statement], gone=gone, ids={key: pairs}, moved=moved)
        async with self._ledger.begin_statement(batch) as write:
            await put_record_ids(write.transaction, source, key, fetched.ids)
            await drop_record_ids(write.transaction, source, gone)
            if (name := _network_name(fetched)) and fetched.network is not None:
                now = self._clock()
                await note_network_name(write.transaction, source, fetched.network, name, now)
            if gone:
                # The index may list the new page as another show.
                await project(write.transaction, write.outcome.show_ids)
            if show_id is not None:
                await self._note_mismatch(write.transaction, self._clock, show_id, source, mismatch)
            yield write
        await self._renumber_others(write.outcome.show_ids[0], source)

    async def _renumber_others(self, show_id: int, source: str) -> None:
        """Renumber the show's other records, if their numbers give way to those of the record just
        written."""
        async with self._database.read() as reading:
            held = await stored_records(reading, show_id=show_id)
            found = []
            for record in held:
                if record.tier is Tier.SOURCE and counts_before(source, record.source):
                    without = (record.source, frozenset({record.key}))
                    about = await claims_about(reading, [show_id], without=without)
                    found.append((statement_of(record), about[show_id]))
        for statement, others in found:
            claims, _ = kept_apart(statement.claims, statement.source, others)
            if claims == statement.claims:
                continue
            whole = replace(statement, claims=claims)
            # What was held back before is not stored, so the whole record is read and compared
            # again.
            again = ScheduledFetch(statement.source, statement.key, show_id)
            batch = Batch(statement.source, [whole])
            async with self._ledger.begin_statement(batch) as write:
                await queries.want(write.transaction, {again: self._clock()})

    async def _reconcile(
        self, fetched: Fetched, pairs: Sequence[tuple[str, str]], gone: Sequence[str]
    ) -> tuple[Statement, Mismatch | None, int | None]:
        """What is to be stored, computed outside the lock, and the show that it is about, if
        known."""
        said = fetched.statement
        async with self._database.read() as reading:
            # If a record moved, the fields that cannot be read keep the values of its former key.
            stored = await stored_records(reading, source=said.source, keys=[said.key, *gone])
            held = sorted(stored, key=lambda record: record.key != said.key)
            previous = statement_of(held[0]) if held else None
            fetched = fetched.doubted(previous)
            _log_problems(fetched)
            if previous is None and fetched.hollow:
                raise BadAnswerError(said.source, "sent its seasons in a form that I cannot read")
            show_id = held[0].show_id if held else await _linked_show(reading, pairs)
            others: list[Claim] = []
            if show_id is not None:
                without = (said.source, frozenset({said.key, *gone}))
                about = await claims_about(reading, [show_id], without=without)
                others = about[show_id]
        # The date is the day on which the provider was asked; it gives none of its own.
        renumbering = renumbering_of(said.claims, said.source, others)
        mismatch = renumbering.mismatch(said.claims) if renumbering is not None else None
        whole = replace(fetched.renumbered(renumbering).over(previous), dated=False)
        claims, unlisted = homeless(whole.claims, others)
        return replace(whole, claims=claims), mismatch or unlisted, show_id


async def _linked_show(reading: Transaction, pairs: Sequence[tuple[str, str]]) -> int | None:
    """The show to which one of these ids leads, as the ledger will find it."""
    found = await shows_with_record_ids(reading, pairs)
    found |= await identified_by(reading, pairs)
    return next((found[pair] for pair in pairs if pair in found), None)


def _network_name(fetched: Fetched) -> str | None:
    said = fetched.statement.claims
    names = (claim.value for claim in said if (claim.season, claim.field) == (None, "network"))
    return next((name for name in names if isinstance(name, str)), None)


def _log_problems(fetched: Fetched) -> None:
    if not fetched.problems:
        return
    said = fetched.statement
    named = ", ".join(f"{problem.where} {problem.reason}" for problem in fetched.problems[:_NAMED])
    more = f" and {len(fetched.problems) - _NAMED} more" if len(fetched.problems) > _NAMED else ""
    _LOG.info("%s:%s was read without some fields: %s%s", said.source, said.key, named, more)
