"""What titles have is never denied; what none has mostly is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.facts.models import TitleEntry
from bot.questions.index.bloom_filter import BloomFilter, bits_of
from bot.questions.index.memory_index import MemoryIndex
from bot.questions.index.segment import Segment
from bot.questions.index.segment_builder import build
from bot.questions.index.spelling import compact, fold, spellings_of
from bot.questions.index.titles import TitleIndex

TITLES = st.lists(st.text(alphabet="abé 鬼", min_size=1, max_size=14), max_size=8, unique=True)


def _entries(titles: list[str]) -> list[TitleEntry]:
    return [TitleEntry(number, title) for number, title in enumerate(titles, 1)]


@given(TITLES, TITLES)
def test_every_beginning_of_a_key_may_begin_one(old: list[str], new: list[str]) -> None:
    older, fresh = _entries(old), [TitleEntry(100 + e.show_id, e.title) for e in _entries(new)]
    index = TitleIndex()
    index.adopt(Segment(build(older)), fresh)
    for entry in (*older, *fresh):
        for key in map(compact, spellings_of(entry)):
            assert all(index.may_begin(key[:end]) for end in range(1, len(key) + 1))


def test_what_begins_no_key_is_mostly_denied() -> None:
    drawn = [f"{number * 7919 % 100_003:05d} of the house" for number in range(5000)]
    segment = Segment(build(_entries(drawn)))
    others = [f"{number:05d}againandagain" for number in range(5000)]
    assert sum(map(segment.may_begin, others)) < 0.05 * len(others)


@given(st.sets(st.text(max_size=20)))
def test_a_text_that_is_kept_is_never_denied(texts: set[str]) -> None:
    kept = BloomFilter(memoryview(bits_of(texts)))
    assert all(text in kept for text in texts)


def test_a_text_that_is_not_kept_is_mostly_denied() -> None:
    kept = BloomFilter(memoryview(bits_of(f"{number} kept" for number in range(5000))))
    assert sum(f"{number} other" in kept for number in range(5000)) < 0.2 * 5000


@given(st.text(alphabet="abcé鬼", min_size=4, max_size=30), st.data())
def test_one_edit_is_found_wherever_it_is(key: str, data: st.DataObject) -> None:
    segment = Segment(build(_entries([key, "another", "bacabacabaca"])))
    at = data.draw(st.integers(0, len(key) - 2))
    before, one, other, rest = key[:at], key[at], key[at + 1], key[at + 2 :]
    letter = data.draw(st.sampled_from("abcé"))
    for typed in (
        f"{before}{other}{rest}", f"{before}{other}{one}{rest}",
        f"{before}{letter}{one}{other}{rest}", f"{key}{letter}", f"{before}{letter}{other}{rest}",
    ):  # fmt: skip
        folded = compact(fold(typed))
        keys = {compact(form) for form in spellings_of(TitleEntry(1, key))}
        near = {found for found in keys if OSA.distance(folded, found) <= 1}
        assert near <= dict(segment.close_to(folded, 1)).keys()


@given(TITLES)
def test_words_that_a_title_has_side_by_side_are_found_in_it(titles: list[str]) -> None:
    entries = _entries(titles)
    segment = Segment(build(entries))
    for form in {form for entry in entries for form in spellings_of(entry)}:
        words = form.split(" ")
        for start in range(len(words)):
            for end in range(start + 2, len(words) + 1):
                *whole, last = words[start:end]
                begun = (last[:size] for size in range(1, len(last) + 1))
                assert all(form in segment.continuing([*whole, some]) for some in begun)


def test_a_server_sees_the_beginnings_of_its_own() -> None:
    index = TitleIndex([TitleEntry(1, "Wayward Pines"), TitleEntry(2, "Our Own Show", scope=50)])
    assert not index.may_begin("ourownsh")
    assert index.may_begin("ourownsh", scope=50)
    assert index.may_begin("waywardp", scope=50)


def test_what_went_begins_nothing() -> None:
    index = MemoryIndex()
    index.put([TitleEntry(1, "Wayward Pines"), TitleEntry(2, "Wayward Sisters")])
    index.drop(1)
    assert index.may_begin("waywar")
    assert not index.may_begin("waywardpin")
    index.drop(2)
    assert not index.may_begin("waywar")
