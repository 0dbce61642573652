"""What is coming up and what is new, typed and clicked as people would."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.alerts.queries.subscriptions import SHOW, Subscription
from bot.calendar.cards import UPCOMING_PAGE, ListState, NewsId, UpcomingId
from bot.facts.writes import NewEdit
from tests.clock import StoppedClock
from tests.cogs.people import menu
from tests.cogs.written import write_show
from tests.conftest import World, shown
from tests.facts.made import claims

DAY = date(2026, 11, 22)

pytestmark = pytest.mark.own_shows


async def upcoming(world: World, **options: Any) -> str:
    result = await world.fan.slash(world.general, "upcoming", **options)
    return shown(result.response)


async def four_shows(world: World) -> dict[str, int]:
    parts = [{"label": "Part 1"}, {"label": "Part 2", "premiere": "2026-12-04"}]
    return {
        "Lantern": await write_show(
            world.services, {2: {"premiere": "2026-11-24"}}, title="Lantern", network="Netflix"
        ),
        "Harbor": await write_show(
            world.services,
            {1: {"premiere": "2026-11-25T01:30:00Z", "finale": "2027-01-09"}},
            title="Harbor",
            network="HBO",
            kind="anime",
        ),
        "Orchard": await write_show(
            world.services,
            {3: {"premiere": "2026-10-02", "parts": parts}},
            title="Orchard",
            network="Netflix",
        ),
        "Meadow": await write_show(world.services, {1: {"premiere": "2026-12"}}, title="Meadow"),
    }


async def test_what_comes_by_day_in_the_servers_zone_and_the_vague_last(world: World) -> None:
    await four_shows(world)
    await world.services.guilds.set_timezone(world.guild.id, "America/New_York")
    text = await upcoming(world)
    assert "Coming up until 6 December 2026" in text
    lines = text.splitlines()
    days = [line for line in lines if line.startswith("**")]
    assert days == [
        "**Tuesday, 24 November 2026**",
        "**Friday, 4 December 2026**",
        "**Sometime in December 2026**",
    ]
    assert lines[2].startswith("- **Lantern**: season 2 begins · Netflix · [")
    assert lines[3].startswith("- <t:1795570200:f> · **Harbor**: season 1 begins · HBO · [")
    assert "- **Orchard**: season 3 returns with Part 2 · Netflix" in text
    assert lines[-1].startswith("- **Meadow**: season 1 begins · [")
    assert "**Harbor**: season 1 ends" in await upcoming(world, days=90)


async def test_one_network_one_kind(world: World) -> None:
    await four_shows(world)
    netflix = await upcoming(world, network="netflix")
    assert "Lantern" in netflix
    assert "Orchard" in netflix
    assert "Harbor" not in netflix
    assert "Harbor" in (anime := await upcoming(world, kind="anime"))
    assert "Lantern" not in anime
    returns = await upcoming(world, kind="returns")
    assert "Orchard" in returns
    assert "Lantern" not in returns


async def test_mine_is_what_the_server_follows_or_i_am_reminded_of(world: World) -> None:
    ids = await four_shows(world)
    assert "`/remind`" in await upcoming(world, mine=True)
    following = world.services.alerts.following
    wanted = Subscription(
        world.guild.id, world.general.id, SHOW, str(ids["Lantern"]), 1, show_id=ids["Lantern"]
    )
    await following.follow(wanted)
    show = await world.services.library.show(ids["Harbor"])
    assert show is not None
    await world.services.alerts.personal_reminders.remind(world.fan.id, 5, show, 0)
    mine = await upcoming(world, mine=True)
    assert "Lantern" in mine
    assert "Harbor" in mine
    assert "Orchard" not in mine
    theirs = await world.moderator.slash(world.general, "upcoming", mine=True)
    assert "Harbor" not in shown(theirs.response)


async def test_what_cannot_be_is_told_in_a_sentence(world: World) -> None:
    for days in (0, 91, -3):
        assert "from 1 to 90" in await upcoming(world, days=days)
    await four_shows(world)
    assert "Did you mean `Netflix`?" in await upcoming(world, network="Netflux")
    assert "pick one from the list" in await upcoming(world, network="zzzz")
    empty = await upcoming(world, days=1)
    assert empty == "I know of nothing that comes up until tomorrow."
    nothing = await world.fan.slash(world.general, "news", network="HBO", days=30)
    assert shown(nothing.response) == "I know of nothing new on HBO in the last 30 days."
    choices = await world.fan.autocomplete(world.general, "upcoming", "network", "net")
    assert [choice["value"] for choice in choices] == ["Netflix"]


async def test_pages_are_turned_by_whoever_asked_and_a_pick_opens_a_card(world: World) -> None:
    number = UPCOMING_PAGE + 2
    for at in range(number):
        day = DAY + timedelta(days=at + 1)
        seasons = {1: {"premiere": day.isoformat()}}
        await write_show(world.services, seasons, title=f"Show {at:02}", network="N" * 70)
    asked = await world.fan.slash(world.general, "upcoming", network="N" * 70)
    text = shown(asked.response)
    assert "Page 1 of 2, 12 in all" in text
    assert "Show 10" not in text
    assert len(menu(asked.response)["options"]) == UPCOMING_PAGE
    turned = (await world.fan.click(asked.response, label="Next ▶")).response
    assert turned.id == asked.response.id
    assert "Page 2 of 2" in shown(turned)
    assert "Show 10" in shown(turned)
    theirs = await world.moderator.click(turned, label="◀ Previous")
    assert "Show 00" in shown(theirs.response)
    value = menu(turned)["options"][0]["value"]
    opened = await world.fan.select(turned, values=[value])
    assert "### Show 10 · Season 1" in shown(opened.response)


async def test_a_server_sees_its_own_and_nobody_elses(world: World) -> None:
    other = world.guild.id + 1
    show = await write_show(world.services, {2: {"premiere": "2026-11-24"}}, title="Lantern")
    for guild, day in ((other, "2026-11-26"), (world.guild.id, "2026-11-25")):
        about = claims(2, {"premiere": day})
        draft = NewEdit(guild, show, guild, 7, "set", tuple(about))
        await world.services.ledger.edit(draft)
    text = await upcoming(world)
    assert "25 November 2026" in text
    assert "24 November" not in text
    assert "26 November" not in text


async def test_news_newest_first_with_sources_and_corrections_in_place(
    world: World, clock: StoppedClock
) -> None:
    show = await write_show(world.services, {1: {}}, title="Lantern", network="Netflix")
    number = iter(range(1, 99))

    async def edit(values: dict[str, Any], season: int = 2) -> None:
        about = claims(season, values)
        about = [replace(claim, source="https://variety.com/lantern") for claim in about]
        guild = world.guild.id
        draft = NewEdit(next(number), show, guild, 7, "set", tuple(about))
        await world.services.ledger.edit(draft)
        await world.services.library.refresh()
        clock.advance(seconds=61)
        await world.env.advance_time(3)

    await edit({"status": "renewed"})
    await edit({"premiere": "2026-12-24"})
    await edit({"premiere": "2027-01-24"})
    result = await world.fan.slash(world.general, "news", days=1)
    text = shown(result.response)
    assert "New since yesterday" in text
    assert text.index("is delayed") < text.index("was renewed")
    assert "It was due on 24 December 2026" in text
    assert text.count("Lantern:") == 2
    assert "[variety.com](<https://variety.com/lantern>), 22 November 2026" in text
    opened = await world.fan.select(
        result.response, values=[menu(result.response)["options"][0]["value"]]
    )
    assert "### Lantern · Season 2" in shown(opened.response)


def test_custom_ids_fit_and_are_read_back() -> None:
    state = ListState(90, "0123abcd", "documentary", True, 2**63, 999)
    for written in (UpcomingId("prev", state), NewsId("next", state)):
        assert len(written.written()) <= 100
        assert type(written).read(written.written()) == written
