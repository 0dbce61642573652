"""Files that appear under their names only when they are whole."""

from __future__ import annotations

import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BESIDE = ("-wal", "-shm", "-journal")
"""The ends of the names of the files that SQLite keeps beside a database:
https://sqlite.org/tempfiles.html"""

_MARK = r"\.[0-9a-f]{8}\.part"
_LEFT_SECONDS = 3600.0
"""A file still being written changes all the time: within an hour even a slow disk answers."""


@contextmanager
def growing(target: Path, like: Path | None = None) -> Iterator[Path]:
    """A temporary path beside `target`, which replaces it once the block has ended well.

    Two writers at once have a temporary path each. What killed processes left behind is deleted
    first: it may be what fills the disk. Links are followed. The file has the owner and the mode of
    the one that it replaces; a new one has the owner of `like`, if that is given, and is open to
    nobody to whom `like` is closed.

    Raises:
        OSError: it cannot take its place; what was there before stays.
    """
    try:
        target = target.resolve()
    except RuntimeError as error:  # links in a circle
        raise OSError(str(error)) from error
    _clear(target)
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
        if target.exists():
            _take_after(part, target, stat.S_IMODE(target.stat().st_mode))
        elif like is not None:
            _take_after(part, like, stat.S_IMODE(part.stat().st_mode & like.stat().st_mode))
        part.replace(target)
    finally:
        _discard(part)


def _take_after(file: Path, model: Path, mode: int) -> None:
    """Give a file that mode, and the owner of another: root, who alone may, writes for others."""
    # A file system without owners and modes, as of a memory card, refuses to change them.
    with suppress(PermissionError):
        file.chmod(mode)
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            owned = model.stat()
            os.chown(file, owned.st_uid, owned.st_gid)


def _clear(target: Path) -> None:
    left = re.compile(f"{re.escape(target.name)}{_MARK}(?:{'|'.join(BESIDE)})?")
    with suppress(OSError):
        for file in target.parent.iterdir():
            # By its distance, since a clock that was ahead may have stamped it.
            if left.fullmatch(file.name) and _is_old(file):
                file.unlink(missing_ok=True)


def _is_old(file: Path) -> bool:
    return abs(time.time() - os.stat(file).st_mtime) >= _LEFT_SECONDS


def _discard(part: Path) -> None:
    for tail in ("", *BESIDE):
        with suppress(OSError):
            part.with_name(part.name + tail).unlink(missing_ok=True)
