"""Permission bits, and how roles and overwrites combine in a channel.

Source: https://discord.com/developers/docs/topics/permissions#permission-overwrites
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tests.wire.entities import Channel, Guild

ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
MANAGE_GUILD = 1 << 5
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
USE_APPLICATION_COMMANDS = 1 << 31
CREATE_PUBLIC_THREADS = 1 << 35
SEND_MESSAGES_IN_THREADS = 1 << 38
CREATE_EVENTS = 1 << 44

EVERYTHING = (1 << 53) - 1
EVERYONE = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS
)
"""What ``@everyone`` of a new guild here may do."""


class HasValue(Protocol):
    """``discord.Permissions``, or anything else that carries its bits as ``value``."""

    @property
    def value(self) -> int: ...


def bits(permissions: int | HasValue) -> int:
    return permissions if isinstance(permissions, int) else permissions.value


def in_guild(guild: Guild, user_id: int) -> int:
    """The bits of a member over the whole guild; of an unknown one, those of ``@everyone``."""
    if user_id == guild.owner_id:
        return EVERYTHING
    granted = guild.roles[guild.id].permissions
    member = guild.members.get(user_id)
    for role_id in member.roles if member else ():
        granted |= guild.roles[role_id].permissions
    return EVERYTHING if granted & ADMINISTRATOR else granted


def in_channel(guild: Guild, channel: Channel, user_id: int) -> int:
    """The bits of a member in one channel; a thread has those of its parent."""
    granted = in_guild(guild, user_id)
    if granted == EVERYTHING:
        return granted
    if channel.parent_id in guild.channels and channel.is_thread:
        channel = guild.channels[channel.parent_id]
    member = guild.members.get(user_id)
    roles = set(member.roles) if member else set()
    overwrites = channel.overwrites
    if guild.id in overwrites:
        granted = granted & ~overwrites[guild.id].deny | overwrites[guild.id].allow
    allow = deny = 0
    for target, overwrite in overwrites.items():
        if target in roles:
            allow |= overwrite.allow
            deny |= overwrite.deny
    granted = granted & ~deny | allow
    if user_id in overwrites:
        granted = granted & ~overwrites[user_id].deny | overwrites[user_id].allow
    return granted if granted & VIEW_CHANNEL else 0
