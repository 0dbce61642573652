"""What is coming up and what is new: /upcoming, /news."""

from __future__ import annotations

from datetime import datetime, timedelta

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
from bot.calendar.upcoming import Wanted
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

from .interactions import CheckedNumber, Interaction, scope_of

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
        networks, scope = services_of(interaction).networks, scope_of(interaction)
        meant = await networks.meant(network, scope)
        state = ListState(days, mark_of(meant), kind, mine, interaction.user.id)
        reply = Reply.to(interaction)
        await reply.answer(await reply.patiently(upcoming_view(interaction, state, meant)))

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
        state, networks = pressed.state, services_of(interaction).networks
        network = await networks.marked(state.network, scope_of(interaction))
        card = await upcoming_view(interaction, state, network)
        await Reply.to(interaction).turn(card, asker=state.asker)

    @component(NewsId)
    async def turn_news(self, interaction: Interaction, pressed: NewsId) -> None:
        """Turn the page of what is new."""
        state, networks = pressed.state, services_of(interaction).networks
        network = await networks.marked(state.network, scope_of(interaction))
        card = await _news(interaction, state, network)
        await Reply.to(interaction).turn(card, asker=state.asker)


def _now(interaction: Interaction) -> datetime:
    services = services_of(interaction)
    return services.clock().astimezone(zone_of(services.guilds.of(scope_of(interaction))))


async def upcoming_view(
    interaction: Interaction, state: ListState, network: str | None
) -> ui.LayoutView:
    """A page of what is coming up, or that nothing is; whoever turns it has it for themselves."""
    chosen = KINDS.get(state.kind or "")
    wanted = Wanted(
        network,
        chosen if isinstance(chosen, DateKind) else None,
        chosen if isinstance(chosen, Kind) else None,
        state.mine,
    )
    now, user_id = _now(interaction), interaction.user.id
    calendar, scope = services_of(interaction).calendar, scope_of(interaction)
    agenda = await calendar.agenda(wanted, state.days, now, scope=scope, user_id=user_id)
    if not agenda.entries:
        return notice(_nothing_comes(state, network))
    shown = on_page(agenda.entries, state.page, UPCOMING_PAGE)
    return upcoming_card(await calendar.translated(agenda, shown, scope), state, now)


async def _news(interaction: Interaction, state: ListState, network: str | None) -> ui.LayoutView:
    """A page of what is new, or that nothing is."""
    calendar, now, scope = (
        services_of(interaction).calendar,
        _now(interaction),
        scope_of(interaction),
    )
    items = await calendar.news(now - timedelta(days=state.days), scope=scope, network=network)
    if not items:
        return notice(_nothing_is_new(state, network))
    page = on_page(items, state.page, NEWS_PAGE)
    shows = await calendar.shows((item.show_id for item in page), scope)
    return news_card(items, shows, state, now)


def _nothing_comes(state: ListState, network: str | None) -> str:
    days = state.days
    if network is not None:
        return ngettext(
            "I know of nothing that comes up on {network} until tomorrow.",
            "I know of nothing that comes up on {network} in the next {days} days.",
            days,
            network=Markdown().escape(clip(tamed(network), 80)),
            days=days,
        )
    if state.mine:
        return ngettext(
            "Nothing that is followed comes up until tomorrow, as far as I know. `/remind` "
            "and `/alerts follow` follow a show.",
            "Nothing that is followed comes up in the next {days} days, as far as I know. "
            "`/remind` and `/alerts follow` follow a show.",
            days,
            days=days,
        )
    return ngettext(
        "I know of nothing that comes up until tomorrow.",
        "I know of nothing that comes up in the next {days} days.",
        days,
        days=days,
    )


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
