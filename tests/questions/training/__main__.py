"""Trains the reader: `python -m tests.questions.training` writes its weights.toml.

Whole templates and whole titles are held out; what is printed is of those alone.
"""

import math
import sys
from collections import defaultdict
from pathlib import Path

import tomli_w

from bot.questions.reading import model
from bot.questions.reading.hypotheses import FOLLOW_UP, TALK, UNNAMED
from tests.questions.real_titles import large_index
from tests.questions.training.examples import MADE, WRITTEN, Example, Row, examples, rows
from tests.questions.training.fit import fit, likelihood
from tests.questions.training.measure import report

_ROUNDS, _PENALTY = 12, {"show": 5e-5, "season": 1e-4, "topic": 1e-4}
# Sentences that people wrote weigh as much as so many made ones.
_WRITTEN_COUNTS = 3
# A feature of less weight than this is left out, and the others are fitted again without it.
_LEAST = {"show": 0.3, "season": 0.1, "topic": 0.3}

# Sentences without a title are drawn more often than they are met, and harder ones.
_PRIOR = -0.5
# With this much added to its log-odds what is said to be likely was so as often where held out.
_CALIBRATION = {"offset": 1.5}


def training_rows() -> list[Row]:
    """All rows of which neither the frame nor the title is held out."""
    made = [row for row in rows(MADE) if not (row.held_template or (row.title and row.held_title))]
    written = [row for row in rows(WRITTEN) if not row.held_template] * _WRITTEN_COUNTS
    return made + written


def main(target: Path) -> None:
    titles = large_index()
    learnt: dict[str, list[Example]] = defaultdict(list)
    known: dict[Row, list[tuple[str, Example]]] = {}
    for row in training_rows():
        if row not in known:
            known[row] = list(examples(row, titles))
        for task, example in known[row]:
            learnt[task].append(example)
    rounded: dict[str, dict[str, float]] = {"calibration": _CALIBRATION}
    for task, some in learnt.items():
        first = fit(some, rounds=_ROUNDS, penalty=_PENALTY[task])
        kept = {name for name, value in first.items() if abs(value) >= _LEAST[task]}
        few = [one.only(kept) for one in some]
        weights = fit(few, rounds=_ROUNDS, penalty=_PENALTY[task])
        for kind in (TALK, FOLLOW_UP, UNNAMED):
            if task == "show":
                weights[kind] = weights.get(kind, 0.0) + _PRIOR
        losses = [-math.log(likelihood(one, weights)) for one in few]
        print(f"{task}: {len(weights)} weights, loss {sum(losses) / len(losses):.4f} of {len(few)}")
        rounded[task] = {name: round(value, 2) for name, value in sorted(weights.items())}
    target.write_text(
        "# Written by `python -m tests.questions.training`: what each feature adds to the\n"
        "# logarithm of a reading's likelihood.\n" + tomli_w.dumps(rounded),
        encoding="utf-8",
    )
    model.weights.cache_clear()
    print(report(titles))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else model.WEIGHTS)
