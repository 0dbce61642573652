"""`ask`: as text, as JSON, line by line, and beside a bot that writes."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from bot.facts.ledger import Ledger
from bot.foundation.clock import system_clock
from bot.foundation.database import Database
from tests.cli.conftest import ROOT, CommandLine
from tests.facts.stated import filed

_TEXT, _NUMBER = {"type": "string"}, {"type": "integer"}
_SHOW = {
    "type": "object",
    "properties": {"id": _NUMBER, "title": _TEXT, "year": {"type": ["integer", "null"]}},
    "required": ["id", "title", "year"],
    "additionalProperties": False,
}
_TOPICS = [
    "release",
    "status",
    "cast",
    "trailer",
    "story",
    "where",
    "episodes",
    "schedule",
    "general",
]
_FACT = {
    "type": "object",
    "properties": {
        "season": {"type": ["integer", "null"]},
        "field": _TEXT,
        "value": {},
        "source": {"type": ["string", "null"], "pattern": "^https?://"},
        "as_of": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "by": _TEXT,
    },
    "required": ["season", "field", "value", "source", "as_of", "by"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "question": _TEXT,
        "show": {"oneOf": [_SHOW, {"type": "null"}]},
        "season": {"type": ["integer", "null"]},
        "topics": {"type": "array", "items": {"enum": _TOPICS}},
        "verdict": {"type": ["string", "null"]},
        "answer": {"type": "string", "minLength": 1},
        "facts": {"type": "array", "items": _FACT},
        "candidates": {"type": "array", "items": _SHOW},
        "also": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "show": _SHOW,
                    "season": {"type": ["integer", "null"]},
                    "verdict": _TEXT,
                    "facts": {"type": "array", "items": _FACT},
                },
                "required": ["show", "season", "verdict", "facts"],
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
SCHEMA["required"] = list(SCHEMA["properties"])


def objects(text: str) -> list[dict[str, Any]]:
    """The JSON objects of an output, a line each, checked against the schema."""
    found = [json.loads(line) for line in text.split("\n") if line]
    for item in found:
        jsonschema.validate(item, SCHEMA)
    return found


def test_the_answer_says_who_says_so(cli: CommandLine) -> None:
    result = cli("ask", "Is there a Soundtrack season 2 release date?")
    assert result.exit_code == 0
    heading, verdict, *_ = result.stdout.splitlines()
    assert heading == "Soundtrack (2019) · Season 2"
    assert verdict.startswith("Season 2 is canceled. Netflix canceled Soundtrack")
    assert "There is no release date for season 2." in result.stdout
    assert "https://variety.com/" in result.stdout.splitlines()[-1]
    assert result.stderr == ""


_OUT_OR_NOT = [
    "Soundtrack season 2: is the release date out or not?",
    "Soundtrack temporada 2: ¿ya hay fecha de estreno o no?",
    "Soundtrack temporada 2: a data de estreia já saiu ou não?",
    "Soundtrack saison 2 : la date de sortie est-elle connue ou pas ?",
    "Soundtrack Staffel 2: ist das Startdatum raus oder nicht?",
    "Soundtrack stagione 2: la data di uscita c'è o no?",
    "Soundtrack season 2 kab aayega, release date aayi hai ya nahi?",
    "Soundtrack season 2: is it canceled, and who is in the cast?",
]


def test_nothing_is_said_twice_however_much_is_asked(cli: CommandLine) -> None:
    asked = "\n".join(_OUT_OR_NOT)
    found = objects(cli("ask", "--json", "-", stdin=asked).stdout)
    assert {(item["season"], item["verdict"]) for item in found} == {(2, "canceled")}
    for item in found:
        lines = [line for line in item["answer"].splitlines() if line]
        assert len(set(lines)) == len(lines), item["answer"]
        # One line has the sources of all that is told.
        assert sum("https://variety.com/" in line for line in lines) == 1
        assert "https://variety.com/" in lines[-1]


def test_each_fact_says_which_season_it_is_of(cli: CommandLine) -> None:
    (found,) = objects(cli("ask", "--json", "Soundtrack season 2 release date").stdout)
    of = {fact["field"]: (fact["season"], fact["value"]) for fact in found["facts"]}
    assert of["status"] == (2, "canceled")
    assert of["premiere"] == (1, "2019-12-18")
    (found,) = objects(cli("ask", "--json", "when does Dark season 9 come out").stdout)
    assert {fact["season"] for fact in found["facts"] if fact["field"] == "status"} == {None}


def test_json_has_the_keys_of_the_format(cli: CommandLine) -> None:
    (found,) = objects(cli("ask", "--json", "Soundtrack season 2 release date").stdout)
    assert list(found) == list(SCHEMA["properties"])
    assert found["question"] == "Soundtrack season 2 release date"
    assert found["show"]["title"] == "Soundtrack"
    assert (found["show"]["year"], found["season"]) == (2019, 2)
    assert (found["topics"], found["verdict"]) == (["release"], "canceled")
    status = next(fact for fact in found["facts"] if fact["field"] == "status")
    assert (status["value"], status["by"]) == ("canceled", "catalog")
    assert found["candidates"] == []


def test_every_topic_fits_the_format(cli: CommandLine) -> None:
    asked = [
        f"{words} Soundtrack season {number}"
        for number in (1, 2)
        for words in ("cast of", "trailer of", "story of", "where to watch", "how many episodes in")
    ]
    found = objects(cli("ask", "--json", "-", stdin="\n".join(asked)).stdout)
    assert [item["question"] for item in found] == asked
    assert {topic for item in found for topic in item["topics"]} >= {"cast", "trailer", "story"}
    assert all(item["show"]["title"] == "Soundtrack" for item in found)


def test_namesakes_are_candidates(cli: CommandLine) -> None:
    (found,) = objects(cli("ask", "--json", "When is the next season of One Day at a Time?").stdout)
    assert found["show"] is None
    assert found["verdict"] is None
    assert {show["year"] for show in found["candidates"]} == {1975, 2017}
    text = cli("ask", "When is the next season of One Day at a Time?").stdout
    assert "1975" in text
    assert "2017" in text


def test_several_shows_are_answered_in_order(cli: CommandLine) -> None:
    text = "when are Bridgerton season 4 and Stranger Things season 5 out"
    (found,) = objects(cli("ask", "--json", text).stdout)
    assert (found["show"]["title"], found["season"]) == ("Bridgerton", 4)
    (other,) = found["also"]
    assert (other["show"]["title"], other["season"]) == ("Stranger Things", 5)
    answers = cli("ask", text).stdout.split("\n\n")
    assert [part.partition("\n")[0] for part in answers] == [
        "Bridgerton (2020) · Season 4",
        "Stranger Things (2016) · Season 5",
    ]


def test_three_of_four_shows_are_answered_about_and_that_is_said(cli: CommandLine) -> None:
    answers = cli("ask", "Who is in Dark, Lupin, Elite and Severance?").stdout.split("\n\n")
    headings = [part.partition("\n")[0].partition(" (")[0] for part in answers]
    assert headings[:-1] == ["Dark", "Lupin", "Élite"]
    assert answers[-1].strip() == (
        "I answer about 3 shows at a time; ask me about the others next."
    )


def test_all_that_is_asked_of_several_is_told(cli: CommandLine) -> None:
    text = "Bridgerton season 4 cast and when is season 5 out"
    (found,) = objects(cli("ask", "--json", text).stdout)
    assert found["topics"] == ["cast", "release"]
    assert (found["season"], [other["season"] for other in found["also"]]) == (4, [5])


def test_an_unknown_show_is_said_to_be_unknown(cli: CommandLine) -> None:
    (found,) = objects(cli("ask", "--json", 'When is "Qwxyzzy Blorp" season 2 out?').stdout)
    assert found["show"] is None
    assert found["facts"] == []


def test_lines_are_answered_in_order(cli: CommandLine) -> None:
    lines = [
        "Soundtrack season 2",
        "",
        "\u200b\u202e",
        "Soundtrack season 99999999999999999999999",
        "Is Dark canceled? " + "really? " * 20_000,
        "'; DROP TABLE shows; --",
        "Severance season 2",
    ]
    result = cli("ask", "--json", "-", stdin="\r\n".join(lines))
    assert result.exit_code == 0, result.exception
    found = objects(result.stdout)
    assert [item["question"] for item in found] == lines
    assert found[0]["show"]["title"] == "Soundtrack"
    assert found[-1]["show"]["title"] == "Severance"
    assert cli.stored.one("SELECT count(*) > 60 FROM shows")


def test_bytes_that_are_no_text(cli: CommandLine) -> None:
    result = cli("ask", "--json", "-", stdin=b"\xff\xfe\x00\nSoundtrack season 2\n")
    assert result.exit_code == 0, result.exception
    assert objects(result.stdout)[1]["verdict"] == "canceled"


def test_no_line_is_no_answer(cli: CommandLine) -> None:
    assert cli("ask", "-", stdin="").stdout == ""


@contextmanager
def child(cli: CommandLine, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], Any]]:
    """`python -m bot` as its own process."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env=os.environ | cli.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process, process.stdout
        finally:
            process.kill()


def ask(process: subprocess.Popen[bytes], question: str) -> dict[str, Any]:
    """Write one line and read one, with standard input still open."""
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None
    assert stdout is not None
    _write(stdin, question)
    return objects(stdout.readline().decode())[0]


def _write(stdin: IO[bytes], line: str) -> None:
    stdin.write(line.encode() + b"\n")
    stdin.flush()


@pytest.mark.slow
def test_each_line_is_answered_before_the_next_is_written(cli: CommandLine) -> None:
    with child(cli, "ask", "--json", "-") as (process, _):
        assert ask(process, "Soundtrack season 2")["verdict"] == "canceled"
        assert ask(process, "Is Dark season 4 happening?")["show"]["title"] == "Dark"
        # What somebody writes meanwhile is in the next answer.
        asyncio.run(_write_elsewhere(cli))
        found = ask(process, "Zyxwv Chronicles season 1")
        assert found["show"] is not None
        assert found["show"]["title"] == "Zyxwv Chronicles"
        assert found["facts"][0]["by"] == "import"
        out, errors = process.communicate(b"", timeout=20)
        assert (process.returncode, out, errors) == (0, b"", b"")


async def _write_elsewhere(cli: CommandLine) -> None:
    async with Database(cli.environment["DATABASE_URL"]) as database:
        season = {"number": 1, "premiere": "2020-01-01", "episodes": 5}
        said = filed({"title": "Zyxwv Chronicles", "year": 2020, "seasons": [season]})
        await Ledger(database, system_clock).state("import", said)


def test_it_answers_while_somebody_holds_the_lock(cli: CommandLine) -> None:
    async def held() -> str:
        async with (
            Database(cli.environment["DATABASE_URL"]) as database,
            database.write() as writing,
        ):
            await writing.exec_driver_sql("UPDATE shows SET revision = revision + 1")
            return await asyncio.to_thread(lambda: cli("ask", "Soundtrack season 2").stdout)

    assert "\nSeason 2 is canceled." in asyncio.run(held())


@pytest.mark.slow
def test_a_reader_that_goes_away_ends_it_quietly(cli: CommandLine) -> None:
    with child(cli, "ask", "-") as (process, stdout):
        assert process.stdin is not None
        _write(process.stdin, "Soundtrack season 2")
        stdout.readline()
        stdout.close()
        try:
            for _ in range(50):
                _write(process.stdin, "Soundtrack season 2")
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.wait(20) == 1
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.slow
def test_streams_that_are_closed_or_full(cli: CommandLine) -> None:
    command = '"$0" -m bot ask - <&-; "$0" -m bot ask Soundtrack >/dev/full'
    result = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable],
        cwd=ROOT,
        env=os.environ | cli.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert "no standard input" in told[0]
    assert told[1:] == ["Error: Output: No space left on device."]
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_ctrl_c_ends_it_while_it_waits_for_a_line(cli: CommandLine) -> None:
    with child(cli, "ask", "--json", "-") as (process, _):
        ask(process, "Soundtrack")
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.slow
def test_a_terminal_that_knows_few_letters(cli: CommandLine) -> None:
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    cli.environment |= environment
    with child(cli, "ask", "進撃の巨人 season 2", "--json") as (process, _):
        out, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, b"")
    assert objects(out.decode("ascii"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["¿Habrá temporada 2 de Soundtrack?", "--lang", "en"], "Season 2 is canceled."),
        (["Is there a season 2 of Soundtrack?", "--lang", "de"], "Staffel 2 ist abgesetzt."),
        (["Is there a season 2 of Soundtrack?", "--lang", "pt-BR"], "está cancelada"),
        (["Is there a season 2 of Soundtrack?", "--lang", "PT_br"], "está cancelada"),
        (["ajuda", "--lang", "pt-BR"], "Respondo a perguntas sobre séries"),
        (["Soundtrack temporada 1000000000, ¿cuándo se estrena?"], "1000000000 no es"),
        (["¿cuándo sale la temporada 2 de «Qwxyzzy Blorp»?"], "No conozco"),
        (["¿cuándo sale la nueva temporada de One Day at a Time?"], "¿A qué serie te refieres?"),
    ],
)
def test_the_answer_is_in_the_questions_language(
    cli: CommandLine, words: list[str], told: str
) -> None:
    assert told in cli("ask", *words).stdout


def test_what_is_coming_is_listed_by_day(cli: CommandLine, tmp_path: Path) -> None:
    day = datetime.now(UTC).date() + timedelta(days=3)
    stated = {"title": "Lampworks", "network": "Netflix", "source": "https://a.example/"}
    stated |= {"seasons": [{"number": 1, "premiere": str(day)}], "as_of": "2026-01-01"}
    file = tmp_path / "shows.json"
    file.write_text(json.dumps([stated]), "utf-8")
    cli("import", str(file))
    told = cli("ask", "-", stdin="was startet diese Woche\nwhat starts this week on Peacock").stdout
    assert "Lampworks: Staffel 1 beginnt · Netflix" in told
    assert "I know of nothing that comes up on Peacock in the next 7 days." in told


def test_the_readme_shows_what_is_answered(cli: CommandLine) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.findall(r'^\$ \S+ -m bot ask "(.+)"\n(.+\n.+)$', readme, re.MULTILINE)
    assert len(shown) == 3
    answers = cli("ask", "-", stdin="\n".join(question for question, _ in shown)).stdout
    assert [told for _, told in shown if f"{told}\n" not in answers] == []
