"""What AniList says of anime, asked as somebody asks, joined in memory and never stored.

AniList's terms forbid to use it as storage (https://docs.anilist.co/guide/terms-of-use): what it
says is forgotten after ten minutes, opens no change and is written nowhere.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from ...clock import Clock
from ...errors import StoreError
from ...facts.models import Claim, Kind, Show
from ...facts.queries.claims import claims_of
from ...facts.resolve import resolve, show_of
from ...foundation.database import Database
from ..errors import BadAnswerError, NotFoundError, ProviderError
from ..numbering import kept_apart
from ..provider_health import Standing
from .client import AniList

_LOG = logging.getLogger(__name__)

KEPT = timedelta(minutes=10)
"""How long an answer is remembered, so that a card's buttons ask nothing again."""

PATIENCE = 10.0
"""Seconds after which what comes is too late for the card."""

_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class _Heard:
    """What AniList said of a season, and when; nothing where it failed or has no such record."""

    at: datetime
    claims: tuple[Claim, ...] = ()


class Anime:
    """Asks AniList about one season of one show at a time, and only where its id is known."""

    def __init__(
        self, anilist: AniList | None, standing: Standing, database: Database, clock: Clock
    ) -> None:
        self._anilist = anilist
        self._standing = standing
        self._database = database
        self._clock = clock
        self._heard: OrderedDict[tuple[str, int | None], _Heard] = OrderedDict()
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
        claims = await self._said(self._anilist, key, season)
        if not claims:
            return None
        try:
            async with self._database.read() as reading:
                known = await claims_of(reading, show.id, show.scope)
        except StoreError as error:
            _LOG.warning("what AniList says was not joined: %s", error)
            return None
        return show_of(show.id, resolve([*known, *_fitting(claims, known)]), scope=show.scope)

    async def _said(self, anilist: AniList, key: str, season: int | None) -> tuple[Claim, ...]:
        place = (key, season)
        turn = self._turns.get(place)
        if turn is None:
            turn = self._turns[place] = asyncio.Lock()
        # Whoever asks while it is being asked waits for the same answer.
        async with turn:
            heard = self._heard.get(place)
            if heard is None or self._clock() - heard.at >= KEPT:
                now = self._clock()
                heard = _Heard(now, await self._asked(anilist, key, season))
                self._heard[place] = heard
                self._heard.move_to_end(place)
                while len(self._heard) > _REMEMBERED:
                    self._heard.popitem(last=False)
        return heard.claims

    async def _asked(self, anilist: AniList, key: str, season: int | None) -> tuple[Claim, ...]:
        try:
            async with asyncio.timeout(PATIENCE):
                fetched = await anilist.fetch(key, as_of=self._clock().date(), season=season)
        except (NotFoundError, BadAnswerError) as error:
            _LOG.info("AniList has nothing on %s: %s", key, error)
            return ()
        except ProviderError as error:
            self._standing.failed(error)
            return ()
        except TimeoutError:
            _LOG.info("AniList came too late with %s", key)
            return ()
        self._standing.answered(anilist.name)
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
