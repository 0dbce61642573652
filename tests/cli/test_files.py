"""`import` and `export`: what is stored, what is refused, and that nothing is lost on the way."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.cli.output_file import write_file
from bot.facts.fields import field_of
from bot.facts.queries.claims import claims_of
from bot.facts.queries.shows import title_entries
from bot.facts.resolve import resolve
from bot.foundation.database import Database
from tests.cli.conftest import ROOT, CommandLine

DARK: dict[str, Any] = {
    "title": "Dark",
    "year": 2017,
    "source": "https://example.org/dark",
    "as_of": "2026-01-02",
    "seasons": [
        {
            "number": 1,
            "premiere": "2017-12-01",
            "episodes": {"value": 10, "source": "https://example.org/ten"},
            "cast": [{"person": "Louis Hofmann", "character": "Jonas"}],
        }
    ],
}
DARK_TOML = """title = "Dark"
year = 2017
source = "https://example.org/dark"
as_of = 2026-01-02

[[seasons]]
number = 1
premiere = "2017-12-01"
episodes = {value = 10, source = "https://example.org/ten"}
cast = [{person = "Louis Hofmann", character = "Jonas"}]
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dark.toml", DARK_TOML),
        ("dark.json", json.dumps(DARK)),
        ("dark.json", "\ufeff" + json.dumps([DARK], indent=2)),
        ("dark.jsonl", "\n" + json.dumps(DARK) + "\n\n"),
    ],
)
def test_each_format_says_the_same(
    empty: CommandLine, tmp_path: Path, name: str, text: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    result = empty("import", str(file))
    assert result.exit_code == 0, result.exception
    assert result.stdout == f"{name}: 1 show added, 0 changed, 0 unchanged.\n"
    ((source, tier, link, as_of, body),) = empty.stored(
        "SELECT source, tier, link, as_of, statement FROM records"
    )
    assert (source, tier) == ("import", 2)
    assert (link, as_of) == ("https://example.org/dark", "2026-01-02")
    assert json.loads(body) == [
        [None, "title", "", "Dark", None, None],
        [None, "year", "", 2017, None, None],
        [1, "premiere", "", "2017-12-01", None, None],
        [1, "episodes", "", 10, "https://example.org/ten", None],
        [1, "cast", "louis hofmann", {"person": "Louis Hofmann", "character": "Jonas"}, None, None],
    ]


def test_the_same_file_twice_changes_nothing(empty: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "dark.json"
    file.write_text(json.dumps(DARK))
    empty("import", str(file))
    before = empty.stored.everything()
    again = empty("import", str(file))
    assert again.stdout == "dark.json: 0 shows added, 0 changed, 1 unchanged.\n"
    after = empty.stored.everything()
    for rows in (before, after):
        rows["records"] = [(*row[:7], "checked", *row[8:]) for row in rows["records"]]
    assert after == before


GOOD = '{"title": "Good"}'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.jsonl", f'{GOOD}\n{{"title": "Bad", "year": "soon"}}', "a.jsonl, line 2: year: "),
        ("a.jsonl", f"{GOOD}\n{{", "a.jsonl, line 2: "),
        ("a.jsonl", f"{GOOD}\n\n{GOOD}", "line 3: the same show is already at line 1."),
        ("a.jsonl", f"{GOOD}\n[1]", "a.jsonl, line 2: a show must be a table"),
        ("a.jsonl", f'{GOOD}\n{{"year": 2000}}', "line 2: record: a show needs a title."),
        ("a.jsonl", f'{GOOD}\n{{"title": "B", "colour": 1}}', "'colour' is not a known key"),
        ("a.jsonl", f'{GOOD}\n{{"title": "B", "popularity": NaN}}', "line 2: NaN is not JSON."),
        ("a.jsonl", f'{GOOD}\n{{"title": "B", "year": {"9" * 5000}}}', "line 2: a number in it"),
        ("a.json", f"[{GOOD},\n" + '{"title":"B","seasons":[{"number":-1}]}]', "a.json, line 2: "),
        (
            "a.json",
            f'[{GOOD},\n\n{{"year": 2001}}]',
            "a.json, line 3: record: a show needs a title.",
        ),
        ("a.json", f'{{"shows": [{GOOD},\n7]}}', "a.json, line 2: a show must be a table"),
        ("a.json", f"[{GOOD},\n{GOOD}]", "line 2: the same show is already at line 1."),
        ("a.json", "[" * 100_000, "nested too deeply"),
        ("a.json", "[]", "there is no show in it"),
        ("a.toml", DARK_TOML.replace("= 2017\n", "= \n"), "a.toml, line 2: "),
        ("a.toml", DARK_TOML.replace('"2017-12-01"', '"soon"'), "a.toml, line 8: "),
        ("a.toml", DARK_TOML.replace("2026-01-02", "2999-01-02"), "line 4: as_of: as_of 2999"),
        ("a.toml", DARK_TOML.replace("https://example.org/ten", "ftp://x"), "a.toml, line 9: "),
        ("a.toml", DARK_TOML + "[[seasons]]\nnumber = 1\n", "season 1 is there twice"),
        ("a.toml", b"\xff\xfe", "this is not UTF-8 text"),
        ("a.csv", "title\nDark", "ends in .toml, .json or .jsonl"),
        ("a.json", "", "a.json, line 1: "),
    ],
)
def test_a_bad_record_refuses_the_whole_file(
    empty: CommandLine, tmp_path: Path, name: str, text: str | bytes, sentence: str
) -> None:
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    told = empty.refused("import", str(file))
    assert sentence in told
    assert name in told
    assert len(told) < 500
    assert empty.stored("SELECT * FROM shows") == []


@pytest.mark.parametrize("place", ["none.toml", "", "store.db/x.toml"])
def test_a_file_that_cannot_be_read(cli: CommandLine, tmp_path: Path, place: str) -> None:
    assert str(tmp_path) in cli.refused("import", str(tmp_path / place))


def test_a_database_that_cannot_be_opened(empty: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "dark.json"
    file.write_text(json.dumps(DARK))
    (tmp_path / "broken.db").write_text("This is no database. " * 300)
    for url in (tmp_path / "broken.db", tmp_path, "/dev/null/x/store.db", file):
        told = empty.refused("import", str(file), DATABASE_URL=f"sqlite+aiosqlite:///{url}")
        assert "database" in told


def everything(file: Path) -> dict[str, dict[Any, Any]]:
    """All that resolves for everybody, by title: value, source and date of each place, in order."""

    async def read() -> dict[str, dict[Any, Any]]:
        shows = {}
        async with Database(f"sqlite+aiosqlite:///{file}") as database, database.read() as reading:
            for entry in await title_entries(reading):
                facts = {
                    (season, name, at, fact.claim.key): (
                        field_of(season, name).encode(fact.value),
                        fact.claim.source,
                        fact.claim.as_of,
                    )
                    for (season, name), held in resolve(
                        await claims_of(reading, entry.show_id, 0)
                    ).items()
                    for at, fact in enumerate(held)
                }
                shows[f"{entry.title} ({entry.year})"] = facts
        return shows

    return asyncio.run(read())


@pytest.mark.slow
@pytest.mark.parametrize("form", ["toml", "json", "jsonl"])
def test_the_whole_catalogue_goes_out_and_in_without_loss(
    cli: CommandLine, empty: CommandLine, tmp_path: Path, form: str
) -> None:
    file, again = tmp_path / f"all.{form}", tmp_path / f"again.{form}"
    result = cli("export", "--format", form, "-o", str(file))
    assert result.exit_code == 0, result.exception
    count = cli.stored.one("SELECT count(*) FROM titles")
    assert result.stdout == f"{count:,} shows written to {file}.\n"
    assert f"{count} shows added, 0 changed" in empty("import", str(file)).stdout
    said, kept = everything(cli.file), everything(empty.file)
    assert kept == said
    assert len(said) == count > 60
    empty("export", "--format", form, "-o", str(again))
    assert again.read_bytes() == file.read_bytes()
    assert not list(tmp_path.glob("*.part"))
    onto_itself = cli("import", str(file))
    assert onto_itself.exit_code == 0
    assert everything(cli.file) == said


def test_what_was_exported_joins_the_shows_it_came_from(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    cli("export", "--format", "jsonl", "-o", str(file))
    tables = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    named = [table for table in tables if "year" in table or "ids" in table]
    file.write_text("\n".join(map(json.dumps, named)))
    assert f"0 shows added, {len(named)} changed" in cli("import", str(file)).stdout


def test_facts_without_a_link_or_from_elsewhere_keep_their_origin(
    empty: CommandLine, tmp_path: Path
) -> None:
    table = {
        "title": "Dark",
        "as_of": "2026-01-02",
        "network": {"value": "Netflix", "source": "https://a.example/"},
        "aliases": [{"value": "Oscuro", "as_of": "2025-01-01"}, "Noir"],
        "ids": {"imdb": {"value": "tt57", "source": "https://b.example/"}},
        "seasons": [
            {"number": 0},
            {"number": 1, "source": "https://c.example/", "as_of": "2024-01-01", "episodes": 10},
            {"number": 2, "final": False, "premiere": "2019~"},
        ],
    }
    (tmp_path / "dark.json").write_text(json.dumps(table))
    empty("import", str(tmp_path / "dark.json"))
    before = everything(empty.file)
    for form in ("toml", "json", "jsonl"):
        text = empty("export", "--format", form).stdout
        file = tmp_path / f"out.{form}"
        file.write_text(text, encoding="utf-8")
        fresh = CommandLine(tmp_path / f"{form}.db", {"CATALOG_DIR": "none"})
        assert fresh("import", str(file)).exit_code == 0
        assert everything(fresh.file) == before


def test_one_show_is_exported_as_a_file_of_the_catalogue(cli: CommandLine) -> None:
    table = tomllib.loads(cli("export", "soundtrack").stdout)
    assert table["title"] == "Soundtrack"
    assert 2019 in (table["year"], dict(table["year"])["value"])
    assert [season["number"] for season in table["seasons"]] == [1, 2]
    assert len(table["seasons"][0]["cast"]) == 17


def test_several_shows_in_the_order_asked_for(cli: CommandLine) -> None:
    text = cli("export", "--format", "jsonl", "Soundtrack", "Between").stdout
    assert [json.loads(line)["title"] for line in text.splitlines()] == ["Soundtrack", "Between"]


def test_an_export_that_cannot_be_is_one_line(cli: CommandLine, tmp_path: Path) -> None:
    assert "not in my catalogue" in cli.refused("export", "id:999999")
    target = tmp_path / "folder"
    target.mkdir()
    for output in (target, tmp_path / "no" / "x.toml", Path("/dev/null/x.toml")):
        assert str(output) in cli.refused("export", "-o", str(output))
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize("words", [("export",), ("sync",), ("timeline", "-o", "no.png")])
def test_an_unknown_or_ambiguous_title_is_refused_with_ids_to_choose(
    cli: CommandLine, words: tuple[str, ...]
) -> None:
    """What is named by an id of those is that show."""
    provider = {"TVMAZE_URL": "http://127.0.0.1:9"}  # which nothing is asked of
    near = cli.refused(*words, "Soundtrak", **provider)
    assert near.startswith("No show is called 'Soundtrak'; near it: id:")
    several = cli.refused(*words, "One Day at a Time", **provider)
    assert several.startswith("Several shows are called 'One Day at a Time'; name one by its id: ")
    named = re.findall(r"(id:\d+) (.+?) \((\d+)\)", f"{near} {several}")
    assert len(named) == 3
    for number, title, year in named:
        table = tomllib.loads(cli("export", number).stdout)
        assert table["title"] == title
        assert year in str(table["year"])
    assert cli.refused(*words, "qwxyzzy", **provider) == "No show is called 'qwxyzzy'."


def test_an_export_never_takes_the_place_of_a_pipe(cli: CommandLine, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with os.fdopen(os.open(pipe, os.O_RDWR | os.O_NONBLOCK), "rb", buffering=0) as reader:
        assert cli("export", "1899", "-o", str(pipe)).exit_code == 0
        assert tomllib.loads((reader.read(60_000) or b"").decode())["title"] == "1899"
    assert pipe.is_fifo()
    assert "is no file" in cli.refused("backup", str(pipe))
    assert pipe.is_fifo()


def test_nothing_known_is_an_empty_file(empty: CommandLine) -> None:
    assert json.loads(empty("export", "--format", "json").stdout) == []
    assert empty("export", "--format", "jsonl").stdout == ""


@pytest.mark.slow
@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_import_that_is_told_to_end_changes_nothing(
    empty: CommandLine, tmp_path: Path, sign: signal.Signals, code: int
) -> None:
    empty("export")  # makes the database
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(json.dumps({"title": f"Show {n}"}) for n in range(60_000)))
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "import", str(file)],
        cwd=ROOT,
        env=os.environ | empty.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    # From the moment the command reads the database it is inside the loop that handles signals.
    while not empty.file.with_name("empty.db-shm").exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(sign)
    out, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in errors
    assert out == b""
    assert empty.stored("SELECT * FROM shows") == []


async def test_files_written_at_once_do_not_meet(tmp_path: Path) -> None:
    target = tmp_path / "shows.toml"
    texts = [bytes([letter]) * 2_000_000 for letter in b"abcd"]
    for _ in range(20):
        await asyncio.gather(*(asyncio.to_thread(write_file, target, text) for text in texts))
        assert target.read_bytes() in texts
    assert os.listdir(tmp_path) == [target.name]


@pytest.mark.parametrize("name", ["shows.json", "shows.toml", "shows"])
def test_a_device_is_no_file_of_shows(empty: CommandLine, tmp_path: Path, name: str) -> None:
    """/dev/zero has no end; this one has, where it is read."""
    (tmp_path / name).symlink_to("/dev/null")
    told = empty.refused("import", str(tmp_path / name))
    assert told == f"{tmp_path / name}: this is a device, and no file of shows."


def test_a_timeline_is_drawn_into_a_file(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "line.png"
    result = cli("timeline", "stranger things", "-o", str(file))
    assert result.exit_code == 0, result.output
    assert "Season 4: 27 May 2022 to 1 July 2022" in result.stdout
    assert file.read_bytes().startswith(b"\x89PNG")
    english = file.read_bytes()
    german = cli("timeline", "stranger things", "-o", str(file), "--lang", "de")
    assert german.stdout.splitlines()[0].startswith("Staffel 1: 15. Juli 2016")
    assert file.read_bytes() not in (english, b"")
    brazilian = cli("timeline", "stranger things", "-o", str(file), "--lang", "pt-BR")
    assert brazilian.stdout.startswith("Temporada 1: ")
    unknown = cli("timeline", "stranger thinks", "-o", str(tmp_path / "none.png"))
    assert unknown.exit_code == 1
    assert re.search(r"near it: id:\d+ Stranger Things \(2016\)", unknown.output)
    nowhere = cli("timeline", "stranger things", "-o", str(tmp_path / "no" / "line.png"))
    assert nowhere.exit_code == 1
    assert "No such file or directory" in nowhere.output
    assert "Traceback" not in nowhere.output


@pytest.mark.parametrize("words", [("timeline", "soundtrack"), ("export", "soundtrack")])
def test_a_file_is_written_whole_or_not_at_all(
    cli: CommandLine, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "written"
    file.write_bytes(b"an older one")
    with file.open("rb") as older:
        result = cli(*words, "-o", str(file))
        assert result.exit_code == 0, result.output
        assert older.read() == b"an older one", "it gives way to one that is whole"
    assert len(file.read_bytes()) > 100
    assert sorted(path.name for path in tmp_path.glob("written*")) == ["written"]
    assert cli.refused(*words, "-o", "/dev/full") == "/dev/full: No space left on device."


def test_names_of_files_that_are_no_utf_8(empty: CommandLine, tmp_path: Path) -> None:
    names = [os.fsdecode(name) for name in (b"caf\xe9.json", b"caf\xe8.json")]
    for name in names:
        try:
            (tmp_path / name).write_text(json.dumps(DARK), encoding="utf-8")
        except OSError:
            pytest.skip("this file system takes no such names")
        result = empty("import", str(tmp_path / name))
        assert result.exit_code == 0, result.exception
    assert empty.stored("SELECT key FROM records ORDER BY key") == [
        ("caf\\udce8#dark|2017",),
        ("caf\\udce9#dark|2017",),
    ]
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.toml")).write_text(DARK_TOML, encoding="utf-8")
    result = empty("ask", "Dark season 1", CATALOG_DIR=str(folder))
    assert result.exit_code == 0, result.exception


@pytest.mark.slow
def test_an_export_that_standard_output_cannot_hold_is_refused(
    empty: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "p.json"
    file.write_text(json.dumps({**DARK, "title": "Pokémon ☃"}), encoding="utf-8")
    assert empty("import", str(file)).exit_code == 0
    done = subprocess.run(
        [sys.executable, "-m", "bot", "export"],
        cwd=ROOT,
        env={**os.environ, **empty.environment, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"Error: Standard output is ")
    assert b"Traceback" not in done.stderr


def test_a_move_names_the_address_that_is_none(
    empty: CommandLine, tmp_path: Path, unused_tcp_port: int
) -> None:
    good = f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"
    assert empty.refused("move", "store.db", good).startswith("SOURCE_URL must look like ")
    for address, told in (
        ("mysql://x", "TARGET_URL must start with "),
        ("sqlite+aiosqlite://", "TARGET_URL must name a file"),
        ("sqlite+aiosqlite:///x.db?mode=ro", "TARGET_URL takes nothing after"),
    ):
        assert empty.refused("move", good, address).startswith(told)
    assert "There is nothing to move" in empty.refused("move", good, f"{good}.new")
    away = f"postgresql+psycopg://bot:hunter2@127.0.0.1:{unused_tcp_port}/bot"
    told = empty.refused("move", away, good)
    assert "is not answering" in told
    assert f'"127.0.0.1", port {unused_tcp_port} failed' in told, "which of the two, and why"
    assert "hunter2" not in told


def test_a_terminal_shows_how_far_an_import_is_by_the_name_of_the_file(
    empty: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "dark [red].json"
    (tmp_path / name).write_text('{"title": "Dark"}')
    monkeypatch.setattr("rich.console.Console.is_terminal", True)
    result = empty("import", str(tmp_path / name))
    assert result.exit_code == 0, result.exception
    assert name in result.stderr


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE records SET statement = '{broken'",
        "UPDATE records SET statement = '[[null, \"title\"]]'",
        'UPDATE records SET statement = \'[[1, "premiere", "", 7, null, null]]\'',
        "UPDATE titles SET names = '{broken'",
    ],
)
def test_a_damaged_row_is_told_in_a_sentence(
    empty: CommandLine, tmp_path: Path, damage: str
) -> None:
    file = tmp_path / "dark.json"
    file.write_text(json.dumps({**DARK, "title": "Hydrangea"}), encoding="utf-8")
    assert empty("import", str(file)).exit_code == 0
    with closing(sqlite3.connect(empty.file)) as connection, connection:
        connection.execute(damage)
    for words in (("ask", "Hydrangea season 1"), ("export",)):
        assert "restore a backup" in empty.refused(*words)
