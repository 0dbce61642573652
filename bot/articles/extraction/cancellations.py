"""That a show or a season was canceled, is over or is not coming back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..discourse import Extraction
from ..mentions.dates import DateMention
from ..mentions.seasons import SeasonPhrase
from ..mentions.titles import ArticleShow
from ..sentence_context import Utterance
from .following_seasons import over_after, season_behind
from .own_shows import from_own_show, is_of_other_show, is_relative_of_other

_BEFORE_SEASON = re.compile(
    r"(?:during|midway through|in the middle of|since|of|throughout) (?:the |its )?$"
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


def canceled(utterance: Utterance) -> Iterator[Extraction]:
    """What a sentence says was canceled, and what it says is over or does not come back."""
    words = utterance.discourse.words
    for key in ("canceled", "canceled_it", "not_returning", "no_more"):
        for match in words[key].finditer(utterance.coded):
            start, end = from_own_show(utterance, *match.span())
            is_told = key in ("canceled", "canceled_it")
            if utterance.is_hedged(start, end):
                continue
            if is_told and (utterance.is_denied(start, end) or _is_planned(utterance, start)):
                continue
            if is_relative_of_other(utterance, start):
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


def _is_named_before(utterance: Utterance, at: int) -> bool:
    """Whether a sentence names the show, or a season of it, that "it" is said of."""
    before = utterance.coded[:at]
    named = utterance.discourse.words["show_noun"].search(before)
    return "T" in before or "S" in before or named is not None


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
