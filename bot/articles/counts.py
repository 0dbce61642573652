"""How many episodes a season has, and how long they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.articles.context import UPCOMING, Spoken
from bot.articles.seasons import SeasonMention
from bot.articles.status import Said
from bot.questions.reading.language import languages

_MOST_EPISODES = 60
_WORDS = {
    word: value
    for language in languages()
    if language.code in ("en", "de", "es", "fr")
    for word, value in language.cardinals.items()
    if value > 1
} | {"twenty-two": 22, "twenty-four": 24, "twenty-one": 21, "twenty-six": 26, "thirty": 30}
_NUMBER = rf"(?P<n>\b(?:\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))}))"


# “Gulf” ran for 26 episodes: in all its seasons.
_WHOLE_RUN = re.compile(r"(?:T|\b(?:series|show)) (?:has |had )?(?:ran|run) for $")


_ONLY_RUN = re.compile(r"\b(?:after|for) (?:just |only )?(?:a single|one|its only|its first),? $")


def counts(spoken: Spoken) -> Iterator[Said]:
    """The numbers of episodes and of minutes that a sentence tells."""
    yield from _episodes(spoken)
    yield from _minutes(spoken)


def _episodes(spoken: Spoken) -> Iterator[Said]:
    words = spoken.reading.words
    nouns = words["episodes"].pattern
    for match in re.finditer(
        rf"{_NUMBER}(?:-| )(?:(?:new|more|all-new|brand-new|one-hour|half-hour|hour-long"
        rf"|\d+-minute|fresh|neue|nuevos|nouveaux|thrilling|action-packed) ){{0,2}}{nouns}",
        spoken.coded,
    ):
        start, end = match.span()
        number = _value(match["n"])
        if not 2 <= number <= _MOST_EPISODES or spoken.is_hedged(start, end):
            continue
        before = spoken.coded[max(0, start - 60) : start]
        after = spoken.coded[end : end + 34]
        if re.search(rf"(?:{words['not_episodes_before'].pattern})[ -]$", before):
            continue
        is_all = re.search(r"\b(?:all|alle|todos los|les) $", before) is not None
        if not is_all and re.match(rf"[ ,]*(?:{words['not_episodes_after'].pattern})", after):
            continue
        if re.search(
            r"(?:\d ?(?:-|–|to|or|bis|a)|\b(?:or|between|oder|entre)|\w+(?:two|three|four|five"
            r"|six|seven|eight|nine|ten) to) ?$",
            before,
        ) or re.search(r"\b(?:not|n't|fewer|less) ", before[-14:]):
            continue
        if _WHOLE_RUN.search(before) and "S" not in spoken.coded:
            continue
        first, last = spoken.clause(start)
        if any(
            isinstance(one, SeasonMention) and one.span
            for _, one in spoken.sentence.between(first, last, SeasonMention)
        ):
            continue
        subject = spoken.subject(start, end)
        if subject is None:
            continue
        # "canceled after a single ten-episode run"
        if _ONLY_RUN.search(before) and re.match(r" (?:run|season|order|first)", after):
            yield Said(subject, 1, "episodes", number)
            continue
        # "an 18-episode second season"
        behind = re.match(
            r"(?:,? (?:for|of|in|der|de la|de))?(?: the| its| a)?(?: [a-z-]+)?,? S",
            spoken.coded[end:],
        )
        seasons = spoken.seasons_in(end, end + behind.end(), subject) if behind else ()
        if not seasons and after.startswith(" order"):
            seasons = (spoken.season_before(subject) or UPCOMING,)
        seasons = seasons or spoken.season(start, subject, upcoming=_is_to_come(spoken, start))
        if len(seasons) == 1:
            yield Said(subject, seasons[0], "episodes", number, seasons[0] > 0)


def _minutes(spoken: Spoken) -> Iterator[Said]:
    words = spoken.reading.words
    for match in re.finditer(
        rf"(?P<n>\b\d{{2,3}})(?:-| )(?:{words['minutes'].pattern})", spoken.coded
    ):
        start, end = match.span()
        first, last = spoken.clause(start)
        clause = spoken.coded[first:last]
        if not words["runtime_near"].search(clause) or words["not_runtime"].search(clause):
            continue
        before = spoken.coded[max(0, start - 16) : start]
        if re.search(
            r"\d+ ?(?:-|–|\b(?:to|and|or|bis|a|y|und)\b) ?$|\bbetween\b|\bfrom \d+", before
        ):
            continue
        if spoken.is_hedged(start, end):
            continue
        number = int(match["n"])
        subject = spoken.subject(start, end)
        if subject is None or not 3 <= number <= 180:
            continue
        seasons = spoken.season(start, subject, upcoming=_is_to_come(spoken, start))
        if len(seasons) == 1:
            yield Said(subject, seasons[0], "runtime", number, seasons[0] > 0)


def _is_to_come(spoken: Spoken, at: int) -> bool:
    """Whether a clause tells what will be."""
    first, _ = spoken.clause(at)
    if re.match(r"\S+ \S+ (?:have|has) been ordered", spoken.coded[at:]):
        return True
    return (
        re.search(
            r"\b(?:will|order(?:s|ed)?|pickup|upcoming|new season|wird|werden|bestellt|tendra"
            r"|constara"
            r"|contara|comptera|aura|sera)\b",
            spoken.coded[first:at],
        )
        is not None
    )


def _value(text: str) -> int:
    return int(text) if text.isdecimal() else _WORDS[text]
