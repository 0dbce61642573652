"""When a season begins and ends and a trailer is out, and the trailers that are linked to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from urllib.parse import urlsplit

from ...facts.air_date import AirDate
from ..article import Block, aligned
from ..language import Phrases
from ..mentions.dates import DateMention, Side
from ..mentions.seasons import SeasonPhrase
from ..mentions.titles import ArticleShow, TitleMention
from ..sentence_context import LATEST, Extraction, Utterance
from .networks import offers
from .status import following_season

_UNTIL = re.compile(
    r"\b(?:through|until|till|bis(?: zum)?|hasta(?: el)?|ate(?: o)?|fino al?|jusqu'(?:au"
    r"|a))(?: the (?:season"
    r" )?finale on| its (?:season )?finale on)? $"
)
_SHOWN = re.compile(
    r"post|shar|reveal|unveil|publish|tweet|veroffentlich|public|publi|divulg|lanc|diffus|pubblic|rilasci|svel"
)
_TRAILER_TO_COME = re.compile(
    r"\b(?:will|arrives|drops|lands|coming|to be|is set|wird|kommt|llegara|sera|chegara|arrivera"
    r"|sara)\b"
)
_IN_PRODUCTION = re.compile(
    r"\b(?:in|en) (?:post-?)?(?:production|produktion|tournage|rodaje|arbeit)\b"
)
_MOVED_TO = re.compile(
    r"\b(?:aplaz|retras|pospon|pospuest|adi(?=[aoe])|rinvi|slitt|report|repouss|decal|verschob"
    r"|verschieb|verleg)\w*[^.;D]{0,20}? (?:hasta|al?|au|a la|auf(?: den)?|in den|ins|para|per"
    r"|jusqu'(?:a|en|au))(?: (?:el|la|le|les|il|o))? $"
    r"|\b(?:pushed|moved|delayed|postponed|bumped)(?: back| again| once more)?"
    r"(?: from (?:the )?[^.;,]{1,14}| D)? (?:to|until|till) (?:the )?$"
)
# What was planned before it: "was due on November 21, has been pushed to January 9"
_NEW_DAY = re.compile(
    r"(?:pushed|moved|delayed|postponed|bumped|verschoben|aplazad[ao]|retrasad[ao]|reporte\w*"
    r"|repousse\w*)(?: back| again)?[^.;]{0,20}? (?:to|until|till|auf|al|a|au)\b[^.;]{0,12}D"
)
_OLD_DAY = re.compile(
    r"(?:pushed|moved|delayed|postponed|bumped|verschoben|aplazad[ao]|retrasad[ao])[a-z ]*"
    r" (?:(?:from|von|vom|de|del)(?: the)? )?$"
)
# "has pushed back the premiere of “X” from January 3 to March": the old day, and the new one
_MOVED_FROM = re.compile(
    r"\b(?:push(?:es|ed)?|mov(?:es|ed)|delay(?:s|ed)?|postpon(?:es|ed)|bump(?:s|ed)?|verschiebt"
    r"|verschob|verschoben|verlegt|aplaz(?:a|o|ad[ao])|retras(?:a|o|ad[ao])|pospone|pospuest[ao]"
    r"|reporte(?:e|es|nt)?|repousse\w*|decale\w*)\b[^.;]{0,70}?"
    r"\b(?:from|von|vom|del?|du|(?:previst[ao]|prevue?|scheduled|slated|planned|due|geplant)"
    r"(?: (?:originally|initialement|inicialmente))?(?: (?:for|on|para|pour|fur))?)"
    r"(?: (?:the|den|dem|el|le))? (?P<old>D),?"
    r" (?:to|until|till|auf|zum|al?|hasta|au)(?: (?:the|den|el|le))? (?P<new>D)"
)
# "wird auf 2027 verschoben"
_MOVED_BEHIND = re.compile(r"[^.;,D]{0,12}\b(?:verschoben|verlegt)\b")
_BETWEEN = re.compile(r"\b(?:between|zwischen|entre|tra|fra) [^.;]{0,30}$")
_RANGE = re.compile(r"\b(?:du|from|vom|del|dal|de) (?:\d{1,2}\.?|D) (?:au|to|bis(?: zum)?|al?) $")
# "diffusée du 9 au 30 mars": the first day has the month of the last.
_RANGE_DAY = re.compile(
    r"\b(?:du|from|vom|del|dal|de) (?P<day>[1-9]|[12]\d|3[01])\.? (?:au|to|bis(?: zum)?|al?) $"
)
# "begins on BBC One on Sunday, with all six episodes arriving on BBC iPlayer"
_ELSEWHERE_TOO = re.compile(r"N[^.;]*\bwith (?:all|the full|every)\b[^.;]*N")
# The whole season earlier on a broadcaster's own service
_IN_ADVANCE = re.compile(
    r"\b(?:bereits|schon|vorab) ab\b|(?<!weiterhin in der )(?<!noch in der )\bmediathek\b"
    r"|\bavant-premiere\b|\bin advance\b"
)
# "Neu dabei ist ab 1. Dezember Ann Example": a person begins there.
_WHO_IS_IN = re.compile(r"\b(?:neu|mit) dabei\b")
# "the second season's February 6 premiere"
_DATED_NOUN = re.compile(
    r" (?:(?:season|series|global|network|world|streaming|linear) )?"
    r"(?P<noun>premiere|debut|launch|return|start|finale|closer|ender|bow)\b(?! (?:of|party|week"
    r"|event))"
)
_PEOPLE = re.compile(
    r"\b(?:we|i|they|he|she|you|wir|ich|nous|je|on)(?:'(?:ll|re|d|m))?(?: (?:will|are|can|also"
    r"|all))? $"
)
# "La conferma è arrivata ieri sera": what arrives is news.
_NEWS = re.compile(
    r"\b(?:news|confirmation|announcement|decision|conferma|notizia|annuncio|nouvelle|annonce"
    r"|noticia|confirmacion|anuncio|confirmacao|decisao|nachricht|bestatigung|meldung)"
    r" (?:[a-z]{1,6} ){0,2}$"
)
# "the trailer of season 2, in arrivo il 14 novembre": the season is.
_RELATIVE = re.compile(
    r"(?<=[ST]),? (?:(?:which|that|que|qui|che|die|der|das|la cual) |(?=in (?:arrivo|uscita)\b"
    r"|(?:disponib|disponiv|prevu|previst|disponible|attendue?|available|premiering|arriving|due"
    r"|debuting|returning|streaming|launching|landing|airing|out on|out(?= D)|coming)\w*))"
)
_AFTER_ALL = re.compile(r" (?:after|following) [^,.;]{0,20}S")
_MIDSEASON = re.compile(r"\b(?:mid-?season|fall|winter) finale\b")
_RETURN = re.compile(r"return|back|vuelv|volv|volt|retorn|regres|torn|kehrt|revien|retour|zuruck")
# "has been in it since the show began in 2012": its first season, whichever the sentence is about
_SINCE = re.compile(
    r"\b(?:since|when|after|before|until|seit|als|bevor|desde que|cuando|antes de que|depuis que"
    r"|quand|lorsque|quando|da quando) (?:(?:the|die|der|das|la|el|le|lo|il|o|a) )?"
    r"(?:T|it|sie|elle|series|show|drama|comedy|sitcom|soap|programme|serie|ficcion|novela|soap"
    r" opera|fiction|feuilleton)(?: (?:first|se|s'|e|ha|war|a))? ?(?P<verb>[a-z']+)[^DS,;]{0,20}$"
)
_SHOW_ALONE = re.compile(
    r"^it\b|\b(?:series|show|drama|comedy|sitcom|serie|programme|ficcion|comedia|telenovela|novela"
    r"|minisserie|soap|fiction|historia|trama|feuilleton)\b"
)
# "Lancée en 2023, la série"
_SHOW_BEHIND = re.compile(
    r", (?:the|la|le|l'|a|o|die|das|il|lo) (?:series|show|drama|serie|ficcion|fiction|produccion"
    r"|producao|produzione|production|novela|comedia|comedie)\b"
)
_BEFORE_DAY = frozenset(("from", "des", "depuis", "desde", "a partir", "ab", "dal"))
"""Words that begin something only where a date stands behind them."""

_AND = re.compile(r",? (?:and|und|y|et|e) ")
_NEAR = 15
"""Characters of a clause within which a word about filming is what the clause is about."""


def air_dates(utterance: Utterance) -> Iterator[Extraction]:
    """The premieres and finales, and the days of trailers, that a sentence tells."""
    moves = list(_MOVED_FROM.finditer(utterance.coded))
    for at, mention in utterance.sentence.of(DateMention):
        if (said := _said_of(utterance, at, mention, moves)) is None:
            continue
        day, side = _day_of(utterance, said)
        if day is None:
            continue
        season = _season_of(utterance, said, day, side)
        if season is not None:
            yield from _told(utterance, said, season, day, side)


@dataclass(frozen=True, slots=True)
class _Said:
    """What happens on a date: the place of the date and of the words that say so.

    `kind` is "premiere", "finale", "all" (both) or "trailer"; `text` are the words, `start` and
    `end` the clause. `is_moved` says that it was put off to that date.
    """

    subject: ArticleShow
    kind: str
    at: int
    mention: DateMention
    where: int
    text: str
    start: int
    end: int
    is_moved: bool


def _said_of(
    utterance: Utterance, at: int, mention: DateMention, moves: Sequence[re.Match[str]]
) -> _Said | None:
    """What a sentence says of a date; None where it tells no day of a season."""
    coded = utterance.coded
    if _BETWEEN.search(coded[max(0, at - 40) : at]):
        return None
    if at < 40 and re.match(r"\)? ?–", coded[at + 1 :]):
        return None  # a dateline: "Köln, 11.09.2025 – ..."
    if (act := _ACT.match(coded, at)) and coded[max(0, at - 2) : at] == "N ":
        is_release = act["verb"] in _RELEASES and re.search(r"[ST]", coded[act.end() :][:30])
        if not is_release:
            return None  # "N on D released its schedule": that day it did.
    start, end = utterance.clause(at)
    if any(one.start("old") == at for one in moves):
        return None
    moved = next((one for one in moves if one.start("new") == at), None)
    event = _moved(utterance, moved, start) if moved else _event(utterance, at, start, end)
    if event is None:
        return None
    kind, where, text = event
    low, high = min(where, at), max(where, at)
    if utterance.is_hedged(low, high + 1) or _is_negated(utterance, low, high):
        return None
    if kind != "finale" and _is_of_part(utterance, start, at, end):
        return None
    if kind == "finale" and mention.month is None and _UNTIL.search(coded[:at]):
        return None  # "secured until 2028": so long goes an order, or a budget
    if _is_no_longer(utterance, start, at) or _MIDSEASON.search(coded, start, end):
        return None
    subject = utterance.subject(low, at + 1)
    named = utterance.sentence.between(start, at, TitleMention)
    if subject is None or (named and named[-1][1].aside and named[-1][1].subject is not subject):
        return None
    return _Said(subject, kind, at, mention, where, text, start, end, moved is not None)


_ACT = re.compile(r"D,? (?:[a-z]+ly )?(?P<verb>[a-z]+ed|said|set|gave|made)\b")
_RELEASES = frozenset(("released", "dropped", "launched", "premiered", "debuted", "aired"))


def _is_of_part(utterance: Utterance, start: int, at: int, end: int) -> bool:
    """Whether a date is that of a later part of a season, of an episode, a rerun or a film.

    In "Vol. 1 premieres on D, Vol. 2 on D" each date is that of the part named last before it, or
    right behind it.
    """
    words, coded = utterance.discourse.words, utterance.coded
    begins = max((place + 1 for place, _ in utterance.sentence.between(start, at, DateMention)),
                 default=start)  # fmt: skip
    parts = [
        (match.end(), key)
        for key in ("first_part", "later_part")
        for match in words[key].finditer(coded, begins, at)
    ]
    if not parts:
        lead = _BEFORE_PART.match(coded, at + 1)
        place = lead.end() if lead is not None else at + 1
        parts = [
            (match.end(), key)
            for key in ("first_part", "later_part")
            if (match := words[key].match(coded, place)) is not None
        ]
    if parts:
        return max(parts)[1] == "later_part"
    return words["part_of"].search(coded[start:end]) is not None


# "on May 7 (Vol. 1)", "le 7 mai pour le volume 1"
_BEFORE_PART = re.compile(
    r",? ?\(?(?:(?:for|with|as|fur|mit|para|con|pour|avec|per|com) )?"
    r"(?:(?:the|der|die|das|el|la|le|il|o|a) )?"
)


def _is_no_longer(utterance: Utterance, start: int, at: int) -> bool:
    """Whether a date is one that was planned before, and does not hold any more."""
    coded = utterance.coded
    if _NEW_DAY.search(coded, at + 1) or _is_superseded(utterance, start, at):
        return True
    return (
        _OLD_DAY.search(coded[max(0, at - 24) : at]) is not None
        and re.match(r" (?:to|until|auf|al?|au|hasta)\b", coded[at + 1 :]) is not None
    )


def _day_of(utterance: Utterance, said: _Said) -> tuple[AirDate | None, Side]:
    """The air date, and on which side of the article it lies."""
    discourse, at, mention = utterance.discourse, said.at, said.mention
    clause = utterance.coded[said.start : said.end]
    side = Side.FUTURE if said.is_moved else _side(utterance, said.text, clause, said.where, at)
    if said.kind == "trailer":
        side = Side.FUTURE if _TRAILER_TO_COME.search(clause) else Side.PAST
    day = utterance.day(mention, side)
    if day is None:
        return None, side
    if side is Side.FUTURE and (gone := _just_gone(utterance, mention, day)) is not None:
        day, side = gone, Side.PAST
    begun = discourse.premieres.get((id(said.subject), utterance.season(at, said.subject)[-1]))
    if said.kind == "finale" and begun is None and said.text.startswith(_RUN_ENDS):
        begun = _day_before(utterance, said.start, at)
    if said.kind == "finale" and mention.year is None and mention.day is not None and begun:
        day = mention.resolved(begun, Side.FUTURE) or day
    published = discourse.published
    if published is not None and mention.year is not None:
        side = Side.PAST if day.latest() <= published else Side.FUTURE
    return day, side


def _season_of(utterance: Utterance, said: _Said, day: AirDate, side: Side) -> int | None:
    """The season that a day is told of; None where it is of several, or only in passing."""
    discourse, subject, at, kind = utterance.discourse, said.subject, said.at, said.kind
    ahead = side is Side.FUTURE
    seasons = utterance.season(at, subject, upcoming=ahead, ahead=ahead and kind != "finale")
    if len(seasons) != 1:
        return None
    season = seasons[0]
    since = _SINCE.search(utterance.coded, said.start, at)
    if kind == "premiere" and since and discourse.words["premiere"].match(since["verb"]):
        season = 1
    if (
        kind == "finale"
        and season in discourse.renewed.get(id(subject), ())
        and not utterance.sentence.of(SeasonPhrase)
    ):
        season = LATEST  # What is only ordered does not end yet.
    if (
        (season == LATEST or _is_of_past_year(utterance, day, at))
        and kind == "premiere"
        and (
            _SHOW_ALONE.search(utterance.coded[said.start : at])
            or _names_title(utterance, said.start, at)
            or _SHOW_BEHIND.match(utterance.coded, at + 1)
        )
        and not _RETURN.search(said.text)
    ):
        season = 1  # "The series premiered in 2019": its first season did.
    if season < 0 and kind == "premiere" and _RETURN.search(said.text):
        discourse.later.add(id(subject))  # What returns was there before.
    if season == LATEST and kind == "finale":
        following = following_season(utterance, subject)
        if following and not subject.is_main and not day.exact:
            return None  # "“X” ended in 2021 after two seasons": a word in passing
        season = (following or season + 1) - 1
    return season


def _told(
    utterance: Utterance, said: _Said, season: int, day: AirDate, side: Side
) -> Iterator[Extraction]:
    """The facts that a day comes to."""
    subject, sure, value = said.subject, season > 0, str(day)
    if said.kind == "trailer":
        if side is Side.PAST and day.exact:
            yield Extraction(subject, season, "trailer", {"published": value}, sure)
        return
    if said.kind == "premiere" and day.exact:
        utterance.discourse.premieres.setdefault((id(subject), season), day.earliest())
    first = _RANGE_DAY.search(utterance.coded, said.start, said.at)
    if said.kind == "finale" and first is not None and day.exact:
        begun = day.earliest().replace(day=min(int(first["day"]), day.earliest().day))
        yield Extraction(subject, season, "premiere", str(AirDate.on(begun)), sure)
    for kind in ("premiere", "finale") if said.kind == "all" else (said.kind,):
        yield Extraction(subject, season, kind, value, sure)


_LONG_AHEAD, _JUST_GONE = timedelta(days=300), timedelta(days=65)


def _just_gone(utterance: Utterance, mention: DateMention, day: AirDate) -> AirDate | None:
    """The day of a date without its year that has just gone by, where the next is a year away.

    "disponibile dal 5 novembre", written in December: nobody dates so far ahead without a year.
    """
    published = utterance.discourse.published
    if mention.year is not None or mention.turn is not None or published is None or not day.exact:
        return None
    gone = utterance.day(mention, Side.PAST)
    if gone is None or day.earliest() - published < _LONG_AHEAD:
        return None
    return gone if published - gone.earliest() <= _JUST_GONE else None


def _is_of_past_year(utterance: Utterance, day: AirDate, at: int) -> bool:
    """Whether a clause without a season tells of a month or a year before the article's."""
    published = utterance.discourse.published
    return (
        published is not None
        and not day.exact
        and day.latest().year < published.year
        and not utterance.sentence.between(*utterance.clause(at), SeasonPhrase)
    )


_RUN_ENDS = ("through", "until", "till", "bis", "hasta", "jusqu", "ate", "fino")


def _day_before(utterance: Utterance, start: int, at: int) -> date | None:
    """The exact day named last before one in its clause: what runs from there ends after it."""
    days = [
        utterance.day(one, Side.FUTURE)
        for _, one in utterance.sentence.between(start, at, DateMention)
    ]
    exact = [day.earliest() for day in days if day is not None and day.exact]
    return exact[-1] if exact else None


def _is_superseded(utterance: Utterance, start: int, at: int) -> bool:
    """Whether a date is the one that was planned before: "had been slated for November"."""
    left = utterance.coded[max(start, at - 45) : at]
    return utterance.discourse.words["superseded"].search(left[left.rfind("D") + 1 :]) is not None


def _names_title(utterance: Utterance, start: int, at: int) -> bool:
    return "T" in utterance.coded[start:at]


def _moved(utterance: Utterance, move: re.Match[str], start: int) -> tuple[str, int, str]:
    """What is put off to another day, as `_event` tells it."""
    clause = utterance.coded[start : move.start("old")]
    is_end = utterance.discourse.words["finale"].search(clause) is not None
    return "finale" if is_end else "premiere", move.start(), "moves"


def _event(utterance: Utterance, at: int, start: int, end: int) -> tuple[str, int, str] | None:
    """What happens on a date: premiere, finale, both ("all") or a trailer; None for anything else.

    With it come the place and the text of the words that say so.
    """
    words = utterance.discourse.words
    coded = utterance.coded
    left, right = coded[start:at], coded[at + 1 : end]
    if moved := _MOVED_TO.search(left):
        return "premiere", start + moved.start(), "moves"
    if re.search(r"\b(?:auf|in)(?: den| das)? $", left) and _MOVED_BEHIND.match(right):
        return "premiere", at, "moves"
    if _is_labelled(utterance, at):
        return "premiere", max(start - 2, 0), "date:"
    if (first := words["filming"].search(coded, start, at)) and first.start() < start + _NEAR:
        # "Filming begins in July and the new episodes arrive in 2027"
        begun = max((one.end() for one in _AND.finditer(coded, first.end(), at)), default=at)
        if words["premiere"].search(coded, begun, at) is None:
            return None
        start, left = begun, coded[begun:at]
    if until := _UNTIL.search(left) or _RANGE.search(left):
        if words["filming"].search(left):
            return None
        return "finale", start + until.start(), until[0]
    if noun := _DATED_NOUN.match(right):
        kind = "finale" if noun["noun"] in ("finale", "closer", "ender") else "premiere"
        return kind, at + 1 + noun.start("noun"), noun["noun"]
    found: list[tuple[int, str, int, str]] = []
    for key in ("premiere", "finale", "trailer", "filming", "other_event"):
        found += [
            (len(left) - match.end(), key, start + match.start(), match[0])
            for match in words[key].finditer(left)
        ]
    if not found:
        for key in ("premiere", "finale", "trailer", "filming", "other_event"):
            found += [
                (match.start(), key, at + 1 + match.start(), match[0])
                for match in words[key].finditer(right)
                if match[0] not in _BEFORE_DAY
            ]
    if not found:
        return None
    # "We start in the summer": people do not premiere.
    found = [
        (gap, "other_event", where, text)
        if key == "premiere"
        and (
            _PEOPLE.search(coded[max(0, where - 20) : where])
            or _NEWS.search(coded[max(0, where - 30) : where])
        )
        else (gap, key, where, text)
        for gap, key, where, text in found
    ]
    found.sort()
    distance, key, place, text = found[0]
    kinds = {
        kind
        for gap, kind, where, _ in found
        if gap < 90 and " and " not in coded[min(where, place) : max(where, place)]
    }
    if distance > 60:
        return None
    # "the trailer of season 2, which arrives in May": the season does.
    relative = max((one.end() for one in _RELATIVE.finditer(coded, start, at)), default=start)
    if words["past"].search(coded[relative:at]):
        relative = start
    has_trailer = words["trailer"].search(coded[relative:end]) is not None or (
        words["trailer"].search(utterance.discourse.heading.plain) is not None
        and re.search(r"\b(?:one(?!-| episode)|it|einer|uno|une)\b", coded[start:end]) is not None
    )
    if has_trailer and key == "other_event" and _SHOWN.match(text):
        return "trailer", place, text
    if key == "other_event" or ("filming" in kinds and not _IN_PRODUCTION.search(coded[start:at])):
        return None
    subject_side = coded[start : max(place, start)] if place < at else coded[at:end]
    if has_trailer and key != "finale":
        return "trailer", place, text
    if key == "finale":
        return "finale", place, text
    if words["finale_noun"].search(subject_side) and words["shown"].match(text):
        return "finale", place, text
    if _WHO_IS_IN.search(coded, start, at) or _IN_ADVANCE.search(coded[start:end]):
        return None
    if any(one.end() <= at for one in offers(utterance)):
        return None
    if text.startswith("drop") and _AFTER_ALL.match(right):
        return None  # "the drama that N dropped in April after two seasons"
    if (
        words["all_at_once"].search(coded[start:end])
        and not _ELSEWHERE_TOO.search(coded[start:])
        and next(offers(utterance), None) is None
    ):
        return "all", place, text
    return "premiere", place, text


def _is_labelled(utterance: Utterance, at: int) -> bool:
    """Whether a sentence calls a date the one of a premiere: "with it a release date: D"."""
    is_quoted = utterance.coded.count('"', 0, at) % 2 == 1
    return (
        not is_quoted
        and _label(utterance.discourse.words).search(utterance.coded, 0, at) is not None
    )


@cache
def _label(words: Phrases) -> re.Pattern[str]:
    return re.compile(rf"(?:date|datum|fecha|data) ?: $|\b(?:{words['when_label'].pattern}) ?: $")


def _is_negated(utterance: Utterance, low: int, high: int) -> bool:
    return (
        re.search(
            r"\b(?:not|never|no longer|nicht|pas|nao|non)\b|n't\b",
            utterance.coded[max(0, low - 15) : high],
        )
        is not None
    )


def _side(utterance: Utterance, text: str, clause: str, where: int, at: int) -> Side:
    """Whether the date lies before the article or after it, by the tense of its verb."""
    words = utterance.discourse.words
    before = utterance.coded[max(0, where - 24) : where]
    if words["past"].match(text) or text.endswith("ed"):
        # "is released", "will be released": what is to be has the form of what was.
        return Side.FUTURE if _TO_BE.search(before) else Side.PAST
    between = utterance.coded[where + len(text) : at] if where < at else ""
    for stretch in (between, before + text):
        # Of "was broadcast on" and "will serve as", the nearer to the date tells.
        if words["future"].search(stretch):
            return Side.FUTURE
        if words["past"].search(stretch):
            return Side.PAST
    if words["past"].search(clause) and not words["future"].search(clause):
        return Side.PAST
    return Side.FUTURE


_TO_BE = re.compile(
    r"\b(?:will|be|is|are|being|to|wird|werden|seront|sera|seran|serao|vai|sara|saranno|verra"
    r"|verranno|va|get|gets)(?: (?:now"
    r"|also|all|both|finally|officially|simultaneously|exclusively|globally|finalement|desormais"
    r"|bientot|finalmente|agora|nun|endlich|erst|bereits|ya|ja|anche))? $"
)


_VIDEO_HOSTS = frozenset(
    ("youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "m.youtube.com", "player.vimeo.com")
)


def trailer_links(utterance: Utterance, block: Block) -> Iterator[Extraction]:
    """The links to videos that a sentence with a trailer in it has."""
    trailer = utterance.discourse.words["trailer"]
    if not block.links or not (
        trailer.search(aligned(block.text)) or trailer.search(utterance.discourse.heading.plain)
    ):
        return
    start = block.text.find(utterance.sentence.text)
    end = start + len(utterance.sentence.text)
    for link in block.links:
        if not (start <= link.start < end) or link.link is None:
            continue
        try:
            host = (urlsplit(link.link).hostname or "").removeprefix("www.")
        except ValueError:
            continue
        if host not in _VIDEO_HOSTS:
            continue
        place = utterance.sentence.place(link.start - start)
        if utterance.is_hedged(place, place + 1):
            continue
        if re.search(r"\b(?:sponsored|fan-?made|concept)\b", aligned(block.text)):
            continue
        subject = utterance.subject(place, place + 1)
        if subject is None:
            continue
        season = utterance.season(place, subject, upcoming=True)[-1]
        yield Extraction(subject, season, "trailer", {"url": link.link}, season > 0)
