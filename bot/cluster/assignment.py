"""Which part of the work belongs to a process, and what it should take or give away. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assignment:
    """This process's part of the work: these of `count` shards and, with `leads`, the leader's
    work.

    `processes` is how many share what all may do together, such as the rate of requests.
    """

    count: int = 1
    shards: frozenset[int] = frozenset({0})
    processes: int = 1
    leads: bool = True


ALONE = Assignment()
"""The assignment of a process that is alone."""


def shard_of(guild_id: int, count: int) -> int:
    """The shard that a server's events come to; direct messages (0) come to shard 0.

    https://discord.com/developers/docs/events/gateway#sharding-sharding-formula
    """
    return (guild_id >> 22) % count


def parse_shards(text: str, count: int) -> frozenset[int] | None:
    """The shards in a setting like `0-3,7`; None for `auto`.

    Raises:
        ValueError: the sentence says what is wrong.
    """
    if text.lower() == "auto":
        return None
    shards: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        last = last if dash else first
        if not (first.isdecimal() and last.isdecimal() and len(first + last) <= 10):
            raise ValueError("SHARD_IDS must be auto, or shards like 0-3 or 0,4.")
        named = range(int(first), int(last) + 1)
        if not named:
            raise ValueError(f"SHARD_IDS has a range that runs backwards: {part}.")
        if named[-1] >= count:
            raise ValueError(
                f"SHARD_IDS names shard {named[-1]}; of {count} shards the last is {count - 1}."
            )
        if not shards.isdisjoint(named):
            raise ValueError(f"SHARD_IDS names shards twice: {part}.")
        shards.update(named)
    return frozenset(shards)


def listed(shards: Collection[int]) -> str:
    """Shards by their numbers, as ranges: "shards 0-3, 7"; "shard 0"; "no shard"."""
    runs: list[list[int]] = []
    for shard in sorted(shards):
        if runs and shard == runs[-1][-1] + 1:
            runs[-1].append(shard)
        else:
            runs.append([shard])
    ranges = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"shard{'s' * (len(shards) > 1)} {ranges}" if ranges else "no shard"


def change(
    count: int,
    wanted: frozenset[int] | None,
    mine: Collection[int],
    holders: Mapping[int, str],
    processes: int,
    settled: int,
) -> tuple[list[int], list[int]]:
    """The shards to take and to give away now.

    `holders` tells who has each shard, if a living process does. A process that wants `auto` (None)
    takes an equal share of the free shards among all `processes`, and gives away what exceeds a
    share among those that are `settled`, from the highest.
    """
    free = [shard for shard in range(count) if shard not in holders]
    if wanted is not None:
        return [shard for shard in free if shard in wanted], []
    share = -(-count // max(1, processes))
    kept = -(-count // max(1, settled))
    return free[: max(0, share - len(mine))], sorted(mine)[kept:]
