"""Whether a date lies behind its article or ahead of it, by the tense of its clause."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ....facts.air_date import AirDate
from ...language import Phrases
from ...mentions.dates import DateMention, Side
from ...sentence_context import Utterance
from .dated import LABEL, NOT_UNTIL, Dated
from .events import is_between

_LONG_AHEAD, _JUST_GONE = timedelta(days=300), timedelta(days=65)


def side_of(utterance: Utterance, said: Dated) -> Side:
    """Whether what is said to happen on a date has happened.

    A participle without its auxiliary tells no time: of two days without a year it is the nearer.
    """
    words = utterance.discourse.words
    clause = utterance.coded[said.start : said.end]
    if said.kind == "trailer":
        return Side.FUTURE if words["trailer_to_come"].search(clause) else Side.PAST
    if utterance.coded[said.at + 1 : said.at + 3] == "'s" and not words["future"].search(clause):
        return _nearer_side(utterance, said.mention)  # "Sunday's finale"
    if is_between(utterance, said.at):
        return Side.PAST
    if said.is_moved or said.text in (LABEL, NOT_UNTIL):
        return Side.FUTURE
    side = _by_tense(utterance, said.text, clause, said.event.place, said.at)
    return side if side is not None else _nearer_side(utterance, said.mention)


def _nearer_side(utterance: Utterance, mention: DateMention) -> Side:
    published = utterance.discourse.published
    ahead, behind = utterance.day(mention, Side.FUTURE), utterance.day(mention, Side.PAST)
    if published is None or ahead is None or behind is None:
        return Side.FUTURE
    gone, left = published - behind.earliest(), ahead.earliest() - published
    return Side.PAST if gone < left else Side.FUTURE


def _by_tense(utterance: Utterance, text: str, clause: str, where: int, at: int) -> Side | None:
    """The side that a tense tells; None for a participle without its auxiliary."""
    words = utterance.discourse.words
    before = utterance.coded[max(0, where - 36) : where]
    if _is_done(utterance, text, before, at):
        return Side.PAST
    # "el estreno es el 12 de junio": no "estrenó"
    is_noun = words.pattern("{noun_before} $").search(before) is not None
    is_past = words["past"].match(text) is not None or text.endswith("ed")
    if not is_noun and is_past and not words["planned"].match(text):
        # "is released", "will be released": what is to be has the form of what was.
        is_to_be = words.pattern("{to_be} $").search(before) is not None
        return Side.FUTURE if is_to_be else _of_participle(words, text, clause)
    between = utterance.coded[where + len(text) : at] if where < at else ""
    for stretch in (between, before if is_noun else before + text):
        # Of "was broadcast on" and "will serve as", the nearer to the date tells.
        if words["future"].search(stretch):
            return Side.FUTURE
        if past := words["past"].search(stretch):
            return _of_participle(words, past[0], clause)
    # "el estreno" is no "estrenó"
    told = clause.replace(text, "", 1) if is_noun else clause
    if words["past"].search(told) and not words["future"].search(told):
        return Side.PAST
    return Side.FUTURE


def _is_done(utterance: Utterance, text: str, before: str, at: int) -> bool:
    """Whether a participle stands beside what it tells of: ", terminada el 29 de junio, pedía más".

    What is only planned stands there too: "prevue le 3 mai,".
    """
    return (
        _BESIDE.search(before) is not None
        and _DONE.fullmatch(text) is not None
        and utterance.coded[at + 1 : at + 2] in (",", ")")
    )


_BESIDE = re.compile(r"(?:, |\()(?:tous |toutes |todos |todas |tutti |tutte )?$")
_DONE = re.compile(
    r"(?!prev|attend|program|fij|fiss|annonc|anunci|annunci|agend|marcad)"
    r"(?:[a-z]{3,}(?:[ai]d[ao]s?|ees?|[aiu]t[aeio])|conclus[ao]|conclues?|mis(?:es?)? en ligne)"
)


def _of_participle(words: Phrases, text: str, clause: str) -> Side | None:
    """Whether a form of the past tells of it, or only what stands beside it does.

    "Die Staffel wird am 12. Juni veröffentlicht", "diffusée à partir du 12 juin"
    """
    if not words["participle"].fullmatch(text) or words["past_auxiliary"].search(clause):
        return Side.PAST
    return Side.FUTURE if words["to_be"].search(clause) else None


def just_gone(utterance: Utterance, said: Dated, day: AirDate) -> AirDate | None:
    """The day of a date without its year that has just gone by, where the next is a year away.

    "disponibile dal 5 novembre", written in December: nobody dates so far ahead without a year,
    unless a verb says that it is to come: "will premiere on November 5".
    """
    published, mention = utterance.discourse.published, said.mention
    if mention.year is not None or mention.turn is not None or published is None or not day.exact:
        return None
    gone = utterance.day(mention, Side.PAST)
    if gone is None or day.earliest() - published < _LONG_AHEAD:
        return None
    if published - gone.earliest() > _JUST_GONE or _is_to_come(utterance, said.event.place):
        return None
    return gone


def _is_to_come(utterance: Utterance, place: int) -> bool:
    """Whether a word of the future stands right before what happens at a place: "will premiere"."""
    future = utterance.discourse.words.pattern("{future} (?:[a-z]+ )?$")
    return future.search(utterance.coded, max(0, place - _LONGEST_VERB), place) is not None


_LONGEST_VERB = 24
"""Characters of the auxiliaries before a verb, and an adverb between them."""


def day_before(utterance: Utterance, start: int, at: int) -> date | None:
    """The exact day named last before one in its clause: what runs from there ends after it."""
    days = [
        utterance.day(one, Side.FUTURE)
        for _, one in utterance.sentence.between(start, at, DateMention)
    ]
    exact = [day.earliest() for day in days if day is not None and day.exact]
    return exact[-1] if exact else None
