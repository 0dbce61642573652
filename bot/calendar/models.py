"""What a calendar holds: dates that come, and news; frozen values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ..alerts.queries.events import News
from ..facts.air_date import AirDate
from ..facts.fields import folded
from ..facts.networks import network_names
from ..facts.season_dates import DateKind


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it, where, and as of which day; `by` is "editor" for a person."""

    by: str
    link: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of a season: it begins, returns with `part`, or ends.

    `show_kind` is the programme's kind as text. `changed_at` (UTC) is when the date became what it
    is, `sequence` how often it changed before that. `gone`: it was taken back, and `airs` is the
    last that it was. `followed` says so of whoever asked.
    """

    show_id: int
    title: str
    year: int | None
    season: int
    part: str | None
    kind: DateKind
    airs: AirDate
    network: str | None
    show_kind: str | None
    source: Source
    changed_at: datetime
    sequence: int
    gone: bool = False
    followed: bool = False


class NewsKind(StrEnum):
    """What a piece of news comes down to."""

    RENEWED = "renewed"
    CANCELED = "canceled"
    ENDED = "ended"
    STATUS = "status"
    DATED = "dated"
    MOVED = "moved"
    DELAYED = "delayed"
    UNDATED = "undated"
    TRAILER = "trailer"
    CAST = "cast"


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One thing that is new of a show or (with `season`) of one of its seasons.

    `changes` are the settled changes that it tells: one, or for a cast one for each person.
    `before` and `after` are the first one's values. `scope` is 0 for everybody's news, else the
    server whose own it is. `when` is in UTC. `id` stays the same as long as the item is there.
    """

    id: int
    show_id: int
    title: str
    year: int | None
    season: int | None
    kind: NewsKind
    network: str | None
    source: Source
    when: datetime
    changes: tuple[News, ...]
    scope: int = 0

    @property
    def before(self) -> object:
        """What held before; None for silence."""
        return self.changes[0].before

    @property
    def after(self) -> object:
        """What holds now; None for silence."""
        return self.changes[0].after


@dataclass(frozen=True, slots=True)
class Follows:
    """What somebody follows: shows by their ids, networks by their keys, or everything."""

    shows: frozenset[int] = frozenset()
    networks: frozenset[str] = frozenset()
    everything: bool = False

    def includes(self, show_id: int, network: str | None) -> bool:
        """Whether a show on that network is followed."""
        if self.everything or show_id in self.shows:
            return True
        return network is not None and not self.networks.isdisjoint(network_names(network))


def networks_in(items: Iterable[Entry | NewsItem]) -> list[str]:
    """The networks of some entries or news, each once, in alphabetical order."""
    return sorted({item.network for item in items if item.network is not None}, key=folded)
