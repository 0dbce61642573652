"""How TMDB's answers about a show become claims. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ...facts.fields import folded
from ...facts.models import Kind, SeasonStatus, ShowStatus
from ...facts.resolve import Slot
from ...locale.languages import tag_of
from ..json_reader import JsonObject, clipped, identified, opened_record
from ..models import Fetched, Problem, SearchHit
from ..provider_health import BadAnswerError
from ..statement_builder import StatementBuilder, ids_of
from .seasons import SeasonPage, say_seasons, say_trailers

NAME = "tmdb"

_PAGES = "https://www.themoviedb.org/tv"
_PICTURES = "https://image.tmdb.org/t/p/w500"
_ANIMATION = 16
"""TMDB's id of the genre *Animation*, the same in every language."""

_NO_LANGUAGE = "xx"
_CANTONESE = "cn"
"""TMDB's own code for Cantonese; ISO 639-1 has only Chinese."""

_MAKING = "In Production"
_STATUS = {
    "Returning Series": ShowStatus.RUNNING,
    "Ended": ShowStatus.ENDED,
    "Canceled": ShowStatus.CANCELED,
    "Cancelled": ShowStatus.CANCELED,
    "Planned": ShowStatus.IN_DEVELOPMENT,
    "Pilot": ShowStatus.IN_DEVELOPMENT,
    _MAKING: ShowStatus.IN_DEVELOPMENT,
}

_KIND = {
    "Scripted": Kind.SCRIPTED,
    "Miniseries": Kind.LIMITED,
    "Documentary": Kind.DOCUMENTARY,
    "News": Kind.NEWS,
    "Reality": Kind.REALITY,
    "Talk Show": Kind.TALK,
    "Video": None,
}


def read_search_hit(answer: object) -> SearchHit | None:
    """The show in a search hit; None if it has no id or name."""
    if (known := identified(answer, [])) is None:
        return None
    show, number, title = known
    premiered = show.day("first_air_date")
    networks = show.children("networks", optional=True)
    return SearchHit(
        NAME,
        str(number),
        title.strip(),
        premiered.year if premiered else None,
        next(iter(show.texts("origin_country")), None),
        networks[0].text("name") if networks else None,
        f"{_PAGES}/{number}",
        _ids(show, number),
    )


def _ids(show: JsonObject, number: int) -> dict[str, str]:
    externals = show.child("external_ids", (None, "ids"))
    return ids_of(NAME, number, externals, imdb="imdb_id", tvdb="tvdb_id")


def spoken_language(answer: object) -> str:
    """The language of a show's original version, as TMDB codes it; English if it is not stated."""
    spoken = JsonObject(answer, []).text("original_language") if isinstance(answer, dict) else None
    return spoken if spoken and re.fullmatch(r"[a-z]{2}", spoken) else "en"


def read_show(
    answer: object,
    pages: Mapping[int, object],
    *,
    as_of: date,
) -> Fetched:
    """What a show's answer and the pages of its seasons (None: it has none) say.

    Raises:
        BadAnswerError: the answer is no show with an id and a name.
    """
    show, number, title, problems = opened_record(answer, NAME)
    ids = _ids(show, number)
    builder = StatementBuilder(NAME, str(number), f"{_PAGES}/{number}", as_of, problems)
    _say_show(builder, show, title, ids)
    status = _say_status(builder, show)
    read = [
        found
        for season, page in sorted(pages.items())
        if (found := _page(season, page, problems)) is not None
    ]
    numbers = say_seasons(builder, show, read, status)
    say_trailers(builder, show, numbers)
    if status is ShowStatus.IN_DEVELOPMENT and show.text("status") == _MAKING:
        _say_making(builder, numbers)
    return builder.fetched(ids)


def _page(season: int, answer: object, problems: list[Problem]) -> SeasonPage | None:
    place = f"season/{season}"
    if not isinstance(answer, dict):
        reason = "is missing" if answer is None else "must be an object"
        problems.append(Problem(place, reason, partial=True))
        return None
    page = JsonObject(answer, problems, place)
    if page.whole("season_number") != season:
        page.note("season_number", "is that of another season", partial=True)
        return None
    return SeasonPage(season, page)


def _say_show(
    builder: StatementBuilder, show: JsonObject, title: str, ids: Mapping[str, str]
) -> None:
    if not builder.say(None, "title", title):
        raise BadAnswerError(NAME, "sent a show with a name that is not one")
    original = show.text("original_name", (None, "original_title"))
    if original is not None and original != title:
        builder.say(None, "original_title", original)
    premiered = show.day("first_air_date", (None, "year"))
    builder.say(None, "year", premiered.year if premiered else None, where="first_air_date")
    networks = show.children("networks", (None, "network"), entire=True)
    builder.say(None, "network", networks[0].text("name", (None, "network")) if networks else None)
    number = networks[0].whole("id", optional=True) if networks else None
    builder.network = None if number is None else str(number)
    countries = show.texts("origin_country", (None, "country"))
    builder.say(None, "country", countries[0] if countries else None)
    language = show.text("original_language", (None, "language"))
    if language != _NO_LANGUAGE:
        builder.say(None, "language", "zh" if language == _CANTONESE else language)
    genres = show.children("genres", (None, "genres"), entire=True)
    builder.say(None, "genres", _names(genres, (None, "genres")))
    builder.say(None, "kind", _kind(show, genres, countries))
    creators = show.children("created_by", (None, "creators"), entire=True)
    builder.say(None, "creators", _names(creators, (None, "creators")))
    builder.say(None, "producers", _producers(show))
    builder.say(None, "synopsis", clipped(show.text("overview", (None, "synopsis"))))
    builder.say(None, "site", show.text("homepage", (None, "site")))
    poster = show.text("poster_path", (None, "picture"))
    builder.say(None, "picture", None if poster is None else _PICTURES + poster)
    # The popularity changes every day; rounded to two digits it ranks shows as well, with fewer
    # writes.
    popularity = show.number("popularity", (None, "popularity"))
    builder.say(None, "popularity", None if popularity is None else float(f"{popularity:.2g}"))
    _say_other_titles(builder, show, title)
    for provider in ("tmdb", "imdb"):
        builder.say(None, "ids", ids.get(provider), key=provider)


def _say_other_titles(builder: StatementBuilder, show: JsonObject, title: str) -> None:
    """Claim the show's titles in other languages, then its other names."""
    slot = (None, "translations")
    known = {folded(title)}

    def say(name: str, tag: str | None, where: str) -> None:
        if tag is not None and folded(name) != folded(title):
            builder.say(None, "translations", name, key=tag, where=where)
        if folded(name) not in known:
            known.add(folded(name))
            builder.say(None, "aliases", name, where=where)

    translations = show.child("translations", slot)
    countries = set()
    for record in translations.children("translations", slot) if translations else ():
        language = record.text("iso_639_1", slot)
        data = record.child("data", slot)
        countries.add(record.text("iso_3166_1", slot))
        # Without a translation the field has the original title.
        if data is not None and language is not None and (name := data.text("name", slot)):
            tag = tag_of(language, record.text("iso_3166_1", slot))
            say(name, tag, data.place("name"))
    slot = (None, "aliases")
    titles = show.child("alternative_titles", slot)
    for record in titles.children("results", slot) if titles else ():
        alias = record.text("title", slot, needed=True)
        if alias is not None:
            plain = not record.text("type", slot, optional=True)
            country = record.text("iso_3166_1", slot, optional=True) if plain else None
            # In a country with a translation the show is called that, and not this.
            tag = tag_of(None, country) if country not in countries else None
            say(alias, tag, record.place("title"))
    builder.bind((None, "aliases"), (None, "translations"))


def _names(records: list[JsonObject], slot: Slot) -> list[str] | None:
    """The names in a list that is one fact: of all its members, or of none."""
    names = [record.text("name", slot, needed=True) for record in records]
    known = [name for name in names if name is not None]
    return list(dict.fromkeys(known)) if known and len(known) == len(names) else None


def _kind(show: JsonObject, genres: list[JsonObject], countries: list[str]) -> Kind | None:
    said = show.text("type", (None, "kind"))
    if said is not None and said not in _KIND:
        show.note("type", "is none of the known ones", (None, "kind"))
    kind = _KIND.get(said) if said else None
    drawn = any(genre.whole("id") == _ANIMATION for genre in genres)
    if drawn and kind in (None, Kind.SCRIPTED):
        return Kind.ANIME if "JP" in countries else Kind.ANIMATION
    return kind


def _producers(show: JsonObject) -> list[object] | None:
    """The producing credits of the whole show, each once."""
    slot = (None, "producers")
    credits_ = show.child("credits", slot)
    producers: dict[tuple[str, str], object] = {}
    for record in credits_.children("crew", slot, entire=True, most=5_000) if credits_ else ():
        name, job = (record.text(key, slot, needed=True) for key in ("name", "job"))
        if name is None or job is None:
            return None
        if job.endswith("Producer"):
            producers.setdefault((name, job), {"person": name, "role": job.lower()})
    return list(producers.values()) or None


def _say_status(builder: StatementBuilder, show: JsonObject) -> ShowStatus | None:
    said = show.text("status", (None, "status"))
    status = _STATUS.get(said) if said else None
    if said and status is None:
        show.note("status", "is none of the known ones", (None, "status"))
    if said == _MAKING and show.day("last_air_date") is not None:
        # A show that has aired is not in development: its next season is.
        status = ShowStatus.RUNNING
    builder.say(None, "status", status)
    return status


def _say_making(builder: StatementBuilder, seasons: Sequence[int]) -> None:
    """Claim that the first season is in production, for a show in production that never aired."""
    alone = [number for number in seasons if number > 0] == [1] and not builder.partial()
    if alone and not builder.says(1, "premiere"):
        builder.say(1, "status", SeasonStatus.IN_PRODUCTION)
