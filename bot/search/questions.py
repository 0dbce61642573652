"""Reads what a question asks, of which season, of which show. Offline and pure."""

import re
from dataclasses import dataclass

from bot.search.spelling import fold
from bot.search.titles import Match, TitleIndex

_TOPICS = {
    "release": r"release|premiere|when|come(?:s|ing)? out|air(?:s|ing)?|out|start|date",
    "status": r"renew\w*|cancel\w*|another season|happening|confirmed|coming back|return\w*",
    "cast": r"cast|actors?|who plays|starring|characters?",
    "trailer": r"trailers?|teasers?",
    "story": r"plot|story|about|happens|synopsis",
    "where": r"where|watch|stream\w*",
    "episodes": r"episodes?",
    "schedule": r"schedule|time",
}
_SEASON = re.compile(r"\b(?:season|series|s|part|vol(?:ume)?)\s?0*(\d{1,4})\b")
_RELATIVE = re.compile(r"\b(next|new|final|last|latest) (?:season|one)\b")
_ORDINARY = frozenset(
    fold(
        "when what who where is are will does do it out the a an for of in on and or be there "
        "season series release date cast trailer plot story next new final last any another get "
        "getting renewed canceled cancelled news update"
    ).split(" ")
)


@dataclass(frozen=True, slots=True)
class Question:
    """What a text asks. `show` is set only where no other show is as likely."""

    text: str
    topics: tuple[str, ...]
    season: int | None
    relative: str | None
    part: int | None
    show: Match | None
    candidates: tuple[Match, ...]
    fragment: str
    follow_up: bool
    is_question: bool


def read(text: str, titles: TitleIndex, *, scope: int = 0) -> Question:
    """Read a text of any length; only its first 300 characters count."""
    folded = fold(text[:300])
    season = _SEASON.search(folded)
    relative = _RELATIVE.search(folded)
    candidates, fragment = _title(folded, titles, scope)
    rest = folded.replace(fragment, " ", 1) if fragment else folded
    places = {
        topic: found.start()
        for topic, words in _TOPICS.items()
        if (found := re.search(rf"\b(?:{words})\b", rest))
    }
    topics = tuple(sorted(places, key=places.__getitem__)) or ("general",)
    asked = bool(places or season or relative)
    return Question(
        text=text,
        topics=topics,
        season=int(season[1]) if season else None,
        relative={"last": "latest", "new": "next"}.get(relative[1], relative[1])
        if relative
        else None,
        part=None,
        show=candidates[0] if candidates else None,
        candidates=candidates,
        fragment=fragment,
        follow_up=asked and not candidates,
        is_question=asked or bool(candidates),
    )


def _title(folded: str, titles: TitleIndex, scope: int) -> tuple[tuple[Match, ...], str]:
    words = folded.split(" ")
    for length in range(min(len(words), 10), 0, -1):
        for start in range(len(words) - length + 1):
            piece = words[start : start + length]
            if set(piece) <= _ORDINARY or (length == 1 and len(words) > 1 and piece[0].isdigit()):
                continue
            found = titles.exact(" ".join(piece), scope=scope)
            if found:
                return tuple(found[:5]), " ".join(piece)
    return (), ""
