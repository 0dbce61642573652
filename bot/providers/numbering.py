"""Whether a record counts the seasons of a show as the others do. Pure.

Providers cut some shows differently: parts as seasons of their own, calendar years as numbers.
Where a record's numbers mean other seasons, its words about those are kept out of the show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..facts.air_date import AirDate
from ..facts.fields import YEAR_NUMBERED
from ..facts.models import Claim

_CLOSE = 3
"""Premieres so many days apart are one: a day is local to a network, or to a guess."""

_ORDER = ("catalog", "import", "tvmaze", "tmdb")
"""Whose numbers count first: those written by hand, then the networks' own; people's before all."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """From season `number` on a record counts otherwise; `claim` tells which season it means."""

    number: int
    claim: Claim


def kept_apart(
    claims: Sequence[Claim], source: str, others: Iterable[Claim]
) -> tuple[tuple[Claim, ...], Mismatch | None]:
    """A record's claims without those about seasons that are others elsewhere.

    `others` is what else stands about the show. Only those whose numbers count before this
    record's are asked.
    """
    counting = [claim for claim in others if _counts_before(claim, source)]
    numbers = {claim.season for claim in counting if claim.season}
    own = sorted({claim.season for claim in claims if claim.season})
    if not numbers or not own:
        return tuple(claims), None
    first = _by_year(own, numbers)
    if first is None:
        first = _by_premiere(_premieres(claims), _all_premieres(counting))
    if first is None:
        return tuple(claims), None
    kept = tuple(claim for claim in claims if claim.season is None or claim.season < first)
    told = [claim for claim in claims if claim.season == first]
    return kept, Mismatch(first, next((c for c in told if c.field == "premiere"), told[0]))


def _counts_before(claim: Claim, source: str) -> bool:
    if claim.author is not None:
        return claim.scope == 0
    return _place(claim.by) < _place(source)


def _place(source: str) -> int:
    return _ORDER.index(source) if source in _ORDER else len(_ORDER)


def _by_year(own: list[int], numbers: set[int]) -> int | None:
    """The first number of a record that counts in years where all others do not, or the reverse."""
    years = [number for number in own if number >= YEAR_NUMBERED]
    if all(number >= YEAR_NUMBERED for number in numbers):
        return own[0] if not years else None
    return years[0] if years and not any(number >= YEAR_NUMBERED for number in numbers) else None


def _by_premiere(own: Mapping[int, date], others: Mapping[int, set[date]]) -> int | None:
    """The first number whose premiere is that of another number elsewhere, and not of its own."""
    numbers: dict[int, set[int]] = {}
    for number, days in others.items():
        for known in days:
            numbers.setdefault(known.toordinal(), set()).add(number)
    for number in sorted(own):
        about = own[number].toordinal()
        days_near = range(about - _CLOSE, about + _CLOSE + 1)
        near = set().union(*(numbers.get(day, ()) for day in days_near))
        if near and number not in near:
            return number
    return None


def _premieres(claims: Iterable[Claim]) -> dict[int, date]:
    return {number: min(days) for number, days in _all_premieres(claims).items()}


def _all_premieres(claims: Iterable[Claim]) -> dict[int, set[date]]:
    """The first days of seasons, where they are known to the day."""
    days: dict[int, set[date]] = {}
    for claim in claims:
        value = claim.value
        if not claim.season or claim.field != "premiere" or not isinstance(value, AirDate):
            continue
        if value.exact:
            days.setdefault(claim.season, set()).add(value.earliest())
    return days
