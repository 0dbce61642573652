"""What a row or an item about one show says of it: where it stands, when its season begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..discourse import Extraction
from ..mentions.dates import DateMention
from ..sentence_context import Utterance
from ..verdicts import ANY_VERDICT
from .following_seasons import following_season, season_after_all
from .schedules import nearer
from .status import statuses

_VERDICT_OF_ROW = rf": (?:{{before_verdict}} )?{ANY_VERDICT}"
_OF_SEASON = {"made": "in_production", "postponed": "postponed"}


def status_of_row(utterance: Utterance) -> Iterator[Extraction]:
    """What a cell, or the line of an entry, says of where its show stands."""
    # A number beside "Renewed" may be of the season that is out, or of the next.
    yield from (one for one in statuses(utterance) if one.field == "final")
    words = utterance.discourse.words
    verdict = words.pattern(_VERDICT_OF_ROW).search(utterance.coded)
    subject = utterance.subject(0, len(utterance.coded))
    if verdict is None or subject is None or utterance.is_hedged(*verdict.span()):
        return
    kind, end = verdict.lastgroup, verdict.end()
    numbers = utterance.seasons_in(end, len(utterance.coded), subject)
    before = utterance.season_before(subject)
    if kind == "canceled":
        # "Cancelled, then picked up by N": it is not.
        if not words["rescued"].search(utterance.coded, end):
            yield Extraction(subject, None, "show_status", "canceled")
            if (following := following_season(utterance, subject)) is not None:
                yield Extraction(subject, following, "status", "canceled")
    elif kind == "closing" and len(numbers) == 1:
        yield Extraction(subject, numbers[0], "final", True)
    elif kind == "ended":
        yield Extraction(subject, None, "show_status", "ended")
    elif kind == "renewed" and numbers:
        for number in numbers if numbers[0] > 1 else numbers[-1:]:
            yield Extraction(subject, number, "status", "renewed")
    elif kind == "renewed":
        yield Extraction(subject, None, "verdict", "renewed")
    elif kind in _OF_SEASON and (season := numbers[-1] if numbers else before) is not None:
        yield Extraction(subject, season, "status", _OF_SEASON[kind])


def date_of_row(utterance: Utterance) -> Iterator[Extraction]:
    """The day that a cell says the season of its row begins on."""
    subject = utterance.subject(0, len(utterance.coded))
    days = utterance.sentence.of(DateMention)
    if subject is None or len(days) != 1 or utterance.is_hedged(0, 1):
        return
    if utterance.discourse.words["finale"].search(utterance.coded):
        return  # "ended April 22"
    seasons = utterance.seasons_in(0, days[0][0], subject)
    day = nearer(utterance, days[0][1])
    if len(seasons) == 1 and day is not None:
        yield Extraction(subject, seasons[0], "premiere", str(day))


def listed_statuses(utterance: Utterance) -> Iterator[Extraction]:
    """What stands under "Renewed" or "Canceled": a title, and the season beside it."""
    for match in re.finditer(r"T[ ,:(–-]{0,4}(?:N[ ,:)(–-]{0,4})?(?:S)?", utterance.coded):
        subject = utterance.subject(*match.span())
        if subject is None or utterance.is_hedged(*match.span()):
            continue
        numbers = utterance.seasons_in(match.start(), match.end(), subject)
        if utterance.discourse.heading.status == "ending":
            if len(numbers) == 1:
                yield Extraction(subject, numbers[0], "final", True)
        elif utterance.discourse.heading.status == "canceled":
            if utterance.is_rescued(match.end()):
                continue  # "canceled after two seasons, then saved by N"
            yield Extraction(subject, None, "show_status", "canceled")
            following = following_season(utterance, subject) or season_after_all(
                utterance, *match.span()
            )
            if following is not None:
                yield Extraction(subject, following, "status", "canceled")
        elif numbers and numbers[-1] > 1:
            yield Extraction(subject, numbers[-1], "status", "renewed")
