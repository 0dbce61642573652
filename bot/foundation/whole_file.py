"""Files that appear under their names only when they are complete."""

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
"""The suffixes of the files that SQLite keeps beside a database:
https://sqlite.org/tempfiles.html"""

_MARK = r"\.[0-9a-f]{8}\.part"
_LEFT_SECONDS = 3600.0
"""Age in seconds from which a temporary file counts as left behind: one that is still being written
changes all the time, even on a slow disk."""


@contextmanager
def growing(target: Path, like: Path | None = None) -> Iterator[Path]:
    """A temporary path beside `target`, which replaces it if the block ends without an error.

    Two writers at once have a temporary path each. What killed processes left behind is deleted
    first, since it may be what fills the disk. Links are followed. The file gets the owner and the
    mode of the one that it replaces. A new file gets the owner of `like`, if that is given, and no
    permission that `like` does not have.

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
    """Set the mode of a file, and, if the process runs as root, the owner of the `model`."""
    # A file system without owners and modes, such as a memory card's, refuses to change them.
    with suppress(PermissionError):
        file.chmod(mode)
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            owned = model.stat()
            os.chown(file, owned.st_uid, owned.st_gid)


def _clear(target: Path) -> None:
    left = re.compile(f"{re.escape(target.name)}{_MARK}(?:{'|'.join(BESIDE)})?")
    with suppress(OSError):
        for file in target.parent.iterdir():
            # The age is a distance in either direction: a clock that was ahead may have stamped the
            # file.
            if left.fullmatch(file.name) and _is_old(file):
                file.unlink(missing_ok=True)


def _is_old(file: Path) -> bool:
    return abs(time.time() - os.stat(file).st_mtime) >= _LEFT_SECONDS


def _discard(part: Path) -> None:
    for tail in ("", *BESIDE):
        with suppress(OSError):
            part.with_name(part.name + tail).unlink(missing_ok=True)
