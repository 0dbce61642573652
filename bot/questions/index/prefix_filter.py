"""A Bloom filter that rules out most texts as the beginning of a key, before any key is looked up.

Most runs of words in a sentence are the beginning of no title. A Bloom filter with one hash holds
the prefixes of all keys: a text whose prefix is not in it begins none of them. Of those that begin
none, at most one in eight passes (https://en.wikipedia.org/wiki/Bloom_filter).
"""

import zlib
from collections.abc import Iterable

LENGTHS = _SHORT, _LONG = 6, 10
"""The lengths of the prefixes that are kept, rising."""

# At least so many bits for each prefix.
_SPARSE = 8


def prefixes_of(text: str) -> list[str]:
    """The prefixes of a text that are kept, or looked up; none of a short one."""
    return [text[:length] for length in LENGTHS if length <= len(text)]


def tells_more(before: int, now: int) -> bool:
    """Whether the filter may deny a text that has grown so long, and could not while it was
    shorter."""
    return before < _SHORT <= now or before < _LONG <= now


def bits_of(keys: Iterable[str]) -> bytes:
    """The filter of some keys; its number of bits is a power of two."""
    hashes = {_hashed(prefix) for key in keys for prefix in prefixes_of(key)}
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
        """Whether a key may begin with a text; of one shorter than all prefixes, always."""
        for prefix in prefixes_of(text):
            one = _hashed(prefix) & self._mask
            if not self._bits[one >> 3] >> (one & 7) & 1:
                return False
        return True


def _hashed(text: str) -> int:
    return zlib.crc32(text.encode())
