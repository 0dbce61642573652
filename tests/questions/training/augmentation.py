"""Sentences made of those that people wrote: data augmentation.

Whoever mistypes a title does so in more ways than anybody writes down, and some typos make another
word: "squid games", "breaking bed". All sentences of a language count as one when features are
counted, so that none is kept for its copies.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bot.questions.index.spelling import fold
from bot.questions.reading.language import zipf
from tests.questions.real_titles import one_edit
from tests.questions.training.examples import SHOW_ONLY, Row

_ONE_IN = 10
_SHORTEST = 6
_TRIES = 200


def mistyped(some: Iterable[Row], seed: int = 13) -> Iterator[Row]:
    """Of each ten questions about a show, one with a typo in its title, and one in which a word of
    its title became another."""
    chance = random.Random(seed)
    for each in some:
        at = each.text.casefold().find(each.title.casefold()) if each.kind == "titled" else -1
        own = each.text[at : at + len(each.title)]
        if at >= 0 and len(own) >= _SHORTEST:
            for name, edited in _EDITS.items():
                if not chance.randrange(_ONE_IN) and (title := edited(own, chance)):
                    text = f"{each.text[:at]}{title}{each.text[at + len(own) :]}"
                    yield replace(each, text=text, template=f"{each.language}-{name}{SHOW_ONLY}")


def _with_another_word(title: str, chance: random.Random) -> str:
    """A title of several words in which an edit of one made another everyday word; "" if none."""
    words = title.split()
    at = chance.randrange(len(words))
    if len(words) < 2 or not words[at].isalpha():
        return ""
    plural = words[at][:-1] if words[at].endswith("s") else f"{words[at]}s"
    tried = [plural] if chance.randrange(2) else []
    tried += (one_edit(words[at], chance) for _ in range(_TRIES))
    other = next((w for w in tried if fold(w) != fold(words[at]) and zipf(fold(w))), "")
    return " ".join((*words[:at], other, *words[at + 1 :])) if other else ""


_EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "mistyped": one_edit,
    "slipped": _with_another_word,
}
