"""Statements as sources and files make them, and what a database holds after they were written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.catalog.reader import IMPORT, read_bytes
from bot.facts.fields import Shape, field_of
from bot.facts.models import Claim, Statement, Tier
from bot.facts.resolve import Resolved
from bot.facts.writes import NewEdit
from bot.foundation.database import Database
from bot.foundation.database_url import file_of

AS_OF = date(2026, 1, 1)
TODAY = date(2026, 11, 22)


def says(
    key: str,
    title: str,
    seasons: Mapping[int, Mapping[str, Any]] | None = None,
    *,
    source: str = "tvmaze",
    as_of: date = AS_OF,
    dated: bool = True,
    ids: Mapping[str, str] | None = None,
    **own: Any,
) -> Statement:
    """What a provider says of one show; values are in their JSON form."""
    link = f"https://{source}.example/{key}"
    made: list[Claim] = []

    def claim(season: int | None, name: str, at: str, value: Any, position: int = 0) -> None:
        made.append(
            Claim(season, name, at, value, Tier.SOURCE, source, link, as_of, position=position)
        )

    for season, values in ((None, {"title": title, **own}), *(seasons or {}).items()):
        for name, given in values.items():
            field = field_of(season, name)
            if field.named:
                for tag, member in given.items():
                    claim(season, name, tag, field.decode(member))
                continue
            members = [given] if field.shape is Shape.SINGLE else given
            for position, member in enumerate(members):
                value = field.decode(member)
                claim(season, name, field.key(value), value, position)
    for provider, identifier in (ids or {}).items():
        claim(None, "ids", provider, identifier)
    return Statement(source, key, Tier.SOURCE, link, as_of, tuple(made), dated)


def filed(*tables: Mapping[str, Any], name: str = "shows.json") -> list[Statement]:
    """What an imported file with those shows says."""
    return read_bytes(json.dumps(tables).encode(), name, source=IMPORT, today=TODAY)


Values = dict[tuple[int | None, str, str], object]
"""By season, field and key."""


def values_of(statement: Statement) -> Values:
    """What a statement says."""
    return {(c.season, c.field, c.key): c.value for c in statement.claims}


def resolved_values(resolved: Resolved) -> Values:
    """What claims add up to."""
    return {
        (season, name, fact.claim.key): fact.value
        for (season, name), facts in resolved.items()
        for fact in facts
    }


def person(season: int | None, name: str, value: Any, *, key: str | None = None) -> Claim:
    """A person's claim; a value of None takes a member of a collection away."""
    field = field_of(season, name)
    decoded = None if value is None else field.decode(value)
    at = key if key is not None else ("" if decoded is None else field.key(decoded))
    return Claim(season, name, at, decoded, Tier.SERVER, "editor", "https://m.example/", AS_OF)


def draft(
    interaction_id: int, show_id: int | None, *claims: Claim, scope: int = 0, author_id: int = 42
) -> NewEdit:
    """An act of one person."""
    return NewEdit(interaction_id, show_id, scope, author_id, "set", claims)


def in_an_order(query: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Those rows, which are in an order that was asked for: else PostgreSQL has them in any."""
    assert len(rows) < 2 or "ORDER BY" in query, f"no ORDER BY: {query}"
    return rows


@dataclass(frozen=True)
class Stored:
    """The rows of a database's file, read past the program."""

    file: Path

    def __call__(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as connection:
            return in_an_order(query, connection.execute(query, values).fetchall())

    def one(self, query: str, *values: object) -> Any:
        """The single value of a query."""
        ((value,),) = self(query, *values)
        return value

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, sorted."""
        names = [name for (name,) in self(self._TABLES) if name != "sqlite_sequence"]
        return {name: sorted(self(f"SELECT * FROM {name} ORDER BY 1"), key=repr) for name in names}

    def restored(self) -> dict[str, list[tuple[Any, ...]]]:
        """The same of a database that was put back, without the note that it was."""
        everything = self.everything()
        everything["meta"].remove(("restored", ""))
        return everything

    def broken_references(self) -> list[tuple[Any, ...]]:
        """Rows whose foreign keys lead nowhere."""
        return self("PRAGMA foreign_key_check")

    _TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"


@dataclass(frozen=True)
class StoredOnServer(Stored):
    """The rows of a PostgreSQL database; truth values are 0 and 1, as SQLite has them."""

    address: str = ""

    def __call__(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.address) as connection:
            found = connection.execute(query.replace("?", "%s").encode(), values or None)
            rows = [tuple(int(v) if v is True or v is False else v for v in row) for row in found]
            return in_an_order(query, rows)

    def broken_references(self) -> list[tuple[Any, ...]]:
        """None: the server checks each of them as it is written."""
        return []

    _TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


def stored_in(url: str) -> Stored:
    """What a database holds, by its URL."""
    file = file_of(url)
    if file is not None:
        return Stored(file)
    return StoredOnServer(Path(), url.replace("+psycopg", "", 1))


async def fill_disk(database: Database, table: str, act: str = "INSERT") -> None:
    """From now on there is no room to insert into that table, or to update it."""
    async with database.write() as writing:
        if writing.dialect.name == "postgresql":
            await writing.exec_driver_sql(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$"
            )
            await writing.exec_driver_sql(
                f"CREATE TRIGGER broken BEFORE {act} ON {table} EXECUTE FUNCTION no_room()"
            )
        else:
            await writing.exec_driver_sql(
                f"CREATE TRIGGER broken BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SQL statement that any engine runs meanwhile, without BEGIN and pragmas."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
