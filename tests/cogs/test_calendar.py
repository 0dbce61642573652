"""`/calendar`: addresses to subscribe to, whose they are, and how they are renewed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.calendar.feed_addresses import FeedOwner
from bot.settings import Settings
from tests.cogs import people
from tests.cogs.written import write_show
from tests.conftest import World, shown

SITE = "https://shows.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, catalog_dir=None, web_port=8080, web_url=f"{SITE}/")


def tokens(message: Any) -> list[str]:
    return re.findall(rf"`{SITE}/calendar/([\w-]{{32}})\.ics`", shown(message))


async def calendar(world: World, **options: Any) -> Any:
    return (await world.fan.slash(world.general, "calendar", **options)).response


async def test_addresses_stay_and_say_whose_they_are(world: World) -> None:
    card = await calendar(world)
    server, mine = tokens(card)
    assert f"`{SITE}/calendar/all.ics`" in shown(card)
    assert tokens(await calendar(world)) == [server, mine]
    other = await world.moderator.slash(world.general, "calendar")
    assert tokens(other.response)[0] == server
    assert tokens(other.response)[1] != mine
    feeds = world.services.feeds
    assert await feeds.owner(server) == FeedOwner(guild_id=world.guild.id)
    assert await feeds.owner(mine) == FeedOwner(user_id=world.fan.id)
    for nobodys in ("", "x" * 32, "x" * 10_000, "\udcff"):
        assert await feeds.owner(nobodys) is None


async def test_an_address_is_of_the_language_it_was_asked_for_in(world: World) -> None:
    """A calendar names none when it reads it."""
    with people.altered(world, lambda payload: payload.update(locale="pt-BR")):
        card = shown(await calendar(world))
    assert len(re.findall(rf"`{SITE}/calendar/[\w-]+\.ics\?lang=pt-BR`", card)) == 3
    assert len(re.findall(r"\.ics", card)) == 3


async def test_a_renewed_address_replaces_the_old_one(world: World) -> None:
    card = await calendar(world)
    server, mine = tokens(card)
    renewed = (await world.fan.click(card, label="Renew mine")).response
    assert "The old address no longer works" in shown(renewed)
    assert tokens(renewed)[0] == server
    assert await world.services.feeds.owner(mine) is None
    refused = await world.fan.click(renewed, label="Renew this server's")
    assert "Only this server's editors" in shown(refused.response)
    theirs = await world.moderator.slash(world.general, "calendar")
    anew = await world.moderator.click(theirs.response, label="Renew this server's")
    assert tokens(anew.response)[0] != server
    assert await world.services.feeds.owner(server) is None


async def test_a_networks_and_what_is_forgotten(world: World) -> None:
    await write_show(world.services, title="Lantern", network="BBC One/Two")
    card = await calendar(world, network="bbc one/two")
    assert f"`{SITE}/calendar/network/BBC%20One%2FTwo.ics`" in shown(card)
    assert "Did you mean `BBC One/Two`?" in shown(await calendar(world, network="BBC One/Tw"))
    mine = tokens(card)[1]
    await world.fan.slash(world.general, "forget-me")
    assert await world.services.feeds.owner(mine) is None


async def test_without_pages_a_sentence_says_so(world: World) -> None:
    world.services.feeds.site = None
    assert "Calendars are off here" in shown(await calendar(world))
