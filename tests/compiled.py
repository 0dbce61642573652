"""What SQLAlchemy compiled for one test serves the next, on another engine of the same kind.

An engine keeps the text of each statement it has compiled, by the dialect it was compiled for. Each
test opens a store of its own, and a quarter of its time was spent on compiling the same statements.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg, PGDialectAsync_psycopg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine import URL, Dialect, Engine

_COMPILED: dict[Any, Any] = {}
_IN_USE: set[Any] = set()


class _Shared(Dialect):
    """Any two are one: all tests' engines of a kind are set up alike."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_COMPILED)
        event.listen(engine, "checkout", lambda _connection, record, _proxy: _IN_USE.add(record))
        event.listen(engine, "checkin", lambda _connection, record: _IN_USE.discard(record))


class SQLite(_Shared, SQLiteDialect_aiosqlite):
    supports_statement_cache = True


class PostgreSQL(_Shared, PGDialectAsync_psycopg):
    supports_statement_cache = True


class Psycopg(PGDialect_psycopg):
    """The way that SQLAlchemy asks for the asynchronous one by."""

    supports_statement_cache = True

    @classmethod
    def get_async_dialect_cls(cls, url: URL) -> type[Dialect]:
        return PostgreSQL


def share() -> None:
    """From now on."""
    registry.register("sqlite.aiosqlite", __name__, SQLite.__name__)
    registry.register("postgresql.psycopg", __name__, Psycopg.__name__)


def in_use() -> int:
    """How many connections were not given back to their pools; they are counted no more."""
    count = len(_IN_USE)
    _IN_USE.clear()
    return count
