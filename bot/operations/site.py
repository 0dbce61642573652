"""/livez, /readyz and /metrics, served beside the bot for the machines that watch over it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from ..app import Services
from ..foundation.http_site import listener, serving, site_of
from ..settings import Settings
from .answers import AnswerTimes
from .health import Health
from .metrics import Metrics

_LOG = logging.getLogger(__name__)

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
async def open_site(
    settings: Settings, services: Services, health: Health
) -> AsyncIterator[AnswerTimes]:
    """Serve the bot's health and figures where HEALTH_PORT says; yields what times its answers.

    Raises:
        SettingsError: nobody can listen there.
    """
    assert settings.health_port is not None
    where = listener(settings.health_host, settings.health_port, setting="HEALTH_PORT")
    metrics = Metrics(services, health)
    answers = AnswerTimes(metrics.waited)
    watching = asyncio.create_task(metrics.watch_the_loop(), name="event-loop lag")
    try:
        async with serving(site_of(routes(health, metrics, answers)), where):
            _LOG.info("health and metrics at %s", where.address)
            yield answers
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
