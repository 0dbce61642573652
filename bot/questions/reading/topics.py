"""What a sentence asks about a season: its release, its cast, where to watch it …"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from bot.questions.reading.language import in_any
from bot.questions.reading.model import score, scores_of_words, softmax
from bot.questions.reading.phrases import MARKS, PAUSE, PERSON, SEASON, TITLE, PhraseTable, hits_in
from bot.questions.reading.season_choice import AskedSeason
from bot.questions.reading.sentence import Kind, Sentence, bare_number
from bot.questions.reading.tokens import HARD_PAUSES
from bot.questions.reading.word_senses import sense_of

TOPICS = ("status", "release", "cast", "trailer", "story", "where", "episodes", "schedule")
GENERAL = "general"
_LONG_PHRASE, _STEM = 4, 5
_ASKING, _AND = in_any("asking"), in_any("and")
# So much speaks against a topic that no other beside it could make up for it.
_HOPELESS = -3.0
# A set of topics that is so much less likely than the likeliest is not weighed.
_LIKELY = 0.01
MANY = 4
"""So many topics, and more of them, are alike in how likely they are together."""


@dataclass(frozen=True, slots=True)
class Named:
    """The topics that phrases of a sentence name, in order, each with the weight of its phrase;
    and those that only hints do."""

    strong: dict[str, int]
    weak: tuple[str, ...]


def named(units: Sequence[str], phrases: PhraseTable) -> Named:
    """What some phrases name, the longest of those that share a word.

    `units` are folded words, with T, S, D, N, P for a title, a season, a date, a network and a
    name, and "/" where a clause ends.
    """
    hits = hits_in(units, phrases)
    hits.sort(key=lambda hit: (hit.phrase.weak, -hit.weight, hit.places))
    taken: set[int] = set()
    first: dict[bool, dict[str, tuple[int, int]]] = {False: {}, True: {}}
    for hit in hits:
        if taken.isdisjoint(hit.places):
            taken.update(hit.places)
            found = first[hit.phrase.weak]
            for topic in hit.phrase.topics:
                at, weight = found.get(topic, (len(units), 0))
                found[topic] = (min(at, hit.places[0]), max(weight, hit.weight))
    strong, weak = (sorted(found, key=lambda topic: found[topic]) for found in first.values())
    return Named({topic: first[False][topic][1] for topic in strong}, tuple(weak))


@dataclass(frozen=True, slots=True)
class Beside:
    """What phrases say beside a title: how many topics, how long the longest is that names the
    title itself, how many unknown and how many ordinary words none accounts for, and which words
    are of one."""

    topics: int
    of_title: int
    strangers: int
    ordinary: int
    explained: frozenset[int]


def beside(sentence: Sentence, span: range) -> Beside:
    """What a sentence says where that span is a title."""
    said, at = placed(sentence, [span] if span else [])
    every = hits_in(said, sentence.phrases)
    hits = [hit for hit in every if not hit.phrase.weak]
    explained = {unit for hit in every for unit in range(hit.places[0], hit.places[-1] + 1)}
    topics = {topic for hit in hits for topic in hit.phrase.topics} - {GENERAL}
    naming = (hit.weight for hit in hits if any(said[unit] == TITLE for unit in hit.places))
    left = [
        sentence.kinds[word]
        for unit, word in enumerate(at[:-1])
        if unit not in explained and word not in span and said[unit] != PAUSE
        and sentence.words[word].bare not in in_any("beside")
    ]  # fmt: skip
    return Beside(
        len(topics),
        max(naming, default=0),
        left.count(Kind.UNKNOWN),
        left.count(Kind.ORDINARY) + left.count(Kind.TOPIC),
        frozenset(
            word for hit in hits for unit in hit.places for word in range(at[unit], at[unit + 1])
        ),
    )


def topics(
    sentence: Sentence, spans: Sequence[range], season: AskedSeason, clause: range | None = None
) -> tuple[str, ...]:
    """The topics asked about, in order, in a clause or all of a sentence with titles at `spans`."""
    words, places = placed(sentence, spans, clause)
    said = named(words, sentence.phrases)
    its = of_topics(said, season, question=sentence.question)
    spelled = scores_of_words(of_words(sentence, words, places), TOPICS)
    scores = {topic: score(its, topic) + more for topic, more in zip(TOPICS, spelled, strict=True)}
    asked = likeliest(scores, len(said.strong))
    order = [*said.strong, *said.weak]
    asked.sort(key=lambda topic: order.index(topic) if topic in order else len(order))
    return tuple(asked) or (GENERAL,)


def likeliest(scores: Mapping[str, float], said: int) -> list[str]:
    """The set of topics with the best P(one of it is asked about) + P(it is just what is) / 2, by
    the score of each and how many phrases name; the empty set asks about nothing in particular.

    So two topics are answered where either may be meant.
    """
    open_ones = [topic for topic in TOPICS if scores[topic] > _HOPELESS]
    sets = [some for size in range(len(open_ones) + 1) for some in combinations(open_ones, size)]
    together = (score(of_set(some, said), "topics") for some in sets)
    apart = (sum(scores[topic] for topic in some) for some in sets)
    chances = softmax([sum(both) for both in zip(apart, together, strict=True)])
    least = _LIKELY * max(chances)
    likely = [one for one in zip(sets, chances, strict=True) if one[1] >= least]

    def worth(one: tuple[tuple[str, ...], float]) -> float:
        some, chance = one
        met = sum(other for others, other in likely if not set(some).isdisjoint(others))
        return (met if some else chance) + chance / 2

    return list(max(likely, key=worth)[0])


def of_set(some: Sequence[str], said: int) -> dict[str, float]:
    """The features of a set of topics, in the order of TOPICS: how many they are where phrases
    name so many, and which go together."""
    found = {f"{one} & {other}": 1.0 for one, other in combinations(some, 2)}
    return found | {f"{min(len(some), MANY)} topics of {min(said, MANY)}": 1.0} if some else {}


def overall(
    sentence: Sentence, spans: Sequence[range], clause: range | None = None
) -> tuple[str, ...]:
    """What is asked of all there is of the show, in order, of: start end count on; in a clause or
    all of a sentence with titles at `spans`."""
    said = units(sentence, spans, clause)
    hits = hits_in(said, sentence.overall)
    hits.sort(key=lambda hit: hit.places)
    return tuple(dict.fromkeys(each for hit in hits for each in hit.phrase.topics))


def of_words(sentence: Sentence, units: Sequence[str], places: Sequence[int]) -> dict[str, float]:
    """The features of the words beside the titles: each by itself and with the one behind it, with
    names as such and as they are written; and the same of what the words speak of."""
    said = [
        (unit, word)
        for unit, (start, end) in zip(units, pairwise(places), strict=True)
        for word in ([w.bare for w in sentence.words[start:end]] if unit == PERSON else [unit])
    ]
    written = [word for _, word in said]
    found: list[str] = []
    for words in (units, written):
        found += (f"~{word}" for word in words)
        found += (f"~{word[:_STEM]}*" for word in words if len(word) > _STEM)
        found += (f"~{one} {behind}" for one, behind in pairwise(("^", *words, "$")))
    senses = [sense_of(word, sentence.spoken) for word in written]
    for (one, sense), (behind, other) in pairwise(zip(written, senses, strict=True)):
        found += [f"={sense} ~{behind}"] * bool(sense) + [f"~{one} ={other}"] * bool(other)
    outline = _outline([unit for unit, _ in said], senses)
    found += (part for part in outline if part.startswith("="))
    pairs = (f"{one} {behind}" for one, behind in pairwise(("^", *outline, "$")))
    found += (pair for pair in pairs if "=" in pair)
    return dict.fromkeys(found, 1.0)


def _outline(units: Sequence[str], senses: Sequence[str]) -> list[str]:
    """What is left of a sentence without the words that are neither named nor speak of anything."""
    both = zip(units, senses, strict=True)
    parts = [f"={sense}" if sense else unit for unit, sense in both if sense or unit in MARKS]
    return [part for before, part in pairwise(("", *parts)) if not part == before == PERSON]


def of_topics(said: Named, season: AskedSeason, *, question: bool) -> dict[str, float]:
    """The features of how each topic is named, and what else is where it is not: all of every
    topic, for what speaks for one may speak against another."""
    found: dict[str, float] = {}
    numbered = "numbered" if season.number is not None else "bare"
    for topic in TOPICS:
        state = "said" if topic in said.strong else "hinted" if topic in said.weak else "unsaid"
        found[f"{topic} {state}"] = 1.0
        if state == "said":
            found[f"{topic} words"] = float(min(said.strong[topic], _LONG_PHRASE))
        elif said.strong:
            found[f"{topic} {state} beside others"] = 1.0
        else:
            other = "other hint" if said.weak else "no hint"
            hint = "first" if topic in said.weak[:1] else other
            found[f"{topic} {state} {hint}"] = 1.0
            if question:
                found[f"{topic} {hint} question {numbered}"] = 1.0
        if season.relative == "final":
            found[f"{topic} final {numbered}"] = 1.0
    return found


def units(
    sentence: Sentence, spans: Sequence[range] = (), clause: range | None = None
) -> list[str]:
    """The words of a sentence as phrases name them: T for a title, S for a season, and so on."""
    return placed(sentence, spans, clause)[0]


def placed(
    sentence: Sentence, spans: Sequence[range], clause: range | None = None
) -> tuple[list[str], list[int]]:
    """The units of a clause, or of all, and of which word each is the first; then the end."""
    clause = range(len(sentence.words)) if clause is None else clause
    found: list[str] = []
    places: list[int] = []
    titled = {at for span in spans for at in span}
    numbered = {span.stop for span in spans if bare_number(sentence, span.stop) is not None}
    for at in clause:
        word, unit = sentence.words[at], sentence.units[at]
        # "when does it start, how many episodes": another question.
        asks_again = (
            at > clause.start
            and word.bare in _ASKING
            and (word.pause == "," or sentence.words[at - 1].bare in _AND)
        )
        if word.pause in HARD_PAUSES or asks_again:
            found.append(PAUSE)
            places.append(at)
        if at in titled:
            unit = TITLE
        elif at in numbered:
            unit = SEASON
        elif spans and sentence.kinds[at] is Kind.UNKNOWN and unit == word.bare:
            unit = PERSON
        if not (found and found[-1] == unit and unit in MARKS):
            found.append(unit)
            places.append(at)
    return found, [*places, clause.stop]
