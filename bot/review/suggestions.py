"""The queue: members suggest, editors decide, and a source that says otherwise waits there too."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..answers.library import Library
from ..clock import Clock
from ..editing.acts import Act, Receipt
from ..editing.curation import Curation
from ..editing.input import Proposal
from ..editing.proposals import fingerprint
from ..editing.queries import proposals as rows
from ..editing.queries.proposals import NewProposal, ProposalRow
from ..errors import BadInputError, GoneError
from ..facts.models import Fact, Show
from ..facts.queries.records import has_record
from ..facts.queries.titles import title_of
from ..foundation.database import Database, Transaction
from ..presentation.quoting import quoted
from .results import Outcomes
from .source_conflicts import voices

MEMBER_OPEN = 5
MEMBER_DAILY = 20
SERVER_OPEN = 200
"""So many suggestions of one member wait at once, come in a day, and wait in one server."""

AGAIN_AFTER = timedelta(days=30)
"""After so long a suggestion that was turned down may come again from the same source."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A suggestion in the queue; `again` when the same one was there, `mine` when by the same
    member."""

    show: Show
    proposal: Proposal
    again: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """One place of the queue: the proposal there, what resolves now, and how many wait.

    `voices` are the sources that say what a source is quoted for.
    """

    row: ProposalRow | None
    show: Show | None
    now_is: object
    place: int
    total: int
    voices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposal that was decided; where it was approved, with the edit's `receipt`.

    Those who suggested it are told through the outbox.
    """

    row: ProposalRow
    receipt: Receipt | None


class Proposals:
    """Keeps the queue of each scope."""

    def __init__(
        self, database: Database, curation: Curation, library: Library, clock: Clock
    ) -> None:
        self.outcomes = Outcomes(database, clock)
        self._database = database
        self._curation = curation
        self._library = library
        self._clock = clock

    async def suggest(self, act: Act, show: Show, proposal: Proposal) -> Queued:
        """Put a member's suggestion into their server's queue.

        `act.scope` is where it would apply. The same suggestion by another member is the same
        row, and both learn the outcome.

        Raises:
            BadInputError: there are too many already, it is what the answer says anyway, or it
                was turned down lately with the same source.
            StoreError: the database could not be written; nothing was changed.
        """
        if _value(show.fact(proposal.season, proposal.field, proposal.key)) == proposal.value:
            raise BadInputError("That is what I say already.")
        mark = fingerprint(
            act.scope, show.id, proposal.season, proposal.field, proposal.key, proposal.value
        )
        async with self._database.write() as writing:
            now = self._clock()
            there = await rows.by_fingerprint(writing, mark)
            if there is not None and there.state == rows.OPEN:
                mine = act.user_id in there.proposers
                if not mine:
                    await self._limit(writing, act, new=False)
                    await rows.support(writing, there.id, act.user_id, now)
                return Queued(show, proposal, again=True, mine=mine)
            await self._limit(writing, act, new=True)
            token = _token(act.interaction_id)
            if there is not None:
                _refuse_too_soon(there, proposal.link, now)
                proposal_id = there.id
                await rows.reopen(writing, there.id, token=token, link=proposal.link, now=now)
            else:
                proposal_id = await rows.add(writing, _row(token, mark, act, show, proposal), now)
            await rows.support(writing, proposal_id, act.user_id, now)
        return Queued(show, proposal, again=False, mine=False)

    async def _limit(self, writing: Transaction, act: Act, *, new: bool) -> None:
        since = self._clock() - timedelta(days=1)
        every, own, lately = await rows.count_open(writing, act.guild_id, act.user_id, since)
        if own >= MEMBER_OPEN:
            raise BadInputError(
                f"{MEMBER_OPEN} of your suggestions are waiting; more when they are decided."
            )
        if lately >= MEMBER_DAILY:
            raise BadInputError(f"That is {MEMBER_DAILY} suggestions today; more tomorrow.")
        if new and every >= SERVER_OPEN:
            raise BadInputError("This server's queue is full; its editors have to review first.")

    async def turn(self, act: Act, place: int) -> Turn:
        """One place of an editor's queue; past the end is the last one.

        A source's objection that has become moot leaves the queue as it is met.

        Raises:
            StoreError: the database cannot be read or, to take a moot row out, written.
        """
        while True:
            async with self._database.read() as reading:
                row, total = await rows.waiting(reading, act.scope, offset=max(0, place))
                if row is None and total:
                    place = total - 1
                    row, total = await rows.waiting(reading, act.scope, offset=place)
            if row is None:
                return Turn(None, None, None, 0, 0)
            show = await self._library.show(row.show_id, act.guild_id)
            now_is = _value(show.fact(row.season, row.field, row.key)) if show else None
            said_by = await self._voices(row, show, now_is)
            if row.kind == rows.SUGGESTION or said_by:
                return Turn(row, show, now_is, place, total, tuple(said_by))
            async with self._database.write() as writing:
                await rows.decide(writing, row.id, rows.MOOT, by=None, now=self._clock())

    async def _voices(self, row: ProposalRow, show: Show | None, now_is: object) -> list[str]:
        """The sources that stand behind a row; none where it is a member's, or moot."""
        if row.kind == rows.DISAGREEMENT:
            return voices(show, row)
        if row.kind == rows.SUGGESTION or show is None or now_is == row.value:
            return []
        async with self._database.read() as reading:
            there = await has_record(reading, row.said_by, row.show_id)
        return [row.said_by] if there else []

    async def get(self, act: Act, token: str) -> ProposalRow:
        """An open proposal of the editor's own scope.

        Raises:
            GoneError: there is none of that token here, or it was decided.
        """
        async with self._database.read() as reading:
            row = await rows.by_token(reading, token)
        if row is None or row.scope != act.scope:
            raise GoneError("That suggestion is not there any more.")
        if row.state != rows.OPEN:
            raise GoneError(f"Somebody was faster: it was {row.state}.")
        return row

    async def approve(self, act: Act, token: str, instead: Proposal | None = None) -> Decided:
        """Make a proposal an edit, as it is or with another value; both in one transaction.

        Raises:
            GoneError: it is not open any more, or its show is not there.
            StoreError: the database could not be written; nothing was changed.
        """
        row = await self.get(act, token)
        show = await self._library.show(row.show_id, act.guild_id)
        if show is None:
            raise GoneError("The show of that suggestion is not there any more.")
        title = show.name
        wanted = instead or Proposal(row.season, row.field, row.key, row.value, row.link)

        async def close(writing: Transaction) -> None:
            await self._decide(writing, act, row, rows.APPROVED)
            await self.outcomes.decided(writing, row, title, written=wanted.value)

        receipt = await self._curation.set(act, show, wanted, along=close)
        self.outcomes.hurry()
        return Decided(row, receipt)

    async def amend(self, act: Act, token: str, text: str, source: str) -> Decided:
        """Approve a proposal with another value, as people write it, and its own source.

        Raises:
            BadInputError: the value cannot be read, or the source is no link.
            GoneError: it is not open any more, or its show is not there.
            StoreError: the database could not be written; nothing was changed.
        """
        row = await self.get(act, token)
        wanted = self._curation.amended(row.season, row.field, text, source, act.zone)
        return await self.approve(act, token, wanted)

    async def reject(self, act: Act, token: str, reason: str) -> Decided:
        """Turn a proposal down, with a reason that its members read.

        Raises:
            BadInputError: there is no reason, or it is too long.
            GoneError: it is not open any more.
        """
        reason = " ".join(reason.split())
        if not 1 <= len(reason) <= 300:
            raise BadInputError("Give a reason of up to 300 characters; those who asked read it.")
        row = await self.get(act, token)
        async with self._database.write() as writing:
            await self._decide(writing, act, row, rows.REJECTED, reason)
            title = await title_of(writing, row.show_id, act.scope) or "that show"
            await self.outcomes.decided(writing, row, title, reason=reason)
        self.outcomes.hurry()
        return Decided(row, None)

    async def _decide(
        self, writing: Transaction, act: Act, row: ProposalRow, state: str, reason: str = ""
    ) -> None:
        now = self._clock()
        if not await rows.decide(
            writing, row.id, state, by=act.user_id, now=now, reason=reason or None
        ):
            raise GoneError("Somebody was faster: it was decided.")


def _token(interaction_id: int) -> str:
    """A name for the row that tells nothing: row ids would count other servers' suggestions."""
    return hashlib.sha256(f"{interaction_id}:{secrets.token_hex(4)}".encode()).hexdigest()[:16]


def _row(token: str, mark: str, act: Act, show: Show, proposal: Proposal) -> NewProposal:
    return NewProposal(
        token,
        mark,
        rows.SUGGESTION,
        act.scope,
        act.guild_id,
        show.id,
        proposal.season,
        proposal.field,
        proposal.key,
        proposal.value,
        proposal.link,
        "member",
    )


def _refuse_too_soon(row: ProposalRow, link: str, now: datetime) -> None:
    """What was turned down may be right later, or with a better source."""
    if row.state != rows.REJECTED or row.link != link:
        return
    if row.decided_at is None or now - row.decided_at < AGAIN_AFTER:
        raise BadInputError(
            f"That was suggested before and turned down: {quoted(row.reason or '', 300)} "
            "With another source you can suggest it again."
        )


def _value(fact: Fact[object] | None) -> object:
    return fact.value if fact is not None else None
