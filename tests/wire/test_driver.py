"""What people do, driven against a bot that has one of everything."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.wire.commands import NotOfferedError
from tests.wire.process import BotProcess
from tests.wire.server import Server


@pytest.fixture
async def process(server: Server) -> AsyncIterator[BotProcess]:
    async with server.bot("tests.wire.sampler") as process:
        yield process


async def test_a_form_opens_and_is_submitted(server: Server, process: BotProcess) -> None:
    place = (server.guild, server.mods, server.moderator)
    opened = await server.slash(*place, "catalog set", {"show": "Soundtrack"})
    assert opened.modal["title"] == "Correct a fact"
    answer = await server.submit_modal(opened, {"reason": "Netflix said so"})
    assert answer.text == "because Netflix said so"
    with pytest.raises(LookupError, match="the form has"):
        await server.submit_modal(opened, {"why": "?"})


async def test_permissions_come_from_roles_or_are_given(
    server: Server, process: BotProcess
) -> None:
    place = (server.guild, server.mods, server.fan)
    refused = await server.slash(*place, "catalog set", {"show": "x"})
    assert refused.text == "Only moderators may."
    assert refused.ephemeral
    granted = await server.slash(*place, "catalog set", {"show": "x"}, permissions=1 << 5)
    assert granted.kind == "modal"


async def test_an_attachment_is_fetched_from_the_server(
    server: Server, process: BotProcess
) -> None:
    file = server.driver.upload("shows.json", b'[{"title": "Soundtrack"}]')
    answer = await server.slash(
        server.guild, server.mods, server.moderator, "catalog import", {"file": file}
    )
    assert answer.text == "shows.json: 25 bytes"


async def test_a_file_comes_with_an_answer(server: Server, process: BotProcess) -> None:
    answer = await server.slash(server.guild, server.general, server.fan, "export")
    assert answer.message is not None
    (attachment,) = answer.message.attachments
    assert attachment["filename"] == "catalog.json"
    stored = server.state.files[int(attachment["id"])]
    assert attachment["size"] == len(stored.data) > 0


async def test_a_deferred_answer_settles_and_is_followed_up(
    server: Server, process: BotProcess
) -> None:
    answer = await server.slash(
        server.guild, server.general, server.fan, "slow", {"channel": server.mods}
    )
    assert answer.kind == "defer"
    assert answer.text == "in mods"
    assert answer.ephemeral
    assert answer.latency < answer.settled_latency
    followup = await answer.followup()
    assert (followup.text, followup.ephemeral) == ("and more", True)


async def test_a_button_with_its_state_outlives_the_process(server: Server) -> None:
    async with server.bot("tests.wire.sampler"):
        answer = await server.slash(server.guild, server.general, server.fan, "count")
    async with server.bot("tests.wire.sampler"):
        click = await server.click(answer, "count:0", user=server.moderator)
        assert click.buttons[0]["label"] == "Count 1"
        again = await server.click(click, label="Count 1")
        assert again.user is server.fan
        assert again.buttons[0]["label"] == "Count 2"
        # What comes instead of the change that was deferred is the answer.
        refused = await server.click(again, label="Count 2")
        assert (refused.kind, refused.text, refused.ephemeral) == (
            "defer_update",
            "that is all",
            True,
        )


async def test_what_is_for_guilds_is_not_offered_elsewhere(
    server: Server, process: BotProcess
) -> None:
    with pytest.raises(NotOfferedError, match="context 1"):
        await server.slash(None, None, server.fan, "count")
    with pytest.raises(NotOfferedError, match="needs a subcommand"):
        await server.slash(server.guild, server.general, server.fan, "catalog")


async def test_a_context_menu_carries_the_text(server: Server, process: BotProcess) -> None:
    message = await server.say(server.general, server.fan, "is it canceled?")
    place = (server.guild, server.general, server.moderator)
    answer = await server.menu(*place, "Answer this", message)
    assert answer.text == "you asked: is it canceled?"


async def test_a_mention_brings_its_text_and_others_do_not(
    server: Server, process: BotProcess
) -> None:
    unheard = await server.say(server.general, server.moderator, "nothing for the bot")
    await server.silence(server.general, unheard, 0.2)
    asked = await server.mention(server.general, server.fan, "another season?")
    reply = await server.next_message(server.general, asked)
    assert reply.text == f"you said: <@{server.state.bot.id}> another season?"
    assert reply.reference is not None
    assert reply.reference["message_id"] == str(asked.id)


async def test_guilds_and_channels_go(server: Server, process: BotProcess) -> None:
    await server.state.delete_channel(server.mods)
    await process.until_line("gone #mods")
    await server.state.leave(server.guild)
    await process.until_line("left Fan Club")
