"""One record of one provider, fetched and written: the show's other facts stay as they are."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from ..clock import Clock
from ..facts.ledger import Ledger, Outcome, StatementWrite
from ..facts.models import Claim, Statement
from ..facts.queries import external_ids as externals
from ..facts.queries.claims import claims_about
from ..facts.queries.identifiers import identified_by
from ..facts.queries.records import stored_records
from ..foundation.database import Database, Transaction
from .answers import Fetched
from .errors import BadAnswerError, UnreachableError
from .numbering import Mismatch, kept_apart
from .queries.tracking import statement_of
from .registry import Provider

_LOG = logging.getLogger(__name__)

_LONGEST = 240.0
"""Seconds in which one record has to come, with all its pages and repeats."""

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Brought:
    """A record as it was written. `ids` are all that it bears, for other providers to be asked."""

    show_id: int
    ids: Mapping[str, str]
    outcome: Outcome


class Objector(Protocol):
    """Takes note, in the transaction, whether a record counts the seasons otherwise."""

    async def __call__(
        self,
        writing: Transaction,
        clock: Clock,
        show_id: int,
        source: str,
        mismatch: Mismatch | None,
        /,
    ) -> None:
        """`mismatch` is None where the numbers agree."""


class Fetching:
    """Fetches records and writes what they say, each in one transaction."""

    def __init__(
        self, database: Database, ledger: Ledger, clock: Clock, object_to: Objector
    ) -> None:
        self._object = object_to
        self._database = database
        self._ledger = ledger
        self._clock = clock

    async def bring(
        self,
        provider: Provider,
        key: str,
        *,
        ids: Sequence[tuple[str, str]] = (),
    ) -> Brought:
        """Fetch one record and write it and nothing beside it; see `begin`."""
        fetched = await self._fetched(provider, key)
        async with self._begin(fetched, ids) as write:
            return Brought(write.outcome.show_ids[0], fetched.ids, write.outcome)

    @asynccontextmanager
    async def begin(
        self,
        provider: Provider,
        key: str,
        *,
        ids: Sequence[tuple[str, str]] = (),
        gone: Sequence[str] = (),
    ) -> AsyncIterator[StatementWrite]:
        """Fetch one record and write it in a unit of work, for what else belongs to it.

        `ids` are (provider, value) pairs of the show that it is wanted for, `gone` keys of that
        show's records that this one takes the place of.

        Raises:
            ProviderError: as its docstring tells; nothing was changed.
            StoreError: the database could not be written; nothing was changed.
        """
        fetched = await self._fetched(provider, key)
        async with self._begin(fetched, ids, gone) as write:
            yield write

    @asynccontextmanager
    async def _begin(
        self, fetched: Fetched, ids: Sequence[tuple[str, str]], gone: Sequence[str] = ()
    ) -> AsyncIterator[StatementWrite]:
        source, key = fetched.statement.source, fetched.statement.key
        _name_problems(fetched)
        pairs = [*fetched.ids.items(), *ids]
        statement, mismatch, show_id = await self._prepared(fetched, pairs)
        unit = self._ledger.begin_statement(source, [statement], ids={key: pairs}, gone=gone)
        async with unit as write:
            await externals.put(write.transaction, source, key, fetched.ids)
            await externals.drop(write.transaction, source, gone)
            if show_id is not None:
                await self._object(write.transaction, self._clock, show_id, source, mismatch)
            yield write

    async def _fetched(self, provider: Provider, key: str) -> Fetched:
        try:
            async with asyncio.timeout(_LONGEST):
                fetched = await provider.fetch(key, as_of=self._clock().date())
        except TimeoutError:
            raise UnreachableError(provider.name, "did not answer in time") from None
        if (fetched.statement.source, fetched.statement.key) != (provider.name, key):
            raise BadAnswerError(provider.name, "answered about another record")
        return fetched

    async def _prepared(
        self, fetched: Fetched, pairs: Sequence[tuple[str, str]]
    ) -> tuple[Statement, Mismatch | None, int | None]:
        """What is to be stored, worked out beside the lock, and the show it is about if known."""
        said = fetched.statement
        async with self._database.read() as reading:
            held = await stored_records(reading, source=said.source, keys=[said.key])
            previous = statement_of(held[0]) if held else None
            show_id = held[0].show_id if held else await _shown_by(reading, pairs)
            others: list[Claim] = []
            if show_id is not None:
                without = (said.source, frozenset({said.key}))
                about = await claims_about(reading, [show_id], without=without)
                others = about[show_id]
        # The day is that of our asking, not of the provider's saying.
        whole = replace(fetched.over(previous), dated=False)
        claims, mismatch = kept_apart(whole.claims, said.source, others)
        return replace(whole, claims=claims), mismatch, show_id


async def _shown_by(reading: Transaction, pairs: Sequence[tuple[str, str]]) -> int | None:
    """The show that one of these ids leads to, as the ledger will find it."""
    found = await externals.joined_by(reading, pairs)
    found |= await identified_by(reading, pairs)
    return next((found[pair] for pair in pairs if pair in found), None)


def _name_problems(fetched: Fetched) -> None:
    if not fetched.problems:
        return
    said = fetched.statement
    named = ", ".join(f"{p.where} {p.reason}" for p in fetched.problems[:_NAMED])
    more = f" and {len(fetched.problems) - _NAMED} more" if len(fetched.problems) > _NAMED else ""
    _LOG.info("%s:%s was read without some fields: %s%s", said.source, said.key, named, more)
