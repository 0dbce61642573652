"""What is coming up and what is new: /upcoming, /news."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from discord import app_commands, ui
from discord.ext import commands

from bot.answers.network_lookup import mark_of
from bot.calendar.cards import (
    KIND_NAMES,
    KINDS,
    NEWS_PAGE,
    UPCOMING_PAGE,
    ListState,
    NewsId,
    UpcomingId,
    news_card,
    on_page,
    upcoming_card,
)
from bot.calendar.upcoming import Wanted, nothing_comes
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.component_routing import component
from bot.discord_client.reply import Reply
from bot.errors import BadInputError
from bot.facts.models import Kind
from bot.facts.season_dates import DateKind
from bot.guilds.settings import zone_of
from bot.locale.messages import ngettext
from bot.presentation.layout import notice
from bot.presentation.markup import Markdown, clip, tamed
from bot.questions.coming import Coming

from .interactions import CheckedNumber, Interaction, scope_of

if TYPE_CHECKING:
    from bot.composition_root import Services

_DAYS = 14
_MOST_DAYS = 90

_NETWORK = "A network or streamer; pick one from the list"
_KINDS = [app_commands.Choice(name=KIND_NAMES[name], value=name) for name in KINDS]


def _check_days(days: int) -> None:
    if not 1 <= days <= _MOST_DAYS:
        raise BadInputError("The days must be a number from 1 to {most}.", most=_MOST_DAYS)


Days = app_commands.Transform[int, CheckedNumber(_check_days)]


async def suggest_networks(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete for a network."""
    names = await services_of(interaction).networks.suggest(typed, scope_of(interaction))
    return [app_commands.Choice(name=name, value=name) for name in names]


class Upcoming(commands.Cog):
    """For every member."""

    @app_commands.command()
    @app_commands.describe(
        days="How many days ahead, 1 to 90; 14 if you leave it out",
        network=_NETWORK,
        kind="Only what happens in that way, or only shows of that kind",
        mine="Only what this server or you follow",
    )
    @app_commands.choices(kind=_KINDS)
    @app_commands.autocomplete(network=suggest_networks)
    async def upcoming(
        self,
        interaction: Interaction,
        days: Days = _DAYS,
        network: str | None = None,
        kind: str | None = None,
        mine: bool = False,
    ) -> None:
        """What begins, returns and ends soon, by day"""
        services, scope = services_of(interaction), scope_of(interaction)
        meant = await services.networks.meant(network, scope)
        state = ListState(days, mark_of(meant), kind, mine, interaction.user.id)
        view = upcoming_view(services, state, meant, scope, interaction.user.id)
        reply = Reply.to(interaction)
        await reply.answer(await reply.patiently(view))

    @app_commands.command()
    @app_commands.describe(
        days="How many days back, 1 to 90; 14 if you leave it out", network=_NETWORK
    )
    @app_commands.autocomplete(network=suggest_networks)
    async def news(
        self, interaction: Interaction, days: Days = _DAYS, network: str | None = None
    ) -> None:
        """What was renewed, canceled, dated, moved or delayed lately"""
        networks, scope = services_of(interaction).networks, scope_of(interaction)
        meant = await networks.meant(network, scope)
        state = ListState(days, mark_of(meant), None, False, interaction.user.id)
        reply = Reply.to(interaction)
        await reply.answer(await reply.patiently(_news(interaction, state, meant)))

    @component(UpcomingId)
    async def turn_upcoming(self, interaction: Interaction, pressed: UpcomingId) -> None:
        """Turn the page of what is coming up."""
        state, services, scope = pressed.state, services_of(interaction), scope_of(interaction)
        network = await services.networks.marked(state.network, scope)
        card = await upcoming_view(services, state, network, scope, interaction.user.id)
        await Reply.to(interaction).turn(card, asker=state.asker)

    @component(NewsId)
    async def turn_news(self, interaction: Interaction, pressed: NewsId) -> None:
        """Turn the page of what is new."""
        state, networks = pressed.state, services_of(interaction).networks
        network = await networks.marked(state.network, scope_of(interaction))
        card = await _news(interaction, state, network)
        await Reply.to(interaction).turn(card, asker=state.asker)


def _now(services: Services, scope: int) -> datetime:
    return services.clock().astimezone(zone_of(services.guilds.of(scope)))


async def upcoming_view(
    services: Services, state: ListState, network: str | None, scope: int, user_id: int
) -> ui.LayoutView:
    """A page of what is coming up for somebody in a server, or that nothing is."""
    chosen = KINDS.get(state.kind or "")
    wanted = Wanted(
        network,
        chosen if isinstance(chosen, DateKind) else None,
        chosen if isinstance(chosen, Kind) else None,
        state.mine,
    )
    now, calendar = _now(services, scope), services.calendar
    agenda = await calendar.agenda(wanted, state.days, now, scope=scope, user_id=user_id)
    if not agenda.entries:
        return notice(nothing_comes(state.days, network, Markdown(), mine=state.mine))
    shown = on_page(agenda.entries, state.page, UPCOMING_PAGE)
    return upcoming_card(await calendar.translated(agenda, shown, scope), state, now)


async def coming_view(services: Services, asked: Coming, scope: int, user_id: int) -> ui.LayoutView:
    """What was asked about all shows in a sentence, as `/upcoming` answers it."""
    network = await services.networks.spelled(asked.network, scope)
    state = ListState(asked.days, mark_of(network), None, False, user_id)
    return await upcoming_view(services, state, network, scope, user_id)


async def _news(interaction: Interaction, state: ListState, network: str | None) -> ui.LayoutView:
    """A page of what is new, or that nothing is."""
    services, scope = services_of(interaction), scope_of(interaction)
    calendar, now = services.calendar, _now(services, scope)
    items = await calendar.news(now - timedelta(days=state.days), scope=scope, network=network)
    if not items:
        return notice(_nothing_is_new(state, network))
    page = on_page(items, state.page, NEWS_PAGE)
    shows = await calendar.shows((item.show_id for item in page), scope)
    return news_card(items, shows, state, now)


def _nothing_is_new(state: ListState, network: str | None) -> str:
    if network is not None:
        return ngettext(
            "I know of nothing new on {network} since yesterday.",
            "I know of nothing new on {network} in the last {days} days.",
            state.days,
            network=Markdown().escape(clip(tamed(network), 80)),
            days=state.days,
        )
    return ngettext(
        "I know of nothing new since yesterday.",
        "I know of nothing new in the last {days} days.",
        state.days,
        days=state.days,
    )


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Upcoming())
