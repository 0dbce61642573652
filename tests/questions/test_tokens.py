"""A sentence taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.reading.tokens import LONGEST_TEXT, MOST_WORDS, split


def folded(text: str) -> list[str]:
    return [word.folded for word in split(text)]


def test_words_are_folded_one_by_one() -> None:
    assert folded("When does Élite S3 come out?") == ["when", "does", "elite", "s3", "come", "out"]


@pytest.mark.parametrize(
    ("text", "last"),
    [("Netflix's", "netflix"), ("Riverdale’s", "riverdale"), ("Stranger Things'", "things")],
)
def test_a_possessive_ending_is_known(text: str, last: str) -> None:
    assert split(text)[-1].bare == last


def test_an_apostrophe_inside_a_word_is_not_an_ending() -> None:
    (word,) = split("don't")
    assert (word.folded, word.bare) == ("dont", "dont")


def test_elided_articles_are_words_of_their_own() -> None:
    assert folded("l'histoire d'Emily") == ["l", "histoire", "d", "emily"]


@pytest.mark.parametrize(
    "text",
    [
        "is 'Vis a vis' over",
        'is "Vis a vis" over',
        "is “Vis a vis” over",
        "is „Vis a vis“ over",
        "is «Vis a vis» over",
        "is **Vis a vis** over",
        "is ‘Vis a vis’ over",
    ],
)
def test_quoted_words_are_marked(text: str) -> None:
    assert [word.folded for word in split(text) if word.quote] == ["vis", "a", "vis"]


def test_an_apostrophe_in_a_quoted_title_does_not_end_it() -> None:
    words = split("Season 14 of 'Grey's Anatomy'? It's true")
    assert [word.folded for word in words if word.quote] == ["greys", "anatomy"]


def test_an_unclosed_quote_quotes_nothing() -> None:
    assert not any(word.quote for word in split("the 'Crown season 5"))


def test_pauses_are_told_apart() -> None:
    words = split("The Crown: season 2, cast. Spider-Man and S.W.A.T. - new")
    pauses = {word.folded: word.pause for word in words}
    assert (pauses["season"], pauses["cast"], pauses["spider"]) == (":", ",", ".")
    assert (pauses["man"], pauses["w"], pauses["crown"]) == ("", "", "")


def test_mentions_links_and_custom_emoji_are_no_words() -> None:
    assert folded("<@123> dark <:yes:456> https://x.example/s2 s3") == ["dark", "s3"]


def test_devanagari_words_stay_whole() -> None:
    assert len(split("मिर्जापुर सीरीज")) == 2


@given(st.text(max_size=1000))
def test_any_text_is_a_bounded_list_of_words(text: str) -> None:
    words = split(text)
    assert len(words) <= MOST_WORDS
    assert all(word.folded for word in words)
    assert sum(len(word.raw) for word in words) <= LONGEST_TEXT


def test_a_text_that_is_quoted_as_a_whole_quotes_no_title() -> None:
    assert [word.quote for word in split('"is dark over?"')] == [0, 0, 0]
    assert [word.quote for word in split('"Dark"')] == [1]
    assert [word.quote for word in split('is "dark" over?')] == [0, 1, 0]
