"""Dumps of a PostgreSQL database: written by pg_dump, checked and put back by pg_restore."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy.engine import URL

from ..errors import StoreError
from ..locale.messages import N_
from .database_url import file_of
from .whole_file import growing

_DUMP = b"PGDMP"
"""How a file of `pg_dump --format=custom` begins."""


def is_dump(file: Path) -> bool:
    """Whether the file begins like a dump; raises OSError if it cannot be read."""
    with file.open("rb") as opened:
        return opened.read(len(_DUMP)) == _DUMP


def write_dump(url: URL, target: Path, is_over: Callable[[], bool]) -> None:
    """Have pg_dump write the copy, in its custom format, and check it.

    Raises:
        StoreError: it could not be written, or is not sound.
    """
    program = _program("pg_dump")
    try:
        with growing(target) as part:
            done = _done(
                [
                    program,
                    "--format=custom",
                    f"--lock-wait-timeout={_LOCKED_SECONDS}s",
                    f"--file={part}",
                    f"--dbname={_address(url)}",
                ],
                is_over,
                _environment(url),
            )
            if done.returncode:
                raise StoreError("The backup could not be written: {reason}.", reason=_why(done))
            check_dump(part, "The copy", is_over)
    except OSError as error:
        raise StoreError(f"The backup could not be written: {error}.") from error


def put_back(url: URL, dump: Path) -> None:
    """Have pg_restore put everything of a dump in the place of what is there, or nothing.

    Whose the tables were does not matter: they become those of whoever connects.

    Raises:
        StoreError: it could not be put back; nothing was changed.
    """
    done = _done(
        [
            _program("pg_restore"),
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            f"--dbname={_address(url)}",
            str(dump),
        ],
        never,
        _environment(url),
    )
    if done.returncode:
        raise StoreError(f"The backup could not be put back: {_why(done)}.")


def never() -> bool:
    """An `is_over` for programs that nothing ends before their time."""
    return False


def _address(url: URL) -> str:
    """The connection string for libpq without the password: everybody on the machine can read the
    arguments of a program."""
    return URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string()


def _environment(url: URL) -> Mapping[str, str]:
    """The password, and what else libpq goes by where the bot itself connects.

    https://www.postgresql.org/docs/current/libpq-envars.html
    """
    return os.environ | ({"PGPASSWORD": url.password} if url.password else {})


def _why(done: subprocess.CompletedProcess[str]) -> str:
    """What a failed program wrote about its failure, on one line and without the full stop."""
    words = " ".join(done.stderr.split())[-300:].rstrip(".")
    return words or f"{Path(done.args[0]).name} ended with {done.returncode}"


_LOCKED_SECONDS = 60
"""How long a dump waits for a table that another program has locked."""

_LOOK_AGAIN_SECONDS = 0.2


def _done(
    command: Sequence[str],
    is_over: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, or kill it as soon as `is_over` is true.

    It may take hours, and a process that is told to end waits for its threads.
    """
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        try:
            while True:
                try:
                    printed, trouble = child.communicate(timeout=_LOOK_AGAIN_SECONDS)
                except subprocess.TimeoutExpired:
                    if is_over():
                        child.kill()
                else:
                    return subprocess.CompletedProcess(command, child.returncode, printed, trouble)
        except BaseException:
            child.kill()
            raise


def refuse_without_programs(url: str) -> None:
    """Make sure that the programs that write and check a backup of that database are installed.

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


def check_dump(dump: Path, what: object, is_over: Callable[[], bool] = never) -> str:
    """Have pg_restore read the whole file, as a restore would; returns the migration that it is at.

    Raises:
        StoreError: `what` is damaged, another program's, or of a newer PostgreSQL than pg_restore.
    """
    program = _program("pg_restore")
    # The output is as large as the database: only the start, with the table of contents, is kept.
    whole = [program, f"--file={os.devnull}", str(dump)]
    if (read := _done(whole, is_over)).returncode:
        if "unsupported version" in read.stderr:
            raise StoreError(
                f"{what} is of a newer PostgreSQL than pg_restore here ({_why(read)}); "
                "install that of the server's version."
            )
        raise StoreError(f"{what} is damaged: {_why(read)}.")
    row = ("--data-only", "--table=alembic_version", "--file=-")
    if (found := _VERSION.search(_done([program, *row, str(dump)], is_over).stdout)) is None:
        raise StoreError(f"{what} is no database of this program.")
    return found[1]


_VERSION = re.compile(r"^COPY \S*alembic_version .*\n(\w*)$", re.MULTILINE)
"""The row of Alembic's table, as pg_restore writes it into the script that it makes of a dump."""
