"""HTTP to one provider: paced, bounded, retried; the result is JSON or a ProviderError."""

from __future__ import annotations

import asyncio
import random
import re
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import NoReturn

import httpx

from ..foundation.loops import backoff
from ..foundation.rate_limits import HeldError, Sleep, TokenBucket
from ..foundation.shared_pace import SharedPace
from .json_reader import parsed_json
from .provider_health import (
    BadAnswerError,
    NotFoundError,
    RateLimitedError,
    UnauthorizedError,
    UnreachableError,
)

BODY_CAP = 8 * 1024 * 1024
"""The most bytes of one answer after decompression; real ones stay well under 2 MiB."""

_FIRST_BACKOFF_SECONDS = 1.0
_LONGEST_BACKOFF_SECONDS = 20.0
_LONGEST_HOLD_SECONDS = 86_400.0
_REDIRECTS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})
_AGENT = "Cliffhanger (a Discord bot for fan servers)"

Transport = httpx.AsyncBaseTransport
"""The transport of requests: the network's, or a test's own."""

Params = Mapping[str, str | int | list[str]]


def open_client(transport: Transport | None = None, proxy: str | None = None) -> httpx.AsyncClient:
    """A pool of connections, to be closed with `async with`.

    Each provider has its own: if one hangs, it takes all of its pool's and none of the others'.
    Requests by https go through the `proxy`, if there is one, whatever the environment says.
    """
    limits = httpx.Limits(max_connections=20, max_keepalive_connections=10)
    mounts = None
    if proxy is not None and transport is None:
        through = httpx.AsyncHTTPTransport(verify=_trusted(), limits=limits, proxy=proxy)
        mounts = {"https://": through}
    return httpx.AsyncClient(
        transport=transport,
        limits=limits,
        headers={"User-Agent": _AGENT},
        verify=_trusted(),
        mounts=mounts,
        trust_env=False,
    )


@cache
def _trusted() -> ssl.SSLContext:
    """The trusted certificates; reading them takes longer than making the rest of a client."""
    return httpx.create_ssl_context()


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """How much time and memory one call may take.

    `timeout` is in seconds, for one attempt from its first byte to its last; `attempts` is how many
    are made in all. `patience` is how many seconds a pause that the provider asks for is waited
    out. `body_cap` is in bytes, after decompression.
    """

    timeout: float = 15.0
    attempts: int = 4
    patience: float = 30.0
    body_cap: int = BODY_CAP


DEFAULT_LIMITS = RequestLimits()


class Http:
    """Asks one provider, at its pace and within the limits.

    What may pass by itself (a timeout, a dropped connection, a 5xx, a 429) is tried again, after a
    wait drawn between 0 and a bound that doubles ("full jitter"), or after what `Retry-After` asks
    (RFC 9110, 10.2.3). A 429, and a 503 that asks for patience, holds back every call to that
    provider. `pace` counts every request, each step of a redirect too, and `shared` those of other
    processes on the store.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        provider: str,
        base_url: str,
        pace: TokenBucket,
        *,
        shared: SharedPace | None = None,
        token: str | None = None,
        limits: RequestLimits = DEFAULT_LIMITS,
        sleep: Sleep = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: random.Random | None = None,
    ) -> None:
        self.provider = provider
        self._client = client
        self._base = base_url.rstrip("/")
        self._pace = pace
        self._shared = shared
        self._token = token
        self._limits = limits
        self._sleep = sleep
        self._now = now
        self._chance = chance or random.Random()

    async def get(
        self, path: str, params: Params | None = None, *, background: bool = False
    ) -> object:
        """The JSON at `path` under the provider's address; in the `background` others go first.

        Raises:
            ProviderError: see its docstring.
        """
        answer, _path = await self._asked("GET", path, params, None, background=background)
        return answer

    async def follow(self, path: str, params: Params | None = None) -> tuple[object, str]:
        """The same, with the path after all redirects.

        Raises:
            ProviderError: see its docstring.
        """
        return await self._asked("GET", path, params, None)

    async def post(self, path: str, body: object) -> object:
        """The JSON that answers this JSON.

        Raises:
            ProviderError: see its docstring.
        """
        answer, _path = await self._asked("POST", path, None, body)
        return answer

    async def _asked(
        self,
        method: str,
        path: str,
        params: Params | None,
        body: object,
        *,
        background: bool = False,
    ) -> tuple[object, str]:
        for attempt in range(1, self._limits.attempts + 1):
            try:
                return await self._answer(method, path, params, body, background=background)
            except HeldError as held:
                raise RateLimitedError(self.provider, held.seconds) from None
            except RateLimitedError as failure:
                pause = failure.retry_after
                if pause is None:
                    # Limits are counted over ten seconds or more, so a short wait would not help.
                    pause = _LONGEST_BACKOFF_SECONDS / 2 + self._jitter(attempt)
                self._pace.hold(pause)
                if self._shared is not None:
                    await self._shared.hold(pause)
                if attempt == self._limits.attempts or pause > self._limits.patience:
                    raise
            except UnreachableError:
                if attempt == self._limits.attempts:
                    raise
                await self._sleep(self._jitter(attempt))
        raise AssertionError("the last attempt returns or raises")

    async def _turn(self, *, background: bool) -> None:
        """Wait until the pace allows a request.

        Raises:
            HeldError: it is held for longer than the limits allow to wait.
        """
        await self._pace.wait(self._limits.patience, background=background)
        if self._shared is not None:
            await self._shared.wait(self._limits.patience)

    def _jitter(self, attempt: int) -> float:
        return backoff(
            attempt,
            self._chance.random(),
            first=_FIRST_BACKOFF_SECONDS,
            longest=_LONGEST_BACKOFF_SECONDS,
            spread=1.0,
        )

    async def _answer(
        self, method: str, path: str, params: Params | None, body: object, *, background: bool
    ) -> tuple[object, str]:
        """The JSON after all redirects, and its path. Each redirect counts as a request of its
        own."""
        url = httpx.URL(self._base + path)
        if params:
            url = url.copy_merge_params(params)
        for _ in range(_REDIRECTS + 1):
            await self._turn(background=background)
            answer = await self._step(method, url, body)
            if isinstance(answer, bytes):
                found = url.path.removeprefix(httpx.URL(self._base).path.rstrip("/"))
                return parsed_json(self.provider, answer), found
            url = answer
        raise BadAnswerError(self.provider, "redirects in circles")

    async def _step(self, method: str, url: httpx.URL, body: object) -> bytes | httpx.URL:
        """The result of one request: a body, or where it redirects to."""
        try:
            async with asyncio.timeout(self._limits.timeout):
                return await self._request(method, url, body)
        except (httpx.TimeoutException, TimeoutError):
            failed = UnreachableError(self.provider, "did not answer in time")
        except httpx.ConnectError as error:
            failed = UnreachableError(self.provider, "cannot be reached", self._wording(error))
        except httpx.HTTPError as error:
            failed = UnreachableError(
                self.provider, "broke the connection off", type(error).__name__
            )
        # Raised outside the block, because httpx's own error holds the request and with it our
        # token.
        raise failed

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip"}
        if self._token is not None:
            # A header can contain nothing else, and the library's error would quote the token.
            if not re.fullmatch(r"[\x21-\x7e]+", self._token):
                raise UnauthorizedError(self.provider, "cannot be sent a token of that form")
            headers["Authorization"] = f"Bearer {self._token}"
        return headers

    async def _request(self, method: str, url: httpx.URL, body: object) -> bytes | httpx.URL:
        request = self._client.build_request(
            method, url, json=body, headers=self._headers(), timeout=self._limits.timeout
        )
        try:
            response = await self._client.send(
                request, stream=True, follow_redirects=False, auth=None
            )
        except (httpx.InvalidURL, UnicodeError):
            # httpx parses the target of a redirect, even if it is not to follow it.
            self._bad("redirects to another host")
        try:
            if response.status_code in _MOVED:
                return self._moved(method, url, response)
            self._judge(response)
            return await self._read(response)
        finally:
            await response.aclose()

    def _moved(self, method: str, url: httpx.URL, response: httpx.Response) -> httpx.URL:
        """The target of a redirect; another host is refused, since it would see the token and the
        query."""
        try:
            target = url.join(response.headers.get("location", ""))
        except (httpx.InvalidURL, ValueError):
            target = url
        if method != "GET" or target == url:
            status = response.status_code
            self._bad("answers with a redirect to nowhere ({status})", status=status)
        if not (_origin(target) == _origin(url) or _is_upgrade(url, target)):
            self._bad("redirects to another host")
        return target

    def _judge(self, response: httpx.Response) -> None:
        """Raise the error for every status that is not a success."""
        status = response.status_code
        if status in (404, 410):
            raise NotFoundError(self.provider, "has no such record")
        if status == 429:
            raise RateLimitedError(self.provider, self._retry_after(response))
        if status in (401, 403) and self._token is not None:
            raise UnauthorizedError(
                self.provider, "does not accept my token ({status})", status=status
            )
        if status == 503 and (pause := self._retry_after(response)):
            raise RateLimitedError(self.provider, pause)
        if status >= 500 or status == 408:
            raise UnreachableError(
                self.provider, "has a fault of its own ({status})", status=status
            )
        if status != 200:
            self._bad("refuses the question ({status})", status=status)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if not re.fullmatch(r"application/(?:[\w.+-]+\+)?json", kind):
            self._bad("sent something other than JSON")

    def _retry_after(self, response: httpx.Response) -> float | None:
        """The seconds that `Retry-After` asks for, as a number or as a date; None without one."""
        text = response.headers.get("retry-after", "").strip()
        if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
            return min(float(text[:12]), _LONGEST_HOLD_SECONDS)
        until = _http_date(text)
        if until is None:
            return None
        # If the answer has the server's own time, that clock is the one that the date is measured
        # by.
        base = _http_date(response.headers.get("date", "")) or self._now()
        return min(max((until - base).total_seconds(), 0.0), _LONGEST_HOLD_SECONDS)

    async def _read(self, response: httpx.Response) -> bytes:
        """The body, decompressed here and not by httpx, which would decompress a bomb whole."""
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "", "gzip"):
            self._bad("sent a body packed in a way nobody asked for")
        unpacker = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
        body, came = bytearray(), 0
        assert isinstance(response.stream, httpx.AsyncByteStream)
        async for chunk in response.stream:
            came += len(chunk)
            if unpacker is None:
                body += chunk
            else:
                body += self._unpacked(unpacker, chunk, self._limits.body_cap - len(body) + 1)
            # Compressed data may decompress to nothing, without end.
            if max(len(body), came) > self._limits.body_cap:
                self._bad("sent far too long an answer")
        if unpacker is not None and not unpacker.eof:
            self._bad("sent a damaged answer")
        return bytes(body)

    def _unpacked(self, unpacker: zlib._Decompress, chunk: bytes, room: int) -> bytes:
        try:
            return unpacker.decompress(chunk, room)
        except zlib.error:
            self._bad("sent a damaged answer")

    def _wording(self, error: Exception) -> str:
        """A transport error in one line, without our token."""
        text = " ".join(str(error).split())[:160] or type(error).__name__
        return text.replace(self._token, "…") if self._token else text

    def _bad(self, reason: str, **values: object) -> NoReturn:
        raise BadAnswerError(self.provider, reason, **values)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _is_upgrade(url: httpx.URL, target: httpx.URL) -> bool:
    """Whether it leads from plain HTTP to TLS at the same host, both on their standard ports."""
    return _origin(url) == ("http", target.host, None) and _origin(target)[::2] == ("https", None)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
