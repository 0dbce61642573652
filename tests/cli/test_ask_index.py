"""`ask` about a show that the index alone knows: it asks the provider, and waits a while."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.cli import ask
from tests.cli.conftest import CommandLine
from tests.cli.test_ask import objects
from tests.clock import StoppedClock
from tests.providers.loopback import Loopback
from tests.providers.provided import Tables
from tests.wire.faults import Broken, Delayed


@pytest.fixture
def providers() -> Iterator[Loopback]:
    tables = Tables(StoppedClock())
    tables.tvmaze_show(50, "The Bear", weight=98, updated=1_790_000_000)
    with Loopback(tables) as running:
        yield running


@pytest.fixture
def indexed(empty: CommandLine, providers: Loopback) -> CommandLine:
    """A database with the index in it."""
    empty.environment["TVMAZE_URL"] = providers.tvmaze_url
    result = empty("sync", "--index")
    assert result.exit_code == 0, result.output
    providers.asked.clear()
    return empty


def test_it_is_fetched_before_the_answer(indexed: CommandLine, providers: Loopback) -> None:
    result = indexed("ask", "when is the bear season 2 out?")
    assert "1 March 2027" in result.output
    assert [ask.path for ask in providers.asked] == ["/shows/50"]
    again = indexed("ask", "when is the bear season 2 out?")
    assert "1 March 2027" in again.output


def test_a_title_alone_asks_about_the_next_season(indexed: CommandLine) -> None:
    (found,) = objects(indexed("ask", "--json", "the bear").stdout)
    assert found["show"]["title"] == "The Bear"
    assert found["verdict"] == "scheduled"


def test_a_provider_that_is_away(indexed: CommandLine, providers: Loopback) -> None:
    providers.faults.add("GET", "/tvmaze/shows/50", Broken(404))
    (found,) = objects(indexed("ask", "--json", "the bear").stdout)
    assert "I know no more than this: TVmaze has no such record." in found["answer"]
    assert found["verdict"] is None, "nobody has said that nothing is announced"
    assert {fact["by"] for fact in found["facts"]} == {"tvmaze-index"}


def test_it_waits_no_longer_than_a_while(
    indexed: CommandLine, providers: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "_PATIENCE", 0.3)
    providers.faults.add("GET", "/tvmaze/shows/50", Delayed(30.0))
    result = indexed("ask", "the bear")
    assert "what I asked for is taking too long" in result.output


def test_without_a_provider_it_says_so(indexed: CommandLine) -> None:
    result = indexed("ask", "the bear", TVMAZE_URL="none")
    assert "no provider can be reached here" in result.output
