"""How many episodes a season has, and how long they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..counted import COUNT, count_of
from ..discourse import UPCOMING, Extraction
from ..language import Phrases
from ..mentions.seasons import SeasonPhrase
from ..sentence_context import Utterance

MOST_EPISODES, _AROUND = 60, 30
NUMBER = rf"\b(?P<n>{COUNT})"
_NUMBER_TOO = NUMBER.replace("<n>", "<m>")
_IN_ALL = re.compile(
    rf"\b(?:there are|il y en aura|soit|for a total of|insgesamt|para un total de|per un totale di"
    rf"|num total de|en total,?|in totale) {NUMBER}"
    rf"(?= (?:parts this time|in all|in total|altogether|au total|insgesamt|en total|no total"
    rf"|in tutto|in totale)|[.,;)]|$)"
    rf"|\({_NUMBER_TOO} (?:in all|in total|au total|en tout|insgesamt|en total|no total|ao todo"
    rf"|in tutto|in totale)\)"
)
_ANSWER = re.compile(
    rf"(?:^|\b(?:S (?:has|had|have|will have|got)|there (?:are|will be)|it (?:has|will have)"
    rf"|es (?:sind|werden)|il y en aura|son|seran|tendra|il y en a|elle (?:en )?(?:compte|comptera)"
    rf"|ce sera|ils seront|serao|sao|tera|sono|saranno|avra) ){NUMBER}(?=[.,;:!]|$)"
)
# “Gulf” ran for 26 episodes: in all its seasons.
_WHOLE_RUN = re.compile(r"(?:T|\b(?:series|show)) (?:has |had )?(?:ran|run) for $")
_ONLY_RUN = re.compile(r"\b(?:after|for) (?:just |only )?(?:a single|one|its only|its first),? $")


def counts(utterance: Utterance) -> Iterator[Extraction]:
    """The numbers of episodes and of minutes that a sentence tells."""
    yield from _episodes(utterance)
    yield from _answered(utterance)
    yield from _labelled(utterance)
    yield from _minutes(utterance)


# "8 x 45 minutes", "8x45'"; "(10x60, Red Kettle)" are the minutes of a slot, "5x22" is an episode.
_MINUTES = r"(?P<m>\d{2,3})(?:'| ?-?min)"
_SLOT = (
    r"(?:(?<=[3-9][x×])|(?<=\d\d[x×])|(?<=[3-9] [x×] )|(?<=\d\d [x×] ))"
    r"(?:30|45|50|52|60|90)(?=[,;)])"
)
_BY_LENGTH = re.compile(rf"(?<![\w.])(?P<n>\d{{1,2}}) ?[x×] ?(?:{_MINUTES}|{_SLOT})")


def _labelled(utterance: Utterance) -> Iterator[Extraction]:
    """The number of episodes, and of their minutes, as a press release lists them."""
    words = utterance.discourse.words
    subject = utterance.discourse.focus
    found = _BY_LENGTH.search(utterance.coded)
    label = words.pattern(r"{episodes_label} ?: (?P<n>\d{1,2})\b").match(utterance.coded)
    if label is not None and (utterance.discourse.has_totals or _is_of_several(utterance)):
        return  # "Episodes: 22 in 3 seasons"
    yield from _length(utterance)
    told = words.pattern(
        rf"{{episodes_label}}(?: (?:of|for|in|der|de|de la|di|da|della) (?:the )?S)?"
        r"(?: (?:of|von|de|di) T)?"
        rf" (?:is|will be|stands at|ist|betragt|es de|est de|e di|sono|saranno|son|seran|sao|serao)"
        rf" {NUMBER}(?=[.,;]|$| (?:in tutto|in totale|en total|no total|ao todo)\b)"
    ).search(utterance.coded)
    one = found or label or told
    if one is None or subject is None or utterance.is_hedged(*one.span()):
        return
    if any((season.span or 0) > 1 for _, season in utterance.sentence.of(SeasonPhrase)):
        return  # "Episodes: 22 in 3 seasons"
    season = utterance.season(one.start(), subject, upcoming=True)[-1]
    if 2 <= (number := count_of(one["n"])) <= MOST_EPISODES:
        yield Extraction(subject, season, "episodes", number, season > 0)
    if found is not None and found["m"] and 3 <= int(found["m"]) <= 180:
        yield Extraction(subject, season, "runtime", int(found["m"]), season > 0)


def _is_of_several(utterance: Utterance) -> bool:
    """Whether a line tells of more than one season."""
    return any((one.span or len(one.numbers)) > 1 for _, one in utterance.sentence.of(SeasonPhrase))


def _length(utterance: Utterance) -> Iterator[Extraction]:
    """The minutes of a line that has nothing else: "Running time: 47 minutes"."""
    told = utterance.discourse.words.pattern(
        r"{runtime_label} ?: (?:[a-z]+\.? )?(?P<m>\d{2,3}) ?(?:{minutes}\b\.?|'|$)"
    ).match(utterance.coded)
    subject = utterance.discourse.focus
    if told is None or subject is None or not 3 <= int(told["m"]) <= 180:
        return
    season = utterance.season(told.start(), subject)[-1]
    yield Extraction(subject, season, "runtime", int(told["m"]), season > 0)


def _answered(utterance: Utterance) -> Iterator[Extraction]:
    """The bare number under a heading that asks how many episodes there are."""
    match = _IN_ALL.search(utterance.coded)
    if utterance.discourse.heading.asks_episodes:
        match = match or _ANSWER.search(utterance.coded)
    subject = utterance.discourse.focus
    if match is None or subject is None or utterance.is_hedged(*match.span()):
        return
    is_asked = utterance.discourse.heading.asks_episodes
    season = utterance.season(match.start(), subject, upcoming=is_asked)[-1]
    told = match.groupdict()
    if 2 <= (number := count_of(told["n"] or told.get("m") or "")) <= MOST_EPISODES:
        yield Extraction(subject, season, "episodes", number, season > 0)


@cache
def _counted(words: Phrases) -> re.Pattern[str]:
    """So many episodes, in one language."""
    return re.compile(
        rf"(?:\b(?:nuovi|nuove|nuevos|nuevas|nouveaux|novos) )?{NUMBER}"
        rf"(?:(?:-| )(?:(?:new|more|all-new|brand-new|one-hour|half-hour|hour-?long|los|las|les|gli"
        rf"|\d+-minute|fresh|neuen?|weitere[nr]?|nuev[oa]s|nouve(?:aux|lles)|nov[oa]s|nuov[ie]"
        rf"|inedit[oai]?s?|thrilling"
        rf"|action-packed) ){{0,2}}(?:{words['episodes'].pattern})|-part(?:er)?\b|-?teilig\w*)"
    )


# "ordered at 10 episodes and cut to eight"
_RECOUNTED = rf"[^.;:S]{{0,24}}{{recounted}} {NUMBER}(?= |[.,;]|$)(?! (?:{{minutes}}|million|%))"


def _episodes(utterance: Utterance) -> Iterator[Extraction]:
    words = utterance.discourse.words
    for match in _counted(words).finditer(utterance.coded):
        if words["no_count"].fullmatch(match["n"]):
            continue
        start, end = match.span()
        number = count_of(match["n"])
        before = utterance.coded[max(0, start - 60) : start]
        if other := words.pattern(rf"{NUMBER} {{in_place_of}} (?:[a-z]+ ){{0,2}}$").search(before):
            number = count_of(other["n"])  # "with 13 instead of 18 episodes"
            start -= len(before) - other.start()
            before = before[: other.start()]
        if less := words.pattern(_RECOUNTED).match(utterance.coded, end):
            number, end = count_of(less["n"]), less.end()
        after = utterance.coded[end : end + 34]
        is_part_of = (
            re.search(
                r"\b(?:\d+|[a-z]+) (?:of (?:the|its|all)|von|de(?: los| las)?|dos|degli|delle"
                r"|des) $",
                before,
            )
            is not None
        )
        if not 2 <= number <= MOST_EPISODES:
            continue
        # "Six of its 13 episodes have yet to air": 13 there are all the same.
        is_share = re.search(rf"{NUMBER} of (?:the|its|all) $", before) is not None
        if utterance.is_question or (utterance.is_hedged(start, end) and not is_share):
            continue
        is_order = any(
            one.start() <= start and end <= one.end()
            for one in words["goes_on"].finditer(utterance.coded)
        )
        if not (is_part_of or is_order) and re.search(
            rf"(?:{words['not_episodes_before'].pattern})[ -]$", before
        ):
            continue
        is_all = (
            re.search(
                r"\b(?:all|alle|todos [lo]s|tutti (?:e |gli )?|tutte (?:e |le )?|les) ?$", before
            )
            is not None
        )
        is_each = words.pattern(",? {each}").match(after) is not None
        if not (is_all or is_each or is_share) and re.match(
            rf"[ ,]*(?:{words['not_episodes_after'].pattern})", after
        ):
            continue
        if re.search(
            r"(?:\d ?(?:-|–|to|or|bis|a)|\b(?:or|between|oder|entre)|\w+(?:two|three|four|five"
            r"|six|seven|eight|nine|ten) to) ?$",
            before,
        ) or re.search(r"\b(?:not|n't|fewer|less) ", before[-14:]):
            continue
        if words.pattern(" ?{screened}").match(after):
            continue
        if (
            number <= _FIRST_FEW
            and not is_all
            and words["rest_follows"].search(utterance.coded, end)
        ):
            continue  # "Three episodes drop today, with the rest weekly"
        if number <= _FIRST_FEW and not is_all and _is_for_a_start(words, before, after):
            continue
        if _WHOLE_RUN.search(before) and "S" not in utterance.coded:
            continue
        if any(
            one.span
            for _, one in utterance.sentence.between(start - _AROUND, end + _AROUND, SeasonPhrase)
        ):
            continue  # "26 episodes over two seasons"
        subject = utterance.subject(start, end)
        if subject is None:
            continue
        if is_order:
            yield Extraction(subject, UPCOMING, "episodes", number, sure=False)
            continue
        # "canceled after a single ten-episode run"
        if _ONLY_RUN.search(before) and re.match(r" (?:run|season|order|first)", after):
            yield Extraction(subject, 1, "episodes", number)
            continue
        # "an 18-episode second season"
        behind = re.match(
            r"(?:,? (?:for|of|in|der|de la|de))?(?: the| its| a)?(?: [a-z-]+)?,? S",
            utterance.coded[end:],
        )
        if (
            behind
            and "S" in utterance.coded[:start]
            and words.pattern(_LISTED).fullmatch(behind[0])
        ):
            behind = None  # "The first had six episodes and the second, eight"
        if behind and end + behind.end() > utterance.clause(start)[1]:
            behind = None  # "Season 1 had ten episodes, while season 2 had eight"
        seasons = utterance.seasons_in(end, end + behind.end(), subject) if behind else ()
        if words.pattern(r"{order} [^.;,S]{0,20}$").search(before):
            seasons = (UPCOMING,)
        if not seasons and after.startswith(" order"):
            seasons = (utterance.season_before(subject) or UPCOMING,)
        clause = utterance.coded[slice(*utterance.clause(start))]
        if not seasons and _NEW.search(utterance.coded[max(0, start - 8) : end]):
            ordered = _ORDERED.search(clause) or _is_to_come(utterance, start)
            if ordered and not _names_season(utterance, *utterance.clause(start)):
                # "After the first season N ordered six new episodes": they are of the next.
                seasons = (UPCOMING,)
        seasons = seasons or utterance.season(
            start,
            subject,
            upcoming=_is_to_come(utterance, start) or not words["past"].search(clause),
            ahead=_is_to_come(utterance, start),
        )
        if len(seasons) == 1 or is_each:
            for season in seasons:
                yield Extraction(subject, season, "episodes", number, season > 0)


def _is_for_a_start(words: Phrases, before: str, after: str) -> bool:
    """Whether a few episodes are those of the first day: "mit drei Folgen", "three at once"."""
    return (
        words.pattern("{launched_with} $").search(before) is not None
        or words.pattern("{to_begin_with} [^.;,TS]{0,30}$").search(before) is not None
        or words.pattern(" (?:{all_at_once}|{to_begin_with})").match(after) is not None
    )


def is_of_few(utterance: Utterance, start: int, end: int) -> bool:
    """Whether a stretch tells of a few episodes that are out at once, and so not of all."""
    words = utterance.discourse.words
    return any(
        2 <= count_of(match["n"]) <= _FIRST_FEW
        and words.pattern(" {all_at_once}").match(utterance.coded, match.end()) is not None
        for match in _counted(words).finditer(utterance.coded, start, end)
    )


def _minutes(utterance: Utterance) -> Iterator[Extraction]:
    words = utterance.discourse.words
    for key, minutes in (("half_hour", 30), ("one_hour", 60)):
        for match in words[key].finditer(utterance.coded):
            subject = utterance.subject(*match.span())
            if subject is None or utterance.is_hedged(*match.span()):
                continue
            upcoming = _is_to_come(utterance, match.start())
            season = utterance.season(match.start(), subject, upcoming=upcoming)[-1]
            yield Extraction(subject, season, "runtime", minutes, season > 0)
    for match in re.finditer(
        rf"(?P<n>\b\d{{2,3}})(?:-| )(?:{words['minutes'].pattern})", utterance.coded
    ):
        start, end = match.span()
        first, last = utterance.clause(start)
        clause = utterance.coded[first:last]
        if not words["runtime_near"].search(clause) or words["not_runtime"].search(clause):
            continue
        before = utterance.coded[max(0, start - 16) : start]
        if re.search(
            r"\d+ ?(?:-|–|\b(?:to|and|or|bis|a|y|und)\b) ?$|\bbetween\b|\bfrom \d+", before
        ):
            continue
        if utterance.is_hedged(start, end):
            continue
        number = int(match["n"])
        subject = utterance.subject(start, end)
        if subject is None or not 3 <= number <= 180:
            continue
        upcoming = _is_to_come(utterance, start) or _WILL_BE.search(clause) is not None
        seasons = utterance.season(start, subject, upcoming=upcoming)
        if len(seasons) == 1:
            yield Extraction(subject, seasons[0], "runtime", number, seasons[0] > 0)


_LISTED = "(?:,| {conjunction}|, {conjunction}) S"
"""A season behind a count that is told of the one before it."""

_FIRST_FEW = 4
"""So many episodes at most are out at once where the others follow."""
_WILL_BE = re.compile(
    r"\b(?:will be|werden|seran|serao|seront|saranno) (?:[a-z]+ )?(?:\w+ed|shot|\w+ad[ao]s"
    r"|tourne\w*|girat[ie]|gedreht|produziert)\b"
)
_BEHIND_IT = re.compile(
    r"\b(?:after|following|nach|dopo|tras|despues de|apres|apos|depois de) [^,;:S]{0,40}$"
)


def _names_season(utterance: Utterance, first: int, last: int) -> bool:
    """Whether a clause names a season that is not only the one before: "after the first season"."""
    return any(
        not _BEHIND_IT.search(utterance.coded, first, at)
        for at, _ in utterance.sentence.between(first, last, SeasonPhrase)
    )


_NEW = re.compile(r"\b(?:new|neuen?|nuev[oa]s|nouveaux|nuov[ie]|nov[oa]s|more|weitere)\b")
_ORDERED = re.compile(
    r"\b(?:in auftrag gegeben|order(?:s|ed)|bestellt\w*|beauftragt|encarg\w+|command\w+"
    r"|ordinat\w+|encomend\w+"
    r"|debuttera\w*|estrenaran|estrearao|seront diffuses)\b"
)


def _is_to_come(utterance: Utterance, at: int) -> bool:
    """Whether a clause tells what will be."""
    first, _ = utterance.clause(utterance.clause(at)[0] - 2) if at > 2 else (0, 0)
    if re.match(r"\S+ \S+ (?:have|has) been ordered", utterance.coded[at:]):
        return True
    return (
        re.search(
            r"\b(?:will|order(?:s|ed)?|pickup|upcoming|new season|this time|wird|werden|bestellt"
            r"|umfassen|tendra|constara|contara|comptera|aura|sera|seran|seront|tera|serao|avra"
            r"|sara|saranno|previst[ie])\b",
            utterance.coded[first:at],
        )
        is not None
    )
