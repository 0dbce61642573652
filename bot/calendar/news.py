"""News: settled changes, the newest first, a correction in the place of what it corrects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from ..alerts.change_sentences import ORDER, ChangeSentences, is_told_by_premiere
from ..alerts.queries.event_news import News
from ..facts.air_date import AirDate, known_date
from ..facts.models import Place, SeasonStatus, Show, ShowStatus, TitleEntry
from ..facts.queries.claims import EDITOR
from ..locale.messages import _
from ..presentation.markup import Style
from ..presentation.names import short_title
from .upcoming import Source, source_link


class NewsKind(StrEnum):
    """The kinds of news."""

    RENEWED = "renewed"
    CANCELED = "canceled"
    ENDED = "ended"
    STATUS = "status"
    DATED = "dated"
    MOVED = "moved"
    DELAYED = "delayed"
    UNDATED = "undated"
    TRAILER = "trailer"
    CAST = "cast"


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One thing that is new about a show or (with `season`) one of its seasons.

    `changes` are the settled changes that it reports: one, or for a cast one per person. `before`
    and `after` are the first one's values. `scope` is 0 for everybody's news, else the server whose
    own it is. `when` is in UTC. `id` stays the same as long as the item exists. `season_name` is
    the season's name if that is more than its number.
    """

    id: int
    show_id: int
    title: str
    year: int | None
    season: int | None
    kind: NewsKind
    network: str | None
    source: Source
    when: datetime
    changes: tuple[News, ...]
    scope: int = 0
    season_name: str | None = None

    @property
    def before(self) -> object:
        """The value before the news; None for silence."""
        return self.changes[0].before

    @property
    def after(self) -> object:
        """The value since the news; None for silence."""
        return self.changes[0].after


_SEASON = {
    SeasonStatus.RENEWED: NewsKind.RENEWED,
    SeasonStatus.CANCELED: NewsKind.CANCELED,
    SeasonStatus.POSTPONED: NewsKind.DELAYED,
}
_SHOW = {
    ShowStatus.CANCELED: NewsKind.CANCELED,
    ShowStatus.ENDED: NewsKind.ENDED,
}
_UNTOLD = frozenset({"story"})
"""Fields that are reported only to channels which follow them: a reworded synopsis is no news."""


def kind_of_change(change: News) -> NewsKind:
    """The kind of news that a settled change is."""
    match change.field:
        case "status":
            return _of_status(change.before, change.after)
        case "premiere" | "finale":
            return _of_date(change.before, change.after)
        case "parts":
            return NewsKind.DATED if change.before is None else NewsKind.MOVED
        case "trailers":
            return NewsKind.TRAILER
        case "cast":
            return NewsKind.CAST
        case _:
            return NewsKind.STATUS


def _of_status(before: object, after: object) -> NewsKind:
    if isinstance(after, SeasonStatus):
        return _SEASON.get(after, NewsKind.STATUS)
    if isinstance(after, ShowStatus):
        if after is ShowStatus.RUNNING and before in (ShowStatus.ENDED, ShowStatus.CANCELED):
            return NewsKind.RENEWED
        return _SHOW.get(after, NewsKind.STATUS)
    return NewsKind.STATUS


def _of_date(before: object, after: object) -> NewsKind:
    was, comes = known_date(before), known_date(after)
    if comes is None:
        return NewsKind.UNDATED
    if was is None or comes.refines(was) or was.refines(comes):
        return NewsKind.DATED
    return NewsKind.DELAYED if comes.earliest() > was.latest() else NewsKind.MOVED


@dataclass(frozen=True, slots=True)
class _NewsKey:
    """What one item is about: one place, or the cast of a season in one event."""

    scope: int
    place: Place
    event_id: int | None = None


def _key(change: News) -> _NewsKey:
    if change.field != "cast":
        return _NewsKey(change.scope, change.place)
    season_cast = change.place._replace(key="")
    return _NewsKey(change.scope, season_cast, change.event_id)


def news_items(changes: Iterable[News], titles: Mapping[int, TitleEntry]) -> list[NewsItem]:
    """The items made of these stored changes, the newest first, those of one event in its order.

    Of each place only the latest item is included: what it corrects is not shown beside it. Changes
    undone since are left out, as are shows that are not among `titles`.
    """
    newest: dict[tuple[int, Place], News] = {}
    for change in sorted(changes, key=lambda change: change.id):
        if not change.struck and change.field not in _UNTOLD:
            newest[change.scope, change.place] = change
    grouped: dict[_NewsKey, list[News]] = {}
    for change in newest.values():
        premiere = newest.get((change.scope, change.place._replace(field="premiere")))
        if change.show_id in titles and not is_told_by_premiere(change, premiere):
            grouped.setdefault(_key(change), []).append(change)
    items = [_item(changes, titles[changes[0].show_id]) for changes in grouped.values()]
    return sorted(items, key=_newness, reverse=True)


def _newness(item: NewsItem) -> tuple[datetime, int, int, int, int]:
    """A sort key: the newest first, and within one event the order of its message."""
    first = item.changes[0]
    season = -1 if item.season is None else item.season
    return item.when, first.event_id, -season, -ORDER.index(first.field), -item.id


def _item(changes: Sequence[News], entry: TitleEntry) -> NewsItem:
    first = changes[0]
    when = first.at
    assert when is not None
    by = first.source or EDITOR
    return NewsItem(
        id=first.id,
        show_id=first.show_id,
        title=entry.title,
        year=entry.year,
        season=first.season,
        kind=kind_of_change(first),
        network=entry.network,
        source=Source(by, first.link or "", when.astimezone(UTC).date()),
        when=when,
        changes=tuple(changes),
        scope=first.scope,
    )


def news_line(item: NewsItem, show: Show, now: datetime, style: Style) -> str:
    """The news as one paragraph."""
    sentences = ChangeSentences(show, item.season, style, now).sentences(item.changes)
    text = " ".join(sentences)
    if item.season is None:
        return text
    return _("{show}: {news}", show=style.escape(short_title(show)), news=text)


def news_source(item: NewsItem, now: datetime, style: Style) -> str:
    """The source, and since which day it is known here, in small type."""
    day = item.when.astimezone(now.tzinfo).date()
    written = style.date(AirDate.on(day), now)
    return style.small(_("{source}, {date}", source=source_link(item.source, style), date=written))


def news_lines(
    items: Sequence[NewsItem], shows: Mapping[int, Show], now: datetime, style: Style
) -> list[str]:
    """The lines of the news of those shows, each with its source under it."""
    lines = []
    for item in items:
        if (show := shows.get(item.show_id)) is not None:
            lines += [news_line(item, show, now, style), news_source(item, now, style)]
    return lines
