"""The languages of articles: which one an article is in, and its table of words and phrases."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .article import Block, aligned, signs_as_letters
from .patterns import beginning_words, sharing_edges

_SMALL = {
    code: frozenset(text.split())
    for code, text in {
        "en": "the and of to in is that for with it was on as has its will no not season seasons",
        "de": "der die das und ist nicht mit den von zu ein eine wird auf sich auch keine staffel"
        " staffeln",
        "es": "el la los las de que y en un una por con para del se su es no temporada temporadas",
        "fr": "le la les des et est que dans une un pour sur avec du au qui sera de en y ne pas"
        " saison saisons",
        "it": "il la le gli di che e un una per con del della dei nel nella non si su sono"
        " stagione stagioni",
        "pt": "o a os as que e em um uma por com para do da dos das de na ao nao se sua foi vai"
        " primeira terceira estreia temporada temporadas",
    }.items()
}
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_FEWEST, _SHARE = 40, 0.08
_FEW_LETTERS = 8
"""So many letters tell another script, where a word may be one letter."""


def language_of(text: str) -> str:
    """The code of the language whose small words a text has most of; "en" where there are none."""
    if _is_devanagari(text):
        return "hi"
    _, counts = _counted(text)
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    return best if counts[best] and best in codes() else "en"


def language_of_blocks(blocks: Sequence[Block]) -> str:
    """The code of the language of an article, by the first blocks of its text."""
    return language_of(" ".join(block.text for block in blocks[:40])[:6_000])


def is_read(text: str) -> bool:
    """Whether a text is in a language that is read here; a short one is given the doubt."""
    if _is_devanagari(text):
        return True
    letters = sum(char.isalpha() for char in text[:4_000])
    latin = sum(char.isalpha() and char < "\u0250" for char in text[:4_000])
    if letters >= _FEW_LETTERS and latin * 2 < letters:
        return False
    words, counts = _counted(text)
    return words < _FEWEST or max(counts.values()) >= _SHARE * words


def _is_devanagari(text: str) -> bool:
    """Whether most letters of a text are those of Hindi."""
    if not _DEVANAGARI.search(text, 0, 4_000):
        return False
    letters = [char for char in text[:4_000] if char.isalpha()]
    return sum("\u0900" <= char <= "\u097f" for char in letters) * 2 > len(letters)


def _counted(text: str) -> tuple[int, dict[str, int]]:
    words = re.findall(r"[a-z]+", aligned(text[:8_000]))[:800]
    # Names say nothing of a language.
    small = len(_NO_NAME.findall(text[:8_000])[:800])
    return min(small, len(words)), {
        code: sum(word in small for word in words) for code, small in _SMALL.items()
    }


_NO_NAME = re.compile(r"(?<!\w)[a-zß-ÿ]\w*")
_TABLES = Path(__file__).with_name("languages")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """One language's table: every key of it as one compiled pattern."""

    code: str
    patterns: Mapping[str, re.Pattern[str]]

    def __getitem__(self, key: str) -> re.Pattern[str]:
        return self.patterns.get(key, _NEVER)

    def pattern(self, template: str) -> re.Pattern[str]:
        """A pattern that has the phrases of a key where the template has it: "{until} $".

        Braces around figures are those of a regular expression.
        """
        return _composed(self, template)


@cache
def _composed(words: Phrases, template: str) -> re.Pattern[str]:
    return re.compile(_KEY.sub(lambda match: f"(?:{words[match[1]].pattern})", template))


_KEY = re.compile(r"\{([a-z_]+)\}")


def _read(code: str) -> dict[str, Any]:
    with (_TABLES / f"{code}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def phrases(code: str) -> Phrases:
    """The table of a language; English where there is no such table."""
    table = _read(code if code in codes() else "en")
    noun, platform = (signs_as_letters(f"(?:{table.pop(key)})") for key in ("noun", "platform"))
    table.pop("dates")
    return Phrases(
        code, {key: re.compile(_written(value, noun, platform)) for key, value in table.items()}
    )


@cache
def date_words() -> tuple[Mapping[str, Any], ...]:
    """What each language calls months, weekdays, parts of the year and days near the article's."""
    return tuple(_read(code)["dates"] for code in codes())


@cache
def codes() -> tuple[str, ...]:
    """The languages that have a table."""
    return tuple(sorted(path.stem for path in _TABLES.glob("*.toml")))


def _written(value: str | list[str], noun: str, platform: str) -> str:
    """One pattern of a key. A list is of phrases; a plain text is of words, met whole."""
    value = (
        signs_as_letters(value)
        if isinstance(value, str)
        else [signs_as_letters(one) for one in value]
    )
    if isinstance(value, str):
        # A text with word boundaries of its own says by itself where its words end.
        value = value.replace("NOUN", noun).replace("PLATFORM", platform)
        # "d'" is whole before a word too.
        if r"\b" not in value:
            return rf"\b(?:{value})(?:(?!\w)|(?<='))"
        return sharing_edges(beginning_words(value))
    words = not any("T" in one or "S" in one or r"\b" in one for one in value)
    texts = (one.replace("NOUN", noun).replace("PLATFORM", platform) for one in value)
    expanded = (
        re.sub(
            r"( ?)(\.\.\.?)",
            lambda gap: (gap[1] and "[ ,]") + rf"[^.;?]{{0,{60 if len(gap[2]) == 3 else 30}}}?",
            one,
        )
        for one in texts
    )
    joined = "|".join(expanded)
    return rf"\b(?:{joined})(?!\w)" if words else rf"(?:{sharing_edges(beginning_words(joined))})"


@cache
def _table() -> dict[str, str]:
    with Path(__file__).with_name("words.toml").open("rb") as file:
        return tomllib.load(file)


def words(key: str) -> frozenset[str]:
    """The words under a key of the table."""
    return frozenset(_table()[key].split())


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of these words, a longer one before one that it begins with."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
