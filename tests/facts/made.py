"""Shows and claims for tests, made the way real ones are: claims that resolve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.facts.fields import Shape, field_of
from bot.facts.models import Claim, Show, Tier
from bot.facts.resolve import resolve, show_of

AS_OF = date(2026, 1, 1)
"""When a made claim was said, unless it says otherwise: before every `now` of the tests."""


@dataclass(frozen=True)
class Said:
    """A value in its JSON form, with what is unusual about who said it and when."""

    value: Any
    tier: Tier = Tier.SOURCE
    by: str = "catalog"
    as_of: date = AS_OF
    order: int = 0


def moderator(value: Any, *, order: int = 1, as_of: date = AS_OF) -> Said:
    """A value that a moderator of this server wrote."""
    return Said(value, Tier.SERVER, "editor", as_of, order)


def later(value: Any, by: str = "tvmaze", as_of: date = date(2026, 5, 1)) -> Said:
    """A value that a source said some months after the others."""
    return Said(value, by=by, as_of=as_of)


def claims(season: int | None, values: Mapping[str, Any]) -> list[Claim]:
    """The claims that those values make about a season, or about the show itself."""
    made = []
    for name, given in values.items():
        said = given if isinstance(given, Said) else Said(given)
        field = field_of(season, name)
        members = [said.value] if field.shape is Shape.SINGLE else said.value
        for position, member in enumerate(members):
            value = field.decode(member)
            made.append(
                Claim(
                    season,
                    name,
                    field.key(value),
                    value,
                    said.tier,
                    said.by,
                    f"https://{said.by}.example/",
                    said.as_of,
                    order=said.order,
                    position=position,
                    author=7 if said.by == "editor" else None,
                )
            )
    return made


def a_show(seasons: Mapping[int, Mapping[str, Any]] | None = None, **own: Any) -> Show:
    """A show with those fields and seasons; a season without fields is merely listed."""
    about = claims(None, {"title": "Example", **own})
    for number, values in (seasons or {}).items():
        about += claims(number, values or {"listed": True})
    show = show_of(1, resolve(about))
    assert show is not None
    return show
