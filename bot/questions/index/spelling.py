"""What every spelling of a title has in common, and the names and spellings a show is found by."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from bot.facts.letters import CharacterMap, is_of_word, plain_letters
from bot.facts.models import TitleEntry

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

_ENGLISH_ARTICLES = frozenset(("the", "a", "an"))
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen", "twenty"), 1,
    )
} | {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}  # fmt: skip
_APOSTROPHES = "'`´‘’‛ʹʻʼ＇′׳"

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


fold_cached = lru_cache(4096)(fold)
"""`fold` of titles: popular ones are met again and again."""


def _fold_unicode(text: str) -> str:
    return " ".join(plain_letters(text).translate(_FOLDED).split())


def _folded(char: str) -> str:
    """What a sign among plain letters is folded to."""
    if is_of_word(char):
        return char
    if char == "&":
        return " and "
    return "" if char in _APOSTROPHES else " "


_FOLDED = CharacterMap(_folded)


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


# Whose a show is may stand before its title, and is left out by most.
_OWNER = re.compile(
    r"(?:marvel|dc|disney|tom clancy|tyler perry|stephen king|harlan coben|gene roddenberry"
    r"|jim henson|agatha christie|guillermo del toro)['’]s\s+",
    re.IGNORECASE,
)
# The series that a show is of, which people leave out, or put behind: "bad batch star wars".
_FRANCHISES = frozenset(
    ("star wars", "star trek", "marvel", "marvel studios", "dc", "the walking dead", "twd",
     "the lord of the rings", "mobile suit gundam", "avatar", "game of thrones", "harry potter"),
)  # fmt: skip
_SUBTITLE = re.compile(r"\s*:\s+")
# An article without its vowel: "L'amica geniale", "Un'altra vita".
_ELIDED_ARTICLE = re.compile(rf"(?:l|un)[{re.escape(_APOSTROPHES)}](?=\w)", re.IGNORECASE)
_FEWEST_INITIALS = 2
# Fewer words are not told by their first letters alone.
_FEWEST_WORDS = 3
_NICKNAMES = Path(__file__).with_name("nicknames.toml")
_BRACKETED_END = re.compile(r"(?<=\S)\s*\([^()]*\)\s*$")


def spellings(name: str) -> tuple[str, ...]:
    """The folded texts a name goes by: itself, without its article, without an "(…)" at its
    end, without its owner ("Marvel's"), with its number words as digits, with the initials of
    what stands before or behind its colon ("Law & Order: SVU", "TWD: Dead City"), without the
    articles inside it ("house of dragon") or the "s" at its end ("stranger thing").

    The first is the whole name; none for a name without a visible character.
    """
    folded = fold(name)
    if not folded:
        return ()
    bare = without_article(folded)
    found = [folded] if bare == folded else [folded, bare]
    if elided := _ELIDED_ARTICLE.match(name):
        found.append(fold(name[elided.end() :]))
    if name.endswith(")"):
        shorter = fold(_BRACKETED_END.sub("", name))
        found += [form for form in (shorter, without_article(shorter)) if form not in found]
    owner = _OWNER.match(name) if "'" in name or "’" in name else None
    if owner and (owned := fold(name[owner.end() :])) not in ("", *found):
        found.append(owned)
    if ":" in name:
        found += [form for form in _initialled(name) if form not in found]
    if " and " in folded:
        joined = folded.replace(" and ", " ")
        found += [form for form in (joined, without_article(joined)) if form not in found]
    found += [form for form in (with_digits(folded), *_shortened(bare)) if form not in found]
    return tuple(found)


@lru_cache(4096)
def keys_of(name: str) -> tuple[str, ...]:
    """The spellings of a name without their spaces, by which it is found: in the same order."""
    return tuple(map(compact, spellings(name)))


def _shortened(bare: str) -> list[str]:
    """A name of several words as people shorten it: no article inside, no plural at its end."""
    words = bare.split(" ")
    if len(words) == 1:
        return []
    forms = []
    if not _ENGLISH_ARTICLES.isdisjoint(words):
        kept = [word for word in words if word not in _ENGLISH_ARTICLES]
        if len(kept) > 2:
            forms.append(" ".join(kept))
    if len(words[-1]) > 3 and words[-1].endswith("s") and words[-1][-2] != "s":
        forms.append(bare[:-1])
    return forms


def _initialled(name: str) -> list[str]:
    """A name with what stands on either side of its colon by first letters alone."""
    head, *rest = _SUBTITLE.split(name, maxsplit=1)
    head, subtitle = fold(head), fold(rest[0]) if rest else ""
    forms = []
    if head and subtitle.count(" ") + 1 >= _FEWEST_INITIALS:
        forms += [f"{form} {_initials(subtitle)}" for form in (head, without_article(head))]
    if subtitle and head.count(" ") >= _FEWEST_INITIALS:
        forms.append(f"{_initials(head)} {subtitle}")
    if head in _FRANCHISES and " " in (known := without_article(subtitle)):
        forms += [known, f"{known} {head}", f"{known} {compact(head)}", f"{head} {known}"]
    return forms


def _initials(folded: str) -> str:
    return "".join(word[0] for word in folded.split(" "))


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """What fans call well-known shows, by the folded title without its article.

    Each line is a title and a list, which JSON reads as TOML does in a sixth of the time.
    """
    known = {}
    for line in _NICKNAMES.read_text(encoding="utf-8").splitlines():
        if line.startswith('"'):
            title, _, names = line.partition('" = ')
            known[without_article(fold(json.loads(f'{title}"')))] = tuple(json.loads(names))
    return known


def names_of(entry: TitleEntry) -> tuple[str, ...]:
    """The names of a show: its title, those its sources have, and those that fans call it by."""
    return _with_nicknames((entry.title, *entry.names))


@lru_cache(4096)
def _with_nicknames(names: tuple[str, ...]) -> tuple[str, ...]:
    known = nicknames().get(without_article(fold(names[0])), ())
    return tuple(dict.fromkeys((*names, *known)))


def spellings_of(entry: TitleEntry) -> dict[str, None]:
    """Every spelling of every name of a show, once each, in order; none for a hidden one."""
    if entry.hidden:
        return {}
    return dict.fromkeys(form for name in names_of(entry) for form in spellings(name))


def initials_of(form: str) -> str:
    """The first letters of three words or more; "" for fewer."""
    words = form.split(" ")
    return "".join(word[0] for word in words) if len(words) >= _FEWEST_WORDS else ""
