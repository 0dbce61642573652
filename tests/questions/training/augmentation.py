"""Sentences made of those that people wrote: data augmentation.

Who mistypes a title, and who asks for one that goes on where a known one ends, does so in more ways
than anybody writes down. All sentences of a kind count as one when features are counted, so that
none is kept for its copies.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.questions.index.spelling import fold
from bot.questions.index.titles import TitleEntry, TitleIndex
from bot.questions.reading.language import in_any
from bot.questions.reading.word_senses import tables
from tests.questions.real_titles import one_edit
from tests.questions.training.examples import SHOW_ONLY, Row

_LONGER = {
    "en": ("{T} {W}", "{T} of {W}", "{W} of {T}", "{W} of the {T}", "{T} and the {W}"),
    "es": ("{T} de {W}", "{W} de {T}", "{T} del {W}", "{T} {W}"),
    "pt": ("{T} de {W}", "{W} de {T}", "{T} do {W}", "{T} {W}"),
    "fr": ("{T} de {W}", "{W} de {T}", "{T} {W}"),
    "de": ("{T} der {W}", "{T} im {W}", "{T} {W}"),
    "it": ("{T} di {W}", "{W} di {T}", "{T} {W}"),
    "hi": ("{T} ka {W}", "{W} ki {T}", "{T} {W}"),
}
_SPOKEN_IN = {
    "en": ("US", "GB", "CA", "AU"), "es": ("ES", "MX", "AR", "CO"), "pt": ("BR", "PT"),
    "fr": ("FR", "BE"), "de": ("DE", "AT", "CH"), "it": ("IT",), "hi": ("IN",),
}  # fmt: skip
_ONE_IN = 10
_SHORTEST_WORD = 4
_SHORTEST_MISTYPED = 6


def augmented(
    some: Iterable[Row], shows: Iterable[TitleEntry], titles: TitleIndex, seed: int = 13
) -> Iterator[Row]:
    """Of each ten questions about a show, one in which its title goes on, so that it is another's
    that nobody knows ("Dark" as "Dark Harbour"), and one in which it is mistyped."""
    chance = random.Random(seed)
    words = _words_of_titles(shows)
    for each in some:
        at = each.text.casefold().find(each.title.casefold()) if each.kind == "titled" else -1
        drawn = chance.randrange(_ONE_IN)
        if at < 0 or drawn > 1:
            continue
        before, own = each.text[:at], each.text[at : at + len(each.title)]
        behind = each.text[at + len(own) :]
        if drawn:
            word = chance.choice(words[each.language])
            word = word.capitalize() if own[:1].isupper() else word
            frame = chance.choice(_LONGER[each.language])
            name = frame.replace("{T}", own).replace("{W}", word)
            if not titles.named(fold(name)):
                made = replace(each, text=f"{before}{name}{behind}", title="", kind="unnamed")
                yield replace(made, template=f"{each.language}-longer")
        elif len(own) >= _SHORTEST_MISTYPED:
            text = f"{before}{one_edit(own, chance)}{behind}"
            yield replace(each, text=text, template=f"{each.language}-mistyped{SHOW_ONLY}")


def _words_of_titles(shows: Iterable[TitleEntry]) -> Mapping[str, Sequence[str]]:
    """The words of titles by language, without those that may be said about any show."""
    met: dict[str, Counter[str]] = defaultdict(Counter)
    language = {country: code for code, some in _SPOKEN_IN.items() for country in some}
    for show in shows:
        if code := language.get((show.country or "")[:2]):
            met[code].update(fold(show.title).split())
    said = in_any("function") | in_any("beside") | in_any("show")
    said = said.union(*tables().values())
    return {
        code: sorted(
            word for word, times in counts.items()
            if times > 1 and word not in said and len(word) >= _SHORTEST_WORD and word.isalpha()
        )
        for code, counts in met.items()
    }  # fmt: skip
