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
"""Seconds for an answer to any one statement; those that take longest bring thousands of rows."""

_LONGEST_WRITE = 20.0
"""The same while others wait for the transaction's end; a lock is waited for a quarter of that."""

PROMPT = 1.5
"""Seconds for what takes a server no time: people wait three."""

_CANCELING = 0.5
"""Seconds to have a server give up what it is asked."""

_POLL_SECONDS = 0.1


class DriverConnection(psycopg.AsyncConnection[Any]):
    """Gives up on a server that hangs. Such a server, with its disk or its machine, keeps its
    connections open: its kernel goes on acknowledging, so no keepalive notices. Only a clock here
    does."""

    patience: float | None = _LONGEST
    """Seconds for each answer; None waits for ever."""

    def begin(self, *, writes: bool) -> None:
        """Note that a transaction begins; while it writes, others wait for its end."""
        self.patience = _LONGEST_WRITE if writes else type(self).patience

    @contextmanager
    def promptly(self) -> Iterator[None]:
        """Inside the block only statements that cost the server no time are sent: if one takes
        long, the server hangs."""
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
        """Have the server cancel the query; if it cannot be reached, hang up.

        The driver would wait five seconds for that and five more for its end, longer than a process
        may take to end.
        """
        try:
            await self.cancel_safe(timeout=_CANCELING)
        except Exception:  # noqa: BLE001 - whatever it is, nothing more is to be had of it
            self.pgconn.finish()
