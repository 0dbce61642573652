"""What a channel is told every week or month: /digest."""

from __future__ import annotations

from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot.alerts.cards.messages import DigestId
from bot.calendar.cards import ListState, preview_card, set_card
from bot.calendar.queries.digests import What
from bot.calendar.recurrence import Every, read_recurrence
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.component_routing import component
from bot.discord_client.reply import Reply
from bot.errors import GoneError
from bot.facts.fields import folded
from bot.facts.parse.date_parts import WEEKDAYS
from bot.locale.messages import _
from bot.presentation.layout import notice
from bot.presentation.markup import capital

from .interactions import (
    Interaction,
    Postable,
    check_destination,
    chosen,
    destination_of,
    editor_of,
    guild_only,
    in_vain,
    scope_of,
)
from .upcoming import suggest_networks, upcoming_view

_CHANNEL = "The channel; leave it out for this one"
_HOUR = 9
_WHAT = [
    app_commands.Choice(name="What is new", value=What.NEWS.value),
    app_commands.Choice(name="What comes up", value=What.UPCOMING.value),
    app_commands.Choice(name="Both", value=What.BOTH.value),
]


@guild_only
class DigestCommands(commands.GroupCog, group_name="digest"):
    """Editors' commands; each checks who may use it."""

    @app_commands.command(name="set")
    @app_commands.describe(
        every="How often",
        channel=_CHANNEL,
        day="A day of the week, or of the month from 1 to 31; the first if you leave it out",
        hour="The hour in this server's time zone, 0 to 23; 9 if you leave it out",
        what="What it tells; both if you leave it out",
        network="Only shows on this network",
        mine="Only what this server follows",
    )
    @app_commands.choices(what=_WHAT)
    @app_commands.autocomplete(network=suggest_networks)
    async def set_(
        self,
        interaction: Interaction,
        every: Literal["week", "month"],
        channel: Postable | None = None,
        day: str | None = None,
        hour: int = _HOUR,
        what: str = What.BOTH.value,
        network: str | None = None,
        mine: bool = False,
    ) -> None:
        """Tell a channel every week or month what is new and what comes up"""
        editor = editor_of(interaction)
        destination = destination_of(interaction, channel)
        recurrence = read_recurrence(chosen(Every, every), day, hour)
        told = chosen(What, what)
        services = services_of(interaction)
        meant = await services.networks.meant(network, editor.guild_id)
        check_destination(interaction, destination, thread=False)
        work = services.digests.set(
            editor.guild_id, destination.id, recurrence, told, network=meant, mine=mine
        )
        reply = Reply.to(interaction)
        digest = await reply.patiently(work, ephemeral=True)
        note = await in_vain(interaction, editor.guild_id) if mine else ""
        pauses = await services.digests.pauses([digest])
        card = set_card(digest, note, pauses.get(digest.channel_id))
        await reply.answer(card, ephemeral=True)

    @app_commands.command()
    @app_commands.describe(channel=_CHANNEL)
    async def stop(self, interaction: Interaction, channel: Postable | None = None) -> None:
        """Stop a channel's digest"""
        editor = editor_of(interaction)
        destination = destination_of(interaction, channel)
        work = services_of(interaction).digests.stop(editor.guild_id, destination.id)
        reply = Reply.to(interaction)
        stopped = await reply.patiently(work, ephemeral=True)
        lines = [_("<#{channel}> no longer gets a digest.", channel=channel) for channel in stopped]
        await reply.answer(notice("\n".join(lines)), ephemeral=True)

    @app_commands.command()
    async def preview(self, interaction: Interaction) -> None:
        """See what a digest would say now, and which digests there are"""
        editor = editor_of(interaction)
        digests = services_of(interaction).digests
        known = await digests.of(editor.guild_id)
        if not known:
            raise GoneError("No channel here gets a digest; `/digest set` gives it one.")
        here = [digest for digest in known if digest.channel_id == interaction.channel_id]
        shown = (here or list(known))[0]
        reply = Reply.to(interaction)
        lines = await reply.patiently(digests.preview(shown), ephemeral=True)
        others = [digest for digest in known if digest is not shown]
        pauses = await digests.pauses(known)
        await reply.answer(preview_card(shown, others, lines, pauses), ephemeral=True)

    @set_.autocomplete("day")
    async def _days(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if getattr(interaction.namespace, "every", None) == Every.MONTH:
            names = {str(day): str(day) for day in range(1, 32)}
        else:
            names = {day: capital(_(day)) for day in WEEKDAYS}
        wanted = folded(typed)
        return [
            app_commands.Choice(name=name, value=value)
            for value, name in names.items()
            if folded(name).startswith(wanted) or folded(value).startswith(wanted)
        ][:25]

    @component(DigestId)
    async def what_comes_up(self, interaction: Interaction, _pressed: DigestId) -> None:
        """*What comes up*, on a digest: for whoever clicked."""
        state = ListState(14, None, None, False, interaction.user.id)
        services, scope = services_of(interaction), scope_of(interaction)
        view = await upcoming_view(services, state, None, scope, interaction.user.id)
        await Reply.to(interaction).answer(view, ephemeral=True)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(DigestCommands())
