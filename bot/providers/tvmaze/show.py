"""How TVmaze's answer about a show becomes claims. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from zoneinfo import ZoneInfo

from ...facts.fields import folded
from ...facts.models import Kind, ShowStatus
from ...facts.parse.html_text import without_tags
from ...locale.languages import code_of, tag_of
from ..json_reader import JsonObject, characters, clipped, identified, opened_record
from ..models import Fetched, SearchHit
from ..provider_health import BadAnswerError
from ..statement_builder import StatementBuilder, ids_of
from .seasons import say_seasons

NAME = "tvmaze"

_PAGE = re.compile(r"https?://www\.tvmaze\.com(/shows/(\d+)/[\w-]+)", re.ASCII)

_STATUS = {
    "Running": ShowStatus.RUNNING,
    "Ended": ShowStatus.ENDED,
    "To Be Determined": ShowStatus.TO_BE_DETERMINED,
    "In Development": ShowStatus.IN_DEVELOPMENT,
}
"""*Ended* covers both an end and a cancellation there, so it is never read as the latter."""

_KIND = {
    "Scripted": Kind.SCRIPTED,
    "Animation": Kind.ANIMATION,
    "Reality": Kind.REALITY,
    "Documentary": Kind.DOCUMENTARY,
    "Talk Show": Kind.TALK,
    "News": Kind.NEWS,
    "Game Show": Kind.GAME,
    "Panel Show": Kind.GAME,
    "Variety": Kind.VARIETY,
    "Sports": None,
    "Award Show": None,
}


def read_show(answer: object, *, as_of: date) -> Fetched:
    """What a show's answer, with cast, seasons, next episode and akas embedded, says.

    Raises:
        BadAnswerError: it is no show with an id and a name.
    """
    show, number, title, problems = opened_record(answer, NAME)
    ids = _ids(show, number)
    builder = StatementBuilder(NAME, str(number), _page(show, number), as_of, problems)
    status = _say_show(builder, show, title, ids)
    embedded = show.child("_embedded", partial=True)
    if embedded is not None:
        numbers = say_seasons(builder, show, embedded, status)
        _say_cast(builder, embedded, numbers)
        _say_aliases(builder, embedded, title)
    return builder.fetched(ids)


def _say_show(
    builder: StatementBuilder, show: JsonObject, title: str, ids: Mapping[str, str]
) -> ShowStatus | None:
    if not builder.say(None, "title", title):
        raise BadAnswerError(NAME, "sent a show with a name that is not one")
    premiered = show.day("premiered", (None, "year"))
    builder.say(None, "year", premiered.year if premiered else None, where="premiered")
    genres = show.texts("genres", (None, "genres"))
    builder.say(None, "genres", genres or None)
    builder.say(None, "kind", Kind.ANIME if "Anime" in genres else _kind(show))
    network, country = _network(show)
    builder.say(None, "network", network)
    builder.network = _network_id(show)
    builder.say(None, "country", country)
    builder.say(None, "streamer", _streamer(show), where="webChannel")
    builder.zone = _zone(show)
    language = show.text("language", (None, "language"))
    if language is not None and (code := code_of(language)):
        builder.say(None, "language", code)
    builder.say(None, "synopsis", clipped(without_tags(show.text("summary", (None, "synopsis")))))
    builder.say(None, "site", show.text("officialSite", (None, "site"), optional=True))
    image = show.child("image", (None, "picture"), optional=True)
    builder.say(None, "picture", image.text("original", (None, "picture")) if image else None)
    for provider in ("tvmaze", "imdb"):
        builder.say(None, "ids", ids.get(provider), key=provider)
    said = show.text("status", (None, "status"))
    status = _STATUS.get(said) if said else None
    if said and status is None:
        show.note("status", "is none of the known ones", (None, "status"))
    builder.say(None, "status", status)
    return status


def _kind(show: JsonObject) -> Kind | None:
    said = show.text("type", (None, "kind"))
    if said is not None and said not in _KIND:
        show.note("type", "is none of the known ones", (None, "kind"))
    return _KIND.get(said) if said else None


def _say_cast(builder: StatementBuilder, embedded: JsonObject, numbers: Sequence[int]) -> None:
    """Claim the cast, of a season if `numbers` shows that it can only be that season's.

    TVmaze credits the show and not its seasons. If several seasons are out, its list has both those
    who left and those who came later: then it is the show's cast, and of none of the seasons. What
    was said while there was one season still stands.
    """
    season = numbers[0] if len(numbers) == 1 else None
    slot = (season, "cast")
    if season is None:
        builder.unheard.update((number, "cast") for number in numbers)
    parts: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for member in embedded.children("cast", slot):
        person = member.child("person", slot)
        name = person.text("name", slot, needed=True) if person else None
        if name is None:
            continue
        character = member.child("character", slot, optional=True)
        part = character.text("name", slot) if character else None
        names.setdefault(folded(name), name)
        known = parts.setdefault(folded(name), [])
        if part is not None:
            known.append("Self" if member.flag("self", slot, optional=True) else part)
    for key, name in names.items():
        credit = {"person": name, "character": characters(parts[key])}
        builder.say(season, "cast", credit, link=f"{builder.link}/cast", where="_embedded.cast")


def _say_aliases(builder: StatementBuilder, embedded: JsonObject, title: str) -> None:
    for aka in embedded.children("akas", (None, "aliases")):
        name = aka.text("name", (None, "aliases"), needed=True)
        if name is None or folded(name) == folded(title):
            continue
        builder.say(None, "aliases", name, where=aka.place("name"))
        country = aka.child("country", (None, "translations"), optional=True)
        code = country.text("code", (None, "translations")) if country else None
        if (tag := tag_of(None, code)) is not None:
            builder.say(None, "translations", name, key=tag, where=aka.place("name"))
    builder.bind((None, "aliases"), (None, "translations"))


def read_search_hit(answer: object) -> SearchHit | None:
    """The show in a search hit; None if it has no id or name."""
    if (known := identified(answer, [])) is None:
        return None
    show, number, title = known
    premiered = show.day("premiered")
    network, country = _network(show)
    return SearchHit(
        NAME,
        str(number),
        title.strip(),
        premiered.year if premiered else None,
        country,
        network,
        _page(show, number),
        _ids(show, number),
    )


def _network(show: JsonObject) -> tuple[str | None, str | None]:
    """Who airs it and in which country; a channel outranks the streamer that repeats it."""
    slot = (None, "network")
    airing = show.child("network", slot)
    if airing is None and show.silent("network"):
        airing = show.child("webChannel", slot)
        if airing is None and show.silent("webChannel"):
            return None, None
    if airing is None:
        show.note("network", "cannot be read, nor its country", (None, "country"))
        return None, None
    country = airing.child("country", (None, "country"))
    code = country.text("code", (None, "country")) if country else None
    return airing.text("name", slot), code


def _network_id(show: JsonObject) -> str | None:
    """The id of the network; channels and streaming services are numbered separately."""
    for kind in ("network", "webChannel"):
        airing = show.child(kind, optional=True)
        if airing is not None:
            number = airing.whole("id", optional=True)
            return None if number is None else f"{kind}/{number}"
    return None


def _streamer(show: JsonObject) -> dict[str, object] | None:
    """The streaming service on which the show is an original, beside a channel or instead of
    one."""
    slot = (None, "streamer")
    service = show.child("webChannel", slot)
    name = service.text("name", slot, needed=True) if service else None
    if service is None or name is None:
        return None
    country = service.child("country", slot, optional=True)
    return {"provider": name, "region": country.text("code", slot) if country else None}


def _zone(show: JsonObject) -> tzinfo | None:
    """The zone of the country of the channel or streaming service, if it has one."""
    for name in ("network", "webChannel"):
        airing = show.child(name, optional=True)
        country = airing.child("country", optional=True) if airing else None
        zone = country.text("timezone", optional=True) if country else None
        if zone is not None:
            try:
                return ZoneInfo(zone)
            except (ValueError, OSError):
                return None
    return None


def _page(show: JsonObject, number: int) -> str:
    url = show.text("url") or ""
    match = _PAGE.fullmatch(url)
    named = match is not None and match[2] == str(number)
    return "https://www.tvmaze.com" + (match[1] if match and named else f"/shows/{number}")


def _ids(show: JsonObject, number: int) -> dict[str, str]:
    externals = show.child("externals", (None, "ids"))
    return ids_of(NAME, number, externals, imdb="imdb", tvdb="thetvdb")
