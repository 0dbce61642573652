"""Values as the bot writes them in the language that is spoken, in the English that is read."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...locale.languages import language
from ...locale.messages import _

Fold = Callable[[str], str]
"""How a text is brought to the words that are compared."""

_SPELLED = (("ँ", "ं"), ("म्ब", "ंब"), ("अक्तू", "अक्टू"), ("\u093c", ""))
"""Hindi words as many spell them, and as the CLDR and the messages do: सितम्बर, फरवरी, अक्तूबर, हां."""

_GENDERED = {"es": "[ao]", "it": "[ao]", "pt_BR": "[ao]", "fr": "(?<=e)e"}
"""The ends of long words by which a season is "renovada" where a show is "renovado"."""


def respelled(words: str) -> str:
    """Folded Hindi words in one spelling of those that people write; others as they are."""
    for one, other in _SPELLED:
        words = words.replace(one, other)
    return words


def is_spoken(typed: str, message: str, fold: Fold) -> bool:
    """Whether folded words are that message in the language that is spoken, of either gender."""
    end = _GENDERED.get(language(), "(?!)")

    def alike(words: str) -> str:
        return re.sub(rf"(?<=\w{{4}}){end}(?!\w)", "", respelled(words))

    return alike(typed) == alike(fold(_(message)))
