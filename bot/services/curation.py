"""What moderators do: set, add and take away facts, hide and join shows, and undo it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any, Literal

from ..catalog.fields import (
    LAST_SEASON,
    BadValueError,
    Field,
    decode_link,
    decode_region,
    field_of,
    folded,
)
from ..catalog.models import Claim, Credit, Fact, Offer, Show, Tier, Trailer
from ..catalog.reading import read_date, read_value
from ..catalog.titles import TitleEntry
from ..clock import Clock
from ..errors import BadInputError, GoneError
from ..store import catalog as store
from ..store.database import Database
from .ledger import Along, Draft, Ledger, Written
from .library import Library

SEASON_ONLY = frozenset({"premiere", "finale", "episodes", "runtime", "label", "final"})
SHOW_ONLY = frozenset({"network", "synopsis", "site", "picture", "alias", "show_status"})
SETTABLE = (
    "status",
    "premiere",
    "finale",
    "episodes",
    "runtime",
    "story",
    "label",
    "final",
    "network",
    "synopsis",
    "site",
    "picture",
    "alias",
    "show_status",
)
"""The fields of `/catalog set`, in the order people see them."""

_STORED = {"alias": "aliases", "show_status": "status"}
_OWN = {"status": "status", "story": "synopsis"}
"""What a field that seasons have means for the show itself."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, by which interaction, where it applies, and their time zone.

    `scope` is 0 for a curator, whose words are everybody's, else the server.
    """

    interaction_id: int
    user_id: int
    guild_id: int
    scope: int
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Proposal:
    """One value somebody wants a field to have, read and checked."""

    season: int | None
    field: str
    key: str
    value: object
    link: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """An act that was written, for the reply. `show` is as it resolves after it, if visible.

    `replaced` are the people's claims that showed before in the places it wrote to.
    """

    act: Act
    show_id: int
    show: Show | None
    title: str
    written: Written
    action: str


class Curation:
    """Turns what moderators type into edits."""

    def __init__(self, database: Database, ledger: Ledger, library: Library, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._library = library
        self._clock = clock

    # -- reading what people write -----------------------------------------------------------

    def proposal(
        self, season: int | None, name: str, text: str, source: str, zone: tzinfo
    ) -> Proposal:
        """The value of a field as people write it, with its source.

        Raises:
            BadInputError: the field needs a season or has none, the value cannot be read (the
                sentence says what can), or the source is no link.
        """
        season = check_season(season)
        level, stored = _place(season, name)
        today = self._clock().astimezone(zone).date()
        try:
            value = read_value(level, stored, text, today=today, zone=zone)
        except BadValueError as error:
            raise BadInputError(str(error)) from None
        where = season if level == "season" else None
        field = field_of(where, stored)
        return Proposal(where, stored, field.key(value), value, check_link(source))

    # -- acts ------------------------------------------------------------------------------------

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
        link = check_link(source)
        values: dict[str, object] = {"title": title}
        if year is not None:
            values["year"] = year
        if network is not None:
            values["network"] = network
        proposals = [
            Proposal(None, name, "", _decoded(field_of(None, name), value), link)
            for name, value in values.items()
        ]
        self._refuse_namesake(str(proposals[0].value), year, act.guild_id)
        claims = [self._claim(proposal) for proposal in proposals]
        return await self._write(act, None, "add", claims)

    def _refuse_namesake(self, title: str, year: int | None, guild_id: int) -> None:
        for match in self._library.titles.exact(title, scope=guild_id):
            there = match.entry
            if folded(there.title) != folded(title):
                continue
            if year is None or there.year in (None, year):
                known = f"{there.title} ({there.year})" if there.year else there.title
                raise BadInputError(
                    f"{known} is there already; choose it from the list. "
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
        season = _needed(season)
        field = field_of(season, "cast")
        if not remove:
            credit = _decoded(field, {"person": person, "character": character})
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
        season = _needed(season)
        field = field_of(season, "trailers")
        trailer = _decoded(field, {"url": check_link(url), "kind": kind})
        if remove:
            held = show.season(season)
            facts = held.trailers if held else ()
            return await self._remove(
                act, show, season, "trailers", field.key(trailer), facts, source
            )
        if published is not None:
            today = self._clock().astimezone(act.zone).date()
            try:
                day = read_date(published, today=today, zone=act.zone)
            except BadValueError as error:
                raise BadInputError(str(error)) from None
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
        season = _needed(season)
        field = field_of(season, "where")
        offer = _decoded(field, {"provider": provider, "region": region, "url": url})
        if not remove:
            return await self._add_member(act, show, season, "where", offer, source)
        held = show.season(season)
        facts = held.where if held else ()
        return await self._remove(act, show, season, "where", field.key(offer), facts, source)

    async def hide(self, act: Act, show: Show) -> Receipt:
        """Take a show out of sight in this scope; undo brings it back."""
        claim = self._claim(Proposal(None, "hidden", "", True, ""))
        return await self._write(act, show, "remove", [claim])

    async def undo(self, act: Act, interaction_id: int, show_id: int | None = None) -> Receipt:
        """Take a whole act of this scope back.

        Raises:
            GoneError: there is no such act here, or it was undone before.
        """
        written = await self._ledger.retract(
            interaction_id,
            scope=act.scope,
            by=act.user_id,
            undo_id=act.interaction_id,
            show_id=show_id,
        )
        if written[0].repeated:
            raise GoneError("That change was undone before.")
        await self._library.refresh()
        receipt = await self._receipt(act, written[0], "undo")
        if len(written) == 1:
            return receipt
        changes = tuple(change for one in written for change in one.changes)
        return replace(
            receipt,
            show=None,
            title=f"{len(written)} shows",
            written=replace(written[0], changes=changes),
        )

    def hidden(self, typed: str, scope: int) -> list[TitleEntry]:
        """Shows that this scope hid and that those letters may mean; undo brings them back."""
        wanted = folded(typed)
        found = [e for e in self._library.titles.hidden(scope) if wanted in folded(e.title)]
        return sorted(found, key=lambda entry: entry.title)[:25]

    async def undo_last(self, act: Act, show_id: int, number: int | None) -> Receipt:
        """Take back the last act of this scope on a show that still stands, or one by number.

        Raises:
            GoneError: there is none.
            BadInputError: no act has that number.
        """
        async with self._database.read() as connection:
            edits = await store.edits_of(connection, show_id, act.scope)
        if number is None:
            standing = [edit for edit in edits if edit.retracted_at is None]
            if not standing:
                raise GoneError("There is no change here that could be undone.")
            edit = standing[-1]
        elif 1 <= number <= len(edits):
            edit = edits[number - 1]
        else:
            raise BadInputError(
                f"There is no change {number}; `/catalog history` numbers them 1 to {len(edits)}."
                if edits
                else "Nothing was changed here yet."
            )
        return await self.undo(act, edit.interaction_id, show_id)

    # -- pieces ----------------------------------------------------------------------------------

    def _claim(self, proposal: Proposal) -> Claim:
        return Claim(
            proposal.season,
            proposal.field,
            proposal.key,
            proposal.value,
            Tier.CURATOR,
            store.EDITOR,
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
            raise BadInputError(f"That is not in the list of season {season}, so it stays away.")
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
        await self._library.refresh()
        return await self._receipt(act, written, action)

    async def _receipt(self, act: Act, written: Written, action: str) -> Receipt:
        show = await self._library.show(written.show_id, act.guild_id)
        if show is not None:
            title = show.name
        else:
            async with self._database.read() as connection:
                title = await store.title_of(connection, written.show_id) or "The show"
        return Receipt(act, written.show_id, show, title, written, action)


def _place(season: int | None, name: str) -> tuple[Literal["show", "season"], str]:
    """The level and the stored name of a field as people name it."""
    if name not in SETTABLE:
        raise BadInputError(f"I know no field {name!r}; there are {', '.join(SETTABLE)}.")
    if name in SEASON_ONLY and season is None:
        raise BadInputError(f"`{name}` belongs to a season: say which.")
    if name in SHOW_ONLY:
        if season is not None:
            raise BadInputError(f"`{name}` belongs to the whole show: leave the season out.")
        return "show", _STORED.get(name, name)
    if season is None:
        return "show", _OWN[name]
    return "season", name


def check_season(season: int | None) -> int | None:
    """A season number that can be.

    Raises:
        BadInputError: none can have that number.
    """
    if season is not None and not 0 <= season <= LAST_SEASON:
        raise BadInputError(f"Seasons are numbered from 1 (or by year), up to {LAST_SEASON}.")
    return season


def _needed(season: int) -> int:
    check_season(season)
    return season


def check_link(text: str) -> str:
    """A source's link.

    Raises:
        BadInputError: it is no http(s) link to a public page.
    """
    try:
        return decode_link(text.strip())
    except BadValueError as error:
        raise BadInputError(f"{error} The source must be such a link.") from None


def check_region(text: str | None) -> str | None:
    """A country code, if one is given.

    Raises:
        BadInputError: it is none.
    """
    if text is None:
        return None
    try:
        return decode_region(text.strip())
    except BadValueError:
        raise BadInputError("A region is a country code of two letters, like US.") from None


def _decoded(field: Field, value: object) -> Any:
    try:
        return field.decode(value)
    except BadValueError as error:
        raise BadInputError(str(error)) from None
