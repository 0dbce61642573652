"""Questions in a conversation: "and the cast?" is about the show of the question before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from cachetools import TTLCache

from ..facts.fields import SPECIALS, folded
from ..facts.models import Show, Topic
from ..facts.verdict import VerdictKind, latest_out
from ..foundation.clock import Clock, steady
from ..locale.messages import _
from ..questions.index.titles import Match
from ..questions.reading.hypotheses import MOST_SHOWS
from ..questions.reading.question import Question, read
from .cast import credits_in_full
from .citations import SETTLED, Fetch
from .library import Library
from .lookup import Answer, Asked, Lookup, Overall

MEMORY = timedelta(minutes=10)
"""How long "and the cast?" still means the same show."""

_CAPACITY = 10_000
_OF_BOTH_SCRIPTS = ("is there a season 2 of soundtrack", "साउंडट्रैक का सीज़न 2 कब आएगा")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person in a channel, whose conversation it is."""

    channel_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Subject:
    """The show and season last spoken of; a season of None is "the next one"."""

    show_id: int
    season: int | None


class Conversation:
    """Remembers the subject of each conversation in memory, for a bounded number of people."""

    def __init__(self, clock: Clock) -> None:
        self._spoken: TTLCache[Speaker, Subject] = TTLCache(
            _CAPACITY, ttl=MEMORY.total_seconds(), timer=steady(clock)
        )

    def remember(self, speaker: Speaker, subject: Subject) -> None:
        """Note what a person in a channel was just told about."""
        self._spoken[speaker] = subject

    def last(self, speaker: Speaker) -> Subject | None:
        """What that person last asked about there; None after ten minutes."""
        return self._spoken.get(speaker)

    def forget(self, user_id: int) -> None:
        """Forget one person's conversations."""
        for speaker in [other for other in self._spoken if other.user_id == user_id]:
            self._spoken.pop(speaker, None)  # it may have expired since


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was understood, with an answer to each thing asked, in order.

    Without answers the show is unclear: `question.candidates` are those that may be meant. `also`
    holds the same answers about the other shows that the question names.
    """

    question: Question
    answers: tuple[Answer, ...] = ()
    also: tuple[Reading, ...] = ()

    @property
    def namesakes(self) -> tuple[Match, ...]:
        """Other shows with the name of the show that was answered about."""
        if not self.answers or self.question.show is None:
            return ()
        meant = self.question.show
        return tuple(
            match
            for match in self.question.candidates
            if match.entry.show_id != meant.entry.show_id
            and folded(match.entry.title) == folded(meant.entry.title)
        )


def at_once() -> str:
    """How many shows are answered about at once, for who asks about more."""
    return _(
        "I answer about {number} shows at a time; ask me about the others next.", number=MOST_SHOWS
    )


class Inquiry:
    """Reads questions and answers them from memory."""

    def __init__(self, library: Library, lookup: Lookup, conversation: Conversation) -> None:
        self._library = library
        self._lookup = lookup
        self._conversation = conversation

    def prepare(self) -> None:
        """Load the words, the weights and the phonetic index from their files, so that the first
        question does not wait: that takes a tenth of a second with 90,000 shows."""
        for text in _OF_BOTH_SCRIPTS:
            read(text, self._library.titles)

    async def read(
        self, text: str, asked: Asked, speaker: Speaker | None = None, *, title_alone: bool = False
    ) -> Question:
        """A question in a sentence, as it is understood.

        With `title_alone` a title is a question by itself, even if it is an everyday word ("Dark",
        "24"): people ask like that where they were invited to ask.

        Raises:
            StoreError: the database cannot be read.
        """
        subject = self._conversation.last(speaker) if speaker is not None else None
        familiar = await self._lookup.familiar(asked.scope)
        return read(
            text,
            self._library.titles,
            scope=asked.scope,
            familiar=familiar if subject is None else familiar | {subject.show_id},
            told=title_alone,
            year=self._lookup.year,
        )

    async def answers(
        self, question: Question, asked: Asked, speaker: Speaker | None = None
    ) -> Reading:
        """The answers to a question that was read.

        If it names no show ("and the cast?"), it is about what `speaker` last asked about in the
        same channel.

        Raises:
            BadInputError: it names a season that no show can have.
            GoneError: its show went away a moment ago.
            StoreError: the database cannot be read.
        """
        if question.show is not None:
            also = [
                await self.about(other, other.candidates[0].entry.show_id, asked)
                for other in question.also
            ]
            show_id = question.show.entry.show_id
            first = await self.about(question, show_id, asked, speaker)
            return replace(first, also=tuple(also))
        subject = self._conversation.last(speaker) if speaker is not None else None
        if subject is None or not question.follow_up:
            return Reading(question)
        names_none = question.season is None and question.relative is None
        if names_none and Overall.COUNT not in question.overall:
            question = replace(question, season=subject.season)
        return await self.about(question, subject.show_id, asked, speaker)

    async def about(
        self, question: Question, show_id: int, asked: Asked, speaker: Speaker | None = None
    ) -> Reading:
        """The answers to a question that was read before, about the show that was then picked.

        Raises:
            GoneError: there is no such show for that server.
            StoreError: the database cannot be read.
        """
        show = await self._lookup.by_id(show_id, asked.scope)
        season = self._season(question, show, asked)
        answers = tuple(
            self._answer(question, show, season, topic, asked)
            for topic in _topics(question, show, season)
        )
        if speaker is not None:
            there_is = not any(_denied(answer) for answer in answers)
            self._conversation.remember(speaker, Subject(show.id, season if there_is else None))
        return Reading(question, answers)

    def again(self, reading: Reading, show: Show, asked: Asked, fetch: Fetch = SETTLED) -> Reading:
        """The same answers from the show as it resolves now."""
        question = reading.question
        season = self._season(question, show, asked)
        answers = tuple(
            self._answer(question, show, season, answer.topic, asked, fetch)
            for answer in reading.answers
        )
        return replace(reading, answers=answers)

    def _answer(
        self,
        question: Question,
        show: Show,
        season: int | None,
        topic: Topic,
        asked: Asked,
        fetch: Fetch = SETTLED,
    ) -> Answer:
        ahead = question.relative == "next"
        answer = self._lookup.answer(show, season, topic, asked, fetch, ahead=ahead)
        overall = _overall(question, season) if topic in _OF_THE_WHOLE else ()
        return replace(answer, names=question.names, overall=overall, part=question.part)

    def season_of(self, reading: Reading, show: Show, asked: Asked) -> int | None:
        """The season that a question was answered about, or the one it means now."""
        number = reading.answers[0].verdict.number
        return self._season(reading.question, show, asked) if number is None else number

    def _season(self, question: Question, show: Show, asked: Asked) -> int | None:
        """The number of the season that is meant; None for the next one."""
        if question.season is not None or question.relative in (None, "next"):
            return question.season
        if question.relative == "specials":
            return SPECIALS
        if question.relative == "final":
            return next(
                (season.number for season in show.seasons if season.final and season.final.value),
                None,
            )
        now = self._lookup.answer(show, None, Topic.GENERAL, asked).now
        latest = latest_out(show, now)
        return latest.number if latest is not None else None


def _denied(answer: Answer) -> bool:
    """Whether there is no such season: then "and the cast?" means the show."""
    denied = (VerdictKind.NO_SUCH_SEASON, VerdictKind.ENDED)
    return answer.verdict.kind in denied and answer.season is None


def _topics(question: Question, show: Show, season: int | None) -> Iterable[Topic]:
    """The topics of a question that are answered, in order.

    Everything that is asked about the whole show is one answer, and a person named in full is
    always answered about.
    """
    topics = list(dict.fromkeys(Topic(topic) for topic in question.topics or ("general",)))
    if _overall(question, season):
        whole = [topic for topic in topics if topic in _OF_THE_WHOLE]
        topics = [topic for topic in topics if topic not in whole[1:]]
    if Topic.CAST not in topics and not {*topics}.isdisjoint(_OF_THE_WHOLE):
        topics = [Topic.CAST, *topics] if credits_in_full(show, question.names) else topics
    return topics


def _overall(question: Question, season: int | None) -> tuple[Overall, ...]:
    """What is asked about the whole show; of a named season, and of one to come, it is its end."""
    overall = [Overall(name) for name in question.overall]
    if season is None and question.relative is None:
        return tuple(overall)
    return tuple(aspect for aspect in overall if aspect is Overall.END)


_OF_THE_WHOLE = (Topic.RELEASE, Topic.STATUS, Topic.EPISODES, Topic.SCHEDULE, Topic.GENERAL)
