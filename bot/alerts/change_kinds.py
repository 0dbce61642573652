"""Kinds of change: what a channel can choose, and which facts belong to each. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import IntFlag

from ..errors import BadInputError
from ..facts.fields import folded
from ..locale.cldr import listed
from ..locale.messages import N_, _


class AlertKind(IntFlag):
    """One bit per kind; a subscription stores the sum of the kinds it wants."""

    STATUS = 1
    DATE = 2
    TRAILER = 4
    REMINDERS = 8
    CAST = 16
    STORY = 32


_NAMES: Mapping[AlertKind, str] = {
    AlertKind.STATUS: N_("status"),
    AlertKind.DATE: N_("date"),
    AlertKind.TRAILER: N_("trailer"),
    AlertKind.REMINDERS: N_("reminders"),
    AlertKind.CAST: N_("cast"),
    AlertKind.STORY: N_("story"),
}

USUAL = AlertKind.STATUS | AlertKind.DATE | AlertKind.TRAILER | AlertKind.REMINDERS
"""The kinds that a subscription reports unless it asks for others."""

ALL = ~AlertKind(0)

_OFFERED = (
    USUAL,
    AlertKind.STATUS,
    AlertKind.STATUS | AlertKind.DATE,
    AlertKind.TRAILER,
    AlertKind.REMINDERS,
    USUAL | AlertKind.CAST,
    ALL,
)

_SHOW_FIELDS: Mapping[str, AlertKind] = {"status": AlertKind.STATUS}
_SEASON_FIELDS: Mapping[str, AlertKind] = {
    "status": AlertKind.STATUS,
    "final": AlertKind.STATUS,
    "premiere": AlertKind.DATE,
    "finale": AlertKind.DATE,
    "parts": AlertKind.DATE,
    "trailers": AlertKind.TRAILER,
    "cast": AlertKind.CAST,
    "story": AlertKind.STORY,
}

_EVERYTHING = "everything"

_WORDS: Mapping[str, AlertKind] = {
    **{name: kind for kind, name in _NAMES.items()},
    "renewals": AlertKind.STATUS,
    "dates": AlertKind.DATE,
    "release": AlertKind.DATE,
    "trailers": AlertKind.TRAILER,
    "reminder": AlertKind.REMINDERS,
    "all": ALL,
    _EVERYTHING: ALL,
    "usual": USUAL,
    "default": USUAL,
}


def kind_of(season: int | None, field: str) -> AlertKind | None:
    """The kind of change to a field; None if no alert reports that field."""
    return (_SHOW_FIELDS if season is None else _SEASON_FIELDS).get(field)


def bits(kinds: int) -> list[int]:
    """The single bits of a mask."""
    return [kind.value for kind in AlertKind if kind & kinds]


def names(kinds: int) -> list[str]:
    """The kinds of a mask in words, in the order in which they are explained."""
    return [_(_NAMES[kind]) for kind in AlertKind if kind & kinds]


def in_english(kinds: int) -> list[str]:
    """The kinds of a mask in the words that `parse` reads in every language."""
    return [_NAMES[kind] for kind in AlertKind if kind & kinds]


def offered(typed: str) -> list[AlertKind]:
    """Completions for what somebody is typing: a usual choice, or the kinds typed so far with one
    more."""
    near = [kinds for kinds in _OFFERED if _begins(names(kinds), in_english(kinds), typed)]
    before, comma, word = typed.rpartition(",")
    if near:
        return near
    try:
        chosen = parse(before) if comma else AlertKind(0)
    except BadInputError:
        return []
    others = [kind for kind in AlertKind if not kind & chosen]
    return [chosen | kind for kind in others if _begins(names(kind), in_english(kind), word)]


def _begins(spoken: list[str], english: list[str], typed: str) -> bool:
    return any(folded(", ".join(kinds)).startswith(folded(typed)) for kinds in (spoken, english))


def parse(text: str | None) -> AlertKind:
    """The kinds a person asked for, separated by anything; without a word, the usual ones.

    They are read in English and, as `names` writes them, in the language that is spoken.

    Raises:
        BadInputError: a word is none of them.
    """
    typed = folded(text or "")
    for name in (*_NAMES.values(), _EVERYTHING):
        typed = re.sub(rf"(?<!\w){re.escape(folded(_(name)))}(?!\w)", name, typed)
    between = folded(listed(["", ""])).split()
    words = [word for word in re.split(r"[^\w]+", typed) if word not in ("and", *between)]
    chosen = AlertKind(0)
    for word in filter(None, words):
        if word not in _WORDS:
            raise _unknown()
        chosen |= _WORDS[word]
    if not chosen and text and text.strip():
        raise _unknown()
    return chosen or USUAL


def _unknown() -> BadInputError:
    # Translators: {kinds} is "status, date, trailer, reminders, cast, story", {all} "everything".
    return BadInputError(
        "Events are any of: {kinds}, or {all}.", kinds=", ".join(names(ALL)), all=_(_EVERYTHING)
    )


def mask_of(kinds: Iterable[int]) -> int:
    """Several kinds as one mask."""
    mask = 0
    for kind in kinds:
        mask |= kind
    return mask
