"""When seasons begin and end, by the lines of a schedule or of a list of episodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ...facts.air_date import AirDate
from ..article import Block, Role
from ..discourse import LATEST, UPCOMING, Extraction
from ..mentions.dates import DateMention, Side
from ..mentions.list_titles import BEFORE_DAY
from ..mentions.networks import NetworkMention
from ..mentions.seasons import SeasonPhrase
from ..mentions.titles import ArticleShow
from ..sentence_context import Utterance

# "Episode 6 (finale) - April 22"
_EPISODE = re.compile(
    r"(?:episodes?|ep\.?|folge|episodio|capitulo|chapter) (?P<number>\d{1,2}|one|eins|uno|un)\b"
    r"[^D]{0,70}D\)?\.?$"
)
# "Vault 9, season 2: April 17"; under a day's heading: "Tin Soldiers (AMC) – season 3 premiere"
# Before either may stand its day and its hour.
_ENTRY = re.compile(
    BEFORE_DAY + r"(?:D ?,?:? ?[–-]? ?)?"
    r"(?:(?:[a-z]{4,12},? )?(?:(?:um|at|a las|a|alle|ore|as) )?\d{1,2}(?:[:.h]\d\d|/\d{1,2}c?)?"
    r" ?(?:[ap]m|uhr|hrs?|h)?(?: [a-z/]{2,5})?[,:]? ?[–-]? ?)?"
    r"(?:(?:N(?: ?/ ?N)?|streaming|stream|tv): )?"
    r"T,? ?(?:\([^()]*\))? ?(?:,|:|–|-|S|\(|\.|$)"
)
# "“X” (season 2), May 7, Netflix": an entry of a list whatever stands above it
_BEHIND = (
    r"[ ,;:()/|–-]*(?:(?:on|auf|bei|en|sur|su|na|no|em|at|from|ab|ab dem|le|il|el|desde"
    r"|a partir d[eou]l?)(?: la)? )?"
)
_WHOLE_ENTRY = re.compile(
    rf"T[ ,:(–-]+(?:S|series premiere|new series|new)(?: premiere)?{_BEHIND}"
    rf"(?:N{_BEHIND}D|D{_BEHIND}N?)[ )]*\.?"
    rf"|D[ ,:–-]+T[ ,:(–-]+(?:S|series premiere|new series|neue serie|nueva serie|nouvelle serie"
    rf"|nuova serie|nova serie){_BEHIND}N?[ )]*\.?"
)
# "Harrow Bay (8/7c, N)" heads its paragraph, and as often no item.
_WITH_NETWORK = re.compile(r"T,? ?\((?:[^()]*[^()\w])?N(?![\w])[^()]*\)")
_DATED_ENTRY = re.compile(rf"D ?[:–-] {_WITH_NETWORK.pattern}")
_FINALE = re.compile(
    # "(season 3, finale)" is the last season as well as the end of one.
    r"(?<!fall )(?<!winter )(?<!midseason )(?<!mid-season )(?<!\(S, )"
    r"\b(?:(?:season |series )?finale(?! S)|staffelfinale|serienfinale|final de temporada"
    r"|final de (?:la serie|la S|S)"
    r"|dernier episode|fin de saison|(?:fin|final) de (?:la )?S|final de saison|finale di stagione"
    r"|finale della (?:S|serie)|finale (?:di|der) S|final d[ae] (?:S|serie)|ultima puntata"
    r"|final da temporada)\b"
)
# "T (N): The third season of the drama comes to a close": of its first season alone, so that
# "Season 5 opens where season 4 ends" and "the first half of season 3 ends" are no finales.
_ENDS = r"T[,:]? ?(?:\([^()]*\))?[ ,:–-]*(?:[a-z]{1,3} )?(?:{entry_ends})"
_BEGINS = re.compile(
    r"\bpremieres?\b|\bdebut|\bnew\b(?! (?:time|night|day|slot|episode))|\breturn|\bstart"
    r"|\bbegins\b|\blaunch|\bneu\b|\bstartet|\bneue[rsn]? [a-z]*serie|\bserien(?:start|premiere)"
    r"|\bestren|\bnuev|\bnouvel"
    r"|\blancement|\bnuov|\bnova\b|\binedit"
    r"|\b(?:limited series|docuseries|mini-?(?:series?|serie)|minisserie)\b"
)
# Those of its first day, or of its first part
SOME_EPISODES = re.compile(r"\bpart (?:1|one)\b|\b(?:two|three|2|3) episodes\b")
_THROUGH = re.compile(r"\b(?:until|through|till|bis|hasta|jusqu'au?)\b[a-z ]*D")
# A season that goes on after its pause
_GOES_ON = re.compile(
    r"S (?:returns|continues|goes on|rolls on|geht weiter|continua)\b|\bresumes\b|\bback from\b"
)
_OTHER_PART = re.compile(
    r"\b(?:(?:season |series )?finale(?! S)|special|mid-?season|film"
    r"|(?:episodes?|ep|folge|episodio|capitulo|puntata) (?:[2-9]|\d\d)"
    r"|(?:new )?time ?slot|new (?:night|day|episodes?)|nuevos? (?:episodio|capitulo)|neue folge"
    r"|nouvel episode|nuovo episodio|novo episodio)\b"
)


# "Harrow Bay – Season 4 – renewed Feb. 11"
_DECIDED = r"\b(?:{verdict_renewed}|{verdict_canceled})(?: on| am| el| le| il| em)? \Z"


def scheduled_dates(
    utterance: Utterance, block: Block, main: ArticleShow | None
) -> list[Extraction]:
    """What a line of a schedule tells: of a show's episodes, or of one show among many.

    Its day stands in it, or is the heading above it. `main` is the show that the lines are of,
    where they are of one.
    """
    is_whole = _WHOLE_ENTRY.fullmatch(utterance.coded) is not None
    discourse = utterance.discourse
    coded = utterance.coded
    is_headed = discourse.heading.day is not None and _WITH_NETWORK.match(coded) is not None
    if block.role is Role.HEADING and not (is_whole or is_headed):
        return []
    if spanned := _spanned(utterance, main):
        return spanned
    if (labelled := _labelled(utterance, main) or _answered(utterance)) is not None:
        return [labelled]
    counted: list[Extraction] = []
    until: DateMention | None = None
    is_last = _FINALE.search(coded) is not None
    marks = utterance.sentence.of(DateMention)
    if marks and discourse.words.pattern(_DECIDED).search(coded, 0, marks[-1][0]):
        return []
    mention = marks[-1][1] if marks else _day_of_month(utterance)
    if episode := _EPISODE.match(coded):
        subject, is_first = main, episode["number"] in ("1", "one", "eins", "uno", "un")
        season: int | None = None if subject is None else utterance.season_before(subject) or LATEST
        number = episode["number"]
        if subject is not None and season and is_last and number.isdecimal():
            # "Episode 8 (finale): May 10": so many there are.
            counted.append(Extraction(subject, season, "episodes", int(number), sure=False))
    elif _ENTRY.match(coded) and (
        is_whole
        or discourse.heading.lists_dates
        or is_headed
        or (discourse.heading.day and block.role is Role.ITEM)
        or (coded.startswith("D") and ("S" in coded or _DATED_ENTRY.match(coded)))
    ):
        subject = utterance.subject(0, len(coded))
        seasons = utterance.seasons_in(0, len(coded), subject) if subject else ()
        is_new = _BEGINS.search(coded) is not None
        is_named = bool(utterance.sentence.of(SeasonPhrase))  # "final season premiere"
        entry = coded.partition(";")[0]
        is_later = _OTHER_PART.search(entry) or discourse.words["later_part"].search(entry)
        ends = discourse.words["entry_ends"].search(coded) is not None
        if ends and not is_later and discourse.words.pattern(_ENDS).match(coded):
            is_last = True
        unsaid = LATEST if is_last else UPCOMING
        season = seasons[0] if seasons else (1 if is_new and not is_named else unsaid)
        is_first = (bool(seasons) or is_new) and not (is_later or ends)
        until = mention if _THROUGH.search(coded) else None
        if until is not None and len(marks) > 1:
            mention = marks[0][1]  # "3. Juli: “X”, Staffel 1 (wöchentlich bis 21. August)"
        mention = discourse.heading.day or mention
        is_first = is_first and _GOES_ON.search(coded) is None
        if subject is not None and seasons and _was_out(utterance):
            where = {"provider": discourse.arrivals_on}
            return [Extraction(subject, one, "where", where) for one in seasons]
        is_first = is_first and ("complete S" not in coded or "original" in coded)
    else:
        return []
    if subject is None or season is None or mention is None or _decided(utterance):
        return []
    day = nearer(utterance, mention)
    kinds = ["finale"] if is_last else ["premiere"] if is_first else []
    if kinds == ["premiere"] and discourse.words["all_at_once"].search(coded):
        kinds.append("finale")
    dated = [(kind, day) for kind in kinds]
    if until is not None:
        dated.insert(0, ("finale", nearer(utterance, until)))
    return counted + [
        Extraction(subject, season, kind, str(when), season > 0) for kind, when in dated if when
    ]


def _was_out(utterance: Utterance) -> bool:
    """Whether an entry of what arrives at one service was out elsewhere before.

    "Complete Season 1 (Hallmark)", "Season 3 (FX)" under "New on Hulu"
    """
    coded, service = utterance.coded, utterance.discourse.arrivals_on
    if service is None or "original" in coded:
        return False
    others = {one.name for _, one in utterance.sentence.of(NetworkMention)} - {service}
    is_new = _BEGINS.search(coded) or _FINALE.search(coded)
    return "complete S" in coded or bool(others and not is_new and not _OTHER_PART.search(coded))


def _decided(utterance: Utterance) -> bool:
    """Whether the day of an entry is that of a decision: "“X” – season 5 – renewed March 3"."""
    words, coded = utterance.discourse.words, utterance.coded
    return words.pattern(r"(?:{verdict_renewed}|{verdict_canceled}) (?:on |am |el |le )?D").search(
        coded
    ) is not None and not words["premiere"].search(coded)


def entry_networks(utterance: Utterance) -> Iterator[Extraction]:
    """The one network that an entry of a list has in brackets: "Tracker, season 4 (N)"; not sure.

    Brackets may hold the hour beside it; what stands in them behind a sentence is of no entry.
    """
    discourse = utterance.discourse
    if not (discourse.heading.lists_shows or _ENTRY.match(utterance.coded)):
        return
    marks = utterance.sentence.of(NetworkMention)
    if len(marks) != 1 or len(utterance.titles) != 1:
        return
    (at, one), ((_, title),) = marks[0], utterance.titles
    if title.subject is None or not _BRACKETED.search(utterance.coded, 0, at + 1):
        return
    if not discourse.words["not_network"].search(utterance.coded):
        yield Extraction(title.subject, None, "network", one.name, sure=False)


_BRACKETED = re.compile(r"T[^.?!]{0,80}\((?:[^()]{1,20}, )?N$")


def _day_of_month(utterance: Utterance) -> DateMention | None:
    """The day of an entry whose headline tells the month: "“X” – T2, dia 4"."""
    month = utterance.discourse.month
    found = utterance.discourse.words["day_of_month"].search(utterance.coded)
    if month is None or found is None:
        return None
    return DateMention(*found.span(), month=month, day=int(found["day"]))


# "Series 1: 6 episodes, May 3 – June 7", "Broadcast: May 3 to June 7", "Season 3 (8 episodes, May)"
_SPANNED = (
    r"(?:(?:T[,:]? )?(?P<season>S)|{run_label}|{when_label}) ?[(:,–-]+ ?"
    r"(?P<counted>(?P<episodes>\d{1,3}) [a-z]+[,;]? ?[(–-]? ?)?(?:{run_from} )?"
    r"D(?P<last> ?(?:–|-|to|through|until|bis|a|al|au|ate) ?D)?[ )]*\.?"
)


def _spanned(utterance: Utterance, main: ArticleShow | None) -> list[Extraction]:
    """When a season began and ended, by a line that has nothing but that: "Series 1: D – D"."""
    told = utterance.discourse.words.pattern(_SPANNED).fullmatch(utterance.coded)
    if told is None or main is None or not (told["last"] or (told["season"] and told["counted"])):
        return []
    named = utterance.seasons_in(0, len(utterance.coded), main)
    season = named[0] if len(named) == 1 else utterance.season_before(main)
    if season is None and main.is_main:
        season = utterance.discourse.headline_season
    if season is None or (told["season"] and not named):
        return []
    days = [one for _, one in utterance.sentence.of(DateMention)]
    if len(days) > 1 and days[0].year is None and days[-1].year is not None:
        days[0] = replace(days[0], year=days[-1].year)
    found = [
        Extraction(main, season, field, str(day))
        for field, one in zip(("premiere", "finale"), days, strict=False)
        if (day := nearer(utterance, one)) is not None
    ]
    if told["counted"] and (count := int(told["episodes"])):
        found.append(Extraction(main, season, "episodes", count))
    return found


def _labelled(utterance: Utterance, main: ArticleShow | None) -> Extraction | None:
    """The day of a line that says what day it is: "Release date: October 5"."""
    words, coded = utterance.discourse.words, utterance.coded
    for key, field in (("last_column", "finale"), ("when_label", "premiere")):
        told = words.pattern(rf"{{{key}}}{_BEHIND_LABEL}").match(coded)
        if told is not None and (dated := _day_of_line(utterance, main, told.end())) is not None:
            return replace(dated, field=field)
    return None


_BEHIND_LABEL = r" ?: ?(?:(?:on|am|ab|el|le|il|em|dal?|from) )?(?=D)"


def _day_of_line(utterance: Utterance, main: ArticleShow | None, at: int) -> Extraction | None:
    """The day at a place of a line, for a premiere or a finale of a season."""
    if main is None or utterance.is_hedged(0, at):
        return None
    (_, mention), *_ = utterance.sentence.between(at, at + 1, DateMention)
    day = nearer(utterance, mention)
    if day is None or (day.exact and day.earliest() == utterance.discourse.published):
        return None  # the day of the article itself
    return _dated(utterance, main, day)


def _answered(utterance: Utterance) -> Extraction | None:
    """The day alone that answers a heading that asks when a season begins."""
    discourse = utterance.discourse
    subject, words = discourse.focus, discourse.words
    if not discourse.heading.asks_when or subject is None or utterance.is_hedged(0, 1):
        return None
    told = words.pattern(
        rf"(?:[a-z]{{1,9}}[.:] )?(?:{{answers_when}})D{_BEHIND}(?:N{_BEHIND})?\.?"
    ).fullmatch(utterance.coded)
    days = utterance.sentence.of(DateMention)
    day = nearer(utterance, days[0][1]) if told is not None else None
    return _dated(utterance, subject, day) if day is not None else None


def _dated(utterance: Utterance, subject: ArticleShow, day: AirDate) -> Extraction | None:
    """The premiere on a day of which no season is told; None on the article's own day."""
    published = utterance.discourse.published
    is_to_come = published is not None and day.latest() > published
    season = utterance.season_before(subject) or (UPCOMING if is_to_come else LATEST)
    return Extraction(subject, season, "premiere", str(day), season > 0)


def nearer(utterance: Utterance, mention: DateMention) -> AirDate | None:
    """The day of a season under way: behind the article or ahead of it, what is nearer."""
    ahead, behind = utterance.day(mention, Side.FUTURE), utterance.day(mention, Side.PAST)
    published = utterance.discourse.published
    if ahead is None or behind is None or published is None:
        return ahead
    gap = published - behind.earliest()
    return behind if gap < ahead.earliest() - published else ahead
