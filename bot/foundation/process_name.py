"""A name for this process, by which others on this machine can tell whether it still runs."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

_PROC = Path("/proc")


def name_of_this_process() -> str:
    """A new name: where it runs, its pid and when it was started, and a mark of its own."""
    pid = os.getpid()
    return f"{_place()}:{pid}:{_started(pid)}:{secrets.token_hex(8)}"


def is_gone(name: str) -> bool:
    """Whether a process of that name ran here and has ended; False where that cannot be told."""
    place, _, rest = name.partition(":")
    pid, _, rest = rest.partition(":")
    started = rest.partition(":")[0]
    if not place or place != _place() or not started or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    # The number may be another process's by now.
    return _started(int(pid)) not in ("", started)


def _place() -> str:
    """This boot of this machine, and the namespace that pids count in; empty where unknown."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii")
        space = os.readlink(_PROC / "self/ns/pid")
    except (OSError, ValueError):
        return ""
    return hashlib.sha256(f"{boot} {space}".encode()).hexdigest()[:12]


def _started(pid: int) -> str:
    """When a process was started, in ticks since the machine was (proc(5), stat, field 22)."""
    try:
        text = (_PROC / str(pid) / "stat").read_text("utf-8", "replace")
        fields = text.rpartition(")")[2].split()
        # A zombie has ended, though nobody has taken note of it yet.
        return "0" if fields[0] in "ZX" else fields[19]
    except (OSError, IndexError):
        return ""
