"""The figures for Prometheus at /metrics, and /livez and /readyz beside them."""

from __future__ import annotations

import asyncio
import logging
import math
import platform
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from aiohttp import web
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ..alerts.queries.deliveries import OutboxStatistics, outbox_statistics
from ..composition_root import Services
from ..errors import StoreError
from ..foundation.http_server import listener, serving, site_application
from ..foundation.scheduled_backups import Backups
from ..settings import Settings
from .answer_times import AnswerTimes, Waited
from .health import Health

_LOG = logging.getLogger(__name__)
_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
_MILLISECONDS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0)
_TICK_SECONDS = 0.25
_FRESH = 5.0
"""Seconds for which a count of the outbox is used again."""


# Without this each counter would have a second series with its time of creation, which nobody
# reads.
disable_created_metrics()  # type: ignore[no-untyped-call] # theirs has no types


class Metrics:
    """Counts events as they happen, and reads everything else when it is asked for."""

    def __init__(self, services: Services, health: Health, backups: Backups | None = None) -> None:
        self._services = services
        self.registry = CollectorRegistry(auto_describe=False)
        self._answers = Counter(
            "cliffhanger_answers",
            "First answers to interactions, by command and outcome.",
            ["command", "outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "cliffhanger_answer_seconds",
            "From an interaction's arrival until Discord took the first answer.",
            ["kind"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._lag = Histogram(
            "cliffhanger_event_loop_lag_seconds",
            "How late the event loop comes round.",
            buckets=_MILLISECONDS,
            registry=self.registry,
        )
        self._writes = Histogram(
            "cliffhanger_store_write_seconds",
            "How long a transaction that writes takes, the wait for the lock included.",
            buckets=(*_MILLISECONDS, 5.0),
            registry=self.registry,
        )
        self._readings = _Readings(services, health, backups)
        self.registry.register(self._readings)
        services.database.on_write = self._writes.observe

    def waited(self, waited: Waited) -> None:
        """Count an interaction that was answered, or was not."""
        name = waited.name if waited.kind == "command" else waited.kind
        self._answers.labels(name, waited.outcome).inc()
        if waited.outcome != "unanswered":
            self._seconds.labels(waited.kind).observe(waited.seconds)

    async def watch_the_loop(self) -> None:
        """Measure, until cancelled, the delay of the event loop."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_TICK_SECONDS)
            self._lag.observe(max(0.0, time.perf_counter() - before - _TICK_SECONDS))

    async def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        await self._readings.renew()
        return generate_latest(self.registry)


class _Readings(Collector):
    """The figures that are read at the moment somebody asks."""

    def __init__(self, services: Services, health: Health, backups: Backups | None) -> None:
        self._services, self._health, self._backups = services, health, backups
        self._backup_age: float | None = None
        self._outbox: OutboxStatistics | None = None
        self._counted_at = -_FRESH

    async def renew(self) -> None:
        """Count the outbox and look at the backups, if the last look is old."""
        if time.monotonic() - self._counted_at < _FRESH:
            return
        try:
            self._outbox = await outbox_statistics(self._services.database, self._services.clock)
        except StoreError:
            self._outbox = None  # The gauges are then missing, which an alert can be made of.
        if self._backups is not None:
            self._backup_age = await asyncio.to_thread(_age_of, self._backups)
        self._counted_at = time.monotonic()

    def describe(self) -> Iterable[Metric]:
        """Nothing: the registry must not collect just to learn the names."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """The families of metrics."""
        yield from self._bot()
        yield from self._alerts()
        yield from self._providers()
        if self._backup_age is not None:
            yield GaugeMetricFamily(
                "cliffhanger_backup_age_seconds",
                "Since the newest backup was made; endless where there is none.",
                value=self._backup_age,
            )

    def _bot(self) -> Iterator[Metric]:
        services = self._services
        build = GaugeMetricFamily("cliffhanger_build_info", "The versions.", labels=list(_BUILD))
        build.add_metric(list(_BUILD.values()), 1)
        yield build
        shards = GaugeMetricFamily(
            "cliffhanger_heartbeat_age_seconds",
            "Since a shard's last acknowledged heartbeat.",
            labels=["shard"],
        )
        for shard, seconds in list(self._health.silences().items())[:_MOST_SHARDS]:
            shards.add_metric([str(shard)], seconds)
        yield shards
        loops = GaugeMetricFamily(
            "cliffhanger_loop_age_seconds", "Since a loop last came round.", labels=["loop"]
        )
        for name, age in services.vital_signs.ages().items():
            loops.add_metric([name], age)
        yield loops
        library = services.library
        yield GaugeMetricFamily(
            "cliffhanger_revision", "The store's revision in memory.", value=library.revision
        )
        yield GaugeMetricFamily("cliffhanger_titles", "Shows by title.", value=len(library.titles))
        looks = CounterMetricFamily(
            "cliffhanger_cache_lookups", "Shows looked up in memory.", labels=["result"]
        )
        looks.add_metric(["hit"], library.hits)
        looks.add_metric(["miss"], library.misses)
        yield looks

    def _alerts(self) -> Iterator[Metric]:
        outbox = self._outbox
        if outbox is None:
            return
        states = GaugeMetricFamily(
            "cliffhanger_deliveries", "Deliveries in the outbox, by state.", labels=["state"]
        )
        for state in ("sent", "retried", "held", "uncertain", "failed", "backlog"):
            states.add_metric([state], getattr(outbox, state))
        yield states
        yield GaugeMetricFamily(
            "cliffhanger_paused_channels", "Channels that refuse alerts.", value=outbox.paused
        )
        oldest = outbox.oldest.total_seconds() if outbox.oldest is not None else 0.0
        yield GaugeMetricFamily(
            "cliffhanger_backlog_age_seconds", "Of the oldest waiting delivery.", value=oldest
        )

    def _providers(self) -> Iterator[Metric]:
        health = self._services.sources.health
        calls = CounterMetricFamily(
            "cliffhanger_provider_calls", "Calls of providers.", labels=["provider", "outcome"]
        )
        ages = GaugeMetricFamily(
            "cliffhanger_provider_age_seconds", "Since its last good answer.", labels=["provider"]
        )
        now = self._services.clock()
        for name, tally in health.tallies().items():
            calls.add_metric([name, "answered"], tally.answered)
            calls.add_metric([name, "failed"], tally.failed)
            if tally.answered_at is not None:
                ages.add_metric([name], (now - tally.answered_at).total_seconds())
        yield calls
        yield ages


_MOST_SHARDS = 32


def _age_of(backups: Backups) -> float:
    try:
        age = backups.age()
    except StoreError:
        age = None
    return math.inf if age is None else age.total_seconds()


def _version() -> str:
    try:
        return version("cliffhanger")
    except PackageNotFoundError:
        return "from its tree"


_BUILD = {"version": _version(), "python": platform.python_version()}
_TEXT = "text/plain; version=0.0.4; charset=utf-8"


def _verdict(
    check: Callable[[], Awaitable[list[str]]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def page(_request: web.Request) -> web.Response:
        wrong = await check()
        text = "\n".join(wrong) if wrong else "ok"
        headers = {"Cache-Control": "no-store"}
        return web.Response(status=503 if wrong else 200, text=f"{text}\n", headers=headers)

    return page


def routes(health: Health, metrics: Metrics, answers: AnswerTimes) -> list[web.AbstractRouteDef]:
    """The three pages."""

    async def alive() -> list[str]:
        return health.ailments()

    async def figures(_request: web.Request) -> web.Response:
        answers.forget_unanswered()
        return web.Response(body=await metrics.text(), headers={"Content-Type": _TEXT})

    return [
        web.get("/livez", _verdict(alive)),
        web.get("/readyz", _verdict(health.obstacles)),
        web.get("/metrics", figures),
    ]


@asynccontextmanager
async def open_endpoints(
    settings: Settings, services: Services, health: Health, backups: Backups | None
) -> AsyncIterator[AnswerTimes]:
    """Serve the bot's health and figures where HEALTH_PORT says; yields what times its answers.

    Raises:
        SettingsError: nobody can listen there.
    """
    assert settings.health_port is not None
    where = listener(settings.health_host, settings.health_port, setting="HEALTH_PORT")
    metrics = Metrics(services, health, backups)
    answers = AnswerTimes(metrics.waited)
    watching = asyncio.create_task(metrics.watch_the_loop(), name="event-loop lag")
    try:
        async with serving(site_application(routes(health, metrics, answers)), where):
            _LOG.info("health and metrics at %s", where.address)
            yield answers
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
