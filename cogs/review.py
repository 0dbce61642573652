"""What members suggest and what editors decide on: /suggest, the queue of /catalog review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.component_routing import component
from bot.discord_client.failures import explained
from bot.discord_client.reply import Reply, best_effort
from bot.editing.permissions import scope_of_words
from bot.editing.receipts import Act
from bot.errors import GoneError, NotAllowedError
from bot.guilds.settings import zone_of
from bot.locale.messages import _
from bot.presentation.layout import notice
from bot.review.cards import FormId, ReviewId, amend_form, reason_form, review, suggested
from bot.review.queue import Decision

from .edits import act_of, reply_with_receipt, show_for, takes_fact
from .interactions import Interaction, guild_only, scope_of, suggest_titles


def member_act(interaction: Interaction) -> Act:
    """The act of any member: it applies where this server's editors' words apply.

    Raises:
        NotAllowedError: this is no server the bot is installed in.
    """
    guild_id = scope_of(interaction)
    if guild_id == 0:
        raise NotAllowedError("Suggest it in a server that I am in.")
    services = services_of(interaction)
    scope = scope_of_words(guild_id, services.settings.curator_guilds)
    zone = zone_of(services.guilds.of(guild_id))
    return Act(interaction.id, interaction.user.id, guild_id, scope, zone)


class Suggest(commands.Cog):
    """What every member may do about a wrong or missing fact: suggest another."""

    @app_commands.command()
    @guild_only
    @takes_fact(
        field="What is wrong or missing",
        value="What it should be: 5 Oct 2026, fall 2026, cancelled, renewed",
    )
    @app_commands.autocomplete(show=suggest_titles)
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
        known = await show_for(interaction, show, act.guild_id)
        fact = services.curation.read(season, field, value, source, act.zone)
        work = services.suggestions.suggest(act, known, fact)
        done = await Reply.to(interaction).patiently(work, ephemeral=True)
        results = services.review_results
        unread = await best_effort(results.unread(act), "results of suggestions were not read")
        text = suggested(done, services.clock(), [result.body for result in unread or ()])
        await Reply.to(interaction).answer(notice(text), ephemeral=True)
        if unread:
            await best_effort(results.mark_read(unread), "results may be told once more")


async def show_queue(interaction: Interaction) -> None:
    """The first position of the queue, for `/catalog review`."""
    act = act_of(interaction)
    services = services_of(interaction)
    view = review(await services.review_queue.at(act, 0), services.clock())
    await interaction.response.send_message(view=view, ephemeral=True)


async def after_decision(interaction: Interaction, act: Act, position: int, done: Decision) -> None:
    """Show the next position of the queue and post the receipt."""
    services = services_of(interaction)
    queue = await best_effort(
        services.review_queue.at(act, position), "the queue was not read again after a decision"
    )
    view = review(queue, services.clock()) if queue is not None else notice(_("Decided."))
    await Reply.to(interaction).replace(view)
    if done.receipt is not None:
        await reply_with_receipt(interaction, done.receipt)


class Review(commands.Cog):
    """The buttons under each position of the queue, and the forms behind them."""

    @component(ReviewId)
    async def decide(self, interaction: Interaction, pressed: ReviewId) -> None:
        """Approve, or ask for what else is needed."""
        act = act_of(interaction)
        services = services_of(interaction)
        if pressed.what == "skip":
            view = review(await services.review_queue.at(act, pressed.position), services.clock())
            await interaction.response.edit_message(view=view)
            return
        if pressed.what == "approve":
            work = services.review_queue.approve(act, pressed.token)
            done = await Reply.to(interaction).patiently(work, thinking=False)
            await after_decision(interaction, act, pressed.position, done)
            return
        proposal = await services.review_queue.get(act, pressed.token)
        form = reason_form if pressed.what == "reject" else amend_form
        await interaction.response.send_modal(form(proposal, pressed.position))

    @commands.Cog.listener("on_form")
    @explained
    async def submitted(self, interaction: Interaction) -> None:
        """Turn a proposal down or write another value, if the person may still do so.

        discord.py knows the forms of this process alone. Whatever it was sent comes by here as
        well, and so the forms that were opened before a restart are answered, by their ids.
        """
        data: Mapping[str, Any] = interaction.data or {}
        form = FormId.read(str(data.get("custom_id")))
        if form is None:
            raise GoneError("That is no longer on offer; ask again.")
        act = act_of(interaction)
        queue = services_of(interaction).review_queue
        typed = typed_in(data)
        if form.what == "reject":
            work = queue.reject(act, form.token, typed.get("reason", ""))
        else:
            value, link = typed.get("value", ""), typed.get("source", "")
            work = queue.amend(act, form.token, value, link)
        done = await Reply.to(interaction).patiently(work, thinking=False)
        await after_decision(interaction, act, form.position, done)


def typed_in(data: Mapping[str, Any]) -> dict[str, str]:
    """What somebody typed into a form, by the ids of its inputs."""
    values: dict[str, str] = {}
    for inner in (*data.get("components", ()), data.get("component")):
        if inner is not None:
            values |= typed_in(inner)
    if "value" in data:
        values[str(data.get("custom_id"))] = str(data["value"])
    return values


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Suggest())
    await bot.add_cog(Review())
