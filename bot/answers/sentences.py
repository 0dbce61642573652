"""The sentence that answers first: one for every verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from ..facts.air_date import AirDate, Precision
from ..facts.fields import YEAR_NUMBERED
from ..facts.models import Claim, Fact, Season, SeasonStatus, ShowStatus
from ..facts.season_verdict import OUT
from ..facts.timeline import first_day, last_day
from ..facts.timing import countdown_to, has_passed, has_started
from ..facts.verdict import VerdictKind, is_limited, next_part, verdict
from ..presentation.style import clip, tamed
from ..presentation.words import NAME, ago, capital, counted, ended
from .citations import is_fetched, last_heard
from .writer import Writer

_STALE = timedelta(days=180)
"""A promise nobody has repeated for so long is told with its age."""

_SURE = timedelta(days=14)
"""A date that was told so shortly before it is hardly ever moved again."""

Sentence = tuple[str, str]
"""What is told in bold, and what explains it."""


def headline(writer: Writer) -> str:
    """The verdict: bold first, and the sentence that explains it."""
    bold, rest = _SENTENCES[writer.verdict.kind](writer)
    return " ".join(part for part in (writer.style.bold(bold), rest) if part)


def run(writer: Writer) -> str:
    """When a season that is out began and ended; nothing where neither is known."""
    start, end = writer.start, writer.end
    if start is None or has_started(start, writer.now) is False:
        return ""
    if end is not None and end == start:
        count = writer.season.episodes if writer.season else None
        if count is not None and count.value > 1:
            return f"All {count.value:,} episodes came out {writer.when(start)}."
        return f"{writer.verb('It', 'They')} came out {writer.when(start)}."
    begun = f"{writer.verb('It', 'They')} premiered {writer.when(start)}"
    if end is None:
        return f"{begun}."
    ahead = has_started(end, writer.now) is False or writer.verdict.kind is VerdictKind.AIRING
    if ahead and not has_passed(end, writer.now):
        return f"{begun} and {writer.verb('ends', 'end')} {writer.when(end)}."
    return f"{begun} and ended {writer.when(end)}."


def what_there_is(writer: Writer, it: str = "It") -> str:
    """ "It has 3 seasons; the last one out is season 3." `it` is the show, as the subject."""
    latest = writer.verdict.latest
    numbers = [season.number for season in writer.show.seasons if season.number > 0]
    if latest is None:
        if not numbers:
            return f"No season of {writer.title} is out, as far as I know."
        known = writer.called(numbers[0], writer.show.season(numbers[0]))
        return f"No season of {writer.title} is out yet; the first I know of is {known}."
    last = writer.called(latest.number, latest)
    if latest.number >= YEAR_NUMBERED:
        there = f"{it} is numbered by year; the last season out is {last}."
    elif latest.number == 1:
        there = f"{it} has one season." if last == "season 1" else f"{it} has one season, {last}."
    else:
        there = f"{it} has {latest.number} seasons; the last one out is {last}."
    ahead = verdict(writer.show, None, writer.now)
    if ahead.number is not None and ahead.kind in _AHEAD and ahead.number != writer.verdict.number:
        there += f" Next comes {writer.called(ahead.number, ahead.season)}."
    return there


_AHEAD = (
    VerdictKind.SCHEDULED,
    VerdictKind.RENEWED,
    VerdictKind.IN_PRODUCTION,
    VerdictKind.POSTPONED,
)


def _canceled(writer: Writer) -> Sentence:
    network = writer.show.network
    who = writer.style.escape(clip(tamed(network.value), NAME)) if network else "The network"
    because, latest, number = writer.verdict.because, writer.verdict.latest, writer.verdict.number
    when = ""
    if because and because.claim.source and not is_fetched(because.claim):
        when = f" (reported {writer.reported(because)})"
    if number is None or latest is None:
        sentence = f"{who} canceled {writer.title}{when}."
    elif latest.number < number:
        after = writer.called(latest.number, latest)
        sentence = f"{who} canceled {writer.title} after {after}{when}."
    else:
        # A rescue: what had been canceled then, and what came out all the same.
        last = writer.called(latest.number, latest)
        sentence = f"{who} canceled it{when}, but {last} came out later."
    if number is None:
        return "Canceled.", sentence
    bold = writer.bold_name(f"{writer.verb('is', 'are')} canceled.")
    if latest is not None and latest.number > number:
        return bold, sentence
    return bold, f"{sentence} {writer.verb('It', 'They')} will not be made."


def _ended(writer: Writer) -> Sentence:
    return _there_is_none(writer, "It is over."), _how_it_ended(writer)


def _how_it_ended(writer: Writer) -> str:
    because, latest = writer.verdict.because, writer.verdict.latest
    if is_limited(writer.show):
        return f"{writer.title} is a limited series: its story is told."
    if because is not None and because.claim.field == "final":
        number = because.claim.season
        assert number is not None
        season = writer.show.season(number)
        last = writer.called(number, season)
        verb = "ended" if latest is season and not _still_on(writer, number) else "ends"
        return f"{writer.title} {verb} with {last}, its final season."
    if latest is not None:
        return f"{writer.title} ended with {writer.called(latest.number, latest)}."
    return f"{writer.title} has ended."


def _still_on(writer: Writer, number: int) -> bool:
    return verdict(writer.show, number, writer.now).kind is not VerdictKind.AIRED


def _there_is_none(writer: Writer, otherwise: str) -> str:
    match writer.verdict.number:
        case None:
            return otherwise
        case 0:
            return "I know of no specials."
        case _:
            return f"There is no {writer.name}."


def _no_such_season(writer: Writer) -> Sentence:
    return _there_is_none(writer, "There is none."), what_there_is(writer, writer.title)


def _unannounced(writer: Writer) -> Sentence:
    if writer.verdict.number is None or not writer.show.seasons:
        return (
            "Nothing announced.",
            f"I know of {writer.title}, but nobody has told me about its seasons yet.",
        )
    there = f" {what_there_is(writer)}" if writer.verdict.latest is not None else ""
    nobody = ended(f"Nobody has announced {writer.name} of {writer.title}")
    return "Nothing announced.", f"{nobody}{there}"


def _rumored(writer: Writer) -> Sentence:
    rest = "Nobody has confirmed it, and there is no confirmed release date."
    return writer.bold_name(f"{writer.verb('is', 'are')} only a rumor."), rest + _age(writer)


def _postponed(writer: Writer) -> Sentence:
    due = writer.start
    rest = "No new date is set."
    if due is not None:
        rest = f"{writer.verb('It', 'They')} had been due {writer.when(due)}. {rest}"
    return writer.bold_name(f"{writer.verb('is', 'are')} postponed."), rest + _age(writer)


def _renewed(writer: Writer) -> Sentence:
    bold = writer.bold_name(
        f"{writer.verb('is', 'are')} coming: {writer.verb('it was', 'they were')} renewed."
    )
    return bold, _undated(writer) + _age(writer)


def _in_production(writer: Writer) -> Sentence:
    because = writer.verdict.because
    if because is not None and because.value is ShowStatus.IN_DEVELOPMENT:
        return writer.bold_name("is in development."), _undated(writer)
    bold = writer.bold_name(f"{writer.verb('is', 'are')} in production.")
    return bold, _undated(writer) + _age(writer)


def _undated(writer: Writer) -> str:
    due = writer.start
    if due is not None and (writer.verdict.overdue or writer.passed(due)):
        return f"{_was_due(writer, due)} No new date is announced."
    if due is not None:
        return f"It is expected {writer.when(due)}."
    return "No release date is announced yet."


def _was_due(writer: Writer, due: AirDate) -> str:
    it = writer.verb("It", "They")
    was = writer.verb("was", "were")
    return f"{it} {was} due {writer.when(due)}, and nobody has told me that {it.lower()} came out."


def _scheduled(writer: Writer) -> Sentence:
    due = writer.start
    if due is None:
        return writer.bold_name(
            f"{writer.verb('is', 'are')} scheduled."
        ), "No date is announced yet."
    if writer.verdict.overdue or writer.passed(due):
        was = writer.verb("was", "were")
        bold = writer.bold_name(f"{was} due {writer.when(due)}.")
        return bold, "That has passed, and nobody has told me that it came out."
    if due.exact:
        verb = writer.verb("comes", "come")
        return writer.bold_name(f"{verb} out {writer.when(due)}."), _countdown(writer, due)
    bold = writer.bold_name(f"{writer.verb('is', 'are')} expected {writer.when(due)}.")
    return bold, "The exact day is not announced yet." + _age(writer)


def _countdown(writer: Writer, when: AirDate) -> str:
    left = countdown_to(when, writer.now)
    if left is None:
        return ""
    if when.precision is Precision.INSTANT and when.instant is not None:
        return f"That is {writer.style.until(when.instant, writer.now)}."
    match left.days:
        case 0:
            return "That is today."
        case 1:
            return "That is tomorrow."
        case days:
            return f"That is in {counted(days, 'day')}."


def _airing(writer: Writer) -> Sentence:
    season = writer.season
    part = next_part(season, writer.now) if season is not None else None
    if part is None or part.premiere is None:
        if plan := _plan(writer):
            return writer.bold_name("should be airing now."), plan
        return writer.bold_name(f"{writer.verb('is', 'are')} airing now."), run(writer)
    verb = "comes out" if part.premiere.exact else "is expected"
    ahead = f"{capital(writer.person(part.label))} {verb} {writer.when(part.premiere)}."
    counting = f" {_countdown(writer, part.premiere)}" if part.premiere.exact else ""
    return writer.bold_name(f"{writer.verb('is', 'are')} partly out."), ahead + counting


def _aired(writer: Writer) -> Sentence:
    if plan := _plan(writer):
        return writer.bold_name("should be out."), plan
    rest = run(writer)
    if not rest and writer.season is None:
        rest = "I know nothing more about it."
    return writer.bold_name(f"{writer.verb('is', 'are')} out."), rest


def _age(writer: Writer) -> str:
    """How old the word is that a verdict about the future rests on, where it is old."""
    because: Fact[object] | None = writer.verdict.because
    if because is None or writer.verdict.kind in OUT:
        return ""
    heard = last_heard(because.claim)
    if heard is not None and writer.now - heard < _STALE:
        return ""
    age = writer.now.date() - because.claim.as_of
    if age < _STALE:
        return ""
    if is_fetched(because.claim):
        return f" I last read that on {writer.reported(because)}, {ago(age)}."
    return f" That was last said on {writer.reported(because)}, {ago(age)}."


def _plan(writer: Writer) -> str:
    """The plan and its age, where all that is known was said long before the day; else "".

    What a server's people or a curator wrote is theirs to watch over, and told as it is.
    """
    season, start = writer.season, writer.start
    if season is None or start is None or not start.exact or _came_true(season):
        return ""
    known = (first_day(season), last_day(season), season.episodes, season.parts)
    claims = [fact.claim for fact in known if fact is not None]
    if any(claim.author is not None for claim in claims):
        return ""
    heard = max(_last_said(claim) for claim in claims)
    if heard >= start.earliest() - _SURE:
        return ""
    it, was = writer.verb("It", "They"), writer.verb("was", "were")
    since = writer.date(AirDate.on(heard))
    return f"{it} {was} announced for {writer.date(start)}; I have heard nothing since {since}."


def _came_true(season: Season) -> bool:
    return season.status is not None and season.status.value in (
        SeasonStatus.AIRING,
        SeasonStatus.AIRED,
    )


def _last_said(claim: Claim) -> date:
    checked = last_heard(claim)
    return claim.as_of if checked is None else max(claim.as_of, checked.date())


_SENTENCES: Mapping[VerdictKind, Callable[[Writer], Sentence]] = {
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
