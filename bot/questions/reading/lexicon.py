"""Weights of many features, in few bytes each: a feature is known by its hash (CRC-32), and a
weight is a small integer.

In a table of 150,000 features two or three share a hash, and one unknown feature in 29,000 is taken
for a known one.

A file is tables one behind the other. A table is a line of text, its number of features and the
choices it has weights for, parted by tabs; then the hashes, ascending, four bytes each, the lowest
first; then a row of weights for each, a signed byte a choice.
"""

import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

SCALE = 1 / 16
"""The step of weights, in nats; the largest weight is 127 of them."""
_WEIGHTS = {byte: SCALE * byte for byte in range(-128, 128)}  # which all rows in memory share
# So many features of one table are remembered: most of a sentence's are in every other one.
_KEPT = 2048


class WeightTable:
    """The weights of features, for some choices each."""

    def __init__(self, choices: Sequence[str], hashes: Sequence[int], rows: bytes) -> None:
        self.choices = tuple(choices)
        self._hashes = hashes
        self._rows = memoryview(rows).cast("b")
        self._nothing = (0.0,) * len(choices)
        self.row = lru_cache(_KEPT)(self._row_of)
        """What a feature adds to each choice, in nats: nothing, if it is unknown."""

    def _row_of(self, feature: str) -> tuple[float, ...]:
        key = hash_of(feature)
        place = bisect_left(self._hashes, key)
        if place == len(self._hashes) or self._hashes[place] != key:
            return self._nothing
        width = len(self.choices)
        return tuple(map(_WEIGHTS.__getitem__, self._rows[place * width : (place + 1) * width]))


def hash_of(feature: str) -> int:
    """What a feature is known by."""
    return zlib.crc32(feature.encode())


def read_tables(content: bytes) -> Iterator[WeightTable]:
    """The tables of a file.

    Raises:
        ValueError: it is damaged or cut short.
    """
    at = 0
    while at < len(content):
        end = content.find(b"\n", at)
        if end < 0:
            raise ValueError("the first line of a table is cut short")
        many, *choices = content[at:end].decode().split("\t")
        rows = end + 1 + 4 * int(many)
        at = rows + int(many) * len(choices)
        if at > len(content):
            raise ValueError(f"the table of {', '.join(choices)} is cut short")
        hashes = array("I", struct.unpack(f"<{int(many)}I", content[end + 1 : rows]))
        yield WeightTable(choices, hashes, content[rows:at])
