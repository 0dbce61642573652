"""Backups made while the bot runs: each one is opened and checked before an older one goes."""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..clock import Clock
from ..errors import StoreError
from ..foundation.backup import backup, check_backup
from ..foundation.loops import GuardedStep

_LOG = logging.getLogger(__name__)

_NAME = re.compile(r"cliffhanger-(\d{8}T\d{6})Z\.db")
_STAMP = "%Y%m%dT%H%M%S"
_LOOK = 60.0
"""Seconds between two looks at the clock."""


class Backups:
    """Keeps `keep` copies of the database in a folder, a new one `every` so often."""

    def __init__(self, url: str, folder: Path, every: timedelta, keep: int, clock: Clock) -> None:
        self._url, self._folder, self._every, self._keep = url, folder, every, keep
        self._clock = clock
        self._guarded = GuardedStep(
            _LOG,
            unavailable="no backup could be made",
            failed="making a backup failed",
            recovered="backups are made again",
        )

    async def run(self) -> None:
        """Make backups until cancelled; one that fails is logged once, and tried again."""
        while True:
            # Copying waits for the disk; it is work of our own, and of no untrusted size.
            await self._guarded.run(lambda: asyncio.to_thread(self.step))
            await asyncio.sleep(_LOOK)

    def step(self) -> Path | None:
        """Make a backup if one is due, and let the oldest go; returns the new one.

        Raises:
            StoreError: it could not be made, or is not sound; no older one was touched.
        """
        try:
            return self._step()
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(f"{self._folder} cannot be used: {reason}.") from error

    def _step(self) -> Path | None:
        now = self._clock().astimezone(UTC)
        kept = self._kept()
        if kept and now - kept[-1][0] < self._every:
            return None
        target = self._folder / f"cliffhanger-{now.strftime(_STAMP)}Z.db"
        self._folder.mkdir(parents=True, exist_ok=True)
        size = backup(self._url, target)
        try:
            check_backup(target)
        except StoreError:
            target.unlink(missing_ok=True)
            raise
        _LOG.info("backup %s (%d KiB)", target.name, size // 1024)
        for _, old in self._kept()[: -self._keep]:
            old.unlink(missing_ok=True)
        return target

    def _kept(self) -> list[tuple[datetime, Path]]:
        """The backups that are there, oldest first; other files in the folder are let be."""
        if not self._folder.exists():
            return []
        backups = []
        for file in self._folder.iterdir():
            if match := _NAME.fullmatch(file.name):
                try:
                    made = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
                except ValueError:
                    continue
                backups.append((made, file))
        return sorted(backups)
