"""Which changes concern a server, by what its own people say of the show."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.change_kinds import kind_of
from bot.alerts.queries.event_news import News
from bot.alerts.reported_changes import concerns
from bot.alerts.sample_message import sample
from bot.facts.fields import field_of
from bot.facts.models import Show
from bot.facts.resolve import resolve, show_of
from tests.clock import TODAY
from tests.facts.made import a_show, claims, moderator

SERVER = 20
SOURCES = {"status": "scheduled", "premiere": "2027-03-01"}


def show_there(own: dict[str, Any]) -> Show:
    """The show as a server sees it: what a source says, and what its own people say over that."""
    about = claims(None, {"title": "Lamp"}) + claims(2, SOURCES)
    for name, value in own.items():
        (claim,) = claims(2, {name: moderator(value or "renewed", order=5)})
        about.append(replace(claim, scope=SERVER, value=claim.value if value else None))
    show = show_of(1, resolve(about), scope=SERVER)
    assert show is not None
    return show


def change(field: str, after: str | None, *, scope: int = 0, struck: bool = False) -> News:
    kind = kind_of(2, field)
    assert kind is not None
    value = None if after is None else field_of(2, field).decode(after)
    return News(1, scope, 2, field, "", kind.value, None, value, struck=struck, at=TODAY)


@pytest.mark.parametrize(
    ("own", "item", "told"),
    [
        ({}, change("status", "scheduled"), True),
        ({}, change("status", "canceled"), True),
        ({"story": "They meet."}, change("status", "scheduled"), True),
        ({"status": "in_production"}, change("status", "scheduled"), False),
        ({"status": "in_production"}, change("status", "scheduled", struck=True), False),
        ({"status": "in_production"}, change("status", "renewed", scope=SERVER), True),
        # What they took away holds there for as little as what all others hear the end of.
        ({"status": None}, change("status", "scheduled"), False),
        ({"status": None}, change("status", "scheduled", struck=True), True),
        ({"status": None}, change("status", None), True),
        # No day of a season that is off there, unless it is taken back.
        ({"status": "canceled"}, change("premiere", "2027-03-01"), False),
        ({"status": "canceled"}, change("finale", "2027-05-01"), False),
        ({"status": "canceled"}, change("premiere", "2027-03-01", struck=True), True),
        ({"status": "in_production"}, change("premiere", "2027-03-01"), True),
    ],
)
def test_what_all_are_told_concerns_a_server(own: dict[str, Any], item: News, told: bool) -> None:
    assert concerns(item, show_there(own), {}) is told
    # Who sees the show as all others do hears whatever they hear.
    assert concerns(item, a_show({2: SOURCES}), {})


@pytest.mark.parametrize(
    ("own", "seconds", "told"),
    [
        ("renewed", None, False),
        ("renewed", -1, False),
        ("renewed", 0, True),
        ("renewed", 1, True),
        ("canceled", 1, False),
    ],
)
def test_a_change_that_a_servers_people_repeat_is_news_there_and_one_they_made_first_is_not(
    own: str, seconds: int | None, told: bool
) -> None:
    said = {5: TODAY + timedelta(seconds=seconds)} if seconds is not None else {}
    item = change("status", "renewed")
    assert concerns(item, show_there({"status": own}), said) is told
    assert not concerns(replace(item, at=None), show_there({"status": own}), said)


TRAILERS = [{"url": f"https://youtu.be/{name}"} for name in "ab"]


@pytest.mark.parametrize(
    ("seasons", "own", "told"),
    [
        ({2: {"status": "renewed", "trailers": TRAILERS}}, {}, [(2, "status"), (2, "trailers")]),
        ({1: {"status": "aired"}, 2: {"premiere": "2027-03-01"}}, {}, [(2, "premiere")]),
        ({1: {"status": "aired"}}, {"status": "running"}, [(1, "status")]),
        ({1: {"episodes": 8}}, {"status": "running"}, [(None, "status")]),
        ({1: {"episodes": 8}}, {}, []),
    ],
)
def test_a_sample_tells_what_holds_of_the_season_that_a_card_is_about(
    seasons: dict[int, dict[str, Any]], own: dict[str, Any], told: list[tuple[int | None, str]]
) -> None:
    message = sample(a_show(seasons, **own), TODAY, "7")
    assert message.sample
    assert [(item.season, item.field) for item in message.news] == told
    assert all(item.before is None and item.link for item in message.news)
