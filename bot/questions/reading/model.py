"""A log-linear model: how likely each of some readings is, by the weights of its features.

The weights are those of weights.toml, which `python -m tests.questions.training` writes.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.toml")

Features = Mapping[str, float]
Weights = Mapping[str, float]


@cache
def weights(task: str) -> Weights:
    """A table of the file: "show", "season", "topic" or a curve; empty where it is new."""
    if not WEIGHTS.exists():
        return {}
    table = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {name: float(value) for name, value in table.get(task, {}).items()}


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
