"""What `/about` shows: what the bot is, whose facts it tells, and how it is doing."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from .. import __version__
from ..answers.citations import source_name
from ..facts.known_providers import PROVIDERS
from ..facts.queries.figures import Figures
from ..locale.messages import N_, _, ngettext
from ..presentation.date_text import ago
from ..presentation.layout import finished
from ..providers.provider_health import State
from ..providers.tvmaze.index import IndexState

_WHAT = N_(
    "Is there another season, when is it out, who is in it, is there a trailer, what is it about, "
    "where can I watch it? Ask with `/season`, `/release`, `/cast`, `/trailer`, `/story`, "
    "`/where`.\nEvery answer says who said so and when. Where nobody said anything, it says that."
)

CREDITS = {
    "tvmaze": N_("{tvmaze}, under {licence}."),
    "tmdb": N_(
        "{tmdb}: This product uses the TMDB API but is not endorsed or certified by TMDB. Where "
        "to watch: {justwatch}."
    ),
    "anilist": N_("{anilist}, asked about anime as you ask; nothing is kept."),
}
"""The credits as each provider's terms want them."""

_LINKS = {
    **{key: provider.link for key, provider in PROVIDERS.items()},
    "licence": "[CC BY-SA 4.0](<https://creativecommons.org/licenses/by-sa/4.0/>)",
    "justwatch": "[JustWatch](<https://www.justwatch.com>)",
}


def about_card(
    figures: Figures,
    providers: Sequence[str],
    failing: Sequence[State],
    index: IndexState | None,
) -> ui.LayoutView:
    """What `/about` shows; `providers` are those asked here, `failing` those that do not answer.

    `index` is how far the list of all shows is, where there is one.
    """
    view = ui.LayoutView(timeout=None)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=0x5865F2)
    box.add_item(ui.TextDisplay(f"### Cliffhanger\n{_(_WHAT)}"))
    credits = [
        f"**{_('Where the facts come from')}**",
        _(
            "Each card names its sources and links to them. The starter catalogue was written for "
            "this bot from public pages."
        ),
        *(f"- {_(CREDITS[name], **_LINKS)}" for name in providers if name in CREDITS),
    ]
    box.add_item(ui.TextDisplay("\n".join(credits)))
    if failing:
        box.add_item(ui.TextDisplay("\n".join(_outage(state) for state in failing)))
    facts = [
        _("Version {version}", version=__version__),
        ngettext("{number} show", "{number} shows", figures.shows),
        *([index.summary(figures.rows)] if index is not None else []),
        ngettext("{number} edit by people", "{number} edits by people", figures.edits),
        _("started {ago}", ago=ago(figures.uptime)),
        _("the database answers"),
    ]
    box.add_item(ui.TextDisplay(f"-# {' · '.join(facts)}"))
    view.add_item(box)
    return finished(view)


def _outage(state: State) -> str:
    """A line about an outage, which passes by itself, or about a refused token, which the operator
    mends."""
    name = source_name(state.name)
    since = f"<t:{int(state.since.timestamp())}:R>" if state.since else ""
    values = {"provider": name, "since": since}
    if state.refused and since:
        return _(
            "⚠ {provider} has refused this bot's token since {since}; its operator has to "
            "renew it.",
            **values,
        )
    if state.refused:
        return _("⚠ {provider} refuses this bot's token; its operator has to renew it.", **values)
    if since:
        return _(
            "⚠ {provider} has not answered since {since}; what it said before stays.", **values
        )
    return _("⚠ {provider} is not answering; what it said before stays.", **values)
