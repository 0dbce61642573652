"""Where a sentence turns to the show that it and those after it speak of."""

from __future__ import annotations

import re

from .article import Block, Role
from .mentions.unquoted_titles import NOUNS
from .sentence_context import Utterance

# "The third season starts in July and takes over from “Elsewhere”"
_OF_MAIN = re.compile(
    rf"(?:(?:the|this|its|la|il|le|el|a|o|die|das|der|esta|cette|questa|diese) |l')"
    rf"(?:[a-z-]+ ){{0,2}}(?:S|{NOUNS})(?:,| (?!(?:of|from|von|vom|der|des|de|du|d|di|da|do|del"
    rf"|della|by"
    r"|aus|that|which) )[a-z])"
)
# "Ann Example (“Elsewhere”) joins": the sentences after it are not about “Elsewhere”.
_BESIDE_PERSON = re.compile(r"\(|\b(?:of|from|in|like|for|known|behind|after|aus|d[eioa]|von) ?$")


def show_turn(utterance: Utterance, block: Block) -> int | None:
    """Where a sentence turns to another show, or to the main one, at 0; None where it does not."""
    titles = utterance.titles
    is_of_cast = block.role is Role.ITEM and utterance.discourse.heading.lists_cast
    if not titles or block.role is Role.HEADING or is_of_cast:
        return None
    at, one = titles[0]
    discourse = utterance.discourse
    main = discourse.subjects.main
    if main is not None and any(two.subject is main for _, two in titles):
        return 0
    if main is not None and _OF_MAIN.match(utterance.coded) is not None:
        return None
    before = utterance.coded[:at]
    if _IN_ASIDE.match(before) and utterance.coded[at + 1 : at + 2] == ",":
        return None
    is_told = at <= _NEAR and not _BESIDE_PERSON.search(before)
    # "On Friday Das Erste shows “Y”, a film of the same makers"
    is_told = is_told or discourse.words.pattern(r"\b{shows_title} $").search(before) is not None
    return at if one.subject is not None or is_told else None


# "The actress, who has just left “Elsewhere”, will play"
_IN_ASIDE = re.compile(
    r"[a-z' .-]{3,40}, (?:who|que|qui|che|die|der|das|quien|[a-z]+ (?:in|dans|en|em|aus)) [^,;:]*$"
)
_NEAR = 25
"""So early in its sentence stands what that is told of."""
