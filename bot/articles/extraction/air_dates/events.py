"""What happens on a date: a premiere, a finale, both at once, a trailer, or nothing of a season."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from ...mentions.dates import DateMention, Side
from ...sentence_context import Utterance
from ..episode_counts import is_of_few
from ..networks import offers
from .dated import LABEL, NOT_UNTIL, Event
from .moves import move_before, move_behind

_NEAR = 15
"""Characters of a clause within which a word about filming is what the clause is about."""

_FARTHEST, _BESIDE = 60, 90
"""So far from its date stands what happens on it, and so far what else its clause is about."""


def is_act(utterance: Utterance, at: int) -> bool:
    """Whether a date is that of what a network did: "N on D released its schedule"."""
    words, coded = utterance.discourse.words, utterance.coded
    act = words.pattern("D,? {act}").match(coded, at)
    if act is None or coded[max(0, at - 2) : at] != "N ":
        return False
    is_release = words["release"].fullmatch(act["verb"]) is not None
    return not (is_release and re.search(r"[ST]", coded[act.end() :][:30]))


def event(utterance: Utterance, at: int, start: int, end: int) -> Event | None:
    """What happens on a date in a clause; None for anything that is no event of a season."""
    if (move := move_before(utterance, at, start)) is not None:
        return Event("premiere", move, "moves")
    if move_behind(utterance, at, start, end):
        return Event("premiere", at, "moves")
    if _is_labelled(utterance, at):
        return Event("premiere", max(start - 2, 0), LABEL)
    begun = _behind_filming(utterance, at, start, end)
    if begun is None or utterance.discourse.words.pattern(_FILMING_BEHIND).match(
        utterance.coded, at
    ):
        return None
    found = (
        _elliptic(utterance, at)
        or _end_of_run(utterance, at, begun)
        or _noun(utterance, at, end)
        or _verb(utterance, at, begun, end)
    )
    return found if found is not None and found.kind else None


# "comenzará en enero el rodaje", "starten noch im Mai die Dreharbeiten"
_FILMING_BEHIND = (
    r"D,? (?:(?:in|a|en|em) [a-z]+,? )?(?:(?:n[aeio]\w*|en|aux|im|auf|in|a) [^.;,D]{2,40}, )?"
    r"(?:{article} |l')?(?:{filming})"
)


def _is_labelled(utterance: Utterance, at: int) -> bool:
    """Whether a sentence calls a date the one of a premiere: "with it a release date: D"."""
    words = utterance.discourse.words
    is_quoted = utterance.coded.count('"', 0, at) % 2 == 1
    label = words.pattern("(?:{date_noun}|{when_label}(?: [^.;:D]{1,30})?) ?: (?:{article} )?$")
    return not is_quoted and label.search(utterance.coded[:at]) is not None


def _behind_filming(utterance: Utterance, at: int, start: int, end: int) -> int | None:
    """Where the clause of a date begins, without what it says of filming; None where that is all.

    "Filming begins in July and the new episodes arrive in 2027"
    """
    words, coded = utterance.discourse.words, utterance.coded
    first = words["filming"].search(coded, start, at)
    if first is None or first.start() >= start + _NEAR:
        return start
    joints = words.pattern("(?:,? {conjunction}|, {toward}|,(?= {premiere})) ").finditer(
        coded, first.end(), at
    )
    begun = max((one.end() for one in joints), default=at)
    is_behind = words.code == "hi"  # There the verb stands behind the date.
    if is_behind and begun == at:
        return None
    last = end if is_behind else at
    return begun if words["premiere"].search(coded, begun, last) is not None else None


def _elliptic(utterance: Utterance, at: int) -> Event | None:
    """What a verb tells of a season before: "Season 1 premiered on D, and season 2 on D"."""
    match = utterance.discourse.words.pattern(_VERB_BEFORE).search(utterance.coded, 0, at)
    return Event("premiere", match.start("verb"), match["verb"]) if match is not None else None


_VERB_BEFORE = (
    r"S (?P<verb>{premiere}) (?:[a-z]{1,5} )?D(?: on N)?,? {conjunction} (?:{article} |l')?S,?"
    r" (?:[a-z]{1,5} )?$"
)


def _end_of_run(utterance: Utterance, at: int, start: int) -> Event | None:
    """The end of a run: "through D", "from D to D"."""
    words, left = utterance.discourse.words, utterance.coded[start:at]
    if later := words.pattern(_NOT_UNTIL).search(left):
        return Event("premiere", start + later.start(), NOT_UNTIL)
    until = words.pattern("{until} ?$").search(left) or words.pattern(_RANGE).search(left)
    if until is None and is_between(utterance, at):
        until = words.pattern("{conjunction} (?:{article} )?$").search(left)
    if until is None:
        return None
    if words["filming"].search(left):
        return Event("", at, "")
    if not left[: until.start()].strip(" (,") and not utterance.coded[at + 1 :].strip(" .,!)"):
        return Event("", at, "")  # "Until next Friday,": a farewell
    if words.pattern(_THEN_BEGINS).match(utterance.coded, at):
        return Event("premiere", at, NOT_UNTIL)  # "Relax until D, when S premieres"
    if words.pattern(_KEPT).search(left, 0, until.start()):
        return Event("", at, "")  # "available until D"
    if waits := words.pattern(r"{waits} (?:[a-z]+ )?{until} $").search(left):
        return Event("premiere", start + waits.start(), waits[0])
    return Event("finale", start + until.start(), until[0])


_THEN_BEGINS = r"D,? {when_asked} (?:the )?(?:S of T|T S|S|T) (?:[a-z']+ )?{premiere}"
_KEPT = r"{kept}(?:[^.,;D]|\.(?=\w)){0,30}$"


def is_between(utterance: Utterance, at: int) -> bool:
    """Whether a date is one of the two that something was shown between: "aired between D and D".

    Of what is to come, two days only say how much is known.
    """
    words = utterance.discourse.words
    start, end = utterance.clause(at)
    for run in words.pattern(_BETWEEN).finditer(utterance.coded, start, end):
        marks = utterance.sentence.between(*run.span(), DateMention)
        places = [place for place, _ in marks]
        is_day = all(one.day is not None for _, one in marks)
        clause = utterance.coded[start:end]
        is_past = words["past"].search(clause) or words["past_auxiliary"].search(clause)
        if at in places and is_day and is_past and not words["filming"].search(clause):
            return True
    return False


_BETWEEN = r"{between} (?:{article} )?D,? {conjunction} (?:{article} )?D"
_NOT_UNTIL = r"{not_said} [^.,;D]{0,12}{premiere}[^.,;D]{0,30}{until} $"
_RANGE = r"{range_from}(?: |(?<='))(?:\d{1,2}\.?|D),? {range_to}(?: |(?<='))$"


def _noun(utterance: Utterance, at: int, end: int) -> Event | None:
    """What a date stands before: "the second season's D premiere"."""
    words = utterance.discourse.words
    noun = words.pattern("(?:'s)? {dated_noun}").match(utterance.coded, at + 1, end)
    if noun is None:
        return None
    kind = "finale" if words["finale"].fullmatch(noun["noun"]) else "premiere"
    return Event(kind, noun.start("noun"), noun["noun"])


@dataclass(frozen=True, slots=True, order=True)
class _Word:
    """A word that says what happens, so many characters from its date; `key` is its table's."""

    gap: int
    key: str
    place: int
    text: str


_KEYS = ("premiere", "finale", "trailer", "filming", "other_event")


def _words_before(utterance: Utterance, at: int, start: int) -> Iterator[_Word]:
    left = utterance.coded[start : at + 1]  # with the date, which a word may stand right before
    words = utterance.discourse.words
    for key in _KEYS:
        for match in words[key].finditer(left):
            gap, place, text = at - start - match.end(), start + match.start(), match[0]
            if _has_own_date(utterance, place, at):
                continue
            if key == "finale" and words.pattern(_WAIT).search(left, 0, match.start()):
                # "The wait for season 2 ends on D": there it begins.
                yield _Word(gap, "premiere", place, "begins")
                continue
            yield _Word(gap, key, place, text)


_WAIT = r"(?:{waits})\b[^.;D(]{0,40}$"


def _words_behind(utterance: Utterance, at: int, end: int) -> Iterator[_Word]:
    words, right = utterance.discourse.words, utterance.coded[at + 1 : end]
    after = words.pattern(_AFTER_SHOW)
    for key in _KEYS:
        for match in words[key].finditer(right):
            if _has_own_date(utterance, at + 1 + match.start(), at):
                continue
            if key == "premiere" and words["apart"].search(right, 0, match.start()):
                continue  # "was handed a second season in January ahead of its debut"
            # "on D, four months after the season wrapped"
            is_other = after.search(right, 0, match.start()) is not None
            if not words["only_before_day"].fullmatch(match[0]):
                said = "other_event" if is_other else key
                yield _Word(match.start(), said, at + 1 + match.start(), match[0])


_AFTER_SHOW = r"{after} (?:{article} |its |l')?(?:[TS]|S of T) (?:[a-z]+ )?$"


def _has_own_date(utterance: Utterance, place: int, at: int) -> bool:
    """Whether another date stands right before a word: "in January, ahead of its May debut"."""
    is_dated = utterance.coded[max(0, place - 2) : place] == "D " and place - 2 != at
    return (
        is_dated
        and utterance.discourse.words["dated_noun"].match(utterance.coded, place) is not None
    )


def _meant(utterance: Utterance, word: _Word) -> _Word:
    """The same, or another event: people do not premiere, and what arrives may be news."""
    words, coded, place = utterance.discourse.words, utterance.coded, word.place
    if word.key == "premiere" and (
        words.pattern("{people} $").search(coded[max(0, place - 20) : place])
        or words.pattern(r"{news} (?:[a-z]{1,6} ){0,2}$").search(coded[max(0, place - 30) : place])
    ):
        return _Word(word.gap, "other_event", place, word.text)
    return word


def _verb(utterance: Utterance, at: int, start: int, end: int) -> Event | None:
    """What the word nearest to a date says of it."""
    words, coded = utterance.discourse.words, utterance.coded
    before = list(_words_before(utterance, at, start))
    behind = list(_words_behind(utterance, at, end))
    # In Hindi the verb stands behind the date.
    found = (behind or before) if words.code == "hi" else (before or behind)
    if words.code == "de" and before and min(before).key == "other_event":
        # "N gab bekannt, dass die Staffel am 12. Juni startet"
        found = [one for one in behind if one.gap <= 1 and one.key != "other_event"] or found
    found = sorted(_meant(utterance, one) for one in found)
    if not found or found[0].gap > _FARTHEST:
        return None
    word = found[0]
    has_trailer = _has_trailer(utterance, at, start, end)
    if has_trailer and word.key == "other_event" and words["trailer_shown"].match(word.text):
        return Event("trailer", word.place, word.text)
    if word.key == "other_event" or _is_of_filming(utterance, found, at, start):
        return None
    if has_trailer and word.key != "finale":
        return Event("trailer", word.place, word.text)
    if word.key == "finale" or _is_end_shown(utterance, word, at, start, end):
        return Event("finale", word.place, word.text)
    if words["person_begins"].search(coded, start, at) or words["in_advance"].search(
        coded, start, end
    ):
        return None
    begins = words.pattern(_FROM_DAY).search(coded[:at]) is not None
    if not begins and any(
        one.end() <= at and not _is_in(utterance, word, one) for one in offers(utterance)
    ):
        return None
    if word.text.startswith("drop") and words.pattern(r" {after} [^,.;]{0,20}S").match(
        coded, at + 1, end
    ):
        return None  # "the drama that N dropped in April after two seasons"
    return Event("all" if _is_all(utterance, at, start, end) else "premiere", word.place, word.text)


def _has_trailer(utterance: Utterance, at: int, start: int, end: int) -> bool:
    """Whether what a clause says is of a trailer, or of "one" under a heading about trailers."""
    words, coded = utterance.discourse.words, utterance.coded
    # "the trailer of season 2, which arrives in May": the season does.
    relative = max(
        (one.end() for one in words.pattern(_RELATIVE).finditer(coded, start, at)), default=start
    )
    if words["past"].search(coded[relative:at]):
        relative = start
    if words["trailer"].search(coded[relative:end]) is not None:
        return True
    if words["trailer"].search(utterance.discourse.heading.plain) is None:
        return False
    return _ONE.search(coded[start:end]) is not None or _is_of_heading(utterance, at, start, end)


_LATELY = timedelta(days=60)


def _is_of_heading(utterance: Utterance, at: int, start: int, end: int) -> bool:
    """Whether a day just gone by is told of what the heading is about, and of no show or season."""
    clause = utterance.coded[start:end]
    if "T" in clause or "S" in clause or utterance.discourse.words["show_alone"].search(clause):
        return False
    published = utterance.discourse.published
    days = utterance.sentence.between(at, at + 1, DateMention)
    day = utterance.day(days[0][1], Side.PAST) if days else None
    if day is None or published is None or day.latest() > published:
        return False
    return published - day.earliest() <= _LATELY


# "Watch it on N from D": so long it has been there, or will be
_FROM_DAY = r" (?:exclusively )?{from_day}(?: {article})? $"


def _is_in(utterance: Utterance, word: _Word, offer: re.Match[str]) -> bool:
    """Whether a word is one of what looks like an offer: "est arrivée sur N le D"."""
    is_shown = utterance.discourse.words["arriving"].match(word.text) is not None
    return offer.start() <= word.place < offer.end() and not is_shown


_RELATIVE = r"(?<=[ST]),? (?:{which} |(?={arriving})|{conjunction} (?:[a-z]+ ){1,2}{that_clause} )"
_ONE = re.compile(r"\b(?:one(?!-| episode)|it|einer|uno|une)\b")


def _is_of_filming(utterance: Utterance, found: list[_Word], at: int, start: int) -> bool:
    """Whether a clause is about filming, and not only about something in production."""
    words, coded = utterance.discourse.words, utterance.coded
    nearest = found[0].place
    return any(
        one.key == "filming"
        and one.gap < _BESIDE
        and words.pattern(" {conjunction} ").search(
            coded, min(one.place, nearest), max(one.place, nearest)
        )
        is None
        for one in found
    ) and not words["in_production"].search(coded[start:at])


def _is_end_shown(utterance: Utterance, word: _Word, at: int, start: int, end: int) -> bool:
    """Whether it is the last episode that is shown: "the finale airs on D"."""
    words, coded = utterance.discourse.words, utterance.coded
    subject = coded[start : max(word.place, start)] if word.place < at else coded[at:end]
    if words.code == "hi":
        subject = coded[start:at]
    return (
        words["finale_noun"].search(subject) is not None
        and words["shown"].match(word.text) is not None
    )


def _is_all(utterance: Utterance, at: int, start: int, end: int) -> bool:
    """Whether the whole season is out on one day, and not elsewhere: "with all of it on N"."""
    words, coded = utterance.discourse.words, utterance.coded
    if words.pattern("S,? {which} ").search(coded, start, at) and "," in coded[at:end]:
        end = coded.index(",", at)  # "Unlike S, which was out at once on D, new ones come weekly"
    return (
        words["all_at_once"].search(coded[start:end]) is not None
        and words["weekly"].search(coded[start:end]) is None
        and not words.pattern(r"N[^.;]*{elsewhere_too}[^.;]*N").search(coded, start)
        and next(offers(utterance), None) is None
        and not is_of_few(utterance, start, end)
    )
