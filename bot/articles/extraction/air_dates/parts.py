"""Whether a date is only that of a later part of a season, of an episode, a rerun or a film."""

from __future__ import annotations

import re

from ...mentions.dates import DateMention
from ...sentence_context import Utterance

_KEYS = ("first_part", "later_part")
# "on May 7 (Vol. 1)", "le 7 mai pour le volume 1"
_BEFORE_PART = r",? ?\(?(?:{beside} )?(?:{article} )?"

# "Season 2B returns"
_HALF = re.compile(r"S[ab]\b")


def is_of_part(utterance: Utterance, start: int, at: int, end: int) -> bool:
    """Whether a date is that of such a part.

    In "Vol. 1 premieres on D, Vol. 2 on D" each date is that of the part named last before it, or
    right behind it.
    """
    words, coded = utterance.discourse.words, utterance.coded
    if _HALF.search(coded, start, end) is not None:
        return True
    dates = utterance.sentence.between(start, at, DateMention)
    begins = max((place + 1 for place, _ in dates), default=start)
    parts = [
        (match.end(), key) for key in _KEYS for match in words[key].finditer(coded, begins, at)
    ]
    if not parts:
        lead = words.pattern(_BEFORE_PART).match(coded, at + 1)
        place = lead.end() if lead is not None else at + 1
        parts = [
            (match.end(), key)
            for key in _KEYS
            if (match := words[key].match(coded, place)) is not None
        ]
    if parts:
        return max(parts)[1] == "later_part"
    return words["part_of"].search(coded[start:end]) is not None
