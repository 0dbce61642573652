"""Writes shows as they resolve, as tables in the format that `reader` reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from ..facts.fields import SEASON_FIELDS, SHOW_FIELDS, UNWRITTEN, Field, Shape
from ..facts.models import Fact, Season, Show
from .file_formats import FORMATS

_Origin = tuple[str, date]


def exported(show: Show) -> dict[str, object]:
    """One show as a table of the format; every fact with its source and date.

    The most frequent source and date become the default, and each fact from elsewhere names its
    own.
    """
    facts = list(_facts(show, SHOW_FIELDS))
    every = facts + [fact for season in show.seasons for fact in _facts(season, SEASON_FIELDS)]
    default = _commonest(every)
    table: dict[str, object] = {}
    table.update(_fields(show, SHOW_FIELDS, default))
    table.update(_default(default))
    if show.seasons:
        table["seasons"] = [_season(season, default) for season in show.seasons]
    return table


def _season(season: Season, default: _Origin) -> dict[str, object]:
    facts = list(_facts(season, SEASON_FIELDS))
    own = _commonest(facts) if facts else default
    table: dict[str, object] = {"number": season.number}
    if own != default:
        table.update(_default(own))
    table.update(_fields(season, SEASON_FIELDS, own))
    return table


def _default(origin: _Origin) -> dict[str, object]:
    link, as_of = origin
    table: dict[str, object] = {"source": link} if link else {}
    return table | {"as_of": as_of.isoformat()}


def _origin(fact: Fact[object]) -> _Origin:
    return fact.claim.source, fact.claim.as_of


def _commonest(facts: Iterable[Fact[object]]) -> _Origin:
    # A fact without a link cannot override a default link: if any fact has none, its origin is the
    # default.
    counted = Counter(_origin(fact) for fact in facts)
    unlinked = [origin for origin in counted if not origin[0]]
    return max(unlinked or counted, key=lambda origin: (counted[origin], origin))


def _values(holder: Show | Season, field: Field) -> list[Fact[object]]:
    value = getattr(holder, field.name)
    if value is None:
        return []
    if isinstance(value, Mapping):
        return list(value.values())
    return [value] if field.shape is Shape.SINGLE else list(value)


def _facts(holder: Show | Season, fields: Mapping[str, Field]) -> Iterable[Fact[object]]:
    for field in fields.values():
        yield from _values(holder, field)


def _fields(
    holder: Show | Season, fields: Mapping[str, Field], default: _Origin
) -> dict[str, object]:
    table: dict[str, object] = {}
    for name, field in fields.items():
        facts = _values(holder, field)
        if not facts or name in UNWRITTEN:
            continue
        if field.shape is Shape.SINGLE:
            table[name] = _written(field, facts[0], default)
        elif field.named:
            table[name] = {fact.claim.key: _written(field, fact, default) for fact in facts}
        else:
            table[name] = [_written(field, fact, default) for fact in facts]
    return table


def _written(field: Field, fact: Fact[object], default: _Origin) -> object:
    value = _plain(field.encode(fact.value))
    origin = _origin(fact)
    if origin == default:
        return value
    own: dict[str, object] = {"value": value}
    if origin[0] != default[0]:
        own["source"] = origin[0]
    if origin[1] != default[1]:
        own["as_of"] = origin[1].isoformat()
    return own


def _plain(value: object) -> object:
    """The same value in types that every format has."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def rendered(shows: Iterable[Show], form: str) -> str:
    """The text of a file of that format (`toml`, `json`, `jsonl`) with those shows in it."""
    return FORMATS[form]([exported(show) for show in shows])
