"""Small words that every text shares: names of shows and seasons, counts, lists, ages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from ..facts.models import Season, Show
from .style import clip, tamed

TITLE = 150
"""So many characters of a title are shown; the longest real one has 140."""

NAME = 80
"""So many characters of a person's, a character's or a provider's name are shown."""


def title_of(show: Show) -> str:
    """The show's title, with the year that tells it from its namesakes."""
    name = clip(tamed(show.name), TITLE)
    year = show.first_year
    return name if year is None or f"({year})" in name else f"{name} ({year})"


def season_name(number: int, season: Season | None = None) -> str:
    """How people call that season: "season 2", "Part 4", "season 3 (Netflix season 1)".

    A label takes the number's place only where it tells the number itself.
    """
    if number == 0:
        return "the specials"
    if season is None or season.label is None:
        return f"season {number}"
    label = clip(tamed(season.label.value), 60)
    if re.search(rf"(?<!\d){number}(?!\d)", label) is None:
        return f"season {number} ({label})"
    return f"s{label[1:]}" if label.startswith("Season ") else label


def ended(sentence: str) -> str:
    """The sentence with its full stop, unless a title at its end brings a mark of its own."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def capital(text: str) -> str:
    """The same text with a capital first letter."""
    return text[:1].upper() + text[1:]


def counted(number: int, noun: str) -> str:
    """ "1 episode", "10 episodes"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


_UNITS = (
    ("year", 365 * 86_400),
    ("month", 30 * 86_400),
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
)


def ago(age: timedelta) -> str:
    """A length of time gone by, in the largest unit that fits; months have 30 days here."""
    seconds = max(0, int(age.total_seconds()))
    for unit, length in _UNITS:
        if seconds >= length:
            return f"{counted(seconds // length, unit)} ago"
    return "just now"
