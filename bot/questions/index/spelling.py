"""Folds a title to what every spelling of it has in common."""

import unicodedata

# Nothing typed or stored as a title is longer; a longer text is cut, never refused.
LONGEST = 200

ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "el",
        "la",
        "los",
        "las",
        "le",
        "les",
        "il",
        "lo",
        "gli",
        "der",
        "die",
        "das",
        "un",
        "una",
        "une",
        "ein",
        "eine",
        "um",
        "uma",
        "os",
    ]
)

_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen", "twenty"), 1,
    )
} | {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}  # fmt: skip
_APOSTROPHES = "'`´‘’‛ʹʻʼ＇′"
# Letters that Unicode does not take apart into a base letter with a mark.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
# Combining classes of marks that make another letter (nukta, kana voicing, virama);
# the marks of all other classes are accents and points, which people leave out.
_LETTER_MARKS = frozenset({0, 7, 8, 9})

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)} | {
    ord("'"): "",
    ord("`"): "",
    ord("&"): " and ",
}


def fold(text: str) -> str:
    """The words of a text, one space between them: no case, accents or punctuation.

    "&" is "and", an apostrophe is nothing. A text of symbols alone ("¥€$") keeps them, so that
    it still equals itself. "" only for a text without any visible character.
    """
    text = text[:LONGEST]
    folded = " ".join(text.translate(_ASCII).split()) if text.isascii() else _fold_unicode(text)
    return folded or "".join(
        char for char in text.casefold() if unicodedata.category(char)[0] in "SP"
    )


def _fold_unicode(text: str) -> str:
    kept: list[str] = []
    for char in unicodedata.normalize("NFKD", text).casefold():
        if char.isalnum():
            kept.append(_LETTERS.get(char, char))
        elif char == "&":
            kept.append(" and ")
        elif char in _APOSTROPHES:
            continue
        elif unicodedata.category(char) in ("Mn", "Mc"):
            if unicodedata.combining(char) in _LETTER_MARKS and not "\ufe00" <= char <= "\ufe0f":
                kept.append(char)
        elif char not in "\u200b\u200c\u200d\u00ad\u200e\u200f":
            kept.append(" ")
    # Hangul was taken apart too: one syllable is one letter again.
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def compact(folded: str) -> str:
    """A folded text without its spaces: "911" for "9 1 1", "spiderman" for "spider man"."""
    return folded.replace(" ", "")


def without_article(folded: str) -> str:
    """A folded text without its leading article; unchanged where that would leave nothing."""
    first, _, rest = folded.partition(" ")
    return rest if rest and first in ARTICLES else folded


def with_digits(folded: str) -> str:
    """A folded text with number words and Roman numerals as digits: "brooklyn 9 9" for "… nine"."""
    words = folded.split(" ")
    if _NUMBER_WORDS.keys().isdisjoint(words):
        return folded
    return " ".join(_NUMBER_WORDS.get(word, word) for word in words)
