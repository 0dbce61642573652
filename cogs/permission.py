"""Who acts, for the rules of `bot.editing.permissions`: asked again with every interaction."""

from __future__ import annotations

import discord

from bot.client import services_of
from bot.editing.permissions import Editor, Member, editor, may_edit, refuse_unless_manager

from .asking import Interaction, scope_of


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


def edits(interaction: Interaction) -> bool:
    """Whether an editor is behind an interaction: nobody else is offered anything to complete."""
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
