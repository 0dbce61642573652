"""What is exchanged with a provider: search hits and fetched statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol

from ..facts.air_date import AirDate, Precision
from ..facts.fields import SHOW_FIELDS
from ..facts.models import Claim, Statement
from ..facts.resolve import Slot
from .season_numbering import Renumbering


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A show that a provider offers for a search, for a person to choose from.

    `link` is the provider's public page. `ids` are those known of other providers beside its own
    ("tvmaze", "tmdb", "imdb", "anilist", "tvdb", "mal").
    """

    provider: str
    key: str
    title: str
    year: int | None
    country: str | None
    network: str | None
    link: str
    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """A field or record of an answer that did not fit and was left out.

    `where` is the path inside the answer ("seasons[3].premiereDate"). `slot` is the fact that was
    lost, if it is exactly one; `partial` marks a whole section that was.
    """

    where: str
    reason: str
    slot: Slot | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """One record as a provider has it today.

    `ids` as in `SearchHit`, its own included; they link records of one show. `problems` name what
    was skipped, `unheard` the facts that this answer, though sound, cannot state. `plausible` are
    days that may be finales and fit what it lists, though it does not say so: an earlier statement
    of them may stand. `zone` is that of its bare days, if known; `network` is the provider's id of
    the network that it names.
    """

    statement: Statement
    ids: Mapping[str, str]
    problems: tuple[Problem, ...]
    unheard: frozenset[Slot]
    plausible: Mapping[int, AirDate]
    zone: tzinfo | None
    network: str | None

    @property
    def complete(self) -> bool:
        """Whether its silence means that the provider says nothing (any more)."""
        return not any(problem.partial for problem in self.problems)

    @property
    def hollow(self) -> bool:
        """Whether its seasons could not be read, so that it would pass for a show without any."""
        return not self.complete and all(claim.season is None for claim in self.statement.claims)

    @property
    def unread(self) -> tuple[str, ...]:
        """The fields that could not be read, in order; "seasons" for whole seasons."""
        fields = [
            "seasons" if problem.slot is None else problem.slot[1]
            for problem in self.problems
            if problem.slot is not None or problem.partial
        ]
        return tuple(dict.fromkeys(fields))

    def renumbered(self, renumbering: Renumbering | None) -> Fetched:
        """The same record under the numbers that the seasons have elsewhere."""
        if renumbering is None:
            return self

        def moved(slot: Slot) -> Slot:
            season, name = slot
            return renumbering.place_of(season, name), name

        claims = renumbering.applied(self.statement.claims)
        problems = tuple(
            replace(problem, slot=moved(problem.slot))
            if problem.slot and renumbering.knows(*problem.slot)
            else replace(problem, slot=None)
            for problem in self.problems
        )
        return replace(
            self,
            statement=replace(self.statement, claims=claims),
            problems=problems,
            unheard=frozenset(moved(slot) for slot in self.unheard if renumbering.knows(*slot)),
            plausible={
                place: day
                for season, day in self.plausible.items()
                if renumbering.knows(season, "finale")
                and (place := renumbering.place_of(season, "finale")) is not None
            },
        )

    def doubted(self, previous: Statement | None) -> Fetched:
        """The same record, treated as one that lost its seasons if it lists none and some have
        begun.

        Seasons that came out do not vanish: an empty list is the provider's mistake.
        """
        today = self.statement.as_of
        if previous is None or any(claim.season is not None for claim in self.statement.claims):
            return self
        begun = any(
            claim.field == "premiere"
            and isinstance(claim.value, AirDate)
            and claim.value.exact
            and claim.value.latest() < today
            for claim in previous.claims
        )
        lost = Problem("seasons", "are none, of a show that has had some", partial=True)
        return replace(self, problems=(*self.problems, lost)) if begun else self

    def over(self, previous: Statement | None) -> Statement:
        """The statement to store over the previous one of this record.

        If a field could not be read, or a part of it, what the source said before still stands,
        with its own date and link; if it was read, what it no longer says is gone. A list some of
        whose members could not be read keeps the old ones and gets the new ones. What has happened
        does not vanish when the provider stops repeating it: a finale stands while the season ends
        on that day, and an hour while the day is the same.
        """
        if previous is None:
            return self.statement
        known = {(claim.season, claim.field): claim for claim in previous.claims}
        claims = tuple(
            before
            if (before := known.get((claim.season, claim.field))) and self._restates(claim, before)
            else claim
            for claim in self.statement.claims
        )
        said = {(claim.season, claim.field) for claim in self.statement.claims}
        unheard = self.unheard | {problem.slot for problem in self.problems}
        # A season's field that is noted without a season is that of any.
        everywhere = {slot[1] for slot in unheard if slot and slot[0] is None} - SHOW_FIELDS.keys()
        kept = {
            (*slot, claim.key): claim
            for claim in previous.claims
            if (slot := (claim.season, claim.field)) in unheard
            or claim.field in everywhere
            or (slot not in said and (not self.complete or self._allows(claim)))
        }
        fresh = {(claim.season, claim.field, claim.key): claim for claim in claims}
        added = [claim for place, claim in fresh.items() if place not in kept]
        return replace(self.statement, claims=(*kept.values(), *added))

    def _allows(self, claim: Claim) -> bool:
        """Whether an earlier claim is a finale that may still be true."""
        if claim.field != "finale" or claim.season is None:
            return False
        return claim.value == self.plausible.get(claim.season)

    def _restates(self, claim: Claim, before: Claim) -> bool:
        """Whether a claim only repeats the day of an instant that was stated before."""
        day, moment = claim.value, before.value
        if not isinstance(day, AirDate) or not isinstance(moment, AirDate):
            return False
        if day.precision is not Precision.DAY or moment.instant is None:
            return False
        if self.zone is not None:
            return moment.instant.astimezone(self.zone).date() == day.earliest()
        return moment.refines(day)


class Provider(Protocol):
    """The interface of the providers whose records are stored.

    Every method raises ProviderError, of the kind that its docstring tells.
    """

    name: str
    cached: timedelta
    """How old the provider's answers may be: a change within that time may not be in them yet."""
    known_by: frozenset[str]
    """The names of the ids by which it can be asked for a show."""

    async def search(self, query: str) -> list[SearchHit]:
        """The shows that it finds for a title, best first."""
        ...

    async def lookup(self, ids: Mapping[str, str]) -> SearchHit | None:
        """The show with one of these ids; None if there is none."""
        ...

    async def fetch(self, key: str, *, as_of: date) -> Fetched:
        """All that it says about one show today."""
        ...

    async def updated(self, since: datetime, now: datetime) -> Mapping[str, datetime]:
        """The shows that changed since an instant, with some from shortly before: their keys, and
        when."""
        ...


@dataclass(frozen=True, slots=True)
class Target:
    """A tracked show as one provider may know it.

    `keys` are those of its records there, each with when it was last checked, in UTC; None if only
    the show's own ids name it. `ids` are all by which the provider could be asked for it.
    """

    show_id: int
    keys: Mapping[str, datetime | None]
    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ScheduledFetch:
    """A record to be fetched, and the show it is for."""

    provider: str
    key: str
    show_id: int
