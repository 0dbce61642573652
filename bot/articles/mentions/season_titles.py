"""The season that a phrase in quotes, in bold or in a heading has beside the title of its show."""

from __future__ import annotations

import re

from ..article import aligned
from .seasons import SeasonPhrase, season_mentions


def season_within(title: str) -> SeasonPhrase | None:
    """The season that a phrase ends with, or begins with: "Doc Staffel 3", "Season 4 of Doc".

    None where it has none, or nothing but that.
    """
    if _MAY_HAVE_SEASON.search(title) is None:
        return None
    plain = aligned(title)
    for one in season_mentions(plain, parts=True):
        if one.numbers and one.start > 0 and one.end == len(plain) and _title_end(plain, one):
            return one
        if one.numbers and one.start == 0 and _OF_TITLE.match(plain, one.end):
            return one
    return None


_MAY_HAVE_SEASON = re.compile(
    r"(?i:season|series|staffel|temporada|saison|stagion|part|teil|सीज़?न)| [ST]\d{1,2}$"
)
_OF_TITLE = re.compile(r" (?:of|von|de|di|da|do) (?=\w)")
# "Dark Winds for Season 4", which a network picked up
_JOINT_BEFORE = re.compile(
    r"[ ,:;(–-]+(?:(?:for|in|um|para|por|pour|per|fur) )?(?:(?:its|the|la|le|die|a|an|il) )?$"
)


def _title_end(plain: str, season: SeasonPhrase) -> int:
    """Where a title ends that stands in a folded text before its season."""
    joint = _JOINT_BEFORE.search(plain, 0, season.start)
    return joint.start() if joint is not None else 0


def unseasoned(title: str) -> str:
    """A title without the season that it is said to be of; the same where none is."""
    season = season_within(title)
    if season is None:
        return title
    plain = aligned(title)
    if season.start > 0:
        return title[: _title_end(plain, season)]
    of = _OF_TITLE.match(plain, season.end)
    return title[of.end() :] if of is not None else title
