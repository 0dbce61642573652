"""Backups that the bot makes at intervals into a folder."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..errors import StoreError
from .backup import backup
from .clock import Clock
from .loops import GuardedStep

_LOG = logging.getLogger(__name__)

_NAME = re.compile(r"cliffhanger-(\d{8}T\d{6})Z\.db")
_LEFT = re.compile(rf"{_NAME.pattern}(?:\.[0-9a-f]{{8}})?\.part(?:-\w+)?")
"""The name of a copy that is being written, or that a killed process left behind."""

_STAMP = "%Y%m%dT%H%M%S"
_LOOK_SECONDS = 60.0
"""How many seconds pass between two looks at the clock."""


class Backups:
    """Keeps `keep` backups of the database in a folder, and adds one after each interval of
    `every`."""

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
                await asyncio.sleep(_LOOK_SECONDS)
        finally:
            self._is_over = True

    def step(self) -> Path | None:
        """Make a backup if one is due, delete the oldest beyond `keep`, and return the new one.

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
            made = [at for at, _ in self._kept(now) if at <= now]
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
        # After the clock was set back, the next backup must not wait until it has caught up.
        if any(abs(now - made) < self._every for made, _ in self._kept(now)):
            return None
        target = self._folder / f"cliffhanger-{now.strftime(_STAMP)}Z.db"
        self._folder.mkdir(parents=True, exist_ok=True)
        # What killed processes left is deleted first: each file is as large as the database, and
        # together they may be what fills the disk.
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
        """The files whose whole names match the pattern, each with the instant (UTC) that its name
        states."""
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
