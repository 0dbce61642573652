"""Who may edit: asked again at run time, from what the interaction itself says."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.client import services_of
from bot.errors import NotAllowedError

from .asking import Interaction, scope_of


@dataclass(frozen=True, slots=True)
class Editor:
    """A person who may edit here. `scope` is where their words apply: 0 is everywhere."""

    user_id: int
    guild_id: int
    scope: int

    @property
    def curator(self) -> bool:
        """Whether their words are everybody's."""
        return self.scope == 0


def editor_of(interaction: Interaction) -> Editor:
    """The editor behind an interaction.

    The permissions come with the interaction, signed by Discord; a command that a server's admin
    opened to everybody, an old button or a forged option therefore opens nothing.

    Raises:
        NotAllowedError: this is no server the bot is installed in, or the person edits nothing
            here.
    """
    guild_id = scope_of(interaction)
    if guild_id == 0:
        raise NotAllowedError("Facts are edited in a server that has me as a member, not here.")
    services = services_of(interaction)
    role = services.guilds.of(guild_id).editor_role
    holds = isinstance(interaction.user, discord.Member) and role in {
        held.id for held in interaction.user.roles
    }
    if not (_manages(interaction) or (role is not None and holds)):
        raise NotAllowedError(
            "Only this server's editors can do this. You can propose a fact with `/suggest`."
        )
    curates = guild_id in services.settings.curator_guilds
    return Editor(interaction.user.id, guild_id, 0 if curates else guild_id)


def manager_of(interaction: Interaction) -> int:
    """The id of the server whose settings this person may change.

    Raises:
        NotAllowedError: this is no server the bot is installed in, or the person does not
            manage it.
    """
    guild_id = scope_of(interaction)
    if guild_id == 0:
        raise NotAllowedError("Settings belong to a server that has me as a member.")
    if not _manages(interaction):
        raise NotAllowedError("Only those who may *Manage Server* can change its settings.")
    return guild_id


def _manages(interaction: Interaction) -> bool:
    permissions = interaction.permissions
    return permissions.manage_guild or permissions.administrator
