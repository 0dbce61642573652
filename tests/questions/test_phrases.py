"""Where a sentence has the phrases of a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.reading.language import languages
from bot.questions.reading.phrases import PAUSE, PERSON, TITLE, Phrase, hits_in, table_of, within

_GAP = None


def phrase(text: str) -> Phrase:
    """One in the notation of the tables."""
    parts = text.split()
    return Phrase(
        ("cast",),
        tuple(_GAP if p == "..." else frozenset(p.rstrip("?").split("|")) for p in parts),
        tuple(part.endswith("?") for part in parts),
        weak=False,
    )


def places(units: str, *texts: str) -> list[tuple[int, ...]]:
    return [hit.places for hit in hits_in(units.split(), table_of(map(phrase, texts)))]


@pytest.mark.parametrize(
    ("text", "units", "expected"),
    [
        ("who plays", "so who plays P", [(1, 2)]),
        ("who plays", "who never plays P", []),
        ("who ... plays", "who is it that plays P", [(0, 4)]),
        ("who ... plays", "who is it / plays P", []),
        ("who ... plays", "who is it", []),
        ("is|does P back", "does P back", [(0, 1, 2)]),
        ("comes? back", "comes back", [(0, 1), (1,)]),
        ("comes? back", "back", [(0,)]),
        ("leave the? T", "leave T", [(0, 1)]),
        ("leave the? T", "leave the T", [(0, 1, 2)]),
        ("confirms S", "confirms the S", [(0, 2)]),
        ("confirms S", "confirms the news", []),
        ("plays P plays", "plays P", []),
    ],
)
def test_a_phrase_is_where_all_its_words_are(
    text: str, units: str, expected: list[tuple[int, ...]]
) -> None:
    assert places(units, text) == expected


def test_phrases_of_the_same_words_are_all_met() -> None:
    assert places("who plays P", "who plays", "who ... P", "plays P") == [(0, 1), (0, 2), (1, 2)]


@pytest.mark.parametrize("text", ["... plays", "plays ..."])
def test_a_phrase_with_a_gap_at_an_end_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="begins and ends"):
        phrase(text)


def test_what_sees_a_name_or_reaches_over_words_weighs_more() -> None:
    units = f"will {PERSON} be back on {TITLE}".split()
    table = table_of([phrase("will P"), phrase("will ... back"), phrase("be back")])
    weights = {hit.places: hit.weight for hit in hits_in(units, table)}
    assert weights == {(0, 1): 4, (0, 3): 4, (2, 3): 2}


def test_every_table_has_phrases() -> None:
    assert all(len(language.phrases) > 100 for language in languages())


PARTS = st.sampled_from(["who", "plays", "back|returns", "the?", "T", "S", "...", "is?", "N?"])
TEXTS = st.lists(PARTS, min_size=1, max_size=5).filter(lambda p: "..." not in (p[0], p[-1]))
UNITS = st.lists(st.sampled_from(["who", "plays", "back", "the", "is", "T", "S", "N", PAUSE]))


@given(st.lists(TEXTS, max_size=4), UNITS)
def test_no_phrase_is_left_out_whose_words_are_there(
    texts: list[list[str]], units: list[str]
) -> None:
    table = table_of(phrase(" ".join(parts)) for parts in texts)
    tried = {word: [(frozenset((word,)), one) for _, one in some] for word, some in table.items()}
    assert hits_in(units, table) == hits_in(units, tried)
    assert hits_in(units, within(units, [table])) == hits_in(units, tried)
