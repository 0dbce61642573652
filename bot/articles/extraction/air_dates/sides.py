"""Whether a date lies behind its article or ahead of it, by the tense of its clause."""

from __future__ import annotations

from datetime import date, timedelta

from ....facts.air_date import AirDate
from ...mentions.dates import DateMention, Side
from ...sentence_context import Utterance
from .dated import Dated

_LONG_AHEAD, _JUST_GONE = timedelta(days=300), timedelta(days=65)


def side_of(utterance: Utterance, said: Dated) -> Side:
    """Whether what is said to happen on a date has happened."""
    words = utterance.discourse.words
    clause = utterance.coded[said.start : said.end]
    if said.kind == "trailer":
        return Side.FUTURE if words["trailer_to_come"].search(clause) else Side.PAST
    if said.is_moved:
        return Side.FUTURE
    return _by_tense(utterance, said.text, clause, said.event.place, said.at)


def _by_tense(utterance: Utterance, text: str, clause: str, where: int, at: int) -> Side:
    words = utterance.discourse.words
    before = utterance.coded[max(0, where - 36) : where]
    # "el estreno es el 12 de junio": no "estrenó"
    is_noun = words.pattern("{noun_before} $").search(before) is not None
    if not is_noun and (words["past"].match(text) or text.endswith("ed")):
        # "is released", "will be released": what is to be has the form of what was.
        return Side.FUTURE if words.pattern("{to_be} $").search(before) else Side.PAST
    between = utterance.coded[where + len(text) : at] if where < at else ""
    for stretch in (between, before if is_noun else before + text):
        # Of "was broadcast on" and "will serve as", the nearer to the date tells.
        if words["future"].search(stretch):
            return Side.FUTURE
        if words["past"].search(stretch):
            return Side.PAST
    if words["past"].search(clause) and not words["future"].search(clause):
        return Side.PAST
    return Side.FUTURE


def just_gone(utterance: Utterance, mention: DateMention, day: AirDate) -> AirDate | None:
    """The day of a date without its year that has just gone by, where the next is a year away.

    "disponibile dal 5 novembre", written in December: nobody dates so far ahead without a year.
    """
    published = utterance.discourse.published
    if mention.year is not None or mention.turn is not None or published is None or not day.exact:
        return None
    gone = utterance.day(mention, Side.PAST)
    if gone is None or day.earliest() - published < _LONG_AHEAD:
        return None
    return gone if published - gone.earliest() <= _JUST_GONE else None


def day_before(utterance: Utterance, start: int, at: int) -> date | None:
    """The exact day named last before one in its clause: what runs from there ends after it."""
    days = [
        utterance.day(one, Side.FUTURE)
        for _, one in utterance.sentence.between(start, at, DateMention)
    ]
    exact = [day.earliest() for day in days if day is not None and day.exact]
    return exact[-1] if exact else None
