"""A person's own reminders, by direct message: /remind, /reminders, /forget-me."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.alerts.cards.subscriptions import RemindsId, reminders_card
from bot.alerts.discord_transport import DiscordTransport
from bot.alerts.transport import open_direct_messages
from bot.answers.cards.custom_ids import RemindId, RemindPickId, StopId
from bot.answers.cards.pickers import to_be_reminded_of
from bot.answers.lookup import Found, Several
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.component_routing import component
from bot.discord_client.reply import Reply
from bot.facts.models import Show
from bot.facts.verdict import OVER, verdict
from bot.locale.messages import _, ngettext
from bot.presentation.layout import notice
from bot.presentation.markup import Markdown
from bot.presentation.names import short_title, title_of

from .interactions import Interaction, picked_show, scope_of, suggest_titles


class ReminderCommands(commands.Cog):
    """For every member."""

    @app_commands.command()
    @app_commands.describe(show="The show's title; pick one from the list")
    @app_commands.autocomplete(show=suggest_titles)
    async def remind(self, interaction: Interaction, show: str) -> None:
        """Be told by direct message before the next season of a show, and when it is out"""
        lookup, scope = services_of(interaction).lookup, scope_of(interaction)
        # A reminder lasts, so its show is not guessed; an answer's may be, since it names the
        # others.
        result = await lookup.find(show, scope)
        if isinstance(result, Found):
            await _remind(interaction, result.show)
            return
        found = result.matches if isinstance(result, Several) else result.close
        is_learning = await services_of(interaction).sources.index.is_in_first_pass()
        matches = await lookup.named(found, scope)
        card = to_be_reminded_of(result, matches, scope, is_learning=is_learning)
        await Reply.to(interaction).answer(card, ephemeral=True)

    @component(RemindPickId)
    async def pick(self, interaction: Interaction, _pressed: RemindPickId) -> None:
        """Remind of the show that was picked among several."""
        lookup = services_of(interaction).lookup
        show_id, _season = picked_show(interaction)
        show = await lookup.by_id(show_id, scope_of(interaction))
        lookup.picked(show.id, scope_of(interaction))
        await _remind(interaction, show, is_picked=True)

    @app_commands.command()
    async def reminders(self, interaction: Interaction) -> None:
        """See what you are reminded of, and stop it"""
        personal_reminders = services_of(interaction).alerts.personal_reminders
        followed = await personal_reminders.of(interaction.user.id)
        await interaction.response.send_message(view=reminders_card(followed), ephemeral=True)

    @app_commands.command(name="forget-me")
    async def forget_me(self, interaction: Interaction) -> None:
        """Erase what I have stored about you"""
        reply = Reply.to(interaction)
        work = services_of(interaction).erasure.erase(interaction.user.id)
        gone = await reply.patiently(work, ephemeral=True)
        text = ngettext(
            "Forgotten: {number} reminder, and your name on suggestions, on what you had channels "
            "follow and on edits. The edits themselves stay, by “a former editor”.",
            "Forgotten: {number} reminders, and your name on suggestions, on what you had channels "
            "follow and on edits. The edits themselves stay, by “a former editor”.",
            gone,
        )
        await reply.answer(notice(text), ephemeral=True)

    @component(RemindId)
    async def remind_me(self, interaction: Interaction, pressed: RemindId) -> None:
        """*Remind me* on a card or an alert: remind whoever clicked."""
        lookup = services_of(interaction).lookup
        await _remind(interaction, await lookup.by_id(pressed.show, scope_of(interaction)))

    @component(StopId)
    async def stop(self, interaction: Interaction, pressed: StopId) -> None:
        """*Stop reminding me*: one click."""
        personal_reminders = services_of(interaction).alerts.personal_reminders
        reply = Reply.to(interaction)
        work = personal_reminders.stop(interaction.user.id, pressed.show)
        stopped = await reply.patiently(work, ephemeral=True)
        text = (
            _("You will not be reminded of it any more.")
            if stopped
            else _("You were not reminded of it.")
        )
        await reply.answer(notice(text), ephemeral=True)

    @component(RemindsId)
    async def turn_page(self, interaction: Interaction, pressed: RemindsId) -> None:
        """Turn the page of one's reminders."""
        personal_reminders = services_of(interaction).alerts.personal_reminders
        followed = await personal_reminders.of(interaction.user.id)
        await interaction.response.edit_message(view=reminders_card(followed, pressed.page))


async def _remind(interaction: Interaction, show: Show, *, is_picked: bool = False) -> None:
    """Open the person's direct messages and store where they are.

    Where it was picked among several of a name, the receipt tells which.
    """
    services = services_of(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    user_id, view = interaction.user.id, scope_of(interaction)
    channel_id = await open_direct_messages(DiscordTransport(interaction.client), user_id)
    fresh = await services.alerts.personal_reminders.remind(user_id, channel_id, show, view)
    services.sources.on_demand.begin(show)
    name = Markdown().escape(title_of(show) if is_picked else short_title(show))
    text = _(
        "I will write to you a week before, a day before and when a season of **{name}** is out. "
        "`/reminders` stops it.",
        name=name,
    )
    over = verdict(show, None, services.clock()).kind in OVER
    if over:
        text += " " + _("As far as I know it is over; should it come back, you will hear of it.")
    if not fresh:
        text = _("You already have a reminder for **{name}**. `/reminders` stops it.", name=name)
    await interaction.followup.send(view=notice(text), ephemeral=True)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(ReminderCommands())
