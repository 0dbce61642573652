"""How editors keep the facts right: /catalog."""

from __future__ import annotations

import io
import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.catalog.export import rendered
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.reply import Reply
from bot.editing.cards.history import history
from bot.editing.cards.receipts import difference
from bot.editing.imports import check_size
from bot.editing.input import NewShow, TypedOffer, TypedTrailer
from bot.editing.merge import refuse_unless_curator
from bot.facts.models import TrailerKind
from bot.facts.parse.values import check_season
from bot.locale.messages import N_

from .articles import ArticleCommands
from .edits import (
    SHOW,
    SOURCE,
    act_of,
    confirm,
    content_of,
    editable_titles,
    linked_records,
    reply_with_merge,
    show_for,
    takes_fact,
    undoable_show,
    undoable_titles,
)
from .interactions import Interaction, editor_of, guild_only
from .provider_search import add_by_hand, find_to_add
from .review import show_queue

_KINDS = [app_commands.Choice(name=kind.value, value=kind.value) for kind in TrailerKind]


@guild_only
class Catalog(commands.GroupCog, group_name="catalog"):
    """Editors' commands. Whoever sees them, each checks who may use it."""

    article = ArticleCommands()

    @app_commands.command()
    @app_commands.describe(
        title="The show's title",
        year="The year it first aired",
        network="Where it airs or streams",
        source=SOURCE,
    )
    async def add(
        self,
        interaction: Interaction,
        title: str,
        source: str,
        year: int | None = None,
        network: str | None = None,
    ) -> None:
        """Add a show: with all that a provider knows about it, or by hand"""
        act_of(interaction)
        services = services_of(interaction)
        new_show = NewShow(title, year, network, source)
        new_show.facts()
        if services.sources.names:
            await find_to_add(interaction, new_show)
        else:
            await add_by_hand(interaction, new_show)

    @app_commands.command(name="set")
    @takes_fact(
        field="What to set",
        value="The value, as you would write it: 5 Oct 2026, fall 2026, TBA, cancelled, renewed",
    )
    @app_commands.autocomplete(show=editable_titles)
    async def set_(
        self,
        interaction: Interaction,
        show: str,
        field: str,
        value: str,
        source: str,
        season: int | None = None,
    ) -> None:
        """Set a fact about a show or a season"""
        act = act_of(interaction)
        curation = services_of(interaction).curation
        known = await show_for(interaction, show, act.guild_id)
        fact = curation.read(season, field, value, source, act.zone)
        await confirm(interaction, curation.set(act, known, fact))

    @app_commands.command()
    @app_commands.describe(
        show=SHOW,
        season="The season's number",
        person="The actor's name",
        character="Who they play",
        remove="Take them away instead",
        source=SOURCE,
    )
    @app_commands.autocomplete(show=editable_titles)
    async def cast(
        self,
        interaction: Interaction,
        show: str,
        season: int,
        person: str,
        character: str | None = None,
        remove: bool = False,
        source: str | None = None,
    ) -> None:
        """Add somebody to a season's cast, or take them away"""
        act = act_of(interaction)
        known = await show_for(interaction, show, act.guild_id)
        curation = services_of(interaction).curation
        if remove:
            work = curation.remove_credit(act, known, season, person, source)
        else:
            work = curation.add_credit(act, known, season, person, character, source)
        await confirm(interaction, work)

    @app_commands.command()
    @app_commands.describe(
        show=SHOW,
        season="The season's number",
        url="The link to the video",
        kind="What sort of video it is",
        published="The day it came out",
        remove="Take it away instead",
        source=SOURCE,
    )
    @app_commands.choices(kind=_KINDS)
    @app_commands.autocomplete(show=editable_titles)
    async def trailer(
        self,
        interaction: Interaction,
        show: str,
        season: int,
        url: str,
        kind: str = "trailer",
        published: str | None = None,
        remove: bool = False,
        source: str | None = None,
    ) -> None:
        """Add a trailer to a season, or take it away"""
        act = act_of(interaction)
        known = await show_for(interaction, show, act.guild_id)
        curation = services_of(interaction).curation
        change = curation.remove_trailer if remove else curation.add_trailer
        typed = TypedTrailer(url, kind, published)
        await confirm(interaction, change(act, known, season, typed, source))

    @app_commands.command()
    @app_commands.describe(
        show=SHOW,
        season="The season's number",
        provider="Who streams or sells it",
        region="The country by its name or two letters, like Germany or US",
        url="The title's page there",
        remove="Take it away instead",
        source=SOURCE,
    )
    @app_commands.autocomplete(show=editable_titles)
    async def where(
        self,
        interaction: Interaction,
        show: str,
        season: int,
        provider: str,
        region: str | None = None,
        url: str | None = None,
        remove: bool = False,
        source: str | None = None,
    ) -> None:
        """Add a place to watch a season, or take it away"""
        act = act_of(interaction)
        known = await show_for(interaction, show, act.guild_id)
        curation = services_of(interaction).curation
        change = curation.remove_offer if remove else curation.add_offer
        typed = TypedOffer(provider, region, url)
        await confirm(interaction, change(act, known, season, typed, source))

    @app_commands.command()
    @app_commands.describe(show=SHOW)
    @app_commands.autocomplete(show=editable_titles)
    async def remove(self, interaction: Interaction, show: str) -> None:
        """Hide a show; it can be undone"""
        act = act_of(interaction)
        known = await show_for(interaction, show, act.guild_id)
        await confirm(interaction, services_of(interaction).curation.hide(act, known))

    @app_commands.command()
    @app_commands.describe(show="The show that goes", into="The show that stays")
    @app_commands.autocomplete(show=editable_titles, into=editable_titles)
    async def merge(self, interaction: Interaction, show: str, into: str) -> None:
        """Join two shows that are one (curators)"""
        act = act_of(interaction)
        refuse_unless_curator(act)
        old = await show_for(interaction, show, act.guild_id)
        new = await show_for(interaction, into, act.guild_id)
        merges = services_of(interaction).merges
        done = await Reply.to(interaction).patiently(merges.merge(act, old, new))
        await reply_with_merge(
            interaction, act, done, N_("**Merged**; old links lead here."), undo=True
        )

    @app_commands.command()
    @app_commands.describe(show=SHOW, record="The source's record, such as tvmaze:123")
    @app_commands.autocomplete(show=editable_titles, record=linked_records)
    async def split(self, interaction: Interaction, show: str, record: str) -> None:
        """Give a wrongly joined record a show of its own (curators)"""
        act = act_of(interaction)
        refuse_unless_curator(act)
        known = await show_for(interaction, show, act.guild_id)
        merges = services_of(interaction).merges
        done = await Reply.to(interaction).patiently(merges.split(act, known, record))
        await reply_with_merge(interaction, act, done, N_("It is a show of its own now."))

    @app_commands.command()
    @app_commands.describe(show=SHOW, season="Only what is about this season")
    @app_commands.autocomplete(show=editable_titles)
    async def history(self, interaction: Interaction, show: str, season: int | None = None) -> None:
        """Who said what about a show, when, from where, and what it replaced"""
        editor = editor_of(interaction)
        services = services_of(interaction)
        known = await show_for(interaction, show, editor.guild_id)
        page = await services.history.page(known, editor.scope, check_season(season), 0)
        view = history(page, editor.scope, services.clock())
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command()
    @app_commands.describe(
        show=SHOW, change="Its number in the history; leave it out for the last change"
    )
    @app_commands.autocomplete(show=undoable_titles)
    async def undo(self, interaction: Interaction, show: str, change: int | None = None) -> None:
        """Take back a change to a show"""
        act = act_of(interaction)
        services = services_of(interaction)
        show_id = await undoable_show(interaction, show, act)
        await confirm(interaction, services.curation.undo.last(act, show_id, change))

    @app_commands.command()
    async def review(self, interaction: Interaction) -> None:
        """Decide on what members suggest and on what sources say otherwise"""
        await show_queue(interaction)

    @app_commands.command(name="import")
    @app_commands.describe(file="TOML, JSON or JSON Lines, up to 1 MiB")
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Read facts from a file: see what it changes, then confirm"""
        act = act_of(interaction)
        check_size(file.size)
        await interaction.response.defer(ephemeral=True, thinking=True)
        services = services_of(interaction)
        known = await services.imports.prepare(act, file.filename, await content_of(file))
        view = difference(known, services.clock())
        await interaction.followup.send(view=view, ephemeral=True)

    @app_commands.command()
    @app_commands.describe(show=SHOW)
    @app_commands.autocomplete(show=editable_titles)
    async def export(self, interaction: Interaction, show: str) -> None:
        """Get a show's facts as a file that can be imported"""
        editor = editor_of(interaction)
        known = await show_for(interaction, show, editor.guild_id)
        text = rendered([known], "toml").encode()
        name = re.sub(r"[^a-z0-9]+", "-", known.name.casefold()).strip("-") or "show"
        file = discord.File(io.BytesIO(text), f"{name[:60]}.toml")
        await interaction.response.send_message(file=file, ephemeral=True)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Catalog())
