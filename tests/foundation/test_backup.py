"""Copies: consistent while somebody writes, whole or not there, and never over a running bot."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.facts.ledger import Ledger
from bot.foundation import backup as subject
from bot.foundation.backup import backup, check_backup, restore
from bot.foundation.database import Database
from bot.foundation.meta import current_revision
from bot.foundation.migrate import check
from tests.clock import StoppedClock
from tests.facts.stated import Stored, draft, person, says


async def test_a_copy_is_one_file_with_every_row(url: str, stored: Stored, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "a copy #1?.db"
    target.parent.mkdir()
    assert backup(url, target) == target.stat().st_size
    assert Stored(target).everything() == stored.everything()
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert Stored(target).one("PRAGMA journal_mode") == "delete"


def parts(folder: Path) -> list[str]:
    """What is left of copies that were not made."""
    return [name for name in os.listdir(folder) if ".part" in name]


async def test_copies_made_at_once_do_not_meet(url: str, stored: Stored, tmp_path: Path) -> None:
    """As where one command is started before the last one has ended."""
    target = tmp_path / "copy.db"
    for _ in range(10):
        sizes = await asyncio.gather(*(asyncio.to_thread(backup, url, target) for _ in range(4)))
        assert set(sizes) == {target.stat().st_size}
        assert Stored(target).everything() == stored.everything()
    assert not parts(tmp_path)


async def test_a_copy_made_while_the_bot_writes_is_consistent(
    url: str, stored: Stored, clock: StoppedClock, tmp_path: Path
) -> None:
    async with Database(url) as database:
        ledger = Ledger(database, clock)

        async def write(first: int) -> None:
            for n in range(first, first + 10):
                said = [says(f"{n}-{i}", f"Show {n} {i}", synopsis="x" * 2000) for i in range(10)]
                await ledger.state("tvmaze", said)

        copies = [tmp_path / f"copy{number}.db" for number in range(3)]
        for number, target in enumerate(copies):
            # How soon either is done is the disk's to say.
            await asyncio.gather(write(10 * number), asyncio.to_thread(backup, url, target))
    for target in copies:
        copy = Stored(target)
        assert copy.one("PRAGMA integrity_check") == "ok"
        records = copy.one("SELECT count(*) FROM records")
        assert (records - 2) % 10 == 0, "a write is in it whole or not at all"
        assert copy.one("SELECT count(*) FROM titles") == records


async def test_a_copy_replaces_an_older_one_and_failing_keeps_it(
    url: str, stored: Stored, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    target.write_text("an older copy")
    broken = tmp_path / "broken.db"
    broken.write_text("This is no database. " * 300)
    with pytest.raises(StoreError, match="could not be written"):
        backup(f"sqlite+aiosqlite:///{broken}", target)
    assert target.read_text() == "an older copy"
    assert not parts(tmp_path)
    backup(url, target)
    assert Stored(target).everything() == stored.everything()


async def test_another_programs_database_takes_no_good_copys_place(
    url: str, stored: Stored, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup(url, copy)
    good = copy.read_bytes()
    for tables in (("notes",), ("alembic_version",), ("shows", "meta")):
        file = tmp_path / f"{'-'.join(tables)}.db"
        with closing(sqlite3.connect(file)) as other, other:
            for table in tables:
                other.execute(f"CREATE TABLE {table} (version_num)")
        with pytest.raises(StoreError, match=rf"{file.name} is no database of this program"):
            backup(f"sqlite+aiosqlite:///{file}", copy)
    assert copy.read_bytes() == good
    assert not parts(tmp_path)


async def test_a_database_behind_a_link_is_copied_and_put_back_where_it_lies(
    url: str, stored: Stored, file: Path, tmp_path: Path
) -> None:
    (tmp_path / "volume").mkdir()
    for name in ("store.db", "copy.db"):
        (tmp_path / "links" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "links" / name).symlink_to(tmp_path / "volume" / name)
    os.rename(file, tmp_path / "volume" / "store.db")
    linked, copy = tmp_path / "links" / "store.db", tmp_path / "links" / "copy.db"
    before = Stored(linked).everything()
    address = f"sqlite+aiosqlite:///{linked}"
    backup(address, copy)
    with closing(sqlite3.connect(linked)) as connection, connection:
        connection.execute("DELETE FROM claims")
    # What a process that was killed did not bring into the file must not reach the copy.
    (tmp_path / "volume" / "store.db-wal").write_bytes(b"of another file")
    with pytest.raises(StoreError, match="part of the database itself"):
        backup(address, tmp_path / "volume" / "store.db-wal")
    restore(address, copy, force=True)
    assert sorted(os.listdir(tmp_path / "volume")) == ["copy.db", "store.db"]
    assert linked.is_symlink()
    assert copy.is_symlink()
    assert Stored(linked).restored() == before


async def test_what_cannot_be_copied_is_told(url: str, stored: Stored, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database at"):
        backup(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}", tmp_path / "copy.db")
    for target in (tmp_path / "no" / "copy.db", tmp_path, Path("/dev/null/copy.db")):
        with pytest.raises(StoreError, match=r"could not be written|is no file"):
            backup(url, target)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for address in (url, "postgresql+psycopg://u@/d?host=/none"):
        with pytest.raises(StoreError, match="is no file"):
            backup(address, pipe)
    backup(url, tmp_path / "sound.db")
    with pytest.raises(StoreError, match="is no file"):
        restore(f"sqlite+aiosqlite:///{pipe}", tmp_path / "sound.db", force=True)
    assert pipe.is_fifo()
    with full_disk(), pytest.raises(StoreError, match=r"could not be written: .+\."):
        backup(url, tmp_path / "large.db")
    assert not parts(tmp_path)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process or of those it starts can grow beyond 4 KiB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def before(stored: Stored) -> dict[str, list[tuple[object, ...]]]:
    """Every row, read before the folder is closed."""
    return stored.everything()


@pytest.fixture
def read_only(before: object, file: Path) -> Iterator[Path]:
    """The database without anything beside it, in a folder into which this process cannot write."""
    if not hasattr(os, "setresuid"):
        pytest.skip("who may write where is told in another way here")
    folder = Path(tempfile.mkdtemp())
    shutil.copy(file, folder / "store.db")
    with closing(sqlite3.connect(folder / "store.db")) as opened:
        assert opened.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    folder.chmod(0o555)
    user = os.getuid()
    if not user:  # whom nothing is closed to
        os.setresuid(65534, 65534, 0)
    try:
        yield folder / "store.db"
    finally:
        if not user:
            os.setresuid(0, 0, 0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.fixture
def elsewhere(read_only: Path) -> Iterator[Path]:
    """A folder into which it can write."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def beside(file: Path, ending: str, content: bytes) -> None:
    """Put a file there in spite of the folder."""
    user = os.getuid()
    os.setresuid(user, 0 if os.getresuid()[2] == 0 else user, -1)
    file.parent.chmod(0o755)
    file.with_name(file.name + ending).write_bytes(content)
    file.parent.chmod(0o555)
    os.setresuid(user, user, -1)


def test_a_database_on_a_read_only_disk_is_copied(
    read_only: Path, elsewhere: Path, before: dict[str, list[tuple[object, ...]]]
) -> None:
    url, copy = f"sqlite+aiosqlite:///{read_only}", elsewhere / "copy.db"
    backup(url, copy)
    assert Stored(copy).everything() == before
    check_backup(read_only)
    restore(f"sqlite+aiosqlite:///{elsewhere / 'store.db'}", read_only, force=False)
    assert Stored(elsewhere / "store.db").restored() == before
    beside(read_only, "-wal", b"")
    backup(url, copy)
    with pytest.raises(StoreError, match="put back: nothing can be written into"):
        restore(url, copy, force=True)
    with pytest.raises(StoreError, match="written: nothing can be written into"):
        backup(url, read_only.with_name("copy.db"))
    assert sorted(os.listdir(read_only.parent)) == ["store.db", "store.db-wal"]


def test_a_log_that_cannot_be_read_on_a_read_only_disk_is_told(
    read_only: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in the log would be missing in the copy."""
    url, copy = f"sqlite+aiosqlite:///{read_only}", elsewhere / "copy.db"
    sound = subject._is_sound

    def written_to(database: sqlite3.Connection) -> bool:
        beside(read_only, "-wal", b"x" * 100)
        return sound(database)

    with monkeypatch.context() as patched:
        patched.setattr(subject, "_is_sound", written_to)
        with pytest.raises(StoreError, match="was written to while it was read"):
            check_backup(read_only)
    for act in (lambda: backup(url, copy), lambda: check_backup(read_only)):
        with pytest.raises(StoreError, match="-wal has writes that are not in it yet"):
            act()
    assert os.listdir(elsewhere) == []


async def test_a_full_disk_is_told_where_there_is_only_to_be_read(
    url: str, stored: Stored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for free, database_says, backup_says in (
        (1 << 30, "The disk failed while reading", "could not be written: disk I/O error"),
        (9_000, "The disk is full; nothing was changed", "The disk of .* is full"),
    ):
        usage = shutil._ntuple_diskusage(1 << 30, (1 << 30) - free, free)  # type: ignore[attr-defined]
        monkeypatch.setattr(shutil, "disk_usage", lambda _, usage=usage: usage)
        with full_disk():
            async with Database(url) as database:
                with pytest.raises(StoreError, match=database_says):
                    async with database.read() as reading:
                        await current_revision(reading)
            with pytest.raises(StoreError, match=backup_says):
                backup(url, tmp_path / "copy.db")
    assert stored.one("SELECT value FROM meta WHERE name = 'revision'") == "2"


async def test_the_database_is_not_its_own_copy(
    url: str, stored: Stored, file: Path, tmp_path: Path
) -> None:
    before = stored.everything()
    (tmp_path / "link.db").symlink_to(file)
    for same in (file, tmp_path / "link.db"):
        with pytest.raises(StoreError, match="the database itself"):
            backup(url, same)
        with pytest.raises(StoreError, match="the database itself"):
            restore(url, same, force=True)
    assert stored.everything() == before


async def test_a_copy_is_put_back(
    url: str, stored: Stored, file: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup(url, copy)
    before = stored.everything()
    async with Database(url) as database:
        await Ledger(database, clock).edit(draft(9, 1, person(1, "episodes", 3)))
    with pytest.raises(StoreError, match="--force replaces it"):
        restore(url, copy, force=False)
    assert stored.one("SELECT count(*) FROM edits") == 2
    restore(url, copy, force=True)
    assert stored.restored() == before
    assert await check(url) is None


async def test_it_is_put_where_nothing_is(url: str, stored: Stored, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup(url, copy)
    elsewhere = tmp_path / "new" / "store.db"
    restore(f"sqlite+aiosqlite:///{elsewhere}", copy, force=False)
    assert Stored(elsewhere).restored() == stored.everything()


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="root alone gives files away")
def test_what_root_puts_back_is_the_bots(
    url: str, stored: Stored, file: Path, tmp_path: Path
) -> None:
    """The bot runs as a user of its own, and could not write into what belonged to root."""
    copy = tmp_path / "copy.db"
    file.chmod(0o600)
    backup(url, copy)
    assert copy.stat().st_mode & 0o777 == 0o600, "it holds what members follow"
    os.chown(tmp_path, 4321, 8765)
    os.chown(file, 1234, 5678)
    restore(url, copy, force=True)
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 5678)
    assert file.stat().st_mode & 0o777 == 0o600
    file.unlink()
    restore(url, copy, force=False)
    assert (file.stat().st_uid, file.stat().st_gid) == (4321, 8765)


async def test_the_log_of_the_old_database_does_not_reach_the_new_one(
    url: str, stored: Stored, file: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup(url, copy)
    before = Stored(copy).everything()
    # As after a kill -9: the log is still there, with writes that are not in the file.
    with closing(sqlite3.connect(file)) as open_:
        open_.execute("UPDATE meta SET value = '77' WHERE name = 'revision'")
        open_.commit()
        for tail in ("", "-wal", "-shm"):
            shutil.copy(f"{file}{tail}", tmp_path / f"killed.db{tail}")
    killed = tmp_path / "killed.db"
    assert (tmp_path / "killed.db-wal").stat().st_size > 0
    restore(f"sqlite+aiosqlite:///{killed}", copy, force=True)
    assert Stored(killed).restored() == before


async def test_a_database_in_use_is_not_replaced(
    url: str, stored: Stored, clock: StoppedClock, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup(url, copy)
    async with Database(url) as database:
        await Ledger(database, clock).edit(draft(9, 1, person(1, "episodes", 3)))
        before = stored.everything()
        # Nothing is being read or written just now; the bot merely runs.
        with pytest.raises(StoreError, match="in use; stop the bot first"):
            restore(url, copy, force=True)
        assert stored.everything() == before
        await Ledger(database, clock).edit(draft(10, 1, person(1, "episodes", 4)))
    restore(url, copy, force=True)


async def test_what_is_no_good_copy_is_refused(url: str, stored: Stored, tmp_path: Path) -> None:
    before = stored.everything()
    copy = tmp_path / "copy.db"
    with pytest.raises(StoreError, match="no backup at"):
        restore(url, copy, force=True)
    with pytest.raises(StoreError, match="no backup at"):
        restore(url, tmp_path, force=True)
    for content in (b"", b"This is no database. " * 300):
        copy.write_bytes(content)
        with pytest.raises(StoreError, match="no database of this program"):
            restore(url, copy, force=True)
    copy.unlink()
    with closing(sqlite3.connect(copy)) as other, other:
        other.execute("CREATE TABLE notes (text)")
    with pytest.raises(StoreError, match="no database of this program"):
        restore(url, copy, force=True)
    copy.unlink()
    backup(url, copy)
    with closing(sqlite3.connect(copy)) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version"):
        restore(url, copy, force=True)
    copy.unlink()
    backup(url, copy)
    whole = copy.read_bytes()
    copy.write_bytes(whole[:8192] + b"\x55" * (len(whole) - 8192))
    with pytest.raises(StoreError, match=r"damaged|no database of this program"):
        restore(url, copy, force=True)
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match=r"damaged|no database of this program"):
        restore(url, copy, force=True)
    assert stored.everything() == before


def damage(file: Path, table: str, *, wholly: bool) -> None:
    """Overwrite a page of a table, or only how many cells are in it: it is copied as it is."""
    with closing(sqlite3.connect(file)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        root = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = connection.execute(root, [table]).fetchone()
    with file.open("r+b") as opened:
        opened.seek((page - 1) * size + (0 if wholly else 3))
        opened.write(b"\x55" * (size if wholly else 2))


@pytest.mark.parametrize("wholly", [True, False])
@pytest.mark.parametrize("table", ["records", "changes", "titles"])
async def test_a_damaged_database_takes_no_good_copys_place(
    url: str, stored: Stored, file: Path, tmp_path: Path, table: str, wholly: bool
) -> None:
    copy = tmp_path / "copy.db"
    backup(url, copy)
    good = copy.read_bytes()
    damage(file, table, wholly=wholly)
    for target in (copy, tmp_path / "new.db"):
        with pytest.raises(StoreError, match=r"is damaged"):
            backup(url, target)
    assert copy.read_bytes() == good
    assert "new.db" not in os.listdir(tmp_path)
    assert not parts(tmp_path)


@pytest.mark.parametrize("tail", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("way", ["named", "symbolic link", "hard link", "roundabout"])
async def test_no_copy_replaces_a_file_of_the_running_database(
    url: str, stored: Stored, clock: StoppedClock, tmp_path: Path, tail: str, way: str
) -> None:
    async with Database(url) as database:
        ledger = Ledger(database, clock)
        await ledger.state("tvmaze", [says("7", "Before")])
        own = tmp_path / f"store.db{tail}"
        target = own
        if way == "symbolic link":
            target = tmp_path / "link"
            target.symlink_to(own)
        elif way == "hard link":
            target = tmp_path / "other"
            if not own.exists():
                pytest.skip("there is no such file to link to")
            target.hardlink_to(own)
        elif way == "roundabout":
            (tmp_path / "folder").mkdir()
            target = tmp_path / "folder" / ".." / own.name
        before = own.read_bytes() if own.exists() else None
        with pytest.raises(StoreError, match="part of the database itself"):
            backup(url, target)
        assert (own.read_bytes() if own.exists() else None) == before
        await ledger.state("tvmaze", [says("8", "After")])
    assert stored.one("SELECT count(*) FROM records WHERE key IN ('7', '8')") == 2
