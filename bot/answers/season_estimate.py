"""When a season that is expected could come: a line of its own, labelled as an estimate.

It is never a claim: nothing stores it, and no alert or export holds it.
"""

from __future__ import annotations

from datetime import date

from cachetools import LRUCache, cached

from ..estimates.estimate import TOO_WIDE, Estimate, History, NoEstimate, estimate
from ..estimates.features import group_of
from ..estimates.shipped_table import shipped
from ..facts.air_date import AirDate, Precision
from ..facts.models import Season, SeasonStatus, Show
from ..facts.season_order import first_day, last_day
from ..facts.verdict import VerdictKind
from ..locale.cldr import month_alone
from ..locale.messages import _, ngettext
from ..presentation.date_text import bare_date
from .lookup import Answer
from .section_writer import Writer

_EXPECTED = (VerdictKind.RENEWED, VerdictKind.IN_PRODUCTION)

_TO_THE_DAY = 60
"""Days; a shorter range is told by its days, a longer one by its months."""


def estimate_lines(writer: Writer) -> list[str]:
    """The estimate as a line in small type; none where it has no place."""
    made = estimate_of(writer.answer)
    if isinstance(made, Estimate):
        return [writer.style.small(_sentence(made))]
    if made is not None and made.reason == TOO_WIDE:
        return [writer.style.small(_("My estimate, not news: it is too early to tell when."))]
    return []


def estimate_of(answer: Answer) -> Estimate | NoEstimate | None:
    """When the season of the answer could premiere, reckoned from the seasons before it.

    None where nobody expects it, where somebody said anything of its date (that there is none
    yet, too), where the day of the season before it is not known, and where the asker's server
    wants no estimates.
    """
    season = answer.season
    if not answer.estimates or answer.verdict.kind not in _EXPECTED or season is None:
        return None
    dated = season.parts is not None and any(part.premiere for part in season.parts.value)
    if season.number < 2 or season.premiere is not None or dated:
        return None
    if not _follows_a_dated_one(answer.show, season.number):
        return None
    return _estimate(history_of(answer.show, season.number, answer.now.date()))


def _follows_a_dated_one(show: Show, number: int) -> bool:
    """Whether the season before it is dated to the day, so that it is the last one in a history.

    Where it is still to come, or came on a day that nobody told, the gap would be reckoned from an
    earlier one. What was canceled did not come between.
    """
    before = show.season(number - 1)
    while before is not None and _is_canceled(before):
        before = show.season(before.number - 1)
    first = first_day(before) if before is not None else None
    return first is not None and _exact(first.value)


def _is_canceled(season: Season) -> bool:
    return season.status is not None and season.status.value is SeasonStatus.CANCELED


def history_of(show: Show, number: int, as_of: date) -> History:
    """What the seasons before a numbered one did: those dated to the day."""
    before = [season for season in show.seasons if 0 < season.number < number]
    firsts = (first_day(season) for season in before)
    lasts = (last_day(season) for season in before)
    return History(
        tuple(fact.value.earliest() for fact in firsts if fact and _exact(fact.value)),
        tuple(fact.value.earliest() for fact in lasts if fact and _exact(fact.value)),
        group_of(
            show.kind.value if show.kind else None,
            show.network.value if show.network else None,
            show.country.value if show.country else None,
        ),
        as_of,
    )


def _exact(when: AirDate) -> bool:
    return when.precision >= Precision.DAY and not when.approximate


@cached(LRUCache(1024))
def _estimate(history: History) -> Estimate | NoEstimate:
    return estimate(history, shipped())


def in_words(low: date, likely: date, high: date) -> str:
    """The range of an estimate as a sentence of its own."""
    low_text, likely_text, high_text = _days(low, likely, high)
    return _(
        "My estimate, not news: between {low} and {high}, most likely around {likely}.",
        low=low_text,
        high=high_text,
        likely=likely_text,
    )


def _days(low: date, likely: date, high: date) -> tuple[str, str, str]:
    if (high - low).days < _TO_THE_DAY:
        first, middle, last = (bare_date(AirDate.on(day)) for day in (low, likely, high))
        return first, middle, last
    last = bare_date(AirDate(Precision.MONTH, high.year, high.month))
    return _month(low, high.year), _month(likely, high.year), last


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
        "My estimate, not news: between {low} and {high}, most likely around {likely} ({basis}).",
        low=low,
        high=high,
        likely=likely,
        basis=basis,
    )


def _month(day: date, year: int) -> str:
    """The month, with its year where that is another one than the range ends in."""
    if day.year == year:
        return month_alone(day.month)
    return bare_date(AirDate(Precision.MONTH, day.year, day.month))
