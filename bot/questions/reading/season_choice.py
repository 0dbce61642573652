"""Which of the seasons that a sentence names is asked about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.questions.reading import season_mentions
from bot.questions.reading.candidates import Candidate
from bot.questions.reading.context import is_content
from bot.questions.reading.language import in_any, runs_in_any
from bot.questions.reading.model import Features, score, softmax
from bot.questions.reading.season_mentions import MOST_SEASONS, ROMAN, SPECIALS, SeasonMention
from bot.questions.reading.sentence import Kind, Sentence, bare_number, is_dated
from bot.questions.reading.tokens import run_at

_WEEKDAYS = frozenset(("segunda", "terca", "quarta", "quinta", "sexta"))
_COUNTED = ("episode", "season", "dates")
# So many words before a title a number may be that of its season, and a season is named at most;
# so many before a season tell whether it only measures: "after that mess of an s3".
_NEAR, _AHEAD, _FARTHEST_BEFORE = 2, 4, 5


@dataclass(frozen=True, slots=True)
class AskedSeason:
    """The season asked for: its number, its part, and "next", "final" … if it is named so."""

    number: int | None = None
    part: int | None = None
    relative: str | None = None


def options(sentence: Sentence, title: Candidate | None) -> list[tuple[AskedSeason, Features]]:
    """Every season of the sentence that may be the title's, after none at all, with its features;
    once for each mention."""
    mentioned = list(_mentioned(sentence, title))
    named = {season.number for season, _ in mentioned}
    found: list[tuple[AskedSeason, Iterable[str]]] = [(AskedSeason(), ["none"]), *mentioned]
    found += (one for one in _numbers(sentence, title) if one[0].number not in named)
    number = _in_name(title) if title is not None else None
    if number is not None and number not in named:
        found.append((AskedSeason(number), ["in name"]))
    return [(season, dict.fromkeys(its, 1.0)) for season, its in found]


def _numbers(
    sentence: Sentence, title: Candidate | None
) -> Iterator[tuple[AskedSeason, list[str]]]:
    """Seasons named by their number without the noun: "Mirzapur 3", "renewed for 16?", "its third",
    "the 5th is the goodbye", "Re:Zero four"."""
    words, kinds = sentence.words, sentence.kinds
    inside = title.places if title is not None else range(0)
    for at, word in enumerate(words):
        kind, number = _number(sentence, at)
        if kinds[at] is Kind.SEASON or at in inside or not 0 < number <= MOST_SEASONS:
            continue
        if kind == "ordinal" and _is_day(sentence, at):
            continue
        before, behind = _beside(sentence, at)
        place = f"{kind} {_place(sentence, at, title)}"
        its = [
            kind, place, f"{place} {_class_of(sentence, at + 1)}", f"{place} ~{behind}",
            f"{kind} ~{before}", f"{kind} {behind}~", f"{kind} ~{before} {behind}~",
            f"{kind} is ~{word.bare}", f"{kind} is ~{before} {word.bare}",
            f"{kind} behind {_class_of(sentence, at - 1)}",
        ]  # fmt: skip
        its += [f"{kind} bare"] * (at > 0 and bare_number(sentence, at) is not None)
        its += [f"{kind} ={sense}" for sense in sentence.senses[max(at - 1, 0) : at] if sense]
        its += [f"{kind} {sense}=" for sense in sentence.senses[at + 1 : at + 2] if sense]
        yield AskedSeason(number), its


def _number(sentence: Sentence, at: int) -> tuple[str, int]:
    """How a number is written, and which it is; 0 where a word is none."""
    word = sentence.words[at].bare
    if sentence.kinds[at] is Kind.NUMBER:
        return "digit", int(word)
    if at and len(word) > 1 and word in ROMAN:
        return "roman", ROMAN[word]
    if (ordinal := season_mentions.ordinal_number(word)) is not None:
        return "ordinal", ordinal
    spoken = (language.cardinals for language in sentence.spoken)
    return "cardinal", next((by[word] for by in spoken if word in by), 0)


def _is_day(sentence: Sentence, at: int) -> bool:
    """Whether an ordinal is a day: "july 4th", "on the third", "am fünften", and of Portuguese
    weekdays "na quinta", which only an article makes a season."""
    words = sentence.words
    before = [word.bare for word in words[max(at - 2, 0) : at] if word.bare != "the"][-1:]
    portuguese = any(language.code == "pt" for language in sentence.spoken[:1])
    weekday = portuguese and words[at].bare in _WEEKDAYS and before not in (["a"], ["da"])
    return is_dated(sentence, at) or weekday or before in (["on"], ["am"])


def _place(sentence: Sentence, at: int, title: Candidate | None) -> str:
    """Where a number stands."""
    if title is None:
        return "behind a name" if at and is_content(sentence, at - 1) else "alone"
    if at == title.end:
        owner = sentence.words[at - 1]
        return "behind owner" if owner.folded != owner.bare else "behind title"
    if at < title.start:
        return "before title" if title.start - at <= _NEAR else "before"
    return "behind" if any(word.pause for word in sentence.words[title.end : at + 1]) else "after"


def _class_of(sentence: Sentence, at: int) -> str:
    """What a word beside a number is, as far as numbers go."""
    if not 0 <= at < len(sentence.words):
        return "edge"
    if any(sentence.words[at].bare in in_any(noun) for noun in _COUNTED):
        return "counted"
    return "pause" if sentence.words[at].pause else sentence.kinds[at].name.lower()


def _in_name(title: Candidate) -> int | None:
    """The season that a name itself says: "Stranger Things 5"."""
    head, _, last = title.name.rpartition(" ")
    its = head == title.entries[0].title and last.isdecimal() and len(last) < 3
    return int(last) if its else None


def mentions_outside(sentence: Sentence, title: Candidate | None) -> list[SeasonMention]:
    """The mentions of seasons that share no word with a title."""
    taken = title.places if title is not None else ()
    return [one for one in sentence.seasons if not any(at in taken for at in one.places)]


def _mentioned(
    sentence: Sentence, title: Candidate | None
) -> Iterator[tuple[AskedSeason, list[str]]]:
    """Seasons named as such: "season 4", "part 2 of the final season"."""
    outside = mentions_outside(sentence, title)
    relative = next((one.relative for one in outside if one.relative), None)
    next_ones, places = runs_in_any("next_one"), range(len(sentence.words))
    if relative is None and any(run_at(sentence.words, at, next_ones) for at in places):
        relative = "next"
    part = next((one.part for one in outside if one.part is not None), None)
    numbered = [one for one in outside if one.is_numbered]
    if not numbered and relative:
        yield AskedSeason(relative=relative), ["named"]
    if relative == SPECIALS:
        # "the Christmas special of season 3"
        relative = None
    # "Stranger Things 5 volume 2", "part 2 of Bridgerton 4": the part is of that season.
    bare = (_in_name(title) or bare_number(sentence, title.end)) if title is not None else None
    largest = max((one.number or 0 for one in numbered), default=0)
    for place, one in enumerate(numbered):
        number = bare if one.number is None else one.number
        its_part = part if one.part is None else one.part
        alone = number is None and not relative
        season = AskedSeason(its_part) if alone else AskedSeason(number, its_part, relative)
        before = sentence.words[one.start - 1].bare if one.start else ""
        behind = sentence.words[one.end].bare if one.end < len(sentence.words) else ""
        right_behind = title is not None and one.start == title.end
        owned = right_behind or (title is not None and number != one.number)
        order = f"several {'later' if place else 'first'}"
        is_so = {
            f"~{before}": True, f"{behind}~": True, "behind title": owned,
            "numbered": number is not None, "part": number is None,
            f"part beside {'named' if relative else 'nothing'}": number is None,
            "before title": title is not None and 0 < title.start - one.end + 1 <= _AHEAD,
            "after": before in in_any("after"), "largest": (number or 0) == largest,
            "first named": not place, "last named": one is numbered[-1],
            order: len(numbered) > 1, f"{order} behind title": len(numbered) > 1 and owned,
            "several apart": any(word.pause for word in sentence.words[numbered[0].end : one.end]),
        }  # fmt: skip
        its = [name for name, so in is_so.items() if so]
        if not right_behind:
            near = sentence.words[max(one.start - _FARTHEST_BEFORE, 0) : one.start]
            its += (f"near ~{word.bare}" for word in near)
        elif title is not None and title.start:
            its.append(f"title behind ~{sentence.words[title.start - 1].bare}")
        if number == 1 and _is_of_cancellation(sentence, one.start, before):
            yield AskedSeason(2), [*its, "next of canceled"]
        yield season, its


def _beside(sentence: Sentence, at: int) -> tuple[str, str]:
    """The words on either side of one; "^" and "$" where a clause begins or ends."""
    words = sentence.words
    before = words[at - 1].bare if at and not words[at].pause else "^"
    behind = words[at + 1].bare if at + 1 < len(words) and not words[at + 1].pause else "$"
    return before, behind


def _is_of_cancellation(sentence: Sentence, start: int, before: str) -> bool:
    """Whether what was canceled is what would have come next: "canceled after season 1"."""
    canceled = any(word.bare in in_any("canceled") for word in sentence.words)
    ordinal = sentence.words[start].bare in season_mentions.ORDINALS
    return canceled and (before in in_any("after") or ordinal)


def asked_season(sentence: Sentence, title: Candidate | None) -> AskedSeason:
    """The likeliest season."""
    found = options(sentence, title)
    chances = softmax([score(features, "season") for _, features in found])
    # A season that is named twice is as likely as both mentions together.
    summed: defaultdict[AskedSeason, float] = defaultdict(float)
    for (season, _), chance in zip(found, chances, strict=True):
        summed[season] += chance
    return max(summed, key=summed.__getitem__)
