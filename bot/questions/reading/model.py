"""A log-linear model: how likely each of some readings is, by the weights of its features.

The weights are those of weights.tsv, which `python -m tests.questions.training` writes: a line a
feature, and in its cells a choice and what the feature adds to the logarithm of its likelihood.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.tsv")

Features = Mapping[str, float]
Weights = Mapping[str, float]


def weights(choice: str) -> Weights:
    """Those of a choice: "show", "season", a topic; "calibration" is a curve. Empty if new."""
    return _read(WEIGHTS).get(choice, {})


@cache
def _read(path: Path) -> Mapping[str, Weights]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                feature, *cells = line.rstrip("\n").split("\t")
                for cell in cells:
                    choice, _, weight = cell.rpartition(" ")
                    found[choice][feature] = float(weight)
    return found


def write(path: Path, tables: Mapping[str, Weights]) -> None:
    """Write the weights of some choices, the file's only ones."""
    features = sorted({feature for table in tables.values() for feature in table})
    lines = ("\t".join((feature, *_cells(feature, tables))) + "\n" for feature in features)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    _read.cache_clear()


def _cells(feature: str, tables: Mapping[str, Weights]) -> Iterable[str]:
    return (f"{name} {by[feature]:g}" for name, by in tables.items() if feature in by)


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
