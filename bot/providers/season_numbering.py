"""Whether a record numbers the seasons of a show as the other sources do. Pure.

Providers divide some shows differently: parts as seasons of their own, calendar years as numbers.
If a record's numbers mean other seasons, its claims are moved to the seasons that begin and end on
the same days, or are held back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ..facts.air_date import AirDate
from ..facts.fields import YEAR_NUMBERED
from ..facts.models import Claim, Trailer

_CLOSE = timedelta(days=3)
"""Premieres at most this far apart count as the same: a day is in a network's local time, or a
guess."""

_ORDER = ("catalog", "import", "tvmaze", "tmdb")
"""Whose numbers take precedence: files written by hand, then sources that have the networks' own.
People's come before all of these."""

_LENGTH = frozenset({"episodes", "finale", "status"})
"""Fields that a record which counts a part as a season cannot state of the whole season."""

_SEASON_NAMED = re.compile(
    r"\b(?:season|series)\s*(\d{1,4})\b|\b(\d{1,2})(?:st|nd|rd|th)\s+season\b|\bS(\d{1,2})\b",
    re.IGNORECASE,
)


def season_named(title: str | None) -> int | None:
    """The season that a video's title names, as people count them; its provider may count
    otherwise."""
    named = _SEASON_NAMED.search(title or "")
    number = int(named[1] or named[2] or named[3]) if named else 0
    return number or None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """From season `number` on a record counts differently; `claim` shows which season it means."""

    number: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Renumbering:
    """Which season each of a record's numbers from `first` on is elsewhere; the rest are the same.

    `parts` are numbers whose first part alone the record has. A number that is in neither is no
    other source's season, and is held back.
    """

    first: int
    seasons: Mapping[int, int]
    parts: frozenset[int]

    def place_of(self, season: int | None, name: str) -> int | None:
        """The season that a fact of the record is about.

        Raises:
            KeyError: it is about none that is known elsewhere.
        """
        if not season or season < self.first:
            return season
        if season in self.parts:
            if name in _LENGTH:
                raise KeyError(season)
            return season
        if name == "label" and self.seasons[season] != season:
            raise KeyError(season)
        return self.seasons[season]

    def knows(self, season: int | None, name: str) -> bool:
        """Whether that fact is about a season that is known elsewhere."""
        try:
            self.place_of(season, name)
        except KeyError:
            return False
        return True

    def applied(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """The claims under the numbers that the others use."""
        return tuple(
            claim
            if _is_named(claim)
            else replace(claim, season=self.place_of(claim.season, claim.field))
            for claim in claims
            if _is_named(claim) or self.knows(claim.season, claim.field)
        )

    def mismatch(self, claims: Iterable[Claim]) -> Mismatch | None:
        """The mismatch that a person has to look at; None if every season is known elsewhere."""
        held = [
            claim
            for claim in claims
            if claim.season
            and claim.season not in self.parts
            and claim.field != "label"
            and not _is_named(claim)
            and not self.knows(claim.season, claim.field)
        ]
        if not held:
            return None
        number = min(claim.season for claim in held if claim.season)
        first = [claim for claim in held if claim.season == number]
        return Mismatch(
            number, next((claim for claim in first if claim.field == "premiere"), first[0])
        )


def kept_apart(
    claims: Sequence[Claim], source: str, others: Iterable[Claim]
) -> tuple[tuple[Claim, ...], Mismatch | None]:
    """A record's claims under the numbers of the others, without those that have no season there.

    `others` are the other claims about the show. Only sources whose numbers take precedence over
    this record's are compared.
    """
    renumbering = renumbering_of(claims, source, others)
    if renumbering is None:
        return tuple(claims), None
    return renumbering.applied(claims), renumbering.mismatch(claims)


def renumbering_of(
    claims: Sequence[Claim], source: str, others: Iterable[Claim]
) -> Renumbering | None:
    """How to translate a record's numbers; None if they mean the same seasons elsewhere.

    From the first season that differs on, seasons are matched by premiere and length, never by
    number.
    """
    counting = [claim for claim in others if _counts_before(claim, source)]
    theirs, own = _seasons(counting), _seasons(claims)
    if not theirs or not own:
        return None
    near = {number: _near(season, _by_day(theirs)) for number, season in own.items()}
    first = _by_year(sorted(own), set(theirs))
    if first is None:
        first = _by_premiere(own, theirs, near)
    parts = _parts_of(own, theirs)
    longer = [
        season for season in own if season in theirs and _is_longer(own[season], season, theirs)
    ]
    candidates = [season for season in (first, *parts, *longer) if season is not None]
    if not candidates:
        return None
    first = min(candidates)
    seasons: dict[int, int] = {}
    for number in sorted(own):
        if number < first or number in parts:
            continue
        same = [other for other in near[number] if _are_same(own[number], other, theirs)]
        if len(same) == 1 and same[0] not in seasons.values():
            seasons[number] = same[0]
    return Renumbering(first, seasons, frozenset(parts))


def _is_named(claim: Claim) -> bool:
    """Whether it is a trailer whose title names its season, so that it needs no number."""
    value = claim.value
    return isinstance(value, Trailer) and season_named(value.title) == claim.season


def homeless(
    claims: Sequence[Claim], others: Iterable[Claim]
) -> tuple[tuple[Claim, ...], Mismatch | None]:
    """The claims without the trailers of seasons that nobody lists, and the first of those.

    A provider that keeps several seasons as one has videos of the later ones.
    """
    listed = {claim.season for claim in (*claims, *others) if claim.field != "trailers"}
    held = [claim for claim in claims if claim.season not in listed and claim.season is not None]
    if not held:
        return tuple(claims), None
    first = min(held, key=lambda claim: claim.season or 0)
    kept = tuple(claim for claim in claims if claim not in held)
    return kept, Mismatch(first.season or 0, first)


def counts_before(source: str, other: str) -> bool:
    """Whether the numbers of one source count before those of another."""
    return _place(source) < _place(other)


def _counts_before(claim: Claim, source: str) -> bool:
    if claim.author is not None:
        return claim.scope == 0
    return counts_before(claim.by, source)


def _place(source: str) -> int:
    return _ORDER.index(source) if source in _ORDER else len(_ORDER)


def _by_year(own: list[int], numbers: set[int]) -> int | None:
    """The first number of a record that counts in years where all others do not, or the reverse."""
    years = [number for number in own if number >= YEAR_NUMBERED]
    if all(number >= YEAR_NUMBERED for number in numbers):
        return own[0] if not years else None
    return years[0] if years and not any(number >= YEAR_NUMBERED for number in numbers) else None


@dataclass(slots=True)
class _Season:
    """How seasons are matched: by first day, last day and number of episodes."""

    premieres: set[date] = field(default_factory=set)
    finales: set[date] = field(default_factory=set)
    episodes: set[int] = field(default_factory=set)

    def ends_with(self, other: _Season) -> bool | None:
        """Whether both end on the same day, or nearly so; None if that is not known."""
        if not self.finales or not other.finales:
            return None
        return any(abs(own - others) <= _CLOSE for own in self.finales for others in other.finales)

    def begins_with(self, other: _Season) -> bool:
        """Whether both begin on the same day, or nearly so."""
        return any(
            abs(own - others) <= _CLOSE for own in self.premieres for others in other.premieres
        )


def _by_day(seasons: Mapping[int, _Season]) -> dict[int, set[int]]:
    """The seasons that begin on a day, by its ordinal."""
    days: dict[int, set[int]] = {}
    for number, season in seasons.items():
        for premiere in season.premieres:
            days.setdefault(premiere.toordinal(), set()).add(number)
    return days


def _near(season: _Season, days: Mapping[int, set[int]]) -> set[int]:
    """The seasons that begin with this one."""
    about = range(-_CLOSE.days, _CLOSE.days + 1)
    starts = (premiere.toordinal() for premiere in season.premieres)
    return set().union(*(days.get(start + day, ()) for start in starts for day in about))


def _by_premiere(
    own: Mapping[int, _Season], theirs: Mapping[int, _Season], near: Mapping[int, set[int]]
) -> int | None:
    """The first number that differs: its premiere is that of another number elsewhere."""
    moved = [number for number in sorted(own) if near[number] and number not in near[number]]
    if not moved:
        return None
    return next(
        number
        for number in sorted(own)
        if number == moved[0]
        or (
            own[number].premieres
            and (theirs[number].premieres if number in theirs else number > min(theirs))
            and number not in near[number]
        )
    )


def _parts_of(own: Mapping[int, _Season], theirs: Mapping[int, _Season]) -> set[int]:
    """The numbers that are elsewhere the first part of a season, which this record continues as the
    next number."""
    parts = set()
    for number in own:
        following, whole = own.get(number + 1), theirs.get(number)
        if following is None or whole is None or not own[number].begins_with(whole):
            continue
        after = theirs.get(number + 1)
        if after is not None and (following.begins_with(after) or not following.premieres):
            continue
        inside = any(
            start + _CLOSE < day <= end
            for day in following.premieres
            for start in whole.premieres
            for end in whole.finales
        )
        if inside or (after is None and _is_half(own[number], following, whole)):
            parts.add(number)
    return parts


def _is_half(season: _Season, following: _Season, whole: _Season) -> bool:
    """Whether two seasons together have the episodes of one, or the first alone has far too few."""
    if season.ends_with(whole):
        return False
    return any(
        3 * first <= 2 * both
        or any(abs(first + second - both) <= 1 for second in following.episodes)
        for first in season.episodes
        for both in whole.episodes
        if first < both
    )


def _is_longer(season: _Season, number: int, theirs: Mapping[int, _Season]) -> bool:
    """Whether it continues into what is the next season elsewhere."""
    after = theirs.get(number + 1)
    if after is None or not season.begins_with(theirs[number]):
        return False
    return any(end >= day + _CLOSE for end in season.finales for day in after.premieres)


def _are_same(season: _Season, number: int, theirs: Mapping[int, _Season]) -> bool:
    """Whether a season matches one of the others' by premiere and by length, as far as these are
    stated."""
    other = theirs[number]
    if not season.begins_with(other) or _is_longer(season, number, theirs):
        return False
    if (together := season.ends_with(other)) is not None:
        return together
    if season.episodes and other.episodes:
        return any(
            3 * min(count, theirs_count) >= 2 * max(count, theirs_count)
            for count in season.episodes
            for theirs_count in other.episodes
        )
    return True


def _seasons(claims: Iterable[Claim]) -> dict[int, _Season]:
    """What is claimed of each season, specials aside; days count where they are exact."""
    seasons: dict[int, _Season] = {}
    for claim in claims:
        if not claim.season:
            continue
        season, value = seasons.setdefault(claim.season, _Season()), claim.value
        if claim.field == "episodes" and isinstance(value, int):
            season.episodes.add(value)
        elif isinstance(value, AirDate) and value.exact:
            if claim.field == "premiere":
                season.premieres.add(value.earliest())
            elif claim.field == "finale":
                season.finales.add(value.earliest())
    return seasons
