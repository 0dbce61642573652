"""Fits the weights of a log-linear model with an L2 penalty, by L-BFGS."""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import isotonic_regression, minimize
from scipy.sparse import csr_matrix

from bot.questions.reading.model import score, softmax
from tests.questions.training.examples import Example

Weights = dict[str, float]
_STEPS = (0.1, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.94, 0.96, 0.98, 0.99, 0.997)


@dataclass(frozen=True, slots=True)
class Task:
    """How a task's weights are fitted: the penalty on each, and the least that is kept of one."""

    penalty: float
    least: float


def fit(examples: Sequence[Example], task: Task) -> Weights:
    """The weights under which the right options are likeliest, those that matter fitted again."""
    names = sorted({name for one in examples for option in one.options for name in option})
    first = _fitted(examples, names, task.penalty)
    kept = [name for name, weight in first.items() if abs(weight) >= task.least]
    return _fitted(examples, kept, task.penalty)


def _fitted(examples: Sequence[Example], names: Collection[str], penalty: float) -> Weights:
    column = {name: at for at, name in enumerate(names)}
    rows, columns, values = [], [], []
    options = [option for one in examples for option in one.options]
    for at, option in enumerate(options):
        for name, value in option.items():
            if name in column:
                rows.append(at)
                columns.append(column[name])
                values.append(value)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(options), len(column)))
    right = np.array([at in one.right for one in examples for at in range(len(one.options))])
    counts = np.array([len(one.options) for one in examples])
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    weight = np.array([one.weight for one in examples]) / sum(one.weight for one in examples)

    def loss(by: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ by
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), counts))
        chances = odds / np.repeat(np.add.reduceat(odds, starts), counts)
        sure = np.maximum(np.add.reduceat(chances * right, starts), 1e-12)
        pull = chances - chances * right / np.repeat(sure, counts)
        slope = matrix.T @ (pull * np.repeat(weight, counts)) + penalty * by
        return float(penalty * by @ by / 2 - weight @ np.log(sure)), slope

    found = minimize(loss, np.zeros(len(column)), jac=True, method="L-BFGS-B").x
    return {name: round(float(found[at]), 2) for name, at in column.items()}


def held_out(examples: Sequence[Example], task: Task, folds: int = 5) -> Iterator[list[float]]:
    """The likelihoods of each example's options, by weights fitted without its fold."""
    keys = sorted({one.fold for one in examples})
    random.Random(3).shuffle(keys)
    fold = {key: at % folds for at, key in enumerate(keys)}
    by = [fit([one for one in examples if fold[one.fold] != left], task) for left in range(folds)]
    for one in examples:
        weights = by[fold[one.fold]]
        yield softmax([score(option, weights) for option in one.options])


def calibration(said: Sequence[float], right: Sequence[bool]) -> dict[str, float]:
    """How often right was what was said to be so likely: a curve that never falls."""
    places = np.digitize(said, _STEPS)
    means, seen, counts = [], [], []
    for place in range(len(_STEPS) + 1):
        inside = [at for at in range(len(said)) if places[at] == place]
        if inside:
            means.append(float(np.mean([said[at] for at in inside])))
            seen.append(float(np.mean([right[at] for at in inside])))
            counts.append(float(len(inside)))
    rising = isotonic_regression(seen, weights=counts).x
    return {
        f"{mean:.3f}": round(float(value), 3) for mean, value in zip(means, rising, strict=True)
    }
