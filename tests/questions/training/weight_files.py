"""Writes the files of weights that the model reads."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.questions.reading import model
from bot.questions.reading.hypotheses import KINDS, SHOW
from bot.questions.reading.lexicon import SCALE, hash_of
from bot.questions.reading.model import is_of_words
from bot.questions.reading.topics import TOPICS

TABLES = (SHOW,), KINDS, ("season",), TOPICS
"""Choices whose features of words are the same, and have one table."""
# The largest weight, in steps.
_MOST = 127


def write(weights: Mapping[str, Mapping[str, float]], named: Path, lexical: Path) -> None:
    """Write the weights of each choice into two files: of named features and of words."""
    features = sorted({feature for table in weights.values() for feature in table})
    lines = ("\t".join((feature, *_cells(feature, weights))) + "\n"
             for feature in features if not is_of_words(feature))  # fmt: skip
    with named.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    tables = []
    for choices in TABLES:
        some = [weights.get(choice, {}) for choice in choices]
        words = {feature for by in some for feature in by if is_of_words(feature)}
        rows = {feature: [by.get(feature, 0.0) for by in some] for feature in words}
        # Of features that share a hash the one with the larger weights is kept.
        lightest = sorted(words, key=lambda feature: (sum(map(abs, rows[feature])), feature))
        tables.append(serialized(choices, {hash_of(one): rows[one] for one in lightest}))
    unplaced = weights.keys() - {choice for choices in TABLES for choice in choices}
    assert not any(is_of_words(feature) for choice in unplaced for feature in weights[choice])
    lexical.write_bytes(b"".join(tables))
    model.forget()


def by_kind(shows: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """The weights of readings, those without a title by their kind."""
    found: dict[str, dict[str, float]] = {SHOW: {}, **{kind: {} for kind in KINDS}}
    for feature, weight in shows.items():
        kind, _, name = feature.partition(" ")
        if kind in KINDS:
            found[kind][name] = weight
        else:
            found[SHOW][feature] = weight
    return found


def _cells(feature: str, weights: Mapping[str, Mapping[str, float]]) -> Iterable[str]:
    return (f"{name} {by[feature]:g}" for name, by in weights.items() if feature in by)


def serialized(choices: Sequence[str], weights: Mapping[int, Iterable[float]]) -> bytes:
    """A table of rows by the hash of their feature, as a file has it; rows that round to nothing
    are left out."""
    rounded = {
        key: bytes(max(-_MOST, min(_MOST, round(weight / SCALE))) & 0xFF for weight in weights[key])
        for key in sorted(weights)
    }
    kept = {key: row for key, row in rounded.items() if any(row)}
    head = "\t".join((str(len(kept)), *choices)) + "\n"
    hashes = struct.pack(f"<{len(kept)}I", *kept)
    return head.encode() + hashes + b"".join(kept.values())
