"""What Discord is told of a command is worked out once for all bots of a run.

Each bot registers its commands at its start: a hundred, in each of Discord's 34 languages.
"""

from __future__ import annotations

import json
from contextvars import ContextVar
from typing import Any

from discord import app_commands

from bot.discord_client.command_tree import Tree


class _Told(dict[str, Any]):
    """Nobody changes it: SimCord, which copies each request for its log, need not copy it."""

    def __deepcopy__(self, memo: dict[int, Any]) -> _Told:
        return self


_TOLD: dict[str, _Told] = {}
_IS_REGISTERING = ContextVar("_IS_REGISTERING", default=False)


def share() -> None:
    """From now on."""
    for kind in (app_commands.Command, app_commands.Group, app_commands.ContextMenu):
        _share(kind)
    register = Tree.sync

    async def sync(tree: Tree, **of: Any) -> list[app_commands.AppCommand]:
        token = _IS_REGISTERING.set(True)
        try:
            return await register(tree, **of)
        finally:
            _IS_REGISTERING.reset(token)

    Tree.sync = sync  # type: ignore[method-assign]


def _share(kind: Any) -> None:
    original = kind.get_translated_payload

    async def once(command: Any, tree: Tree, translator: app_commands.Translator) -> Any:
        if not _IS_REGISTERING.get() or getattr(command, "parent", None) is not None:
            return await original(command, tree, translator)
        in_english = json.dumps(command.to_dict(tree), sort_keys=True, default=str)
        if in_english not in _TOLD:
            _TOLD[in_english] = _Told(await original(command, tree, translator))
        return _TOLD[in_english]

    kind.get_translated_payload = once
