"""Translates values in the spoken language, as the bot and as people write them, into English.

What people say beside the words of the messages is in `value_words.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ...locale.languages import language
from ...locale.messages import _
from .typed_words import spaced_words_of

_SPELLED = (("ँ", "ं"), ("म्ब", "ंब"), ("अक्तू", "अक्टू"), ("\u093c", ""))
"""Hindi words as many spell them, and as the CLDR and the messages do: सितम्बर, फरवरी, अक्तूबर,
हां."""

_GENDERED = {"es": "[ao]", "it": "[ao]", "pt_BR": "[ao]", "fr": "(?<=e)e"}
"""Endings of long words that depend on gender: a season is "renovada", a show is "renovado"."""


def respelled(words: str) -> str:
    """Folded Hindi words in one of the spellings that people use; other words unchanged."""
    for variant, usual in _SPELLED:
        words = words.replace(variant, usual)
    return words


def is_spoken(typed: str, message: str) -> bool:
    """Whether folded words are that message in the spoken language, in either gender.

    What people say in its place is read too, with words that may stand before it ("wurde
    abgesetzt").
    """
    end = _GENDERED.get(language(), "(?!)")

    def alike(words: str) -> str:
        return re.sub(rf"(?<=\w{{4}}){end}(?!\w)", "", respelled(words))

    if alike(typed) == alike(spaced_words_of(_(message))):
        return True
    words = _table().get(language(), {})
    if message not in words:
        return False
    if re.fullmatch(words[message], respelled(typed)):
        return True
    bare = re.sub(rf"^(?:(?:{words['padding']})(?!\S) ?)+", "", respelled(typed))
    return bare not in ("", typed) and is_spoken(bare, message)


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    with Path(__file__).with_name("value_words.toml").open("rb") as file:
        return tomllib.load(file)
