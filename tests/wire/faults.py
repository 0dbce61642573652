"""Scripted faults: which requests fail, how, and how often.

A fault is matched in the order of the script. Delays add up; the first other fault that
strikes decides the answer.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.wire.clock import Clock
from tests.wire.errors import ApiError, forbidden, not_found


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429 with its headers; without ``via`` it is what Cloudflare sends to a banned address."""

    retry_after: float = 0.1
    """Seconds."""
    via: bool = True
    scope: str = "user"
    """``user``, ``shared`` (does not count as invalid) or ``global``."""
    code: int | None = None
    """Discord's own code, where the limit lies beneath the bucket's: its headers tell nothing."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A 5xx; with ``after`` the request was carried out all the same."""

    status: int = 502
    after: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """One of Discord's own errors."""

    error: ApiError


@dataclass(frozen=True, slots=True)
class Dropped:
    """The connection ends without an answer; with ``after`` the request was carried out.

    With ``reset`` the peer sees a connection reset, otherwise a plain end of stream.
    """

    after: bool = False
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Delayed:
    """The request waits first; with ``after`` it is carried out at once and its answer waits."""

    seconds: float
    after: bool = False


Action = RateLimited | Broken | Refused | Dropped | Delayed

CHANNEL_GONE = Refused(not_found(10003))
MISSING_ACCESS = Refused(forbidden(50001))
MISSING_PERMISSIONS = Refused(forbidden(50013))
OLD_EDITS = RateLimited(1800.0, scope="shared", code=30046)
"""Editing messages older than an hour; how often that may be is told nowhere."""


@dataclass(slots=True)
class Fault:
    """One line of the script; the counters are open to read."""

    method: str
    path: str
    action: Action
    nth: Collection[int] | None
    times: int | None
    probability: float
    since: float
    until: float
    matched: int = 0
    """Requests that met method and path within the time."""
    struck: int = 0
    """Requests that failed by it."""


@dataclass(slots=True)
class Faults:
    """The script. ``random`` is seeded, so that a run can be told again."""

    clock: Clock
    random: random.Random = field(default_factory=lambda: random.Random(0))
    script: list[Fault] = field(default_factory=list)

    def add(
        self,
        method: str,
        path: str,
        action: Action,
        *,
        nth: int | Collection[int] | None = None,
        times: int | None = None,
        probability: float = 1.0,
        start: float = 0.0,
        seconds: float = float("inf"),
    ) -> Fault:
        """Let requests fail.

        ``path`` is a glob over the path below ``/api/v10``, such as ``/channels/*/messages``;
        ``method`` may be ``*``. ``nth`` counts matching requests from 1, ``times`` limits how
        often it strikes, and it is awake from ``start`` for ``seconds`` of the server's clock.
        """
        now = self.clock.now()
        fault = Fault(
            method=method,
            path=path,
            action=action,
            nth=(nth,) if isinstance(nth, int) else nth,
            times=times,
            probability=probability,
            since=now + start,
            until=now + start + seconds,
        )
        self.script.append(fault)
        return fault

    def clear(self) -> None:
        self.script.clear()

    def strike(self, method: str, path: str) -> list[Action]:
        """What happens to this request: delays, then at most one other action."""
        actions: list[Action] = []
        for fault in self.script:
            if self._strikes(fault, method, path):
                actions.append(fault.action)
                if not isinstance(fault.action, Delayed):
                    break
        return actions

    def _strikes(self, fault: Fault, method: str, path: str) -> bool:
        if fault.method not in ("*", method) or not fnmatchcase(path, fault.path):
            return False
        if not fault.since <= self.clock.now() < fault.until:
            return False
        fault.matched += 1
        if fault.nth is not None and fault.matched not in fault.nth:
            return False
        if fault.times is not None and fault.struck >= fault.times:
            return False
        if fault.probability < 1 and self.random.random() >= fault.probability:
            return False
        fault.struck += 1
        return True
