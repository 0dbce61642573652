"""What alerts need of Discord, and what can become of a message; no discord in here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ..answers.lookup import Answer
from ..facts.air_date import AirDate
from ..facts.models import Show
from ..locale.languages import ENGLISH
from ..locale.messages import N_, _, text_of
from .queries.events import News


@dataclass(frozen=True, slots=True)
class Countdown:
    """When a season begins, whole days until then on that date's own calendar, and if it is out."""

    airs: AirDate
    days: int
    out: bool


@dataclass(frozen=True, slots=True)
class Message:
    """What a message tells, as one server sees it.

    `news` are the changes to tell or, struck, to take back; of a digest they are about several
    shows. `body` is a reminder's or notice's own text data. `now` is aware, in the server's zone.
    `language` is what is spoken there, or what that person last used. `holds` is the answer of
    now, where changes are taken back; `countdown` is a reminder's.
    `token` is found again in the message's components. `sample` says that it is only a test.
    """

    kind: str
    token: str
    now: datetime
    show: Show | None = None
    season: int | None = None
    news: tuple[News, ...] = ()
    shows: Mapping[int, Show] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)
    personal: bool = False
    sample: bool = False
    holds: Answer | None = None
    countdown: Countdown | None = None
    region: str | None = None
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message addressed to one channel; `nonce` is its idempotency key."""

    channel_id: int
    guild_id: int
    nonce: str
    message: Message
    role_id: int | None = None


@dataclass(frozen=True, slots=True)
class SentMessage:
    """Discord has the message. `message_id` is None where it was deleted since.

    `published` channels are those whose messages can be passed on to other servers.
    """

    message_id: int | None
    published: bool = False


class RefusedError(Exception):
    """It cannot be done in that channel until somebody changes something; the text says what."""


_LACKING = N_("I lack {permissions}")


def lacking_reason(permissions: Sequence[str]) -> str:
    """That the bot lacks those permissions, as it is stored."""
    return _LACKING.format(permissions=", ".join(permissions))


def told_reason(reason: str) -> str:
    """A stored reason in the language that is spoken."""
    before = _LACKING.partition("{")[0]
    if reason.startswith(before):
        return _(_LACKING, permissions=reason.removeprefix(before))
    return text_of(reason)


class MessageGoneError(Exception):
    """The message is not there any more."""


class LimitedError(Exception):
    """Discord wants to be left alone for `seconds`, in everything where `everywhere`."""

    def __init__(self, seconds: float, *, everywhere: bool = False) -> None:
        super().__init__(f"limited for {seconds:g} s")
        self.seconds = seconds
        self.everywhere = everywhere


class UnsureError(Exception):
    """Nobody knows whether Discord has carried it out."""


class UnreadableError(Exception):
    """The channel's history may not be read, so nothing can be found out."""


class FailedError(Exception):
    """Discord refused this message itself; the text says why. Another attempt may go better."""


class Sender(Protocol):
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
        """What is missing to write there; None when nothing is."""
        ...

    async def direct(self, user_id: int) -> int:
        """The id of the channel of direct messages with a person."""
        ...

    @property
    def anchor(self) -> int | None:
        """The newest id that Discord is known to have given out; None before the first."""
        ...


def nonce_of(channel_id: int, token: str) -> str:
    """The idempotency key of an event in a channel, Discord's nonce: at most 25 characters.

    Discord tells nonces apart by author alone, so the channel is part of it.
    """
    return hashlib.sha256(f"{channel_id}:{token}".encode()).hexdigest()[:24]
