"""The composition of the providers and of everything that asks them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from ..answers.citations import SETTLED, Fetch
from ..answers.library import Library
from ..errors import StoreError
from ..facts.ledger import Ledger
from ..facts.models import Show
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..foundation.rate_limits import TokenBucket
from ..foundation.shared_pace import SharedPace
from ..settings import Settings
from .add_show import AddShow
from .anilist import client as anilist
from .anilist.client import AniList, Anime
from .fetch import Fetcher, ShowRefresh
from .fetch_schedule import FetchSchedule, Tracking
from .http import DEFAULT_LIMITS, Http, RequestLimits, Transport, open_client
from .models import Provider
from .on_demand import Arrival, OnDemandFetch, RefreshQueue
from .provider_health import MonitoredProvider, ProviderHealth
from .record_writer import NumberingWatcher, RecordWriter
from .sync import Sync
from .tmdb import client as tmdb
from .tmdb.client import Tmdb
from .tvmaze import client as tvmaze
from .tvmaze.client import TVmaze
from .tvmaze.index_sync import IndexSync

_LOG = logging.getLogger(__name__)

_MARGIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Providers:
    """The providers. `kept` are those whose records are stored, the best for numbers and dates
    first.

    `index` lists all shows, one row each.
    """

    kept: tuple[Provider, ...] = ()
    anilist: AniList | None = None
    index: TVmaze | None = None


@asynccontextmanager
async def open_providers(
    settings: Settings,
    *,
    share: Callable[[str, TokenBucket], SharedPace | None] = lambda name, bucket: None,
    transport: Transport | None = None,
) -> AsyncIterator[Providers]:
    """The providers that have an address; TMDB needs a token too.

    `share` makes the pace that a provider's bucket shares with other processes; `transport`
    replaces the network.
    """
    tmdb_url = settings.tmdb_url if settings.tmdb_token is not None else None
    if settings.tvmaze_url is None and tmdb_url is None and settings.anilist_url is None:
        # Without any provider, reading the certificates can be saved.
        yield Providers()
        return
    async with AsyncExitStack() as stack:

        async def http(
            name: str,
            url: str,
            bucket: TokenBucket,
            *,
            token: str | None = None,
            limits: RequestLimits = DEFAULT_LIMITS,
        ) -> Http:
            client = await stack.enter_async_context(open_client(transport, settings.proxy_to(url)))
            shared = share(name, bucket)
            return Http(client, name, url, bucket, shared=shared, token=token, limits=limits)

        kept: list[Provider] = []
        index = None
        if settings.tvmaze_url is not None:
            index = TVmaze(await http(TVmaze.name, settings.tvmaze_url, tvmaze.pace()))
            kept.append(index)
        if tmdb_url is not None:
            token = settings.tmdb_token
            kept.append(Tmdb(await http(Tmdb.name, tmdb_url, tmdb.pace(), token=token)))
        anime = None
        if settings.anilist_url is not None:
            url, limits = settings.anilist_url, anilist.LIMITS
            anime = AniList(await http(AniList.name, url, anilist.pace(), limits=limits))
        yield Providers(tuple(kept), anime, index)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A show with what came after an answer was sent, and how the fetch ended."""

    show: Show
    fetch: Fetch


class ProviderServices:
    """Everything the bot asks of the providers: facts on demand, their health, which shows are
    tracked."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        library: Library,
        clock: Clock,
        providers: Providers,
        note_mismatch: NumberingWatcher,
        *,
        interval: timedelta,
        settle: timedelta,
        keeps_index: bool = True,
    ) -> None:
        """`note_mismatch` is called for records that number the seasons differently.

        `settle` is how long a source's change must stand before it is announced.
        """
        self.health = ProviderHealth(clock)
        self.kept = tuple(MonitoredProvider(provider, self.health) for provider in providers.kept)
        self.names = tuple(provider.name for provider in self.kept)
        anime = (providers.anilist.name,) if providers.anilist is not None else ()
        self.credited = (*self.names, *anime)
        self.tracking = Tracking(database, clock)
        writer = RecordWriter(database, ledger, clock, note_mismatch)
        self.fetcher = Fetcher(database, writer, clock, confirm_after=settle + _MARGIN)
        fetch_schedule = FetchSchedule(database, clock, self.tracking, interval=interval)
        self.sync = Sync(database, ledger, clock, self.kept, fetch_schedule, self.fetcher)
        refresh = ShowRefresh(database, library, clock, self.fetcher, self.kept, self.health)
        self.refresh_queue = RefreshQueue(refresh)
        self.on_demand = OnDemandFetch(refresh)
        self._library = library
        self.anime = Anime(providers.anilist, self.health, database, clock)
        self.index = IndexSync(database, library, clock, providers.index if keeps_index else None)
        self.add_show = AddShow(database, library, clock, self.kept, self.fetcher)

    def asked(self, show_ids: Iterable[int]) -> None:
        """Note that shows were just asked about, so that they are kept up to date. Does no I/O."""
        if not self.kept:
            return
        for show_id in show_ids:
            self.tracking.note(show_id)
            if not self.on_demand.is_running(show_id):
                self.refresh_queue.offer(show_id)

    async def arrived(
        self,
        arrival: Arrival,
        show: Show,
        season_of: Callable[[Show], int | None],
        *,
        within: float | None = None,
    ) -> Arrived | None:
        """Wait for more facts about a show after an answer about it was sent.

        `season_of` tells the season that the answer is about, for AniList; `within` is the longest
        wait in seconds. None if the answer stands as it is.
        """
        fetch = await arrival.outcome(within)
        if fetch is not None:
            try:
                show = await self._library.show(show.id, show.scope) or show
            except StoreError as error:
                _LOG.warning("what came is not shown: %s", error)
                return None
        joined = await self._joined(show, season_of)
        if fetch is None and joined is None:
            return None
        return Arrived(joined or show, fetch or arrival.fetch)

    async def completed(
        self, arrival: Arrival, show: Show, season_of: Callable[[Show], int | None]
    ) -> Arrived | None:
        """Wait for the provider that takes longer than the rest; None if it has nothing to add.

        It is for one more edit of an answer that `arrived` has edited already.
        """
        if not await arrival.completed():
            return None
        try:
            show = await self._library.show(show.id, show.scope) or show
        except StoreError as error:
            _LOG.warning("what came late is not shown: %s", error)
            return None
        joined = await self._joined(show, season_of)
        return Arrived(joined or show, SETTLED)

    async def _joined(self, show: Show, season_of: Callable[[Show], int | None]) -> Show | None:
        """The show with what AniList says about that season; None if it says nothing.

        Most shows are no anime, and for those the season is not computed.
        """
        if not self.anime.knows(show):
            return None
        return await self.anime.joined(show, season_of(show))
