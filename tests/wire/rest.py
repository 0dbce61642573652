"""The REST side: how each request is counted, faulted, checked and answered."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.wire.entities import Json
from tests.wire.errors import MESSAGES, ApiError, bad_request
from tests.wire.faults import Broken, Delayed, Dropped, Faults, RateLimited, Refused
from tests.wire.ratelimits import RateLimits, retry_headers
from tests.wire.schema import Schema
from tests.wire.state import File, State

PREFIX = "/api/v10"
WITH_BODY = ("POST", "PUT", "PATCH")
BUCKET_SECONDS = 1.0
"""What the headers of a bucket tell while a limit beneath it holds."""


@dataclass(slots=True)
class Call:
    """One request, read and validated."""

    request: web.Request
    template: str
    arrived: float
    """``time.perf_counter``."""
    body: Any = None
    uploads: list[Json] = field(default_factory=list)
    """Attachment objects of the files that came along."""

    def id(self, name: str) -> int:
        """A snowflake of the path; ``ApiError`` 50035 where it is none."""
        value = self.request.match_info[name]
        if not value.isdecimal():
            raise bad_request(50035, f"Invalid Form Body\n{name}: {value!r} is not snowflake.")
        return int(value)

    def query_id(self, name: str) -> int | None:
        value = self.request.query.get(name)
        return None if value is None else int(value)


class LimitedError(Exception):
    """A handler's 429: the request met a limit that lies beneath its bucket's."""

    def __init__(self, limit: RateLimited) -> None:
        super().__init__(f"limited for {limit.retry_after:g} s")
        self.limit = limit


Result = Json | list[Json] | None
"""A JSON body, or ``None`` for 204."""
Handler = Callable[[Call], Awaitable[Result]]


@dataclass(frozen=True, slots=True)
class Violation:
    """A request body that Discord would refuse."""

    method: str
    template: str
    problem: str
    body: Any


class Rest:
    """Answers requests through ``handler``; the composition registers its routes."""

    def __init__(self, state: State, faults: Faults, rates: RateLimits, schema: Schema) -> None:
        self.state = state
        self.faults = faults
        self.rates = rates
        self.schema = schema
        self.token: str | None = None
        """The only bot token accepted, where set; any other gets 401."""
        self.violations: list[Violation] = []
        self.unhandled: list[str] = []
        """Requests to routes that this server does not have."""

    def route(self, method: str, template: str, handler: Handler) -> web.RouteDef:
        """A route below ``/api/v10``; ``template`` is spelled as in the OpenAPI description."""

        async def answer(request: web.Request) -> web.StreamResponse:
            return await self._answer(request, template, handler)

        return web.route(method, PREFIX + template, answer)

    def refuse(self, call: Call, problems: list[str]) -> None:
        """Record what is wrong with a body and raise 50035; nothing where nothing is wrong."""
        if problems:
            problem = "; ".join(problems)
            violation = Violation(call.request.method, call.template, problem, call.body)
            self.violations.append(violation)
            raise bad_request(50035, f"Invalid Form Body\n{problem}")

    async def unknown(self, request: web.Request) -> web.StreamResponse:
        self.unhandled.append(f"{request.method} {request.path}")
        return _json(404, {"message": "404: Not Found", "code": 0})

    async def faulted(self, request: web.Request, path: str) -> web.StreamResponse | None:
        """What the script does to a request outside the API, such as a gateway connection."""
        for action in self.faults.strike(request.method, path):
            if isinstance(action, Delayed):
                await asyncio.sleep(action.seconds)
            else:
                return self._fail(request, action)
        return None

    async def _answer(
        self, request: web.Request, template: str, handler: Handler
    ) -> web.StreamResponse:
        arrived = time.perf_counter()
        method, path = request.method, request.path.removeprefix(PREFIX)
        wait = self.rates.count(method, template)
        if wait:
            return self._limited(RateLimited(wait, scope="global"))
        after: list[Broken | Dropped | Delayed] = []
        if self.faults.script:
            for action in self.faults.strike(method, path):
                if isinstance(action, Broken | Dropped | Delayed) and action.after:
                    after.append(action)
                elif isinstance(action, Delayed):
                    await asyncio.sleep(action.seconds)
                else:
                    return self._fail(request, action)
        wait, headers = self.rates.take(method, path, _major(request))
        if wait:
            return self._limited(RateLimited(wait), headers)
        response = await self._carry_out(request, template, handler, arrived)
        response.headers.update(headers)
        for action in after:
            if isinstance(action, Delayed):
                await asyncio.sleep(action.seconds)
            else:
                return self._fail(request, action)
        return response

    async def _carry_out(
        self, request: web.Request, template: str, handler: Handler, arrived: float
    ) -> web.Response:
        try:
            self._authorize(request, template)
            call = Call(request, template, arrived)
            if request.method in WITH_BODY:
                await self._read(call)
            result = await handler(call)
        except LimitedError as limited:
            return self._limited(limited.limit)
        except ApiError as error:
            self.rates.answered(error.status, None)
            return _json(error.status, error.payload())
        return web.Response(status=204) if result is None else _json(200, result)

    def _authorize(self, request: web.Request, template: str) -> None:
        if template.startswith(("/interactions/", "/webhooks/")):
            return
        given = request.headers.get("Authorization", "")
        if not given.startswith("Bot ") or self.token not in (None, given.removeprefix("Bot ")):
            raise ApiError(401, 0)

    async def _read(self, call: Call) -> None:
        request = call.request
        if request.content_type == "multipart/form-data":
            form = await request.post()
            for name, part in form.items():
                if isinstance(part, web.FileField):
                    file = File(part.filename, part.file.read(), part.content_type)
                    call.uploads.append(self.state.add_file(file))
                elif name == "payload_json":
                    assert isinstance(part, str)
                    call.body = json.loads(part)
        elif raw := await request.read():
            try:
                call.body = json.loads(raw)
            except ValueError:
                raise bad_request(50109, "The request body contains invalid JSON.") from None
        if call.body is not None:
            problem = self.schema.violation(request.method, call.template, call.body)
            self.refuse(call, [problem] if problem else [])

    def _fail(
        self, request: web.Request, action: RateLimited | Broken | Refused | Dropped
    ) -> web.StreamResponse:
        if isinstance(action, RateLimited):
            return self._limited(action)
        if isinstance(action, Refused):
            error = action.error
            self.rates.answered(error.status, None)
            return _json(error.status, error.payload())
        if isinstance(action, Broken):
            return web.Response(status=action.status, text="<html>error</html>")
        hang_up(request, reset=action.reset)
        return web.Response(status=500)

    def _limited(self, limit: RateLimited, headers: Json | None = None) -> web.Response:
        self.rates.answered(429, limit.scope)
        if not limit.via:
            return web.Response(status=429, text="error code: 1015")
        body: Json = {
            "message": "You are being rate limited.",
            "retry_after": round(limit.retry_after, 3),
            "global": limit.scope == "global",
        }
        if limit.code is not None:
            body |= {"code": limit.code, "message": MESSAGES[limit.code]}
        response = _json(429, body)
        now = self.state.clock.now()
        # A limit beneath the bucket's is told in the body alone; the headers are the bucket's.
        told = limit.retry_after if limit.code is None else BUCKET_SECONDS
        left = 0 if limit.code is None else 4
        response.headers.update(retry_headers(told, limit.scope, now, remaining=left))
        response.headers.update(headers or {})
        return response


def hang_up(request: web.Request, *, reset: bool = False) -> None:
    """End the TCP connection without an answer: plainly, or with a reset."""
    transport = request.transport
    if transport is None:
        return
    if reset:
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()


def _major(request: web.Request) -> str:
    """What buckets are counted by: https://discord.com/developers/docs/topics/rate-limits"""
    info = request.match_info
    names = ("channel_id", "guild_id", "webhook_id", "webhook_token")
    return ":".join(info[name] for name in names if name in info)


def _json(status: int, body: Any) -> web.Response:
    data = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    return web.Response(status=status, body=data, content_type="application/json")
