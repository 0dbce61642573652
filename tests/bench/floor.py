"""The floor: bare discord.py that answers with constants, against which the bot is measured."""

from __future__ import annotations

import os

import discord
import yarl
from discord import app_commands

TOPICS = ("Release", "Cast", "Trailer", "Story", "Where")
CHOICES = [app_commands.Choice(name=f"Show number {n}", value=f"id:{n}") for n in range(25)]


def card() -> discord.ui.LayoutView:
    """A card of the same shape as the bot's: texts, five buttons, one menu."""
    view = discord.ui.LayoutView(timeout=None)
    buttons = (
        discord.ui.Button[discord.ui.LayoutView](label=topic, custom_id=f"floor:{topic.lower()}")
        for topic in TOPICS
    )
    menu = discord.ui.Select[discord.ui.LayoutView](
        custom_id="floor:season",
        options=[discord.SelectOption(label=f"Season {n}", value=str(n)) for n in range(1, 11)],
    )
    view.add_item(
        discord.ui.Container(
            discord.ui.TextDisplay("## Soundtrack · Season 2"),
            discord.ui.TextDisplay("**Canceled.** Netflix ended it after one season."),
            discord.ui.TextDisplay("Premiere: none\nEpisodes: none\nWhere: Netflix"),
            discord.ui.Separator(),
            discord.ui.TextDisplay("-# Netflix, 31 Jan 2020 · checked 2 h ago"),
            discord.ui.ActionRow(*buttons),
            discord.ui.ActionRow(menu),
            accent_color=0xCC3344,
        )
    )
    view.stop()  # a finished view is sent, but not kept for its callbacks
    return view


class Floor(discord.Client):
    """A client with one command and nothing behind it."""

    def __init__(self) -> None:
        super().__init__(
            # As the bot has, which is mentioned in messages: what it sends comes back as one.
            intents=discord.Intents(guilds=True, guild_messages=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
        )
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        self.tree.add_command(season)
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction[Floor]) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.edit_message(view=card())


@app_commands.command(description="A constant card")
async def season(
    interaction: discord.Interaction[Floor], show: str, season: int | None = None
) -> None:
    await interaction.response.send_message(view=card())


@season.autocomplete("show")
async def shows(
    interaction: discord.Interaction[Floor], current: str
) -> list[app_commands.Choice[str]]:
    return CHOICES


def main() -> None:
    discord.http.Route.BASE = os.environ["DISCORD_API_URL"]
    gateway = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway
    Floor().run(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    main()
