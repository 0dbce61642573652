"""Load: the same command again and again, one after another or at a steady rate.

Every time is from ``time.perf_counter`` of this process, which sends and is answered.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from tests.wire.interaction import Interaction
from tests.wire.server import Server

Options = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Timings:
    """Latencies in seconds, of ``sent`` interactions, ``unanswered`` among them."""

    sent: int
    unanswered: int
    late: int
    """Answered later than one second, or not at all."""
    p50: float
    p99: float
    longest: float


def timings(latencies: Sequence[float], unanswered: int = 0) -> Timings:
    """Percentiles by nearest rank, over what was answered; infinite where nothing was."""
    ordered = sorted(latencies) or [float("inf")]
    late = sum(latency > 1 for latency in latencies) + unanswered
    return Timings(
        sent=len(latencies) + unanswered,
        unanswered=unanswered,
        late=late,
        p50=ordered[(len(ordered) - 1) // 2],
        p99=ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
        longest=ordered[-1],
    )


async def one_by_one(
    server: Server, command: str, values: Sequence[Options], *, focused: str | None = None
) -> list[float]:
    """The latency of each of ``values``, the next sent when the last was answered.

    With ``focused`` it is typing into that option.
    """
    latencies = []
    for options in values:
        interaction = await _act(server, command, options, focused, wait=True)
        latencies.append(interaction.settled_latency)
    return latencies


async def steady(
    server: Server,
    command: str,
    values: Sequence[Options],
    *,
    rate: float,
    seconds: float,
    patience: float = 10.0,
) -> tuple[list[float], int]:
    """``rate`` interactions a second, whether or not earlier ones were answered.

    A latency counts from the moment the interaction was *due*, so that a server that falls
    behind does not hide it. Returns the latencies, and how many were not answered.
    """
    began = time.perf_counter()
    waiting: list[tuple[float, Interaction]] = []
    latencies: list[float] = []
    options = cycle(values)
    for number in range(int(rate * seconds)):
        due = began + number / rate
        if (pause := due - time.perf_counter()) > 0:
            await asyncio.sleep(pause)
        interaction = await _act(server, command, next(options), None, wait=False)
        waiting.append((due, interaction))
        if number % 64 == 0:
            waiting = _collect(waiting, latencies)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience):
            for _, interaction in waiting:
                await interaction.until_settled(patience)
    waiting = _collect(waiting, latencies)
    return latencies, len(waiting)


def _collect(
    waiting: list[tuple[float, Interaction]], latencies: list[float]
) -> list[tuple[float, Interaction]]:
    """Note the latencies of what was answered; what was not remains."""
    remaining = []
    for due, interaction in waiting:
        if interaction.settled_at is None:
            remaining.append((due, interaction))
        else:
            latencies.append(interaction.settled_at - due)
    return remaining


async def _act(
    server: Server, command: str, options: Options, focused: str | None, *, wait: bool
) -> Interaction:
    place = (server.guild, server.general, server.fan)
    if focused is not None:
        return await server.autocomplete(*place, command, options, focused, wait=wait)
    return await server.slash(*place, command, options, wait=wait)
