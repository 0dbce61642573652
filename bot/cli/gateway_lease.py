"""The lease on the connection to Discord: one process per database holds it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from ..errors import StoreAwayError, StoreError
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..foundation.lease import BusyError, Lease, LeaseLostError
from ..foundation.loops import GuardedStep

_LOG = logging.getLogger(__name__)
_GATEWAY = "gateway"
"""The lease's name. Processes that share the shards do without it, since each shard has a lease."""

_LENGTH = timedelta(seconds=60)
_RENEW_SECONDS = 15.0
_ASK_SECONDS = 2.0
_LETTING_GO_SECONDS = 1.0


def gateway_lease(database: Database, clock: Clock, process: str | None = None) -> Lease:
    """The lease on being connected to Discord with that database."""
    return Lease(database, clock, _GATEWAY, process, length=_LENGTH)


async def wait_for_lease(lease: Lease, stop: asyncio.Event) -> bool:
    """Take the lease as soon as no other process has it; False if `stop` came first.

    If the database server is away, it is waited for.

    Raises:
        StoreError: the database cannot be written.
    """
    told: set[type[Exception]] = set()
    while not stop.is_set():
        try:
            await lease.take()
        except (BusyError, StoreAwayError) as error:
            reason = str(error)
            if isinstance(error, BusyError):
                reason = (
                    "another process is connected with this database; waiting until it ends, or "
                    f"for {error.left.total_seconds():.0f} s where it was killed elsewhere"
                )
            if type(error) not in told:
                _LOG.warning("not connected yet: %s", reason)
            told.add(type(error))
            await sleep_until(stop, _ASK_SECONDS)
        else:
            if told:
                _LOG.info("connecting")
            return True
    return False


@asynccontextmanager
async def holding(
    lease: Lease, database: Database, stop: asyncio.Event
) -> AsyncIterator[asyncio.Event]:
    """Renew a lease that was taken, inside the block; yields an event that is set when `stop` is
    set or the lease is lost."""
    over = asyncio.Event()
    keeping = asyncio.create_task(_keep(lease, database, over), name="gateway lease")
    stopping = asyncio.create_task(_pass_on(stop, over), name="stop of the turn")
    try:
        yield over
    finally:
        for task in (keeping, stopping):
            task.cancel()
        await asyncio.gather(keeping, stopping, return_exceptions=True)
        try:
            # A store that is busy must not keep the process from ending in time.
            async with asyncio.timeout(_LETTING_GO_SECONDS):
                await lease.release()
        except (StoreError, TimeoutError) as error:
            reason = error if isinstance(error, StoreError) else "the store is busy"
            _LOG.warning("the turn could not be given up; it runs out in a while: %s", reason)


async def _keep(lease: Lease, database: Database, over: asyncio.Event) -> None:
    async def renew() -> None:
        try:
            async with database.write(durable=False) as writing:
                await lease.renew(writing)
        except LeaseLostError:
            _LOG.warning("another process took over; the connection to Discord is closed")
            over.set()

    step = GuardedStep(
        _LOG,
        unavailable="the turn cannot be renewed",
        failed="renewing the turn failed",
        recovered="the turn is renewed again",
    )
    while not over.is_set():
        await sleep_until(over, _RENEW_SECONDS)
        await step.run(renew)


async def _pass_on(stop: asyncio.Event, over: asyncio.Event) -> None:
    await stop.wait()
    over.set()


async def sleep_until(stop: asyncio.Event, seconds: float) -> None:
    """Sleep for that long, or until `stop` is set."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
