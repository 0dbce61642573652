"""The first sentence about a season that is out, on its way, or hoped for."""

from __future__ import annotations

from datetime import timedelta

from ..facts.air_date import AirDate, Precision, countdown_to, has_passed, has_started
from ..facts.models import Fact, Season, SeasonStatus, ShowStatus
from ..facts.season_order import first_day, last_day
from ..facts.season_verdict import OUT
from ..facts.verdict import VerdictKind
from ..locale.messages import N_, _, ngettext
from ..presentation.date_text import ago
from ..presentation.markup import capital
from ..presentation.names import part_name
from .citations import is_fetched, last_heard, last_said
from .section_writer import Writer

STALE = timedelta(days=180)
"""A promise that nobody has repeated for this long is shown with its age."""

_SURE = timedelta(days=14)
"""A date announced this shortly before it is hardly ever moved."""

Headline = tuple[str, str]
"""The sentence in bold, and the one that explains it."""


def run(writer: Writer) -> str:
    """When a season that is out began and ended; nothing if neither is known."""
    start, end = writer.start, writer.end
    if start is None or has_started(start, writer.air_now) is False:
        return ""
    if end is not None and end == start:
        count = writer.season.episodes if writer.season else None
        if count is not None and count.value > 1:
            return ngettext(
                "The {number} episode came out {when}.",
                "All {number} episodes came out {when}.",
                count.value,
                when=writer.when(start),
            )
        return writer.sentence(
            N_("It came out {when}."), N_("They came out {when}."), when=writer.when(start)
        )
    if end is None:
        return writer.sentence(
            N_("It premiered {when}."), N_("They premiered {when}."), when=writer.when(start)
        )
    ahead = has_started(end, writer.air_now) is False or writer.verdict.kind is VerdictKind.AIRING
    span = {"start": writer.when(start), "end": writer.when(end)}
    if ahead and not has_passed(end, writer.air_now):
        return writer.sentence(
            N_("It premiered {start} and ends {end}."),
            N_("They premiered {start} and end {end}."),
            **span,
        )
    return writer.sentence(
        N_("It premiered {start} and ended {end}."),
        N_("They premiered {start} and ended {end}."),
        **span,
    )


def rumored(writer: Writer) -> Headline:
    """Only a rumor."""
    bold = writer.sentence(N_("{season} is only a rumor."), N_("The specials are only a rumor."))
    rest = _("Nobody has confirmed it, and there is no confirmed release date.")
    return bold, rest + _age(writer)


def postponed(writer: Writer) -> Headline:
    """Postponed, and when it had been due."""
    due = writer.start
    rest = _("No new date has been set.")
    if due is not None:
        was = writer.sentence(
            N_("It had been due {when}."), N_("They had been due {when}."), when=writer.when(due)
        )
        rest = f"{was} {rest}"
    bold = writer.sentence(N_("{season} is postponed."), N_("The specials are postponed."))
    return bold, rest + _age(writer)


def renewed(writer: Writer) -> Headline:
    """Renewed, and when it is expected."""
    bold = writer.sentence(
        N_("{season} is coming: it was renewed."), N_("The specials are coming: they were renewed.")
    )
    return bold, _undated(writer) + _age(writer)


def in_production(writer: Writer) -> Headline:
    """In production, or still in development."""
    because = writer.verdict.because
    if because is not None and because.value is ShowStatus.IN_DEVELOPMENT:
        bold = writer.sentence(
            N_("{season} is in development."), N_("The specials are in development.")
        )
        return bold, _undated(writer)
    bold = writer.sentence(N_("{season} is in production."), N_("The specials are in production."))
    return bold, _undated(writer) + _age(writer)


def _undated(writer: Writer) -> str:
    due = writer.start
    if due is not None and (writer.verdict.overdue or writer.passed(due)):
        return f"{_was_due(writer, due)} {_('No new date has been announced.')}"
    if due is not None:
        return _("It is expected {when}.", when=writer.when(due))
    return _("No release date has been announced yet.")


def _was_due(writer: Writer, due: AirDate) -> str:
    return writer.sentence(
        N_("It was due {when}, and nobody has told me that it came out."),
        N_("They were due {when}, and nobody has told me that they came out."),
        when=writer.when(due),
    )


def scheduled(writer: Writer) -> Headline:
    """Scheduled: its day, and how long until then."""
    if special := _special(writer):
        return special
    due = writer.start
    if due is None:
        bold = writer.sentence(N_("{season} is scheduled."), N_("The specials are scheduled."))
        return bold, _("No date has been announced yet.")
    when = writer.when(due)
    if writer.verdict.overdue or writer.passed(due):
        bold = writer.sentence(
            N_("{season} was due {when}."), N_("The specials were due {when}."), when=when
        )
        return bold, _("That has passed, and nobody has told me that it came out.")
    if due.exact:
        bold = writer.sentence(
            N_("{season} comes out {when}."), N_("The specials come out {when}."), when=when
        )
        return bold, _countdown(writer, due)
    bold = writer.sentence(
        N_("{season} is expected {when}."), N_("The specials are expected {when}."), when=when
    )
    return bold, _("The exact day has not been announced yet.") + _age(writer)


def _special(writer: Writer) -> Headline | None:
    """When the next special comes out; None if the verdict on the specials rests on
    something else."""
    special = writer.season.next_episode if writer.season and writer.verdict.number == 0 else None
    if special is None or special is not writer.verdict.because:
        return None
    when = writer.when(special.value)
    return _("A special comes out {when}.", when=when), _countdown(writer, special.value)


def _countdown(writer: Writer, when: AirDate) -> str:
    left = countdown_to(when, writer.air_now)
    if left is None:
        return ""
    if when.precision is Precision.INSTANT and when.instant is not None:
        # Translators: {until} is "in 3 days", as Discord writes it.
        return _("That is {until}.", until=writer.style.until(when.instant, writer.now))
    there = writer.air_now.date() != writer.now.date()
    match left.days:
        case 0:
            return _("That is today there.") if there else _("That is today.")
        case 1:
            return _("That is tomorrow there.") if there else _("That is tomorrow.")
        case days:
            return ngettext("That is in {number} day.", "That is in {number} days.", days)


def airing(writer: Writer) -> Headline:
    """Airing now, or partly out."""
    if special := _special(writer):
        return special
    part = writer.next_part
    if part is None or part.premiere is None:
        if plan := _plan(writer):
            bold = writer.sentence(
                N_("{season} should be airing now."), N_("The specials should be airing now.")
            )
            return bold, plan
        bold = writer.sentence(N_("{season} is airing now."), N_("The specials are airing now."))
        return bold, run(writer)
    values = {"part": writer.person(part_name(part.label)), "when": writer.when(part.premiere)}
    if not part.premiere.known:
        ahead = capital(_("{part} has no date yet.", **values))
    elif part.premiere.exact:
        ahead = capital(_("{part} comes out {when}.", **values))
        ahead = f"{ahead} {_countdown(writer, part.premiere)}"
    else:
        ahead = capital(_("{part} is expected {when}.", **values))
    if plan := _plan(writer):
        bold = writer.sentence(
            N_("{season} should be partly out."), N_("The specials should be partly out.")
        )
        return bold, f"{plan} {ahead}"
    bold = writer.sentence(N_("{season} is partly out."), N_("The specials are partly out."))
    return bold, ahead


def aired(writer: Writer) -> Headline:
    """Out, and when it came out."""
    if plan := _plan(writer):
        return writer.sentence(
            N_("{season} should be out."), N_("The specials should be out.")
        ), plan
    rest = run(writer)
    if not rest and writer.season is None:
        rest = _("I know nothing more about it.")
    return writer.sentence(N_("{season} is out."), N_("The specials are out.")), rest


def _age(writer: Writer) -> str:
    """The age of the news on which a verdict about the future rests, if it is old; else ""."""
    because: Fact[object] | None = writer.verdict.because
    if because is None or writer.verdict.kind in OUT:
        return ""
    heard = last_heard(because.claim)
    if heard is not None and writer.now - heard < STALE:
        return ""
    age = writer.now.date() - because.claim.as_of
    if age < STALE:
        return ""
    values = {"date": writer.reported(because), "ago": ago(age)}
    if is_fetched(because.claim):
        return " " + _("I last read that on {date}, {ago}.", **values)
    return " " + _("That was last said on {date}, {ago}.", **values)


def is_planned(writer: Writer) -> bool:
    """Whether the season should be out, but nobody has said that it is."""
    return writer.out and bool(_plan(writer))


def _plan(writer: Writer) -> str:
    """The plan and its age, if all that is known was said long before the day; else "".

    What a server's people or a curator wrote is theirs to keep up to date, and shown as it is.
    """
    season, start = writer.season, writer.start
    if season is None or start is None or not start.exact or _came_true(season):
        return ""
    known = (first_day(season), last_day(season), season.episodes, season.parts)
    claims = [fact.claim for fact in known if fact is not None]
    if any(claim.author is not None for claim in claims):
        return ""
    heard = max(last_said(claim) for claim in claims)
    if heard >= start.earliest() - _SURE:
        return ""
    return writer.sentence(
        N_("It was announced for {start}; I have heard nothing since {heard}."),
        N_("They were announced for {start}; I have heard nothing since {heard}."),
        start=writer.date(start),
        heard=writer.date(AirDate.on(heard)),
    )


def _came_true(season: Season) -> bool:
    return season.status is not None and season.status.value in (
        SeasonStatus.AIRING,
        SeasonStatus.AIRED,
    )
