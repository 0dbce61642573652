"""The commands as they are registered: a snapshot of the payload, and their place in the README.

`RENEW=1 python -m pytest tests/cogs/test_commands.py` writes the snapshot anew, to be read in the
diff and committed.
"""

from __future__ import annotations

import json
import os
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.discord_client.client import Cliffhanger
from tests.cogs.written import write_show
from tests.conftest import World
from tests.openapi import SCHEMA, needs_description, violations

SNAPSHOT = Path(__file__).with_name("commands.json")
README = Path(__file__).parents[2] / "README.md"

_TRANSLATED = ("name_localizations", "description_localizations")

_GROUPS = (1, 2)
"""https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type"""

pytestmark = pytest.mark.own_shows


def registered(world: World) -> list[dict[str, Any]]:
    """What the bot sent when it registered its commands, in a steady order."""
    (sent,) = [entry.json for entry in world.env.http_requests if entry.path.endswith("/commands")]
    return sorted(sent, key=lambda command: (command.get("type", 1), command["name"]))


def names(command: dict[str, Any], before: str = "") -> list[str]:
    """The command as people type it, with each of its subcommands."""
    name = f"{before}{command['name']}"
    inner = [option for option in command.get("options") or [] if option["type"] in _GROUPS]
    if before or command.get("type", 1) == 1:
        return [n for option in inner for n in names(option, f"{name} ")] or [name]
    return [name]


def in_english(payload: Any) -> Any:
    """The payload without what the catalogues of other languages add to it."""
    if isinstance(payload, list):
        return [in_english(item) for item in payload]
    if isinstance(payload, dict):
        return {name: in_english(item) for name, item in payload.items() if name not in _TRANSLATED}
    return payload


async def test_the_payload_is_the_one_committed(world: World) -> None:
    text = (
        json.dumps(in_english(registered(world)), indent=1, sort_keys=True, ensure_ascii=False)
        + "\n"
    )
    if os.environ.get("RENEW"):
        SNAPSHOT.write_text(text, "utf-8")
    assert SNAPSHOT.read_text("utf-8") == text, f"RENEW=1 pytest {Path(__file__).name} renews it"


async def test_the_answering_commands_have_the_options_promised(world: World) -> None:
    options = {
        command["name"]: [(o["name"], o["type"], o["required"]) for o in command["options"]]
        for command in registered(world)
        if command["name"] in ("season", "release", "cast", "trailer", "story", "where", "about")
    }
    show, season, region = ("show", 3, True), ("season", 4, False), ("region", 3, False)
    asking = {name: [show, season] for name in ("season", "release", "cast", "trailer", "story")}
    assert options == {**asking, "where": [show, season, region], "about": []}


async def test_commands_are_registered_again_only_when_they_changed(world: World) -> None:
    await world.env.restart_bot(Cliffhanger(world.services))
    assert registered(world)


async def test_every_command_is_in_the_readme(world: World) -> None:
    text = README.read_text("utf-8")
    typed = [
        f"/{name}" if command.get("type", 1) == 1 else name
        for command in registered(world)
        for name in names(command)
    ]
    assert [name for name in typed if name not in text] == []


@needs_description
async def test_discords_description_is_what_bodies_are_checked_by(world: World) -> None:
    assert SCHEMA.violation(
        "POST", "/interactions/{interaction_id}/{interaction_token}/callback", {"type": 99}
    )
    await write_show(world.services, {1: {}, 2: {}}, title="Soundtrack")
    await world.fan.slash(world.general, "season", show="Soundtrack", season=2)
    sent = world.env.http_requests
    assert [entry.path.split("/")[-1] for entry in sent if entry.json] == ["commands", "callback"]
    assert violations(sent) == []
    body = deepcopy(sent[-1].json)
    body["data"]["components"][0]["components"][-1]["components"] = []
    assert violations([replace(sent[-1], json=body)]) != []
