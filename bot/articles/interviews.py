"""What a question asks that is put in running text, by whoever speaks, for the sentences behind it.

"How many episodes are there? Eight."; "P. ¿Cuándo la veremos?" and, in the next paragraph, "R. El
3 de febrero."
"""

from __future__ import annotations

from .article import Block, Role
from .discourse import Discourse
from .headings import Heading, heading
from .mentions.seasons import SeasonPhrase
from .sentence import MarkedSentence
from .sentence_context import Utterance


class Interview:
    """The question that was put last, while it waits for its answer."""

    def __init__(self) -> None:
        self._asked: Heading | None = None
        self._season: tuple[int, int] | None = None
        self._above = Heading()

    def begin(self, block: Block, discourse: Discourse) -> None:
        """Let a block answer the question that the one before it ended with."""
        self._above = discourse.heading
        if block.role is Role.PARAGRAPH and self._asked is not None:
            discourse.heading = self._asked
            if self._season is not None:
                discourse.season_focus[self._season[0]] = self._season[1]
        self._asked = self._season = None

    def note(self, sentence: MarkedSentence, block: Block, discourse: Discourse) -> None:
        """Note a question before it is read: what stands behind it answers it."""
        self._asked = self._season = None
        if block.role is not Role.PARAGRAPH or not sentence.coded.endswith("?"):
            return
        self._asked = discourse.heading = heading(sentence.text, discourse.words.code)
        if not (self._asked.asks_when or self._asked.asks_episodes):
            return  # "Will there be a third season?" is asked of one that need not be.
        utterance = Utterance(sentence, discourse)
        for at, one in sentence.of(SeasonPhrase):
            subject = utterance.subject(at, at + 1)
            numbers = utterance.numbers(one, subject) if subject is not None else ()
            if subject is not None and len(numbers) == 1:
                self._season = (id(subject), numbers[0])
                discourse.season_focus[id(subject)] = numbers[0]

    def end(self, discourse: Discourse) -> None:
        """Give the headings above a block their say back."""
        discourse.heading = self._above
