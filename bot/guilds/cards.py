"""What a server set, as its managers see it."""

from __future__ import annotations

from discord import ui

from ..facts.parse.zones import shown_zone
from ..locale.messages import _
from ..presentation.boxes import GREY, boxed
from .queries import GuildSettings


def settings_card(settings: GuildSettings, *, curator: bool) -> ui.LayoutView:
    """What a server set."""
    role, channel = settings.editor_role, settings.log_channel
    lines = [
        f"**Editors**: {f'<@&{role}> and ' if role else ''}everybody who may *Manage Server*",
        f"**Time zone**: {shown_zone(settings.timezone) if settings.timezone else 'UTC (not set)'}",
        f"**Region**: {settings.region or 'not set'}",
        f"**Log channel**: {f'<#{channel}>' if channel else 'not set'}",
        _("**Estimates**: {shown}", shown=_("shown") if settings.estimates else _("hidden")),
        f"**Edits here apply**: {'everywhere' if curator else 'in this server'}",
    ]
    return boxed(GREY, "### Settings of this server", "\n".join(lines))
