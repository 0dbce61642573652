"""The questions about one show: /season, /release …, /timeline, /similar, their cards' buttons."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answers.cards.answer import ALSO
from bot.answers.cards.custom_ids import CardId, CardState, OpenId, SeasonsId, ShowsId, TimelineId
from bot.answers.cards.pickers import next_season, similar_card
from bot.answers.citations import source_line
from bot.answers.lookup import Found
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.component_routing import component
from bot.discord_client.reply import Reply
from bot.facts.models import Show, Topic
from bot.locale.messages import _
from bot.pictures.chart import Chart, chart_of, cited_in, in_text
from bot.pictures.drawing import PictureCache
from bot.presentation.layout import BLUE, CARD, finished
from bot.presentation.markup import Markdown
from bot.presentation.names import title_of

from .interactions import (
    Interaction,
    Region,
    SeasonNumber,
    asked,
    picked_number,
    picked_show,
    scope_of,
    suggest_titles,
    which_of,
)
from .show_cards import answer_about, offer, open_card, publish, turn

_SHOW = "The show's title; pick one from the list"
_SEASON = "The season's number; leave it out for the next one"
_REGION = "Your country by its name or two letters, like Germany or US"

_FILE = "timeline.png"
_WORDS = 1500
"""How many characters of the timeline are written as text under its drawing."""


def _timeline_card(
    show: Show, chart: Chart, now: datetime, *, drawn: bool = False
) -> ui.LayoutView:
    """The seasons of a show in words; if `drawn`, with the picture that `_attachment` makes.

    `now` is the aware moment in the asker's zone, from which ages of sources are counted.
    """
    style = Markdown()
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=BLUE)
    title = style.escape(title_of(show))
    box.add_item(ui.TextDisplay(_("### {show} · Timeline", show=title)))
    if drawn:
        gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery(
            discord.MediaGalleryItem(f"attachment://{_FILE}", description=in_text(chart))
        )
        box.add_item(gallery)
    words = CARD.first_lines(style.escape(line) for line in in_text(chart, _WORDS).split("\n"))
    if cited := cited_in(show):
        words.append(source_line(cited, style, now))
    box.add_item(ui.TextDisplay("\n".join(words)))
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return finished(view)


def _attachment(picture: bytes) -> discord.File:
    """The file in which the drawing is sent."""
    return discord.File(io.BytesIO(picture), _FILE)


class Answers(commands.Cog):
    """Answers from the local store."""

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=suggest_titles)
    async def season(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """Is there another season, and what is known of it?"""
        await answer_about(interaction, show, season, Topic.GENERAL)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=suggest_titles)
    async def release(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """When does a season come out?"""
        await answer_about(interaction, show, season, Topic.RELEASE)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=suggest_titles)
    async def cast(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """Who is in a season?"""
        await answer_about(interaction, show, season, Topic.CAST)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=suggest_titles)
    async def trailer(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """Is there a trailer for a season?"""
        await answer_about(interaction, show, season, Topic.TRAILER)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON)
    @app_commands.autocomplete(show=suggest_titles)
    async def story(
        self, interaction: Interaction, show: str, season: SeasonNumber | None = None
    ) -> None:
        """What is a season about?"""
        await answer_about(interaction, show, season, Topic.STORY)

    @app_commands.command()
    @app_commands.describe(show=_SHOW, season=_SEASON, region=_REGION)
    @app_commands.autocomplete(show=suggest_titles)
    async def where(
        self,
        interaction: Interaction,
        show: str,
        season: SeasonNumber | None = None,
        region: Region | None = None,
    ) -> None:
        """Where can a season be watched?"""
        await answer_about(interaction, show, season, Topic.WHERE, region)

    @component(CardId)
    async def turn_card(self, interaction: Interaction, pressed: CardId) -> None:
        """Turn the card, or answer with the show that was meant."""
        state = pressed.state
        if state.show is None:
            return
        lookup = services_of(interaction).lookup
        show = await lookup.by_id(state.show, scope_of(interaction))
        if pressed.slot.startswith("dym"):
            await publish(interaction, state, show)
        else:
            await turn(interaction, state, show)

    @component(SeasonsId)
    async def pick_season(self, interaction: Interaction, pressed: SeasonsId) -> None:
        """Turn the card to the season picked."""
        state = pressed.state
        if state.show is None:
            return
        lookup = services_of(interaction).lookup
        show = await lookup.by_id(state.show, scope_of(interaction))
        await turn(interaction, replace(state, season=picked_number(interaction)), show)

    @component(ShowsId)
    async def pick_show(self, interaction: Interaction, pressed: ShowsId) -> None:
        """Answer about the show picked among those of one name."""
        lookup = services_of(interaction).lookup
        show = await lookup.by_id(picked_number(interaction), scope_of(interaction))
        if pressed.slot == ALSO:
            lookup.picked(show.id, scope_of(interaction))
            await turn(interaction, replace(pressed.state, show=show.id), show)
        else:
            await publish(interaction, pressed.state, show)

    @component(OpenId)
    async def open_show(self, interaction: Interaction, _pressed: OpenId) -> None:
        """Open the card of the show picked from a list that others read too."""
        show_id, season = picked_show(interaction)
        show = await services_of(interaction).lookup.by_id(show_id, scope_of(interaction))
        await open_card(interaction, show, season)


class TimelineCog(commands.Cog, name="Timeline"):
    """Draws timelines; the words are sent first, without waiting for the picture."""

    @app_commands.command()
    @app_commands.describe(show="The show's title; pick one from the list")
    @app_commands.autocomplete(show=suggest_titles)
    async def timeline(self, interaction: Interaction, show: str) -> None:
        """See the seasons of a show on a timeline"""
        how = asked(interaction)
        result = await services_of(interaction).lookup.meant(show, how.scope)
        if isinstance(result, Found):
            await _draw(interaction, result.show, ephemeral=False)
        else:
            state = CardState(Topic.GENERAL, None, None, interaction.user.id, region=how.region)
            await offer(interaction, result, state)

    @component(TimelineId)
    async def press(self, interaction: Interaction, pressed: TimelineId) -> None:
        """*Timeline* on a card: for whoever clicked."""
        lookup = services_of(interaction).lookup
        show = await lookup.by_id(pressed.show, scope_of(interaction))
        await _draw(interaction, show, ephemeral=True)


async def _draw(interaction: Interaction, show: Show, *, ephemeral: bool) -> None:
    services, how = services_of(interaction), asked(interaction)
    now = services.clock().astimezone(how.zone)

    def chart(of: Show) -> Chart:
        return chart_of(services.lookup.answer(of, None, Topic.GENERAL, how))

    def words(of: Show) -> ui.LayoutView:
        return _timeline_card(of, chart(of), now)

    reply, sources = Reply.to(interaction), services.sources
    arrival = sources.on_demand.begin(show)
    await reply.answer(words(show), ephemeral=ephemeral)
    sources.asked([show.id])
    if show.is_indexed_only:
        coming = sources.arrived(arrival, show, lambda _: None)
        more = await reply.redraw(coming, lambda more: words(more.show))
        show = more.show if more is not None else show
    if (last := chart(show)).bars:
        picture = _picture(services.pictures, last)
        await reply.illustrate(picture, _timeline_card(show, last, now, drawn=True))


async def _picture(pictures: PictureCache, chart: Chart) -> discord.File:
    return _attachment(await pictures.png(chart))


_SHOWN = 10


class Similar(commands.Cog):
    """For every member."""

    @app_commands.command()
    @app_commands.describe(show="The show's title; pick one from the list")
    @app_commands.autocomplete(show=suggest_titles)
    async def similar(self, interaction: Interaction, show: str) -> None:
        """Shows of the same makers, network, genres and cast"""
        services, how = services_of(interaction), asked(interaction)
        result = await services.lookup.meant(show, how.scope)
        if not isinstance(result, Found):
            raise which_of(result)
        now = services.clock().astimezone(how.zone)
        related = services.related.of(result.show, _SHOWN)
        shows = await services.library.shows(related, how.scope)
        pointers = [next_season(show, now) for show in shows.values()]
        card = similar_card(result.show, pointers, is_learning=not services.related.is_complete)
        await Reply.to(interaction).answer(card)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Answers())
    await bot.add_cog(TimelineCog())
    await bot.add_cog(Similar())
