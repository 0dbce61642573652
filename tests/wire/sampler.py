"""A bot with one of everything the server can drive; the server's own tests run it."""

from __future__ import annotations

import os
import re
from typing import Any

import discord
import yarl
from discord import app_commands

Event = discord.Interaction["Sampler"]
_LAST = 2


class Counted(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"count:(?P<count>\d+)"):
    """A button whose state is its ``custom_id``, so it outlives the process. It counts to 2."""

    def __init__(self, count: int) -> None:
        super().__init__(discord.ui.Button(label=f"Count {count}", custom_id=f"count:{count}"))
        self.count = count

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str]
    ) -> Counted:
        return cls(int(match["count"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        if self.count == _LAST:
            await interaction.response.defer()
            await interaction.followup.send("that is all", ephemeral=True)
            return
        view = discord.ui.View(timeout=None)
        view.add_item(Counted(self.count + 1))
        await interaction.response.edit_message(view=view)


class Form(discord.ui.Modal, title="Correct a fact"):
    reason = discord.ui.Label(text="Why", component=discord.ui.TextInput[Any](custom_id="reason"))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        assert isinstance(self.reason.component, discord.ui.TextInput)
        await interaction.response.send_message(f"because {self.reason.component.value}")


catalog = app_commands.Group(name="catalog", description="Facts")


@catalog.command(name="set", description="Opens a form")
@app_commands.default_permissions(manage_guild=True)
async def catalog_set(interaction: Event, show: str) -> None:
    if not interaction.permissions.manage_guild:
        await interaction.response.send_message("Only moderators may.", ephemeral=True)
        return
    await interaction.response.send_modal(Form())


@catalog.command(name="import", description="Reads a file")
async def catalog_import(interaction: Event, file: discord.Attachment) -> None:
    data = await file.read()
    await interaction.response.send_message(f"{file.filename}: {len(data)} bytes")


@app_commands.command(description="Answers later")
async def slow(interaction: Event, channel: discord.TextChannel | None = None) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(content=f"in {channel}")
    await interaction.followup.send("and more", ephemeral=True)


@app_commands.command(description="A button that counts")
@app_commands.guild_only()
async def count(interaction: Event) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(Counted(0))
    await interaction.response.send_message("0", view=view)


@app_commands.command(description="Sends a file")
async def export(interaction: Event) -> None:
    await interaction.response.send_message(file=discord.File(os.__file__, "catalog.json"))


@app_commands.context_menu(name="Answer this")
async def answer_this(interaction: Event, message: discord.Message) -> None:
    await interaction.response.send_message(f"you asked: {message.content}")


class Sampler(discord.Client):
    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            max_messages=None,
        )
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Counted)
        commands: tuple[Any, ...] = (catalog, slow, count, export, answer_this)
        for command in commands:
            self.tree.add_command(command)
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if self.user is not None and self.user.mentioned_in(message):
            await message.reply(f"you said: {message.content}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        print(f"left {guild.name}")

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        print(f"gone #{channel.name}")


def main() -> None:
    discord.http.Route.BASE = os.environ["DISCORD_API_URL"]
    gateway = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway
    Sampler().run(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    main()
