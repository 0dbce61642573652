"""What a write changed: the difference between what resolved before it and what resolves after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .models import Claim, Fact, Place
from .resolve import Resolved, resolve, visible


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is not what it was, in one scope. None stands for silence.

    `key` names the member of a collection field. `link` is the source of the value after the
    change, or of the value it took away.
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
    """Every value that differs, in the order season, field, key; the show's own come first."""
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
