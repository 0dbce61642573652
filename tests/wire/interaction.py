"""One interaction from the person's side: what was sent, and the answer as it grows."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from tests.wire.entities import Json, User
from tests.wire.message import Message
from tests.wire.waiting import Signal

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
"""https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type"""

REPLY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
"""https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type"""

RESPOND_SECONDS, TOKEN_SECONDS = 3.0, 900.0
"""How long the first response, and the token after it, may be used."""


class NoAnswerError(TimeoutError):
    """The bot did not answer in time."""


@dataclass(slots=True, eq=False)
class Interaction:
    """An interaction and its answer; every time is ``time.perf_counter`` of this process."""

    id: int
    token: str
    type: int
    user: User
    guild_id: int
    channel_id: int
    payload: Json
    created: float
    """Unix seconds of the server's clock."""
    target: Message | None = None
    """The message whose component was used."""
    sent_at: float = field(default_factory=time.perf_counter)
    responded_at: float | None = None
    settled_at: float | None = None
    callback: Json | None = None
    """The body of the first response."""
    message: Message | None = None
    """The message that answers: the reply, or the one a click changed."""
    followups: list[Message] = field(default_factory=list)
    told: Message | None = None
    """The follow-up that is the answer: the first one after a deferred update, unless that came."""
    refusals: list[int] = field(default_factory=list)
    """Codes of responses that were refused: 40060 for a second, 10062 for one too late."""
    changed: Signal = field(default_factory=Signal)

    @property
    def kind(self) -> str | None:
        """``reply defer defer_update update choices modal``, or ``None`` before a response."""
        if self.callback is None:
            return None
        names = ("reply", "defer", "defer_update", "update", "choices", "modal")
        kind: int = self.callback["type"]
        return names[kind - REPLY]

    @property
    def settled(self) -> bool:
        """Whether the answer shows: not merely deferred."""
        return self.settled_at is not None

    @property
    def latency(self) -> float:
        """Seconds from the event to the first response, which Discord wants within 3."""
        return self._since_sent(self.responded_at)

    @property
    def settled_latency(self) -> float:
        """Seconds from the event until the answer itself was there."""
        return self._since_sent(self.settled_at)

    @property
    def text(self) -> str:
        """All a person reads in the answer."""
        return self._shown.text

    @property
    def ephemeral(self) -> bool:
        return self._shown.ephemeral

    @property
    def buttons(self) -> list[Json]:
        return self._shown.buttons

    @property
    def selects(self) -> list[Json]:
        return self._shown.selects

    @property
    def components(self) -> list[Json]:
        return self._shown.components

    @property
    def choices(self) -> list[Json]:
        """The choices offered: ``name`` and ``value`` each."""
        choices: list[Json] = self._data.get("choices") or []
        return choices

    @property
    def modal(self) -> Json:
        """The form that was opened: ``title``, ``custom_id``, ``components``."""
        if self.kind != "modal":
            raise LookupError(f"no form was opened, but {self.kind}")
        return self._data

    async def followup(self, number: int = 1, seconds: float = 30.0) -> Message:
        """The ``number``-th follow-up message, waiting for it."""
        await self.changed.until(lambda: len(self.followups) >= number, seconds)
        return self.followups[number - 1]

    async def until_responded(self, seconds: float = 30.0) -> None:
        """Wait for the first response, a mere deferral too; ``TimeoutError``."""
        await self.changed.until(lambda: self.callback is not None, seconds)

    async def until_settled(self, seconds: float) -> None:
        """Wait for the answer; ``NoAnswerError`` after ``seconds``."""
        try:
            await self.changed.until(lambda: self.settled, seconds)
        except TimeoutError:
            state = f"only {self.kind}" if self.callback else "nothing"
            name = self.payload.get("data", {}).get("name") or self.payload["data"].get("custom_id")
            problem = f"{name!r} was answered with {state} in {seconds:g} s"
            raise NoAnswerError(f"{problem}, refused: {self.refusals}") from None

    def respond(self, body: Json, arrived: float) -> None:
        """Note the first response, which arrived at that ``time.perf_counter``."""
        self.callback = body
        self.responded_at = arrived
        self.changed.notify()

    def settle(self, message: Message | None, arrived: float | None = None) -> None:
        """Note that the answer is there: now with the first response, or by a later edit."""
        self.message = message or self.message
        self.settled_at = self.settled_at or arrived or self.responded_at
        self.changed.notify()

    def follow_up(self, message: Message, arrived: float) -> None:
        """Note a further message; where nothing but a deferral came before, it is the answer."""
        self.followups.append(message)
        if not self.settled:
            self.told, self.settled_at = message, arrived
        self.changed.notify()

    def refuse(self, code: int) -> None:
        """Note a response that was refused."""
        self.refusals.append(code)
        self.changed.notify()

    def metadata(self) -> Json:
        """The ``interaction_metadata`` of the messages that answer."""
        body: Json = {
            "id": str(self.id),
            "type": self.type,
            "user": self.user.payload(),
            "authorizing_integration_owners": self.payload["authorizing_integration_owners"],
        }
        if self.type == COMMAND:
            body |= {"name": self.payload["data"]["name"], "command_type": 1}
        if self.target is not None:
            body["interacted_message_id"] = str(self.target.id)
        return body

    @property
    def _data(self) -> dict[str, Any]:
        return (self.callback or {}).get("data") or {}

    @property
    def _shown(self) -> Message:
        shown = self.told or self.message
        if shown is None:
            raise LookupError(f"the answer is no message, but {self.kind}")
        return shown

    def _since_sent(self, moment: float | None) -> float:
        if moment is None:
            raise NoAnswerError("not answered yet")
        return moment - self.sent_at
