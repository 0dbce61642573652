"""A connection to PostgreSQL that waits a limited time for each answer, and is closed at once if
none comes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

T = TypeVar("T")

_LONGEST = 60.0
"""How many seconds one statement may take; the longest bring thousands of rows."""

_LONGEST_WRITE = 20.0
"""The same inside a write, which others wait for; waiting for a lock takes a quarter of it at most.
"""

PROMPT = 1.5
"""How many seconds a statement may take that costs a healthy server nothing; people wait three."""

_CANCELING = 0.5
"""How many seconds the cancellation of a statement may take."""

_POLL_SECONDS = 0.1


class DriverConnection(psycopg.AsyncConnection[Any]):
    """A connection that gives up on a server that hangs.

    The kernel of such a server goes on acknowledging packets, so no keepalive notices that its disk
    or its processes stand still. Only a timeout on this side does.
    """

    patience: float | None = _LONGEST
    """How many seconds each answer may take; None waits for ever."""

    def begin(self, *, writes: bool) -> None:
        """Note that a transaction begins; if it `writes`, others wait for its end."""
        self.patience = _LONGEST_WRITE if writes else type(self).patience

    @contextmanager
    def promptly(self) -> Iterator[None]:
        """Inside the block a statement may take `PROMPT` seconds: only those that cost a server
        nothing are sent there, so one that takes longer means that the server hangs."""
        before, self.patience = self.patience, PROMPT
        try:
            yield
        finally:
            self.patience = before

    async def wait(
        self,
        gen: PQGen[T],
        interval: float = _POLL_SECONDS,
        timeout: float | None = None,  # noqa: ASYNC109 - the driver's own
    ) -> T:
        """Like the driver's own `wait`, for at most as long as the patience.

        Raises:
            psycopg.OperationalError: the server did not answer in time.
        """
        try:
            async with asyncio.timeout(self.patience):
                return await super().wait(gen, interval, *(() if timeout is None else (timeout,)))
        except TimeoutError as error:
            raise psycopg.OperationalError("the server did not answer in time") from error

    async def _try_cancel(
        self,
        *,
        timeout: float = 0.0,  # noqa: ASYNC109 - the driver's own
    ) -> None:
        """Have the server cancel the statement; if it cannot be reached, close the connection.

        The driver would wait five seconds for the cancellation and five more for its result, which
        is longer than a process may take to end.
        """
        try:
            await self.cancel_safe(timeout=_CANCELING)
        except Exception:  # noqa: BLE001 - whatever it is, nothing more is to be had of it
            self.pgconn.finish()
