"""Who may edit facts and settings, by the permissions that Discord sends with each interaction.

They are signed by Discord. So neither a command that a server's admin opened to everybody, nor an
old button, nor a forged option allows anything.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..errors import NotAllowedError
from ..guilds.queries import GuildSettings

ADMINISTRATOR, MANAGE_GUILD = 1 << 3, 1 << 5
"""Bits of Discord's permissions (https://docs.discord.com/developers/topics/permissions)."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the place where they act. `guild_id` is a server that has the bot as a member,
    else 0."""

    user_id: int
    guild_id: int
    permissions: int
    roles: frozenset[int]

    @property
    def manages(self) -> bool:
        """Whether there is a server, and they may *Manage Server*."""
        return self.guild_id != 0 and bool(self.permissions & (ADMINISTRATOR | MANAGE_GUILD))


@dataclass(frozen=True, slots=True)
class Editor:
    """A person who may edit here. `scope` is where their edits apply: 0 is everywhere."""

    user_id: int
    guild_id: int
    scope: int


def scope_of_words(guild_id: int, curator_guilds: Collection[int]) -> int:
    """The scope of the edits of a server's editors: a curator's apply everywhere, others' in the
    server."""
    return 0 if guild_id in curator_guilds else guild_id


def may_edit(member: Member, settings: GuildSettings) -> bool:
    """Whether they manage the server, or have the role of its editors."""
    role = settings.editor_role
    return member.guild_id != 0 and (member.manages or (role is not None and role in member.roles))


def editor(member: Member, settings: GuildSettings, curator_guilds: Collection[int]) -> Editor:
    """This person as an editor; `settings` are those of their server.

    Raises:
        NotAllowedError: this is no server the bot is installed in, or they edit nothing here.
    """
    if member.guild_id == 0:
        raise NotAllowedError(
            "This is for the editors of a server that I am in; it does not work here."
        )
    if not may_edit(member, settings):
        raise NotAllowedError(
            "Only this server's editors can do this. `/suggest` proposes a fact, `/remind` reminds "
            "you of a show."
        )
    scope = scope_of_words(member.guild_id, curator_guilds)
    return Editor(member.user_id, member.guild_id, scope)


def refuse_unless_manager(member: Member) -> None:
    """Only those who manage a server change its settings.

    Raises:
        NotAllowedError: this is no server the bot is installed in, or they do not manage it.
    """
    if member.guild_id == 0:
        raise NotAllowedError("Settings belong to a server that I am in.")
    if not member.manages:
        raise NotAllowedError("Only those who may *Manage Server* can change its settings.")
