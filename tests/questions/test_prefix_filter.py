"""What may begin a key is never denied; what begins none mostly is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.facts.models import TitleEntry
from bot.questions.index.memory_index import MemoryIndex
from bot.questions.index.segment import Segment
from bot.questions.index.segment_builder import build
from bot.questions.index.spelling import compact, spellings_of
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
