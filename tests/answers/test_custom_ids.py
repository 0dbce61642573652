"""A card's state survives being written into a custom id and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.cards.custom_ids import CardId, CardState, SeasonsId, ShowsId
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


KINDS = (CardId, SeasonsId, ShowsId)


@given(states, st.sampled_from(KINDS))
def test_a_card_id_is_read_as_it_was_written_and_by_its_own_kind_alone(
    state: CardState, kind: type[CardId | SeasonsId | ShowsId]
) -> None:
    written = kind("slot", state).written()
    assert len(written) <= 100
    read = kind.read(written)
    assert read is not None
    assert read.state == state
    assert not any(other.read(written) for other in KINDS if other is not kind)


@pytest.mark.parametrize("topic", [Topic.STATUS, Topic.EPISODES, Topic.SCHEDULE])
def test_what_has_no_button_of_its_own_opens_the_whole(topic: Topic) -> None:
    read = CardId.read(CardId("x", CardState(topic, 1, 1, 0)).written())
    assert read is not None
    assert read.state.topic is Topic.GENERAL


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
    assert not any(kind.read(forged) for kind in KINDS)
