"""`/similar`, and the line on a card that leads on; over the starter catalogue."""

from __future__ import annotations

import re
from typing import Any

from bot.answers.related import RelatedShows
from tests.cogs.people import menu
from tests.cogs.written import write_show
from tests.conftest import World, shown


def options(message: Any) -> dict[str, str]:
    return {option["label"]: option["value"] for option in menu(message)["options"]}


async def similar(world: World, show: str) -> Any:
    result = await world.fan.slash(world.general, "similar", show=show)
    return result.response


async def test_related_shows_with_what_they_share_lead_to_their_next_season(world: World) -> None:
    await world.env.advance_time(2)
    listed = await similar(world, "Wednesday")
    text = shown(listed)
    assert "### Like Wednesday" in text
    assert "**Between** season 3: also with Percy Hynes White" in text
    assert "**Ace Attorney** season 3: also mystery and comedy" in text
    for title, told in (("Between", "I know of no announcement"), ("Ace Attorney", "")):
        opened = await world.fan.select(listed, values=[options(listed)[f"{title} · Season 3"]])
        assert f"### {title} (" in shown(opened.response)
        assert "Season 3" in shown(opened.response)
        assert told in shown(opened.response)


async def test_a_card_names_related_shows_and_links_to_their_pages(world: World) -> None:
    await world.env.advance_time(2)
    result = await world.fan.slash(world.general, "season", show="Soundtrack")
    assert "Read more: House of Cards · Bridgerton · Emily in Paris" in shown(result.response)
    world.services.feeds.site = "https://shows.example.org"
    result = await world.fan.slash(world.general, "ask", question="is Soundtrack canceled?")
    told = shown(result.response).partition("Read more: ")[2]
    links = dict(re.findall(r"\[([^]]+)\]\((\S+)\)", told))
    assert list(links) == ["Soundtrack (2019)", "House of Cards", "Bridgerton", "Emily in Paris"]
    page = r"<https://shows\.example\.org/show/\d+-house-of-cards>"
    assert re.fullmatch(page, links["House of Cards"])
    world.services.feeds.site = None
    result = await world.fan.slash(world.general, "season", show="Shameless (2004)")
    assert "Read more: Shameless (2011)" in shown(result.response)


async def test_nobody_is_told_that_there_is_none_before_all_is_read(world: World) -> None:
    services, related = world.services, world.services.related
    vars(related).update(vars(RelatedShows(services.database, services.library)))
    assert shown(await similar(world, "Wednesday")).startswith("I am still reading what shows")
    while await related.catch_up():
        pass
    assert "### Like Wednesday" in shown(await similar(world, "Wednesday"))


async def test_what_is_not_there_is_told(world: World) -> None:
    assert "no show by that name. Did you mean `Soundtrack`" in shown(
        await similar(world, "soundtrak")
    )
    await write_show(world.services, title="Lonely", genres=["zither"])
    lonely = await similar(world, "Lonely")
    assert shown(lonely) == "I know of no show that is like **Lonely**."
