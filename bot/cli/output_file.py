"""The file that a command leaves behind: whole, or as it was before."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from ..errors import BadFileError


def write_file(output: Path, data: bytes) -> None:
    """Write a file that appears under its name only when it is whole.

    Raises:
        BadFileError: it cannot be written; what was there before stays.
    """
    part = None
    try:
        if output.exists() and not output.is_file():
            output.write_bytes(data)  # a device must not give way to a file
            return
        target = output.resolve()
        # Of two that are written at once neither is the other's.
        part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        part.write_bytes(data)
        part.replace(target)
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        raise BadFileError(f"{output}: {getattr(error, 'strerror', None) or error}.") from error
