"""Messages in channels: post, edit, delete, history, crosspost, threads, direct messages."""

from __future__ import annotations

import copy
import re
from collections import defaultdict, deque

from aiohttp import web

from tests.wire import entities, limits, permissions
from tests.wire.entities import Channel, Json
from tests.wire.errors import ApiError, bad_request, forbidden, not_found
from tests.wire.faults import RateLimited
from tests.wire.gateway import GUILDS
from tests.wire.message import CROSSPOSTED, Message
from tests.wire.rest import Call, LimitedError, Rest, Result

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"
CROSSPOSTS, HOUR = 10, 3600.0
REPLY = 19
"""https://discord.com/developers/docs/resources/message#message-object-message-types"""


class ChannelRoutes:
    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._state = rest.state
        self._crossposts: defaultdict[int, deque[float]] = defaultdict(deque)

    def routes(self) -> list[web.RouteDef]:
        route = self._rest.route
        return [
            route("POST", MESSAGES, self._post),
            route("GET", MESSAGES, self._history),
            route("GET", MESSAGE, self._get),
            route("PATCH", MESSAGE, self._edit),
            route("DELETE", MESSAGE, self._delete),
            route("POST", MESSAGE + "/crosspost", self._crosspost),
            route("POST", MESSAGE + "/threads", self._thread),
            route("PUT", MESSAGE + "/reactions/{emoji_name}/@me", self._nothing),
            route("POST", "/channels/{channel_id}/typing", self._nothing),
            route("POST", "/users/@me/channels", self._direct),
        ]

    def _channel(self, call: Call, needed: int = 0) -> Channel:
        """The channel of the path; 50001 unseen, 50013 without the permission ``needed``."""
        channel = self._state.channel(call.id("channel_id"))
        granted = self._state.may(channel, self._state.bot)
        if channel.guild_id and not self._state.guilds[channel.guild_id].joined:
            raise forbidden(50001)
        if not granted & permissions.VIEW_CHANNEL:
            raise forbidden(50001)
        if granted & needed != needed:
            raise forbidden(50013)
        return channel

    async def _post(self, call: Call) -> Result:
        channel = self._channel(call)
        needed = permissions.SEND_MESSAGES
        if channel.is_thread:
            needed = permissions.SEND_MESSAGES_IN_THREADS
        self._channel(call, needed)
        if channel.locked:
            raise bad_request(50083)
        if channel.archived:
            await self._state.archive(channel, archived=False)
        if channel.recipient is not None and not channel.recipient.accepts_dms:
            raise forbidden(50007)
        body: Json = call.body
        nonce = None if body.get("nonce") is None else str(body["nonce"])
        message = Message(
            self._state.clock.snowflake(),
            channel.id,
            channel.guild_id,
            self._state.bot,
            nonce=nonce,
        )
        if reference := body.get("message_reference"):
            message.type = REPLY
            message.reference = self._reference(channel, reference)
        checked = checked_edit(self._rest, call, message)
        if body.get("enforce_nonce") and nonce is not None:
            first = self._state.messages.repeated(self._state.bot.id, nonce)
            if first is not None:
                return first.payload(with_nonce=True)
        checked.mentioned = [
            user
            for found in re.findall(r"<@!?(\d+)>", checked.content)
            if (user := self._state.users.get(int(found)))
        ]
        self._state.messages.add(checked, enforce_nonce=bool(body.get("enforce_nonce")))
        await self._state.announce("MESSAGE_CREATE", checked)
        return checked.payload(with_nonce=True)

    def _reference(self, channel: Channel, given: Json) -> Json:
        """The message replied to, as ids; 50035 if it is gone and was required to exist."""
        reference = {"message_id": str(given["message_id"]), "channel_id": str(channel.id)}
        try:
            self._state.messages.get(channel.id, int(given["message_id"]))
        except ApiError:
            if given.get("fail_if_not_exists", True):
                raise bad_request(50035, "Invalid Form Body\nUnknown message") from None
        return reference

    async def _history(self, call: Call) -> Result:
        channel = self._channel(call)
        if not self._state.may(channel, self._state.bot) & permissions.READ_MESSAGE_HISTORY:
            return []
        limit = call.query_id("limit") or 50
        if not 1 <= limit <= 100:
            raise bad_request(50035, "Invalid Form Body\nlimit: int value should be 1 to 100.")
        page = self._state.messages.history(
            channel.id,
            limit=limit,
            before=call.query_id("before"),
            after=call.query_id("after"),
            around=call.query_id("around"),
        )
        return [message.payload() for message in page]

    async def _get(self, call: Call) -> Result:
        self._channel(call, permissions.READ_MESSAGE_HISTORY)
        return self._message(call).payload()

    def _message(self, call: Call) -> Message:
        message = self._state.messages.get(call.id("channel_id"), call.id("message_id"))
        if message.ephemeral:
            raise not_found(10008)
        return message

    async def _edit(self, call: Call) -> Result:
        self._channel(call)
        message = self._message(call)
        if message.author is not self._state.bot:
            raise forbidden(50005)
        checked = checked_edit(self._rest, call, message)
        self._state.messages.edit(message, call.body)
        message.attachments = checked.attachments
        await self._state.announce("MESSAGE_UPDATE", message)
        return message.payload()

    async def _delete(self, call: Call) -> Result:
        self._channel(call)
        message = self._message(call)
        if message.author is not self._state.bot:
            self._channel(call, permissions.MANAGE_MESSAGES)
        await self._state.delete_message(message)
        return None

    async def _crosspost(self, call: Call) -> Result:
        channel = self._channel(call, permissions.SEND_MESSAGES)
        if channel.type != entities.NEWS:
            raise bad_request(50024)
        message = self._message(call)
        if message.flags & CROSSPOSTED:
            raise bad_request(40033)
        self._count_crosspost(channel)
        message.flags |= CROSSPOSTED
        self._state.messages.changed.notify()
        await self._state.announce("MESSAGE_UPDATE", message)
        return message.payload()

    def _count_crosspost(self, channel: Channel) -> None:
        """Ten messages of a channel are published in an hour; then a 429 tells how long to wait."""
        now = self._state.clock.now()
        lately = self._crossposts[channel.id]
        while lately and now - lately[0] >= HOUR:
            lately.popleft()
        if len(lately) >= CROSSPOSTS:
            wait = HOUR - (now - lately[0])
            raise LimitedError(RateLimited(wait, scope="shared", code=20028))
        lately.append(now)

    async def _thread(self, call: Call) -> Result:
        channel = self._channel(call, permissions.CREATE_PUBLIC_THREADS)
        message = self._message(call)
        if message.id in self._state.channels:
            raise bad_request(160004)
        name: str = call.body["name"]
        thread = self._state.add_thread(channel, name, message.id, self._state.bot)
        data = thread.payload()
        event = data | {"newly_created": True}
        await self._state.emit("THREAD_CREATE", event, guild_id=channel.guild_id, intent=GUILDS)
        return data

    async def _direct(self, call: Call) -> Result:
        user = self._state.users.get(int(call.body["recipient_id"]))
        if user is None:
            raise bad_request(50033, "Invalid Recipient(s)")
        return self._state.direct_channel(user).payload()

    async def _nothing(self, call: Call) -> Result:
        self._channel(call)
        return None


def checked_edit(rest: Rest, call: Call, message: Message) -> Message:
    """A copy of ``message`` as the request's body would leave it, within every limit.

    ``ApiError`` 50035 (recorded as a violation), 50006 for an empty message, and 500 for a
    text too heavy for Discord.
    """
    changed = copy.copy(message)
    changed.attachments = _attachments(message, call)
    changed.apply(call.body)
    rest.refuse(call, limits.message_violations(changed))
    if limits.too_heavy(changed):
        raise ApiError(500, 0, "Internal Server Error")
    filled = changed.content or changed.embeds or changed.components or changed.attachments
    if not (filled or call.body.get("poll") or call.body.get("sticker_ids")):
        raise bad_request(50006)
    return changed


def _attachments(message: Message, call: Call) -> list[Json]:
    """What stays of the old attachments, followed by the files that came along."""
    kept = message.attachments
    if "attachments" in call.body:
        ids = {str(entry["id"]) for entry in call.body["attachments"] or []}
        kept = [attachment for attachment in kept if attachment["id"] in ids]
    return kept + call.uploads
