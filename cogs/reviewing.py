"""How editors decide on the queue: one place at a time, with its buttons and forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

import discord
from discord import ui
from discord.ext import commands

from bot.client import explained, services_of
from bot.editing.acts import Act
from bot.review.cards import FORM, REVIEW, amend_form, reason_form, review
from bot.review.suggestions import Decided

from .asking import Interaction
from .editing import act_of, patiently, reply_with, turn_to


async def show_queue(interaction: Interaction) -> None:
    """The first place of the queue, for `/catalog review`."""
    act = act_of(interaction)
    services = services_of(interaction)
    view = review(await services.proposals.turn(act, 0), services.clock())
    await interaction.response.send_message(view=view, ephemeral=True)


async def after_decision(interaction: Interaction, act: Act, place: int, done: Decided) -> None:
    """Show the next place of the queue and post the receipt."""
    services = services_of(interaction)
    view = review(await services.proposals.turn(act, place), services.clock())
    await turn_to(interaction, view)
    if done.receipt is not None:
        await reply_with(interaction, done.receipt)


class ReviewButton(ui.DynamicItem[ui.Button[Any]], template=REVIEW):
    """The buttons under one place of the queue."""

    def __init__(self, item: ui.Button[Any], what: str, token: str, place: int) -> None:
        super().__init__(item)
        self.what = what
        self.token = token
        self.place = place

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read back which proposal."""
        assert isinstance(item, ui.Button)
        return cls(item, match["what"], match["token"], int(match["place"]))

    @explained
    async def callback(self, interaction: Interaction) -> None:
        """Approve, or ask for what else is needed."""
        act = act_of(interaction)
        services = services_of(interaction)
        if self.what == "skip":
            view = review(await services.proposals.turn(act, self.place), services.clock())
            await interaction.response.edit_message(view=view)
            return
        if self.what == "approve":
            work = services.proposals.approve(act, self.token)
            done = await patiently(interaction, work, thinking=False)
            await after_decision(interaction, act, self.place, done)
            return
        row = await services.proposals.get(act, self.token)
        form = reason_form if self.what == "reject" else amend_form
        await interaction.response.send_modal(form(row, self.place))


class ReviewForms(commands.Cog):
    """Answers forms by what their ids say, and so also those opened before a restart.

    discord.py knows forms of this process alone; whatever it was sent comes by here as well.
    """

    @commands.Cog.listener("on_interaction")
    @explained
    async def submitted(self, interaction: Interaction) -> None:
        """Turn a proposal down or write another value, if the person may still do so."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Mapping[str, Any] = interaction.data or {}
        match = FORM.fullmatch(str(data.get("custom_id")))
        if match is None:
            return
        act = act_of(interaction)
        proposals = services_of(interaction).proposals
        typed = typed_in(data)
        if match["what"] == "reject":
            work = proposals.reject(act, match["token"], typed.get("reason", ""))
        else:
            value, link = typed.get("value", ""), typed.get("source", "")
            work = proposals.amend(act, match["token"], value, link)
        done = await patiently(interaction, work, thinking=False)
        await after_decision(interaction, act, int(match["place"]), done)


def typed_in(data: Mapping[str, Any]) -> dict[str, str]:
    """What somebody typed into a form, by the ids of its inputs."""
    found: dict[str, str] = {}
    for inner in (*data.get("components", ()), data.get("component")):
        if inner is not None:
            found |= typed_in(inner)
    if "value" in data:
        found[str(data.get("custom_id"))] = str(data["value"])
    return found
