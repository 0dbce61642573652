"""Finds the texts a few edits away from another, without comparing it with all of them.

Cut a text into three: two edits leave one of the parts as it was, moved by two places at most. So
what is worth comparing shares a part with the query, in nearly its place. Long texts are cut into
four, for three edits, and short ones into halves, for one. Missed is only what two swaps, or a
swap and other edits, take apart: a swap across a cut touches two parts.

One edit leaves one end as it was: where nothing begins or ends as a text does, that end is not
looked up.
"""

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, pairwise, repeat
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.questions.index.bloom_filter import ENDS, BloomFilter, back, front

# A part of a single letter says nothing: up to these lengths, so many parts.
_PARTS = ((1, 1), (4, 2), (12, 3))
_MOST_PARTS = 4
# 2^32 divided by the golden ratio: https://en.wikipedia.org/wiki/Hash_function#Fibonacci_hashing
_SPREAD = 0x9E3779B1

Place = tuple[int, int, int, int]
"""What a part is marked with, by where it begins in the texts that have it; where it begins and
ends in the one typed; what its checksum begins with."""

_BOTH = (True, True)
# What first halves are marked with: no part begins so far behind.
_HALF = 255


class NearIndex:
    """Texts by their length and each of the parts they are cut into."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        # Most parts are one text's alone, which is then not worth a list.
        self._by_part: dict[tuple[int, int], dict[str, str | list[str]]] = {}
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Add a text that is not here yet."""
        for mark, start, end in kept(len(text)):
            sharing = self._by_part.setdefault((len(text), mark), {})
            known = sharing.get(part := text[start:end])
            if known is None:
                sharing[part] = text
            elif isinstance(known, str):
                sharing[part] = [known, text]
            else:
                known.append(text)

    def discard(self, text: str) -> None:
        """Remove a text that is here."""
        for mark, start, end in kept(len(text)):
            sharing = self._by_part[len(text), mark]
            known = sharing[part := text[start:end]]
            if isinstance(known, str) or known == [text]:
                del sharing[part]
            else:
                known.remove(text)

    def close_to(self, text: str, distance: int) -> Iterator[tuple[str, int]]:
        """The texts at most this many edits away, with the edits; see `near_texts`."""
        return near_texts(text, distance, self._sharing, lambda _length, found: found)

    def _sharing(self, text: str, length: int, places: Iterable[Place]) -> set[str]:
        found: set[str] = set()
        for mark, at, end, _ in places:
            known = self._by_part.get((length, mark), {}).get(text[at:end], ())
            found.update((known,) if isinstance(known, str) else known)
        return found


def hashed(text: str, length: int = 0, mark: int = 0) -> int:
    """32 bits for a text; for a part of one with its length, and the mark of where it begins.

    Those two are spread over all bits that the checksum begins with: in the lowest ones the first
    letters are added to them, and "ma" in one place would be "na" in another.
    """
    return zlib.crc32(text.encode(), _seed(length, mark))


def _seed(length: int, mark: int) -> int:
    return (length << 8 | mark) * _SPREAD & 0xFFFFFFFF


class HashTable:
    """Numbers by the first bits of a hash, laid out in two columns of a segment.

    There is a bucket for all that these bits can be, about one a number, and others whose hashes
    begin alike are in it.
    """

    def __init__(self, numbers: memoryview, ends: memoryview) -> None:
        self._numbers, self._ends = numbers, ends
        self._shift = 33 - (len(ends) - 1).bit_length()

    def numbers(self, text: str) -> memoryview:
        """What is kept under a text."""
        bucket = zlib.crc32(text.encode()) >> self._shift
        return self._numbers[self._ends[bucket] : self._ends[bucket + 1]]

    def sharing(self, text: str, _length: int, places: Iterable[Place]) -> set[int]:
        """What is kept under those parts of a text, as parts of the texts of a length."""
        numbers, ends, shift = self._numbers, self._ends, self._shift
        found: list[int] = []
        for _, at, end, seed in places:
            bucket = zlib.crc32(text[at:end].encode(), seed) >> shift
            found += numbers[ends[bucket] : ends[bucket + 1]].tolist()
        return set(found)


T = TypeVar("T")

Sharing = Callable[[str, int, Iterable[Place]], set[T]]
"""What stands for the texts of a length that have one of those parts of a text; also for others,
which cost time and no more."""

Texts = Callable[[int, Collection[T]], Collection[str | None]]
"""The texts of a length that some of those stand for; for what is of another length its own text,
or None."""


def near_texts(
    text: str,
    distance: int,
    sharing: Sharing[T],
    texts: Texts[T],
    ends: BloomFilter | None = None,
) -> Iterator[tuple[str, int]]:
    """The texts at most this many edits away, with the edits; two letters swapped are one.

    A single letter in place of another is no edit of it, but another text, and so is a text
    of up to four letters with two edits. `ends` has what all texts begin and end with.
    """
    left = _BOTH if ends is None or distance > 1 else _ends_left(text, ends)
    if not any(left):
        return iter(())
    groups = {
        length: texts(length, _worth_comparing(text, length, distance, sharing, left))
        for length in lengths_near(text, distance)
    }
    return compared(text, groups, distance)


def _ends_left(text: str, ends: BloomFilter) -> tuple[bool, bool]:
    """Whether a text that is one edit away may begin as this one does, and whether it may end so:
    between such ends there is a letter, so that no edit, be it a swap, touches both."""
    length = next((length for length in ENDS if len(text) > 2 * length), None)
    if length is None:
        return _BOTH
    return front(text, length) in ends, back(text, length) in ends


def _worth_comparing(
    text: str, length: int, distance: int, sharing: Sharing[T], left: tuple[bool, bool]
) -> set[T]:
    """What stands for the texts of a length that share a part with this one."""
    found = sharing(text, length, _places(len(text), length, distance, left))
    if length == len(text) == 4 and distance == 1:
        # Of all swaps in short texts, this one alone leaves neither half as it was.
        swapped = text[0] + text[2] + text[1] + text[3]
        found |= sharing(swapped, length, _places(length, length, 0, _BOTH))
    return found


@lru_cache(4096)
def _places(typed: int, length: int, distance: int, left: tuple[bool, bool]) -> tuple[Place, ...]:
    """Where the parts of texts of a length may stand in one of `typed` letters, of which one end
    or both are `left`.

    A few small numbers tell it, so it is kept: to work it out takes as long as the look-ups.
    """
    parts = cuts(length)
    if distance >= max(len(parts), 2):
        return ()
    if distance == 1 and len(parts) > 2:
        # Of one edit, be it a swap, the first half or the last part is left.
        start = parts[-1][0]
        at = start + typed - length
        ends = (
            (_HALF, 0, length // 2, _seed(length, _HALF)),
            (start, at, typed, _seed(length, start)),
        )
        return tuple(place for place, there in zip(ends, left, strict=True) if there)
    places: list[Place] = []
    for number, (start, end) in enumerate(parts):
        size = end - start
        low, high = _shifts(typed - length, distance, size, number, len(parts))
        first, last = max(start + low, 0), min(start + high, typed - size)
        seed = _seed(length, start)
        places += ((start, at, at + size, seed) for at in range(first, last + 1))
    return tuple(places)


def _shifts(longer: int, distance: int, size: int, number: int, parts: int) -> tuple[int, int]:
    """How far to the right of its place a part may stand in a text so much longer: from, to.

    Each place before it is an edit, and so is each by which what follows stands elsewhere then.
    Swaps may bring a single letter to another place, and cost an edit for two of those.

    Where no edit is left for a swap, which may break two parts, one of three parts stands so that
    no more edits are before it than parts, and behind it: it is looked up there alone (after Li et
    al., Pass-Join, https://arxiv.org/abs/1111.7171).
    """
    if parts == 3 and distance == 2 == abs(longer):
        return longer * number // 2, longer * number // 2
    most = distance if size > 1 else 2 * distance
    return -((most - longer) // 2), (most + longer) // 2


def lengths_near(text: str, distance: int) -> range:
    """The lengths of what may be so many edits away."""
    return range(max(len(text) - distance, 1), len(text) + distance + 1)


def compared(
    text: str, groups: Mapping[int, Collection[str | None]], distance: int
) -> Iterator[tuple[str, int]]:
    """Those of some texts, by their length, that are at most so many edits away, with the edits:
    the short ones first. What is of another length than its group, or None, is left out."""
    some = list(chain.from_iterable(groups.values()))
    if not some:
        return iter(())
    lengths = list(chain.from_iterable(repeat(n, len(group)) for n, group in groups.items()))
    near = process.extract(text, some, scorer=OSA.distance, score_cutoff=distance, limit=None)
    found = [(one, int(edits)) for one, edits, at in near if len(one) == lengths[at]]
    return iter(sorted(found, key=lambda one: len(one[0])))


def cuts(length: int) -> tuple[tuple[int, int], ...]:
    """Where the parts of a text of that length begin and end."""
    return _CUTS[length] if length < len(_CUTS) else _cut(length)


def kept(length: int) -> list[tuple[int, int, int]]:
    """The parts by which a text of that length is found, each with its mark; of a long one the
    first half as well."""
    parts = cuts(length)
    found = [(start, start, end) for start, end in parts]
    return [*found, (_HALF, 0, length // 2)] if len(parts) > 2 else found


def _cut(length: int) -> tuple[tuple[int, int], ...]:
    parts = next((parts for longest, parts in _PARTS if length <= longest), _MOST_PARTS)
    ends = [length * part // parts for part in range(parts + 1)]
    return tuple(pairwise(ends))


_CUTS = tuple(map(_cut, range(200)))
