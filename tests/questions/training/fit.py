"""Fits the weights of a log-linear model by gradient descent (AdaGrad), with an L2 penalty."""

import math
import random
from collections import defaultdict
from collections.abc import Sequence

from bot.questions.reading.model import score, softmax
from tests.questions.training.examples import Example

_RATE = 0.6


def fit(
    examples: Sequence[Example], *, rounds: int, penalty: float, seed: int = 3
) -> dict[str, float]:
    """The weights under which the right options are likeliest; `penalty` is per example."""
    weights: defaultdict[str, float] = defaultdict(float)
    squared: defaultdict[str, float] = defaultdict(lambda: 1e-6)
    chance = random.Random(seed)
    order = list(examples)
    for _ in range(rounds):
        chance.shuffle(order)
        for example in order:
            for name, slope in gradient(example, weights).items():
                step = example.weight * slope + penalty * weights[name]
                squared[name] += step * step
                weights[name] -= _RATE * step / math.sqrt(squared[name])
    return dict(weights)


def gradient(example: Example, weights: dict[str, float]) -> dict[str, float]:
    """The slope of an example's loss: minus the logarithm of its right options' likelihood."""
    chances = softmax([score(option, weights) for option in example.options])
    right = sum(chances[at] for at in example.right) or 1e-12
    slopes: defaultdict[str, float] = defaultdict(float)
    for at, (option, chance) in enumerate(zip(example.options, chances, strict=True)):
        pull = chance - (chance / right if at in example.right else 0.0)
        if abs(pull) > 1e-5:
            for name, value in option.items():
                slopes[name] += pull * value
    return slopes


def likelihood(example: Example, weights: dict[str, float]) -> float:
    """How likely the right options of an example are."""
    chances = softmax([score(option, weights) for option in example.options])
    return max(sum(chances[at] for at in example.right), 1e-12)
