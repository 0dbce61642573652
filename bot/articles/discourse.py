"""What is known of its shows while an article is read, and what a sentence adds to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .headings import Heading
from .language import Phrases
from .mentions.titles import ArticleShow, ArticleShows

UPCOMING, LATEST = -1, -2
"""Stand for a season that a sentence leaves unsaid until all of the article is read: the one that
is to come, and the last that is out or, for what tells no time, the one the article is about."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """A value that a sentence gives to a field of a show, or of one of its seasons."""

    subject: ArticleShow
    season: int | None
    field: str
    value: object
    sure: bool = True


@dataclass(slots=True)
class Discourse:
    """What is known while an article is read from its first sentence to its last.

    `focus` is the show that a sentence without a title speaks of. `season_focus` holds the season
    spoken of last, `section` that of the last heading, both by show. `said` are the seasons that
    are told of, `asked` those of which it is only asked whether they come, `later` the shows of
    which one after the first is spoken of, be it in doubt; `made` are the seasons that were ordered
    and are out, be it elsewhere; `on_latest` are the shows of whose last season out this paragraph
    tells, `left` the networks that gave a show up, or that it has left, and `networks` those that
    it was told to be on, in order; `makers` are the creators whom the last sentence named, or the
    last several of them. `headline` is the article's own, and `headline_asks` says that its season
    is only asked for; `month` is that of a headline about a month, `arrivals_on` the service of one
    about what comes there; `counts_episodes` says that the sentence before spoke of episodes,
    `has_totals` that what lines of facts count is of all seasons; `affirmed` are the shows that
    were said to go on, without the number of a season; `shown_below` are the headings below which a
    trailer stood.
    """

    published: date | None
    subjects: ArticleShows
    words: Phrases
    headline: str = ""
    headline_season: int | None = None
    headline_asks: bool = False
    month: int | None = None
    arrivals_on: str | None = None
    has_totals: bool = False
    shown_below: set[str] = field(default_factory=set)
    focus: ArticleShow | None = None
    season_focus: dict[int, int] = field(default_factory=dict)
    section: dict[int, int] = field(default_factory=dict)
    heading: Heading = field(default_factory=Heading)
    said: dict[int, set[int]] = field(default_factory=dict)
    later: set[int] = field(default_factory=set)
    asked: dict[int, set[int]] = field(default_factory=dict)
    renewed: dict[int, set[int]] = field(default_factory=dict)
    canceled: dict[int, set[int]] = field(default_factory=dict)
    made: set[tuple[int, int]] = field(default_factory=set)
    on_latest: set[int] = field(default_factory=set)
    ended_after: dict[int, int] = field(default_factory=dict)
    out: set[tuple[int, int]] = field(default_factory=set)
    departed: set[str] = field(default_factory=set)
    people: dict[str, str] = field(default_factory=dict)
    makers: list[str] = field(default_factory=list)
    premieres: dict[tuple[int, int], date] = field(default_factory=dict)
    left: dict[int, set[str]] = field(default_factory=dict)
    networks: dict[int, list[str]] = field(default_factory=dict)
    counts_episodes: bool = False
    affirmed: set[int] = field(default_factory=set)

    @property
    def has_seasons(self) -> bool:
        """Whether seasons were spoken of, so that "the second" may be one."""
        return bool(self.headline_season or self.said or self.later)

    def season_before(self, subject: ArticleShow) -> int | None:
        """The season of a show that was spoken of last, else that of the last heading."""
        return self.season_focus.get(id(subject)) or self.section.get(id(subject))
