"""Routing of clicks and picks: each kind of custom id is answered by one method of a cog.

discord.py calls what answers a component, on messages of any age, a dynamic item. A cog's methods
that are marked with `component` become such items as the cog is added to the client, and end with
it. They answer by the custom id alone, so what is sent holds plain buttons and menus: in discord.py
2.7 a kept view that ends takes its dynamic items with it, for the whole process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Self, TypeVar

import discord
from discord import ui
from discord.ext import commands

from ..locale.languages import speak
from ..presentation.custom_ids import CustomId
from .failures import explained

_Cog = TypeVar("_Cog", bound=commands.Cog)
_Id = TypeVar("_Id", bound=CustomId)
_Method = Callable[[_Cog, discord.Interaction[Any], _Id], Coroutine[Any, Any, None]]
_MARK = "__answers_custom_id__"


def component(kind: type[_Id]) -> Callable[[_Method[_Cog, _Id]], _Method[_Cog, _Id]]:
    """Mark a method of a cog as the one that answers components with ids of that kind.

    The method is given the interaction and the parsed id; errors that it raises are told to the
    person.
    """

    def mark(method: _Method[_Cog, _Id]) -> _Method[_Cog, _Id]:
        setattr(method, _MARK, kind)
        return method

    return mark


def components_of(cog: commands.Cog) -> list[type[ui.DynamicItem[Any]]]:
    """The dynamic items that make a client call the marked methods of a cog."""
    return [_dynamic_item(getattr(cog, name), kind) for name, kind in _marked(type(cog))]


def answered_by(cog: commands.Cog) -> list[type[CustomId]]:
    """The kinds of ids that the marked methods of a cog answer."""
    return [kind for _, kind in _marked(type(cog))]


def _marked(cog: type[commands.Cog]) -> Iterator[tuple[str, type[CustomId]]]:
    for name in dir(cog):
        kind = getattr(getattr(cog, name), _MARK, None)
        if kind is not None:
            yield name, kind


def _dynamic_item(
    answer: Callable[[discord.Interaction[Any], CustomId], Coroutine[Any, Any, None]],
    kind: type[CustomId],
) -> type[ui.DynamicItem[Any]]:
    class Component(ui.DynamicItem[ui.Item[Any]], template=kind.pattern()):
        def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
            super().__init__(item)
            self.match = match

        @classmethod
        async def from_custom_id(
            cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
        ) -> Self:
            return cls(item, match)

        @explained
        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            if (kept := kind.language_of(self.match)) is not None:
                speak(kept)
            await answer(interaction, kind.of(self.match))

    return Component
