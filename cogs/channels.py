"""The channel an alert is to go to: who may choose it, and what the bot needs there."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.alerts.discord_sender import lacking
from bot.errors import BadInputError, NotAllowedError

from .interactions import Interaction

_Channel = app_commands.AppCommandChannel | app_commands.AppCommandThread

_POSTABLE = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]


class _Postable(app_commands.Transformer):
    """A channel that messages can be sent to, with what the person may do in it."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Text, announcements, threads."""
        return _POSTABLE

    async def transform(self, interaction: Interaction, value: Any, /) -> _Channel:
        """The channel as Discord describes it in the interaction.

        Raises:
            BadInputError: it is of a kind that takes no messages.
        """
        if value.type not in _POSTABLE:
            raise BadInputError("Alerts need a text channel, an announcement channel or a thread.")
        channel: _Channel = value
        return channel


Postable = app_commands.Transform[_Channel, _Postable]


class _Here:
    """The channel a command was used in, as if it had been chosen."""

    def __init__(self, interaction: Interaction) -> None:
        assert interaction.channel_id is not None
        self.id = interaction.channel_id
        self.permissions = interaction.permissions


def destination_of(interaction: Interaction, channel: Any) -> Any:
    """The channel chosen, or the one the command was used in."""
    return _Here(interaction) if channel is None else channel


def check_destination(interaction: Interaction, destination: Any, *, thread: bool) -> None:
    """Both the editor and the bot must be able to write there.

    Raises:
        NotAllowedError: the editor could not post there.
        BadInputError: the bot lacks permissions, which are named.
    """
    permissions: discord.Permissions = destination.permissions
    guild = interaction.guild
    channel = guild.get_channel_or_thread(destination.id) if guild is not None else None
    inside = isinstance(channel, discord.Thread)
    may_post = permissions.send_messages_in_threads if inside else permissions.send_messages
    if not (permissions.administrator or (permissions.view_channel and may_post)):
        raise NotAllowedError("You could not post in that channel yourself.")
    if guild is None or channel is None:
        raise BadInputError(
            "I cannot see {channel}. Give me *View Channel*, *Send Messages* and *Read "
            "Message History* there.",
            channel=f"<#{destination.id}>",
        )
    if inside and thread:
        raise BadInputError("A thread cannot have threads of its own; leave `thread` out.")
    if missing := lacking(channel, guild, thread=thread):
        raise BadInputError(
            "In {channel} I still need {missing}.",
            channel=f"<#{destination.id}>",
            missing=", ".join(missing),
        )


def check_role(destination: Any, role: discord.Role) -> None:
    """Nobody mentions by the bot whom they could not mention themselves; never everyone.

    Raises:
        NotAllowedError: the editor could not mention that role.
    """
    if role.is_default():
        raise NotAllowedError("Alerts never mention everyone; choose a role.")
    permissions: discord.Permissions = destination.permissions
    if not (role.mentionable or permissions.mention_everyone or permissions.administrator):
        raise NotAllowedError("You could not mention that role yourself, so alerts do not either.")


def reaches(interaction: Interaction, destination: Any, role: discord.Role) -> bool:
    """Whether the bot's mention of that role notifies anybody."""
    guild = interaction.guild
    channel = guild.get_channel_or_thread(destination.id) if guild is not None else None
    if guild is None or channel is None:
        return role.mentionable
    return role.mentionable or channel.permissions_for(guild.me).mention_everyone
