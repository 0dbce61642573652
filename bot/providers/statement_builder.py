"""Builds the statement of a record: each value goes through its field's own codec. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from ..facts import claim_limits
from ..facts.air_date import AirDate
from ..facts.fields import field_of, links_in
from ..facts.models import Claim, Statement, Tier
from ..facts.resolve import Slot
from ..facts.value_codecs import BadValueError, public_link
from .json_reader import JsonObject
from .models import Fetched, Problem

_IDS: Slot = (None, "ids")


@dataclass(slots=True)
class StatementBuilder:
    """Collects what one provider says about one record; `as_of` is the day on which it was
    fetched."""

    provider: str
    key: str
    link: str
    as_of: date
    problems: list[Problem] = field(default_factory=list)
    unheard: set[Slot] = field(default_factory=set)
    plausible: dict[int, AirDate] = field(default_factory=dict)
    zone: tzinfo | None = None
    network: str | None = None
    _claims: dict[tuple[int | None, str, str], Claim] = field(default_factory=dict)
    _counts: dict[tuple[int | None, str], int] = field(default_factory=dict)
    _seasons: set[int] = field(default_factory=set)

    def say(
        self,
        season: int | None,
        name: str,
        value: object,
        *,
        where: str = "",
        link: str | None = None,
        key: str | None = None,
    ) -> bool:
        """Claim a value in its JSON form; None is silence.

        A value that the field refuses is noted as a problem instead, the first of two members
        with one key stands, and what is over a limit (`facts/claim_limits`) is left out and
        noted once.
        Returns whether it was claimed. `season` must be a season number.
        """
        if value is None:
            return False
        about = field_of(season, name)
        try:
            decoded = about.decode(value)
            for followed in links_in(about, decoded):
                public_link(followed)
        except BadValueError as error:
            self.problems.append(Problem(where or name, str(error), (season, name)))
            return False
        member = about.key(decoded) if key is None else key
        if (season, name, member) in self._claims:
            return False
        position = self._counts.get((season, name), 0)
        if self._is_too_much(season, name, position):
            return False
        decoded = self._clipped(season, name, decoded)
        self._counts[season, name] = position + 1
        self._claims[season, name, member] = Claim(
            season,
            name,
            member,
            decoded,
            Tier.SOURCE,
            self.provider,
            link or self.link,
            self.as_of,
            position=position,
        )
        return True

    def _is_too_much(self, season: int | None, name: str, members: int) -> bool:
        """Whether one more claim would be over a limit."""
        limit = claim_limits.member_limit(name)
        if len(self._claims) >= claim_limits.SOURCED_CLAIMS:
            self._note_limit("facts", claim_limits.SOURCED_CLAIMS)
            return True
        if season is not None and season not in self._seasons:
            if len(self._seasons) >= claim_limits.SEASONS:
                self._note_limit("seasons", claim_limits.SEASONS)
                return True
            self._seasons.add(season)
        if limit is not None and members >= limit:
            self._note_limit(name if season is None else f"{name} of season {season}", limit)
            return True
        return False

    def _clipped(self, season: int | None, name: str, value: object) -> object:
        limit = claim_limits.item_limit(name)
        if limit is None or not isinstance(value, tuple) or len(value) <= limit:
            return value
        self._note_limit(name if season is None else f"{name} of season {season}", limit)
        return value[:limit]

    def _note_limit(self, where: str, limit: int) -> None:
        problem = Problem(where, f"more than {limit:,}: the others are left out")
        if problem not in self.problems[-100:]:
            self.problems.append(problem)

    def says(self, season: int | None, name: str) -> bool:
        """Whether anything is claimed about that field."""
        return (season, name) in self._counts

    def bind(self, *slots: Slot) -> None:
        """Note that these fields are read from one place: if one of them is unreadable, all are."""
        if any(problem.slot in slots for problem in self.problems):
            self.unheard.update(slots)

    def partial(self) -> bool:
        """Whether a section of the answer could not be read: what seems the only one of its kind
        may not be."""
        return any(problem.partial for problem in self.problems)

    def fetched(self, ids: Mapping[str, str]) -> Fetched:
        """The finished record, with the ids by which it is linked to a show."""
        statement = Statement(
            self.provider,
            self.key,
            Tier.SOURCE,
            self.link,
            self.as_of,
            tuple(self._claims.values()),
        )
        return Fetched(
            statement,
            dict(ids),
            tuple(self.problems),
            frozenset(self.unheard),
            dict(self.plausible),
            self.zone,
            self.network,
        )


def ids_of(
    provider: str, number: int, externals: JsonObject | None, imdb: str, tvdb: str
) -> dict[str, str]:
    """The record's own id, and those under the keys `imdb` and `tvdb` of `externals`."""
    ids = {provider: str(number)}
    if externals is None:
        return ids
    name = externals.text(imdb, _IDS)
    if name is not None and re.fullmatch(r"tt[0-9]{5,10}", name):
        ids["imdb"] = name
    elif name is not None:
        externals.note(imdb, "must be an id like tt0944947", _IDS)
    whole = externals.whole(tvdb)
    if whole is not None and whole > 0:
        ids["tvdb"] = str(whole)
    return ids
