"""What became of a suggestion, as the member who made it reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import discord
from discord import ui

from ...answers.cards.remind import EVENT
from ...facts.fields import field_of
from ...presentation.custom_ids import CustomId
from ...presentation.style import Markdown, clip, tamed
from ...presentation.values import field_name, value_text

_STYLE = Markdown()


@dataclass(frozen=True, slots=True)
class OutcomeId(CustomId):
    """A button that is never pressed: by its id the message is found again."""

    kind = "outcome"
    event: Annotated[str, EVENT]


def outcome(body: Mapping[str, str], now: datetime) -> str:
    """The sentence; `body` is what `bot.review.results` wrote of the decision."""
    season = int(body["season"]) if body["season"] else None
    field = field_of(season, body["field"])

    def value(name: str) -> str:
        return value_text(field.decode(json.loads(body[name])), _STYLE, now)

    title = _STYLE.escape(clip(tamed(body["title"]), 100))
    name = field_name(season, field.name, _STYLE)
    about = f"Your suggestion for **{title}** ({name} → {value('value')})"
    if "written" not in body:
        reason = _STYLE.escape(clip(tamed(body["reason"]), 300))
        return f"{about} was turned down: {reason}"
    if body["written"] != body["value"]:
        return f"{about} was approved with another value: {value('written')}. Thank you."
    return f"{about} was approved. Thank you."


def outcome_row(body: Mapping[str, str], token: str) -> ui.ActionRow[ui.LayoutView]:
    """A button that only shows what was decided: by its id the message is found again."""
    approved = "written" in body
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(
        ui.Button(
            style=discord.ButtonStyle.success if approved else discord.ButtonStyle.danger,
            label="Approved" if approved else "Turned down",
            custom_id=OutcomeId(token).written(),
            disabled=True,
        )
    )
    return row
