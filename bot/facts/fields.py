"""Every field a claim can be about: its level, its shape, its codec and its ranking of sources."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ..locale.messages import N_
from . import value_codecs
from .air_date import YEARS
from .letters import plain_letters
from .models import Kind, Offer, SeasonStatus, ShowStatus, Trailer
from .value_codecs import BadValueError

LAST_SEASON = 9999
"""Season numbers run from 0 (specials) to this; daily shows use calendar years."""

SPECIALS = 0
"""The number under which a show's specials are kept."""

YEAR_NUMBERED = YEARS[0]
"""From this number on a season's number is a calendar year, so the next one need not be one
more."""


class Level(Enum):
    """What a field describes."""

    SHOW = "show"
    SEASON = "season"


class Shape(Enum):
    """How a field's claims add up.

    SINGLE: one value wins. KEYED: each key resolves on its own. BILLED: the strongest source's
    whole list, with people's additions and removals on top.
    """

    SINGLE = "single"
    KEYED = "keyed"
    BILLED = "billed"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a show or season.

    `decode` reads its JSON form (raising BadValueError), `encode` writes it back. `key` names a
    member of a collection. The members of a `named` field have names that cannot be derived from
    the value, such as a provider or a language. `sources` ranks providers, strongest first; the
    starter catalogue always comes after them all.
    """

    name: str
    level: Level
    shape: Shape
    decode: Callable[[object], Any]
    encode: Callable[[Any], object] = lambda value: value
    key: Callable[[Any], str] = lambda value: ""
    named: bool = False
    sources: tuple[str, ...] = ("tmdb", "tvmaze", "anilist")

    def dumps(self, value: object) -> str:
        """The value as the JSON text that is stored."""
        return json.dumps(self.encode(value), ensure_ascii=False)

    def loads(self, text: str) -> Any:
        """The value read back from its JSON text; raises BadValueError as `decode` does."""
        return self.decode(json.loads(text))


def folded(text: str) -> str:
    """A name with case, accents and outer space folded away, to compare people and aliases."""
    return " ".join(plain_letters(text).split())


def canonical_link(link: str) -> str:
    """One spelling of a link, so that a trailer named by two sources is one trailer."""
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host == "youtu.be":
        return f"youtube:{parts.path.strip('/')}"
    if host == "youtube.com":
        if match := re.search(r"(?:^|&)v=([\w-]+)", parts.query):
            return f"youtube:{match[1]}"
        if match := re.match(r"/(?:embed|shorts|live)/([\w-]+)", parts.path):
            return f"youtube:{match[1]}"
    return urlunsplit(("https", host, parts.path.rstrip("/"), parts.query, ""))


def links_in(field: Field, value: object) -> list[str]:
    """The links in a value that people could follow."""
    if isinstance(value, Trailer | Offer):
        return [value.url] if value.url else []
    return [str(value)] if field.name in ("site", "picture") else []


def _show(name: str, decode: Callable[[object], Any], **more: Any) -> Field:
    return Field(name, Level.SHOW, more.pop("shape", Shape.SINGLE), decode, **more)


def _season(name: str, decode: Callable[[object], Any], **more: Any) -> Field:
    return Field(name, Level.SEASON, more.pop("shape", Shape.SINGLE), decode, **more)


_DATED_BY = ("tvmaze", "tmdb", "anilist")
"""The ranking of sources of dates: TVmaze has the networks' own dates and hours; TMDB's days are
guesses, in the local time of whoever entered them."""

_CREDITS: Mapping[str, Any] = {
    "shape": Shape.BILLED,
    "encode": value_codecs.encode_credit,
    "key": lambda credit: folded(credit.person),
    "sources": ("tmdb", "tvmaze", "anilist"),
}
"""The ranking of sources of casts: TMDB alone credits each season by itself; TVmaze's cast is the
show's."""

SHOW_FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        _show("title", value_codecs.text(N_("A title"), "title")),
        _show("original_title", value_codecs.text(N_("A title"), "title")),
        _show("ended", value_codecs.decode_date, encode=str, sources=_DATED_BY),
        _show("year", value_codecs.whole(N_("A year"), YEARS[0], YEARS[-1]), sources=_DATED_BY),
        _show("kind", value_codecs.one_of(N_("A kind"), Kind)),
        _show("network", value_codecs.text(N_("A network"), "name")),
        _show(
            "streamer",
            value_codecs.decode_offer,
            encode=value_codecs.encode_offer,
            sources=_DATED_BY,
        ),
        _show("country", value_codecs.code(N_("A country"), 2, str.upper)),
        _show("language", value_codecs.code(N_("A language"), 2, str.lower)),
        _show("genres", value_codecs.many(N_("Genres"), value_codecs.decode_label), encode=list),
        _show(
            "creators", value_codecs.many(N_("Creators"), value_codecs.decode_person), encode=list
        ),
        _show(
            "producers",
            value_codecs.many(N_("Producers"), value_codecs.decode_producer),
            encode=value_codecs.encode_producers,
        ),
        _show("synopsis", value_codecs.text(N_("A synopsis"), "text")),
        _show("site", value_codecs.decode_link),
        _show("picture", value_codecs.decode_picture),
        _show("status", value_codecs.one_of(N_("A show's status"), ShowStatus)),
        _show("popularity", value_codecs.decode_popularity),
        _show("hidden", value_codecs.decode_flag),
        _show("aliases", value_codecs.text(N_("An alias"), "title"), shape=Shape.KEYED, key=folded),
        _show("cast", value_codecs.decode_credit, **_CREDITS),
        _show(
            "translations", value_codecs.text(N_("A title"), "title"), shape=Shape.KEYED, named=True
        ),
        _show("ids", value_codecs.decode_identifier, shape=Shape.KEYED, named=True),
    )
}

SEASON_FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        _season("listed", value_codecs.decode_flag),
        _season("label", value_codecs.decode_label),
        _season("status", value_codecs.one_of(N_("A season's status"), SeasonStatus)),
        _season("premiere", value_codecs.decode_date, encode=str, sources=_DATED_BY),
        _season("finale", value_codecs.decode_date, encode=str, sources=_DATED_BY),
        _season("next_episode", value_codecs.decode_date, encode=str, sources=_DATED_BY),
        _season("episodes", value_codecs.whole(N_("Episodes"), 0, 10_000), sources=_DATED_BY),
        _season("runtime", value_codecs.whole(N_("A runtime in minutes"), 1, 1_440)),
        _season("story", value_codecs.text(N_("A story"), "text")),
        _season("final", value_codecs.decode_flag),
        _season(
            "parts",
            value_codecs.many(N_("Parts"), value_codecs.decode_part),
            encode=value_codecs.encode_parts,
        ),
        _season("cast", value_codecs.decode_credit, **_CREDITS),
        _season(
            "trailers",
            value_codecs.decode_trailer,
            shape=Shape.KEYED,
            encode=value_codecs.encode_trailer,
            key=lambda trailer: canonical_link(trailer.url),
        ),
        _season(
            "where",
            value_codecs.decode_offer,
            shape=Shape.KEYED,
            encode=value_codecs.encode_offer,
            key=lambda offer: f"{folded(offer.provider)}|{offer.region or ''}",
        ),
    )
}

UNWRITTEN = frozenset({"hidden", "listed", "ended"})
"""Fields for the program's own use, which no file of shows has."""

decode_number = value_codecs.whole(N_("A season number"), 0, LAST_SEASON)


def field_of(season: int | None, name: str) -> Field:
    """The field of that name on a season, or on the show itself when `season` is None.

    Raises:
        BadValueError: there is no such field at that level.
    """
    table = SHOW_FIELDS if season is None else SEASON_FIELDS
    if name not in table:
        refusal = (
            N_("A show has no field {name}; it has {fields}.")
            if season is None
            else N_("A season has no field {name}; it has {fields}.")
        )
        raise BadValueError(refusal, name=repr(name), fields=", ".join(table))
    return table[name]


def dumped(season: int | None, name: str, value: object) -> str | None:
    """A field's value as the text that a column holds; None, which is silence, stays None.

    Raises:
        BadValueError: there is no such field at that level.
    """
    return None if value is None else field_of(season, name).dumps(value)


def loaded(season: int | None, name: str, text: str | None) -> Any:
    """A field's value read back from what `dumped` wrote.

    Raises:
        BadValueError: there is no such field at that level, or it takes no such value.
    """
    return None if text is None else field_of(season, name).loads(text)
