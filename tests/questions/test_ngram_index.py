"""Finding texts a few edits away finds what comparing with all of them finds."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.questions.index.ngram_index import NearIndex
from bot.questions.index.spelling import compact, fold
from tests.questions.real_titles import one_edit

WORDS = st.text("abc", min_size=1, max_size=7)


def near(texts: set[str]) -> NearIndex:
    index = NearIndex()
    for text in sorted(texts):
        index.add(text)
    return index


@given(st.sets(WORDS, max_size=40), st.text("abc", min_size=2, max_size=8))
def test_one_edit_is_always_found(texts: set[str], query: str) -> None:
    found = dict(near(texts).close_to(query, 1))
    every = {text: OSA.distance(query, text) for text in texts}
    assert found == {text: edits for text, edits in every.items() if edits <= 1}


@given(st.sets(WORDS, max_size=40), WORDS, st.integers(1, 3))
def test_nothing_further_is_found(texts: set[str], query: str, distance: int) -> None:
    for text, edits in near(texts).close_to(query, distance):
        assert text in texts
        assert edits == OSA.distance(query, text) <= distance


@given(st.text("abc", min_size=7, max_size=12), st.data())
def test_two_letters_too_many_or_too_few_are_found(longer: str, data: st.DataObject) -> None:
    places = st.integers(0, len(longer) - 1)
    left_out = data.draw(st.sets(places, min_size=2, max_size=2))
    shorter = "".join(letter for at, letter in enumerate(longer) if at not in left_out)
    assert dict(near({longer}).close_to(shorter, 2)) == {longer: 2}
    assert dict(near({shorter}).close_to(longer, 2)) == {shorter: 2}


@pytest.mark.parametrize("title", ["soundtrack", "thewalkingdead", "severance", "shogun"])
def test_two_letters_wrong_are_found(title: str) -> None:
    index = near({title, "elsewhere", "somethingelse"})
    chance = random.Random(4)
    for _ in range(300):
        typed = list(title)
        for at in chance.sample(range(len(title)), 2):
            typed[at] = chance.choice("aeiou")
        assert title in dict(index.close_to("".join(typed), 2))


def test_what_is_discarded_is_found_no_more() -> None:
    index = near({"dallas", "dollars", "dulles", "it", "x"})
    for text in ("dallas", "it", "x"):
        index.discard(text)
    assert "dallas" not in dict(index.close_to("dalas", 2))
    assert dict(index.close_to("dolars", 1)) == {"dollars": 1}
    assert list(index.close_to("it", 1)) == []
    index.add("dallas")
    assert dict(index.close_to("dalas", 1)) == {"dallas": 1}


def test_an_edit_in_a_title_of_two_words_is_found_without_its_space() -> None:
    index = near({"walkingdead"})
    chance = random.Random(5)
    for _ in range(200):
        typed = compact(fold(one_edit("walking dead", chance)))
        assert "walkingdead" in dict(index.close_to(typed, 2))
