"""The answers that are lists: cast, trailers, where to watch."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..facts.fields import canonical_link, folded
from ..facts.models import Fact, Season, Trailer, TrailerKind
from ..facts.networks import is_streaming_service
from ..facts.translated_titles import base_language
from ..locale.cldr import language_text
from ..locale.languages import language
from ..locale.messages import N_, _, ngettext
from ..presentation.markup import clip, site_of, tamed
from ..presentation.names import capital, ended
from ..presentation.values import choice_name
from .cast import credits_of
from .citations import Cited
from .headline import headline
from .lookup import Answer
from .where_to_watch import OfferGroup, offer_text, own_service, places
from .writer import Section, Writer

CAST_PAGE = 15
"""So many credits are shown at a time."""


@dataclass(frozen=True, slots=True)
class _None:
    """What is said of a season, and of the specials, that has no such list.

    `over`: there will be none; `out`: it has come out; `ahead`: it may still come to have one.
    """

    over: tuple[str, str] | None
    out: tuple[str, str]
    ahead: tuple[str, str]

    def sentence(self, writer: Writer) -> str:
        """The sentence that fits; "" where the verdict has said as much."""
        if writer.over:
            return writer.sentence(*self.over) if self.over is not None else ""
        return writer.sentence(*(self.out if writer.out else self.ahead))


_NO_CAST = _None(
    (N_("There is no cast for {season}."), N_("There is no cast for the specials.")),
    (N_("I know of no cast for {season}."), N_("I know of no cast for the specials.")),
    (N_("I know of no cast for {season} yet."), N_("I know of no cast for the specials yet.")),
)
_NO_TRAILER = _None(
    (N_("There is no trailer for {season}."), N_("There is no trailer for the specials.")),
    (N_("I know of no trailer for {season}."), N_("I know of no trailer for the specials.")),
    (
        N_("I know of no trailer for {season} yet."),
        N_("I know of no trailer for the specials yet."),
    ),
)
_NOWHERE = _None(
    None,
    (N_("I know of no place to watch {season}."), N_("I know of no place to watch the specials.")),
    (
        N_("I know of no place to watch {season} yet."),
        N_("I know of no place to watch the specials yet."),
    ),
)

_TRAILERS = 5
_OFFERS = 12
_ELSEWHERE = 5
_LABEL = 80
"""Discord's limit of characters on a button."""


def cast(writer: Writer, page: int | None) -> Section:
    """Who is in it, a page at a time; all of it without a page; or whom the question names."""
    if writer.answer.names and (named := credits_of(writer)) is not None:
        return named
    season, lines, cited = _having(writer, _NO_CAST, lambda season: bool(season.cast))
    if season is not None:
        everybody = season.cast
        title = _of_show(
            writer,
            season,
            (N_("The cast of {season}"), N_("The cast of the specials")),
            # Translators: {what} is "The cast of season 2" or "Where to watch season 2".
            N_("{what} of {show}:"),
        )
        head, lead = _introduced(writer, season, title, lines)
    elif everybody := writer.show.cast:
        # Somebody credits the show and not its seasons.
        title = writer.style.bold(_("The cast of {show}, over all its seasons:", show=writer.title))
        head, lead = headline(writer), (*lines, title)
    else:
        return Section(headline(writer), tuple(lines), tuple(cited))
    size = len(everybody) if page is None else CAST_PAGE
    pages = -(-len(everybody) // size)
    start = min(page or 0, pages - 1) * size
    shown = everybody[start : start + size]
    names = [writer.credit(fact.value) for fact in shown]
    if pages > 1:
        counted = _(
            "{first} to {last} of {number}",
            first=start + 1,
            last=start + len(shown),
            number=len(everybody),
        )
        names.append(writer.style.small(counted))
    cited += [Cited("cast", fact) for fact in shown]
    return Section(head, (*lead, *names), tuple(cited), pages, listed=len(names))


def trailer(writer: Writer) -> Section:
    """Links, official ones first, then newest first."""
    season, lines, cited = _having(writer, _NO_TRAILER, lambda season: bool(season.trailers))
    if season is None:
        return Section(headline(writer), tuple(lines), tuple(cited))
    title = ended(
        _of_show(
            writer,
            season,
            (N_("There is a trailer for {season}"), N_("There is a trailer for the specials")),
            # Translators: {what} is "There is a trailer for season 2".
            N_("{what} of {show}."),
        )
    )
    if season is not writer.season:
        name = writer.called(season.number, season)
        title = writer.style.bold(_("The trailer of {season}:", season=name))
    head, lead = _introduced(writer, season, title, lines)
    items, links = [], []
    newest = _by_newest(season.trailers)
    for fact in newest[:_TRAILERS]:
        video = fact.value
        kind = choice_name(video.kind)
        label = clip(tamed(video.title or capital(kind)), _LABEL)
        site = writer.style.escape(clip(site_of(video.url), 60))
        details = [_("{kind} at {site}", kind=kind, site=site)]
        if video.published and video.published.known:
            details.append(writer.date(video.published))
        if not video.official:
            details.append(_("not official"))
        if video.language not in (None, base_language(language())):
            # Translators: {language} is what is spoken in a trailer.
            details.append(_("in {language}", language=language_text(video.language or "")))
        items.append(f"{writer.style.link(label, video.url)} ({', '.join(details)})")
        links.append((label if len(label) <= _SHORT else capital(kind), video.url))
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
    """Where to watch it in the asker's country; in a line where else, where it is not there."""
    show = writer.show

    def known(season: Season) -> bool:
        return bool(season.where or (own_service(show) is not None and not writer.over))

    season, lines, cited = _having(writer, _NOWHERE, known)
    if season is None:
        head = headline(writer)
        if writer.out and lines:
            # That it is out was not asked.
            head, lines = writer.style.bold(lines[0]), lines[1:]
        lines += _channel(writer, [], cited)
        return Section(head, tuple(lines), tuple(cited))
    title = _of_show(
        writer,
        season,
        (N_("Where to watch {season}"), N_("Where to watch the specials")),
        N_("{what} of {show}:"),
    )
    head, lead = _introduced(writer, season, title, lines)
    found, is_here = places(writer, season)
    shown = found[: _OFFERS if is_here else _ELSEWHERE]
    items = [offer_text(writer, place, linked=True) for place in shown]
    if more := len(found) - len(shown):
        items.append(ngettext("{number} more", "{number} more", more))
    cited += [Cited("where", place.facts[0]) for place in shown]
    items += _channel(writer, found, cited)
    if not is_here:
        region = writer.answer.region
        # Translators: {region} is a country's code of two letters.
        elsewhere = _("I know of no place to watch it in {region}. Elsewhere:", region=region)
        lead = (*lead, elsewhere)
    return Section(head, (*lead, *items), tuple(cited), listed=len(items))


def _channel(writer: Writer, found: Sequence[OfferGroup], cited: list[Cited]) -> list[str]:
    """The network, where it is none of the places named already."""
    network = writer.show.network
    named = {folded(place.offer.provider) for place in found}
    if network is None or writer.over or (found and is_streaming_service(network.value)):
        return []
    if folded(network.value) in named:
        return []
    cited.append(Cited("network", network))
    return [writer.labelled(_("Network"), writer.person(network.value))]


def _having(
    writer: Writer, none: _None, known: Callable[[Season], bool]
) -> tuple[Season | None, list[str], list[Cited]]:
    """The season whose list to show: the one asked about, else the last one out.

    Where it is another one or none, `none` is said of the one asked about.
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


def _of_show(writer: Writer, season: Season, what: tuple[str, str], message: str) -> str:
    """The title of a list: what it is of that season, or of the specials, and of which show."""
    name = writer.called(season.number, season)
    named = writer.style.bold(_(what[season.number == 0], season=name))
    return _(message, what=named, show=writer.title)


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
