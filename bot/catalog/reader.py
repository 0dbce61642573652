"""Reads shows from a file, in the format of the starter catalogue, as statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from ..errors import BadFileError, BadInputError
from ..facts.claim_limits import refuse_too_many_stated
from ..facts.external_ids import FORMS, is_external_id
from ..facts.fields import (
    SEASON_FIELDS,
    SHOW_FIELDS,
    UNWRITTEN,
    Field,
    Shape,
    decode_number,
    folded,
    links_in,
)
from ..facts.models import Claim, Statement, Tier
from ..facts.value_codecs import BadValueError, public_link
from ..locale.languages import is_tag
from .file_formats import KeyPath, line_of, parse

CATALOG = "catalog"
IMPORT = "import"

T = TypeVar("T")

_TIERS = {CATALOG: Tier.SOURCE, IMPORT: Tier.CURATOR}
SHOW_KEYS = (SHOW_FIELDS.keys() - UNWRITTEN) | {"source", "as_of", "seasons"}
SEASON_KEYS = (SEASON_FIELDS.keys() - UNWRITTEN) | {"number", "source", "as_of"}
_NAMED: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "ids": (lambda name: name in FORMS, ", ".join(FORMS)),
    "translations": (is_tag, "languages and countries, such as de or pt-BR"),
}
"""Whether a name is one that a table's members may have, and which those are in words."""


class _BadRecordError(ValueError):
    """A record does not fit; `path` leads to the value inside it."""

    def __init__(self, path: KeyPath, reason: str) -> None:
        super().__init__(reason)
        self.path = path


@dataclass(frozen=True, slots=True)
class _Origin:
    """A claim's default source and date."""

    link: str
    as_of: date
    dated: bool


def read_file(path: Path, *, source: str, today: date) -> list[Statement]:
    """The statements of one file; `today` dates what the file leaves undated.

    Raises:
        BadFileError: the file cannot be read, or a record in it is broken: with file, line and
            reason. Nothing of a broken file is returned.
    """
    try:
        if path.is_char_device() or path.is_block_device():
            # Some of these, such as pipes, have no end, and would be read until no memory is left.
            raise BadFileError(f"{path}: this is a device, and no file of shows.")
        data = path.read_bytes()
    except OSError as error:
        raise BadFileError(f"{path}: {error.strerror or error}.") from error
    return read_bytes(data, file_name(path), source=source, today=today)


def file_name(path: Path) -> str:
    """A file's name as text that can be stored: bytes that are not UTF-8 are escaped."""
    return path.name.encode("utf-8", "backslashreplace").decode("utf-8")


def read_bytes(data: bytes, name: str, *, source: str, today: date) -> list[Statement]:
    """The statements in the content of a file called `name`; its ending tells the format.

    Raises:
        BadFileError: as `read_file`.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFileError(f"{name}: this is not UTF-8 text (at byte {error.start}).") from None
    try:
        raws = list(parse(text, name))
    except RecursionError:
        raise BadFileError(f"{name}: it is nested too deeply.") from None
    if not raws:
        raise BadFileError(f"{name}: there is no show in it.")
    statements = []
    seen: dict[str, int] = {}
    for raw in raws:
        try:
            statement = _statement(raw.table, name, source, today)
        except _BadRecordError as error:
            line = line_of(raw, error.path)
            where = ".".join(map(str, error.path)) or "record"
            raise BadFileError(f"{name}, line {line}: {where}: {error}") from None
        if statement.key in seen:
            raise BadFileError(
                f"{name}, line {raw.line}: the same show is already at line {seen[statement.key]}."
            )
        try:
            refuse_too_many_stated(statement.claims)
        except BadInputError as error:
            raise BadFileError(f"{name}, line {raw.line}: {error}") from None
        seen[statement.key] = raw.line
        statements.append(statement)
    return statements


def _statement(table: Mapping[str, Any], name: str, source: str, today: date) -> Statement:
    _known(table, SHOW_KEYS, ())
    origin = _origin(table, _Origin("", today, False), today, ())
    by = _Author(source, _TIERS[source], today)
    claims = list(by.claims(None, SHOW_FIELDS, table, origin, ()))
    if not any(claim.field == "title" for claim in claims):
        raise _BadRecordError((), "a show needs a title.")
    seasons = table.get("seasons", [])
    if not isinstance(seasons, list):
        raise _BadRecordError(("seasons",), "seasons must be a list of tables.")
    numbers: set[int] = set()
    for index, season in enumerate(seasons):
        path: KeyPath = ("seasons", index)
        if not isinstance(season, dict):
            raise _BadRecordError(path, "a season must be a table.")
        _known(season, SEASON_KEYS, path)
        number = _decoded(decode_number, season.get("number"), (*path, "number"))
        if number in numbers:
            raise _BadRecordError((*path, "number"), f"season {number} is there twice.")
        numbers.add(number)
        own = _origin(season, origin, today, path)
        own_claims = list(by.claims(number, SEASON_FIELDS, season, own, path))
        claims += own_claims or [by.claim(number, SEASON_FIELDS["listed"], True, own, 0)]
    key = _key(claims)
    if source == IMPORT:
        # The record belongs to this file: another file about the same show is another record.
        key = f"{Path(name).stem}#{key}"
    elif source == CATALOG:
        key = Path(name).stem
    return Statement(
        source, key, _TIERS[source], origin.link, origin.as_of, tuple(claims), origin.dated
    )


def _key(claims: Iterable[Claim]) -> str:
    """What identifies a show inside a file: an id, else title and year."""
    values = {(claim.field, claim.key): claim.value for claim in claims if claim.season is None}
    for provider in FORMS:
        if ("ids", provider) in values:
            return f"{provider}:{values['ids', provider]}"
    return f"{folded(str(values['title', '']))}|{values.get(('year', ''), '')}"


def _known(table: Mapping[str, Any], names: Iterable[str], path: KeyPath) -> None:
    if unknown := sorted(table.keys() - names):
        raise _BadRecordError((*path, unknown[0]), f"{unknown[0]!r} is not a known key.")


def _decoded(decode: Callable[[object], T], value: object, path: KeyPath) -> T:
    """A value as `decode` reads it, whose refusal names the path."""
    try:
        return decode(value)
    except BadValueError as error:
        raise _BadRecordError(path, str(error)) from None


def _origin(table: Mapping[str, Any], default: _Origin, today: date, path: KeyPath) -> _Origin:
    link, as_of, dated = default.link, default.as_of, default.dated
    if "source" in table:
        link = _decoded(public_link, table["source"], (*path, "source"))
    if "as_of" in table:
        as_of, dated = (
            _decoded(lambda value: _day(value, today), table["as_of"], (*path, "as_of")),
            True,
        )
    return _Origin(link, as_of, dated)


def _day(value: object, today: date) -> date:
    refusal = BadValueError("as_of must be a day like 2026-10-05.")
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise refusal from None
    elif isinstance(value, date) and not isinstance(value, datetime):
        day = value
    else:
        raise refusal
    if day > today + timedelta(days=1):
        raise BadValueError("as_of {day} lies in the future.", day=day)
    return min(day, today)


@dataclass(frozen=True, slots=True)
class _Author:
    """The author of the claims in this file."""

    source: str
    tier: Tier
    today: date

    def claims(
        self,
        season: int | None,
        fields: Mapping[str, Field],
        table: Mapping[str, Any],
        origin: _Origin,
        path: KeyPath,
    ) -> Iterator[Claim]:
        """The claims that one table makes, in the order of the fields."""
        for name, field in fields.items():
            if name not in table:
                continue
            value, field_origin = self._unwrapped(table[name], origin, (*path, name))
            for position, (member, key) in enumerate(_members(field, value, (*path, name))):
                item, item_origin = self._unwrapped(member, field_origin, (*path, name))
                said = _decoded(field.decode, item, (*path, name))
                if field.name == "ids" and key is not None and not is_external_id(key, said):
                    raise _BadRecordError((*path, name), f"{key} must be {FORMS[key][1]}.")
                for link in links_in(field, said):
                    _decoded(public_link, link, (*path, name))
                yield self.claim(season, field, said, item_origin, position, key)

    def _unwrapped(self, value: object, origin: _Origin, path: KeyPath) -> tuple[object, _Origin]:
        """A fact written as `{value, source, as_of}`: its value, and its source and date."""
        if not isinstance(value, dict) or "value" not in value:
            return value, origin
        _known(value, ("value", "source", "as_of"), path)
        return value["value"], _origin(value, origin, self.today, path)

    def claim(
        self,
        season: int | None,
        field: Field,
        value: Any,
        origin: _Origin,
        position: int,
        key: str | None = None,
    ) -> Claim:
        """One claim; a collection's key is derived from the value if none is given."""
        return Claim(
            season,
            field.name,
            field.key(value) if key is None else key,
            value,
            self.tier,
            self.source,
            origin.link,
            origin.as_of,
            position=position,
        )


def _members(field: Field, value: object, path: KeyPath) -> Iterator[tuple[object, str | None]]:
    """The values that one entry states: itself, or the members of a collection with their keys."""
    if field.shape is Shape.SINGLE:
        yield value, None
    elif field.named:
        if not isinstance(value, dict) or not all(map(_NAMED[field.name][0], value)):
            raise _BadRecordError(path, f"{field.name} must be a table of {_NAMED[field.name][1]}.")
        for name, member in value.items():
            yield member, name
    elif isinstance(value, list):
        for member in value:
            yield member, None
    else:
        raise _BadRecordError(path, f"{field.name} must be a list.")
