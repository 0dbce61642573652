"""How AniList's record of one anime season becomes claims. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from ...facts.air_date import YEARS, AirDate, BadDateError, Precision
from ...facts.fields import LAST_SEASON, folded
from ...facts.models import Kind, SeasonStatus
from ...facts.parse.html_text import without_tags
from ..json_reader import JsonObject, characters, clipped, record_number
from ..models import Fetched, Problem, SearchHit
from ..provider_health import BadAnswerError
from ..statement_builder import StatementBuilder

NAME = "anilist"

_PAGES = "https://anilist.co/anime"

_STATUS = {
    "FINISHED": SeasonStatus.AIRED,
    "RELEASING": SeasonStatus.AIRING,
    "NOT_YET_RELEASED": SeasonStatus.RENEWED,
    "CANCELLED": SeasonStatus.CANCELED,
    "HIATUS": SeasonStatus.POSTPONED,
}

_VIDEOS = {
    "youtube": "https://www.youtube.com/watch?v=",
    "dailymotion": "https://www.dailymotion.com/video/",
}

_SEASON = re.compile(r"\bseason\s+(\d{1,2})\b|\b(\d{1,2})(?:st|nd|rd|th)\s+season\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:part|cour)\s+(\d{1,2})\b|\b(\d)(?:st|nd|rd|th)\s+cour\b", re.IGNORECASE)


def read_search_hit(answer: object) -> SearchHit | None:
    """The anime in a search hit; None if it has no id or title."""
    if not isinstance(answer, dict):
        return None
    media = JsonObject(answer, [])
    number, titles = record_number(media), _titles(media)
    if number is None or not titles:
        return None
    start = media.child("startDate")
    return SearchHit(
        NAME,
        str(number),
        titles[0].strip(),
        media.whole("seasonYear") or (start.whole("year") if start else None),
        media.text("countryOfOrigin"),
        None,
        f"{_PAGES}/{number}",
        _ids(media, number),
    )


def _ids(media: JsonObject, number: int) -> dict[str, str]:
    mal = media.whole("idMal", optional=True)
    return {NAME: str(number)} | ({"mal": str(mal)} if mal else {})


def _titles(media: JsonObject) -> list[str]:
    """The titles, English first."""
    title = media.child("title")
    if title is None:
        return []
    titles = (title.text(name) for name in ("english", "romaji", "native"))
    return [text for text in titles if text is not None]


def season_of(answer: object) -> tuple[int, int] | None:
    """The season, and the part of it, that a record is: by its title, or season 1 without a
    prequel.

    None if neither tells: a later record without a number in its title may be a season or half of
    one, and AniList does not say.
    """
    if not isinstance(answer, dict):
        return None
    media = JsonObject(answer, [])
    titles = _titles(media)
    numbers = {int(m[1] or m[2]) for text in titles if (m := _SEASON.search(text))}
    parts = {int(m[1] or m[2]) for text in titles if (m := _PART.search(text))}
    if len(numbers) > 1 or len(parts) > 1:
        return None
    if numbers:
        return min(numbers), min(parts, default=1)
    return None if parts or _has_prequel(media) else (1, 1)


def _has_prequel(media: JsonObject) -> bool:
    """Whether a record has a prequel; an answer that does not tell counts as if it had."""
    relations = media.child("relations")
    if relations is None:
        return True
    return any(
        edge.text("relationType") == "PREQUEL" and is_broadcast(edge.child("node"))
        for edge in relations.children("edges")
    )


def is_broadcast(node: JsonObject | None) -> bool:
    """Whether a record may be a season; films, specials and music videos are none."""
    return node is None or node.text("format") in (None, "TV", "TV_SHORT", "ONA")


def whole_season(parts: Sequence[Mapping[str, object]]) -> Mapping[str, object]:
    """The records of a season's parts, in order, as one: the first, with the length of all of
    them."""
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return first
    counts = [JsonObject(part, []).whole("episodes") for part in parts]
    states = {JsonObject(part, []).text("status") for part in parts}
    known = [count for count in counts if count is not None]
    begun = bool(states & {"RELEASING", "FINISHED"}) and states != {"FINISHED"}
    return {
        **first,
        "episodes": sum(known) if len(known) == len(counts) else None,
        "status": "RELEASING" if begun else last.get("status"),
        "endDate": last.get("endDate"),
    }


def read_media(answer: object, *, as_of: date) -> Fetched:
    """What a record says, as claims about its season; about the show only what applies to all
    seasons.

    Raises:
        BadAnswerError: it is no anime with an id and a title.
    """
    if not isinstance(answer, dict):
        raise BadAnswerError(NAME, "sent something other than an anime")
    problems: list[Problem] = []
    media = JsonObject(answer, problems)
    number, titles = record_number(media), _titles(media)
    if number is None or not titles:
        raise BadAnswerError(NAME, "sent an anime without id or title")
    builder = StatementBuilder(NAME, str(number), f"{_PAGES}/{number}", as_of, problems)
    builder.say(None, "kind", Kind.ANIME)
    builder.say(None, "country", media.text("countryOfOrigin", (None, "country")))
    builder.say(None, "genres", media.texts("genres", (None, "genres")) or None)
    place = season_of(answer)
    if place is None or place[1] > 1 or not 0 <= place[0] <= LAST_SEASON:
        media.note("title", "tells no season, or a later part of one", partial=True)
    else:
        if place[0] == 1:
            _say_first(builder, media, number, titles)
        _say_season(builder, media, place[0])
    return builder.fetched(_ids(media, number))


def _say_first(
    builder: StatementBuilder, media: JsonObject, number: int, titles: list[str]
) -> None:
    """Claim what the record of the first season says about the show itself."""
    builder.say(None, "title", titles[0])
    names = {folded(name): name for name in [*titles, *media.texts("synonyms", optional=True)]}
    for key, name in names.items():
        if key != folded(titles[0]):
            builder.say(None, "aliases", name)
    builder.say(None, "ids", str(number), key=NAME)
    image = media.child("coverImage", (None, "picture"), optional=True)
    builder.say(None, "picture", image.text("large", (None, "picture")) if image else None)


def _say_season(builder: StatementBuilder, media: JsonObject, season: int) -> None:
    builder.say(season, "listed", True)
    _say_dates(builder, media, season)
    builder.say(season, "episodes", media.whole("episodes", (season, "episodes")) or None)
    builder.say(season, "runtime", media.whole("duration", (season, "runtime")) or None)
    story = without_tags(media.text("description", (season, "story")))
    builder.say(season, "story", clipped(story))
    _say_cast(builder, media, season)
    trailer = media.child("trailer", (season, "trailers"), optional=True)
    if trailer is not None:
        site, key = trailer.text("site"), trailer.text("id")
        if site in _VIDEOS and key is not None and re.fullmatch(r"[\w-]{1,40}", key, re.ASCII):
            builder.say(season, "trailers", {"url": _VIDEOS[site] + key})
    for link in media.children("externalLinks", (season, "where"), optional=True):
        if link.text("type") == "STREAMING":
            offer = {"provider": link.text("site"), "url": link.text("url")}
            builder.say(season, "where", offer, where=link.place("url"))


def _say_dates(builder: StatementBuilder, media: JsonObject, season: int) -> None:
    premiere = _fuzzy(media, "startDate", (season, "premiere"))
    following = media.child("nextAiringEpisode", optional=True)
    if following is not None and following.whole("episode") == 1:
        premiere = _instant(following, (season, "premiere")) or premiere
    builder.say(season, "premiere", premiere and str(premiere))
    said = media.text("status", (season, "status"))
    status = _STATUS.get(said) if said else None
    if said and status is None:
        media.note("status", "is none of the known ones", (season, "status"))
    # A first season is not "renewed", and a season with a date is scheduled by that.
    if status is not SeasonStatus.RENEWED or (season > 1 and premiere is None):
        builder.say(season, "status", status)
    if status is SeasonStatus.AIRED:
        finale = _fuzzy(media, "endDate", (season, "finale"))
        builder.say(season, "finale", finale and str(finale))


def _fuzzy(media: JsonObject, name: str, slot: tuple[int, str]) -> AirDate | None:
    """A date of which some parts may be missing: a year, a month or a day."""
    record = media.child(name, slot)
    if record is None:
        return None
    text = ""
    for part, width in (("year", 4), ("month", 2), ("day", 2)):
        value = record.whole(part, slot)
        if value is None:
            break
        text += f"{'-' if text else ''}{value:0{width}}"
    if not text:
        return None
    try:
        when = AirDate.parse(text)
    except BadDateError as error:
        media.note(name, str(error), slot)
        return None
    # In EDTF a month of 21 would mean spring.
    exact = when.precision in (Precision.YEAR, Precision.MONTH, Precision.DAY)
    if not exact or when.earliest().year not in YEARS:
        media.note(name, "must be a year, month and day", slot)
        return None
    return when


def _instant(episode: JsonObject, slot: tuple[int, str]) -> AirDate | None:
    seconds = episode.whole("airingAt", slot)
    if seconds is None:
        return None
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        moment = None
    if moment is None or moment.year not in YEARS:
        episode.note("airingAt", "must be seconds since 1970", slot)
        return None
    return AirDate.at(moment)


def _say_cast(builder: StatementBuilder, media: JsonObject, season: int) -> None:
    """The Japanese voices, main characters first; one without a voice yet is no credit."""
    slot = (season, "cast")
    listed = media.child("characters", slot, optional=True)
    people: dict[str, tuple[str, list[str]]] = {}
    for edge in listed.children("edges", slot) if listed else ():
        node = edge.child("node")
        part = _full_name(node)
        for voice in edge.children("voiceActors", optional=True)[:1]:
            person = _full_name(voice)
            if person is not None:
                _, parts = people.setdefault(folded(person), (person, []))
                parts.extend([part] if part else [])
    for person, parts in people.values():
        builder.say(season, "cast", {"person": person, "character": characters(parts)})


def _full_name(record: JsonObject | None) -> str | None:
    name = record.child("name") if record else None
    return name.text("full") if name else None
