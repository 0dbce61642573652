"""What moderators do: set, add and take away facts, hide shows, and take acts back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, tzinfo
from typing import Any

from ..answers.library import Library
from ..clock import Clock
from ..errors import BadInputError, GoneError
from ..facts.fields import field_of, folded
from ..facts.ledger import EditWrite, Ledger, NewEdit, Written
from ..facts.models import Claim, Credit, Fact, Offer, Show, Tier, TitleEntry, Trailer
from ..facts.parse.values import check_day, check_link, check_region, check_season, decoded
from ..facts.queries.claims import EDITOR
from ..facts.queries.edits import HIDE, edits_by_interaction, edits_of
from ..facts.queries.shows import networks
from ..foundation.database import Database
from ..locale.messages import N_
from .edits import Act, FactInput, Receipt, read_input, receipt_of, resolve_field_name
from .merge import MERGE, SPLIT, MergeResult, Merges
from .new_shows import NewShow, refuse_namesake

_LARGEST = 2**63 - 1


class Curation:
    """Turns what moderators type into edits."""

    def __init__(
        self, database: Database, ledger: Ledger, library: Library, merges: Merges, clock: Clock
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._library = library
        self._clock = clock
        self.undo = Undo(database, ledger, library, merges, clock)

    def _today(self, zone: tzinfo) -> date:
        return self._clock().astimezone(zone).date()

    def read(
        self, season: int | None, name: str, text: str, source: str, zone: tzinfo
    ) -> FactInput:
        """The value of a field, as people name the field and write the value, with its source.

        Raises:
            BadInputError: the field needs a season or has none, the value cannot be read (the
                sentence says what can), or the source is no link.
        """
        season, field = resolve_field_name(season, name)
        return self.read_stored(season, field, text, source, zone)

    def read_stored(
        self, season: int | None, field: str, text: str, source: str, zone: tzinfo
    ) -> FactInput:
        """The same for a field by its stored name, as proposals have it."""
        return read_input(season, field, text, source, today=self._today(zone), zone=zone)

    async def set(self, act: Act, show: Show, fact: FactInput) -> Receipt:
        """Give a field a value."""
        return await self._write(act, show, "set", [self._claim(await self._spelled(act, fact))])

    async def _spelled(self, act: Act, fact: FactInput) -> FactInput:
        """A network that is known here keeps its own spelling."""
        if fact.field != "network" or not isinstance(fact.value, str):
            return fact
        async with self._database.read() as reading:
            known = [name for name, _shows in await networks(reading, act.guild_id)]
        typed = folded(fact.value)
        name = next((name for name in known if folded(name) == typed), fact.value)
        return replace(fact, value=name)

    @asynccontextmanager
    async def begin_set(self, act: Act, show: Show, fact: FactInput) -> AsyncIterator[EditWrite]:
        """Give a field a value in a unit of work, for what else belongs to it; then `finish_set`.

        Raises:
            GoneError: the show is not there.
            StoreError: the database could not be written; nothing was changed.
        """
        claim = self._claim(await self._spelled(act, fact))
        async with self._ledger.begin_edit([_new_edit(act, show, "set", [claim])]) as write:
            yield write

    async def finish_set(self, act: Act, written: Written) -> Receipt:
        """The receipt of a unit of work of `begin_set` that was committed."""
        return await receipt_of(self._database, self._library, act, written, "set", self._clock())

    async def add(self, act: Act, new_show: NewShow) -> Receipt:
        """Bring a show in by hand.

        Raises:
            BadInputError: a value does not fit, or a show of that name is there already and no
                other year tells them apart.
        """
        facts = new_show.facts()
        refuse_namesake(self._library.titles, str(facts[0].value), new_show.year, act)
        claims = [self._claim(fact) for fact in facts]
        return await self._write(act, None, "add", claims)

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
        listed = show.season(season)
        facts = listed.cast if listed else ()
        return await self._remove(act, show, season, "cast", folded(person), facts, source)

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
        trailer = decoded(field, {"url": check_link(url, N_("The trailer")), "kind": kind})
        if remove:
            listed = show.season(season)
            facts = listed.trailers if listed else ()
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
            url = check_link(url, N_("The page to watch it on"))
        if region is not None:
            region = check_region(region)
        offer = decoded(field, {"provider": provider, "region": region, "url": url})
        if not remove:
            return await self._add_member(act, show, season, "where", offer, source)
        listed = show.season(season)
        facts = listed.where if listed else ()
        return await self._remove(act, show, season, "where", field.key(offer), facts, source)

    async def hide(self, act: Act, show: Show) -> Receipt:
        """Soft delete: take a show out of sight in this scope; undo brings it back."""
        claim = self._claim(FactInput(None, "hidden", "", True, ""))
        return await self._write(act, show, HIDE, [claim])

    def _claim(self, fact: FactInput) -> Claim:
        return Claim(
            fact.season,
            fact.field,
            fact.key,
            fact.value,
            Tier.CURATOR,
            EDITOR,
            fact.link,
            self._clock().date(),
        )

    async def _add_member(
        self, act: Act, show: Show, season: int, name: str, value: Any, source: str | None
    ) -> Receipt:
        if source is None:
            raise BadInputError("Say where this is from: `source` takes a link.")
        key = field_of(season, name).key(value)
        fact = FactInput(season, name, key, value, check_link(source))
        return await self._write(act, show, name, [self._claim(fact)])

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
            raise BadInputError(
                "That is not in the list of season {season}; nothing was changed.", season=season
            )
        link = check_link(source) if source is not None else ""
        return await self._write(
            act, show, name, [self._claim(FactInput(season, name, key, None, link))]
        )

    async def _write(
        self, act: Act, show: Show | None, action: str, claims: Sequence[Claim]
    ) -> Receipt:
        written = await self._ledger.edit(_new_edit(act, show, action, claims))
        return await receipt_of(self._database, self._library, act, written, action, self._clock())


def _new_edit(act: Act, show: Show | None, action: str, claims: Sequence[Claim]) -> NewEdit:
    show_id = show.id if show is not None else None
    return NewEdit(act.interaction_id, show_id, act.scope, act.user_id, action, tuple(claims))


class Undo:
    """Retracts acts of a scope; what they covered surfaces again by itself."""

    def __init__(
        self, database: Database, ledger: Ledger, library: Library, merges: Merges, clock: Clock
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._library = library
        self._merges = merges
        self._clock = clock

    async def interaction(
        self, act: Act, interaction_id: int, show_id: int | None = None
    ) -> Receipt | MergeResult:
        """Take a whole act of this scope back, or what it did to one show.

        Raises:
            GoneError: there is no such act here, or it was undone before.
            BadInputError: it is a split, or a merge that another rests on.
            StoreError: the database could not be written; nothing was changed.
        """
        if interaction_id > _LARGEST:
            raise GoneError("That change is not there.")
        async with self._database.read() as connection:
            made = await edits_by_interaction(connection, interaction_id)
        actions = {edit.action for edit in made if edit.scope == act.scope}
        if MERGE in actions:
            return await self._merges.undo(act, interaction_id)
        if SPLIT in actions:
            raise BadInputError("`/catalog merge` takes a split back.")
        written = await self._ledger.retract(
            interaction_id,
            scope=act.scope,
            by=act.user_id,
            undo_id=act.interaction_id,
            show_id=show_id,
        )
        if written[0].repeated:
            raise GoneError("That change was undone before.")
        now = self._clock()
        receipt = await receipt_of(self._database, self._library, act, written[0], "undo", now)
        if len(written) == 1:
            return receipt
        changes = tuple(change for one in written for change in one.changes)
        return replace(
            receipt,
            show=None,
            covered=(),
            title=f"{len(written)} shows",
            written=replace(written[0], changes=changes),
        )

    async def last(self, act: Act, show_id: int, number: int | None) -> Receipt | MergeResult:
        """Take back the last act of this scope on a show that is not undone, or one by number.

        Raises:
            GoneError: there is none.
            BadInputError: no act has that number, or it is none that can be undone.
            StoreError: the database could not be read or written; nothing was changed.
        """
        async with self._database.read() as connection:
            edits = await edits_of(connection, show_id, act.scope)
        if any(edit.retraction_id == act.interaction_id for edit in edits):
            # The same event once more must not take back the change before it.
            raise GoneError("That change was undone before.")
        if number is None:
            in_force = [edit for edit in edits if edit.retracted_at is None]
            if not in_force:
                raise GoneError("There is no change here that could be undone.")
            edit = in_force[-1]
        elif 1 <= number <= len(edits):
            edit = edits[number - 1]
        elif edits:
            raise BadInputError(
                "There is no change of that number; `/catalog history` has 1 to {edits}.",
                edits=len(edits),
            )
        else:
            raise GoneError("Nothing was changed here yet.")
        return await self.interaction(act, edit.interaction_id, show_id)

    def hidden(self, typed: str, scope: int) -> list[TitleEntry]:
        """Shows that this scope hid and that those letters may mean; undo brings them back."""
        wanted = folded(typed)
        hidden = [e for e in self._library.titles.hidden(scope) if wanted in folded(e.title)]
        return sorted(hidden, key=lambda entry: entry.title)
