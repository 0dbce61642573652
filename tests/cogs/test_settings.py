"""What a server's managers set."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.cogs.people import refused, told
from tests.conftest import World
from tests.facts.stated import Stored

_ROWS = "SELECT id, editor_role, timezone, region, log_channel FROM guilds"

pytestmark = pytest.mark.own_shows


async def do(world: World, name: str, **options: Any) -> Any:
    return await world.moderator.slash(world.mods, f"settings {name}", **options)


async def test_each_setting_is_stored_shown_and_taken_back(world: World, rows: Stored) -> None:
    role = world.guild.create_role("Archivists")
    await world.env.settle()
    assert f"<@&{role.id}>" in told(await do(world, "editors", role=role))
    assert "Europe/Berlin" in told(await do(world, "timezone", zone="europe/berlin"))
    assert "**Region**: UK" in told(await do(world, "region", region="gb"))
    assert f"<#{world.general.id}>" in told(await do(world, "log", channel=world.general))
    text = told(await do(world, "show"))
    for word in (f"<@&{role.id}>", "Europe/Berlin", "UK", f"<#{world.general.id}>", "this server"):
        assert word in text
    assert rows(_ROWS) == [(world.guild.id, role.id, "Europe/Berlin", "GB", world.general.id)]
    for name in ("editors", "timezone", "region", "log"):
        assert (await do(world, name)).response.ephemeral
    assert rows(_ROWS) == [(world.guild.id, None, None, None, None)]


async def test_estimates_are_hidden_and_shown_again(world: World, rows: Stored) -> None:
    assert "**Estimates**: shown" in told(await do(world, "show"))
    assert "**Estimates**: hidden" in told(await do(world, "estimates", shown="off"))
    assert rows("SELECT estimates FROM guilds") == [(0,)]
    assert "**Estimates**: shown" in told(await do(world, "estimates", shown="on"))


async def test_what_cannot_be_set(world: World, rows: Stored) -> None:
    secret = world.guild.create_text_channel("secret")
    await world.env.settle()
    everyone = world.guild.roles["@everyone"]
    refused(world, await do(world, "editors", role=everyone), "choose a role of its own")
    for zone in ("Mars/Olympus", "", "x" * 6000, "../etc/passwd"):
        refused(world, await do(world, "timezone", zone=zone), "I know no time zone by that name")
    for region in ("Atlantis", "1", "D\x00"):
        refused(world, await do(world, "region", region=region), "two-letter code")
    assert rows("SELECT id FROM guilds") == []
    assert secret.id


async def test_zones_are_offered(world: World) -> None:
    offered = await world.moderator.autocomplete(world.mods, "settings timezone", "zone", "ber")
    assert "Europe/Berlin" in [choice["value"] for choice in offered]
    assert len(offered) <= 25


async def test_two_managers_at_once_lose_nothing(world: World, rows: Stored) -> None:
    guilds, here = world.services.guilds, world.guild.id
    await asyncio.gather(
        guilds.set_region(here, "DE"),
        guilds.set_timezone(here, "Europe/Berlin"),
        guilds.set_log_channel(here, 5),
        guilds.set_editor_role(here, 6),
    )
    assert rows(_ROWS) == [(here, 6, "Europe/Berlin", "DE", 5)]
    kept = guilds.of(here)
    assert (kept.region, kept.timezone, kept.log_channel, kept.editor_role) == (
        "DE",
        "Europe/Berlin",
        5,
        6,
    )
