"""The line that estimates when an expected season could come, labelled as an estimate.

It is never a claim: nothing stores it, and no alert or export contains it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cachetools import LRUCache, cached

from ..estimates.estimate import TOO_WIDE, Estimate, History, NoEstimate, estimate
from ..estimates.features import group_of
from ..estimates.shipped_table import shipped
from ..facts.air_date import AirDate, Precision
from ..facts.fields import YEAR_NUMBERED
from ..facts.models import Season, SeasonStatus, Show
from ..facts.season_order import first_day, last_day, parts_of
from ..facts.season_verdict import OUT, season_verdict
from ..facts.verdict import VerdictKind
from ..locale.cldr import day_text, month_alone
from ..locale.messages import _, ngettext
from ..presentation.date_text import bare_date
from .citations import last_word
from .lookup import Answer
from .section_writer import Writer

_EXPECTED = (VerdictKind.RENEWED, VerdictKind.IN_PRODUCTION)

PASSED = "over since it was last heard of"

_TO_THE_DAY = 60
"""Days; a shorter range is written with its days, a longer one with its months."""


def estimate_lines(writer: Writer) -> list[str]:
    """The estimate as a line in small type; no line if there is none to show."""
    made = estimate_of(writer.answer)
    if isinstance(made, Estimate):
        return [writer.style.small(_sentence(made))]
    if made is not None and made.reason == TOO_WIDE:
        told = _("My estimate, not news: shows like it differ too much to tell when.")
        return [writer.style.small(told)]
    if made is not None and made.reason == PASSED:
        told = _(
            "My estimate, not news: it may be out by now; I last heard of it on {date}.",
            date=day_text(_heard(writer.answer)),
        )
        return [writer.style.small(told)]
    return []


def estimate_of(answer: Answer) -> Estimate | NoEstimate | None:
    """When the season of the answer could premiere, estimated from the seasons before it.

    None if nobody expects it, if somebody said anything about its dates (even that there is none
    yet), if the season before it is not out, or if the asker's server wants no estimates. The show
    was last heard of on some day, and the wait is only known to have lasted until then; so a range
    may be over by now.
    """
    season = answer.season
    if not answer.estimates or answer.verdict.kind not in _EXPECTED or season is None:
        return None
    if _dates(season):
        return None
    before = next(_back_from(answer.show, season.number), None)
    if before is None or season_verdict(answer.verdict.order, before)[0] not in OUT:
        return None
    # No season comes before the end of the one that is running, so the wait lasts until then at
    # least.
    known = [when.earliest() for when in _dates(before)]
    made: Estimate | NoEstimate | None
    made = _estimate(history_of(answer.show, season.number, max([_heard(answer), *known])))
    if season.number >= YEAR_NUMBERED:
        made = _within_its_year(made, season.number)
    is_over = isinstance(made, Estimate) and made.high < answer.now.date()
    return NoEstimate(PASSED) if is_over else made


def _heard(answer: Answer) -> date:
    """The last day on which anything was said of the show."""
    today = answer.now.date()
    return min(last_word(answer.show) or today, today)


def estimate_ahead(answer: Answer) -> Estimate | None:
    """The estimate for the first season of the show that has one, even while the one before it is
    running."""
    for season in answer.show.seasons:
        told = answer.verdict.of(season.number) if season.status is not None else None
        if told is not None and told.kind in _EXPECTED:
            made = estimate_of(replace(answer, verdict=told))
            if isinstance(made, Estimate):
                return made
    return None


def _within_its_year(made: Estimate | NoEstimate, year: int) -> Estimate | None:
    """The part of a range that lies within the year by which the season is numbered."""
    if not isinstance(made, Estimate) or year > date.max.year:
        return None
    low, high = max(made.low, date(year, 1, 1)), min(made.high, date(year, 12, 31))
    if low > high:
        return None
    return replace(made, low=low, likely=min(max(made.likely, low), high), high=high)


def _dates(season: Season) -> list[AirDate]:
    """Every date that says when a season is on."""
    facts = (season.premiere, season.finale, season.next_episode)
    days = [day for part in parts_of(season) for day in (part.premiere, part.finale)]
    return [fact.value for fact in facts if fact is not None] + [day for day in days if day]


def _back_from(show: Show, number: int) -> Iterator[Season]:
    """The seasons before a numbered one, the latest first, as long as each is known.

    A gap across an unknown season would be one of several. If the numbers are years, some may be
    missing. Canceled seasons did not come in between.
    """
    for season in reversed([season for season in show.seasons if 0 < season.number < number]):
        if season.number != number - 1 and season.number < YEAR_NUMBERED:
            return
        if not _is_canceled(season):
            yield season
        number = season.number


def _is_canceled(season: Season) -> bool:
    return season.status is not None and season.status.value is SeasonStatus.CANCELED


def history_of(show: Show, number: int, as_of: date) -> History:
    """The history of the seasons before a numbered one, as far back as each is dated to the day."""
    premieres, finales = [], []
    for season in _back_from(show, number):
        first, last = first_day(season), last_day(season)
        if first is None or not first.value.exact:
            break  # The gap across it is one of several seasons.
        premieres.append(first.value.earliest())
        if last is not None and last.value.exact:
            finales.append(last.value.earliest())
    return History(
        tuple(premieres),
        tuple(finales),
        group_of(
            show.kind.value if show.kind else None,
            show.network.value if show.network else None,
            show.country.value if show.country else None,
            as_of.year,
        ),
        as_of,
    )


@cached(LRUCache(1024))
def _estimate(history: History) -> Estimate | NoEstimate:
    return estimate(history, shipped())


def in_words(low: date, likely: date, high: date) -> str:
    """The range of an estimate as a sentence of its own."""
    low_text, likely_text, high_text = _days(low, likely, high)
    return _(
        "My estimate, not news: four times out of five between {low} and {high}, most likely "
        "around {likely}.",
        low=low_text,
        high=high_text,
        likely=likely_text,
    )


def _days(low: date, likely: date, high: date) -> tuple[str, str, str]:
    if (high - low).days < _TO_THE_DAY:
        first, middle, last = (bare_date(AirDate.on(day)) for day in (low, likely, high))
        return first, middle, last
    if low.year == high.year:
        return month_alone(low.month), month_alone(likely.month), _month(high)
    return _month(low), _month(likely), _month(high)


def _sentence(made: Estimate) -> str:
    low, likely, high = _days(made.low, made.likely, made.high)
    if made.own == 0:
        basis = ngettext(
            "from {alike} gap of shows like it",
            "from {alike} gaps of shows like it",
            made.alike,
            alike=made.alike,
        )
    else:
        basis = ngettext(
            "from {own} earlier gap of this show and {alike} like it",
            "from {own} earlier gaps of this show and {alike} like it",
            made.own,
            own=made.own,
            alike=made.alike,
        )
    return _(
        "My estimate, not news: four times out of five between {low} and {high}, most likely "
        "around {likely} ({basis}).",
        low=low,
        high=high,
        likely=likely,
        basis=basis,
    )


def _month(day: date) -> str:
    return bare_date(AirDate(Precision.MONTH, day.year, day.month))
