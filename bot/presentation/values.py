"""One value of a field in words, for receipts, histories and proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from ..facts.air_date import AirDate
from ..facts.fields import field_of
from ..facts.models import (
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
from ..locale.messages import N_, _, ngettext
from .markup import Style, clip, site_of, tamed

_NAMES = {
    "title": N_("title"),
    "aliases": N_("alias"),
    "original_title": N_("original title"),
    "year": N_("year"),
    "kind": N_("kind"),
    "network": N_("network"),
    "country": N_("country"),
    "language": N_("language"),
    "genres": N_("genres"),
    "creators": N_("creators"),
    "producers": N_("producers"),
    "synopsis": N_("synopsis"),
    "site": N_("site"),
    "picture": N_("picture"),
    "label": N_("label"),
    "status": N_("status"),
    "premiere": N_("premiere"),
    "finale": N_("finale"),
    "next_episode": N_("next episode"),
    "episodes": N_("episodes"),
    "runtime": N_("runtime"),
    "story": N_("story"),
    "final": N_("final"),
    "parts": N_("parts"),
    "cast": N_("cast"),
    "trailers": N_("trailer"),
    "where": N_("where to watch"),
}
"""Those that people meet, as they are called by themselves."""

_CHOICES: Mapping[StrEnum, str] = {
    TrailerKind.TRAILER: N_("trailer"),
    TrailerKind.TEASER: N_("teaser"),
    TrailerKind.CLIP: N_("clip"),
    TrailerKind.FEATURETTE: N_("featurette"),
    Kind.SCRIPTED: N_("scripted"),
    Kind.LIMITED: N_("limited"),
    Kind.ANIME: N_("anime"),
    Kind.ANIMATION: N_("animation"),
    Kind.REALITY: N_("reality"),
    Kind.DOCUMENTARY: N_("documentary"),
    Kind.TALK: N_("talk"),
    Kind.NEWS: N_("news"),
    Kind.GAME: N_("game"),
    Kind.VARIETY: N_("variety"),
    # Translators: A status agrees with "season" or with "series".
    SeasonStatus.RUMORED: N_("rumored"),
    SeasonStatus.RENEWED: N_("renewed"),
    SeasonStatus.IN_PRODUCTION: N_("in production"),
    SeasonStatus.POSTPONED: N_("postponed"),
    SeasonStatus.SCHEDULED: N_("scheduled"),
    SeasonStatus.AIRING: N_("airing"),
    SeasonStatus.AIRED: N_("aired"),
    SeasonStatus.CANCELED: N_("canceled"),
    ShowStatus.IN_DEVELOPMENT: N_("in development"),
    ShowStatus.RUNNING: N_("running"),
    ShowStatus.TO_BE_DETERMINED: N_("to be determined"),
    ShowStatus.ENDED: N_("ended"),
    ShowStatus.CANCELED: N_("canceled"),
}


def field_name(season: int | None, field: str, style: Style) -> str:
    """What a field is called: "season 2 status", "network"."""
    if season is None:
        return _("show status") if field == "status" else _name(field)
    text = _("season {number} {field}", number=season, field=_name(field))
    return style.escape(text)


def _name(field: str) -> str:
    return _(_NAMES[field]) if field in _NAMES else field


def choice_name(value: StrEnum) -> str:
    """One of a few values in words: "in production", "teaser"."""
    message = _CHOICES.get(value)
    return value.value.replace("_", " ") if message is None else _(message)


def value_text(value: object, style: Style, now: datetime, field: str = "") -> str:
    """A value as people read it, of that field where its name matters; silence is "nothing"."""
    match value:
        case int() if field == "runtime":
            return ngettext("{number} minute", "{number} minutes", value)
        case None:
            return _("nothing")
        case bool():
            return _("yes") if value else _("no")
        case AirDate():
            return style.date(value, now)
        case int() | float():
            return f"{value:g}" if isinstance(value, float) else str(value)
        case StrEnum():
            return choice_name(value)
        case str():
            return style.escape(clip(tamed(value), 200))
        case Credit():
            return _credit(value, style)
        case Trailer():
            kind, site = choice_name(value.kind), site_of(value.url)
            return style.link(_("{kind} at {site}", kind=kind, site=site), value.url)
        case Offer():
            region = f" ({value.region})" if value.region else ""
            return style.escape(clip(tamed(value.provider), 80)) + region
        case tuple():
            return _many(value, style)
        case _:
            return style.escape(clip(str(value), 200))


def _credit(credit: Credit, style: Style) -> str:
    person = style.escape(clip(tamed(credit.person), 80))
    if credit.character is None:
        return person
    character = style.escape(clip(tamed(credit.character), 80))
    return _("{person} as {character}", person=person, character=character)


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
    text = style.escape(clip(tamed(", ".join(names)), 200))
    if len(values) > 5:
        text += " " + ngettext("and {number} more", "and {number} more", len(values) - 5)
    return text


def input_text(season: int | None, field: str, value: object) -> str | None:
    """A value as a person would type it, to be edited in a form; None where none could."""
    encoded = field_of(season, field).encode(value)
    if isinstance(encoded, bool):
        return "yes" if encoded else "no"
    if isinstance(encoded, list) and all(isinstance(item, str) for item in encoded):
        return ", ".join(encoded)
    return None if isinstance(encoded, list | dict) else str(encoded)
