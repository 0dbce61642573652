"""Phrases that are written as titles are and are none: seasons, months, networks, plain nouns."""

from __future__ import annotations

import re

from ...questions.reading.language import languages
from ..article import aligned
from ..language import phrases, words
from .date_patterns import SHORT_MONTH
from .networks import AMBIGUOUS_NAMES, is_network, network_alone
from .seasons import season_alone
from .show_headings import is_line_word
from .unquoted_titles import ENDS_WITH_TRAIT, NOUNS, TELLS_OF_SHOWS
from .written_titles import is_title, key_of


def is_no_title(title: str, language: str, *, quoted: bool) -> bool:
    """Whether a phrase can be no title; of what stands in quotes more may be one."""
    plain = aligned(title)
    if (
        not is_title(title, language)
        or len(key_of(title)) < _SHORTEST
        or _is_season(title, language)
        or plain in _SPEAKERS
        or network_alone(title)
        or _CONTRACTION.fullmatch(plain)
        or (is_network(title) and title not in AMBIGUOUS_NAMES)
    ):
        return True
    return not quoted and bool(
        _OF_VOLUME.match(plain)
        or title.isdigit()
        or is_line_word(title, phrases(language))
        # "Filming begins on series three of “X”"
        or phrases(language)["filming"].fullmatch(plain)
        or _FIRM.search(title)
        or _IS_MAKER.match(title)
        or _IS_NOUN.fullmatch(plain)
        or plain in _CARDINALS
        or plain in _DECIDED
        or ENDS_WITH_TRAIT.search(title)
    )


_SHORTEST = 2


def _is_season(title: str, language: str) -> bool:
    """Whether a phrase is the name of a column or a season alone: "Season", "Staffel 3"."""
    plain = aligned(title)
    if plain in SHORT_MONTH or plain in _NO_TITLES:
        return True
    if phrases(language)["season_column"].fullmatch(plain):
        return True
    return TELLS_OF_SHOWS.match(plain) is not None and season_alone(plain, language) is not None


_NO_TITLES, _DECIDED = words("no_titles"), words("decided")


# "Volume 2 on Christmas", which no show is called
_OF_VOLUME = re.compile(
    r"(?:volume|vol|part|parte|partie|teil|episode|chapter) \d"
    r"|(?:the )?\d{1,3}(?:a|o|e|st|nd|rd|th)$"
    r"|[st]\d{1,2}$"
)
# "Iron Petal Anime Season 2": what a show is called by, and no title of one
_IS_NOUN = re.compile(NOUNS)
_FIRM = re.compile(r" (?:Pictures|Productions?|Studios?|Entertainment|Films?|Television|Media)$")
# "Ann Example is the Series Producer and Bob Sample is the Editor."
_IS_MAKER = re.compile(
    r"(?:Executive |Series )?(?:Producers?|Directors?|Writers?|Editors?|Showrunners?)"
    r"(?: and\b|$| [A-Z]\S+ [A-Z])"
)
# "One season and out"
_CARDINALS = {aligned(word) for language in languages() for word in language.cardinals}
# "Answer: Season 5 premieres on May 7"
_SPEAKERS = frozenset(
    {"question", "answer", "frage", "antwort", "pregunta", "respuesta", "reponse", "domanda"}
    | {"risposta", "pergunta", "resposta", "update", "correction"}
)
# "I'll" stands at the head of many sentences, and no show is called so.
_CONTRACTION = re.compile(r"i|(?:i|you|we|they|he|she|it|that|there|what|who)['’](?:ll|ve|m|re|d)")
