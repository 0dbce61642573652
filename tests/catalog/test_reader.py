"""Files of shows: what is read from good ones, and what broken ones are told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog.reader import CATALOG, IMPORT, SEASON_KEYS, SHOW_KEYS, read_bytes, read_file
from bot.errors import BadFileError
from bot.facts.air_date import AirDate
from bot.facts.models import Claim, Credit, Show, Statement, Tier
from bot.facts.resolve import resolve, show_of
from bot.facts.verdict import VerdictKind, verdict

CATALOGUE = Path(__file__).parents[2] / "data" / "catalog"
TODAY = date(2026, 6, 15)

GOOD = """\
title = "Soundtrack"
year = 2019
aliases = { value = ["Mixtape"], source = "https://b.example/", as_of = "2020-01-31" }
ids = { tmdb = 96095, imdb = "tt8907986" }
source = "https://a.example/show"
as_of = 2020-01-02

[[seasons]]
number = 1
status = { value = "aired", as_of = "2020-02-01" }
premiere = 2019-12-18
cast = [
  { person = "Paul James", character = "Sam" },
  { value = { person = "Callie Hernandez" }, source = "https://c.example/", as_of = "2020-03-01" },
]

[[seasons]]  # canceled before it was written
number = 2
status = "canceled"
source = "https://d.example/"
as_of = "2020-01-31"
"""


def read(text: str | bytes, name: str = "shows.toml", source: str = IMPORT) -> list[Statement]:
    data = text if isinstance(text, bytes) else text.encode()
    return read_bytes(data, name, source=source, today=TODAY)


def refused(text: str | bytes, name: str = "shows.toml") -> str:
    """What the person who wrote that file is told."""
    with pytest.raises(BadFileError) as caught:
        read(text, name)
    message = str(caught.value)
    assert message.startswith(name)
    return message.removeprefix(name)


def said(statement: Statement, season: int | None, field: str) -> list[Claim]:
    return [c for c in statement.claims if (c.season, c.field) == (season, field)]


# Good files


def test_a_claim_carries_the_nearest_source_and_day() -> None:
    (statement,) = read(GOOD)
    origins = {
        (c.season, c.field, c.position): (c.source, c.as_of.isoformat()) for c in statement.claims
    }
    assert origins[None, "title", 0] == ("https://a.example/show", "2020-01-02")
    assert origins[None, "aliases", 0] == ("https://b.example/", "2020-01-31")
    assert origins[1, "status", 0] == ("https://a.example/show", "2020-02-01")
    assert origins[1, "cast", 0] == ("https://a.example/show", "2020-01-02")
    assert origins[1, "cast", 1] == ("https://c.example/", "2020-03-01")
    assert origins[2, "status", 0] == ("https://d.example/", "2020-01-31")
    assert (statement.link, statement.as_of) == ("https://a.example/show", date(2020, 1, 2))
    assert statement.dated


def test_values_are_those_of_the_domain() -> None:
    (statement,) = read(GOOD)
    assert [c.value for c in said(statement, 1, "premiere")] == [AirDate.parse("2019-12-18")]
    assert [c.value for c in said(statement, 1, "cast")] == [
        Credit("Paul James", "Sam"),
        Credit("Callie Hernandez"),
    ]
    assert {c.key: c.value for c in said(statement, None, "ids")} == {
        "tmdb": "96095",
        "imdb": "tt8907986",
    }


@pytest.mark.parametrize(
    "written",
    [
        '{ value = "Lost", source = "https://x.example/", as_of = "2020-05-05" }',
        '{ value = "Lost", source = "https://x.example/", as_of = 2020-05-05 }',
    ],
)
def test_a_single_fact_has_its_own_source(written: str) -> None:
    (statement,) = read(f"title = {written}")
    (claim,) = statement.claims
    assert (claim.value, claim.source, claim.as_of) == (
        "Lost",
        "https://x.example/",
        date(2020, 5, 5),
    )


@pytest.mark.parametrize(
    ("written", "where"),
    [
        ('source = "{link}"', "source"),
        ('site = "{link}"', "site"),
        ('picture = "{link}"', "picture"),
        ('network = {{ value = "HBO", source = "{link}" }}', "network.source"),
        ('[[seasons]]\nnumber = 1\ntrailers = [{{ url = "{link}" }}]', "seasons.0.trailers"),
        (
            '[[seasons]]\nnumber = 1\nwhere = [{{ provider = "A", url = "{link}" }}]',
            "seasons.0.where",
        ),
    ],
)
@pytest.mark.parametrize("link", ["http://127.0.0.1/a", "https://wiki.internal/a"])
def test_every_link_of_a_file_leads_to_a_public_page(written: str, where: str, link: str) -> None:
    message = refused('title = "Lost"\n' + written.format(link=link))
    assert f"{where}: A link must start" in message
    assert "public page" in message
    assert read('title = "Lost"\n' + written.format(link="https://a.example/a"))


def test_every_level_of_a_collection_has_its_own_source() -> None:
    table = {
        "title": "Lost",
        "source": "https://show.example/",
        "ids": {"tmdb": {"value": 4607, "source": "https://id.example/"}, "imdb": "tt1"},
        "seasons": [
            {
                "number": 1,
                "source": "https://season.example/",
                "where": {
                    "value": [
                        {"provider": "Hulu"},
                        {"value": {"provider": "Netflix"}, "source": "https://offer.example/"},
                    ],
                    "source": "https://list.example/",
                },
                "episodes": {"value": 25},
            }
        ],
    }
    (statement,) = read(json.dumps(table), "lost.json")
    assert {(c.field, c.key): c.source for c in statement.claims} == {
        ("title", ""): "https://show.example/",
        ("ids", "tmdb"): "https://id.example/",
        ("ids", "imdb"): "https://show.example/",
        ("where", "hulu|"): "https://list.example/",
        ("where", "netflix|"): "https://offer.example/",
        ("episodes", ""): "https://season.example/",
    }


def test_what_is_undated_is_dated_by_the_day_it_was_read() -> None:
    (statement,) = read('title = "Lost"')
    assert not statement.dated
    assert statement.as_of == TODAY
    assert statement.link == ""


def test_a_day_that_has_begun_elsewhere_counts_as_today() -> None:
    (statement,) = read('title = "Lost"\nas_of = "2026-06-16"')
    assert statement.as_of == TODAY


def test_a_season_of_which_nothing_is_said_is_listed() -> None:
    (statement,) = read('title = "Lost"\n[[seasons]]\nnumber = 3\n')
    assert [(c.season, c.field, c.value) for c in statement.claims[1:]] == [(3, "listed", True)]


def test_the_catalogue_is_a_source_and_an_import_ranks_with_curators() -> None:
    (shipped,), (imported,) = read(GOOD, source=CATALOG), read(GOOD, source=IMPORT)
    assert {c.tier for c in shipped.claims} == {Tier.SOURCE}
    assert {c.tier for c in imported.claims} == {Tier.CURATOR}
    assert (shipped.source, shipped.key) == ("catalog", "shows")
    assert (imported.source, imported.key) == ("import", "shows#tmdb:96095")


def test_one_show_reads_the_same_from_every_format() -> None:
    table = {
        "title": "Élite",
        "year": 2018,
        "seasons": [{"number": 1, "premiere": "2018-10-05", "final": False, "episodes": 8}],
    }
    toml = 'title = "Élite"\nyear = 2018\n[[seasons]]\nnumber = 1\npremiere = 2018-10-05\n'
    toml += "final = false\nepisodes = 8\n"
    texts = {
        "shows.toml": toml,
        "shows.json": json.dumps(table, indent=2),
        "shows.jsonl": f"\n{json.dumps(table, ensure_ascii=False)}\r\n\n",
        "shows.JSON": json.dumps([table]),
        "shows.ndjson": json.dumps(table),
    }
    first, *rest = [read(text, name) for name, text in texts.items()]
    assert all(statements == first for statements in rest)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("shows.toml", '[[shows]]\ntitle = "A"\n[[shows]]\ntitle = "B"\n'),
        ("shows.json", '[{"title": "A"}, {"title": "B"}]'),
        ("shows.json", '{"shows": [{"title": "A"}, {"title": "B"}]}'),
        ("shows.jsonl", '{"title": "A"}\n\n{"title": "B"}\n'),
    ],
)
def test_a_file_may_hold_several_shows(name: str, text: str) -> None:
    assert [said(s, None, "title")[0].value for s in read(text, name)] == ["A", "B"]


def test_a_byte_order_mark_and_windows_lines_do_no_harm() -> None:
    marked = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert read(marked) == read(GOOD)


def test_namesakes_of_different_years_are_two_shows() -> None:
    text = '{"title": "Dallas", "year": 1978}\n{"title": "Dallas", "year": 2012}'
    assert len({statement.key for statement in read(text, "shows.jsonl")}) == 2


# Broken files


def at(line: int, *fragments: str) -> Callable[[str], bool]:
    return lambda message: (
        message.startswith(f", line {line}: ")
        and all(fragment in message for fragment in fragments)
    )


SEASONS = "\n\n[[seasons]]\nnumber = 1\nepisodes = 8\n\n[[seasons]]\nnumber = 2\n"


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ('title = "Lost', at(1)),
        ('title = "Lost"\nyear = \n', at(2, "this is not TOML", "Invalid value")),
        ('title = "Lost"\ntitle = "Lost"\n', at(2, "overwrite")),
        ('title = "Lost"\n[[seasons]\n', at(2)),
        ("", at(1, "a show needs a title")),
        ("# nothing yet\n", at(1, "a show needs a title")),
        ('title = ""', at(1, "title: A title must not be empty")),
        ("title = 24", at(1, "title: A title must be text, not a number")),
        ('title = "Lost"\n\ncolour = "red"\n', at(3, "'colour' is not a known key")),
        ('title = "Lost"\nhidden = true\n', at(2, "'hidden' is not a known key")),
        ('title = "Lost"\nyear = "2004"\n', at(2, "year", "a whole number, not text")),
        ('title = "Lost"\nyear = 20040\n', at(2, "between 1900 and 2200")),
        ('title = "Lost"\ngenres = "drama"\n', at(2, "genres", "list")),
        ('title = "Lost"\naliases = "LOST"\n', at(2, "aliases must be a list")),
        ('title = "Lost"\npopularity = nan\n', at(2, "popularity")),
        ('title = "Lost"\npopularity = inf\n', at(2, "popularity")),
        ('title = "Lost"\nsite = "lost.example"\n', at(2, "site", "http")),
        ('title = "Lost"\nsource = "the news"\n', at(2, "source", "http")),
        ('title = "Lost"\nids = { netflix = 1 }\n', at(2, "ids must be a table of tmdb")),
        ('title = "Lost"\nids = { tmdb = [1] }\n', at(2, "ids", "text, not a list")),
        ('title = "Lost"\nids = { tmdb = true }\n', at(2, "ids", "text, not true/false")),
        ('title = "Lost"\nids = { tmdb = "../1" }\n', at(2, "ids", "tmdb must be a number")),
        ('title = "Lost"\nids = { tvmaze = -1 }\n', at(2, "ids", "text, not a number")),
        ('title = "Lost"\nids = { anilist = "1/x" }\n', at(2, "ids", "anilist must be a number")),
        ('title = "Lost"\nids = { imdb = "tt1/../2" }\n', at(2, "imdb must be an id such as")),
        ('title = "Lost"\nids = { imdb = 411008 }\n', at(2, "imdb must be an id such as")),
        ('title = "Lost"\nas_of = "2026-06-17"\n', at(2, "as_of", "future")),
        ('title = "Lost"\nas_of = "lately"\n', at(2, "as_of must be a day like 2026-10-05")),
        ('title = "Lost"\nas_of = 20260101\n', at(2, "as_of must be a day like 2026-10-05")),
        ('title = "Lost"\nas_of = 2026-01-01T00:00:00\n', at(2, "as_of must be a day")),
        ('title = "Lost"\nyear = { value = 2004, by = "me" }\n', at(2, "'by' is not a known key")),
        ('title = "Lost"\nyear = { value = 2004, as_of = "2027-01-01" }\n', at(2, "future")),
        ('title = "Lost"\nyear = { source = "https://a.example/" }\n', at(2, "not a table")),
        ('title = "Lost"\nseasons = 6\n', at(2, "seasons must be a list")),
        ('title = "Lost"\nseasons = [1]\n', at(2, "a season must be a table")),
        (f'title = "Lost"{SEASONS}episode = 8\n', at(9, "'episode' is not a known key")),
        (f'title = "Lost"{SEASONS}episodes = "8"\n', at(9, "seasons.1.episodes", "not text")),
        (f'title = "Lost"{SEASONS}status = "ended"\n', at(9, "one of: rumored")),
        (f'title = "Lost"{SEASONS}premiere = "soon"\n', at(9, "premiere", "not a date")),
        (f'title = "Lost"{SEASONS}premiere = 2026-10-05T20:00:00\n', at(9, "no zone")),
        (f'title = "Lost"{SEASONS}cast = [{{ character = "Sam" }}]\n', at(9, "person")),
        (f'title = "Lost"{SEASONS}[[seasons]]\nnumber = 1\n', at(10, "season 1 is there twice")),
        (f'title = "Lost"{SEASONS}[[seasons]]\nnumber = -1\n', at(10, "between 0 and 9999")),
        ('title = "Lost"\n[[seasons]]\nepisodes = 1\n[[seasons]]\nnumber = 2\n', at(2, "number")),
        ('title = "Lost"\n[[ seasons ]] # one\nnumber = 1.5\n', at(3, "whole number")),
        ('shows = "Lost"', at(1, "shows must be a list")),
        ('[[shows]]\ntitle = "A"\n[[ shows ]] #\nyear = 2004\n', at(3, "needs a title")),
        ('[[shows]]\ntitle = "A"\n\n[[shows]]\ntitle = "a"\n', at(4, "already at line 1")),
    ],
)
def test_a_broken_toml_file_names_the_line_and_the_reason(
    text: str, check: Callable[[str], bool]
) -> None:
    message = refused(text)
    assert check(message), message


@pytest.mark.parametrize(
    ("name", "text", "check"),
    [
        ("a.json", "", at(1)),
        ("a.json", "{", at(1)),
        ("a.json", '{\n"title": "Lost",}', at(2)),
        ("a.json", '{"title": "Lost", "popularity": NaN}', at(1, "NaN is not JSON")),
        ("a.json", '{"title": "Lost", "popularity": 1e999}', at(1, "popularity")),
        ("a.json", '{"title": "Lost", "title": "Dark"}', at(1, "'title' is there twice")),
        ("a.json", "24", at(1, "a show must be a table")),
        ("a.json", "null", at(1, "a show must be a table")),
        ("a.json", '[{"title": "A"}, "B"]', at(1, "a show must be a table")),
        ("a.json", '{"shows": {"title": "A"}}', at(1, "shows must be a list")),
        ("a.json", '[{"title": "A"},\n{"title": "B", "year": "x"}]', at(2, "year")),
        ("a.json", '[{"title": "A"},\n{"title": "A"}]', at(2, "already at line 1")),
        ("a.json", "[]", lambda message: message == ": there is no show in it."),
        ("a.jsonl", "\n\n", lambda message: message == ": there is no show in it."),
        ("a.jsonl", '{"title": "A"}\n{"title": "B"}\n{"title": \n{"title": "D"}', at(3)),
        ("a.jsonl", '{"title": "A"}\n\n{"title": "B", "year": "x"}', at(3, "year")),
        ("a.jsonl", '{"title": "A"}\n["B"]', at(2, "a show must be a table")),
        ("a.jsonl", '{"title": "A"}\n{"title": "A"}', at(2, "already at line 1")),
        ("a.jsonl", '{"title": "A"}\n{"title":', at(2, "this is not JSON", "Expecting value")),
        ("a.csv", "title\nLost", lambda message: ".toml, .json or .jsonl" in message),
        ("a", "", lambda message: ".toml, .json or .jsonl" in message),
    ],
)
def test_a_broken_json_file_names_the_line_and_the_reason(
    name: str, text: str, check: Callable[[str], bool]
) -> None:
    message = refused(text, name)
    assert check(message), message


def test_what_is_not_utf_8_is_refused() -> None:
    assert "not UTF-8 text (at byte 9)" in refused(b'title = "\xc9lite"')
    assert "not UTF-8" in refused('title = "Lost"'.encode("utf-16"))


@pytest.mark.parametrize("depth", [50, 500, 900, 990, 100_000])
@pytest.mark.parametrize(
    ("name", "opening", "closing"),
    [
        ("a.json", '{"title": "Lost", "genres": ' + "[", "]"),
        ("a.json", '{"title": "Lost", "as_of": ' + "[", "]"),
        ("a.json", '{"title":', "}"),
        ("a.jsonl", '{"title": "Lost", "x": ' + "[", "]"),
        ("a.toml", 'title = "Lost"\nyear = ' + "[", "]"),
        ("a.toml", 'title = "Lost"\nyear = ' + "{a=", "}"),
    ],
)
def test_deep_nesting_is_refused(name: str, opening: str, closing: str, depth: int) -> None:
    repeated = opening.rpartition(" ")[2] if name.endswith(("toml", "jsonl")) else opening[-1:]
    text = opening + repeated * depth + closing * (depth + 1)
    assert len(refused(text, name)) < 300


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.toml", f'title = "Lost"\nyear = {"9" * 5000}\n'),
        ("a.json", f'{{"title": "Lost", "year": {"9" * 5000}}}'),
        ("a.jsonl", f'{{"title": "Lost", "popularity": {"9" * 400}}}'),
    ],
)
def test_numbers_of_any_length_are_refused(name: str, text: str) -> None:
    assert len(refused(text, name)) < 300


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(BadFileError, match=path.name):
            read_file(path, source=IMPORT, today=TODAY)


def test_nothing_of_a_broken_file_is_returned() -> None:
    good = '{"title": "A"}\n'
    assert len(read(good, "a.jsonl")) == 1
    refused(good + '{"title": "B", "seasons": [{"number": 1}, {"number": -1}]}', "a.jsonl")


_scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8))
_keys = st.sampled_from(
    [
        *("title", "year", "value", "source", "as_of", "ids", "tmdb", "seasons", "number", "cast"),
        *("aliases", "premiere", "parts", "where", "person", "provider", "shows", "x"),
    ]
)
_json = st.recursive(
    _scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_keys, inner, max_size=5)),
    max_leaves=12,
)


def read_or_refused(text: str | bytes, name: str) -> list[Statement]:
    """What is in that file; nothing where it was refused by name."""
    refusal = name
    statements: list[Statement] = []
    try:
        statements = read(text, name)
    except BadFileError as error:
        refusal = str(error)
    assert refusal.startswith(name)
    return statements


@settings(deadline=None, max_examples=100)
@given(_json, st.sampled_from(["a.json", "a.jsonl"]))
def test_any_json_is_read_or_refused(table: object, name: str) -> None:
    for statement in read_or_refused(json.dumps(table), name):
        assert said(statement, None, "title")


@settings(deadline=None, max_examples=75)
@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)), st.data())
def test_any_bytes_are_read_or_refused(junk: bytes, data: st.DataObject) -> None:
    whole = GOOD.encode()
    cut = data.draw(st.integers(0, len(whole)))
    for text in (junk, whole[:cut] + junk + whole[cut:]):
        for name in ("a.toml", "a.json", "a.jsonl"):
            for statement in read_or_refused(text, name):
                assert said(statement, None, "title")


# The starter catalogue

FILES = sorted(CATALOGUE.glob("*.toml"))


def shipped(path: Path) -> Statement:
    (statement,) = read_file(path, source=CATALOG, today=date(2100, 1, 1))
    return statement


def show_in(path: Path) -> Show:
    show = show_of(1, resolve(shipped(path).claims))
    assert show is not None
    return show


def test_the_starter_catalogue_is_as_large_as_the_readme_says() -> None:
    assert len(FILES) > 80


def test_the_document_of_the_format_has_every_key() -> None:
    text = (CATALOGUE.parents[1] / "CONTRIBUTING.md").read_text("utf-8")
    told = re.search(r"The keys: `([^`]+)`.*?a season's: `([^`]+)`", text, re.DOTALL)
    assert told is not None
    assert (set(told[1].split()), set(told[2].split())) == (SHOW_KEYS, SEASON_KEYS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_the_catalogue_is_whole(path: Path) -> None:
    statement = shipped(path)
    assert statement.dated
    for claim in statement.claims:
        assert claim.source.startswith(("http://", "https://"))
        assert claim.as_of < date(2100, 1, 1)
    show = show_in(path)
    # A show that never came out has no year yet.
    assert show.first_year is None or path.stem.endswith(f"-{show.first_year}")
    assert show.kind is not None
    assert show.seasons
    for season in show.seasons:
        if season.premiere and season.finale and season.finale.value.known:
            assert season.premiere.value.earliest() <= season.finale.value.latest()


def test_the_catalogue_covers_every_verdict_a_show_can_have() -> None:
    shows = [show_in(path) for path in FILES]
    newest = max(claim.as_of for path in FILES for claim in shipped(path).claims)
    now = datetime(newest.year, newest.month, newest.day, 12, tzinfo=UTC)
    asked = {verdict(show, None, now).kind for show in shows}
    numbered = {verdict(show, season.number, now).kind for show in shows for season in show.seasons}
    assert asked | numbered == set(VerdictKind) - {VerdictKind.NO_SUCH_SEASON}
    assert all(verdict(show, 999, now).kind is VerdictKind.NO_SUCH_SEASON for show in shows)
    assert {VerdictKind.CANCELED, VerdictKind.ENDED, VerdictKind.UNANNOUNCED} <= asked


def test_what_started_the_project_is_answered() -> None:
    show = show_in(CATALOGUE / "soundtrack-2019.toml")
    found = verdict(show, 2, datetime(2026, 6, 15, tzinfo=UTC))
    assert found.kind is VerdictKind.CANCELED
    assert found.because is not None
    assert found.because.claim.as_of == date(2020, 1, 31)
    first = show.season(1)
    assert first is not None
    assert len(first.cast) == 17
    assert found.latest is first
