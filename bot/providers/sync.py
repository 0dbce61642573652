"""The sync: processes what the providers changed about tracked shows; resumable at any moment."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field

from ..errors import StoreError
from ..facts.known_providers import PROVIDERS
from ..facts.ledger import Ledger
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..foundation.lease import Lease, LeaseLostError
from . import queries
from .fetch import Fetcher
from .fetch_schedule import FetchSchedule
from .models import Provider
from .provider_health import (
    ENOUGH,
    MANY,
    BadAnswerError,
    ProviderError,
    RateLimitedError,
    UnauthorizedError,
    UnreachableError,
)

_LOG = logging.getLogger(__name__)

_EXPIRED_AT_ONCE = 100

SyncProgress = Callable[[str, int, int], None]
"""Called with a provider's name, how many records were fetched, and how many there are."""


@dataclass(frozen=True, slots=True)
class FailedFetch:
    """A record that could not be fetched, or a show that could not be looked up."""

    show_id: int
    error: ProviderError


@dataclass(slots=True)
class Report:
    """A round's result for one provider, in records.

    `bad` could not be read, `failures` say why and which others were not fetched; `failing` is why
    the provider's part was broken off.
    """

    provider: str
    fetched: int = 0
    changed: int = 0
    bad: int = 0
    waiting: int = 0
    failures: list[FailedFetch] = field(default_factory=list)
    failing: ProviderError | None = None

    @property
    def good(self) -> bool:
        """Whether everything that was due was fetched."""
        return self.failing is None and not self.failures


class Sync:
    """Keeps tracked shows up to date, one process at a time.

    A round turns each provider's list of updates into due records, together with the cursor; a
    record leaves that list in the transaction that writes its claims. So a process may end at any
    moment, and the next round continues there.
    """

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        clock: Clock,
        providers: Sequence[Provider],
        fetch_schedule: FetchSchedule,
        fetcher: Fetcher,
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock
        self._providers = providers
        self._schedule = fetch_schedule
        self._fetcher = fetcher
        self._lease = Lease(database, clock, "sync")

    async def round(
        self, *, at_once: bool = False, progress: SyncProgress = lambda provider, done, total: None
    ) -> list[Report]:
        """Process what changed, and fetch what is due; a provider's failure ends only its own part.

        The providers are asked side by side. The lists of updates are asked for once per interval,
        or `at_once`, which also retries recent failures.

        Raises:
            BusyError: another process is at it just now.
            StoreError: the database cannot be used.
        """
        if not at_once and not await self._schedule.is_anything_due(self._providers):
            return []
        await self._lease.take()
        reports = [Report(provider.name) for provider in self._providers]
        try:
            await self._expire()
            parts = [
                _Part(provider, report, progress, at_once=at_once)
                for provider, report in zip(self._providers, reports, strict=True)
            ]
            await _side_by_side(self._keep_up(part) for part in parts)
            # What one provider brought may be the id by which another finds a show.
            await _side_by_side(self._look_up(part) for part in parts)
            for part in parts:
                part.report.waiting = await self._schedule.count(part.provider)
        except LeaseLostError:
            _LOG.warning("another process took the sync over")
        finally:
            await asyncio.shield(self._release())
        return reports

    async def _release(self) -> None:
        try:
            await self._lease.release()
        except StoreError as error:
            _LOG.warning("the sync could not be given up; it will be in a while: %s", error)

    async def _expire(self) -> None:
        """Drop records that nobody checked for longer than their provider's terms allow.

        That includes the records of providers that are no longer asked.
        """
        for name, known in PROVIDERS.items():
            if known.kept is None:
                continue
            async with self._database.read() as reading:
                keys = await queries.expired(reading, name, self._clock() - known.kept)
            for start in range(0, len(keys), _EXPIRED_AT_ONCE):
                gone = keys[start : start + _EXPIRED_AT_ONCE]
                await self._ledger.state(name, [], gone=gone)
                _LOG.info(
                    "%d records of %s were dropped, unchecked for too long", len(gone), known.name
                )

    async def _keep_up(self, part: _Part) -> None:
        try:
            if part.at_once:
                await self._schedule.bring_forward(part.provider)
            try:
                part.listed = await self._schedule.take_over(
                    part.provider, self._lease, at_once=part.at_once
                )
            except BadAnswerError as error:
                # Its list cannot be read; what was already due can be fetched all the same.
                part.report.failing = error
            await self._fetch_due(part)
        except ProviderError as error:
            part.report.failing = error
        await self._look_up(part)

    async def _look_up(self, part: _Part) -> None:
        """Find tracked shows by their ids where no record of this provider is known."""
        if not part.listed or part.report.failing is not None:
            return
        unread = 0
        try:
            for target in await self._schedule.unidentified(part.provider):
                if target.show_id in part.sought:
                    continue
                part.sought.add(target.show_id)
                try:
                    await self._fetcher.look_up(part.provider, target, self._lease)
                except BadAnswerError as error:
                    part.report.failures.append(FailedFetch(target.show_id, error))
                    unread += 1
                    if unread >= MANY:
                        raise
            await self._fetch_due(part)
        except ProviderError as error:
            part.report.failing = error

    async def _fetch_due(self, part: _Part) -> None:
        provider, report = part.provider, part.report
        total = part.done + await self._schedule.count(provider)
        misses = unread = 0
        while True:
            async with self._database.read() as reading:
                due = await queries.next_due(reading, provider.name, self._clock())
            if due is None:
                return
            try:
                outcome = await self._fetcher.fetch_due(provider, due, self._lease)
            except UnauthorizedError:
                raise
            except (UnreachableError, RateLimitedError) as error:
                report.failures.append(FailedFetch(due.show_id, error))
                misses += 1
                if misses >= ENOUGH or isinstance(error, RateLimitedError):
                    raise
            except ProviderError as error:
                report.failures.append(FailedFetch(due.show_id, error))
                report.bad += 1
                misses = 0
                unread = unread + 1 if isinstance(error, BadAnswerError) else 0
                if unread >= MANY:
                    raise
            else:
                report.fetched += 1
                report.changed += bool(outcome.added or outcome.changes)
                misses = unread = 0
            part.done += 1
            part.progress(provider.name, part.done, max(total, part.done))


@dataclass(slots=True)
class _Part:
    """One provider's part of a round, with its progress."""

    provider: Provider
    report: Report
    progress: SyncProgress
    at_once: bool
    listed: bool = False
    done: int = 0
    sought: set[int] = field(default_factory=set)


async def _side_by_side(parts: Iterable[Coroutine[None, None, None]]) -> None:
    """Run all coroutines to their end; the first failure cancels the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part)
    except ExceptionGroup as failed:
        first = failed.exceptions[0]
        raise first from first.__cause__
