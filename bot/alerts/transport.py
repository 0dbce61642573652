"""The transport of messages as an interface: the requests to Discord and how they fail. Does not
import discord."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..errors import BadInputError
from ..foundation.rate_limits import Shaper
from ..locale.cldr import listed
from ..locale.messages import N_, _, text_of
from .message_content import Envelope

SEND_SECONDS = 40.0
"""An attempt that takes longer is abandoned, and its outcome is unknown."""

_LONGEST_STOP_SECONDS = 300.0

_SILENT = N_("Discord is not answering just now; try again soon.")


@dataclass(frozen=True, slots=True)
class SentMessage:
    """Discord has the message. `message_id` is None if it was deleted since.

    `published`: the channel's messages can be passed on to other servers.
    """

    message_id: int | None
    published: bool = False


class RefusedError(Exception):
    """Discord refuses the channel until somebody changes something; the text says what."""


_LACKING = N_("I lack {permissions}")


PERMISSIONS = (
    # Translators: These are permissions, as Discord calls them in the language.
    N_("View Channel"),
    N_("Send Messages"),
    N_("Read Message History"),
    N_("Create Public Threads"),
    N_("Create Events"),
)
"""The permissions that the bot may need; each language has Discord's own names for them."""


def permission_names(permissions: Sequence[str]) -> str:
    """Some of these permissions, by Discord's names in the language that is spoken."""
    return listed([f"*{_(name)}*" for name in permissions])


def lacking_reason(permissions: Sequence[str]) -> str:
    """The reason, in its stored form, that the bot lacks those permissions."""
    return _LACKING.format(permissions=", ".join(f"*{name}*" for name in permissions))


def reason_text(reason: str) -> str:
    """A stored reason in the language that is spoken."""
    before = _LACKING.partition("{")[0]
    if reason.startswith(before):
        names = [name.strip("*") for name in reason.removeprefix(before).split(", ")]
        return _(_LACKING, permissions=permission_names(names))
    return text_of(reason)


class MessageGoneError(Exception):
    """The message is not there any more."""


class LimitedError(Exception):
    """Discord's rate limit: nothing may be sent for `seconds`, with `everywhere` nothing at all."""

    def __init__(self, seconds: float, *, everywhere: bool = False) -> None:
        super().__init__(f"limited for {seconds:g} s")
        self.seconds = seconds
        self.everywhere = everywhere


class UnsureError(Exception):
    """It is unknown whether Discord carried the request out."""


class UnreadableError(Exception):
    """The channel's history may not be read, so the outcome of an attempt cannot be found out."""


class FailedError(Exception):
    """Discord refused this message itself; the text says why. Another attempt may succeed."""


class Transport(Protocol):
    """The way to Discord. Every method may raise the errors above."""

    async def send(self, envelope: Envelope) -> SentMessage:
        """Post a message."""
        ...

    async def edit(self, envelope: Envelope, message_id: int) -> None:
        """Change a posted message."""
        ...

    async def find(self, envelope: Envelope, after: int | None) -> SentMessage | None:
        """Our own message of that token in the channel's history since that id."""
        ...

    async def crosspost(self, channel_id: int, message_id: int) -> None:
        """Pass a message on to the servers that follow its channel."""
        ...

    async def thread(self, channel_id: int, message_id: int, name: str) -> None:
        """Start a thread on a message."""
        ...

    async def probe(self, channel_id: int, guild_id: int) -> str | None:
        """What is missing to write there; None if nothing is."""
        ...

    async def direct(self, user_id: int) -> int:
        """The id of the channel of direct messages with a person."""
        ...

    @property
    def anchor(self) -> int | None:
        """The newest id that Discord is known to have issued; None before the first."""
        ...


class CircuitBreaker:
    """Stops all sending while Discord refuses our address, for longer each time."""

    def __init__(self, shaper: Shaper) -> None:
        self._shaper = shaper
        self._refusals = 0

    def refused(self, limited: LimitedError) -> None:
        """Note a refused request; if our address is refused, nothing is sent for a while."""
        if not limited.everywhere:
            return
        self._refusals += 1
        longer = min(_LONGEST_STOP_SECONDS, limited.seconds * 2.0**self._refusals / 2)
        self._shaper.hold(max(limited.seconds, longer))

    def succeeded(self) -> None:
        """Note that a request succeeded."""
        self._refusals = 0


async def send_sample(transport: Transport, envelope: Envelope) -> None:
    """Send a sample at once.

    Raises:
        BadInputError: it could not be sent; the sentence says why.
    """
    try:
        await asyncio.wait_for(transport.send(envelope), SEND_SECONDS)
    except (RefusedError, FailedError) as error:
        raise BadInputError(
            "It could not be sent: {reason}.", reason=text_of(str(error))
        ) from error
    except (LimitedError, UnsureError, TimeoutError) as error:
        raise BadInputError(_SILENT) from error


async def open_direct_messages(transport: Transport, user_id: int) -> int:
    """The id of a person's channel of direct messages, opened if necessary.

    Raises:
        BadInputError: Discord does not open it; the sentence says why.
    """
    try:
        return await asyncio.wait_for(transport.direct(user_id), SEND_SECONDS)
    except (RefusedError, FailedError) as error:
        raise BadInputError(
            "I cannot write to you: {reason}.", reason=text_of(str(error))
        ) from error
    except (LimitedError, UnsureError, TimeoutError) as error:
        raise BadInputError(_SILENT) from error
