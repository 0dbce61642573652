"""A Discord in memory for the scheduler of alerts: it counts messages, and fails when told to."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field

from bot.alerts.message_content import Envelope
from bot.alerts.tables import CHANNEL_GONE
from bot.alerts.transport import (
    FailedError,
    LimitedError,
    RefusedError,
    SentMessage,
    UnreadableError,
    UnsureError,
)


class Killed(BaseException):
    """The process died in the middle of something."""


@dataclass
class Posted:
    """A message in a channel."""

    id: int
    envelope: Envelope
    edits: list[Envelope] = field(default_factory=list)


@dataclass
class FakeTransport:
    """Discord as `Transport` sees it. `faults` hold what the next sends of a channel run into."""

    posted: dict[int, list[Posted]] = field(default_factory=lambda: defaultdict(list))
    nonces: dict[str, Posted] = field(default_factory=dict)
    faults: dict[int, list[BaseException]] = field(default_factory=lambda: defaultdict(list))
    lost_answers: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    dead: dict[int, str] = field(default_factory=dict)
    unreadable: set[int] = field(default_factory=set)
    news_channels: set[int] = field(default_factory=set)
    edit_faults: list[BaseException] = field(default_factory=list)
    finish_faults: list[BaseException] = field(default_factory=list)
    crossposted: list[int] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    sends: int = 0
    finds: int = 0
    next_id: int = 1000

    @property
    def anchor(self) -> int | None:
        return self.next_id

    def forget_nonces(self) -> None:
        self.nonces.clear()

    async def send(self, envelope: Envelope) -> SentMessage:
        self.sends += 1
        if reason := self.dead.get(envelope.channel_id):
            raise RefusedError(reason)
        if self.faults[envelope.channel_id]:
            raise self.faults[envelope.channel_id].pop(0)
        message = self.nonces.get(envelope.nonce)
        if message is None:
            self.next_id += 1
            message = self.nonces[envelope.nonce] = Posted(self.next_id, envelope)
            self.posted[envelope.channel_id].append(message)
        if self.lost_answers[envelope.channel_id]:
            self.lost_answers[envelope.channel_id] -= 1
            raise UnsureError("the connection was dropped")
        return SentMessage(message.id, envelope.channel_id in self.news_channels)

    async def edit(self, envelope: Envelope, message_id: int) -> None:
        if self.edit_faults:
            raise self.edit_faults.pop(0)
        for message in self.posted[envelope.channel_id]:
            if message.id == message_id:
                message.edits.append(envelope)

    async def find(self, envelope: Envelope, after: int | None) -> SentMessage | None:
        self.finds += 1
        if envelope.channel_id in self.unreadable:
            raise UnreadableError
        for message in self.posted[envelope.channel_id]:
            if message.envelope.message.token == envelope.message.token and message.id > (
                after or 0
            ):
                return SentMessage(message.id)
        return None

    async def crosspost(self, channel_id: int, message_id: int) -> None:
        if self.finish_faults:
            raise self.finish_faults.pop(0)
        self.crossposted.append(message_id)

    async def thread(self, channel_id: int, message_id: int, name: str) -> None:
        if self.finish_faults:
            raise self.finish_faults.pop(0)
        self.threads.append(name)

    async def probe(self, channel_id: int, guild_id: int) -> str | None:
        if (reason := self.dead.get(channel_id)) == CHANNEL_GONE:
            raise RefusedError(reason)
        return reason

    async def direct(self, user_id: int) -> int:
        if user_id in self.closed:
            raise RefusedError("their direct messages are closed")
        return user_id + 5

    @property
    def total(self) -> int:
        return sum(len(messages) for messages in self.posted.values())


class ChaoticTransport(FakeTransport):
    """Fails at random: refusals of the moment, answers lost, and death before or after sending."""

    def __init__(self, chance: random.Random, deadly: float = 0.0) -> None:
        super().__init__()
        self.chance = chance
        self.deadly = deadly

    async def send(self, envelope: Envelope) -> SentMessage:
        roll = self.chance.random()
        if roll < self.deadly / 2:
            raise Killed
        if roll < 0.1:
            raise LimitedError(0.1, everywhere=self.chance.random() < 0.3)
        if roll < 0.2:
            raise FailedError("503")
        receipt = await super().send(envelope)
        roll = self.chance.random()
        if roll < self.deadly / 2:
            raise Killed
        if roll < 0.2:
            raise UnsureError("no answer")
        return receipt
