"""Messages over REST: nonces, history, permissions, threads, limits, rate limits."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.wire import entities, permissions
from tests.wire.entities import Channel
from tests.wire.faults import MISSING_ACCESS, Broken, Dropped
from tests.wire.ratelimits import Rule
from tests.wire.schema import OPENAPI
from tests.wire.server import Server

Json = dict[str, Any]


class Api:
    """Bare requests, as a bot with a token sends them."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __call__(self, method: str, path: str, body: Json | None = None) -> tuple[int, Any]:
        async with self._session.request(method, f"/api/v10{path}", json=body) as response:
            return response.status, await response.json() if response.status != 204 else None

    async def send(self, channel: Channel, **body: Any) -> Json:
        status, message = await self("POST", f"/channels/{channel.id}/messages", body)
        assert status == 200, message
        result: Json = message
        return result

    async def code(self, method: str, path: str, body: Json | None = None) -> tuple[int, int]:
        status, answer = await self(method, path, body)
        return status, answer["code"]


@pytest.fixture
async def api(server: Server) -> AsyncIterator[Api]:
    headers = {"Authorization": "Bot token"}
    async with aiohttp.ClientSession(server.state.address, headers=headers) as session:
        yield Api(session)


async def test_a_repeated_nonce_gives_the_first_message_back(server: Server, api: Api) -> None:
    first = await api.send(server.general, content="out", nonce="n1", enforce_nonce=True)
    again = await api.send(server.mods, content="out", nonce="n1", enforce_nonce=True)
    assert again["id"] == first["id"]
    assert server.state.messages.posted == {server.general.id: 1}
    assert server.state.messages.suppressed == 1


async def test_a_nonce_is_forgotten_after_the_window(server: Server, api: Api) -> None:
    server.state.messages.nonce_window = 60
    first = await api.send(server.general, content="out", nonce="n1", enforce_nonce=True)
    server.clock.advance(61)
    again = await api.send(server.general, content="out", nonce="n1", enforce_nonce=True)
    assert again["id"] != first["id"]
    assert [message.id for message in server.duplicates] == [int(again["id"])]


async def test_a_nonce_not_enforced_posts_twice(server: Server, api: Api) -> None:
    await api.send(server.general, content="out", nonce="n1")
    await api.send(server.general, content="out", nonce="n1")
    assert server.state.messages.posted[server.general.id] == 2


async def test_the_nonce_of_a_deleted_message_is_unknown(server: Server, api: Api) -> None:
    body = {"content": "out", "nonce": "n1", "enforce_nonce": True}
    message = await api.send(server.general, **body)
    path = f"/channels/{server.general.id}/messages"
    assert await api("DELETE", f"{path}/{message['id']}") == (204, None)
    assert await api.code("POST", path, body) == (404, 10008)


async def test_history_pages_newest_first(server: Server, api: Api) -> None:
    ids = [(await api.send(server.general, content=f"message {n}"))["id"] for n in range(6)]
    path = f"/channels/{server.general.id}/messages"

    async def page(query: str) -> list[int]:
        _, messages = await api("GET", f"{path}?{query}")
        return [ids.index(message["id"]) for message in messages]

    assert await page("limit=2") == [5, 4]
    assert await page(f"limit=2&before={ids[4]}") == [3, 2]
    assert await page(f"limit=2&after={ids[1]}") == [3, 2]
    assert await page(f"limit=4&around={ids[3]}") == [4, 3, 2, 1]


async def test_history_without_the_permission_is_empty(server: Server, api: Api) -> None:
    await api.send(server.general, content="hello")
    deny = permissions.READ_MESSAGE_HISTORY
    await server.state.overwrite(server.general, server.state.bot, deny=deny)
    assert await api("GET", f"/channels/{server.general.id}/messages") == (200, [])


@pytest.mark.parametrize(
    ("deny", "expected"),
    [(permissions.VIEW_CHANNEL, (403, 50001)), (permissions.SEND_MESSAGES, (403, 50013))],
)
async def test_what_a_channel_denies(
    server: Server, api: Api, deny: int, expected: tuple[int, int]
) -> None:
    await server.state.overwrite(server.general, server.state.bot, deny=deny)
    path = f"/channels/{server.general.id}/messages"
    assert await api.code("POST", path, {"content": "x"}) == expected
    await server.state.overwrite(server.general, server.state.bot)
    await api.send(server.general, content="x")
    assert server.rates.invalid == 1


async def test_a_deleted_channel_is_unknown(server: Server, api: Api) -> None:
    await server.state.delete_channel(server.general)
    path = f"/channels/{server.general.id}/messages"
    assert await api.code("POST", path, {"content": "x"}) == (404, 10003)


async def test_closed_direct_messages(server: Server, api: Api) -> None:
    _, channel = await api("POST", "/users/@me/channels", {"recipient_id": str(server.fan.id)})
    path = f"/channels/{channel['id']}/messages"
    assert (await api("POST", path, {"content": "hello"}))[0] == 200
    server.fan.accepts_dms = False
    assert await api.code("POST", path, {"content": "hello"}) == (403, 50007)


async def test_crosspost_and_thread(server: Server, api: Api) -> None:
    news = server.state.add_channel(server.guild, "news", entities.NEWS)
    message = await api.send(news, content="Season 2 is canceled")
    path = f"/channels/{news.id}/messages/{message['id']}"
    status, published = await api("POST", f"{path}/crosspost")
    assert (status, published["flags"]) == (200, 1)
    assert await api.code("POST", f"{path}/crosspost") == (400, 40033)
    _, thread = await api("POST", f"{path}/threads", {"name": "Soundtrack"})
    assert (thread["type"], thread["parent_id"]) == (entities.NEWS_THREAD, str(news.id))
    assert await api.code("POST", f"{path}/threads", {"name": "again"}) == (400, 160004)
    await api.send(server.state.channels[int(thread["id"])], content="discuss")


async def test_a_broken_answer_and_a_dropped_one_store_the_message(
    server: Server, api: Api
) -> None:
    path = f"/channels/{server.general.id}/messages"
    server.faults.add("POST", "/channels/*/messages", Broken(502, after=True), nth=1)
    server.faults.add("POST", "/channels/*/messages", Dropped(after=True), nth=1)
    async with aiohttp.ClientSession(headers={"Authorization": "Bot token"}) as session:
        url = f"{server.state.address}/api/v10{path}"
        async with session.post(url, json={"content": "one"}) as response:
            assert response.status == 502
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await session.post(url, json={"content": "two"})
    assert [m.content for m in server.state.messages.in_channel(server.general.id)] == [
        "one",
        "two",
    ]


async def test_a_reset_connection_is_told_from_a_closed_one(server: Server, api: Api) -> None:
    server.faults.add("POST", "/channels/*/messages", Dropped(reset=True), times=1)
    with pytest.raises(aiohttp.ClientOSError) as reset:
        await api.send(server.general, content="lost")
    assert reset.value.errno == errno.ECONNRESET
    await api.send(server.general, content="sent")
    assert server.state.messages.posted[server.general.id] == 1


async def test_a_fault_concerns_its_channel_alone(server: Server, api: Api) -> None:
    fault = server.faults.add("POST", f"/channels/{server.mods.id}/messages", MISSING_ACCESS)
    path = f"/channels/{server.mods.id}/messages"
    assert await api.code("POST", path, {"content": "x"}) == (403, 50001)
    await api.send(server.general, content="x")
    assert (fault.matched, fault.struck) == (1, 1)


async def test_buckets_tell_and_enforce(server: Server, api: Api) -> None:
    server.rates.rules.append(Rule("POST", "/channels/*/messages", 2, 60.0))
    await api.send(server.general, content="1")
    await api.send(server.general, content="2")
    path = f"/channels/{server.general.id}/messages"
    status, answer = await api("POST", path, {"content": "3"})
    assert (status, answer["global"]) == (429, False)
    assert 0 < answer["retry_after"] <= 60
    await api.send(server.mods, content="another channel, another bucket")
    server.clock.advance(60)
    await api.send(server.general, content="3")


async def test_the_global_limit_counts_any_second(server: Server, api: Api) -> None:
    server.rates.global_limit = 5
    results = [await api("GET", "/users/@me") for _ in range(7)]
    assert [status for status, _ in results].count(429) == 2
    assert results[-1][1]["global"] is True
    assert server.rates.busiest_second == 5


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2001},
        {"content": "x", "components": [{"type": 10, "content": "V2 without its flag"}]},
        {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "y"}]},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "x" * 2001}] * 2},
        {"flags": 1 << 15, "components": [{"type": 14}] * 40 + [{"type": 10, "content": "x"}]},
        {"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]},
    ],
)
async def test_limits_across_fields_are_recorded(server: Server, api: Api, body: Json) -> None:
    path = f"/channels/{server.general.id}/messages"
    assert await api.code("POST", path, body) == (400, 50035)
    assert len(server.violations) == 1
    server.violations.clear()
    assert server.state.messages.posted.total() == 0


async def test_a_body_outside_the_description_is_recorded(server: Server, api: Api) -> None:
    if not OPENAPI.exists():
        pytest.skip("Discord's OpenAPI description is not beside the project")
    path = f"/channels/{server.general.id}/messages"
    button = {"type": 2, "style": 1, "label": "x", "custom_id": "x" * 101}
    body = {"content": "x", "components": [{"type": 1, "components": [button]}]}
    assert await api.code("POST", path, body) == (400, 50035)
    assert "custom_id" in server.violations[0].problem
    server.violations.clear()


async def test_an_edit_changes_what_it_names(server: Server, api: Api) -> None:
    text = {"flags": 1 << 15, "components": [{"type": 10, "content": "before"}]}
    message = await api.send(server.general, **text)
    path = f"/channels/{server.general.id}/messages/{message['id']}"
    assert await api.code("PATCH", path, {"content": "no longer V2", "flags": 0}) == (400, 50035)
    server.violations.clear()
    status, edited = await api("PATCH", path, {"components": [{"type": 10, "content": "after"}]})
    assert (status, edited["flags"]) == (200, 1 << 15)
    stored = server.state.messages.get(server.general.id, int(message["id"]))
    assert (stored.text, stored.edits) == ("after", 1)


async def test_mentions_fire_only_where_they_are_allowed(server: Server, api: Api) -> None:
    role = server.state.add_role(server.guild, "Fans", mentionable=True)
    text = f"@everyone <@&{role.id}> <@{server.fan.id}>"
    await api.send(server.general, content=text)
    await api.send(server.general, content=text, allowed_mentions={"parse": []})
    allowed = {"parse": [], "roles": [str(role.id)]}
    await api.send(server.general, content=text, allowed_mentions=allowed)
    pings = [m.pings for m in server.state.messages.in_channel(server.general.id)]
    assert pings == [{"everyone", str(role.id), str(server.fan.id)}, set(), {str(role.id)}]
