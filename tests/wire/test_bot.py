"""The real bot as a process of its own: it answers, survives the network, and starts again."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.wire.commands import NotOfferedError
from tests.wire.entities import PUBLIC_THREAD
from tests.wire.faults import Broken, Dropped, RateLimited
from tests.wire.interaction import Interaction
from tests.wire.process import ROOT, BotProcess
from tests.wire.server import Server
from tests.wire.waiting import eventually

CALLBACK = "/interactions/*/callback"
CANCELED = "Season 2 is canceled."

pytestmark = pytest.mark.skipif(
    not (ROOT / "data" / "catalog").is_dir(), reason="the starter catalogue is not there"
)


@pytest.fixture
def env(tmp_path: Path, loaded: Path) -> dict[str, str]:
    """A database of its own for the test, with the starter catalogue."""
    return {"DATABASE_URL": f"sqlite+aiosqlite:///{shutil.copy(loaded, tmp_path / 'bot.db')}"}


async def ask(server: Server, show: str = "Soundtrack", season: int = 2) -> Interaction:
    place = (server.guild, server.general, server.fan)
    return await server.slash(*place, "season", {"show": show, "season": season})


async def suggested(server: Server, typed: str) -> list[str]:
    place = (server.guild, server.general, server.fan)
    answer = await server.autocomplete(*place, "season", {"show": typed})
    return [choice["name"] for choice in answer.choices]


async def test_a_fan_asks_turns_the_card_and_turns_it_after_a_restart(
    server: Server, env: dict[str, str]
) -> None:
    place = (server.guild, server.general, server.fan)
    async with server.bot(env=env) as process:
        typing = await server.autocomplete(*place, "season", {"show": "soundtrak"})
        assert typing.choices[0]["name"].startswith("Soundtrack (2019)")

        answer = await ask(server, typing.choices[0]["value"])
        assert answer.kind == "reply"
        assert not answer.ephemeral
        assert CANCELED in answer.text
        assert "Netflix" in answer.text

        turned = await server.click(answer, label="Cast")
        assert turned.kind == "update"
        assert "Callie Hernandez" in turned.text
        elsewhere = await server.click(answer, label="Story", user=server.moderator)
        assert elsewhere.ephemeral
        await process.kill()

    async with server.bot(env=env) as process:
        again = await server.click(answer, label="Release")
        assert again.kind == "update"
        assert again.message is answer.message
        assert CANCELED in again.text

        # A finger that taps twice has one card, and reads of no error.
        typo = await ask(server, "strangr thigs", 1)
        label = typo.buttons[0]["label"]
        taps = [await server.click(typo, label=label, wait=False) for _ in range(2)]
        # Either may be the first that the bot gets to.
        await eventually(lambda: any(tap.followups for tap in taps))
        await eventually(lambda: typo.message is not None and typo.message.deleted)
        for tap in taps:
            await tap.until_responded()
        await asyncio.sleep(0.1)
        (told,) = (tap for tap in taps if tap.followups)
        assert "Stranger Things" in told.text
        assert len(told.followups) == 1
        assert "interaction failed" not in process.output


@pytest.mark.slow
async def test_commands_are_registered_once_for_one_tree(
    server: Server, env: dict[str, str], tmp_path: Path
) -> None:
    for _ in range(2):
        async with server.bot(env=env):
            assert (await ask(server)).text
        assert len(server.state.commands.syncs) == 1

    with sqlite3.connect(tmp_path / "bot.db") as database:
        changed = "UPDATE meta SET value = 'of another tree' WHERE name = 'commands_digest'"
        assert database.execute(changed).rowcount == 1
    database.close()
    async with server.bot(env=env):
        assert (await ask(server)).text
    assert len(server.state.commands.syncs) == 2


async def ask_when_settled(server: Server) -> Interaction:
    """The answer with its related shows, which are taken up after the start."""
    async with asyncio.timeout(30):
        while "Read more" not in (answer := await ask(server)).text:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    return answer


@pytest.mark.slow
async def test_the_gateway_breaks_in_every_way(server: Server, env: dict[str, str]) -> None:
    async with server.bot(env=env) as process:
        before = await ask_when_settled(server)
        server.gateway.drop()
        place = (server.guild, server.general, server.fan)
        missed = await server.slash(*place, "release", {"show": "Soundtrack"}, wait=False)
        await missed.until_settled(20)
        assert (server.gateway.resumes, server.gateway.readies) == (1, 1)

        server.gateway.rewind = 1
        await server.gateway.reconnect()
        await server.gateway.until_resumed(20, resumes=2)
        assert (await ask(server)).text == before.text

        await server.gateway.invalidate()
        await server.until_ready(process, 20, readies=2)
        assert (await ask(server)).text == before.text
    assert len(server.state.commands.syncs) == 1


@pytest.mark.slow
async def test_an_event_that_cannot_be_parsed_is_skipped_with_a_line(
    server: Server, env: dict[str, str]
) -> None:
    async with server.bot(env=env) as process:
        answer = await ask(server)
        malformed = {"id": "no number", "channels": 7}
        await server.gateway.dispatch("GUILD_CREATE", malformed, guild_id=server.guild.id)
        again = await server.click(answer, label="Cast")
        assert again.kind == "update"
        assert (await ask(server)).text
        assert "an event of Discord's was skipped (GUILD_CREATE)" in process.output
        assert "Traceback" not in process.output
    assert len(server.state.commands.syncs) == 1


@pytest.mark.slow
async def test_the_same_event_twice_has_one_answer(server: Server, env: dict[str, str]) -> None:
    async with server.bot(env=env) as process:
        answer = await ask(server)
        assert await server.repeat(answer, seconds=5) == [40060]
        messages = server.state.messages
        assert messages.posted[server.general.id] == 1
        # A mention has no interaction that would be answered once: its replies have their nonces.
        both = await server.mention(
            server.general, server.fan, "is soundtrack canceled, and who is in severance?"
        )
        await messages.changed.until(lambda: messages.posted[server.general.id] == 4, 20)
        await server.state.announce("MESSAGE_CREATE", both)
        await eventually(lambda: messages.suppressed == 2, 10)
        assert messages.posted[server.general.id] == 4
        typed = {"show": "Soundtr"}
        typing = await server.autocomplete(
            server.guild, server.general, server.fan, "season", typed
        )
        assert await server.repeat(typing, seconds=5) == [40060]
        # Discord takes no answer any more to what comes late.
        late = await server.autocomplete(
            server.guild, server.general, server.fan, "season", typed, wait=False
        )
        server.clock.advance(4)
        await late.changed.until(lambda: late.refusals == [10062], 5)
        assert (await ask(server)).text
        not_completed = "what somebody types was not completed: it"
        await process.until_line(f"{not_completed} had been answered, and Discord delivered it")
        await process.until_line(f"{not_completed} expired before")
        assert "Traceback" not in process.output


@pytest.mark.slow
async def test_rate_limits_on_an_answer(server: Server, env: dict[str, str]) -> None:
    async with server.bot(env=env):
        limit = server.faults.add("POST", CALLBACK, RateLimited(0.2), nth=1)
        answer = await ask(server)
        assert CANCELED in answer.text
        assert answer.latency >= 0.2
        assert limit.matched == 2

        server.faults.clear()
        ban = server.faults.add("POST", CALLBACK, RateLimited(0.2, via=False), nth=1)
        # What is taken for a ban is not tried again; the person is told instead.
        assert "went wrong" in (await ask(server)).text
        assert ban.matched == 2
        assert CANCELED in (await ask(server)).text


@pytest.mark.slow
async def test_answers_over_a_bad_network(server: Server, env: dict[str, str]) -> None:
    async with server.bot(env=env) as process:
        server.faults.add("POST", CALLBACK, Broken(502), nth=1)
        assert CANCELED in (await ask(server)).text

        server.faults.clear()
        server.faults.add("POST", CALLBACK, Dropped(), nth=1)
        assert "went wrong" in (await ask(server)).text

        server.faults.clear()
        server.faults.add("POST", CALLBACK, Dropped(after=True), nth=1)
        posted = server.state.messages.posted[server.general.id]
        kept = await ask(server)
        await kept.changed.until(lambda: bool(kept.refusals), 10)
        assert CANCELED in kept.text
        assert server.state.messages.posted[server.general.id] == posted + 1

        server.faults.clear()
        resets = server.faults.add("POST", CALLBACK, Dropped(reset=True), times=2)
        place = (server.guild, server.general, server.fan)
        lost = await server.slash(*place, "season", {"show": "Soundtrack"}, wait=False)
        await eventually(lambda: resets.struck == 2)
        assert lost.callback is None
        assert CANCELED in (await ask(server)).text
        assert "never retrieved" not in process.output


@pytest.mark.slow
async def test_what_another_process_imports_is_seen(
    server: Server, env: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "more.json"
    show = {"title": "Zwielichtzone Neun", "source": "https://example.org/z", "as_of": "2026-01-01"}
    file.write_text(json.dumps([show]), encoding="utf-8")
    async with server.bot(env=env):
        assert show["title"] not in await suggested(server, "zwielichtz")
        async with BotProcess(("bot", "import", str(file)), env) as importing:
            assert await importing.until_exit(30) == 0, importing.output

        async with asyncio.timeout(30):
            seen = await suggested(server, "zwielichtz")
            while show["title"] not in seen:
                await asyncio.sleep(0.1)
                seen = await suggested(server, "zwielichtz")
        assert show["title"] in (await ask(server, show["title"], 1)).text


@pytest.mark.slow
async def test_a_database_busy_or_damaged_while_the_bot_runs(
    server: Server, env: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "bot.db"
    async with server.bot(env=env) as process:
        answer = await ask_when_settled(server)
        told = answer.text
        writer = sqlite3.connect(file, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        assert (await ask(server)).text == told
        assert "1899" in (await ask(server, "1899")).text
        writer.execute("ROLLBACK")
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        writer.close()

        file.write_bytes(b"\xa5" * file.stat().st_size)
        assert (await ask(server)).text == told
        assert (await server.click(answer, label="Cast")).kind == "update"
        assert "Soundtrack (2019) · Netflix" in await suggested(server, "soundtrak")
        cold = await ask(server, "Dark", 3)
        assert "damaged" in cold.text
        assert cold.ephemeral

        # The next connection, too, comes up on what is in memory.
        await server.gateway.invalidate()
        await server.until_ready(process, readies=2)
        assert (await ask(server)).text == told
        await process.terminate()
        assert process.exit_code == 0


@pytest.mark.slow
async def test_what_is_for_servers_is_offered_nowhere_else(
    server: Server, env: dict[str, str]
) -> None:
    elsewhere = server.state.add_guild("Elsewhere", joined=False)
    (channel,) = elsewhere.channels.values()
    for_servers = ["settings show", "alerts list", "catalog review", "digest preview", "events on"]
    async with server.bot(env=env):
        for name in for_servers:
            with pytest.raises(NotOfferedError, match="context 1"):
                await server.slash(None, None, server.moderator, name)
            with pytest.raises(NotOfferedError, match="installs of type 1"):
                await server.slash(elsewhere, channel, server.moderator, name, install="user")
        assert (await server.slash(None, None, server.fan, "about")).text


@pytest.mark.slow
async def test_the_commands_are_registered_where_members_may_not_install_the_app(
    server: Server, env: dict[str, str]
) -> None:
    server.state.installs = {0}
    async with server.bot(env=env):
        assert (await ask(server)).text
        elsewhere = server.state.add_guild("Elsewhere", joined=False)
        (channel,) = elsewhere.channels.values()
        with pytest.raises(NotOfferedError, match="installs of type 1"):
            await server.slash(elsewhere, channel, server.fan, "about", install="user")


@pytest.mark.slow
async def test_a_thread_is_chosen_by_what_discord_promises_about_it(
    server: Server, env: dict[str, str]
) -> None:
    thread = server.state.add_channel(server.guild, "soundtrack", PUBLIC_THREAD)
    thread.parent_id = server.general.id
    place = (server.guild, server.general, server.moderator)
    async with server.bot(env=env):
        followed = await server.slash(
            *place, "alerts follow", {"target": "Soundtrack", "channel": thread}
        )
        assert f"{thread.mention} now follows **Soundtrack**" in followed.text
