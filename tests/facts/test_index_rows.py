"""Shows that a row of TVmaze's index alone knows: found, resolved, and made shows when needed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.alerts.queries.subscriptions import SHOW, Subscription
from bot.answers.title_index_snapshot import TitleSnapshot
from bot.composition_root import Services
from bot.facts.models import INDEX, INDEX_IDS, ShowStatus, reserved_id
from bot.facts.queries.index_rows import count_rows
from tests.clock import StoppedClock
from tests.editing.editors import HERE, act, put, seen
from tests.facts.indexed import index, page_show
from tests.facts.stated import says, statements, stored_in

BEAR = reserved_id(50_000)


@pytest.mark.slow
async def test_a_row_is_found_and_resolves_in_one_select(services: Services) -> None:
    await index(services, page_show(50_000, "The Bear"))
    [match] = services.library.titles.exact("the bear")
    assert match.entry.show_id == BEAR
    assert (match.entry.year, match.entry.network, match.entry.country) == (2022, "FX", "US")
    with statements() as cold:
        show = await seen(services, BEAR)
    assert len(cold) == 1
    assert show.name == "The Bear"
    assert show.is_indexed_only
    assert show.status is not None
    assert show.status.value is ShowStatus.RUNNING
    assert show.status.claim.by == INDEX
    assert show.status.claim.source == "https://www.tvmaze.com/shows/50000/a-show"
    assert show.popularity is not None
    assert show.popularity.value == 281.8


async def test_nothing_is_kept_of_it_until_somebody_needs_it(
    services: Services, settings: Any
) -> None:
    await index(services, page_show(50_000, "The Bear"))
    stored = stored_in(services.database.url)
    assert stored("SELECT id FROM shows WHERE id = ?", BEAR) == []
    assert stored("SELECT title FROM titles WHERE show_id = ?", BEAR) == []


@pytest.mark.parametrize("way", ["edit", "follow", "remind", "ask"])
async def test_what_hangs_on_a_show_makes_it_one(services: Services, way: str) -> None:
    await index(services, page_show(50_000, "The Bear"))
    show = await seen(services, BEAR)
    if way == "edit":
        await put(services, act(), BEAR, "status", "renewed", season=5)
    elif way == "follow":
        wanted = Subscription(HERE, 7, SHOW, str(BEAR), 1, "The Bear", BEAR)
        await services.alerts.following.follow(wanted)
    elif way == "remind":
        await services.alerts.personal_reminders.remind(1, 2, show, HERE)
    else:
        services.sources.tracking.note(BEAR)
        await services.sources.tracking.flush()
    await services.library.refresh()
    assert stored_in(services.database.url)("SELECT id FROM shows WHERE id = ?", BEAR) == [(BEAR,)]
    [match] = services.library.titles.exact("the bear")
    assert match.entry.show_id == BEAR
    again = await seen(services, BEAR)
    assert again.name == "The Bear"
    assert (again.season(5) is not None) == (way == "edit")


async def test_its_record_goes_to_it_and_takes_its_place(services: Services) -> None:
    await index(services, page_show(50_000, "The Bear"))
    said = says("50000", "The Bear", {1: {"episodes": 8}}, ids={"tvmaze": "50000"})
    outcome = await services.ledger.state("tvmaze", [said])
    assert outcome.show_ids == (BEAR,)
    assert (outcome.added, outcome.changes) == (1, ())
    await services.library.refresh()
    show = await seen(services, BEAR)
    assert not show.is_indexed_only
    assert show.status is None, "the record says all that the row said, and that is gone"
    assert [match.entry.show_id for match in services.library.titles.exact("the bear")] == [BEAR]


async def test_another_providers_record_leaves_what_the_row_says(services: Services) -> None:
    await index(services, page_show(50_000, "The Bear"))
    said = says("136315", "The Bear", source="tmdb", status="canceled", ids={"imdb": "tt14452776"})
    assert (await services.ledger.state("tmdb", [said])).show_ids == (BEAR,)
    await services.library.refresh()
    show = await seen(services, BEAR)
    assert show.status is not None
    assert show.status.value is ShowStatus.CANCELED
    assert show.network is not None
    assert show.network.value == "FX"


async def test_a_row_of_a_show_that_is_here_is_no_second_show(services: Services) -> None:
    said = says("1", "Kitchen Bear", source="tmdb", ids={"imdb": "tt14452776"})
    [known] = (await services.ledger.state("tmdb", [said])).show_ids
    await index(services, page_show(50_000, "The Bear"))
    assert services.library.titles.exact("the bear") == []
    show = await seen(services, known)
    assert show.network is not None
    assert show.network.value == "FX"


async def test_a_show_that_comes_later_takes_its_row(services: Services) -> None:
    await index(services, page_show(50_000, "The Bear"), page_show(50_001, "Other", externals={}))
    said = says("9", "The Bear, Again", source="import", ids={"tvmaze": "50000"})
    [known] = (await services.ledger.state("import", [said])).show_ids
    assert known == BEAR or known not in INDEX_IDS
    await services.library.reload_titles()
    found = {m.entry.show_id for m in services.library.titles.search("the bear")}
    assert len(found) == 1
    assert [m.entry.title for m in services.library.titles.exact("other")] == ["Other"]


async def test_the_same_page_again_writes_nothing(services: Services) -> None:
    shows = [page_show(50_000, "The Bear"), page_show(50_001, "Other", externals=None)]
    assert await index(services, *shows) == [50_000, 50_001]
    before = stored_in(services.database.url).everything()
    assert await index(services, *shows) == []
    assert stored_in(services.database.url).everything() == before
    assert await index(services, shows[0], page_show(50_001, "Renamed")) == [50_001]
    async with services.database.read() as reading:
        assert await count_rows(reading) == 2


async def test_hiding_it_in_a_server_hides_it_there_alone(services: Services) -> None:
    await index(services, page_show(50_000, "The Bear"))
    await services.curation.hide(act(), await seen(services, BEAR))
    assert services.library.titles.exact("the bear", scope=HERE) == []
    assert [m.entry.show_id for m in services.library.titles.exact("the bear", scope=5)] == [BEAR]


async def test_a_merge_takes_its_row_along_and_its_undo_gives_it_back(services: Services) -> None:
    await index(services, page_show(50_000, "The Bear", network=None), page_show(50_001, "Bear"))
    kept = reserved_id(50_001)
    by = act(curator=True)
    await services.merges.merge(by, await seen(services, BEAR, 0), await seen(services, kept, 0))
    assert (await seen(services, BEAR, 0)).id == kept
    assert [f.value for f in (await seen(services, kept, 0)).aliases] == ["The Bear"]
    await services.merges.undo(act(curator=True), by.interaction_id)
    assert (await seen(services, BEAR, 0)).id == BEAR
    assert (await seen(services, BEAR, 0)).network is None


@pytest.mark.slow
async def test_a_snapshot_holds_rows_and_a_start_finds_them(
    services: Services, clock: StoppedClock
) -> None:
    many = [page_show(n, f"Show {n}", externals={}) for n in range(60_000, 62_500)]
    await index(services, *many)
    await TitleSnapshot(services.database).write()
    with statements() as seen_sql:
        await services.library.reload_titles()
    asked = [text for text in seen_sql if "index_rows" in text]
    assert asked
    assert [text for text in asked if "checked_at >=" not in text] == []
    [match] = services.library.titles.exact("show 61234")
    assert match.entry.show_id == reserved_id(61_234)
