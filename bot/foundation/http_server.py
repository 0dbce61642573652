"""An HTTP site served by the bot's own process: its start and end, its limits, its error pages."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler
from cachetools import TTLCache

from ..errors import CliffhangerError, SettingsError, StoreError, in_a_line
from ..locale.messages import _
from .loops import place_of

_LOG = logging.getLogger(__name__)

_SERVER = "Cliffhanger"


@dataclass(frozen=True, slots=True)
class Limits:
    """What clients may cost one site. Times are in seconds, lengths in bytes.

    `idle` is how long a connection may take to complete its next request, `handling` how long
    making an answer may take, `unsent` how long an answer may lie there unread.
    """

    connections: int = 256
    idle: float = 15.0
    handling: float = 10.0
    unsent: float = 60.0
    line: int = 4096
    headers: int = 64
    header: int = 4096


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed request: its HTTP status, and a sentence about it."""

    status: int
    sentence: str


ErrorPage = Callable[[web.Request, Failure], Awaitable[web.Response]]
"""Makes the answer to a request that failed."""


async def plain(request: web.BaseRequest, failure: Failure) -> web.Response:
    """The sentence alone, as text."""
    return _text(failure)


def _text(failure: Failure) -> web.Response:
    return web.Response(status=failure.status, text=f"{failure.sentence}\n")


def site_application(
    routes: Iterable[web.AbstractRouteDef],
    *,
    error_page: ErrorPage = plain,
    limits: Limits = Limits(),
) -> web.Application:
    """An aiohttp application with these routes; a failed request is answered with a sentence.

    A `CliffhangerError` from a handler is answered with 404, a `StoreError` with 503.
    """
    application = web.Application(
        middlewares=[_sentences(error_page, limits)], client_max_size=limits.line
    )
    application.add_routes(routes)
    application.on_response_prepare.append(_name)
    return application


@dataclass(frozen=True, slots=True)
class ListeningSocket:
    """A bound socket, and the address of what will be served there."""

    socket: socket.socket
    address: str


def listener(host: str, port: int, *, setting: str) -> ListeningSocket:
    """Take a port before anything is served on it; port 0 takes a free one.

    Raises:
        SettingsError: nobody can listen there; the sentence names `setting`, which is that of the
            port, or that of the host beside it where this machine has no such address.
    """
    try:
        family, *_rest, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.create_server(place[:2], family=family)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        nowhere = isinstance(error, (socket.gaierror, UnicodeError))
        if nowhere or getattr(error, "errno", None) == errno.EADDRNOTAVAIL:
            setting = setting.replace("PORT", "HOST")
        raise SettingsError(
            f"{setting}: nothing can be served at {host}, port {port}: {reason}."
        ) from error
    shown = f"[{host}]" if ":" in host else host
    return ListeningSocket(taken, f"http://{shown}:{taken.getsockname()[1]}")


@asynccontextmanager
async def serving(
    application: web.Application, where: ListeningSocket, *, limits: Limits = Limits()
) -> AsyncIterator[None]:
    """Serve the site on that socket until the block ends."""
    runner = web.AppRunner(
        application, access_log=None, keepalive_timeout=limits.idle, shutdown_timeout=1.0
    )
    await runner.setup()
    assert runner.server is not None
    connections = _Connections(runner.server, limits)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(connections.accept, sock=where.socket)
    sweep = asyncio.create_task(connections.sweep(), name=f"connections of {where.address}")
    try:
        yield
    finally:
        server.close()
        sweep.cancel()
        await runner.cleanup()
        connections.abort()


_AGAIN_SECONDS = "60"
"""The value of Retry-After: programs that fetch feeds and pages wait this long, and keep what they
have."""

_TOLD_SECONDS = 60.0
"""The same failure is logged once in this many seconds, because hundreds of clients may meet it."""


def _sentences(error_page: ErrorPage, limits: Limits) -> Any:
    told: TTLCache[Hashable, None] = TTLCache(256, _TOLD_SECONDS)

    def is_news(*failing: Hashable) -> bool:
        if failing in told:
            return False
        told[failing] = None
        return True

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        headers: dict[str, str] = {}
        try:
            async with asyncio.timeout(limits.handling):
                return await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            failure = Failure(error.status, _sentence(error))
            if hdrs.ALLOW in error.headers:
                headers[hdrs.ALLOW] = error.headers[hdrs.ALLOW]
        except StoreError as error:
            asked, reason = _asked(request), in_a_line(error)
            if is_news(asked, reason):
                _LOG.warning("%s cannot be answered: %s", asked, reason)
            failure = Failure(503, _("What I know cannot be read just now. Try again later."))
        except CliffhangerError as error:
            failure = Failure(404, str(error))
        except TimeoutError:
            failure = Failure(503, _("That took too long. Try again later."))
        except Exception as error:  # noqa: BLE001 - the boundary of a request; the site goes on
            asked = _asked(request)
            if is_news(asked, type(error).__name__, place_of(error)):
                _LOG.exception("%s failed", asked)
            failure = Failure(500, _("Something went wrong here. It has been noted."))
        answer = await error_page(request, failure)
        answer.headers.update(headers)
        answer.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
        if failure.status == 503:
            answer.headers[hdrs.RETRY_AFTER] = _AGAIN_SECONDS
        return answer

    return middleware


def _asked(request: web.Request) -> str:
    """The request as it is logged: its route and not its address, which may contain a secret."""
    resource = request.match_info.route.resource
    return f"{request.method} {resource.canonical if resource is not None else '?'}"


def _sentence(error: web.HTTPException) -> str:
    match error.status:
        case 404:
            return _("There is no such page.")
        case 405:
            return _("This page can only be read: with GET or HEAD.")
        case 413:
            return _("That is more than I accept.")
        case _:
            return _("That cannot be answered: {reason}.", reason=error.reason)


async def _name(request: web.BaseRequest, response: web.StreamResponse) -> None:
    """Set the headers of every answer, among them that browsers must not guess its type."""
    response.headers[hdrs.SERVER] = _SERVER
    response.headers["X-Content-Type-Options"] = "nosniff"


class _Connections:
    """The open connections of one site: their number is limited, and one that stops reading is
    closed."""

    def __init__(self, server: web.Server, limits: Limits) -> None:
        self._server = server
        self._limits = limits
        self._open: set[_Connection] = set()
        self._loop = asyncio.get_running_loop()

    def accept(self) -> asyncio.Protocol:
        """The protocol of a new connection."""
        if len(self._open) >= self._limits.connections:
            return _Refusal()
        return _Connection(self._server, self._open, self._limits, self._loop)

    async def sweep(self) -> None:
        """Until cancelled, close each connection whose client leaves its answer unread for too
        long."""
        while True:
            await asyncio.sleep(self._limits.unsent / 4)
            now = self._loop.time()
            for connection in list(self._open):
                connection.cut_off_if_stuck(now)

    def abort(self) -> None:
        """Close all open connections at once, whether their answers are sent or not."""
        for connection in list(self._open):
            connection.cut_off()


class _Connection(web.RequestHandler):
    """One connection. aiohttp limits the size of its headers and its idle time, but waits for ever
    for a client that does not read."""

    def __init__(
        self,
        server: web.Server,
        all_open: set[_Connection],
        limits: Limits,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(
            server,
            loop=loop,
            keepalive_timeout=limits.idle,
            max_line_size=limits.line,
            max_field_size=limits.header,
            max_headers=limits.headers,
            lingering_time=1.0,
            access_log=None,  # type: ignore[arg-type] # how its documentation switches it off
        )
        self._all_open = all_open
        self._limits = limits
        self._wire: asyncio.Transport | None = None
        self._unsent_since: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport
        self._all_open.add(self)
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._all_open.discard(self)
        super().connection_lost(exc)

    def cut_off_if_stuck(self, now: float) -> None:
        """Close the connection if data has been waiting to be sent for longer than is allowed."""
        if self._wire is None or not self._wire.get_write_buffer_size():
            self._unsent_since = None
        elif self._unsent_since is None:
            self._unsent_since = now
        elif now - self._unsent_since >= self._limits.unsent:
            self.cut_off()

    def cut_off(self) -> None:
        """Close the connection without sending what waits."""
        if self._wire is not None:
            self._wire.abort()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer to input that is not an HTTP request. Anybody can send such, so it is not
        logged as an error."""
        if status >= 500:
            _LOG.error("a request failed outside of its page", exc_info=exc)
            failure = Failure(status, _("Something went wrong here. It has been noted."))
        else:
            _LOG.debug("what %s sent is no request: %s", request.remote, message)
            failure = Failure(status, _("I cannot read that request, or it is too long."))
        answer = _text(failure)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers[hdrs.SERVER] = _SERVER
        answer.force_close()
        return answer


class _Refusal(asyncio.Protocol):
    """A connection beyond the limit: it is answered with 503 and closed."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        text = (
            _("Too many people are asking at this moment. Try again in a minute.").encode() + b"\n"
        )
        head = (
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n"
            f"Content-Length: {len(text)}\r\nRetry-After: {_AGAIN_SECONDS}\r\n"
            "Connection: close\r\n\r\n"
        )
        transport.write(head.encode() + text)
        transport.close()
