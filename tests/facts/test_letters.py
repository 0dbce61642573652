"""Words of every script that are two, and spellings of one word."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest

from bot.facts.fields import folded
from bot.facts.letters import plain_letters
from bot.facts.networks import network_key
from bot.questions.index.spelling import compact, fold
from bot.web.urls import slug

FOLDS: list[Callable[[str], str]] = [folded, network_key, fold, slug]

_SCRIPTS = frozenset((
    "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA",
    "MALAYALAM", "SINHALA", "THAI", "LAO", "TIBETAN", "MYANMAR", "KHMER", "THAANA",
    "KATAKANA-HIRAGANA", "BALINESE", "JAVANESE", "NKO",
))  # fmt: skip
_NEVER_SEEN = frozenset(("KHMER VOWEL INHERENT AQ", "KHMER VOWEL INHERENT AA"))


def _marks() -> list[str]:
    """The vowels, tones and voices that stand on the letters of those scripts."""
    every = (chr(code) for code in range(sys.maxunicode + 1))
    marks = (char for char in every if unicodedata.category(char) in ("Mn", "Mc"))
    return [
        char
        for char in marks
        if unicodedata.name(char, "").replace("COMBINING ", "").split(" ")[0] in _SCRIPTS
        and unicodedata.name(char) not in _NEVER_SEEN
    ]


@pytest.mark.parametrize("compared", FOLDS)
def test_a_mark_that_makes_another_letter_makes_another_word(
    compared: Callable[[str], str],
) -> None:
    marks = _marks()
    assert len(marks) > 300
    assert [mark for mark in marks if compared(f"a{mark}b") == compared("ab")] == []
    assert [mark for mark in marks if " " in compared(f"a{mark}b")] == []


@pytest.mark.parametrize("compared", FOLDS)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("दिल", "दल"), ("कल", "काल"), ("राम", "रमा"), ("बंद", "बद"), ("सत्य", "सतय")),
        *(("เสือ", "เสื่อ"), ("เสื่อ", "เสื้อ"), ("สุข", "สข"), ("மலை", "மாலை"), ("কল", "কাল")),
        *(("ガン", "カン"), ("バス", "パス"), ("ខែ", "ខា"), ("ລາວ", "ລ້າວ"), ("ಮಳೆ", "ಮಾಳ")),
    ],
)
def test_words_that_differ_by_a_mark_of_their_script_stay_two(
    compared: Callable[[str], str], one: str, other: str
) -> None:
    assert compared(one) != compared(other)


@pytest.mark.parametrize("compared", FOLDS)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("Élite", "ELITE"), ("Søren", "Soren"), ("Łowcy", "lowcy"), ("İstanbul", "Istanbul")),
        *(("שָׁלוֹם", "שלום"), ("مُسَلْسَل", "مسلسل"), ("ســريال", "سريال"), ("أحمد", "احمد")),
        *(("سریال", "سريال"), ("کتاب", "كتاب"), ("ガンダム", "ｶﾞﾝﾀﾞﾑ"), ("한국", "한국")),
        *(("सीज़न २", "सीज़न 2"), ("ภาค ๒", "ภาค 2"), ("क्\u200dष", "क्ष"), ("Việt", "viet")),
        *(("ज़", "\u095b"), ("❤\ufe0f a", "❤ a"), ("a\u00adb", "ab"), ("ΣΊΣΥΦΟΣ", "Σίσυφος")),
    ],
)
def test_spellings_of_one_word(compared: Callable[[str], str], one: str, other: str) -> None:
    assert compact(compared(one)) == compact(compared(other))


def test_signs_that_are_no_letters_stay() -> None:
    assert plain_letters("É & O'Hara – ¥€$!") == "e & o'hara – ¥€$!"
