"""What a server set, as its managers see it."""

from __future__ import annotations

from discord import ui

from ..facts.time_zones import shown_zone
from ..locale.cldr import country_text
from ..locale.languages import LANGUAGES
from ..locale.messages import _
from ..presentation.layout import GREY, boxed
from .queries import GuildSettings


def settings_card(settings: GuildSettings, *, curator: bool) -> ui.LayoutView:
    """What a server set."""
    role, channel = settings.editor_role, settings.log_channel
    lines = [
        _("**Editors**: {role} and everybody who may *Manage Server*", role=f"<@&{role}>")
        if role
        else _("**Editors**: everybody who may *Manage Server*"),
        _(
            "**Time zone**: {zone}",
            zone=shown_zone(settings.timezone) if settings.timezone else _("UTC (not set)"),
        ),
        _(
            "**Region**: {region}",
            region=country_text(settings.region) if settings.region else _("not set"),
        ),
        _("**Log channel**: {channel}", channel=f"<#{channel}>" if channel else _("not set")),
        _("**Estimates**: {shown}", shown=_("shown") if settings.estimates else _("hidden")),
        _(
            "**Language of alerts**: {language}",
            language=LANGUAGES[settings.language] if settings.language else _("as set in Discord"),
        ),
        _(
            "**Edits here apply**: {place}",
            place=_("everywhere") if curator else _("in this server"),
        ),
    ]
    return boxed(GREY, f"### {_('Settings of this server')}", "\n".join(lines))
