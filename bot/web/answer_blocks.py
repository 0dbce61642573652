"""The parts of a page about a show: the answer to each question, each with its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from ..answers.citations import Cited, last_heard, source_label, source_name
from ..answers.lookup import Answer
from ..answers.section_writer import Section, Writer
from ..answers.sections import told_text, write
from ..answers.where_to_watch import offers
from ..facts.fields import folded
from ..facts.models import Claim, Fact, Kind, Season, Tier, Topic
from ..facts.season_order import first_day, last_day
from ..facts.season_verdict import OFF
from ..locale.cldr import country_text
from ..locale.messages import _
from ..presentation.markup import capital, clip, tamed
from ..presentation.names import NAME, genre_name
from .html_style import Html, printable, safe_link

_STYLE = Html()

_NAMES = 12

_CODE = 3
"""A language name of this length is only a code, which tells a reader nothing."""

_SYNOPSIS = 2000


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source, and the day it said something; `checked` is the day on which it last repeated
    it."""

    name: str
    link: str | None
    as_of: date
    checked: date | None


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """The answer to one question. Its texts are HTML, its heading is not."""

    id: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    sources: tuple[CitedSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A fact about the whole show: what it is, its value as HTML, who says so."""

    label: str
    value: str
    sources: tuple[CitedSource, ...]


def block_of(answer: Answer, topic: Topic, heading: str) -> AnswerBlock:
    """The answer about a topic; its headline is the page's own, or says what `heading` says."""
    section = write(replace(answer, topic=topic), _STYLE, page=None)
    return _of_section(section, topic, heading)


def _of_section(section: Section, topic: Topic, heading: str) -> AnswerBlock:
    split = len(section.lines) - section.listed
    return AnswerBlock(
        topic.value,
        heading,
        tuple(line for line in section.lines[:split] if line),
        section.lines[split:],
        sources_of(
            item for item in section.cited if topic not in _FIELDS or item.field in _FIELDS[topic]
        ),
    )


_FIELDS = {
    Topic.STORY: frozenset({"story", "synopsis", "creators", "producers"}),
    Topic.CAST: frozenset({"cast"}),
    Topic.TRAILER: frozenset({"trailers"}),
    Topic.WHERE: frozenset({"where", "network"}),
}
"""The fields whose sources are cited under an answer; the verdict's are cited under the
headline."""


def release(answer: Answer) -> AnswerBlock:
    """The dates, including those that are in the headline of the page."""
    block = block_of(answer, Topic.RELEASE, _("Release date"))
    writer, season = Writer(answer, _STYLE), answer.season
    dated, cited = [], []
    if season is not None and answer.verdict.kind not in OFF:
        for label, fact in (
            (_("First day"), first_day(season)),
            (_("Last day"), last_day(season)),
        ):
            if fact is not None:
                dated.append(writer.labelled(label, writer.date(fact.value)))
                cited.append(Cited("premiere", fact))
    if not dated and not block.paragraphs:
        return replace(block, paragraphs=(_("No release date has been announced."),), sources=())
    sources = dict.fromkeys((*sources_of(cited), *block.sources))
    return replace(block, paragraphs=(*dated, *block.paragraphs), sources=tuple(sources))


def where_to_watch(answer: Answer, heading: str = "") -> AnswerBlock:
    """Where to watch it: each provider once, with all its regions."""
    heading = heading or _("Where to watch")
    section = write(replace(answer, topic=Topic.WHERE), _STYLE, page=None)
    block = _of_section(section, Topic.WHERE, heading)
    season = latest_with(answer, Topic.WHERE)
    if not block.items or season is None:
        return block
    regions: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    facts = offers(answer.show, season)
    for fact in facts:
        offer = fact.value
        there = regions.setdefault(offer.provider, [])
        if offer.region is not None:
            there.append(country_text(offer.region))
        if offer.url is not None:
            links.setdefault(offer.provider, offer.url)
    items = []
    for provider, there in regions.items():
        label = clip(tamed(provider), NAME)
        named = _STYLE.link(label, links[provider]) if provider in links else _STYLE.escape(label)
        where = _STYLE.escape(", ".join(sorted(set(there), key=folded)))
        items.append(_("{provider} ({regions})", provider=named, regions=where) if there else named)
    sources = sources_of(Cited("where", fact) for fact in facts)
    return replace(block, items=tuple(items), sources=sources)


def index_row(answer: Answer) -> AnswerBlock:
    """What the index says about a show of which nothing else is known."""
    section = write(answer, _STYLE)
    return _of_section(section, Topic.STORY, _("Story"))


def synopsis_block(writer: Writer) -> AnswerBlock:
    """What the whole show is about."""
    synopsis, heading = writer.show.synopsis, _("Story")
    if synopsis is None:
        return AnswerBlock("story", heading)
    text = tuple(told_text(writer, synopsis, _SYNOPSIS))
    return AnswerBlock("story", heading, text, (), sources_of([Cited("synopsis", synopsis)]))


def fact_rows(writer: Writer) -> Iterable[Row]:
    """The facts about the whole show."""
    show, style = writer.show, writer.style

    def names(values: Iterable[str]) -> str:
        return ", ".join(writer.person(value) for value in list(values)[:_NAMES])

    rows: list[tuple[str, Fact[object] | None, str]] = []
    if show.network is not None:
        rows.append((_("Network"), show.network, writer.person(show.network.value)))
    if show.kind is not None:
        rows.append((_("Kind"), show.kind, style.escape(capital(_kind(show.kind.value)))))
    if show.genres is not None:
        rows.append((_("Genres"), show.genres, names(map(genre_name, show.genres.value))))
    if show.original_title is not None:
        title = writer.person(show.original_title.value)
        rows.append((_("Original title"), show.original_title, title))
    if show.country is not None:
        rows.append((_("Country"), show.country, writer.person(country_text(show.country.value))))
    if show.language is not None and len(show.language.value) > _CODE:
        rows.append((_("Language"), show.language, writer.person(show.language.value)))
    if show.creators is not None:
        rows.append((_("Created by"), show.creators, names(show.creators.value)))
    if show.site is not None and safe_link(show.site.value) is not None:
        site = style.link(urlsplit(show.site.value).hostname or "", show.site.value)
        rows.append((_("Official site"), show.site, site))
    for label, fact, value in rows:
        if fact is not None and value:
            yield Row(label, value, sources_of([Cited(label, fact)]))


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


_MEMBERS: Mapping[Topic, Callable[[Season], tuple[object, ...]]] = {
    Topic.CAST: lambda season: season.cast,
    Topic.TRAILER: lambda season: season.trailers,
    Topic.WHERE: lambda season: season.where,
}


def latest_with(answer: Answer, topic: Topic) -> Season | None:
    """The season to show something of: the next one if it has it, else the last one that is out."""
    for season in (answer.season, answer.verdict.latest):
        if season is not None and _MEMBERS[topic](season):
            return season
    return None


def sources_of(cited: Iterable[Cited]) -> tuple[CitedSource, ...]:
    """The sources of these facts, each once."""
    seen: dict[tuple[str, str], Claim] = {}
    for item in cited:
        claim = item.fact.claim
        seen.setdefault((claim.by, claim.source), claim)
    return tuple(_source(claim) for claim in seen.values())


def _source(claim: Claim) -> CitedSource:
    link = safe_link(claim.source) if claim.source else None
    heard = last_heard(claim)
    checked = heard.date() if heard is not None else None
    if claim.author is not None:
        # A page has only what everybody sees, which of all people only a curator can have written.
        assert claim.tier is not Tier.SERVER
        name = _("a curator")
    elif link is not None:
        name = source_label(claim)
    else:
        name = source_name(claim.by)
    return CitedSource(
        printable(name), link, claim.as_of, checked if checked != claim.as_of else None
    )
