"""The providers of this installation, opened together over one set of connections."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from ..foundation.token_bucket import SharedPace, TokenBucket
from .anilist import client as anilist
from .anilist.client import AniList
from .http import Http, Transport, open_client
from .models import Fetched, SearchHit
from .tmdb import client as tmdb
from .tmdb.client import Tmdb
from .tvmaze import client as tvmaze
from .tvmaze.client import TVmaze


class Provider(Protocol):
    """What is common to the providers that are kept up with.

    Every method raises ProviderError, of the kind that its docstring tells.
    """

    name: str
    cached: timedelta
    """How old its answers may be: a change of less than that ago may not be in them yet."""
    known_by: frozenset[str]
    """Whose ids it can be asked for a show by."""

    async def search(self, query: str) -> list[SearchHit]:
        """The shows that it finds for a title, best first."""
        ...

    async def lookup(self, ids: Mapping[str, str]) -> SearchHit | None:
        """The show with one of these ids, None where there is none."""
        ...

    async def fetch(self, key: str, *, as_of: date) -> Fetched:
        """All that it says of one show today."""
        ...

    async def updated(self, since: datetime, now: datetime) -> Mapping[str, datetime]:
        """The shows that changed since an instant and some before it: their keys, and when."""
        ...


@dataclass(frozen=True, slots=True)
class Providers:
    """`kept` are those whose records are stored, best for numbers and dates first.

    `index` knows of every show, by a row each.
    """

    kept: tuple[Provider, ...] = ()
    anilist: AniList | None = None
    index: TVmaze | None = None


@asynccontextmanager
async def open_providers(
    *,
    tvmaze_url: str | None,
    tmdb_url: str | None,
    tmdb_token: str | None,
    anilist_url: str | None,
    share: Callable[[str, TokenBucket], SharedPace | None] = lambda name, bucket: None,
    transport: Transport | None = None,
) -> AsyncIterator[Providers]:
    """The providers that have an address, and TMDB only with a token too.

    `share` gives the pace that a provider's bucket keeps together with other processes;
    `transport` takes the place of the network.
    """
    if tvmaze_url is None and anilist_url is None and (tmdb_url is None or tmdb_token is None):
        yield Providers()
        return
    async with open_client(transport) as client:

        def http(name: str, url: str, bucket: TokenBucket, token: str | None = None) -> Http:
            return Http(client, name, url, bucket, shared=share(name, bucket), token=token)

        kept: list[Provider] = []
        index = None
        if tvmaze_url is not None:
            index = TVmaze(http(TVmaze.name, tvmaze_url, tvmaze.pace()))
            kept.append(index)
        if tmdb_url is not None and tmdb_token is not None:
            kept.append(Tmdb(http(Tmdb.name, tmdb_url, tmdb.pace(), tmdb_token)))
        anime = None
        if anilist_url is not None:
            anime = AniList(http(AniList.name, anilist_url, anilist.pace()))
        yield Providers(tuple(kept), anime, index)
