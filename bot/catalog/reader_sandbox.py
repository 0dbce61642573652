"""Reads files from strangers in a process of its own: one at a time, and for seconds only.

What a parser does with hostile text is unpredictable. In a child process it can be stopped, and it
delays neither the event loop nor its threads.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

if __name__ == "__main__" and hasattr(os, "nice"):
    # Answers to people have priority over a file, and over the imports for reading it. A confined
    # process may not be allowed to set this; the file is read all the same.
    with suppress(OSError):
        os.nice(10)

import asyncio
import json
import logging
import pickle
import signal
import struct
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import BadFileError
from ..facts.models import Statement
from .reader import read_bytes

_LOG = logging.getLogger(__name__)

SECONDS = 5.0
"""Seconds of processor time that one file may take; one of a mebibyte takes less than half a
second."""

_SLOWER = 6
"""How many times its processor time a reading may last, since the machine may be busy otherwise."""

_WAITING = 8
"""How many files may wait for their turn; further ones are refused."""

_SPENT: int = getattr(signal, "SIGPROF", 0)
"""The signal that ends a process that has used up its time; Windows has none."""

_LENGTH = struct.Struct("<I")
_MEMORY = 512 * 1024 * 1024


class SandboxedReader:
    """Reads files as `read_bytes` does, each in a child process."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def read(self, data: bytes, name: str, *, source: str, today: date) -> list[Statement]:
        """The statements in the content of a file called `name`.

        Raises:
            BadFileError: as `read_bytes`; or it takes too long, too many files wait, or a show in
                it is over a limit of `facts.claim_limits`.
        """
        if self._waiting >= _WAITING:
            raise BadFileError(f"{name}: other files are being read; send it again in a minute.")
        self._waiting += 1
        try:
            async with self._turn:
                return await self._in_child(data, name, source, today)
        finally:
            self._waiting -= 1

    async def _in_child(self, data: bytes, name: str, source: str, today: date) -> list[Statement]:
        said = {"name": name, "source": source, "today": today.isoformat()}
        header = json.dumps({**said, "seconds": self._seconds}).encode()
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", __name__),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        late = BadFileError(f"{name}: it takes too long to read; is it made by hand?")
        try:
            async with asyncio.timeout(self._seconds * _SLOWER):
                answer, trouble = await child.communicate(_LENGTH.pack(len(header)) + header + data)
        except TimeoutError:
            raise late from None
        finally:
            if child.returncode is None:
                with suppress(ProcessLookupError):
                    child.kill()
                await child.wait()
        if child.returncode and child.returncode == -_SPENT:
            raise late
        if child.returncode or not answer:
            lines = trouble.decode(errors="replace").strip().splitlines()
            if lines and lines[-1].startswith("MemoryError"):
                raise BadFileError(f"{name}: it cannot be read: it needs too much memory.")
            # The machine may be at fault, and not the file.
            reason = lines[-1] if lines else f"exit code {child.returncode}"
            _LOG.warning("a file was not read: the process that reads it ended: %s", reason)
            raise BadFileError(f"{name}: it cannot be read; the bot's log says why.")
        # The child runs this program: the pickle is its own, and not the stranger's file.
        result: Any = pickle.loads(answer)
        if isinstance(result, str):
            raise BadFileError(result)
        statements: list[Statement] = result
        return statements


def _main() -> None:
    """Read one file from standard input and write what it says, or why it cannot be read."""
    _limit_memory()
    stdin = sys.stdin.buffer
    (length,) = _LENGTH.unpack(stdin.read(_LENGTH.size))
    header = json.loads(stdin.read(length))
    _limit_time(header["seconds"])
    today = date.fromisoformat(header["today"])
    result: list[Statement] | str
    try:
        result = read_bytes(stdin.read(), header["name"], source=header["source"], today=today)
    except BadFileError as error:
        result = str(error)
    sys.stdout.buffer.write(pickle.dumps(result, protocol=5))


def _limit_time(seconds: float) -> None:
    """Limit the processor time from now on; the start of the program, slow on a slow machine, is
    not counted."""
    if hasattr(signal, "setitimer"):  # Windows has none
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _main()
