"""The control endpoint of the standalone server: run a bot, put load on it, read counters.

Bodies and answers are JSON; times in seconds. A failure is a 500 whose ``error`` says why.

- ``POST /_control/start`` ``{argv, env, guilds?}`` → ``{ready, resident_mb, cpu_seconds}``
- ``POST /_control/measure`` ``{command, values, focused?}`` → ``{latencies}``
- ``POST /_control/steady`` ``{command, values, rate, seconds}`` → ``{latencies, unanswered}``
- ``GET  /_control/counters`` → ``{resident_mb, cpu_seconds, requests, violations, …}``
- ``POST /_control/stop`` → ``{seconds, exit_code}``
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.wire.pace import one_by_one, steady
from tests.wire.process import BotProcess, ExitedError
from tests.wire.server import Server

Json = dict[str, Any]
Action = Callable[[Json], Awaitable[Json]]


class Control:
    """Holds the one bot that the standalone server runs."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._process: BotProcess | None = None

    def routes(self) -> list[web.RouteDef]:
        actions: dict[str, Action] = {
            "start": self._start,
            "stop": self._stop,
            "measure": self._measure,
            "steady": self._steady,
        }
        posts = [web.post(f"/_control/{name}", _endpoint(act)) for name, act in actions.items()]
        return [*posts, web.get("/_control/counters", _endpoint(self._counters))]

    async def close(self) -> None:
        if self._process is not None and self._process.exit_code is None:
            await self._process.terminate()

    async def _start(self, body: Json) -> Json:
        await self.close()
        for number in range(body.get("guilds", 0)):
            self._server.state.add_guild(f"Guild {number}")
        environment = {**self._server.environment, **body.get("env", {})}
        self._process = BotProcess(body["argv"], environment)
        await self._process.start()
        ready = await self._server.until_ready(self._process, body.get("patience", 60.0))
        return {
            "ready": ready,
            "resident_mb": self._process.resident_mb,
            "cpu_seconds": self._process.cpu_seconds,
        }

    async def _stop(self, body: Json) -> Json:
        process = self._running
        seconds = await process.terminate()
        return {"seconds": seconds, "exit_code": process.exit_code}

    async def _measure(self, body: Json) -> Json:
        focused = body.get("focused")
        values = body["values"]
        return {
            "latencies": await one_by_one(self._server, body["command"], values, focused=focused)
        }

    async def _steady(self, body: Json) -> Json:
        latencies, unanswered = await steady(
            self._server,
            body["command"],
            body["values"],
            rate=body["rate"],
            seconds=body["seconds"],
        )
        return {"latencies": latencies, "unanswered": unanswered}

    async def _counters(self, body: Json) -> Json:
        rates, messages = self._server.rates, self._server.state.messages
        return {
            "resident_mb": self._running.resident_mb,
            "cpu_seconds": self._running.cpu_seconds,
            "requests": rates.requests,
            "busiest_second": rates.busiest_second,
            "issued_429": rates.issued,
            "invalid": rates.invalid,
            "posted": messages.posted.total(),
            "edited": messages.edited,
            "syncs": len(self._server.state.commands.syncs),
            "violations": [violation.problem for violation in self._server.violations],
            "output": list(self._running.lines)[-50:],
        }

    @property
    def _running(self) -> BotProcess:
        if self._process is None:
            raise LookupError("no bot was started")
        return self._process


def _endpoint(act: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        body = await request.json() if request.method == "POST" else {}
        try:
            return web.json_response(await act(body))
        except (ExitedError, LookupError, TimeoutError) as error:
            return web.json_response({"error": str(error)}, status=500)

    return answer
