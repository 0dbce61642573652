"""`sync` on the command line, against a server on this machine."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import ROOT, CommandLine
from tests.clock import StoppedClock
from tests.providers.loopback import Loopback
from tests.providers.provided import Tables


@pytest.fixture
def tables() -> Tables:
    made = Tables(StoppedClock())
    made.tvmaze_show(1, "One")
    made.tvmaze_show(2, "Two")
    return made


@pytest.fixture
def address(tables: Tables) -> Iterator[str]:
    with Loopback(tables) as providers:
        yield providers.tvmaze_url


@pytest.fixture
def two(empty: CommandLine, tmp_path: Path, address: str) -> CommandLine:
    """A database with two shows that know their ids, of which the first was asked about."""
    file = tmp_path / "shows.json"
    file.write_text(
        '[{"title": "One", "year": 2025, "ids": {"tvmaze": "1"}},'
        ' {"title": "Two", "year": 2025, "ids": {"tvmaze": "2"}}]'
    )
    assert empty("import", str(file)).exit_code == 0
    empty.environment["TVMAZE_URL"] = address
    with closing(sqlite3.connect(empty.file)) as connection, connection:
        connection.execute("INSERT INTO asks VALUES (1, 0)")
        connection.execute("UPDATE asks SET asked_at = ?", [int(time.time())])
    return empty


def test_tracked_shows_are_brought_up_to_date(two: CommandLine, tables: Tables) -> None:
    result = two("sync")
    assert result.exit_code == 0, result.output
    assert "TVmaze: 1 fetched, 1 of them with news." in result.output
    assert tables.asked == ["tvmaze.test /shows/1"]
    assert two.stored("SELECT key FROM records WHERE source = 'tvmaze'") == [("1",)]
    again = two("sync")
    assert "TVmaze: 0 fetched, 0 of them with news." in again.output, "it was read since"
    # What it had may have been an hour old.
    assert two.stored("SELECT due_at > unixepoch() FROM visits") == [(1,)]


@pytest.mark.parametrize("status", [500, 404])
def test_a_show_that_fails_is_named_and_tried_again_at_once(
    two: CommandLine, tables: Tables, status: int
) -> None:
    tables.broken[r"/shows/1$"] = lambda request: httpx.Response(status)
    result = two("sync")
    assert result.exit_code == 1
    assert "One: TVmaze " in result.output
    if status == 404:
        return
    tables.broken.clear()
    again = two("sync")
    assert again.exit_code == 0, again.output
    assert "TVmaze: 1 fetched, 1 of them with news." in again.output


def test_a_show_that_is_named_is_fetched(two: CommandLine, tables: Tables) -> None:
    result = two("sync", "two")
    assert result.exit_code == 0, result.output
    assert "Two: up to date." in result.output
    assert tables.asked == ["tvmaze.test /shows/2"]


def test_a_show_of_the_index_that_is_named_is_fetched(
    empty: CommandLine, tables: Tables, address: str
) -> None:
    """It was known by its row of the index alone, to which no record can belong."""
    empty.environment["TVMAZE_URL"] = address
    assert empty("sync", "--index").exit_code == 0
    assert empty.stored("SELECT count(*) FROM shows") == [(0,)]
    result = empty("sync", "two")
    assert result.exit_code == 0, result.output
    assert "Two: up to date." in result.output
    assert tables.asked[-1] == "tvmaze.test /shows/2"
    assert empty.stored("SELECT key FROM records WHERE source = 'tvmaze'") == [("2",)]


def test_nothing_is_tracked_yet(empty: CommandLine, address: str) -> None:
    result = empty("sync", TVMAZE_URL=address)
    assert result.exit_code == 0
    assert "once somebody asked" in result.output


def test_an_unknown_show_is_refused(two: CommandLine, tables: Tables) -> None:
    assert two.refused("sync", "Nosuch") == "No show is called 'Nosuch'."
    assert tables.asked == []


def test_the_index_is_read_whole_or_not_at_all(two: CommandLine, tables: Tables) -> None:
    assert "name none beside it" in two.refused("sync", "--index", "Two")
    assert tables.asked == []
    away = two("sync", "--index", TVMAZE_URL="http://127.0.0.1:9")
    assert away.exit_code == 1
    assert away.stdout.startswith("0 pages read, 0 shows new or changed. TVmaze cannot be reached")


def test_without_providers_it_says_so(empty: CommandLine) -> None:
    assert "switched off" in empty.refused("sync")


def test_another_process_syncs(two: CommandLine) -> None:
    with closing(sqlite3.connect(two.file)) as connection, connection:
        connection.execute(
            "INSERT INTO leases VALUES ('sync', 'another', ?)", [int(time.time()) + 300]
        )
    assert "Another process is at it" in two.refused("sync")


def test_doctor_asks_the_providers(two: CommandLine, tables: Tables, address: str) -> None:
    result = two("doctor")
    assert "ok    TVmaze: answers" in result.output
    assert "TMDB_TOKEN is not set" in result.output
    refused = two("doctor", TMDB_TOKEN="secret-token", TMDB_URL=f"{address}/nothing/3")
    assert "secret-token" not in refused.output


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on_where_it_ended(
    empty: CommandLine, tables: Tables, address: str, tmp_path: Path
) -> None:
    numbers = [str(number) for number in range(1, 8)]
    for number in numbers:
        tables.tvmaze_show(int(number), f"Show {number}")
    file = tmp_path / "shows.json"
    shows = [{"title": f"Show {n}", "year": 2025, "ids": {"tvmaze": n}} for n in numbers]
    file.write_text(json.dumps(shows))
    assert empty("import", str(file)).exit_code == 0
    now = int(time.time())
    with closing(sqlite3.connect(empty.file)) as connection, connection:
        connection.execute("INSERT INTO asks SELECT id, ? FROM shows", [now])
    environment = {**os.environ, **empty.environment, "TVMAZE_URL": address}
    command = [sys.executable, "-m", "bot", "sync"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as first:
        deadline = time.monotonic() + 60
        while len(tables.asked) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        first.send_signal(signal.SIGKILL)
    before = len(tables.asked)
    assert 3 <= before < len(numbers)
    assert empty.stored("SELECT count(*) FROM leases") == [(1,)]
    result = empty("sync", TVMAZE_URL=address)
    assert result.exit_code == 0, result.output
    stored = empty.stored("SELECT key FROM records WHERE source = 'tvmaze' ORDER BY key")
    assert stored == [(number,) for number in numbers]
    fetched = [place for place in tables.asked if "updates" not in place]
    listed = [place for place in tables.asked[before:] if "updates" in place]
    assert len(listed) == 1
    # `sync` asks for the list anew, on which all of them are; each was fetched once, and the one
    # that was on its way once more.
    assert len(fetched) <= len(numbers) + 1
    assert set(fetched) == {f"tvmaze.test /shows/{number}" for number in numbers}
