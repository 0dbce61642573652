"""Related shows: those that share makers, network, genres and cast, the rarest the weightiest.

The weight of what two shows share is its inverse document frequency, as in any text index
(https://nlp.stanford.edu/IR-book/html/htmledition/inverse-document-frequency-1.html). Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

from ..facts.fields import folded
from ..facts.models import Show, TitleEntry
from ..facts.networks import network_key


class Aspect(StrEnum):
    """What two shows can have in common."""

    MAKER = "maker"
    NETWORK = "network"
    GENRE = "genre"
    CAST = "cast"


Feature = tuple[Aspect, str]
"""An aspect and a folded name; of a network its key."""

_COMMON = 500
"""What more shows share finds no candidates by itself, and only weighs those that others find."""

_ALONE = frozenset({Aspect.MAKER, Aspect.CAST})
"""Sharing one of these relates two shows; of the others it takes two."""


def features_of(show: Show) -> Mapping[Feature, str]:
    """What can be shared of a show, and how the show writes it."""
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
    features: dict[Feature, str] = {}
    for aspect, name in named:
        key = network_key(name) if aspect is Aspect.NETWORK else folded(name)
        features.setdefault((aspect, key), name)
    return features


@dataclass(frozen=True, slots=True)
class Related:
    """A show that is related to another, by what they share."""

    show_id: int
    shared: tuple[Feature, ...]


class RelatedIndex:
    """Which shows have which features, in memory."""

    def __init__(self) -> None:
        self._features: dict[int, frozenset[Feature]] = {}
        self._shows: defaultdict[Feature, set[int]] = defaultdict(set)
        self.edition = 0

    def __len__(self) -> int:
        return len(self._features)

    def put(self, show_id: int, features: Iterable[Feature]) -> None:
        """Take a show up anew; one without features is not in the index."""
        for feature in self._features.pop(show_id, ()):
            shows = self._shows[feature]
            shows.discard(show_id)
            if not shows:
                del self._shows[feature]
        kept = frozenset(features)
        if kept:
            self._features[show_id] = kept
            for feature in kept:
                self._shows[feature].add(show_id)
        self.edition += 1

    def related(self, show_id: int, features: Collection[Feature], limit: int) -> list[Related]:
        """The shows that share most with those features of a show, the nearest first."""
        ordered = sorted(features, key=lambda feature: (len(self._shows.get(feature, ())), feature))
        weights = {feature: self._weight(feature) for feature in ordered}
        candidates: set[int] = set()
        for feature in ordered:
            shows = self._shows.get(feature, set())
            if len(shows) <= _COMMON or len(candidates) < limit:
                candidates |= shows
        candidates.discard(show_id)
        scored = []
        for candidate in candidates:
            own = self._features[candidate]
            shared = tuple(feature for feature in ordered if feature in own)
            if len(shared) > 1 or any(aspect in _ALONE for aspect, _ in shared):
                score = sum(weights[feature] for feature in shared)
                scored.append((-score, candidate, shared))
        return [Related(candidate, shared) for _, candidate, shared in sorted(scored)[:limit]]

    def _weight(self, feature: Feature) -> float:
        return log((1 + len(self._features)) / (1 + len(self._shows.get(feature, ()))))


def shared_names(show: Show, other: Show) -> Mapping[Aspect, Sequence[str]]:
    """What two shows have in common, by aspect, as the other one writes it."""
    own = features_of(show)
    shared: dict[Aspect, list[str]] = {}
    for feature, name in features_of(other).items():
        if feature in own:
            shared.setdefault(feature[0], []).append(name)
    return shared


def distinct_title(entry: TitleEntry, show: Show) -> str:
    """The title of a related show, with its year where it is called the same."""
    if folded(entry.title) != folded(show.name) or entry.year is None:
        return entry.title
    return f"{entry.title} ({entry.year})"
