"""Lists of the episodes of a season, with the day of each: in the rows of a table or line by line.

What stands there are titles of episodes, and no shows: all that is read of it is when the season
begins and ends, and how many episodes it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from .article import Block, Role, aligned
from .discourse import LATEST, Discourse, Extraction
from .language import Phrases
from .mentions.dates import DateMention, Side, date_mentions
from .mentions.networks import network_mentions
from .mentions.seasons import season_mentions
from .mentions.titles import ArticleShow


@dataclass(frozen=True, slots=True)
class Episode:
    """A line of a list of episodes: of one episode, or of several that are shown together.

    `first` and `last` are their numbers in the season; `place` is that of the block; `is_last` says
    that the line calls it the season's last.
    """

    place: int
    season: int | None
    first: int | None
    last: int | None
    day: DateMention
    is_last: bool


@dataclass(frozen=True, slots=True)
class EpisodeGuide:
    """A list of a season's episodes, in the blocks from `start` to `end`, both included."""

    start: int
    end: int
    episodes: tuple[Episode, ...]

    @property
    def places(self) -> range:
        """Where its blocks are."""
        return range(self.start, self.end + 1)


_FEWEST, _FEWEST_TO_COME, _MOST = 3, 4, 60
_LONGEST_LINE, _EARLY = 130, 90
"""The longest line, in characters, that is an episode's though no word says so, and up to where
the day stands in a longer one."""

_OVER = timedelta(days=10)
"""So long after its last episode a list of what was shown is of all of a season."""


def episode_guides(blocks: Sequence[Block], words: Phrases) -> list[EpisodeGuide]:
    """The lists of episodes of an article, in order."""
    found: list[EpisodeGuide] = []
    run: list[Episode] = []
    columns: tuple[int, int] | None = None
    head = ""
    for at, block in enumerate((*blocks, None)):
        if block is not None and block.role is Role.HEADING:
            head = block.text
        header = _columns(block.cells, words) if block is not None else None
        columns = header or (columns if block is not None and block.role is Role.ROW else None)
        one = None
        if block is not None and header is None:
            one = _row(at, block, columns, words) if columns else _line(at, block, words, head)
        if one is not None and (not run or _goes_on(run[-1], one)):
            run.append(one)
            continue
        if len(run) >= _FEWEST:
            found.append(EpisodeGuide(run[0].place, run[-1].place, tuple(run)))
        run = [one] if one is not None else []
    return found


def _columns(header: Sequence[str], words: Phrases) -> tuple[int, int] | None:
    """Which columns hold the number and the day of an episode; None where a table has none."""
    plain = [aligned(cell).strip(" *:").replace("#", "no") for cell in header]
    days = [at for at, cell in enumerate(plain) if words["day_column"].match(cell)]
    numbers = [at for at, cell in enumerate(plain) if words["episode_column"].fullmatch(cell)]
    if not days or not numbers or any(words["status_column"].fullmatch(cell) for cell in plain):
        return None
    return numbers[-1], days[0]  # "No. overall", and behind it "No. in season"


_NUMBERS = re.compile(
    r"\W*(?:s?(?P<season>\d{1,2}) ?[xe] ?)?(?:[a-z]{2,8}\.? ?)?(?P<first>\d{1,2})"
    r"(?: ?(?:-|–|/|&|\+|,|and|und|y|et|e) ?(?:e|[a-z]{2,8}\.? )?(?P<last>\d{1,2}))?"
)


def _row(at: int, block: Block, columns: tuple[int, int], words: Phrases) -> Episode | None:
    number_at, day_at = columns
    if max(columns) >= len(block.cells):
        return None
    day = _day(aligned(block.cells[day_at]), words)
    codes = (_IN_SEASON.fullmatch(aligned(cell).strip()) for cell in block.cells)
    if (code := next((one for one in codes if one is not None), None)) is not None:
        return _episode(at, block, code, day, words)
    told = _NUMBERS.fullmatch(aligned(block.cells[number_at]).strip(" ."))
    return _episode(at, block, told, day, words) if told is not None else None


def _is_of_episodes(text: str, words: Phrases) -> bool:
    """Whether what is numbered below a heading is episodes: "Season 2", "All episodes"."""
    plain = aligned(text)
    return (
        next(season_mentions(plain, language=words.code), None) is not None
        or words["episodes_label"].search(plain) is not None
        or words["episode_word"].search(plain) is not None
    )


def _line(at: int, block: Block, words: Phrases, head: str) -> Episode | None:
    """The episode of a line: "Episode 1: The Boat (May 3)", "2x01 – May 3", "1. The Boat – May 3".

    `head` is the heading above it, which may tell what is numbered there.
    """
    is_numbered = block.number is not None or _HAS_NUMBER.match(block.text) is not None
    if not is_numbered or not any(map(str.isdigit, block.text)):
        return None
    plain = aligned(block.text)
    named = words.pattern(rf"\W*{{episode_word}}s? ?{_NUMBERS.pattern}\b").match(plain)
    told = named or _IN_SEASON.match(plain)
    if told is None and _is_of_episodes(head, words) and not _is_of_show(block.text, plain, words):
        number = str(block.number) if block.number is not None else None
        told = _ANY.match(number) if number is not None else _COUNTED.match(plain)
    is_short = len(plain) <= _LONGEST_LINE and plain[-1] not in ".!?"
    if told is None or not (is_short or named is not None):
        return None
    day = _day(plain, words)
    if day is None or (not is_short and day.start > _EARLY):
        return None
    return _episode(at, block, told, day, words)


def _is_of_show(text: str, plain: str, words: Phrases) -> bool:
    """Whether a line names a season or a network, as the entry of a list of shows does."""
    season = next(season_mentions(plain, language=words.code), None)
    return season is not None or next(network_mentions(text), None) is not None


_HAS_NUMBER = re.compile(r".{0,40}\d", re.DOTALL)
_ANY = re.compile(r"(?P<season>(?!))?(?P<first>\d{1,2})(?P<last>(?!))?")
_IN_SEASON = re.compile(
    r"\W*(?:s ?(?P<season>\d{1,2}) ?[:.,]? ?(?:e|ep)\.? ?|(?P<short>\d{1,2})x)(?P<first>\d{1,2})"
    r"(?:[-–&+/](?:e|\d{1,2}x)?(?P<last>\d{1,2}))?\b"
)
_COUNTED = re.compile(
    r"(?P<season>(?!))?#?(?P<first>\d{1,2})(?: ?[-–&/] ?(?P<last>\d{1,2}))?"
    r"(?:[.):] | ?[–|] ?)(?=\D)"
)


def _day(plain: str, words: Phrases) -> DateMention | None:
    return next((one for one in date_mentions(plain, words.code) if one.day is not None), None)


def _episode(
    at: int, block: Block, told: re.Match[str], day: DateMention | None, words: Phrases
) -> Episode | None:
    if day is None:
        return None
    groups = told.groupdict()
    season = groups["season"] or groups.get("short")
    first = int(groups["first"])
    last = int(groups["last"]) if groups["last"] else first
    is_last = words["finale"].search(aligned(block.text)) is not None
    return Episode(at, int(season) if season else None, first, last, day, is_last)


def _goes_on(before: Episode, one: Episode) -> bool:
    """Whether an episode is the next of those before it."""
    if one.place != before.place + 1 or one.season != before.season:
        return False
    return one.first == (before.last or 0) + 1


def told_by_guide(
    guide: EpisodeGuide, subject: ArticleShow, discourse: Discourse
) -> Iterator[tuple[Extraction, int]]:
    """What a list of episodes tells of its season, with the place of the block that says it."""
    first, last = guide.episodes[0], guide.episodes[-1]
    season = first.season or discourse.season_before(subject) or LATEST
    if first.season is None and discourse.season_before(subject) is None and subject.is_main:
        season = discourse.headline_season or LATEST
    days = _resolved([one.day for one in guide.episodes], discourse.published)
    if days is None or first.first != 1 or not 1 < (last.last or 0) <= _MOST:
        return
    yield Extraction(subject, season, "premiere", days[0].isoformat(), season > 0), first.place
    if not (last.is_last or _is_whole(days, discourse.published)):
        return
    yield Extraction(subject, season, "finale", days[-1].isoformat(), season > 0), last.place
    yield Extraction(subject, season, "episodes", last.last, season > 0), last.place


def _is_whole(days: Sequence[date], published: date | None) -> bool:
    """Whether a list that begins with the first episode has the last one too.

    A list of what is to come is the plan of a season; one of what was shown may go on.
    """
    if published is None or days[-1] + _OVER < published:
        return True
    return days[-1] > published and len(days) >= _FEWEST_TO_COME


def _resolved(mentions: Sequence[DateMention], published: date | None) -> list[date] | None:
    """The days, in the year that one of them names; None if they are not in order.

    If none names a year, the first day is the one nearest to the article's.
    """
    first = replace(mentions[0], year=next((one.year for one in mentions if one.year), None))
    around = [first.resolved(published, side) for side in (Side.PAST, Side.FUTURE)]
    starts = [one.earliest() for one in around if one is not None and one.exact]
    if len(starts) != len(around):
        return None
    days = [min(starts, key=lambda day: abs(day - (published or day)))]
    for one in mentions[1:]:
        day = replace(one, year=one.year or days[-1].year).resolved(published, Side.FUTURE)
        if day is None or not day.exact:
            return None
        begun = day.earliest()
        if one.year is None and begun < days[-1]:
            begun = begun.replace(year=begun.year + 1)
        days.append(begun)
    return None if any(one > other for one, other in pairwise(days)) else days
