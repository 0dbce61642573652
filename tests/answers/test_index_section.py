"""What is said of a show that the index alone knows: no more than its row tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.answers.citations import SETTLED, Fetch, is_stale, source_line
from bot.answers.sections import fetch_note, write
from bot.errors import SentenceError
from bot.facts.models import INDEX, Show, Topic
from bot.presentation.markup import Plain
from tests.answers.made import NOW, answer, text_of
from tests.facts.made import Said, a_show

PENDING = Fetch(pending=True)
AWAY = Fetch(failure=SentenceError("TVmaze did not answer in time."))


def row(title: str = "The Bear", **said: Any) -> Show:
    """A show of which a row of the index says these things."""
    values = {name: Said(value, by=INDEX) for name, value in {"title": title, **said}.items()}
    return a_show(**values)


def told(
    of: Show, fetch: Fetch = SETTLED, *, season: int | None = None, topic: Topic = Topic.GENERAL
) -> str:
    return text_of(write(replace(answer(of, season, topic), fetch=fetch), Plain()))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"status": "running", "network": "FX", "year": 2022},
            "Returning series on FX since 2022. I am fetching its seasons …",
        ),
        ({"status": "running"}, "Returning series. I am fetching its seasons …"),
        (
            {"status": "ended", "network": "FX", "year": 2013, "ended": "2018-05-30"},
            "It is over. It ran on FX from 2013 to 2018. I am fetching its seasons …",
        ),
        (
            {"status": "ended", "network": "FX", "year": 2013, "ended": "2013-05-30"},
            "It is over. It ran on FX in 2013. I am fetching its seasons …",
        ),
        (
            # A provider that has it end before it began.
            {"status": "ended", "network": "FX", "year": 2013, "ended": "2001-05-30"},
            "It is over. It ran on FX from 2013 on. I am fetching its seasons …",
        ),
        ({"status": "ended"}, "It is over. I am fetching its seasons …"),
        (
            {"status": "to_be_determined", "network": "FX", "year": 2024},
            "Whether it continues is not decided. It ran on FX from 2024 on. "
            "I am fetching its seasons …",
        ),
        (
            {"status": "in_development", "network": "FX"},
            "In development for FX. I am fetching its seasons …",
        ),
        (
            {"network": "FX", "year": 2022},
            "A series on FX since 2022. I am fetching its seasons …",
        ),
        ({}, "I know of it. I am fetching its seasons …"),
    ],
)
def test_its_row_in_a_sentence(said: dict[str, Any], expected: str) -> None:
    assert told(row(**said), PENDING) == expected


def test_a_provider_that_is_away_and_one_that_there_is_not() -> None:
    bear = row(status="running", network="FX", year=2022)
    assert told(bear, AWAY) == (
        "Returning series on FX since 2022. "
        "I know no more than this: TVmaze did not answer in time."
    )
    nobody = Fetch(failure=SentenceError("no provider can be reached here."))
    assert told(row(), nobody) == (
        "I know of it, but no more than this: no provider can be reached here."
    )
    assert told(bear) == "Returning series on FX since 2022. I know nothing of its seasons yet."
    assert told(bear, season=3).endswith("I know nothing of season 3 yet.")


def test_its_summary_is_told_and_credited() -> None:
    bear = row(genres=["Drama", "Comedy"], synopsis="A chef comes home.", status="running")
    assert "A chef comes home." in told(bear, topic=Topic.STORY)
    assert "A chef comes home." in told(bear)
    assert "Genres: Drama and Comedy" in told(bear)
    assert "A chef comes home." not in told(bear, topic=Topic.CAST)
    claim = replace(bear.title.claim, source="https://www.tvmaze.com/shows/50/the-bear")
    credited = replace(bear, title=replace(bear.title, claim=claim))
    section = write(answer(credited), Plain())
    assert source_line(section.cited, Plain(), NOW).startswith("Source: TVmaze")


@pytest.mark.parametrize("topic", list(Topic))
def test_no_topic_says_more_than_is_known(topic: Topic) -> None:
    text = told(row(status="running"), PENDING, topic=topic)
    assert text == "Returning series. I am fetching its seasons …"


def checked(of: Show, hours: float) -> Show:
    claim = replace(of.title.claim, checked_at=NOW - timedelta(hours=hours))
    return replace(of, title=replace(of.title, claim=claim))


def test_a_running_show_is_stale_after_a_day_and_one_that_ended_is_not() -> None:
    values = {
        "title": Said("The Bear", by="tvmaze"),
        "status": Said("running", by="tvmaze"),
        "ids": {"tvmaze": "50"},
    }
    running = a_show({1: {"premiere": "2022"}}, **values)
    over = a_show({1: {"premiere": "2022"}}, **{**values, "status": Said("ended", by="tvmaze")})
    assert not is_stale(checked(running, 23), NOW)
    assert is_stale(checked(running, 24), NOW)
    assert is_stale(running, NOW)
    assert not is_stale(over, NOW)
    assert is_stale(row(status="ended"), NOW)
    nowhere = replace(running, ids={})
    assert not is_stale(nowhere, NOW), "there is no id to ask by"

    def note(fetch: Fetch, hours: float = 30) -> str:
        return fetch_note(replace(answer(checked(running, hours)), fetch=fetch), Plain())

    assert note(PENDING) == "I last heard of it 1 day ago and am asking for news …"
    assert note(AWAY) == "I asked for news: TVmaze did not answer in time."
    assert note(SETTLED) == ""
