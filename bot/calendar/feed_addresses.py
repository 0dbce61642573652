"""The addresses of calendar feeds: everybody's dates, a network's, a server's, a member's.

What one server or member follows is private: the address contains an unguessable token, which can
be replaced.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import quote

from ..foundation.clock import Clock
from ..foundation.database import Database
from ..locale.languages import ENGLISH, language, tag
from .queries import feed_tokens

LANGUAGE = "lang"
"""The parameter of an address that says in which language it is read."""


def in_language(address: str, code: str) -> str:
    """The address of a page or feed in that language, whatever the reader's browser asks for."""
    return f"{address}?{LANGUAGE}={tag(code)}"


def spoken(address: str) -> str:
    """The address of a feed in the language that is spoken now.

    Calendar programs often name no language: without the parameter the feed would be English.
    """
    code = language()
    return address if code == ENGLISH else in_language(address, code)


def calendar_address(site: str | None, token: str) -> str:
    """The address of the calendar of that token, in the language that is spoken now.

    `site` is that of the pages, without a slash at its end.
    """
    return spoken(f"{site}/calendar/{token}.ics")


def public_calendar(site: str | None, network: str | None = None) -> str:
    """The address of the calendar of a network's shows; without one, of all."""
    return calendar_address(
        site, "all" if network is None else f"network/{quote(network, safe='')}"
    )


def _random_token() -> str:
    """A token of 192 random bits, as 32 characters that an address may contain."""
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, slots=True)
class FeedOwner:
    """Whose feed it is: of what a server (`guild_id`) or a member (`user_id`) follows; the other is
    0.

    A server's feed shows the facts as that server sees them, a member's as everybody does.
    """

    guild_id: int = 0
    user_id: int = 0


class Feeds:
    """Gives out addresses. `site` is where others find the pages, without a trailing slash, or
    None."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        site: str | None,
    ) -> None:
        self.site = site
        self._database = database
        self._clock = clock

    async def address(self, owner: FeedOwner, *, anew: bool = False) -> str:
        """The address of an owner's feed, in the language that is spoken now.

        `anew`: a new one, and the old one stops working.

        Raises:
            StoreError: the database could not be used; nothing was changed.
        """
        async with self._database.read() as reading:
            token = await feed_tokens.token_of(reading, owner.guild_id, owner.user_id)
        if token is None or anew:
            async with self._database.write() as writing:
                token = await feed_tokens.put(
                    writing,
                    owner.guild_id,
                    owner.user_id,
                    _random_token(),
                    now=self._clock(),
                    anew=anew,
                )
        return calendar_address(self.site, token)

    async def owner(self, token: str) -> FeedOwner | None:
        """The owner of the feed with that token; None if there is none.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            owner = await feed_tokens.owner_of(reading, token)
        return None if owner is None else FeedOwner(*owner)
