"""Where a show or a season stands: canceled, renewed, postponed, in production, ended, the last."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..discourse import UPCOMING, Extraction
from ..mentions.dates import DateMention
from ..mentions.seasons import SeasonPhrase
from ..mentions.titles import ArticleShow
from ..sentence_context import Utterance
from .following_seasons import over_after, season_behind
from .last_seasons import last_seasons

_BEFORE_SEASON = re.compile(
    r"(?:during|midway through|in the middle of|since|of|throughout) (?:the |its )?$"
)
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
_PAST_CANCEL = re.compile(
    r"\b(?:originally|previously(?! (?:announced|ordered|planned|renewed))|initially|once|first"
    r"|infamously|famously|before (?:it was"
    r"|being)|years ago|was canceled by N in D)\b"
)
_AFTER_OTHER = re.compile(
    r"\b(?:after|since|nachdem|despues de que|apres que|dopo che|depois que) (?:[a-z]+ )?N (?:had "
    r"|hatte |habia |avait |ha |aveva )?$"
)
# "no tendrá una sexta temporada": the season that a phrase about the whole show goes on to.
_GOES_ON_TO = re.compile(r"(?: T\b)?[^.,;:?TDN]{1,30}?S")
# "will not return until next spring"
_DEFERRED = re.compile(
    r"\b(?:until|till|before|hasta|antes del?|avant|jusqu'(?:en|a|au)|vor|bis|ate|prima (?:di"
    r"|del)|fino a)\b[^.;]{0,25}?D"
    r"|\b(?:this|este|cette|dieses|diesem|neste|quest') ?(?:year|ano|annee|jahr|anno|D)\b"
)
# "after outlets reported that N had canceled the drama"
_REPORTED = re.compile(
    r"\b(?:report(?:s|ed)|claim(?:s|ed)|suggest(?:s|ed)) (?:earlier )?(?:that )?[^.;]{0,40}\bhad "
    r"(?:been |just |already )?(?:cancel|ax|scrap|pull|been)"
)


def statuses(utterance: Utterance) -> Iterator[Extraction]:
    """What a sentence says of where shows and seasons stand."""
    yield from _canceled(utterance)
    yield from _revoked(utterance)
    yield from _renewed(utterance)
    yield from _listed_as_renewed(utterance)
    yield from _going_on(utterance)
    yield from _worked_on(utterance)
    yield from _filmed(utterance)
    yield from _ended(utterance)
    yield from last_seasons(utterance)


def _renewed(utterance: Utterance) -> Iterator[Extraction]:
    revoked = utterance.discourse.words["revoked"].search(utterance.coded)
    if revoked is not None and not _is_negative(utterance, *revoked.span()):
        return  # "It was renewed for S, then N reversed the renewal."
    for match in utterance.discourse.words["renewed"].finditer(utterance.coded):
        start, end = _from_own_show(utterance, *match.span())
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
            numbers = utterance.seasons_in(start, end, subject)
            if len(numbers) == len(subjects) > 1 and _RESPECTIVELY.search(utterance.coded, end):
                numbers = (numbers[subjects.index(subject)],)
            # "for seasons 3 and 4", but also "a third season, and a fourth season".
            for number in numbers:
                if number > 1 and _is_out(utterance, end):
                    utterance.discourse.made.add((id(subject), number))
                elif number > 1:
                    utterance.discourse.renewed.setdefault(id(subject), set()).add(number)
                    yield Extraction(subject, number, "status", "renewed")
        yield from _beside(utterance, end)
        yield from _of_next(utterance, end)


# "“X” gets a second season, while “Y” has been canceled": that begins with “Y”.
_NEXT_SHOW = re.compile(
    r"(?:[,;:] |[,;]? ?\b(?:and|while|whereas|but|y|e|et|und|mentre|mientras(?: que)?|enquanto"
    r"|tandis que|alors que|wahrend|pero|mais|ma|mas|aber) )(?:[a-z'-]+ ){0,2}(?=T)"
)


def _from_own_show(utterance: Utterance, start: int, end: int) -> tuple[int, int]:
    """What a phrase that begins with a show or a season spans, from the clause of its verb on."""
    if utterance.coded[start] not in "TS":
        return start, end
    joints = list(_NEXT_SHOW.finditer(utterance.coded, start + 1, end))
    is_other = joints and "S" in utterance.coded[start : joints[-1].start()]
    return (joints[-1].end(), end) if is_other else (start, end)


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


def _canceled(utterance: Utterance) -> Iterator[Extraction]:
    words = utterance.discourse.words
    for key in ("canceled", "canceled_it", "not_returning", "no_more"):
        for match in words[key].finditer(utterance.coded):
            start, end = _from_own_show(utterance, *match.span())
            is_told = key in ("canceled", "canceled_it")
            if utterance.is_hedged(start, end):
                continue
            if is_told and (utterance.is_denied(start, end) or _is_planned(utterance, start)):
                continue
            if _is_relative_of_other(utterance, start):
                continue
            if key == "canceled_it" and not _is_named_before(utterance, start):
                continue
            if not is_told:
                if "S" not in utterance.coded[start:end] and not over_after(utterance).match(
                    utterance.coded, end
                ):
                    further = _GOES_ON_TO.match(utterance.coded, end)
                    end = further.end() if further is not None else end
                if _DEFERRED.search(utterance.coded, start, utterance.clause(end - 1)[1]):
                    continue
                if _is_of_a_year(utterance, start, end):
                    continue
            if not is_told and re.search(
                r"\b(?:den(?:y|ied|ies)|rumou?r|false|yet|noch|bisher|todavia|aun|encore"
                r"|ainda|ancora)\b",
                utterance.coded[max(0, start - 60) : end + 8],
            ):
                continue
            if _REPORTED.search(utterance.coded[max(0, start - 70) : end]):
                continue
            if utterance.is_rescued(end) or is_of_other_show(utterance, start, end):
                continue
            is_after = _AFTER_OTHER.search(utterance.coded[max(0, start - 24) : start])
            if (
                is_after
                and "T" not in utterance.coded[start:end]
                and words["renewed"].search(utterance.coded[:start])
            ):
                continue  # "N has picked up T for S, months after N pulled the plug"
            if _PAST_CANCEL.search(utterance.coded[max(0, start - 40) : end + 30]):
                continue
            listed = utterance.subjects(start, end, bracketed=True)
            if len(listed) > 1 and "(" in utterance.coded[start:end]:
                # "“X” (after two seasons) and “Y” (after one)": `after_seasons` reads each.
                yield from (Extraction(one, None, "show_status", "canceled") for one in listed)
                continue
            for subject in utterance.subjects(start, end):
                # That it does not come back tells no more than that it is over: nobody is said to
                # have canceled it.
                over = "ended" if key == "no_more" else "canceled"
                yield from _of(utterance, start, end, subject, over)


def _revoked(utterance: Utterance) -> Iterator[Extraction]:
    """The season of which a sentence says that its order was taken back."""
    discourse = utterance.discourse
    for match in discourse.words["revoked"].finditer(utterance.coded):
        start, end = match.span()
        subject = utterance.subject(start, end)
        if subject is None or utterance.is_hedged(start, end):
            continue
        if _is_negative(utterance, start, end):
            continue
        ordered = discourse.renewed.get(id(subject), set())
        numbers = utterance.seasons_in(start, end, subject) or utterance.seasons_in(
            0, len(utterance.coded), subject
        )
        for number in numbers or tuple(ordered):
            if number > 1:
                discourse.canceled.setdefault(id(subject), set()).add(number)
                yield Extraction(subject, number, "status", "canceled")


# "better than Another Show, which got canceled"
_RELATIVE = re.compile(r"(?<=[a-z0-9'’]), (?:which|that|qui|que|che)\b")


def _is_relative_of_other(utterance: Utterance, start: int) -> bool:
    """Whether a phrase begins with "which", and what stands before it has a capital and no mark."""
    match = _RELATIVE.match(utterance.coded, max(0, start - 2))
    if match is None:
        return False
    word = utterance.coded.rfind(" ", 0, match.start()) + 1
    return utterance.sentence.raw(word, word + 1).isupper()


def _is_named_before(utterance: Utterance, at: int) -> bool:
    """Whether a sentence names the show, or a season of it, that "it" is said of."""
    before = utterance.coded[:at]
    named = utterance.discourse.words["show_noun"].search(before)
    return "T" in before or "S" in before or named is not None


_MARK = re.compile(r"[TS]")


def is_of_other_show(utterance: Utterance, start: int, end: int) -> bool:
    """Whether the show of a phrase is another of a person's: "whose last series was canceled"."""
    other = utterance.discourse.words["other_show"]
    match = other.search(utterance.coded, max(0, start - 40), end)
    return match is not None and not _MARK.search(utterance.coded, match.end(), end)


def _is_planned(utterance: Utterance, start: int) -> bool:
    """Whether a show is ended "with its fifth season", and not "after two seasons"."""
    closing = utterance.discourse.words["closing"].match(utterance.coded, start)
    return closing is not None and any(
        one.span is None for _, one in utterance.sentence.between(*closing.span(), SeasonPhrase)
    )


def _is_of_a_year(utterance: Utterance, start: int, end: int) -> bool:
    """Whether it is only a year, or a part of one, in which nothing comes: "none in 2026"."""
    published = utterance.discourse.published
    first, last = utterance.clause(start)[0], utterance.clause(end - 1)[1]
    return any(
        (one.part is not None or one.unit is not None or one.year is not None)
        and one.month is None
        and not (one.year is not None and published is not None and one.year < published.year)
        for _, one in utterance.sentence.between(first, last, DateMention)
    )


def _of(
    utterance: Utterance, start: int, end: int, subject: ArticleShow, over: str
) -> Iterator[Extraction]:
    coded = utterance.coded
    after = over_after(utterance).search(coded, start) or over_after(utterance).match(coded)
    if after and after.start() > end and "T" in coded[end : after.start()]:
        after = None  # what is said of another show behind it
    following = season_behind(utterance, after.end() - 1, subject) if after else None
    inside = [
        one
        for at, one in utterance.sentence.between(start, end, SeasonPhrase)
        if not (after and after.start() <= at < after.end())
        and not _BEFORE_SEASON.search(coded[max(0, at - 24) : at])
        and one.span is None
    ]
    named = [number for one in inside for number in utterance.numbers(one, subject)]
    if named:
        for number in named:
            if number > 1:
                utterance.discourse.canceled.setdefault(id(subject), set()).add(number)
                yield Extraction(subject, number, "status", "canceled")
        return
    yield Extraction(subject, None, "show_status", over)
    if following is not None:
        yield Extraction(subject, following, "status", "canceled")


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


# "The Orchard, which is in production on its fourth season": of no show that is known here
_OTHER_NAME = re.compile(r"[a-z0-9'’]+, (?:which|que|qui|che|die|das|der)(?: \w+){0,3}? ?$")


def is_of_other_name(utterance: Utterance, start: int) -> bool:
    """Whether something with a capital, and no known title, is what a relative clause tells of."""
    match = _OTHER_NAME.search(utterance.coded, max(0, start - 60), start)
    if match is None:
        return False
    word = utterance.sentence.raw(match.start(), match.start() + 1)
    return word.isupper() and utterance.discourse.words.code != "de"
