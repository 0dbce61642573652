"""A log-linear model: how likely each of some readings is, by the weights of its features.

`python -m tests.questions.training` writes the weights. Those of features that have a name of ours
are in weights.tsv: a line is a feature, and in its cells a choice and what the feature adds to the
logarithm of its likelihood. Those of words, and of what they speak of, alone and in pairs, are in
lexicon.bin; `python -m tests.questions.training.explain` tells which of them a sentence is read by.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from bot.questions.reading.lexicon import NOTHING, Table, read_tables

WEIGHTS = Path(__file__).with_name("weights.tsv")
LEXICON = Path(__file__).with_name("lexicon.bin")

Features = Mapping[str, float]
Weights = Mapping[str, float]


def weights(choice: str) -> Weights:
    """Those of the named features of a choice: "show", a kind of sentence without one, "season", a
    topic, "topics" of sets of them; "calibration" is a curve. Empty if new."""
    return _read_weights(WEIGHTS).get(choice, {})


@cache
def _read_weights(path: Path) -> Mapping[str, Weights]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            feature, *cells = line.rstrip("\n").split("\t")
            for cell in cells:
                choice, _, weight = cell.rpartition(" ")
                found[choice][feature] = float(weight)
    return found


def lexicon(choice: str) -> Table:
    """The table of words that has weights for a choice; one without any, if none has."""
    return _read_lexicon(LEXICON).get(choice, NOTHING)


@cache
def _read_lexicon(path: Path) -> Mapping[str, Table]:
    tables = read_tables(path.read_bytes())
    return {choice: table for table in tables for choice in table.choices}


def forget() -> None:
    """Read the files anew when they are next needed."""
    _read_weights.cache_clear()
    _read_lexicon.cache_clear()


def score(features: Features, choice: str) -> float:
    """The logarithm of how likely something with these features is, up to a constant."""
    named, words = weights(choice), lexicon(choice)
    place = words.place(choice)
    total = 0.0
    for feature, value in features.items():
        weight = named.get(feature)
        total += value * (words.row(feature)[place] if weight is None else weight)
    return total


def scores_of_words(features: Iterable[str], choices: Sequence[str]) -> list[float]:
    """What features of words, which are there or not, add to each of the choices of one table."""
    words = lexicon(choices[0])
    rows = [words.row(feature) for feature in features]
    sums = [sum(column) for column in zip(*rows, strict=True)] or [0.0] * len(words.choices)
    return [sums[words.place(choice)] for choice in choices]


def softmax(scores: Sequence[float]) -> list[float]:
    """The likelihoods of some scores, which add up to 1."""
    most = max(scores)
    odds = [math.exp(one - most) for one in scores]
    total = sum(odds)
    return [one / total for one in odds]


def calibrated(likelihood: float) -> float:
    """How often a show was right that was said to be so likely, where it was held out."""
    table = weights("calibration")
    curve = sorted((float(said), seen) for said, seen in table.items())
    points = [(0.0, 0.0), *curve, (1.0, curve[-1][1])] if curve else [(0.0, 0.0), (1.0, 1.0)]
    for (low, below), (high, above) in pairwise(points):
        if likelihood <= high:
            share = (likelihood - low) / (high - low) if high > low else 1.0
            return below + share * (above - below)
    return points[-1][1]
