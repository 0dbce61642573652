"""Names of shows, seasons and genres, in the spoken language."""

from __future__ import annotations

import re

from ..facts.models import Season, Show
from ..locale.messages import ENGLISH, N_, _, language
from .markup import capital, clip, tamed

TITLE = 150
"""How many characters of a title are shown; the longest real one has 140."""

NAME = 80
"""How many characters of a person's, a character's or a provider's name are shown."""


def short_title(show: Show) -> str:
    """The show's title in the spoken language, else the original one."""
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
    """A genre in the spoken language; as its source spells it in English or if unknown."""
    known = _OTHER_GENRES.get(genre.casefold(), genre.casefold())
    return genre if language() == ENGLISH or known not in _GENRES else _(known)


_PART = re.compile(r"(Part|Volume) (\d{1,4})")


def part_name(label: str) -> str:
    """A part of a season by its label: "Part 1" and "Volume 2" in the spoken language."""
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
    """What an English label adds to the season's number: nothing for "Series 2".

    "Season 4 (Pop)" of season 4 adds "Pop", "2026 (season 31)" of season 2026 the other count.
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
