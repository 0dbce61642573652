"""Options with choices, whatever comes as their value: discord.py hands it on unchecked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.wire.entities import Json
from tests.wire.server import Server

_STRING, _INTEGER = 3, 4
_VALUES: dict[int, Any] = {_STRING: "Soundtrack", _INTEGER: 1}
_GIVEN = {"source": "https://example.com/news", "url": "https://youtu.be/dQw4w9WgXcQ"}


def with_choices(node: Json, path: str = "") -> Iterator[tuple[str, Json, Json]]:
    """Each option with choices: the command's name, the option, and all that must be given."""
    name = f"{path} {node['name']}".strip()
    options = node.get("options") or []
    required = {
        option["name"]: _GIVEN.get(option["name"], _VALUES.get(option["type"]))
        for option in options
        if option.get("required")
    }
    for option in options:
        if option["type"] <= 2:
            yield from with_choices(option, name)
        elif option.get("choices"):
            yield name, option, required


@pytest.mark.slow
async def test_a_choice_that_was_never_offered(server: Server, tmp_path: Path) -> None:
    env = {"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"}
    async with server.bot(env=env) as process:
        commands = server.state.commands.by_scope[0]
        found = [entry for command in commands for entry in with_choices(command)]
        assert {("digest set", "every"), ("digest set", "what")} <= {
            (name, option["name"]) for name, option, _ in found
        }
        for name, option, required in found:
            for value in ("nothing", "", "\u202e@everyone", "9" * 400):
                answer = await server.slash(
                    *(server.guild, server.general, server.moderator),
                    name,
                    required | {option["name"]: value},
                )
                assert answer.text, (name, option["name"], value)
                assert "(Code" not in answer.text, (name, option["name"], value)
        assert " ERROR " not in process.output
        assert "Traceback" not in process.output
