"""Tells which texts no key begins with, before any key is looked up.

Most runs of words in a sentence are the beginning of no title. A Bloom filter of one hash holds
the beginnings of all keys: what is not in it begins none of them, and of what is, some one in ten
does not either (https://en.wikipedia.org/wiki/Bloom_filter).
"""

import zlib
from collections.abc import Iterable, Iterator

LENGTHS = (6, 10)
"""How many letters of a key are kept as its beginnings; a text is looked up by as many."""

# So many bits for each beginning.
_SPARSE = 8


def beginnings(text: str) -> Iterator[str]:
    """The beginnings of a text that are kept, or looked up."""
    return (text[:length] for length in LENGTHS if length <= len(text))


def bits_of(keys: Iterable[str]) -> bytes:
    """The filter of some keys, a power of two of bits."""
    hashes = {_hashed(begun) for key in keys for begun in beginnings(key)}
    size = 1 << max(len(hashes) * _SPARSE - 1, 7).bit_length()
    bits = bytearray(size // 8)
    for one in hashes:
        bits[(one & (size - 1)) >> 3] |= 1 << (one & 7)
    return bytes(bits)


class PrefixFilter:
    """Reads the bits of `bits_of` in place."""

    def __init__(self, bits: memoryview) -> None:
        self._bits, self._mask = bits, len(bits) * 8 - 1

    def may_begin(self, text: str) -> bool:
        """Whether a key may begin with a text."""
        for length in LENGTHS:
            if length > len(text):
                break
            one = _hashed(text[:length]) & self._mask
            if not self._bits[one >> 3] >> (one & 7) & 1:
                return False
        return True


def _hashed(text: str) -> int:
    return zlib.crc32(text.encode())
