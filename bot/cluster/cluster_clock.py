"""The clock of the cluster's leases, in ms since 1970: the database server's where there is one."""

from __future__ import annotations

from ..foundation.clock import Clock
from ..foundation.database import Transaction
from ..foundation.sql import now_of


async def now_in_ms(connection: Transaction, clock: Clock) -> int:
    """The present instant in ms: by the database server's clock; with a SQLite file by `clock`."""
    return ms(await now_of(connection, clock))


def ms(seconds: float) -> int:
    """Seconds, or a length of time, as whole milliseconds."""
    return int(seconds * 1000)
