"""What every editing command shares: the act, its show, and the reply with its receipt."""

from __future__ import annotations

import logging

import discord
from discord import app_commands

from bot.catalog.models import Show
from bot.client import services_of
from bot.errors import BadInputError, NotAllowedError
from bot.services.curation import Act, Receipt
from bot.services.guilds import zone_of
from bot.services.lookup import Found, Several, marked
from bot.ui.curation import receipt

from .asking import Interaction, titles
from .permission import editor_of

_LOG = logging.getLogger(__name__)


def act_of(interaction: Interaction) -> Act:
    """The act of an editor, checked now.

    Raises:
        NotAllowedError: the person edits nothing here.
    """
    editor = editor_of(interaction)
    zone = zone_of(services_of(interaction).guilds.of(editor.guild_id))
    return Act(interaction.id, editor.user_id, editor.guild_id, editor.scope, zone)


async def show_for(interaction: Interaction, typed: str, guild_id: int) -> Show:
    """The one show that an editor means.

    Raises:
        BadInputError: no show, or more than one, is called so.
        GoneError: the id is of no show that this server sees.
    """
    found = await services_of(interaction).lookup.find(typed, guild_id)
    if isinstance(found, Found):
        return found.show
    if isinstance(found, Several):
        raise BadInputError("Several shows are called so; choose one from the list as you type.")
    raise BadInputError(
        "I know no show called so; choose one from the list as you type, or `/catalog add` it."
    )


async def editable_titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete for a show, for editors alone."""
    try:
        editor_of(interaction)
    except NotAllowedError:
        return []
    return await titles(interaction, typed)


async def undoable_show(interaction: Interaction, typed: str, act: Act) -> int:
    """The id of the show whose changes an editor takes back; it may be hidden just now.

    Raises:
        BadInputError: no show, or more than one, is called so.
    """
    hidden = services_of(interaction).curation.hidden("", act.scope)
    for entry in hidden:
        if typed.strip() in (marked(entry.show_id), entry.title):
            return entry.show_id
    return (await show_for(interaction, typed, act.guild_id)).id


async def undoable_titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete for undo: what this scope hid first, then every other show."""
    try:
        act = act_of(interaction)
    except NotAllowedError:
        return []
    hidden = [
        app_commands.Choice(name=f"{entry.title[:90]} (hidden)", value=marked(entry.show_id))
        for entry in services_of(interaction).curation.hidden(typed, act.scope)
    ]
    return (hidden + await titles(interaction, typed))[:25]


async def confirm(interaction: Interaction, done: Receipt) -> None:
    """Reply with what an act did, and tell the log channel."""
    services = services_of(interaction)
    hearing = await services.audience.hearing(done.written.changes, done.act.guild_id)
    view = receipt(done, hearing, services.clock())
    if interaction.response.is_done():
        await interaction.followup.send(view=view)
    else:
        await interaction.response.send_message(view=view)
    await tell_log(interaction, done)


async def tell_log(interaction: Interaction, done: Receipt) -> None:
    """Post the receipt in the server's log channel, if it has one that can be written to.

    The act stands whatever becomes of this message.
    """
    services = services_of(interaction)
    channel_id = services.guilds.of(done.act.guild_id).log_channel
    if channel_id is None or channel_id == interaction.channel_id or done.written.repeated:
        return
    hearing = await services.audience.hearing(done.written.changes, done.act.guild_id)
    channel = interaction.client.get_partial_messageable(channel_id, guild_id=done.act.guild_id)
    try:
        view = receipt(done, hearing, services.clock(), by=done.act.user_id)
        await channel.send(view=view)
    except discord.HTTPException as error:
        _LOG.warning("the log channel of server %d took no message: %s", done.act.guild_id, error)
