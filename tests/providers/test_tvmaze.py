"""TVmaze's answers, field by field."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.facts.air_date import AirDate, Precision
from bot.facts.models import Credit, Kind, Offer, SeasonStatus, ShowStatus, Tier
from bot.facts.resolve import resolve, show_of
from bot.facts.verdict import VerdictKind, verdict
from bot.foundation.rate_limits import TokenBucket
from bot.providers.http import Http
from bot.providers.models import Fetched, SearchHit
from bot.providers.provider_health import BadAnswerError, NotFoundError
from bot.providers.tvmaze.client import TVmaze, read_search, read_updates
from bot.providers.tvmaze.show import read_search_hit, read_show
from tests.providers.claims import day, said
from tests.providers.faketime import START, FakeTime
from tests.providers.lookalikes import fixture

TODAY = date(2026, 9, 20)
PAGE = "https://www.tvmaze.com/shows/900001/lantern-row"


def running(today: date = TODAY, **changes: Any) -> Fetched:
    return read_show({**fixture("tvmaze_running"), **changes}, as_of=today)


def seasons(
    *rows: dict[str, object], following: Any = None, previous: Any = None, **changes: Any
) -> Fetched:
    """The running show with other season rows; each starts from a plain one."""
    answer = fixture("tvmaze_running")
    plain = {**answer["_embedded"]["seasons"][0], "summary": None, "episodeOrder": None}
    answer["_embedded"]["seasons"] = [{**plain, "endDate": None, **row} for row in rows]
    answer["_embedded"] |= {"nextepisode": following, "previousepisode": previous}
    today = changes.pop("today", TODAY)
    return read_show({**answer, **changes}, as_of=today)


def test_a_running_show_field_by_field() -> None:
    fetched = running()
    assert fetched.problems == ()
    assert fetched.complete
    assert fetched.ids == {"tvmaze": "900001", "imdb": "tt9100001", "tvdb": "412345"}
    assert said(fetched, None) == {
        "title": "Lantern Row",
        "year": 2024,
        "genres": ("Drama", "Mystery"),
        "kind": Kind.SCRIPTED,
        "network": "Harbour One",
        "streamer": Offer("Harbour Stream"),
        "country": "CA",
        "language": "en",
        "cast": [Credit("Ida Brandt", "Mara Quill"), Credit("Tom Okafor", "Ferry Pike")],
        "synopsis": (
            "Lantern Row is the last lit street of a drowned town.\n\n"
            "Nobody & nothing leaves it.\n\nOr so they say."
        ),
        "site": "https://harbour.example.com/lantern-row",
        "picture": "https://static.tvmaze.com/uploads/images/original_untouched/1/1.jpg",
        "ids": ["900001", "tt9100001"],
        "status": ShowStatus.RUNNING,
        "aliases": ["La rue des lanternes", "Фонарная улица"],
        "translations": {"und-FR": "La rue des lanternes", "und-RU": "Фонарная улица"},
    }
    assert said(fetched, 1) == {
        "listed": True,
        "story": "The lights go on.",
        "episodes": 12,
        "premiere": day("2024-09-18"),
        "finale": day("2024-12-04"),
    }
    assert said(fetched, 2) == {
        "listed": True,
        "label": "The Tide",
        "episodes": 12,
        "premiere": day("2025-09-17"),
        "finale": day("2025-12-03"),
    }
    assert said(fetched, 3) == {
        "listed": True,
        "episodes": 10,
        "premiere": day("2026-10-15T01:00:00Z"),
    }
    assert said(fetched, 4) == {
        "listed": True,
        "status": SeasonStatus.RENEWED,
        "episodes": 10,
    }


def test_who_says_it_where_and_when() -> None:
    statement = running().statement
    assert (statement.source, statement.key, statement.tier) == ("tvmaze", "900001", Tier.SOURCE)
    assert (statement.link, statement.as_of, statement.dated) == (PAGE, TODAY, True)
    for claim in statement.claims:
        assert (claim.tier, claim.by, claim.as_of) == (Tier.SOURCE, "tvmaze", TODAY)
        assert claim.source.startswith(PAGE)
        assert (claim.scope, claim.author, claim.order) == (0, None, 0)


def test_a_show_that_came_out_at_once() -> None:
    fetched = read_show(fixture("tvmaze_single"), as_of=TODAY)
    assert fetched.problems == ()
    assert fetched.ids == {"tvmaze": "900002"}
    assert said(fetched, None) == {
        "title": "Salt Kings",
        "year": 2023,
        "kind": Kind.REALITY,
        "network": "Brightbox",
        "streamer": Offer("Brightbox"),
        "language": "es",
        "ids": ["900002"],
        "status": ShowStatus.ENDED,
    }
    assert said(fetched, 1) == {
        "listed": True,
        "episodes": 8,
        "premiere": day("2023-05-05"),
        "finale": day("2023-05-05"),
        "runtime": 44,
        "cast": [Credit("Nuria Vidal", "Self"), Credit("Joan Mas", "The Baker / The Judge")],
    }
    cast = [claim for claim in fetched.statement.claims if claim.field == "cast"]
    assert {claim.source for claim in cast} == {
        "https://www.tvmaze.com/shows/900002/salt-kings/cast"
    }
    assert [claim.position for claim in cast] == [0, 1]


def test_seasons_that_are_years_stay_years() -> None:
    fetched = read_show(fixture("tvmaze_daily"), as_of=date(2026, 6, 25))
    assert fetched.problems == ()
    assert {claim.season for claim in fetched.statement.claims} == {None, 2024, 2025, 2026}
    assert said(fetched, 2024)["finale"] == day("2024-12-20")
    # The row of the year under way ends with the last episode listed, which is no finale.
    assert said(fetched, 2026) == {
        "listed": True,
        "premiere": day("2026-01-05"),
        "next_episode": day("2026-06-30"),
    }


def test_ended_is_never_canceled() -> None:
    fetched = running(status="Ended")
    assert said(fetched, None)["status"] is ShowStatus.ENDED
    values = {claim.value for claim in fetched.statement.claims if claim.field == "status"}
    assert values == {ShowStatus.ENDED}, "and no season is promised either"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Running", ShowStatus.RUNNING),
        ("To Be Determined", ShowStatus.TO_BE_DETERMINED),
        ("In Development", ShowStatus.IN_DEVELOPMENT),
        ("Ended", ShowStatus.ENDED),
    ],
)
def test_each_status_of_tvmaze_is_a_show_status(text: str, status: ShowStatus) -> None:
    assert said(running(status=text), None)["status"] is status


def test_a_status_nobody_knows_is_named() -> None:
    fetched = running(status="Canceled")
    assert "status" not in said(fetched, None)
    assert ("status", (None, "status")) in [(p.where, p.slot) for p in fetched.problems]
    assert "status" not in said(fetched, 4)


def test_an_undated_season_is_renewed_only_after_those_that_are_dated() -> None:
    fetched = seasons(
        {"number": 1, "premiereDate": "2024-01-01"},
        {"number": 2, "premiereDate": None},
        {"number": 3, "premiereDate": "2026-01-01"},
        {"number": 4, "premiereDate": None},
        {"number": 5, "premiereDate": ""},
    )
    statuses = {n: said(fetched, n).get("status") for n in range(1, 6)}
    renewed = SeasonStatus.RENEWED
    assert statuses == {1: None, 2: None, 3: None, 4: renewed, 5: renewed}


@pytest.mark.parametrize(
    "first",
    ["1970-01-01", "2000-01-01", "2003-05-06", "1900-01-01", "2099-12-31", "2200-12-31"],
)
def test_a_first_day_that_only_fills_the_field_is_none(first: str) -> None:
    fetched = seasons(
        {"number": 0, "premiereDate": "2003-01-01"},
        {"number": 1, "premiereDate": "2024-01-01", "endDate": "2024-03-01"},
        {"number": 2, "premiereDate": first},
    )
    assert said(fetched, 2) == {"listed": True, "status": SeasonStatus.RENEWED}
    assert said(fetched, 0)["premiere"] == day("2003-01-01")
    assert fetched.problems == ()


def test_a_season_with_a_recent_episode_is_on_however_long_ago_it_began() -> None:
    def status(first: str | None, last: str, today: str, **more: Any) -> object:
        row = {"number": 1, "premiereDate": first, "endDate": last}
        fetched = seasons(row, today=date.fromisoformat(today), **more)
        show = show_of(1, resolve(fetched.statement.claims))
        assert show is not None
        now = datetime.combine(date.fromisoformat(today), START.timetz())
        return verdict(show, 1, now).kind

    assert status("2026-01-07", "2026-09-09", "2026-09-20") is VerdictKind.AIRING
    assert status(None, "2026-09-09", "2026-09-20") is VerdictKind.AIRING
    assert status("2026-01-07", "2026-09-09", "2026-11-20") is VerdictKind.AIRED
    assert status("2026-01-07", "2026-09-09", "2026-09-20", status="Ended") is VerdictKind.AIRED


def test_a_first_season_without_a_date_is_listed_and_no_more() -> None:
    fetched = seasons({"number": 1, "premiereDate": None}, status="In Development")
    assert said(fetched, 1) == {
        "listed": True,
        "runtime": 52,
        "cast": [Credit("Ida Brandt", "Mara Quill"), Credit("Tom Okafor", "Ferry Pike")],
    }


def test_a_season_ordered_and_never_made_has_no_episodes() -> None:
    fetched = seasons(
        {"number": 1, "premiereDate": "2024-01-01", "endDate": "2024-03-01"},
        {"number": 2, "premiereDate": None, "episodeOrder": 10},
        status="Ended",
    )
    assert said(fetched, 2) == {"listed": True}
    show = show_of(1, resolve(fetched.statement.claims))
    assert show
    assert verdict(show, 2, START).kind is VerdictKind.ENDED


def episode(**changes: object) -> dict[str, object]:
    return {
        "season": 3,
        "number": 1,
        "airdate": "2026-10-14",
        "airtime": "21:00",
        "airstamp": "2026-10-15T01:00:00+00:00",
        **changes,
    }


@pytest.mark.parametrize(
    ("following", "premiere"),
    [
        (episode(), "2026-10-15T01:00:00Z"),
        (episode(airtime=""), "2026-10-14"),
        (episode(airtime=None), "2026-10-14"),
        (episode(airstamp=None), "2026-10-14"),
        (episode(airstamp=""), "2026-10-14"),
        (episode(airstamp="2026-10-14T21:00:00"), "2026-10-14"),
        (episode(airstamp="2026-10-15"), "2026-10-14"),
        (episode(airstamp="9999-12-31T23:59:59+00:00"), "2026-10-14"),
        (episode(airstamp="0001-01-01T00:00:00+00:00"), "2026-10-14"),
        (episode(number=2), "2026-10-14"),
        (episode(number=None), "2026-10-14"),
        (episode(season=4), "2026-10-14"),
        (episode(airdate="2026-10-21", airstamp="2026-10-22T01:00:00+00:00"), "2026-10-14"),
        (None, "2026-10-14"),
    ],
)
def test_only_a_real_hour_of_the_first_episode_is_an_instant(following: Any, premiere: str) -> None:
    fetched = seasons({"number": 3, "premiereDate": "2026-10-14"}, following=following)
    assert said(fetched, 3)["premiere"] == day(premiere)


def test_a_bare_day_stays_bare() -> None:
    dates = [
        claim.value
        for claim in seasons({"number": 1, "premiereDate": "2026-10-14"}).statement.claims
        if isinstance(claim.value, AirDate)
    ]
    assert day("2026-10-14") in dates
    assert {date.precision for date in dates} == {Precision.DAY}


def test_a_season_dated_by_its_first_episode_alone() -> None:
    fetched = seasons({"number": 3, "premiereDate": None}, following=episode(airtime=""))
    assert said(fetched, 3)["premiere"] == day("2026-10-14")


@pytest.mark.parametrize(
    ("first", "last", "today", "more", "known"),
    [
        ("2026-01-07", "2026-03-11", "2026-03-12", {}, False),
        ("2026-01-07", "2026-03-11", "2026-05-20", {}, True),
        ("2026-01-07", "2026-03-11", "2026-03-12", {"status": "Ended"}, True),
        ("2026-01-07", "2026-03-11", "2026-03-10", {"status": "Ended"}, False),
        ("2026-01-07", "2026-01-07", "2026-01-09", {}, False),
        ("2026-01-07", "2026-01-07", "2026-01-15", {}, True),
        # The rest of what came out at once is listed for the day after.
        ("2026-01-07", "2026-01-08", "2026-01-15", {}, False),
        ("2026-01-07", "2026-01-08", "2026-01-16", {}, True),
        ("2026-01-07", "2025-01-07", "2026-09-15", {}, False),
    ],
)
def test_the_last_listed_day_is_a_finale_only_when_time_has_told(
    first: str, last: str, today: str, more: dict[str, Any], known: bool
) -> None:
    row = {"number": 1, "premiereDate": first, "endDate": last}
    fetched = seasons(row, today=date.fromisoformat(today), **more)
    assert ("finale" in said(fetched, 1)) is known


@pytest.mark.parametrize(
    ("previous", "today", "finale", "status"),
    [
        # All that were ordered are out, and nobody has to wait for silence.
        ({"season": 1, "number": 22}, "2026-03-12", True, None),
        ({"season": 1, "number": 22}, "2026-03-10", False, None),
        ({"season": 1, "number": 23}, "2026-03-12", False, None),
        # A break in the middle, whose end nobody knows yet.
        ({"season": 1, "number": 10}, "2026-03-12", False, SeasonStatus.AIRING),
        ({"season": 1, "number": 10}, "2026-09-30", False, SeasonStatus.AIRING),
        # What was ordered and is not listed for so long was never made.
        ({"season": 1, "number": 10}, "2026-12-01", True, None),
        ({"season": 2, "number": 10}, "2026-03-12", False, None),
        ({"season": 1, "number": "x"}, "2026-03-12", False, None),
        ({"season": 1, "number": 10, "type": "significant_special"}, "2026-03-12", False, None),
        ([], "2026-03-12", False, None),
    ],
)
def test_the_episode_before_tells_whether_all_that_were_ordered_are_out(
    previous: Any, today: str, finale: bool, status: SeasonStatus | None
) -> None:
    row = {
        "number": 1,
        "premiereDate": "2026-01-07",
        "endDate": "2026-03-11",
        "episodeOrder": 22,
    }
    fetched = seasons(row, today=date.fromisoformat(today), previous=previous)
    assert ("finale" in said(fetched, 1)) is finale
    assert said(fetched, 1).get("status") is status
    show = show_of(1, resolve(fetched.statement.claims))
    assert show is not None
    if status is not None:
        now = datetime.combine(date.fromisoformat(today), START.timetz())
        found = verdict(show, None, now)
        assert (found.kind, found.number) == (VerdictKind.AIRING, 1)
    over = seasons(row, today=date.fromisoformat(today), previous=previous, status="Ended")
    assert "status" not in said(over, 1), "a show that ended makes no break"


def test_a_next_episode_that_is_the_last_one_ordered_is_the_finale() -> None:
    row = {"number": 3, "premiereDate": "2026-09-09", "endDate": "2026-10-14", "episodeOrder": 6}
    last = seasons(row, following=episode(number=6))
    assert said(last, 3)["finale"] == day("2026-10-14")
    for number, ends in ((5, "2026-10-14"), (6, "2026-10-21")):
        under_way = seasons({**row, "endDate": ends}, following=episode(number=number))
        assert "finale" not in said(under_way, 3)


def test_the_cast_of_a_show_with_several_seasons_is_nobodys_word_about_one() -> None:
    fetched = running()
    casts = [claim for claim in fetched.statement.claims if claim.field == "cast"]
    assert {claim.season for claim in casts} == {None}, "it is the show's"
    assert {(1, "cast"), (2, "cast")} <= fetched.unheard
    # What was heard while there was one season still stands.
    one = fixture("tvmaze_running")
    one["_embedded"]["seasons"] = one["_embedded"]["seasons"][:1]
    before = read_show(one, as_of=date(2025, 1, 1)).statement
    kept = [c for c in fetched.over(before).claims if c.field == "cast" and c.season]
    assert [(claim.season, claim.value) for claim in kept] == [
        (1, Credit("Ida Brandt", "Mara Quill")),
        (1, Credit("Tom Okafor", "Ferry Pike")),
    ]


@pytest.mark.parametrize("season", [0, 2, 3])
def test_an_announced_special_is_one_whatever_season_it_is_in(season: int) -> None:
    special = {
        "season": season,
        "number": None,
        "type": "significant_special",
        "airdate": "2026-12-25",
        "airtime": "20:00",
        "airstamp": "2026-12-26T01:00:00+00:00",
    }
    rows = [
        {"number": 1, "premiereDate": "2024-09-18", "endDate": "2024-12-04"},
        {"number": 2, "premiereDate": "2025-09-17", "endDate": "2025-12-03"},
    ]
    fetched = seasons(*rows, following=special)
    assert said(fetched, 0) == {"listed": True, "next_episode": day("2026-12-26T01:00:00Z")}
    assert said(fetched, 2)["finale"] == day("2025-12-03")
    assert "next_episode" not in said(fetched, 2)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("http://www.tvmaze.com/shows/900001/lantern-row", PAGE),
        ("https://www.tvmaze.com/shows/900001/lantern-row", PAGE),
        ("https://evil.example.org/shows/900001/x", "https://www.tvmaze.com/shows/900001"),
        ("https://www.tvmaze.com/shows/1/x", "https://www.tvmaze.com/shows/900001"),
        ("https://www.tvmaze.com/shows/900001/x) [y](z", "https://www.tvmaze.com/shows/900001"),
        ("javascript:alert(1)", "https://www.tvmaze.com/shows/900001"),
        (None, "https://www.tvmaze.com/shows/900001"),
    ],
)
def test_the_link_is_the_public_page(url: object, page: str) -> None:
    assert running(url=url).statement.link == page


@pytest.mark.parametrize(
    ("network", "channel", "name", "country"),
    [
        ("One", "Two", "One", "CA"),
        ("One", None, "One", "CA"),
        (None, "Two", "Two", "CA"),
        (None, None, None, None),
    ],
)
def test_the_network_outranks_the_streamer(
    network: str | None, channel: str | None, name: str | None, country: str | None
) -> None:
    def station(called: str | None) -> object:
        return called and {"id": 1, "name": called, "country": {"code": "CA"}}

    fetched = running(network=station(network), webChannel=station(channel))
    claims = said(fetched, None)
    assert (claims.get("network"), claims.get("country")) == (name, country)
    numbers = {"One": "network/1", "Two": "webChannel/1"}
    assert fetched.network == (name and numbers[name])


@pytest.mark.parametrize(
    ("type_", "genres", "kind"),
    [
        ("Animation", ["Anime"], Kind.ANIME),
        ("Animation", [], Kind.ANIMATION),
        ("Game Show", [], Kind.GAME),
        ("Sports", [], None),
        ("Hologram", [], None),
        (None, [], None),
    ],
)
def test_the_kind_is_told_by_type_and_genres(
    type_: str | None, genres: list[str], kind: Kind | None
) -> None:
    assert said(running(type=type_, genres=genres), None).get("kind") is kind


@pytest.mark.parametrize(
    ("changes", "where", "lost"),
    [
        ({"premiered": "soon"}, "premiered", "year"),
        ({"premiered": 2024}, "premiered", "year"),
        ({"language": 5}, "language", "language"),
        ({"genres": "Drama"}, "genres", "genres"),
        ({"network": "Harbour One"}, "network", "network"),
        ({"officialSite": "harbour"}, "site", "site"),
        ({"officialSite": "javascript:alert(1)"}, "site", "site"),
        ({"image": "x.jpg"}, "image", "picture"),
        ({"image": {"medium": "x"}}, "image.original", "picture"),
        ({"summary": ["x"]}, "summary", "synopsis"),
        ({"externals": {"imdb": "nm1", "thetvdb": "x"}}, "externals.imdb", None),
        ({"externals": {"imdb": "nm1", "thetvdb": "x"}}, "externals.thetvdb", None),
        ({"status": True}, "status", "status"),
        ({"type": {}}, "type", "kind"),
    ],
)
def test_a_bad_field_loses_itself_and_nothing_else(
    changes: dict[str, Any], where: str, lost: str | None
) -> None:
    fetched, good = running(**changes), said(running(), None)
    assert where in [problem.where for problem in fetched.problems]
    left = said(fetched, None)
    if lost is not None:
        assert lost not in left
        assert (None, lost) in [problem.slot for problem in fetched.problems]
    if lost == "network":
        assert "country" not in left, "the streamer's is not the network's"
        assert (None, "country") in [problem.slot for problem in fetched.problems]
    for name in good.keys() - {lost, "ids", *(["country"] if lost == "network" else [])}:
        assert left[name] == good[name]


@pytest.mark.parametrize("name", ["status", "premiered", "genres", "summary", "language", "type"])
def test_a_missing_field_is_named(name: str) -> None:
    answer = fixture("tvmaze_running")
    del answer[name]
    fetched = read_show(answer, as_of=TODAY)
    assert (name, "is missing") in [(p.where, p.reason) for p in fetched.problems]


def test_a_bad_record_loses_itself_and_nothing_else() -> None:
    answer = fixture("tvmaze_running")
    rows = answer["_embedded"]["seasons"]
    rows[1]["number"] = None
    rows.append({**rows[0], "premiereDate": "1999-01-01"})
    rows.append("season 9")
    rows[2]["premiereDate"] = "14 October"
    answer["_embedded"]["akas"][0]["name"] = 7
    fetched = read_show(answer, as_of=TODAY)
    assert sorted(problem.where for problem in fetched.problems) == [
        "_embedded.akas[0].name",
        "_embedded.seasons[1].number",
        "_embedded.seasons[2].premiereDate",
        "_embedded.seasons[4].number",
        "_embedded.seasons[5]",
    ]
    assert said(fetched, 1) == said(running(), 1)
    assert said(fetched, None)["aliases"] == ["Фонарная улица"]


def test_an_unreadable_date_is_no_missing_one() -> None:
    for value in ("soon", 2026, {"day": 1}):
        fetched = seasons(
            {"number": 1, "premiereDate": "2024-01-01"}, {"number": 2, "premiereDate": value}
        )
        assert said(fetched, 2) == {"listed": True}
        assert (2, "status") in fetched.unheard


def test_a_row_that_cannot_be_read_leaves_the_cast_to_nobody() -> None:
    for row in ({"number": "two", "premiereDate": "2025-01-01"}, {"number": None}):
        fetched = seasons({"number": 1, "premiereDate": "2024-01-01"}, row)
        assert "cast" not in said(fetched, 1)
        assert "runtime" not in said(fetched, 1)


def test_a_story_too_long_is_clipped_at_a_word() -> None:
    synopsis = said(running(summary="<p>" + "light " * 2000 + "</p>"), None)["synopsis"]
    assert isinstance(synopsis, str)
    assert 3900 < len(synopsis) <= 4000
    assert synopsis.endswith("light…")


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "x",
        5,
        {},
        {"id": 1},
        {"name": "x"},
        {"id": "1", "name": "x"},
        {"id": True, "name": "x"},
        {"id": -1, "name": "x"},
        {"id": 1, "name": None},
        {"id": 1, "name": "\u200b"},
        {"id": 1, "name": "x" * 301},
    ],
)
def test_what_is_no_show_is_a_bad_answer(answer: object) -> None:
    with pytest.raises(BadAnswerError):
        read_show(answer, as_of=TODAY)


def test_a_search_field_by_field() -> None:
    first, second = read_search(fixture("tvmaze_search"))
    assert first == SearchHit(
        "tvmaze",
        "900001",
        "Lantern Row",
        2024,
        "CA",
        "Harbour One",
        PAGE,
        {"tvmaze": "900001", "imdb": "tt9100001", "tvdb": "412345"},
    )
    assert (second.title, second.year, second.country, second.network) == (
        "Salt Kings",
        2023,
        None,
        "Brightbox",
    )


def test_a_bad_hit_is_left_out() -> None:
    good = fixture("tvmaze_search")
    hits = [None, 5, {}, {"show": None}, {"show": {"id": 1}}, *good, {"show": {"id": 2, "name": 3}}]
    assert read_search(hits) == read_search(good)
    with pytest.raises(BadAnswerError):
        read_search({"hits": good})


def test_updates_are_the_keys_as_new_as_asked() -> None:
    since = datetime(2026, 11, 22, tzinfo=UTC)
    at = int(since.timestamp())
    answer = {"1": at - 1, "2": at, "3": at + 1, "x": at, "4": "soon", "5": None, "-6": at}
    now = since + timedelta(seconds=1)
    assert read_updates(answer, since=since, now=now) == {"2": since, "3": now}
    # A moment that is yet to come is no later than now, however far it is.
    for late in (at + 60, 10**14, 10**400):
        assert read_updates({"7": late}, since=since, now=now) == {"7": now}
    assert read_updates({}, since=since, now=now) == {}
    for other in ([], {"1": "soon"}, {"1": str(at), "2": None}):
        with pytest.raises(BadAnswerError):
            read_updates(other, since=since, now=now)


class Site:
    """Answers paths from a table; 404 for all else."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url).removeprefix("https://tvmaze.test"))
        answer = self.answers.get(request.url.path)
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(404 if answer is None else 200, json=answer)


def provider(site: Site) -> TVmaze:
    time = FakeTime()
    pace = TokenBucket(100, 100, monotonic=time.monotonic, sleep=time.sleep)
    client = httpx.AsyncClient(transport=httpx.MockTransport(site))
    return TVmaze(Http(client, "tvmaze", "https://tvmaze.test", pace, sleep=time.sleep))


async def test_searching_asks_for_the_title_alone() -> None:
    site = Site({"/search/shows": fixture("tvmaze_search")})
    assert len(await provider(site).search("  lantern \n row ")) == 2
    assert site.asked == ["/search/shows?q=lantern+row"]
    assert await provider(site).search("   ") == []
    assert len(site.asked) == 1


async def test_a_look_up_follows_the_redirect() -> None:
    moved = httpx.Response(301, headers={"location": "https://tvmaze.test/shows/900001"})
    site = Site({"/lookup/shows": moved, "/shows/900001": fixture("tvmaze_running")})
    found = await provider(site).lookup({"imdb": "tt9100001", "tmdb": "5"})
    assert found == read_search_hit(fixture("tvmaze_running"))
    assert site.asked == ["/lookup/shows?imdb=tt9100001", "/shows/900001"]


async def test_a_look_up_of_nothing_known_is_none() -> None:
    site = Site({})
    assert await provider(site).lookup({"tvmaze": "7", "imdb": "tt1", "tvdb": "2"}) is None
    assert site.asked == ["/shows/7", "/lookup/shows?imdb=tt1", "/lookup/shows?thetvdb=2"]
    assert await provider(site).lookup({"tmdb": "5"}) is None


async def test_fetching_a_show_merged_away_or_another_one() -> None:
    with pytest.raises(NotFoundError):
        await provider(Site({})).fetch("900001", as_of=TODAY)
    with pytest.raises(BadAnswerError):
        await provider(Site({"/shows/82": fixture("tvmaze_running")})).fetch("82", as_of=TODAY)


@pytest.mark.parametrize("key", ["", "1/../2", "x", "1?q=", "-1", "١", "9" * 13])
async def test_a_key_that_is_none_is_never_asked_for(key: str) -> None:
    site = Site({})
    with pytest.raises(NotFoundError):
        await provider(site).fetch(key, as_of=TODAY)
    assert site.asked == []


@pytest.mark.parametrize(
    ("age", "asked"),
    [
        (timedelta(hours=1), "/updates/shows?since=day"),
        (timedelta(hours=23, minutes=30), "/updates/shows?since=week"),
        (timedelta(days=6), "/updates/shows?since=week"),
        (timedelta(days=20), "/updates/shows?since=month"),
        (timedelta(days=90), "/updates/shows"),
    ],
)
async def test_the_list_of_updates_reaches_back_far_enough(age: timedelta, asked: str) -> None:
    at = int((START - age).timestamp())
    site = Site({"/updates/shows": {"1": at, "2": at - 1800, "3": at - 7200}})
    # The list may be an hour old, so the last hour before is asked for once more.
    listed = await provider(site).updated(START - age, START)
    assert listed == {"1": START - age, "2": START - age - timedelta(minutes=30)}
    assert site.asked == [asked]
