"""The garbage collector, paused where much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """Look for no garbage inside the block: among what stays, that takes up to a third longer."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
