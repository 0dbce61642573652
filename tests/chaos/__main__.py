"""``make chaos``: many fan-outs under murder; the exit code tells whether all went well."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.runs import run


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--channels", type=int, default=60)
    parser.add_argument("--kills", type=int, default=2, help="in each run")
    parser.add_argument("--seed", type=int, default=1, help="of the first run")
    given = parser.parse_args()
    lost = doubled = posts = again = bad = 0
    began = time.monotonic()
    for number in range(given.runs):
        with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
            result = await run(
                Path(folder), given.seed + number, channels=given.channels, kills=given.kills
            )
        lost, doubled = lost + result.lost, doubled + result.doubled
        posts, again = posts + result.posts, again + result.asked_again
        bad += not result.good
        mark = "ok" if result.good else f"NOT ALL RIGHT: {result}"
        print(f"run {number + 1}, seed {given.seed + number}: {mark}", flush=True)
    took = time.monotonic() - began
    print(
        f"{given.runs} runs with {given.kills} kills each in {took:.0f} s: {posts} posts, "
        f"{again} answered by an earlier message, {lost} lost, {doubled} doubled"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
