"""The answer about a show of which a title, and little beside it, is all that is known."""

from __future__ import annotations

from ..facts.models import Fact, ShowStatus, Topic
from ..presentation.style import clip, tamed
from ..presentation.words import NAME, ended, listed
from .citations import Cited
from .writer import Section, Writer

_STORY = 1200
_GENRES = 5


def indexed(writer: Writer) -> Section:
    """What the index says of the show, and that it is no more than that."""
    show, cited = writer.show, [Cited("title", writer.show.title)]
    for name in ("status", "network", "year", "ended"):
        fact: Fact[object] | None = getattr(show, name)
        if fact is not None:
            cited.append(Cited(name, fact))
    lines = []
    if show.genres is not None and writer.answer.topic is Topic.GENERAL:
        genres = listed([writer.person(genre) for genre in show.genres.value[:_GENRES]])
        lines.append(writer.labelled("Genres", genres))
        cited.append(Cited("genres", show.genres))
    if show.synopsis is not None and writer.answer.topic in (Topic.GENERAL, Topic.STORY):
        lines.append(writer.style.paragraph(show.synopsis.value, _STORY))
        cited.append(Cited("synopsis", show.synopsis))
    return Section(_headline(writer), tuple(lines), tuple(cited))


def _headline(writer: Writer) -> str:
    fetch, style = writer.answer.fetch, writer.style
    what = _status(writer)
    if fetch.failure:
        reason = style.escape(ended(fetch.failure))
        if not what:
            return f"{style.bold('I know of it, but not more than this:')} {reason}"
        knows = "I know of it, but" if writer.show.status is None else "I know"
        return f"{what} {knows} not more than this: {reason}"
    what = what or style.bold("I know of it.")
    if fetch.pending:
        return f"{what} I am fetching its seasons …"
    seasons = "its seasons" if writer.verdict.number is None else writer.name
    return f"{what} I know nothing of {seasons} yet."


def _status(writer: Writer) -> str:
    """ "Returning series on FX since 2022." Nothing where neither is known."""
    show, bold = writer.show, writer.style.bold
    network = _network(writer)
    on = f" on {network}" if network else ""
    since = f" since {show.first_year}" if show.first_year else ""
    match show.status.value if show.status is not None else None:
        case ShowStatus.RUNNING:
            return bold(f"Returning series{on}{since}.")
        case ShowStatus.TO_BE_DETERMINED:
            ran = f" It ran{on}{_span(writer)}." if on or show.first_year else ""
            return f"{bold('Whether it goes on is not decided.')}{ran}"
        case ShowStatus.IN_DEVELOPMENT:
            return bold(f"In development{f' for {network}' if network else ''}.")
        case ShowStatus.ENDED | ShowStatus.CANCELED as over:
            told = bold("It is over." if over is ShowStatus.ENDED else "It was canceled.")
            ran = f" It ran{on}{_span(writer)}." if on or show.first_year else ""
            return f"{told}{ran}"
    return bold(f"A series{on}{since}.") if on or since else ""


def _span(writer: Writer) -> str:
    """ " from 2013 to 2018", " in 2013", " from 2013 on"; nothing where no year is known."""
    show = writer.show
    first = show.first_year
    last = show.ended.value.earliest().year if show.ended is not None else None
    if first is None:
        return f" until {last}" if last else ""
    if last is None:
        return f" from {first} on"
    return f" in {first}" if first == last else f" from {first} to {last}"


def _network(writer: Writer) -> str:
    network = writer.show.network
    return writer.style.escape(clip(tamed(network.value), NAME)) if network is not None else ""
