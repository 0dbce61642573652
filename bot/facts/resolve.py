"""How claims resolve to a show, and which changes a write makes in it.

Pure: without a clock, and independent of the claims' order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from .air_date import AirDate
from .fields import SEASON_FIELDS, SHOW_FIELDS, Field, Shape, field_of
from .models import INDEX, Claim, Fact, Place, Season, Show, ShowStatus, Tier

Slot = tuple[int | None, str]
"""A season (None: the show itself) and a field's name."""

Resolved = Mapping[Slot, tuple[Fact[object], ...]]
"""What each slot resolved to: one fact for a single value, one a member for a collection."""


def resolve(claims: Iterable[Claim]) -> Resolved:
    """What the claims about one show add up to.

    The strongest tier with a claim on a value wins; among people the last one written; among
    sources the best ranked, refined by those that say the same more exactly. Claims of several
    servers must not be mixed: pass everybody's and one server's.
    """
    slots: defaultdict[Slot, list[Claim]] = defaultdict(list)
    for claim in claims:
        slots[claim.season, claim.field].append(claim)
    resolved: dict[Slot, tuple[Fact[object], ...]] = {}
    for (season, name), about in slots.items():
        field = field_of(season, name)
        if facts := _BY_SHAPE[field.shape](field, about):
            resolved[season, name] = facts
    return resolved


def _single(field: Field, claims: Sequence[Claim]) -> tuple[Fact[object], ...]:
    winner = _winner(field, claims)
    if winner.value is None:
        return ()
    return (_fact(winner, claims),)


def _keyed(field: Field, claims: Sequence[Claim]) -> tuple[Fact[object], ...]:
    keys: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        keys[claim.key].append(claim)
    winners = [(_winner(field, about), about) for about in keys.values()]
    winners.sort(key=lambda pair: (-pair[0].tier, *_standing(field, pair[0])))
    return tuple(_fact(won, about) for won, about in winners if won.value is not None)


def _billed(field: Field, claims: Sequence[Claim]) -> tuple[Fact[object], ...]:
    """The strongest source's list, with what people took away, changed or added.

    A union of sources would list one person under two spellings.
    """
    stated = [claim for claim in claims if claim.author is None]
    edited: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.author is not None:
            edited[claim.key].append(claim)
    base: list[Claim] = []
    if stated:
        strongest = min(stated, key=lambda claim: (-claim.tier, *_standing(field, claim)))
        source = (strongest.tier, strongest.by, strongest.order)
        base = [claim for claim in stated if (claim.tier, claim.by, claim.order) == source]
        base.sort(key=lambda claim: (claim.position, *_standing(field, claim)))
    members: dict[str, Claim] = {}
    for claim in base:
        # A person who is in a list twice keeps the better billing.
        members.setdefault(claim.key, claim)
    latest = [_winner(field, about) for about in edited.values()]
    for claim in sorted(latest, key=lambda claim: (claim.order, claim.position, claim.key)):
        members[claim.key] = claim
    about: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        about[claim.key].append(claim)
    return tuple(_fact(won, about[key]) for key, won in members.items() if won.value is not None)


_BY_SHAPE: Mapping[Shape, Callable[[Field, Sequence[Claim]], tuple[Fact[object], ...]]] = {
    Shape.SINGLE: _single,
    Shape.KEYED: _keyed,
    Shape.BILLED: _billed,
}


def _winner(field: Field, claims: Sequence[Claim]) -> Claim:
    if len(claims) == 1:
        return claims[0]
    tier = max(claim.tier for claim in claims)
    speaking = [claim for claim in claims if claim.tier is tier]
    if tier is not Tier.SOURCE:
        return max(speaking, key=_written)
    ranked = sorted(speaking, key=lambda claim: _standing(field, claim))
    return _refined(ranked)


def _refined(ranked: Sequence[Claim]) -> Claim:
    """The best ranked claim, or one that says the same more exactly."""
    first = ranked[0]
    if first.value is ShowStatus.ENDED:
        return next((claim for claim in ranked if claim.value is ShowStatus.CANCELED), first)
    best = first
    for claim in ranked:
        # Each step refines the claim of the one before: so a weaker source's day in another month
        # cannot replace the month of a well ranked one.
        if claim.as_of >= best.as_of and _refines(claim.value, best.value):
            best = claim
    return best


def _refines(value: object, other: object) -> bool:
    return isinstance(value, AirDate) and isinstance(other, AirDate) and value.refines(other)


def _written(claim: Claim) -> tuple[int | str, ...]:
    """A sort key: when a person wrote the claim, as a total order; the last one wins."""
    return (
        claim.order,
        claim.position,
        claim.as_of.toordinal(),
        claim.by,
        claim.source,
        repr(claim.value),
    )


@cache
def _rank(sources: tuple[str, ...], by: str) -> int:
    """A source's rank for a field: known providers, then unknown ones, the catalogue, the index."""
    if by == INDEX:
        return len(sources) + 2
    if by == "catalog":
        return len(sources) + 1
    return sources.index(by) if by in sources else len(sources)


def _standing(field: Field, claim: Claim) -> tuple[int | str, ...]:
    """A sort key of the claims of one tier, strongest first; total, so that ties are stable."""
    return (
        _rank(field.sources, claim.by),
        -claim.as_of.toordinal(),
        -claim.order,
        claim.by,
        claim.position,
        claim.key,
        claim.source,
        repr(claim.value),
    )


def _recency(claim: Claim) -> tuple[int | str, ...]:
    """A sort key of the claims about one thing, the newest first."""
    day = -claim.as_of.toordinal()
    return -claim.order, day, claim.by, claim.position, claim.source, repr(claim.value)


def _fact(winner: Claim, claims: Sequence[Claim]) -> Fact[object]:
    """The fact made of the claim that won among all the claims about one thing."""
    if len(claims) == 1:
        return Fact(winner.value, winner)
    others = (claim for claim in claims if claim.value != winner.value)
    ordered = sorted(others, key=lambda claim: (-claim.tier, *_recency(claim)))
    return Fact(winner.value, winner, tuple(ordered))


def fact_at(resolved: Resolved, place: Place) -> Fact[object] | None:
    """What a place resolves to, among its show's facts; None for silence."""
    facts = resolved.get((place.season, place.field), ())
    return next((fact for fact in facts if fact.claim.key == place.key), None)


def show_of(show_id: int, resolved: Resolved, *, scope: int = 0) -> Show | None:
    """The show those facts describe, or None if it has no title or is hidden."""
    by_season: defaultdict[int | None, dict[str, tuple[Fact[object], ...]]] = defaultdict(dict)
    for (season, name), facts in resolved.items():
        by_season[season][name] = facts
    own = by_season.pop(None, {})
    hidden = own.get("hidden")
    if "title" not in own or (hidden and hidden[0].value):
        return None
    numbered = ((number, facts) for number, facts in by_season.items() if number is not None)
    seasons = tuple(
        _season_of(number, facts) for number, facts in sorted(numbered, key=lambda entry: entry[0])
    )
    values = {name: _shaped(SHOW_FIELDS[name], facts) for name, facts in own.items()}
    for name in own:
        if SHOW_FIELDS[name].named:
            values[name] = {fact.claim.key: fact for fact in own[name]}
    return Show(show_id, scope=scope, seasons=seasons, **values)  # type: ignore[arg-type]


def _season_of(number: int, facts: Mapping[str, tuple[Fact[object], ...]]) -> Season:
    values = {name: _shaped(SEASON_FIELDS[name], members) for name, members in facts.items()}
    return Season(number, **values)  # type: ignore[arg-type]


def _shaped(field: Field, facts: tuple[Fact[object], ...]) -> object:
    return facts[0] if field.shape is Shape.SINGLE else facts


def visible(claims: Iterable[Claim], scope: int) -> list[Claim]:
    """The claims that one server sees: everybody's and its own."""
    return [claim for claim in claims if claim.scope in (0, scope)]


@dataclass(frozen=True, slots=True)
class Change:
    """One changed value in one scope. None stands for silence.

    `key` names the member of a collection field. `link` is the source of the new value, or of the
    value that was taken away.
    """

    scope: int
    show_id: int
    season: int | None
    field: str
    key: str
    before: object
    after: object
    link: str | None = None

    @property
    def place(self) -> Place:
        """Which value this is, in its scope."""
        return Place(self.show_id, self.season, self.field, self.key)


def changes_between(
    before: Resolved, after: Resolved, *, show_id: int, scope: int
) -> tuple[Change, ...]:
    """Every value that differs, ordered by season, field and key; the show's own come first."""
    old, new = _members(show_id, before), _members(show_id, after)
    changes = []
    for place in sorted(old.keys() | new.keys(), key=_in_order):
        was, now = old.get(place), new.get(place)
        if (was.value if was else None) == (now.value if now else None):
            continue
        stated = now or was
        changes.append(
            Change(
                scope,
                *place,
                before=was.value if was else None,
                after=now.value if now else None,
                link=stated.claim.source if stated else None,
            )
        )
    return tuple(changes)


def changes_of(
    show_id: int, scope: int, before: Sequence[Claim], after: Sequence[Claim]
) -> list[Change]:
    """What one scope sees change when the claims about a show go from `before` to `after`."""
    was, now = (resolve(visible(claims, scope)) for claims in (before, after))
    return list(changes_between(was, now, show_id=show_id, scope=scope))


def _in_order(place: Place) -> tuple[int, str, str]:
    return (-1 if place.season is None else place.season, place.field, place.key)


def _members(show_id: int, resolved: Resolved) -> Mapping[Place, Fact[object]]:
    return {
        Place(show_id, season, name, fact.claim.key): fact
        for (season, name), facts in resolved.items()
        for fact in facts
    }
