"""From what a person typed to the answer: which show, which season, what is known."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from cachetools import LRUCache

from ..errors import GoneError, StoreError, in_a_line
from ..facts.fields import folded
from ..facts.models import Season, Show, Topic
from ..facts.parse.values import check_region, check_season
from ..facts.verdict import OVER, Verdict, verdict
from ..foundation.clock import Clock
from ..locale.cldr import listed
from ..locale.messages import _
from ..questions.index.namesake_choice import meant
from ..questions.index.titles import Fit, Match, TitleIndex
from .citations import SETTLED, Fetch
from .library import Library
from .namesakes import FamiliarShows, labels

_MARKED = re.compile(r"id:(\d{1,18})")
"""Marks the values that autocomplete submits for a chosen show, so that a typed 24 stays a
title."""

_MOST_NAMED = 5
"""How many shows of one name a sentence names."""

_LONGEST = 200
"""A title typed by hand is cut here before it is looked up; the longest real one has 140."""

_SUGGESTIONS = 512
"""How many lists of suggestions are cached: most people begin with the same letters, and all of
them with none."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """One show is meant; `namesakes` are others of that name, which could have been."""

    show: Show
    namesakes: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Several:
    """Several shows carry exactly this name; the person picks."""

    typed: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No show has this name; `close` are shows with a similar one."""

    typed: str
    close: tuple[Match, ...]


def not_found_sentence(result: Several | Nothing) -> str:
    """A sentence: why no single show is meant, and which ones may be."""
    if isinstance(result, Several):
        names = _quoted(labels(result.matches[:_MOST_NAMED]))
        if len(result.matches) > _MOST_NAMED:
            return _("Several shows have that name, among them {titles}.", titles=listed(names))
        return _("Several shows have that name: {titles}.", titles=listed(names))
    offered = result.close[:3]
    plain = [match.entry.title[:80] for match in offered]
    often = Counter(folded(title) for title in plain)
    names = _quoted(
        title if often[folded(title)] == 1 else label
        for title, label in zip(plain, labels(offered), strict=True)
    )
    if not names:
        return _("I know no show by that name.")
    near = listed(names, either=True)
    return _("I know no show by that name. Did you mean {titles}?", titles=near)


def _quoted(names: Iterable[str]) -> list[str]:
    """Names between backticks, where nothing in them is markup."""
    lines = (" ".join(name.replace("`", "").split()) for name in names)
    return [f"`{line}`" for line in lines if line]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, where and how.

    `scope` is the server (0: none), `zone` its time zone. `estimates`: a season without a date may
    be given an estimate.
    """

    scope: int = 0
    zone: tzinfo | None = None
    region: str | None = None
    estimates: bool = True


class Overall(StrEnum):
    """Questions about the show as a whole, which may come beside a topic of one season."""

    START = "start"
    END = "end"
    COUNT = "count"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that an answer is written from.

    `now` is aware, in the asker's zone. `region` is ISO 3166 alpha-2 or None. `fetch` is the state
    of asking for more. `names` are folded words of the question that may name somebody of the cast.
    `overall` are the questions about the show as a whole. `asked` is the season that the question
    names, `part` the part of it.
    """

    show: Show
    verdict: Verdict
    topic: Topic
    now: datetime
    region: str | None = None
    fetch: Fetch = SETTLED
    estimates: bool = True
    names: tuple[str, ...] = ()
    overall: tuple[Overall, ...] = ()
    asked: int | None = None
    part: int | None = None

    @property
    def season(self) -> Season | None:
        """The season the answer is about, where anything is known of it."""
        return self.verdict.season

    @property
    def latest_told(self) -> Season | None:
        """The last season out, unless it comes after the one that the answer is about.

        Whoever asks about an earlier one may not have seen it: its story would be a spoiler.
        """
        latest, number = self.verdict.latest, self.verdict.number
        comes_after = latest is not None and number is not None and latest.number > number
        return None if comes_after else latest


def marked(show_id: int) -> str:
    """The value that autocomplete and pickers submit for a show."""
    return f"id:{show_id}"


class Lookup:
    """Finds shows and answers about them, from memory."""

    def __init__(
        self, library: Library, clock: Clock, familiar: FamiliarShows | None = None
    ) -> None:
        self._library = library
        self._clock = clock
        self._familiar = familiar or FamiliarShows()
        self._suggested: LRUCache[tuple[str, int], list[Match]] = LRUCache(_SUGGESTIONS)
        self._suggested_from: tuple[TitleIndex, int] | None = None

    async def find(self, typed: str, scope: int = 0) -> Found | Several | Nothing:
        """The show behind a marked id or a title typed by hand.

        Only a title that matches exactly gets an answer; similar ones are offered.

        Raises:
            GoneError: the id is of no show that this server sees.
        """
        typed = typed.strip()
        if match := _MARKED.fullmatch(typed):
            return Found(await self.by_id(int(match[1]), scope))
        typed = typed[:_LONGEST]
        exact = self._library.titles.exact(typed, scope=scope)
        if len(exact) == 1:
            return Found(await self.by_id(exact[0].entry.show_id, scope))
        if exact:
            return Several(typed, tuple(exact[:25]))
        if not any(sign.isprintable() and not sign.isspace() for sign in typed):
            return Nothing("", ())
        # A text of signs alone resembles nothing; the best known show would match as well as any.
        spelled = any(sign.isalnum() for sign in typed)
        close = self._library.titles.search(typed, scope=scope, limit=5) if spelled else []
        return Nothing(typed, tuple(close))

    async def meant(self, typed: str, scope: int = 0) -> Found | Several | Nothing:
        """The show to answer about; among namesakes the one that is clearly meant.

        Raises:
            GoneError: the id is of no show that this server sees.
        """
        found = await self.find(typed, scope)
        if isinstance(found, Found):
            self._familiar.note(scope, found.show.id)
        if not isinstance(found, Several):
            return found
        match = await self.choose(found.typed, found.matches, scope)
        if match is None:
            return found
        others = tuple(other for other in found.matches if other is not match)
        return Found(await self.by_id(match.entry.show_id, scope), others)

    async def choose(self, typed: str, matches: Sequence[Match], scope: int) -> Match | None:
        """The one among namesakes that is clearly meant on that server, if any is."""
        chosen = meant(
            typed,
            [match.entry for match in matches],
            familiar=await self._familiar.of(scope),
            year=self.year,
        )
        return next((match for match in matches if match.entry is chosen), None)

    async def familiar(self, scope: int) -> frozenset[int]:
        """The shows that a server is familiar with: those that it follows, and those lately asked
        about there."""
        return await self._familiar.of(scope)

    @property
    def year(self) -> int:
        """The present calendar year, in UTC."""
        return self._clock().year

    def picked(self, show_id: int, scope: int = 0) -> None:
        """Note that somebody picked a show among its namesakes, which makes it the more likely one
        there."""
        self._familiar.note(scope, show_id)

    def matches(self, show_ids: Iterable[int], scope: int = 0) -> tuple[Match, ...]:
        """Shows as entries of a list, without those that this server does not see."""
        entries = (self._library.titles.get(show_id, scope) for show_id in show_ids)
        return tuple(Match(entry, Fit.EXACT) for entry in entries if entry is not None)

    async def named(self, matches: Sequence[Match], scope: int = 0) -> tuple[Match, ...]:
        """Matches by their titles in the spoken language.

        If the store cannot be read, by their original titles.
        """
        try:
            called = await self._library.called((match.entry.show_id for match in matches), scope)
        except StoreError as error:
            _LOG.info("a list has no titles in its reader's language: %s", in_a_line(error))
            return tuple(matches)
        return _called(matches, called)

    async def by_id(self, show_id: int, scope: int = 0) -> Show:
        """The show of that id as that server sees it.

        Raises:
            GoneError: there is none, or not for that server.
        """
        show = await self._library.show(show_id, scope)
        if show is None:
            raise GoneError("That show is not in my catalogue (any more). Try its title.")
        return show

    def suggest(self, typed: str, scope: int = 0) -> list[Match]:
        """Up to 25 shows for what has been typed so far; popular ones for nothing.

        A marked id is what choosing a show leaves in the box: that show is still the choice.
        """
        titles = self._library.titles
        if match := _MARKED.fullmatch(typed.strip()):
            return self._at_hand(self.matches([int(match[1])], scope), scope)
        if self._suggested_from != (titles, titles.edition):
            self._suggested.clear()
            self._suggested_from = (titles, titles.edition)
        key = (typed[:_LONGEST].casefold(), titles.scope_seen(scope))
        matches = self._suggested.get(key)
        if matches is None:
            matches = titles.search(key[0], scope=key[1], limit=25)
            self._suggested[key] = matches
        return self._at_hand(matches, scope)

    def _at_hand(self, matches: Sequence[Match], scope: int) -> list[Match]:
        """Matches by their titles in the spoken language, as far as they are in memory."""
        ids = (match.entry.show_id for match in matches)
        called = self._library.called_at_hand(ids, scope)
        return list(_called(matches, called) if called else matches)

    def answer(
        self,
        show: Show,
        season: int | None,
        topic: Topic,
        asked: Asked,
        fetch: Fetch = SETTLED,
        *,
        ahead: bool = False,
    ) -> Answer:
        """The answer about one season, or without one about the next that has not ended.

        Without a number, topics that only an existing season has are answered about the last one
        that is out; with `ahead` the next one is meant all the same.

        Raises:
            BadInputError: no season can have that number, or the region is no country code.
        """
        check_season(season)
        region = None if asked.region is None else check_region(asked.region)
        now = self._clock()
        if asked.zone is not None:
            now = now.astimezone(asked.zone)
        told = verdict(show, season, now)
        if season is None and told.latest is not None and not ahead and _of_what_is(told, topic):
            told = told.of(told.latest.number)
        estimates = asked.estimates
        return Answer(show, told, topic, now, region, fetch, estimates, asked=season)


def _of_what_is(told: Verdict, topic: Topic) -> bool:
    """Whether a topic concerns the last season out, rather than one to come."""
    if told.kind in OVER:
        return topic in _HAD
    season = told.season
    if topic is Topic.EPISODES:
        return season is None or (season.episodes is None and season.parts is None)
    return topic is Topic.WHERE or (topic is Topic.CAST and (season is None or not season.cast))


_HAD = (
    Topic.CAST,
    Topic.TRAILER,
    Topic.STORY,
    Topic.WHERE,
    Topic.EPISODES,
    Topic.SCHEDULE,
)


def _called(matches: Sequence[Match], titles: Mapping[int, str]) -> tuple[Match, ...]:
    return tuple(
        match._replace(entry=match.entry._replace(title=titles[match.entry.show_id]))
        if match.entry.show_id in titles
        else match
        for match in matches
    )
