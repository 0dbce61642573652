"""One value of a field in words, for receipts, histories and proposals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from ..facts.air_date import AirDate
from ..facts.fields import field_of
from ..facts.models import Credit, Offer, Part, Producer, Trailer
from .style import Style, clip, site_of, tamed

_NAMES = {
    "aliases": "alias",
    "trailers": "trailer",
    "where": "where to watch",
    "cast": "cast",
    "original_title": "original title",
}


def field_name(season: int | None, field: str, style: Style) -> str:
    """What a field is called: "season 2 status", "network"."""
    name = _NAMES.get(field, field)
    if field == "status" and season is None:
        name = "show status"
    return name if season is None else style.escape(f"season {season} {name}")


def value_text(value: object, style: Style, now: datetime) -> str:
    """A value as people read it; silence is "nothing"."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case AirDate():
            return style.date(value, now)
        case int() | float():
            return f"{value:g}" if isinstance(value, float) else str(value)
        case StrEnum():
            return value.value.replace("_", " ")
        case str():
            return style.escape(clip(tamed(value), 200))
        case Credit():
            return _credit(value, style)
        case Trailer():
            label = f"{value.kind.value} at {site_of(value.url)}"
            return style.link(label, value.url)
        case Offer():
            place = f" ({value.region})" if value.region else ""
            return style.escape(clip(tamed(value.provider), 80)) + place
        case tuple():
            return _many(value, style)
        case _:
            return style.escape(clip(str(value), 200))


def _credit(credit: Credit, style: Style) -> str:
    person = style.escape(clip(tamed(credit.person), 80))
    if credit.character is None:
        return person
    return f"{person} as {style.escape(clip(tamed(credit.character), 80))}"


def _many(values: Sequence[object], style: Style) -> str:
    names = []
    for value in values[:5]:
        match value:
            case Part():
                names.append(value.label)
            case Producer():
                names.append(value.person)
            case _:
                names.append(str(value))
    more = f" and {len(values) - 5} more" if len(values) > 5 else ""
    return style.escape(clip(tamed(", ".join(names)), 200)) + more


def input_text(season: int | None, field: str, value: object) -> str | None:
    """A value as a person would type it, to be edited in a form; None where none could."""
    encoded = field_of(season, field).encode(value)
    if isinstance(encoded, bool):
        return "yes" if encoded else "no"
    if isinstance(encoded, list) and all(isinstance(item, str) for item in encoded):
        return ", ".join(encoded)
    return None if isinstance(encoded, list | dict) else str(encoded)
