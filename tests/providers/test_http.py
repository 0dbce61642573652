"""The fault matrix: what each way of failing becomes, and how often it is tried."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import random
import traceback
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from bot.foundation.rate_limits import TokenBucket
from bot.locale.messages import speaking
from bot.providers.http import Http, RequestLimits
from bot.providers.provider_health import (
    BadAnswerError,
    NotFoundError,
    ProviderError,
    RateLimitedError,
    UnauthorizedError,
    UnreachableError,
)
from tests.providers.faketime import START, FakeTime

TOKEN = "eyJ-a-token-nobody-may-see"
JSON = {"content-type": "application/json; charset=utf-8"}

Answer = httpx.Response | Exception
Handler = Callable[[httpx.Request], httpx.Response]


class Server:
    """Gives one answer after another, the last one again and again."""

    def __init__(self, *answers: Answer | Callable[[], Answer]) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if not isinstance(answer, httpx.Response | Exception):
            answer = answer()
        if isinstance(answer, Exception):
            raise answer
        return answer


def asking(
    handler: Handler,
    time: FakeTime,
    *,
    token: str | None = TOKEN,
    url: str = "https://api.example.com/3",
    rate: float = 100,
    burst: int = 100,
    **more: object,
) -> Http:
    client = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    pace = TokenBucket(rate, burst, monotonic=time.monotonic, sleep=time.sleep)
    return Http(
        client,
        "tmdb",
        url,
        pace,
        token=token,
        sleep=time.sleep,
        now=time.now,
        **{"chance": random.Random(1), **more},  # type: ignore[arg-type]
    )


def ok() -> httpx.Response:
    return httpx.Response(200, json={"fine": True})


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


async def test_an_answer_is_its_json(time: FakeTime) -> None:
    server = Server(ok)
    assert await asking(server, time).get("/tv/1", {"a b": "ü&", "embed[]": ["x", "y"]}) == {
        "fine": True
    }
    request = server.requests[0]
    assert request.url.path == "/3/tv/1"
    assert request.url.params.multi_items() == [("a b", "ü&"), ("embed[]", "x"), ("embed[]", "y")]
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["accept"] == "application/json"


async def test_a_question_is_posted_as_json(time: FakeTime) -> None:
    server = Server(ok)
    await asking(server, time, token=None).post("", {"query": "{ x }"})
    assert json.loads(server.requests[0].content) == {"query": "{ x }"}
    assert server.requests[0].method == "POST"
    assert "authorization" not in server.requests[0].headers


PASSING: dict[str, Answer | Callable[[], Answer]] = {
    "DNS": httpx.ConnectError("[Errno -2] Name or service not known"),
    "TLS": httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate has expired"),
    "connection refused": httpx.ConnectError("All connection attempts failed"),
    "connect timeout": httpx.ConnectTimeout(""),
    "read timeout": httpx.ReadTimeout(""),
    "pool timeout": httpx.PoolTimeout(""),
    "reset": httpx.ReadError("[Errno 104] Connection reset by peer"),
    "dropped": httpx.RemoteProtocolError("Server disconnected without sending a response."),
    "500": lambda: httpx.Response(500, text="oops"),
    "502": lambda: httpx.Response(502, html="<h1>Bad gateway</h1>"),
    "503": lambda: httpx.Response(503),
    "504": lambda: httpx.Response(504),
    "Cloudflare 522": lambda: httpx.Response(522),
    "408": lambda: httpx.Response(408),
}


@pytest.mark.parametrize("answer", PASSING.values(), ids=PASSING)
async def test_what_may_pass_is_tried_four_times(
    answer: Answer | Callable[[], Answer], time: FakeTime
) -> None:
    server = Server(answer)
    with pytest.raises(UnreachableError):
        await asking(server, time).get("/x")
    assert len(server.requests) == 4
    assert len(time.slept) == 3


@pytest.mark.parametrize("answer", PASSING.values(), ids=PASSING)
async def test_what_passed_is_forgotten(
    answer: Answer | Callable[[], Answer], time: FakeTime
) -> None:
    server = Server(answer, answer, ok)
    assert await asking(server, time).get("/x") == {"fine": True}
    assert len(server.requests) == 3


async def test_retries_are_spread_and_bounded() -> None:
    def pauses(seed: int) -> list[float]:
        time = FakeTime()
        chance = random.Random(seed)
        limits = RequestLimits(attempts=9)
        http = asking(Server(httpx.ReadError("")), time, limits=limits, chance=chance)
        with pytest.raises(UnreachableError):
            asyncio.run(http.get("/x"))
        return time.slept

    runs = [await asyncio.to_thread(pauses, seed) for seed in range(30)]
    for number in range(8):
        bound = min(20.0, 0.5 * 2 ** (number + 1))
        waits = [run[number] for run in runs]
        assert 0 <= min(waits) < bound / 3
        assert bound * 2 / 3 < max(waits) <= bound


FINAL: dict[str, tuple[Callable[[], httpx.Response], type[ProviderError]]] = {
    "404": (lambda: httpx.Response(404, json={"status_code": 34}), NotFoundError),
    "410": (lambda: httpx.Response(410), NotFoundError),
    "401": (lambda: httpx.Response(401, json={"status_code": 7}), UnauthorizedError),
    "403": (lambda: httpx.Response(403), UnauthorizedError),
    "400": (lambda: httpx.Response(400, json={}), BadAnswerError),
    "204": (lambda: httpx.Response(204), BadAnswerError),
    "304": (lambda: httpx.Response(304), BadAnswerError),
    "HTML": (lambda: httpx.Response(200, html="<html>Just a moment"), BadAnswerError),
    "HTML that says JSON": (
        lambda: httpx.Response(200, text="<html>", headers=JSON),
        BadAnswerError,
    ),
    "no content type": (lambda: httpx.Response(200, content=b"{}"), BadAnswerError),
    "empty": (lambda: httpx.Response(200, content=b"", headers=JSON), BadAnswerError),
    "truncated": (
        lambda: httpx.Response(200, content=b'{"id": 1, "na', headers=JSON),
        BadAnswerError,
    ),
    "not UTF-8": (
        lambda: httpx.Response(200, content=b'{"a":"\xff"}', headers=JSON),
        BadAnswerError,
    ),
    "NaN": (lambda: httpx.Response(200, content=b'{"a":NaN}', headers=JSON), BadAnswerError),
    "two values": (lambda: httpx.Response(200, content=b"{}{}", headers=JSON), BadAnswerError),
    "nested": (lambda: httpx.Response(200, content=b"[" * 200_000, headers=JSON), BadAnswerError),
    "huge number": (
        lambda: httpx.Response(200, content=b"1" * 5000, headers=JSON),
        BadAnswerError,
    ),
    "broken gzip": (
        lambda: stream([b"not gzip"], {**JSON, "content-encoding": "gzip"}),
        BadAnswerError,
    ),
    "truncated gzip": (
        lambda: stream([gzip.compress(b'{"a": 1}')[:-4]], {**JSON, "content-encoding": "gzip"}),
        BadAnswerError,
    ),
    "brotli": (lambda: stream([b"x"], {**JSON, "content-encoding": "br"}), BadAnswerError),
}


class Chunks(httpx.AsyncByteStream):
    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = chunks
        self.given = 0
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            self.given += len(chunk)
            yield chunk

    async def aclose(self) -> None:
        self.closed = True


def stream(chunks: Iterable[bytes], headers: dict[str, str]) -> httpx.Response:
    return httpx.Response(200, headers=headers, stream=Chunks(chunks))


@pytest.mark.parametrize(("answer", "error"), FINAL.values(), ids=FINAL)
async def test_what_stays_the_same_is_asked_once(
    answer: Callable[[], httpx.Response], error: type[ProviderError], time: FakeTime
) -> None:
    server = Server(answer)
    with pytest.raises(error) as caught:
        await asking(server, time).get("/x")
    assert type(caught.value) is error
    assert caught.value.provider == "tmdb"
    assert len(server.requests) == 1
    assert time.slept == []


async def test_without_a_token_a_refusal_is_no_authentication_failure(time: FakeTime) -> None:
    with pytest.raises(BadAnswerError):
        await asking(Server(httpx.Response(403)), time, token=None).get("/x")


@pytest.mark.parametrize(
    "body",
    [b'\xef\xbb\xbf{"fine": true}', b' {"fine": true}\n', gzip.compress(b'{"fine": true}')],
    ids=["BOM", "space", "gzip"],
)
async def test_harmless_wrappings_are_taken_off(body: bytes, time: FakeTime) -> None:
    packed = {"content-encoding": "gzip"} if body[:2] == b"\x1f\x8b" else {}
    halves = [body[:5], body[5:]]
    server = Server(lambda: stream(halves, {**JSON, **packed}))
    assert await asking(server, time).get("/x") == {"fine": True}


async def test_a_huge_body_is_not_read_to_its_end(time: FakeTime) -> None:
    endless = Chunks(b"x" * 1000 for _ in range(10**9))
    server = Server(httpx.Response(200, headers=JSON, stream=endless))
    with pytest.raises(BadAnswerError):
        await asking(server, time, limits=RequestLimits(body_cap=50_000)).get("/x")
    assert endless.given <= 51_000
    assert endless.closed


async def test_a_body_of_countless_values_is_not_parsed(time: FakeTime) -> None:
    body = b"[" + b"[]," * 1_000_000 + b"[]]"
    server = Server(lambda: stream([body], JSON))
    with pytest.raises(BadAnswerError, match="far too long"):
        await asking(server, time).get("/x")


async def test_a_bomb_is_not_unpacked(time: FakeTime) -> None:
    bomb = gzip.compress(b"[" + b"0," * 20_000_000 + b"0]")
    http = asking(
        Server(lambda: stream([bomb], {**JSON, "content-encoding": "gzip"})),
        time,
        limits=RequestLimits(body_cap=10_000),
    )
    tracemalloc.start()
    try:
        with pytest.raises(BadAnswerError):
            await http.get("/x")
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2_000_000, "of the 40 MB that are in it"


@pytest.mark.parametrize(
    "packed",
    [b"\x00\x00\x00\xff\xff" * 10_000, gzip.compress(b"{}", mtime=0)],
    ids=["empty blocks", "behind the end"],
)
async def test_what_unpacks_to_nothing_does_not_go_on_for_ever(
    packed: bytes, time: FakeTime
) -> None:
    packer = zlib.compressobj(wbits=31)
    begun = packer.compress(b"{}") + packer.flush(zlib.Z_SYNC_FLUSH)
    chunks = iter([begun, *[packed * (1 + 50_000 // len(packed))] * 40])
    if packed.startswith(b"\x1f"):
        next(chunks)
    http = asking(
        Server(lambda: stream(chunks, {**JSON, "content-encoding": "gzip"})),
        time,
        limits=RequestLimits(body_cap=500_000),
    )
    with pytest.raises(BadAnswerError):
        await http.get("/x")
    assert len(list(chunks)) > 20, "the rest is not read"


def limited(after: str | None, date: str | None = None) -> Callable[[], httpx.Response]:
    headers = {} if after is None else {"retry-after": after}
    if date is not None:
        headers["date"] = date
    return lambda: httpx.Response(429, headers=headers, json={"status_code": 25})


@pytest.mark.parametrize(
    ("after", "date", "low", "high"),
    [
        ("7", None, 7, 7),
        ("7.5", None, 7.5, 7.5),
        ("0", None, 0, 0),
        (format_datetime(START + timedelta(seconds=9), usegmt=True), None, 9, 9),
        (format_datetime(START - timedelta(hours=1), usegmt=True), None, 0, 0),
        # The server's clock is an hour off ours; it means nine seconds all the same.
        (
            format_datetime(START + timedelta(hours=1, seconds=9), usegmt=True),
            format_datetime(START + timedelta(hours=1), usegmt=True),
            9,
            9,
        ),
        (None, None, 10, 30),
        ("soon", None, 10, 30),
        ("-5", None, 10, 30),
        ("", None, 10, 30),
    ],
)
async def test_a_429_is_waited_out(
    after: str | None, date: str | None, low: float, high: float, time: FakeTime
) -> None:
    server = Server(limited(after, date), ok)
    assert await asking(server, time).get("/x") == {"fine": True}
    assert low <= time.elapsed <= high + 0.1
    assert len(server.requests) == 2


async def test_a_503_that_asks_for_patience_gets_it(time: FakeTime) -> None:
    """RFC 9110, 10.2.3: that is what a service under maintenance says."""
    resting = httpx.Response(503, headers={"retry-after": "20"})
    server = Server(lambda: resting, ok)
    assert await asking(server, time).get("/x") == {"fine": True}
    assert time.elapsed == pytest.approx(20)
    server = Server(lambda: httpx.Response(503, headers={"retry-after": "3600"}), ok)
    with pytest.raises(RateLimitedError):
        await asking(server, time).get("/x")
    assert len(server.requests) == 1
    for nothing in ("0", "soon", ""):
        server = Server(lambda n=nothing: httpx.Response(503, headers={"retry-after": n}))
        with pytest.raises(UnreachableError):
            await asking(server, time).get("/x")
        assert len(server.requests) == 4


async def test_a_429_that_asks_for_too_much_is_passed_on(time: FakeTime) -> None:
    server = Server(limited("3600"), ok)
    http = asking(server, time)
    with pytest.raises(RateLimitedError) as caught:
        await http.get("/x")
    assert caught.value.retry_after == 3600
    with pytest.raises(RateLimitedError) as caught:
        await http.get("/y")
    assert caught.value.retry_after == pytest.approx(3600)
    assert len(server.requests) == 1, "nothing may be asked while the provider wants rest"
    assert time.slept == []
    time.elapsed = 3601
    assert await http.get("/y") == {"fine": True}


async def test_a_429_that_never_ends_is_given_up(time: FakeTime) -> None:
    server = Server(limited("2"))
    with pytest.raises(RateLimitedError) as caught:
        await asking(server, time).get("/x")
    assert caught.value.retry_after == 2
    assert len(server.requests) == 4


@pytest.mark.parametrize("after", ["9" * 400, "9" * 12, "Fri, 31 Dec 9999 23:59:59 GMT"])
async def test_an_absurd_wait_is_a_day_at_most(after: str, time: FakeTime) -> None:
    with pytest.raises(RateLimitedError) as caught:
        await asking(Server(limited(after)), time).get("/x")
    assert caught.value.retry_after == 86_400


async def test_a_redirect_on_the_same_host_is_followed(time: FakeTime) -> None:
    moved = httpx.Response(301, headers={"location": "/3/shows/82?from=lookup"})
    server = Server(moved, ok)
    assert await asking(server, time).get("/lookup/shows", {"imdb": "tt1"}) == {"fine": True}
    assert str(server.requests[1].url) == "https://api.example.com/3/shows/82?from=lookup"


@pytest.mark.parametrize(
    "location",
    [
        "https://evil.example.org/3/x",
        "//evil.example.org/x",
        "http://api.example.com/3/x",
        "https://api.example.com:8443/3/x",
        "https://api.example.com.evil.example.org/",
        "https://api.example.com@evil.example.org/",
        "ftp://api.example.com/",
        "",
        "http://[broken",
        "javascript:alert(1)",
        "mailto:a@api.example.com",
        "https://xn--a/",
        "https://xn--/",
        "https:////[",
        "https:////[[fe80::1]",
    ],
)
async def test_a_redirect_elsewhere_is_refused(location: str, time: FakeTime) -> None:
    server = Server(httpx.Response(302, headers={"location": location}))
    with pytest.raises(BadAnswerError):
        await asking(server, time).get("/x")
    assert len(server.requests) == 1


async def test_plain_http_may_lead_to_tls_at_the_same_host(time: FakeTime) -> None:
    server = Server(httpx.Response(301, headers={"location": "https://api.example.com/3/x"}), ok)
    assert await asking(server, time, url="http://api.example.com/3").get("/x") == {"fine": True}
    assert server.requests[1].url.scheme == "https"
    for location in ("https://evil.example.org/3/x", "https://api.example.com:8443/3/x"):
        elsewhere = Server(httpx.Response(301, headers={"location": location}))
        with pytest.raises(BadAnswerError):
            await asking(elsewhere, time, url="http://api.example.com/3").get("/x")
        assert len(elsewhere.requests) == 1


async def test_redirects_in_circles_end(time: FakeTime) -> None:
    there = httpx.Response(302, headers={"location": "/3/b"})
    back = httpx.Response(302, headers={"location": "/3/a"})
    server = Server(there, back, there, back, there)
    with pytest.raises(BadAnswerError):
        await asking(server, time).get("/a")
    assert len(server.requests) <= 4


LEAKY: list[Answer | Callable[[], Answer]] = [
    httpx.ConnectError(f"cannot connect with {TOKEN}"),
    httpx.ReadError(f"{TOKEN}"),
    httpx.LocalProtocolError(f"Illegal header value b'Bearer {TOKEN}'"),
    lambda: httpx.Response(500, text=TOKEN),
    lambda: httpx.Response(401, json={"status_message": TOKEN}),
    lambda: httpx.Response(404, json={"status_message": TOKEN}),
    lambda: httpx.Response(429, headers={"retry-after": TOKEN}),
    lambda: httpx.Response(302, headers={"location": f"https://x.example.org/{TOKEN}"}),
    lambda: httpx.Response(200, html=TOKEN),
    lambda: httpx.Response(200, text=f'{{"{TOKEN}', headers=JSON),
    lambda: httpx.Response(200, text="{}", headers={"content-type": TOKEN}),
    lambda: stream([b"x"], {**JSON, "content-encoding": TOKEN}),
]


@pytest.mark.parametrize("answer", LEAKY)
async def test_no_failure_tells_the_token(
    answer: Answer | Callable[[], Answer], time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ProviderError) as caught:
        await asking(Server(answer), time).get("/x", {"q": "show"})
    error = caught.value
    shown = "".join(traceback.format_exception(error))
    assert TOKEN not in shown + repr(error) + str(vars(error)) + caplog.text
    # httpx's own errors carry the request with its headers, for whoever walks the chain.
    chain = {error.__context__, error.__cause__}
    assert not any(isinstance(link, httpx.HTTPError) for link in chain)


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "schlüssel", ""])
async def test_a_token_that_no_header_holds_is_not_sent(token: str, time: FakeTime) -> None:
    server = Server(ok)
    with pytest.raises(UnauthorizedError) as caught:
        await asking(server, time, token=token).get("/x")
    assert server.requests == []
    assert not token or token not in str(caught.value)


async def test_errors_read_as_sentences(time: FakeTime) -> None:
    """What a library says of the network, such as a proxy's address, is the operator's alone."""
    with pytest.raises(ProviderError) as caught:
        await asking(Server(PASSING["DNS"]), time).get("/x")
    assert str(caught.value) == "TMDB cannot be reached."
    with speaking("de"):
        assert str(caught.value) == "TMDB ist nicht erreichbar."
        whole = caught.value.in_full()
    assert whole == "TMDB cannot be reached ([Errno -2] Name or service not known)."


async def test_being_cancelled_is_no_failure(time: FakeTime) -> None:
    entered = asyncio.Event()

    async def hanging(request: httpx.Request) -> httpx.Response:
        entered.set()
        await asyncio.Event().wait()
        raise AssertionError

    task = asyncio.create_task(asking(hanging, time).get("/x"))  # type: ignore[arg-type]
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_each_step_of_a_redirect_takes_a_turn(time: FakeTime) -> None:
    """`/lookup/shows` answers with a redirect, and both count against the limit."""
    arrived: list[float] = []

    def answer(request: httpx.Request) -> httpx.Response:
        arrived.append(time.elapsed)
        if "lookup" in request.url.path:
            return httpx.Response(301, headers={"location": "/3/shows/82"})
        return ok()

    http = asking(answer, time, rate=1.5, burst=4)
    for _ in range(20):
        await http.get("/lookup/shows", {"imdb": "tt1"})
    assert len(arrived) == 40
    assert max(sum(at <= other < at + 10 for other in arrived) for at in arrived) <= 20
