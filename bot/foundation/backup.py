"""Copies of the database: taken while the bot runs, now and then by itself, and put back."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import URL

from ..errors import StoreError
from ..locale.messages import N_
from .clock import Clock
from .database_url import file_of, parsed
from .loops import GuardedStep
from .meta import REGISTERED_COMMANDS, RESTORED
from .migrate import unfit
from .sqlite import copy_file, is_full
from .whole_file import BESIDE, growing

_LOG = logging.getLogger(__name__)


def _never() -> bool:
    return False


def backup(url: str, target: Path, is_over: Callable[[], bool] = _never) -> int:
    """Write a consistent copy, also while the bot writes; return its size in bytes.

    The copy appears under its name only when it is whole and sound. Another program that writes
    or checks it is ended as soon as `is_over` is true.

    Raises:
        StoreError: there is nothing to copy, it is damaged, or the copy cannot be written.
    """
    source = file_of(url)
    _refuse_device(target)
    if source is None:
        return _dump(parsed(url), target, is_over)
    if not source.exists():
        raise StoreError(f"There is no database at {source}.")
    _refuse_itself(source, target)
    _refuse_nowhere(target)
    try:
        with growing(target) as part:
            copy_file(source, part)
            with closing(sqlite3.connect(part)) as copy:
                # A copy is one file: without this it would need its write-ahead log beside it.
                copy.execute("PRAGMA journal_mode = DELETE")
                # Pages are copied as they are: a damaged one would take an older, good copy's
                # place, and so would another program's database.
                _examine(copy, source)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.OperationalError) and is_full(source.parent):
            raise StoreError(f"The disk of {source} is full; make some room first.") from error
        raise StoreError(f"The backup could not be written: {error}.") from error
    return target.stat().st_size


def restore(url: str, source: Path, *, force: bool) -> None:
    """Put a backup in the database's place.

    Raises:
        StoreError: the backup is no database of this program or is damaged, there is a database
            already and `force` is not set, or the bot is running on it.
    """
    target = file_of(url)
    if target is None:
        raise StoreError(
            "A backup of PostgreSQL is restored by pg_restore into an empty database; see README."
        )
    check_backup(source)
    _refuse_device(target)
    _refuse_itself(target, source)
    if target.exists():
        if not force:
            raise StoreError(f"There is a database at {target}; --force replaces it.")
        _refuse_in_use(target)
    try:
        target = target.resolve()  # what lies beside it lies beside the file, not beside a link
        target.parent.mkdir(parents=True, exist_ok=True)
        with growing(target) as part:
            copy_file(source, part)
            _note_restored(part)
            for tail in ("-wal", "-shm"):
                target.with_name(target.name + tail).unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"The backup could not be put back: {error}.") from error


def _note_restored(copy: Path) -> None:
    """What became of the world since the copy was made, it does not know.

    Commands are registered anew, since a newer release may have had others, and what seems to be
    untold may have been told.
    """
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute("DELETE FROM meta WHERE name = ?", [REGISTERED_COMMANDS])
        database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [RESTORED, ""])


def _refuse_device(target: Path) -> None:
    """A folder or a device, /dev/null above all, must not give way to a file."""
    if target.exists() and not target.is_file():
        raise StoreError(f"{target} is no file; name one.")


def _refuse_nowhere(target: Path) -> None:
    """SQLite and pg_dump would name a file that nobody has heard of, or none."""
    if not target.parent.is_dir():
        folder = target.parent
        raise StoreError(f"The backup could not be written: there is no folder {folder}.")


def _refuse_itself(database: Path, copy: Path) -> None:
    """Putting a file over the open database or its log of writes would destroy it."""
    database = database.resolve()
    own = [database.with_name(database.name + tail) for tail in ("", *BESIDE)]
    if any(_same_file(copy, file) for file in own):
        raise StoreError(f"{copy} is part of the database itself; name another file.")


def _same_file(one: Path, other: Path) -> bool:
    """Whether both lead to one file, by a link too; also where it is not there just now."""
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except (OSError, RuntimeError):  # one is not there, or links go in a circle
        return False


def _dump(url: URL, target: Path, is_over: Callable[[], bool]) -> int:
    """Have PostgreSQL's own program write the copy, in its custom format."""
    _refuse_nowhere(target)
    program = _program("pg_dump")
    # The password goes by the environment: everybody on the machine sees the arguments.
    address = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string()
    try:
        with growing(target) as part:
            done = _done(
                [
                    program,
                    "--format=custom",
                    f"--lock-wait-timeout={_LOCKED_SECONDS}s",
                    f"--file={part}",
                    f"--dbname={address}",
                ],
                is_over,
                # Beside the password, what else libpq goes by where the bot itself connects:
                # https://www.postgresql.org/docs/current/libpq-envars.html
                os.environ | ({"PGPASSWORD": url.password} if url.password else {}),
            )
            if done.returncode:
                reason = " ".join(done.stderr.split())[-300:]
                reason = reason or f"pg_dump ended with {done.returncode}"
                raise StoreError("The backup could not be written: {reason}.", reason=reason)
            _check_dump(part, "The copy", is_over)
    except OSError as error:
        raise StoreError(f"The backup could not be written: {error}.") from error
    return target.stat().st_size


_LOCKED_SECONDS = 60
"""How long a dump waits for a table that another program has locked."""

_LOOK_AGAIN = 0.2


def _done(
    command: Sequence[str],
    is_over: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run another program to its end, or end it: it may take hours, and a process that is told to
    end waits for its threads.
    """
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        try:
            while True:
                try:
                    printed, trouble = child.communicate(timeout=_LOOK_AGAIN)
                except subprocess.TimeoutExpired:
                    if is_over():
                        child.kill()
                else:
                    return subprocess.CompletedProcess(command, child.returncode, printed, trouble)
        except BaseException:
            child.kill()
            raise


def refuse_without_programs(url: str) -> None:
    """Find out whether what writes and checks a backup of that database is installed here.

    Raises:
        StoreError: it is not.
    """
    if file_of(url) is None:
        for name in _LACKING:
            _program(name)


_LACKING = {
    "pg_dump": N_(
        "A backup of PostgreSQL is written by pg_dump, which is not installed here; "
        "install it, or run it on the server."
    ),
    "pg_restore": N_(
        "A backup of PostgreSQL is checked by pg_restore, which is not installed here."
    ),
}


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise StoreError(_LACKING[name])
    return found


def check_backup(source: Path) -> None:
    """Open a backup and read all of it.

    Raises:
        StoreError: it is not there, is damaged, or is no database of this version of the program.
    """
    if not source.is_file():
        raise StoreError(f"There is no backup at {source}.")
    with source.open("rb") as file:
        if file.read(len(_DUMP)) == _DUMP:
            _check_dump(source, source)
            return
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            version = _examine(copy, source)
    except sqlite3.Error as error:
        raise StoreError(f"{source} is no database of this program: {error}.") from error
    if refusal := unfit(version):
        raise StoreError(f"{source} {refusal}.")


def _examine(copy: sqlite3.Connection, what: Path) -> str:
    """Read every page of a copy of `what`; the migration that it is at, of whichever version.

    Raises:
        StoreError: it is damaged, or another program's.
    """
    if not _is_sound(copy):
        raise StoreError(f"{what} is damaged.")
    try:
        version = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        copy.execute("SELECT 1 FROM shows, meta LIMIT 1")
    except sqlite3.OperationalError as error:
        raise StoreError(f"{what} is no database of this program: {error}.") from error
    return str(version[0]) if version else ""


def _is_sound(database: sqlite3.Connection) -> bool:
    """Read every page; some damage is reported as a row, and some ends the reading."""
    try:
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return False
    return bool(found == "ok")


_DUMP = b"PGDMP"
"""How a file of `pg_dump --format=custom` begins."""


def _check_dump(dump: Path, what: object, is_over: Callable[[], bool] = _never) -> None:
    """Have PostgreSQL's own program read all that is in the file, as a restore would.

    Raises:
        StoreError: `what` is damaged, or another program's.
    """
    program = _program("pg_restore")
    # What it reads is as large as the database: only the table of contents is taken in.
    whole = [program, f"--file={os.devnull}", str(dump)]
    if _done(whole, is_over).returncode:
        raise StoreError(f"{what} is damaged.")
    listed = _done([program, "--list", str(dump)], is_over)
    if " alembic_version " not in listed.stdout:
        raise StoreError(f"{what} is no database of this program.")


def _refuse_in_use(target: Path) -> None:
    """A bot that runs on the file keeps it open; replacing it would lose what it writes."""
    try:
        with closing(sqlite3.connect(target, timeout=0.5)) as current:
            current.execute("PRAGMA locking_mode = EXCLUSIVE")
            current.execute("BEGIN EXCLUSIVE")
            current.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise StoreError("The database is in use; stop the bot first.") from error


_NAME = re.compile(r"cliffhanger-(\d{8}T\d{6})Z\.db")
_LEFT = re.compile(rf"{_NAME.pattern}(?:\.[0-9a-f]{{8}})?\.part(?:-\w+)?")
"""A copy that is growing, or that a process left as it was killed."""

_STAMP = "%Y%m%dT%H%M%S"
_LOOK = 60.0
"""Seconds between two looks at the clock."""


class Backups:
    """Keeps `keep` copies of the database in a folder, a new one `every` so often."""

    def __init__(self, url: str, folder: Path, every: timedelta, keep: int, clock: Clock) -> None:
        self._url, self._folder, self._every, self._keep = url, folder, every, keep
        self._clock = clock
        self._is_over = False
        self._guarded = GuardedStep(
            _LOG,
            unavailable="no backup could be made",
            failed="making a backup failed",
            recovered="backups are made again",
        )

    async def run(self) -> None:
        """Make backups until cancelled; one that fails is logged once, and tried again."""
        try:
            while True:
                # Copying waits for the disk; it is work of our own, and of no untrusted size.
                await self._guarded.run(lambda: asyncio.to_thread(self.step))
                await asyncio.sleep(_LOOK)
        finally:
            self._is_over = True

    def step(self) -> Path | None:
        """Make a backup if one is due, and let the oldest go; returns the new one.

        Raises:
            StoreError: it could not be made, or is not sound; no older one was touched.
        """
        with self._errors_in_sentences():
            return self._step()

    def age(self) -> timedelta | None:
        """The age of the newest backup; None if there is none, or only ones dated in the future.

        Raises:
            StoreError: it cannot be found out.
        """
        now = self._clock().astimezone(UTC)
        with self._errors_in_sentences():
            made = [each for each, _ in self._kept(now) if each <= now]
        return now - made[-1] if made else None

    @contextmanager
    def _errors_in_sentences(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(f"{self._folder} cannot be used: {reason}.") from error

    def _step(self) -> Path | None:
        now = self._clock().astimezone(UTC)
        # A clock that was set back must not hold up the next one until it is there again.
        if any(abs(now - made) < self._every for made, _ in self._kept(now)):
            return None
        target = self._folder / f"cliffhanger-{now.strftime(_STAMP)}Z.db"
        self._folder.mkdir(parents=True, exist_ok=True)
        # What killed backups left goes first: each is as large as the database, and they may be
        # what fills the disk.
        for made, left in self._named(_LEFT):
            if abs(now - made) >= self._every:
                left.unlink(missing_ok=True)
        size = backup(self._url, target, lambda: self._is_over)
        _LOG.info("backup %s (%d KiB)", target.name, size // 1024)
        for _, old in self._kept(now)[: -self._keep]:
            old.unlink(missing_ok=True)
        return target

    def _kept(self, now: datetime) -> list[tuple[datetime, Path]]:
        """The backups in the folder, oldest first; other files are ignored.

        Those dated after `now`, made when the clock was wrong, come before all others.
        """
        return sorted(self._named(_NAME), key=lambda backup: (backup[0] <= now, *backup))

    def _named(self, pattern: re.Pattern[str]) -> list[tuple[datetime, Path]]:
        """The files whose whole names match, with the instant (UTC) that each name states."""
        if not self._folder.exists():
            return []
        found = []
        for file in self._folder.iterdir():
            if match := pattern.fullmatch(file.name):
                try:
                    made = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
                except ValueError:
                    continue
                found.append((made, file))
        return found
