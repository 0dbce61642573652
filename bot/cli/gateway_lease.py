"""One process a database is connected to Discord: a second one waits until the first lets go.

Two would both answer every mention. A row in the store says whose turn it is, and runs out by
itself where its process was killed on another machine.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from ..clock import Clock
from ..errors import StoreError
from ..foundation.database import Database
from ..foundation.lease import BusyError, Lease, LeaseLostError

_LOG = logging.getLogger(__name__)

_GATEWAY = "gateway"
"""The lease's name; processes that share the shards divide them among themselves instead."""

_LENGTH = timedelta(seconds=60)
_RENEW_SECONDS = 15.0
_ASK_SECONDS = 2.0
_LETTING_GO_SECONDS = 1.0


def gateway_lease(database: Database, clock: Clock, process: str | None = None) -> Lease:
    """The right to be connected to Discord with that database."""
    return Lease(database, clock, _GATEWAY, process, length=_LENGTH)


async def wait_for_lease(lease: Lease, stop: asyncio.Event) -> bool:
    """Take the lease as soon as no other process has it; False where `stop` came first.

    Raises:
        StoreError: the database cannot be written.
    """
    logged = False
    while not stop.is_set():
        try:
            await lease.take()
        except BusyError as error:
            if not logged:
                _LOG.warning(
                    "another process is connected with this database; waiting until it ends, or "
                    "for %.0f s where it was killed elsewhere",
                    error.left.total_seconds(),
                )
                logged = True
            await _sleep(_ASK_SECONDS, stop)
            continue
        if logged:
            _LOG.info("the other process let go; connecting")
        return True
    return False


@asynccontextmanager
async def holding(
    lease: Lease, database: Database, stop: asyncio.Event
) -> AsyncIterator[asyncio.Event]:
    """Keep a lease that was taken; yields an event that is set at `stop`, and when it is lost."""
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
    while not over.is_set():
        await _sleep(_RENEW_SECONDS, over)
        try:
            async with database.write(durable=False) as writing:
                await lease.renew(writing)
        except LeaseLostError:
            _LOG.warning("another process took over; the connection to Discord is closed")
            over.set()
        except StoreError as error:
            _LOG.warning("the turn could not be renewed: %s", error)


async def _pass_on(stop: asyncio.Event, over: asyncio.Event) -> None:
    await stop.wait()
    over.set()


async def _sleep(seconds: float, until: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(until.wait(), seconds)
    except TimeoutError:
        return
