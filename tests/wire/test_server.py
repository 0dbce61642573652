"""The local Discord, as the floor bot experiences it from a process of its own."""

from __future__ import annotations

import asyncio

import discord
import pytest

from tests.wire.commands import NotOfferedError
from tests.wire.faults import Broken, Delayed, Dropped, RateLimited
from tests.wire.interaction import Interaction, NoAnswerError
from tests.wire.process import ExitedError
from tests.wire.server import Server

FLOOR = "tests.bench.floor"
CALLBACK = "/interactions/*/callback"
SHOW = {"show": "Soundtrack", "season": 2}


async def ask(server: Server) -> Interaction:
    return await server.slash(server.guild, server.general, server.fan, "season", SHOW)


async def test_login_registers_commands_once_and_identifies(server: Server) -> None:
    async with server.bot(FLOOR) as process:
        assert process.exit_code is None
        heard = discord.Intents(guilds=True, guild_messages=True)
        assert server.gateway.identifies[0]["intents"] == heard.value
        assert server.gateway.identifies[0]["token"] == "token"
    (scope, payload), *others = server.state.commands.syncs
    assert (scope, others) == (0, [])
    assert [option["name"] for option in payload[0]["options"]] == ["show", "season"]
    assert server.rates.requests["GET /users/@me"] == 1


async def test_commands_keep_their_ids_over_a_restart(server: Server) -> None:
    async with server.bot(FLOOR):
        before = [command["id"] for command in server.state.commands.by_scope[0]]
    async with server.bot(FLOOR):
        after = [command["id"] for command in server.state.commands.by_scope[0]]
    assert before == after
    assert len(server.state.commands.syncs) == 2


async def test_slash_autocomplete_click_and_menu(server: Server) -> None:
    async with server.bot(FLOOR):
        answer = await ask(server)
        assert answer.kind == "reply"
        assert answer.text.startswith("## Soundtrack · Season 2")
        assert [button["label"] for button in answer.buttons][:2] == ["Release", "Cast"]
        assert not answer.ephemeral
        assert 0 < answer.latency <= answer.settled_latency

        typing = await server.autocomplete(
            server.guild, server.general, server.fan, "season", {"show": "sound"}
        )
        assert len(typing.choices) == 25
        assert typing.choices[3] == {"name": "Show number 3", "value": "id:3"}

        click = await server.click(answer, label="Cast")
        assert click.kind == "update"
        assert click.message is answer.message
        assert click.user is server.fan
        choice = await server.select(answer, "floor:season", ["2"], user=server.moderator)
        assert choice.kind == "update"
        assert choice.message is not None
        assert choice.message.edits == 2


async def test_a_client_offers_only_what_was_registered(server: Server) -> None:
    place = (server.guild, server.general, server.fan)
    async with server.bot(FLOOR):
        with pytest.raises(NotOfferedError, match="no command 'release'"):
            await server.slash(*place, "release", SHOW)
        with pytest.raises(NotOfferedError, match="no option 'series'"):
            await server.slash(*place, "season", {"show": "x", "series": 1})
        with pytest.raises(NotOfferedError, match="requires"):
            await server.slash(*place, "season", {"season": 1})
        answer = await ask(server)
        with pytest.raises(LookupError, match="offers"):
            await server.select(answer, "floor:season", ["77"])
        with pytest.raises(LookupError, match="no button"):
            await server.click(answer, label="Buy")


async def test_a_click_on_an_old_message_reaches_the_next_process(server: Server) -> None:
    async with server.bot(FLOOR) as process:
        answer = await ask(server)
        await process.kill()
        assert process.exit_code == -9
    async with server.bot(FLOOR):
        click = await server.click(answer, label="Release")
        assert click.kind == "update"


async def test_answers_in_a_direct_message_and_by_a_user_install(server: Server) -> None:
    elsewhere = server.state.add_guild("Elsewhere", joined=False)
    (channel,) = elsewhere.channels.values()
    async with server.bot(FLOOR):
        direct = await server.slash(None, None, server.fan, "season", SHOW)
        assert direct.payload["context"] == 1
        assert "guild_id" not in direct.payload
        assert direct.text
        by_user = await server.slash(elsewhere, channel, server.fan, "season", SHOW, install="user")
        owners = by_user.payload["authorizing_integration_owners"]
        assert owners == {"1": str(server.fan.id)}
        assert by_user.text


async def test_an_event_delivered_twice_is_refused_the_second_time(server: Server) -> None:
    async with server.bot(FLOOR):
        answer = await ask(server)
        assert await server.repeat(answer, seconds=5) == [40060]
        assert server.state.messages.posted[server.general.id] == 1


async def test_a_resume_brings_what_was_missed(server: Server) -> None:
    async with server.bot(FLOOR):
        await ask(server)
        server.gateway.drop()
        missed = await server.slash(
            server.guild, server.general, server.fan, "season", SHOW, wait=False
        )
        await missed.until_settled(10)
        assert server.gateway.resumes == 1
        assert server.gateway.readies == 1


async def test_a_resume_can_repeat_what_was_seen(server: Server) -> None:
    async with server.bot(FLOOR):
        answer = await ask(server)
        # What was asked, and the message that answers it.
        server.gateway.rewind = 2
        await server.gateway.reconnect()
        await server.gateway.until_resumed(10)
        await answer.changed.until(lambda: bool(answer.refusals), 5)
        assert answer.refusals == [40060]


async def test_an_invalid_session_identifies_again(server: Server) -> None:
    async with server.bot(FLOOR) as process:
        await server.gateway.invalidate()
        await server.until_ready(process, readies=2)
        assert len(server.gateway.identifies) == 2
        assert (await ask(server)).text


@pytest.mark.parametrize("action", ["drop", "close"])
async def test_an_unreachable_gateway_is_tried_again(server: Server, action: str) -> None:
    async with server.bot(FLOOR):
        refusal = server.faults.add("GET", "/gateway/", Broken(503), times=1)
        if action == "drop":
            server.gateway.drop()
        else:
            await server.gateway.close(4000)
        await server.gateway.until_resumed(30)
        assert refusal.struck == 1


async def test_a_wrong_token_ends_the_bot(server: Server) -> None:
    server.rest.token = "right"
    with pytest.raises(ExitedError, match="Improper token"):
        async with server.bot(FLOOR, env={"DISCORD_TOKEN": "wrong"}):
            pass
    assert server.rates.invalid == 1


async def test_a_rate_limited_answer_arrives_later(server: Server) -> None:
    async with server.bot(FLOOR):
        server.faults.add("POST", CALLBACK, RateLimited(0.3), nth=1)
        answer = await ask(server)
        assert answer.latency >= 0.3
        assert (server.rates.issued, server.rates.invalid) == (1, 1)


async def test_a_banned_address_gets_no_retry(server: Server) -> None:
    server.driver.patience = 1.0
    async with server.bot(FLOOR):
        server.faults.add("POST", CALLBACK, RateLimited(0.1, via=False), nth=1)
        with pytest.raises(NoAnswerError):
            await ask(server)
        assert (await ask(server)).text


@pytest.mark.parametrize("reset", [False, True])
async def test_a_connection_dropped_after_the_answer_keeps_it(server: Server, reset: bool) -> None:
    async with server.bot(FLOOR) as process:
        server.faults.add("POST", CALLBACK, Dropped(after=True, reset=reset), times=1)
        answer = await ask(server)
        assert answer.text
        await process.until_line("ServerDisconnectedError|ClientOSError|ConnectionReset")
        assert (await ask(server)).text


async def test_a_connection_dropped_before_the_answer_loses_it(server: Server) -> None:
    server.driver.patience = 1.0
    async with server.bot(FLOOR):
        server.faults.add("POST", CALLBACK, Dropped(), times=1)
        with pytest.raises(NoAnswerError):
            await ask(server)
        assert server.state.messages.posted.total() == 0


async def test_a_bad_gateway_after_the_answer_makes_the_retry_fail(server: Server) -> None:
    async with server.bot(FLOOR):
        server.faults.add("POST", CALLBACK, Broken(502, after=True), times=1)
        answer = await ask(server)
        await answer.changed.until(lambda: bool(answer.refusals), 5)
        assert answer.refusals == [40060]
        assert server.state.messages.posted.total() == 1


async def test_an_answer_after_three_seconds_is_void(server: Server) -> None:
    server.driver.patience = 2.0
    async with server.bot(FLOOR):
        server.faults.add("POST", CALLBACK, Delayed(0.3), times=1)
        late = await server.slash(
            server.guild, server.general, server.fan, "season", SHOW, wait=False
        )
        server.clock.advance(3.1)
        await late.changed.until(lambda: bool(late.refusals), 5)
        assert late.refusals == [10062]
        assert late.callback is None


async def test_thousands_of_guilds_are_told_at_once(server: Server) -> None:
    guilds = [server.state.add_guild(f"Guild {n}") for n in range(1000)]
    async with server.bot(FLOOR):
        (channel,) = guilds[700].channels.values()
        answer = await server.slash(guilds[700], channel, server.fan, "season", SHOW)
        assert answer.text


async def test_many_people_at_once(server: Server) -> None:
    async with server.bot(FLOOR):
        answers = await asyncio.gather(*(ask(server) for _ in range(50)))
        assert {answer.kind for answer in answers} == {"reply"}
        assert server.state.messages.posted[server.general.id] == 50
        assert server.duplicates == []
