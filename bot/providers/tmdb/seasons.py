"""How TMDB's seasons become claims: dates, cast, trailers and offers of each. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from ...facts.air_date import AirDate
from ...facts.fields import LAST_SEASON, folded
from ...facts.models import OfferTerms, ShowStatus, TrailerKind
from ...facts.resolve import Slot
from ...facts.season_verdict import SHOW_OVER
from ..json_reader import JsonObject, characters, clipped
from ..season_list import NextEpisode, SeasonList, SeasonRow, has_ended, say_under_way
from ..season_numbering import season_named
from ..statement_builder import StatementBuilder

_EPISODES = 10_000
"""More episodes than the longest daily soap has in its one season."""

_CREDITS = 5_000
_BILLING = 60
"""How many members of a season's cast are taken."""

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
"""Terms that nearly everywhere offers have, so they are only claimed if there is nothing else."""

_TERMS = {
    "flatrate": None,
    "free": OfferTerms.FREE,
    "ads": OfferTerms.ADS,
    "rent": OfferTerms.RENT,
    "buy": OfferTerms.BUY,
}

_PUBLIC_PAGE = re.compile(r"https://www\.themoviedb\.org/[\w./?=&-]{1,300}", re.ASCII)
_ON_PAGE = ("cast", "trailers", "where", "runtime", "finale", "episodes")


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """A season's own page."""

    number: int
    record: JsonObject


def season_numbers(answer: object) -> list[int]:
    """The numbers of the seasons that a show's answer lists, the newest first."""
    if not isinstance(answer, dict):
        return []
    rows = JsonObject(answer, []).children("seasons")
    numbers = {number for row in rows if (number := row.whole("season_number")) is not None}
    return sorted((number for number in numbers if 0 <= number <= LAST_SEASON), reverse=True)


def say_seasons(
    builder: StatementBuilder,
    show: JsonObject,
    pages: Sequence[SeasonPage],
    status: ShowStatus | None,
) -> list[int]:
    """Claim every season that the show lists; returns their numbers, in order."""
    own = {page.number: page.record for page in pages}
    seasons = SeasonList(
        show.children("seasons", partial=True),
        _following(show),
        builder.as_of,
        number="season_number",
        day="air_date",
    )
    seasons.leave_doubtful(builder)
    for row in seasons:
        if seasons.is_empty(row):
            continue
        page = own.get(row.number)
        _say_row(builder, row)
        seasons.say_promise(builder, row, status)
        if row.first is None and not row.undated:
            builder.unheard.update((row.number, name) for name in ("status", "finale", "episodes"))
        if row.first is not None:
            builder.say(row.number, "premiere", row.first.isoformat())
            _say_length(builder, seasons, row, page, status)
            following = seasons.following if seasons.goes_on(row) else None
            if following is not None and following.number != 1 and following.when is not None:
                builder.say(row.number, "next_episode", str(following.when))
        if page is None:
            builder.unheard.update((row.number, name) for name in _ON_PAGE)
        else:
            link = f"{builder.link}/season/{row.number}"
            _say_cast(builder, row.number, page, link)
            _say_offers(builder, row.number, page)
            slot = (row.number, "trailers")
            for place, title, trailer in _trailers(page.child("videos", slot), slot):
                # One season at TMDB may be several elsewhere; then a title that names its season is
                # right.
                number = season_named(title) or row.number
                builder.say(number, "trailers", trailer, link=link, where=place)
    return seasons.numbers


def say_trailers(builder: StatementBuilder, show: JsonObject, seasons: Sequence[int]) -> None:
    """Claim the show's own videos for the season that their title names, or for the only one there
    is.

    A video of the whole show without a number in its title is about no particular season.
    """
    regular = [number for number in seasons if number > 0]
    slot = (None, "trailers")
    for place, title, trailer in _trailers(show.child("videos", slot), slot):
        number = season_named(title)
        if number is None and len(regular) == 1 and not builder.partial():
            number = regular[0]
        if number is not None:
            builder.say(number, "trailers", trailer, where=place)


def _following(show: JsonObject) -> NextEpisode | None:
    episode = show.child("next_episode_to_air", optional=True)
    season = episode.whole("season_number") if episode else None
    if episode is None or season is None:
        return None
    day = episode.day("air_date")
    when = AirDate.on(day) if day is not None else None
    return NextEpisode(season, episode.whole("episode_number"), day, when)


def _say_row(builder: StatementBuilder, row: SeasonRow) -> None:
    builder.say(row.number, "listed", True)
    label = row.record.text("name", (row.number, "label"))
    if label not in (f"Season {row.number}", "Specials"):
        builder.say(row.number, "label", label)
    builder.say(row.number, "story", clipped(row.record.text("overview", (row.number, "story"))))


def _say_length(
    builder: StatementBuilder,
    seasons: SeasonList,
    row: SeasonRow,
    page: JsonObject | None,
    status: ShowStatus | None,
) -> None:
    """Claim finale, episodes and runtime, if they are final and not only what is listed so far."""
    today, over = builder.as_of, status in SHOW_OVER
    followed, to_come = seasons.is_followed(row), seasons.goes_on(row)
    counted = row.record.whole("episode_count", (row.number, "episodes"))
    if page is None:
        if over or followed:
            builder.say(row.number, "episodes", counted or None)
        return
    if not page.is_list("episodes"):
        builder.unheard.update((row.number, name) for name in ("runtime", "episodes", "finale"))
    days, runtimes, kind = _listing(page, row.number)
    builder.bind((row.number, "finale"), (row.number, "episodes"))
    if runtimes:
        builder.say(row.number, "runtime", median_low(runtimes))
    later = seasons.next_day(row)
    if kind != "finale" and followed and later is not None:
        # An episode that was moved to the next season may still be listed here.
        days = [day for day in days if day is None or day < later]
    last = days[-1] if days else None
    if last is None or (row.number == 0 and not over):
        return
    pausing = kind == "mid_season"
    complete = False if pausing else None
    quiet = has_ended(row.first, last, today, show_over=over, followed=followed, complete=complete)
    if kind == "finale" or (quiet and not to_come):
        builder.say(row.number, "finale", last.isoformat())
        builder.say(row.number, "episodes", len(days))
    elif not to_come:
        builder.plausible[row.number] = AirDate.on(last)
        if status is not None and (row.first is None or last >= row.first):
            say_under_way(builder, row, last, complete)


def _listing(page: JsonObject, number: int) -> tuple[list[date | None], list[int], str | None]:
    """The days and runtimes (minutes) of the listed episodes, and the last one's type."""
    days: list[date | None] = []
    runtimes = []
    kind = None
    for episode in page.children("episodes", (number, "finale"), most=_EPISODES):
        days.append(episode.day("air_date", (number, "finale")))
        minutes = episode.whole("runtime", (number, "runtime"))
        if minutes is not None and minutes > 0:
            runtimes.append(minutes)
        kind = episode.text("episode_type", (number, "finale"), optional=True)
    return days, runtimes, kind


def _say_cast(builder: StatementBuilder, season: int, page: JsonObject, link: str) -> None:
    """Claim the season's regulars in their billing, then those who were in more than one
    episode."""
    slot = (season, "cast")
    regulars = page.child("credits", slot)
    everybody = page.child("aggregate_credits", slot)
    billed = _by_order(regulars.children("cast", slot, most=_CREDITS) if regulars else [], slot)
    counted = _by_order(everybody.children("cast", slot, most=_CREDITS) if everybody else [], slot)
    shares = [(record.whole("total_episode_count", slot) or 0, record) for record in counted]
    shares.sort(key=lambda share: -share[0])
    # If one episode of the season is out so far, everybody in it counts.
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
    """The videos a fan may want: the position in the answer, the title, and the claim's JSON
    form."""
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
    """The language that is spoken in a video; None without a code of two letters."""
    code = video.text("iso_639_1", slot, optional=True)
    code = {"cn": "zh", "nb": "no"}.get(code or "", code)
    return code if code and code != "xx" and re.fullmatch(r"[a-z]{2}", code) else None


def _say_offers(builder: StatementBuilder, season: int, page: JsonObject) -> None:
    """Who shows it in which region; the link is TMDB's own page, which credits JustWatch."""
    slot = (season, "where")
    providers = page.child("watch/providers", slot)
    results = providers.child("results", slot) if providers else None
    for region in results.names() if results else ():
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
