"""What a server's managers set: /settings."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.alerts.transport import permission_names
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.reply import Reply
from bot.errors import BadInputError
from bot.facts.time_zones import shown_zone
from bot.guilds.cards import settings_card
from bot.guilds.queries import GuildSettings
from bot.guilds.settings import zones_like
from bot.locale.languages import LANGUAGES

from .interactions import Interaction, guild_only, manager_of, member_of


class _LogChannel(app_commands.Transformer):
    """A channel as Discord names it, which works also in a server that the bot is no member of."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The types of channels that hold text."""
        return [discord.ChannelType.text, discord.ChannelType.news]

    async def transform(
        self, interaction: Interaction, value: Any, /
    ) -> app_commands.AppCommandChannel:
        """The channel, unchanged."""
        assert isinstance(value, app_commands.AppCommandChannel)
        return value


LogChannel = app_commands.Transform[app_commands.AppCommandChannel, _LogChannel]


@guild_only
@app_commands.default_permissions(manage_guild=True)
class SettingCommands(commands.GroupCog, group_name="settings"):
    """For those who may *Manage Server*; each command checks it again."""

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """See what this server has set"""
        await _reply(interaction, services_of(interaction).guilds.of(manager_of(interaction)))

    @app_commands.command()
    @app_commands.describe(role="Who may edit facts here; leave it out for managers alone")
    async def editors(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        """Let a role edit facts, besides those who manage the server"""
        guild_id = manager_of(interaction)
        if role is not None and role.is_default():
            raise BadInputError("Everybody can `/suggest` already; choose a role of its own.")
        guilds = services_of(interaction).guilds
        await _keep(interaction, guilds.set_editor_role(guild_id, role.id if role else None))

    @app_commands.command()
    @app_commands.describe(zone="Like New York, ET or Europe/Berlin; leave it out for UTC")
    async def timezone(self, interaction: Interaction, zone: str | None = None) -> None:
        """Set the time zone for dates and reminders"""
        guild_id = manager_of(interaction)
        guilds = services_of(interaction).guilds
        await _keep(interaction, guilds.set_timezone(guild_id, zone))

    @timezone.autocomplete("zone")
    async def _zones(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if not member_of(interaction).manages:
            return []
        return [
            app_commands.Choice(name=shown_zone(name), value=name) for name in zones_like(typed)
        ]

    @app_commands.command()
    @app_commands.describe(
        region="Your country by its name or two letters, like Germany or US; leave it out for none"
    )
    async def region(self, interaction: Interaction, region: str | None = None) -> None:
        """Set the country for where to watch"""
        guild_id = manager_of(interaction)
        guilds = services_of(interaction).guilds
        await _keep(interaction, guilds.set_region(guild_id, region))

    @app_commands.command()
    @app_commands.describe(channel="Where changes are logged; leave it out for nowhere")
    async def log(self, interaction: Interaction, channel: LogChannel | None = None) -> None:
        """Set a channel in which every change is logged"""
        guild_id = manager_of(interaction)
        if channel is not None:
            _can_post(interaction, channel)
        guilds = services_of(interaction).guilds
        await _keep(interaction, guilds.set_log_channel(guild_id, channel.id if channel else None))

    @app_commands.command()
    @app_commands.describe(shown="Whether I say when a season without a date could come")
    async def estimates(self, interaction: Interaction, shown: Literal["on", "off"]) -> None:
        """Show or hide my estimates of when a season could come"""
        guild_id = manager_of(interaction)
        guilds = services_of(interaction).guilds
        await _keep(interaction, guilds.show_estimates(guild_id, shown == "on"))

    @app_commands.command()
    @app_commands.describe(language="Leave it out to go by the server's own setting in Discord")
    @app_commands.choices(
        language=[app_commands.Choice(name=name, value=code) for code, name in LANGUAGES.items()]
    )
    async def language(self, interaction: Interaction, language: str | None = None) -> None:
        """Set the language of alerts and of the log"""
        guild_id = manager_of(interaction)
        if language is not None and language not in LANGUAGES:
            raise BadInputError("I do not speak that language; choose one from the list.")
        guilds = services_of(interaction).guilds
        await _keep(interaction, guilds.set_language(guild_id, language))


def _can_post(interaction: Interaction, named: app_commands.AppCommandChannel) -> None:
    """Check that the bot may write there, so that the log does not stay silent.

    Raises:
        BadInputError: it may not; the sentence names what is missing.
    """
    guild = interaction.guild
    channel = guild.get_channel(named.id) if guild is not None else None
    if guild is None or channel is None:
        raise BadInputError("I cannot see that channel; choose one of this server that I may read.")
    permissions = channel.permissions_for(guild.me)
    missing = [
        name
        for name, there in (
            ("View Channel", permissions.view_channel),
            ("Send Messages", permissions.send_messages),
        )
        if not there
    ]
    if missing:
        raise BadInputError(
            "I may not write there: I need {missing}.", missing=permission_names(missing)
        )


async def _keep(interaction: Interaction, work: Coroutine[Any, Any, GuildSettings]) -> None:
    await _reply(interaction, await Reply.to(interaction).patiently(work, ephemeral=True))


async def _reply(interaction: Interaction, settings: GuildSettings) -> None:
    curator = settings.guild_id in services_of(interaction).settings.curator_guilds
    await Reply.to(interaction).answer(settings_card(settings, curator=curator), ephemeral=True)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(SettingCommands())
