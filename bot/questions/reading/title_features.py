"""What speaks for and against a title being asked about, by name: its features in the model.

A feature of a title is conjoined with how ordinary its words are, since "from" needs another place
than "severance" does to be a title: its grade is "common" for words of any sentence, "plain" for
ordinary ones, "noun" for one with an article, "number", "phrase" for several ordinary ones, "rare"
for others; the last two are "strong", the others "weak".
"""

import math
from collections.abc import Iterator, Sequence

from bot.questions.index.spelling import ARTICLES, fold_cached
from bot.questions.index.titles import TitleIndex
from bot.questions.reading.candidates import Candidate
from bot.questions.reading.context import PRONOUNS, goes_on, is_content, is_strange, neighbour
from bot.questions.reading.disambiguation import Fits, best_fit
from bot.questions.reading.language import zipf
from bot.questions.reading.sentence import Kind, Sentence
from bot.questions.reading.tokens import HARD_PAUSES
from bot.questions.reading.topics import Beside

GOING_ON = frozenset(
    ("part of quoted", "before name", "before name of", "before unknown of", "before ordinary of",
     "before unknown weak", "before article weak", "before relative weak",
     "goes on to a season weak", "goes on to a season strong", "capital goes on",
     "after subtitle", "after offspring")
)  # fmt: skip
"""Signs that the words are a part of a longer title, or that another show is meant, which sprang
from the one named: "the Dexter prequel"."""

# Classes of neighbours that a title seldom has.
_CROSSING = frozenset(
    ("ordinary", "unknown", "name", "person", "article", "relative", "subtitle", "unknown of",
     "name of")
)  # fmt: skip
# Classes of neighbours that say little.
_LOOSE = frozenset(
    ("function", "beside", "and", "seasonal", "compared", "number", "of", "aux inside",
     "ordinary of")
)  # fmt: skip
_MOST_TITLE_WORDS, _LONG_PHRASE, _NEAR = 5, 6, 4
# What a word that is not of everyday text adds to how unexpected a title is, in nats.
_COST = {Kind.FUNCTION: 1.5, Kind.TOPIC: 4.0, Kind.DATE: 2.0, Kind.NUMBER: 2.0, Kind.SEASON: 1.0}
_RAREST, _MOST_UNEXPECTED = 9.0, 25.0
_COMMONEST, _NATS = 6.5, math.log(10.0)
# So many names of shows, as a logarithm, have a word that is much of titles.
_TITULAR = 4.0
# Fame, 0 to 1, on the scale of the other features.
_FAME = 4.0


def of_title(
    sentence: Sentence, titles: TitleIndex, one: Candidate, others: Sequence[Candidate],
    asks: Beside, fits: Fits, familiar: frozenset[int] = frozenset(), *, told: bool = False,
) -> dict[str, float]:  # fmt: skip
    """The features of a title that is asked about.

    `asks` is what phrases say beside it, `fits` how well that fits each of its shows, `familiar`
    are the shows near at hand; `told` is whether somebody spoke to us alone.
    """
    grade = _grade(sentence, one)
    weak = "strong" if grade in ("phrase", "rare") else "weak"
    left = neighbour(sentence, one.start, -1, asks.explained)
    right = neighbour(sentence, one.end, 1, asks.explained)
    crossed = left in _CROSSING or right in _CROSSING
    loose = (left in _LOOSE) + (right in _LOOSE)
    framed = "crossed" if crossed else ("framed", "half framed", "loose")[loose]
    fame = _FAME * one.fame
    unexpected = _unexpected(sentence, titles, one)
    found = {
        # How it is spelled, and what stands on either side of it.
        one.how: 1.0, f"{one.how} {grade}": 1.0,
        f"{framed} {grade}": 1.0, f"{framed} {one.how}": 1.0,
        f"before {left}": 1.0, f"before {left} {weak}": 1.0,
        f"after {right}": 1.0, f"after {right} {weak}": 1.0,
        # How well known it is, how long, and how little one expects its words in any sentence.
        f"{one.how} {weak} fame": fame, f"{framed} {grade} fame": fame,
        f"{one.how} {weak} words": float(min(one.end - one.start, _MOST_TITLE_WORDS)),
        f"unexpected {one.how}": unexpected, f"unexpected {framed}": unexpected,
        f"surprising {one.how}": unexpected**2, f"surprising {framed}": unexpected**2,
        # What is asked beside it, and whether a phrase names the title itself.
        f"asks {weak}": float(min(asks.topics, 2)), f"asks it {grade}": float(asks.of_title > 0),
        f"asks it words {weak}": float(min(asks.of_title, _LONG_PHRASE)),
    }  # fmt: skip
    if not asks.topics and not sentence.seasons and not sentence.question:
        found |= {"asks nothing": 1.0, f"asks nothing {grade}": 1.0}
        found |= {"asks nothing fame": fame, "asks nothing unexpected": unexpected}
    found[f"{one.how} fame unexpected"] = fame * unexpected
    found |= _surroundings(sentence, one, others, weak)
    found.update(dict.fromkeys(_marks(sentence, one, weak, right, asks.explained), 1.0))
    found |= _misspelled(sentence, titles, one)
    if not asks.strangers and not asks.ordinary:
        found |= {f"all explained {one.how}": 1.0, f"all explained {grade}": 1.0}
        found[f"whole {grade}"] = float(not crossed)
        asked = asks.of_title or "topic" in (left, right) or (asks.topics and sentence.seasons)
        found[f"all explained asks {grade}"] = float(bool(asked))
    found |= _rest(sentence, one, others, weak, asks)
    found |= _beyond(sentence, titles, one, weak, asks.explained)
    if (qualified := best_fit(fits)) is not None:
        found[f"qualified {qualified}"] = 1.0
    if any(entry.show_id in familiar or entry.scope for entry in one.entries):
        found["familiar"] = 1.0
    if weak == "weak":
        # Which words of every day people do mean the show by: "from" and "you" more than "the end".
        found["named ~" + " ".join(word.bare for word in sentence.words[one.start : one.end])] = 1.0
    if one.end - one.start == len(sentence.words):
        found[f"alone {grade}"] = 1.0
        if told:
            found |= {"alone told": 1.0, "alone told fame": fame}
    return found


def _grade(sentence: Sentence, one: Candidate) -> str:
    kinds = sentence.kinds[one.start : one.end]
    share = sentence.words[one.start].raw.endswith("%")
    typo = one.edits and one.how != "slip"
    if share or typo or any(is_strange(sentence, at) for at in one.places):
        return "rare"
    content = [kind for kind in kinds if kind is not Kind.FUNCTION]
    if not content:
        return "common" if len(kinds) < 3 else "plain"
    if all(kind in (Kind.NUMBER, Kind.DATE, Kind.SEASON) for kind in content):
        return "number"
    if len(kinds) == 2 and sentence.words[one.start].bare in ARTICLES:
        return "noun"
    return "plain" if len(kinds) < 2 or len(content) + len(kinds) < 4 else "phrase"


def _unexpected(sentence: Sentence, titles: TitleIndex, one: Candidate) -> float:
    """How little one expects these words in this order in any sentence, in tens of nats."""
    cost = max(0.0, one.end - one.start - 2.0)
    for at in one.places:
        word = sentence.words[at].bare
        if (common := zipf(word)) is not None:
            cost += _NATS * max(_COMMONEST - common, 0.3)
        elif sentence.kinds[at] is Kind.UNKNOWN and not one.edits:
            cost += max(_RAREST - 0.7 * math.log1p(titles.frequency(word)), 5.0)
        else:
            cost += _COST.get(sentence.kinds[at], 5.0)
    return min(cost, _MOST_UNEXPECTED) / 10.0


def _adjacent(sentence: Sentence, one: Candidate) -> Iterator[tuple[str, int]]:
    """The sides on which a word stands right beside it, without a pause, and its place."""
    for side, at, edge in (("before", one.start - 1, one.start), ("after", one.end, one.end)):
        if 0 <= at < len(sentence.words) and not sentence.words[edge].pause:
            yield side, at


def _beyond(
    sentence: Sentence, titles: TitleIndex, one: Candidate, weak: str, explained: frozenset[int]
) -> dict[str, float]:
    """How much the words beside it are of titles, where no table and no phrase accounts for them:
    "dark harbour" is no Dark."""
    found: dict[str, float] = {}
    for side, at in _adjacent(sentence, one):
        if at not in explained and is_content(sentence, at):
            word = sentence.words[at]
            titular = math.log1p(titles.frequency(word.bare)) / _TITULAR
            case = "uncased" if not sentence.cased else "capital" if word.capital else "lower"
            found |= {f"titular {side} {sign}": titular for sign in (weak, one.how, case)}
    return found


def _misspelled(sentence: Sentence, titles: TitleIndex, one: Candidate) -> dict[str, float]:
    """What of the name was not typed, or typed otherwise."""
    found: dict[str, float] = {}
    words = sentence.words[one.start : one.end]
    if one.how in ("part", "initials"):
        found[f"{one.how} rivals"] = math.log1p(one.rivals)
    if one.how == "part":
        typed = " ".join(word.folded for word in words)
        begins = fold_cached(one.name).removeprefix("the ").startswith(typed.removeprefix("the "))
        found |= {"part missing": 1.0 - one.share, "part begins": float(begins)}
        found[f"part of {min(len(words), 3)}"] = 1.0
    if one.how == "sound":
        found["sound missing"] = 1.0 - one.share
    if one.edits:
        known = max(titles.frequency(word.bare) for word in words) if len(words) == 1 else 0
        found |= {"edits": float(one.edits), "edits of a word": math.log1p(known)}
        found["edits share"] = one.edits / sum(len(word.folded) for word in words)
        first = words[0].folded not in ARTICLES and words[0].folded[:1]
        if first and first != fold_cached(one.name).removeprefix("the ")[:1]:
            found["edits first letter"] = 1.0
    if fold_cached(one.name) != fold_cached(one.entries[0].title):
        found["another name"] = 1.0
    return found


def _marks(
    sentence: Sentence, one: Candidate, weak: str, right: str, explained: frozenset[int]
) -> Iterator[str]:
    """Quotes and capitals, and signs that the title goes on beyond the words that are known."""
    words, kinds = sentence.words[one.start : one.end], sentence.kinds
    if quote := words[0].quote:
        inside = [at for at, word in enumerate(sentence.words) if word.quote == quote]
        # "New 'Fringe Season 5' Trailer": the season is no part of the title.
        rest = {kinds[at] for at in inside if at not in one.places}
        yield "quoted" if rest <= {Kind.SEASON} else "part of quoted"
    elif any(word.quote for word in sentence.words):
        yield "beside quoted"
    if sentence.cased and not words[0].raw[0].isdecimal():
        opens = one.start == 0 or words[0].pause in HARD_PAUSES
        capital = any(word.capital for word in words if len(word.raw) > 3 or len(words) < 3)
        case = "lower" if not capital else "opening" if opens else "capital"
        yield f"{case} {weak}"
        for side, at in _adjacent(sentence, one):
            beside = sentence.words[at]
            named = kinds[at] in (Kind.UNKNOWN, Kind.ORDINARY, Kind.FUNCTION)
            # The first word of a text has its capital anyway.
            if at and beside.capital and named and beside.folded == beside.bare:
                yield "capital goes on"
                yield f"{case} goes on {side} {weak}"
    beyond = kinds[one.end + 1 : one.end + 3]
    going_on = right in ("ordinary", "unknown", "name", "network")
    if Kind.SEASON in beyond and (
        going_on or (right == "relative" and beyond[0] in (Kind.UNKNOWN, Kind.ORDINARY))
    ):
        yield f"goes on to a season {weak}"
    for side, edge, step in (("before", one.start, -1), ("after", one.end, 1)):
        if goes_on(sentence, edge, step, explained):
            yield f"goes on {side} {weak}"
    if all(kind is Kind.TOPIC for kind in kinds[one.start : one.end]):
        yield "a topic"
    if len(words) == 1 and words[0].bare in PRONOUNS:
        yield "a pronoun"


def _rest(
    sentence: Sentence, one: Candidate, others: Sequence[Candidate], weak: str, asks: Beside
) -> dict[str, float]:
    """What is left beside the title, and which longer title would take its words."""
    beside = (*sentence.words[: one.start], *sentence.words[one.end :])
    overlapping = [m for m in sentence.seasons if m.start < one.end and one.start < m.end]
    found = {
        "rest unknown": math.log1p(asks.strangers),
        f"rest unknown {weak}": math.log1p(asks.strangers),
        f"rest ordinary {weak}": math.log1p(asks.ordinary),
        f"season elsewhere {weak}": float(len(sentence.seasons) > len(overlapping)),
        f"question {weak}": float(sentence.question),
        f"persons {weak}": float(any(word.bare in sentence.persons for word in beside)),
    }
    for mention in overlapping:
        inside = one.start <= mention.start and mention.end <= one.end
        found["holds a season" if inside else "cuts a season"] = 1.0
    for other in others:
        inside = other.start <= one.start and one.end <= other.end
        if inside and other.end - other.start > one.end - one.start:
            found[f"inside {other.how}"] = 1.0
            known = max(_FAME * other.fame, found.get(f"inside {other.how} fame", 0.0))
            found[f"inside {other.how} fame"] = known
        elif other.how == "exact" and other.start == one.end:
            found["leads in to another"] = float(sentence.words[one.end].pause == ":")
    return found


def _surroundings(
    sentence: Sentence, one: Candidate, others: Sequence[Candidate], weak: str
) -> dict[str, float]:
    """The words beside it, and where it stands among other titles and clauses: of "as good as X?
    when is Y back", Y is asked about."""
    apart = [other for other in others if other.how in ("exact", "short") and not other.edits]
    sides = {
        "before": [other for other in apart if other.end <= one.start],
        "behind": [other for other in apart if one.end <= other.start],
    }
    said = neighbour(sentence, one.end, 1, frozenset())
    seasoned = "seasoned" if said in ("season", "bare number") else "bare"
    found = {f"another {side} {seasoned}": 1.0 for side, there in sides.items() if there}
    clause = _clause_of(sentence, one.start, one.end)
    before = range(one.start - 1, max(clause.start, one.start - _NEAR) - 1, -1)
    after = range(one.end, min(clause.stop, one.end + _NEAR))
    for side, arrow, places in (("before", "<", before), ("after", ">", after)):
        bare = (sentence.words[at].bare for at in places)
        words = ["#" if word.isdecimal() else word for word in bare]
        found |= {f"{side} ~{' '.join(words[:many])}": 1.0 for many in range(1, len(words[:2]) + 1)}
        if sense := next(filter(None, (sentence.senses[at] for at in places)), ""):
            found |= {f"{side} ={sense}": 1.0, f"{side} ={sense} {weak}": 1.0}
        if any(sides.values()):
            found |= {f"among {arrow}~{word}": 1.0 for word in words}
    pauses = [at for at, word in enumerate(sentence.words) if word.pause in HARD_PAUSES and at]
    if pauses and pauses[0] <= one.start:
        found["a clause before"] = 1.0
    return found | ({"a clause behind": 1.0} if pauses and pauses[-1] >= one.end else {})


def _clause_of(sentence: Sentence, start: int, end: int) -> range:
    """The places of the clause that a run of words is in."""
    while start and not sentence.words[start].pause:
        start -= 1
    while end < len(sentence.words) and not sentence.words[end].pause:
        end += 1
    return range(start, end)
