"""Takes a sentence apart into words, with their capitals, quotes and the pauses between."""

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from bot.questions.index.spelling import fold

# Longer texts are read to here: a question is in the first lines, or it is none.
LONGEST_TEXT = 400
MOST_WORDS = 60
# So many words the phrases have at most that are sought as they stand.
LONGEST_RUN = 3
# So many words may be a title in quotes that is all there is.
_SHORT_TEXT = 2

_DISCORD_MARKUP = re.compile(r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|t:-?\d+(?::\w)?|/[^>]*)>|https?://\S+")
_APOSTROPHES = "'’`´ʼ＇"
_POSSESSIVE = re.compile(rf"(?:[{_APOSTROPHES}]s|(?<=s)[{_APOSTROPHES}])$", re.IGNORECASE)
_ELISION = re.compile(
    rf"(?:[ldsjnmtc]|qu|dell|nell|all|dall|sull|un|quest|quell|aujourd)[{_APOSTROPHES}](?=\w)",
    re.IGNORECASE,
)
_CLOSING = {"“": "”", "„": '“”"', "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "‘": "’"}
_SAME = f"{_APOSTROPHES}*_~"
OPENING = "".join((*_CLOSING, _SAME))
"""The marks that may open a quotation."""
# Within a word a mark that opens as it closes is an apostrophe.
_QUOTED = re.compile(
    "|".join(f"{opens}[^{closes}]{{1,119}}[{closes}]" for opens, closes in _CLOSING.items())
    + rf"|(?<![^\W_])([{_SAME}])(?=\S).{{1,118}}?(?<!\s)\1(?![^\W_])",
    re.DOTALL,
)
# The pauses that a phrase does not reach across.
HARD_PAUSES = frozenset(".:")
_HARD = frozenset(".?!;:|…—–\n")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence.

    `folded` is as titles are kept, `bare` the same without a possessive ending. `quote` is the
    number of the quotation it stands in, 0 for none. `pause` is the punctuation before it: "" for
    none, "," for a short one, ":" for one that announces, "." for one that ends a clause. `start`
    is where it begins in the text that was split.
    """

    raw: str
    folded: str
    bare: str
    capital: bool
    quote: int
    pause: str
    start: int


def plain(text: str) -> str:
    """The text as far as it is read, without mentions, links and custom emoji."""
    return _DISCORD_MARKUP.sub(" , ", text[: LONGEST_TEXT * 2])[:LONGEST_TEXT]


def split(text: str) -> list[Word]:
    """The words of a text, at most the first 60; mentions, links and custom emoji are none."""
    text = plain(text)
    quotes = _quotations(text)
    found: list[Word] = []
    pause, at = "", 0
    while at < len(text) and len(found) < MOST_WORDS:
        char = text[at]
        if char != "&" and not _is_letter(char):
            pause = _longer(pause, char, text, at)
            at += 1
            continue
        end = max(_end_of_word(text, at), at + 1)
        elided = _ELISION.match(text, at, end)
        raw = text[at : elided.end() if elided else end]
        folded = fold(raw).replace(" ", "")
        if folded:
            owner = _POSSESSIVE.sub("", raw)
            bare = folded if owner == raw else fold(owner).replace(" ", "") or folded
            found.append(Word(raw, folded, bare, raw[0].isupper(), quotes[at], pause, at))
            pause = ""
        at += len(raw)
    if len(found) > _SHORT_TEXT and len({word.quote for word in found}) == 1:
        # What is quoted as a whole is quoted from somebody, and names nothing.
        return [replace(word, quote=0) for word in found]
    return found


def run_at(words: Sequence[Word], at: int, phrases: Container[tuple[str, ...]]) -> range:
    """The places of the longest of some phrases that stands at a place, with no pause within;
    empty for none."""
    said: tuple[str, ...] = ()
    longest = 0
    for word in words[at : at + LONGEST_RUN]:
        if said and word.pause:
            break
        said += (word.bare,)
        longest = len(said) if said in phrases else longest
    return range(at, at + longest)


def _is_letter(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _end_of_word(text: str, at: int) -> int:
    while at < len(text):
        if not _is_letter(text[at]):
            inside = text[at] in _APOSTROPHES and at + 1 < len(text) and _is_letter(text[at + 1])
            # "Things' season": the apostrophe of a plural's possessive ends the word.
            plural = text[at] in "'’" and text[at - 1] in "sS"
            # "3%" is a show, and 3 is none.
            share = text[at] == "%" and text[at - 1].isdecimal()
            if not inside:
                return at + 1 if plural or share else at
        at += 1
    return at


def _longer(pause: str, char: str, text: str, at: int) -> str:
    following = text[at + 1 : at + 2]
    if char in _HARD and not (char in ".:" and following and _is_letter(following)):
        return ":" if char == ":" and not pause else "."
    if char == "-" and text[at - 1 : at] == " " and following.isdecimal():
        # No season is "season -1".
        return "."
    # "season 2 - release date" pauses, "Spider-Man" does not.
    if char in ",()[]/" or (char == "-" and text[at - 1 : at] == " " == following):
        return pause or ","
    return pause


def _quotations(text: str) -> list[int]:
    """For each character, the number of the quotation that holds it; 0 for none."""
    holding = [0] * (len(text) + 1)
    for number, quoted in enumerate(_QUOTED.finditer(text), 1):
        holding[quoted.start() : quoted.end()] = [number] * len(quoted[0])
    return holding
