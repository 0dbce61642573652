"""Writes an answer in one style: its names and dates, escaped and ready for a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from ..facts.air_date import AirDate, has_passed, has_started
from ..facts.models import Credit, Fact, Part, Season, Show
from ..facts.season_order import first_day, last_day
from ..facts.season_verdict import OUT, OVER, VerdictKind
from ..facts.time_zones import air_zone, on_air
from ..facts.verdict import Verdict
from ..locale.cldr import day_text
from ..locale.messages import _
from ..presentation.date_text import whose
from ..presentation.markup import Style, clip, tamed
from ..presentation.names import NAME, season_name, season_sentence, short_title
from .citations import Cited
from .lookup import Answer


@dataclass(frozen=True, slots=True)
class Section:
    """A written answer: a headline, then lines, then what they rest on.

    `pages` counts the pages of a long list; the last `listed` lines are its members. `links` are
    (label, url) for buttons. `picture` is a link to one.
    """

    headline: str
    lines: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    pages: int = 1
    links: tuple[tuple[str, str], ...] = ()
    picture: str | None = None
    listed: int = 0


def together(sections: Sequence[Section]) -> Section:
    """Several answers about one season as one, in order, saying nothing twice."""
    first, *rest = sections
    if not rest:
        return first
    lines = list(first.lines)
    said = {first.headline, *lines}
    for section in rest:
        fresh = [line for line in (section.headline, *section.lines) if line not in said]
        said.update(fresh)
        if fresh:
            lines += ["", *fresh]
    return Section(
        first.headline,
        tuple(lines),
        tuple(item for section in sections for item in section.cited),
        links=tuple(link for section in sections for link in section.links),
        picture=first.picture,
    )


@dataclass(frozen=True)
class Writer:
    """Writes an answer in one style; all its texts are escaped.

    The class is not slotted, because the names that every sentence uses are cached on its
    instances.
    """

    answer: Answer
    style: Style

    @property
    def show(self) -> Show:
        """The show it is about."""
        return self.answer.show

    @property
    def verdict(self) -> Verdict:
        """The verdict on the season."""
        return self.answer.verdict

    @property
    def season(self) -> Season | None:
        """The season it is about, where anything is known of it."""
        return self.answer.verdict.season

    @property
    def now(self) -> datetime:
        """The moment of the answer, in the asker's zone."""
        return self.answer.now

    @property
    def air_now(self) -> datetime:
        """The moment of the answer, on the calendar of the show's bare dates."""
        return on_air(self.show, self.now)

    @property
    def next_part(self) -> Part | None:
        """The part of the season that comes next, if there may be one."""
        if self.season is None or self.season.parts is None:
            return None
        return self.verdict.order.next_part(self.season)

    @property
    def out(self) -> bool:
        """Whether the season has come out, at least in part."""
        return self.verdict.kind in OUT

    @property
    def over(self) -> bool:
        """Whether there is no such season and never will be."""
        return self.verdict.kind in _OVER

    @property
    def uncounted(self) -> bool:
        """Whether the show is over and none of its seasons is known: any number may have been a
        season."""
        return (
            self.over
            and self.season is None
            and not any(season.number for season in self.show.seasons)
        )

    @property
    def numbered(self) -> bool:
        """Whether it is about a numbered season that exists or may come to exist."""
        there = self.verdict.kind is not VerdictKind.NO_SUCH_SEASON and not self.uncounted
        return there and self.verdict.number is not None

    @cached_property
    def title(self) -> str:
        """The show's title without its year."""
        return self.style.escape(short_title(self.show))

    @cached_property
    def name(self) -> str:
        """The season the answer is about: "season 2", "the specials", "the next season"."""
        if self.verdict.number is None:
            # Translators: It takes the place of "season 2", so without an article.
            return _("the next season")
        return self.called(self.verdict.number, self.season)

    @property
    def start(self) -> AirDate | None:
        """When the season begins, if known: its own date or that of its first part."""
        fact = first_day(self.season) if self.season is not None else None
        return fact.value if fact is not None else None

    @property
    def end(self) -> AirDate | None:
        """When the season ends, if known."""
        fact = last_day(self.season) if self.season is not None else None
        return fact.value if fact is not None else None

    def called(self, number: int, season: Season | None) -> str:
        """A season's name, escaped."""
        return self.style.escape(season_name(number, season))

    def sentence(self, of_a_season: str, of_the_specials: str, **values: object) -> str:
        """The message that fits the season's name: there is one season, many specials.

        `{season}` is the season's name, `{show}` the show's title.
        """
        number = -1 if self.verdict.number is None else self.verdict.number
        return season_sentence(
            number, self.name, of_a_season, of_the_specials, show=self.title, **values
        )

    def person(self, name: str) -> str:
        """A person, a provider, any other short name from outside."""
        return self.style.escape(clip(tamed(name), NAME))

    def credit(self, credit: Credit) -> str:
        """A credit, escaped: "Paul James as Sam"."""
        if credit.character is None:
            return self.person(credit.person)
        return _(
            "{person} as {character}",
            person=self.person(credit.person),
            character=self.person(credit.character),
        )

    def date(self, when: AirDate) -> str:
        """A date of the show by itself: "5 October 2026 (US)"."""
        when = self._on_its_day(when)
        return whose(self.style.date(when, self.now), when, self.show, self.now)

    def when(self, when: AirDate) -> str:
        """A date of the show inside a sentence: "on 5 October 2026 (US)", "in fall 2026"."""
        when = self._on_its_day(when)
        return whose(self.style.when(when, self.now), when, self.show, self.now)

    def _on_its_day(self, when: AirDate) -> AirDate:
        """The day of an instant that is long past, where the show comes out.

        Beside bare days from other sources the instant would otherwise seem to be another day.
        """
        home = air_zone(self.show)
        if when.instant is None or home is None or when.instant > self.now - _JUST_NOW:
            return when
        return AirDate.on(when.instant.astimezone(home.zone).date())

    def reported(self, fact: Fact[object]) -> str:
        """The day on which a fact was said."""
        return day_text(fact.claim.as_of)

    def passed(self, when: AirDate) -> bool:
        """Whether that date is past, even if it is read as late as possible."""
        if when.instant is not None:
            return has_passed(when, self.now)
        now = self.air_now
        return has_started(when, now) is not False and when.latest() < now.date()

    def labelled(self, label: str, text: str) -> str:
        """A text behind its label: "**Where:** Netflix"."""
        return f"{self.style.bold(_('{label}:', label=label))} {text}"

    def because(self) -> list[Cited]:
        """The fact to cite for the verdict: the one that decided it or, for silence, the one that
        implies it."""
        because: Fact[object] | None = self.verdict.because
        if because is None and self.verdict.latest is not None:
            because = first_day(self.verdict.latest)  # "the last one out is season 2"
        return [] if because is None else [Cited(because.claim.field, because)]


_JUST_NOW = timedelta(days=2)
"""For how long after a premiere its hour is still shown."""

_OVER = frozenset({*OVER, VerdictKind.NO_SUCH_SEASON})


def of_season(writer: Writer, number: int) -> Writer:
    """The same writer about another season of the show, by its number."""
    return Writer(replace(writer.answer, verdict=writer.verdict.of(number)), writer.style)
