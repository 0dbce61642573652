"""How editors decide on the queue: one place at a time, with its buttons and forms."""

from __future__ import annotations

import logging
import re
from typing import Any, Self

import discord
from discord import ui

from bot.client import explained, services_of
from bot.services.acts import Act
from bot.services.proposals import Decided
from bot.store.proposals import ProposalRow
from bot.ui.cards import notice
from bot.ui.review import REVIEW, decided, review
from bot.ui.values import typed

from .asking import Interaction
from .editing import act_of, patiently, reply_with, turn_to

_LOG = logging.getLogger(__name__)


async def show_queue(interaction: Interaction) -> None:
    """The first place of the queue, for `/catalog review`."""
    act = act_of(interaction)
    services = services_of(interaction)
    view = review(await services.proposals.turn(act, 0), services.clock())
    await interaction.response.send_message(view=view, ephemeral=True)


async def after_decision(interaction: Interaction, act: Act, place: int, done: Decided) -> None:
    """Show the next place of the queue, post the receipt, and tell the members."""
    services = services_of(interaction)
    view = review(await services.proposals.turn(act, place), services.clock())
    await turn_to(interaction, view)
    if done.receipt is not None:
        await reply_with(interaction, done.receipt)
    text = decided(done, services.clock())
    for user_id in done.row.proposers:
        await _tell(interaction, user_id, text)


async def _tell(interaction: Interaction, user_id: int, text: str) -> None:
    """A direct message; somebody who takes none has chosen not to know."""
    try:
        channel = await interaction.client.create_dm(discord.Object(user_id))
        await channel.send(view=notice(text))
    except discord.HTTPException as error:
        _LOG.info("a member was not told about their suggestion: %s", error)


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
        row = await services.proposals.get(act, self.token)
        if self.what == "approve":
            work = services.proposals.approve(act, self.token)
            done = await patiently(interaction, work, thinking=False)
            await after_decision(interaction, act, self.place, done)
        elif self.what == "reject":
            await interaction.response.send_modal(Reason(self.token, self.place))
        else:
            await interaction.response.send_modal(Amend(row, self.place))


class Reason(ui.Modal, title="Turn the suggestion down"):
    """Asks why; those who suggested it read the answer."""

    reason: ui.TextInput[Any] = ui.TextInput(
        label="Why? Those who suggested it read this.", max_length=300
    )

    def __init__(self, token: str, place: int) -> None:
        super().__init__(timeout=900)
        self.token = token
        self.place = place

    @explained
    async def on_submit(self, interaction: Interaction, /) -> None:
        """Turn it down, if the person may still do so."""
        act = act_of(interaction)
        work = services_of(interaction).proposals.reject(act, self.token, self.reason.value)
        done = await patiently(interaction, work, thinking=False)
        await after_decision(interaction, act, self.place, done)


class Amend(ui.Modal, title="Approve with another value"):
    """Asks for the value and the source that should be written instead."""

    def __init__(self, row: ProposalRow, place: int) -> None:
        super().__init__(timeout=900)
        self.row = row
        self.place = place
        value = typed(row.season, row.field, row.value) or ""
        long = len(value) > 100 or row.field in ("story", "synopsis")
        self.value: ui.TextInput[Any] = ui.TextInput(
            label="Value",
            default=value[:4000],
            max_length=4000,
            style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        )
        self.link: ui.TextInput[Any] = ui.TextInput(
            label="Source (a link)", default=row.link[:2000] or None, max_length=2000
        )
        self.add_item(self.value)
        self.add_item(self.link)

    @explained
    async def on_submit(self, interaction: Interaction, /) -> None:
        """Write it, if the person may still do so."""
        act = act_of(interaction)
        services = services_of(interaction)
        row = self.row
        proposal = services.curation.amended(
            row.season, row.field, self.value.value, self.link.value, act.zone
        )
        work = services.proposals.approve(act, row.token, proposal)
        done = await patiently(interaction, work, thinking=False)
        await after_decision(interaction, act, self.place, done)
