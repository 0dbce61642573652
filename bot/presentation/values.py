"""Fields and their values in words, in the spoken language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import takewhile

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
from ..locale.cldr import country_text
from ..locale.messages import N_, _, ngettext
from .markup import Style, clip, site_of, tamed
from .names import NAME, part_name

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
    "hidden": N_("hidden from everybody"),
}
"""Names of fields for people, where they are not the stored ones."""


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
    """A field's name: "season 2 status", "specials cast", "network"."""
    if season is None:
        return _("show status") if field == "status" else _name(field)
    if season == 0:
        return style.escape(_("specials {field}", field=_name(field)))
    text = _("season {number} {field}", number=season, field=_name(field))
    return style.escape(text)


def _name(field: str) -> str:
    return _(_NAMES[field]) if field in _NAMES else field


def labelled(name: str, value: str) -> str:
    """A value after its name, with a colon as the language writes it; both are formatted
    already."""
    return _("{name}: {value}", name=name, value=value)


def choice_name(value: StrEnum) -> str:
    """One of a few values in words: "in production", "teaser"."""
    message = _CHOICES.get(value)
    return value.value.replace("_", " ") if message is None else _(message)


def change_text(before: object, after: object, style: Style, now: datetime, field: str = "") -> str:
    """A value before and after, so that people see the difference."""
    sides = [value_text(value, style, now, field) for value in (before, after)]
    if sides[0] == sides[1]:
        parted = (_apart(before, after), _apart(after, before))
        # Of one list in two orders nothing is left on either side.
        if parted[0] != parted[1]:
            sides = [value_text(value, style, now, field) for value in parted]
    return " → ".join(sides)


_BEFORE = 40
"""How many characters of the common beginning of two long texts are shown before they differ."""


def _apart(value: object, other: object) -> object:
    """The part of a value that another one lacks: the rest of a text, the other members of a
    list."""
    match value, other:
        case str(), str():
            pairs = zip(value, other, strict=False)
            same = sum(1 for _both in takewhile(lambda pair: pair[0] == pair[1], pairs))
            return value if same <= _BEFORE else f"…{value[same - _BEFORE :]}"
        case tuple(), tuple():
            return tuple(item for item in value if item not in other) or None
    return value


def value_text(value: object, style: Style, now: datetime, field: str = "") -> str:
    """A value as people read it, with the name of its field if that matters; None is "nothing"."""
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
            return _trailer(value, style, now)
        case Offer():
            region = f" ({country_text(value.region)})" if value.region else ""
            name = clip(tamed(value.provider), 80)
            return (style.link(name, value.url) if value.url else style.escape(name)) + region
        case tuple():
            return _many(value, style, now)
        case _:
            return style.escape(clip(str(value), 200))


def _trailer(trailer: Trailer, style: Style, now: datetime) -> str:
    kind, site = choice_name(trailer.kind), site_of(trailer.url)
    text = style.link(_("{kind} at {site}", kind=kind, site=site), trailer.url)
    title = style.escape(clip(tamed(trailer.title), NAME)) if trailer.title else None
    published = style.date(trailer.published, now) if trailer.published is not None else None
    notes = ", ".join(note for note in (title, published) if note)
    return f"{text} ({notes})" if notes else text


def _credit(credit: Credit, style: Style) -> str:
    person = style.escape(clip(tamed(credit.person), 80))
    if credit.character is None:
        return person
    character = style.escape(clip(tamed(credit.character), 80))
    return _("{person} as {character}", person=person, character=character)


def _many(values: Sequence[object], style: Style, now: datetime) -> str:
    text = ", ".join(_member(value, style, now) for value in values[:5])
    if len(values) > 5:
        text += " " + ngettext("and {number} more", "and {number} more", len(values) - 5)
    return text


def _member(value: object, style: Style, now: datetime) -> str:
    match value:
        case Part():
            dates = [style.date(day, now) for day in (value.premiere, value.finale) if day]
            name, notes = part_name(value.label), " – ".join(dates)
        case Producer():
            name, notes = value.person, style.escape(clip(tamed(value.role or ""), NAME))
        case _:
            name, notes = str(value), ""
    text = style.escape(clip(tamed(name), NAME))
    return f"{text} ({notes})" if notes else text


def input_text(season: int | None, field: str, value: object) -> str | None:
    """A value as a person would type it, to be edited in a form; None if nobody could."""
    encoded = field_of(season, field).encode(value)
    if isinstance(encoded, bool):
        return "yes" if encoded else "no"
    if isinstance(encoded, list) and all(isinstance(item, str) for item in encoded):
        return ", ".join(encoded)
    return None if isinstance(encoded, list | dict) else str(encoded)
