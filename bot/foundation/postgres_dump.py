"""Dumps of a PostgreSQL database: written by pg_dump, checked by pg_restore."""

from __future__ import annotations

import os
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
            check_dump(part, "The copy", is_over)
    except OSError as error:
        raise StoreError(f"The backup could not be written: {error}.") from error


_LOCKED_SECONDS = 60
"""How long a dump waits for a table that another program has locked."""

_LOOK_AGAIN_SECONDS = 0.2


def _done(
    command: Sequence[str],
    is_over: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run another program to its end, or kill it: it may take hours, and a process that is to end
    waits for its threads."""
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


def check_dump(dump: Path, what: object, is_over: Callable[[], bool]) -> None:
    """Have pg_restore read all of the file, as a restore would.

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
