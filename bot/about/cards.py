"""The card about the bot itself: what it is, credits for its data, its health."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from .. import __version__
from ..answers.citations import source_name
from ..presentation.boxes import finished
from ..presentation.words import ago
from ..providers.index_sync import IndexState
from ..providers.provider_health import State
from .health import Health

_WHAT = """### Cliffhanger
Is there another season, when is it out, who is in it, is there a trailer, what is it about, \
where can I watch it? Ask with `/season`, `/release`, `/cast`, `/trailer`, `/story`, `/where`.
Every answer says who said so and when. Where nobody said anything, it says that."""

_CREDITS = """**Where the facts come from**
Each card names its sources and links to them. The starter catalogue was written for this bot \
from public pages."""


_OF_PROVIDERS = {
    "tvmaze": (
        "[TVmaze](<https://www.tvmaze.com>), under "
        "[CC BY-SA 4.0](<https://creativecommons.org/licenses/by-sa/4.0/>)."
    ),
    "tmdb": (
        "[TMDB](<https://www.themoviedb.org>): This product uses the TMDB API but is not endorsed "
        "or certified by TMDB. Where to watch: [JustWatch](<https://www.justwatch.com>)."
    ),
    "anilist": "[AniList](<https://anilist.co>), asked for anime as you ask; nothing is kept.",
}
"""The credits as each provider's terms want them."""


def about_card(
    health: Health,
    providers: Sequence[str] = (),
    failing: Sequence[State] = (),
    index: IndexState | None = None,
) -> ui.LayoutView:
    """What `/about` shows; `providers` are those asked here, `failing` those that do not answer.

    `index` is how far the list of all shows is, where there is one.
    """
    view = ui.LayoutView(timeout=None)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=0x5865F2)
    box.add_item(ui.TextDisplay(_WHAT))
    credits = [f"- {_OF_PROVIDERS[name]}" for name in providers if name in _OF_PROVIDERS]
    box.add_item(ui.TextDisplay("\n".join([_CREDITS, *credits])))
    if failing:
        box.add_item(ui.TextDisplay("\n".join(_outage(state) for state in failing)))
    started = ago(health.uptime)
    by_name = f" · {index.summary(health.rows)}" if index is not None else ""
    box.add_item(
        ui.TextDisplay(
            f"-# Version {__version__} · {health.shows:,} shows{by_name} · {health.edits:,} edits "
            f"by people · started {started} · the database answers"
        )
    )
    view.add_item(box)
    return finished(view)


def _outage(state: State) -> str:
    """An outage passes by itself; a refused token waits for the operator."""
    name = source_name(state.name)
    since = f" since <t:{int(state.since.timestamp())}:R>" if state.since else ""
    if state.refused:
        return f"⚠ {name} refuses this bot's token{since}; its operator has to renew it."
    return f"⚠ {name} does not answer{since}; what it said before stays."
