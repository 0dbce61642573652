"""Runs of words with capitals in a text, without what begins their sentence and ends no title."""

from __future__ import annotations

import re

from ...questions.index.spelling import fold
from ..language import words
from .networks import network_mentions
from .people import is_person

KEPT = frozenset(("the", "a", "an", "die", "der", "das", "la", "el", "le", "les", "los"))
"""Small words that begin titles as well as sentences."""

SMALL = words("small")
"""Words that are written small within a title."""

WORD = (
    r"(?<![\w'’.&-])(?:(?:St|Dr|Mr|Mrs|Ms|Lt|Sgt|ST|DR|MR|MRS|MS|[A-Z])\.(?= [A-Z])"
    r"|[A-Z0-9À-ÖØ-Þ][\w'’\-&!]{0,30}(?:\.(?=\w)[\w]{1,20}){0,3})"
)
_JOIN = (
    r"(?:(?:of|the|and|in|on|to|a|an|for|from|with|at|de|la|el|del|der|die|das|le|les|du|&|vs\.?) )"
)
RUN = rf"{WORD}(?: (?:{_JOIN}{{1,2}})?{WORD}){{0,6}}"
"""Words with capitals, and what is written small between them."""

NO_START = words("before_titles")

# "Ann Example and Bob Sample's Iron Petal"
_OF_TWO = re.compile(rf"(?P<one>{WORD} {WORD}) and (?P<two>{WORD} {WORD})['’]s (?=[A-Z0-9À-Þ])")

OPENERS = words("title_openers")
"""Words of a sentence that have their capital in the middle of one where a title begins."""

_ORDER = frozenset(("first", "final", "last", "next", "new", "latest", "best", "second"))

_IS_SEASON = re.compile(r"(?:season|series|episode|trailer|show|drama|date|look)s?$")

_DATED = re.compile(
    r" (?:on|in|for|at|after) (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March"
    r"|April|May|June|July|August|September|October|November|December|\d).*$"
)


def is_inside_sentence(text: str, start: int) -> bool:
    """Whether a place stands in the middle of a sentence, where only names have capitals."""
    return (
        start > 2
        and text[start - 1] == " "
        and (text[start - 2].islower() or text[start - 2] in ",:")
    )


YEAR_BEHIND = re.compile(r" \((?:19|20)\d\d\)?$")
"""The year behind a title that tells it from another of its name."""


def stripped(run: str, *, is_inside: bool = False) -> str:
    """A run of capitalised words without what begins its sentence and whose it is.

    `is_inside` says that it stands in the middle of a sentence, where "For" is of the title.
    """
    if (owners := _OF_TWO.match(run)) and is_person(owners["one"]) and is_person(owners["two"]):
        run = run[owners.end() :]
    parts = run.split()
    if len(parts) > 2 and parts[0].isupper() and parts[1].islower() and not run.isupper():
        parts = parts[2:]  # "FANS of The Lighthouse": a paper's first word in capitals
    while parts:
        if parts[0] in ("with", "and"):
            parts = parts[1:]  # "Hulu with Fargo Falls": what joins the name before it
            continue
        bare = fold(re.sub(r"['’]s$", "", parts[0]))
        owner = (
            parts[0].endswith(("'s", "’s"))
            and len(parts) > 1
            and (any(network_mentions(bare.title())) or bare.title() in _OWNERS)
        )
        head = " ".join(parts[:2])
        joined = " ".join(parts)
        network = next(network_mentions(joined), None)
        if network is not None and network.start == 0 and len(joined) > network.end:
            parts = joined[network.end :].lstrip("'’s").split()
        elif (
            bare in NO_START
            and bare not in KEPT
            and not (is_inside and bare in SMALL | OPENERS and len(parts) > 1)
        ) or owner:
            parts = parts[1:]
            is_inside = is_inside or owner
        elif bare in KEPT and len(parts) > 1 and fold(parts[1]) in NO_START:
            # "The First Responders" is a title; "The First Season" begins a sentence.
            if len(parts) > 2 and fold(parts[1]) in _ORDER and not _IS_SEASON.match(fold(parts[2])):
                break
            parts = parts[2:]
        elif head and bare in KEPT and len(parts) == 1:
            return ""
        else:
            break
    parts = _before_maker(_before_network(" ".join(parts))).split()
    while parts and (fold(parts[-1]) in NO_START | SMALL or _COUNTED.fullmatch(parts[-1])):
        parts.pop()
    if parts and re.match(r"\d{1,2}(?:st|nd|rd|th)$|[1-9]\d?$", parts[0]) and len(parts) > 1:
        return ""  # a date
    return re.sub(r"['’]s?$", "", _DATED.sub("", " ".join(parts)))


_SHOWN_ON = re.compile(r"(?<=\w) (?:for|on|at|from|to) (?=[A-Z])")


def _before_network(run: str) -> str:
    """What stands before the network that a run goes on to: "Crossing Tyne for BBC One"."""
    for match in _SHOWN_ON.finditer(run):
        network = next(network_mentions(run[match.end() :]), None)
        if network is not None and network.start == 0:
            return run[: match.start()]
    return run


_MADE_BY = re.compile(r"(?<=\w) [Ff]rom (?=[A-Z][\w’'-]+ [A-Z][\w’'-]+$)")


def _before_maker(run: str) -> str:
    """What stands before the person that a run goes on to: "Low Tide from Ann Example"."""
    maker = _MADE_BY.search(run)
    return run[: maker.start()] if maker and is_person(run[maker.end() :]) else run


# Networks of a plain name that nobody has: "Alibi's Grave Goods"
_OWNERS = frozenset(
    ("Alibi", "Crave", "Binge", "History", "Lifetime", "Bravo", "Global", "Max", "Discovery")
)
_COUNTED = re.compile(r"\d+-[a-z]+")
"""What describes a season: "The 10-episode second season"."""
