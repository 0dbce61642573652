"""What the page of a show or of one season says: an answer to each question, with its sources."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from ..answers.citations import Cited, last_heard, source_label, source_name
from ..answers.lookup import Answer
from ..answers.offers import offers
from ..answers.related import likeness
from ..answers.sections import write
from ..answers.sentences import headline
from ..answers.writer import Section, Writer
from ..facts.models import Claim, Fact, Kind, Season, Show, Tier, Topic
from ..facts.season_verdict import OVER
from ..facts.timeline import first_day, last_day
from ..facts.verdict import Verdict, verdict
from ..locale.messages import _
from ..presentation.style import Plain, clip, tamed
from ..presentation.words import NAME, capital, season_name, title_of
from .html import Html, printable, safe_link

_STYLE = Html()

_SEASONS = 60
"""So many seasons are listed on a page."""

_NAMES = 12

_CODE = 3
"""A language of so many letters is a code, and tells a reader nothing."""

_DESCRIBED = 300
_SYNOPSIS = 2000

_PICTURES = frozenset({"static.tvmaze.com", "image.tmdb.org"})
"""Whose pictures a page shows; the policy of the site lets no others load."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who says something, and since when; `checked` is the day on which they last said so."""

    name: str
    link: str | None
    as_of: date
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """The answer to one question. Its texts are HTML, its heading is not."""

    id: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A fact about the whole show: what it is, its value as HTML, who says so."""

    label: str
    value: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A related show with the season that is asked about next, and why it is one, as HTML."""

    show: Show
    number: int | None
    heading: str
    why: str


@dataclass(frozen=True, slots=True)
class Article:
    """A page about a show, or about one season of it where `number` is not None.

    `headline` is HTML, as in a `Block`; everything else is text. `seasons` are those listed, with
    their names and first days; `unlisted` is how many more there are.
    """

    show: Show
    number: int | None
    verdict: Verdict
    heading: str
    title: str
    description: str
    headline: str
    sources: tuple[Source, ...]
    blocks: tuple[Block, ...]
    seasons: tuple[tuple[int, str, str], ...]
    unlisted: int
    rows: tuple[Row, ...]
    related: tuple[Pointer, ...]
    picture: str | None
    credits: frozenset[str]


def about_season(
    show: Show, number: int, now: datetime, related: Sequence[Show] = ()
) -> Article | None:
    """The page of one season; None of one that nobody spoke of and that is not the next.

    `related` are shows to read of next.
    """
    told = verdict(show, number, now)
    if told.season is None and number != verdict(show, None, now).number:
        return None
    answer = Answer(show, told, Topic.GENERAL, now)
    name = season_name(number, told.season)
    blocks = [
        _release(answer),
        _block(answer, Topic.STORY, _("Story")),
        _block(answer, Topic.CAST, _("Cast")),
        _block(answer, Topic.TRAILER, _("Trailer")),
        _where(answer),
    ]
    title = _(
        "{show} {season}: release date, story, cast, trailer, where to watch",
        show=title_of(show),
        season=name,
    )
    heading = _("{show} {season}", show=title_of(show), season=name)
    return _article(answer, number, related, heading=heading, title=title, blocks=blocks)


def about_show(show: Show, now: datetime, related: Sequence[Show] = ()) -> Article:
    """The page of a show: the next season that has not ended, and what the last one has."""
    answer = Answer(show, verdict(show, None, now), Topic.GENERAL, now)
    name = title_of(show)
    title = _("{show}: the next season, story, cast, trailer, where to watch", show=name)
    if show.is_indexed_only:
        blocks = [_indexed(answer)]
    else:
        blocks = [_synopsis(answer)]
        if answer.verdict.kind not in OVER and answer.season is not None:
            blocks.insert(0, _release(answer))
        for topic, heading in _HAS.items():
            if (season := _latest_with(answer, topic)) is not None:
                told = replace(answer, verdict=verdict(show, season.number, now))
                called = heading(season_name(season.number, season))
                blocks.append(
                    _where(told, called) if topic is Topic.WHERE else _block(told, topic, called)
                )
    return _article(answer, None, related, heading=name, title=title, blocks=blocks)


_HAS: Mapping[Topic, Callable[[str], str]] = {
    Topic.CAST: lambda season: _("Cast of {season}", season=season),
    Topic.TRAILER: lambda season: _("Trailer of {season}", season=season),
    Topic.WHERE: lambda season: _("Where to watch {season}", season=season),
}


_MEMBERS: Mapping[Topic, Callable[[Season], tuple[object, ...]]] = {
    Topic.CAST: lambda season: season.cast,
    Topic.TRAILER: lambda season: season.trailers,
    Topic.WHERE: lambda season: season.where,
}


def _latest_with(answer: Answer, topic: Topic) -> Season | None:
    """The season to tell that of: the next one where it has it, else the last one that is out."""
    for season in (answer.season, answer.verdict.latest):
        if season is not None and _MEMBERS[topic](season):
            return season
    return None


def _article(
    answer: Answer,
    number: int | None,
    related: Sequence[Show],
    *,
    heading: str,
    title: str,
    blocks: Iterable[Block],
) -> Article:
    show = answer.show
    writer = Writer(answer, _STYLE)
    kept = tuple(block for block in blocks if block.paragraphs or block.items)
    rows = tuple(_rows(writer))
    if show.is_indexed_only:
        head = write(answer, _STYLE)
        told = (head.headline, _sources(head.cited))
        plain = write(answer, Plain()).headline
    else:
        told = (headline(writer), _sources(writer.because()))
        plain = headline(Writer(answer, Plain()))
    sources = (told[1], *(block.sources for block in kept), *(row.sources for row in rows))
    credited = {source.name for some in sources for source in some}
    where = [source.name for block in kept if block.id == "where" for source in block.sources]
    if "TMDB" in where:
        # It knows where a season can be watched from there.
        credited.add("JustWatch")
    start, stop = _window(show, number)
    return Article(
        show=show,
        number=number,
        verdict=answer.verdict,
        heading=heading,
        title=title,
        description=clip(printable(plain), _DESCRIBED),
        headline=told[0],
        sources=told[1],
        blocks=kept,
        seasons=tuple(
            (s.number, _called(s), _first_day(writer, s)) for s in show.seasons[start:stop]
        ),
        unlisted=len(show.seasons) - (stop - start),
        rows=rows,
        related=tuple(_pointer(show, other, answer.now) for other in related),
        picture=_picture(show),
        credits=frozenset(credited),
    )


def _pointer(show: Show, other: Show, now: datetime) -> Pointer:
    number = verdict(other, None, now).number
    heading = title_of(other)
    if number is not None:
        name = season_name(number, other.season(number))
        heading = _("{show} {season}", show=heading, season=name)
    return Pointer(other, number, heading, likeness(show, other, _STYLE))


def _window(show: Show, number: int | None) -> tuple[int, int]:
    """Which of its seasons are listed: those around that number, without one the newest."""
    count = len(show.seasons)
    place = count if number is None else bisect_left(show.seasons, number, key=lambda s: s.number)
    stop = min(count, max(place + _SEASONS // 2, _SEASONS))
    return max(0, stop - _SEASONS), stop


def _called(season: Season) -> str:
    return capital(season_name(season.number, season))


def _first_day(writer: Writer, season: Season) -> str:
    start = first_day(season)
    return writer.date(start.value) if start is not None else ""


def _block(answer: Answer, topic: Topic, heading: str) -> Block:
    """The answer about a topic; its own headline is the page's, or says what `heading` does."""
    section = write(replace(answer, topic=topic), _STYLE, page=None)
    return _of_section(section, topic, heading)


def _of_section(section: Section, topic: Topic, heading: str) -> Block:
    split = len(section.lines) - section.listed
    return Block(
        topic.value,
        heading,
        tuple(line for line in section.lines[:split] if line),
        section.lines[split:],
        _sources(
            item for item in section.cited if topic not in _FIELDS or item.field in _FIELDS[topic]
        ),
    )


_FIELDS = {
    Topic.STORY: frozenset({"story", "synopsis", "creators", "producers"}),
    Topic.CAST: frozenset({"cast"}),
    Topic.TRAILER: frozenset({"trailers"}),
    Topic.WHERE: frozenset({"where", "network"}),
}
"""Whose sources stand under an answer; those of the verdict stand under the headline."""


def _release(answer: Answer) -> Block:
    """The dates, also those that the headline of the page has told already."""
    block = _block(answer, Topic.RELEASE, _("Release date"))
    writer, season = Writer(answer, _STYLE), answer.season
    dated, cited = [], []
    if season is not None and answer.verdict.kind not in OVER:
        for label, fact in (
            (_("First day"), first_day(season)),
            (_("Last day"), last_day(season)),
        ):
            if fact is not None:
                dated.append(writer.labelled(label, writer.date(fact.value)))
                cited.append(Cited("premiere", fact))
    if not dated and not block.paragraphs:
        return replace(block, paragraphs=(_("No release date is announced."),), sources=())
    sources = dict.fromkeys((*_sources(cited), *block.sources))
    return replace(block, paragraphs=(*dated, *block.paragraphs), sources=tuple(sources))


def _where(answer: Answer, heading: str = "") -> Block:
    """Where to watch it: each provider once, with all the regions it has it in."""
    heading = heading or _("Where to watch")
    section = write(replace(answer, topic=Topic.WHERE), _STYLE, page=None)
    block = _of_section(section, Topic.WHERE, heading)
    season = _latest_with(answer, Topic.WHERE)
    if not block.items or season is None:
        return block
    regions: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    facts = offers(answer.show, season)
    for fact in facts:
        offer = fact.value
        there = regions.setdefault(offer.provider, [])
        if offer.region is not None:
            there.append(offer.region)
        if offer.url is not None:
            links.setdefault(offer.provider, offer.url)
    items = []
    for provider, there in regions.items():
        label = clip(tamed(provider), NAME)
        named = _STYLE.link(label, links[provider]) if provider in links else _STYLE.escape(label)
        where = _STYLE.escape(", ".join(sorted(set(there))))
        items.append(_("{provider} ({regions})", provider=named, regions=where) if there else named)
    sources = _sources(Cited("where", fact) for fact in facts)
    return replace(block, items=tuple(items), sources=sources)


def _indexed(answer: Answer) -> Block:
    """What the index says of a show, which is all that is known of it."""
    section = write(answer, _STYLE)
    return _of_section(section, Topic.STORY, _("Story"))


def _synopsis(answer: Answer) -> Block:
    synopsis = answer.show.synopsis
    if synopsis is None:
        return Block("story", _("Story"))
    text = _STYLE.paragraph(synopsis.value, _SYNOPSIS)
    return Block("story", _("Story"), (text,), (), _sources([Cited("synopsis", synopsis)]))


def _rows(writer: Writer) -> Iterable[Row]:
    """The facts about the whole show."""
    show, style = writer.show, writer.style

    def names(values: Iterable[str]) -> str:
        return ", ".join(writer.person(value) for value in list(values)[:_NAMES])

    told: list[tuple[str, Fact[object] | None, str]] = []
    if show.network is not None:
        told.append((_("Network"), show.network, writer.person(show.network.value)))
    if show.kind is not None:
        told.append((_("Kind"), show.kind, style.escape(capital(_kind(show.kind.value)))))
    if show.genres is not None:
        told.append((_("Genres"), show.genres, names(show.genres.value)))
    if show.original_title is not None:
        title = writer.person(show.original_title.value)
        told.append((_("Original title"), show.original_title, title))
    if show.country is not None:
        told.append((_("Country"), show.country, writer.person(show.country.value)))
    if show.language is not None and len(show.language.value) > _CODE:
        told.append((_("Language"), show.language, writer.person(show.language.value)))
    if show.creators is not None:
        told.append((_("Created by"), show.creators, names(show.creators.value)))
    if show.site is not None and safe_link(show.site.value) is not None:
        site = style.link(urlsplit(show.site.value).hostname or "", show.site.value)
        told.append((_("Official site"), show.site, site))
    for label, fact, value in told:
        if fact is not None and value:
            yield Row(label, value, _sources([Cited(label, fact)]))


def _kind(kind: Kind) -> str:
    match kind:
        case Kind.SCRIPTED:
            return _("scripted series")
        case Kind.LIMITED:
            return _("limited series")
        case Kind.ANIME:
            return _("anime")
        case Kind.ANIMATION:
            return _("animation")
        case Kind.REALITY:
            return _("reality show")
        case Kind.DOCUMENTARY:
            return _("documentary")
        case Kind.TALK:
            return _("talk show")
        case Kind.NEWS:
            return _("news")
        case Kind.GAME:
            return _("game show")
        case Kind.VARIETY:
            return _("variety show")


def _picture(show: Show) -> str | None:
    if show.picture is None or (url := safe_link(show.picture.value)) is None:
        return None
    parts = urlsplit(url)
    return url if parts.scheme == "https" and parts.hostname in _PICTURES else None


def _sources(cited: Iterable[Cited]) -> tuple[Source, ...]:
    """Those who say so, each once."""
    seen: dict[tuple[str, str], Claim] = {}
    for item in cited:
        claim = item.fact.claim
        seen.setdefault((claim.by, claim.source), claim)
    return tuple(_source(claim) for claim in seen.values())


def _source(claim: Claim) -> Source:
    link = safe_link(claim.source) if claim.source else None
    heard = last_heard(claim)
    checked = heard.date() if heard is not None else None
    if claim.author is not None:
        # Only what everybody sees is on a page, so nobody but a curator can have written it.
        assert claim.tier is not Tier.SERVER
        name = _("a curator")
    elif link is not None:
        name = source_label(claim)
    else:
        name = source_name(claim.by)
    return Source(printable(name), link, claim.as_of, checked if checked != claim.as_of else None)
