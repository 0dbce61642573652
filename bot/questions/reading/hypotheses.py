"""The readings a sentence may have, each with its likelihood: which shows it asks about, if any."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from bot.questions.index.titles import TitleIndex
from bot.questions.reading import features
from bot.questions.reading import topics as asked
from bot.questions.reading.candidates import Candidate
from bot.questions.reading.model import score, softmax, weights
from bot.questions.reading.sentence import Sentence

TALK, FOLLOW_UP, UNNAMED = "talk", "follow", "unnamed"
"""What a sentence is that names no show of ours: no question, one that goes on about the last
show, one about shows in general or about one that nobody knows here."""

_MOST_SHOWS = 3
_MOST_PAIRED = 8


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A reading: the titles asked about in their order, or without any, what `kind` it is."""

    titles: tuple[Candidate, ...]
    kind: str
    features: features.Features


def hypotheses(
    sentence: Sentence,
    titles: TitleIndex,
    found: Sequence[Candidate],
    topics: Mapping[str, int],
    familiar: frozenset[int] = frozenset(),
    *,
    told: bool = False,
) -> Iterator[Hypothesis]:
    """Every reading; `topics` are those of the whole sentence, its titles read as other words."""
    bare = asked.beside(sentence, range(0))
    for kind in (TALK, FOLLOW_UP, UNNAMED):
        its = features.of_sentence(sentence, kind, bare, topics, found, told=told)
        yield Hypothesis((), kind, its)
    asks = {
        span: asked.beside(sentence, range(*span))
        for span in {(one.start, one.end) for one in found}
    }
    single = {
        one: features.of_title(
            sentence, titles, one, found, asks[one.start, one.end], familiar, told=told
        )
        for one in found
    }
    for one, its in single.items():
        yield Hypothesis((one,), "", its)
    for group in _groups(found):
        summed = features.of_several(sentence, group)
        for one in group:
            for name, value in single[one].items():
                summed[name] = summed.get(name, 0.0) + value
        yield Hypothesis(group, "", summed)


def _groups(found: Sequence[Candidate]) -> Iterator[tuple[Candidate, ...]]:
    """Two or three titles side by side in a sentence, each the best known of its words."""
    best: dict[tuple[int, int], Candidate] = {}
    for one in found:
        rival = best.get((one.start, one.end))
        if rival is None or _rank(one) > _rank(rival):
            best[one.start, one.end] = one
    whole = [one for one in best.values() if not any(_holds(o, one) for o in best.values())]
    known = sorted(sorted(whole, key=_rank)[-_MOST_PAIRED:], key=lambda one: one.start)
    for size in range(2, _MOST_SHOWS + 1):
        for group in combinations(known, size):
            apart = all(one.end <= other.start for one, other in pairwise(group))
            if apart and len({one.entries[0].show_id for one in group}) == size:
                yield group


def _holds(longer: Candidate, one: Candidate) -> bool:
    inside = longer.start <= one.start and one.end <= longer.end
    return longer is not one and inside and not longer.edits


def _rank(one: Candidate) -> tuple[bool, float]:
    return one.how in ("exact", "short"), one.fame


def likely(found: Sequence[Hypothesis]) -> list[tuple[Hypothesis, float]]:
    """The readings with their likelihoods, the likeliest first."""
    by = weights("show")
    chances = softmax([score(one.features, by) for one in found])
    return sorted(zip(found, chances, strict=True), key=lambda one: -one[1])
