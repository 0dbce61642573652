"""The chart of a show: its seasons on a line of years, to be drawn, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum

from ..answers.citations import Cited
from ..answers.lookup import Answer
from ..answers.season_estimate import estimate_ahead, in_words
from ..facts.air_date import AirDate, Precision, day_of
from ..facts.models import Season, Show
from ..facts.season_order import first_day, last_day
from ..facts.season_verdict import OFF, OUT, season_verdict
from ..facts.time_zones import air_zone
from ..facts.verdict import VerdictKind
from ..locale.messages import _, ngettext
from ..presentation.date_text import about_date, bare_date
from ..presentation.markup import capital, clip
from ..presentation.names import season_name

MOST_BARS = 60
"""How many seasons are drawn, the latest ones; more would be thinner than a line."""

_LONGEST_TEXT = 1024
"""Discord's limit of the text for those who do not see a picture."""

_NAME = 40
"""How many characters of a season's name are shown, so that there is room for the rest."""

_MONTH = 30.44
"""The mean length of a month in days."""


class Look(StrEnum):
    """How a season looks in a chart."""

    OUT = "out"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Bar:
    """A season with a date: from its premiere to its finale, both days included.

    `exact` is False if the first day is only known by its month or year, or approximate; the bar
    then covers all of that. `parts` are the first days of its parts. `gap` counts the months since
    the premiere before, None for the first and for one dated before it. `goes_on`: the season has
    begun and nobody knows its last day; then `last` is only the last known one.
    """

    label: str
    first: date
    last: date
    look: Look
    exact: bool
    parts: tuple[date, ...]
    gap: int | None
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the drawing shows. `undated` are sentences about seasons without a date.

    `titles` are the show's title and its other names, of which the first drawable one is drawn.
    `left_out` counts the earlier seasons that have no room.
    """

    titles: tuple[str, ...]
    bars: tuple[Bar, ...]
    undated: tuple[str, ...]
    today: date
    estimated: tuple[date, date, date] | None
    left_out: int

    @property
    def first(self) -> date:
        """The first day that is drawn."""
        return min([self.today, *(bar.first for bar in self.bars)])

    @property
    def last(self) -> date:
        """The last day that is drawn."""
        ends = [self.today, *(bar.last for bar in self.bars)]
        return max([*ends, self.estimated[2]] if self.estimated else ends)


def chart_of(answer: Answer) -> Chart:
    """The chart of a show, as the asker sees it."""
    show, today = answer.show, answer.now.date()
    home = air_zone(show)
    zone = answer.now.tzinfo if home is None else home.zone
    order = answer.verdict.order
    bars: list[Bar] = []
    undated: list[str] = []
    exact_before: date | None = None
    for season in show.seasons:
        kind = season_verdict(order, season)[0]
        premiere = first_day(season)
        if season.number == 0:
            continue
        if premiere is None or kind in OFF:
            if line := _undated(season, kind):
                undated.append(line)
            continue
        bar = _bar(season, premiere.value, kind, exact_before, today, zone)
        exact_before = bar.first if bar.exact else None
        bars.append(bar)
    made = estimate_ahead(answer)
    names = (show.title, show.original_title, *show.aliases)
    return Chart(
        tuple(" ".join(name.value.split()) for name in names if name is not None),
        tuple(bars[-MOST_BARS:]),
        tuple(undated[-3:]),
        today,
        (made.low, made.likely, made.high) if made is not None else None,
        max(len(bars) - MOST_BARS, 0),
    )


def cited_in(show: Show) -> tuple[Cited, ...]:
    """The facts on which a chart rests, the latest season first: its day, or its status."""
    told = (
        ("premiere", first_day(season)) if first_day(season) else ("status", season.status)
        for season in reversed(show.seasons)
        if season.number
    )
    return tuple(Cited(field, fact) for field, fact in told if fact is not None)


def _bar(
    season: Season,
    premiere: AirDate,
    kind: VerdictKind,
    before: date | None,
    today: date,
    zone: tzinfo | None,
) -> Bar:
    """The bar of a season; an instant counts as its day in that zone, as on cards."""
    first, last = _stretch(premiere, zone)
    parts = tuple(
        _stretch(part.premiere, zone)[0]
        for part in (season.parts.value if season.parts else ())
        if part.premiere and part.premiere.precision >= Precision.DAY
    )
    finale = last_day(season)
    ends = _stretch(finale.value, zone)[1] if finale is not None else first
    goes_on = kind is VerdictKind.AIRING and premiere.exact and finale is None
    last = max([last, ends, *parts, *([today] if goes_on else [])])
    gap = None
    if before is not None and premiere.exact and before <= first:
        gap = round((first - before).days / _MONTH)
    look = Look.OUT if kind in OUT else Look.AHEAD
    return Bar(str(season.number), first, last, look, premiere.exact, parts, gap, goes_on)


def _stretch(when: AirDate, zone: tzinfo | None) -> tuple[date, date]:
    """The first and the last day that a date can mean; for an instant, its day in that zone."""
    if when.instant is not None:
        day = day_of(when, zone)
        return day, day
    return when.earliest(), when.latest()


def _undated(season: Season, kind: VerdictKind) -> str:
    """The sentence about a season that has no place on the line; none if nothing is said about
    it."""
    name = clip(capital(season_name(season.number, season)), _NAME)
    match kind:
        case VerdictKind.CANCELED:
            return _("{season}: canceled", season=name)
        case VerdictKind.RENEWED:
            return _("{season}: renewed, no date yet", season=name)
        case VerdictKind.IN_PRODUCTION:
            return _("{season}: in production, no date yet", season=name)
        case VerdictKind.POSTPONED:
            return _("{season}: postponed", season=name)
        case VerdictKind.RUMORED:
            return _("{season}: a rumor", season=name)
        case VerdictKind.AIRED | VerdictKind.AIRING:
            return _("{season}: out, no date known", season=name)
    return ""


def in_text(chart: Chart, length: int = _LONGEST_TEXT) -> str:
    """Everything that the drawing shows, a line per season; what does not fit is left out at the
    start."""
    tail = list(_tail(chart))
    lines = [_line(bar) for bar in chart.bars]
    dropped = chart.left_out
    while True:
        head = [earlier(dropped)] if dropped else []
        text = "\n".join([*head, *lines, *tail])
        if len(text) <= length or not lines:
            return clip(text, length)
        lines.pop(0)
        dropped += 1


def earlier(count: int) -> str:
    """A line that so many seasons before the first shown one are not shown."""
    return ngettext("({count} earlier season)", "({count} earlier seasons)", count, count=count)


def _line(bar: Bar) -> str:
    first = AirDate.on(bar.first)
    if bar.goes_on:
        sentence = _("Season {number}: since {first}", number=bar.label, first=bare_date(first))
    elif bar.exact and bar.last > bar.first:
        sentence = _(
            "Season {number}: {first} to {last}",
            number=bar.label,
            first=bare_date(first),
            last=bare_date(AirDate.on(bar.last)),
        )
    elif bar.exact:
        sentence = _("Season {number}: {first}", number=bar.label, first=bare_date(first))
    elif bar.first == bar.last:
        about = about_date(bare_date(first))
        sentence = _("Season {number}: {first}", number=bar.label, first=about)
    else:
        sentence = _(
            "Season {number}: some day from {first} to {last}",
            number=bar.label,
            first=bare_date(first),
            last=bare_date(AirDate.on(bar.last)),
        )
    if bar.gap is None:
        return sentence
    return ngettext(
        "{told} ({months} month after the one before)",
        "{told} ({months} months after the one before)",
        bar.gap,
        told=sentence,
        months=bar.gap,
    )


def _tail(chart: Chart) -> Iterator[str]:
    yield from chart.undated
    if chart.estimated is not None:
        yield in_words(*chart.estimated)
    if not chart.bars and not chart.undated:
        yield _("No season with a date is known.")
