"""Every recorded answer of TVmaze and TMDB, where the recordings are at hand."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.facts.air_date import AirDate, Precision
from bot.facts.models import Credit, Kind, SeasonStatus, ShowStatus, Trailer, TrailerKind
from bot.facts.resolve import resolve, show_of
from bot.providers.models import Fetched
from bot.providers.provider_health import BadAnswerError
from bot.providers.tmdb.client import read_search as read_tmdb_search
from bot.providers.tmdb.show import read_show as read_tmdb
from bot.providers.tvmaze.client import read_search
from bot.providers.tvmaze.show import read_search_hit, read_show
from tests.providers.cassettes import SHARED, Recorded, recorded
from tests.providers.claims import said

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the recorded answers in ../shared/data are not here"
)

SPRING_2017 = date(2017, 4, 1)
FEBRUARY_2025 = date(2025, 2, 13)


def cassettes(provider: str) -> list[Recorded]:
    paths = sorted((SHARED / provider / "cassettes").glob("*.yaml"))
    return [exchange for path in paths for exchange in recorded(path)]


def loaded(path: str) -> Any:
    return json.loads((SHARED / path).read_text(encoding="utf-8"))


def tvmaze_shows() -> list[Any]:
    answers = [json.loads(each.body) for each in cassettes("tvmaze") if each.status == 200]
    return [a for a in answers if isinstance(a, dict) and "_embedded" in a]


def find(shows: list[Any], number: int) -> Fetched:
    return read_show(next(s for s in shows if s["id"] == number), as_of=SPRING_2017)


def unexpected(fetched: Fetched) -> list[str]:
    """What was skipped beside the cast and akas that nobody asked for then."""
    places = [problem.where for problem in fetched.problems]
    return [p for p in places if p not in ("_embedded.cast", "_embedded.akas")]


def test_the_recordings_are_all_there() -> None:
    assert len(cassettes("tvmaze")) == 59
    assert len(cassettes("tmdb")) == 19
    assert len(tvmaze_shows()) == 31


def test_every_tvmaze_show_is_read_whole() -> None:
    for answer in tvmaze_shows():
        fetched = read_show(answer, as_of=SPRING_2017)
        assert unexpected(fetched) == [], answer["name"]
        show = said(fetched, None)
        assert show["title"] == answer["name"]
        assert show["year"] == int(answer["premiered"][:4])
        assert fetched.ids.get("imdb") == answer["externals"]["imdb"]
        assert fetched.statement.link.startswith(f"https://www.tvmaze.com/shows/{answer['id']}/")
        assert "<" not in str(show.get("synopsis"))
        over = answer["status"] == "Ended"
        assert (show["status"] is ShowStatus.ENDED) is over
        for row in answer["_embedded"]["seasons"]:
            season = said(fetched, row["number"])
            first, last = row["premiereDate"], row["endDate"]
            assert season.get("premiere") == (first and AirDate.parse(first))
            assert season.get("episodes") == row["episodeOrder"]
            assert season.get("label") == (row["name"] or None)
            assert season.get("status") == (None if first else SeasonStatus.RENEWED)
            if over:
                assert season["finale"] == AirDate.parse(last)
        assert show_of(1, resolve(fetched.statement.claims))


def test_the_flash_field_by_field() -> None:
    fetched = find(tvmaze_shows(), 13)
    assert said(fetched, None).keys() == {
        "title", "year", "genres", "kind", "network", "country", "language", "synopsis", "picture",
        "ids", "status",
    }  # fmt: skip
    assert said(fetched, None)["network"] == "The CW"
    assert said(fetched, None)["genres"] == ("Drama", "Action", "Science-Fiction")
    assert said(fetched, 2) == {
        "listed": True,
        "episodes": 23,
        "premiere": AirDate.parse("2015-10-06"),
        "finale": AirDate.parse("2016-05-24"),
    }
    # The third is under way and ends, so far, with what is listed.
    assert "finale" not in said(fetched, 3)
    assert said(fetched, 4) == {"listed": True, "status": SeasonStatus.RENEWED}


def test_two_seasons_announced_at_once() -> None:
    fetched = find(tvmaze_shows(), 66)
    for number in (11, 12):
        assert said(fetched, number)["status"] is SeasonStatus.RENEWED
        assert said(fetched, number)["episodes"] == 24


def test_a_season_with_a_name_of_its_own() -> None:
    assert said(find(tvmaze_shows(), 167), 9)["label"] == "Live Another Day"


def test_a_daily_show_counts_by_years() -> None:
    fetched = find(tvmaze_shows(), 249)
    numbers = {claim.season for claim in fetched.statement.claims} - {None}
    assert numbers == set(range(1996, 2016))


def test_a_streamer_that_came_out_at_once() -> None:
    fetched = find(tvmaze_shows(), 1370)
    assert said(fetched, None)["network"] == "Netflix"
    season = said(fetched, 1)
    assert season["premiere"] == season["finale"] == AirDate.parse("2015-11-20")


def test_answers_that_are_no_shows_are_bad_answers_or_nameless_in_nothing() -> None:
    for exchange in cassettes("tvmaze"):
        answer = json.loads(exchange.body or "null")
        if isinstance(answer, dict) and "_embedded" not in answer and "id" in answer:
            # An episode has an id and a name too; it is told apart by what was asked for.
            assert not read_show(answer, as_of=SPRING_2017).complete
        elif not isinstance(answer, dict) or "id" not in answer:
            with pytest.raises(BadAnswerError):
                read_show(answer, as_of=SPRING_2017)


def test_a_days_schedule_and_a_search() -> None:
    store = loaded("tvmaze/schedule/nonogv_store.mock.storeMock.json")
    found = read_search(store["search"])
    assert len(found) == len(store["search"])
    assert (found[0].title, found[0].year, found[0].country) == ("Lost Girl", 2010, "CA")
    shows = [each["show"] for each in store["schedule"]]
    shows.append(loaded("tvmaze/schedule/nonogv_show.mock.showMock.json"))
    for answer in shows:
        candidate = read_search_hit(answer)
        assert candidate
        assert (candidate.title, candidate.key) == (answer["name"], str(answer["id"]))
        fetched = read_show(answer, as_of=date(2023, 11, 27))
        # Nothing was embedded, so nothing is known of seasons, and that is said.
        assert [problem.where for problem in fetched.problems] == ["_embedded"]
        assert not fetched.complete
        assert {claim.season for claim in fetched.statement.claims} == {None}


def test_hours_of_a_days_schedule_become_instants() -> None:
    store = loaded("tvmaze/schedule/nonogv_store.mock.storeMock.json")
    for episode in store["schedule"]:
        season = {
            "name": "",
            "summary": None,
            "endDate": None,
            "episodeOrder": None,
            "number": episode["season"],
            "premiereDate": episode["airdate"],
        }
        embedded = {"seasons": [season], "cast": [], "akas": []}
        answer = {
            **episode["show"],
            "_embedded": {**embedded, "nextepisode": {**episode, "number": 1}},
        }
        fetched = read_show(answer, as_of=date(2023, 11, 1))
        special = "special" in episode["type"]
        place = (0, "next_episode") if special else (episode["season"], "premiere")
        premiere = said(fetched, place[0])[place[1]]
        assert isinstance(premiere, AirDate)
        assert premiere.precision is Precision.INSTANT
        assert premiere == AirDate.parse(episode["airstamp"])


def test_every_tmdb_search_is_read_whole() -> None:
    answers = [json.loads(e.body) for e in cassettes("tmdb") if "/search/tv" in e.uri]
    names = ("SWAT", "lupin", "simpsons")
    answers += [loaded(f"tmdb/responses/search_tv_{name}.json") for name in names]
    answers += [loaded(f"tmdb/responses/{name}.json") for name in ("trending_tv", "tv_popular")]
    for answer in answers:
        found = read_tmdb_search(answer, "results")
        assert len(found) == len(answer["results"])
        for candidate, hit in zip(found, answer["results"], strict=True):
            assert candidate.title == hit["name"].strip()
            first = hit.get("first_air_date")
            assert candidate.year == (int(first[:4]) if first else None)
            assert candidate.link == f"https://www.themoviedb.org/tv/{hit['id']}"


def tmdb_details() -> list[Any]:
    answers = [json.loads(e.body) for e in cassettes("tmdb") if e.status == 200]
    return [answer for answer in answers if "seasons" in answer]


_SECTIONS = {"translations", "credits", "alternative_titles", "videos"}


def test_every_tmdb_show_is_read_whole() -> None:
    assert len(tmdb_details()) == 5
    for answer in tmdb_details():
        fetched = read_tmdb(answer, {}, as_of=FEBRUARY_2025)
        # They were recorded without the sections that we ask for beside.
        assert {p.where for p in fetched.problems} <= _SECTIONS, answer["name"]
        show = said(fetched, None)
        assert show["title"] == answer["name"]
        assert show["year"] == int(answer["first_air_date"][:4])
        assert fetched.ids["imdb"] == answer["external_ids"]["imdb_id"]
        canceled = answer["status"] == "Canceled"
        assert (show["status"] is ShowStatus.CANCELED) is canceled
        for row in answer["seasons"]:
            season = said(fetched, row["season_number"])
            first = row["air_date"]
            assert season.get("premiere") == (first and AirDate.parse(first))
            if row["season_number"] and first:
                assert season["episodes"] == row["episode_count"]
        assert show_of(1, resolve(fetched.statement.claims))


def test_lupin_field_by_field() -> None:
    answer = loaded("tmdb/responses/tv_details_96677.json")
    aggregated = loaded("tmdb/responses/tv_aggregate_credits_96677.json")
    page = {
        "season_number": 1,
        "episodes": [],
        "aggregate_credits": aggregated,
        "credits": answer["credits"],
        "watch/providers": answer["watch/providers"],
    }
    fetched = read_tmdb(answer, {1: page}, as_of=date(2021, 4, 20))
    assert {p.where for p in fetched.problems} <= {*_SECTIONS, "season/1.videos"}
    show = said(fetched, None)
    assert (show["title"], show["year"], show["kind"]) == ("Lupin", 2021, Kind.SCRIPTED)
    assert (show["network"], show["country"], show["language"]) == ("Netflix", "FR", "fr")
    assert show["status"] is ShowStatus.RUNNING
    assert isinstance(show["creators"], tuple)
    assert show["creators"][0] == "George Kay"
    season = said(fetched, 1)
    assert season["premiere"] == AirDate.parse("2021-01-08")
    assert "finale" not in season, "the second half was still to come"
    assert isinstance(season["cast"], list)
    assert season["cast"][0] == Credit("Omar Sy", "Assane Diop")
    assert Credit("Vincent Londez", "Captain Romain Laugier") in season["cast"]
    assert "Charlotte Saliou" not in {credit.person for credit in season["cast"]}
    assert season["trailers"] == [
        Trailer(
            "https://www.youtube.com/watch?v=Y3tVDKuORi8",
            TrailerKind.TEASER,
            "Lupin | Official Teaser | Netflix",
            official=False,
            language="en",
        ),
        Trailer(
            "https://www.youtube.com/watch?v=ga0iTWXCGa0",
            TrailerKind.TRAILER,
            "Lupin | Official Trailer | Netflix",
            official=False,
            language="en",
        ),
    ]
    assert isinstance(season["where"], list)
    assert {(offer.provider, offer.region) for offer in season["where"]} >= {
        ("Netflix", "US"),
        ("Netflix", "GB"),
    }
    assert len(season["where"]) == len(answer["watch/providers"]["results"])


def test_a_season_page_field_by_field() -> None:
    page = loaded("tmdb/responses/tv_season_63333_season_1.json")
    row = {k: page[k] for k in ("air_date", "season_number", "name", "overview")}
    show = {
        **tmdb_details()[0],
        "id": 63333,
        "name": "The Last Kingdom",
        "seasons": [{**row, "episode_count": 8}],
    }
    season = said(read_tmdb(show, {1: page}, as_of=FEBRUARY_2025), 1)
    assert season["premiere"] == AirDate.parse("2015-10-10")
    assert season["finale"] == AirDate.parse("2015-11-28")
    assert (season["episodes"], season["runtime"]) == (8, 59)
    assert isinstance(season["cast"], list)
    assert len(season["cast"]) == 20
    assert season["cast"][:2] == [
        Credit("Alexander Dreymon", "Uhtred of Bebbanburg"),
        Credit("Emily Cox", "Brida"),
    ]
    assert Credit("Andrew Lukacs") in season["cast"]
