"""The answer about a show of which a title, and little beside it, is all that is known."""

from __future__ import annotations

from collections.abc import Mapping

from ..facts.models import Fact, ShowStatus, Topic
from ..locale.cldr import listed
from ..locale.messages import N_, _
from ..presentation.style import clip, tamed
from ..presentation.words import NAME, genre_name
from .citations import Cited
from .writer import Section, Writer

_STORY = 1200
_GENRES = 5


def index_section(writer: Writer) -> Section:
    """What the index says of the show, and that it is no more than that."""
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
    what = _status(writer)
    if fetch.failure:
        reason = style.escape(str(fetch.failure))
        if not what:
            heading = style.bold(_("I know of it, but not more than this:"))
            return f"{heading} {reason}"
        if writer.show.status is None:
            heading = _("I know of it, but not more than this: {reason}", reason=reason)
        else:
            heading = _("I know not more than this: {reason}", reason=reason)
        return f"{what} {heading}"
    what = what or style.bold(_("I know of it."))
    if fetch.pending:
        return f"{what} {_('I am fetching its seasons …')}"
    if writer.verdict.number is None:
        return f"{what} {_('I know nothing of its seasons yet.')}"
    nothing = writer.sentence(
        N_("I know nothing of {season} yet."), N_("I know nothing of the specials yet.")
    )
    return f"{what} {nothing}"


def _status(writer: Writer) -> str:
    """ "Returning series on FX since 2022." Nothing where neither is known."""
    show, bold = writer.show, writer.style.bold
    values = {"network": _network(writer), "year": show.first_year}
    match show.status.value if show.status is not None else None:
        case ShowStatus.RUNNING:
            return bold(_running(values))
        case ShowStatus.TO_BE_DETERMINED:
            return f"{bold(_('Whether it goes on is not decided.'))} {_ran(writer)}".rstrip()
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
    """ "It ran on FX from 2013 to 2018."; nothing where neither network nor first year is known."""
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
