"""Who of the people of an article acts, as what stands beside their names elsewhere tells."""

from __future__ import annotations

from ..article import aligned
from ..language import Phrases
from .occurrences import occurrences

_LONGEST = 40_000
_BEFORE, _BEHIND = 90, 60
_MOST = 40
"""So many places of a name are looked at."""

_NAME = r"(?!(?:as|als|como|come|who|whose|and|und|y|et|e|the|in|on) )[a-z.'-]+"
_NAMES = rf"(?:{_NAME} ){{0,3}}(?:{_NAME}(?:,| and| und| y| et| e) (?:{_NAME} ){{0,2}})?"
_ACTS_BEFORE = rf"\b{{performer_before}}:? {_NAMES}$"
_ACTS_BEHIND = r"(?:'s)?(?:,? (?:and|und|y|et|e) (?:[a-z.'-]+ ){1,3}?| )?{performer_behind}\b"


_AS_PART = r"\b{as_role} (?:[a-z.'-]+ ){0,3}$"


class Performers:
    """Tells the actors of an article from the characters, by the words around their surnames.

    Actors lead, star and give statements; a drama is theirs. `text` is all of the article, `words`
    the table of its language.
    """

    def __init__(self, text: str, words: Phrases) -> None:
        self._text, self.words = text, words
        self._plain: str | None = None
        self._known: dict[str, bool] = {}

    def has(self, name: str) -> bool:
        """Whether the article tells elsewhere of somebody with that surname as of an actor."""
        surname = aligned(name.split()[-1])
        if (known := self._known.get(surname)) is None:
            known = self._known[surname] = self._acts(surname)
        return known

    def _acts(self, surname: str) -> bool:
        if self._plain is None:
            self._plain = aligned(self._text[:_LONGEST])
        plain = self._plain
        before, behind, part = map(self.words.pattern, (_ACTS_BEFORE, _ACTS_BEHIND, _AS_PART))
        for count, at in enumerate(occurrences(surname, plain)):
            if count == _MOST:
                break
            end = at + len(surname)
            if plain.startswith((" (", ")"), end):
                continue  # the pair that is asked about
            if part.search(plain, max(0, at - _BEFORE), at):
                continue  # "Ann Example as Helga Rath and Bob Sample as": a character
            if before.search(plain, max(0, at - _BEFORE), at) or behind.match(
                plain, end, end + _BEHIND
            ):
                return True
        return False
