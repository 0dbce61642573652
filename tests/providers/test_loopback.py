"""Real HTTP against a server of our own: what a mock transport cannot break."""

from __future__ import annotations

import asyncio
import gzip
import random
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.facts.resolve import resolve, show_of
from bot.foundation.database import Database
from bot.foundation.rate_limits import TokenBucket
from bot.providers.anilist import client as anilist
from bot.providers.composition import open_providers
from bot.providers.http import Http, RequestLimits, open_client
from bot.providers.provider_health import BadAnswerError, ProviderHealth, UnreachableError
from bot.providers.tvmaze.client import TVmaze
from bot.settings import Settings
from tests.clock import StoppedClock
from tests.facts.made import claims
from tests.providers.faketime import START, FakeTime
from tests.providers.lookalikes import fixture
from tests.providers.loopback import HANGING, Loopback
from tests.providers.provided import Tables

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Ask = Callable[..., Awaitable[Http]]


@pytest.fixture
async def ask() -> AsyncIterator[Ask]:
    """Starts a server with one handler for everything, and a client that asks it."""
    servers: list[TestServer] = []
    client = open_client()

    async def start(
        handler: Handler, *, url: str | None = None, scheme: str = "http", **limits: float
    ) -> Http:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        server = TestServer(app)
        await server.start_server()
        servers.append(server)
        time = FakeTime()
        pace = TokenBucket(100, 100, monotonic=time.monotonic, sleep=time.sleep)
        url = url or str(server.make_url("/").with_scheme(scheme)).rstrip("/")
        within = RequestLimits(**{"attempts": 2, **limits})
        return Http(
            client,
            "tvmaze",
            url,
            pace,
            limits=within,
            sleep=time.sleep,
            chance=random.Random(1),
        )

    yield start
    await client.aclose()
    for server in servers:
        await server.close()


async def test_a_show_comes_over_the_wire(ask: Ask) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(str(request.rel_url))
        return web.json_response(fixture("tvmaze_running"))

    fetched = await TVmaze(await ask(answer)).fetch("900001", as_of=START.date())
    assert fetched.statement.key == "900001"
    assert fetched.problems == ()
    assert asked == [
        "/shows/900001?embed%5B%5D=cast&embed%5B%5D=seasons"
        "&embed%5B%5D=nextepisode&embed%5B%5D=previousepisode&embed%5B%5D=akas"
    ]


async def test_a_body_cut_off_is_asked_again(ask: Ask) -> None:
    calls = 0

    async def cut(request: web.Request) -> web.StreamResponse:
        nonlocal calls
        calls += 1
        if calls == 2:
            return web.json_response([])
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.content_length = 1000
        await response.prepare(request)
        await response.write(b'[{"score": 1, "sh')
        assert request.transport
        request.transport.close()
        return response

    assert await (await ask(cut)).get("/x") == []
    assert calls == 2


async def test_a_chunked_body_cut_off_is_no_answer(ask: Ask) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.enable_chunked_encoding()
        await response.prepare(request)
        await response.write(b"[]")
        assert request.transport
        request.transport.close()
        return response

    with pytest.raises(UnreachableError):
        await (await ask(cut)).get("/x")


async def test_a_huge_body_is_dropped_on_the_way(ask: Ask) -> None:
    sent = 0

    async def flood(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        try:
            for _ in range(2000):
                await response.write(b" " * 65_536)
                sent += 65_536
        except ConnectionError:
            pass
        return response

    with pytest.raises(BadAnswerError):
        await (await ask(flood, body_cap=1_000_000)).get("/x")
    assert sent < 100_000_000


async def test_a_body_that_trickles_is_given_up(ask: Ask) -> None:
    done = asyncio.Event()

    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        try:
            while not done.is_set():
                await response.write(b" ")
                await asyncio.sleep(0.02)
        except ConnectionError:
            pass
        return response

    http = await ask(trickle, timeout=0.15, attempts=1)
    with pytest.raises(UnreachableError, match="in time"):
        await http.get("/x")
    done.set()


async def test_a_gzipped_answer_is_unpacked(ask: Ask) -> None:
    async def packed(request: web.Request) -> web.Response:
        assert request.headers["Accept-Encoding"] == "gzip"
        return web.Response(
            body=gzip.compress(b'{"fine": true}'),
            headers={"Content-Type": "application/json", "Content-Encoding": "gzip"},
        )

    assert await (await ask(packed)).get("/x") == {"fine": True}


async def test_nobody_listening_is_unreachable(ask: Ask) -> None:
    async def fine(request: web.Request) -> web.Response:
        return web.json_response({})

    http = await ask(fine, url="http://127.0.0.1:9")
    with pytest.raises(UnreachableError):
        await http.get("/x")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate")
async def test_a_certificate_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    arrived: list[str] = []

    async def fine(request: web.Request) -> web.Response:
        arrived.append(request.path)
        return web.json_response({})

    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    app = web.Application()
    app.router.add_get("/x", fine)
    time = FakeTime()
    pace = TokenBucket(100, 100, monotonic=time.monotonic, sleep=time.sleep)
    server = TestServer(app, scheme="https")
    await server.start_server(ssl=context)
    async with server, open_client() as client:
        url, once = str(server.make_url("/")).rstrip("/"), RequestLimits(attempts=1)
        with pytest.raises(UnreachableError) as refused:
            await Http(client, "tvmaze", url, pace, limits=once, sleep=time.sleep).get("/x")
    assert "certificate" in refused.value.in_full()
    assert arrived == []


async def test_no_tls_where_tls_is_expected_is_unreachable(ask: Ask) -> None:
    async def fine(request: web.Request) -> web.Response:
        return web.json_response({})

    http = await ask(fine, scheme="https")
    with pytest.raises(UnreachableError):
        await http.get("/x")


async def test_one_that_hangs_takes_no_connection_of_the_others() -> None:
    tables = Tables(lambda: START)
    tables.tvmaze_show(1, "One")
    with Loopback(tables) as server:
        server.faults.add("*", "/tmdb/3/*", HANGING)
        settings = Settings(
            tvmaze_url=server.tvmaze_url, tmdb_url=server.tmdb_url, tmdb_token="token"
        )
        async with open_providers(settings) as providers:
            tvmaze, tmdb = providers.kept
            hanging = [asyncio.create_task(tmdb.search(f"Show {n}")) for n in range(21)]
            await server.until_asked("/tmdb/3/search/tv", 20)
            # Sooner than those that hang are given up.
            async with asyncio.timeout(10):
                assert (await tvmaze.fetch("1", as_of=START.date())).statement.key == "1"
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)
            server.faults.clear()


async def test_anilist_that_hangs_is_known_to_fail_before_its_answer_is_too_late(
    database: Database, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = anilist.LIMITS
    assert limits.timeout * limits.attempts + 1 < anilist.PATIENCE
    monkeypatch.setattr(anilist, "LIMITS", RequestLimits(timeout=0.05, attempts=1))
    about = claims(None, {"title": "Town of Lamps", "kind": "anime"})
    known = replace(about[0], field="ids", key="anilist", value="700001")
    show = show_of(1, resolve([*about, known]))
    assert show is not None
    with Loopback(Tables(lambda: START)) as server:
        server.faults.add("*", "/anilist", HANGING)
        async with open_providers(
            Settings(anilist_url=server.anilist_url, tvmaze_url=None)
        ) as providers:
            health = ProviderHealth(clock)
            anime = anilist.Anime(providers.anilist, health, database, clock)
            assert await anime.joined(show, 1) is None
            assert health.of("anilist").misses == 1
        server.faults.clear()
