"""The calendars: of everything, of one network, of what one server or one member follows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from aiohttp import web

from ..calendar.calendar import Calendar
from ..calendar.feeds import Feeds
from ..calendar.models import Entry, Follows
from ..calendar.networks import Networks
from ..clock import Clock
from ..errors import BadInputError, GoneError
from ..facts.date_projection import REMEMBERED
from ..facts.networks import same_network
from ..locale.messages import _, language
from .calendar_feed import CalendarFeed
from .links import Links
from .page import CALENDAR, Page, answer, made_of
from .page_cache import PageCache

_BEHIND = timedelta(days=60)
_AHEAD = timedelta(days=730)

_MOST = 4000
"""So many events are in one calendar, the nearest ahead; those behind go first."""

_PRIVATE = {"Cache-Control": "private, max-age=60", "X-Robots-Tag": "noindex"}
"""No cache between keeps what has a token."""

_EVERYBODY = object()
"""What these calendars are about: nothing that could be another."""


class CalendarPages:
    """Answers with calendars. Each stands for a minute, whatever is written meanwhile."""

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
        """Every date of everybody's."""
        name = _("Seasons to come")
        return await self._answer(request, "all", self._links.calendar(), name, self._entries)

    async def network(self, request: web.Request) -> web.StreamResponse:
        """The dates of one network's shows."""
        name = await known_network(self._networks, request.match_info["network"])

        async def entries() -> list[Entry]:
            every = await self._entries()
            return [entry for entry in every if same_network(entry.network, name)]

        title = _("Seasons to come on {network}", network=name)
        place = self._links.calendar(name)
        return await self._answer(request, ("network", name), place, title, entries)

    async def followed(self, request: web.Request) -> web.StreamResponse:
        """What one server or one member follows: for whoever has its token, as they see it."""
        token = request.match_info["token"]
        owner = await self._feeds.owner(token)
        if owner is None:
            raise GoneError(_("There is no such calendar, or its address was changed."))

        async def entries() -> list[Entry]:
            follows = await self._calendar.follows(owner.guild_id, owner.user_id or None)
            every = await self._entries(owner.guild_id, follows)
            return [entry for entry in every if entry.followed]

        name = _("What you follow") if owner.user_id else _("What this server follows")
        place = f"{self._links.site}/calendar/{token}.ics"
        return await self._answer(request, ("followed", token), place, name, entries, _PRIVATE)

    async def _entries(self, scope: int = 0, follows: Follows | None = None) -> list[Entry]:
        today = self._clock().date()
        entries = await self._calendar.entries(
            today - _BEHIND, today + _AHEAD, scope=scope, follows=follows, gone=True
        )
        since = self._clock() - REMEMBERED
        exact = [
            entry
            for entry in entries
            if entry.airs.exact and not (entry.gone and entry.changed_at < since)
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
            body = await self._feed.write(name, place, await entries())
            return await made_of(body, CALENDAR, language=language(), headers=headers)

        page = await self._cache.get(("calendar", key, language()), _EVERYBODY, make)
        return answer(request, page)


async def known_network(networks: Networks, typed: str) -> str:
    """The network that an address names, as it is written.

    Raises:
        GoneError: nobody knows it; the sentence says which ones come near.
        StoreError: the database cannot be read.
    """
    try:
        name = await networks.meant(typed, 0)
    except BadInputError as error:
        raise GoneError(str(error)) from error
    if name is None:
        raise GoneError(_("There is no network without a name."))
    return name
