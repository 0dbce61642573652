"""The providers as the public knows them: their names, their sites, and what their terms require.

All that does not depend on whether this installation asks a provider. How one is asked is in
`bot/providers`, how it ranks in `fields.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class KnownProvider:
    """One provider.

    `page` is the address of a show's public page, with `{}` in the place of its id there; None
    where pages of ours do not link to it. `picture_host` serves its pictures over HTTPS. `kept` is
    how long its terms let anybody store a record without checking it again; None for no limit.
    """

    name: str
    site: str
    page: str | None = None
    picture_host: str | None = None
    kept: timedelta | None = None

    @property
    def host(self) -> str:
        """The host of its site, without "www."."""
        return (urlsplit(self.site).hostname or "").removeprefix("www.")

    @property
    def link(self) -> str:
        """Its name as a link to its site, in Markdown, without a preview."""
        return f"[{self.name}](<{self.site}>)"


PROVIDERS: Mapping[str, KnownProvider] = {
    "tvmaze": KnownProvider(
        "TVmaze",
        "https://www.tvmaze.com",
        page="https://www.tvmaze.com/shows/{}",
        picture_host="static.tvmaze.com",
    ),
    "tmdb": KnownProvider(
        "TMDB",
        "https://www.themoviedb.org",
        page="https://www.themoviedb.org/tv/{}",
        picture_host="image.tmdb.org",
        # "Six months": https://www.themoviedb.org/api-terms-of-use
        kept=timedelta(days=180),
    ),
    "anilist": KnownProvider("AniList", "https://anilist.co"),
}
"""By the name under which their claims are stored."""

PICTURE_HOSTS = frozenset(
    provider.picture_host for provider in PROVIDERS.values() if provider.picture_host is not None
)
