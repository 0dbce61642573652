"""The log of a show, as each server may read it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.composition_root import Services
from bot.editing.cards.history import history
from bot.editing.input import TypedOffer, TypedTrailer
from bot.editing.queries.history import PAGE, HistoryPage
from bot.locale.languages import speaking
from tests.clock import StoppedClock
from tests.editing.editors import HERE, SOURCE, THERE, act, put, seen, stated


@pytest.fixture
async def show(services: Services) -> int:
    return await stated(services, "Lamp", {1: {"episodes": 8}, 2: {}}, network="ZDF")


async def page_of(
    services: Services, show: int, guild: int = HERE, season: int | None = None, page: int = 0
) -> HistoryPage:
    return await services.history.page(await seen(services, show, guild), guild, season, page)


def told(services: Services, page: HistoryPage, guild: int = HERE) -> str:
    view = history(page, guild, services.clock())
    return "\n".join(item.content for item in view.walk_children() if hasattr(item, "content"))


async def test_each_entry_says_what_by_whom_when_from_where_and_what_it_replaced(
    services: Services, show: int
) -> None:
    await put(services, act(user=8), show, "network", "HBO")
    await put(services, act(user=9), show, "episodes", "10", 1)
    page = await page_of(services, show)
    newest, oldest = page.entries
    (line,) = newest.lines
    assert (newest.number, newest.author_id, newest.at) == (2, 9, services.clock())
    assert (line.season, line.field, line.before, line.after) == (1, "episodes", 8, 10)
    assert line.link == SOURCE
    assert (oldest.number, oldest.author_id) == (1, 8)
    text = told(services, page)
    assert "**#2** set by <@9>" in text
    assert "network: ZDF → HBO · [news.example](<https://news.example/page>)" in text
    only = await page_of(services, show, season=1)
    assert [entry.number for entry in only.entries] == [2]


async def test_each_act_is_told_in_words_of_the_readers_language(
    services: Services, show: int
) -> None:
    curation, lamp = services.curation, await seen(services, show)
    video = "https://www.youtube.com/watch?v=abc"
    await put(services, act(), show, "network", "HBO")
    await curation.add_credit(act(), lamp, 1, "Ida Brandt", None, SOURCE)
    await curation.add_trailer(act(), lamp, 1, TypedTrailer(video, "teaser", None), SOURCE)
    await curation.add_offer(act(), lamp, 1, TypedOffer("Max", None, None), SOURCE)
    await curation.hide(act(), lamp)
    await curation.undo.last(act(), show, None)
    page = await page_of(services, show)

    def acts() -> list[str]:
        heads = [line for line in told(services, page).splitlines() if line.startswith("**#")]
        return [re.sub(r" ?<.*", "", head.partition("** ")[2]) for head in reversed(heads)]

    assert acts() == [
        "set by",
        "cast changed by",
        "trailers changed by",
        "places to watch changed by",
        "hidden by",
    ]
    with speaking("de"):
        assert acts() == [
            "gesetzt von",
            "Besetzung geändert von",
            "Trailer geändert von",
            "Anbieter geändert von",
            "ausgeblendet von",
        ]
    entries = tuple(replace(entry, action="of another version") for entry in page.entries)
    page = replace(page, entries=entries)
    assert set(acts()) == {"changed by"}


async def test_an_undone_entry_stays_and_says_so(services: Services, show: int) -> None:
    by = act()
    await put(services, by, show, "network", "HBO")
    await services.curation.undo.interaction(act(user=9), by.interaction_id)
    (entry,) = (await page_of(services, show)).entries
    assert (entry.undone_by, entry.lines[0].before, entry.lines[0].after) == (9, "ZDF", "HBO")
    text = told(services, await page_of(services, show))
    assert "undone by <@9>" in text
    assert "~~network: ZDF → HBO" in text


async def test_a_server_sees_its_own_and_everybodys(services: Services, show: int) -> None:
    for n in range(3):
        await put(services, act(THERE, user=666), show, "network", f"Elsewhere {n}")
    await put(services, act(user=8), show, "network", "Here")
    await put(services, act(THERE, user=5, curator=True), show, "synopsis", "By a curator")
    page = await page_of(services, show)
    assert [(e.scope, e.number) for e in page.entries] == [(0, 1), (HERE, 1)]
    text = told(services, page)
    assert "Elsewhere" not in text
    assert "666" not in text
    assert "**#1** set by <@8>" in text, "numbers count this server's changes alone"
    assert "a curator <t:" in text
    assert "<@5>" not in text, "a curator is nobody that this server knows"
    theirs = await page_of(services, show, THERE)
    assert len(theirs.entries) == 4
    curators = await services.history.page(await seen(services, show, 0), 0, None, 0)
    assert [entry.lines[0].after for entry in curators.entries] == ["By a curator"]


async def test_an_undone_curators_change_names_nobody(services: Services, show: int) -> None:
    by = act(THERE, user=5, curator=True)
    await put(services, by, show, "network", "HBO")
    await services.curation.undo.interaction(act(THERE, user=6, curator=True), by.interaction_id)
    text = told(services, await page_of(services, show))
    assert "undone <t:" in text
    assert "<@" not in text


async def test_where_a_source_disagrees_is_marked_while_it_does(
    services: Services, show: int
) -> None:
    by = act()
    await put(services, by, show, "network", "HBO")
    assert "⚠ TVmaze says ZDF" in told(services, await page_of(services, show))
    await stated(services, "Lamp", {1: {"episodes": 8}}, network="Netflix")
    text = told(services, await page_of(services, show))
    assert "⚠ TVmaze says Netflix" in text
    assert "**TVmaze** <t:" in text, "the source's own change is an entry"
    assert "network: ZDF → Netflix" in text
    await stated(services, "Lamp", {1: {"episodes": 8}}, network="HBO")
    assert "⚠" not in told(services, await page_of(services, show))


async def test_a_history_is_paged_newest_first(
    services: Services, show: int, clock: StoppedClock
) -> None:
    for n in range(PAGE * 2 + 1):
        clock.advance(minutes=1)
        await put(services, act(), show, "network", f"N{n}")
    first, last = await page_of(services, show), await page_of(services, show, page=2)
    assert [e.number for e in first.entries] == [11, 10, 9, 8, 7]
    assert [e.number for e in last.entries] == [1]
    assert (await page_of(services, show, page=99999)).page == 2
    assert "Page 3 of 3" in told(services, last)


@pytest.mark.parametrize("letter", ["x", "*", "🎬", "م", "e\u0301", "@"])
async def test_the_longest_page_keeps_discords_budgets(
    services: Services, show: int, letter: str
) -> None:
    long = (letter * 4000)[:4000]
    link = "https://news.example/" + "x" * 470
    view = await seen(services, show)
    for _ in range(PAGE):
        await put(services, act(), show, "story", long, 1, source=link)
        await put(services, act(), show, "network", (letter * 200)[:200], source=link)
    for number in range(3):
        page = await services.history.page(view, HERE, None, number)
        made = history(page, HERE, services.clock())
        texts = [item.content for item in made.walk_children() if hasattr(item, "content")]
        assert made.content_length() <= 4000
        assert sum(len(text.encode()) for text in texts) <= 10_000
