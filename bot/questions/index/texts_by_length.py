"""The texts of a segment by their length: found by number, and by their typos."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache, partial

from bot.questions.index.bloom_filter import BloomFilter
from bot.questions.index.ngram_index import HashTable, near_texts

# Of so many lengths and first letters it is kept which texts they are of.
_KEPT = 1024
# Texts of up to so many letters are a quarter of all.
_SHORT = 8


class TextsByLength:
    """Texts that are numbered by their length, the short ones first.

    All of a length are decoded together as one of them is first asked for; to cut a text out of
    them then takes a third of the time that decoding it does. Short ones that are sought by two
    edits are cut out once, and stay: a keystroke compares hundreds of those.
    """

    def __init__(
        self,
        texts: memoryview,
        numbers: Sequence[int],
        places: Sequence[int],
        parts: HashTable,
        ends: BloomFilter | None,
    ) -> None:
        self._texts, self._numbers, self._places = texts, numbers, places
        self._parts, self._ends = parts, ends
        self._decoded: dict[int, tuple[str, int, int]] = {}
        short = numbers[min(_SHORT + 1, len(numbers) - 1)]
        self._short: list[str | None] = [None] * short
        self._range = lru_cache(_KEPT)(self._range_of)

    def number_of(self, text: str, among: Collection[int]) -> int | None:
        """Which of some numbers is that of a text; None if none is."""
        length = len(text)
        joined, first, after = self._decoded.get(length) or self._of_length(length)
        for number in among:
            at = (number - first) * length
            if first <= number < after and joined.startswith(text, at):
                return number
        return None

    def close_to(self, text: str, distance: int, first: str = "") -> Iterator[tuple[str, int]]:
        """Those at most this many edits away, with the edits, and with that first letter if any;
        see `near_texts`."""
        texts = partial(self._texts_of, first=first, many=distance > 1 and not first)
        return near_texts(text, distance, self._parts.sharing, texts, self._ends)

    def _texts_of(
        self, length: int, numbers: Collection[int], *, first: str, many: bool
    ) -> list[str | None]:
        """The texts of some numbers, which may be many, with that first letter if any; see
        `ngram_index.Texts`."""
        if not numbers:
            return []
        joined, start, after = self._of_length(length)
        low, high = self._range(length, first) if first else (start, after)
        if many and length <= _SHORT:
            if start < after and self._short[start] is None:
                cuts = range(0, len(joined), length)
                self._short[start:after] = [joined[at : at + length] for at in cuts]
            return list(map(self._short.__getitem__, filter(len(self._short).__gt__, numbers)))
        return [
            joined[(at := (number - start) * length) : at + length]
            for number in numbers
            if low <= number < high
        ]

    def _range_of(self, length: int, letter: str) -> tuple[int, int]:
        """The number of the first text of a length that begins with a letter, and the one after the
        last: they are in the order of their letters."""
        joined, start, _ = self._of_length(length)
        letters = joined[::length]
        return start + bisect_left(letters, letter), start + bisect_right(letters, letter)

    def _of_length(self, length: int) -> tuple[str, int, int]:
        """All texts of a length as one, the number of the first, and the one after the last."""
        known = self._decoded.get(length)
        if known is None:
            if length >= len(self._numbers) - 1:
                return "", 0, 0
            start, end = self._places[length], self._places[length + 1]
            text = str(self._texts[start:end], "utf-8")
            first, after = self._numbers[length], self._numbers[length + 1]
            known = self._decoded[length] = text, first, after
        return known
