"""Related shows: those that share makers, network, genres and cast; rare things weigh most.

The weight of what two shows share is its inverse document frequency, as in any text index
(https://nlp.stanford.edu/IR-book/html/htmledition/inverse-document-frequency-1.html).
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

from cachetools import LRUCache

from ..facts.fields import folded
from ..facts.models import Show, TitleEntry
from ..facts.networks import network_key
from ..facts.queries.claims import claims_about
from ..facts.queries.shows import describing, next_written
from ..facts.resolve import resolve, show_of
from ..foundation.database import Database
from ..foundation.sql import chunks
from ..locale.cldr import listed
from ..locale.messages import _
from ..presentation.markup import Style, clip, tamed
from ..presentation.names import NAME, genre_name
from .library import Library


class Aspect(StrEnum):
    """What two shows can have in common."""

    MAKER = "maker"
    NETWORK = "network"
    GENRE = "genre"
    CAST = "cast"


Feature = tuple[Aspect, str]
"""An aspect and the folded name; for a network its key."""

_COMMON = 500
"""A feature that more shows share than this finds no candidates, and only adds weight to
others'."""

_ALONE = frozenset({Aspect.MAKER, Aspect.CAST})
"""Sharing one of these makes two shows related; of the other aspects it takes two."""


def features_of(show: Show) -> Mapping[Feature, str]:
    """The features of a show that others may share, each as the show spells it."""
    features: dict[Feature, str] = {}
    for aspect, name in _written(show):
        key = network_key(name) if aspect is Aspect.NETWORK else folded(name)
        features.setdefault((aspect, key), name)
    return features


def _written(show: Show) -> list[tuple[Aspect, str]]:
    named: list[tuple[Aspect, str]] = []
    if show.creators is not None:
        named += [(Aspect.MAKER, name) for name in show.creators.value]
    if show.producers is not None:
        named += [(Aspect.MAKER, producer.person) for producer in show.producers.value]
    if show.network is not None:
        named.append((Aspect.NETWORK, show.network.value))
    if show.genres is not None:
        named += [(Aspect.GENRE, name) for name in show.genres.value]
    for season in show.seasons:
        named += [(Aspect.CAST, fact.value.person) for fact in season.cast]
    return named


class RelatedIndex:
    """Which shows have which features, in memory."""

    def __init__(self) -> None:
        self._features: dict[int, tuple[Feature, ...]] = {}
        self._shows: dict[Feature, set[int]] = {}
        self._once: dict[Feature, Feature] = {}
        """One object for each feature, shared by all shows that have it: that takes a third of the
        memory."""
        self.edition = 0

    def __len__(self) -> int:
        return len(self._features)

    def put(self, show_id: int, features: Iterable[Feature]) -> None:
        """Index a show anew; one without features is left out.

        Most writes to a show change none of its features, and then no result is stale.
        """
        kept = tuple(sorted(set(features)))
        if kept == self._features.get(show_id, ()):
            return
        for feature in self._features.pop(show_id, ()):
            shows = self._shows[feature]
            shows.discard(show_id)
            if not shows:
                del self._shows[feature], self._once[feature]
        if kept:
            self._features[show_id] = tuple(
                self._once.setdefault(feature, feature) for feature in kept
            )
            for feature in kept:
                self._shows.setdefault(feature, set()).add(show_id)
        self.edition += 1

    def related(self, show_id: int, features: Collection[Feature], limit: int) -> list[int]:
        """The ids of the shows that share most with these features of a show, the nearest first."""
        ordered = sorted(features, key=lambda feature: (len(self._shows.get(feature, ())), feature))
        weights = {feature: self._weight(feature) for feature in ordered}
        candidates: set[int] = set()
        for feature in ordered:
            shows = self._shows.get(feature, set())
            if len(shows) <= _COMMON or len(candidates) < limit:
                candidates |= shows
        candidates.discard(show_id)
        shared: dict[int, list[Feature]] = {candidate: [] for candidate in candidates}
        for feature in ordered:
            for candidate in candidates & self._shows.get(feature, set()):
                shared[candidate].append(feature)
        scored = [
            (-sum(weights[feature] for feature in features), candidate)
            for candidate, features in shared.items()
            if len(features) > 1 or any(aspect in _ALONE for aspect, _ in features)
        ]
        return [candidate for _, candidate in heapq.nsmallest(limit, scored)]

    def _weight(self, feature: Feature) -> float:
        return log((1 + len(self._features)) / (1 + len(self._shows.get(feature, ()))))


def shared_names(show: Show, other: Show) -> Mapping[Aspect, Sequence[str]]:
    """What two shows have in common, by aspect, as the other one spells it."""
    own = features_of(show)
    shared: dict[Aspect, list[str]] = {}
    for feature, name in features_of(other).items():
        if feature in own:
            shared.setdefault(feature[0], []).append(name)
    return shared


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where to read on: a show's title, and its page on the site if it has one."""

    title: str
    page: str | None


def distinct_title(entry: TitleEntry, show: Show) -> str:
    """The title of a related show, with its year if it has the same title."""
    if folded(entry.title) != folded(show.name) or entry.year is None:
        return entry.title
    return f"{entry.title} ({entry.year})"


_BATCH = 500
_AT_ONCE = 10
"""How many shows are resolved before others get a turn: a few milliseconds."""

_KEPT = 25
_CACHED = 2048


class RelatedShows:
    """Related shows, by what everybody sees of them; a server's own facts do not count."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library
        self._index = RelatedIndex()
        self._reached = 0
        self._seen = -1
        self._complete = False
        self._cached: LRUCache[tuple[int, int, int], list[int]] = LRUCache(_CACHED)

    async def catch_up(self) -> bool:
        """Index some of the shows written since the last time; True if there are more.

        Raises:
            StoreError: the database cannot be read.
        """
        seen = self._library.revision
        if seen == self._seen:
            return False
        if seen < self._seen:  # a backup took the database's place
            self._index, self._reached, self._complete = RelatedIndex(), 0, False
            self._seen = -1
            self._cached.clear()
        async with self._database.read() as reading:
            following = await next_written(reading, self._reached, _BATCH)
            if following is None:
                self._seen = seen
                self._complete = True
                return False
            ids, reached = following
            described = await describing(reading, ids)
            for chunk in chunks(described, _AT_ONCE):
                for show_id, claims in (await claims_about(reading, chunk, 0)).items():
                    show = show_of(show_id, resolve(claims))
                    self._index.put(show_id, features_of(show) if show is not None else ())
                await asyncio.sleep(0)
        for show_id in set(ids) - set(described):
            self._index.put(show_id, ())
        self._reached = reached
        return True

    @property
    def is_complete(self) -> bool:
        """Whether all shows known at the start are indexed: before that results would be wrong."""
        return self._complete

    def of(self, show: Show, limit: int) -> list[int]:
        """The ids of the shows related to a show, the nearest first; at most 25.

        The list is empty before the index is complete.
        """
        if not self._complete:
            return []
        # The index may know a newer version of the show, or one without this server's own facts.
        key = (show.id, self._index.edition, hash(tuple(_written(show))))
        cached = self._cached.get(key)
        if cached is None:
            cached = self._index.related(show.id, features_of(show), _KEPT)
            self._cached[key] = cached
        return cached[:limit]


_PEOPLE = 3


def likeness(show: Show, other: Show, style: Style) -> str:
    """Why the other show is related to the first: "also by Damon Lindelof · also on HBO"."""
    shared = shared_names(show, other)
    reasons = [
        _("also by {people}", people=_names(shared, Aspect.MAKER, style)),
        _("also with {people}", people=_names(shared, Aspect.CAST, style)),
        _("also on {network}", network=_names(shared, Aspect.NETWORK, style)),
        _("also {genres}", genres=_names(shared, Aspect.GENRE, style)),
    ]
    aspects = (Aspect.MAKER, Aspect.CAST, Aspect.NETWORK, Aspect.GENRE)
    return " · ".join(
        reason for reason, aspect in zip(reasons, aspects, strict=True) if aspect in shared
    )


def _names(shared: Mapping[Aspect, Sequence[str]], aspect: Aspect, style: Style) -> str:
    names = shared.get(aspect, ())
    if aspect is Aspect.GENRE:
        names = [genre_name(name) for name in names]
    names = [style.escape(clip(tamed(name), NAME)) for name in names]
    return listed(names[:_PEOPLE])
