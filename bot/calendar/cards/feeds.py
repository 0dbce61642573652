"""What `/calendar` answers: addresses to subscribe to, and buttons that renew them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from discord import ui

from ...locale.messages import _
from ...presentation.boxes import BLUE, boxed, button
from ...presentation.custom_ids import CustomId, lettered
from ...presentation.style import Markdown

MINE, SERVER = "mine", "server"
_STYLE = Markdown()


@dataclass(frozen=True, slots=True)
class RenewId(CustomId):
    """A button that draws the address of a member's or a server's feed anew."""

    kind = "renewfeed"
    whose: Annotated[str, lettered({MINE: "m", SERVER: "s"})]


def calendar_card(
    addresses: Sequence[tuple[str, str]], *, server: bool, renewed: bool = False
) -> ui.LayoutView:
    """Names and addresses of feeds, with buttons to renew those that have an owner."""
    lines = [f"{_STYLE.bold(name)}\n`{address}`" for name, address in addresses]
    told = [
        _(
            "Subscribe to an address in your calendar. Whoever has the address of what is followed "
            "reads it, so keep it to yourselves."
        )
    ]
    if renewed:
        told.append(_("The old address leads nowhere now."))
    buttons = [button(_("Renew mine"), RenewId(MINE).written())]
    if server:
        buttons.append(button(_("Renew this server's"), RenewId(SERVER).written()))
    return boxed(
        BLUE,
        _("### Calendars"),
        "\n".join(lines),
        footer=_STYLE.small(" ".join(told)),
        buttons=buttons,
    )
