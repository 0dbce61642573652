"""A card's state survives being written into a custom id and read back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.cards.state import BUTTON, SEASONS, SHOWS, CardState
from bot.facts.models import Topic

CARD_TOPICS = (
    Topic.GENERAL, Topic.RELEASE, Topic.CAST, Topic.TRAILER, Topic.STORY, Topic.WHERE
)  # fmt: skip

states = st.builds(
    CardState,
    st.sampled_from(CARD_TOPICS),
    st.one_of(st.none(), st.integers(1, 10**18 - 1)),
    st.one_of(st.none(), st.integers(0, 9999)),
    st.integers(0, 2**64 - 1),
    st.integers(0, 9999),
    st.one_of(st.none(), st.from_regex(r"[A-Z]{2}", fullmatch=True)),
)


@given(states, st.sampled_from([("card", BUTTON), ("seasons", SEASONS), ("shows", SHOWS)]))
def test_round_trip(state: CardState, kind: tuple[str, re.Pattern[str]]) -> None:
    name, pattern = kind
    written = state.written(name, "slot")
    assert len(written) <= 100
    match = pattern.fullmatch(written)
    assert match is not None
    assert CardState.read(match) == state
    others = {BUTTON, SEASONS, SHOWS} - {pattern}
    assert not any(other.fullmatch(written) for other in others)


@pytest.mark.parametrize("topic", [Topic.STATUS, Topic.EPISODES, Topic.SCHEDULE])
def test_what_has_no_button_of_its_own_opens_the_whole(topic: Topic) -> None:
    match = BUTTON.fullmatch(CardState(topic, 1, 1, 0).written("card", "x"))
    assert match is not None
    assert CardState.read(match).topic is Topic.GENERAL


@pytest.mark.parametrize(
    "forged",
    [
        "card:x:g:1:1:1:0:-x",
        "card:x:z:1:1:1:0:-",
        "card:x:g:-1:1:1:0:-",
        "card:x:g:1:1e9:1:0:-",
        "card:x:g:1:1:1:0:usa",
        "card:x:g:1:1:1:0",
        "card:" + "9" * 90,
    ],
)
def test_a_forged_id_is_no_state(forged: str) -> None:
    assert not any(pattern.fullmatch(forged) for pattern in (BUTTON, SEASONS, SHOWS))
