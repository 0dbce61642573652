"""Questions in a sentence: /ask, a mention of the bot, and the menu of a message."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answers.cards.question import HINT, ChoiceId, reply
from bot.answers.cards.state import CardState
from bot.answers.conversation import Speaker
from bot.answers.inquiry import Reading
from bot.answers.lookup import Asked
from bot.client import Cliffhanger, services_of
from bot.components import component
from bot.errors import CliffhangerError
from bot.facts.models import Show, Topic
from bot.guilds.settings import zone_of
from bot.presentation.boxes import notice
from bot.providers.cards import find_button

from .asking import Interaction, asked, late

if TYPE_CHECKING:
    from bot.app import Services

_LOG = logging.getLogger(__name__)

_ANSWER_THIS = "Answer this"


def _speaker(interaction: Interaction) -> Speaker:
    return Speaker(interaction.channel_id or 0, interaction.user.id)


async def answer(interaction: Interaction, text: str) -> None:
    """Answer a question in the channel; what only the asker needs, they alone see."""
    services = services_of(interaction)
    how = asked(interaction)
    reading = await services.inquiry.ask(text, how, _speaker(interaction), title_alone=True)
    view = _view(services, reading, how, interaction.user.id)
    sent = await interaction.response.send_message(view=view, ephemeral=not reading.answers)
    services.sources.asked(answer.show.id for answer in reading.answers)
    if reading.answers:
        told = _told_by(services, reading, how, interaction.user.id)
        place = (sent.message_id, interaction.id)
        edit = interaction.edit_original_response
        await late(services.sources, reading.answers[0], place, view, told, edit)


def _told_by(
    services: Services, reading: Reading, how: Asked, asker: int
) -> Callable[[Show], ui.LayoutView]:
    """The same reply, from the show as it resolves later."""

    def told(show: Show) -> ui.LayoutView:
        answers = tuple(
            services.lookup.answer(show, answer.verdict.number, answer.topic, how)
            for answer in reading.answers
        )
        return reply(replace(reading, answers=answers), asker)

    return told


def _view(services: Services, reading: Reading, how: Asked, asker: int) -> ui.LayoutView:
    """The reply; where a show is named that nobody knows here, with a button to look for it."""
    question, names = reading.question, services.sources.names
    find = None
    if question.fragment and names:
        topic = Topic(question.topics[0]) if question.topics else Topic.GENERAL
        season = question.season if question.season is None or question.season <= 9999 else None
        state = CardState(topic, None, season, asker, region=how.region)
        find = find_button(question.fragment, names, state)
    return reply(reading, asker, find)


class Ask(commands.Cog):
    """Reads questions the way a fan asks them."""

    def __init__(self, bot: Cliffhanger) -> None:
        self._bot = bot
        self._menu = app_commands.ContextMenu(name=_ANSWER_THIS, callback=self.answer_this)

    async def cog_load(self) -> None:
        """Add the menu of messages."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take the menu away."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command()
    @app_commands.describe(question="As you would say it: is soundtrack getting another season?")
    async def ask(self, interaction: Interaction, question: str) -> None:
        """Ask about a show in your own words"""
        await answer(interaction, question)

    async def answer_this(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer the question in somebody's message."""
        if not message.content.strip():
            await interaction.response.send_message(view=notice(HINT), ephemeral=True)
            return
        await answer(interaction, message.content)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that mentions the bot; other messages bring no text and no answer."""
        me = self._bot.user
        if me is None or message.author.bot or message.guild is None:
            return
        try:
            if any(user.id == me.id for user in message.mentions):
                await self._answer_mention(message, me.id)
            elif any(_is_role_of(role, me.id) for role in message.role_mentions):
                await message.reply(
                    view=notice("Mention me myself, not my role, and I can read what you ask."),
                    mention_author=False,
                )
        except discord.HTTPException as error:
            _LOG.info("a mention was not answered: %s", error)

    async def _answer_mention(self, message: discord.Message, me: int) -> None:
        text = re.sub(rf"<@!?{me}>", " ", message.content).strip()
        if not text or message.guild is None:
            return
        services = self._bot.services
        settings = services.guilds.of(message.guild.id)
        how = Asked(message.guild.id, zone_of(settings), settings.region)
        speaker = Speaker(message.channel.id, message.author.id)
        try:
            reading = await services.inquiry.ask(text, how, speaker)
        except CliffhangerError as error:
            await message.reply(view=notice(str(error)), mention_author=False)
            return
        if not reading.question.is_question and "?" not in text:
            return
        view = _view(services, reading, how, message.author.id)
        sent = await message.reply(view=view, mention_author=False)
        services.sources.asked(answer.show.id for answer in reading.answers)
        if reading.answers:
            told = _told_by(services, reading, how, message.author.id)
            place = (sent.id, message.id)
            await late(services.sources, reading.answers[0], place, view, told, sent.edit)

    @component(ChoiceId)
    async def choose(self, interaction: Interaction, pressed: ChoiceId) -> None:
        """Answer about the show meant: for the channel where the asker chose, else for whoever."""
        how = asked(interaction)
        services = services_of(interaction)
        reading = await services.inquiry.about(
            pressed.question, pressed.show, how, _speaker(interaction)
        )
        services.sources.asked([pressed.show])
        view = reply(reading, interaction.user.id)
        if interaction.user.id != pressed.asker:
            await interaction.response.send_message(view=view, ephemeral=True)
        elif interaction.message is not None and interaction.message.flags.ephemeral:
            await interaction.response.defer()
            await interaction.followup.send(view=view)
            await interaction.delete_original_response()
        else:
            await interaction.response.edit_message(view=view)


def _is_role_of(role: discord.Role, bot_id: int) -> bool:
    return role.tags is not None and role.tags.bot_id == bot_id


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Ask(bot))
