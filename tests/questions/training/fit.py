"""Fits the weights of a log-linear model by stochastic gradient descent."""

import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression
from scipy.sparse import csr_matrix

from bot.questions.reading.model import is_of_words
from bot.questions.reading.topics import MANY, TOPICS, of_set
from tests.questions.training.examples import Asked, Example

Weights = dict[str, float]
Array = NDArray[Any]
Gradient = Callable[[Array, Array], Array]
_STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.94, 0.96, 0.98, 0.99, 0.997)
_LEAST, _NEVER = 0.01, 1e-12
_BATCH = 256
# The rate rises in three tenths of all steps to its highest, and falls to nothing (one cycle).
_RATE, _RISING, _FIRST = 0.02, 0.3, 0.04
_BETA_1, _BETA_2, _EPSILON = 0.9, 0.999, 1e-8
# So many features of words are left out of each example, so that others must do without them.
_DROPOUT = 0.2
_SEED, _FITS = 1, 3
"""So many fits in other orders are averaged: what one order happens to learn is left out."""


@dataclass(frozen=True, slots=True)
class Task:
    """How a task's weights are fitted: how often all examples are seen, how fast weights decay,
    and in how many folds a feature must be met."""

    epochs: int
    decay: float
    folds: int


def fit(examples: Sequence[Example], task: Task) -> Weights:
    """The weights under which the right options are likeliest."""
    options = [option for one in examples for option in one.options]
    names = _met(((one.fold, option) for one in examples for option in one.options), task.folds)
    matrix, words = _matrix(options, names), _of_words(names)
    right = np.array([at in one.right for one in examples for at in range(len(one.options))])
    counts = np.array([len(one.options) for one in examples])
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    weight = _shares(examples)
    rng = np.random.default_rng(_SEED)

    def gradient(by: Array, batch: Array) -> Array:
        many = counts[batch]
        first = np.concatenate(([0], np.cumsum(many)[:-1]))
        rows = np.arange(many.sum()) + np.repeat(starts[batch] - first, many)
        some, fits = _with_dropout(matrix[rows], words, rng), right[rows]
        scores = some @ by
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), many))
        chances = odds / np.repeat(np.add.reduceat(odds, first), many)
        sure = np.maximum(np.add.reduceat(chances * fits, first), _NEVER)
        residual = chances - chances * fits / np.repeat(sure, many)
        return np.asarray(some.T @ (residual * np.repeat(weight[batch], many)))

    return _named(names, _averaged(gradient, len(names), len(examples), task))


def fit_sets(examples: Sequence[Asked], task: Task) -> dict[str, Weights]:
    """The weights of each topic, and "topics" of their sets, under which the right sets of topics
    are likeliest: a conditional random field over what belongs together (collective multi-label
    classification)."""
    sets = [some for size in range(len(TOPICS) + 1) for some in combinations(TOPICS, size)]
    holds = np.array([[float(topic in some) for topic in TOPICS] for some in sets])
    together = [[of_set(some, said) for some in sets] for said in range(MANY + 1)]
    pairs = sorted({name for some in together for one in some for name in one})
    shared = np.stack([_matrix(some, pairs).toarray() for some in together])
    names = _met(((one.fold, one.features) for one in examples), task.folds)
    matrix, words = _matrix([one.features for one in examples], names), _of_words(names)
    place = {frozenset(some): at for at, some in enumerate(sets)}
    right = np.array([place[one.right] for one in examples])
    said = np.array([min(one.said, MANY) for one in examples])
    weight = _shares(examples)
    rng = np.random.default_rng(_SEED)
    # A row for each feature, its weights for the topics; behind them those of sets, side by side.
    size = len(names) * len(TOPICS)

    def gradient(by: Array, batch: Array) -> Array:
        some, many = _with_dropout(matrix[batch], words, rng), said[batch]
        of_topics, of_sets = by[:size].reshape(-1, len(TOPICS)), by[size:]
        scores = (some @ of_topics) @ holds.T + (shared @ of_sets)[many]
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        residual = odds / odds.sum(axis=1, keepdims=True)
        residual[np.arange(len(batch)), right[batch]] -= 1.0
        residual *= weight[batch, None]
        by_said = np.stack([residual[many == each].sum(axis=0) for each in range(MANY + 1)])
        gradients = (some.T @ (residual @ holds)).ravel(), np.einsum("ksn,ks->n", shared, by_said)
        return np.concatenate(gradients)

    by = _averaged(gradient, size + len(pairs), len(examples), task)
    of_topics = by[:size].reshape(-1, len(TOPICS))
    found = {topic: _named(names, of_topics[:, at]) for at, topic in enumerate(TOPICS)}
    return found | {"topics": _named(pairs, by[size:])}


def _averaged(gradient: Gradient, size: int, examples: int, task: Task) -> Array:
    """The mean of several fits (bagging, but for the order alone)."""
    fits = (_adamw(gradient, size, examples, task, _SEED + at) for at in range(_FITS))
    return np.asarray(sum(fits) / _FITS)


def _adamw(gradient: Gradient, size: int, examples: int, task: Task, seed: int) -> Array:
    """Where AdamW comes to (Loshchilov and Hutter 2019) from nothing, in batches at random."""
    rng = np.random.default_rng(seed)
    by, momentum, squares = (np.zeros(size) for _ in range(3))
    # What is left over of an epoch is another part of the examples each time.
    batches = examples // _BATCH or 1
    steps, step = task.epochs * batches, 0
    for _ in range(task.epochs):
        order = rng.permutation(examples)
        for at in range(batches):
            rate, step = _RATE * _cycle(step / steps), step + 1
            of_batch = gradient(by, order[at * _BATCH : (at + 1) * _BATCH])
            momentum += (1.0 - _BETA_1) * (of_batch - momentum)
            squares += (1.0 - _BETA_2) * (of_batch * of_batch - squares)
            root = np.sqrt(squares / (1.0 - _BETA_2**step)) + _EPSILON
            by *= 1.0 - rate * task.decay
            by -= rate * momentum / (1.0 - _BETA_1**step) / root
    return by


def _cycle(done: float) -> float:
    """The share of the highest rate when that share of the steps is done."""
    if done < _RISING:
        return _FIRST + (1.0 - _FIRST) * (1.0 - math.cos(math.pi * done / _RISING)) / 2.0
    return (1.0 + math.cos(math.pi * (done - _RISING) / (1.0 - _RISING))) / 2.0


def _with_dropout(some: csr_matrix, words: Array, rng: np.random.Generator) -> csr_matrix:
    """A copy without some of the features of words."""
    kept = rng.random(len(some.data)) >= _DROPOUT
    some.data = some.data * (kept | ~words[some.indices])
    return some


def _of_words(names: Sequence[str]) -> Array:
    return np.array([is_of_words(name) for name in names], dtype=bool)


def _matrix(some: Sequence[Mapping[str, float]], names: Sequence[str]) -> csr_matrix:
    """A row for each of some features, a column for each name."""
    column = {name: at for at, name in enumerate(names)}
    # Arrays take a tenth of what lists of so many millions do.
    columns, values, ends = array("i"), array("d"), array("q", (0,))
    for one in some:
        for name, value in one.items():
            if name in column:
                columns.append(column[name])
                values.append(value)
        ends.append(len(columns))
    cells = np.frombuffer(values), np.frombuffer(columns, np.intc), np.frombuffer(ends, np.int64)
    return csr_matrix(cells, shape=(len(some), len(column)))


def _shares(examples: Sequence[Example] | Sequence[Asked]) -> Array:
    """How much each counts in a batch, whose shares are one together on average."""
    weights = np.array([one.weight for one in examples])
    return np.asarray(weights / weights.mean() / _BATCH)


def _met(some: Iterable[tuple[str, Mapping[str, float]]], least: int) -> list[str]:
    """The names of the features that so many folds have."""
    folds: dict[str, set[str]] = defaultdict(set)
    for fold, features in some:
        for name in features:
            if len(folds[name]) < least:
                folds[name].add(fold)
    return sorted(name for name, met in folds.items() if len(met) >= least)


def _named(names: Sequence[str], by: Array) -> Weights:
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
