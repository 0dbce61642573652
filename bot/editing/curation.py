"""What moderators do: set, add and take away facts, and hide shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta, tzinfo

from ..answers.library import Library
from ..errors import BadInputError
from ..facts.fields import Field, field_of, folded
from ..facts.ledger import Ledger
from ..facts.models import Claim, Offer, Show, Tier, Trailer
from ..facts.parse.values import check_day, check_link, check_region, check_season, decoded
from ..facts.queries.claims import EDITOR
from ..facts.queries.edits import HIDE
from ..facts.queries.shows import networks
from ..facts.writes import EditWrite, NewEdit, Written
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..locale.messages import N_
from .input import (
    FactInput,
    NewShow,
    TypedOffer,
    TypedTrailer,
    read_input,
    refuse_namesake,
    resolve_field_name,
)
from .merge import Merges
from .receipts import Act, Receipt, receipt_of
from .undo import Undo


class Curation:
    """Turns what moderators typed into edits.

    Every method that writes raises BadInputError if a value does not fit or a show has reached a
    limit, GoneError if the show no longer exists, and StoreError if the database could not be
    written; then nothing was changed.
    """

    def __init__(
        self, database: Database, ledger: Ledger, library: Library, merges: Merges, clock: Clock
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._library = library
        self._clock = clock
        self.undo = Undo(database, ledger, library, merges)

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
        """The same for a field by its stored name, which proposals use."""
        return read_input(season, field, text, source, today=self._today(zone), zone=zone)

    async def set(self, act: Act, show: Show, fact: FactInput) -> Receipt:
        """Give a field a value."""
        return await self._write(act, show, "set", [self._claim(await self._spelled(act, fact))])

    async def _spelled(self, act: Act, fact: FactInput) -> FactInput:
        """The value; if it is the name of a known network, in the network's usual spelling."""
        if fact.field != "network" or not isinstance(fact.value, str):
            return fact
        async with self._database.read() as reading:
            known = [name for name, _shows in await networks(reading, act.guild_id)]
        typed = folded(fact.value)
        name = next((name for name in known if folded(name) == typed), fact.value)
        return replace(fact, value=name)

    @asynccontextmanager
    async def begin_set(self, act: Act, show: Show, fact: FactInput) -> AsyncIterator[EditWrite]:
        """Give a field a value in a unit of work to which the caller may add; then call
        `finish_set`.

        Raises:
            GoneError: the show is not there.
            StoreError: the database could not be written; nothing was changed.
        """
        claim = self._claim(await self._spelled(act, fact))
        async with self._ledger.begin_edit([_new_edit(act, show, "set", [claim])]) as write:
            yield write

    async def finish_set(self, act: Act, written: Written) -> Receipt:
        """The receipt of a unit of work from `begin_set` that was committed."""
        return await receipt_of(self._database, self._library, act, written, "set")

    async def add(self, act: Act, new_show: NewShow) -> Receipt:
        """Add a show by hand.

        Raises:
            BadInputError: a value does not fit, or a show of that name is there already and no
                other year tells them apart.
        """
        facts = new_show.facts()
        refuse_namesake(self._library.titles, str(facts[0].value), new_show.year, act)
        claims = [self._claim(fact) for fact in facts]
        return await self._write(act, None, "add", claims)

    async def add_credit(
        self,
        act: Act,
        show: Show,
        season: int,
        person: str,
        character: str | None,
        source: str | None,
    ) -> Receipt:
        """Add somebody to a season's cast, or change their character."""
        field = _field_of_season(season, "cast")
        credit = decoded(field, {"person": person, "character": character})
        return await self._add_member(act, show, season, field, credit, source)

    async def remove_credit(
        self, act: Act, show: Show, season: int, person: str, source: str | None
    ) -> Receipt:
        """Take somebody away from a season's cast."""
        field = _field_of_season(season, "cast")
        return await self._remove_member(act, show, season, field, folded(person), source)

    async def add_trailer(
        self, act: Act, show: Show, season: int, typed: TypedTrailer, source: str | None
    ) -> Receipt:
        """Add a trailer to a season."""
        field = _field_of_season(season, "trailers")
        trailer = _trailer(field, typed)
        if typed.published is not None:
            today = self._today(act.zone)
            day = check_day(typed.published, today=today, zone=act.zone)
            # It may already be tomorrow elsewhere.
            if not day.known or day.earliest() > today + timedelta(days=1):
                raise BadInputError(
                    "`published` is the day on which the video came out, today at the latest; "
                    "leave it out where you do not know it."
                )
            trailer = replace(trailer, published=day)
        return await self._add_member(act, show, season, field, trailer, source)

    async def remove_trailer(
        self, act: Act, show: Show, season: int, typed: TypedTrailer, source: str | None
    ) -> Receipt:
        """Take a trailer away from a season, by its link."""
        field = _field_of_season(season, "trailers")
        key = field.key(_trailer(field, typed))
        return await self._remove_member(act, show, season, field, key, source)

    async def add_offer(
        self, act: Act, show: Show, season: int, typed: TypedOffer, source: str | None
    ) -> Receipt:
        """Add a place to watch a season."""
        field = _field_of_season(season, "where")
        return await self._add_member(act, show, season, field, _offer(field, typed), source)

    async def remove_offer(
        self, act: Act, show: Show, season: int, typed: TypedOffer, source: str | None
    ) -> Receipt:
        """Take a place to watch a season away, by provider and region."""
        field = _field_of_season(season, "where")
        key = field.key(_offer(field, typed))
        return await self._remove_member(act, show, season, field, key, source)

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
        self, act: Act, show: Show, season: int, field: Field, value: object, source: str | None
    ) -> Receipt:
        if source is None:
            raise BadInputError("Say where this is from: `source` takes a link.")
        fact = FactInput(season, field.name, field.key(value), value, check_link(source))
        return await self._write(act, show, field.name, [self._claim(fact)])

    async def _remove_member(
        self, act: Act, show: Show, season: int, field: Field, key: str, source: str | None
    ) -> Receipt:
        if show.fact(season, field.name, key) is None:
            if season == 0:
                raise BadInputError("That is not in the list of the specials; nothing was changed.")
            raise BadInputError(
                "That is not in the list of season {season}; nothing was changed.", season=season
            )
        link = check_link(source) if source is not None else ""
        fact = FactInput(season, field.name, key, None, link)
        return await self._write(act, show, field.name, [self._claim(fact)])

    async def _write(
        self, act: Act, show: Show | None, action: str, claims: Sequence[Claim]
    ) -> Receipt:
        written = await self._ledger.edit(_new_edit(act, show, action, claims))
        return await receipt_of(self._database, self._library, act, written, action)


def _new_edit(act: Act, show: Show | None, action: str, claims: Sequence[Claim]) -> NewEdit:
    show_id = show.id if show is not None else None
    return NewEdit(act.interaction_id, show_id, act.scope, act.user_id, action, tuple(claims))


def _field_of_season(season: int, name: str) -> Field:
    """The field of that name on a season.

    Raises:
        BadInputError: no show can have that season.
    """
    return field_of(check_season(season), name)


def _trailer(field: Field, typed: TypedTrailer) -> Trailer:
    link = check_link(typed.url, N_("The trailer"))
    trailer: Trailer = decoded(field, {"url": link, "kind": typed.kind})
    return trailer


def _offer(field: Field, typed: TypedOffer) -> Offer:
    url, region = typed.url, typed.region
    if url is not None:
        url = check_link(url, N_("The page to watch it on"))
    if region is not None:
        region = check_region(region)
    offer: Offer = decoded(field, {"provider": typed.provider, "region": region, "url": url})
    return offer
