"""What people type into a command's options, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Literal

from ..errors import BadInputError
from ..facts.codecs import BadValueError
from ..facts.fields import field_of
from ..facts.parse.options import check_link, check_season
from ..facts.parse.values import read_value
from ..presentation.quoting import quoted

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
_OWN: Mapping[str, str] = {"status": "status", "story": "synopsis"}
"""What a field that seasons have means for the show itself."""


@dataclass(frozen=True, slots=True)
class FactInput:
    """One value somebody wants a field to have, read and checked; `field` is its stored name."""

    season: int | None
    field: str
    key: str
    value: object
    link: str


def resolve_field_name(season: int | None, name: str) -> tuple[int | None, str]:
    """The season, if any, and the stored name of a field as people name it.

    Raises:
        BadInputError: there is no such field, or it needs a season or has none.
    """
    if name not in SETTABLE:
        known = ", ".join(SETTABLE)
        raise BadInputError(
            "I know no field called {name}; there are {known}.", name=quoted(name), known=known
        )
    season = check_season(season)
    if name in SEASON_ONLY and season is None:
        raise BadInputError("`{name}` belongs to a season: say which.", name=name)
    if name in SHOW_ONLY and season is not None:
        raise BadInputError("`{name}` belongs to the whole show: leave the season out.", name=name)
    if season is None:
        return None, _STORED.get(name) or _OWN.get(name, name)
    return season, name


def read_input(
    season: int | None, field: str, text: str, source: str, *, today: date, zone: tzinfo
) -> FactInput:
    """The value of a field, by its stored name, as people write it, with its source.

    Raises:
        BadInputError: the value cannot be read (the sentence says what can), or the source is no
            link.
    """
    level: Literal["show", "season"] = "show" if season is None else "season"
    try:
        value = read_value(level, field, text, today=today, zone=zone)
    except BadValueError as error:
        raise BadInputError(str(error)) from None
    return FactInput(season, field, field_of(season, field).key(value), value, check_link(source))
