"""The review queue: editors approve, amend or reject what members and sources propose."""

from __future__ import annotations

from dataclasses import dataclass

from ..answers.library import Library
from ..editing.curation import Curation
from ..editing.input import FactInput
from ..editing.receipts import Act, Receipt
from ..errors import BadInputError, GoneError
from ..facts.models import Show
from ..facts.queries.records import has_record
from ..facts.queries.shows import title_of
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from ..locale.messages import N_
from . import queries as queue
from .queries import APPROVED, MOOT, OPEN, REJECTED, SOURCE_CONFLICT, SUGGESTION, Proposal
from .source_conflicts import contradicting_sources
from .suggestions import Results


@dataclass(frozen=True, slots=True)
class QueuePosition:
    """One position of the queue, from 0: the proposal, what resolves now, and how many are open.

    `sources` are those that say what the proposal says.
    """

    proposal: Proposal | None
    show: Show | None
    current: object
    position: int
    total: int
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A decided proposal, with the edit's `receipt` if it was approved.

    Those who suggested it learn of it through the outbox.
    """

    proposal: Proposal
    receipt: Receipt | None


_FASTER = {
    APPROVED: N_("Somebody was faster: it was approved."),
    REJECTED: N_("Somebody was faster: it was rejected."),
    MOOT: N_("It is settled: what it was about has changed."),
}


class ReviewQueue:
    """Reads and decides the queue of each scope."""

    def __init__(
        self,
        database: Database,
        curation: Curation,
        library: Library,
        results: Results,
        clock: Clock,
    ) -> None:
        self._database = database
        self._curation = curation
        self._library = library
        self._results = results
        self._clock = clock

    async def at(self, act: Act, position: int) -> QueuePosition:
        """One position of an editor's queue; a position past the end is the last one.

        A source's proposal that has become moot is taken out of the queue when it is reached.

        Raises:
            StoreError: the database cannot be read or, to take a moot row out, written.
        """
        while True:
            async with self._database.read() as reading:
                proposal, total = await queue.open_at(reading, act.scope, offset=max(0, position))
                if proposal is None and total:
                    position = total - 1
                    proposal, total = await queue.open_at(reading, act.scope, offset=position)
            if proposal is None:
                return QueuePosition(None, None, None, 0, 0)
            show = await self._library.show(proposal.show_id, act.guild_id)
            current = None
            if show is not None:
                fact = show.fact(proposal.season, proposal.field, proposal.key)
                current = fact.value if fact is not None else None
            sources = await self._sources(proposal, show, current)
            if proposal.kind == SUGGESTION or sources:
                return QueuePosition(proposal, show, current, position, total, tuple(sources))
            async with self._database.write() as writing:
                await queue.decide(writing, proposal.id, MOOT, by=None, now=self._clock())

    async def _sources(self, proposal: Proposal, show: Show | None, current: object) -> list[str]:
        """The sources behind a proposal; none if it is a member's, or moot."""
        if proposal.kind == SOURCE_CONFLICT:
            return contradicting_sources(show, proposal)
        if proposal.kind == SUGGESTION or show is None or current == proposal.value:
            return []
        async with self._database.read() as reading:
            linked = await has_record(reading, proposal.said_by, proposal.show_id)
        return [proposal.said_by] if linked else []

    async def get(self, act: Act, token: str) -> Proposal:
        """An open proposal of the editor's own scope.

        Raises:
            GoneError: there is none of that token here, or it was decided.
        """
        async with self._database.read() as reading:
            proposal = await queue.by_token(reading, token)
        if proposal is None or proposal.scope != act.scope:
            raise GoneError("That suggestion no longer exists.")
        if proposal.state != OPEN:
            raise GoneError(_FASTER.get(proposal.state, _FASTER[MOOT]))
        return proposal

    async def approve(self, act: Act, token: str, instead: FactInput | None = None) -> Decision:
        """Make a proposal an edit, as it is or with another value; both in one transaction.

        Raises:
            GoneError: it is not open any more, or its show is not there.
            StoreError: the database could not be written; nothing was changed.
        """
        proposal = await self.get(act, token)
        show = await self._library.show(proposal.show_id, act.guild_id)
        if show is None:
            raise GoneError("The show of that suggestion no longer exists.")
        fact = instead or FactInput(
            proposal.season, proposal.field, proposal.key, proposal.value, proposal.link
        )
        async with self._curation.begin_set(act, show, fact) as write:
            if not write.repeated:
                await self._decide(write.transaction, act, proposal, APPROVED)
                await self._results.decided(
                    write.transaction, proposal, show.name, written=fact.value
                )
        receipt = await self._curation.finish_set(act, write.written[0])
        self._results.hurry()
        return Decision(proposal, receipt)

    async def amend(self, act: Act, token: str, text: str, source: str) -> Decision:
        """Approve a proposal with another value, as people write it, and its own source.

        Raises:
            BadInputError: the value cannot be read, or the source is no link.
            GoneError: it is not open any more, or its show is not there.
            StoreError: the database could not be written; nothing was changed.
        """
        proposal = await self.get(act, token)
        fact = self._curation.read_stored(proposal.season, proposal.field, text, source, act.zone)
        return await self.approve(act, token, fact)

    async def reject(self, act: Act, token: str, reason: str) -> Decision:
        """Turn a proposal down, with a reason that those who suggested it, if any, read.

        Raises:
            BadInputError: there is no reason, or it is too long.
            GoneError: it is not open any more.
        """
        reason = " ".join(reason.split())
        if not 1 <= len(reason) <= 300:
            raise BadInputError("Give a reason of up to 300 characters.")
        proposal = await self.get(act, token)
        async with self._database.write() as writing:
            await self._decide(writing, act, proposal, REJECTED, reason)
            title = await title_of(writing, proposal.show_id, act.scope) or ""
            await self._results.decided(writing, proposal, title, reason=reason)
        self._results.hurry()
        return Decision(proposal, None)

    async def _decide(
        self, writing: Transaction, act: Act, proposal: Proposal, state: str, reason: str = ""
    ) -> None:
        now = self._clock()
        if not await queue.decide(
            writing, proposal.id, state, by=act.user_id, now=now, reason=reason or None
        ):
            raise GoneError("Somebody was faster: it was decided.")
