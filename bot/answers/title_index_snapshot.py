"""The title index in a file beside the database, which the next start maps instead of building it.

The file is a cache: deleting it costs the next start some seconds. A token in the database says
which file fits, so a restored backup is never read with another database's titles.
"""

from __future__ import annotations

import asyncio
import logging
import math
import mmap
import os
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ..facts.queries.index_rows import last_written, row_entries
from ..facts.queries.shows import title_entries, touched_since
from ..foundation.database import Database, Transaction
from ..foundation.meta import current_revision, read_meta, write_meta
from ..foundation.whole_file import growing
from ..questions.index.segment import BadSegmentError, Segment
from ..questions.index.segment_builder import build
from ..questions.index.titles import TitleIndex

_LOG = logging.getLogger(__name__)

WORTH = 2_000
"""Below this number, indexing the titles is faster than writing a file of them."""

_SHARE = 0.25
"""A new file is built once this share of the titles has changed."""

_TOKEN = "title_snapshot"  # noqa: S105 - a name in the table of single values
_BUILD_SECONDS = 300.0
_AGAIN_SECONDS = 3600.0
"""How long no file is built after one could not be written."""


class TitleSnapshot:
    """Opens, writes and renews the file of titles."""

    def __init__(
        self,
        database: Database,
        path: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._path = path or database.beside("titles")
        self._monotonic = monotonic
        self._is_missing = False
        self._failed_at = -math.inf

    async def index(self, connection: Transaction) -> TitleIndex:
        """The index of every title, opened from the file or built anew.

        Raises:
            StoreError: the database cannot be read.
        """
        titles = await self._opened(connection)
        if titles is not None:
            return titles
        entries = [*await title_entries(connection), *await row_entries(connection)]
        everybodys = [entry for entry in entries if not entry.scope]
        if len(everybodys) < WORTH:
            return TitleIndex(entries)
        titles = TitleIndex(entry for entry in entries if entry.scope)
        data = build(everybodys, await _about(connection))
        titles.adopt(Segment(data))
        self._is_missing = True
        return titles

    async def _opened(self, connection: Transaction) -> TitleIndex | None:
        token = await read_meta(connection, _TOKEN)
        segment = None if token is None else self._mapped()
        if token is None or segment is None or segment.about != token:
            return None
        touched = await touched_since(connection, _revision(token))
        if len(touched) > len(segment) * _SHARE:
            return None
        changed = await title_entries(connection, touched)
        titles = TitleIndex(await title_entries(connection, servers=True))
        fresh = [entry for entry in changed if not entry.scope]
        gone = set(touched) - {entry.show_id for entry in fresh}
        fresh += await row_entries(connection, since=_rows_until(token))
        titles.adopt(segment, fresh, gone)
        return titles

    def _mapped(self) -> Segment | None:
        try:
            with self._path.open("rb") as file:
                return Segment(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, BadSegmentError) as error:
            _LOG.info("the index of titles is built anew: %s", error)
            return None

    def is_worth_renewing(self, titles: TitleIndex, *, soon: bool = False, more: int = 0) -> bool:
        """Whether there is no file, or enough has changed since it was built.

        `more` is how many titles changed that `titles` does not have. False for a while after the
        file could not be written.
        """
        if self._monotonic() - self._failed_at < _AGAIN_SECONDS:
            return False
        enough = WORTH if soon else max(WORTH, len(titles) * _SHARE)
        return self._is_missing or titles.changed + more >= enough

    async def renew(self) -> bool:
        """Have another process build a new file, so that this one's event loop and interpreter lock
        stay free.

        Returns whether there is a new file: a failure is logged, and the old index stays in use.
        """
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", __name__),
            stdin=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        try:
            async with asyncio.timeout(_BUILD_SECONDS):
                _, trouble = await child.communicate(f"{self._database.url}\n{self._path}".encode())
        except TimeoutError:
            _LOG.warning("building the index of titles took too long")
            self._failed_at = self._monotonic()
            return False
        finally:
            if child.returncode is None:
                with suppress(ProcessLookupError):
                    child.kill()
        if child.returncode:
            lines = trouble.decode(errors="replace").strip().splitlines()
            _LOG.warning("the index of titles was not built: %s", lines[-1] if lines else "killed")
            self._failed_at = self._monotonic()
        else:
            self._is_missing = False
        return child.returncode == 0

    async def write(self) -> None:
        """Build the file of titles from what the database holds now.

        Raises:
            StoreError: the database cannot be read or written.
            OSError: the file cannot be written.
        """
        async with self._database.read() as reading:
            about = await _about(reading)
            entries = [entry for entry in await title_entries(reading) if not entry.scope]
            entries += await row_entries(reading)
        self._put(build(entries, about))
        async with self._database.write() as writing:
            await write_meta(writing, _TOKEN, about)

    def _put(self, data: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with growing(self._path) as part, part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


async def _about(reading: Transaction) -> str:
    """A new token, with the revision and the last row of TVmaze's index that the file contains."""
    revision, last = await current_revision(reading), await last_written(reading)
    return f"{secrets.token_hex(8)}:{last}:{revision}"


def _revision(token: str) -> int:
    return int(token.split(":")[2])


def _rows_until(token: str) -> int:
    return int(token.split(":")[1])


async def _main() -> None:
    url, _, path = sys.stdin.read().partition("\n")
    async with Database(url) as database:
        await TitleSnapshot(database, Path(path)).write()


if __name__ == "__main__":
    asyncio.run(_main())
