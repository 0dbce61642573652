"""PostgreSQL itself: one schema on both engines, what a lost connection costs, and moving over."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli.catalog import move
from bot.errors import StoreAwayError, StoreError
from bot.facts.ledger import Ledger
from bot.foundation import migrate as migrations
from bot.foundation import move_database as moving
from bot.foundation import postgres as subject
from bot.foundation.database import Database
from bot.foundation.meta import current_revision, next_revision, write_meta
from bot.foundation.migrate import HEAD, migrate, refuse_without_rights, revision_of
from bot.foundation.schema import whole_schema
from bot.foundation.sql import meta
from tests.clock import StoppedClock
from tests.engines import administered
from tests.facts.stated import StoredOnServer, draft, person, says, stored_in
from tests.foundation.next_schema import next_version
from tests.foundation.schema_differences import differences

REVISION = select(meta.c.value).where(meta.c.name == "revision")
LOSE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
)
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.sqlite
"""It makes its own databases: once is enough."""


@pytest.fixture
async def url(bare: str) -> str:
    await migrate(bare)
    return bare


@pytest.mark.slow
async def test_a_fresh_database_has_the_tables_of_the_schema(bare: str) -> None:
    program = (
        "import asyncio, sys; from bot.foundation.migrate import migrate;"
        "asyncio.run(migrate(sys.argv[1]))"
    )
    starts = [
        await asyncio.create_subprocess_exec(*(sys.executable, "-c", program, bare), cwd=ROOT)
        for _ in range(3)
    ]
    assert [await start.wait() for start in starts] == [0, 0, 0]
    assert await differences(bare, whole_schema()) == []
    assert stored_in(bare)("SELECT version_num FROM alembic_version") == [(HEAD,)]


async def test_an_upgrade_under_way_shows_nothing(
    bare: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored, seen = stored_in(bare), list[object]()
    run_alembic = migrations._run_alembic

    def look_from_outside(connection: Connection, scripts: Path) -> None:
        run_alembic(connection, scripts)
        seen.extend(stored("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))

    monkeypatch.setattr(migrations, "_run_alembic", look_from_outside)
    await migrate(bare)
    assert seen == [(0,)]
    assert await revision_of(bare) == HEAD


async def test_an_upgrade_that_waits_for_a_reader_keeps_no_other_waiting(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "_SECONDS_BETWEEN_TRIES", 0.2)
    # How long a reading waits by itself is not what this is about.
    monkeypatch.setattr(subject, "_LOCKED", "SET lock_timeout = '30s'")
    scripts = next_version(
        tmp_path / "next", "op.add_column('meta', sa.Column('note', sa.Text()))\n"
    )
    async with Database(url) as database:
        with psycopg.connect(url.replace("+psycopg", "", 1)) as backup_under_way:
            backup_under_way.execute("LOCK TABLE meta IN ACCESS SHARE MODE")
            upgrading = asyncio.create_task(migrate(url, scripts))
            with administered(url) as other:
                waiting = (
                    "SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND NOT granted"
                )
                async with asyncio.timeout(30):
                    while not other.execute(waiting).fetchall():  # noqa: ASYNC110 - the server's
                        await asyncio.sleep(0.01)
            async with database.read() as reading:
                assert await current_revision(reading) == 0
            assert not upgrading.done()
        await upgrading
    assert await revision_of(url) == "9999"


async def test_databases_that_are_not_ours_are_refused(url: str, bare: str) -> None:
    with administered(url) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer version \(9999\)"):
        await migrate(url)
    with administered(url) as other:
        other.execute("DROP TABLE alembic_version")
    with pytest.raises(StoreError, match="another program"):
        await migrate(url)


async def test_what_is_refused_has_a_sentence(url: str) -> None:
    address = make_url(url)
    for wrong, sentence in (
        (address.set(database="nowhere"), "no such database or user"),
        (address.set(username="nobody"), "no such database or user"),
        (address.update_query_dict({"sslmode": "secret"}), "does not understand a part of"),
        (address.update_query_dict({"nonsense": "secret"}), "does not understand a part of"),
        (address.update_query_dict({"connect_timeout": "x"}), "does not understand a part of"),
    ):
        with pytest.raises(StoreError, match=sentence):
            await revision_of(wrong.render_as_string(hide_password=False))
    with administered(url) as other:
        other.execute(f'ALTER DATABASE "{address.database}" SET default_transaction_read_only = on')
    async with Database(url) as database:
        with pytest.raises(StoreError, match="cannot be written to"):
            await count_up(database)


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ('FATAL:  password authentication failed for user "bot"', "password"),
        ("server does not support SSL, but SSL was required", "sslmode"),
        ('root certificate file "/none" does not exist', "certificates"),
    ],
)
def test_a_refusal_before_any_statement_has_a_sentence(words: str, sign: str) -> None:
    postgres = subject.PostgreSQL(make_url("postgresql+psycopg://bot:x@h/d"))
    told = postgres.explained(psycopg.OperationalError(words))
    assert type(told) is StoreError
    assert sign in str(told)


@pytest.mark.parametrize(
    ("error", "sign"),
    [
        (psycopg.errors.OutOfMemory, "busy"),
        (psycopg.errors.DiskFull, "full"),
        (psycopg.errors.TooManyConnections, "no more connections"),
        (psycopg.errors.IoError, "disk failed"),
        (psycopg.errors.UndefinedFile, "disk failed"),
        (psycopg.errors.DataCorrupted, "damaged"),
    ],
)
def test_what_a_server_lacks_has_a_sentence(error: type[psycopg.Error], sign: str) -> None:
    postgres = subject.PostgreSQL(make_url("postgresql+psycopg://bot:x@h/d"))
    assert sign in str(postgres.explained(error("anything")))


async def count_up(database: Database) -> None:
    async with database.write() as writing:
        await next_revision(writing)


async def test_a_reading_sees_one_state_and_writers_wait_for_each_other(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Database(url) as one, Database(url) as two:
        async with one.read() as reading:
            assert await current_revision(reading) == 0
            await asyncio.gather(*(count_up(each) for each in (one, two, one, two)))
            assert await current_revision(reading) == 0
        async with one.read() as reading:
            assert await current_revision(reading) == 4
        monkeypatch.setattr(subject, "_WRITE", subject._WRITE.replace("'5s'", "'50ms'"))
        async with one.write():
            with pytest.raises(StoreError, match="busy with another program"):
                await count_up(two)
            async with two.read() as reading:
                assert await current_revision(reading) == 4


async def test_connections_that_were_lost_are_made_anew(url: str) -> None:
    async with Database(url) as database, database.at_hand():
        ledger = Ledger(database, StoppedClock())
        assert await ledger.state("tvmaze", [says("1", "Dark")])
        for _ in range(3):
            with administered(url) as other:
                other.execute(LOSE)
            assert await ledger.edit(draft(_, 1, person(1, "episodes", 10 + _)))
            async with database.read() as reading:
                assert await current_revision(reading) == 2 + _
            assert await database.fetch(REVISION, {}) is None or _ == 0
            assert await database.fetch(REVISION, {}) == [(str(2 + _),)]

        async def lose_it() -> None:
            async with database.write() as writing:
                await next_revision(writing)
                with administered(url) as other:
                    other.execute(LOSE)

        with pytest.raises(StoreAwayError, match="is not answering"):
            await lose_it()
        async with database.read() as reading:
            assert await current_revision(reading) == 4


async def test_who_listens_is_told_of_each_write(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "_LISTENING_AGAIN", 0.01)

    async def told_of_a_write() -> None:
        """By the other process."""
        waiting = asyncio.create_task(listener.until_written())
        async with asyncio.timeout(30):
            while not waiting.done():
                await count_up(writer)
                await asyncio.wait([waiting], timeout=0.05)

    async with Database(url) as listener, Database(url) as writer:
        async with listener.listening():
            await told_of_a_write()
            with administered(url) as other:
                other.execute(LOSE)
            await told_of_a_write()
        with administered(url) as other:
            listening = (
                "SELECT 1 FROM pg_stat_activity "
                "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
            assert other.execute(listening).fetchall() == []


@pytest.mark.parametrize("commits", [True, False])
async def test_a_commit_whose_answer_is_lost_is_asked_for(
    url: str, monkeypatch: pytest.MonkeyPatch, commits: bool
) -> None:
    plain = AsyncConnection.commit

    async def commit(self: AsyncConnection) -> None:
        """The connection is lost just before or just after the server commits."""
        monkeypatch.setattr(AsyncConnection, "commit", plain)
        if commits:
            await plain(self)
        with administered(url) as other:
            other.execute(LOSE)
        await (self.exec_driver_sql("SELECT 1") if commits else plain(self))

    async with Database(url) as database:
        await count_up(database)
        monkeypatch.setattr(AsyncConnection, "commit", commit)
        if commits:
            await count_up(database)
        else:
            with pytest.raises(StoreAwayError, match="nothing was changed"):
                await count_up(database)
        async with database.read() as reading:
            assert await current_revision(reading) == 1 + commits


async def test_a_start_waits_for_a_server_and_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(migrations, "_PATIENCE", 0.1)
    with pytest.raises(StoreError, match="did not answer for a minute"):
        await migrate(f"postgresql+psycopg://u:secret@/d?host={tmp_path}")
    assert "waiting for it" in caplog.text
    assert "secret" not in caplog.text


@pytest.fixture
async def filled(tmp_path: Path) -> str:
    url = f"sqlite+aiosqlite:///{tmp_path / 'source.db'}"
    await migrate(url)
    async with Database(url) as database:
        ledger = Ledger(database, StoppedClock())
        await ledger.state(
            "tvmaze", [says(str(n), f"Show {n} \\ \t ü", network="A") for n in range(9)]
        )
        await ledger.edit(draft(2**60, 1, person(1, "episodes", 10), scope=2**62))
        async with database.write() as writing:
            await write_meta(writing, "some", "thing")
            await writing.exec_driver_sql("UPDATE shows SET merged_into = 9 WHERE id = 2")
    return url


def stop_halfway(_table: str, done: int, total: int) -> None:
    if done > total / 2:
        raise InterruptedError


@pytest.mark.slow
async def test_everything_moves_there_and_back(filled: str, bare: str, tmp_path: Path) -> None:
    back = f"sqlite+aiosqlite:///{tmp_path / 'deeper' / 'back.db'}"
    for target in (bare, back):
        with pytest.raises(InterruptedError):
            await moving.move(filled, target, whole_schema(), stop_halfway)
    rows = await move(filled, bare)
    assert rows == await move(bare, back)
    before, between, after = (stored_in(url).everything() for url in (filled, bare, back))
    assert between == before
    assert after == before
    assert isinstance(stored_in(bare), StoredOnServer)
    # Ids go on where they were.
    for url in (bare, back):
        async with Database(url) as database:
            await Ledger(database, StoppedClock()).edit(draft(7, 1, person(1, "episodes", 11)))


@pytest.mark.parametrize("into", ["filled", "other"])
async def test_what_is_not_empty_is_no_target(filled: str, bare: str, into: str) -> None:
    with administered(bare) as other:
        other.execute("CREATE TABLE other (id int)")
    before = stored_in(filled).everything()
    target, sign = (filled, "not empty") if into == "filled" else (bare, "another program")
    with pytest.raises(StoreError, match=sign):
        await move(filled, target)
    assert stored_in(filled).everything() == before


async def test_a_user_who_may_make_no_tables_is_told_what_to_do(bare: str) -> None:
    """From PostgreSQL 15 on nobody but the owner may, as long as nobody says otherwise."""
    with administered(bare) as database:
        database.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    await refuse_without_rights(bare)
    poor = make_url(bare).update_query_dict({"options": "-c role=pg_monitor"})
    url = poor.render_as_string(hide_password=False)
    for refused in (migrate, refuse_without_rights):
        with pytest.raises(StoreError, match=r"DATABASE_URL may not make .* owner of") as raised:
            await refused(url)
        assert "\n" not in str(raised.value)
        assert "CREATE TABLE" not in str(raised.value)
    assert await revision_of(bare) is None


async def test_nothing_moves_while_a_bot_runs(filled: str, bare: str, tmp_path: Path) -> None:
    """What it would write from then on would be missing in the copy."""
    file = f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"
    for url in (file, bare):
        await migrate(url)
    for source, target in ((filled, bare), (filled, file), (bare, file)):
        for running in (source, target):
            async with Database(running) as database, database.read() as reading:
                await current_revision(reading)
                with pytest.raises(StoreError, match="in use; stop the bot first"):
                    await move(source, target)
            assert stored_in(target)("SELECT id FROM shows") == []
    await move(filled, bare)


async def test_nothing_moves_from_nothing(bare: str, filled: str, tmp_path: Path) -> None:
    for source in (bare, f"sqlite+aiosqlite:///{tmp_path / 'mistyped.db'}"):
        with pytest.raises(StoreError, match="nothing to move"):
            await move(source, filled)
    assert not (tmp_path / "mistyped.db").exists()


async def test_what_is_kept_beside_it_lies_where_the_settings_say(tmp_path: Path) -> None:
    async with Database("postgresql+psycopg://u:secret@/d", tmp_path / "cache") as database:
        file = database.beside("titles")
    assert file.parent == tmp_path / "cache"
    async with Database("postgresql+psycopg://u:other@/d", tmp_path / "cache") as database:
        assert database.beside("titles") == file, "the password may change"
