"""How TVmaze's answer about a show becomes claims. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ...facts.fields import folded
from ...facts.models import Kind, ShowStatus
from ..answers import Candidate, Fetched, Problem
from ..draft import Draft, characters, clipped
from ..errors import BadAnswerError
from ..external_ids import ids_of
from ..languages import code_of
from ..markup import plain
from ..record import Record
from .seasons import say_seasons

NAME = "tvmaze"

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
    if not isinstance(answer, dict):
        raise BadAnswerError(NAME, "sent something else than a show")
    problems: list[Problem] = []
    show = Record(answer, problems)
    number, title = show.whole("id"), show.text("name")
    if number is None or number <= 0 or title is None:
        raise BadAnswerError(NAME, "sent a show without id or name")
    ids = _ids(show, number)
    draft = Draft(NAME, str(number), _page(show, number), as_of, problems)
    status = _say_show(draft, show, title, ids)
    embedded = show.record("_embedded", partial=True)
    if embedded is not None:
        numbers = say_seasons(draft, show, embedded, status)
        _say_cast(draft, embedded, numbers)
        _say_aliases(draft, embedded, title)
    return draft.fetched(ids)


def _say_show(draft: Draft, show: Record, title: str, ids: Mapping[str, str]) -> ShowStatus | None:
    if not draft.say(None, "title", title):
        raise BadAnswerError(NAME, "sent a show with a name that is none")
    premiered = show.day("premiered", (None, "year"))
    draft.say(None, "year", premiered.year if premiered else None, where="premiered")
    genres = show.texts("genres", (None, "genres"))
    draft.say(None, "genres", genres or None)
    draft.say(None, "kind", Kind.ANIME if "Anime" in genres else _kind(show))
    network, country = _network(show)
    draft.say(None, "network", network)
    draft.say(None, "country", country)
    language = show.text("language", (None, "language"))
    if language is not None and (code := code_of(language)):
        draft.say(None, "language", code)
    draft.say(None, "synopsis", clipped(plain(show.text("summary", (None, "synopsis")))))
    draft.say(None, "site", show.text("officialSite", (None, "site"), optional=True))
    image = show.record("image", (None, "picture"), optional=True)
    draft.say(None, "picture", image.text("original", (None, "picture")) if image else None)
    for provider in ("tvmaze", "imdb"):
        draft.say(None, "ids", ids.get(provider), key=provider)
    said = show.text("status", (None, "status"))
    status = _STATUS.get(said) if said else None
    if said and status is None:
        show.note("status", "is none of the known ones", (None, "status"))
    draft.say(None, "status", status)
    return status


def _kind(show: Record) -> Kind | None:
    said = show.text("type", (None, "kind"))
    if said is not None and said not in _KIND:
        show.note("type", "is none of the known ones", (None, "kind"))
    return _KIND.get(said) if said else None


def _say_cast(draft: Draft, embedded: Record, numbers: Sequence[int]) -> None:
    """The cast, where `numbers` tells that it can only be one season's.

    TVmaze credits the show, not its seasons. With several seasons out, the list holds those who
    left and those who came later, so it is nobody's word about any one of them; what was heard
    while there was one season still stands.
    """
    if len(numbers) != 1:
        draft.unheard.update((number, "cast") for number in numbers)
        return
    slot = (numbers[0], "cast")
    parts: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for member in embedded.records("cast", slot):
        person = member.record("person", slot)
        name = person.text("name", slot) if person else None
        if name is None:
            continue
        character = member.record("character", optional=True)
        part = character.text("name") if character else None
        names.setdefault(folded(name), name)
        known = parts.setdefault(folded(name), [])
        if part is not None:
            known.append("Self" if member.flag("self", optional=True) else part)
    for key, name in names.items():
        credit = {"person": name, "character": characters(parts[key])}
        draft.say(numbers[0], "cast", credit, link=f"{draft.link}/cast", where="_embedded.cast")


def _say_aliases(draft: Draft, embedded: Record, title: str) -> None:
    for aka in embedded.records("akas", (None, "aliases")):
        name = aka.text("name", (None, "aliases"))
        if name is not None and folded(name) != folded(title):
            draft.say(None, "aliases", name, where=aka.place("name"))


def read_candidate(answer: object) -> Candidate | None:
    """The show that an answer is about; None where it has no id or name to go by."""
    if not isinstance(answer, dict):
        return None
    show = Record(answer, [])
    number, title = show.whole("id"), show.text("name")
    if number is None or number <= 0 or title is None:
        return None
    premiered = show.day("premiered")
    network, country = _network(show)
    return Candidate(
        NAME,
        str(number),
        title.strip(),
        premiered.year if premiered else None,
        country,
        network,
        _page(show, number),
        _ids(show, number),
    )


def _network(show: Record) -> tuple[str | None, str | None]:
    """Who airs it and in which country; a channel outranks the streamer that repeats it."""
    slot = (None, "network")
    airing = show.record("network", slot)
    if airing is None and show.silent("network"):
        airing = show.record("webChannel", slot)
        if airing is None and show.silent("webChannel"):
            return None, None
    if airing is None:
        show.note("network", "cannot be read, nor its country", (None, "country"))
        return None, None
    country = airing.record("country", (None, "country"))
    code = country.text("code", (None, "country")) if country else None
    return airing.text("name", slot), code


def _page(show: Record, number: int) -> str:
    url = show.text("url") or ""
    match = re.fullmatch(rf"https?://www\.tvmaze\.com(/shows/{number}/[\w-]+)", url, re.ASCII)
    return "https://www.tvmaze.com" + (match[1] if match else f"/shows/{number}")


def _ids(show: Record, number: int) -> dict[str, str]:
    externals = show.record("externals", (None, "ids"))
    return ids_of(NAME, number, externals, imdb="imdb", tvdb="thetvdb")
