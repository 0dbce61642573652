"""Weights of many features, in few bytes each: a feature is known by its hash (CRC-32), which two
of them share once in four thousand million, and a weight is a small integer.

A file is tables one behind the other. A table is a line of text, its number of features and the
choices it has weights for, parted by tabs; then the hashes, ascending, four bytes each, the lowest
first; then a row of weights for each, a signed byte a choice.
"""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from sys import byteorder

UNIT = 1 / 16
"""The smallest weight, in nats; the largest is 127 times it."""
_MOST = 127
# So many features of one table are remembered: those of some hundred sentences.
_KEPT = 8192


class Table:
    """The weights of features, for some choices each."""

    def __init__(self, choices: Sequence[str], hashes: Sequence[int], rows: bytes) -> None:
        self.choices = tuple(choices)
        self._hashes = hashes
        self._rows = memoryview(rows).cast("b")
        self._nothing = (0.0,) * max(len(choices), 1)
        self._places = {choice: place for place, choice in enumerate(choices)}
        self.row = lru_cache(_KEPT)(self._row_of)

    def __len__(self) -> int:
        return len(self._hashes)

    def place(self, choice: str) -> int:
        """Which weight of a row is that of a choice."""
        return self._places.get(choice, 0)

    def _row_of(self, feature: str) -> tuple[float, ...]:
        """What a feature adds to each choice, in nats: nothing, if it is unknown."""
        key = hash_of(feature)
        place = bisect_left(self._hashes, key)
        if place == len(self._hashes) or self._hashes[place] != key:
            return self._nothing
        width = len(self.choices)
        return tuple(UNIT * weight for weight in self._rows[place * width : (place + 1) * width])


NOTHING = Table((), array("I"), b"")
"""A table without features."""


def hash_of(feature: str) -> int:
    """What a feature is known by."""
    return zlib.crc32(feature.encode())


def read_tables(content: bytes) -> Iterator[Table]:
    """The tables of a file."""
    at = 0
    while at < len(content):
        end = content.index(b"\n", at)
        many, *choices = content[at:end].decode().split("\t")
        rows = end + 1 + 4 * int(many)
        at = rows + int(many) * len(choices)
        hashes = array("I", content[end + 1 : rows])
        if byteorder == "big":
            hashes.byteswap()
        yield Table(choices, hashes, content[rows:at])


def written(choices: Sequence[str], weights: Mapping[int, Iterable[float]]) -> bytes:
    """A table of rows by the hash of their feature, as a file has it; rows that round to nothing
    are left out."""
    rounded = {
        key: bytes(max(-_MOST, min(_MOST, round(weight / UNIT))) & 0xFF for weight in weights[key])
        for key in sorted(weights)
    }
    kept = {key: row for key, row in rounded.items() if any(row)}
    head = "\t".join((str(len(kept)), *choices)) + "\n"
    hashes = b"".join(key.to_bytes(4, "little") for key in kept)
    return head.encode() + hashes + b"".join(kept.values())
