"""How much memory this process holds; Linux alone tells."""

from __future__ import annotations

import resource
from pathlib import Path


def resident() -> float:
    """What it holds now, in MB of 10^6 bytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def most_resident() -> float:
    """The most that it has held, in MB of 10^6 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
