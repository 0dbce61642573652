"""A segment answers as the index does that has the same titles, and takes what changes since."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.models import TitleEntry
from bot.questions.index.memory_index import MemoryIndex
from bot.questions.index.segment import BadSegmentError, Segment
from bot.questions.index.segment_builder import build
from bot.questions.index.spelling import compact, fold
from bot.questions.index.titles import TitleIndex

ENTRIES = [
    TitleEntry(1, "The Office", 2005, "US", "NBC", "scripted", 90.0, ("La Oficina",)),
    TitleEntry(2, "The Office", 2001, "GB", "BBC Two", "scripted", 40.0),
    TitleEntry(3, "Law & Order: Special Victims Unit", 1999, "US", "NBC", None, 80.0),
    TitleEntry(4, "鬼滅の刃", 2019, "JP", None, "anime", 70.0, ("Demon Slayer",)),
    TitleEntry(5, "¥€$", None, "BE"),
    TitleEntry(6, "24", 2001, "US", "FOX", "scripted", 30.0),
    TitleEntry(7, "Hidden Away", 2010, hidden=True),
    TitleEntry(8, "مسلسل", 2020, "EG", popularity=3.0),
    TitleEntry(9, "W" * 400, 1990),
]
QUERIES = [
    *("the office", "office", "offcie", "law and order svu", "demon", "鬼滅", "24", "o", "ord"),
    *("victims special", "مسلسل", "¥€$", "www", "hidden", "zzz", "la oficina", "tof"),
]


def both(entries: list[TitleEntry]) -> tuple[TitleIndex, TitleIndex]:
    """An index in objects, and one over a segment, of the same entries."""
    segmented = TitleIndex()
    segmented.adopt(Segment(build(entries)))
    return TitleIndex(entries), segmented


@pytest.mark.parametrize("query", QUERIES)
def test_it_finds_what_a_shelf_finds(query: str) -> None:
    plain, segmented = both(ENTRIES)
    assert segmented.search(query) == plain.search(query)
    assert segmented.exact(query) == plain.exact(query)
    assert segmented.named(fold(query)) == plain.named(fold(query))
    for word in fold(query).split(" "):
        assert segmented.frequency(word) == plain.frequency(word)
        near = sorted(plain.close_to(word, 1))
        assert set(segmented.close_to(word, 1)) <= set(near)


@pytest.mark.parametrize(
    ("typed", "distance", "expected"),
    [
        ("offcie", 1, [("office", 1)]),
        ("vctims", 1, [("victims", 1)]),
        ("demn", 1, [("demon", 1)]),
        ("鬼滅の", 1, [("鬼滅の刃", 1)]),
        ("مسلس", 1, [("مسلسل", 1)]),
        ("zzzzz", 2, []),
    ],
)
def test_words_of_titles_are_found_by_their_typos(
    typed: str, distance: int, expected: list[tuple[str, int]]
) -> None:
    for index in both(ENTRIES):
        assert index.close_to(typed, distance) == expected


def test_two_edits_from_a_word_it_has_the_same_first_letter() -> None:
    for index in both([TitleEntry(1, "Haverstone")]):
        assert index.close_to("havirstane", 2) == [("haverstone", 2)]
        assert index.close_to("kaverstane", 2) == []
        assert index.close_to("kaverstone", 2) == [("haverstone", 1)]


def test_a_part_is_not_taken_for_one_of_another_length() -> None:
    index, segment = MemoryIndex(), Segment(build([TitleEntry(1, "Coma")]))
    index.put([TitleEntry(1, "Coma")])
    for typed in ("comman", "coman", "comas", "como"):
        assert list(segment.close_to(typed, 2)) == list(index.close_to(typed, 2))
        assert list(segment.close_to(typed, 1)) == list(index.close_to(typed, 1))


def test_every_entry_comes_back_whole() -> None:
    segment = Segment(build(ENTRIES, about="revision 7"))
    assert segment.about == "revision 7"
    assert {entry.show_id: entry for entry in segment.entries()} == {e.show_id: e for e in ENTRIES}
    assert [entry.show_id for entry in segment.hidden()] == [7]
    assert segment.get(99) is None
    assert [entry.title for entry in segment.popular(2)] == [ENTRIES[0].title, ENTRIES[2].title]


def test_what_changes_stands_in_front() -> None:
    index = TitleIndex()
    index.adopt(Segment(build(ENTRIES)), [TitleEntry(2, "The Bureau", 2001, "GB")], gone=[6])
    assert [match.entry.show_id for match in index.exact("the office")] == [1]
    assert [match.entry.show_id for match in index.exact("the bureau")] == [2]
    assert index.exact("24") == []
    assert index.get(6) is None
    assert len(index) == len(ENTRIES) - 1
    index.replace([TitleEntry(6, "24", 2001, "US")])
    index.discard([(0, 1)])
    assert [match.entry.show_id for match in index.exact("24")] == [6]
    assert 1 not in {match.entry.show_id for match in index.search("the office")}
    assert index.changed == 5
    assert {entry.show_id for entry in index.entries()} == {2, 3, 4, 5, 6, 7, 8, 9}


def test_what_was_written_as_it_is_already_changes_nothing() -> None:
    own = TitleEntry(1, "The Workplace", scope=50)
    index = TitleIndex([own])
    index.adopt(Segment(build(ENTRIES)), ENTRIES[:3])
    edition = index.edition
    index.replace([*ENTRIES, own])
    index.discard([(0, 99), (50, 2), (60, 1)])
    assert (index.changed, index.edition) == (0, edition)
    changed = ENTRIES[0]._replace(popularity=91.0)
    for entry, fresh in ((changed, 2), (ENTRIES[0], 2)):
        index.replace([ENTRIES[0], entry])
        assert (index.get(1), index.changed) == (entry, fresh)
        assert index.edition > edition
        edition = index.edition


def test_a_server_sees_its_own_before_a_segment() -> None:
    index = TitleIndex(
        [TitleEntry(1, "The Workplace", scope=50), TitleEntry(3, "", scope=50, hidden=True)]
    )
    index.adopt(Segment(build(ENTRIES)))
    assert index.get(1, 50) == TitleEntry(1, "The Workplace", scope=50)
    assert index.get(3, 50) is None
    assert [match.entry.show_id for match in index.exact("the office", scope=50)] == [2]
    assert 3 not in {match.entry.show_id for match in index.search("", scope=50)}


@pytest.mark.parametrize("cut", [0, 10, 40, 500, -1])
def test_what_is_no_segment_is_refused(cut: int) -> None:
    whole = build(ENTRIES)
    with pytest.raises(BadSegmentError):
        Segment(whole[:cut])


def test_garbage_is_refused() -> None:
    with pytest.raises(BadSegmentError):
        Segment(b"titleseg" + random.Random(1).randbytes(200))


TEXT = st.text(min_size=0, max_size=30)


@given(st.lists(st.tuples(TEXT, st.lists(TEXT, max_size=2), st.floats(0, 1e6)), max_size=12), TEXT)
def test_any_titles_are_found_alike(drawn: list[tuple[str, list[str], float]], query: str) -> None:
    entries = [
        TitleEntry(number, title, popularity=popularity, names=tuple(names))
        for number, (title, names, popularity) in enumerate(drawn, 1)
        if "\x1f" not in title + "".join(names)
    ]
    index, segment = MemoryIndex(), Segment(build(entries))
    index.put(entries)
    key = compact(fold(query))
    assert sorted(e.show_id for e in segment.holders(key)) == sorted(
        e.show_id for e in index.holders(key)
    )
    assert set(segment.beginning(fold(query), 99)) == set(index.beginning(fold(query), 99))
    assert set(segment.close_to(key, 1)) >= set(index.close_to(key, 1))
    assert sorted(segment.entries(), key=lambda e: e.show_id) == entries
