"""How a provider can fail, and the health of each; an outage is logged once, and so is its end."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from ..answers.citations import source_name
from ..errors import CliffhangerError
from ..foundation.clock import Clock
from ..locale.messages import ENGLISH, N_, _, speaking
from .models import Fetched, Provider, SearchHit

_LOG = logging.getLogger(__name__)


class ProviderError(CliffhangerError):
    """A provider did not answer as it should; nothing that it sent, nor any token, is quoted.

    ProviderError
    ├── UnreachableError    no answer: DNS, TLS, a timeout, a dropped connection, 5xx. An outage
    ├── RateLimitedError    it asks for patience; `retry_after` in seconds, None where unsaid
    ├── BadAnswerError      it answered, but not with what its documentation promises
    ├── NotFoundError       it has no such record (any more): merged away, deleted, never there
    │   └── MovedError      it has the record under another `key` now
    └── UnauthorizedError   our token is missing, wrong or expired. No outage: somebody must act

    The first two pass by themselves; the others stay the same when asked again at once.
    """

    def __init__(
        self, provider: str, reason: str, detail: str | None = None, /, **values: object
    ) -> None:
        """`reason` is a message that follows the name: "did not answer in time".

        `detail` is what a library said, which may reveal the network that the bot runs in.
        """
        super().__init__(reason, **values)
        self.provider = provider
        self._reason, self._details = reason, values
        self._detail = detail

    def __str__(self) -> str:
        """The sentence, in the language that is spoken now."""
        name = source_name(self.provider)
        # Translators: {reason} is what the provider did: "did not answer in time".
        return _("{provider} {reason}.", provider=name, reason=_(self._reason, **self._details))

    def in_full(self) -> str:
        """The sentence for the operator: in English, with what the library said."""
        with speaking(ENGLISH):
            sentence = str(self)
        return sentence if self._detail is None else f"{sentence[:-1]} ({self._detail})."


class UnreachableError(ProviderError):
    """No answer: DNS, TLS, a timeout, a dropped connection, a 5xx."""


class RateLimitedError(ProviderError):
    """The provider asks for patience (429); `retry_after` in seconds, None where unsaid."""

    def __init__(self, provider: str, retry_after: float | None) -> None:
        self.retry_after = retry_after
        if retry_after is None:
            super().__init__(provider, N_("asks me to wait a while"))
        else:
            seconds = f"{retry_after:.0f}"
            super().__init__(provider, N_("asks me to wait {seconds} s"), seconds=seconds)


class BadAnswerError(ProviderError):
    """The answer is not what the provider's documentation promises."""


class NotFoundError(ProviderError):
    """The provider has no such record, or no longer."""


class MovedError(NotFoundError):
    """The provider has the record under another key now."""

    def __init__(self, provider: str, key: str) -> None:
        super().__init__(provider, N_("has moved that record"))
        self.key = key


class UnauthorizedError(ProviderError):
    """Our token is missing, wrong or expired."""


ENOUGH = 3
"""From this many failures in a row on, the provider counts as failing; a single one may be the
record's fault."""

MANY = 10
"""From this many unreadable records in a row on, the provider is at fault and not the records."""

_LONGEST_FETCH_SECONDS = 240.0
"""Seconds within which one record has to come, with all its pages and retries."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class State:
    """A provider's state.

    `failing` is its last error while it fails, `since` from when on. `failed_at` is when it last
    failed since it last answered.
    """

    name: str
    failing: ProviderError | None = None
    since: datetime | None = None
    failed_at: datetime | None = None
    misses: int = 0
    unread: int = 0

    @property
    def refused(self) -> bool:
        """Whether our token was refused: then somebody must act, and waiting does not help."""
        return isinstance(self.failing, UnauthorizedError)


@dataclass(slots=True)
class Tally:
    """How often a provider answered and failed since the start, and when it last answered."""

    answered: int = 0
    failed: int = 0
    answered_at: datetime | None = None


class ProviderHealth:
    """Remembers how each provider answered last."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._states: dict[str, State] = {}
        self._tallies: defaultdict[str, Tally] = defaultdict(Tally)

    def of(self, name: str) -> State:
        """A provider's health; good while nothing is known."""
        return self._states.get(name) or State(name)

    def failing(self) -> list[State]:
        """The providers that are failing now."""
        return [state for state in self._states.values() if state.failing is not None]

    def tallies(self) -> Mapping[str, Tally]:
        """The counts of each provider that was ever asked."""
        return self._tallies

    def answered(self, name: str) -> None:
        """Note that a provider answered."""
        tally = self._tallies[name]
        tally.answered += 1
        tally.answered_at = self._clock()
        if self.of(name).failing is not None:
            _LOG.info("%s answers again", name)
        self._states[name] = State(name)

    def failed(self, error: ProviderError, *, unread: bool = False) -> None:
        """Note that a provider failed, or sent an `unread` record; a single record may fail because
        of its own content."""
        self._tallies[error.provider].failed += 1
        state = replace(self.of(error.provider), failed_at=self._clock())
        if unread:
            state = replace(state, unread=state.unread + 1)
        else:
            state = replace(state, misses=state.misses + 1)
        refused = isinstance(error, UnauthorizedError)
        if refused or state.misses >= ENOUGH or state.unread >= MANY:
            if state.failing is None:
                _LOG.warning("%s What it said before stays.", error.in_full())
                state = replace(state, since=self._clock())
            state = replace(state, failing=error)
        self._states[error.provider] = state


class MonitoredProvider:
    """A provider whose answers and failures are recorded in its health."""

    def __init__(self, provider: Provider, health: ProviderHealth) -> None:
        self.name = provider.name
        self.cached = provider.cached
        self.known_by = provider.known_by
        self._provider = provider
        self._health = health

    async def search(self, query: str) -> list[SearchHit]:
        """As the provider does."""
        return await self._noted(self._provider.search(query))

    async def lookup(self, ids: Mapping[str, str]) -> SearchHit | None:
        """As the provider does."""
        return await self._noted(self._provider.lookup(ids))

    async def fetch(self, key: str, *, as_of: date) -> Fetched:
        """Fetch as the provider does, limited to a few minutes for all pages of a record."""
        return await self._noted(self._in_time(self._provider.fetch(key, as_of=as_of)), record=True)

    async def _in_time(self, fetching: Awaitable[Fetched]) -> Fetched:
        try:
            async with asyncio.timeout(_LONGEST_FETCH_SECONDS):
                return await fetching
        except TimeoutError:
            raise UnreachableError(self.name, "did not answer in time") from None

    async def updated(self, since: datetime, now: datetime) -> Mapping[str, datetime]:
        """As the provider does."""
        return await self._noted(self._provider.updated(since, now))

    async def _noted(self, asking: Awaitable[T], *, record: bool = False) -> T:
        try:
            answer = await asking
        except NotFoundError:
            self._health.answered(self.name)
            raise
        except ProviderError as error:
            unread = record and isinstance(error, BadAnswerError)
            self._health.failed(error, unread=unread)
            raise
        except CliffhangerError:
            raise
        except Exception:  # noqa: BLE001 - the boundary to what strangers send; logged
            # It would end the round of all providers, and the next round at the same record.
            _LOG.exception("reading what %s sent failed", self.name)
            unreadable = BadAnswerError(self.name, "sent something that I cannot read")
            self._health.failed(unreadable, unread=record)
            raise unreadable from None
        self._health.answered(self.name)
        return answer
