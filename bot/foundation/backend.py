"""What the two engines of the store have in common, as `database` sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.compiler import SQLCompiler

from ..errors import StoreError


class Backend(Protocol):
    """One engine, SQLite or PostgreSQL: how transactions begin and end, and what errors mean.

    `one_writer` says whether all writes have to take turns, whatever they write. `connects_within`
    is how many seconds a caller waits for a new connection; None waits for as long as the driver
    does.
    """

    engine: AsyncEngine
    one_writer: bool
    connects_within: float | None

    @property
    def Error(self) -> type[Exception]:  # noqa: N802 - the name that drivers give it (PEP 249)
        """The base of the driver's own errors."""

    def beside(self, ending: str) -> Path:
        """The path of this machine's cache of the database, with that suffix."""
        ...

    def refuse_if_replaced(self) -> None:
        """Raise StoreError if the database is no longer the one that was opened."""
        ...

    async def refuse_shared_sessions(self) -> None:
        """Raise StoreError if a pooler gives one connection different sessions of the server."""
        ...

    async def commit(self, connection: AsyncConnection) -> None:
        """Commit what was written; return only when it is certain that it was.

        Raises:
            sqlalchemy.exc.DBAPIError: it was not.
            StoreError: that cannot be found out.
        """
        ...

    async def end_reading(self, connection: AsyncConnection) -> None:
        """End a transaction that only read."""
        ...

    async def fetch(
        self, connection: AsyncConnection, query: SQLCompiler, values: Mapping[str, Any]
    ) -> Sequence[tuple[Any, ...]]:
        """The rows of one SELECT, which needs no transaction around it.

        Raises:
            Error: the database cannot be read.
        """
        ...

    async def listen(self, told: Callable[[], None]) -> None:
        """Call `told` at each revision that any process commits, as far as the engine tells."""
        ...

    def explained(self, error: BaseException) -> StoreError | None:
        """What a person reads about an error of the driver; None for one that nobody foresaw."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...
