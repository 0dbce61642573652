"""Boxes of text with buttons under them, within Discord's limits by construction.

Discord takes 4,000 characters in all the texts of a message (Components V2); above about 10,170
UTF-8 bytes it answers with an error of its own (measured). What does not fit is left out line by
line, so that no markup is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import discord
from discord import ui

from ..locale.messages import _
from .custom_ids import CustomId
from .markup import clip

_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class TextBudget:
    """How many characters and UTF-8 bytes are left; negative if more was spent than there was."""

    characters: int
    size: int

    def part(self, share: float) -> Self:
        """A share of the budget."""
        return type(self)(int(self.characters * share), int(self.size * share))

    def less(self, *texts: str) -> Self:
        """What remains of the budget after those texts."""
        text = "".join(texts)
        size = len(text) if text.isascii() else len(text.encode())
        return type(self)(self.characters - len(text), self.size - size)

    @property
    def spent(self) -> bool:
        """Whether more was spent than there was."""
        return self.characters < 0 or self.size < 0

    def holds(self, text: str) -> bool:
        """Whether the budget has room for the text."""
        return not self.less(text).spent

    def first_lines(self, lines: Iterable[str]) -> list[str]:
        """The lines that fit, with "…" in the place of the rest."""
        kept: list[str] = []
        left = self
        for line in lines:
            left = left.less(line, "\n")
            if left.spent:
                return [*kept, _ELLIPSIS]
            kept.append(line)
        return kept

    def fit(self, *texts: str) -> list[str]:
        """Texts made of the lines that fit; "…" for those left out."""
        left, fitted = self, []
        for text in texts:
            kept: list[str] = []
            for line in text.split("\n"):
                after = left.less(line, "\n")
                if after.less(_ELLIPSIS, "\n").spent:
                    if kept[-1:] != [_ELLIPSIS]:
                        kept.append(_ELLIPSIS)
                        left = left.less(_ELLIPSIS, "\n")
                    continue
                left = after
                kept.append(line)
            if left.spent:
                break
            fitted.append("\n".join(kept))
        return fitted


CARD = TextBudget(characters=3600, size=9000)
"""What a card's texts may have; the rest is for titles, labels and placeholders."""

MESSAGE = TextBudget(characters=3300, size=8500)
"""What the lines of a message may have that is sent unasked, beside the role that it mentions."""


BLUE = 0x5865F2
GREY = 0x747F8D

_FOOTER = 0.4
"""The part of a card's budget that the lines under the text may take, before all others."""


def finished(view: ui.LayoutView) -> ui.LayoutView:
    """Mark a view as done, so that discord.py does not keep it.

    Its components are answered by dynamic items that know everything from the custom id. A kept
    view would be freed late or never, and its end would unregister those items (discord.py 2.7).
    """
    view.stop()
    return view


def notice(text: str) -> ui.LayoutView:
    """A plain sentence; `text` is markdown of our own, with what is from outside escaped."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(clip(text, CARD.size // 4)))
    return finished(view)


def boxed(
    colour: int,
    heading: str,
    *bodies: str,
    footer: str = "",
    buttons: Sequence[ui.Button[ui.LayoutView]] = (),
    menu: ui.Select[ui.LayoutView] | None = None,
) -> ui.LayoutView:
    """A heading, texts and a footer in one box; what does not fit is left out line by line."""
    (under,) = CARD.part(_FOOTER).fit(footer)
    texts = CARD.less(under).fit(heading, *(body for body in bodies if body))
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
    for text in [*texts, under]:
        if text:
            box.add_item(ui.TextDisplay(text))
    if buttons:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(*buttons)
        box.add_item(row)
    if menu is not None:
        box.add_item(ui.ActionRow(menu))
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return finished(view)


def button(
    label: str,
    custom_id: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    *,
    disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    """A button that a dynamic item answers."""
    return ui.Button(label=label, custom_id=custom_id, style=style, disabled=disabled)


def page_buttons(
    target_id: Callable[[str, int], CustomId], page: int, pages: int
) -> list[ui.Button[ui.LayoutView]]:
    """Buttons to the pages before and after; none where there is one page."""
    if pages < 2:
        return []
    return [
        button(label, target_id(slot, target % pages).written(), disabled=not 0 <= target < pages)
        for slot, label, target in (
            ("prev", _("◀ Previous"), page - 1),
            ("next", _("Next ▶"), page + 1),
        )
    ]
