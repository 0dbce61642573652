"""The answers that are lists: cast, trailers, where to watch."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..facts.fields import canonical_link
from ..facts.models import Fact, Season, Trailer, TrailerKind
from ..presentation.style import clip, site_of, tamed
from ..presentation.words import capital, ended
from .citations import Cited
from .lookup import Answer
from .season_facts import offers
from .sentences import headline
from .writer import Section, Writer

CAST_PAGE = 15
"""So many credits are shown at a time."""

_TRAILERS = 5
_OFFERS = 12
_LABEL = 80
"""Discord's limit of characters on a button."""


def cast(writer: Writer, page: int | None) -> Section:
    """Who is in it, a page at a time; all of it without a page."""
    none = "There is no cast for {}." if writer.over else "I know of no cast for {}{}."
    season, lines, cited = _having(writer, none, lambda season: bool(season.cast))
    if season is None:
        return Section(headline(writer), tuple(lines), tuple(cited))
    size = len(season.cast) if page is None else CAST_PAGE
    pages = -(-len(season.cast) // size)
    start = min(page or 0, pages - 1) * size
    shown = season.cast[start : start + size]
    title = writer.style.bold(f"The cast of {writer.called(season.number, season)}")
    head, lead = _introduced(writer, season, f"{title} of {writer.title}:", lines)
    names = [writer.credit(fact.value) for fact in shown]
    if pages > 1:
        names.append(
            writer.style.small(f"{start + 1} to {start + len(shown)} of {len(season.cast)}")
        )
    cited += [Cited("cast", fact) for fact in shown]
    return Section(head, (*lead, *names), tuple(cited), pages, listed=len(names))


def trailer(writer: Writer) -> Section:
    """Links, official ones first, then newest first."""
    none = "There is no trailer for {}." if writer.over else "I know of no trailer for {}{}."
    season, lines, cited = _having(writer, none, lambda season: bool(season.trailers))
    if season is None:
        return Section(headline(writer), tuple(lines), tuple(cited))
    name = writer.called(season.number, season)
    title = ended(f"{writer.style.bold(f'There is a trailer for {name}')} of {writer.title}")
    if season is not writer.season:
        title = writer.style.bold(f"The trailer of {name}:")
    head, lead = _introduced(writer, season, title, lines)
    items, links = [], []
    newest = _by_newest(season.trailers)
    for fact in newest[:_TRAILERS]:
        video = fact.value
        kind = capital(video.kind.value)
        label = clip(tamed(video.title or kind), _LABEL)
        day = video.published
        dated = f", {writer.date(day)}" if day and day.known else ""
        site = writer.style.escape(clip(site_of(video.url), 60))
        fan = "" if video.official else ", not official"
        items.append(
            f"{writer.style.link(label, video.url)} ({kind.lower()} at {site}{dated}{fan})"
        )
        links.append((label if len(label) <= _SHORT else kind, video.url))
        cited.append(Cited("trailers", fact))
    picture = _still(newest[0].value)
    return Section(
        head,
        (*lead, *items),
        tuple(cited),
        links=tuple(links),
        picture=picture,
        listed=len(items),
    )


_SHORT = 40


def where(writer: Writer) -> Section:
    """Where to watch it, in the asker's region first."""
    none = "There is nowhere to watch {}." if writer.over else "I know of no place to watch {}{}."
    season, lines, cited = _having(writer, none, lambda season: bool(season.where))
    region, network = writer.answer.region, writer.show.network
    if season is None:
        if network is not None and not writer.over:
            lines.append(writer.labelled("Network", writer.person(network.value)))
            cited.append(Cited("network", network))
        return Section(headline(writer), tuple(lines), tuple(cited))
    title = writer.style.bold(f"Where to watch {writer.called(season.number, season)}")
    head, lead = _introduced(writer, season, f"{title} of {writer.title}:", lines)
    items = []
    if region is not None and all(f.value.region not in (region, None) for f in season.where):
        items.append(f"I know of no place to watch it in {region}. Elsewhere:")
    for fact in offers(writer, season)[:_OFFERS]:
        offer = fact.value
        label = clip(tamed(offer.provider), _LABEL)
        named = writer.style.link(label, offer.url) if offer.url else writer.style.escape(label)
        items.append(named + (f" ({offer.region})" if offer.region else ""))
        cited.append(Cited("where", fact))
    return Section(head, (*lead, *items), tuple(cited), listed=len(items))


def _having(
    writer: Writer, none: str, known: Callable[[Season], bool]
) -> tuple[Season | None, list[str], list[Cited]]:
    """The season whose list to show: the one asked about, else the last one out.

    Where it is another one or none, `none` is said of the one asked about: it takes its name and,
    where that may still change, "yet".
    """
    season, latest = writer.season, writer.verdict.latest
    if season is not None and known(season):
        return season, [], [] if writer.out else writer.because()
    lines = []
    if writer.numbered:
        yet = "" if writer.out else " yet"
        lines.append(none.format(writer.name, yet))
    if latest is None or latest is season or not known(latest):
        return None, lines, writer.because()
    return latest, lines, writer.because()


def _introduced(
    writer: Writer, season: Season, title: str, lines: Sequence[str]
) -> tuple[str, Sequence[str]]:
    """The title of a list first for a season that is out; else the verdict, then the title."""
    if season is writer.season and writer.out:
        return title, ()
    return headline(writer), (*lines, title)


def _by_newest(trailers: Sequence[Fact[Trailer]]) -> list[Fact[Trailer]]:
    """Official trailers first, then what else is official; the newest of each before the rest."""
    kinds = list(TrailerKind)

    def order(fact: Fact[Trailer]) -> tuple[bool, bool, int, int]:
        video, day = fact.value, fact.value.published
        newest = -day.latest().toordinal() if day is not None and day.known else 0
        other = video.kind is not TrailerKind.TRAILER
        return not video.official, video.official and other, newest, kinds.index(video.kind)

    return sorted(trailers, key=order)


def newest_trailer(answer: Answer) -> str | None:
    """The link of the trailer that `/trailer` shows first, if it shows any."""
    for season in (answer.season, answer.verdict.latest):
        if season is not None and season.trailers:
            return _by_newest(season.trailers)[0].value.url
    return None


def _still(video: Trailer) -> str | None:
    """YouTube's own picture of one of its videos; a card does not unfurl links."""
    found = re.fullmatch(r"youtube:([\w-]{11})", canonical_link(video.url), re.ASCII)
    return f"https://i.ytimg.com/vi/{found[1]}/hqdefault.jpg" if found else None
