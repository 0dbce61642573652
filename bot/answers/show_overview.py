"""Answers about a whole show: when it began and ended, how many seasons it has, where it stands.

For a show that only the index knows, everything there is.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..facts.air_date import AirDate, has_passed, has_started
from ..facts.fields import YEAR_NUMBERED
from ..facts.models import Fact, Season, ShowStatus, Topic
from ..facts.season_order import first_day, last_day
from ..facts.season_verdict import OFF
from ..facts.verdict import OVER, VerdictKind
from ..locale.cldr import listed
from ..locale.messages import N_, _, ngettext
from ..presentation.markup import clip, tamed
from ..presentation.names import NAME, genre_name
from .citations import Cited
from .headline import headline, seasons_out, what_there_is
from .lookup import Overall
from .season_details import (
    disputed,
    instead,
    last_one,
    next_episode,
    special_ahead,
    what_follows,
)
from .season_headline import is_planned
from .section_writer import Section, Writer, of_season


def whole_show(writer: Writer) -> Section:
    """The answer: what was asked, in bold, and then the state of the show."""
    cited: list[Cited] = []
    told: list[str] = []
    lines: list[str] = []
    for aspect in writer.answer.overall:
        match aspect:
            case Overall.COUNT:
                told.append(_count(writer))
                lines += _episodes(writer, cited)
            case Overall.START:
                told.append(_start(writer, cited))
            case Overall.END:
                told.append(_end(writer, cited))
            case Overall.ON:
                told.append(_on(writer))
    told = [sentence for sentence in dict.fromkeys(told) if sentence]
    if not told:
        return standing(writer)
    is_told = any(item.field in ("finale", "ended") for item in cited)
    is_all = writer.verdict.kind is VerdictKind.ENDED or writer.answer.asked is not None
    if not (is_told and is_all):
        lines += [headline(writer), *last_one(writer, cited)]
    if Overall.END in writer.answer.overall and not is_told:
        lines += instead(writer, cited)
    lines += special_ahead(writer, cited)
    return Section(writer.style.bold(" ".join(told)), tuple(lines), (*cited, *writer.because()))


def standing(writer: Writer) -> Section:
    """Where the season stands, without more."""
    cited = writer.because()
    lines = (
        next_episode(writer, cited)
        + last_one(writer, cited)
        + what_follows(writer, cited)
        + special_ahead(writer, cited)
        + disputed(writer)
    )
    return Section(headline(writer), tuple(lines), tuple(cited))


def _count(writer: Writer) -> str:
    show, latest = writer.show, writer.verdict.latest
    if latest is None and writer.over and show.seasons:
        return _("No season of {show} is out, as far as I know.", show=writer.title)
    if latest is None and writer.over:
        return _("I do not know how many seasons {show} has.", show=writer.title)
    if latest is None or latest.number >= YEAR_NUMBERED:
        return what_there_is(writer, named=True)
    if is_planned(of_season(writer, latest.number)):
        return what_there_is(writer, named=True)
    return ngettext(
        "{number} season of {show} is out.",
        "{number} seasons of {show} are out.",
        seasons_out(writer, latest),
        show=writer.title,
    )


def _episodes(writer: Writer, cited: list[Cited]) -> list[str]:
    """How many episodes there are in all, if that is known for every season that is out; else
    no line."""
    latest = writer.verdict.latest
    if latest is None or latest.number < 2 or latest.number >= YEAR_NUMBERED:
        return []
    seasons = [season for season in writer.show.seasons if 0 < season.number <= latest.number]
    counts = [season.episodes for season in seasons if season.episodes is not None]
    if len(counts) < latest.number or is_planned(of_season(writer, latest.number)):
        return []
    cited += [Cited("episodes", count) for count in counts]
    total = sum(count.value for count in counts)
    return [ngettext("That is {number} episode.", "That is {number} episodes.", total)]


def _start(writer: Writer, cited: list[Cited]) -> str:
    show = writer.show
    first = next((season for season in show.seasons if season.number > 0), None)
    day = first_day(first) if first is not None and _is_first(first) else None
    if first is not None and day is not None:
        about = of_season(writer, first.number)
        if _is_off(about, day.value):
            return ""
    if day is None and show.year is not None:
        cited.append(Cited("year", show.year))
        return _("{show} began in {year}.", show=writer.title, year=show.year.value)
    if day is None:
        return _("I do not know when {show} began.", show=writer.title)
    cited.append(Cited("premiere", day))
    values = {"show": writer.title, "when": writer.when(day.value)}
    if has_started(day.value, writer.air_now) is False:
        return _("{show} begins {when}.", **values)
    return _("{show} began {when}.", **values)


def _is_first(season: Season) -> bool:
    return season.number == 1 or season.number >= YEAR_NUMBERED


def _end(writer: Writer, cited: list[Cited]) -> str:
    """When the named season ends, or the last one out, or the whole show if it is over."""
    told, show = writer.verdict, writer.show
    named = writer.answer.asked is not None
    over = told.kind in OVER and not (named and told.season is not None)
    season = told.season if named else told.latest or told.season
    if told.kind is VerdictKind.AIRING or _is_final(told.season):
        season = told.season
    if season is None:
        return _no_end(writer)
    about = of_season(writer, season.number)
    day = last_day(season)
    values = {"show": writer.title}
    if over and show.ended is not None and (day is None or not day.value.exact):
        cited.append(Cited("ended", show.ended))
        return _("{show} ended {when}.", when=writer.when(show.ended.value), **values)
    if day is None or _is_off(about, day.value):
        return _no_end(about)
    cited.append(Cited("finale", day))
    if over:
        values["season"] = writer.called(season.number, season)
        return _("{show} ended {when} with {season}.", when=writer.when(day.value), **values)
    return _past_or_to_come(about, day.value)


def _is_off(about: Writer, day: AirDate) -> bool:
    """Whether the day was planned for a season that does not come then."""
    return about.verdict.kind in OFF and not has_passed(day, about.air_now)


def _is_final(season: Season | None) -> bool:
    return season is not None and season.final is not None and season.final.value


def _past_or_to_come(writer: Writer, day: AirDate) -> str:
    when = writer.when(day)
    if has_passed(day, writer.air_now):
        return writer.sentence(
            N_("{season} of {show} ended {when}."),
            N_("The specials of {show} ended {when}."),
            when=when,
        )
    return writer.sentence(
        N_("{season} of {show} ends {when}."), N_("The specials of {show} end {when}."), when=when
    )


def _no_end(writer: Writer) -> str:
    """A sentence that the last day is not known, with what is known of the first."""
    if writer.over:
        return ""
    told = writer.sentence(
        N_("I do not know on which day {season} ends."),
        N_("I do not know on which day the specials end."),
    )
    if writer.verdict.kind is VerdictKind.AIRED:
        told = writer.sentence(
            N_("I do not know on which day {season} ended."),
            N_("I do not know on which day the specials ended."),
        )
    return told


def _on(writer: Writer) -> str:
    """A sentence that the show continues, unless an announcement says so by itself."""
    status, because = writer.show.status, writer.verdict.because
    if writer.verdict.kind is not VerdictKind.UNANNOUNCED or status is None or because is not None:
        return ""
    if status.value is not ShowStatus.RUNNING:
        return ""
    return _("{show} has not ended, as far as I know.", show=writer.title)


_STORY = 1200
_GENRES = 5


def index_section(writer: Writer) -> Section:
    """What the index says about the show, and that nothing more is known."""
    show, cited = writer.show, [Cited("title", writer.show.title)]
    for name in ("status", "network", "year", "ended"):
        fact: Fact[object] | None = getattr(show, name)
        if fact is not None:
            cited.append(Cited(name, fact))
    lines = []
    if show.genres is not None and writer.answer.topic is Topic.GENERAL:
        genres = listed([writer.person(genre_name(genre)) for genre in show.genres.value[:_GENRES]])
        lines.append(writer.labelled(_("Genres"), genres))
        cited.append(Cited("genres", show.genres))
    if show.synopsis is not None and writer.answer.topic in (Topic.GENERAL, Topic.STORY):
        lines.append(writer.style.paragraph(show.synopsis.value, _STORY))
        cited.append(Cited("synopsis", show.synopsis))
    return Section(_headline(writer), tuple(lines), tuple(cited))


def _headline(writer: Writer) -> str:
    fetch, style = writer.answer.fetch, writer.style
    status = _status(writer)
    if fetch.failure:
        reason = style.escape(str(fetch.failure))
        if not status:
            heading = style.bold(_("I know of it, but no more than this:"))
            return f"{heading} {reason}"
        if writer.show.status is None:
            heading = _("I know of it, but no more than this: {reason}", reason=reason)
        else:
            heading = _("I know no more than this: {reason}", reason=reason)
        return f"{status} {heading}"
    status = status or style.bold(_("I know of it."))
    if fetch.pending:
        return f"{status} {_('I am fetching its seasons …')}"
    if writer.verdict.number is None:
        return f"{status} {_('I know nothing of its seasons yet.')}"
    nothing = writer.sentence(
        N_("I know nothing of {season} yet."), N_("I know nothing of the specials yet.")
    )
    return f"{status} {nothing}"


def _status(writer: Writer) -> str:
    """ "Returning series on FX since 2022." Nothing if neither is known."""
    show, bold = writer.show, writer.style.bold
    values = {"network": _network(writer), "year": show.first_year}
    match show.status.value if show.status is not None else None:
        case ShowStatus.RUNNING:
            return bold(_running(values))
        case ShowStatus.TO_BE_DETERMINED:
            return f"{bold(_('Whether it continues is not decided.'))} {_ran(writer)}".rstrip()
        case ShowStatus.IN_DEVELOPMENT:
            if values["network"]:
                return bold(_("In development for {network}.", **values))
            return bold(_("In development."))
        case ShowStatus.ENDED:
            return f"{bold(_('It is over.'))} {_ran(writer)}".rstrip()
        case ShowStatus.CANCELED:
            return f"{bold(_('It was canceled.'))} {_ran(writer)}".rstrip()
    return bold(series) if (series := _series(values)) else ""


def _running(values: Mapping[str, object]) -> str:
    if values["network"] and values["year"]:
        return _("Returning series on {network} since {year}.", **values)
    if values["network"]:
        return _("Returning series on {network}.", **values)
    if values["year"]:
        return _("Returning series since {year}.", **values)
    return _("Returning series.")


def _series(values: Mapping[str, object]) -> str:
    if values["network"] and values["year"]:
        return _("A series on {network} since {year}.", **values)
    if values["network"]:
        return _("A series on {network}.", **values)
    return _("A series since {year}.", **values) if values["year"] else ""


def _ran(writer: Writer) -> str:
    """ "It ran on FX from 2013 to 2018."; nothing if neither network nor first year is known."""
    show = writer.show
    network, first = _network(writer), show.first_year
    last = show.ended.value.earliest().year if show.ended is not None else None
    if first is not None and last is not None and last < first:
        last = None
    values = {"network": network, "first": first, "last": last}
    if first is None and last is None:
        return _("It ran on {network}.", **values) if network else ""
    if first is None:
        return _("It ran on {network} until {last}.", **values) if network else ""
    if last is None:
        message = (
            N_("It ran on {network} from {first} on.") if network else N_("It ran from {first} on.")
        )
    elif first == last:
        message = N_("It ran on {network} in {first}.") if network else N_("It ran in {first}.")
    elif network:
        message = N_("It ran on {network} from {first} to {last}.")
    else:
        message = N_("It ran from {first} to {last}.")
    return _(message, **values)


def _network(writer: Writer) -> str:
    network = writer.show.network
    return writer.style.escape(clip(tamed(network.value), NAME)) if network is not None else ""
