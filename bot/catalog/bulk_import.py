"""Importing files of many shows: an operator's files and the starter catalogue."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

from ..errors import BadFileError, StoreError
from ..facts.bulk_write import Batch, Progress, unwatched
from ..facts.ledger import Ledger
from ..facts.models import Statement
from ..facts.queries.records import add_pending, drop_pending, pending_statements, stored_records
from ..facts.record_linkage import KnownShows
from ..facts.writes import Outcome
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..foundation.lease import BusyError, Lease
from ..foundation.meta import read_meta, write_meta
from .reader import CATALOG, file_name, read_bytes

_LOG = logging.getLogger(__name__)

PIECE = 2_500
"""How many statements are written while every other writer waits: a few tenths of a second."""

_DIGEST = "catalogue_digest"
_PENDING = "pending_import"
_AGAIN_SECONDS = 0.5


class BulkImport:
    """Writes what one source says about many shows, whole or not at all, without holding the lock
    for long.

    All statements are first stored as pending. Once the last one is stored the import is certain,
    and it is written piece by piece. If the process is killed, the next one finishes it.
    """

    def __init__(
        self, database: Database, ledger: Ledger, clock: Clock, *, piece: int = PIECE
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._lease = Lease(database, clock, "import")
        self._piece = piece

    async def write(
        self,
        source: str,
        statements: Sequence[Statement],
        *,
        gone: Sequence[str] = (),
        progress: Progress = unwatched,
    ) -> Outcome:
        """Write what one source says; repeating it changes nothing.

        `gone` are keys of records that the source no longer has. If another process is importing,
        this waits for it.

        Raises:
            StoreError: the database could not be written; nothing was changed, or the sentence says
                that the rest follows.
        """
        if len(statements) <= self._piece:
            return await self._ledger.state(source, statements, gone=gone, progress=progress)
        async with self._alone():
            await self._finish(unwatched)
            bodies = await self._keep(source, statements, gone)
            try:
                return await self._finish(progress, statements, bodies)
            except StoreError as error:
                raise StoreError(
                    "The import was interrupted in the middle; the rest of it is written as soon "
                    "as the database can be written again."
                ) from error

    async def resume(self) -> bool:
        """Finish what a killed process left, unless another process is importing.

        Returns False, because there is never more to do at once.

        Raises:
            StoreError: the database cannot be used; what is left stays for the next time.
        """
        async with self._database.read() as reading:
            left = await read_meta(reading, _PENDING)
        if left:
            with suppress(BusyError):
                await self._lease.take()
                _LOG.warning("an import was interrupted; what is left of it is written now")
                await self._finish(unwatched)
                await self._lease.release()
        return False

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        while True:
            with suppress(BusyError):
                await self._lease.take()
                break
            await asyncio.sleep(_AGAIN_SECONDS)
        try:
            yield
        finally:
            with suppress(StoreError):
                await self._lease.release()

    async def _keep(
        self, source: str, statements: Sequence[Statement], gone: Sequence[str]
    ) -> list[str]:
        bodies: list[str] = []
        for start in range(0, len(statements), self._piece):
            last = start + self._piece >= len(statements)
            async with self._database.write(durable=last) as writing:
                await self._lease.renew(writing)
                if not start:
                    await drop_pending(writing)
                piece = statements[start : start + self._piece]
                bodies += await add_pending(writing, start + 1, piece)
                if last:
                    await write_meta(writing, _PENDING, json.dumps([source, list(gone)]))
        return bodies

    async def _finish(
        self,
        progress: Progress,
        statements: Sequence[Statement] | None = None,
        bodies: Sequence[str] = (),
    ) -> Outcome:
        """Write the pending statements, if they are a complete import.

        They are these `statements` with their `bodies`, if those are at hand.
        """
        async with self._database.read() as reading:
            left = await read_meta(reading, _PENDING)
        whole = Outcome()
        if not left:
            return whole
        source, gone = json.loads(left)
        known = KnownShows()
        while left:
            begun = len(whole.show_ids)
            piece: Sequence[Statement]
            if statements is None:
                async with self._database.read() as reading:
                    piece, rest = await pending_statements(reading, self._piece)
            else:
                piece, rest = statements[begun : begun + self._piece], len(statements) - begun
            is_last = len(piece) == rest
            batch = Batch(
                source,
                piece,
                gone=gone if is_last else (),
                bodies=bodies[begun : begun + len(piece)] or None,
            )
            told = partial(_passed_on, progress, begun, begun + rest)
            async with self._ledger.begin_statement(batch, progress=told, known=known) as write:
                await self._lease.renew(write.transaction)
                await drop_pending(write.transaction, len(piece))
                if is_last:
                    left = ""
                    await write_meta(write.transaction, _PENDING, left)
            whole = whole.and_then(write.outcome)
        return whole


def _passed_on(progress: Progress, begun: int, total: int, done: int, _: int) -> None:
    progress(begun + done, total)


async def load_catalogue(
    folder: Path, database: Database, bulk_import: BulkImport, clock: Clock
) -> Outcome | None:
    """Bring the store to what the files say; None if they have not changed since the last time.

    Raises:
        BadFileError: a file is broken or cannot be read; nothing was changed.
        StoreError: the database could not be written; nothing was changed.
    """
    files = await asyncio.to_thread(_contents, folder)
    digest = _digest(files)
    async with database.read() as connection:
        if await read_meta(connection, _DIGEST) == digest:
            return None
        stored = {record.key for record in await stored_records(connection, source=CATALOG)}
    today = clock().date()
    statements = [
        statement
        for name, data in files.items()
        for statement in read_bytes(data, name, source=CATALOG, today=today)
    ]
    gone = sorted(stored - {statement.key for statement in statements})
    outcome = await bulk_import.write(CATALOG, statements, gone=gone)
    async with database.write() as connection:
        await write_meta(connection, _DIGEST, digest)
    return outcome


def _contents(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        # A missing folder is a mistake and no empty catalogue: what the files said before stays.
        raise BadFileError(f"{folder}: there is no such folder.")
    try:
        return {file_name(path): path.read_bytes() for path in sorted(folder.glob("*.toml"))}
    except OSError as error:
        raise BadFileError(f"{error.filename}: {error.strerror}.") from error


def _digest(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, data in files.items():
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
