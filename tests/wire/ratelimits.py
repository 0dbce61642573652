"""Rate limits: buckets with their headers, the global limit, and what was counted.

Source: https://discord.com/developers/docs/topics/rate-limits
"""

from __future__ import annotations

import hashlib
import math
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.wire.clock import Clock


@dataclass(frozen=True, slots=True)
class Rule:
    """Requests allowed per window (seconds) on a route, counted per channel, guild or webhook."""

    method: str
    path: str
    limit: int
    seconds: float


SENDING = Rule("POST", "/channels/*/messages", 5, 5.0)
"""Messages of one channel, as Discord grants them."""


@dataclass(slots=True)
class _Bucket:
    resets_at: float
    used: int = 0


@dataclass(slots=True)
class RateLimits:
    """Counts every request; enforces only what it was given.

    ``rules`` and ``global_limit`` (requests in any second) are empty at first. Interaction
    endpoints are outside the global limit, as at Discord.
    """

    clock: Clock
    rules: list[Rule] = field(default_factory=list)
    global_limit: int | None = None
    requests: Counter[str] = field(default_factory=Counter)
    """By method and route template, such as ``POST /channels/{channel_id}/messages``."""
    issued: int = 0
    """429s, of every kind."""
    invalid: int = 0
    """401s, 403s and 429s that are not shared: 10,000 in ten minutes ban an address."""
    busiest_second: int = 0
    """The most requests under the global limit in any one second (``time.perf_counter``)."""
    _recent: deque[float] = field(default_factory=deque)
    _buckets: dict[tuple[Rule, str], _Bucket] = field(default_factory=dict)

    def count(self, method: str, template: str) -> float:
        """Count a request; seconds to wait if it is over the global limit, otherwise 0."""
        self.requests[f"{method} {template}"] += 1
        if template.startswith(("/interactions", "/webhooks", "/gateway/")):
            return 0.0
        now = time.perf_counter()
        while self._recent and now - self._recent[0] >= 1:
            self._recent.popleft()
        if self.global_limit is not None and len(self._recent) >= self.global_limit:
            return 1 - (now - self._recent[0])
        self._recent.append(now)
        self.busiest_second = max(self.busiest_second, len(self._recent))
        return 0.0

    def take(self, method: str, path: str, major: str) -> tuple[float, dict[str, str]]:
        """Use a place in the request's bucket: seconds to wait (0 if there was one), headers."""
        for rule in self.rules:
            if rule.method in ("*", method) and fnmatchcase(path, rule.path):
                return self._take(rule, major)
        return 0.0, {}

    def _take(self, rule: Rule, major: str) -> tuple[float, dict[str, str]]:
        now = self.clock.now()
        bucket = self._buckets.get((rule, major))
        if bucket is None or now >= bucket.resets_at:
            bucket = self._buckets[rule, major] = _Bucket(now + rule.seconds)
        left = bucket.resets_at - now
        headers = {
            "X-RateLimit-Limit": str(rule.limit),
            "X-RateLimit-Remaining": str(max(0, rule.limit - bucket.used - 1)),
            "X-RateLimit-Reset": f"{bucket.resets_at:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(repr(rule).encode()).hexdigest()[:32],
        }
        if bucket.used >= rule.limit:
            return left, headers
        bucket.used += 1
        return 0.0, headers

    def answered(self, status: int, scope: str | None) -> None:
        """Count a refusal."""
        self.issued += status == 429
        self.invalid += status in (401, 403, 429) and scope != "shared"


def retry_headers(seconds: float, scope: str, now: float, *, remaining: int = 0) -> dict[str, str]:
    """The headers of a 429 at ``now``; ``Via`` tells a client that the API itself sent it."""
    headers = {
        "Retry-After": str(math.ceil(seconds)),
        "X-RateLimit-Scope": scope,
        "Via": "1.1 google",
    }
    if scope == "global":
        return headers | {"X-RateLimit-Global": "true"}
    return headers | {
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{now + seconds:.3f}",
        "X-RateLimit-Reset-After": f"{seconds:.3f}",
    }
