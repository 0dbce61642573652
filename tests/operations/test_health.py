"""What is found wrong with a bot, and what its figures are, without a connection to Discord."""

from __future__ import annotations

import asyncio
import json
import math
import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.composition_root import Services
from bot.foundation.database_url import file_of
from bot.foundation.scheduled_backups import Backups
from bot.operations.answer_times import Waited
from bot.operations.health import SILENCE, Health
from bot.operations.metrics import Metrics
from tests.clock import StoppedClock
from tests.wire.process import ROOT


@dataclass
class Steady:
    """A steady clock that a test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def steady() -> Steady:
    return Steady()


@dataclass
class Beat:
    acknowledged_at: float
    latency: float = 0.1

    @property
    def _last_ack(self) -> float:
        return self.acknowledged_at


@dataclass
class Socket:
    _keep_alive: Beat | None


@dataclass
class Client:
    """What discord.py's client has of its connection, as far as health goes."""

    ws: Any = None
    shard_id: int | None = None
    ready: bool = True
    tree: Any = field(default=None)

    def is_ready(self) -> bool:
        return self.ready


class AutoSharded(discord.AutoShardedClient):
    """One of several shards, each with a connection of the test's."""

    def __init__(self) -> None:
        self.connections: dict[int, Socket] = {}

    @property
    def shards(self) -> Any:
        return {n: SimpleNamespace(_parent=Client(ws)) for n, ws in self.connections.items()}


async def test_a_silent_gateway_is_named_and_a_new_connection_is_not(
    services: Services, steady: Steady
) -> None:
    health = Health(services, steady)
    client: Any = Client(Socket(Beat(steady.now)))
    health.watch(client)
    steady.now += SILENCE - 1
    assert health.ailments() == []
    steady.now += 2
    assert health.ailments() == ["shard 0: no heartbeat was acknowledged for 129 s"]
    client.ws = Socket(Beat(steady.now))
    assert health.ailments() == []


async def test_a_gateway_that_only_takes_connections_is_silent(
    services: Services, steady: Steady
) -> None:
    health = Health(services, steady)
    client: Any = Client(Socket(Beat(steady.now)))
    health.watch(client)
    seen = []
    for _ in range(4):
        steady.now += 60
        seen.append(health.ailments())
        # The connection is given up and made anew; discord.py stamps it as if it had been heard.
        client.ws = Socket(Beat(steady.now, latency=math.inf))
    silent = "shard 0: no heartbeat was acknowledged for {} s"
    assert seen == [[], [], [silent.format(180)], [silent.format(240)]]
    client.ws = Socket(Beat(steady.now))
    assert health.ailments() == []


async def test_a_hundred_resumes_are_no_alarm(services: Services, steady: Steady) -> None:
    health = Health(services, steady)
    client: Any = Client()
    health.watch(client)
    for number in range(100):
        # Closed, then made anew, then acknowledged.
        client.ws = Socket(None)
        assert health.ailments() == []
        client.ws = Socket(Beat(steady.now, latency=math.inf))
        steady.now += 0.2
        assert health.ailments() == []
        client.ws = Socket(Beat(steady.now))
        steady.now += 1 + number % 100
        assert health.ailments() == []


async def test_a_closed_connection_that_is_not_made_anew_is_named(
    services: Services, steady: Steady
) -> None:
    health = Health(services, steady)
    client: Any = Client(Socket(Beat(steady.now)))
    health.watch(client)
    steady.now += 1000
    client.ws = Socket(Beat(steady.now))
    assert health.ailments() == []
    client.ws = Socket(None)
    steady.now += SILENCE - 1
    assert health.ailments() == []
    steady.now += 2
    assert health.ailments() == ["shard 0: no heartbeat was acknowledged for 129 s"]


async def test_shards_that_come_back_or_are_others_are_no_alarm(
    services: Services, steady: Steady
) -> None:
    health = Health(services, steady)
    client = AutoSharded()
    health.watch(client)
    for shard in (3, 4, 3):
        client.connections = {shard: Socket(Beat(steady.now, latency=math.inf))}
        assert health.ailments() == []
        client.connections = {shard: Socket(Beat(steady.now))}
        assert health.ailments() == []
        steady.now += SILENCE - 1
        assert health.ailments() == []
        client.connections = {}
        assert health.ailments() == []
        steady.now += SILENCE - 1
    assert health.ailments() == []
    steady.now += 2
    assert health.ailments() == ["there has been no connection to the gateway for 129 s"]


async def test_without_a_connection_it_is_not_ready_and_after_a_while_not_alive(
    services: Services, steady: Steady
) -> None:
    health = Health(services, steady)
    assert health.ailments() == []
    assert await health.obstacles() == ["the gateway is not ready yet"]
    steady.now += SILENCE + 1
    assert health.ailments() == ["there has been no connection to the gateway for 129 s"]


@pytest.mark.sqlite
async def test_a_store_that_cannot_be_written_is_named(
    services: Services, tmp_path: Path, steady: Steady
) -> None:
    health = Health(services, steady)
    client: Any = Client(Socket(Beat(steady.now)))
    health.watch(client)
    assert await health.obstacles() == []
    database = file_of(services.settings.database_url)
    assert database is not None
    database.unlink()
    (wrong,) = await health.obstacles()
    assert wrong.startswith("the store cannot be written: The database file was deleted")
    assert health.ailments() == [], "a restart would not mend it"


async def test_a_loop_that_stands_still_is_named(services: Services, steady: Steady) -> None:
    services.vital_signs.__init__(steady)  # type: ignore[misc] # the test's own clock
    turned = services.vital_signs.start("alerts")
    client: Any = Client(Socket(Beat(steady.now)))
    health = Health(services, steady)
    health.watch(client)
    steady.now += 61
    assert health.ailments() == ["the loop of alerts has not turned for 61 s"]
    turned()
    assert health.ailments() == []
    steady.now += 61
    services.vital_signs.stop("alerts")
    assert health.ailments() == []


async def test_the_figures_are_few_and_name_nobody(services: Services, steady: Steady) -> None:
    metrics = Metrics(services, Health(services, steady))
    async with services.database.write():
        pass
    for number in range(40):
        for kind in ("command", "component", "autocomplete", "form"):
            for outcome in ("answered", "late", "rejected", "unanswered"):
                metrics.waited(Waited(kind, f"command{number % 31}", outcome, 0.2))
    await services.lookup.by_id(services.lookup.suggest("soundtrack")[0].entry.show_id)
    text = (await metrics.text()).decode()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    samples = [sample for family in families.values() for sample in family.samples]
    assert len(samples) <= 300
    labels = {label for sample in samples for label in sample.labels}
    assert labels <= {
        *("command", "outcome", "kind", "le", "state", "provider", "loop", "shard"),
        *("result", "version", "python"),
    }
    values = {(s.name, *sorted(s.labels.values())): s.value for s in samples}
    assert values["cliffhanger_cache_lookups_total", "miss"] == 1
    assert values["cliffhanger_store_write_seconds_count",] >= 1
    assert values["cliffhanger_deliveries", "backlog"] == 0
    assert values["cliffhanger_answer_seconds_count", "command"] == 120
    assert "Soundtrack" not in text
    assert not any(re.search(r"\d{17}", value) for s in samples for value in s.labels.values())


async def test_the_age_of_the_newest_backup_is_a_figure_where_any_are_made(
    services: Services, steady: Steady, clock: StoppedClock, tmp_path: Path
) -> None:
    health, folder = Health(services, steady), tmp_path / "copies"
    name = "cliffhanger_backup_age_seconds"
    assert name not in (await Metrics(services, health).text()).decode()
    url, every = services.settings.database_url, timedelta(hours=1)
    backups = Backups(url, folder, every, 1, clock)
    for age in ("+Inf", "0.0", "7200.0"):
        text = (await Metrics(services, health, backups).text()).decode()
        assert f"\n{name} {age}\n" in text
        await asyncio.to_thread(backups.step)
        if age == "0.0":
            clock.advance(hours=2)


def test_the_dashboard_asks_for_figures_there_are() -> None:
    board = json.loads((ROOT / "data" / "deploy" / "grafana-dashboard.json").read_text("utf-8"))
    asked = {
        name
        for panel in board["panels"]
        for target in panel["targets"]
        for name in re.findall(r"cliffhanger_[a-z_]+", target["expr"])
    }
    source = (ROOT / "bot" / "operations" / "metrics.py").read_text("utf-8")
    there = set(re.findall(r'"(cliffhanger_[a-z_]+)"', source))
    assert len(asked) >= 10
    for name in asked:
        assert name.removesuffix("_bucket").removesuffix("_total") in there, name
