"""What is stored over the previous statement of a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.providers.models import Fetched
from bot.providers.tmdb.show import read_show as read_tmdb
from bot.providers.tvmaze.show import read_show
from tests.facts.stated import values_of
from tests.providers.claims import said
from tests.providers.lookalikes import fixture

BEFORE = date(2026, 11, 1)
TODAY = date(2026, 11, 22)


def fetched(**changes: object) -> Fetched:
    return read_show({**fixture("tvmaze_running"), **changes}, as_of=TODAY)


def over(later: Fetched) -> Fetched:
    previous = read_show(fixture("tvmaze_running"), as_of=BEFORE).statement
    return replace(later, statement=later.over(previous))


def test_the_first_statement_stands_as_it_is() -> None:
    first = fetched()
    assert first.over(None) == first.statement


def test_what_the_source_stopped_saying_is_gone() -> None:
    assert "site" not in said(over(fetched(officialSite=None)), None)
    assert "site" not in said(over(fetched(officialSite="")), None)


def test_a_field_that_could_not_be_read_keeps_its_last_good_value() -> None:
    later = over(fetched(status={"name": "Running"}))
    kept = [claim for claim in later.statement.claims if claim.field == "status"]
    assert [(claim.season, claim.value, claim.as_of) for claim in kept if not claim.season] == [
        (None, "running", BEFORE)
    ]
    # Season 4 is "renewed" only while the show goes on, which was not heard this time either.
    assert [(c.season, c.value, c.as_of) for c in kept if c.season] == [(4, "renewed", BEFORE)]


def test_a_renamed_field_retracts_nothing() -> None:
    answer = fixture("tvmaze_running")
    for season in answer["_embedded"]["seasons"]:
        season["premiere_date"] = season.pop("premiereDate")
    previous = read_show(fixture("tvmaze_running"), as_of=BEFORE)
    later = read_show(answer, as_of=TODAY)
    statement = later.over(previous.statement)
    assert {(c.season, c.value) for c in statement.claims if c.field == "premiere"} >= {
        (c.season, c.value)
        for c in previous.statement.claims
        if c.field == "premiere" and c.season != 3
    }


def test_a_lost_section_retracts_nothing_in_it() -> None:
    for embedded in (None, {}, [], {"seasons": "soon"}, {"seasons": None}, {"seasons": [5]}):
        lost = fetched(_embedded=embedded)
        assert not lost.complete
        assert said(over(lost), 2)["premiere"]


def test_a_lost_season_keeps_its_last_good_facts() -> None:
    embedded = fixture("tvmaze_running")["_embedded"]
    embedded["seasons"][1]["number"] = "two"
    lost = fetched(_embedded=embedded)
    assert said(lost, 2) == {}
    assert said(over(lost), 2)["label"] == "The Tide"
    assert said(over(lost), 1) == said(lost, 1)


def alone(**embedded: object) -> Fetched:
    """The show while it has one season, whose cast is the show's."""
    answer = fixture("tvmaze_running")
    answer["_embedded"]["seasons"] = answer["_embedded"]["seasons"][:1]
    answer["_embedded"] |= embedded
    return read_show(answer, as_of=TODAY)


@pytest.mark.parametrize(("section", "name"), [("cast", "cast"), ("akas", "aliases")])
@pytest.mark.parametrize("what", ["soon", {}, [5], [{"renamed": "x"}]])
def test_a_list_of_which_nothing_can_be_read_is_kept(section: str, name: str, what: object) -> None:
    before = alone().statement
    after = alone(**{section: what}).over(before)
    assert [c.value for c in after.claims if c.field == name] == [
        c.value for c in before.claims if c.field == name
    ]
    gone = alone(**{section: []}).over(before)
    assert not [c for c in gone.claims if c.field == name]


@pytest.mark.parametrize("externals", ["x", {"imdb": 5, "thetvdb": 1}, {"imdb": "nm5"}, {}])
def test_an_id_that_cannot_be_read_is_kept(externals: object) -> None:
    assert {"tvmaze", "imdb"} <= ids(over(fetched(externals=externals)))
    assert ids(over(fetched(externals={"imdb": None, "thetvdb": None}))) == {"tvmaze"}


def ids(answer: Fetched) -> set[str]:
    return {claim.key for claim in answer.statement.claims if claim.field == "ids"}


@pytest.mark.parametrize("section", ["seasons", "cast", "akas"])
def test_a_list_of_an_insane_length_is_not_read(section: str) -> None:
    before = alone().statement
    row = fixture("tvmaze_running")["_embedded"][section][0]
    after = alone(**{section: [row] * 100_000})
    assert len(after.problems) < 10
    assert {(c.season, c.field, c.value) for c in before.claims} <= {
        (c.season, c.field, c.value) for c in after.over(before).claims
    }


def tmdb(show: dict[str, Any] | None = None, page: dict[str, Any] | None = None) -> Fetched:
    """TMDB's look-alike with a season 1 in which something differs; None leaves a key out."""
    answers = {"show": fixture("tmdb_show"), "page": fixture("tmdb_season_1")}
    for name, changes in (("show", show or {}), ("page", page or {})):
        for key, value in changes.items():
            if value is None:
                answers[name].pop(key)
            else:
                answers[name][key] = value
    pages = {n: fixture(f"tmdb_season_{n}") for n in range(5)} | {1: answers["page"]}
    return read_tmdb(answers["show"], pages, as_of=TODAY)


SECTIONS: list[tuple[str, str, object]] = [
    ("show", "credits", {"crew": []}),
    ("show", "external_ids", {"imdb_id": None, "tvdb_id": None}),
    ("show", "alternative_titles", {"results": []}),
    ("show", "videos", {"results": []}),
    ("page", "credits", {"cast": []}),
    ("page", "videos", {"results": []}),
    ("page", "watch/providers", {"results": {}}),
    ("page", "episodes", []),
]


@pytest.mark.parametrize(("where", "section", "empty"), SECTIONS)
@pytest.mark.parametrize("what", [None, "soon", 5, {"renamed": []}, [5]])
def test_a_section_that_is_missing_or_wrong_retracts_nothing(
    where: str, section: str, empty: object, what: object
) -> None:
    before = values_of(tmdb().statement)
    lost = tmdb(**{where: {section: what}})
    after = values_of(lost.over(tmdb().statement))
    assert before.keys() - after.keys() == set()
    assert any(section in problem.where for problem in lost.problems)


@pytest.mark.parametrize(
    ("section", "empty", "field"),
    [
        ("videos", {"results": []}, "trailers"),
        ("watch/providers", {"results": {}}, "where"),
    ],
)
def test_an_empty_section_retracts(section: str, empty: object, field: str) -> None:
    gone = tmdb(page={section: empty}, show={"videos": {"results": []}}).over(tmdb().statement)
    assert not [c for c in gone.claims if (c.season, c.field) == (1, field)]


def changed(answer: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The answer with something else at a path like "credits.cast.0.name"."""
    *way, last = path.split(".")
    at: Any = answer
    for step in way:
        at = at[int(step) if step.isdecimal() else step]
    at[last] = value
    return answer


NEEDED: list[object] = [5, [], {"renamed": 1}, None, ""]
TEXT: list[object] = [5, [], {"renamed": 1}]
WHOLE: list[object] = ["soon", [], {"renamed": 1}]


def faults(*paths: tuple[str, list[object]]) -> list[tuple[str, object]]:
    """Each path of an answer with each value that does not fit there."""
    return [(path, what) for path, wrong in paths for what in wrong]


@pytest.mark.parametrize(
    ("path", "what"),
    faults(
        ("credits.cast.0.name", NEEDED),
        ("credits.cast.0.character", TEXT),
        ("aggregate_credits.cast.2.roles.0.character", TEXT),
        ("videos.results.0.key", NEEDED),
        ("videos.results.0.name", TEXT),
        ("videos.results.0.published_at", TEXT),
        ("watch/providers.results.CA.flatrate.0.provider_name", NEEDED),
        ("episodes.0.runtime", WHOLE),
        ("episodes.1.air_date", TEXT),
        ("episodes.0.episode_type", TEXT),
    ),
)
def test_tmdbs_last_good_value_stands_where_one_member_cannot_be_read(
    path: str, what: object
) -> None:
    before = tmdb().statement
    pages = {n: fixture(f"tmdb_season_{n}") for n in range(5)}
    changed(pages[1], path, what)
    lost = read_tmdb(fixture("tmdb_show"), pages, as_of=TODAY)
    assert values_of(lost.over(before)) == values_of(before)
    parts = {part for part in path.split(".") if not part.isdecimal()}
    assert any(all(part in problem.where for part in parts) for problem in lost.problems)


@pytest.mark.parametrize(
    ("path", "what"),
    faults(
        ("_embedded.cast.0.person.name", NEEDED),
        ("_embedded.cast.0.character", TEXT),
        ("_embedded.cast.0.character.name", TEXT),
        ("_embedded.cast.0.self", TEXT),
        ("_embedded.akas.0.name", NEEDED),
        ("averageRuntime", WHOLE),
        ("_embedded.seasons.0.premiereDate", TEXT),
        ("_embedded.seasons.0.endDate", TEXT),
        ("_embedded.seasons.0.episodeOrder", WHOLE),
    ),
)
def test_tvmazes_last_good_value_stands_where_one_member_cannot_be_read(
    path: str, what: object
) -> None:
    answer = fixture("tvmaze_running")
    answer["_embedded"]["seasons"] = answer["_embedded"]["seasons"][:1]
    before = read_show(answer, as_of=TODAY).statement
    lost = read_show(changed(answer, path, what), as_of=TODAY)
    assert values_of(lost.over(before)) == values_of(before)
    parts = {part for part in path.split(".") if not part.isdecimal()}
    assert any(all(part in problem.where for part in parts) for problem in lost.problems)


def test_an_hour_that_cannot_be_read_does_not_hide_that_the_day_moved() -> None:
    moved = fixture("tvmaze_running")
    moved["_embedded"]["seasons"][2]["premiereDate"] = "2026-10-21"
    moved["_embedded"]["nextepisode"] |= {"airdate": "2026-10-21", "airstamp": 5}
    after = said(over(read_show(moved, as_of=TODAY)), 3)
    assert str(after["premiere"]) == "2026-10-21"


def test_new_members_of_a_list_are_added_beside_an_unreadable_one() -> None:
    pages = {n: fixture(f"tmdb_season_{n}") for n in range(5)}
    cast = pages[1]["credits"]["cast"]
    cast.append({**cast[0], "name": "New Face", "character": "Fog", "order": 9})
    cast[0]["name"] = 5
    later = read_tmdb(fixture("tmdb_show"), pages, as_of=TODAY).over(tmdb().statement)
    names = [c.value.person for c in later.claims if (c.season, c.field) == (1, "cast")]  # type: ignore[attr-defined]
    assert names == ["Ida Brandt", "Tom Okafor", "Sam Often", "New Face"]


@pytest.mark.parametrize("reverse", [False, True])
def test_contradicting_rows_with_one_number_move_no_date(
    reverse: bool,
) -> None:
    """The order in which they come is nobody's word."""
    rows = fixture("tvmaze_running")["_embedded"]["seasons"]
    rows.append({**rows[2], "premiereDate": "2027-09-09", "endDate": None, "episodeOrder": 3})
    shows = fixture("tmdb_show")
    shows["seasons"].append({**shows["seasons"][3], "air_date": "2027-09-09"})
    if reverse:
        rows.reverse()
        shows["seasons"].reverse()
    embedded = {**fixture("tvmaze_running")["_embedded"], "seasons": rows}
    later = over(fetched(_embedded=embedded))
    before = read_show(fixture("tvmaze_running"), as_of=BEFORE)
    names = ("premiere", "finale", "episodes")
    assert [said(later, 3).get(name) for name in names] == [said(before, 3).get(n) for n in names]
    first = read_tmdb(fixture("tmdb_show"), {}, as_of=BEFORE)
    again = read_tmdb(shows, {}, as_of=TODAY)
    stored = replace(again, statement=again.over(first.statement))
    assert said(stored, 3)["premiere"] == said(first, 3)["premiere"]


def test_rows_with_one_number_and_no_day_do_not_contradict_its_first_episode() -> None:
    embedded = fixture("tvmaze_running")["_embedded"]
    ahead = {**embedded["nextepisode"], "season": 4, "number": 1}

    def listed(day: str) -> Fetched:
        first = {**ahead, "airdate": day, "airstamp": None}
        rows = [*embedded["seasons"], embedded["seasons"][-1]]
        return fetched(_embedded={**embedded, "seasons": rows, "nextepisode": first})

    later = listed("2027-04-02")
    stored = replace(later, statement=later.over(listed("2027-03-05").statement))
    assert str(said(stored, 4)["premiere"]) == "2027-04-02"


def test_a_show_that_has_had_seasons_does_not_lose_them_to_an_empty_list() -> None:
    embedded = {**fixture("tvmaze_running")["_embedded"], "seasons": []}
    previous = read_show(fixture("tvmaze_running"), as_of=BEFORE).statement
    empty = fetched(_embedded=embedded, status="Ended").doubted(previous)
    assert "seasons" in empty.unread
    kept = replace(empty, statement=empty.over(previous))
    for season in (1, 2, 3):
        assert said(kept, season) == said(
            read_show(fixture("tvmaze_running"), as_of=BEFORE), season
        )
    assert said(kept, None)["status"] == "ended"
    # One of a show that never began may be taken back whole.
    coming = replace(
        previous, claims=tuple(c for c in previous.claims if c.season is None or c.season > 3)
    )
    assert fetched(_embedded=embedded).doubted(coming).complete
