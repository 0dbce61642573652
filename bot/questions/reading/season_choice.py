"""Which of the seasons that a sentence names is asked about."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.questions.reading.candidates import Candidate
from bot.questions.reading.language import in_any, languages
from bot.questions.reading.model import score, softmax
from bot.questions.reading.season_mentions import MOST_SEASONS, ordinal_number
from bot.questions.reading.sentence import Kind, Sentence, bare_number

_COUNTED = ("episode", "season", "dates")
# What stands before a number that is a season by itself.
_LEADING_TO_SEASON = frozenset(
    ("for", "was", "no", "until", "past", "filming", "shooting", "writing", "by", "para", "per")
)
# So many words before a title a number in words may be that of its season.
_NEAR = 2
_WEEKDAYS = frozenset(("segunda", "terca", "quarta", "quinta", "sexta"))
# What stands, some words before it, before a season that only measures: "after that mess of an s3".
_FARTHEST_MEASURE = 5
_MEASURING = frozenset(("before", "after", "since", "than", "past", "following", "until", "from"))


@dataclass(frozen=True, slots=True)
class AskedSeason:
    """The season asked for: its number, its part, and "next", "final" or "latest" if named so."""

    number: int | None = None
    part: int | None = None
    relative: str | None = None


@dataclass(frozen=True, slots=True)
class SeasonOption:
    """A season that may be asked about, with its features."""

    season: AskedSeason
    features: dict[str, float]


def options(
    sentence: Sentence, title: Candidate | None, others: Sequence[Candidate]
) -> list[SeasonOption]:
    """Every season of the sentence that may be the title's, and none at all, in that order."""
    found = [SeasonOption(AskedSeason(), {"none": 1.0})]
    found += _mentioned(sentence, title, others)
    found += _in_words(sentence, title)
    ends = [title.end] if title is not None else range(1, len(sentence.words))
    for end in ends:
        named = title is not None or sentence.kinds[end - 1] in (Kind.UNKNOWN, Kind.ORDINARY)
        number = bare_number(sentence, end) if named else None
        if number is not None:
            kind = "bare" if title is not None else "bare unnamed"
            found.append(SeasonOption(AskedSeason(number), {kind: 1.0}))
        elif title is not None and (number := _before_a_name(sentence, end)) is not None:
            found.append(SeasonOption(AskedSeason(number), {"bare": 1.0, "bare doubtful": 1.0}))
    found += _counted_alone(sentence, title)
    if title is not None and (number := _in_name(title)) is not None:
        found.append(SeasonOption(AskedSeason(number), {"in name": 1.0}))
    return found


def _before_a_name(sentence: Sentence, at: int) -> int | None:
    """A number right behind a title that something else follows: "tulsa king 4 sly still in"."""
    if at >= len(sentence.words) or sentence.words[at].pause:
        return None
    following = sentence.words[at + 1 : at + 2]
    named = not following or sentence.kinds[at + 1] in (Kind.UNKNOWN, Kind.ORDINARY, Kind.TOPIC)
    counts = any(word.bare in in_any(noun) for word in following for noun in _COUNTED)
    return (
        int(sentence.words[at].bare) if named and not counts and _is_season(sentence, at) else None
    )


def _counted_alone(sentence: Sentence, title: Candidate | None) -> Iterator[SeasonOption]:
    """A number elsewhere that counts nothing: "renewed for 16?", "was 3 really the end"."""
    for at in range(1, len(sentence.words)):
        following = sentence.kinds[at + 1 : at + 2]
        counts = following in ((Kind.UNKNOWN,), (Kind.ORDINARY,), (Kind.NUMBER,), (Kind.DATE,))
        apart = at + 1 < len(sentence.words) and bool(sentence.words[at + 1].pause)
        near = title is not None and title.start - 1 <= at <= title.end
        before, behind = _beside(sentence, at)
        led = before in _LEADING_TO_SEASON
        if led and not near and _is_season(sentence, at) and (apart or not counts):
            its = ("alone", f"alone ~{before}", f"alone {behind}~")
            yield SeasonOption(AskedSeason(int(sentence.words[at].bare)), dict.fromkeys(its, 1.0))


def _is_season(sentence: Sentence, at: int) -> bool:
    """Whether a number may be a season of a long show, and none that stands for many things."""
    word = sentence.words[at].bare
    return sentence.kinds[at] is Kind.NUMBER and 1 < int(word) <= MOST_SEASONS


def _in_name(title: Candidate) -> int | None:
    """The season that a name itself says: "Stranger Things 5"."""
    head, _, last = title.name.rpartition(" ")
    its = head == title.entries[0].title and last.isdecimal() and len(last) < 3
    return int(last) if its else None


def _mentioned(
    sentence: Sentence, title: Candidate | None, others: Sequence[Candidate]
) -> Iterator[SeasonOption]:
    outside = [
        one
        for one in sentence.seasons
        if title is None or one.end <= title.start or title.end <= one.start
    ]
    relative = next((one.relative for one in outside if one.relative), None) or _next_one(sentence)
    part = next((one.part for one in outside if one.part is not None), None)
    numbered = [one for one in outside if one.number is not None or one.part is not None]
    # "Stranger Things 5 volume 2", "part 2 of Bridgerton 4": the part is of that season.
    bare = (_in_name(title) or bare_number(sentence, title.end)) if title is not None else None
    for place, one in enumerate(numbered):
        number = bare if one.number is None else one.number
        its_part = one.part if one.part is not None else part
        its = {"numbered" if number is not None else "part": 1.0}
        if number is None:
            its[f"part beside {'named' if relative else 'nothing'}"] = 1.0
            season = AskedSeason(
                None if relative else its_part, its_part if relative else None, relative
            )
        else:
            season = AskedSeason(number, its_part, relative)
        if title is not None:
            its["behind title"] = float(one.start == title.end or number != one.number)
            its["before title"] = float(0 < title.start - one.end + 1 <= 4)
            its["of another"] = float(
                any(
                    one.start == other.end
                    or (other.start - one.end in (0, 1) and one.start != title.end)
                    for other in others
                )
            )
            another = any(one.start == other.end for other in others)
            its["right behind another"] = float(another and one.start != title.end)
        before = sentence.words[one.start - 1].bare if one.start else ""
        its["after"] = float(before in in_any("after"))
        its[f"~{before}"] = 1.0
        behind = sentence.words[one.end].bare if one.end < len(sentence.words) else ""
        its[f"{behind}~"] = 1.0
        its["first named"] = float(place == 0)
        its["last named"] = float(place == len(numbered) - 1)
        own = title is not None and one.start == title.end
        its["measures"] = float(not own and _measures(sentence, one.start))
        if len(numbered) > 1:
            owned = its.get("behind title", 0.0)
            apart = any(word.pause for word in sentence.words[numbered[0].end : one.end])
            its[f"several {'first' if not place else 'later'}"] = 1.0
            its[f"several {'first' if not place else 'later'} behind title"] = owned
            its["several apart"] = float(apart)
        largest = max((other.number or 0) for other in numbered)
        its["largest"] = float((number or 0) == largest)
        if number == 1 and _is_of_cancellation(sentence, one.start, before):
            yield SeasonOption(AskedSeason(2), {**its, "next of canceled": 1.0})
        yield SeasonOption(season, its)
    if not numbered and relative:
        yield SeasonOption(AskedSeason(relative=relative), {"named": 1.0})


def _measures(sentence: Sentence, start: int) -> bool:
    """Whether a season is only what another is measured by: "Renewed … Before Season 4 Debuts"."""
    for at in range(start - 1, max(start - _FARTHEST_MEASURE, 0) - 1, -1):
        if sentence.words[at].bare in _MEASURING:
            return True
        if sentence.words[at + 1].pause or sentence.kinds[at] is Kind.SEASON:
            return False
    return False


def _in_words(sentence: Sentence, title: Candidate | None) -> Iterator[SeasonOption]:
    """A season named by its number without the noun: "its third", "Cobra Kai's sixth", "the 5th is
    the goodbye", "Re:Zero four"."""
    cardinals = [language.cardinals for language in sentence.spoken]
    for at, word in enumerate(sentence.words):
        if sentence.kinds[at] is Kind.SEASON or (title and title.start <= at < title.end):
            continue
        number = ordinal_number(word.bare)
        kind = "cardinal" if number is None else "ordinal"
        if number is None:
            number = next((by[word.bare] for by in cardinals if word.bare in by), None)
        if number is None or number > MOST_SEASONS or _is_day(sentence, at):
            continue
        before, behind = _beside(sentence, at)
        its = [kind, f"{kind} ~{before}", f"{kind} {behind}~", f"{kind} is ~{word.bare}"]
        if title is not None:
            owned = at and sentence.words[at - 1].folded != sentence.words[at - 1].bare
            its += [f"{kind} behind title"] * (at == title.end)
            its += [f"{kind} behind owner"] * bool(at == title.end and owned)
            its += [f"{kind} before title"] * (0 < title.start - at <= _NEAR)
        yield SeasonOption(AskedSeason(number), dict.fromkeys(its, 1.0))


def _is_day(sentence: Sentence, at: int) -> bool:
    """Whether an ordinal is a day: "july 4th", "on the third", "am fünften", and of Portuguese
    weekdays "na quinta", which only an article makes a season."""
    words, kinds = sentence.words, sentence.kinds
    before = [word.bare for word in words[max(at - 2, 0) : at]]
    if Kind.DATE in (*kinds[max(at - 1, 0) : at], *kinds[at + 1 : at + 2]):
        return True
    if before[-1:] == ["the"]:
        before.pop()
    portuguese = any(language.code == "pt" for language in sentence.spoken[:1])
    weekday = portuguese and words[at].bare in _WEEKDAYS and before[-1:] not in (["a"], ["da"])
    return before[-1:] in (["on"], ["am"]) or weekday


def _beside(sentence: Sentence, at: int) -> tuple[str, str]:
    """The words on either side of one; "^" and "$" where a clause begins or ends."""
    words = sentence.words
    before = words[at - 1].bare if at and not words[at].pause else "^"
    behind = words[at + 1].bare if at + 1 < len(words) and not words[at + 1].pause else "$"
    return before, behind


def _is_of_cancellation(sentence: Sentence, start: int, before: str) -> bool:
    """Whether what was canceled is what would have come next: "canceled after season 1"."""
    said = {word.bare for word in sentence.words}
    ordinal = any(sentence.words[start].bare in language.ordinals for language in languages())
    return bool(said & in_any("canceled")) and (before in in_any("after") or ordinal)


def _next_one(sentence: Sentence) -> str | None:
    said = [word.bare for word in sentence.words]
    for language in languages():
        for phrase in language.next_one:
            size = len(phrase)
            if any(tuple(said[at : at + size]) == phrase for at in range(len(said) - size + 1)):
                return "next"
    return None


def asked_season(
    sentence: Sentence, title: Candidate | None, others: Sequence[Candidate]
) -> AskedSeason:
    """The likeliest season."""
    found = options(sentence, title, others)
    chances = softmax([score(one.features, "season") for one in found])
    # A season that is named twice is as likely as both mentions together.
    summed: defaultdict[AskedSeason, float] = defaultdict(float)
    for one, chance in zip(found, chances, strict=True):
        summed[one.season] += chance
    return max(summed, key=summed.__getitem__)
