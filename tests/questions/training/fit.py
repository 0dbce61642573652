"""Fits the weights of a log-linear model by L-BFGS, with the penalties of an elastic net."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import isotonic_regression, minimize
from scipy.sparse import csr_matrix

from bot.questions.reading.topics import MANY, TOPICS, of_set
from tests.questions.training.examples import Asked, Example

Weights = dict[str, float]
Loss = Callable[[np.ndarray], tuple[float, np.ndarray]]
_STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.94, 0.96, 0.98, 0.99, 0.997)
_LEAST, _NEVER = 0.01, 1e-12


@dataclass(frozen=True, slots=True)
class Task:
    """How a task's weights are fitted: the penalty on the square of each (ridge), that on its size
    (lasso), which leaves many at nothing, and in how many folds a feature must be met."""

    ridge: float
    lasso: float
    folds: int = 1


def fit(examples: Sequence[Example], task: Task) -> Weights:
    """The weights under which the right options are likeliest."""
    options = [option for one in examples for option in one.options]
    names = _met(((one.fold, option) for one in examples for option in one.options), task.folds)
    matrix = _matrix(options, names)
    right = np.array([at in one.right for one in examples for at in range(len(one.options))])
    counts = np.array([len(one.options) for one in examples])
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    weight = _shares(examples)

    def loss(by: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ by
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), counts))
        chances = odds / np.repeat(np.add.reduceat(odds, starts), counts)
        sure = np.maximum(np.add.reduceat(chances * right, starts), _NEVER)
        pull = chances - chances * right / np.repeat(sure, counts)
        return float(-weight @ np.log(sure)), matrix.T @ (pull * np.repeat(weight, counts))

    return _named(names, _elastic_net(loss, len(names), task))


def fit_sets(examples: Sequence[Asked], task: Task) -> dict[str, Weights]:
    """The weights of each topic, and "topics" of their sets, under which the right sets of topics
    are likeliest: a conditional random field over what belongs together (collective multi-label
    classification)."""
    sets = [some for size in range(len(TOPICS) + 1) for some in combinations(TOPICS, size)]
    holds = np.array([[float(topic in some) for topic in TOPICS] for some in sets])
    together = [[of_set(some, said) for some in sets] for said in range(MANY + 1)]
    pairs = sorted({name for some in together for one in some for name in one})
    shared = np.stack([_matrix(some, pairs).toarray() for some in together])
    names = {
        topic: _met(((one.fold, one.topics[topic]) for one in examples), task.folds)
        for topic in TOPICS
    }
    matrices = [_matrix([one.topics[topic] for one in examples], names[topic]) for topic in TOPICS]
    ends = np.cumsum([len(names[topic]) for topic in TOPICS])
    place = {frozenset(some): at for at, some in enumerate(sets)}
    right = np.array([place[one.right] for one in examples])
    said = np.array([min(one.said, MANY) for one in examples])
    every, weight = np.arange(len(examples)), _shares(examples)

    def loss(by: np.ndarray) -> tuple[float, np.ndarray]:
        *of_topics, of_sets = np.split(by, ends)
        each = np.stack([m @ own for m, own in zip(matrices, of_topics, strict=True)], axis=1)
        scores = each @ holds.T + (shared @ of_sets)[said]
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        pull = odds / odds.sum(axis=1, keepdims=True)
        sure = np.maximum(pull[every, right], _NEVER)
        pull *= weight[:, None]
        pull[every, right] -= weight
        marginal = pull @ holds
        slopes = [matrix.T @ marginal[:, at] for at, matrix in enumerate(matrices)]
        by_said = np.stack([pull[said == many].sum(axis=0) for many in range(MANY + 1)])
        slopes.append(np.einsum("ksn,ks->n", shared, by_said))
        return float(-weight @ np.log(sure)), np.concatenate(slopes)

    parts = np.split(_elastic_net(loss, int(ends[-1]) + len(pairs), task), ends)
    return {
        topic: _named(some, part)
        for (topic, some), part in zip((*names.items(), ("topics", pairs)), parts, strict=True)
    }


def _elastic_net(loss: Loss, size: int, task: Task) -> np.ndarray:
    def penalized(halves: np.ndarray) -> tuple[float, np.ndarray]:
        # A weight is the difference of two that are never negative: so its size has a slope.
        by = halves[:size] - halves[size:]
        cost, slope = loss(by)
        slope = slope + task.ridge * by
        cost += task.ridge * by @ by / 2 + task.lasso * halves.sum()
        return cost, np.concatenate((slope, -slope)) + task.lasso

    bounds = [(0.0, None)] * (2 * size)
    halves = minimize(penalized, np.zeros(2 * size), jac=True, method="L-BFGS-B", bounds=bounds).x
    return np.asarray(halves[:size] - halves[size:])


def _matrix(some: Sequence[Mapping[str, float]], names: Sequence[str]) -> csr_matrix:
    """A row for each of some features, a column for each name."""
    column = {name: at for at, name in enumerate(names)}
    rows, columns, values = [], [], []
    for at, one in enumerate(some):
        for name, value in one.items():
            if name in column:
                rows.append(at)
                columns.append(column[name])
                values.append(value)
    return csr_matrix((values, (rows, columns)), shape=(len(some), len(column)))


def _shares(examples: Sequence[Example] | Sequence[Asked]) -> np.ndarray:
    weights = np.array([one.weight for one in examples])
    return weights / weights.sum()


def _met(some: Iterable[tuple[str, Mapping[str, float]]], least: int) -> list[str]:
    """The names of the features that so many folds have."""
    folds: dict[str, set[str]] = defaultdict(set)
    for fold, features in some:
        for name in features:
            if len(folds[name]) < least:
                folds[name].add(fold)
    return sorted(name for name, met in folds.items() if len(met) >= least)


def _named(names: Sequence[str], by: np.ndarray) -> Weights:
    found = {name: round(float(weight), 2) for name, weight in zip(names, by, strict=True)}
    return {name: weight for name, weight in found.items() if abs(weight) >= _LEAST}


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
