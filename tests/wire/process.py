"""A bot as a child process: started, watched, stopped and killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from tests.wire.waiting import Signal

ROOT = Path(__file__).resolve().parents[2]


class ExitedError(AssertionError):
    """The child ended when it should not have; the message holds the end of its output."""


def cpu_seconds(pid: int) -> float:
    """The processor time that a process took so far (Linux); ``OSError`` if there is none."""
    # Its clock, whose number is made as clock_getcpuclockid(3) does: what /proc tells is in steps
    # of 10 ms, and an answer takes one or two.
    return time.clock_gettime(~pid << 3 | 2)


class BotProcess:
    """``python -m ARGV…`` in the project's root; leaving the block stops it.

    ``env`` comes on top of this process's environment; a value of ``None`` takes a name away.
    """

    def __init__(self, argv: Sequence[str], env: Mapping[str, str | None]) -> None:
        self.argv = tuple(argv)
        self.lines: deque[str] = deque(maxlen=2000)
        """The last lines of its output, both streams."""
        self.started_at = 0.0
        """``time.perf_counter``."""
        self._env = {**os.environ, "PYTHONUNBUFFERED": "1", **env}
        self._changed = Signal()
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self.started_at = time.perf_counter()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *self.argv,
            cwd=ROOT,
            env={name: value for name, value in self._env.items() if value is not None},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=1 << 20,
        )
        self._reader = asyncio.create_task(self._read(self._process))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            self.lines.append(line.decode(errors="replace").rstrip())
            self._changed.notify()
        await process.wait()
        self._changed.notify()

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def exit_code(self) -> int | None:
        """Negative for a signal, ``None`` while it runs."""
        return self._running.returncode

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    @property
    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "not started"
        return self._process

    @property
    def resident_mb(self) -> float:
        """Resident memory in MB of 10^6 bytes, from ``/proc`` (Linux)."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
        assert found is not None
        return int(found[1]) * 1024 / 1e6

    @property
    def cpu_seconds(self) -> float:
        """The processor time that it took so far, by `cpu_seconds`."""
        return cpu_seconds(self.pid)

    async def until_line(self, pattern: str, seconds: float = 30.0) -> str:
        """The first output line that the regular expression is in; ``ExitedError`` without."""
        compiled = re.compile(pattern)

        def found() -> str | None:
            return next((line for line in list(self.lines) if compiled.search(line)), None)

        await self._changed.until(
            lambda: found() is not None or self.exit_code is not None, seconds
        )
        line = found()
        if line is None:
            raise ExitedError(self.obituary())
        return line

    async def until_exit(self, seconds: float = 30.0) -> int:
        """The exit code; ``TimeoutError`` if it runs on."""
        async with asyncio.timeout(seconds):
            code = await self._running.wait()
            if self._reader is not None:
                # Whoever waits may be cancelled; the reader goes on for the others.
                await asyncio.shield(self._reader)
        return code

    async def terminate(self, seconds: float = 30.0) -> float:
        """SIGTERM; seconds until it had ended. After ``seconds`` it is killed: ``ExitedError``."""
        began = time.perf_counter()
        with contextlib.suppress(ProcessLookupError):
            self._running.send_signal(signal.SIGTERM)
        try:
            await self.until_exit(seconds)
        except TimeoutError:
            await self.kill()
            raise ExitedError(f"ignored SIGTERM for {seconds:g} s\n{self.obituary()}") from None
        return time.perf_counter() - began

    async def kill(self) -> None:
        """SIGKILL: at once, nothing is tidied up."""
        with contextlib.suppress(ProcessLookupError):
            self._running.kill()
        await self.until_exit()

    def obituary(self) -> str:
        """How it ended, with its last lines."""
        last = "\n".join(list(self.lines)[-40:])
        return f"python -m {' '.join(self.argv)}: exit code {self.exit_code}\n{last}"

    async def __aenter__(self) -> BotProcess:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.exit_code is None:
            if error is None:
                await self.terminate()
            else:
                await self.kill()
        if error is not None and hasattr(error, "add_note"):
            error.add_note(self.obituary())
