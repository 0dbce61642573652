"""Who an interaction comes from: the same click or command, as somebody else would send it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import discord
import pytest

from bot.errors import CliffhangerError
from tests.conftest import World, shown
from tests.wire.components import STRING_SELECT, TEXT_INPUT, of_type

SOURCE = "https://news.example/page"

NOWHERE = 424242424242
"""A server that the bot is no member of."""

Payload = dict[str, Any]
Person = Callable[[World, Payload], None]


def _member(world: World, payload: Payload) -> None:
    payload["member"] |= {"permissions": str(discord.Permissions(1 << 31 | 1 << 10).value)}
    payload["member"]["roles"] = []


def _manager(world: World, payload: Payload) -> None:
    _member(world, payload)
    payload["member"]["permissions"] = str(discord.Permissions(manage_guild=True).value)


def _admin(world: World, payload: Payload) -> None:
    _member(world, payload)
    payload["member"]["permissions"] = str(discord.Permissions(administrator=True).value)


def _editor(world: World, payload: Payload) -> None:
    _member(world, payload)
    payload["member"]["roles"] = [str(world.guild.roles["Archivists"].id)]


def _direct(world: World, payload: Payload) -> None:
    member = payload.pop("member")
    payload |= {"user": member["user"], "context": 1}
    del payload["guild_id"], payload["guild_locale"]


def _user_install(world: World, payload: Payload) -> None:
    _admin(world, payload)
    payload["guild_id"] = str(NOWHERE)
    payload["authorizing_integration_owners"] = {"1": payload["member"]["user"]["id"]}


def _elsewhere(world: World, payload: Payload) -> None:
    """An admin of another server that the bot is in."""
    _admin(world, payload)
    payload["guild_id"] = str(other_guild(world))


MEMBER, MANAGER, ADMIN, EDITOR = _member, _manager, _admin, _editor
DIRECT, USER_INSTALL, ELSEWHERE = _direct, _user_install, _elsewhere


def other_guild(world: World) -> int:
    """The second server of the simulation."""
    ids = [guild.id for guild in world.bot.guilds if guild.id != world.guild.id]
    return int(ids[0])


@contextmanager
def altered(world: World, change: Callable[[Payload], None]) -> Iterator[None]:
    """Every interaction meanwhile reaches the bot changed so."""
    emit = world.env.backend.emit

    def changed(event: str, payload: Payload, *more: Any, **named: Any) -> Any:
        if event == "INTERACTION_CREATE":
            payload = deepcopy(payload)
            change(payload)
        return emit(event, payload, *more, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.env.backend, "emit", changed)
        yield


@contextmanager
def sent_by(world: World, person: Person) -> Iterator[None]:
    """Whatever the moderator does meanwhile reaches the bot as if that person had done it."""
    with altered(world, lambda payload: person(world, payload)):
        yield


@contextmanager
def forged(world: World, custom_id: str) -> Iterator[None]:
    """Whatever button is clicked meanwhile says that it is another one."""

    def change(payload: Payload) -> None:
        payload["data"]["custom_id"] = custom_id
        button = {"type": 2, "style": 2, "label": "Forged", "custom_id": custom_id, "id": 2}
        payload["message"]["components"] = [{"type": 1, "id": 1, "components": [button]}]

    with altered(world, change):
        yield


@contextmanager
def choosing(world: World, value: str) -> Iterator[None]:
    """Whatever is picked meanwhile arrives as that value, on offer or not."""

    def change(payload: Payload) -> None:
        payload["data"] |= {"values": [value], "resolved": {}}

    with altered(world, change):
        yield


@contextmanager
def delivered_twice(world: World) -> Iterator[None]:
    """Every interaction meanwhile reaches the bot a second time, as after a resume."""
    emit = world.env.backend.emit

    def doubled(event: str, payload: Payload, *more: Any, **named: Any) -> Any:
        if event == "INTERACTION_CREATE":
            emit(event, deepcopy(payload), *more, **named)
        return emit(event, payload, *more, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.env.backend, "emit", doubled)
        yield
    # Discord refuses the second answer (40060); the bot's error for that is no failure here.
    kept = [error for error in world.env.errors if "40060" not in str(error)]
    world.env._errors[:] = kept
    world.env._errors_acknowledged = len(kept)


def told(result: Any) -> str:
    """What the person reads in answer, of all that was sent."""
    messages = [result.response, *result.followups]
    return "\n".join(shown(message) for message in messages if message is not None)


def refused(world: World, result: Any, *words: str) -> None:
    """That an action was answered with one private line holding those words."""
    answer = result.followups[-1] if result.followups else result.response
    assert answer is not None, result
    text = shown(answer)
    assert answer.ephemeral, text
    assert "\n" not in text
    for word in words:
        assert word in text, text
    errors = [e.__cause__ if not isinstance(e, CliffhangerError) else e for e in world.env.errors]
    assert all(isinstance(error, CliffhangerError) for error in errors)


def harmless(text: str) -> bool:
    """Whether no markup from outside is left that Discord would act on."""
    bare = re.sub(r"\\.", "", text)
    bare = re.sub(r"\[[^\]]*\]\(<https://[^>]*>\)", "", bare)
    return not re.search(r"@(everyone|here)|<[@#t:]|\[.*\]\(|`|\|\||https://", bare)


def fields_of(opened: Any, *values: str) -> dict[str, str]:
    """What is typed into a form, by the ids of its inputs."""
    inputs = of_type(opened.modal["components"], TEXT_INPUT)
    return dict(zip((field["custom_id"] for field in inputs), values, strict=True))


def menu(message: Any) -> Payload:
    """The only select menu of a message."""
    (found,) = of_type(message.components, STRING_SELECT)
    return found
