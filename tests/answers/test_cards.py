"""Cards keep Discord's limits whatever a show holds, and their ids say all they need."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.answers.cards.answer import card
from bot.answers.cards.custom_ids import CardId, CardState, RemindId, SeasonsId, ShowsId, TimelineId
from bot.answers.cards.pickers import did_you_mean, namesakes
from bot.answers.citations import source_line
from bot.answers.lookup import Answer
from bot.answers.namesakes import also_called, labels
from bot.answers.sections import write
from bot.facts.models import Show, TitleEntry, Topic
from bot.locale.messages import _
from bot.presentation.layout import notice
from bot.presentation.markup import Plain
from bot.questions.index.titles import Fit, Match
from tests.answers.hostile import full_of, shows, texts
from tests.answers.made import NOW, answer
from tests.facts.made import a_show
from tests.locale.pseudo import speaking_pseudo
from tests.openapi import SCHEMA, message_violations, needs_description
from tests.wire.components import BUTTON as BUTTON_KIND
from tests.wire.components import walk
from tests.wire.message import COMPONENTS_V2

MANY = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

TOPICS = [Topic.GENERAL, Topic.RELEASE, Topic.CAST, Topic.TRAILER, Topic.STORY, Topic.WHERE]
Speaking = Callable[[], AbstractContextManager[None]]

LARGEST = 2**64 - 1
"""The largest user id there can be."""


READ = (CardId, SeasonsId, ShowsId, RemindId, TimelineId)


def problems(components: list[dict[str, Any]]) -> list[str]:
    """What Discord would have against a message of those components."""
    body = {"components": components, "flags": COMPONENTS_V2}
    found = message_violations(body)
    callback = "/interactions/{interaction_id}/{interaction_token}/callback"
    if wrong := SCHEMA.violation("POST", callback, {"type": 4, "data": body}):
        found.append(wrong)
    every = list(walk(components))
    ids = [item["custom_id"] for item in every if item.get("custom_id")]
    found += [f"{i!r} is too long" for i in ids if len(i) > 100]
    found += [f"{i!r} is read by none" for i in ids if not any(k.read(i) for k in READ)]
    labels = [item["label"] for item in every if item["type"] == BUTTON_KIND]
    found += [f"label {label!r}" for label in labels if not 1 <= len(label.strip()) <= 80]
    shown = sum(len(item["content"].encode()) for item in every if item.get("content"))
    if shown > 10_000:
        found.append(f"{shown} bytes of text")
    return found


def _read(custom_id: str) -> CardState | None:
    for kind in (CardId, SeasonsId, ShowsId):
        if (read := kind.read(custom_id)) is not None:
            return read.state
    return None


@pytest.mark.slow
@MANY
@given(
    shows(),
    st.one_of(st.none(), st.sampled_from([0, 1, 2, 3, 26, 1991, 9999])),
    st.sampled_from([0, 1, 9999]),
    st.sampled_from([None, "US"]),
    st.sampled_from([speaking_pseudo, nullcontext]),
)
def test_any_show_makes_a_card_that_discord_takes(
    show: Show, number: int | None, page: int, region: str | None, speaking: Speaking
) -> None:
    for topic in Topic:
        with speaking():
            about = answer(show, number, topic, region=region)
            components = card(about, asker=LARGEST, page=page).to_components()
            again = card(about, asker=LARGEST, page=page).to_components()
        assert problems(components) == [], topic
        assert again == components


@pytest.mark.slow
@pytest.mark.parametrize("shred", ["字", "🎬", "*", "@", "(", "x", "مس", "[x](", "|| ", "Z\u0337"])
def test_a_show_full_to_the_brim_makes_a_card_that_discord_takes(shred: str) -> None:
    show = full_of(shred)
    for topic in Topic:
        with speaking_pseudo():
            components = card(answer(show, 60, topic), asker=LARGEST).to_components()
            source, _after = _("Source: {sources}", sources="|").split("|")
        assert problems(components) == [], topic
        assert source in _text(components)


@MANY
@given(shows())
def test_any_show_can_be_told_in_a_terminal(show: Show) -> None:
    for topic in Topic:
        about = answer(show, None, topic)
        told = write(about, Plain(), page=None)
        assert told.headline
        assert source_line(told.cited, Plain(), NOW)


@needs_description
def test_the_check_itself_can_fail() -> None:
    components = card(answer(a_show({1: {}, 2: {}}), 1), asker=1).to_components()
    assert problems(components) == []
    assert problems([*components, *components]) != []
    assert problems([{"type": 10, "content": "字" * 3500}]) != []
    assert problems([{"type": 17, "components": [{"type": 1, "components": []}]}]) != []


@pytest.mark.parametrize("topic", TOPICS)
def test_the_first_line_is_kept_however_long_the_rest(topic: Topic) -> None:
    long = {"story": "字 " * 1999, "cast": [{"person": "字" * 200, "character": "字" * 200}]}
    show = a_show({1: long, 2: {"status": "canceled"}}, title="字" * 300, network="字" * 200)
    text = _text(card(answer(show, 2, topic), asker=1).to_components())
    assert "**Season 2 is canceled.**" in text
    assert "Source: " in text


def test_every_topic_has_a_button_and_the_open_one_leads_back() -> None:
    components = card(answer(a_show({1: {}}), 1, Topic.CAST), asker=7).to_components()
    states = {
        item["label"]: _read(item["custom_id"]) for item in walk(components) if item["type"] == 2
    }
    assert {label: state.topic for label, state in states.items() if state} == {
        "Release": Topic.RELEASE,
        "Cast": Topic.GENERAL,
        "Trailer": Topic.TRAILER,
        "Story": Topic.STORY,
        "Where": Topic.WHERE,
    }
    assert {(s.show, s.season, s.asker) for s in states.values() if s} == {(1, 1, 7)}


def test_the_picker_offers_each_season_that_the_card_is_not_about() -> None:
    """A show may have nothing but specials, or be over with its only season."""

    def offered(show: Show, season: int | None) -> list[str]:
        view = card(answer(show, season), asker=1)
        menus = [item for item in walk(view.to_components()) if item.get("options")]
        return [option["value"] for menu in menus for option in menu["options"]]

    assert offered(a_show({0: {"premiere": "2026-12-25"}}), None) == ["0"]
    assert offered(a_show({1: {"premiere": "2020-01-01"}}, status="ended"), None) == ["1"]
    assert offered(a_show({1: {"premiere": "2020-01-01"}}), 1) == []
    assert offered(a_show(), None) == []


def test_a_long_link_gets_no_button_and_no_empty_row() -> None:
    url = "https://a.example/" + "x" * 1900
    show = a_show({1: {"status": "aired", "trailers": [{"url": url, "title": "A trailer"}]}})
    components = card(answer(show, 1, Topic.TRAILER), asker=1).to_components()
    assert problems(components) == []
    assert "A trailer (trailer at a.example)" in _text(components)


def test_a_youtube_trailer_shows_its_still() -> None:
    trailer = {"url": "https://www.youtube.com/watch?v=abcdefghi-_"}
    show = a_show({1: {"status": "aired", "trailers": [trailer]}})
    components = card(answer(show, 1, Topic.TRAILER), asker=1).to_components()
    (still,) = [item["media"]["url"] for item in walk(components) if item["type"] == 11]
    assert still == "https://i.ytimg.com/vi/abcdefghi-_/hqdefault.jpg"


def _text(components: list[dict[str, Any]]) -> str:
    return "\n".join(item["content"] for item in walk(components) if item.get("content"))


entries = st.builds(
    TitleEntry,
    st.integers(1, 10**18 - 1),
    texts(300).map(lambda text: text if text.strip() else "x"),
    st.one_of(st.none(), st.integers(1900, 2200)),
    st.sampled_from([None, "US", "US|GB"]),
    st.one_of(st.none(), texts(200)),
)
matches = st.lists(entries, min_size=1, max_size=30, unique_by=lambda entry: entry.show_id).map(
    lambda found: [Match(entry, Fit.EXACT) for entry in found]
)


@MANY
@given(texts(6000), matches, st.sampled_from(TOPICS))
@example("", [], Topic.CAST)
def test_lists_of_shows_keep_the_limits(typed: str, found: list[Match], topic: Topic) -> None:
    state = CardState(topic, None, 9999, LARGEST, region="DE")
    for length in (80, 100):
        assert all(len(label) <= length for label in labels(found, length))
    assert problems(did_you_mean(typed, found, state).to_components()) == []
    assert problems(did_you_mean(typed, [], state).to_components()) == []
    if found:
        assert problems(namesakes(typed, found, state).to_components()) == []


def test_shows_alike_in_all_that_is_told_are_told_apart_by_number() -> None:
    found = [
        Match(TitleEntry(number, "Same", year, None, "A"), Fit.EXACT)
        for number, year in ((5, 2001), (6, 2001), (7, 2002))
    ]
    assert labels(found) == [
        "Same (2001) · A · no. 5",
        "Same (2001) · A · no. 6",
        "Same (2002) · A",
    ]


@pytest.mark.parametrize(
    ("title", "names", "told"),
    [
        ("Dark", ["Lamp"], "Also called Lamp: 2001."),
        ("Lamp", ["Dark"], "Also called Lamp: 2001."),
        ("Lâmp", [], "Also called Lâmp: 2001."),
        ("The Lamp", [], "Also called The Lamp: Lamp (2001)."),
    ],
)
def test_the_name_that_others_have_too_is_told(title: str, names: list[str], told: str) -> None:
    """A show that is found by its alias said that others are called as it alone is."""
    show = a_show(title=title, aliases=names)
    assert also_called(show, [Match(TitleEntry(5, "Lamp", 2001), Fit.EXACT)], Plain()) == told


@given(texts(6000).filter(lambda text: bool(text.strip())))
@MANY
def test_a_notice_keeps_the_limits(text: str) -> None:
    assert problems(notice(text).to_components()) == []


def test_a_card_differs_by_what_is_asked_alone() -> None:
    show = a_show({1: {"status": "aired", "story": "x"}})
    about = [answer(show, 1, topic) for topic in TOPICS]
    assert all(isinstance(one, Answer) for one in about)
    texts_ = {_text(card(one, asker=1).to_components()) for one in about}
    assert len(texts_) > 3
