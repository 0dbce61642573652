"""A log-linear model: how likely each of some readings is, by the weights of its features.

`python -m tests.questions.training` writes the weights: those of the features that have a name of
ours into weights.tsv, and those of words and of what they speak of, alone and in pairs, which have
a "~" or a "=", into lexicon.tsv. A line is a feature, and in its cells a choice and what the
feature adds to the logarithm of its likelihood.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.tsv")
LEXICON = Path(__file__).with_name("lexicon.tsv")

Features = Mapping[str, float]
Weights = Mapping[str, float]


def weights(choice: str) -> Weights:
    """Those of a choice: "show", a kind of sentence without one, "season", a topic, "topics" of
    sets of them; "calibration" is a curve. Empty if new."""
    return read_weights(WEIGHTS, LEXICON).get(choice, {})


@cache
def read_weights(*paths: Path) -> Mapping[str, Weights]:
    """What some files hold of each choice, read once."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for path in filter(Path.exists, paths):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                feature, *cells = line.rstrip("\n").split("\t")
                for cell in cells:
                    choice, _, weight = cell.rpartition(" ")
                    found[choice][feature] = float(weight)
    return found


def score(features: Features, by: Weights) -> float:
    """The logarithm of how likely something with these features is, up to a constant."""
    return sum(by.get(name, 0.0) * value for name, value in features.items())


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
