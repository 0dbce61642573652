"""Letters of every script: which marks make another letter, and which are ignored. Pure.

To compare texts that people typed, compare their `plain_letters`. To split words, ask `is_of_word`:
regular expressions do not count the vowels of Hindi, Thai or Khmer as letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20dc\u20e1-\u20f0\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\ufb1e"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0897-\u089f\u08ca-\u08e1\u08e3-\u08ff\u0711\u0730-\u074a"
    "\u0640\ufe00-\ufe0f\U000e0100-\U000e01ef\u034f\u180b-\u180f\u115f\u1160\u17b4\u17b5\u3164\uffa0]"
)
"""Marks that are left out: the accents of Latin, Greek and Cyrillic; the points of Hebrew, Arabic
and Syriac, and the sign that lengthens Arabic's lines; invisible signs, and those that choose
between two looks of a sign.

All other marks are vowels, tones and voicing marks of their scripts, which nobody leaves out:
without them Thai's "tiger" is a "mat", and kana's "ga" a "ka". The blocks are those of
https://www.unicode.org/charts/.
"""

_ALIKE = {
    # Unicode does not decompose these into a base letter with a mark.
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    # Keyboards for Persian or Urdu and those for Arabic have different code points for these
    # letters.
    "ی": "ي",
    "ى": "ي",
    "ک": "ك",
    "ہ": "ه",
    "ھ": "ه",
}


class CharacterMap(dict[int, str]):
    """A table for `str.translate` that computes each character's replacement when it is first
    met."""

    _MOST = 10_000

    def __init__(self, of: Callable[[str], str]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, code: int) -> str:
        made = self._of(chr(code))
        if len(self) < self._MOST:
            self[code] = made
        return made


def _plain(char: str) -> str:
    """The replacement for one character of a decomposed text."""
    if char in _ALIKE:
        return _ALIKE[char]
    if unicodedata.category(char) == "Cf" or _LEFT_OUT.match(char):
        return ""
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


_PLAIN = CharacterMap(_plain)


def plain_letters(text: str) -> str:
    """A text without case, accents and invisible characters, with the digits 0 to 9; all else
    stays.

    Marks that make another letter stay: vowels, tones, voicing marks, viramas.
    """
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    # Hangul and kana were decomposed too: here one syllable becomes one letter again.
    return unicodedata.normalize("NFC", apart)


@lru_cache(4096)
def is_of_word(char: str) -> bool:
    """Whether a character is a part of a word: a letter, a digit, or a mark on one."""
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")
