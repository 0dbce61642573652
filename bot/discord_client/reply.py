"""One reply to an interaction or to a message that mentions the bot, over its whole life.

It knows whether its first answer is used up, which message shows it, and how to edit that later:
    reply = Reply.to(interaction)
    await reply.answer(draw(show))
    await reply.redraw(joined(show), draw)  # once, if that says more and nobody turned the card
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any, Self, TypeVar
from weakref import WeakValueDictionary

import aiohttp
import discord
from discord import ui

from ..errors import CliffhangerError, in_a_line
from ..presentation.layout import notice
from .failures import UsedUpError, unanswerable

_LOG = logging.getLogger(__name__)
T = TypeVar("T")

_PATIENCE = 0.06
"""Seconds after which a reply whose work takes long asks Discord for more time than three
seconds."""

_NO_HISTORY = 160002
"""Discord's error for a reply where the bot may not read the channel's history:
https://docs.discord.com/developers/topics/opcodes-and-status-codes#json"""

_STAYS = "a card stays as it was sent"

_DRAWN: WeakValueDictionary[int, Reply] = WeakValueDictionary()
"""Which reply drew each message last, by the message's id, as long as that reply waits for more
facts."""


class Reply:
    """Answers a person once, by whichever way of answering is still open. Made by `to` and `under`.

    Every view is made anew for each call, because discord.py keeps state in it.
    """

    def __init__(
        self,
        interaction: discord.Interaction[Any] | None,
        message: discord.Message | None,
        number: int = 0,
    ) -> None:
        self._interaction = interaction
        self._message = message
        self._number = number
        self._shown: ui.LayoutView | None = None
        self._message_id: int | None = None
        self._edit: Callable[..., Awaitable[Any]] | None = None

    @classmethod
    def to(cls, interaction: discord.Interaction[Any]) -> Self:
        """The reply to a command, a click or a form."""
        return cls(interaction, None)

    @classmethod
    def under(cls, message: discord.Message, number: int = 0) -> Self:
        """The reply to a message; it notifies nobody. `number` tells several replies to one message
        apart."""
        return cls(None, message, number)

    @property
    def _asked(self) -> discord.Interaction[Any]:
        if self._interaction is None:
            raise TypeError("a message can only be answered")
        return self._interaction

    async def answer(self, view: ui.LayoutView, *, ephemeral: bool = False) -> None:
        """Answer with a new message; `ephemeral`: only the person sees it.

        After a deferral the first answer replaces it, and is as visible as it was.
        """
        if self._message is not None:
            await self._answer_message(self._message, view)
            return
        interaction = self._asked
        if interaction.response.is_done():
            later = await interaction.followup.send(view=view, ephemeral=ephemeral, wait=True)
            self._drew(view, later.id, later.edit)
        else:
            first = await interaction.response.send_message(view=view, ephemeral=ephemeral)
            self._drew(view, first.message_id, interaction.edit_original_response)

    async def _answer_message(self, message: discord.Message, view: ui.LayoutView) -> None:
        # Discord delivers a message again after a lost connection, and two processes may receive it
        # while a shard changes hands; it is answered once.
        nonce = f"{message.id}.{self._number}"
        try:
            try:
                sent = await message.reply(view=view, mention_author=False, nonce=nonce)
            except discord.HTTPException as error:
                if error.code != _NO_HISTORY:
                    raise
                sent = await message.channel.send(view=view, nonce=nonce)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _LOG.info("a mention was not answered: %s", in_a_line(error))
        else:
            self._drew(view, sent.id, sent.edit)

    async def defer(self, *, thinking: bool = True, ephemeral: bool = False) -> None:
        """Ask Discord for fifteen minutes instead of three seconds, unless the interaction was
        answered.

        With `thinking` the person sees that an answer is coming; without it, the message that they
        clicked on stays as it is until then.
        """
        if not self._asked.response.is_done():
            await self._asked.response.defer(thinking=thinking, ephemeral=ephemeral)

    async def patiently(
        self, work: Coroutine[Any, Any, T], *, thinking: bool = True, ephemeral: bool = False
    ) -> T:
        """Await the work; if it takes long, defer the interaction in the meantime."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=_PATIENCE)
        if not done:
            try:
                await self.defer(thinking=thinking, ephemeral=ephemeral)
            except discord.HTTPException as error:
                reason = unanswerable(error) or in_a_line(error)
                _LOG.warning("Discord gave no more time for an interaction: %s", reason)
        return await task

    async def attempt(self, work: Coroutine[Any, Any, T]) -> T | None:
        """The result of the work; None if it failed, and then the reply has said why."""
        try:
            return await work
        except CliffhangerError as error:
            view = notice(str(error))
        if self._message is None:
            await self.replace(view)
        else:
            await self.answer(view)
        return None

    async def replace(self, view: ui.LayoutView) -> None:
        """Replace the message that was clicked on, or the first answer."""
        interaction = self._asked
        if interaction.response.is_done():
            shown = await interaction.edit_original_response(view=view)
            self._drew(view, shown.id, interaction.edit_original_response)
            return
        if interaction.message is not None:
            # From here on, edits under way for the old card are dropped.
            self._drew(view, interaction.message.id, interaction.edit_original_response)
        await interaction.response.edit_message(view=view)

    async def turn(self, view: ui.LayoutView, *, asker: int) -> None:
        """Switch the card that was clicked on, if its asker clicked; anybody else gets a card of
        their own."""
        if self._asked.user.id == asker:
            await self.replace(view)
        else:
            await self.answer(view, ephemeral=True)

    async def publish(self, view: ui.LayoutView) -> None:
        """Post publicly what only the person has seen so far, and delete the private message.

        Raises:
            UsedUpError: an earlier click, perhaps a moment ago, has done so already.
        """
        await self.defer(thinking=False)
        picked_from: MutableMapping[int, None] = self._asked.client.picked_from
        list_id = self._asked.message.id if self._asked.message is not None else 0
        if list_id in picked_from:
            raise UsedUpError
        picked_from[list_id] = None
        try:
            await self.answer(view)
        except BaseException:
            del picked_from[list_id]
            raise
        await best_effort(self._dismiss(), "a list that was picked from stays")

    async def _dismiss(self) -> None:
        # The person may have dismissed it by hand.
        with contextlib.suppress(discord.NotFound):
            await self._asked.delete_original_response()

    async def send_link(self, url: str) -> None:
        """Post the link by itself, so that Discord plays it; links in a card are not unfurled."""
        await self._asked.followup.send(url)

    async def redraw(
        self, arrival: Awaitable[T | None], draw: Callable[[T], ui.LayoutView]
    ) -> T | None:
        """Wait for more facts; if there are any, edit the message, unless it was switched
        meanwhile.

        None, or a card that looks the same, edits nothing. Returns what the message shows now.
        """
        arrived = await best_effort(arrival, _STAYS)
        if arrived is None or self._message_id is None or self._edit is None:
            return None
        view = draw(arrived)
        if _DRAWN.get(self._message_id) is not self or _same(view, self._shown):
            return None
        self._shown = view
        edited = await best_effort(self._edit(view=view), _STAYS)
        return None if edited is None else arrived

    async def illustrate(self, picture: Awaitable[discord.File], view: ui.LayoutView) -> None:
        """Add a picture to the answered message, once the picture is there.

        Without it the message stays as it is.
        """
        file = await best_effort(picture, _STAYS)
        if file is None or self._message_id is None or self._edit is None:
            return
        if _DRAWN.get(self._message_id) is self:
            self._shown = view
            await best_effort(self._edit(view=view, attachments=[file]), _STAYS)

    def _drew(
        self, view: ui.LayoutView, message_id: int | None, edit: Callable[..., Awaitable[Any]]
    ) -> None:
        self._shown, self._message_id, self._edit = view, message_id, edit
        if message_id is not None:
            _DRAWN[message_id] = self


async def best_effort(work: Awaitable[T], failing: str) -> T | None:
    """The result of the work; None if it fails, which is logged as `failing` and told to nobody.

    It is for what follows a commit or an answer, which is valid whatever becomes of this.
    """
    try:
        return await work
    except (CliffhangerError, discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _LOG.warning("%s: %s", failing, in_a_line(error))
    except Exception:  # noqa: BLE001 - the boundary of what nobody waits for
        _LOG.exception(failing)
    return None


async def is_refused(work: Awaitable[object], failing: str) -> bool:
    """Do the work as `best_effort` does; returns whether Discord will refuse it until somebody
    changes something.

    That means a channel that was deleted or closed, not a passing failure.
    """
    refused = False

    async def attempt() -> None:
        nonlocal refused
        try:
            await work
        except (discord.NotFound, discord.Forbidden):
            refused = True
            raise

    await best_effort(attempt(), failing)
    return refused


def _same(one: ui.LayoutView, other: ui.LayoutView | None) -> bool:
    return other is not None and _components(one) == _components(other)


def _components(view: ui.LayoutView) -> list[dict[str, Any]]:
    return [item.to_component_dict() for item in view.children]
