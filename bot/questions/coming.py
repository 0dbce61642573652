"""What a sentence asks about all shows: "what starts this week"."""

from dataclasses import dataclass
from itertools import groupby

from bot.questions.index.spelling import ARTICLES
from bot.questions.reading.context import PRONOUNS
from bot.questions.reading.language import in_any, languages
from bot.questions.reading.phrases import hits_in, within
from bot.questions.reading.question import Question
from bot.questions.reading.sentence import Kind, Sentence

_WHAT, _SHOWS = "what", "shows"
_DAYS = 14
_OF_A_SHOW = (PRONOUNS | in_any("episode")) - ARTICLES
_OF_ANY_MATTER = (Kind.FUNCTION, Kind.NETWORK)


@dataclass(frozen=True, slots=True)
class Coming:
    """What begins, returns and ends within so many days, today being the first, on a network as it
    was written or, without one, on any."""

    days: int
    network: str | None = None


def coming(question: Question) -> Coming | None:
    """What a question that was read asks about all shows; None for nothing, or where it is sure to
    be about a show."""
    sentence = question.sentence
    if question.show is not None or sentence is None:
        return None
    words = [word.bare for word in sentence.words]
    hits = hits_in(words, within(words, (language.coming for language in languages())))
    said = {each for hit in hits for each in hit.phrase.topics}
    days = [int(each) for each in said if each.isdecimal()]
    if _SHOWS not in said and not (_WHAT in said and days):
        return None
    asking = {at for hit in hits for at in hit.places}
    first = min(asking)
    if any(_is_owned(sentence, at) for at in asking if at - 1 not in asking):
        # "my new series starts this week" is told, and asks nothing.
        return None
    # "good morning, what starts this week": what is said before it is no part of the question.
    start = max(at for at in range(first + 1) if not at or sentence.words[at].pause)
    if any(_is_of_another_matter(sentence, at, asking) for at in range(start, len(words))):
        return None
    return Coming(max(days, default=_DAYS), _network(sentence))


def _is_owned(sentence: Sentence, at: int) -> bool:
    """Whether a word is said to be somebody's: "my new series"."""
    before = sentence.words[at - 1].bare if at and not sentence.words[at].pause else ""
    return before in in_any("possessives")


def _is_of_another_matter(sentence: Sentence, at: int, asking: set[int]) -> bool:
    """Whether a word speaks of one show, of a person ("what is new with you"), of days that are not
    counted from today ("in March") or of what is no television; "do you know" may lead to the
    question."""
    if at in asking:
        return False
    word = sentence.words[at].bare
    if word in _OF_A_SHOW:
        return True
    if word in sentence.persons:
        return at > min(asking)
    kind = sentence.kinds[at]
    return kind is Kind.DATE or (kind not in _OF_ANY_MATTER and word not in in_any("beside"))


def _network(sentence: Sentence) -> str | None:
    """The one network that is named, as it is written; None for none and for several."""
    named = [
        " ".join(word.raw for word, _ in run)
        for kind, run in groupby(
            zip(sentence.words, sentence.kinds, strict=True), key=lambda each: each[1]
        )
        if kind is Kind.NETWORK
    ]
    return named[0] if len(named) == 1 else None
