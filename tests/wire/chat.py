"""People writing in channels, and waiting for what the bot writes there."""

from __future__ import annotations

import re

from tests.wire.entities import Channel, User
from tests.wire.message import Message
from tests.wire.state import State


class Chat:
    """Messages of people; the bot hears those it would hear at Discord."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def say(self, channel: Channel, user: User, text: str) -> Message:
        """Write a message; ``<@id>`` in its text mentions. Its answer: ``next_message``."""
        message = Message(
            self._state.clock.snowflake(), channel.id, channel.guild_id, user, content=text
        )
        ids = map(int, dict.fromkeys(re.findall(r"<@!?(\d+)>", text)))
        users = self._state.users
        message.mentioned = [users[user_id] for user_id in ids if user_id in users]
        message.mentioned_roles = re.findall(r"<@&(\d+)>", text)
        self._state.messages.add(message)
        await self._state.announce("MESSAGE_CREATE", message)
        return message

    async def mention(self, channel: Channel, user: User, text: str) -> Message:
        """Write a message that begins by mentioning the bot."""
        return await self.say(channel, user, f"<@{self._state.bot.id}> {text}")

    async def next_message(
        self, channel: Channel, after: Message | None = None, seconds: float = 30.0
    ) -> Message:
        """The first message of the bot in a channel, after a given one; ``TimeoutError``."""
        known = after.id if after is not None else 0

        def candidates() -> list[Message]:
            messages = self._state.messages.in_channel(channel.id)
            return [m for m in messages if m.id > known and m.author is self._state.bot]

        changed = self._state.messages.changed
        await changed.until(lambda: bool(candidates()), seconds)
        return candidates()[0]

    async def silence(self, channel: Channel, after: Message, seconds: float = 0.5) -> None:
        """Return if the bot writes nothing for ``seconds``; ``AssertionError`` otherwise."""
        try:
            message = await self.next_message(channel, after, seconds)
        except TimeoutError:
            return
        raise AssertionError(f"the bot wrote {message.text!r}")
