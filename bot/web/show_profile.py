"""What the page of a show or of one season says: an answer to each question, with its sources."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from ..answers.headline import headline
from ..answers.lookup import Answer
from ..answers.related import likeness
from ..answers.section_writer import Writer
from ..answers.sections import write
from ..facts.known_providers import PICTURE_HOSTS
from ..facts.models import Season, Show, Topic
from ..facts.season_order import first_day
from ..facts.season_verdict import OFF, OVER, VerdictKind, season_verdict, verdict_said_by
from ..facts.verdict import Verdict, verdict
from ..locale.messages import _
from ..presentation.markup import Plain, capital, clip
from ..presentation.names import season_name, title_of
from ..presentation.values import choice_name
from .answer_blocks import (
    AnswerBlock,
    CitedSource,
    Row,
    block_of,
    fact_rows,
    index_row,
    latest_with,
    release,
    sources_of,
    synopsis_block,
    where_to_watch,
)
from .html_style import Html, printable, safe_link

_STYLE = Html()

_SEASONS = 60
"""How many seasons are listed on a page."""

_DESCRIBED = 300


@dataclass(frozen=True, slots=True)
class RelatedShow:
    """A related show, the season of it that people ask about next, and why it is related, as
    HTML."""

    show: Show
    number: int | None
    heading: str
    why: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A page about a show, or about one season of it if `number` is not None.

    `headline` is HTML, as in an `AnswerBlock`; everything else is text. `seasons` are those listed,
    with their names and first days, or what is said in place of a day; `unlisted` is how many more
    there are. `off` are the numbers of those that come on no day, whatever dates they have.
    """

    show: Show
    number: int | None
    verdict: Verdict
    heading: str
    title: str
    description: str
    headline: str
    sources: tuple[CitedSource, ...]
    blocks: tuple[AnswerBlock, ...]
    seasons: tuple[tuple[int, str, str], ...]
    unlisted: int
    off: frozenset[int]
    rows: tuple[Row, ...]
    related: tuple[RelatedShow, ...]
    picture: str | None
    credits: frozenset[str]


def about_season(
    show: Show, number: int, now: datetime, related: Sequence[Show] = ()
) -> Profile | None:
    """The page of one season; None if nobody mentioned the season and it is not the next one.

    `related` are shows to read about next.
    """
    season_verdict = verdict(show, number, now)
    if season_verdict.season is None and number != season_verdict.of(None).number:
        return None
    answer = Answer(show, season_verdict, Topic.GENERAL, now)
    name = season_name(number, season_verdict.season)
    blocks = [
        release(answer),
        block_of(answer, Topic.STORY, _("Story")),
        block_of(answer, Topic.CAST, _("Cast")),
        block_of(answer, Topic.TRAILER, _("Trailer")),
        where_to_watch(answer),
    ]
    title = _(
        "{show} {season}: release date, story, cast, trailer, where to watch",
        show=title_of(show),
        season=name,
    )
    heading = _("{show} {season}", show=title_of(show), season=name)
    return _profile(answer, number, related, heading=heading, title=title, blocks=blocks)


def instead_of_season(show: Show, number: int, now: datetime) -> str:
    """The text in place of a season that has no page."""
    answer = Answer(show, verdict(show, number, now), Topic.GENERAL, now)
    return clip(printable(headline(Writer(answer, Plain()))), _DESCRIBED)


def about_show(show: Show, now: datetime, related: Sequence[Show] = ()) -> Profile:
    """The page of a show: the next season that has not ended, and what the last one has."""
    answer = Answer(show, verdict(show, None, now), Topic.GENERAL, now)
    name = title_of(show)
    title = _("{show}: the next season, story, cast, trailer, where to watch", show=name)
    if show.is_indexed_only:
        blocks = [index_row(answer)]
    else:
        blocks = [synopsis_block(Writer(answer, _STYLE))]
        if answer.verdict.kind not in OVER and answer.season is not None:
            blocks.insert(0, release(answer))
        for topic, heading in _HAS.items():
            if (season := latest_with(answer, topic)) is not None:
                told = replace(answer, verdict=answer.verdict.of(season.number))
                called = heading(season_name(season.number, season))
                blocks.append(
                    where_to_watch(told, called)
                    if topic is Topic.WHERE
                    else block_of(told, topic, called)
                )
    return _profile(answer, None, related, heading=name, title=title, blocks=blocks)


_HAS: Mapping[Topic, Callable[[str], str]] = {
    Topic.CAST: lambda season: _("Cast of {season}", season=season),
    Topic.TRAILER: lambda season: _("Trailer of {season}", season=season),
    Topic.WHERE: lambda season: _("Where to watch {season}", season=season),
}


def _profile(
    answer: Answer,
    number: int | None,
    related: Sequence[Show],
    *,
    heading: str,
    title: str,
    blocks: Iterable[AnswerBlock],
) -> Profile:
    show = answer.show
    writer = Writer(answer, _STYLE)
    kept = tuple(block for block in blocks if block.paragraphs or block.items)
    rows = tuple(fact_rows(writer))
    if show.is_indexed_only:
        head = write(answer, _STYLE)
        summary = (head.headline, sources_of(head.cited))
        plain = write(answer, Plain()).headline
    else:
        summary = (headline(writer), sources_of(writer.because()))
        plain = headline(Writer(answer, Plain()))
    sources = (summary[1], *(block.sources for block in kept), *(row.sources for row in rows))
    credited = {source.name for group in sources for source in group}
    where = [source.name for block in kept if block.id == "where" for source in block.sources]
    if "TMDB" in where:
        # The show's own page says from there where a season can be watched.
        credited.add("JustWatch")
    order = answer.verdict.order
    kinds = {season.number: season_verdict(order, season)[0] for season in show.seasons}
    start, stop = _window(show, number)
    return Profile(
        show=show,
        number=number,
        verdict=answer.verdict,
        heading=heading,
        title=title,
        description=clip(printable(plain), _DESCRIBED),
        headline=summary[0],
        sources=summary[1],
        blocks=kept,
        seasons=tuple(
            (season.number, _called(season), _standing(writer, season, kinds[season.number]))
            for season in show.seasons[start:stop]
        ),
        unlisted=len(show.seasons) - (stop - start),
        off=frozenset(number for number, kind in kinds.items() if kind in OFF),
        rows=rows,
        related=tuple(_pointer(show, other, answer.now) for other in related),
        picture=_picture(show),
        credits=frozenset(credited),
    )


def _pointer(show: Show, other: Show, now: datetime) -> RelatedShow:
    number = verdict(other, None, now).number
    heading = title_of(other)
    if number is not None:
        name = season_name(number, other.season(number))
        heading = _("{show} {season}", show=heading, season=name)
    return RelatedShow(other, number, heading, likeness(show, other, _STYLE))


def _window(show: Show, number: int | None) -> tuple[int, int]:
    """The seasons that are listed: those around that number; without a number, the newest."""
    count = len(show.seasons)
    place = (
        count
        if number is None
        else bisect_left(show.seasons, number, key=lambda season: season.number)
    )
    stop = min(count, max(place + _SEASONS // 2, _SEASONS))
    return max(0, stop - _SEASONS), stop


def _called(season: Season) -> str:
    return capital(season_name(season.number, season))


def _standing(writer: Writer, season: Season, kind: VerdictKind) -> str:
    """A season's first day; without one, what its own status says, if that still applies."""
    start = first_day(season) if kind not in OFF else None
    if start is not None:
        return writer.date(start.value)
    status = season.status.value if season.status is not None else None
    return choice_name(status) if status is not None and verdict_said_by(status) is kind else ""


def _picture(show: Show) -> str | None:
    if show.picture is None or (url := safe_link(show.picture.value)) is None:
        return None
    parts = urlsplit(url)
    return url if parts.scheme == "https" and parts.hostname in PICTURE_HOSTS else None
