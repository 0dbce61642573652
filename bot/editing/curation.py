"""What moderators do: set, add and take away facts, and hide shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, tzinfo
from typing import Any

from ..answers.library import Library
from ..clock import Clock
from ..errors import BadInputError
from ..facts.fields import field_of, folded
from ..facts.ledger import Along, Draft, Ledger
from ..facts.models import Claim, Credit, Fact, Offer, Show, Tier, Trailer
from ..facts.parse.options import check_day, check_link, check_region, check_season, decoded
from ..facts.queries.claims import EDITOR
from ..facts.queries.edits import HIDE
from ..foundation.database import Database
from ..presentation.quoting import quoted
from .acts import Act, Receipt
from .input import Proposal, place_of, read_proposal
from .merge import Joining
from .receipts import receipt_of
from .undo import Undoing


class Curation:
    """Turns what moderators type into edits."""

    def __init__(
        self, database: Database, ledger: Ledger, library: Library, joining: Joining, clock: Clock
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._library = library
        self._clock = clock
        self.undoing = Undoing(database, ledger, library, joining)

    def _today(self, zone: tzinfo) -> date:
        return self._clock().astimezone(zone).date()

    def proposal(
        self, season: int | None, name: str, text: str, source: str, zone: tzinfo
    ) -> Proposal:
        """The value of a field, as people name the field and write the value, with its source.

        Raises:
            BadInputError: the field needs a season or has none, the value cannot be read (the
                sentence says what can), or the source is no link.
        """
        where, field = place_of(season, name)
        return self.amended(where, field, text, source, zone)

    def amended(
        self, season: int | None, field: str, text: str, source: str, zone: tzinfo
    ) -> Proposal:
        """The same for a field by its stored name, as the queue has it."""
        return read_proposal(season, field, text, source, today=self._today(zone), zone=zone)

    async def set(
        self, act: Act, show: Show, proposal: Proposal, along: Along | None = None
    ) -> Receipt:
        """Give a field a value."""
        claims = [self._claim(proposal)]
        return await self._write(act, show, "set", claims, along)

    async def add(
        self, act: Act, title: str, year: int | None, network: str | None, source: str
    ) -> Receipt:
        """Bring a show in by hand.

        Raises:
            BadInputError: a value does not fit, or a show of that name is there already and no
                other year tells them apart.
        """
        proposals = self.new_show(title, year, network, source)
        self._refuse_namesake(str(proposals[0].value), year, act)
        claims = [self._claim(proposal) for proposal in proposals]
        return await self._write(act, None, "add", claims)

    def new_show(
        self, title: str, year: int | None, network: str | None, source: str
    ) -> list[Proposal]:
        """What is said of a show that is brought in by hand.

        Raises:
            BadInputError: a value does not fit, or the source is no link.
        """
        link = check_link(source)
        values: dict[str, object] = {"title": title}
        if year is not None:
            values["year"] = year
        if network is not None:
            values["network"] = network
        return [
            Proposal(None, name, "", decoded(field_of(None, name), value), link)
            for name, value in values.items()
        ]

    def _refuse_namesake(self, title: str, year: int | None, act: Act) -> None:
        for match in self._library.titles.exact(title, scope=act.guild_id):
            there = match.entry
            if folded(there.title) != folded(title):
                continue
            if year is None or there.year in (None, year):
                known = f"{quoted(there.title)} ({there.year})" if there.year else quoted(title)
                raise BadInputError(
                    f"{known} is there already; choose it from the list. "
                    "A namesake needs a year of its own."
                )
        for hidden in self._library.titles.hidden(act.scope):
            if folded(hidden.title) == folded(title) and year is None:
                raise BadInputError(
                    f"{quoted(title)} is hidden here; `/catalog undo` brings it back. "
                    "A namesake needs a year of its own."
                )

    async def cast(
        self,
        act: Act,
        show: Show,
        season: int,
        person: str,
        character: str | None,
        source: str | None,
        *,
        remove: bool,
    ) -> Receipt:
        """Add somebody to a season's cast, change their character, or take them away."""
        check_season(season)
        field = field_of(season, "cast")
        if not remove:
            credit = decoded(field, {"person": person, "character": character})
            return await self._add_member(act, show, season, "cast", credit, source)
        key = folded(person)
        held = show.season(season)
        return await self._remove(act, show, season, "cast", key, held.cast if held else (), source)

    async def trailer(
        self,
        act: Act,
        show: Show,
        season: int,
        url: str,
        kind: str,
        published: str | None,
        source: str | None,
        *,
        remove: bool,
    ) -> Receipt:
        """Add a trailer to a season, or take one away by its link."""
        check_season(season)
        field = field_of(season, "trailers")
        trailer = decoded(field, {"url": check_link(url, "The trailer"), "kind": kind})
        if remove:
            held = show.season(season)
            facts = held.trailers if held else ()
            return await self._remove(
                act, show, season, "trailers", field.key(trailer), facts, source
            )
        if published is not None:
            day = check_day(published, today=self._today(act.zone), zone=act.zone)
            trailer = replace(trailer, published=day)
        return await self._add_member(act, show, season, "trailers", trailer, source)

    async def where(
        self,
        act: Act,
        show: Show,
        season: int,
        provider: str,
        region: str | None,
        url: str | None,
        source: str | None,
        *,
        remove: bool,
    ) -> Receipt:
        """Add a place to watch a season, or take one away by provider and region."""
        check_season(season)
        field = field_of(season, "where")
        if url is not None:
            url = check_link(url, "The page to watch it on")
        if region is not None:
            region = check_region(region)
        offer = decoded(field, {"provider": provider, "region": region, "url": url})
        if not remove:
            return await self._add_member(act, show, season, "where", offer, source)
        held = show.season(season)
        facts = held.where if held else ()
        return await self._remove(act, show, season, "where", field.key(offer), facts, source)

    async def hide(self, act: Act, show: Show) -> Receipt:
        """Take a show out of sight in this scope; undo brings it back."""
        claim = self._claim(Proposal(None, "hidden", "", True, ""))
        return await self._write(act, show, HIDE, [claim])

    def _claim(self, proposal: Proposal) -> Claim:
        return Claim(
            proposal.season,
            proposal.field,
            proposal.key,
            proposal.value,
            Tier.CURATOR,
            EDITOR,
            proposal.link,
            self._clock().date(),
        )

    async def _add_member(
        self, act: Act, show: Show, season: int, name: str, value: Any, source: str | None
    ) -> Receipt:
        if source is None:
            raise BadInputError("Say where this is from: `source` takes a link.")
        key = field_of(season, name).key(value)
        proposal = Proposal(season, name, key, value, check_link(source))
        return await self._write(act, show, name, [self._claim(proposal)])

    async def _remove(
        self,
        act: Act,
        show: Show,
        season: int,
        name: str,
        key: str,
        facts: Sequence[Fact[Credit] | Fact[Trailer] | Fact[Offer]],
        source: str | None,
    ) -> Receipt:
        if key not in {fact.claim.key for fact in facts}:
            raise BadInputError(f"That is not in the list of season {season}; nothing was changed.")
        link = check_link(source) if source is not None else ""
        return await self._write(
            act, show, name, [self._claim(Proposal(season, name, key, None, link))]
        )

    async def _write(
        self,
        act: Act,
        show: Show | None,
        action: str,
        claims: Sequence[Claim],
        along: Along | None = None,
    ) -> Receipt:
        draft = Draft(
            act.interaction_id,
            show.id if show is not None else None,
            act.scope,
            act.user_id,
            action,
            tuple(claims),
        )
        written = await self._ledger.edit(draft, along)
        return await receipt_of(self._database, self._library, act, written, action)
