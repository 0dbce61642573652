"""Titles of entries of lists: what stands behind a day, before a season, a network or a bracket."""

from __future__ import annotations

import re

from ..article import aligned
from ..sentence import annotated
from .dates import date_mentions
from .networks import NETWORKS
from .seasons import season_mentions
from .shared_titles import is_title_alone
from .show_headings import LIST_NUMBER
from .unquoted_titles import names_network


def behind_day(plain: str, language: str) -> int:
    """Where an entry of a calendar goes on behind its day, its hour, or both; 0 without them.

    "8 gennaio – …", "Ab 5. Mai, dienstags um 20.15 Uhr: …", "8:00 PM – …"
    """
    first = next(date_mentions(plain[:_LONGEST_DAY], language), None)
    at = 0
    if _AT_TIMES.match(plain):
        first = None  # "9/8c Bishop & Daughters"
    is_day = first is not None and (first.day is not None or first.weekday is not None)
    if first is not None and is_day and _FROM.fullmatch(plain, 0, first.start):
        at = first.end
    hour = _HOUR.match(plain, at)
    at = hour.end() if hour is not None else at
    if (shown := _SHOWN_ON.match(plain, at)) is not None:
        return shown.end()
    mark = _MARK.match(plain, at)
    return mark.end() if mark is not None and mark.end() > 1 else 0


_LONGEST_DAY = 60
_AT_TIMES = re.compile(r"\d{1,2}/\d{1,2}c ")
# "20.15 Uhr, ZDF: …", "Disney+: …", "Streaming: …"
_SHOWN_ON = re.compile(
    rf"[,:–-]? ?(?:{aligned(NETWORKS)}(?: ?/ ?{aligned(NETWORKS)})?|streaming|stream|tv): "
)
BEFORE_DAY = (
    r"(?:(?:ab(?: dem)?|am|from|on|starting|el|desde el|a partir d[eou]l?|le|des le|dal?|il|em|dia)"
    r" )?"
)
"""What may stand before the day of an entry, as a pattern."""

_FROM = re.compile(BEFORE_DAY)
_HOUR = re.compile(
    r",? ?(?:[a-z]{4,12},? )?(?:(?:um|at|a las|a|alle|ore|as) )?"
    r"(?:\d{1,2}/\d{1,2}c?|\d{1,2}(?:[:.h]\d{2}| ?[ap]\.?m|h))"
    r"(?: ?(?:[ap]\.?m\.?|uhr|hrs?|h)(?!\w))?(?: (?:et|pt|et/pt|ct|est|gmt|bst)(?!\w))?"
)
_MARK = re.compile(r" ?[:–-] ?|,? (?=[A-Za-z])")


# "Lighthouse Keepers (Apple TV+, two seasons)", "Vault 9, season 2: April 17"
_ITEM_TITLE = re.compile(
    r"(?P<title>[A-Z0-9À-Þ][^(,:“”\"|]{1,60}?)"
    r"(?= ?\(|,? (?i:season|series|staffel|temporada|saison)\b|: |,| [–—-] |$)"
)
# "Baron noir, la suite (saison 1)"
_BEFORE_BRACKETS = re.compile(
    r"(?P<title>[A-Z0-9À-Þ][^():“”\"|]{1,60}?)"
    r" \((?i:season|series|staffel|temporada|saison|stagione) \d{1,2}[,)]"
)
_BEFORE_NETWORK = re.compile(
    r"(?P<title>[A-Z0-9À-Þ][^(),:“”\"|–—]{1,40}"
    r"(?:, (?!(?i:season|series|staffel|temporada|saison|stagione)\b)[A-ZÀ-Þ][a-zà-ÿ]{2,}"
    r"[^(),:]{0,30})?)"
    r" \((?P<inside>[^()]{2,40})\)"
)


def item_title(text: str, language: str) -> str | None:
    """The title that an entry of a list of shows begins with, behind its day or its hour."""
    item = _ITEM_TITLE.match(text, behind_day(aligned(text), language))
    if item is None:
        return None
    beside = _BEFORE_NETWORK.match(text, item.start())
    if beside is not None and names_network(beside["inside"]):
        return beside["title"]  # "Old Guard, New Tricks (N)"
    named = _BEFORE_BRACKETS.match(text, item.start())
    return named["title"] if named is not None else item["title"]


def season_heading_title(text: str) -> str | None:
    """The title of a heading that is nothing but it and a season: "2. The Long Dark – Season 2".

    A mark parts the two, or a number stands before them; else it may be any words.
    """
    line = LIST_NUMBER.sub("", text)
    for one in season_mentions(aligned(line)):
        head, tail = line[: one.start].rstrip(), line[one.end :]
        is_parted = head[-1:] in tuple("(–—:|,-") or line != text
        if head and is_parted and not tail.strip(" )") and one.numbers:
            return head.rstrip(" (–—:|,-")
    return None


def dated_title(line: str, language: str) -> str | None:
    """The title of an entry of a list with a season behind it: "Mercy Row, season 2 (N, May 7)"."""
    coded = annotated(line, (), language=language)
    found = _BEFORE_SEASON.match(coded.coded)
    title = coded.raw(0, found.end("title")) if found is not None else None
    return title if title is not None and is_title_alone(title, language) else None


# "Mercy Row, season 2 (Netflix, April 23)", "Night Orchard – new series – May 3"
_BEFORE_SEASON = re.compile(
    r"(?P<title>[^SDN(:–]{2,60}?)(?:,? | ?[(–:-]+ ?)(?:S|series premiere|new series)"
    r"(?: premiere)?(?: ?[(),:;–-]+ ?| (?:on|auf|bei|en|sur|su|na|no|em|at|ab) )+[ND]"
)
