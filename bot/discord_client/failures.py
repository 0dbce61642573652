"""What a person reads when a command, a click or a form has failed."""

from __future__ import annotations

import functools
import logging
import secrets
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, TypeVar

import aiohttp
import discord
from discord import app_commands

from ..errors import CliffhangerError, in_a_line
from ..locale.languages import of_discord, speaking
from ..locale.messages import _
from ..presentation.layout import notice

_LOG = logging.getLogger(__name__)


class UsedUpError(Exception):
    """A click on a message that an earlier click replaced; that click was answered."""


_ANSWERABLE_NO_MORE = {
    10062: "it expired before",
    40060: "it had been answered, and Discord delivered it again",
}


def unanswerable(error: BaseException | None) -> str | None:
    """Why an interaction cannot be answered any more; None if the error has another cause."""
    if isinstance(error, discord.HTTPException):
        return _ANSWERABLE_NO_MORE.get(error.code)
    return None


def _is_discords(error: BaseException) -> bool:
    """Whether Discord or the network caused the error, or Discord refuses the request; a malformed
    request is a bug of this program."""
    if isinstance(error, discord.HTTPException):
        return error.status != HTTPStatus.BAD_REQUEST
    return isinstance(error, aiohttp.ClientError)


REGISTERED_OTHERWISE = (
    app_commands.CommandNotFound,
    app_commands.CommandSignatureMismatch,
    app_commands.TransformerError,
)
"""Errors for commands that Discord lists in another version, or that a client made up: no bugs of
this program."""


async def explain(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Answer an interaction that failed; errors of this program carry the sentence.

    Anything else is logged under a short code that the person can pass on.
    """
    if interaction.client.is_closed():
        _LOG.warning("an answer was cut off: the bot is ending")
        return
    cause: BaseException = error
    while isinstance(cause, app_commands.CommandInvokeError | app_commands.TransformerError):
        if cause.__cause__ is None:
            break
        cause = cause.__cause__
    if isinstance(cause, UsedUpError):
        return
    if (reason := unanswerable(cause)) is not None:
        _LOG.warning("an interaction was not answered: %s", reason)
        return
    text = _sentence(cause)
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if interaction.response.is_done():
            await interaction.followup.send(view=notice(text), ephemeral=True)
        else:
            await interaction.response.send_message(view=notice(text), ephemeral=True)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failed:
        _LOG.warning("could not tell a person about an error: %s", failed)


def _sentence(cause: BaseException) -> str:
    """The sentence that a person reads about an error; an unforeseen error is logged."""
    if isinstance(cause, CliffhangerError):
        return str(cause)
    if isinstance(cause, app_commands.CheckFailure):
        return _("You may not use this here.")
    if isinstance(cause, REGISTERED_OTHERWISE):
        _LOG.warning("a command came otherwise than it is registered: %s", in_a_line(cause))
        return _("That command has changed; reload Discord and choose it from the list.")
    code = secrets.token_hex(3)
    if _is_discords(cause):
        # During an outage every click fails so; a line in the log says as much as a traceback.
        _LOG.warning("an interaction was not answered (%s): %s", code, in_a_line(cause))
    else:
        _LOG.error("interaction failed (%s)", code, exc_info=cause)
    if isinstance(cause, discord.HTTPException | aiohttp.ClientError):
        # The request may have been carried out, and only its answer lost.
        return _(
            "Something went wrong between Discord and me. If you changed something, "
            "check whether it is there. (Code {code})",
            code=code,
        )
    # What was done before the error, such as an edit, may remain, so the sentence promises nothing.
    return _("Something went wrong on my side. (Code {code})", code=code)


ItemT = TypeVar("ItemT")
_Callback = Callable[[ItemT, discord.Interaction[Any]], Coroutine[Any, Any, None]]


def explained(callback: _Callback[ItemT]) -> _Callback[ItemT]:
    """Wrap a component's or a form's callback: its errors are answered like a command's.

    All it says is in the language of the person who clicked.
    """

    @functools.wraps(callback)
    async def wrapped(item: ItemT, interaction: discord.Interaction[Any]) -> None:
        with speaking(of_discord(interaction.locale)):
            try:
                await callback(item, interaction)
            except Exception as error:  # noqa: BLE001 - a click's boundary; answered and logged
                await explain(interaction, error)

    return wrapped
