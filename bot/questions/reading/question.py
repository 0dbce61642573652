"""Reads what a question asks, of which season, of which show. Offline and pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.questions.index.titles import Match, TitleIndex
from bot.questions.reading import context, guesses, mentions, sentence, topics
from bot.questions.reading.language import in_any, languages
from bot.questions.reading.mentions import Candidate
from bot.questions.reading.seasons import SeasonMention
from bot.questions.reading.sentence import Kind, Sentence
from bot.questions.reading.words import HARD_PAUSES

_MOST_OFFERED = 5
_SHORTEST_TYPO = 5
_FEW_ORDINARY = 1
_AND = frozenset(("and", "y", "e", "et", "und", "aur"))
# How much likelier the best show must be than another: elsewhere in the text, or of the same name.
_CLEARLY, _CLEARLY_OF_NAMESAKES = 2.0, 0.6
# Of a bare title, without a year, little is known: less is needed to prefer its namesake.
_CLEARLY_OF_BARE_TITLES = 0.3


@dataclass(frozen=True, slots=True)
class Question:
    """What a text asks.

    `topics` are in the order asked, of: release status cast trailer story where episodes schedule
    general. `season` is the number asked for, `relative` "next", "final" or "latest" where it was
    named so, `part` the part of that season. `show` is set only where no other show is as likely;
    `candidates` are the likely ones, best first. `fragment` is the text taken for a title, "" if
    none. `follow_up`: a question without a title, which speaks of the last show. `is_question` is
    False for a text that is not about shows or seasons at all.
    """

    text: str
    topics: tuple[str, ...]
    season: int | None
    relative: str | None
    part: int | None
    show: Match | None
    candidates: tuple[Match, ...]
    fragment: str
    follow_up: bool
    is_question: bool


def read(text: str, titles: TitleIndex, *, scope: int = 0) -> Question:
    """Read a text of any length, in any language of the tables; it is never an error."""
    read_as = sentence.read(text)
    found = guesses.candidates(read_as, titles, scope=scope)
    likely = [one for one in found if _is_worth_offering(read_as, one)]
    best = likely[0] if likely else None
    sure = best is not None and _is_sure(found)
    season, part, relative = _season(read_as, best, likely)
    strong, weak = _topics(read_as, best, relative)
    leftover = _unexplained(read_as, best)
    asks = bool([topic for topic in strong if topic != "general"] or read_as.seasons or relative)
    follow_up = best is None and not leftover and (asks or (bool(weak) and _is_brief(read_as)))
    return Question(
        text=text,
        topics=_decide(strong, weak),
        season=season,
        relative=relative,
        part=part,
        show=best.match() if best is not None and sure else None,
        candidates=tuple(one.match() for one in likely[:_MOST_OFFERED]),
        fragment=_fragment(read_as, best),
        follow_up=follow_up,
        is_question=asks or follow_up or best is not None,
    )


def _is_worth_offering(read_as: Sentence, found: Candidate) -> bool:
    """Whether a show is likely; "the cast of it" speaks of the last one, and not of It."""
    pronoun = all(
        kind is Kind.FUNCTION and not (word.capital and at)
        for at, (word, kind) in enumerate(zip(read_as.words, read_as.kinds, strict=True))
        if found.start <= at < found.end
    )
    return found.score >= (mentions.SURE if pronoun else mentions.LIKELY)


def _is_brief(read_as: Sentence) -> bool:
    """Whether next to nothing is said beside what is asked; "who is the president" says more."""
    return read_as.kinds.count(Kind.ORDINARY) <= _FEW_ORDINARY


def _is_sure(found: list[Candidate]) -> bool:
    best = found[0]
    if best.score < mentions.SURE:
        return False
    for other in found[1:]:
        same = (other.start, other.end) == (best.start, best.end)
        inside = best.start <= other.start and other.end <= best.end
        dated = best.entry.year is not None and other.entry.year is not None
        enough = _CLEARLY_OF_NAMESAKES if dated else _CLEARLY_OF_BARE_TITLES
        if same and best.score - other.score < enough:
            return False
        # Of two titles in one sentence neither is meant by being rare or popular: its place tells.
        apart = other.end <= best.start or best.end <= other.start
        margin = best.place - other.place if apart else best.score - other.score
        if not inside and other.score >= mentions.SURE and margin < _CLEARLY:
            return False
    return True


def _season(
    read_as: Sentence, best: Candidate | None, likely: Sequence[Candidate]
) -> tuple[int | None, int | None, str | None]:
    outside = [one for one in read_as.seasons if best is None or not _within(one, best)]
    # "how it connects to The Boys season 5": that season is of another show.
    others = {one.end for one in likely if best is not None and not _overlap(one, best)}
    own = [one for one in outside if one.start not in others]
    if any(one.number is not None for one in own):
        outside = own
    relative = next((one.relative for one in outside if one.relative), None) or _next_one(read_as)
    numbered = [one for one in outside if one.number is not None]
    parts = [one.part for one in outside if one.number is None and one.part is not None]
    # "final season part 3": a part of a season that is named without its number.
    if not numbered and parts and any(one.relative for one in outside):
        return None, parts[0], relative
    if numbered:
        # Of several seasons the last is asked about: "after season 1, is there a season 2?"
        asked = max(numbered, key=lambda one: one.number or 0)
        part = asked.part if asked.part is not None else next(iter(parts), None)
        if asked.number == 1 and _is_last_before_cancellation(read_as, asked):
            return 2, None, relative
        return asked.number, part, relative
    if best is not None:
        bare = context.bare_season(read_as, best.end) if best.score >= mentions.SURE else None
        if bare is None:
            bare = _season_in_name(best)
        if bare is not None:
            return bare, next(iter(parts), None), relative
    if not parts and (best is None or best.score < mentions.SURE):
        return _behind_a_name(read_as), None, relative
    return next(iter(parts), None), None, relative


def _behind_a_name(read_as: Sentence) -> int | None:
    """The season behind a title that is not known: "Glorbo 2: release date"."""
    named = (Kind.UNKNOWN, Kind.ORDINARY)
    behind = (at for at in range(1, len(read_as.kinds)) if read_as.kinds[at - 1] in named)
    found = (context.bare_season(read_as, at) for at in behind)
    return next((number for number in found if number is not None), None)


def _is_last_before_cancellation(read_as: Sentence, first: SeasonMention) -> bool:
    """Whether what was canceled is what would have come next: "canceled after season 1"."""
    said = {word.bare for word in read_as.words}
    before = read_as.words[first.start - 1].bare if first.start else ""
    opens = read_as.words[first.start].bare
    return any(
        said & language.canceled and (before in language.after or opens in language.ordinals)
        for language in read_as.spoken
    )


def _season_in_name(best: Candidate) -> int | None:
    """The season where an alias is the title with its number: "Stranger Things 5"."""
    head, _, last = best.name.rpartition(" ")
    return int(last) if head == best.entry.title and last.isdigit() and len(last) < 3 else None


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end


def _within(mention: SeasonMention, best: Candidate) -> bool:
    return best.start <= mention.start and mention.end <= best.end


def _next_one(read_as: Sentence) -> str | None:
    said = [word.bare for word in read_as.words]
    for language in languages():
        for phrase in language.next_one:
            size = len(phrase)
            if any(tuple(said[at : at + size]) == phrase for at in range(len(said) - size + 1)):
                return "next"
    return None


def _topics(
    read_as: Sentence, best: Candidate | None, relative: str | None
) -> tuple[list[str], list[str]]:
    units = _units(read_as, best)
    strong, weak = topics.topics(units, read_as.spoken)
    if relative == "final" and "status" not in strong:
        strong.append("status")
    return strong, weak


def _units(read_as: Sentence, best: Candidate | None) -> list[str]:
    units: list[str] = []
    numbered = {
        at
        for one in read_as.seasons
        if one.number is not None or one.part is not None
        for at in range(one.start, one.end)
    }
    named = _unknown_title(read_as) if best is None else range(0)
    for at, word in enumerate(read_as.words):
        if word.pause in HARD_PAUSES or _asks_again(read_as, at):
            units.append(topics.PAUSE)
        if best is not None and best.start <= at < best.end:
            unit = topics.TITLE
        elif at in numbered or (
            best is not None and at == best.end and context.bare_season(read_as, at) is not None
        ):
            unit = topics.SEASON
        elif read_as.kinds[at] is Kind.DATE:
            unit = topics.DATE
        elif read_as.kinds[at] is Kind.NETWORK:
            unit = topics.NETWORK
        else:
            unit = word.bare if at in named else _topic_word(read_as, at)
            if best is not None and unit == word.bare and read_as.kinds[at] is Kind.UNKNOWN:
                unit = topics.PERSON
                if at and _is_first_name(read_as, at - 1):
                    units.pop()
        if not (units and units[-1] == unit and len(unit) == 1 and unit.isupper()):
            units.append(unit)
    return units


def _unknown_title(read_as: Sentence) -> range:
    """Where a title may stand that nobody knows, whose words are no typos of a topic."""
    runs = guesses.runs(read_as)
    run = range(*runs[0]) if runs else range(0)
    unknown = sum(read_as.kinds[at] is Kind.UNKNOWN for at in run)
    return run if unknown > 1 else range(0)


def _is_first_name(read_as: Sentence, at: int) -> bool:
    """Whether an ordinary word is of the name that goes on behind it: "Will Henry Cavill …"."""
    word, following = read_as.words[at], read_as.words[at + 1]
    ordinary = read_as.kinds[at] is Kind.ORDINARY and word.bare not in in_any("beside")
    return ordinary and word.capital and following.capital and not following.pause


def _asks_again(read_as: Sentence, at: int) -> bool:
    """Whether a word opens another question: "when does it start, how many episodes"."""
    if not at or read_as.words[at].bare not in in_any("asking"):
        return False
    return read_as.words[at].pause == "," or read_as.words[at - 1].bare in _AND


def _topic_word(read_as: Sentence, at: int) -> str:
    """The word, or the one of the topics it is a typo of."""
    word = read_as.words[at].bare
    if read_as.kinds[at] is not Kind.UNKNOWN or len(word) < _SHORTEST_TYPO:
        return word
    for language in read_as.spoken:
        near = process.extract(
            word, language.topic_words, scorer=OSA.distance, score_cutoff=1, limit=None
        )
        long = sorted(found for found, _, _ in near if len(found) >= _SHORTEST_TYPO)
        if long:
            return long[0]
    return word


def _decide(strong: list[str], weak: list[str]) -> tuple[str, ...]:
    asked = [topic for topic in strong if topic != "general"]
    if asked:
        return tuple(asked)
    if "general" in strong or not weak:
        return ("general",)
    return (weak[0],)


def _unexplained(read_as: Sentence, best: Candidate | None) -> list[str]:
    return [
        word.folded
        for at, (word, kind) in enumerate(zip(read_as.words, read_as.kinds, strict=True))
        if kind is Kind.UNKNOWN and not (best is not None and best.start <= at < best.end)
    ]


def _fragment(read_as: Sentence, best: Candidate | None) -> str:
    if best is not None:
        return " ".join(word.raw for word in read_as.words[best.start : best.end])
    runs = guesses.runs(read_as)
    if not runs:
        return ""
    start, end = runs[0]
    return " ".join(word.raw for word in read_as.words[start:end])
