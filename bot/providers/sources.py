"""Everything that has to do with the providers, put together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from ..answers.library import Library
from ..clock import Clock
from ..facts.ledger import Ledger
from ..foundation.database import Database
from .add_show import Bringing
from .anilist.join import Anime
from .fetch import Fetching, Objector
from .fetch_schedule import Due
from .provider_health import Standing, Watched
from .refresh import Refreshing
from .registry import Providers
from .sync import Sync
from .tracking import Tracking
from .visit import Visiting

_MARGIN = timedelta(minutes=1)


class Sources:
    """What the providers are asked for, how they do, and what of it is kept up."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        library: Library,
        clock: Clock,
        providers: Providers,
        object_to: Objector,
        *,
        interval: timedelta,
        settle: timedelta,
    ) -> None:
        """`object_to` hears of records that count the seasons otherwise.

        `settle` is how long a change of a source's must stand before it is told.
        """
        self.standing = Standing(clock)
        self.kept = tuple(Watched(provider, self.standing) for provider in providers.kept)
        self.names = tuple(provider.name for provider in self.kept)
        anime = (providers.anilist.name,) if providers.anilist is not None else ()
        self.credited = (*self.names, *anime)
        self.tracking = Tracking(database, clock)
        self.fetching = Fetching(database, ledger, clock, object_to)
        visiting = Visiting(database, clock, self.fetching, again=settle + _MARGIN)
        due = Due(database, clock, self.tracking, interval=interval)
        self.sync = Sync(database, ledger, clock, self.kept, due, visiting)
        self.refreshing = Refreshing(database, library, clock, self.kept, self.standing, visiting)
        self.anime = Anime(providers.anilist, self.standing, database, clock)
        self.bringing = Bringing(database, library, clock, self.kept, self.fetching)

    def asked(self, show_ids: Iterable[int]) -> None:
        """Somebody was just answered about shows: keep them up to date. Costs nothing now."""
        if not self.kept:
            return
        for show_id in show_ids:
            self.tracking.note(show_id)
            self.refreshing.offer(show_id)
