"""Where a show or a season stands: canceled, renewed, postponed, in production, ended, the last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ..discourse import UPCOMING, Extraction
from ..mentions.seasons import SeasonPhrase
from ..mentions.titles import ArticleShow
from ..sentence_context import Utterance
from .cancellations import canceled
from .following_seasons import over_after
from .last_seasons import last_seasons
from .own_shows import from_own_show, is_of_other_name, is_of_other_show

# "ordered six episodes more, after series two came to a close": that is the one that is out
_OUT_BEFORE = re.compile(
    r"\b(?:after|following|since|nach|tras|despues del?|apres|apos|depois d[ae]|dopo|seit"
    r"|whose|cuy[oa]|cuj[oa]|dont|deren|dessen|cui)"
    r"(?: the| its| la| su| sa| a| sua| der| seiner)?"
    r"(?: (?:le |el |il |o |dem )?(?:end|close|finale|conclusion|fin|final|fine|fim|ende|abschluss)"
    r" (?:of|de|der|della|da|do|di|du|von)(?: the| its| la| su| sa| a| sua)?)? S$"
)
# "was renewed in November, before the second season ended"
_BEFORE_THAT = re.compile(
    r"\b(?:before|ahead of|while|antes|mientras|bevor|wahrend|avant|enquanto|prima (?:di|che)"
    r"|mentre|alors (?:meme )?que|tandis que|lorsque|pendant que|quando|cuando|nachdem)\b"
)


def statuses(utterance: Utterance) -> Iterator[Extraction]:
    """What a sentence says of where shows and seasons stand."""
    yield from canceled(utterance)
    yield from _revoked(utterance)
    yield from _renewed(utterance)
    yield from _listed_as_renewed(utterance)
    yield from _going_on(utterance)
    yield from _worked_on(utterance)
    yield from _filmed(utterance)
    yield from _ended(utterance)
    yield from last_seasons(utterance)


def _renewed(utterance: Utterance) -> Iterator[Extraction]:
    # "It was renewed for S, then N reversed the renewal."
    revoked = {id(subject) for subject, *_ in _revocations(utterance)}
    for match in utterance.discourse.words["renewed"].finditer(utterance.coded):
        start, end = from_own_show(utterance, *match.span())
        if utterance.is_hedged(start, end) or _is_negative(utterance, start, end):
            continue
        if _BEFORE_THAT.search(utterance.coded[start:end]):
            continue
        undone = utterance.discourse.words["undone"].search(
            utterance.coded[max(0, start - 12) : end]
        )
        if undone is not None and not utterance.is_reported(start):
            continue
        if is_of_other_show(utterance, start, end):
            continue
        if _OUT_BEFORE.search(utterance.coded, start, end):
            continue
        subjects = _bracketed(utterance, start, end) or utterance.subjects(start, end)
        for subject in subjects:
            if id(subject) in revoked:
                continue
            numbers = utterance.seasons_in(start, end, subject)
            if len(numbers) == len(subjects) > 1 and _RESPECTIVELY.search(utterance.coded, end):
                numbers = (numbers[subjects.index(subject)],)
            if not numbers and _is_of_more(utterance, start, end):
                yield Extraction(subject, UPCOMING, "status", "renewed", sure=False)
            # "for seasons 3 and 4", but also "a third season, and a fourth season".
            for number in numbers:
                if number > 1 and _is_out(utterance, end):
                    utterance.discourse.made.add((id(subject), number))
                elif number > 1:
                    utterance.discourse.renewed.setdefault(id(subject), set()).add(number)
                    yield Extraction(subject, number, "status", "renewed")
        for said in chain(_beside(utterance, end), _of_next(utterance, end)):
            if id(said.subject) not in revoked:
                yield said


def _is_of_more(utterance: Utterance, start: int, end: int) -> bool:
    """Whether a stretch names a season to come without its number: "another season"."""
    named = utterance.sentence.between(start, end, SeasonPhrase)
    return any(one.relative in ("another", "next") for _, one in named)


def _bracketed(utterance: Utterance, start: int, end: int) -> list[ArticleShow]:
    """The one show behind which a phrase ends with its season in brackets: "are “X” (season 2)"."""
    run = _WITH_SEASON_LAST.search(utterance.coded, start, end)
    subject = utterance.subject(run.start(), run.end()) if run is not None else None
    return [subject] if subject is not None else []


_WITH_SEASON_LAST = re.compile(r"T (?:\(N\) )?\((?:N, )?S$")
_RESPECTIVELY = re.compile(
    r"\b(?:respectively|respectivamente|respectivement|rispettivamente|beziehungsweise)\b"
)
# "“X” (Season 5)", with the network before it
_WITH_SEASON = re.compile(r"T (?:\(N\) )?\((?:N, )?S\)")


def _listed_as_renewed(utterance: Utterance) -> Iterator[Extraction]:
    """What a renewal is told of, each with its season in brackets: "renewed “X” (season 5) and"."""
    listed = list(_WITH_SEASON.finditer(utterance.coded))
    verb = utterance.discourse.words["renewing"].search(utterance.coded)
    if not listed or verb is None or verb.start() > listed[-1].start():
        return
    if utterance.is_hedged(*verb.span()) or _is_negative(utterance, *verb.span()):
        return
    for match in listed:
        start, end = match.span()
        subject = utterance.subject(start, end)
        is_before = verb.start() > start and ";" in utterance.coded[start : verb.start()]
        if subject is None or is_before or "D" in utterance.coded[verb.end() : end]:
            continue
        for number in utterance.seasons_in(start, end, subject):
            if number > 1:
                utterance.discourse.renewed.setdefault(id(subject), set()).add(number)
                yield Extraction(subject, number, "status", "renewed")


def _going_on(utterance: Utterance) -> Iterator[Extraction]:
    """That more of a show was ordered, without the number of its season; not sure."""
    for match in utterance.discourse.words["goes_on"].finditer(utterance.coded):
        start, end = match.span()
        if utterance.is_hedged(start, end) or _is_negative(utterance, start, end):
            continue
        subject = utterance.subject(start, end)
        if subject is not None and not is_of_other_name(utterance, start):
            yield Extraction(subject, UPCOMING, "status", "renewed", sure=False)


# "a third season of “X” and a second of “Y”"
_NEXT_OF = re.compile(
    r"(?:,|;|and|und|y|e|et) (?:for )?(?:an? |una |une |uma |eine )?S (?:of|for|de|di|von|der) "
    r"(?:the )?T"
)


def _of_next(utterance: Utterance, end: int) -> Iterator[Extraction]:
    """What goes on without its verb, the season before its show."""
    match = _NEXT_OF.search(utterance.coded, end)
    if match is None or "D" in utterance.coded[end : match.start()]:
        return
    subject = utterance.subject(*match.span())
    behind = utterance.coded[match.end() :]
    if subject is None or utterance.is_hedged(*match.span()) or re.match(r"[^.;]{0,12}D", behind):
        return
    for number in utterance.seasons_in(*match.span(), subject):
        if number > 1:
            yield Extraction(subject, number, "status", "renewed")


def _beside(utterance: Utterance, end: int) -> Iterator[Extraction]:
    """What goes on without a verb: "“X” for a fifth season and “Y” for a third"."""
    for match in re.finditer(
        r"(?:,|;|and|while|und|y|et|e) T,? (?:\(N\) )?\(?(?:(?:for|to|um|por|pour|para"
        r"|per) )?(?:its |an? |a |una |la |une |uma |eine )?S",
        utterance.coded[end:],
    ):
        at = end + match.end() - 1
        subject = utterance.subject(end + match.start(), at)
        if subject is None or utterance.is_hedged(at, at + 1):
            continue
        for number in utterance.seasons_in(at, at + 1, subject):
            yield Extraction(subject, number, "status", "renewed")


def _is_out(utterance: Utterance, end: int) -> bool:
    """Whether a season is told to be out already: "picked up season 2, which aired in May"."""
    return (
        re.match(
            r",? (?:which|that) (?:premiered|aired|debuted|ended|concluded)", utterance.coded[end:]
        )
        is not None
    )


def _is_negative(utterance: Utterance, start: int, end: int) -> bool:
    words = utterance.discourse.words
    first = utterance.told_from(start, end)
    near = utterance.coded[max(first, start - 25) : end]
    if words.code == "hi":  # There the verb ends the clause, with its negation.
        near = utterance.coded[first : utterance.clause(start)[1]]
    return words["negation"].search(near) is not None or words["refused"].search(near) is not None


def _revocations(utterance: Utterance) -> Iterator[tuple[ArticleShow, int, int]]:
    """The shows of which a sentence says, or doubts, that an order was taken back, and where."""
    for match in utterance.discourse.words["revoked"].finditer(utterance.coded):
        subject = utterance.subject(*match.span())
        if subject is not None and not _is_negative(utterance, *match.span()):
            yield subject, *match.span()


def _revoked(utterance: Utterance) -> Iterator[Extraction]:
    """The season of which a sentence says that its order was taken back."""
    discourse = utterance.discourse
    for subject, start, end in _revocations(utterance):
        if utterance.is_hedged(start, end):
            continue
        ordered = discourse.renewed.get(id(subject), set())
        numbers = utterance.seasons_in(start, end, subject)
        if not numbers and all(one.subject is subject for _, one in utterance.titles):
            numbers = utterance.seasons_in(0, len(utterance.coded), subject)
        for number in numbers or tuple(ordered):
            if number > 1:
                discourse.canceled.setdefault(id(subject), set()).add(number)
                yield Extraction(subject, number, "status", "canceled")


def _worked_on(utterance: Utterance) -> Iterator[Extraction]:
    for key, value in (("postponed", "postponed"), ("production", "in_production")):
        for match in utterance.discourse.words[key].finditer(utterance.coded):
            start, end = match.span()
            if utterance.is_hedged(start, end) or utterance.is_denied(start, end):
                continue
            subject = utterance.subject(start, end)
            if subject is None or is_of_other_name(utterance, start):
                continue
            numbers = utterance.seasons_in(start, end, subject) or utterance.season(
                end, subject, upcoming=True
            )
            for number in numbers:
                if key == "production" and number == UPCOMING:
                    continue
                yield Extraction(subject, number, "status", value, number > 0)


def _filmed(utterance: Utterance) -> Iterator[Extraction]:
    """That filming goes on, told without a season: of the headline's, or of a new show's first."""
    discourse = utterance.discourse
    for match in discourse.words["filming_now"].finditer(utterance.coded):
        start, end = match.span()
        subject = utterance.subject(start, end)
        if subject is None or utterance.is_hedged(start, end) or utterance.is_denied(start, end):
            continue
        season = discourse.season_before(subject)
        if season is None and subject.is_main and not discourse.headline_asks:
            season = discourse.headline_season
        if season is None and discourse.words["new_show"].search(utterance.coded, start, end):
            season = 1
        if season is not None and (id(subject), season) not in discourse.out:
            yield Extraction(subject, season, "status", "in_production", sure=False)


def _ended(utterance: Utterance) -> Iterator[Extraction]:
    for match in utterance.discourse.words["ended"].finditer(utterance.coded):
        start, end = match.span()
        if utterance.is_hedged(start, end) or utterance.is_denied(start, end):
            continue
        named = [one for _, one in utterance.sentence.between(start, end, SeasonPhrase)]
        if any(one.span is None for one in named) and not over_after(utterance).search(
            utterance.coded, start
        ):
            continue
        if re.search(r"S (?:of|von|de|der|des) $", utterance.coded[:start]):
            continue  # A season of it ended.
        is_pronoun = utterance.coded[start] not in "TS" and not named
        if is_pronoun and match[0].startswith("it ") and "S" in utterance.coded[:start]:
            continue  # "Season 4 began on D and it finished on D": the season did.
        subject = utterance.subject(start, end)
        is_of_season = subject is not None and bool(utterance.season_before(subject))
        if is_pronoun and is_of_season and _WITH_EPISODE.match(utterance.coded, start):
            continue  # "It ended with its 28th episode": the season did.
        if subject is not None and not is_of_other_show(utterance, start, end):
            yield Extraction(subject, None, "show_status", "ended")


_WITH_EPISODE = re.compile(r"it [a-z ]{4,30} with (?:its|the) [a-z0-9-]+ (?:episode|instal)")
