"""What AniList says of anime, asked as somebody asks, joined in memory and never stored.

AniList's terms forbid to use it as storage (https://docs.anilist.co/guide/terms-of-use): what it
says is forgotten after ten minutes, opens no change and is written nowhere.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from weakref import WeakValueDictionary

from cachetools import TTLCache

from ...clock import Clock
from ...errors import StoreError
from ...facts.models import Claim, Kind, Show
from ...facts.queries.claims import claims_of
from ...facts.resolve import resolve, show_of
from ...foundation.database import Database
from ..errors import BadAnswerError, NotFoundError, ProviderError
from ..numbering import kept_apart
from ..provider_health import ProviderHealth
from .client import AniList

_LOG = logging.getLogger(__name__)

KEPT = timedelta(minutes=10)
"""How long an answer is remembered, so that a card's buttons ask nothing again."""

PATIENCE = 10.0
"""Seconds after which what comes is too late for the card."""

_REMEMBERED = 200


class Anime:
    """Asks AniList about one season of one show at a time, and only where its id is known."""

    def __init__(
        self, anilist: AniList | None, health: ProviderHealth, database: Database, clock: Clock
    ) -> None:
        self._anilist = anilist
        self._health = health
        self._database = database
        self._clock = clock
        self._answers: TTLCache[tuple[str, int | None], tuple[Claim, ...]] = TTLCache(
            _REMEMBERED, ttl=KEPT.total_seconds(), timer=lambda: clock().timestamp()
        )
        # One that nobody waits at any more is forgotten by itself.
        self._turns: WeakValueDictionary[tuple[str, int | None], asyncio.Lock] = (
            WeakValueDictionary()
        )

    def knows(self, show: Show) -> bool:
        """Whether AniList could say anything of that show."""
        anime = show.kind is not None and show.kind.value is Kind.ANIME
        return self._anilist is not None and anime and "anilist" in show.ids

    async def joined(self, show: Show, season: int | None) -> Show | None:
        """The show as it resolves with what AniList says of a season; None where that is nothing.

        Waits for AniList for at most ten seconds, and for nothing while it is remembered.
        """
        if self._anilist is None or not self.knows(show):
            return None
        key = show.ids["anilist"].value
        claims = await self._claims(self._anilist, key, season)
        if not claims:
            return None
        try:
            async with self._database.read() as reading:
                known = await claims_of(reading, show.id, show.scope)
        except StoreError as error:
            _LOG.warning("what AniList says was not joined: %s", error)
            return None
        return show_of(show.id, resolve([*known, *_fitting(claims, known)]), scope=show.scope)

    async def _claims(self, anilist: AniList, key: str, season: int | None) -> tuple[Claim, ...]:
        asked = (key, season)
        turn = self._turns.get(asked)
        if turn is None:
            turn = self._turns[asked] = asyncio.Lock()
        # Whoever asks while it is being asked waits for the same answer.
        async with turn:
            claims = self._answers.get(asked)
            if claims is None:
                claims = self._answers[asked] = await self._request(anilist, key, season)
        return claims

    async def _request(self, anilist: AniList, key: str, season: int | None) -> tuple[Claim, ...]:
        try:
            async with asyncio.timeout(PATIENCE):
                fetched = await anilist.fetch(key, as_of=self._clock().date(), season=season)
        except (NotFoundError, BadAnswerError) as error:
            _LOG.info("AniList has nothing on %s: %s", key, error)
            return ()
        except ProviderError as error:
            self._health.failed(error)
            return ()
        except TimeoutError:
            _LOG.info("AniList came too late with %s", key)
            return ()
        self._health.answered(anilist.name)
        now = self._clock()
        # Of the show itself the stored sources know better: each season is a show to AniList.
        return tuple(
            replace(claim, checked_at=now)
            for claim in fetched.statement.claims
            if claim.season is not None and season in (None, claim.season)
        )


def _fitting(claims: Sequence[Claim], known: Sequence[Claim]) -> tuple[Claim, ...]:
    """Without what AniList says of seasons that it counts otherwise than the rest."""
    if not claims:
        return ()
    return kept_apart(claims, "anilist", known)[0]
