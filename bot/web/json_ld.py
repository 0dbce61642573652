"""The facts of a page for programs: JSON-LD of schema.org, safe inside HTML.

https://schema.org/TVSeries, https://schema.org/TVSeason,
https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents
"""

from __future__ import annotations

import json
from typing import Any

from ..facts.air_date import AirDate
from ..facts.external_ids import is_external_id
from ..facts.known_providers import PROVIDERS
from ..facts.models import Credit, Fact, Season
from ..facts.season_order import first_day, last_day
from .html_style import printable, safe_link
from .show_profile import Profile
from .urls import Links

_CAST = 50
_SEASONS = 60

_IDS = {
    "imdb": "https://www.imdb.com/title/{}/",
    **{key: provider.page for key, provider in PROVIDERS.items() if provider.page is not None},
}
"""The public page of a show at each provider, by its id there."""

_UNSAFE = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
"""The characters that could end the element around the text, or begin another."""


def json_ld(profile: Profile, links: Links) -> str:
    """The profile as one object, for a `script` element of data: no text in it ends the element."""
    show = profile.show
    if profile.number is None:
        document = _series(profile, links)
        document["containsSeason"] = [
            _named_season(season, profile, links) for season in show.seasons[-_SEASONS:]
        ]
    else:
        season = profile.verdict.season or Season(profile.number)
        document = _named_season(season, profile, links)
        document["partOfSeries"] = _series(profile, links)
        if season.cast:
            document["actor"] = [_actor(fact) for fact in season.cast[:_CAST]]
        if season.story is not None:
            document["description"] = season.story.value
        if season.trailers:
            document["trailer"] = [
                {
                    "@type": "VideoObject",
                    "name": fact.value.title or profile.heading,
                    "url": fact.value.url,
                }
                for fact in season.trailers
                if safe_link(fact.value.url)
            ]
    text = json.dumps({"@context": "https://schema.org", **_clean(document)}, ensure_ascii=False)
    return text.translate(_UNSAFE)


def _series(profile: Profile, links: Links) -> dict[str, Any]:
    show = profile.show
    document: dict[str, Any] = {"@type": "TVSeries", "name": show.name, "url": links.show(show)}
    if show.synopsis is not None:
        document["description"] = show.synopsis.value
    if show.genres is not None:
        document["genre"] = list(show.genres.value)
    if show.creators is not None:
        document["creator"] = [{"@type": "Person", "name": name} for name in show.creators.value]
    if show.country is not None:
        document["countryOfOrigin"] = {"@type": "Country", "name": show.country.value}
    if aliases := [fact.value for fact in show.aliases]:
        document["alternateName"] = aliases
    if show.picture is not None and safe_link(show.picture.value):
        document["image"] = show.picture.value
    same = [
        _IDS[name].format(fact.value)
        for name, fact in show.ids.items()
        if name in _IDS and is_external_id(name, fact.value)
    ]
    if same:
        document["sameAs"] = same
    first = show.season(1)
    if first is not None and first.number not in profile.off:
        _dated(document, "startDate", first_day(first))
    return document


def _named_season(season: Season, profile: Profile, links: Links) -> dict[str, Any]:
    document: dict[str, Any] = {
        "@type": "TVSeason",
        "seasonNumber": season.number,
        "name": season.label.value if season.label is not None else f"Season {season.number}",
        "url": links.season(profile.show, season.number),
    }
    if season.episodes is not None:
        document["numberOfEpisodes"] = season.episodes.value
    if season.number not in profile.off:
        _dated(document, "startDate", first_day(season))
        _dated(document, "endDate", last_day(season))
    return document


def _dated(document: dict[str, Any], name: str, fact: Fact[AirDate] | None) -> None:
    """Set a date, if it is exact: the vocabulary has no way to say "in fall 2026"."""
    if fact is None or not fact.value.exact:
        return
    when = fact.value
    document[name] = (
        when.earliest().isoformat() if when.instant is None else when.instant.isoformat()
    )


def _actor(fact: Fact[Credit]) -> dict[str, Any]:
    person = {"@type": "Person", "name": fact.value.person}
    if fact.value.character is None:
        return person
    return {"@type": "PerformanceRole", "actor": person, "characterName": fact.value.character}


def _clean(value: Any) -> Any:
    """The same value, with text that UTF-8 can encode."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: _clean(member) for key, member in value.items()}
        case list():
            return [_clean(member) for member in value]
    return value
