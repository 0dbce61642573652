"""The starter catalogue: loaded at the start, again only when its files changed."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

from ..clock import Clock
from ..errors import BadFileError
from ..facts.ledger import Ledger, Outcome
from ..facts.queries.records import stored_records
from ..foundation.database import Database, read_meta, write_meta
from .reader import CATALOG, file_name, read_bytes

_DIGEST = "catalogue_digest"


async def load_catalogue(
    folder: Path, database: Database, ledger: Ledger, clock: Clock
) -> Outcome | None:
    """Bring the store to what the files say; None when they are those of the last time.

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
    outcome = await ledger.state(CATALOG, statements, gone=gone)
    async with database.write() as connection:
        await write_meta(connection, _DIGEST, digest)
    return outcome


def _contents(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        # No folder is a mistake and no word of the files: what they said still stands.
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
