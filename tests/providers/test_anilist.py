"""AniList's answers, field by field; each season there is a record of its own."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import httpx
import pytest

from bot.facts.air_date import AirDate
from bot.facts.models import Credit, Kind, Offer, SeasonStatus, Tier, Trailer
from bot.foundation.rate_limits import TokenBucket
from bot.providers.anilist.client import AniList, read_search
from bot.providers.anilist.media import read_media, season_of
from bot.providers.http import Http
from bot.providers.models import Fetched, SearchHit
from bot.providers.provider_health import BadAnswerError, NotFoundError
from tests.providers.claims import day, said
from tests.providers.faketime import FakeTime
from tests.providers.lookalikes import fixture

TODAY = date(2026, 9, 20)
PAGE = "https://anilist.co/anime/700001"


def first(**changes: Any) -> Fetched:
    return read_media({**fixture("anilist_first"), **changes}, as_of=TODAY)


def second(**changes: Any) -> Fetched:
    return read_media({**fixture("anilist_second"), **changes}, as_of=TODAY)


def test_a_first_season_field_by_field() -> None:
    fetched = first()
    assert fetched.problems == ()
    assert fetched.ids == {"anilist": "700001", "mal": "50001"}
    assert said(fetched, None) == {
        "kind": Kind.ANIME,
        "country": "JP",
        "genres": ("Drama", "Supernatural"),
        "title": "Town of Lamps",
        "aliases": ["Tomoshibi no Machi", "灯の町", "Tomomachi"],
        "ids": ["700001"],
        "picture": "https://s4.anilist.example.com/cover.jpg",
    }
    assert said(fetched, 1) == {
        "listed": True,
        "status": SeasonStatus.AIRED,
        "premiere": day("2023-04-09"),
        "finale": day("2023-06-25"),
        "episodes": 12,
        "runtime": 24,
        "story": "A town that never goes dark.\n\n(Source: our own words)",
        "cast": [Credit("Hana Sato", "Akari Minase / The Wind"), Credit("Ken Mori", "Old Lamp")],
        "trailers": [Trailer("https://www.youtube.com/watch?v=abcDEF12345")],
        "where": [Offer("Crunchyroll", None, "https://www.crunchyroll.com/series/tomoshibi")],
    }
    statement = fetched.statement
    assert (statement.source, statement.key, statement.link) == ("anilist", "700001", PAGE)
    assert {(c.by, c.tier, c.as_of, c.source) for c in statement.claims} == {
        ("anilist", Tier.SOURCE, TODAY, PAGE)
    }


def test_a_second_season_says_nothing_of_the_shows_title() -> None:
    fetched = second()
    assert fetched.problems == ()
    assert said(fetched, None) == {
        "kind": Kind.ANIME,
        "country": "JP",
        "genres": ("Drama", "Supernatural"),
    }
    assert said(fetched, 2) == {
        "listed": True,
        "premiere": day("2026-10"),
        "cast": [Credit("Hana Sato", "Akari Minase")],
    }


@pytest.mark.parametrize(
    ("start", "premiere"),
    [
        ({"year": 2026, "month": 10, "day": 5}, "2026-10-05"),
        ({"year": 2026, "month": 10, "day": None}, "2026-10"),
        ({"year": 2026, "month": None, "day": None}, "2026"),
        ({"year": None, "month": None, "day": None}, None),
        ({"year": 2026, "month": None, "day": 5}, "2026"),
        (None, None),
        ({"year": 2026, "month": 21, "day": None}, None),
        ({"year": 2026, "month": 13, "day": 1}, None),
        ({"year": -5, "month": 1, "day": 1}, None),
        ({"year": 9999, "month": 12, "day": 31}, None),
        ({"year": "2026", "month": 1, "day": 1}, None),
        ("2026-10", None),
    ],
)
def test_a_fuzzy_date_is_as_precise_as_its_parts(start: Any, premiere: str | None) -> None:
    claims = said(second(startDate=start), 2)
    assert claims.get("premiere") == (premiere and day(premiere))


def test_an_instant_is_known_of_the_first_episode_alone() -> None:
    at = 1_791_234_000
    fetched = second(nextAiringEpisode={"episode": 1, "airingAt": at})
    premiere = said(fetched, 2)["premiere"]
    assert isinstance(premiere, AirDate)
    assert premiere.instant
    assert premiere.instant.timestamp() == at
    later = second(nextAiringEpisode={"episode": 2, "airingAt": at})
    assert said(later, 2)["premiere"] == day("2026-10")
    for absurd in (10**14, 253_402_300_799):
        fetched = second(nextAiringEpisode={"episode": 1, "airingAt": absurd})
        assert said(fetched, 2)["premiere"] == day("2026-10")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("RELEASING", SeasonStatus.AIRING),
        ("CANCELLED", SeasonStatus.CANCELED),
        ("HIATUS", SeasonStatus.POSTPONED),
        ("NOT_YET_RELEASED", None),
        ("SOMETHING", None),
        (None, None),
    ],
)
def test_each_status_of_anilist_is_a_season_status_or_none(
    text: str | None, status: SeasonStatus | None
) -> None:
    assert said(second(status=text), 2).get("status") is status


def test_an_undated_sequel_is_renewed_and_an_undated_first_is_not() -> None:
    nothing = {"year": None, "month": None, "day": None}
    waiting = {"status": "NOT_YET_RELEASED", "startDate": nothing}
    assert said(second(**waiting), 2)["status"] is SeasonStatus.RENEWED
    assert "status" not in said(first(**waiting), 1)


def media(*titles: str, prequel: bool = False) -> dict[str, Any]:
    answer = fixture("anilist_first")
    names = ("english", "romaji", "native")
    answer["title"] = dict(zip(names, [*titles, None, None, None][:3], strict=True))
    if prequel:
        answer["relations"]["edges"].append({"relationType": "PREQUEL", "node": {"id": 1}})
    return dict(answer)


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        (media("Town of Lamps"), (1, 1)),
        (media("Town of Lamps Season 3", prequel=True), (3, 1)),
        (media("Town of Lamps 3rd Season", prequel=True), (3, 1)),
        (media("Town of Lamps Season 3 Part 2", prequel=True), (3, 2)),
        (media("Town of Lamps 2nd Season 2nd Cour", prequel=True), (2, 2)),
        (media("Town of Lamps Season 2", "Machi 2nd Season", prequel=True), (2, 1)),
        (media("Town of Lamps Season 3 Part 2", "Machi 3rd Season Cour 3", prequel=True), None),
        (media("Town of Lamps Season 2", "Machi 3rd Season", prequel=True), None),
        (media("Town of Lamps: Ember", prequel=True), None),
        (media("Town of Lamps Final Season", prequel=True), None),
        (media("Town of Lamps Part 2"), None),
        ({**media("Town of Lamps"), "relations": None}, None),
        (None, None),
    ],
)
def test_a_season_is_told_by_the_title_and_never_guessed(
    answer: object, place: tuple[int, int] | None
) -> None:
    assert season_of(answer) == place


@pytest.mark.parametrize("title", ["Town of Lamps: Ember", "Town of Lamps Season 3 Part 2"])
def test_a_record_of_no_known_season_claims_nothing_about_any(title: str) -> None:
    fetched = read_media(media(title, prequel=True), as_of=TODAY)
    assert {claim.season for claim in fetched.statement.claims} == {None}
    assert "title" not in said(fetched, None)
    assert not fetched.complete


def test_a_bad_field_loses_itself_and_nothing_else() -> None:
    fetched = first(episodes="12", duration=0, trailer={"id": "x y", "site": "youtube"}, genres=5)
    assert {problem.where for problem in fetched.problems} == {"episodes", "genres"}
    left, good = said(fetched, 1), said(first(), 1)
    for name in good.keys() - {"episodes", "runtime", "trailers"}:
        assert left[name] == good[name]
    assert left.keys() == good.keys() - {"episodes", "runtime", "trailers"}


@pytest.mark.parametrize("answer", [None, [], {}, {"id": 1}, {"id": 1, "title": {}}])
def test_what_is_no_anime_is_a_bad_answer(answer: object) -> None:
    with pytest.raises(BadAnswerError):
        read_media(answer, as_of=TODAY)


class Graph:
    """AniList with the two seasons."""

    def __init__(self) -> None:
        self.records = {m["id"]: m for m in map(fixture, ("anilist_first", "anilist_second"))}
        self.asked: list[dict[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        self.asked.append(body["variables"])
        if "search" in body["variables"]:
            hits = [*self.records.values(), None, {"id": 3}]
            return httpx.Response(200, json={"data": {"Page": {"media": hits}}})
        found = self.records.get(body["variables"]["id"])
        status = 200 if found else 404
        errors = {} if found else {"errors": [{"message": "Not Found.", "status": 404}]}
        return httpx.Response(status, json={"data": {"Media": found}, **errors})


def provider(graph: Any) -> AniList:
    time = FakeTime()
    pace = TokenBucket(100, 100, monotonic=time.monotonic, sleep=time.sleep)
    client = httpx.AsyncClient(transport=httpx.MockTransport(graph))
    return AniList(Http(client, "anilist", "https://anilist.test", pace, sleep=time.sleep))


async def test_a_search_brings_what_tells_anime_apart() -> None:
    graph = Graph()
    found = await provider(graph).search("  lamps ")
    assert found[0] == SearchHit(
        "anilist",
        "700001",
        "Town of Lamps",
        2023,
        "JP",
        None,
        PAGE,
        {"anilist": "700001", "mal": "50001"},
    )
    assert [hit.key for hit in found] == ["700001", "700002"]
    assert await provider(graph).search(" ") == []
    assert graph.asked == [{"search": "lamps"}]
    with pytest.raises(BadAnswerError):
        read_search({"Page": {}})


async def test_a_record_is_fetched_by_its_key() -> None:
    assert await provider(Graph()).fetch("700002", as_of=TODAY) == second()


async def test_a_later_season_is_found_down_the_line_of_sequels() -> None:
    graph = Graph()
    assert await provider(graph).fetch("700001", as_of=TODAY, season=2) == second()
    assert graph.asked == [{"id": 700001}, {"id": 700002}], "and not by way of the film"


async def test_a_season_that_no_sequel_is_is_not_found() -> None:
    graph = Graph()
    with pytest.raises(NotFoundError):
        await provider(graph).fetch("700001", as_of=TODAY, season=3)
    assert len(graph.asked) == 2


@pytest.mark.parametrize(
    ("format_", "season"),
    [("MOVIE", (1, 1)), ("SPECIAL", (1, 1)), ("MUSIC", (1, 1)), ("TV", None), (None, None)],
)
def test_a_film_before_it_does_not_make_it_a_later_season(
    format_: str | None, season: tuple[int, int] | None
) -> None:
    media = fixture("anilist_first")
    node = {"id": 5, "type": "ANIME", "format": format_}
    media["relations"] = {"edges": [{"relationType": "PREQUEL", "node": node}]}
    assert season_of(media) == season


async def test_sequels_in_a_circle_end() -> None:
    graph = Graph()
    sequel = {"relationType": "SEQUEL", "node": {"id": 700001, "type": "ANIME", "format": "TV"}}
    graph.records[700002]["relations"]["edges"].append(sequel)
    with pytest.raises(NotFoundError):
        await provider(graph).fetch("700001", as_of=TODAY, season=9)
    assert len(graph.asked) == 2


@pytest.mark.parametrize("key", ["5", "x", "", "-1", "9" * 10])
async def test_a_record_that_is_not_there(key: str) -> None:
    with pytest.raises(NotFoundError):
        await provider(Graph()).fetch(key, as_of=TODAY)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"data": None, "errors": [{"message": "Internal"}]},
        {"data": {"Media": {"id": 5}}},
        {"data": {"Media": fixture("anilist_first")}},
    ],
)
async def test_what_is_no_answer_is_a_bad_answer(answer: object) -> None:
    with pytest.raises(BadAnswerError):
        await provider(lambda request: httpx.Response(200, json=answer)).fetch("5", as_of=TODAY)
