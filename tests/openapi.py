"""Every request body that SimCord recorded, held against Discord's own description and limits.

Where the description is absent (`../shared/data/discord/openapi.json`) the limits are checked all
the same; `needs_description` marks a test that has nothing else to check.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest
from discord.ui import LayoutView
from simcord.types import HttpLogEntry

from tests.wire import components as tree
from tests.wire import limits
from tests.wire.entities import User
from tests.wire.message import COMPONENTS_V2, Message
from tests.wire.schema import OPENAPI, Schema

SCHEMA = Schema()
PRESENT = SCHEMA.present

needs_description = pytest.mark.skipif(
    not PRESENT, reason="../shared/data/discord/openapi.json is absent"
)
"""The mark of a test that holds something against Discord's description, and nothing else."""

Json = dict[str, Any]

_MESSAGE, _AUTOCOMPLETE, _MODAL = (4, 7), 8, 9
"""https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type"""


def violations(requests: Iterable[HttpLogEntry]) -> list[str]:
    """What is wrong with those requests' bodies, a line each; empty when all are valid."""
    return [
        f"{entry.method} {entry.path}: {problem}" for entry in requests for problem in _of(entry)
    ]


def _of(entry: HttpLogEntry) -> Iterator[str]:
    if entry.json is None:
        return
    template = _template(entry.method, entry.path)
    if PRESENT and template is None:
        yield "is no operation of Discord's"
    yield from _in_body(entry.method, template, entry.path, json.dumps(entry.json))


@cache
def _in_body(method: str, template: str | None, path: str, text: str) -> list[str]:
    """What is wrong with a body; every bot that starts registers the same hundred commands."""
    body = json.loads(text)
    schema = SCHEMA.violation(method, template, body) if template is not None else None
    return [*([schema] if schema else []), *_limits(method, path, body)]


def _limits(method: str, path: str, body: Any) -> Iterator[str]:
    if path.endswith("/commands"):
        yield from limits.command_violations(body)
    elif path.endswith("/callback"):
        data = body.get("data") or {}
        if body["type"] == _AUTOCOMPLETE:
            yield from limits.autocomplete_violations(data["choices"])
        elif body["type"] in _MESSAGE:
            yield from message_violations(data)
    elif "/webhooks/" in path or path.endswith("/messages") or "/messages/" in path:
        yield from message_violations(body)


def message_violations(body: Json) -> list[str]:
    """What is wrong with a message's body across its fields."""
    components = body.get("components") or []
    flags = body.get("flags") or 0
    if any(component["type"] in tree.V2_ONLY for component in tree.walk(components)):
        # An edit leaves out the flags that the message has already.
        flags |= COMPONENTS_V2
    nobody = User(0, "nobody")
    message = Message(0, 0, 0, nobody, body.get("content") or "", flags=flags)
    message.embeds, message.components = body.get("embeds") or [], components
    found = limits.message_violations(message)
    if limits.too_heavy(message):
        found.append(f"components: more than {limits.TEXT_BYTES} bytes of text")
    return found


def card_violations(card: LayoutView) -> list[str]:
    """What is wrong with a card as a message's body."""
    return message_violations({"components": card.to_components()})


@cache
def _templates() -> list[tuple[str, frozenset[str], tuple[str, ...]]]:
    if not PRESENT:
        return []
    paths: dict[str, Json] = json.loads(OPENAPI.read_text("utf-8"))["paths"]
    return [(path, frozenset(paths[path]), tuple(path.split("/"))) for path in paths]


def _template(method: str, path: str) -> str | None:
    """The path as the description writes it: the one with most literal steps."""
    steps = path.split("?")[0].split("/")
    best: tuple[int, str] | None = None
    for template, methods, wanted in _templates():
        if method.lower() not in methods or len(wanted) != len(steps):
            continue
        if all(w == s or w.startswith("{") for w, s in zip(wanted, steps, strict=True)):
            literal = sum(w == s for w, s in zip(wanted, steps, strict=True))
            best = max(best or (0, template), (literal, template))
    return best[1] if best else None
