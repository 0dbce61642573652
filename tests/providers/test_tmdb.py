"""TMDB's answers, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest

from bot.facts.models import (
    Credit,
    Kind,
    Offer,
    OfferTerms,
    Producer,
    SeasonStatus,
    ShowStatus,
    Tier,
    Trailer,
    TrailerKind,
)
from bot.facts.resolve import resolve, show_of
from bot.facts.verdict import VerdictKind, verdict
from bot.foundation.rate_limits import TokenBucket
from bot.providers.http import Http
from bot.providers.models import Fetched, SearchHit
from bot.providers.provider_health import (
    BadAnswerError,
    NotFoundError,
    UnauthorizedError,
    UnreachableError,
)
from bot.providers.tmdb.client import Tmdb, ranges, read_changes, read_search
from bot.providers.tmdb.seasons import season_numbers
from bot.providers.tmdb.show import read_show
from tests.providers.claims import day, said
from tests.providers.faketime import START, FakeTime
from tests.providers.lookalikes import fixture

TODAY = date(2026, 9, 20)
PAGE = "https://www.themoviedb.org/tv/800001"


def pages() -> dict[int, Any]:
    return {number: fixture(f"tmdb_season_{number}") for number in range(5)}


def fetched(today: date = TODAY, over: dict[int, Any] | None = None, **changes: Any) -> Fetched:
    return read_show({**fixture("tmdb_show"), **changes}, {**pages(), **(over or {})}, as_of=today)


def test_a_show_field_by_field() -> None:
    answer = fetched()
    assert answer.problems == ()
    assert answer.complete
    assert answer.ids == {"tmdb": "800001", "imdb": "tt9100001", "tvdb": "412345"}
    assert answer.network == "2"
    assert said(answer, None) == {
        "title": "Lantern Row",
        "original_title": "Lygtevej",
        "year": 2024,
        "network": "Harbour One",
        "country": "CA",
        "language": "da",
        "genres": ("Drama", "Mystery"),
        "kind": Kind.SCRIPTED,
        "creators": ("Petra Holm",),
        "producers": (Producer("Petra Holm", "executive producer"),),
        "synopsis": "The last lit street of a drowned town.",
        "site": "https://harbour.example.com/lantern-row",
        "picture": "https://image.tmdb.org/t/p/w500/poster.jpg",
        "popularity": 83.0,
        "aliases": [
            "Laternenzeile",
            "A Rua das Lanternas",
            "Lygtevej",
            "La rue des lanternes",
            "Laternenzeile: Das letzte Licht",
        ],
        "translations": {
            "de-DE": "Laternenzeile",
            "pt-BR": "A Rua das Lanternas",
            "da-DK": "Lygtevej",
            "und-FR": "La rue des lanternes",
        },
        "ids": ["800001", "tt9100001"],
        "status": ShowStatus.RUNNING,
    }


def test_its_seasons_field_by_field() -> None:
    answer = fetched()
    assert said(answer, 0) == {"listed": True, "premiere": day("2024-12-24"), "runtime": 20}
    assert said(answer, 1) == {
        "listed": True,
        "story": "The lights go on.",
        "premiere": day("2024-09-18"),
        "finale": day("2024-12-04"),
        "episodes": 2,
        "runtime": 50,
        "cast": [
            Credit("Ida Brandt", "Mara Quill"),
            Credit("Tom Okafor", "Ferry Pike"),
            Credit("Sam Often", "Warden / Old Warden"),
        ],
        "trailers": [
            Trailer(
                "https://www.youtube.com/watch?v=season1trl0",
                TrailerKind.TRAILER,
                "Official Trailer",
                day("2024-08-20"),
                language="en",
            )
        ],
        "where": [
            Offer("Harbour Stream", "CA"),
            Offer("Nordvision Free", "GB"),
        ],
    }
    assert said(answer, 2) == {
        "listed": True,
        "label": "The Tide",
        "premiere": day("2025-09-17"),
        "finale": day("2025-12-03"),
        "episodes": 2,
        "runtime": 52,
        "cast": [Credit("Ida Brandt", "Mara Quill")],
        "trailers": [
            Trailer(
                "https://vimeo.com/123456",
                TrailerKind.TEASER,
                "Lantern Row S2 teaser",
                day("2025-08-01"),
                official=False,
                language="en",
            )
        ],
    }
    assert said(answer, 3) == {
        "listed": True,
        "premiere": day("2026-10-15"),
        "trailers": [
            Trailer(
                "https://www.youtube.com/watch?v=S3trailer_0",
                TrailerKind.TRAILER,
                "Lantern Row: Season 3 | Official Trailer",
                day("2026-09-01"),
                language="en",
            )
        ],
    }
    assert said(answer, 4) == {"listed": True, "status": SeasonStatus.RENEWED}


def test_who_says_it_where_and_when() -> None:
    statement = fetched().statement
    assert (statement.source, statement.key, statement.tier) == ("tmdb", "800001", Tier.SOURCE)
    assert (statement.link, statement.as_of) == (PAGE, TODAY)
    links = {(claim.season, claim.field): claim.source for claim in statement.claims}
    assert links[None, "status"] == PAGE
    assert links[1, "cast"] == f"{PAGE}/season/1/cast"
    assert links[1, "trailers"] == f"{PAGE}/season/1"
    assert links[1, "where"].startswith("https://www.themoviedb.org/tv/800001-lantern-row/")
    assert {claim.by for claim in statement.claims} == {"tmdb"}
    assert {claim.as_of for claim in statement.claims} == {TODAY}


@pytest.mark.parametrize(
    ("text", "last", "status"),
    [
        ("Returning Series", "2025-12-03", ShowStatus.RUNNING),
        ("Ended", "2025-12-03", ShowStatus.ENDED),
        ("Canceled", "2025-12-03", ShowStatus.CANCELED),
        ("Cancelled", "2025-12-03", ShowStatus.CANCELED),
        ("Planned", None, ShowStatus.IN_DEVELOPMENT),
        ("Pilot", None, ShowStatus.IN_DEVELOPMENT),
        ("In Production", None, ShowStatus.IN_DEVELOPMENT),
        ("In Production", "2025-12-03", ShowStatus.RUNNING),
        ("Paused", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_each_status_of_tmdb_is_a_show_status_or_none(
    text: str | None, last: str | None, status: ShowStatus | None
) -> None:
    answer = fetched(status=text, last_air_date=last)
    assert said(answer, None).get("status") is status
    known = text not in ("Paused",)
    assert ((None, "status") not in [p.slot for p in answer.problems]) is known


@pytest.mark.parametrize("status", ["Canceled", "Ended"])
def test_a_show_that_is_over_promises_no_season(status: str) -> None:
    answer = fetched(status=status)
    assert said(answer, 4) == {"listed": True}
    show = show_of(1, resolve(answer.statement.claims))
    assert show
    kind = VerdictKind.CANCELED if status == "Canceled" else VerdictKind.ENDED
    assert verdict(show, 4, START + timedelta(days=90)).kind is kind


def test_a_show_in_production_makes_its_first_season() -> None:
    row = {**fixture("tmdb_show")["seasons"][1], "air_date": None}
    page = {**fixture("tmdb_season_4"), "season_number": 1}
    answer = read_show(
        {
            **fixture("tmdb_show"),
            "status": "In Production",
            "last_air_date": None,
            "seasons": [row],
        },
        {1: page},
        as_of=TODAY,
    )
    assert said(answer, 1)["status"] is SeasonStatus.IN_PRODUCTION


@pytest.mark.parametrize("value", ["", None])
def test_a_date_that_is_empty_is_silence(value: str | None) -> None:
    show = fixture("tmdb_show")
    show["seasons"][2]["air_date"] = value
    show["first_air_date"] = value
    answer = read_show(show, pages(), as_of=TODAY)
    assert answer.problems == ()
    assert "premiere" not in said(answer, 2)
    assert "status" not in said(answer, 2), "a later season has aired"
    assert "year" not in said(answer, None)


def test_an_unreadable_date_is_no_missing_one() -> None:
    show = fixture("tmdb_show")
    show["seasons"][4]["air_date"] = "soon"
    answer = read_show(show, pages(), as_of=TODAY)
    assert said(answer, 4) == {"listed": True}
    assert (4, "status") in answer.unheard


def listing(*days: str | None, kind: str = "standard") -> dict[str, Any]:
    page = fixture("tmdb_season_3")
    plain = page["episodes"][0]
    page["episodes"] = [
        {**plain, "air_date": when, "episode_number": number + 1, "episode_type": "standard"}
        for number, when in enumerate(days)
    ]
    if page["episodes"]:
        page["episodes"][-1]["episode_type"] = kind
    return page


@pytest.mark.parametrize(
    ("page", "today", "finale", "count"),
    [
        # Two episodes on the first day of a weekly season, and nothing more listed yet.
        (listing("2026-10-15", "2026-10-15"), "2026-10-17", None, None),
        (listing("2026-10-15", "2026-10-15"), "2026-10-30", "2026-10-15", 2),
        (listing("2026-10-15", "2026-10-22"), "2026-10-23", None, None),
        (listing("2026-10-15", "2026-10-22"), "2026-12-30", "2026-10-22", 2),
        (listing("2026-10-15", "2026-10-22", kind="finale"), "2026-09-01", "2026-10-22", 2),
        (listing("2026-10-15", "2026-10-22", kind="mid_season"), "2026-10-30", None, None),
        (listing("2026-10-15", None), "2026-12-30", None, None),
        (listing(), "2026-12-30", None, None),
    ],
)
def test_what_is_listed_so_far_is_no_finale(
    page: dict[str, Any], today: str, finale: str | None, count: int | None
) -> None:
    claims = said(fetched(date.fromisoformat(today), {3: page}), 3)
    assert claims.get("finale") == (finale and day(finale))
    assert claims.get("episodes") == count


def test_a_number_between_others_with_nothing_in_it_is_no_season() -> None:
    show = fixture("tmdb_show")
    show["seasons"][2] |= {"air_date": None, "episode_count": 0}
    answer = read_show(show, pages(), as_of=TODAY)
    assert "listed" not in said(answer, show["seasons"][2]["season_number"])
    show["seasons"][2]["episode_count"] = 3
    answer = read_show(show, pages(), as_of=TODAY)
    assert said(answer, show["seasons"][2]["season_number"])["listed"] is True


def test_a_place_for_specials_with_nothing_in_it_is_no_season() -> None:
    show = fixture("tmdb_show")
    place = {"season_number": 0, "air_date": None, "episode_count": 0, "name": "Specials"}
    others = [row for row in show["seasons"] if row["season_number"]]
    show["seasons"] = [place, *others]
    assert said(read_show(show, pages(), as_of=TODAY), 0) == {}
    for there in ({"episode_count": 2}, {"air_date": "2025-12-24"}):
        show["seasons"] = [place | there, *others]
        assert said(read_show(show, pages(), as_of=TODAY), 0)["listed"] is True


def test_an_episode_that_was_moved_to_the_next_season_ends_none() -> None:
    page = listing("2025-10-15", "2025-12-20", "2026-10-16")
    show = fixture("tmdb_show")
    show["seasons"][3]["air_date"] = "2025-10-15"
    show["seasons"][4] |= {"air_date": "2026-10-09", "episode_count": 2}
    answer = read_show(show, {**pages(), 3: page}, as_of=date(2026, 11, 1))
    assert said(answer, 3)["finale"] == day("2025-12-20")
    assert said(answer, 3)["episodes"] == 2


@pytest.mark.parametrize(
    ("today", "kind", "status", "finale"),
    [
        ("2026-10-20", "mid_season", None, None),
        ("2026-10-23", "mid_season", SeasonStatus.AIRING, None),
        ("2027-03-01", "mid_season", SeasonStatus.AIRING, None),
        ("2027-08-01", "mid_season", None, "2026-10-22"),
        ("2027-03-01", "standard", None, "2026-10-22"),
    ],
)
def test_a_break_in_the_middle_is_none_of_the_end(
    today: str, kind: str, status: SeasonStatus | None, finale: str | None
) -> None:
    page = listing("2026-10-15", "2026-10-22", kind=kind)
    claims = said(fetched(date.fromisoformat(today), {3: page}), 3)
    assert claims.get("status") is status
    assert claims.get("finale") == (finale and day(finale))


def test_a_season_page_that_is_gone_retracts_nothing() -> None:
    answer = fetched(over={1: None})
    assert not answer.complete
    assert [problem.where for problem in answer.problems] == ["season/1"]
    assert said(answer, 1)["premiere"] == day("2024-09-18")
    assert "cast" not in said(answer, 1)
    stored = answer.over(fetched(date(2026, 9, 1)).statement)
    assert len([c for c in stored.claims if (c.season, c.field) == (1, "cast")]) == 3


@pytest.mark.parametrize("page", [[], "x", {}, {"season_number": 2}, {"season_number": "1"}])
def test_a_season_page_that_is_none_loses_itself(page: object) -> None:
    answer = fetched(over={1: page})
    assert not answer.complete
    assert said(answer, 2) == said(fetched(), 2)
    assert "cast" not in said(answer, 1)


def test_a_season_whose_page_was_not_read_keeps_what_was_known() -> None:
    answer = read_show(fixture("tmdb_show"), {4: fixture("tmdb_season_4")}, as_of=TODAY)
    assert answer.complete
    assert said(answer, 1)["episodes"] == 2
    kept = answer.over(fetched(date(2026, 9, 1)).statement).claims
    assert {c.field for c in kept if c.season == 1} >= {"cast", "trailers", "where", "finale"}


def test_a_show_wide_video_belongs_to_the_only_season_there_is() -> None:
    show = fixture("tmdb_show")
    show["seasons"] = show["seasons"][:2]
    answer = read_show(show, {1: fixture("tmdb_season_1")}, as_of=TODAY)
    trailers = said(answer, 1)["trailers"]
    assert isinstance(trailers, list)
    assert [trailer.url[-11:] for trailer in trailers] == ["season1trl0", "wholeshow00"]


@pytest.mark.parametrize(
    "change",
    [{"key": "x&y=1"}, {"key": "../x"}, {"key": None}, {"site": "MySite"}, {"type": "Opening"}],
)
def test_a_video_that_cannot_be_linked_is_left_out(change: dict[str, object]) -> None:
    page = fixture("tmdb_season_1")
    page["videos"]["results"][0].update(change)
    assert "trailers" not in said(fetched(over={1: page}), 1)


def test_a_strange_page_for_offers_is_not_linked() -> None:
    page = fixture("tmdb_season_1")
    page["watch/providers"]["results"]["CA"]["link"] = "https://evil.example.org/"
    page["watch/providers"]["results"]["nowhere"] = {"link": None, "flatrate": [{}]}
    links = {
        claim.source
        for claim in fetched(over={1: page}).statement.claims
        if claim.key == "harbour stream|CA"
    }
    assert links == {f"{PAGE}/season/1"}


def sold(**country: object) -> list[object]:
    """Where season 2 can be watched, by TMDB's lists of one country."""
    page = fixture("tmdb_season_2")
    named = {
        kind: [{"provider_name": name} for name in names]  # type: ignore[attr-defined]
        for kind, names in country.items()
    }
    page["watch/providers"] = {"results": {"ZW": {"link": "", **named}}}
    return said(fetched(over={2: page}), 2).get("where", [])  # type: ignore[return-value]


def test_a_place_that_sells_counts_where_there_is_no_other() -> None:
    assert sold(rent=["Tube"], buy=["Tube", "Disc"]) == [
        Offer("Tube", "ZW", terms=OfferTerms.RENT),
        Offer("Disc", "ZW", terms=OfferTerms.BUY),
    ]
    assert sold(ads=["Player"], rent=["Tube"]) == [Offer("Player", "ZW", terms=OfferTerms.ADS)]
    assert sold(free=["Player"], flatrate=["Stream"]) == [
        Offer("Stream", "ZW"),
        Offer("Player", "ZW", terms=OfferTerms.FREE),
    ]


def test_every_country_of_a_season_is_kept() -> None:
    page = fixture("tmdb_season_2")
    countries = ["CZ", "ZW", "PH", "TH", "ID", "HK", "XK"]
    one = {"link": "", "flatrate": [{"provider_name": "Stream"}]}
    page["watch/providers"] = {"results": dict.fromkeys(countries, one)}
    where = said(fetched(over={2: page}), 2)["where"]
    assert [offer.region for offer in where] == countries  # type: ignore[attr-defined]


def test_an_animes_later_trailer_is_never_the_first_seasons() -> None:
    show, page = fixture("tmdb_show"), fixture("tmdb_season_1")
    show["seasons"] = show["seasons"][1:2]
    show["videos"] = {"results": []}
    video = {**fixture("tmdb_season_1")["videos"]["results"][0]}
    titles = ["Season 3 Trailer", "2nd Season PV", "Main PV"]
    page["videos"]["results"] = [
        {**video, "key": f"key{number}", "name": title} for number, title in enumerate(titles)
    ]
    answer = read_show(show, {1: page}, as_of=TODAY)
    videos = {
        claim.season: claim.value.title  # type: ignore[attr-defined]
        for claim in answer.statement.claims
        if claim.field == "trailers"
    }
    assert videos == {3: "Season 3 Trailer", 2: "2nd Season PV", 1: "Main PV"}


def test_who_joins_in_the_one_episode_out_so_far_is_in_the_cast() -> None:
    page = fixture("tmdb_season_2")
    new = {"name": "New Face", "total_episode_count": 1, "roles": [{"character": "Fog"}]}
    page["aggregate_credits"]["cast"] = [new]
    cast = said(fetched(over={2: page}), 2)["cast"]
    assert cast == [Credit("Ida Brandt", "Mara Quill"), Credit("New Face", "Fog")]


@pytest.mark.parametrize(
    ("code", "language"), [("hi", "hi"), ("cn", "zh"), ("xx", None), (None, None), ("", None)]
)
def test_a_trailer_says_what_it_speaks(code: str | None, language: str | None) -> None:
    page = fixture("tmdb_season_1")
    page["videos"]["results"][0]["iso_639_1"] = code
    (video,) = said(fetched(over={1: page}), 1)["trailers"]  # type: ignore[misc]
    assert video.language == language


def test_one_person_in_two_spellings_is_billed_once() -> None:
    page = fixture("tmdb_season_1")
    page["aggregate_credits"]["cast"][2]["name"] = "IDA  BRANDT"
    cast = said(fetched(over={1: page}), 1)["cast"]
    assert isinstance(cast, list)
    assert [credit.person for credit in cast] == ["Ida Brandt", "Tom Okafor", "Sam Often"]
    assert cast[0].character == "Mara Quill"


def test_a_season_of_guests_alone_lists_them() -> None:
    page = fixture("tmdb_season_1")
    page["credits"]["cast"] = []
    for record in page["aggregate_credits"]["cast"]:
        record["total_episode_count"] = 1
    cast = said(fetched(over={1: page}), 1)["cast"]
    assert isinstance(cast, list)
    assert [credit.person for credit in cast] == ["Ida Brandt", "Sam Often", "Ann Guest"]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"type": "Miniseries"}, Kind.LIMITED),
        ({"genres": [{"id": 16, "name": "Zeichentrick"}]}, Kind.ANIMATION),
        (
            {"genres": [{"id": 16, "name": "Animation"}], "origin_country": ["JP"]},
            Kind.ANIME,
        ),
        ({"type": "Video"}, None),
        ({"type": "Opera"}, None),
        ({"type": ""}, None),
    ],
)
def test_the_kind_is_told_by_type_genres_and_country(
    changes: dict[str, Any], kind: Kind | None
) -> None:
    assert said(fetched(**changes), None).get("kind") is kind


@pytest.mark.parametrize(("code", "said_"), [("cn", "zh"), ("xx", None), ("ja", "ja")])
def test_codes_of_languages_are_those_of_iso_639(code: str, said_: str | None) -> None:
    assert said(fetched(original_language=code), None).get("language") == said_


@pytest.mark.parametrize(
    ("changes", "where", "lost"),
    [
        ({"first_air_date": "2024"}, "first_air_date", "year"),
        ({"networks": {}}, "networks", "network"),
        ({"origin_country": "CA"}, "origin_country", "country"),
        ({"networks": [None, {"name": "Nordvision"}]}, "networks[0]", "network"),
        ({"networks": [{"name": 5}, {"name": "Nordvision"}]}, "networks[0].name", "network"),
        ({"origin_country": [5, "DK"]}, "origin_country[0]", "country"),
        ({"created_by": [{"name": None}, {"name": 5}]}, "created_by[1].name", "creators"),
        ({"origin_country": ["Canada"]}, "country", "country"),
        ({"original_language": 5}, "original_language", "language"),
        ({"genres": None, "type": 5}, "type", "kind"),
        ({"created_by": "Petra"}, "created_by", "creators"),
        ({"overview": 5}, "overview", "synopsis"),
        ({"homepage": "x"}, "site", "site"),
        ({"poster_path": []}, "poster_path", "picture"),
        ({"popularity": "high"}, "popularity", "popularity"),
        ({"popularity": 10**400}, "popularity", "popularity"),
        ({"credits": {"crew": 5}}, "credits.crew", "producers"),
        ({"external_ids": 5}, "external_ids", None),
    ],
)
def test_a_bad_field_loses_itself_and_nothing_else(
    changes: dict[str, Any], where: str, lost: str | None
) -> None:
    answer, good = fetched(**changes), said(fetched(), None)
    assert where in [problem.where for problem in answer.problems]
    left = said(answer, None)
    assert lost not in left
    for name in good.keys() - {lost, "ids", "genres"}:
        assert left[name] == good[name]


@pytest.mark.parametrize("answer", [None, [], {}, {"id": 1}, {"id": "1", "name": "x"}])
def test_what_is_no_show_is_a_bad_answer(answer: object) -> None:
    with pytest.raises(BadAnswerError):
        read_show(answer, {}, as_of=TODAY)


def test_a_search_field_by_field() -> None:
    first, second = read_search(fixture("tmdb_search"), "results")
    assert first == SearchHit(
        "tmdb", "800001", "Lantern Row", 2024, "CA", None, PAGE, {"tmdb": "800001"}
    )
    assert (second.title, second.year, second.country) == (
        "Lantern Row: Behind the Light",
        None,
        None,
    )
    with pytest.raises(BadAnswerError):
        read_search({"results": None}, "results")


def test_season_numbers_come_newest_first() -> None:
    assert season_numbers(fixture("tmdb_show")) == [4, 3, 2, 1, 0]
    assert season_numbers({"seasons": [{"season_number": 10**9}, {"season_number": -1}]}) == []
    assert season_numbers(None) == []


@pytest.mark.parametrize("days", [0, 1, 13, 14, 15, 28, 100, 400])
def test_ranges_cover_every_day_and_none_is_too_long(days: int) -> None:
    now = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    since = now - timedelta(days=days)
    found = list(ranges(since, now))
    assert found[0][0] == since.date()
    assert found[-1][1] == now.date() + timedelta(days=1)
    for (_, end), (start, _) in pairwise(found):
        assert start <= end
    assert all(timedelta(0) < end - start <= timedelta(days=14) for start, end in found)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"results": []},
        {"results": {}, "total_pages": 1},
        {"results": [{"id": "5"}], "total_pages": 1},
    ],
)
def test_what_is_no_list_of_changes_is_a_bad_answer(answer: object) -> None:
    with pytest.raises(BadAnswerError):
        read_changes(answer)


class Site:
    """TMDB with one show, counting what it is asked."""

    def __init__(self, **changes: httpx.Response) -> None:
        self.changes = changes
        self.asked: list[str] = []
        self.headers: list[httpx.Headers] = []
        self.params: list[httpx.QueryParams] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/3")
        self.asked.append(path)
        self.headers.append(request.headers)
        self.params.append(request.url.params)
        if path in self.changes:
            return self.changes[path]
        if path == "/tv/800001":
            return httpx.Response(200, json=fixture("tmdb_show"))
        if path == "/tv/800001/videos":
            return httpx.Response(200, json=fixture("tmdb_show")["videos"])
        if path.startswith("/tv/800001/season/"):
            return httpx.Response(200, json=fixture(f"tmdb_season_{path[-1]}"))
        if path == "/search/tv":
            return httpx.Response(200, json=fixture("tmdb_search"))
        if path == "/find/tt9100001":
            hit = fixture("tmdb_search")["results"][0]
            return httpx.Response(200, json={"movie_results": [], "tv_results": [hit]})
        if path == "/tv/changes":
            page = int(request.url.params["page"])
            results = [{"id": page * 10 + n, "adult": False} for n in range(3)]
            results.append({"id": None})
            return httpx.Response(200, json={"results": results, "page": page, "total_pages": 3})
        return httpx.Response(404, json={"status_code": 34})


def provider(site: Site) -> Tmdb:
    time = FakeTime()
    pace = TokenBucket(100, 100, monotonic=time.monotonic, sleep=time.sleep)
    client = httpx.AsyncClient(transport=httpx.MockTransport(site))
    url = "https://tmdb.test/3"
    return Tmdb(Http(client, "tmdb", url, pace, token="secret", sleep=time.sleep))


async def test_a_fetch_is_one_call_and_one_a_season() -> None:
    site = Site()
    answer = await provider(site).fetch("800001", as_of=TODAY)
    assert answer == fetched()
    pages_ = (f"/tv/800001/season/{n}" for n in (4, 3, 2, 1, 0))
    assert site.asked == ["/tv/800001", "/tv/800001/videos", *pages_]
    assert {p.get("include_video_language") for p in site.params[1:]} == {"en,da,null"}
    assert {headers["authorization"] for headers in site.headers} == {"Bearer secret"}


async def test_a_season_that_is_gone_is_not_the_end_of_the_show() -> None:
    site = Site(**{"/tv/800001/season/1": httpx.Response(404)})
    answer = await provider(site).fetch("800001", as_of=TODAY)
    assert not answer.complete
    assert said(answer, 2) == said(fetched(), 2)


async def test_an_outage_halfway_is_no_answer() -> None:
    site = Site(**{"/tv/800001/season/1": httpx.Response(503)})
    with pytest.raises(UnreachableError):
        await provider(site).fetch("800001", as_of=TODAY)


async def test_an_expired_key_is_no_outage() -> None:
    site = Site(**{"/tv/800001": httpx.Response(401, json={"status_code": 7})})
    with pytest.raises(UnauthorizedError):
        await provider(site).fetch("800001", as_of=TODAY)


async def test_fetching_a_show_merged_away_or_another_one() -> None:
    with pytest.raises(NotFoundError):
        await provider(Site()).fetch("5", as_of=TODAY)
    other = httpx.Response(200, json={**fixture("tmdb_show"), "id": 6, "seasons": []})
    with pytest.raises(BadAnswerError):
        await provider(Site(**{"/tv/5": other})).fetch("5", as_of=TODAY)


async def test_a_look_up_by_another_ones_id() -> None:
    site = Site()
    found = await provider(site).lookup({"imdb": "tt9100001"})
    assert found
    assert found.key == "800001"
    assert await provider(site).lookup({"imdb": "tt0", "tvdb": "1"}) is None
    assert await provider(site).lookup({"imdb": "../tv/1", "tvdb": ""}) is None
    assert site.asked == ["/find/tt9100001", "/find/tt0", "/find/1"]


async def test_changes_are_read_to_their_last_page() -> None:
    site = Site()
    listed = await provider(site).updated(START - timedelta(hours=1), START)
    assert set(listed) == {str(page * 10 + n) for page in (1, 2, 3) for n in range(3)}
    # It tells days alone, so a show is not fetched again for it every hour of the day.
    assert set(listed.values()) == {START - timedelta(hours=4)}
    assert site.asked == ["/tv/changes"] * 3


async def test_changes_that_break_off_are_no_list() -> None:
    site = Site(**{"/tv/changes": httpx.Response(500)})
    with pytest.raises(UnreachableError):
        await provider(site).updated(START - timedelta(hours=1), START)


async def test_a_search_asks_once_and_not_for_nothing() -> None:
    site = Site()
    assert len(await provider(site).search("lantern")) == 2
    assert await provider(site).search("") == []
    assert site.asked == ["/search/tv"]


def followed(answer: dict[str, Any], season: int, episode: int, when: str | None) -> dict[str, Any]:
    following = {"season_number": season, "episode_number": episode, "air_date": when}
    return {**answer, "next_episode_to_air": following}


def test_the_next_episode_dates_the_season_that_it_opens() -> None:
    show = fixture("tmdb_show")
    show["seasons"][4]["air_date"] = None
    undated = read_show(show, pages(), as_of=TODAY)
    assert "premiere" not in said(undated, 4)
    answer = read_show(followed(show, 4, 1, "2027-02-01"), pages(), as_of=TODAY)
    assert said(answer, 4)["premiere"] == day("2027-02-01")
    for other in (followed(show, 4, 2, "2027-02-01"), followed(show, 4, 1, None)):
        assert "premiere" not in said(read_show(other, pages(), as_of=TODAY), 4)
    for strange in ("soon", [], {"season_number": "4"}, {"season_number": 4}):
        read_show({**show, "next_episode_to_air": strange}, pages(), as_of=TODAY)


def test_a_season_with_an_episode_to_come_has_no_finale_yet() -> None:
    pages_, today = {3: listing("2026-10-15", "2026-10-15")}, date(2026, 10, 30)
    ended = read_show(fixture("tmdb_show"), pages_, as_of=today)
    assert said(ended, 3)["finale"] == day("2026-10-15")
    goes_on = read_show(followed(fixture("tmdb_show"), 3, 3, "2026-11-05"), pages_, as_of=today)
    assert "finale" not in said(goes_on, 3)


def test_cast_that_cannot_be_read_is_kept() -> None:
    before = fetched()
    page = fixture("tmdb_season_2")
    for credits_ in ("credits", "aggregate_credits"):
        page[credits_] = {"cast": [{"actor": "?"}]}
    after = fetched(over={2: page})
    kept = replace(after, statement=after.over(before.statement))
    assert said(kept, 2)["cast"] == said(before, 2)["cast"]
