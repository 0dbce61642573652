"""Questions in a sentence: /ask, a mention of the bot, a direct message, the menu of a message."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answers.cards.custom_ids import CardState, ChoiceId
from bot.answers.cards.question import hint
from bot.answers.cards.question import reply as drawn
from bot.answers.conversation import Reading, Speaker, at_once
from bot.answers.lookup import Asked
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.component_routing import component
from bot.discord_client.reply import Reply
from bot.facts.models import Topic
from bot.locale.languages import language, of_question, speak
from bot.locale.messages import _
from bot.presentation.layout import notice
from bot.providers.cards import another_button, find_button
from bot.questions.coming import coming

from .interactions import Interaction, asked, asked_in
from .show_cards import read_more
from .upcoming import coming_view

if TYPE_CHECKING:
    from bot.composition_root import Services

_ANSWER_THIS = "Answer this"


def _speaker(interaction: Interaction) -> Speaker:
    return Speaker(interaction.channel_id or 0, interaction.user.id)


async def answer(interaction: Interaction, text: str, *, as_asked: bool = False) -> None:
    """Answer a question in the channel; what only the asker needs, they alone see.

    With `as_asked` the answer is in the question's own language.
    """
    services = services_of(interaction)
    how = asked(interaction)
    inquiry, speaker = services.inquiry, _speaker(interaction)
    question = await inquiry.read(text, how, speaker, title_alone=True)
    if as_asked:
        speak(of_question(question.language))
    if (all_shows := coming(question)) is not None:
        view = coming_view(services, all_shows, how.scope, interaction.user.id)
        reply = Reply.to(interaction)
        await reply.answer(await reply.patiently(view))
        return
    reading = await inquiry.answers(question, how, speaker)
    asker = interaction.user.id
    await _answer(services, lambda _number: Reply.to(interaction), reading, how, asker)


async def _answer(
    services: Services, reply: Callable[[int], Reply], reading: Reading, how: Asked, asker: int
) -> None:
    """A card for each show asked about, all sent before the first is edited, and a word about the
    shows that are left out.

    `reply` makes the reply of each number, counted from 0.
    """
    later = []
    for number, part in enumerate((reading, *reading.also)):
        to = reply(number)
        send = partial(to.answer, ephemeral=not part.answers)
        later.append(await _send(services, to, part, how, asker, send))
    if reading.question.asks_more:
        await reply(len(later)).answer(notice(at_once()), ephemeral=True)
    for redraw in later:
        await redraw()


async def _send(
    services: Services,
    reply: Reply,
    reading: Reading,
    how: Asked,
    asker: int,
    send: Callable[[ui.LayoutView], Awaitable[None]],
) -> Callable[[], Awaitable[None]]:
    """Send the reply and keep its shows up to date; what edits it once there is more to say."""
    inquiry, sources = services.inquiry, services.sources
    if not reading.answers:
        named = await services.lookup.named(reading.question.candidates, how.scope)
        reading = replace(reading, question=replace(reading.question, candidates=named))
        await send(_view(services, reading, how, asker))
        return _nothing
    show = reading.answers[0].show
    arrival = sources.on_demand.begin(show)
    await send(_view(services, inquiry.again(reading, show, how, arrival.fetch), how, asker))
    sources.asked(answer.show.id for answer in reading.answers)

    async def redraw() -> None:
        for awaited in (sources.arrived, sources.completed):
            await reply.redraw(
                awaited(arrival, show, lambda seen: inquiry.season_of(reading, seen, how)),
                lambda more: _view(
                    services, inquiry.again(reading, more.show, how, more.fetch), how, asker
                ),
            )

    return redraw


async def _nothing() -> None:
    """The completion of an answer to which nothing will be added."""


def _view(services: Services, reading: Reading, how: Asked, asker: int) -> ui.LayoutView:
    """The reply, with a button to look elsewhere for the show that it names."""
    question, names = reading.question, services.sources.names
    topic = Topic(question.topics[0]) if question.topics else Topic.GENERAL
    season = question.season if question.season is None or question.season <= 9999 else None
    state = CardState(topic, None, season, asker, region=how.region)
    find = None
    if names and reading.answers:
        find = another_button(reading.answers[0].show.name, state)
    elif names and question.fragment:
        find = find_button(question.fragment, names, state)
    more = read_more(services, reading.answers[0].show, how.scope) if reading.answers else ()
    return drawn(reading, asker, find, more)


class Ask(commands.Cog):
    """Reads questions the way a fan asks them."""

    def __init__(self, bot: Cliffhanger) -> None:
        self._bot = bot
        self._menu = app_commands.ContextMenu(name=_ANSWER_THIS, callback=self.answer_this)

    async def cog_load(self) -> None:
        """Add the command to the menu of messages."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Remove the command from the menu of messages."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command()
    @app_commands.describe(question="As you would say it: is soundtrack getting another season?")
    async def ask(self, interaction: Interaction, question: str) -> None:
        """Ask about a show in your own words"""
        await answer(interaction, question)

    async def answer_this(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer the question in somebody's message."""
        if not message.content.strip():
            await interaction.response.send_message(view=notice(hint()), ephemeral=True)
            return
        await answer(interaction, message.content, as_asked=True)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that mentions the bot, or one sent to it directly; no other has its
        text."""
        me = self._bot.user
        if me is None or message.author.bot:
            return
        services = self._bot.services
        text = re.sub(rf"<@!?{me.id}>", " ", message.content).strip()
        if message.guild is None:
            speak(services.recipients.last_used(message.author.id) or language())
            if message.is_system():
                return
            if text:
                await self._answer_text(message, text)
            elif message.content:  # called by name and asked nothing
                await Reply.under(message).answer(notice(hint()))
            return
        # If a question's own words do not tell its language, it is the server's.
        speak(services.guilds.spoken_in(message.guild.id))
        if any(user.id == me.id for user in message.mentions):
            if text != message.content.strip() and not any(sign.isalnum() for sign in text):
                # Called by name and asked nothing; a reply to the bot, a picture say, calls nobody.
                await Reply.under(message).answer(notice(hint()))
            elif text:
                await self._answer_text(message, text)
        elif any(_is_role_of(role, me.id) for role in message.role_mentions):
            text = _("Mention me myself, not my role, and I can read what you ask.")
            await Reply.under(message).answer(notice(text))

    async def _answer_text(self, message: discord.Message, text: str) -> None:
        """Answer what somebody wrote; in a server only what is asked, and of the bot."""
        services, asker = self._bot.services, message.author.id
        directly = message.guild is None
        how = asked_in(services.guilds, message.guild.id if message.guild is not None else 0)
        speaker = Speaker(message.channel.id, asker)
        inquiry = services.inquiry
        work = inquiry.read(text, how, speaker, title_alone=directly)
        question = await Reply.under(message).attempt(work)
        if question is None:
            return
        if not (question.for_help and question.fragment):
            # Otherwise the words beside the mention are read, and "me" in "me ajuda" is English as
            # well.
            speak(of_question(question.language))
        replies = message.type is discord.MessageType.reply
        called = directly or replies or message.content.startswith("<@")
        if (all_shows := coming(question)) is not None:
            services.recipients.used(asker, language())
            reply = Reply.under(message)
            shown = coming_view(services, all_shows, how.scope, asker)
            if (view := await reply.attempt(shown)) is not None:
                await reply.answer(view)
            return
        if not question.is_question and not directly:
            ends_asking = message.content.rstrip().endswith(("?", "？"))
            if question.for_help or (called and ends_asking and not replies):
                # A person who addresses the bot by name must get an answer.
                await Reply.under(message).answer(notice(hint()))
            return
        if not called and not (question.follow_up or question.fragment or question.candidates):
            # "lol who made @bot?" names no show, and speaks of the bot rather than to it.
            return
        services.recipients.used(asker, language())
        reading = await Reply.under(message).attempt(inquiry.answers(question, how, speaker))
        if reading is not None:
            await _answer(
                services, lambda number: Reply.under(message, number), reading, how, asker
            )

    @component(ChoiceId)
    async def choose(self, interaction: Interaction, pressed: ChoiceId) -> None:
        """Answer about the show meant: in the channel if the asker chose, else only to the person
        who did."""
        how = asked(interaction)
        services = services_of(interaction)
        reading = await services.inquiry.about(
            pressed.question, pressed.show, how, _speaker(interaction)
        )
        services.lookup.picked(pressed.show, how.scope)
        reply = Reply.to(interaction)
        seen = interaction.message
        private = seen is not None and seen.flags.ephemeral
        publishes = private and interaction.user.id == pressed.asker
        send = reply.publish if publishes else partial(reply.turn, asker=pressed.asker)
        redraw = await _send(services, reply, reading, how, interaction.user.id, send)
        await redraw()


def _is_role_of(role: discord.Role, bot_id: int) -> bool:
    return role.tags is not None and role.tags.bot_id == bot_id


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded, before anybody can ask."""
    bot.services.inquiry.prepare()
    await bot.add_cog(Ask(bot))
