"""The texts of a segment by their length: found by number, and by their typos."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache, partial

from bot.questions.index.bloom_filter import BloomFilter
from bot.questions.index.ngram_index import HashTable, near_texts

# Of so many lengths and first letters it is kept which texts they are of.
_KEPT = 1024


class TextsByLength:
    """Texts that are numbered by their length, the short ones first.

    All of a length are decoded as one of them is first asked for, and stay: a keystroke compares
    hundreds, and to look one up takes a tenth of the time that decoding it does.
    """

    def __init__(
        self,
        texts: memoryview,
        numbers: Sequence[int],
        places: Sequence[int],
        parts: HashTable,
        ends: BloomFilter | None,
    ) -> None:
        self._bytes, self._numbers, self._places = texts, numbers, places
        self._parts, self._ends = parts, ends
        self._texts: list[str | None] = [None] * numbers[-1]
        self._decoded: set[int] = set()
        self._range = lru_cache(_KEPT)(self._range_of)

    def number_of(self, text: str, among: Collection[int]) -> int | None:
        """Which of some numbers is that of a text; None if none is."""
        if len(text) not in self._decoded:
            self._decode(len(text))
        texts = self._texts
        for number in among:
            if texts[number] == text:
                return number
        return None

    def close_to(self, text: str, distance: int, first: str = "") -> Iterator[tuple[str, int]]:
        """Those at most this many edits away, with the edits, and with that first letter if any;
        see `near_texts`."""
        texts = partial(self._texts_of, first=first)
        return near_texts(text, distance, self._parts.sharing, texts, self._ends)

    def _texts_of(self, length: int, numbers: Collection[int], first: str) -> list[str | None]:
        """The texts of some numbers, with that first letter if any; see `ngram_index.Texts`."""
        if not numbers:
            return []
        if length not in self._decoded:
            self._decode(length)
        if first:
            low, high = self._range(length, first)
            numbers = [number for number in numbers if low <= number < high]
        return list(map(self._texts.__getitem__, numbers))

    def _range_of(self, length: int, letter: str) -> tuple[int, int]:
        """The number of the first text of a length that begins with a letter, and the one after the
        last: they are in the order of their letters."""
        start, after = self._numbers_of(length)

        def first(number: int) -> str:
            return (self._texts[number] or "")[:1]

        low = bisect_left(range(after), letter, start, key=first)
        return low, bisect_right(range(after), letter, low, key=first)

    def _numbers_of(self, length: int) -> tuple[int, int]:
        """The number of the first text of a length, and the one after the last."""
        if length >= len(self._numbers) - 1:
            return 0, 0
        return self._numbers[length], self._numbers[length + 1]

    def _decode(self, length: int) -> None:
        start, after = self._numbers_of(length)
        if start < after:
            joined = str(self._bytes[self._places[length] : self._places[length + 1]], "utf-8")
            cuts = range(0, len(joined), length)
            self._texts[start:after] = [joined[at : at + length] for at in cuts]
        self._decoded.add(length)
