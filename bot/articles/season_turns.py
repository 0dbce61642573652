"""Which season the sentences behind one speak of, by those that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .drafts import Draft
from .mentions.seasons import SeasonPhrase
from .sentence_context import OF_SHOW, Utterance

# "nobody is thinking about a second season", "there was no third": of none that there is
_INDEFINITE = r"\b{any_season} (?:[a-z-]+ ){0,2}$"
_FARTHEST = 30
# "who was shot at the end of season 2": that is told of what came before.
_IN_PASSING = re.compile(
    r"\b(?:(?:at|in|by|since|after|from|following) the (?:very )?(?:end|close|finale|conclusion"
    r"|events) of (?:the )?|a la fin de (?:la )?|apres (?:le final|les evenements) de (?:la )?"
    r"|al final de (?:la )?|tras (?:el final|los hechos) de (?:la )?|am ende (?:der |von )?"
    r"|nach (?:dem finale|den ereignissen) (?:der |von )?|alla fine d\w+ |nel finale d\w+ "
    r"|n?o f(?:im|inal) d[ae] )$"
)


def season_turn(utterance: Utterance, told: Sequence[Draft]) -> None:
    """Let a sentence, of which that was told, change the season that those after it speak of."""
    discourse = utterance.discourse
    for at, one in utterance.sentence.of(SeasonPhrase):
        behind = OF_SHOW.match(utterance.coded, at)
        subject = utterance.subject(at, behind.end() if behind is not None else at + 1)
        if subject is None or utterance.is_of_other(at, at, subject):
            continue
        numbers = utterance.numbers(one, subject)
        is_affirmed = id(subject) in discourse.affirmed
        if not is_affirmed and _is_only_imagined(utterance, at, numbers, told):
            continue
        # "The new season", "after three seasons": there was one before.
        is_later = (one.relative or (one.span or 0) > 1) and (utterance.titles or subject.is_main)
        if max(numbers) > 1 if numbers else is_later:
            discourse.later.add(id(subject))
        if numbers and utterance.is_question:
            discourse.asked.setdefault(id(subject), set()).add(numbers[0])
        before = utterance.coded[max(0, at - _FARTHEST) : at]
        is_passed = (
            _IN_PASSING.search(before) is not None
            or utterance.is_bracketed(at)
            or discourse.words.pattern("{in_passing} $").search(
                utterance.coded, max(0, at - 2 * _FARTHEST), at
            )
            is not None
        )
        if subject.is_main and discourse.headline_season and is_passed:
            continue
        if (
            len(numbers) == 1
            and not utterance.is_hedged(at, at + 1)
            and not utterance.is_compared(at)
        ):
            discourse.season_focus[id(subject)] = numbers[0]
            discourse.said.setdefault(id(subject), set()).add(numbers[0])
            clause = utterance.coded[slice(*utterance.clause(at))]
            if discourse.words["past"].search(clause) and not discourse.words["ahead"].search(
                clause
            ):
                discourse.out.add((id(subject), numbers[0]))


def _is_only_imagined(
    utterance: Utterance, at: int, numbers: tuple[int, ...], told: Sequence[Draft]
) -> bool:
    """Whether a season is one of any that there might be, of which a sentence tells nothing."""
    if not numbers or any(one.season in numbers for one in told):
        return False
    before = utterance.coded[max(0, at - _FARTHEST) : at]
    return utterance.discourse.words.pattern(_INDEFINITE).search(before) is not None
