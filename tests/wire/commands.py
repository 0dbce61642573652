"""The commands a bot registered, and the option data a client builds for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.wire.clock import Clock
from tests.wire.entities import Json

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2
USER, CHANNEL, ROLE, MENTIONABLE, ATTACHMENT = 6, 7, 8, 9, 11
"""https://discord.com/developers/docs/interactions/application-commands#application-command-object"""


PARTIAL_CHANNEL = frozenset(
    {
        "id",
        "name",
        "type",
        "last_message_id",
        "last_pin_timestamp",
        "nsfw",
        "parent_id",
        "guild_id",
        "flags",
        "rate_limit_per_user",
        "topic",
        "position",
        "thread_metadata",
    }
)
"""https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure"""


class NotOfferedError(LookupError):
    """The command or option is not registered, or a client would not show it there."""


@dataclass(slots=True)
class CommandRegistry:
    """Commands by scope: guild id, or 0 for the global ones."""

    clock: Clock
    by_scope: dict[int, list[Json]] = field(default_factory=dict)
    syncs: list[tuple[int, list[Json]]] = field(default_factory=list)
    """Every bulk overwrite: its scope and the payload as it was sent."""

    def overwrite(self, scope: int, payload: list[Json], application_id: int) -> list[Json]:
        """Replace a scope's commands; a command of the same name and type keeps its id."""
        self.syncs.append((scope, payload))
        known = {(c["type"], c["name"]): c["id"] for c in self.by_scope.get(scope, [])}
        self.by_scope[scope] = [
            self._registered(command, scope, application_id, known) for command in payload
        ]
        return self.by_scope[scope]

    def _registered(
        self, command: Json, scope: int, application_id: int, known: Mapping[Any, str]
    ) -> Json:
        kind = command.get("type") or SLASH
        bits = command.get("default_member_permissions")
        return command | {
            "id": known.get((kind, command["name"])) or str(self.clock.snowflake()),
            "application_id": str(application_id),
            "type": kind,
            "version": str(self.clock.snowflake()),
            "description": command.get("description") or "",
            "default_member_permissions": None if bits is None else str(bits),
            **({"guild_id": str(scope)} if scope else {}),
        }

    def find(self, name: str, kind: int, guild_id: int) -> Json:
        """The command a client shows in that guild (0: in a direct message)."""
        for scope in (guild_id, 0) if guild_id else (0,):
            for command in self.by_scope.get(scope, []):
                if command["name"] == name and command["type"] == kind:
                    return command
        offered = sorted({c["name"] for commands in self.by_scope.values() for c in commands})
        raise NotOfferedError(f"no command {name!r} of type {kind}; there are {offered}")


def check_context(command: Json, context: int, install: int) -> None:
    """``NotOfferedError`` where the command is not shown in that context or to that install."""
    contexts = command.get("contexts")
    if contexts is not None and context not in contexts:
        raise NotOfferedError(f"{command['name']!r} is not offered in context {context}")
    installs = command.get("integration_types")
    if installs is not None and install not in installs:
        raise NotOfferedError(f"{command['name']!r} is not offered to installs of type {install}")


def option_data(
    command: Json, path: list[str], given: Mapping[str, Any], focused: str | None = None
) -> tuple[list[Json], Json]:
    """The ``options`` of an interaction, and its ``resolved`` objects.

    ``path`` names the subcommand group and subcommand, ``given`` the values. Types come from
    the registered payload. ``NotOfferedError`` for a name that is not registered, or a missing
    required one. Ranges are not checked: discord.py does not check them either.
    """
    if path:
        below = _option(command, path[0])
        if below["type"] not in (SUBCOMMAND, SUBCOMMAND_GROUP):
            raise NotOfferedError(f"{path[0]!r} is an option, not a subcommand")
        options, resolved = option_data(below, path[1:], given, focused)
        return [{"name": path[0], "type": below["type"], "options": options}], resolved
    known = command.get("options") or []
    if any(option["type"] in (SUBCOMMAND, SUBCOMMAND_GROUP) for option in known):
        raise NotOfferedError(
            f"{command['name']!r} needs a subcommand: {[o['name'] for o in known]}"
        )
    missing = [o["name"] for o in known if o.get("required") and o["name"] not in given]
    if missing and focused is None:
        raise NotOfferedError(f"{command['name']!r} requires {missing}")
    entries: list[Json] = []
    resolved = {}
    for name, value in given.items():
        kind = _option(command, name)["type"]
        entry: Json = {"name": name, "type": kind, "value": value}
        for group, key, payload in _resolve(kind, value):
            resolved.setdefault(group, {})[key] = payload
            entry["value"] = key
        if name == focused:
            entry["focused"] = True
        entries.append(entry)
    return entries, resolved


def _option(node: Json, name: str) -> Json:
    for option in node.get("options") or []:
        if option["name"] == name:
            found: Json = option
            return found
    raise NotOfferedError(f"{node['name']!r} has no option {name!r}")


def _resolve(kind: int, value: Any) -> Iterator[tuple[str, str, Json]]:
    """What an object given as a value adds to ``resolved``: group, id, payload."""
    if kind == ATTACHMENT:
        yield "attachments", value["id"], value
    elif kind in (USER, CHANNEL, ROLE, MENTIONABLE):
        payload = value.payload()
        if kind == CHANNEL:
            payload = {name: payload[name] for name in PARTIAL_CHANNEL & payload.keys()}
            payload |= {"permissions": "0"}
            group = "channels"
        else:
            group = "users" if "username" in payload else "roles"
        yield group, payload["id"], payload
