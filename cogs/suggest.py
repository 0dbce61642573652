"""How members propose facts: /suggest."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import Cliffhanger, services_of
from bot.editing.edits import SETTABLE, Act
from bot.editing.permissions import scope_of_words
from bot.errors import NotAllowedError
from bot.guilds.settings import zone_of
from bot.presentation.boxes import notice
from bot.reply import Reply, best_effort
from bot.review.cards import suggested

from .asking import Interaction, scope_of, titles
from .editing import show_for

_FIELDS = [app_commands.Choice(name=name.replace("_", " "), value=name) for name in SETTABLE]


def member_act(interaction: Interaction) -> Act:
    """The act of any member: it applies where this server's editors' words apply.

    Raises:
        NotAllowedError: this is no server the bot is installed in.
    """
    guild_id = scope_of(interaction)
    if guild_id == 0:
        raise NotAllowedError("Suggest it in a server that has me as a member.")
    services = services_of(interaction)
    scope = scope_of_words(guild_id, services.settings.curator_guilds)
    zone = zone_of(services.guilds.of(guild_id))
    return Act(interaction.id, interaction.user.id, guild_id, scope, zone)


class Suggest(commands.Cog):
    """What every member may do about a wrong or missing fact."""

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(
        show="The show; pick it from the list",
        field="What is wrong or missing",
        value="What it should be: 5 Oct 2026, fall 2026, cancelled, renewed",
        source="A link to the page that says so",
        season="The season's number; leave it out for the show itself",
    )
    @app_commands.choices(field=_FIELDS)
    @app_commands.autocomplete(show=titles)
    async def suggest(
        self,
        interaction: Interaction,
        show: str,
        field: str,
        value: str,
        source: str,
        season: int | None = None,
    ) -> None:
        """Propose a fact to this server's editors"""
        act = member_act(interaction)
        services = services_of(interaction)
        found = await show_for(interaction, show, act.guild_id)
        fact = services.curation.read(season, field, value, source, act.zone)
        work = services.suggestions.suggest(act, found, fact)
        done = await Reply.to(interaction).patiently(work, ephemeral=True)
        results = services.review_results
        unread = await best_effort(results.unread(act), "results of suggestions were not read")
        text = suggested(done, services.clock(), [one.body for one in unread or ()])
        await Reply.to(interaction).answer(notice(text), ephemeral=True)
        if unread:
            await best_effort(results.mark_read(unread), "results may be told once more")


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Suggest())
