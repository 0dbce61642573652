"""Files that a command writes: complete, or left as they were."""

from __future__ import annotations

from pathlib import Path

from ..errors import BadFileError
from ..foundation.whole_file import growing


def write_file(output: Path, data: bytes) -> None:
    """Write a file that appears under its name only when it is whole.

    Raises:
        BadFileError: it cannot be written; what was there before stays.
    """
    try:
        if output.exists() and not output.is_file():
            output.write_bytes(data)  # a device must not give way to a file
            return
        with growing(output) as part:
            part.write_bytes(data)
    except OSError as error:
        raise BadFileError(f"{output}: {error.strerror or error}.") from error
