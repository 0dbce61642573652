"""What a write changed: the difference between what resolved before it and what resolves after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .models import Claim, Fact
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


_Place = tuple[int | None, str, str]


def changes_between(
    before: Resolved, after: Resolved, *, show_id: int, scope: int
) -> tuple[Change, ...]:
    """Every value that differs, in the order season, field, key; the show's own come first."""
    old, new = _members(before), _members(after)
    places = sorted(old.keys() | new.keys(), key=lambda p: (-1 if p[0] is None else p[0], *p[1:]))
    found = []
    for place in places:
        was, now = old.get(place), new.get(place)
        if (was.value if was else None) == (now.value if now else None):
            continue
        telling = now or was
        found.append(
            Change(
                scope,
                show_id,
                *place,
                before=was.value if was else None,
                after=now.value if now else None,
                link=telling.claim.source if telling else None,
            )
        )
    return tuple(found)


def changes_of(
    show_id: int, scope: int, before: Sequence[Claim], after: Sequence[Claim]
) -> list[Change]:
    """What one scope sees change when the claims about a show go from `before` to `after`."""
    was, now = (resolve(visible(claims, scope)) for claims in (before, after))
    return list(changes_between(was, now, show_id=show_id, scope=scope))


def _members(resolved: Resolved) -> Mapping[_Place, Fact[object]]:
    return {
        (season, name, fact.claim.key): fact
        for (season, name), facts in resolved.items()
        for fact in facts
    }
