"""The readings a sentence may have, each with its likelihood: which shows it asks about, if any."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations, groupby, pairwise

from bot.questions.index.titles import TitleIndex
from bot.questions.reading import topics as asked
from bot.questions.reading.candidates import Candidate
from bot.questions.reading.context import is_content, neighbour
from bot.questions.reading.disambiguation import Fits
from bot.questions.reading.model import Features, calibrated, score, softmax
from bot.questions.reading.sentence import Kind, Sentence
from bot.questions.reading.sentence_features import of_pair, of_sentence, of_several
from bot.questions.reading.title_features import GOING_ON, of_title

TALK, FOLLOW_UP, UNNAMED = KINDS = "talk", "follow", "unnamed"
"""What a sentence is that names no show of ours: no question, one that goes on about the last
show, one about shows in general or about one that nobody knows here."""

SHOW = "show"
"""The choice of weights for readings with a title; those without have one by their kind."""

SURE = 0.66
"""From this on, by what was seen of such likelihoods, a show is answered about without
asking back."""
SURE_OF_PART = 0.997
"""The same where few titles are known, and its words seem to be a part of a longer one that is not,
or of an offshoot's."""
MOST_TALK = 0.1
"""Where talk is likelier than this, a show is offered and not answered about; a message that
mentions us, and asks of no season, is left alone."""
OFFERED = 0.10
"""As likely as this a show is among those that are offered."""
MOST_SHOWS = 3
"""So many shows are asked about at once."""

# From so many titles on, one that is asked about is among them.
_COMPLETE = 10_000
_MOST_PAIRED = 8
# As likely as this no question, a message that was written to us alone is not asked back.
_MOST_TALK_ALONE = 0.7
# So likely it must be that the last show still is asked about: an answer about that to another
# matter is worse than none.
_SURE_TO_GO_ON = 0.65
_WHOLE = frozenset(("quoted", "qualified right", "qualified open"))
_WITHIN = frozenset(("in", "en", "em", "dans", "im", "nel", "nella", "no", "na"))


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A reading: the titles asked about in their order, or without any, what `kind` it is.

    `parts` are its features: those of each title and of all of them together; those of a sentence
    without any are the same for each kind.
    """

    titles: tuple[Candidate, ...]
    kind: str
    parts: tuple[Features, ...]

    @property
    def features(self) -> Features:
        """Those of all parts together."""
        summed: defaultdict[str, float] = defaultdict(float)
        for part in self.parts:
            for name, value in part.items():
                summed[name] += value
        return summed


def hypotheses(
    sentence: Sentence, titles: TitleIndex, found: Sequence[Candidate], topics: Mapping[str, int],
    fits: Mapping[Candidate, Fits], familiar: frozenset[int] = frozenset(), *, told: bool = False,
) -> Iterator[Hypothesis]:  # fmt: skip
    """Every reading; `topics` are those of the whole sentence, its titles read as other words, and
    `fits` how well what stands beside each title fits its shows."""
    bare = asked.beside(sentence, range(0))
    untitled = of_sentence(sentence, bare, topics, asked.units(sentence), found, told=told)
    for kind in KINDS:
        yield Hypothesis((), kind, (untitled,))
    asks = {places: asked.beside(sentence, places) for places in {one.places for one in found}}
    single = {
        one: of_title(
            sentence, titles, one, found, asks[one.places], fits[one], familiar, told=told
        )
        for one in found
    }
    yield from (Hypothesis((one,), "", (its,)) for one, its in single.items())
    # Most titles, and most two of them side by side, are in several groups.
    pair = cache(partial(of_pair, sentence))
    behind = cache(lambda one: neighbour(sentence, one.end, 1, frozenset()))
    for group in _groups(found):
        pairs = (pair(*both) for both in pairwise(group))
        together = of_several(sentence, group, pairs, map(behind, group))
        yield Hypothesis(group, "", (*(single[one] for one in group), together))


def _groups(found: Sequence[Candidate]) -> Iterator[tuple[Candidate, ...]]:
    """Two or three titles side by side in a sentence, each the best known of its words."""
    best = [max(same, key=_rank) for _, same in groupby(found, lambda one: (one.start, one.end))]
    known = sorted(sorted(best, key=_rank)[-_MOST_PAIRED:], key=lambda one: one.start)
    for size in range(2, MOST_SHOWS + 1):
        for group in combinations(known, size):
            apart = all(one.end <= other.start for one, other in pairwise(group))
            if apart and len({one.entries[0].show_id for one in group}) == size:
                yield group


def _rank(one: Candidate) -> tuple[bool, float]:
    return one.how in ("exact", "short"), one.fame


def likely(found: Sequence[Hypothesis]) -> list[tuple[Hypothesis, float]]:
    """The readings with their likelihoods, the likeliest first."""
    # What two readings have in common is one object, and is weighed once.
    parts = {(one.kind, id(part)): part for one in found for part in one.parts}
    scores = {(kind, its): score(part, kind or SHOW) for (kind, its), part in parts.items()}
    chances = softmax([sum(scores[one.kind, id(part)] for part in one.parts) for one in found])
    return sorted(zip(found, chances, strict=True), key=lambda one: -one[1])


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """How likely the show that each title means is asked about, and each kind of sentence without
    one; "" is the kind of those with one.

    A show is as likely as all readings that have it together, alone or beside others, by whichever
    of its names.
    """

    titles: Mapping[Candidate, float]
    kinds: Mapping[str, float]


def summed(
    ranked: Iterable[tuple[Hypothesis, float]], meant: Mapping[Candidate, int]
) -> Likelihoods:
    """What the readings that have something in common are together; `meant` is the id of the show
    that each title means here."""
    shows: defaultdict[int, float] = defaultdict(float)
    kinds: defaultdict[str, float] = defaultdict(float)
    for one, chance in ranked:
        kinds[one.kind] += chance
        for show_id in {meant[title] for title in one.titles}:
            shows[show_id] += chance
    return Likelihoods({title: shows[show_id] for title, show_id in meant.items()}, kinds)


def about_shows(
    ranked: Sequence[tuple[Hypothesis, float]], by: Likelihoods, *, quiet: bool, words: int
) -> tuple[Hypothesis | None, float, bool]:
    """The likeliest reading with a title; how often a first show that is said to be so likely is
    right; and whether the sentence is about shows at all.

    With `quiet`, what may well be no question is none.
    """
    best = next((one for one, _ in ranked if one.titles), None)
    if best is None:
        return None, 0.0, False
    alone = not quiet and sum(one.end - one.start for one in best.titles) == words
    # Who was told to ask and gives a title alone asks about it, or nothing.
    others = by.kinds[TALK] if alone else 0.0
    chance = calibrated(min(by.titles[best.titles[0]] / max(1.0 - others, 1e-9), 1.0))
    titled = by.kinds[""] > max(by.kinds[FOLLOW_UP], by.kinds[UNNAMED])
    likeliest = titled and chance >= OFFERED and not _is_talk(by, quiet=quiet)
    return best, chance, likeliest or (alone and chance >= SURE)


def without_title(by: Likelihoods, *, quiet: bool) -> str:
    """What kind of sentence it is, if it is about none of our shows."""
    going_on = by.kinds[FOLLOW_UP] >= _SURE_TO_GO_ON
    # What does not go on for sure is answered as if it did not.
    if _is_talk(by, quiet=quiet, among=1.0 if going_on else 1.0 - by.kinds[FOLLOW_UP]):
        return TALK
    return FOLLOW_UP if going_on else UNNAMED


def _is_talk(by: Likelihoods, *, quiet: bool, among: float = 1.0) -> bool:
    return by.kinds[TALK] > (MOST_TALK if quiet else _MOST_TALK_ALONE) * among


def needed(sentence: Sentence, one: Hypothesis | None, known: int) -> float:
    """How likely its first show must be to be answered about, where so many titles are known.

    Where they are few, "fear the walking dead s9" is not The Walking Dead's, and neither is "the
    walking dead spinoff".
    """
    if one is None or known >= _COMPLETE or not _WHOLE.isdisjoint(features := one.features):
        return SURE
    start, end = one.titles[0].start, one.titles[0].end
    signs = GOING_ON
    if start and sentence.words[start - 1].bare in _WITHIN:
        # "who plays Leo in Charmed": a person is in a show, a title seldom in another.
        signs = frozenset(sign for sign in signs if not sign.endswith(" of"))
    rest = set(sentence.kinds[end:])
    led = start == 1 and is_content(sentence, 0) and rest == {Kind.SEASON}
    return SURE_OF_PART if led or not signs.isdisjoint(features) else SURE
