"""Bloom filters: what of a title's spellings a text has none of, before any of them is looked up.

Most runs of words in a sentence are of no title. A Bloom filter with one hash holds some texts: one
that it denies is none of them, and of those that are none at most one in eight passes
(https://en.wikipedia.org/wiki/Bloom_filter).
"""

import zlib
from collections.abc import Iterable
from itertools import pairwise

PREFIXES = _SHORT, _LONG = 6, 10
"""The lengths of the prefixes of keys that are kept, rising."""
ENDS = 7, 5
"""The lengths of what keys begin and end with that is kept, falling."""
BEGUN = 3
"""So many letters of a word are kept beside the word before it."""

# At least so many bits for each text.
_SPARSE = 8


def prefixes_of(text: str) -> list[str]:
    """The prefixes of a text that are kept, or looked up; none of a short one."""
    return [text[:length] for length in PREFIXES if length <= len(text)]


def tells_more(before: int, now: int) -> bool:
    """Whether the filter of prefixes may deny a text that has grown so long, and could not while it
    was shorter."""
    return before < _SHORT <= now or before < _LONG <= now


def front(text: str, length: int) -> str:
    """So many letters that a key begins with, as they are kept."""
    return f"{text[:length]} "


def back(text: str, length: int) -> str:
    """So many letters that a key ends with, as they are kept."""
    return f" {text[-length:]}"


def ends_of(key: str) -> list[str]:
    """What a key begins and ends with, as it is kept."""
    lengths = [length for length in ENDS if length <= len(key)]
    return [end(key, length) for length in lengths for end in (front, back)]


def pair(word: str, following: str) -> str:
    """Two words side by side, the second maybe only begun, as they are kept."""
    return f"{word} {following[:BEGUN]}"


def pairs_of(form: str) -> list[str]:
    """The words of a form that are side by side, as they are kept."""
    return [pair(*both) for both in pairwise(form.split(" "))]


def bits_of(texts: Iterable[str]) -> bytes:
    """The filter of some texts; its number of bits is a power of two."""
    hashes = set(map(_hashed, texts))
    size = 1 << max(len(hashes) * _SPARSE - 1, 7).bit_length()
    bits = bytearray(size // 8)
    for one in hashes:
        bits[(one & (size - 1)) >> 3] |= 1 << (one & 7)
    return bytes(bits)


class BloomFilter:
    """Reads the bits of `bits_of` in place."""

    def __init__(self, bits: memoryview) -> None:
        self._bits, self._mask = bits, len(bits) * 8 - 1

    def __contains__(self, text: str) -> bool:
        """Whether a text may be one of those kept: False is certain, True is not."""
        one = _hashed(text) & self._mask
        return bool(self._bits[one >> 3] >> (one & 7) & 1)

    def may_begin(self, text: str) -> bool:
        """Whether a key may begin with a text; of one shorter than all prefixes, always."""
        return all(map(self.__contains__, prefixes_of(text)))


def _hashed(text: str) -> int:
    return zlib.crc32(text.encode())
