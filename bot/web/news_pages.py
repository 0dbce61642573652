"""The first page, and the feeds of news."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from aiohttp import web
from markupsafe import Markup

from ..alerts.change_sentences import ChangeSentences
from ..answers.citations import source_name
from ..answers.library import Library
from ..answers.network_lookup import Networks
from ..calendar.news import NewsItem, news_source
from ..calendar.read_model import Calendar
from ..calendar.upcoming import (
    Entry,
    Wanted,
    circumstances,
    day_name,
    happening,
    networks_in,
    source_link,
    stretch_name,
)
from ..facts.models import Show
from ..foundation.clock import Clock
from ..foundation.loops import TimeSlice
from ..locale.messages import _, language
from ..presentation.markup import Plain, clip
from ..presentation.names import season_name, title_of
from .html_style import Html, printable
from .icalendar_feeds import known_network
from .page_cache import ATOM, Page, PageCache, answer
from .renderer import Renderer
from .urls import Links, is_chosen, known_show

_STYLE = Html()
_PLAIN = Plain()

_DAYS_AHEAD = 30
_COMING = 150
_DAYS_BEHIND = 30
_NEW = 40
_IN_FEED_DAYS = 60
_IN_FEED = 150

_EVERYBODY = object()


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One entry of a list: what it is called, its address, and what is said of it as HTML."""

    name: str
    address: str
    text: Markup
    source: Markup


@dataclass(frozen=True, slots=True)
class NewsGroup:
    """The lines of one day, or of a longer period; `heading` is HTML."""

    heading: Markup
    lines: Sequence[NewsLine]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of the Atom feed; `title` is text, `content` HTML."""

    id: str
    title: str
    address: str
    updated: str
    author: str
    content: str


class NewsPages:
    """Answers with the first page and with feeds; each is cached for a minute."""

    def __init__(
        self,
        library: Library,
        calendar: Calendar,
        networks: Networks,
        clock: Clock,
        renderer: Renderer,
        cache: PageCache,
    ) -> None:
        self._library = library
        self._calendar = calendar
        self._networks = networks
        self._clock = clock
        self._renderer = renderer
        self._cache = cache

    def routes(self) -> list[web.AbstractRouteDef]:
        """The addresses of the first page and of feeds."""
        return [
            web.get("/", self.front),
            web.get("/feed.atom", self.feed),
            web.get("/feed/network/{network}.atom", self.feed_of_network),
            web.get("/feed/show/{show}.atom", self.feed_of_show),
        ]

    async def front(self, request: web.Request) -> web.StreamResponse:
        """The first page: what is new and what is coming up."""
        page = await self._cache.get(("front", language(), is_chosen()), _EVERYBODY, self._front)
        return answer(request, page)

    async def feed(self, request: web.Request) -> web.StreamResponse:
        """Everybody's news."""

        async def make() -> Page:
            return await self._feed(_("News of seasons"), self._renderer.public.news())

        page = await self._cache.get(("feed", language()), _EVERYBODY, make)
        return answer(request, page)

    async def feed_of_network(self, request: web.Request) -> web.StreamResponse:
        """The news of one network's shows."""
        name = await known_network(self._networks, request.match_info["network"])

        async def make() -> Page:
            title = _("News of seasons on {network}", network=name)
            return await self._feed(title, self._renderer.public.news(name), network=name)

        page = await self._cache.get(("feed", name, language()), _EVERYBODY, make)
        return answer(request, page)

    async def feed_of_show(self, request: web.Request) -> web.StreamResponse:
        """The news of one show."""
        show = await known_show(self._library, request.match_info["show"])

        async def make() -> Page:
            title = _("News of {show}", show=title_of(show))
            public = self._renderer.public
            return await self._feed(title, public.news_of(show), show_ids=[show.id])

        page = await self._cache.get(("feed", show.id, language()), show, make)
        return answer(request, page)

    async def _front(self) -> Page:
        now, links = self._clock(), self._renderer.links
        news = await self._calendar.news(now - timedelta(days=_DAYS_BEHIND))
        news = news[:_NEW]
        shows = await self._calendar.shows(item.show_id for item in news)
        agenda = await self._calendar.agenda(Wanted(), _DAYS_AHEAD, now)
        # An address contains the title that everybody knows, so that it is the same for all
        # readers.
        slugs = {entry.show_id: entry.title for entry in agenda.entries[:_COMING]}
        agenda = await self._calendar.translated(agenda, agenda.entries[:_COMING])
        time_slice = TimeSlice()
        left = _COMING
        groups = []
        for heading, entries in (
            *((day_name(day, now, _STYLE), entries) for day, entries in agenda.days),
            *((stretch_name(airs, now, _STYLE), entries) for airs, entries in agenda.vague),
        ):
            if left > 0:
                lines = []
                for entry in entries[:left]:
                    title = slugs[entry.show_id]
                    address = links.season_named(entry.show_id, title, entry.season)
                    lines.append(_coming(entry, address, now))
                    await time_slice.pause()
                groups.append(NewsGroup(Markup(heading), lines))
                left -= len(lines)
        parts = []
        for item in _told(news, shows):
            parts.append(_new(item, shows[item.show_id], links, now))
            await time_slice.pause()
        return await self._renderer.html(
            "front.html",
            title=_("Cliffhanger: which seasons are coming"),
            description=_("News of seasons, and what is coming up, each with its source."),
            canonical=self._renderer.public.home(),
            news=parts,
            groups=groups,
            credited={source_name(item.source.by) for item in news}
            | {source_name(entry.source.by) for entry in agenda.entries},
            more=len(agenda.entries) > _COMING,
            networks=networks_in(agenda.entries),
        )

    async def _feed(
        self,
        title: str,
        address: str,
        *,
        network: str | None = None,
        show_ids: Collection[int] | None = None,
    ) -> Page:
        now, public = self._clock(), self._renderer.public
        since = now - timedelta(days=_IN_FEED_DAYS)
        news = await self._calendar.news(since, network=network, show_ids=show_ids)
        news = news[:_IN_FEED]
        shows = await self._calendar.shows(item.show_id for item in news)
        host = urlsplit(public.site).hostname or "cliffhanger"
        time_slice, entries = TimeSlice(), []
        for item in _told(news, shows):
            entries.append(_entry(item, shows[item.show_id], public, host, now))
            await time_slice.pause()
        return await self._renderer.xml(
            "feed.xml",
            ATOM,
            id=f"tag:{host},2026:{urlsplit(address).path}",
            title=title,
            address=address,
            home=public.home(),
            updated=_stamp(max((item.when for item in news), default=_day_after(since))),
            entries=entries,
        )


def _told(news: Sequence[NewsItem], shows: Mapping[int, Show]) -> list[NewsItem]:
    """The news whose show still exists."""
    return [item for item in news if item.show_id in shows]


def _coming(entry: Entry, address: str, now: datetime) -> NewsLine:
    text = circumstances(entry, now, _STYLE)
    if entry.airs.instant is not None:
        text.insert(0, _STYLE.hour(entry.airs.instant, now))
    return NewsLine(
        happening(entry, _PLAIN),
        address,
        Markup(" · ".join(text)),
        Markup(source_link(entry.source, _STYLE)),
    )


def _new(item: NewsItem, show: Show, links: Links, now: datetime) -> NewsLine:
    sentences = ChangeSentences(show, item.season, _STYLE, now).sentences(item.changes)
    return NewsLine(
        _subject(item, show),
        _address(item, show, links),
        Markup(" ".join(sentences)),
        Markup(news_source(item, now, _STYLE)),
    )


def _subject(item: NewsItem, show: Show) -> str:
    if item.season is None:
        return title_of(show)
    name = season_name(item.season, show.season(item.season))
    return _("{show} {season}", show=title_of(show), season=name)


def _address(item: NewsItem, show: Show, links: Links) -> str:
    # A season that nobody mentions any more has no page.
    if item.season is None or show.season(item.season) is None:
        return links.show(show)
    return links.season(show, item.season)


def _entry(item: NewsItem, show: Show, public: Links, host: str, now: datetime) -> FeedEntry:
    plain = ChangeSentences(show, item.season, _PLAIN, now).sentences(item.changes)
    sentences = ChangeSentences(show, item.season, _STYLE, now).sentences(item.changes)
    title = f"{_subject(item, show)}: {' '.join(plain)}"
    return FeedEntry(
        f"tag:{host},2026:news/{item.id}",
        clip(printable(" ".join(title.split())), 200),
        _address(item, show, public),
        _stamp(item.when),
        source_link(item.source, _Named()),
        f"<p>{' '.join(sentences)}</p><p>{news_source(item, now, _STYLE)}</p>",
    )


def _day_after(moment: datetime) -> datetime:
    """The midnight, in UTC, at or after that moment.

    It is the date of the last change of a feed without news. Readers show it: it is never before
    the news that left the feed last, and stays the same for a day.
    """
    last = moment.astimezone(UTC) - timedelta(microseconds=1)
    return datetime.combine(last.date() + timedelta(days=1), time(), UTC)


class _Named(Plain):
    """A source by its name alone."""

    def link(self, label: str, url: str) -> str:
        return label


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
