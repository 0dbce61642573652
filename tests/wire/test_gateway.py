"""The gateway's protocol, spoken by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.wire.gateway import GUILD_MESSAGES, GUILDS
from tests.wire.permissions import VIEW_CHANNEL
from tests.wire.server import Server

Json = dict[str, Any]


class Client:
    """One connection; frames in and out as JSON."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, op: int, data: Any) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def receive(self, event: str | int) -> Json:
        """The next frame with that opcode, or event name."""
        while True:
            frame: Json = await self.socket.receive_json(timeout=5)
            if event in (frame["op"], frame.get("t")):
                return frame

    async def identify(self, intents: int, shard: tuple[int, int] = (0, 1)) -> Json:
        await self.send(2, {"token": "token", "intents": intents, "shard": shard})
        ready: Json = (await self.receive("READY"))["d"]
        return ready


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def connect(server: Server, session: aiohttp.ClientSession) -> Client:
    client = Client(await session.ws_connect(server.gateway.url))
    assert (await client.receive(10))["d"]["heartbeat_interval"] > 0
    return client


async def test_heartbeats_are_acknowledged(server: Server, session: aiohttp.ClientSession) -> None:
    client = await connect(server, session)
    await client.send(1, None)
    assert (await client.receive(11))["op"] == 11
    assert server.gateway.heartbeats == 1


async def test_shards_share_the_guilds(server: Server, session: aiohttp.ClientSession) -> None:
    for number in range(9):
        server.state.add_guild(f"Guild {number}")
    seen: list[set[str]] = []
    for index in (0, 1):
        client = await connect(server, session)
        ready = await client.identify(GUILDS, (index, 2))
        seen.append({guild["id"] for guild in ready["guilds"]})
    assert seen[0].isdisjoint(seen[1])
    assert seen[0] | seen[1] == {str(guild_id) for guild_id in server.state.guilds}
    assert min(len(seen[0]), len(seen[1])) >= 4


async def test_messages_come_only_with_the_intent(
    server: Server, session: aiohttp.ClientSession
) -> None:
    deaf, hearing = await connect(server, session), await connect(server, session)
    await deaf.identify(GUILDS)
    await hearing.identify(GUILDS | GUILD_MESSAGES)
    await server.say(server.general, server.fan, "hello")
    event = await hearing.receive("MESSAGE_CREATE")
    assert event["d"]["content"] == ""
    assert event["d"]["author"]["id"] == str(server.fan.id)
    (first, second) = server.gateway.sessions
    assert second.seq == first.seq + 1


async def test_messages_of_a_hidden_channel_do_not_come(
    server: Server, session: aiohttp.ClientSession
) -> None:
    await server.state.overwrite(server.mods, server.state.bot, deny=VIEW_CHANNEL)
    client = await connect(server, session)
    await client.identify(GUILDS | GUILD_MESSAGES)
    await server.say(server.mods, server.moderator, "unseen")
    seen = await server.say(server.general, server.moderator, "seen")
    assert (await client.receive("MESSAGE_CREATE"))["d"]["id"] == str(seen.id)


async def test_a_resume_sends_what_came_after_the_sequence(
    server: Server, session: aiohttp.ClientSession
) -> None:
    client = await connect(server, session)
    ready = await client.identify(GUILDS | GUILD_MESSAGES)
    seq = (await client.receive("GUILD_CREATE"))["s"]
    server.gateway.drop()
    await server.mention(server.general, server.fan, "one")
    await server.mention(server.general, server.fan, "two")
    again = await connect(server, session)
    data = {"token": "token", "session_id": ready["session_id"], "seq": seq}
    await again.send(6, data)
    texts = [(await again.receive("MESSAGE_CREATE"))["d"]["content"] for _ in range(2)]
    assert [text[-3:] for text in texts] == ["one", "two"]
    assert (await again.receive("RESUMED"))["s"] == seq + 3


async def test_a_forgotten_session_cannot_resume(
    server: Server, session: aiohttp.ClientSession
) -> None:
    client = await connect(server, session)
    await client.send(6, {"token": "token", "session_id": "unknown", "seq": 1})
    assert (await client.receive(9))["d"] is False


@pytest.mark.parametrize("op", [2, 6])
async def test_a_wrong_token_is_closed_with_4004(
    server: Server, session: aiohttp.ClientSession, op: int
) -> None:
    server.gateway.token = "right"
    client = await connect(server, session)
    await client.send(op, {"token": "wrong", "intents": 1, "session_id": "", "seq": 0})
    assert (await client.socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
    assert client.socket.close_code == 4004
