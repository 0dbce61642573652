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

from bot.questions.reading.lexicon import WeightTable, read_tables

WEIGHTS = Path(__file__).with_name("weights.tsv")
LEXICON = Path(__file__).with_name("lexicon.bin")

Features = Mapping[str, float]


def weights(choice: str) -> Features:
    """Those of the named features of a choice: "show", a kind of sentence without one, "season", a
    topic, "topics" of sets of them; "calibration" is a curve. Empty if new."""
    return _read_weights().get(choice, {})


def lexicon(choice: str) -> WeightTable | None:
    """The table of words that has weights for a choice; None if none has."""
    return _read_lexicon().get(choice)


@cache
def _read_weights() -> Mapping[str, Features]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    with WEIGHTS.open(encoding="utf-8") as lines:
        for line in lines:
            feature, *cells = line.rstrip("\n").split("\t")
            for cell in cells:
                choice, _, weight = cell.rpartition(" ")
                found[choice][feature] = float(weight)
    return found


@cache
def _read_lexicon() -> Mapping[str, WeightTable]:
    try:
        tables = list(read_tables(LEXICON.read_bytes()))
    except ValueError as error:
        raise ValueError(f"{LEXICON}: {error}") from error
    return {choice: table for table in tables for choice in table.choices}


def forget() -> None:
    """Read the files anew when they are next needed: the training writes others."""
    _read_weights.cache_clear()
    _read_lexicon.cache_clear()


def is_of_words(feature: str) -> bool:
    """Whether a feature is of words or of what they speak of, and has no name of ours."""
    return "~" in feature or "=" in feature


def score(features: Features, choice: str) -> float:
    """The logarithm of how likely something with these features is, up to a constant."""
    named, words = weights(choice), lexicon(choice)
    place = 0 if words is None else words.choices.index(choice)
    total = 0.0
    for feature, value in features.items():
        weight = named.get(feature)
        if weight is not None:
            total += value * weight
        elif words is not None and is_of_words(feature):
            total += value * words.row(feature)[place]
    return total


def scores_of_words(features: Iterable[str], choices: Sequence[str]) -> list[float]:
    """What features of words, which are there or not, add to each of the choices of one table."""
    words = lexicon(choices[0])
    if words is None:
        return [0.0] * len(choices)
    columns = list(zip((0.0,) * len(words.choices), *map(words.row, features), strict=True))
    return [sum(columns[words.choices.index(choice)]) for choice in choices]


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
    (low, below), (high, above) = next(two for two in pairwise(points) if likelihood <= two[1][0])
    share = (likelihood - low) / (high - low) if high > low else 1.0
    return below + share * (above - below)
