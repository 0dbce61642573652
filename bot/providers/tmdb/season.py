"""How TMDB's seasons become claims: dates, cast, trailers and offers of each. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from ...facts.air_date import AirDate
from ...facts.fields import LAST_SEASON, folded
from ...facts.models import OfferTerms, SeasonStatus, ShowStatus, TrailerKind
from ...facts.resolve import Slot
from ..json_object import JsonObject
from ..numbering import season_named
from ..season_end import begun_until, has_ended
from ..statement_builder import StatementBuilder
from ..texts import characters, clipped

_EPISODES = 10_000
"""More than the longest daily soap has in its one season."""

_CREDITS = 5_000
_BILLING = 60
"""Cast members of a season that are taken over."""

_VIDEOS = {
    "YouTube": "https://www.youtube.com/watch?v=",
    "Vimeo": "https://vimeo.com/",
}
_VIDEO_KINDS = {
    "Trailer": TrailerKind.TRAILER,
    "Teaser": TrailerKind.TEASER,
    "Clip": TrailerKind.CLIP,
    "Featurette": TrailerKind.FEATURETTE,
}
_OFFERS = ("flatrate", "free", "ads")
_SALES = ("rent", "buy")
"""To be had nearly everywhere, so they say something only where there is nothing else."""

_TERMS = {
    "flatrate": None,
    "free": OfferTerms.FREE,
    "ads": OfferTerms.ADS,
    "rent": OfferTerms.RENT,
    "buy": OfferTerms.BUY,
}

_PUBLIC_PAGE = re.compile(r"https://www\.themoviedb\.org/[\w./?=&-]{1,300}", re.ASCII)
_ON_PAGE = ("cast", "trailers", "where", "runtime", "finale", "episodes")
_OVER = (ShowStatus.ENDED, ShowStatus.CANCELED)


@dataclass(frozen=True, slots=True)
class Page:
    """A season's own page."""

    number: int
    record: JsonObject


@dataclass(frozen=True, slots=True)
class _Row:
    """One season as the show's page lists it, and its own page where that was read."""

    record: JsonObject
    number: int
    first: date | None
    page: JsonObject | None
    undated: bool
    """Whether TMDB says that there is no first day yet, which an unreadable one does not."""


@dataclass(frozen=True, slots=True)
class _Episode:
    """The show's next episode."""

    season: int
    number: int | None
    day: date | None


def say_seasons(
    builder: StatementBuilder,
    show: JsonObject,
    pages: Sequence[Page],
    status: ShowStatus | None,
    *,
    regions: frozenset[str] | None,
) -> list[int]:
    """Claim every season that the show lists; returns their numbers, in order."""
    following = _following(show)
    rows = _rows(show, {page.number: page.record for page in pages}, following)
    dated = [row.number for row in rows if not row.undated]
    newest = begun_until(((row.number, row.first) for row in rows), builder.as_of)
    for row in rows:
        ahead = row.undated and bool(dated) and row.number > dated[-1]
        _say_row(builder, row)
        if ahead and status is None:
            slot = (row.number, "status")
            row.record.note("season_number", "is of a show of unknown status", slot)
        elif ahead and status not in _OVER:
            builder.say(row.number, "status", SeasonStatus.RENEWED)
        if row.first is None and not row.undated:
            builder.unheard.update((row.number, name) for name in ("status", "finale", "episodes"))
        if row.first is not None:
            builder.say(row.number, "premiere", row.first.isoformat())
            to_come = following is not None and following.season == row.number
            _say_length(builder, row, newest, status, to_come=to_come)
            if to_come and following is not None and following.number != 1 and following.day:
                builder.say(row.number, "next_episode", following.day.isoformat())
        if row.page is None:
            builder.unheard.update((row.number, name) for name in _ON_PAGE)
        else:
            link = f"{builder.link}/season/{row.number}"
            _say_cast(builder, row.number, row.page, link)
            _say_offers(builder, row.number, row.page, regions)
            slot = (row.number, "trailers")
            for place, title, trailer in _trailers(row.page.child("videos", slot), slot):
                # One season here may be several elsewhere, and a title that says which is right.
                number = season_named(title) or row.number
                builder.say(number, "trailers", trailer, link=link, where=place)
    return [row.number for row in rows]


def say_trailers(builder: StatementBuilder, show: JsonObject, seasons: Sequence[int]) -> None:
    """Claim the show's own videos for the season that their title names, or the only one there is.

    A video of the whole show with no number in its title is nobody's word about a season.
    """
    regular = [number for number in seasons if number > 0]
    slot = (None, "trailers")
    for place, title, trailer in _trailers(show.child("videos", slot), slot):
        number = season_named(title)
        if number is None and len(regular) == 1 and not builder.partial():
            number = regular[0]
        if number is not None:
            builder.say(number, "trailers", trailer, where=place)


def _rows(
    show: JsonObject, pages: Mapping[int, JsonObject], following: _Episode | None
) -> list[_Row]:
    """The rows that can be read, by number; the first of two with one number stands."""
    rows: dict[int, _Row] = {}
    for record in show.children("seasons", partial=True):
        number = record.whole("season_number")
        if number is None or not 0 <= number <= LAST_SEASON or number in rows:
            record.note("season_number", "must be a season's own number", partial=True)
            continue
        first = record.day("air_date", (number, "premiere"))
        undated = record.silent("air_date")
        if undated and following and (following.season, following.number) == (number, 1):
            first, undated = following.day, following.day is None
        rows[number] = _Row(record, number, first, pages.get(number), undated)
    return [rows[number] for number in sorted(rows)]


def _following(show: JsonObject) -> _Episode | None:
    episode = show.child("next_episode_to_air", optional=True)
    season = episode.whole("season_number") if episode else None
    if episode is None or season is None:
        return None
    return _Episode(season, episode.whole("episode_number"), episode.day("air_date"))


def _say_row(builder: StatementBuilder, row: _Row) -> None:
    builder.say(row.number, "listed", True)
    label = row.record.text("name", (row.number, "label"))
    if label not in (f"Season {row.number}", "Specials"):
        builder.say(row.number, "label", label)
    builder.say(row.number, "story", clipped(row.record.text("overview", (row.number, "story"))))


def _say_length(
    builder: StatementBuilder, row: _Row, newest: int, status: ShowStatus | None, *, to_come: bool
) -> None:
    """Finale, episodes and runtime, as far as they are more than what is listed so far.

    `to_come` tells that the show's next episode is one of this season.
    """
    today, over = builder.as_of, status in _OVER
    followed = 0 < row.number < newest
    counted = row.record.whole("episode_count", (row.number, "episodes"))
    if row.page is None:
        if over or followed:
            builder.say(row.number, "episodes", counted or None)
        return
    if not row.page.is_list("episodes"):
        builder.unheard.update((row.number, name) for name in ("runtime", "episodes", "finale"))
    days, runtimes, closed = _listing(row.page, row.number)
    builder.bind((row.number, "finale"), (row.number, "episodes"))
    if runtimes:
        builder.say(row.number, "runtime", median_low(runtimes))
    last = days[-1] if days else None
    if last is None or (row.number == 0 and not over):
        return
    quiet = has_ended(row.first, last, today, show_over=over, followed=followed)
    if closed or (quiet and not to_come):
        builder.say(row.number, "finale", last.isoformat())
        builder.say(row.number, "episodes", len(days))
    elif not to_come:
        builder.plausible[row.number] = AirDate.on(last)


def _listing(page: JsonObject, number: int) -> tuple[list[date | None], list[int], bool]:
    """The days and runtimes (minutes) of the listed episodes, and whether the finale is one."""
    days: list[date | None] = []
    runtimes = []
    kind = None
    for episode in page.children("episodes", (number, "finale"), most=_EPISODES):
        days.append(episode.day("air_date", (number, "finale")))
        minutes = episode.whole("runtime", (number, "runtime"))
        if minutes is not None and minutes > 0:
            runtimes.append(minutes)
        kind = episode.text("episode_type", (number, "finale"), optional=True)
    return days, runtimes, kind == "finale"


def _say_cast(builder: StatementBuilder, season: int, page: JsonObject, link: str) -> None:
    """The season's regulars in their billing, then who else was in more than one episode."""
    slot = (season, "cast")
    regulars = page.child("credits", slot)
    everybody = page.child("aggregate_credits", slot)
    billed = _by_order(regulars.children("cast", slot, most=_CREDITS) if regulars else [], slot)
    counted = _by_order(everybody.children("cast", slot, most=_CREDITS) if everybody else [], slot)
    shares = [(record.whole("total_episode_count", slot) or 0, record) for record in counted]
    shares.sort(key=lambda share: -share[0])
    # Of a season with one episode out so far, who is in that one.
    least = min(2, max((count for count, _ in shares), default=0))
    often = [record for count, record in shares if count >= least > 0]
    people: dict[str, tuple[str, list[str]]] = {}
    for record in [*billed, *often] or counted:
        name = record.text("name", slot, needed=True)
        if name is None:
            continue
        _, parts = people.setdefault(folded(name), (name, []))
        if not parts:
            parts.extend(_parts(record, slot))
    for name, parts in list(people.values())[:_BILLING]:
        credit = {"person": name, "character": characters(parts)}
        builder.say(season, "cast", credit, link=f"{link}/cast", where=page.place("credits"))


def _by_order(records: list[JsonObject], slot: Slot) -> list[JsonObject]:
    placed = [(record.whole("order", slot, optional=True), record) for record in records]
    placed.sort(key=lambda pair: (pair[0] is None, pair[0] or 0))
    return [record for _, record in placed]


def _parts(record: JsonObject, slot: Slot) -> list[str]:
    """The characters of a plain credit or of an aggregated one."""
    roles = record.children("roles", slot, optional=True) or [record]
    names = (role.text("character", slot, optional=True) for role in roles)
    return [name for name in names if name is not None]


def _trailers(
    videos: JsonObject | None, slot: Slot | None
) -> Iterator[tuple[str, str | None, dict[str, object]]]:
    """The videos a fan may care for: place in the answer, title, and the claim's JSON form."""
    for record in videos.children("results", slot) if videos else ():
        site, key, kind = (record.text(part, slot, needed=True) for part in ("site", "key", "type"))
        if site not in _VIDEOS or kind not in _VIDEO_KINDS or key is None:
            continue
        if not re.fullmatch(r"[\w-]{1,40}", key, re.ASCII):
            record.note("key", "must be the key of a video", slot)
            continue
        title = record.text("name", slot)
        published = (record.text("published_at", slot, optional=True) or "")[:10]
        trailer: dict[str, object] = {
            "url": _VIDEOS[site] + key,
            "kind": _VIDEO_KINDS[kind],
            "title": title,
            "official": record.flag("official", slot, optional=True) is True,
            "language": _language(record, slot),
        }
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", published):
            trailer["published"] = published
        yield record.place("key"), title, trailer


def _language(video: JsonObject, slot: Slot | None) -> str | None:
    """The language that a video speaks, where it is one with a code."""
    code = video.text("iso_639_1", slot, optional=True)
    code = {"cn": "zh", "nb": "no"}.get(code or "", code)
    return code if code and code != "xx" and re.fullmatch(r"[a-z]{2}", code) else None


def _say_offers(
    builder: StatementBuilder, season: int, page: JsonObject, regions: frozenset[str] | None
) -> None:
    """Who shows it in which region; the link is TMDB's own page, which credits JustWatch."""
    slot = (season, "where")
    providers = page.child("watch/providers", slot)
    results = providers.child("results", slot) if providers else None
    for region in results.names() if results else ():
        if regions is not None and region not in regions:
            continue
        country = results.child(region, slot) if results else None
        if country is None:
            continue
        link = country.text("link") or ""
        if not _PUBLIC_PAGE.fullmatch(link):
            link = builder.link + f"/season/{season}"
        included = {kind: country.children(kind, slot, optional=True) for kind in _OFFERS}
        sold = {kind: country.children(kind, slot, optional=True) for kind in _SALES}
        for kind, records in (included if any(included.values()) else sold).items():
            for record in records:
                named = record.text("provider_name", slot, needed=True)
                offer = {"provider": named, "region": region, "terms": _TERMS[kind]}
                if named is not None:
                    builder.say(season, "where", offer, link=link, where=record.place(kind))
