"""The answers that are lists: cast, trailers, where to watch."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..facts.fields import canonical_link
from ..facts.models import Fact, Season, Trailer, TrailerKind
from ..facts.verdict import VerdictKind
from ..presentation.style import clip, site_of, tamed
from ..presentation.words import capital, ended
from .citations import Cited
from .lookup import Answer
from .season_lines import offers
from .sentences import headline
from .telling import Section, Telling

CAST_PAGE = 15
"""So many credits are shown at a time."""

_TRAILERS = 5
_OFFERS = 12
_LABEL = 80
"""Discord's limit of characters on a button."""


def cast(told: Telling, page: int | None) -> Section:
    """Who is in it, a page at a time; all of it without a page."""
    none = "There is no cast for {}." if told.over else "I know of no cast for {}{}."
    season, lines, cited = _having(told, none, lambda season: bool(season.cast))
    if season is None:
        return Section(headline(told), tuple(lines), tuple(cited))
    size = len(season.cast) if page is None else CAST_PAGE
    pages = -(-len(season.cast) // size)
    start = min(page or 0, pages - 1) * size
    shown = season.cast[start : start + size]
    title = told.style.bold(f"The cast of {told.called(season.number, season)}")
    head, lead = _introduced(told, season, f"{title} of {told.title}:", lines)
    names = [told.credit(fact.value) for fact in shown]
    if pages > 1:
        names.append(told.style.small(f"{start + 1} to {start + len(shown)} of {len(season.cast)}"))
    cited += [Cited("cast", fact) for fact in shown]
    return Section(head, (*lead, *names), tuple(cited), pages)


def trailer(told: Telling) -> Section:
    """Links, official ones first, then newest first."""
    none = "There is no trailer for {}." if told.over else "I know of no trailer for {}{}."
    season, lines, cited = _having(told, none, lambda season: bool(season.trailers))
    if season is None:
        return Section(headline(told), tuple(lines), tuple(cited))
    name = told.called(season.number, season)
    title = ended(f"{told.style.bold(f'There is a trailer for {name}')} of {told.title}")
    if season is not told.season:
        title = told.style.bold(f"The trailer of {name}:")
    head, lead = _introduced(told, season, title, lines)
    items, links = [], []
    newest = _by_newest(season.trailers)
    for fact in newest[:_TRAILERS]:
        video = fact.value
        kind = capital(video.kind.value)
        label = clip(tamed(video.title or kind), _LABEL)
        day = video.published
        dated = f", {told.date(day)}" if day and day.known else ""
        site = told.style.escape(clip(site_of(video.url), 60))
        fan = "" if video.official else ", not official"
        items.append(f"{told.style.link(label, video.url)} ({kind.lower()} at {site}{dated}{fan})")
        links.append((label if len(label) <= _SHORT else kind, video.url))
        cited.append(Cited("trailers", fact))
    picture = _still(newest[0].value)
    return Section(head, (*lead, *items), tuple(cited), links=tuple(links), picture=picture)


_SHORT = 40


def where(told: Telling) -> Section:
    """Where to watch it, in the asker's region first."""
    none = "There is nowhere to watch {}." if told.over else "I know of no place to watch {}{}."
    season, lines, cited = _having(told, none, lambda season: bool(season.where))
    region, network = told.answer.region, told.show.network
    if season is None:
        if network is not None and not told.over:
            lines.append(told.labelled("Network", told.person(network.value)))
            cited.append(Cited("network", network))
        return Section(headline(told), tuple(lines), tuple(cited))
    title = told.style.bold(f"Where to watch {told.called(season.number, season)}")
    head, lead = _introduced(told, season, f"{title} of {told.title}:", lines)
    items = []
    if region is not None and all(f.value.region not in (region, None) for f in season.where):
        items.append(f"I know of no place to watch it in {region}. Elsewhere:")
    for fact in offers(told, season)[:_OFFERS]:
        offer = fact.value
        label = clip(tamed(offer.provider), _LABEL)
        named = told.style.link(label, offer.url) if offer.url else told.style.escape(label)
        items.append(named + (f" ({offer.region})" if offer.region else ""))
        cited.append(Cited("where", fact))
    return Section(head, (*lead, *items), tuple(cited))


def _having(
    told: Telling, none: str, known: Callable[[Season], bool]
) -> tuple[Season | None, list[str], list[Cited]]:
    """The season whose list to show: the one asked about, else the last one out.

    Where it is another one or none, `none` is said of the one asked about: it takes its name and,
    where that may still change, "yet".
    """
    season, latest = told.season, told.verdict.latest
    if season is not None and known(season):
        return season, [], [] if told.out else told.because()
    lines = []
    if told.verdict.number is not None and told.verdict.kind is not VerdictKind.NO_SUCH_SEASON:
        yet = "" if told.out else " yet"
        lines.append(none.format(told.name, yet))
    if latest is None or latest is season or not known(latest):
        return None, lines, told.because()
    return latest, lines, told.because()


def _introduced(
    told: Telling, season: Season, title: str, lines: Sequence[str]
) -> tuple[str, Sequence[str]]:
    """The title of a list first for a season that is out; else the verdict, then the title."""
    if season is told.season and told.out:
        return title, ()
    return headline(told), (*lines, title)


def _by_newest(trailers: Sequence[Fact[Trailer]]) -> list[Fact[Trailer]]:
    """Official ones first, then the newest, then trailers before teasers and clips."""
    kinds = list(TrailerKind)

    def order(fact: Fact[Trailer]) -> tuple[bool, int, int]:
        day = fact.value.published
        newest = -day.latest().toordinal() if day is not None and day.known else 0
        return (not fact.value.official, newest, kinds.index(fact.value.kind))

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
