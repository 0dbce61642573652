"""Providers in memory: their own clients over a transport that answers from look-alikes."""

from __future__ import annotations

import asyncio
import copy
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.answers.library import Library
from bot.facts.ledger import Ledger
from bot.facts.models import Show
from bot.foundation.database import Database
from bot.foundation.rate_limits import TokenBucket
from bot.providers import queries
from bot.providers.composition import Providers, ProviderServices
from bot.providers.fetch import Fetcher
from bot.providers.http import Http, RequestLimits
from bot.providers.models import Provider
from bot.providers.sync import Report
from bot.providers.tmdb.client import Tmdb
from bot.providers.tvmaze.client import TVmaze, pace
from bot.review.source_conflicts import note_numbering
from bot.settings import Settings
from tests.clock import StoppedClock
from tests.facts.stated import filed
from tests.providers.lookalikes import fixture

Answer = Callable[[httpx.Request], httpx.Response]

SHORT = {
    "id": 1,
    "url": "https://www.tvmaze.com/shows/1/short",
    "name": "Short",
    "type": "Scripted",
    "language": "English",
    "genres": ["Drama"],
    "status": "Running",
    "premiered": "2025-03-01",
    "network": {"name": "Harbour One", "country": {"name": "Canada", "code": "CA"}},
    "webChannel": None,
    "externals": {"imdb": None, "thetvdb": None},
    "image": None,
    "summary": "<p>Short.</p>",
    "_embedded": {
        "cast": [],
        "akas": [],
        "seasons": [
            {
                "id": 11,
                "number": 1,
                "name": "",
                "episodeOrder": 8,
                "premiereDate": "2025-03-01",
                "endDate": "2025-04-19",
                "summary": None,
            },
            {
                "id": 12,
                "number": 2,
                "name": "",
                "episodeOrder": 8,
                "premiereDate": "2027-03-01",
                "endDate": "2027-04-19",
                "summary": None,
            },
        ],
    },
}


@dataclass
class Time(StoppedClock):
    """One clock for the store, the pace and the waits: it passes where somebody sleeps.

    The wall shows a time that is `ahead`; the steady clock does not know.
    """

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return self.now + self.ahead

    def monotonic(self) -> float:
        return self.now.timestamp()

    async def sleep(self, seconds: float) -> None:
        # Calendar time has microseconds alone, and a shorter wait would never end.
        self.now += timedelta(seconds=max(seconds, 0.001))
        await asyncio.sleep(0)


@dataclass(repr=False)
class Tables:
    """What TVmaze and TMDB have, and what they were asked; `broken` answers in their place."""

    clock: Callable[[], datetime]
    tvmaze: dict[str, Any] = field(default_factory=dict)
    tmdb: dict[str, Any] = field(default_factory=dict)
    anilist: list[Any] = field(default_factory=list)
    tmdb_seasons: dict[tuple[str, int], Any] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    broken: dict[str, Answer] = field(default_factory=dict)

    def tvmaze_show(self, number: int, name: str, **more: Any) -> dict[str, Any]:
        """Add a small show, and have it among the updates."""
        show = copy.deepcopy(SHORT) | {"id": number, "name": name} | more
        show["url"] = f"https://www.tvmaze.com/shows/{number}/short"
        self.tvmaze[str(number)] = show
        self.touch(number)
        return show

    def touch(self, number: int) -> None:
        """TVmaze changed that show now."""
        self.updated[str(number)] = int(self.clock().timestamp())

    def lookalikes(self) -> None:
        """The show of the look-alike answers, at both providers."""
        self.tvmaze["900001"] = fixture("tvmaze_running")
        self.tmdb["800001"] = fixture("tmdb_show")
        for number in range(5):
            self.tmdb_seasons["800001", number] = fixture(f"tmdb_season_{number}")
        self.touch(900001)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        self.asked.append(f"{url.host} {url.path}")
        self.times.append(self.clock().timestamp())
        for pattern, answer in self.broken.items():
            if re.search(pattern, f"{url.host} {url.path}"):
                return answer(request)
        hosts = {
            "tvmaze.test": self._tvmaze,
            "tmdb.test": self._tmdb,
            "anilist.test": self._anilist,
        }
        found = hosts[url.host](request)
        return (
            httpx.Response(200, json=found) if found is not None else httpx.Response(404, json={})
        )

    def _tvmaze(self, request: httpx.Request) -> Any:
        path, query = request.url.path, request.url.params
        if match := re.fullmatch(r"/shows/(\d+)", path):
            return self.tvmaze.get(match[1])
        if path == "/updates/shows":
            return self.updated
        if path == "/shows":
            return self._index(int(query["page"]))
        if path == "/lookup/shows":
            return next(
                (
                    show
                    for show in self.tvmaze.values()
                    if ("imdb" in query and show["externals"]["imdb"] == query["imdb"])
                    or (
                        "thetvdb" in query and str(show["externals"]["thetvdb"]) == query["thetvdb"]
                    )
                ),
                None,
            )
        assert path == "/search/shows"
        name = query["q"].casefold()
        return [
            {"score": 1.0, "show": show}
            for show in self.tvmaze.values()
            if name in show["name"].casefold()
        ]

    def _index(self, page: int) -> list[Any] | None:
        """250 ids a page, without what was embedded; past the last page there is nothing."""
        if page > max(map(int, self.tvmaze), default=0) // 250:
            return None
        return [
            {key: value for key, value in show.items() if key != "_embedded"}
            for number, show in sorted(self.tvmaze.items(), key=lambda item: int(item[0]))
            if int(number) // 250 == page
        ]

    def _anilist(self, request: httpx.Request) -> Any:
        variables = json.loads(request.content)["variables"]
        if "search" in variables:
            name = variables["search"].casefold()
            media = [m for m in self.anilist if name in str(list(m["title"].values())).casefold()]
            return {"data": {"Page": {"media": media}}}
        wanted = variables.get("id")
        media = next((m for m in self.anilist if m["id"] == wanted), None)
        return {"data": {"Media": media}}

    def _tmdb(self, request: httpx.Request) -> Any:
        path, query = request.url.path, request.url.params
        if match := re.fullmatch(r"/3/tv/(\d+)", path):
            return self.tmdb.get(match[1])
        if match := re.fullmatch(r"/3/tv/(\d+)/season/(\d+)", path):
            return self.tmdb_seasons.get((match[1], int(match[2])))
        if match := re.fullmatch(r"/3/tv/(\d+)/videos", path):
            return self.tmdb[match[1]].get("videos") if match[1] in self.tmdb else None
        if path == "/3/tv/changes":
            return {"results": [{"id": n} for n in self.changed], "page": 1, "total_pages": 1}
        if match := re.fullmatch(r"/3/find/(\w+)", path):
            shows = [
                show
                for show in self.tmdb.values()
                if str(show["external_ids"][query["external_source"]]) == match[1]
            ]
            return {"tv_results": shows}
        assert path == "/3/search/tv"
        name = query["query"].casefold()
        return {"results": [s for s in self.tmdb.values() if name in s["name"].casefold()]}


@dataclass
class Site:
    """A store with the services of the sources over it, and what the providers have."""

    database: Database
    ledger: Ledger
    library: Library
    clock: Time
    tables: Tables
    sources: ProviderServices
    fetcher: Fetcher

    async def track(self, *show_ids: int) -> None:
        """Somebody asks about these shows."""
        for show_id in show_ids:
            self.sources.tracking.note(show_id)
        await self.sources.tracking.flush()

    async def tracked(self) -> list[int]:
        """The shows that are kept up to date."""
        async with self.database.read() as reading:
            return await queries.tracked(reading, 2000)

    async def show(self, show_id: int) -> Show:
        """What everybody sees of a show now."""
        await self.library.refresh()
        self.library.forget(show_id)
        show = await self.library.show(show_id)
        assert show is not None
        return show


def site(
    database: Database, ledger: Ledger, library: Library, clock: Time, *, with_tmdb: bool = True
) -> tuple[Site, httpx.AsyncClient]:
    """Services over providers in memory; the client is to be closed."""
    tables = Tables(clock)
    client = httpx.AsyncClient(transport=httpx.MockTransport(tables))

    def http(name: str, url: str, steps: TokenBucket, token: str | None = None) -> Http:
        return Http(
            client,
            name,
            url,
            steps,
            token=token,
            limits=RequestLimits(attempts=2),
            sleep=clock.sleep,
            now=clock,
            chance=random.Random(1),
        )

    kept: list[Any] = [
        TVmaze(http("tvmaze", "https://tvmaze.test", pace(clock.monotonic, clock.sleep)))
    ]
    if with_tmdb:
        steps = TokenBucket(25, 10, monotonic=clock.monotonic, sleep=clock.sleep)
        kept.append(Tmdb(http("tmdb", "https://tmdb.test/3", steps, "secret-token")))
    sources = ProviderServices(
        database,
        ledger,
        library,
        clock,
        Providers(tuple(kept)),
        note_numbering,
        interval=timedelta(hours=1),
        settle=timedelta(minutes=30),
    )
    return Site(database, ledger, library, clock, tables, sources, sources.fetcher), client


def with_providers(settings: Settings) -> Settings:
    """Those of an installation that asks TVmaze and TMDB and has no show of its own."""
    return replace(
        settings,
        catalog_dir=None,
        tvmaze_url="https://tvmaze.test",
        tvmaze_index=False,
        tmdb_url="https://tmdb.test/3",
        tmdb_token="secret-token",
    )


def slow_down(
    monkeypatch: pytest.MonkeyPatch, provider: Provider, method: str, seconds: float
) -> None:
    """Let each call of a provider's method take that much longer."""
    call = getattr(provider, method)

    async def slowly(*args: Any, **more: Any) -> Any:
        await asyncio.sleep(seconds)
        return await call(*args, **more)

    monkeypatch.setattr(provider, method, slowly)


async def catalogued(here: Site, *ids: int) -> list[int]:
    """Shows of a file that know their TVmaze ids."""
    tables = [
        {"title": f"Show {number}", "year": 2025, "ids": {"tvmaze": str(number)}} for number in ids
    ]
    outcome = await here.ledger.state("import", filed(*tables))
    await here.library.refresh()
    return list(outcome.show_ids)


def shows_asked(here: Site) -> list[str]:
    """The shows that TVmaze was asked for, in order."""
    return [a.split("/")[-1] for a in here.tables.asked if a.startswith("tvmaze.test /shows/")]


def of(reports: list[Report], provider: str) -> Report:
    """What a round did with one provider."""
    return next(report for report in reports if report.provider == provider)
