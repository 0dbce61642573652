"""What shows, seasons, genres, fields and values are called, in the language that is spoken."""

from __future__ import annotations

import re
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
    Season,
    SeasonStatus,
    Show,
    ShowStatus,
    Trailer,
    TrailerKind,
)
from ..locale.messages import ENGLISH, N_, _, language, ngettext
from .markup import Style, capital, clip, site_of, tamed

TITLE = 150
"""How many characters of a title are shown; the longest real one has 140."""

NAME = 80
"""How many characters of a person's, a character's or a provider's name are shown."""


def short_title(show: Show) -> str:
    """The show's title in the language that is spoken, else as everybody knows it."""
    return clip(tamed(show.title_in(language())), TITLE)


def title_of(show: Show) -> str:
    """The show's title with the year that tells it from its namesakes."""
    name = short_title(show)
    year = show.first_year
    return name if year is None or f"({year})" in name else f"{name} ({year})"


_GENRES = frozenset(
    {
        N_("drama"),
        N_("comedy"),
        N_("thriller"),
        N_("crime"),
        N_("action"),
        N_("mystery"),
        N_("science fiction"),
        N_("fantasy"),
        N_("adventure"),
        N_("teen"),
        N_("romance"),
        N_("horror"),
        N_("family"),
        N_("sitcom"),
        N_("period drama"),
        N_("soap opera"),
        N_("historical"),
        N_("dark fantasy"),
        N_("supernatural"),
        N_("superhero"),
        N_("sports"),
        N_("political"),
        N_("music"),
        N_("western"),
        N_("war"),
        N_("sketch comedy"),
        N_("musical"),
        N_("medical drama"),
        N_("martial arts"),
        N_("legal drama"),
        N_("espionage"),
        N_("animation"),
        N_("children's"),
        N_("documentary"),
        N_("nature"),
        N_("food"),
        N_("travel"),
    }
)
"""As messages; sources spell some of them otherwise."""

_OTHER_GENRES = {
    "science-fiction": "science fiction",
    "sci-fi": "science fiction",
    "history": "historical",
    "period": "period drama",
    "soap": "soap opera",
    "medical": "medical drama",
    "legal": "legal drama",
    "spy": "espionage",
    "sport": "sports",
    "kids": "children's",
    "children": "children's",
}


def genre_name(genre: str) -> str:
    """A genre in the language that is spoken; as its source spells it in English or if unknown."""
    known = _OTHER_GENRES.get(genre.casefold(), genre.casefold())
    return genre if language() == ENGLISH or known not in _GENRES else _(known)


_PART = re.compile(r"(Part|Volume) (\d{1,4})")


def part_name(label: str) -> str:
    """A part of a season by its label, "Part 1" and "Volume 2" in the language that is spoken."""
    match = _PART.fullmatch(label)
    if match is None:
        return label
    part = match[1] == "Part"
    return _("Part {number}", number=match[2]) if part else _("Volume {number}", number=match[2])


def season_name(number: int, season: Season | None = None) -> str:
    """How people call that season: "season 2", "Part 4", "season 3 (Netflix season 1)".

    A label takes the number's place only where it tells the number itself, and in English alone:
    in another language the word for a season is what the sentence around it agrees with, and the
    label says what it tells beside the number.
    """
    if number == 0:
        return _("the specials")
    if season is None or season.label is None:
        return _("season {number}", number=number)
    label = season.label.value
    if language() != ENGLISH:
        label = _beside_number(label, number)
        if not label:
            return _("season {number}", number=number)
    label = clip(tamed(part_name(label)), 60)
    if re.search(rf"(?<!\d){number}(?!\d)", label) is None or language() != ENGLISH:
        return _("season {number} ({label})", number=number, label=label)
    return f"s{label[1:]}" if label.startswith("Season ") else label


def _beside_number(label: str, number: int) -> str:
    """What an English label tells beside the season's number: nothing, where it is "Series 2".

    "Season 4 (Pop)" of season 4 tells "Pop", "2026 (season 31)" of season 2026 the other count.
    """
    word = "(?:season|series)"
    for repeats in (rf"(?:{word} )?{number}(?: \((.+)\))?", rf"(.+) {word} {number}"):
        if match := re.fullmatch(repeats, label, re.IGNORECASE):
            label = match[1] or ""
            break
    counted = re.fullmatch(rf"{word} (\d{{1,4}})", label, re.IGNORECASE)
    return label if counted is None else _("season {number}", number=counted[1])


def season_sentence(
    number: int, name: str, of_a_season: str, of_the_specials: str, **values: object
) -> str:
    """The message that fits a season's name: there is one season, many specials.

    `{season}` is its name, from `season_name`.
    """
    message = of_the_specials if number == 0 else of_a_season
    return capital(_(message, season=name, **values))


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
    """What a field is called: "season 2 status", "specials cast", "network"."""
    if season is None:
        return _("show status") if field == "status" else _name(field)
    if season == 0:
        return style.escape(_("specials {field}", field=_name(field)))
    text = _("season {number} {field}", number=season, field=_name(field))
    return style.escape(text)


def _name(field: str) -> str:
    return _(_NAMES[field]) if field in _NAMES else field


def labelled(name: str, value: str) -> str:
    """A value under its name, with a colon as the language writes it; both are dressed already."""
    return _("{name}: {value}", name=name, value=value)


def choice_name(value: StrEnum) -> str:
    """One of a few values in words: "in production", "teaser"."""
    message = _CHOICES.get(value)
    return value.value.replace("_", " ") if message is None else _(message)


def change_text(before: object, after: object, style: Style, now: datetime, field: str = "") -> str:
    """What a value was and what it is, so that people see in what the two differ."""
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
    """What of a value is another one's not: the rest of a text, the other members of a list."""
    match value, other:
        case str(), str():
            pairs = zip(value, other, strict=False)
            same = sum(1 for _both in takewhile(lambda pair: pair[0] == pair[1], pairs))
            return value if same <= _BEFORE else f"…{value[same - _BEFORE :]}"
        case tuple(), tuple():
            return tuple(item for item in value if item not in other) or None
    return value


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
            return _trailer(value, style, now)
        case Offer():
            region = f" ({value.region})" if value.region else ""
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
    """A value as a person would type it, to be edited in a form; None where none could."""
    encoded = field_of(season, field).encode(value)
    if isinstance(encoded, bool):
        return "yes" if encoded else "no"
    if isinstance(encoded, list) and all(isinstance(item, str) for item in encoded):
        return ", ".join(encoded)
    return None if isinstance(encoded, list | dict) else str(encoded)
