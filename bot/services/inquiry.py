"""From a sentence to answers: what is asked, about which show and season."""

from __future__ import annotations

from dataclasses import dataclass

from ..catalog.verdict import latest_out
from ..search.questions import Question, read
from .library import Library
from .lookup import Answer, Asked, Lookup, Topic


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was understood, with an answer for each thing asked, in order.

    Without answers the show is unclear: `question.candidates` are those that may be meant.
    """

    question: Question
    answers: tuple[Answer, ...] = ()


class Inquiry:
    """Reads questions and answers them from memory."""

    def __init__(self, library: Library, lookup: Lookup) -> None:
        self._library = library
        self._lookup = lookup

    async def ask(self, text: str, asked: Asked) -> Reading:
        """The answers to a question in a sentence.

        Raises:
            BadInputError: it names a season that no show can have.
        """
        question = read(text, self._library.titles, scope=asked.scope)
        if question.show is None:
            return Reading(question)
        return await self.about(question, question.show.entry.show_id, asked)

    async def about(self, question: Question, show_id: int, asked: Asked) -> Reading:
        """The answers to a question that was read before, about that show.

        Raises:
            GoneError: there is no such show for that server.
        """
        show = await self._lookup.by_id(show_id, asked.scope)
        season = question.season
        if season is None and question.relative == "final":
            season = next((s.number for s in show.seasons if s.final and s.final.value), None)
        first = self._lookup.answer(show, season, Topic.GENERAL, asked)
        if season is None and question.relative == "latest":
            latest = latest_out(show, first.now)
            season = latest.number if latest is not None else None
        topics = dict.fromkeys(Topic(topic) for topic in question.topics or ("general",))
        answers = tuple(self._lookup.answer(show, season, topic, asked) for topic in topics)
        return Reading(question, answers)
