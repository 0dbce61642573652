"""Shows that are not here: searched, picked, brought in with all that is said of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date

import httpx
import pytest

from bot.errors import BadInputError
from bot.providers import add_show as bringing_module
from bot.providers.add_show import DAILY_SEARCHES, DAILY_SHOWS
from bot.providers.models import Fetched, SearchHit
from bot.providers.provider_health import NotFoundError, UnreachableError
from tests.facts.stated import Stored, filed
from tests.providers.provided import Site, catalogued

FAN = 7


async def test_candidates_of_both_with_year_and_network(here: Site) -> None:
    here.tables.lookalikes()
    here.tables.tvmaze_show(5, "Lantern Row Revisited", premiered=None)
    found = await here.sources.add_show.search(" lantern  row ", scope=0, user_id=FAN)
    assert [(c.provider, c.title, c.year, c.network) for c in found.hits] == [
        ("tvmaze", "Lantern Row", 2024, "Harbour One"),
        ("tvmaze", "Lantern Row Revisited", None, "Harbour One"),
    ]
    assert (found.here, found.failed) == ((), ())


async def test_the_namesake_here_comes_first_and_is_no_candidate(here: Site) -> None:
    (known,) = await catalogued(here, 1)
    here.tables.tvmaze_show(1, "Dallas")
    here.tables.tvmaze_show(2, "Dallas", premiered="2012-06-13")
    outcome = await here.ledger.state("import", filed({"title": "Dallas", "year": 1978}))
    await here.library.refresh()
    found = await here.sources.add_show.search("dallas", scope=0, user_id=FAN)
    assert [match.entry.show_id for match in found.here] == [outcome.show_ids[0], known]
    assert [(c.key, c.year) for c in found.hits] == [("2", 2012)]


async def test_one_provider_that_fails_leaves_the_other(here: Site) -> None:
    here.tables.lookalikes()
    here.tables.broken["tvmaze.test"] = lambda request: httpx.Response(500)
    found = await here.sources.add_show.search("lantern row", scope=0, user_id=FAN)
    assert [candidate.provider for candidate in found.hits] == ["tmdb"]
    assert [error.provider for error in found.failed] == ["tvmaze"]


@pytest.mark.parametrize(("provider", "key"), [("tvmaze", "900001"), ("tmdb", "800001")])
async def test_a_pick_comes_with_everything_both_say(
    here: Site, stored: Stored, provider: str, key: str
) -> None:
    here.tables.lookalikes()
    show = (await here.sources.add_show.add(provider, key, scope=0, user_id=FAN)).show
    assert {name: fact.value for name, fact in show.ids.items()} == {
        "tvmaze": "900001",
        "tmdb": "800001",
        "imdb": "tt9100001",
    }
    first = show.season(1)
    assert first is not None
    assert first.cast
    assert first.premiere is not None
    assert any(season.trailers for season in show.seasons)
    assert stored.one("SELECT count(*) FROM shows") == 1
    # Picked again, by whomever, it is the same show.
    again = (await here.sources.add_show.add(provider, key, scope=0, user_id=8)).show
    assert again.id == show.id
    assert stored.one("SELECT count(*) FROM shows") == 1


async def test_a_pick_that_is_gone_changes_nothing(here: Site, stored: Stored) -> None:
    with pytest.raises(NotFoundError):
        await here.sources.add_show.add("tvmaze", "77", scope=0, user_id=FAN)
    assert stored.one("SELECT count(*) FROM shows") == 0


async def test_the_second_source_may_fail(here: Site) -> None:
    here.tables.lookalikes()
    here.tables.broken["tmdb.test"] = lambda request: httpx.Response(503)
    show = (await here.sources.add_show.add("tvmaze", "900001", scope=0, user_id=FAN)).show
    assert show.name == "Lantern Row"


async def test_nobody_waits_long_for_the_second_source(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.tables.lookalikes()
    monkeypatch.setattr(bringing_module, "TOGETHER", 0.05)

    async def hangs(ids: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(here.sources.kept[1], "lookup", hangs)
    show = (await here.sources.add_show.add("tvmaze", "900001", scope=0, user_id=FAN)).show
    assert show.name == "Lantern Row"


async def test_a_member_has_so_many_a_day(here: Site) -> None:
    here.tables.tvmaze_show(1, "One")
    add_show = here.sources.add_show
    for _ in range(DAILY_SHOWS):
        await add_show.add("tvmaze", "1", scope=0, user_id=FAN)
    with pytest.raises(BadInputError, match="new shows; more tomorrow"):
        await add_show.add("tvmaze", "1", scope=0, user_id=FAN)
    await add_show.add("tvmaze", "1", scope=0, user_id=8)
    for _ in range(DAILY_SEARCHES):
        await add_show.search("one", scope=0, user_id=FAN)
    with pytest.raises(BadInputError, match="searches; more tomorrow"):
        await add_show.search("one", scope=0, user_id=FAN)
    here.clock.advance(days=1)
    await add_show.search("one", scope=0, user_id=FAN)


@pytest.mark.parametrize("typed", ["", "  ", "\n"])
async def test_nothing_typed_is_refused_and_nobody_is_asked(here: Site, typed: str) -> None:
    with pytest.raises(BadInputError):
        await here.sources.add_show.search(typed, scope=0, user_id=FAN)
    assert here.tables.asked == []


async def test_a_pick_that_fails_does_not_count_nor_do_an_editors(here: Site) -> None:
    here.tables.tvmaze_show(1, "One")
    add_show = here.sources.add_show
    for _ in range(DAILY_SHOWS + 2):
        with pytest.raises(NotFoundError):
            await add_show.add("tvmaze", "77", scope=0, user_id=FAN)
    for _ in range(DAILY_SHOWS + 2):
        await add_show.add("tvmaze", "1", scope=0, user_id=8, limited=False)
    await add_show.add("tvmaze", "1", scope=0, user_id=FAN)


async def test_a_pick_that_takes_long_goes_on_behind(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.tables.tvmaze_show(1, "One")
    monkeypatch.setattr(bringing_module, "PATIENCE", 0.05)
    answered = asyncio.Event()
    fetch = here.sources.kept[0].fetch

    async def slow(key: str, *, as_of: date) -> Fetched:
        await answered.wait()
        return await fetch(key, as_of=as_of)

    monkeypatch.setattr(here.sources.kept[0], "fetch", slow)
    add_show = here.sources.add_show
    with pytest.raises(UnreachableError, match="am still fetching"):
        await add_show.add("tvmaze", "1", scope=0, user_id=FAN)
    answered.set()
    monkeypatch.setattr(bringing_module, "PATIENCE", 30.0)
    assert (await add_show.add("tvmaze", "1", scope=0, user_id=FAN)).show.name == "One"


async def test_what_the_second_source_says_late_completes_the_show(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.tables.lookalikes()
    monkeypatch.setattr(bringing_module, "TOGETHER", 0.05)
    answered = asyncio.Event()
    lookup = here.sources.kept[1].lookup

    async def slow(ids: Mapping[str, str]) -> SearchHit | None:
        await answered.wait()
        return await lookup(ids)

    monkeypatch.setattr(here.sources.kept[1], "lookup", slow)
    show = (await here.sources.add_show.add("tvmaze", "900001", scope=0, user_id=FAN)).show
    assert "tmdb" not in show.ids
    answered.set()
    async with asyncio.timeout(30):
        while "tmdb" not in (await here.show(show.id)).ids:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_one_show_is_offered_once_and_its_twin_by_name_too(here: Site) -> None:
    """Same title, year and country; the ids tell which is which."""
    here.tables.lookalikes()
    here.tables.tvmaze["900001"]["network"] = None
    twin = {**here.tables.tmdb["800001"], "id": 800009}
    twin["external_ids"] = {"imdb_id": None, "tvdb_id": None}
    here.tables.tmdb = {"800009": twin, **here.tables.tmdb}
    found = await here.sources.add_show.search("lantern row", scope=0, user_id=FAN)
    assert {(h.provider, h.key) for h in found.hits} == {("tvmaze", "900001"), ("tmdb", "800009")}
    await here.sources.add_show.add("tvmaze", "900001", scope=0, user_id=FAN)
    again = await here.sources.add_show.search("lantern row", scope=0, user_id=FAN)
    assert len(again.here) == 1
    assert [(h.provider, h.key) for h in again.hits] == [("tmdb", "800009")]


async def test_a_namesake_at_another_provider_can_be_picked(here: Site) -> None:
    here.tables.lookalikes()
    twin = {**here.tables.tmdb["800001"], "id": 800009, "origin_country": ["DE"]}
    twin["external_ids"] = {"imdb_id": None, "tvdb_id": None}
    here.tables.tmdb["800009"] = twin
    found = await here.sources.add_show.search("lantern row", scope=0, user_id=FAN)
    assert {("tvmaze", "900001"), ("tmdb", "800009")} <= {(h.provider, h.key) for h in found.hits}
