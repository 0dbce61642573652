"""The domain model: shows, seasons and their facts, as frozen values."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Generic, NamedTuple, TypeVar

from ..locale.languages import base_language, title_for
from .air_date import AirDate

T_co = TypeVar("T_co", covariant=True)


class ShowStatus(StrEnum):
    """Where the show as a whole stands. *Ended* came to its end; *canceled* was stopped."""

    IN_DEVELOPMENT = "in_development"
    RUNNING = "running"
    TO_BE_DETERMINED = "to_be_determined"
    ENDED = "ended"
    CANCELED = "canceled"


class SeasonStatus(StrEnum):
    """Where one season stands. A season that nobody mentioned has no status and no row."""

    RUMORED = "rumored"
    RENEWED = "renewed"
    IN_PRODUCTION = "in_production"
    POSTPONED = "postponed"
    SCHEDULED = "scheduled"
    AIRING = "airing"
    AIRED = "aired"
    CANCELED = "canceled"


class Kind(StrEnum):
    """What sort of programme it is; *limited* tells its story in one season."""

    SCRIPTED = "scripted"
    LIMITED = "limited"
    ANIME = "anime"
    ANIMATION = "animation"
    REALITY = "reality"
    DOCUMENTARY = "documentary"
    TALK = "talk"
    NEWS = "news"
    GAME = "game"
    VARIETY = "variety"


class TrailerKind(StrEnum):
    """What sort of video it is, in the order a fan prefers."""

    TRAILER = "trailer"
    TEASER = "teaser"
    CLIP = "clip"
    FEATURETTE = "featurette"


class OfferTerms(StrEnum):
    """What a place to watch charges, the least first; None means a subscription or a channel."""

    FREE = "free"
    ADS = "ads"
    RENT = "rent"
    BUY = "buy"


class Topic(StrEnum):
    """What a person wants to know about a season."""

    GENERAL = "general"
    STATUS = "status"
    RELEASE = "release"
    CAST = "cast"
    TRAILER = "trailer"
    STORY = "story"
    WHERE = "where"
    EPISODES = "episodes"
    SCHEDULE = "schedule"


INDEX = "tvmaze-index"
"""The name of TVmaze's index as a source; it ranks below every record and file."""

INDEX_IDS = range(2**39, 2**40)
"""The ids reserved for shows that only a row of the index knows: the first id plus TVmaze's
number."""


def reserved_id(number: int) -> int:
    """The id of the show that TVmaze has under that number, unless it is another show here."""
    return INDEX_IDS.start + number


class Tier(IntEnum):
    """Who outranks whom when claims disagree; the larger wins."""

    SOURCE = 1
    CURATOR = 2
    SERVER = 3


@dataclass(frozen=True, slots=True)
class Credit:
    """One person's part in a season; `character` may be unknown."""

    person: str
    character: str | None = None


@dataclass(frozen=True, slots=True)
class Producer:
    """One producing credit; `role` as credited ("executive producer"), None if unsaid."""

    person: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Trailer:
    """A video about a season; `published` is a bare date as the channel shows it.

    `language` is the one spoken in it, ISO 639-1; None if unsaid.
    """

    url: str
    kind: TrailerKind = TrailerKind.TRAILER
    title: str | None = None
    published: AirDate | None = None
    official: bool = True
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Where a season can be watched; `region` is ISO 3166 alpha-2, None if unsaid."""

    provider: str
    region: str | None = None
    url: str | None = None
    terms: OfferTerms | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a season with dates of its own ("Part 2", "Volume 1")."""

    label: str
    premiere: AirDate | None = None
    finale: AirDate | None = None
    episodes: int | None = None


class Place(NamedTuple):
    """One value: a field of a show (`season` None) or of a season, as one scope sees it.

    `key` names the member of a collection field and is "" for a single value.
    """

    show_id: int
    season: int | None
    field: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: who says that a field of a subject has a value, where, and as of when.

    `season` is None for the show's own fields. `key` tells the members of a collection field apart
    (a person, a link) and is "" for a single value. `value` is decoded (`fields.decode`); None
    takes a member of a collection away. `order` grows with every write to the store. `scope` is 0
    for everybody or the id of the one server that sees it. `by` is a source's name ("tvmaze",
    "catalog"), or "editor" for a person, whose user id is then `author`. `checked_at` is the UTC
    instant at which the source last repeated it.
    """

    season: int | None
    field: str
    key: str
    value: object
    tier: Tier
    by: str
    source: str
    as_of: date
    order: int = 0
    position: int = 0
    scope: int = 0
    author: int | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything one source says about one show; its next statement replaces this one whole.

    `source` and `key` name the source's record ("tvmaze", "123"). `link` and `as_of` are the
    defaults of its claims; `dated` is False if the source itself gave no date and `as_of` is only
    the day it was read.
    """

    source: str
    key: str
    tier: Tier
    link: str
    as_of: date
    claims: tuple[Claim, ...]
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Fact(Generic[T_co]):
    """What a field resolved to, with the claim that won and those that disagree."""

    value: T_co
    claim: Claim
    others: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Season:
    """One season as it resolves today. Fields that nobody mentioned are None or empty.

    `listed` says that the season exists, for sources that know nothing else about it.
    `next_episode` is when it continues, for a season that has begun.
    """

    number: int
    listed: Fact[bool] | None = None
    label: Fact[str] | None = None
    status: Fact[SeasonStatus] | None = None
    premiere: Fact[AirDate] | None = None
    finale: Fact[AirDate] | None = None
    next_episode: Fact[AirDate] | None = None
    episodes: Fact[int] | None = None
    runtime: Fact[int] | None = None
    story: Fact[str] | None = None
    final: Fact[bool] | None = None
    parts: Fact[tuple[Part, ...]] | None = None
    cast: tuple[Fact[Credit], ...] = ()
    trailers: tuple[Fact[Trailer], ...] = ()
    where: tuple[Fact[Offer], ...] = ()


@dataclass(frozen=True, slots=True)
class Show:
    """One show as it resolves today, for everybody (`scope` 0) or inside one server.

    Its seasons are in the order of their numbers. `streamer` is a streaming service that shows it
    as its own. `cast` is that of all its seasons, if nobody credits each separately. `translations`
    are its titles elsewhere, by tag (`locale/languages`).
    """

    id: int
    title: Fact[str]
    scope: int = 0
    original_title: Fact[str] | None = None
    year: Fact[int] | None = None
    ended: Fact[AirDate] | None = None
    kind: Fact[Kind] | None = None
    network: Fact[str] | None = None
    streamer: Fact[Offer] | None = None
    country: Fact[str] | None = None
    language: Fact[str] | None = None
    genres: Fact[tuple[str, ...]] | None = None
    creators: Fact[tuple[str, ...]] | None = None
    producers: Fact[tuple[Producer, ...]] | None = None
    synopsis: Fact[str] | None = None
    site: Fact[str] | None = None
    picture: Fact[str] | None = None
    status: Fact[ShowStatus] | None = None
    popularity: Fact[float] | None = None
    hidden: Fact[bool] | None = None
    cast: tuple[Fact[Credit], ...] = ()
    aliases: tuple[Fact[str], ...] = ()
    translations: Mapping[str, Fact[str]] = field(default_factory=dict)
    ids: Mapping[str, Fact[str]] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()

    @property
    def name(self) -> str:
        """The title alone, as text."""
        return self.title.value

    def title_in(self, language: str) -> str:
        """Its title in a language ("de", "pt_BR"); its original one if that is not known."""
        base, spoken = base_language(language), self.language.value if self.language else None
        if self.original_title is not None and base == spoken != "en":
            return self.original_title.value
        if not self.translations:
            return self.name
        titles = {tag: fact.value for tag, fact in self.translations.items()}
        return title_for(language, titles) or self.name

    @property
    def is_indexed_only(self) -> bool:
        """Whether only a row of the index is known: no provider was asked about it yet."""
        return self.title.claim.by == INDEX and not self.seasons

    @property
    def first_year(self) -> int | None:
        """The year that tells namesakes apart."""
        return self.year.value if self.year else None

    def season(self, number: int | None) -> Season | None:
        """The season of that number, None if nobody mentioned it; None for the show itself."""
        if number is None:
            return None
        index = bisect_left(self.seasons, number, key=lambda season: season.number)
        candidate = self.seasons[index : index + 1]
        return candidate[0] if candidate and candidate[0].number == number else None

    def fact(self, season: int | None, field: str, key: str = "") -> Fact[object] | None:
        """The fact of a field of the show (`season` None) or of a season; None for silence.

        In a collection field it is the member with that key.
        """
        owner = self if season is None else self.season(season)
        if owner is None:
            return None
        resolved = getattr(owner, field)
        if isinstance(resolved, Mapping):
            resolved = tuple(resolved.values())
        if isinstance(resolved, tuple):
            return next((fact for fact in resolved if fact.claim.key == key), None)
        fact: Fact[object] | None = resolved
        return fact


class TitleEntry(NamedTuple):
    """The data by which a show is found by title.

    A keystroke makes dozens of these, and a named tuple takes a third of the time of a frozen
    dataclass. `country` is ISO 3166 alpha-2; several are joined by "|". `names` are the original
    title and aliases. `scope` is 0 for a show everybody sees, else the id of the one server that
    does. A `hidden` entry takes the show of the same id away from that server.
    """

    show_id: int
    title: str
    year: int | None = None
    country: str | None = None
    network: str | None = None
    kind: str | None = None
    popularity: float = 0.0
    names: tuple[str, ...] = ()
    scope: int = 0
    hidden: bool = False
