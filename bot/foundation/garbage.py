"""Pausing the garbage collector while many lasting objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """Collect no garbage inside the block: for objects that stay, collecting takes up to a third
    longer."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
