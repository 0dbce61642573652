"""The addresses of calendar feeds: /calendar."""

from __future__ import annotations

from discord import app_commands, ui
from discord.ext import commands

from bot.calendar.cards import MINE, RenewId, calendar_card
from bot.calendar.feeds import FeedOwner, Feeds
from bot.client import Cliffhanger, services_of
from bot.components import component
from bot.errors import BadInputError
from bot.locale.messages import _
from bot.reply import Reply

from .asking import Interaction, scope_of
from .permission import editor_of
from .upcoming import suggest_networks


class Calendar(commands.Cog):
    """For every member; a server's address is renewed by its editors."""

    @app_commands.command()
    @app_commands.describe(network="A network whose calendar you want; pick one from the list")
    @app_commands.autocomplete(network=suggest_networks)
    async def calendar(self, interaction: Interaction, network: str | None = None) -> None:
        """Addresses of calendars to subscribe to: of what is followed here, of yours, of all"""
        _feeds(interaction)
        meant = await services_of(interaction).networks.meant(network, scope_of(interaction))
        reply = Reply.to(interaction)
        card = await reply.patiently(_card(interaction, meant), ephemeral=True)
        await reply.answer(card, ephemeral=True)

    @component(RenewId)
    async def renew(self, interaction: Interaction, pressed: RenewId) -> None:
        """Draw an address anew; the card then shows it."""
        feeds = _feeds(interaction)
        owner = FeedOwner(user_id=interaction.user.id)
        if pressed.whose != MINE:
            owner = FeedOwner(guild_id=editor_of(interaction).guild_id)
        reply = Reply.to(interaction)
        await reply.patiently(feeds.address(owner, anew=True), thinking=False)
        await reply.replace(await _card(interaction, None, renewed=True))


def _feeds(interaction: Interaction) -> Feeds:
    """The feeds, where there are any.

    Raises:
        BadInputError: nobody serves them.
    """
    feeds = services_of(interaction).feeds
    if feeds.site is None:
        raise BadInputError(
            "Calendars are off here: whoever runs me has to set WEB_PORT and WEB_URL."
        )
    return feeds


async def _card(
    interaction: Interaction, network: str | None, *, renewed: bool = False
) -> ui.LayoutView:
    feeds, scope = services_of(interaction).feeds, scope_of(interaction)
    addresses = []
    if network is not None:
        addresses.append((network, feeds.public(network)))
    if scope:
        name = _("What this server follows")
        addresses.append((name, await feeds.address(FeedOwner(guild_id=scope))))
    mine = await feeds.address(FeedOwner(user_id=interaction.user.id))
    addresses.append((_("What you are reminded of"), mine))
    addresses.append((_("Everything"), feeds.public()))
    return calendar_card(addresses, server=bool(scope), renewed=renewed)


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Calendar())
