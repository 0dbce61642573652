"""The card about a show that answers an interaction: sent, switched, published, kept up to date."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Self

import discord
from discord import ui

from bot.answers.cards.answer import ALSO, Namesakes, card
from bot.answers.cards.custom_ids import CardState, ShowsId
from bot.answers.cards.pickers import did_you_mean, namesakes
from bot.answers.citations import SETTLED, Fetch
from bot.answers.lookup import Answer, Asked, Found, Nothing, Several
from bot.answers.related import Pointer, distinct_title
from bot.answers.trailers import newest_trailer
from bot.discord_client.client import services_of
from bot.discord_client.reply import Reply, best_effort
from bot.facts.models import Show, Topic
from bot.presentation.names import title_of
from bot.providers.cards import another_button, find_button
from bot.providers.on_demand import Arrival
from bot.web.urls import Links

from .interactions import Interaction, asked, scope_of

if TYPE_CHECKING:
    from bot.composition_root import Services

_READ_MORE = 3
"""How many related shows are named on a card."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    """The card that answers one person about a show, drawn again when more is known of it."""

    services: Services
    how: Asked
    state: CardState
    namesakes: Namesakes | None = None

    @classmethod
    def of(
        cls, interaction: Interaction, state: CardState, namesakes: Namesakes | None = None
    ) -> Self:
        """The card of that state for the person who acts; from now on it is theirs to turn."""
        state = replace(state, asker=interaction.user.id)
        how = asked(interaction, state.region)
        return cls(services_of(interaction), how, state, namesakes)

    def answer(self, show: Show, fetch: Fetch = SETTLED) -> Answer:
        """What it answers about the show as it resolves now."""
        lookup = self.services.lookup
        return lookup.answer(show, self.state.season, self.state.topic, self.how, fetch)

    def draw(self, show: Show, fetch: Fetch = SETTLED) -> ui.LayoutView:
        """Draw the card; `fetch` is the state of asking for more."""
        state, services = self.state, self.services
        answer = self.answer(show, fetch)
        return card(
            answer,
            asker=state.asker,
            page=state.page,
            namesakes=self.namesakes,
            read_more=read_more(services, show, self.how.scope),
            find=another_button(show.name, state) if services.sources.names else None,
        )


def read_more(services: Services, show: Show, scope: int) -> list[Pointer]:
    """The show's own page, where there is one, and the shows most like it."""
    ids = services.related.of(show, _READ_MORE)
    page = _page(services, show.id, show.name)
    called = services.library.called_at_hand(ids, scope)
    others = [
        Pointer(
            called.get(entry.show_id) or distinct_title(entry, show),
            _page(services, entry.show_id, entry.title),
        )
        for entry in (match.entry for match in services.lookup.matches(ids, scope))
    ]
    return others if page is None else [Pointer(title_of(show), page), *others]


def _page(services: Services, show_id: int, title: str) -> str | None:
    """The address of a show's page; None if no pages are served or not everybody sees the show."""
    site = services.feeds.site
    if site is None or services.library.leads_to(show_id) is None:
        return None
    return Links(site).show_named(show_id, title)


async def answer_about(
    interaction: Interaction,
    typed: str,
    season: int | None,
    topic: Topic,
    region: str | None = None,
) -> None:
    """Answer a command about a show: with the card, a picker among namesakes, or similar titles."""
    services = services_of(interaction)
    how = asked(interaction, region)
    state = CardState(topic, None, season, interaction.user.id, region=how.region)
    result = await services.lookup.meant(typed, how.scope)
    reply = Reply.to(interaction)
    if isinstance(result, Found):
        others = Namesakes(result.namesakes, season) if result.namesakes else None
        drawn = ShowCard.of(interaction, state, others)
        await _send(interaction, reply, drawn, result.show, reply.answer, plays=True)
    else:
        await offer(interaction, result, state)


async def offer(interaction: Interaction, result: Several | Nothing, state: CardState) -> None:
    """Answer a title that is not one show's with those that could be meant; only the asker sees
    it."""
    services, reply = services_of(interaction), Reply.to(interaction)
    if isinstance(result, Several):
        another = another_button(result.typed, state) if services.sources.names else None
        matches = await services.lookup.named(result.matches, scope_of(interaction))
        several = namesakes(result.typed, matches, state, another)
        await reply.answer(several, ephemeral=True)
    else:
        names = services.sources.names
        find = find_button(result.typed, names, state) if names else None
        is_learning = await services.sources.index.is_in_first_pass()
        scope = scope_of(interaction)
        close = await services.lookup.named(result.close, scope)
        card = did_you_mean(result.typed, close, state, find, scope, is_learning=is_learning)
        await reply.answer(card, ephemeral=True)


async def turn(interaction: Interaction, state: CardState, show: Show) -> None:
    """Turn a card: in place for its asker, and for anybody else a card of their own."""
    reply = Reply.to(interaction)
    drawn = ShowCard.of(interaction, state, _namesakes_on(interaction, show))
    send = partial(reply.turn, asker=state.asker)
    await _send(interaction, reply, drawn, show, send, plays=False)


async def publish(
    interaction: Interaction, state: CardState, show: Show, arrival: Arrival | None = None
) -> None:
    """Answer a pick from a list that only the asker sees: the card itself is for the channel.

    `arrival` is what is on its way for it already.
    """
    reply, drawn = Reply.to(interaction), ShowCard.of(interaction, replace(state, page=0))
    services_of(interaction).lookup.picked(show.id, drawn.how.scope)
    await _send(interaction, reply, drawn, show, reply.publish, plays=True, arrival=arrival)


async def open_card(interaction: Interaction, show: Show, season: int | None) -> None:
    """Answer a pick from a list that others read too: the card is for whoever picked."""
    state = CardState(Topic.GENERAL, show.id, season, interaction.user.id)
    reply, drawn = Reply.to(interaction), ShowCard.of(interaction, state)
    services_of(interaction).lookup.picked(show.id, drawn.how.scope)
    send = partial(reply.answer, ephemeral=True)
    await _send(interaction, reply, drawn, show, send, plays=False)


async def _send(
    interaction: Interaction,
    reply: Reply,
    drawn: ShowCard,
    show: Show,
    send: Callable[[ui.LayoutView], Awaitable[None]],
    *,
    plays: bool,
    arrival: Arrival | None = None,
) -> None:
    """Send a card, keep its show up to date, and edit the card once when there is more to say.

    The providers are asked before the card is sent, which waits for nothing. A provider that takes
    far longer than the others is worth a second edit.
    """
    sources = services_of(interaction).sources
    arrival = arrival or sources.on_demand.begin(show)
    await send(drawn.draw(show, arrival.fetch))
    sources.asked([show.id])
    plays = plays and drawn.state.topic is Topic.TRAILER
    played = plays and await _play(reply, drawn.answer(show))
    for coming in (sources.arrived, sources.completed):
        more = coming(arrival, show, lambda seen: drawn.answer(seen).verdict.number)
        arrived = await reply.redraw(more, lambda more: drawn.draw(more.show, more.fetch))
        if arrived is not None and plays and not played:
            played = await _play(reply, drawn.answer(arrived.show))


async def _play(reply: Reply, answer: Answer) -> bool:
    """Post a trailer that was asked for as a link by itself, which Discord plays; returns whether
    there is one."""
    link = newest_trailer(answer)
    if link is None:
        return False
    await best_effort(reply.send_link(link), "a trailer's link was not sent")
    return True


def _namesakes_on(interaction: Interaction, show: Show) -> Namesakes | None:
    """The other shows that the card clicked on has a picker for; with the one that it was of."""
    for menu in _menus(interaction.message) if interaction.message is not None else ():
        written = ShowsId.read(menu.custom_id or "")
        if written is None or written.slot != ALSO:
            continue
        ids = [written.state.show or 0, *(int(option.value) for option in menu.options)]
        others = (show_id for show_id in ids if show_id != show.id)
        others_known = services_of(interaction).lookup.matches(others, scope_of(interaction))
        return Namesakes(others_known, written.state.season) if others_known else None
    return None


def _menus(message: discord.Message) -> Iterator[discord.SelectMenu]:
    """The pickers of a card."""
    for box in message.components:
        for row in box.children if isinstance(box, discord.Container) else ():
            for part in row.children if isinstance(row, discord.ActionRow) else ():
                if isinstance(part, discord.SelectMenu):
                    yield part
