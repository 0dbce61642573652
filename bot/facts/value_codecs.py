"""Codecs of values: how each is read from its JSON form, what is refused, how it is written back.

Whatever reads a value raises BadValueError where it does not fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from ..errors import SentenceError
from ..locale.cldr import number_text
from ..locale.messages import N_, _
from .air_date import AirDate, BadDateError
from .models import Credit, Offer, OfferTerms, Part, Producer, Trailer, TrailerKind
from .public_hosts import is_public_host

_LONGEST = {"title": 300, "name": 200, "text": 4000, "url": 2000, "label": 100}

_LARGEST = 10**9
"""A larger popularity is a mistake; the limit also excludes infinity and NaN."""


class BadValueError(SentenceError, ValueError):
    """A value does not fit its field; the message is a sentence for the person who wrote it."""


_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control and direction marks, which can hide the text that follows or turn it around."""

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that look empty: the fillers of Hangul, and Braille without a dot."""


def text(what: str, limit: str) -> Callable[[object], str]:
    """A codec for text of at most `_LONGEST[limit]` characters; it drops invisible ones.

    `what` is the subject of the sentence that refuses a value, here and in the other codecs.
    """

    def decode(value: object) -> str:
        if not isinstance(value, str):
            raise BadValueError(
                "{what} must be text, not {value}.", what=_(what), value=_kind_of(value)
            )
        if value.isascii() and value.isprintable():
            clean = value.strip()
            seen = bool(clean)
        else:
            clean = _INVISIBLE.sub("", value).encode("utf-8", "ignore").decode().strip()
            seen = any(
                unicodedata.category(char)[0] in "LNPS" and char not in _BLANK for char in clean
            )
        if not seen:
            raise BadValueError("{what} must not be empty.", what=_(what))
        if len(clean) > _LONGEST[limit]:
            raise BadValueError(
                "{what} may have at most {longest} characters.",
                what=_(what),
                longest=number_text(_LONGEST[limit]),
            )
        return clean

    return decode


def _kind_of(value: object) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, list):
        return _("a list")
    return _(_KINDS.get(type(value), N_("a table")))


_KINDS = {bool: N_("true/false"), int: N_("a number"), float: N_("a number"), str: N_("text")}


def whole(what: str, low: int, high: int) -> Callable[[object], int]:
    """Reads a whole number from `low` to `high`, both included."""

    def decode(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            given = f"{value:g}" if isinstance(value, float) else _kind_of(value)
            raise BadValueError(
                "{what} must be a whole number, not {value}.", what=_(what), value=given
            )
        if not low <= value <= high:
            raise BadValueError(
                "{what} must lie between {low} and {high}.",
                what=_(what),
                low=_figure(low),
                high=_figure(high),
            )
        return value

    return decode


def _figure(number: int) -> str:
    """A number as people write it: one of four digits, such as a year, without a separator."""
    return number_text(number) if number >= 10_000 else str(number)


_read_link = text(N_("A link"), "url")
_read_identifier = text(N_("An id"), "label")


def decode_link(value: object) -> str:
    """An http(s) link with a host and without a user name or spaces, in the form in which it is
    stored.

    Links from people and files are checked by `public_link`; stored ones stay readable.

    Raises:
        BadValueError: it is anything else.
    """
    link = _read_link(value)
    try:
        parts = urlsplit(link)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or re.search(r"[\s<>\"`\\]", link):
        raise BadValueError("A link must start with http:// or https:// and name a page.")
    if parts.username or parts.password or "." not in host.strip("."):
        raise _not_public()
    return link


def public_link(value: object) -> str:
    """A link whose host everybody can reach: not this machine, and no private network.

    Raises:
        BadValueError: it is anything else.
    """
    link = decode_link(value)
    if not is_public_host(urlsplit(link).hostname or ""):
        raise _not_public()
    return link


def _not_public() -> BadValueError:
    return BadValueError("A link must start with http:// or https:// and name a public page.")


def decode_picture(value: object) -> str:
    """A link to a picture, by https: the hosts of pictures that are given by http answer by https
    too.

    Raises:
        BadValueError: it is no link.
    """
    return urlsplit(decode_link(value))._replace(scheme="https").geturl()


def decode_date(value: object) -> AirDate:
    """An air date from EDTF text or a date that TOML read.

    Raises:
        BadValueError: it is no such date.
    """
    if isinstance(value, date):
        value = value.isoformat()
    if not isinstance(value, str):
        raise BadValueError(
            "A date must be text like 2026-10-05, not {value}.", value=_kind_of(value)
        )
    try:
        return AirDate.parse(value)
    except BadDateError as error:
        raise BadValueError("{error}.", error=error) from None


def decode_flag(value: object) -> bool:
    """True or false, and nothing else that Python accepts in their place."""
    if not isinstance(value, bool):
        raise BadValueError("This must be true or false, not {value}.", value=_kind_of(value))
    return value


def decode_popularity(value: object) -> float:
    """A show's popularity, which only ranks shows among each other."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValueError("Popularity must be a number, not {value}.", value=_kind_of(value))
    if not -_LARGEST <= value <= _LARGEST:
        raise BadValueError(
            "Popularity must lie between -{largest} and {largest}.", largest=number_text(_LARGEST)
        )
    return float(value)


def decode_identifier(value: object) -> str:
    """A provider's id: text, or the whole number that most of them use."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if 0 <= value < 10**18 else value
    return _read_identifier(value)


E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


def one_of(what: str, choices: type[E]) -> Callable[[object], E]:
    """A codec for the values of an enumeration."""

    def decode(value: object) -> E:
        if isinstance(value, str) and value in choices.__members__.values():
            return choices(value)
        raise BadValueError(
            "{what} must be one of: {choices}.", what=_(what), choices=", ".join(choices)
        )

    return decode


def code(what: str, length: int, fold: Callable[[str], str]) -> Callable[[object], str]:
    """A codec for codes of that many letters, in the case to which `fold` converts them."""

    def decode(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(rf"[A-Za-z]{{{length}}}", value):
            raise BadValueError(
                "{what} must be a code of {length} letters.", what=_(what), length=length
            )
        return fold(value)

    return decode


decode_region = code(N_("A region"), 2, str.upper)
decode_person = text(N_("A person's name"), "name")
decode_label = text(N_("A label"), "label")


def many(what: str, member: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    """A codec for a whole list as one value, each item read by `member`."""

    def decode(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise BadValueError(
                "{what} must be a list, not {value}.", what=_(what), value=_kind_of(value)
            )
        return tuple(member(item) for item in value)

    return decode


def _table(what: str, value: object, known: set[str]) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadValueError(
            "{what} must be a table, not {value}.", what=_(what), value=_kind_of(value)
        )
    if unknown := sorted(str(name) for name in value.keys() - known):
        raise BadValueError(
            "{what} has unknown keys: {unknown}.", what=_(what), unknown=", ".join(unknown)
        )
    return value


_Raw = Mapping[str, object]


def _optional(table: _Raw, name: str, decode: Callable[[object], T]) -> T | None:
    value = table.get(name)
    return None if value is None else decode(value)


def decode_credit(value: object) -> Credit:
    """One entry of a cast."""
    table = _table(N_("A cast entry"), value, {"person", "character"})
    character = _optional(table, "character", text(N_("A character"), "name"))
    return Credit(decode_person(table.get("person")), character)


def decode_producer(value: object) -> Producer:
    """A producer: a name, or a table of person and role."""
    if isinstance(value, str):
        return Producer(decode_person(value))
    table = _table(N_("A producer"), value, {"person", "role"})
    return Producer(decode_person(table.get("person")), _optional(table, "role", decode_label))


def decode_trailer(value: object) -> Trailer:
    """One trailer; it is official, and neither teaser nor clip, unless the table says so."""
    table = _table(
        "A trailer", value, {"url", "kind", "title", "published", "official", "language"}
    )
    return Trailer(
        decode_link(table.get("url")),
        one_of(N_("A trailer's kind"), TrailerKind)(table.get("kind", "trailer")),
        _optional(table, "title", text(N_("A title"), "title")),
        _optional(table, "published", decode_date),
        decode_flag(table.get("official", True)),
        _optional(table, "language", code(N_("A language"), 2, str.lower)),
    )


def decode_offer(value: object) -> Offer:
    """One place to watch; the region may be missing."""
    table = _table(N_("A place to watch"), value, {"provider", "region", "url", "terms"})
    return Offer(
        text(N_("A provider"), "label")(table.get("provider")),
        _optional(table, "region", decode_region),
        _optional(table, "url", decode_link),
        _optional(table, "terms", one_of(N_("The terms of a place to watch"), OfferTerms)),
    )


def decode_part(value: object) -> Part:
    """One part of a season."""
    table = _table(N_("A part"), value, {"label", "premiere", "finale", "episodes"})
    return Part(
        decode_label(table.get("label")),
        _optional(table, "premiere", decode_date),
        _optional(table, "finale", decode_date),
        _optional(table, "episodes", whole(N_("Episodes"), 0, 10_000)),
    )


def _sparse(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _written(day: AirDate | None) -> str | None:
    return None if day is None else str(day)


def encode_trailer(trailer: Trailer) -> object:
    """The table that `decode_trailer` reads, without the defaults."""
    table = _sparse(
        url=trailer.url,
        kind=trailer.kind.value,
        title=trailer.title,
        published=_written(trailer.published),
        language=trailer.language,
    )
    return table if trailer.official else table | {"official": False}


def encode_offer(offer: Offer) -> object:
    """What `decode_offer` reads."""
    terms = None if offer.terms is None else offer.terms.value
    return _sparse(provider=offer.provider, region=offer.region, url=offer.url, terms=terms)


def encode_parts(parts: tuple[Part, ...]) -> object:
    """What a list of `decode_part` reads."""
    return [
        _sparse(
            label=part.label,
            premiere=_written(part.premiere),
            finale=_written(part.finale),
            episodes=part.episodes,
        )
        for part in parts
    ]


def encode_producers(producers: tuple[Producer, ...]) -> object:
    """What a list of `decode_producer` reads."""
    return [
        producer.person
        if producer.role is None
        else _sparse(person=producer.person, role=producer.role)
        for producer in producers
    ]


def encode_credit(credit: Credit) -> object:
    """What `decode_credit` reads."""
    return _sparse(person=credit.person, character=credit.character)
