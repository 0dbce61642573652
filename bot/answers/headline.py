"""The first line of an answer: a sentence for every verdict, or the title of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..facts.air_date import AirDate
from ..facts.fields import SPECIALS, YEAR_NUMBERED
from ..facts.models import Fact, Season
from ..facts.season_verdict import COMING, OUT, season_verdict
from ..facts.verdict import OVER, Verdict, VerdictKind, is_limited
from ..locale.messages import N_, _, ngettext
from ..presentation.date_text import ago
from ..presentation.markup import ended
from .citations import Cited, is_fetched, last_word
from .season_headline import (
    STALE,
    Headline,
    aired,
    airing,
    in_production,
    is_planned,
    postponed,
    renewed,
    rumored,
    scheduled,
)
from .section_writer import Writer, of_season


def headline(writer: Writer) -> str:
    """The verdict: bold first, and the sentence that explains it."""
    bold, rest = _SENTENCES[writer.verdict.kind](writer)
    return " ".join(part for part in (writer.style.bold(bold), rest) if part)


def what_there_is(writer: Writer, *, named: bool = False) -> str:
    """ "It has 3 seasons; the last one out is season 3."; `named`: with the show's name."""
    latest, show = writer.verdict.latest, writer.title
    numbers = [season.number for season in writer.show.seasons if season.number > 0]
    if latest is None:
        if not numbers:
            return _("No season of {show} is out, as far as I know.", show=show)
        known = writer.called(numbers[0], writer.show.season(numbers[0]))
        return _(
            "No season of {show} is out yet; the first I know of is {season}.",
            show=show,
            season=known,
        )
    return f"{_what_is_out(writer, latest, named=named)} {_what_comes(writer)}".rstrip()


def _what_is_out(writer: Writer, latest: Season, *, named: bool) -> str:
    """How many seasons there are, and which is the last one out."""
    show, last = writer.title, writer.called(latest.number, latest)
    if latest.number >= YEAR_NUMBERED:
        numbered = (
            N_("{show} is numbered by year; the last season out is {season}.")
            if named
            else N_("It is numbered by year; the last season out is {season}.")
        )
        return _(numbered, show=show, season=last)
    if latest.number == 1 and last == writer.called(1, None):
        only = N_("{show} has one season.") if named else N_("It has one season.")
        return _(only, show=show)
    if latest.number == 1:
        only = (
            N_("{show} has one season, {season}.") if named else N_("It has one season, {season}.")
        )
        return _(only, show=show, season=last)
    before = _out_before(writer, latest) if is_planned(of_season(writer, latest.number)) else None
    if before is not None:
        planned = (
            N_("Season {before} of {show} is out, and {season} should be.")
            if named
            else N_("Season {before} is out, and {season} should be.")
        )
        return _(planned, before=before, show=show, season=last)
    number = seasons_out(writer, latest)
    if named:
        return ngettext(
            "{show} has {number} season; the last one out is {season}.",
            "{show} has {number} seasons; the last one out is {season}.",
            number,
            show=show,
            season=last,
        )
    return ngettext(
        "It has {number} season; the last one out is {season}.",
        "It has {number} seasons; the last one out is {season}.",
        number,
        season=last,
    )


def seasons_out(writer: Writer, latest: Season) -> int:
    """How many seasons are out up to that number: all but those that are known not to be.

    Records of long shows begin late and have gaps, and unmentioned seasons came out as well.
    """
    order = writer.verdict.order
    earlier = (season for season in writer.show.seasons if 0 < season.number < latest.number)
    return latest.number - sum(season_verdict(order, season)[0] not in OUT for season in earlier)


def _out_before(writer: Writer, season: Season) -> int | None:
    """The number of the last season before that one that came out; a canceled one did not."""
    order = writer.verdict.order
    known = {other.number: other for other in writer.show.seasons}
    for number in reversed(range(1, season.number)):
        # An unmentioned season came out before it.
        if number not in known or season_verdict(order, known[number])[0] in OUT:
            return number
    return None


def _what_comes(writer: Writer) -> str:
    """ "Next comes season 3."; "" if nothing does, or if that is the season asked about."""
    ahead = _whole(writer)
    if ahead.number is None or ahead.kind not in _AHEAD or ahead.number == writer.verdict.number:
        return ""
    return _("Next comes {season}.", season=writer.called(ahead.number, ahead.season))


def _whole(writer: Writer) -> Verdict:
    """The headline if no season is asked about."""
    return writer.verdict.of(None)


_AHEAD = frozenset({*COMING, VerdictKind.POSTPONED})


def _canceled(writer: Writer) -> Headline:
    latest, number = writer.verdict.latest, writer.verdict.number
    sentence = _who_canceled(writer)
    if writer.uncounted:
        return _("Canceled."), f"{sentence} {_('I know nothing of its seasons yet.')}"
    if number is None:
        return _("Canceled."), sentence
    bold = writer.sentence(N_("{season} is canceled."), N_("The specials are canceled."))
    made = writer.sentence(N_("It will not be made."), N_("They will not be made."))
    because = writer.verdict.because
    if number == SPECIALS and because is not None and because.claim.season == SPECIALS:
        return bold, made  # which says nothing of the show
    if latest is not None and latest.number > number:
        return bold, sentence
    return bold, f"{sentence} {made} {_what_comes(writer)}".rstrip()


def _who_canceled(writer: Writer) -> str:
    latest, number = writer.verdict.latest, writer.verdict.number
    values = canceled_by(writer, writer.verdict.because)
    if number is not None and number > 1 and (before := _still_made(writer, number - 1)):
        last = writer.called(before.number, before)
        return _("{who} canceled {show} after {season}{reported}.", season=last, **values)
    if latest is None:
        return _("{who} canceled {show}{reported}.", **values)
    last = writer.called(latest.number, latest)
    if number is None or latest.number < number:
        return _("{who} canceled {show} after {season}{reported}.", season=last, **values)
    # A rescue: what had been canceled then, and what came out all the same.
    return _("{who} canceled it{reported}, but {season} came out later.", season=last, **values)


def _still_made(writer: Writer, number: int) -> Season | None:
    """The season, if it is still being made after the cancellation."""
    told = writer.verdict.of(number)
    return told.season if told.kind in _AHEAD else None


def canceled_by(writer: Writer, because: Fact[object] | None) -> dict[str, str]:
    """The values for a sentence about who canceled the show, and when that was reported."""
    network, reported = writer.show.network, ""
    if because and because.claim.source and not is_fetched(because.claim):
        # Translators: It follows another sentence's words, before the full stop.
        reported = _(" (reported {date})", date=writer.reported(because))
    return {
        # Translators: The subject of "{who} canceled {show}.", where no name of it is known.
        "who": writer.person(network.value) if network else _("The network"),
        "show": writer.title,
        "reported": reported,
    }


def _ended(writer: Writer) -> Headline:
    how = _how_it_ended(writer)
    if writer.uncounted:
        return _("It is over."), f"{how} {_('I know nothing of its seasons yet.')}"
    return _there_is_none(writer, _("It is over.")), how


def _how_it_ended(writer: Writer) -> str:
    because, latest, show = writer.verdict.because, writer.verdict.latest, writer.title
    if is_limited(writer.show):
        return _("{show} is a limited series: its story is told.", show=show)
    if because is not None and because.claim.field == "final":
        number = because.claim.season
        assert number is not None
        season = writer.show.season(number)
        last = writer.called(number, season)
        if latest is season and not _still_on(writer, number):
            return _("{show} ended with {season}, its final season.", show=show, season=last)
        return _("{show} ends with {season}, its final season.", show=show, season=last)
    if latest is not None:
        last = writer.called(latest.number, latest)
        return _("{show} ended with {season}.", show=show, season=last)
    return _("{show} has ended.", show=show)


def _still_on(writer: Writer, number: int) -> bool:
    return writer.verdict.of(number).kind is not VerdictKind.AIRED


def _there_is_none(writer: Writer, otherwise: str) -> str:
    if writer.verdict.number is None:
        return otherwise
    return writer.sentence(N_("There is no {season}."), N_("I know of no specials."))


def _no_such_season(writer: Writer) -> Headline:
    bold, whole = _there_is_none(writer, _("There is none.")), _whole(writer)
    if whole.kind not in OVER:
        return bold, what_there_is(writer, named=True)
    about = Writer(replace(writer.answer, verdict=whole), writer.style)
    canceled = whole.kind is VerdictKind.CANCELED
    return bold, _who_canceled(about) if canceled else _how_it_ended(about)


def _unannounced(writer: Writer) -> Headline:
    if writer.verdict.because is not None:
        return _("It is running."), _("I know nothing of its seasons yet.")
    if writer.verdict.number is None or not writer.show.seasons:
        return (
            _("Nothing announced."),
            _(
                "I know of {show}, but nobody has told me about its seasons yet.",
                show=writer.title,
            ),
        )
    told = writer.verdict.latest is not None or writer.season is None
    others = told and any(season.number > 0 for season in writer.show.seasons)
    there = f" {what_there_is(writer)}" if others else ""
    if heard := _long_unheard(writer):
        return _not_known(writer), f"{heard}{there}"
    return _("Nothing announced."), f"{_not_announced(writer)}{there}"


def unannounced(writer: Writer) -> str:
    """That nobody announced the season, in a sentence beside another answer."""
    return _not_known(writer) if _long_unheard(writer) else _not_announced(writer)


def _not_known(writer: Writer) -> str:
    return writer.sentence(
        N_("I know of no announcement of {season}."),
        N_("I know of no announcement of the specials."),
    )


def _not_announced(writer: Writer) -> str:
    told = writer.sentence(
        N_("Nobody has announced {season} of {show}."),
        N_("Nobody has announced the specials of {show}."),
    )
    return ended(told)


def _long_unheard(writer: Writer) -> str:
    """How old the last news about the show is, if it is so old that there may be newer ones; else
    ""."""
    said = last_word(writer.show)
    if said is None or writer.now.date() - said < STALE:
        return ""
    return _(
        "I last heard of {show} on {date}, {ago}.",
        show=writer.title,
        date=writer.style.date(AirDate.on(said), writer.now),
        ago=ago(writer.now.date() - said),
    )


_SENTENCES: Mapping[VerdictKind, Callable[[Writer], Headline]] = {
    VerdictKind.AIRED: aired,
    VerdictKind.AIRING: airing,
    VerdictKind.SCHEDULED: scheduled,
    VerdictKind.RENEWED: renewed,
    VerdictKind.IN_PRODUCTION: in_production,
    VerdictKind.POSTPONED: postponed,
    VerdictKind.CANCELED: _canceled,
    VerdictKind.ENDED: _ended,
    VerdictKind.UNANNOUNCED: _unannounced,
    VerdictKind.RUMORED: rumored,
    VerdictKind.NO_SUCH_SEASON: _no_such_season,
}


@dataclass(frozen=True, slots=True)
class Missing:
    """The sentences for a season, and for the specials, that lack such a list.

    `over`: there will be none; `out`: it has come out; `ahead`: it may still get one.
    """

    over: tuple[str, str] | None
    out: tuple[str, str]
    ahead: tuple[str, str]

    def sentence(self, writer: Writer) -> str:
        """The sentence that fits; "" if the verdict has already said so."""
        if writer.over:
            return writer.sentence(*self.over) if self.over is not None else ""
        return writer.sentence(*(self.out if writer.out else self.ahead))


def listed_season(
    writer: Writer, none: Missing, known: Callable[[Season], bool]
) -> tuple[Season | None, list[str], list[Cited]]:
    """The season whose list to show: the one asked about, else the last one that is out.

    If it is another one or none, `none` is said about the one asked about.
    """
    season, latest = writer.season, writer.verdict.latest
    if season is not None and known(season):
        return season, [], [] if writer.out else writer.because()
    lines = [none.sentence(writer)] if writer.numbered else []
    lines = [line for line in lines if line]
    if latest is None or latest is season or not known(latest):
        return None, lines, writer.because()
    if writer.over and season is None:
        lines = []  # the headline has said that there is no such season
    return latest, lines, writer.because()


def list_title(writer: Writer, season: Season, what: tuple[str, str], message: str) -> str:
    """The title of a list: what it lists, of which season or of the specials, and of which show."""
    name = writer.called(season.number, season)
    named = writer.style.bold(_(what[season.number == 0], season=name))
    return _(message, what=named, show=writer.title)


def list_headline(
    writer: Writer, season: Season, title: str, lines: Sequence[str]
) -> tuple[str, Sequence[str]]:
    """For a season that is out the list's title; otherwise the verdict before it."""
    if season is writer.season and writer.out:
        return title, ()
    return headline(writer), (*lines, title)
