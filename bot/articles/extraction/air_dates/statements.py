"""The premieres and finales, and the days of trailers, that a sentence tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from ....facts.air_date import AirDate
from ...discourse import UPCOMING, Extraction
from ...mentions.dates import DateMention, Side
from ...mentions.seasons import SeasonPhrase
from ...mentions.titles import ArticleShow, TitleMention
from ...mentions.unquoted_titles import NOUNS
from ...sentence_context import Utterance
from ..own_shows import is_of_other_name, is_of_other_show
from .dated import LABEL, NOT_UNTIL, Dated, Event
from .events import event, is_act, is_between
from .moves import is_no_longer, moved_event, moves
from .parts import is_of_part
from .seasons import season_of
from .sides import day_before, just_gone, side_of


def air_dates(utterance: Utterance) -> Iterator[Extraction]:
    """The premieres and finales, and the days of trailers, that a sentence tells."""
    moved = list(moves(utterance))
    begun: dict[int, tuple[int, AirDate]] = {}
    for at, mention in utterance.sentence.of(DateMention):
        if (said := _said_of(utterance, at, mention, moved)) is None:
            continue
        day, side = _day_of(utterance, said)
        if day is None:
            continue
        season = season_of(utterance, said, day, side)
        if season is None:
            continue
        if said.kind == "premiere":
            begun[id(said.subject)] = season, day
        elif said.kind == "finale" and not utterance.sentence.of(SeasonPhrase):
            # "“X” premiered on D; the finale aired on D"
            first, since = begun.get(id(said.subject), (season, day))
            run = day.earliest() - since.earliest()
            season = first if timedelta() <= run < _LONGEST_RUN else season
        yield from _told(utterance, said, season, day, side)
        for other in _others_named(utterance, said):
            yield from _told(utterance, replace(said, subject=other), UPCOMING, day, side)


_LONGEST_RUN = timedelta(days=300)
# "“X” and “Y” will both return in the fall"
_TOGETHER = re.compile(
    r"T(?:, T)*,? (?:and|und|y|e|et|&) T (?:will |are |both |all |set |to |each ){1,4}(?=\w+ )"
)


def _others_named(utterance: Utterance, said: Dated) -> Iterator[ArticleShow]:
    """The shows that are listed before a verb beside the one whose day it tells."""
    for run in _TOGETHER.finditer(utterance.coded, said.start):
        if run.end() == said.event.place and said.kind == "premiere":
            for _, one in utterance.sentence.between(*run.span(), TitleMention):
                if one.subject is not None and one.subject is not said.subject:
                    yield one.subject


def _said_of(
    utterance: Utterance, at: int, mention: DateMention, moved: Sequence[re.Match[str]]
) -> Dated | None:
    """What a sentence says of a date; None where it tells no day of a season."""
    start, end = utterance.clause(at)
    if _is_of_filming(utterance, start, end):
        return None
    if _is_beside_the_point(utterance, at) or any(one.start("old") == at for one in moved):
        return None
    move = next((one for one in moved if one.start("new") == at), None)
    found = moved_event(utterance, move, start) if move else event(utterance, at, start, end)
    if found is None or not _is_told(utterance, found, at, mention, start, end):
        return None
    low = min(found.place, at)
    subject = _shown(utterance, found, at, start) or utterance.subject(low, at + 1)
    named = [
        (place, one)
        for place, one in utterance.sentence.between(start, at, TitleMention)
        if utterance.coded[max(0, place - 1) : place] != "("  # "Ann Example (“Y”) joins"
    ]
    # "The star of “Y” returns in May" – but: "The drama from the creator of “Y” returns"
    is_beside = (
        named
        and named[-1][1].aside
        and named[-1][1].subject is not subject
        and _SHOW_ITSELF.search(utterance.coded, start, named[-1][0]) is None
    )
    if subject is None or is_beside or _is_of_unknown(utterance, start, low):
        return None
    return Dated(subject, found, at, mention, start, end, is_moved=move is not None)


def _is_of_unknown(utterance: Utterance, start: int, low: int) -> bool:
    """Whether what a date is told of has a capital and is no show known: "The Attaché, which".

    Behind a list of its cast the relative clause is the show's own.
    """
    led = utterance.discourse.words.pattern("(?:{performer_before}|{agent}) [^.;]*$")
    clause = max(start, low)
    return (
        is_of_other_name(utterance, clause) and led.search(utterance.coded, start, clause) is None
    )


def _shown(utterance: Utterance, found: Event, at: int, start: int) -> ArticleShow | None:
    """The show that a clause begins to tell of behind its verb: "N, which on D launches “X”"."""
    if any(one < at for one, _ in utterance.sentence.between(start, at, TitleMention)):
        return None
    words, end = utterance.discourse.words, found.place + len(found.text)
    named = words.pattern(f"D,? {{premiere}}{_AND_TITLE}").match(utterance.coded, at)
    if named is None and found.place > at:
        named = words.pattern(_AND_TITLE).match(utterance.coded, end)
    if named is None:
        return None
    titles = utterance.sentence.between(named.end() - 1, named.end(), TitleMention)
    return titles[0][1].subject if titles and not titles[0][1].aside else None


_AND_TITLE = r"(?: {article})?(?: (?:new|nueva?|nouvelle|neue|nuova|nova))?(?: {show_noun})? T"
_SHOW_ITSELF = re.compile(rf"\b(?:the|its|die|das|la|el|le|il|o|a) (?:[a-z-]+ ){{0,3}}{NOUNS}\b")


def _is_of_filming(utterance: Utterance, start: int, end: int) -> bool:
    """Whether a clause without a season answers a question about filming: "In May, in Rome"."""
    words, asked = utterance.discourse.words, utterance.discourse.heading.plain
    return (
        asked.rstrip(" *").endswith("?")
        and words["filming"].search(asked) is not None
        and re.search("[ST]", utterance.coded[start:end]) is None
        and words["premiere"].search(utterance.coded, start, end) is None
    )


def _is_beside_the_point(utterance: Utterance, at: int) -> bool:
    """Whether a date is one of two, that of the article itself, or of what a network did."""
    words, coded = utterance.discourse.words, utterance.coded
    if words.pattern(r"{between} [^.;]{0,30}$").search(coded[max(0, at - 40) : at]):
        return not is_between(utterance, at)
    is_behind = re.search("[ST]", coded[:at]) is not None
    is_of_report = not is_behind and utterance.is_reported(at)
    if is_of_report and words.pattern("D,? {that_clause} ").match(coded, at):
        return True  # "The network revealed on Wednesday that season 2 arrives in May"
    if at < _DATELINE and not is_behind and re.match(r"\)? ?–", coded[at + 1 :]):
        return True  # "Köln, 11.09.2025 – ..."
    # "The finale – it was shot as another – will air on D": what they hold is left out.
    if _BEHIND_DASHES.fullmatch(coded[: utterance.clause(at)[0]]):
        return True
    return is_act(utterance, at)


_BEHIND_DASHES = re.compile(r"[^–]*[a-zTSN] – [^–;.TSD]{3,90} – ")
_DATELINE = 40


def _is_told(
    utterance: Utterance, found: Event, at: int, mention: DateMention, start: int, end: int
) -> bool:
    """Whether that happens on a date, and is neither in doubt, nor put off, nor only a part's."""
    words, coded = utterance.discourse.words, utterance.coded
    low, high = min(found.place, at), max(found.place, at)
    if utterance.is_hedged(low, high + 1):
        return False
    if found.text != NOT_UNTIL and words["not_said"].search(coded, max(0, low - _NEAR), high):
        return False
    if words.pattern(_ABROAD).match(coded[start:]) or words.pattern(_ABROAD).match(coded):
        return False
    told_of = coded[start : max(found.place, start)]
    behind = coded[found.place + len(found.text) : max(at, found.place)]
    if words.pattern(_OTHER_WORK).search(told_of) or words.pattern(_WORK_BEHIND).match(behind):
        return False
    if is_of_other_show(utterance, start, at) or _is_of_work(utterance, start, found.place):
        return False
    if _is_of_announcement(utterance, found, at, mention, start, end):
        return False
    if found.kind == "finale" and _pauses(utterance, start, at):
        return False
    published = utterance.discourse.published
    if found.text == LABEL and published is not None:
        labelled = utterance.day(mention, Side.PAST)
        if labelled is not None and labelled.exact and labelled.earliest() == published:
            return False  # "Date: 14 September 2026", of the article itself
    if found.kind == "finale" and mention.month is None and mention.part is None:
        # "It will end next year, after four seasons": nobody knows yet on which day.
        day = utterance.day(mention, Side.FUTURE)
        if day is not None and published is not None and day.latest() > published:
            return mention.weekday is not None or mention.days is not None
    if found.kind != "finale" and is_of_part(utterance, start, at, end):
        return False
    if (
        found.kind == "finale"
        and mention.month is None
        and words.pattern("{until} $").search(coded[:at])
    ):
        return False  # "secured until 2028": so long goes an order, or a budget
    is_midseason = words["midseason_finale"].search(coded, start, end) is not None
    return not (is_midseason or is_no_longer(utterance, start, at))


def _is_of_announcement(
    utterance: Utterance, found: Event, at: int, mention: DateMention, start: int, end: int
) -> bool:
    """Whether on a day near the article's it was only told when it is: "set a date today"."""
    if mention.month is not None or (mention.days is None and mention.weekday is None):
        return False
    words, coded = utterance.discourse.words, utterance.coded
    told = words["told_date"].search(coded, start, end)
    if told is None or found.text == LABEL:
        return False
    return words.pattern(r"[^.;]*{date_falls} (?:[a-z]+ )?$").match(coded, told.end(), at) is None


def _pauses(utterance: Utterance, start: int, at: int) -> bool:
    """Whether a season goes on after a break, or it is only its first part that ends then."""
    words, coded = utterance.discourse.words, utterance.coded
    return (
        words.pattern(r"D[^.;TSD]{0,40}?{on_break}").match(coded, at) is not None
        or words["first_part"].search(coded, start, at) is not None
    )


# "the soundtrack of “X” will be released on D", "the book that “X” is based on came out in D"
_OTHER_WORK = (
    r"{other_work},? (?:T|\"[^\"]{2,60}\")[^TS]*$"
    # "The book, a sequel to the second season, is out on D"
    r"|^(?:{article} |l')?(?:[a-z]+ ){0,2}{other_work}\b(?! {show_noun})"
    r"|(?:^|T (?:[a-z]+ )?)(?:(?!\b{show_noun})[^,;TS]){0,40}\b{other_work}"
    r"(?: (?:of|for|to|on) (?:the )?[TS](?: [TS])?"
    r"| (?:(?:on|upon) )?{which} T is based(?: (?:up)?on)?"
    r"| that inspired T)?(?: {auxiliaries})? ?$"
)


def _is_of_work(utterance: Utterance, start: int, end: int) -> bool:
    """Whether a date is told of a work with a title: "in the feature Salt Winter, out D"."""
    found = utterance.discourse.words.pattern(_WITH_BARE_TITLE).search(utterance.coded, start, end)
    return found is not None and all(
        word[:1].isupper() for word in utterance.sentence.raw(*found.span("name")).split()
    )


_WITH_BARE_TITLE = (
    r"{other_work},? (?P<name>[^,;.()TSDN]{2,40}?),? (?:{which} )?(?:{auxiliaries})?$"
)
# "In the US, season 3 arrives on D"
_ABROAD = r"(?:and |und |y |e |et )?{abroad}\b"
# "released a poster for S on D"
_WORK_BEHIND = r" (?:{article} |its )?(?:[a-z-]+ ){0,2}{other_work}\b"
_NEAR = 15
"""Characters before what is told within which a "not" is said of it."""


def _day_of(utterance: Utterance, said: Dated) -> tuple[AirDate | None, Side]:
    """The air date, and on which side of the article it lies."""
    discourse, mention = utterance.discourse, _with_year(utterance, said)
    side = side_of(utterance, said)
    day = utterance.day(mention, side)
    if day is None:
        return None, side
    if side is Side.FUTURE and (gone := just_gone(utterance, said, day)) is not None:
        day, side = gone, Side.PAST
    is_dated = mention.year is not None or mention.year_turn is not None
    if said.kind == "finale" and not is_dated and mention.day is not None:
        season = utterance.season(said.at, said.subject)[-1]
        begun = discourse.premieres.get((id(said.subject), season))
        if begun is None and discourse.words["until"].match(said.text):
            begun = day_before(utterance, said.start, said.at)
        day = (mention.resolved(begun, Side.FUTURE) if begun else None) or day
    published = discourse.published
    if published is not None and mention.year is not None:
        side = Side.PAST if day.latest() <= published else Side.FUTURE
    return day, side


def _with_year(utterance: Utterance, said: Dated) -> DateMention:
    """A date with the year that a run tells of its end: "from April 4 through May 23, 2025"."""
    run = _BETWEEN_END if is_between(utterance, said.at) else _RUN_END
    end = utterance.discourse.words.pattern(run).match(utterance.coded, said.at)
    mention = said.mention
    if end is None or mention.day is None or mention.year is not None or mention.year_turn:
        return mention
    (_, last), *_ = utterance.sentence.between(end.end() - 1, end.end(), DateMention)
    if (last.month or 0) < (mention.month or 0):
        return mention  # from one year to the next
    return replace(mention, year=last.year, year_turn=last.year_turn)


_RUN_END = r"D,? (?:{until}|{range_to}) D"
_BETWEEN_END = r"D,? {conjunction} (?:{article} )?D"


def _told(
    utterance: Utterance, said: Dated, season: int, day: AirDate, side: Side
) -> Iterator[Extraction]:
    """The facts that a day comes to."""
    subject, sure, value = said.subject, season > 0, str(day)
    if said.kind == "trailer":
        if side is Side.PAST and day.exact:
            yield Extraction(subject, season, "trailer", {"published": value}, sure)
        return
    if said.kind == "premiere" and day.exact:
        utterance.discourse.premieres.setdefault((id(subject), season), day.earliest())
    first = utterance.discourse.words.pattern(_RANGE_DAY).search(
        utterance.coded, said.start, said.at
    )
    if said.kind == "finale" and first is not None and day.exact:
        begun = day.earliest().replace(day=min(int(first["day"]), day.earliest().day))
        yield Extraction(subject, season, "premiere", str(AirDate.on(begun)), sure)
    kinds = (
        [said.kind] if said.kind != "all" else ["premiere", "finale"] if day.exact else ["premiere"]
    )
    for kind in kinds:
        yield Extraction(subject, season, kind, value, sure)


# "diffusée du 9 au 30 mars": the first day has the month of the last.
_RANGE_DAY = r"{range_from} (?P<day>[1-9]|[12]\d|3[01])\.? {range_to} $"
