"""What each part of a compound question asks: "season 1 cast and season 2 trailer"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.questions.index.spelling import ARTICLES
from bot.questions.reading import topics as asked
from bot.questions.reading.candidates import Candidate
from bot.questions.reading.context import AND, is_content
from bot.questions.reading.language import in_any
from bot.questions.reading.season_choice import AskedSeason, asked_season, mentions_outside
from bot.questions.reading.season_mentions import SeasonMention
from bot.questions.reading.sentence import Sentence

Names = tuple[str, ...]
_MOST_SEASONS, _LINKS = 3, [[word] for word in in_any("of")]


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked about one title, or of one of its seasons; of no title where there is none.
    `overall` is what is asked of all there is of the show."""

    title: Candidate | None
    season: AskedSeason
    topics: Names
    overall: Names


def parts(sentence: Sentence, titles: Sequence[Candidate]) -> list[Part]:
    """A part for each title in order, one at least; for each season of a single title that is asked
    for something of its own.

    All parts ask what the sentence asks, unless each has words of its own that ask.
    """
    each: Sequence[Candidate | None] = titles or (None,)
    spans = [one.places for one in titles]
    seasons = [asked_season(of_title(sentence, one, titles), one) for one in each]
    split = None
    if len(titles) > 1:
        split = _split(sentence, spans, spans, seasons)
    elif titles and (by_season := _numbered(sentence, titles[0], seasons[0])):
        its = [AskedSeason(number) for number in by_season.values()]
        split = _split(sentence, list(by_season), spans, its)
        if split:
            each, seasons = [titles[0]] * len(its), its
    whole = (asked.topics(sentence, spans, seasons[0]), asked.overall(sentence, spans))
    said = split or [whole] * len(seasons)
    return [Part(one, season, *its) for one, season, its in zip(each, seasons, said, strict=True)]


def of_title(sentence: Sentence, one: Candidate | None, titles: Sequence[Candidate]) -> Sentence:
    """The sentence without the seasons that stand nearer to another of its titles."""
    near = {season: [_nearness(sentence, season, t) for t in titles] for season in sentence.seasons}
    own = [at for at in near if _nearness(sentence, at, one) >= max(near[at], default=0)]
    if one is not None:
        own = [at for at in own if not _is_of_another(sentence, at, one)] or own
    return replace(sentence, seasons=tuple(own))


def _is_of_another(sentence: Sentence, season: SeasonMention, title: Candidate) -> bool:
    """Whether a season is linked to words that may be a title nobody knows here: of "season 3 of
    Silo, season 4 of Nosuch" the first alone is Silo's."""
    words = sentence.words[season.end : season.end + 3]
    if not words or words[0].pause or words[0].bare not in in_any("of"):
        return False
    at = season.end + 1 + (len(words) > 1 and words[1].bare in ARTICLES)
    return at < len(sentence.words) and at not in title.places and is_content(sentence, at)


def _nearness(sentence: Sentence, one: SeasonMention, title: Candidate | None) -> int:
    """How surely a season is a title's by its place: right behind it, or before it and an "of"."""
    if title is None or one.start == title.end:
        return 1 if title is None or sentence.words[one.start].pause else 2
    between = [word.bare for word in sentence.words[one.end : title.start]]
    linked = between in _LINKS or (not between and not sentence.words[title.start].pause)
    return 2 * (one.end <= title.start and linked)


def _numbered(sentence: Sentence, title: Candidate, season: AskedSeason) -> dict[range, int]:
    """The seasons named beside a title, each number once, by where they stand; empty unless there
    are several and the one asked about is among them."""
    found: dict[int, range] = {}
    for one in mentions_outside(sentence, title):
        if one.number is not None:
            found.setdefault(one.number, one.places)
    several = 1 < len(found) <= _MOST_SEASONS and season.number in found
    return {place: number for number, place in found.items()} if several else {}


def _split(
    sentence: Sentence, anchors: Sequence[range], titles: Sequence[range],
    seasons: Sequence[AskedSeason],
) -> list[tuple[Names, Names]] | None:  # fmt: skip
    """The topics and the overall of what is asked around each of several places; None where they
    are the same, or cannot be told."""
    words, starts = sentence.words, [0]
    for one, following in pairwise(anchors):
        between = range(one.stop, following.start + 1)
        joined = [at for at in between if words[at].bare in AND or words[at].pause]
        if not joined:
            return None
        starts.append(next((at for at in joined if _opens(sentence, at)), joined[0]))
    ends = [*starts[1:], len(words)]
    found: list[tuple[Names, Names]] = []
    for start, end, season in zip(starts, ends, seasons, strict=True):
        clause = range(start, end)
        inside = [one for one in titles if start <= one.start and one.stop <= end]
        strong = asked.named(asked.units(sentence, inside, clause), sentence.phrases).strong
        its = asked.topics(sentence, inside, season, clause) if strong else (asked.GENERAL,)
        overall = asked.overall(sentence, inside, clause)
        # "season 2 of soundtrack and who is in lupin": the first is asked for as a whole.
        if not (strong or (not start and _opens(sentence, end))):
            return None
        # "is dark renewed and when does lupin end": one topic, of which different things are asked.
        if any(other == overall and not set(its).isdisjoint(them) for them, other in found):
            return None
        found.append((its, overall))
    # "when do dark and lupin end": what is said on both sides of a title is asked of each.
    apart = {each for _, overall in found for each in overall}
    return found if apart.issuperset(asked.overall(sentence, titles)) else None


def _opens(sentence: Sentence, at: int) -> bool:
    """Whether another question begins at a word that joins, or right behind it."""
    words = sentence.words[at : at + 2]
    opening = words[1:] if words and words[0].bare in AND else words[:1]
    return any(word.bare in in_any("asking") for word in opening)
