"""The providers on this machine answer as the real ones do, and fail as they are told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests.clock import StoppedClock
from tests.providers.lookalikes import fixture
from tests.providers.loopback import HANGING, Loopback
from tests.providers.provided import Tables
from tests.wire.faults import Broken, Delayed, Dropped, RateLimited


@pytest.fixture
def providers() -> Iterator[Loopback]:
    tables = Tables(StoppedClock())
    tables.lookalikes()
    with Loopback(tables) as providers:
        yield providers


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=5) as client:
        yield client


async def test_each_provider_has_its_address(
    providers: Loopback, client: httpx.AsyncClient
) -> None:
    providers.tables.anilist = [fixture("anilist_first")]
    show = (await client.get(f"{providers.tvmaze_url}/shows/900001?embed[]=cast")).json()
    assert show["name"] == "Lantern Row"
    found = (
        await client.get(f"{providers.tmdb_url}/search/tv", params={"query": "lantern"})
    ).json()
    assert [row["id"] for row in found["results"]] == [800001]
    body = {"variables": {"search": "town of"}}
    anime = (await client.post(providers.anilist_url, json=body)).json()
    assert [media["id"] for media in anime["data"]["Page"]["media"]] == [700001]
    assert [(ask.provider, ask.path) for ask in providers.asked] == [
        ("tvmaze", "/shows/900001"),
        ("tmdb", "/3/search/tv"),
        ("anilist", "/"),
    ]
    assert providers.asked[0].query == {"embed[]": "cast"}
    assert providers.unhandled == []


async def test_the_index_has_250_ids_a_page(providers: Loopback, client: httpx.AsyncClient) -> None:
    providers.tables.tvmaze.clear()
    for number in (1, 249, 250, 700):
        providers.tables.tvmaze_show(number, f"Show {number}")
    pages = [await client.get(f"{providers.tvmaze_url}/shows?page={n}") for n in range(4)]
    assert [page.status_code for page in pages] == [200, 200, 200, 404]
    assert [[show["id"] for show in page.json()] for page in pages[:3]] == [[1, 249], [250], [700]]
    assert "_embedded" not in pages[0].json()[0]
    updates = (await client.get(f"{providers.tvmaze_url}/updates/shows")).json()
    assert set(updates) == {"900001", "1", "249", "250", "700"}


async def test_answers_change_while_it_runs(providers: Loopback, client: httpx.AsyncClient) -> None:
    url = f"{providers.tvmaze_url}/shows/900001"
    providers.tables.broken["shows/900001"] = lambda request: httpx.Response(
        301, headers={"location": "/tvmaze/shows/7"}
    )
    providers.tables.tvmaze_show(7, "Moved")
    moved = await client.get(url, follow_redirects=True)
    assert moved.json()["name"] == "Moved"
    providers.tables.broken.clear()
    assert (await client.get(url)).json()["name"] == "Lantern Row"


async def test_it_fails_by_its_script(providers: Loopback, client: httpx.AsyncClient) -> None:
    url = f"{providers.tvmaze_url}/shows/900001"
    path = "/tvmaze/shows/*"
    providers.faults.add("GET", path, RateLimited(7), nth=1)
    providers.faults.add("GET", path, Broken(503), times=1)
    limited = await client.get(url)
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "7")
    assert (await client.get(url)).status_code == 503
    assert (await client.get(url)).status_code == 200

    providers.faults.add("GET", path, Dropped(), times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await client.get(url)
    providers.faults.add("GET", path, Delayed(0.05), times=1)
    assert (await client.get(url)).elapsed.total_seconds() >= 0.05
    providers.faults.add("GET", path, HANGING)
    with pytest.raises(httpx.ReadTimeout):
        await client.get(url, timeout=httpx.Timeout(5, read=0.05))
    assert len(providers.times(path)) == 6
    assert providers.times(path) == sorted(providers.times(path))


async def test_what_no_provider_has_is_noted(
    providers: Loopback, client: httpx.AsyncClient
) -> None:
    assert (await client.get(f"{providers.tvmaze_url}/people/1")).status_code == 404
    assert providers.unhandled == ["GET /tvmaze/people/1"]
