"""The constants behind SCALE.md, measured here, and the table reckoned from them.

``python -m tests.bench.scale`` prints both. What is Discord's is taken from its documentation:
https://docs.discord.com/developers/events/gateway#sharding and
https://docs.discord.com/developers/topics/rate-limits
"""

from __future__ import annotations

import asyncio
import gc
import math
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import discord

from bot.answers.cards.answer import card
from bot.answers.lookup import Answer
from bot.cluster.identify_turns import IDENTIFY_EVERY
from bot.composition_root import open_services
from bot.discord_client.client import Cliffhanger
from bot.facts.models import Topic
from bot.facts.verdict import verdict
from bot.settings import Settings
from tests.bench import memory
from tests.wire.entities import Role

SERVERS = (1_000, 10_000, 100_000, 1_000_000)

GUILDS_A_SHARD = 1_000
"""Discord recommends a shard for about every 1,000 servers, and refuses more than 2,500."""

FOR_ALERTS = 30
"""Of Discord's 50 requests a second and bot: ALERT_RATE by default, the rest is for answers."""

ANSWERS_A_SERVER = 5
"""Answers a server and day: an assumption. A hundredth of them fall into the busiest minute."""

FOLLOWING = 0.3
"""The share of servers that follow what changes in a great alert: an assumption."""

CHANNELS, ROLES, OVERWRITES = 40, 25, 4
"""Of a middling fan server: an assumption."""


@dataclass(frozen=True, slots=True)
class Constants:
    """What was measured: bytes a server in memory, processor seconds an answer and an alert."""

    server_bytes: float
    answer_seconds: float
    base_megabytes: float


def guild(number: int) -> dict[str, object]:
    """The GUILD_CREATE of a middling server, as far as the bot's intents bring it."""
    first = number * 10_000
    roles = [Role(first + n, f"role {n}").payload() for n in range(ROLES)]
    overwrites = [
        {"id": str(first + n), "type": 0, "allow": "1024", "deny": "0"} for n in range(OVERWRITES)
    ]
    channels = [
        {
            "id": str(first + 1000 + n),
            "type": 0,
            "name": f"channel-{n}",
            "position": n,
            "permission_overwrites": overwrites,
            "parent_id": None,
            "nsfw": False,
            "topic": "About a show",
        }
        for n in range(CHANNELS)
    ]
    return {
        "id": str(first),
        "name": f"Fans of show {number}",
        "owner_id": "1",
        "member_count": 500,
        "roles": roles,
        "channels": channels,
        "threads": [],
        "members": [],
        "emojis": [],
        "stickers": [],
        "features": [],
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "unavailable": False,
    }


def server_bytes(client: discord.Client, count: int = 300) -> float:
    """What one server more takes in discord.py's memory."""
    state = client._connection
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(1, count + 1):
        made = discord.Guild(data=guild(number), state=state)  # type: ignore[arg-type]
        state._add_guild(made)
    gc.collect()
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return held / count


def answer_seconds(answer: Answer, count: int = 300) -> float:
    """The processor time of working out an answer and drawing its card."""
    began = time.process_time()
    for _ in range(count):
        told = verdict(answer.show, None, answer.now)
        card(Answer(answer.show, told, Topic.GENERAL, answer.now), asker=1).to_components()
    return (time.process_time() - began) / count


async def measured() -> Constants:
    """All constants, with the starter catalogue in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'scale.db'}"
        async with open_services(Settings(database_url=url, tvmaze_index=False)) as services:
            found = services.lookup.suggest("soundtrack")[0].entry.show_id
            show = await services.lookup.by_id(found)
            now = services.clock()
            answer = Answer(show, verdict(show, None, now), Topic.GENERAL, now)
            resident = memory.resident()
            async with Cliffhanger(services) as client:
                return Constants(server_bytes(client), answer_seconds(answer), resident)


@dataclass(frozen=True, slots=True)
class Scale:
    """What so many servers need."""

    servers: int
    shards: int
    processes: int
    megabytes: float
    answers_a_second: float
    cores: float
    restart_minutes: float
    alert_minutes: float


def reckoned(servers: int, constants: Constants, *, concurrency: int = 1) -> Scale:
    """The arithmetic of SCALE.md; `concurrency` is Discord's `max_concurrency`."""
    shards = math.ceil(servers / GUILDS_A_SHARD)
    processes = max(1, math.ceil(shards / 16))
    memory = processes * constants.base_megabytes + servers * constants.server_bytes / 1e6
    peak = servers * ANSWERS_A_SERVER / 100 / 60
    identify = shards * IDENTIFY_EVERY / concurrency / 60
    alert = servers * FOLLOWING / FOR_ALERTS / 60
    return Scale(
        servers, shards, processes, memory, peak, peak * constants.answer_seconds, identify, alert
    )


def table(constants: Constants) -> Iterator[str]:
    """The rows of SCALE.md."""
    yield (
        "| servers | shards | processes | memory, MB | answers a second at the peak "
        "| cores for them | all shards connected after | one alert to 30 % of the servers |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for servers in SERVERS:
        it = reckoned(servers, constants, concurrency=16 if servers >= 150_000 else 1)
        yield (
            f"| {it.servers:,} | {it.shards:,} | {it.processes:,} | {it.megabytes:,.0f} "
            f"| {it.answers_a_second:,.1f} | {it.cores:.2f} | {it.restart_minutes:.1f} min "
            f"| {it.alert_minutes:,.1f} min |"
        )


def main() -> None:
    """Measure and print."""
    constants = asyncio.run(measured())
    print(f"a server in memory        {constants.server_bytes / 1024:8.1f} KiB")
    print(f"an answer and its card    {constants.answer_seconds * 1000:8.2f} ms of processor time")
    print(f"a process without servers {constants.base_megabytes:8.0f} MB")
    print()
    for line in table(constants):
        print(line)


if __name__ == "__main__":
    main()
