"""How a record is read, whichever provider it is of: id, name, texts, lists of hits. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from .errors import BadAnswerError
from .json_object import JsonObject
from .models import Problem, SearchHit

_QUERY_CAP = 200
"""Characters of a title that are searched for."""


def query_of(typed: str) -> str:
    """A title as it is searched for, "" where there is none."""
    return " ".join(typed.split())[:_QUERY_CAP]


def is_key(text: str) -> bool:
    """Whether it can be the number that a provider has a record under."""
    return re.fullmatch(r"[0-9]{1,12}", text) is not None


def named(show: JsonObject) -> tuple[int, str] | None:
    """A show's id and name; None where it lacks one of them."""
    number, title = show.whole("id"), show.text("name")
    return None if number is None or number <= 0 or title is None else (number, title)


def opened(answer: object, provider: str) -> tuple[JsonObject, int, str, list[Problem]]:
    """A show's record, its id and name, and the list that its problems go into.

    Raises:
        BadAnswerError: it is no show with an id and a name.
    """
    if not isinstance(answer, dict):
        raise BadAnswerError(provider, "sent something else than a show")
    problems: list[Problem] = []
    show = JsonObject(answer, problems)
    known = named(show)
    if known is None:
        raise BadAnswerError(provider, "sent a show without id or name")
    return show, *known, problems


def read_hits(
    hits: object, provider: str, read: Callable[[object], SearchHit | None]
) -> list[SearchHit]:
    """The shows of a search; a hit that cannot be read is left out.

    Raises:
        BadAnswerError: it is no list.
    """
    if not isinstance(hits, list):
        raise BadAnswerError(provider, "sent no list of hits")
    return [found for hit in hits if (found := read(hit))]


_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|ul|ol|h[1-6])\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_LONGEST = 50_000

_TEXT_CAP = 4000
"""Characters that a story of a show or season may have."""

_NAME_CAP = 200
"""Characters that a person's part may have."""


def plain(text: str | None) -> str | None:
    """The text without its tags, paragraphs apart by an empty line; None when nothing is left."""
    if text is None:
        return None
    text = _TAG.sub("", _BREAK.sub("\n", text[:_LONGEST]))
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return "\n\n".join(line for line in lines if line) or None


def clipped(text: str | None) -> str | None:
    """A story short enough for its field; a longer one ends at a word, with an ellipsis."""
    if text is None or len(text) <= _TEXT_CAP:
        return text
    return text[: _TEXT_CAP - 1].rsplit(None, 1)[0][: _TEXT_CAP - 1] + "…"


def characters(names: list[str]) -> str | None:
    """The parts that one person plays, as one credit names them; the first, where it is many."""
    told = ""
    for name in dict.fromkeys(names):
        longer = f"{told} / {name}" if told else name
        if told and len(longer) > _NAME_CAP:
            break
        told = longer
    return told[:_NAME_CAP] or None
