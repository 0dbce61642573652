"""The sentence that answers first: one for every verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from ..facts.air_date import AirDate, Precision
from ..facts.fields import YEAR_NUMBERED
from ..facts.models import Fact
from ..facts.stages import OUT
from ..facts.timing import countdown_to, finished, started
from ..facts.verdict import VerdictKind, is_limited, next_part, verdict
from ..presentation.style import clip, tamed
from ..presentation.words import NAME, ago, capital, counted, ended
from .citations import last_heard
from .plans import planned
from .telling import Telling

_STALE = timedelta(days=180)
"""A promise nobody has repeated for so long is told with its age."""

Sentence = tuple[str, str]
"""What is told in bold, and what explains it."""


def headline(told: Telling) -> str:
    """The verdict: bold first, and the sentence that explains it."""
    bold, rest = _SENTENCES[told.verdict.kind](told)
    return " ".join(part for part in (told.style.bold(bold), rest) if part)


def run(told: Telling) -> str:
    """When a season that is out began and ended; nothing where neither is known."""
    start, end = told.start, told.end
    if start is None or started(start, told.now) is False:
        return ""
    if end is not None and end == start:
        count = told.season.episodes if told.season else None
        if count is not None and count.value > 1:
            return f"All {count.value:,} episodes came out {told.when(start)}."
        return f"{told.verb('It', 'They')} came out {told.when(start)}."
    begun = f"{told.verb('It', 'They')} premiered {told.when(start)}"
    if end is None:
        return f"{begun}."
    ahead = started(end, told.now) is False or told.verdict.kind is VerdictKind.AIRING
    if ahead and not finished(end, told.now):
        return f"{begun} and {told.verb('ends', 'end')} {told.when(end)}."
    return f"{begun} and ended {told.when(end)}."


def what_there_is(told: Telling, it: str = "It") -> str:
    """ "It has 3 seasons; the last one out is season 3." `it` is the show, as the subject."""
    latest = told.verdict.latest
    numbers = [season.number for season in told.show.seasons if season.number > 0]
    if latest is None:
        if not numbers:
            return f"No season of {told.title} is out, as far as I know."
        known = told.called(numbers[0], told.show.season(numbers[0]))
        return f"No season of {told.title} is out yet; the first I know of is {known}."
    last = told.called(latest.number, latest)
    if latest.number >= YEAR_NUMBERED:
        there = f"{it} is numbered by year; the last season out is {last}."
    elif latest.number == 1:
        there = f"{it} has one season." if last == "season 1" else f"{it} has one season, {last}."
    else:
        there = f"{it} has {latest.number} seasons; the last one out is {last}."
    ahead = verdict(told.show, None, told.now)
    if ahead.number is not None and ahead.kind in _AHEAD and ahead.number != told.verdict.number:
        there += f" Next comes {told.called(ahead.number, ahead.season)}."
    return there


_AHEAD = (
    VerdictKind.SCHEDULED,
    VerdictKind.RENEWED,
    VerdictKind.IN_PRODUCTION,
    VerdictKind.POSTPONED,
)


def _canceled(told: Telling) -> Sentence:
    network = told.show.network
    who = told.style.escape(clip(tamed(network.value), NAME)) if network else "The network"
    because, latest, number = told.verdict.because, told.verdict.latest, told.verdict.number
    when = f" (reported {told.reported(because)})" if because and because.claim.source else ""
    if number is None or latest is None:
        sentence = f"{who} canceled {told.title}{when}."
    elif latest.number < number:
        after = told.called(latest.number, latest)
        sentence = f"{who} canceled {told.title} after {after}{when}."
    else:
        # A rescue: what had been canceled then, and what came out all the same.
        last = told.called(latest.number, latest)
        sentence = f"{who} canceled it{when}, but {last} came out later."
    if number is None:
        return "Canceled.", sentence
    bold = told.bold_name(f"{told.verb('is', 'are')} canceled.")
    if latest is not None and latest.number > number:
        return bold, sentence
    return bold, f"{sentence} {told.verb('It', 'They')} will not be made."


def _ended(told: Telling) -> Sentence:
    return _there_is_none(told, "It is over."), _how_it_ended(told)


def _how_it_ended(told: Telling) -> str:
    because, latest = told.verdict.because, told.verdict.latest
    if is_limited(told.show):
        return f"{told.title} is a limited series: its story is told."
    if because is not None and because.claim.field == "final":
        number = because.claim.season
        assert number is not None
        season = told.show.season(number)
        last = told.called(number, season)
        verb = "ended" if latest is season and not _still_on(told, number) else "ends"
        return f"{told.title} {verb} with {last}, its final season."
    if latest is not None:
        return f"{told.title} ended with {told.called(latest.number, latest)}."
    return f"{told.title} has ended."


def _still_on(told: Telling, number: int) -> bool:
    return verdict(told.show, number, told.now).kind is not VerdictKind.AIRED


def _there_is_none(told: Telling, otherwise: str) -> str:
    match told.verdict.number:
        case None:
            return otherwise
        case 0:
            return "I know of no specials."
        case _:
            return f"There is no {told.name}."


def _no_such_season(told: Telling) -> Sentence:
    return _there_is_none(told, "There is none."), what_there_is(told, told.title)


def _unannounced(told: Telling) -> Sentence:
    if told.verdict.number is None or not told.show.seasons:
        return (
            "Nothing announced.",
            f"I know of {told.title}, but nobody has told me about its seasons yet.",
        )
    there = f" {what_there_is(told)}" if told.verdict.latest is not None else ""
    nobody = ended(f"Nobody has announced {told.name} of {told.title}")
    return "Nothing announced.", f"{nobody}{there}"


def _rumored(told: Telling) -> Sentence:
    rest = "Nobody has confirmed it, and there is no confirmed release date."
    return told.bold_name(f"{told.verb('is', 'are')} only a rumor."), rest + _age(told)


def _postponed(told: Telling) -> Sentence:
    due = told.start
    rest = "No new date is set."
    if due is not None:
        rest = f"{told.verb('It', 'They')} had been due {told.when(due)}. {rest}"
    return told.bold_name(f"{told.verb('is', 'are')} postponed."), rest + _age(told)


def _renewed(told: Telling) -> Sentence:
    bold = told.bold_name(
        f"{told.verb('is', 'are')} coming: {told.verb('it was', 'they were')} renewed."
    )
    return bold, _undated(told) + _age(told)


def _in_production(told: Telling) -> Sentence:
    bold = told.bold_name(f"{told.verb('is', 'are')} in production.")
    return bold, _undated(told) + _age(told)


def _undated(told: Telling) -> str:
    due = told.start
    if due is not None and (told.verdict.overdue or told.passed(due)):
        return f"{_was_due(told, due)} No new date is announced."
    if due is not None:
        return f"It is expected {told.when(due)}."
    return "No release date is announced yet."


def _was_due(told: Telling, due: AirDate) -> str:
    it = told.verb("It", "They")
    was = told.verb("was", "were")
    return f"{it} {was} due {told.when(due)}, and nobody has told me that {it.lower()} came out."


def _scheduled(told: Telling) -> Sentence:
    due = told.start
    if due is None:
        return told.bold_name(f"{told.verb('is', 'are')} scheduled."), "No date is announced yet."
    if told.verdict.overdue or told.passed(due):
        was = told.verb("was", "were")
        bold = told.bold_name(f"{was} due {told.when(due)}.")
        return bold, "That has passed, and nobody has told me that it came out."
    if due.exact:
        verb = told.verb("comes", "come")
        return told.bold_name(f"{verb} out {told.when(due)}."), _countdown(told, due)
    bold = told.bold_name(f"{told.verb('is', 'are')} expected {told.when(due)}.")
    return bold, "The exact day is not announced yet." + _age(told)


def _countdown(told: Telling, when: AirDate) -> str:
    left = countdown_to(when, told.now)
    if left is None:
        return ""
    if when.precision is Precision.INSTANT and when.instant is not None:
        return f"That is {told.style.until(when.instant, told.now)}."
    match left.days:
        case 0:
            return "That is today."
        case 1:
            return "That is tomorrow."
        case days:
            return f"That is in {counted(days, 'day')}."


def _airing(told: Telling) -> Sentence:
    season = told.season
    part = next_part(season, told.now) if season is not None else None
    if part is None or part.premiere is None:
        if plan := planned(told):
            return told.bold_name("should be airing now."), plan
        return told.bold_name(f"{told.verb('is', 'are')} airing now."), run(told)
    verb = "comes out" if part.premiere.exact else "is expected"
    ahead = f"{capital(told.person(part.label))} {verb} {told.when(part.premiere)}."
    counting = f" {_countdown(told, part.premiere)}" if part.premiere.exact else ""
    return told.bold_name(f"{told.verb('is', 'are')} partly out."), ahead + counting


def _aired(told: Telling) -> Sentence:
    if plan := planned(told):
        return told.bold_name("should be out."), plan
    rest = run(told)
    if not rest and told.season is None:
        rest = "I know nothing more about it."
    return told.bold_name(f"{told.verb('is', 'are')} out."), rest


def _age(told: Telling) -> str:
    """How old the word is that a verdict about the future rests on, where it is old."""
    because: Fact[object] | None = told.verdict.because
    if because is None or told.verdict.kind in OUT:
        return ""
    heard = last_heard(because.claim)
    if heard is not None and told.now - heard < _STALE:
        return ""
    age = told.now.date() - because.claim.as_of
    if age < _STALE:
        return ""
    return f" That was last said on {told.reported(because)}, {ago(age)}."


_SENTENCES: Mapping[VerdictKind, Callable[[Telling], Sentence]] = {
    VerdictKind.AIRED: _aired,
    VerdictKind.AIRING: _airing,
    VerdictKind.SCHEDULED: _scheduled,
    VerdictKind.RENEWED: _renewed,
    VerdictKind.IN_PRODUCTION: _in_production,
    VerdictKind.POSTPONED: _postponed,
    VerdictKind.CANCELED: _canceled,
    VerdictKind.ENDED: _ended,
    VerdictKind.UNANNOUNCED: _unannounced,
    VerdictKind.RUMORED: _rumored,
    VerdictKind.NO_SUCH_SEASON: _no_such_season,
}
