"""Sentences made of those that people wrote: data augmentation.

Whoever mistypes a title does so in more ways than anybody writes down. All sentences of a language
count as one when features are counted, so that none is kept for its copies.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tests.questions.real_titles import one_edit
from tests.questions.training.examples import SHOW_ONLY, Row

_ONE_IN = 10
_SHORTEST = 6


def mistyped(some: Iterable[Row], seed: int = 13) -> Iterator[Row]:
    """Of each ten questions about a show, one with a typo in its title."""
    chance = random.Random(seed)
    for each in some:
        at = each.text.casefold().find(each.title.casefold()) if each.kind == "titled" else -1
        own = each.text[at : at + len(each.title)]
        if at >= 0 and len(own) >= _SHORTEST and not chance.randrange(_ONE_IN):
            text = f"{each.text[:at]}{one_edit(own, chance)}{each.text[at + len(own) :]}"
            yield replace(each, text=text, template=f"{each.language}-mistyped{SHOW_ONLY}")
