"""The transport of alerts over Discord: posts, edits, searches histories, and translates errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
from discord import ui

from ..locale.languages import speaking
from ..locale.messages import N_
from .cards.messages import alert_card
from .message_content import Envelope
from .tables import CHANNEL_GONE
from .transport import (
    FailedError,
    LimitedError,
    MessageGoneError,
    RefusedError,
    SentMessage,
    UnreadableError,
    UnsureError,
    lacking_reason,
)

_UNKNOWN_MESSAGE = 10008
_OLD_EDITS, _LOCKED = 30046, 50083
"""Discord's error codes for too many edits of an old message, and for a locked thread:
https://docs.discord.com/developers/topics/opcodes-and-status-codes#json"""

_ALREADY = frozenset({40033, 160004})
"""Discord's error codes for a message that was published before, or has a thread already."""

_SLOWLY_SECONDS, _NOT_YET_SECONDS = 900.0, 2.0
"""Seconds to wait when old messages are edited too often, and when a server was not described
yet."""

_LOOK_BACK = 500
"""How many messages of a channel's history are searched."""

_MARGIN = 60_000 << 22
"""A minute, as a difference of ids: the clocks of Discord's machines are never that far apart."""

_REASONS = {
    10003: CHANNEL_GONE,
    10004: N_("I am no longer in that server"),
    50001: N_("I cannot see the channel"),
    50007: N_("direct messages are closed to me"),
    50013: N_("I may not send messages there"),
    _LOCKED: N_("the thread is locked"),
}


class DiscordTransport:
    """Sends through one client. Permissions are read from the client's cache."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._seen = 0

    @property
    def anchor(self) -> int | None:
        """The newest id that Discord is known to have issued, less a margin."""
        return self._seen - _MARGIN if self._seen > _MARGIN else None

    def seen(self, snowflake: int) -> None:
        """Note that Discord issued that id."""
        self._seen = max(self._seen, snowflake)

    async def send(self, envelope: Envelope) -> SentMessage:
        """Post a message; the same nonce twice, while Discord remembers it, posts one message."""
        self._present(envelope.guild_id)
        card = self._card(envelope)
        try:
            async with named_errors():
                message = await self._place(envelope).send(
                    view=card,
                    nonce=envelope.nonce,
                    allowed_mentions=_mentioning(self._role(envelope)),
                )
        except MessageGoneError:
            # That nonce's message was posted, and somebody deleted it since.
            return SentMessage(None)
        self.seen(message.id)
        channel = self._client.get_channel(envelope.channel_id)
        return SentMessage(
            message.id, isinstance(channel, discord.TextChannel) and channel.is_news()
        )

    def _card(self, envelope: Envelope) -> ui.LayoutView:
        """The card of a message, in the message's language."""
        with speaking(envelope.message.language):
            return alert_card(envelope.message, self._role(envelope))

    def _role(self, envelope: Envelope) -> int | None:
        """The role to mention; None if it was deleted, since its mention would show no name."""
        guild = self._client.get_guild(envelope.guild_id)
        if envelope.role_id is None or (
            guild is not None and guild.get_role(envelope.role_id) is None
        ):
            return None
        return envelope.role_id

    async def edit(self, envelope: Envelope, message_id: int) -> None:
        """Change a posted message; nobody is mentioned again."""
        card = self._card(envelope)
        message = self._place(envelope).get_partial_message(message_id)
        async with named_errors():
            await message.edit(view=card, allowed_mentions=discord.AllowedMentions.none())

    async def find(self, envelope: Envelope, after: int | None) -> SentMessage | None:
        """Our own message of that event in the channel.

        Without the permission the history comes back empty and without an error, so it is asked
        for first.
        """
        self._present(envelope.guild_id)
        channel = None
        if not envelope.message.personal:
            channel = await self._channel(envelope.channel_id)
            if _is_untold(channel.guild):
                raise LimitedError(_NOT_YET_SECONDS)
            permissions = channel.permissions_for(channel.guild.me)
            if not permissions.view_channel or not permissions.read_message_history:
                raise UnreadableError
        me = self._client.user
        assert me is not None
        since = discord.Object(after) if after is not None else None
        history = self._place(envelope).history(
            limit=_LOOK_BACK, after=since, oldest_first=since is not None
        )
        async with named_errors():
            async for message in history:
                if message.author.id == me.id and _bears(message, envelope.message.token):
                    news = isinstance(channel, discord.TextChannel) and channel.is_news()
                    return SentMessage(message.id, news)
        return None

    async def crosspost(self, channel_id: int, message_id: int) -> None:
        """Pass a message on to the servers that follow its channel."""
        async with named_errors(fine=_ALREADY):
            channel = self._client.get_partial_messageable(channel_id)
            await channel.get_partial_message(message_id).publish()

    async def thread(self, channel_id: int, message_id: int, name: str) -> None:
        """Start a thread on a message."""
        channel = self._client.get_channel(channel_id)
        guild_id = channel.guild.id if isinstance(channel, discord.abc.GuildChannel) else None
        partial = self._client.get_partial_messageable(channel_id, guild_id=guild_id)
        async with named_errors(fine=_ALREADY):
            await partial.get_partial_message(message_id).create_thread(name=name[:100])

    async def probe(self, channel_id: int, guild_id: int) -> str | None:
        """What is missing to write there; None if nothing is."""
        self._present(guild_id)
        guild = self._client.get_guild(guild_id)
        if guild is None:
            return _REASONS[10004]
        channel = await self._channel(channel_id)
        if isinstance(channel, discord.Thread) and channel.archived and channel.locked:
            return _REASONS[_LOCKED]
        if missing := lacking(channel, guild):
            return lacking_reason(missing)
        return None

    async def direct(self, user_id: int) -> int:
        """The id of the channel of direct messages with a person."""
        async with named_errors():
            channel = await self._client.create_dm(discord.Object(user_id))
        return channel.id

    async def _channel(self, channel_id: int) -> discord.abc.GuildChannel | discord.Thread:
        """A server's channel; an archived thread has to be fetched from Discord."""
        channel = self._client.get_channel(channel_id)
        if channel is None:
            async with named_errors():
                channel = await self._client.fetch_channel(channel_id)
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            raise RefusedError(_REASONS[10003])
        return channel

    def _place(self, envelope: Envelope) -> discord.PartialMessageable:
        guild_id = None if envelope.message.personal else envelope.guild_id
        return self._client.get_partial_messageable(envelope.channel_id, guild_id=guild_id)

    def _present(self, guild_id: int) -> None:
        """Raise if Discord has not described the server yet, as after a start or with a new
        shard."""
        if not guild_id:
            return
        guild = self._client.get_guild(guild_id)
        if not self._client.is_ready() if guild is None else _is_untold(guild):
            raise LimitedError(_NOT_YET_SECONDS)


def _is_untold(guild: discord.Guild) -> bool:
    """Whether Discord has only named the server so far: its permissions are then unknown."""
    me: discord.Member | None = guild.me  # whatever discord.py's annotation says
    return me is None


def lacking(channel: Any, guild: discord.Guild, *, thread: bool = False) -> list[str]:
    """Which of `transport.PERMISSIONS` the bot lacks in a channel."""
    permissions = channel.permissions_for(guild.me)
    inside = isinstance(channel, discord.Thread)
    wanted = {
        "View Channel": permissions.view_channel,
        "Send Messages": permissions.send_messages_in_threads
        if inside
        else permissions.send_messages,
        "Read Message History": permissions.read_message_history,
    }
    if thread:
        wanted["Create Public Threads"] = permissions.create_public_threads
    return [name for name, there in wanted.items() if not there]


def _mentioning(role_id: int | None) -> discord.AllowedMentions:
    """Allowed mentions: exactly that role, whatever the text says."""
    roles: Any = [discord.Object(role_id)] if role_id is not None else False
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


def _bears(message: discord.Message, token: str) -> bool:
    return any(custom_id.endswith(f":{token}") for custom_id in _custom_ids(message.components))


def _custom_ids(components: Iterable[Any]) -> Iterable[str]:
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if custom_id:
            yield custom_id
        yield from _custom_ids(getattr(component, "children", ()))
        accessory = getattr(component, "accessory", None)
        if accessory is not None:
            yield from _custom_ids([accessory])


@asynccontextmanager
async def named_errors(fine: frozenset[int] = frozenset()) -> AsyncIterator[None]:
    """Turn what discord.py raises into the errors of `transport`."""
    try:
        yield
    except discord.RateLimited as limited:
        raise LimitedError(limited.retry_after) from limited
    except discord.NotFound as missing:
        if missing.code == _UNKNOWN_MESSAGE:
            raise MessageGoneError from missing
        if missing.code not in _REASONS:
            raise FailedError(f"Discord did not find it: {missing.text or 404}") from missing
        raise RefusedError(_REASONS[missing.code]) from missing
    except discord.Forbidden as refused:
        if refused.code in fine:
            return
        if not refused.code:
            # Discord always gives a code: the answer comes from something in front of it.
            raise FailedError("something on the way to Discord refused it") from refused
        raise RefusedError(_REASONS.get(refused.code, refused.text or "forbidden")) from refused
    except discord.DiscordServerError as broken:
        raise UnsureError(f"Discord failed with {broken.status}") from broken
    except discord.HTTPException as error:
        if error.code in fine:
            return
        if error.code == _OLD_EDITS:
            raise LimitedError(_SLOWLY_SECONDS) from error
        if error.status == 429:
            # A 429 without Via comes from the proxy in front of Discord, and is meant for the whole
            # address.
            raise LimitedError(_retry_after(error), everywhere=True) from error
        if error.code == _LOCKED:
            raise RefusedError(_REASONS[_LOCKED]) from error
        raise FailedError(f"Discord refused it: {error.text or error.status}") from error
    except KeyError as error:
        # discord.py 2.7 looks for `retry_after` in a 429, which 30046 may come without.
        raise LimitedError(_SLOWLY_SECONDS) from error
    except (TimeoutError, aiohttp.ClientError, OSError, RuntimeError) as error:
        raise UnsureError(f"the connection failed: {type(error).__name__}") from error


def _retry_after(error: discord.HTTPException) -> float:
    """Seconds, from the header; a few if there is none, since the worker waits ever longer."""
    try:
        return max(0.5, float(error.response.headers["Retry-After"]))
    except (KeyError, ValueError):
        return 5.0
