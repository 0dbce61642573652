"""How long interactions wait for their answers, and which are not answered."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import aiohttp
import discord

_CALLBACK = re.compile(r"/interactions/(\d{1,20})/[^/]+/callback$")

_DEADLINE = 3.0
"""Seconds in which Discord wants a first answer:
https://docs.discord.com/developers/interactions/receiving-and-responding"""

_FORGOTTEN = 60.0
"""Seconds after which an interaction without an answer is counted as unanswered."""

_MOST = 10_000
"""How many open interactions are tracked at most; a fault must not fill the memory."""

_KINDS = {
    discord.InteractionType.application_command: "command",
    discord.InteractionType.component: "component",
    discord.InteractionType.autocomplete: "autocomplete",
    discord.InteractionType.modal_submit: "form",
}


@dataclass(frozen=True, slots=True)
class Waited:
    """One interaction and what came of it: answered, late, rejected or unanswered.

    `name` is the command's, or the kind of a component; `seconds` until the answer.
    """

    kind: str
    name: str
    outcome: str
    seconds: float


class AnswerTimes:
    """Notes each interaction that comes in and, through aiohttp's tracing, each answer that goes
    out."""

    def __init__(
        self,
        note: Callable[[Waited], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._note = note
        self._monotonic = monotonic
        self._waiting: dict[int, tuple[str, str, float]] = {}
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._ended)

    def received(self, interaction: discord.Interaction[Any]) -> None:
        """Note that an interaction came in."""
        kind = _KINDS.get(interaction.type)
        if kind is None:
            return
        self.forget_unanswered()
        if len(self._waiting) < _MOST:
            name = self._name(kind, interaction)
            self._waiting[interaction.id] = kind, name, self._monotonic()

    def forget_unanswered(self) -> None:
        """Count the interactions that were not answered while Discord accepted an answer."""
        now = self._monotonic()
        stale = takewhile(lambda entry: now - entry[1][2] >= _FORGOTTEN, self._waiting.items())
        for number, (kind, name, at) in list(stale):
            del self._waiting[number]
            self._note(Waited(kind, name, "unanswered", now - at))

    def _name(self, kind: str, interaction: discord.Interaction[Any]) -> str:
        data: Any = interaction.data or {}
        if kind in ("command", "autocomplete"):
            return _known(interaction, str(data.get("name", "")))
        prefix = str(data.get("custom_id", "")).partition(":")[0]
        return prefix if re.fullmatch(r"[a-z]{1,16}", prefix) else "other"

    async def _ended(
        self, _session: Any, _context: Any, params: aiohttp.TraceRequestEndParams
    ) -> None:
        match = _CALLBACK.search(params.url.path)
        waited = self._waiting.pop(int(match[1]), None) if match else None
        if waited is None:
            return
        kind, name, at = waited
        seconds = self._monotonic() - at
        outcome = "answered" if seconds <= _DEADLINE else "late"
        if params.response.status >= 400:
            outcome = "rejected"
        self._note(Waited(kind, name, outcome, seconds))


def _known(interaction: discord.Interaction[Any], name: str) -> str:
    """The name of a known command, else "other": no word from outside becomes a label."""
    tree = getattr(interaction.client, "tree", None)
    kinds = discord.AppCommandType
    known = (kinds.chat_input, kinds.message, kinds.user)
    there = tree is not None and any(tree.get_command(name, type=kind) for kind in known)
    return name if there else "other"
