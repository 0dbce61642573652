"""A prepared statement that libpq executes without the driver's cursors."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    import psycopg
    from psycopg.pq.abc import PGconn, PGresult

_GENERIC = "SET plan_cache_mode = force_generic_plan"
"""Use one generic plan: a lookup by key that is repeated takes less time than planning it anew.
https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-PLAN-CACHE_MODE"""


class PreparedStatement:
    """A statement that a connection has prepared, executed through libpq.

    A cursor of the driver takes four times the processor time of this.
    """

    def __init__(self, name: str, order: Sequence[str], driver: psycopg.AsyncConnection[Any]):
        from psycopg.adapt import Transformer

        self._name = name.encode()
        self._order = order
        self._reader = Transformer.from_context(driver)

    @classmethod
    async def on(
        cls, driver: psycopg.AsyncConnection[Any], query: SQLCompiler
    ) -> PreparedStatement:
        """Prepare the compiled query on a connection; the same text may be prepared there more than
        once."""
        name = f"cliffhanger_{secrets.token_hex(4)}"
        order = list(query.params)
        text = query.string % {name: f"${number}" for number, name in enumerate(order, start=1)}
        await driver.execute(_GENERIC.encode())
        await driver.execute(f"PREPARE {name} AS {text}".encode())
        return cls(name, order, driver)

    async def rows(
        self, driver: psycopg.AsyncConnection[Any], values: Mapping[str, Any]
    ) -> Sequence[tuple[Any, ...]]:
        """The rows that the statement returns for these values.

        Raises:
            psycopg.Error: it fails, or the connection is lost.
        """
        from psycopg.errors import error_from_result
        from psycopg.pq import ExecStatus

        given = [values[name] for name in self._order]
        async with driver.lock:
            driver.pgconn.send_query_prepared(
                self._name, [None if value is None else str(value).encode() for value in given]
            )
            result = await _result(driver.pgconn)
            if result.status != ExecStatus.TUPLES_OK:
                raise error_from_result(result)
            self._reader.set_pgresult(result)
            return self._reader.load_rows(0, result.ntuples, tuple)


async def _result(connection: PGconn) -> PGresult:
    """The last result of the query that was sent, received as
    https://www.postgresql.org/docs/current/libpq-async.html describes.

    Raises:
        psycopg.Error: the connection is lost.
    """
    loop = asyncio.get_running_loop()
    results: list[PGresult] = []
    complete = loop.create_future()

    def read() -> None:
        try:
            connection.consume_input()
            while not (complete.done() or connection.is_busy()):
                if (result := connection.get_result()) is None:
                    complete.set_result(None)
                else:
                    results.append(result)
        except Exception as error:  # noqa: BLE001 - it is whoever waits who is to hear of it
            if not complete.done():
                complete.set_exception(error)

    socket = connection.socket
    connection.flush()  # some bytes: there is always room for them
    loop.add_reader(socket, read)
    try:
        await complete
    finally:
        loop.remove_reader(socket)
    if not results:
        from psycopg import OperationalError

        raise OperationalError("the connection was lost")
    return results[-1]
