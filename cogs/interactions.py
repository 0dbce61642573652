"""What an interaction carries: who acts, where, with which permissions, and what they chose."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

import discord
from discord import app_commands

from bot.alerts.cards.subscriptions import nothing_followed
from bot.alerts.discord_transport import lacking
from bot.alerts.transport import permission_names
from bot.answers.lookup import Asked, Nothing, Several, marked, not_found_sentence
from bot.answers.namesakes import labels
from bot.discord_client.client import services_of
from bot.discord_client.reply import best_effort
from bot.editing.permissions import Editor, Member, editor, may_edit, refuse_unless_manager
from bot.errors import BadInputError, GoneError, NotAllowedError
from bot.facts.parse.values import check_region, check_season
from bot.guilds.settings import Guilds, zone_of

Interaction = discord.Interaction[Any]
_Chosen = TypeVar("_Chosen", bound=Enum)
_Command = TypeVar("_Command")


def guild_only(command: _Command) -> _Command:
    """Offer a command, a group or a menu in servers that have the bot, and nowhere else.

    The decorator of discord.py leaves the client's other contexts and installs in place
    (https://github.com/Rapptz/discord.py/issues/10171), and Discord goes by these alone.
    """
    app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)(command)
    app_commands.allowed_installs(guilds=True, users=False)(command)
    return app_commands.guild_only(command)


def scope_of(interaction: Interaction) -> int:
    """The server the bot is a member of and asked from; 0 in direct messages and user installs."""
    guild_id = interaction.guild_id
    if guild_id is None:
        return 0
    # Discord names the server that installed the bot; SimCord may leave that out.
    member = interaction.is_guild_integration() or interaction.client.get_guild(guild_id)
    return guild_id if member else 0


def asked(interaction: Interaction, region: str | None = None) -> Asked:
    """How this person asks, with the server's own settings."""
    return asked_in(services_of(interaction).guilds, scope_of(interaction), region)


def asked_in(guilds: Guilds, scope: int, region: str | None = None) -> Asked:
    """How somebody asks in a server (0: none), with its own settings."""
    settings = guilds.of(scope)
    return Asked(scope, zone_of(settings), region or settings.region, settings.estimates)


class CheckedNumber(app_commands.Transformer):
    """Reads a whole number that `check` may refuse: Discord keeps bounds in its clients alone."""

    def __init__(self, check: Callable[[int], object]) -> None:
        self._check = check

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A whole number."""
        return discord.AppCommandOptionType.integer

    async def transform(self, interaction: Interaction, value: Any, /) -> int:
        """The number.

        Raises:
            BadInputError: `check` refuses it.
        """
        number = int(value)
        self._check(number)
        return number


class _Region(app_commands.Transformer):
    """Reads a country by its name or its code."""

    async def transform(self, interaction: Interaction, value: Any, /) -> str:
        """The code in capitals.

        Raises:
            BadInputError: it is none.
        """
        return check_region(str(value))


SeasonNumber = app_commands.Transform[int, CheckedNumber(check_season)]
"""The option of a season's number, 0 for the specials; a larger one would not fit a custom id."""

Region = app_commands.Transform[str, _Region]
"""The option of a country, as ISO 3166 alpha-2."""


async def suggest_titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete for a show: from memory, each choice carrying its id."""
    matches = services_of(interaction).lookup.suggest(typed, scope_of(interaction))
    return [
        app_commands.Choice(name=label, value=marked(match.entry.show_id))
        for label, match in zip(labels(matches), matches, strict=True)
    ]


def which_of(result: Several | Nothing) -> BadInputError:
    """What somebody is told who typed a title that means no single show, and picked none."""
    return BadInputError("{why} Pick one from the list.", why=not_found_sentence(result))


def chosen(kind: type[_Chosen], value: str) -> _Chosen:
    """The choice that somebody took, out of those of a command.

    discord.py passes on any value of an option with choices.

    Raises:
        GoneError: it is none of them, so it was never on offer.
    """
    try:
        return kind(value)
    except ValueError:
        raise GoneError("That is no longer on offer; ask again.") from None


def picked(interaction: Interaction) -> str:
    """The value that somebody picked, unchanged; "" if there is none.

    If an interaction has `resolved`, even an empty one, discord.py looks for the value there.
    """
    data: Mapping[str, Any] = interaction.data or {}
    return str(next(iter(data.get("values", ())), ""))


def picked_number(interaction: Interaction) -> int:
    """The number that somebody picked.

    Raises:
        GoneError: it is none, so it was never on offer.
    """
    text = picked(interaction)
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise GoneError("That is no longer on offer; ask again.")
    return int(text)


def picked_show(interaction: Interaction) -> tuple[int, int | None]:
    """The show that somebody picked, and the season if one was named.

    Raises:
        GoneError: it is none, so it was never on offer.
    """
    match = re.fullmatch(r"(\d{1,18})(?:-(\d{1,4}))?", picked(interaction), re.ASCII)
    if match is None:
        raise GoneError("That is no longer on offer; ask again.")
    return int(match[1]), int(match[2]) if match[2] else None


def member_of(interaction: Interaction) -> Member:
    """The person behind an interaction, as Discord describes them in it."""
    user = interaction.user
    roles = user.roles if isinstance(user, discord.Member) else ()
    return Member(
        user.id,
        scope_of(interaction),
        interaction.permissions.value,
        frozenset(role.id for role in roles),
    )


def editor_of(interaction: Interaction) -> Editor:
    """The editor behind an interaction.

    Raises:
        NotAllowedError: see `bot.editing.permissions.editor`.
    """
    member, services = member_of(interaction), services_of(interaction)
    guild = services.guilds.of(member.guild_id)
    return editor(member, guild, services.settings.curator_guilds)


def is_editor(interaction: Interaction) -> bool:
    """Whether an editor is behind an interaction: others get no completions."""
    member = member_of(interaction)
    return may_edit(member, services_of(interaction).guilds.of(member.guild_id))


def manager_of(interaction: Interaction) -> int:
    """The id of the server whose settings this person may change.

    Raises:
        NotAllowedError: see `bot.editing.permissions.refuse_unless_manager`.
    """
    member = member_of(interaction)
    refuse_unless_manager(member)
    return member.guild_id


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
            raise BadInputError(
                "I write only to a text channel, an announcement channel or a thread."
            )
        channel: _Channel = value
        return channel


Postable = app_commands.Transform[_Channel, _Postable]


@dataclass(frozen=True, slots=True)
class Destination:
    """A channel to write to; `permissions` are those of whoever chose it."""

    id: int
    permissions: discord.Permissions


def destination_of(interaction: Interaction, channel: _Channel | None) -> Destination:
    """The channel chosen, or the one the command was used in."""
    if channel is not None:
        return Destination(channel.id, channel.permissions)
    assert interaction.channel_id is not None
    return Destination(interaction.channel_id, interaction.permissions)


def check_destination(interaction: Interaction, destination: Destination, *, thread: bool) -> None:
    """Check that both the editor and the bot may write there.

    Raises:
        NotAllowedError: the editor could not post there.
        BadInputError: the bot lacks permissions, which are named.
    """
    permissions, guild = destination.permissions, interaction.guild
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
    if thread and isinstance(channel, discord.VoiceChannel | discord.StageChannel):
        raise BadInputError("A voice channel has no threads; leave `thread` out.")
    if missing := lacking(channel, guild, thread=thread):
        raise BadInputError(
            "In {channel} I still need {missing}.",
            channel=f"<#{destination.id}>",
            missing=permission_names(missing),
        )


async def in_vain(interaction: Interaction, guild_id: int) -> str:
    """A line for a receipt if the server follows nothing, so that what was set has no effect yet;
    else "".

    What was set stands, whether that can be read or not.
    """
    is_empty = services_of(interaction).alerts.following.is_empty(guild_id)
    if await best_effort(is_empty, "whether a server follows anything was not read"):
        return nothing_followed()
    return ""


def check_role(destination: Destination, role: discord.Role) -> None:
    """Refuse a role that the editor could not mention themselves, and everyone.

    Raises:
        NotAllowedError: the editor could not mention that role.
    """
    if role.is_default():
        raise NotAllowedError("Alerts never mention everyone; choose a role.")
    permissions = destination.permissions
    if not (role.mentionable or permissions.mention_everyone or permissions.administrator):
        raise NotAllowedError("You could not mention that role yourself, so alerts do not either.")


def reaches(interaction: Interaction, destination: Destination, role: discord.Role) -> bool:
    """Whether a mention of that role by the bot notifies anybody."""
    guild = interaction.guild
    channel = guild.get_channel_or_thread(destination.id) if guild is not None else None
    if guild is None or channel is None:
        return role.mentionable
    return role.mentionable or channel.permissions_for(guild.me).mention_everyone
