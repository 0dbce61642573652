"""The calendars as iCalendar files: of all shows, of a network, of what a server or a member
follows.

The bytes are the same for as long as no date changes; they are written in pieces.
https://www.rfc-editor.org/rfc/rfc5545, https://www.rfc-editor.org/rfc/rfc7986
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, date, timedelta
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

import icalendar
from aiohttp import web
from cachetools import LRUCache
from icalendar.enums import STATUS, TRANSP

from ..answers.network_lookup import Networks
from ..calendar.feed_addresses import Feeds, calendar_address
from ..calendar.read_model import Calendar
from ..calendar.upcoming import (
    Entry,
    FollowedShows,
    Wanted,
    circumstances,
    exact_entries,
    happening,
    source_link,
)
from ..errors import GoneError
from ..facts.air_date import AirDate
from ..facts.models import Show
from ..facts.projections import REMEMBERED
from ..foundation.clock import Clock
from ..foundation.loops import TimeSlice
from ..locale.cldr import listed
from ..locale.messages import _, language
from ..presentation.date_text import bare_date
from ..presentation.markup import Plain, clip, tamed
from .html_style import printable, safe_link
from .page_cache import CALENDAR, Page, PageCache, answer, made_of
from .urls import Links

_STYLE = Plain()

_SHOWN = 60
"""How many characters of a name in an address are repeated in an error."""

_KEPT = 8192
"""How many serialized events are kept."""

_REFRESHED = timedelta(hours=6)

_END = b"END:VCALENDAR\r\n"

_NOTHING = (
    b"BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
"""A calendar must have at least one component (RFC 5545, 3.6); this one is invisible."""


class CalendarFeed:
    """Writes entries as events. `links` are public ones, since an event is read outside of the
    site."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._host = urlsplit(links.site).hostname or "cliffhanger"
        self._events: LRUCache[tuple[Entry, str | None, str], bytes] = LRUCache(_KEPT)

    async def write(
        self,
        name: str,
        address: str,
        entries: Iterable[Entry],
        public: Mapping[int, Show] | None = None,
    ) -> bytes:
        """A calendar of that name, with the entries that have, or had, a day or an instant.

        `address` is where the calendar is read from. `public` are the shows, as everybody sees
        them, of those entries that may have no page.
        """
        head, _, tail = self._envelope(name, address).rpartition(_END)
        pieces, time_slice = [head], TimeSlice()
        for entry in exact_entries(entries):
            pieces.append(self._event(entry, self._page(entry, public or {})))
            await time_slice.pause()
        if len(pieces) == 1:
            pieces.append(_NOTHING)
        return b"".join([*pieces, _END, tail])

    def uid(self, entry: Entry) -> str:
        """An event's identity, whatever becomes of its date.

        A part has no number, and its label may be anything: a digest of it stands for it.
        """
        part = ""
        if entry.part is not None:
            part = "-" + hashlib.sha256(entry.part.encode("utf-8", "replace")).hexdigest()[:12]
        season = f"{entry.show_id}-{entry.season}-{entry.kind.value}"
        return f"{season}{part}@{self._host}"

    def _envelope(self, name: str, address: str) -> bytes:
        # There is no METHOD: a message with one needs an organizer (RFC 5546, 3.2.1) and a stamp of
        # the moment at which it is sent (RFC 5545, 3.8.7.2), so that no two readings would be the
        # same.
        calendar = icalendar.Calendar.new(
            prodid="-//Cliffhanger//Season dates//EN",
            calscale="GREGORIAN",
            refresh_interval=_REFRESHED,
            # Without a UID the library would make a new one at each reading; it is the same in
            # every language.
            uid=uuid5(NAMESPACE_URL, address.partition("?")[0]),
            url=address,
        )
        # The library writes a name without escaping, and both are of type TEXT (RFC 7986, 5.1).
        calendar["NAME"] = calendar["X-WR-CALNAME"] = icalendar.vText(_plain(name))
        # RFC 7986, 5.7 gives it no default type, so it has to be named.
        calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"
        written: bytes = calendar.to_ical()
        return written

    def _page(self, entry: Entry, public: Mapping[int, Show]) -> str | None:
        """The address to read about an entry: its season's page, else its show's, else its
        source."""
        if not may_have_no_page(entry):
            return self._links.season_named(entry.show_id, entry.title, entry.season)
        show = public.get(entry.show_id)
        if show is None:
            return safe_link(entry.source.link)
        if show.season(entry.season) is None:
            return self._links.show(show)
        return self._links.season(show, entry.season)

    def _event(self, entry: Entry, page: str | None) -> bytes:
        key = (entry, page, language())
        if (kept := self._events.get(key)) is not None:
            return kept
        airs = entry.airs
        event = icalendar.Event.new(
            uid=self.uid(entry),
            summary=_plain(happening(entry, _STYLE)),
            description=_described(entry),
            url=page,
            start=airs.earliest() if airs.instant is None else airs.instant.astimezone(UTC),
            # A whole day ends when the next one begins; how long something takes that begins at an
            # instant, nobody said.
            end=airs.earliest() + timedelta(days=1) if airs.instant is None else None,
            stamp=entry.changed_at.astimezone(UTC),
            last_modified=entry.changed_at.astimezone(UTC),
            sequence=entry.sequence,
            status=STATUS.CANCELLED if entry.gone else STATUS.CONFIRMED,
            transparency=TRANSP.TRANSPARENT,
        )
        written: bytes = event.to_ical()
        self._events[key] = written
        return written


def may_have_no_page(entry: Entry) -> bool:
    """Whether its season or its show may be one that not everybody sees (any more)."""
    return entry.scope != 0 or entry.gone


def _described(entry: Entry) -> str:
    """A description: the network, whose day it is, and who says so."""
    source = entry.source
    link = safe_link(source.link)
    told = source_link(source, _STYLE) if link is not None else printable(source.by)
    lines = circumstances(entry, entry.changed_at, _STYLE)
    day = bare_date(AirDate.on(source.as_of))
    lines.append(_("Source: {source}, as of {day}", source=told, day=day))
    return _plain("\n".join(lines))


def _plain(text: str) -> str:
    """Text that every reader shows alike: node-ical 0.26 turns a backslash and an n into a line
    break."""
    return printable(text).replace("\\", "\u2216")


_BEHIND = timedelta(days=60)
_AHEAD = date(9998, 1, 1)
"""The end of the period that calendars cover: none, so that a date which moves far ahead stays in
them."""

_MOST = 4000
"""How many events one calendar has: the nearest ones ahead; past ones are dropped first."""

_PRIVATE = {"Cache-Control": "private, max-age=60", "X-Robots-Tag": "noindex"}
"""Keeps shared caches from storing a feed whose address contains a token."""

_EVERYBODY = object()
"""The subject of these calendars in the page cache: it never changes."""


class CalendarPages:
    """Answers with calendars. Each is cached for a minute, whatever is written meanwhile."""

    def __init__(
        self,
        calendar: Calendar,
        networks: Networks,
        feeds: Feeds,
        clock: Clock,
        links: Links,
        cache: PageCache,
    ) -> None:
        self._calendar = calendar
        self._feeds = feeds
        self._networks = networks
        self._clock = clock
        self._links = links
        self._cache = cache
        self._feed = CalendarFeed(links)

    def routes(self) -> list[web.AbstractRouteDef]:
        """The addresses of calendars."""
        return [
            web.get("/calendar/all.ics", self.everything),
            web.get("/calendar/network/{network}.ics", self.network),
            web.get(r"/calendar/{token:[\w-]{16,100}}.ics", self.followed),
        ]

    async def everything(self, request: web.Request) -> web.StreamResponse:
        """All of everybody's dates."""
        name = _("Seasons to come")
        return await self._answer(request, "all", self._links.calendar(), name, self._entries)

    async def network(self, request: web.Request) -> web.StreamResponse:
        """The dates of one network's shows."""
        name = await known_network(self._networks, request.match_info["network"])

        async def entries() -> list[Entry]:
            return await self._calendar.chosen(await self._entries(), Wanted(name))

        title = _("Seasons to come on {network}", network=name)
        place = self._links.calendar(name)
        return await self._answer(request, ("network", name), place, title, entries)

    async def followed(self, request: web.Request) -> web.StreamResponse:
        """The dates that one server or one member follows, as they see them, for anybody who has
        the token."""
        token = request.match_info["token"]
        owner = await self._feeds.owner(token)
        if owner is None:
            raise GoneError(_("There is no such calendar, or its address was changed."))

        async def entries() -> list[Entry]:
            follows = await self._calendar.follows(owner.guild_id, owner.user_id or None)
            every = await self._entries(owner.guild_id, follows)
            return [entry for entry in every if entry.followed]

        name = _("What you follow") if owner.user_id else _("What this server follows")
        place = calendar_address(self._links.site, token)
        return await self._answer(request, ("followed", token), place, name, entries, _PRIVATE)

    async def _entries(self, scope: int = 0, follows: FollowedShows | None = None) -> list[Entry]:
        today = self._clock().date()
        entries = await self._calendar.entries(
            today - _BEHIND, _AHEAD, scope=scope, follows=follows, gone=True
        )
        since = self._clock() - REMEMBERED
        exact = [
            entry
            for entry in exact_entries(entries)
            if not (entry.gone and entry.changed_at < since)
        ]
        if len(exact) <= _MOST:
            return exact
        behind = sum(entry.airs.latest() < today for entry in exact)
        start = min(behind, len(exact) - _MOST)
        return exact[start : start + _MOST]

    async def _answer(
        self,
        request: web.Request,
        key: object,
        place: str,
        name: str,
        entries: Callable[[], Awaitable[list[Entry]]],
        headers: Mapping[str, str] | None = None,
    ) -> web.StreamResponse:
        async def make() -> Page:
            listed = await entries()
            unsure = {entry.show_id for entry in listed if may_have_no_page(entry)}
            public = await self._calendar.shows(unsure)
            body = await self._feed.write(name, place, listed, public)
            return made_of(body, CALENDAR, language=language(), headers=headers)

        page = await self._cache.get(("calendar", key, language()), _EVERYBODY, make)
        return answer(request, page)


async def known_network(networks: Networks, typed: str) -> str:
    """The network that an address names, as it is written.

    Raises:
        GoneError: nobody knows it; the sentence says which ones come near.
        StoreError: the database cannot be read.
    """
    if not typed.strip():
        raise GoneError(_("There is no network without a name."))
    if name := await networks.named(typed, 0):
        return name
    asked = clip(tamed(typed), _SHOWN)
    if near := await networks.near(typed, 0):
        raise GoneError(
            _(
                "No show here is on a network called {network}. Did you mean {names}?",
                network=asked,
                names=listed(near, either=True),
            )
        )
    raise GoneError(
        _(
            "No show here is on a network called {network}. The front page names those that "
            "have something coming up.",
            network=asked,
        )
    )
