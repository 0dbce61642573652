"""The networks that a server sees: by name, by today's name, by the mark in a custom id."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import islice

from cachetools import LRUCache
from rapidfuzz import fuzz, process

from ..errors import BadInputError, GoneError
from ..facts.fields import folded
from ..facts.networks import network_key, network_names
from ..facts.queries.identifiers import later_keys
from ..facts.queries.shows import networks
from ..foundation.database import Database
from ..questions.index.titles import TitleIndex
from .library import Library

_ALIKE = 60.0
"""From this similarity on, 0 to 100, a name is worth offering."""

_SERVERS = 100
"""For how many servers with shows of their own the networks are cached, besides everybody's."""

_OFFERED = 3
_SUGGESTED = 25
_LONGEST = 100
"""Discord's limit of a choice."""


def mark_of(network: str | None) -> str | None:
    """Eight characters that stand for a network whose name is too long for a custom id."""
    if network is None:
        return None
    return hashlib.sha256(network_key(network).encode()).hexdigest()[:8]


class Networks:
    """The networks that shows are on as a server sees it."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library
        self._known: LRUCache[int, list[tuple[str, int]]] = LRUCache(_SERVERS)
        self._known_from: tuple[TitleIndex, int] | None = None

    async def called_now(self, keys: Sequence[str], scope: int) -> Mapping[str, str]:
        """Today's names of those networks, by key; without those that no show is on.

        Raises:
            StoreError: the database cannot be read.
        """
        known: dict[str, str] = {}
        for name, _shows in await self.known(scope):
            known.setdefault(network_key(name), name)
        async with self._database.read() as reading:
            later = await later_keys(reading, [key for key in keys if key not in known])
        named = {}
        for key in keys:
            names = [known[other] for other in (key, *later.get(key, ())) if other in known]
            if names:
                named[key] = names[0]
        return named

    async def known(self, scope: int) -> list[tuple[str, int]]:
        """The networks that a server's shows are on, the largest first, with their numbers of
        shows.

        Raises:
            StoreError: the database cannot be read.
        """
        titles = self._library.titles
        edition = (titles, titles.edition)
        if self._known_from != edition:
            self._known.clear()
            self._known_from = edition
        scope = titles.scope_seen(scope)
        names = self._known.get(scope)
        if names is None:
            async with self._database.read() as reading:
                names = await networks(reading, scope)
            if (self._library.titles, titles.edition) == edition:
                self._known[scope] = names
        return names

    async def meant(self, typed: str | None, scope: int) -> str | None:
        """The network of that name, as it is written; None without a name.

        Raises:
            BadInputError: nobody knows it; the sentence says which ones come near.
            StoreError: the database cannot be read.
        """
        if typed is None or not typed.strip():
            return None
        if name := await self.named(typed, scope):
            return name
        near = await self.near(typed, scope)
        if not near:
            raise BadInputError("I know no show on a network by that name; pick one from the list.")
        offered = " · ".join(f"`{name.replace('`', '')}`" for name in near)
        raise BadInputError(
            "I know no show on a network by that name. Did you mean {names}?", names=offered
        )

    async def named(self, typed: str, scope: int) -> str | None:
        """The network that has or had that name, as it is written now; None if nobody knows it.

        Raises:
            StoreError: the database cannot be read.
        """
        key = network_key(typed)
        return (await self.called_now([key], scope)).get(key)

    async def spelled(self, typed: str | None, scope: int) -> str | None:
        """The network of that name as it is written now, or as it was typed if nobody knows it;
        None without a name.

        Raises:
            StoreError: the database cannot be read.
        """
        return typed and (await self.named(typed, scope) or typed)

    async def near(self, typed: str, scope: int) -> list[str]:
        """At most three networks with similar names, the most similar first.

        Raises:
            StoreError: the database cannot be read.
        """
        names = await self._names(scope)
        matches = process.extract(
            folded(typed)[:_LONGEST],
            {name: folded(name) for name in names},
            scorer=fuzz.ratio,
            score_cutoff=_ALIKE,
            limit=_OFFERED,
        )
        return [name for _folded, _score, name in matches]

    async def marked(self, mark: str | None, scope: int) -> str | None:
        """The network that a custom id names.

        Raises:
            GoneError: no show is on it any more.
            StoreError: the database cannot be read.
        """
        if mark is None:
            return None
        for name in await self._names(scope):
            if mark_of(name) == mark:
                return name
        raise GoneError("I no longer know a show on that network; ask again.")

    async def suggest(self, typed: str, scope: int) -> list[str]:
        """Up to 25 names for what was typed so far, the largest networks first.

        Raises:
            StoreError: the database cannot be read.
        """
        names = [name for name in await self._names(scope) if len(name) <= _LONGEST]
        wanted = folded(typed)
        near = list(islice((name for name in names if _begins(name, wanted)), _SUGGESTED))
        if len(near) < _SUGGESTED:
            begun = set(near)
            near += [name for name in names if wanted in folded(name) and name not in begun]
        return near[:_SUGGESTED]

    async def _names(self, scope: int) -> Sequence[str]:
        return [name for name, _number in await self.known(scope)]


def _begins(network: str, typed: str) -> bool:
    return any(name.startswith(typed) for name in network_names(network))
