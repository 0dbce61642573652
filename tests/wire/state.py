"""What the simulated Discord holds: people, guilds, channels, and how they change.

A change tells the gateway through ``emit``, so that a connected bot hears of it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from typing import Protocol

from tests.wire import entities, permissions
from tests.wire.clock import Clock
from tests.wire.commands import CommandRegistry
from tests.wire.entities import Channel, Guild, Json, Member, Overwrite, Role, User
from tests.wire.errors import not_found
from tests.wire.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS
from tests.wire.interaction import TOKEN_SECONDS, Interaction
from tests.wire.message import Message
from tests.wire.permissions import HasValue
from tests.wire.store import MessageStore, ScheduledEventStore

BOT_PERMISSIONS = permissions.EVERYONE | permissions.MANAGE_MESSAGES | permissions.CREATE_EVENTS


class Emit(Protocol):
    """``Gateway.dispatch``."""

    def __call__(
        self, event: str, data: Json, *, guild_id: int, intent: int = 0
    ) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class File:
    """Bytes that the server hands out under ``/_files``."""

    name: str
    data: bytes
    content_type: str = "application/octet-stream"


class State:
    """Everything the server knows; ids come from its clock."""

    def __init__(self, clock: Clock, keep: int | None = None) -> None:
        self.clock = clock
        self.keep = keep
        self.messages = MessageStore(clock, keep)
        self.commands = CommandRegistry(clock)
        self.events = ScheduledEventStore()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.interactions: OrderedDict[str, Interaction] = OrderedDict()
        """By token."""
        self.installs = {0, 1}
        """Whether the application may be installed in servers (0), by members (1)."""
        self.files: dict[int, File] = {}
        self.address = ""
        """``http://host:port``, once the server listens."""
        self.emit: Emit = _nobody_listens
        self._guild_ms = 0
        self.bot = self.add_user("cliffhanger", bot=True)
        self.owner = self.add_user("operator")
        """Who owns the application."""

    def add_user(self, name: str, *, bot: bool = False) -> User:
        """A new person; ``accepts_dms`` false refuses direct messages with 50007."""
        user = User(self.clock.snowflake(), name, bot)
        self.users[user.id] = user
        return user

    def add_guild(
        self,
        name: str,
        channels: Iterable[str] = ("general",),
        *,
        owner: User | None = None,
        locale: str = "en-US",
        joined: bool = True,
    ) -> Guild:
        """A guild with text channels and the bot in it (unless not ``joined``).

        Its id lies in the past, a millisecond apart from the others, so that shards share
        guilds as they would. A connected bot is told by ``join``.
        """
        self._guild_ms += 1
        guild_id = self.clock.snowflake() - ((86_400_000 - self._guild_ms) << 22)
        guild = Guild(guild_id, name, owner.id if owner else self.clock.snowflake(), locale, joined)
        guild.roles[guild_id] = Role(guild_id, "@everyone", permissions.EVERYONE)
        if joined:
            role = Role(self.clock.snowflake(), self.bot.name, BOT_PERMISSIONS, position=1)
            guild.roles[role.id] = role
            guild.members[self.bot.id] = Member(self.bot, [role.id])
        if owner is not None:
            guild.members[owner.id] = Member(owner)
        self.guilds[guild_id] = guild
        for channel in channels:
            self.add_channel(guild, channel)
        return guild

    def add_channel(self, guild: Guild, name: str, type: int = entities.TEXT) -> Channel:
        channel = Channel(self.clock.snowflake(), name, type, guild.id)
        guild.channels[channel.id] = self.channels[channel.id] = channel
        return channel

    def add_role(
        self, guild: Guild, name: str, bits: int | HasValue = 0, *, mentionable: bool = False
    ) -> Role:
        role = Role(
            self.clock.snowflake(), name, permissions.bits(bits), len(guild.roles), mentionable
        )
        guild.roles[role.id] = role
        return role

    def add_member(self, guild: Guild, user: User, *roles: Role) -> Member:
        member = guild.members[user.id] = Member(user, [role.id for role in roles])
        return member

    def add_file(self, file: File) -> Json:
        """The attachment object under which the server hands the file out."""
        file_id = self.clock.snowflake()
        self.files[file_id] = file
        url = f"{self.address}/_files/{file_id}/{file.name}"
        return {
            "id": str(file_id),
            "filename": file.name,
            "size": len(file.data),
            "content_type": file.content_type,
            "url": url,
            "proxy_url": url,
        }

    def direct_channel(self, user: User) -> Channel:
        """The channel between the bot and a person, made where there is none."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel(self.clock.snowflake(), user.name, entities.DM, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def add_thread(self, parent: Channel, name: str, thread_id: int, owner: User) -> Channel:
        kind = entities.NEWS_THREAD if parent.type == entities.NEWS else entities.PUBLIC_THREAD
        thread = Channel(
            thread_id,
            name,
            kind,
            parent.guild_id,
            parent.id,
            owner_id=owner.id,
            created=self.clock.now(),
        )
        self.guilds[parent.guild_id].channels[thread_id] = self.channels[thread_id] = thread
        return thread

    async def archive(
        self, thread: Channel, *, archived: bool = True, locked: bool = False
    ) -> None:
        """Archive a thread, or bring it back."""
        thread.archived, thread.locked = archived, locked
        guild_id = thread.guild_id
        await self.emit("THREAD_UPDATE", thread.payload(), guild_id=guild_id, intent=GUILDS)

    def remember(self, interaction: Interaction) -> None:
        """Keep an interaction for its answer; with ``keep``, forget the oldest that have one."""
        self.interactions[interaction.token] = interaction
        while self.keep is not None and len(self.interactions) > self.keep:
            oldest = next(iter(self.interactions.values()))
            if not oldest.settled and self.clock.now() - oldest.created < TOKEN_SECONDS:
                break
            self.interactions.popitem(last=False)

    def channel(self, channel_id: int) -> Channel:
        """The channel; ``ApiError`` 10003 where it is not."""
        try:
            return self.channels[channel_id]
        except KeyError:
            raise not_found(10003) from None

    def guild(self, guild_id: int) -> Guild:
        """A guild the bot is in; ``ApiError`` 10004 otherwise."""
        guild = self.guilds.get(guild_id)
        if guild is None or not guild.joined:
            raise not_found(10004)
        return guild

    def may(self, channel: Channel, user: User) -> int:
        """Permission bits of ``user`` in ``channel``; of a direct message, all."""
        if not channel.guild_id:
            return permissions.EVERYTHING
        return self.guilds[channel.guild_id].permissions(channel, user)

    async def join(self, guild: Guild) -> None:
        """The bot comes to a guild, or an outage there ends.

        An invitation is told by an event that says nothing of being available.
        """
        invited = not guild.joined
        guild.joined = True
        if self.bot.id not in guild.members:
            self.add_member(guild, self.bot)
        data = guild.create_payload(self.bot)
        if invited:
            del data["unavailable"]
        await self.emit("GUILD_CREATE", data, guild_id=guild.id, intent=GUILDS)

    async def leave(self, guild: Guild) -> None:
        """The bot is removed from a guild."""
        guild.joined = False
        guild.members.pop(self.bot.id, None)
        await self.emit("GUILD_DELETE", {"id": str(guild.id)}, guild_id=guild.id, intent=GUILDS)

    async def delete_channel(self, channel: Channel) -> None:
        guild = self.guilds[channel.guild_id]
        del self.channels[channel.id], guild.channels[channel.id]
        event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        await self.emit(event, channel.payload(guild), guild_id=guild.id, intent=GUILDS)

    async def overwrite(
        self,
        channel: Channel,
        target: User | Role,
        *,
        allow: int | HasValue = 0,
        deny: int | HasValue = 0,
    ) -> None:
        """Set what a role or member may do in a channel; both 0 takes the overwrite away."""
        if permissions.bits(allow) or permissions.bits(deny):
            bits = Overwrite(permissions.bits(allow), permissions.bits(deny))
            channel.overwrites[target.id] = bits
        else:
            channel.overwrites.pop(target.id, None)
        guild = self.guilds[channel.guild_id]
        data = channel.payload(guild)
        await self.emit("CHANNEL_UPDATE", data, guild_id=guild.id, intent=GUILDS)

    async def change_role(self, guild: Guild, role: Role, bits: int | HasValue) -> None:
        """Set what a role may do."""
        role.permissions = permissions.bits(bits)
        data = {"guild_id": str(guild.id), "role": role.payload()}
        await self.emit("GUILD_ROLE_UPDATE", data, guild_id=guild.id, intent=GUILDS)

    async def set_roles(self, guild: Guild, user: User, *roles: Role) -> None:
        """Set somebody's roles; the bot is told of its own without the intent of members."""
        member = guild.members[user.id]
        member.roles = [role.id for role in roles]
        if user is self.bot:
            data = member.payload() | {"guild_id": str(guild.id)}
            await self.emit("GUILD_MEMBER_UPDATE", data, guild_id=guild.id)

    async def delete_message(self, message: Message) -> None:
        """Somebody deletes a message."""
        self.messages.delete(message)
        data = {"id": str(message.id), "channel_id": str(message.channel_id)}
        if message.guild_id:
            data["guild_id"] = str(message.guild_id)
        intent = GUILD_MESSAGES if message.guild_id else DIRECT_MESSAGES
        await self.emit("MESSAGE_DELETE", data, guild_id=message.guild_id, intent=intent)

    async def announce(self, event: str, message: Message) -> None:
        """Tell the bot of a message in a channel that it sees, unless it is ephemeral.

        Its content comes only where the bot wrote it or is mentioned, or in a direct message,
        as it is without the privileged intent.
        """
        if message.ephemeral:
            return
        channel = self.channels.get(message.channel_id)
        guild = self.guilds.get(message.guild_id)
        if guild is not None and (
            not guild.joined
            or channel is None
            or not self.may(channel, self.bot) & permissions.VIEW_CHANNEL
        ):
            return
        own = message.author is self.bot or self.bot in message.mentioned or guild is None
        data = message.payload(with_nonce=True, with_content=own)
        if guild is not None:
            data["guild_id"] = str(guild.id)
            if message.author.id in guild.members:
                data["member"] = guild.members[message.author.id].payload()
        intent = GUILD_MESSAGES if guild is not None else DIRECT_MESSAGES
        await self.emit(event, data, guild_id=message.guild_id, intent=intent)


async def _nobody_listens(event: str, data: Json, *, guild_id: int, intent: int = 0) -> None:
    return None
