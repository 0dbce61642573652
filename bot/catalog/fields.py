"""Every field a claim can be about: its level, its shape, its codec and its ranking of sources."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from .airdate import AirDate, BadDateError
from .models import (
    Credit,
    Kind,
    Offer,
    Part,
    Producer,
    SeasonStatus,
    ShowStatus,
    Trailer,
    TrailerKind,
)

LAST_SEASON = 9999
"""Season numbers run from 0 (specials) to this; daily shows use calendar years."""

_LONGEST = {"title": 300, "name": 200, "text": 4000, "url": 2000, "label": 100}


_LARGEST = 10**9
"""Beyond this a popularity is a slip; it also keeps out infinity and what is not a number."""


class BadValueError(ValueError):
    """A value does not fit its field; the message is a sentence for the person who wrote it."""


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
    """One field: `decode` reads its JSON form (raising BadValueError), `encode` writes it back.

    `key` names a member of a collection. `sources` ranks providers, strongest first; the starter
    catalogue always comes after them all.
    """

    name: str
    level: Level
    shape: Shape
    decode: Callable[[object], Any]
    encode: Callable[[Any], object] = lambda value: value
    key: Callable[[Any], str] = lambda value: ""
    sources: tuple[str, ...] = ("tmdb", "tvmaze", "anilist")


def folded(text: str) -> str:
    """A name with case, accents and outer space folded away, to compare people and aliases."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control and direction marks: they can hide or turn around the text that follows."""


def _text(what: str, limit: str) -> Callable[[object], str]:
    def decode(value: object) -> str:
        if not isinstance(value, str):
            raise BadValueError(f"{what} must be text, not {_kind_of(value)}.")
        clean = _INVISIBLE.sub("", value).encode("utf-8", "ignore").decode().strip()
        if not any(unicodedata.category(c)[0] in "LNPS" for c in clean):
            raise BadValueError(f"{what} must not be empty.")
        if len(clean) > _LONGEST[limit]:
            raise BadValueError(f"{what} may have at most {_LONGEST[limit]:,} characters.")
        return clean

    return decode


def _kind_of(value: object) -> str:
    if value is None:
        return "nothing"
    names = {bool: "true/false", int: "a number", float: "a number", str: "text"}
    return names.get(type(value), "a list" if isinstance(value, list) else "a table")


def _whole(what: str, low: int, high: int) -> Callable[[object], int]:
    def decode(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadValueError(f"{what} must be a whole number, not {_kind_of(value)}.")
        if not low <= value <= high:
            raise BadValueError(f"{what} must lie between {low:,} and {high:,}.")
        return value

    return decode


def decode_link(value: object) -> str:
    """An http(s) link with a host and without a user name or spaces.

    Raises:
        BadValueError: it is anything else.
    """
    link = _text("A link", "url")(value)
    try:
        parts = urlsplit(link)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or re.search(r"[\s<>\"`\\]", link):
        raise BadValueError("A link must start with http:// or https:// and name a page.")
    if parts.username or parts.password or "." not in host.strip("."):
        raise BadValueError("A link must start with http:// or https:// and name a public page.")
    return link


def canonical_link(link: str) -> str:
    """One spelling of a link, so that the same trailer from two sources is one trailer."""
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


def decode_date(value: object) -> AirDate:
    """An air date from EDTF text or a date that TOML read.

    Raises:
        BadValueError: it is no such date.
    """
    if isinstance(value, date):
        value = value.isoformat()
    if not isinstance(value, str):
        raise BadValueError(f"A date must be text like 2026-10-05, not {_kind_of(value)}.")
    try:
        return AirDate.parse(value)
    except BadDateError as error:
        raise BadValueError(f"{error}.") from None


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValueError(f"This must be true or false, not {_kind_of(value)}.")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValueError(f"Popularity must be a number, not {_kind_of(value)}.")
    if not -_LARGEST <= value <= _LARGEST:
        raise BadValueError(f"Popularity must lie between -{_LARGEST:,} and {_LARGEST:,}.")
    return float(value)


def _identifier(value: object) -> str:
    """A provider's id: text, or the whole number that most of them use."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if 0 <= value < 10**18 else value
    return _text("An id", "label")(value)


E = TypeVar("E", bound=StrEnum)


def _one_of(what: str, choices: type[E]) -> Callable[[object], E]:
    def decode(value: object) -> E:
        if isinstance(value, str) and value in choices.__members__.values():
            return choices(value)
        raise BadValueError(f"{what} must be one of: {', '.join(choices)}.")

    return decode


def _code(what: str, length: int, fold: Callable[[str], str]) -> Callable[[object], str]:
    def decode(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(rf"[A-Za-z]{{{length}}}", value):
            raise BadValueError(f"{what} must be a code of {length} letters.")
        return fold(value)

    return decode


decode_region = _code("A region", 2, str.upper)
_person = _text("A person's name", "name")
_label = _text("A label", "label")


def _many(what: str, member: Callable[[object], Any]) -> Callable[[object], tuple[Any, ...]]:
    def decode(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise BadValueError(f"{what} must be a list, not {_kind_of(value)}.")
        return tuple(member(item) for item in value)

    return decode


def _table(what: str, value: object, known: set[str]) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadValueError(f"{what} must be a table, not {_kind_of(value)}.")
    if unknown := sorted(str(name) for name in value.keys() - known):
        raise BadValueError(f"{what} has unknown keys: {', '.join(unknown)}.")
    return value


_Raw = Mapping[str, object]


def _optional(table: _Raw, name: str, decode: Callable[[object], Any]) -> Any:
    value = table.get(name)
    return None if value is None else decode(value)


def _credit(value: object) -> Credit:
    table = _table("A cast entry", value, {"person", "character"})
    character = _optional(table, "character", _text("A character", "name"))
    return Credit(_person(table.get("person")), character)


def _producer(value: object) -> Producer:
    if isinstance(value, str):
        return Producer(_person(value))
    table = _table("A producer", value, {"person", "role"})
    return Producer(_person(table.get("person")), _optional(table, "role", _label))


def _trailer(value: object) -> Trailer:
    table = _table("A trailer", value, {"url", "kind", "title", "published", "official"})
    return Trailer(
        decode_link(table.get("url")),
        _one_of("A trailer's kind", TrailerKind)(table.get("kind", "trailer")),
        _optional(table, "title", _text("A title", "title")),
        _optional(table, "published", decode_date),
        _flag(table.get("official", True)),
    )


def _offer(value: object) -> Offer:
    table = _table("A place to watch", value, {"provider", "region", "url"})
    return Offer(
        _text("A provider", "label")(table.get("provider")),
        _optional(table, "region", decode_region),
        _optional(table, "url", decode_link),
    )


def _part(value: object) -> Part:
    table = _table("A part", value, {"label", "premiere", "finale", "episodes"})
    return Part(
        _label(table.get("label")),
        _optional(table, "premiere", decode_date),
        _optional(table, "finale", decode_date),
        _optional(table, "episodes", _whole("Episodes", 0, 10_000)),
    )


def _sparse(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _written(day: AirDate | None) -> str | None:
    return None if day is None else str(day)


def _encode_trailer(trailer: Trailer) -> object:
    table = _sparse(
        url=trailer.url,
        kind=trailer.kind.value,
        title=trailer.title,
        published=_written(trailer.published),
    )
    return table if trailer.official else table | {"official": False}


def _encode_offer(offer: Offer) -> object:
    return _sparse(provider=offer.provider, region=offer.region, url=offer.url)


def _encode_parts(parts: tuple[Part, ...]) -> object:
    return [
        _sparse(
            label=part.label,
            premiere=_written(part.premiere),
            finale=_written(part.finale),
            episodes=part.episodes,
        )
        for part in parts
    ]


def _encode_producers(producers: tuple[Producer, ...]) -> object:
    return [
        p.person if p.role is None else _sparse(person=p.person, role=p.role) for p in producers
    ]


def _show(name: str, decode: Callable[[object], Any], **more: Any) -> Field:
    return Field(name, Level.SHOW, more.pop("shape", Shape.SINGLE), decode, **more)


def _season(name: str, decode: Callable[[object], Any], **more: Any) -> Field:
    return Field(name, Level.SEASON, more.pop("shape", Shape.SINGLE), decode, **more)


_DATED_BY = ("tvmaze", "tmdb", "anilist")
"""TVmaze has the network's own dates and hours; TMDB's days come in local guesses."""

_CREDITED_BY = ("tmdb", "tvmaze", "anilist")
"""TMDB alone credits each season by itself; TVmaze's cast is that of the show."""

SHOW_FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        _show("title", _text("A title", "title")),
        _show("original_title", _text("A title", "title")),
        _show("year", _whole("A year", 1900, 2200), sources=_DATED_BY),
        _show("kind", _one_of("A kind", Kind)),
        _show("network", _text("A network", "name")),
        _show("country", _code("A country", 2, str.upper)),
        _show("language", _code("A language", 2, str.lower)),
        _show("genres", _many("Genres", _label), encode=list),
        _show("creators", _many("Creators", _person), encode=list),
        _show("producers", _many("Producers", _producer), encode=_encode_producers),
        _show("synopsis", _text("A synopsis", "text")),
        _show("site", decode_link),
        _show("picture", decode_link),
        _show("status", _one_of("A show's status", ShowStatus)),
        _show("popularity", _number),
        _show("hidden", _flag),
        _show("aliases", _text("An alias", "title"), shape=Shape.KEYED, key=folded),
        _show("ids", _identifier, shape=Shape.KEYED),
    )
}

SEASON_FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        _season("listed", _flag),
        _season("label", _label),
        _season("status", _one_of("A season's status", SeasonStatus)),
        _season("premiere", decode_date, encode=str, sources=_DATED_BY),
        _season("finale", decode_date, encode=str, sources=_DATED_BY),
        _season("episodes", _whole("Episodes", 0, 10_000), sources=_DATED_BY),
        _season("runtime", _whole("A runtime in minutes", 1, 1_440)),
        _season("story", _text("A story", "text")),
        _season("final", _flag),
        _season("parts", _many("Parts", _part), encode=_encode_parts),
        _season(
            "cast",
            _credit,
            shape=Shape.BILLED,
            encode=lambda credit: _sparse(person=credit.person, character=credit.character),
            key=lambda credit: folded(credit.person),
            sources=_CREDITED_BY,
        ),
        _season(
            "trailers",
            _trailer,
            shape=Shape.KEYED,
            encode=_encode_trailer,
            key=lambda trailer: canonical_link(trailer.url),
        ),
        _season(
            "where",
            _offer,
            shape=Shape.KEYED,
            encode=_encode_offer,
            key=lambda offer: f"{folded(offer.provider)}|{offer.region or ''}",
        ),
    )
}

decode_number = _whole("A season number", 0, LAST_SEASON)


def field_of(season: int | None, name: str) -> Field:
    """The field of that name on a season, or on the show itself when `season` is None.

    Raises:
        BadValueError: there is no such field at that level.
    """
    table = SHOW_FIELDS if season is None else SEASON_FIELDS
    if name not in table:
        whose = "show" if season is None else "season"
        raise BadValueError(f"A {whose} has no field {name!r}; it has {', '.join(table)}.")
    return table[name]
