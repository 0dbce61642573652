"""How likely the readings of a sentence are, and what it is without a title."""

from collections.abc import Iterator
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.models import TitleEntry
from bot.questions.index.segment import Segment
from bot.questions.index.segment_builder import build
from bot.questions.index.titles import TitleIndex
from bot.questions.reading import hypotheses as readings
from bot.questions.reading import sentence as sentences
from bot.questions.reading import topics
from bot.questions.reading.candidates import candidates
from bot.questions.reading.disambiguation import fits_of
from bot.questions.reading.hypotheses import (
    FOLLOW_UP,
    TALK,
    UNNAMED,
    Likelihoods,
    without_title,
)
from bot.questions.reading.model import score, softmax

ENTRIES = [
    TitleEntry(1, "The Bear", 2022, "US", popularity=90.0),
    TitleEntry(2, "Dark", 2017, "DE", popularity=40.0),
    TitleEntry(3, "Law & Order: Special Victims Unit", 1999, "US", popularity=80.0),
    TitleEntry(4, "Grey's Anatomy", 2005, "US", popularity=200.0),
    TitleEntry(5, "鬼滅の刃 無限列車編", 2021, "JP", popularity=60.0),
    TitleEntry(6, "Élite", 2018, "ES", popularity=50.0),
    TitleEntry(7, "Only Murders in the Building", 2021, "US", popularity=35.0),
]
OWN = [TitleEntry(8, "Our Long Own Fan Series", scope=5, popularity=1.0)]


class Unfiltered(TitleIndex):
    """One that looks every run of words up."""

    def may_begin(self, text: str, *, scope: int = 0) -> bool:
        return True


TITLES, UNFILTERED = TitleIndex(OWN), Unfiltered(OWN)
for index in (TITLES, UNFILTERED):
    index.adopt(Segment(build(ENTRIES[:5])), ENTRIES[5:])


def every_reading(text: str) -> list[readings.Hypothesis]:
    sentence = sentences.read(text)
    found = candidates(sentence, TITLES)
    named = topics.named(topics.units(sentence), sentence.phrases).strong
    fits = {one: fits_of(sentence, one) for one in found}
    return list(readings.hypotheses(sentence, TITLES, found, named, fits))


@pytest.mark.parametrize(
    "text", ["is dark renewed", "the bear or dark first?", "who is in it", "dark, élite & the bear"]
)
def test_readings_are_as_likely_as_all_their_features_say(text: str) -> None:
    every = every_reading(text)

    # All features of a reading together, where they are weighed by parts, once what they share.
    expected = softmax([score(one.features, one.kind or readings.SHOW) for one in every])
    found = {id(one): chance for one, chance in readings.likely(every)}
    assert [found[id(one)] for one in every] == pytest.approx(expected)


def by(talk: float, follow: float, unnamed: float) -> Likelihoods:
    rest = 1.0 - talk - follow - unnamed
    kinds = {"": rest, TALK: talk, FOLLOW_UP: follow, UNNAMED: unnamed}
    return Likelihoods({}, kinds)


@pytest.mark.parametrize(
    ("chances", "quiet", "expected"),
    [
        ((0.1, 0.7, 0.1), False, FOLLOW_UP),
        ((0.1, 0.5, 0.3), False, UNNAMED),
        # Talk is left alone, the sooner where nobody spoke to us.
        ((0.15, 0.7, 0.1), True, TALK),
        ((0.15, 0.7, 0.1), False, FOLLOW_UP),
        ((0.08, 0.1, 0.8), True, UNNAMED),
        ((0.75, 0.2, 0.0), False, TALK),
        # A title that is likelier, and not taken, leaves too little for the last show.
        ((0.0, 0.4, 0.0), False, UNNAMED),
    ],
)
def test_what_a_sentence_without_a_title_is(
    chances: tuple[float, float, float], quiet: bool, expected: str
) -> None:
    assert without_title(by(*chances), quiet=quiet) == expected


WORDS = st.sampled_from(
    [
        *("law and order special victims unit", "law & order", "only murders in the building"),
        *("our long own fan series", "grey's anatomy's", "鬼滅の刃 無限列車編", "élite"),
        *("special", "victims", "n", "order", "greys", "anatomy", "dark", "murdrs in the building"),
        *("the bear's", "the", "us", "season", "own fan", "is", "out", "?"),
    ]
)  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), st.sampled_from([0, 5]))
def test_the_filter_of_prefixes_loses_no_title(text: str, scope: int) -> None:
    sentence = sentences.read(text)
    found, every = (candidates(sentence, some, scope=scope) for some in (TITLES, UNFILTERED))
    assert list(map(astuple, found)) == list(map(astuple, every))


def named_in(text: str, scope: int = 0) -> Iterator[str]:
    for one in candidates(sentences.read(text), TITLES, scope=scope):
        if one.how in ("exact", "short"):
            yield one.entries[0].title


@pytest.mark.parametrize(
    ("text", "scope", "expected"),
    [
        ("is law and order special victims unit over", 0, "Law & Order: Special Victims Unit"),
        ("law & order: special victims unit's cast", 0, "Law & Order: Special Victims Unit"),
        ("only murders in the building s5", 0, "Only Murders in the Building"),
        ("鬼滅の刃 無限列車編 s2", 0, "鬼滅の刃 無限列車編"),
        ("our long own fan series trailer", 5, "Our Long Own Fan Series"),
    ],
)
def test_long_titles_are_found(text: str, scope: int, expected: str) -> None:
    assert expected in set(named_in(text, scope))
