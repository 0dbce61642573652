"""`/digest`, typed as an editor would, and the message that comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import discord
import pytest

from bot.alerts.queries import paused_channels
from bot.alerts.tables import CHANNEL_GONE
from bot.alerts.transport import lacking_reason
from bot.facts.writes import NewEdit
from tests.clock import StoppedClock
from tests.cogs.written import write_show
from tests.conftest import World, shown
from tests.facts.made import claims

pytestmark = pytest.mark.own_shows


async def digest(world: World, command: str, **options: Any) -> str:
    result = await world.moderator.slash(world.general, f"digest {command}", **options)
    return shown(result.response)


async def test_set_preview_told_stop(world: World, clock: StoppedClock) -> None:
    show = await write_show(
        world.services, {2: {"premiere": "2026-11-25"}}, title="Lantern", network="Netflix"
    )
    told = await digest(world, "set", every="week", day="Monday", channel=world.mods)
    assert "is told what is new and what comes up on Mondays at 9:00 (UTC)." in told
    assert "The next one comes <t:1795424400:F>" in told
    about = tuple(
        replace(c, source="https://example.com/") for c in claims(3, {"status": "renewed"})
    )
    await world.services.ledger.edit(NewEdit(1, show, world.guild.id, 7, "set", about))
    await world.services.library.refresh()
    clock.advance(minutes=2)
    await world.env.advance_time(3)
    preview = await digest(world, "preview")
    assert "Season 3 is coming" in preview
    assert "**Lantern**: season 2 begins" in preview
    assert world.mods.history() == []
    clock.now = datetime(2026, 11, 23, 9, 1, tzinfo=UTC)
    delivery: Any = world.bot.get_cog("AlertLoop")
    delivery.scheduler.hurry()
    await world.env.advance_time(3)
    [message] = world.mods.history()
    assert "### What is new" in shown(message)
    pressed = await world.fan.click(message, label="What comes up")
    assert "Coming up until" in shown(pressed.response)
    assert "no longer gets a digest" in await digest(world, "stop", channel=world.mods)
    assert "That channel gets no digest" in await digest(world, "stop", channel=world.mods)
    assert "`/digest set` gives it one" in await digest(world, "preview")


async def test_a_channel_that_nothing_is_sent_to_is_promised_no_digest(
    world: World, clock: StoppedClock
) -> None:
    """Neither where one is set nor where those that there are are listed."""
    lacking = lacking_reason(["Send Messages"])
    async with world.services.database.write() as writing:
        await paused_channels.pause(
            writing, world.mods.id, world.guild.id, lacking, now=clock(), probe_at=clock()
        )
    await digest(world, "set", every="week", channel=world.general)
    for text in (
        await digest(world, "set", every="week", channel=world.mods),
        await digest(world, "preview"),
    ):
        assert "I lack *Send Messages*. `/alerts resume` tries again." in text.replace("\\", "")
    assert "I lack" not in await digest(world, "set", every="month", channel=world.general)


async def test_a_digest_of_a_deleted_channel_can_be_stopped(
    world: World, clock: StoppedClock
) -> None:
    """Nobody can choose that channel any more, so it is stopped where none is chosen."""
    await digest(world, "set", every="week", channel=world.mods)
    async with world.services.database.write() as writing:
        await paused_channels.pause(
            writing, world.mods.id, world.guild.id, CHANNEL_GONE, now=clock(), probe_at=clock()
        )
    listed = await digest(world, "preview")
    assert "the channel no longer exists. `/digest stop` ends it." in listed
    assert "/alerts resume" not in listed
    stopped = await digest(world, "stop", channel=world.general)
    assert f"<#{world.mods.id}> no longer gets a digest." in stopped
    assert "gives it one" in await digest(world, "preview")


async def test_stopping_where_there_is_none_leaves_a_paused_channel_its_digest(
    world: World, clock: StoppedClock
) -> None:
    await digest(world, "set", every="week", channel=world.mods)
    async with world.services.database.write() as writing:
        await paused_channels.pause(
            writing, world.mods.id, world.guild.id, lacking_reason(["Send Messages"]),
            now=clock(), probe_at=clock(),
        )  # fmt: skip
    assert "gets no digest" in await digest(world, "stop", channel=world.general)
    [kept] = await world.services.digests.of(world.guild.id)
    assert kept.channel_id == world.mods.id


async def test_the_hour_is_told_with_the_zone_as_people_write_it(world: World) -> None:
    await world.services.guilds.set_timezone(world.guild.id, "UTC+5")
    assert "at 9:00 (UTC+5)" in await digest(world, "set", every="week")


async def test_what_cannot_be_is_told_in_a_sentence(world: World) -> None:
    await write_show(world.services, title="Lantern", network="Netflix")
    assert "from 0 to 23" in await digest(world, "set", every="week", hour=24)
    assert "like Monday" in await digest(world, "set", every="week", day="32")
    assert "1 to 31" in await digest(world, "set", every="month", day="32")
    assert "Did you mean `Netflix`?" in await digest(world, "set", every="week", network="Netflux")
    closed = world.guild.create_text_channel(
        "closed",
        overwrites={world.guild.me: discord.PermissionOverwrite(send_messages=False)},
    )
    told = await digest(world, "set", every="week", channel=closed)
    assert "I still need *Send Messages*" in told
    assert await world.services.digests.of(world.guild.id) == []
    for command, options in (("set", {"every": "week"}), ("stop", {}), ("preview", {})):
        result = await world.fan.slash(world.general, f"digest {command}", **options)
        assert "Only this server's editors" in shown(result.response)
    days = await world.moderator.autocomplete(world.general, "digest set", "day", "s", every="week")
    assert [day["value"] for day in days] == ["Saturday", "Sunday"]
