"""What editors type, read and checked: the value of a field, a new show."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Literal

from cachetools import FIFOCache

from ..errors import BadInputError, GoneError
from ..facts.fields import SEASON_FIELDS, SHOW_FIELDS, field_of, folded
from ..facts.parse.values import STORED_NAMES, check_link, check_season, decoded, read_value
from ..facts.value_codecs import BadValueError
from ..presentation.markup import quoted
from ..questions.index.titles import TitleIndex
from .receipts import Act

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

_OF_SHOW: Mapping[str, str] = {**STORED_NAMES, "story": "synopsis"}
"""Stored names of a show's fields, where they differ from the names that people use."""


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
    written, name = name, "_".join(name.casefold().split())
    if name not in SETTABLE:
        known = ", ".join(name.replace("_", " ") for name in SETTABLE)
        raise BadInputError(
            "I know no field called {name}; the fields are {known}.",
            name=quoted(written),
            known=known,
        )
    season = check_season(season)
    said = name.replace("_", " ")
    if season is not None:
        if name not in SEASON_FIELDS:
            raise BadInputError(
                "`{name}` belongs to the whole show: leave the season out.", name=said
            )
        return season, name
    stored = _OF_SHOW.get(name, name)
    if stored not in SHOW_FIELDS:
        raise BadInputError("`{name}` belongs to a season: say which.", name=said)
    return None, stored


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


_KEPT = 200
"""How many may wait at once; the oldest is dropped first."""


@dataclass(frozen=True, slots=True)
class TypedTrailer:
    """A trailer as an editor typed it; `published` is the day on which it came out."""

    url: str
    kind: str
    published: str | None


@dataclass(frozen=True, slots=True)
class TypedOffer:
    """A place to watch as an editor typed it; the region is a country by its name or code."""

    provider: str
    region: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class NewShow:
    """A show as an editor typed it."""

    title: str
    year: int | None
    network: str | None
    source: str

    def facts(self) -> list[FactInput]:
        """What is said of it, the title first.

        Raises:
            BadInputError: a value does not fit, or the source is no link.
        """
        link = check_link(self.source)
        values: dict[str, object] = {"title": self.title}
        if self.year is not None:
            values["year"] = self.year
        if self.network is not None:
            values["network"] = self.network
        return [
            FactInput(None, name, "", decoded(field_of(None, name), value), link)
            for name, value in values.items()
        ]


def refuse_namesake(titles: TitleIndex, title: str, year: int | None, act: Act) -> None:
    """Refuse a second show of the same title, unless a year tells the two apart.

    Raises:
        BadInputError: a show of that name is visible or hidden where the act applies.
    """
    for match in titles.exact(title, scope=act.guild_id):
        known = match.entry
        if folded(known.title) != folded(title):
            continue
        if year is None or known.year in (None, year):
            name = f"{quoted(known.title)} ({known.year})" if known.year else quoted(title)
            raise BadInputError(
                "{name} is there already; choose it from the list. A namesake needs a year of "
                "its own.",
                name=name,
            )
    for hidden in titles.hidden(act.scope):
        if folded(hidden.title) == folded(title) and year is None:
            raise BadInputError(
                "{title} is hidden here; `/catalog undo` brings it back. A namesake needs a "
                "year of its own.",
                title=quoted(title),
            )


class NewShows:
    """Keeps in memory what editors typed while they look at the providers' results."""

    def __init__(self) -> None:
        self._kept: FIFOCache[str, tuple[int, NewShow]] = FIFOCache(_KEPT)

    def keep(self, new_show: NewShow, guild_id: int) -> str:
        """Keep a show for the server in which it was typed; returns the token that finds it
        again."""
        token = secrets.token_hex(8)
        self._kept[token] = (guild_id, new_show)
        return token

    def get(self, token: str, guild_id: int) -> NewShow:
        """The show of that token.

        Raises:
            GoneError: it is not there any more, or was typed in another server.
        """
        kept_for, new_show = self._kept.get(token, (None, None))
        if new_show is None or kept_for != guild_id:
            raise GoneError("That was too long ago; use `/catalog add` again.")
        return new_show
