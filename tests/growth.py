"""How work grows with what it is done on, in calls and not in seconds: it never depends on load."""

from __future__ import annotations

import sys
from collections.abc import Callable


def calls_of(work: Callable[[], object]) -> int:
    """How many functions the work calls, Python's and C's; each step of a generator is one."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times as many calls four times the size takes: 4 for linear work, 16 for square.

    `work` prepares the work of a size; only what it returns is measured, and not its first time.
    """
    small, large = work(size), work(4 * size)
    small(), large()
    return calls_of(large) / calls_of(small)
