"""Premieres outside of chat: the feeds of /calendar, and the scheduled events of /events."""

from __future__ import annotations

import logging

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.alerts.transport import reason_text
from bot.calendar.cards import MINE, RenewId, calendar_card
from bot.calendar.feed_addresses import FeedOwner, Feeds, public_calendar
from bot.calendar.scheduled_event_transport import DiscordEventTransport
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.component_routing import component
from bot.discord_client.reply import Reply
from bot.discord_client.steady_loop import steady_loop
from bot.errors import BadInputError
from bot.foundation.loops import GuardedStep
from bot.locale.messages import _
from bot.presentation.layout import notice
from bot.presentation.markup import Markdown

from .interactions import Interaction, editor_of, guild_only, in_vain, scope_of
from .upcoming import suggest_networks


class CalendarCommands(commands.Cog):
    """For every member; a server's address is renewed by its editors."""

    @app_commands.command()
    @app_commands.describe(network="A network whose calendar you want; pick one from the list")
    @app_commands.autocomplete(network=suggest_networks)
    async def calendar(self, interaction: Interaction, network: str | None = None) -> None:
        """Calendars to subscribe to: of this server's shows, of your reminders, of everything"""
        _feeds(interaction)
        meant = await services_of(interaction).networks.meant(network, scope_of(interaction))
        reply = Reply.to(interaction)
        card = await reply.patiently(_card(interaction, meant), ephemeral=True)
        await reply.answer(card, ephemeral=True)

    @component(RenewId)
    async def renew(self, interaction: Interaction, pressed: RenewId) -> None:
        """Replace the address of a feed by a new one, and show it on the card."""
        feeds = _feeds(interaction)
        owner = FeedOwner(user_id=interaction.user.id)
        if pressed.whose != MINE:
            owner = FeedOwner(guild_id=editor_of(interaction).guild_id)
        reply = Reply.to(interaction)
        await reply.patiently(feeds.address(owner, anew=True), thinking=False)
        await reply.replace(await _card(interaction, None, renewed=True))


def _feeds(interaction: Interaction) -> Feeds:
    """The feeds, if they are served.

    Raises:
        BadInputError: nobody serves them.
    """
    feeds = services_of(interaction).feeds
    if feeds.site is None:
        raise BadInputError(
            "Calendars are off here: whoever runs me has to set WEB_PORT and WEB_URL."
        )
    return feeds


async def _card(
    interaction: Interaction, network: str | None, *, renewed: bool = False
) -> ui.LayoutView:
    feeds, scope = services_of(interaction).feeds, scope_of(interaction)
    addresses = []
    if network is not None:
        addresses.append((network, public_calendar(feeds.site, network)))
    if scope:
        name = _("What this server follows")
        addresses.append((name, await feeds.address(FeedOwner(guild_id=scope))))
    mine = await feeds.address(FeedOwner(user_id=interaction.user.id))
    addresses.append((_("What you are reminded of"), mine))
    addresses.append((_("Everything"), public_calendar(feeds.site)))
    return calendar_card(addresses, server=bool(scope), renewed=renewed)


_LOG = logging.getLogger(__name__)

_IDLE_SECONDS = 1.0


@guild_only
class EventCommands(commands.GroupCog, group_name="events"):
    """Editors' commands; each checks who may use it."""

    def __init__(self, bot: Cliffhanger) -> None:
        self._events = bot.services.scheduled_events
        self._gateway = DiscordEventTransport(bot)
        self._step = GuardedStep(
            _LOG, "scheduled events wait for the store", "a step of scheduled events failed"
        )

    async def cog_load(self) -> None:
        """Start the loop."""
        self._drive.start()

    async def cog_unload(self) -> None:
        """Stop the loop; the next process looks up what was under way."""
        self._drive.cancel()

    @app_commands.command()
    async def on(self, interaction: Interaction) -> None:
        """Make a scheduled event for each premiere of what this server follows"""
        editor = editor_of(interaction)
        _check_permission(interaction)
        events, reply = services_of(interaction).scheduled_events, Reply.to(interaction)
        trouble = await events.trouble(editor.guild_id)
        work = events.switch(editor.guild_id, enabled=True)
        fresh = await reply.patiently(work, ephemeral=True)
        text = _(
            "Each premiere of what this server follows now gets a scheduled event as soon as "
            "its day is known. When the date moves, so does the event."
        )
        if not fresh:
            text = _("Scheduled events were already on; I will check them again.")
        if note := await in_vain(interaction, editor.guild_id):
            text += f"\n{note}"
        if trouble is not None:
            text += "\n" + Markdown().small(
                _("So far they could not be created: {why}.", why=reason_text(trouble))
            )
        await reply.answer(notice(text), ephemeral=True)

    @app_commands.command()
    async def off(self, interaction: Interaction) -> None:
        """Remove the scheduled events that I made"""
        editor = editor_of(interaction)
        events, reply = services_of(interaction).scheduled_events, Reply.to(interaction)
        any_made = await events.any_made(editor.guild_id)
        work = events.switch(editor.guild_id, enabled=False)
        changed = await reply.patiently(work, ephemeral=True)
        text = _("The scheduled events that I made are removed.")
        if not any_made:
            text = _("Scheduled events are off; I had made none.")
        if not changed:
            text = _("Scheduled events were already off.")
        await reply.answer(notice(text), ephemeral=True)

    @steady_loop(seconds=_IDLE_SECONDS)
    async def _drive(self) -> None:
        await self._step.run(self._work)

    async def _work(self) -> None:
        await self._events.step(self._gateway)


def _check_permission(interaction: Interaction) -> None:
    """The bot must be able to make events.

    Raises:
        BadInputError: it may not; the permission is named.
    """
    guild = interaction.guild
    permissions = guild.me.guild_permissions if isinstance(guild, discord.Guild) else None
    if permissions is None or not permissions.create_events:
        raise BadInputError("To create scheduled events I still need *Create Events*.")


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(CalendarCommands())
    await bot.add_cog(EventCommands(bot))
