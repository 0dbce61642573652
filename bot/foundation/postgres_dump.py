"""Dumps of a PostgreSQL database: written by pg_dump, checked by pg_restore, put back by psql."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

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
            check_dump(part, "What was copied", is_over)
    except OSError as error:
        raise StoreError(f"The backup could not be written: {error}.") from error


def put_back(url: URL, dump: Path, last: str) -> None:
    """Put everything of a dump in the place of what is there, or nothing.

    The tables of another version go, too, or a later upgrade would find them there: all that belong
    to the owner of Alembic's, beside it. Whose the tables were that the dump has does not matter:
    they become those of whoever connects. `last` is SQL done in the same transaction, at its end.

    Raises:
        StoreError: it could not be put back; nothing was changed.
    """
    read = [
        _program("pg_restore"),
        *("--clean", "--if-exists", "--no-owner", "--file=-"),
        str(dump),
    ]
    write = [
        _program("psql"),
        *("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"),
        *("--file=-", f"--dbname={_address(url)}"),
    ]
    # What is told goes into a file: nobody reads a pipe while the other one is filled.
    with (
        tempfile.TemporaryFile("w+") as told,
        subprocess.Popen(
            write,
            env=_environment(url),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=told,
            text=True,
        ) as writer,
    ):
        script = writer.stdin
        assert script is not None
        try:
            script.write(_BEFORE)
            script.flush()
            reading = _done(read, never, stdout=script)
            if not reading.returncode:
                script.write(f"RESET search_path;\n{last};\nCOMMIT;\n")
            # Without the commit all of it is undone.
            script.close()
        except BrokenPipeError:
            reading = None  # psql tells why it has ended
        except BaseException:
            writer.kill()
            raise
        writer.wait()
        told.seek(0)
        done = subprocess.CompletedProcess(write, writer.returncode, "", told.read())
    if not done.returncode and reading is not None:
        # A script that ends before its commit is no error of psql's.
        done = reading
    if done.returncode:
        if "due to lock timeout" in done.stderr:
            raise StoreError(
                "The backup could not be put back: another program holds a lock on the tables that "
                "are there; end it first."
            )
        raise StoreError(f"The backup could not be put back: {_why(done)}.")


_BEFORE = """\
BEGIN;
SET LOCAL lock_timeout = '5s';
SET LOCAL client_min_messages = warning;
SELECT format('DROP TABLE %s', string_agg(oid::regclass::text, ', ')) FROM pg_class
WHERE relkind IN ('r', 'p') AND (relnamespace, relowner) = (
    SELECT relnamespace, relowner FROM pg_class WHERE oid = to_regclass('alembic_version')
) HAVING count(*) > 0 \\gexec
"""
"""Without CASCADE, so that what somebody else made of the tables stands in the way and is named."""


def never() -> bool:
    """An `is_over` for programs that nothing ends before their time."""
    return False


def _address(url: URL) -> str:
    """The connection string for libpq without the password: everybody on the machine can read the
    arguments of a program."""
    query = {name: value for name, value in url.query.items() if name != "password"}
    return URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, query
    ).render_as_string()


def _environment(url: URL) -> Mapping[str, str]:
    """The password, and what else libpq goes by where the bot itself connects.

    https://www.postgresql.org/docs/current/libpq-envars.html
    """
    password = url.query.get("password", url.password)  # the driver goes by the same one
    return os.environ | ({"PGPASSWORD": str(password)} if password else {})


def _why(done: subprocess.CompletedProcess[str]) -> str:
    """What a failed program wrote about its failure, on one line and without the full stop."""
    words = re.sub(r"psql:<stdin>:\d+: ", "", " ".join(done.stderr.split()))[-300:].rstrip(".")
    return words or f"{Path(done.args[0]).name} ended with {done.returncode}"


_LOCKED_SECONDS = 60
"""How long a dump waits for a table that another program has locked."""

_LOOK_AGAIN_SECONDS = 0.2


def _done(
    command: Sequence[str],
    is_over: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
    stdout: int | IO[str] = subprocess.PIPE,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, or kill it as soon as `is_over` is true.

    It may take hours, and a process that is told to end waits for its threads.
    """
    with subprocess.Popen(
        command, env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True
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
        for name in ("pg_dump", "pg_restore"):
            _program(name)


_LACKING = {
    "pg_dump": N_(
        "A backup of PostgreSQL is written by pg_dump, which is not installed here; "
        "install it, or run it on the server."
    ),
    "pg_restore": N_(
        "A backup of PostgreSQL is checked by pg_restore, which is not installed here."
    ),
    "psql": N_("A backup of PostgreSQL is put back by psql, which is not installed here."),
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
