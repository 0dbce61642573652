"""Trains the reader: `python -m tests.questions.training` writes its weights.tsv and lexicon.bin.

It takes a quarter of an hour and scipy, which is in the dependency group "training". Whole
templates and whole titles are held out; what is printed is of those alone.
"""

import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bot.questions.index.titles import TitleIndex
from bot.questions.reading import model
from bot.questions.reading.hypotheses import SHOW
from bot.questions.reading.model import Features
from tests.questions.labelled import OWN
from tests.questions.real_titles import large_index, small_catalogue
from tests.questions.training.augmentation import mistyped
from tests.questions.training.evaluation import measure, report
from tests.questions.training.examples import (
    MADE,
    WRITTEN,
    Asked,
    Example,
    Row,
    examples,
    rows,
)
from tests.questions.training.fit import Task, calibration, fit, fit_sets
from tests.questions.training.weight_files import by_kind, write

_TASKS = {SHOW: Task(6, 0.01, 3), "season": Task(20, 0.01, 3)}
_TOPICS = Task(6, 0.02, 2)


def training_rows() -> list[Row]:
    """All rows of which neither the frame nor the title is held out."""
    made = [row for row in rows(MADE) if not (row.held_template or (row.title and row.held_title))]
    known = [row for row in rows(OWN) if row.title]
    written = [row for row in (*rows(WRITTEN), *known) if not row.held_template]
    return made + written + list(mistyped(written))


def calibrated() -> dict[str, float]:
    """How often shows were right that the model says are so likely, in sentences that people
    wrote and that were held out."""
    score = measure((row for row in rows(WRITTEN) if row.held_template), large_index())
    return calibration(*zip(*score.likely, strict=True))


def _learnt_from(row: Row, *, small: bool) -> list[tuple[str, Example | Asked]]:
    return list(examples(row, _small_index() if small else large_index()))


@cache
def _small_index() -> TitleIndex:
    return TitleIndex(small_catalogue())


def learnt() -> tuple[dict[str, list[Example]], list[Asked]]:
    """The examples of each choice, and of what is asked; our own questions are asked in a small
    catalogue too."""
    choices: dict[str, list[Example]] = defaultdict(list)
    topics: list[Asked] = []
    known: dict[object, Any] = {}
    large_index()
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        asked = list(dict.fromkeys(training_rows()))
        own = [row for row in rows(OWN) if row.title]
        for some, small in ((asked, False), (own, True)):
            for found in pool.map(partial(_learnt_from, small=small), some, chunksize=200):
                for task, example in found:
                    if isinstance(example, Asked):
                        features = _shared(example.features, known)
                        topics.append(replace(example, features=features))
                    else:
                        options = tuple(_shared(one, known) for one in example.options)
                        choices[task].append(replace(example, options=options))
    return choices, topics


def _shared(features: Features, known: dict[object, Any]) -> Features:
    """The same with names and values that all have in common: what comes from another process has
    its own of each, in twice the memory."""
    return {
        known.setdefault(name, name): known.setdefault(value, value)
        for name, value in features.items()
    }


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / model.WEIGHTS.name, folder / model.LEXICON.name
    choices, topics = learnt()
    # What is calibrated and reported are the new weights, wherever they are written.
    model.WEIGHTS, model.LEXICON = files
    weights = {name: fit(choices[name], task) for name, task in _TASKS.items()}
    weights |= by_kind(weights[SHOW]) | fit_sets(topics, _TOPICS)
    write(weights, *files)
    weights["calibration"] = calibrated()
    write(weights, *files)
    for name, some in weights.items():
        print(f"{name}: {len(some)} weights")
    print(report(large_index()))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else model.WEIGHTS.parent)
