"""Writes the files of weights that the model reads."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.questions.reading import model
from bot.questions.reading.hypotheses import KINDS, SHOW

_OF_WORDS = frozenset("~=")


def write(weights: Mapping[str, Mapping[str, float]], named: Path, lexical: Path) -> None:
    """Write the weights of each choice into two files: of named features and of words."""
    features = sorted({feature for table in weights.values() for feature in table})
    for path, of_words in ((named, False), (lexical, True)):
        some = (feature for feature in features if (not _OF_WORDS.isdisjoint(feature)) is of_words)
        lines = ("\t".join((feature, *_cells(feature, weights))) + "\n" for feature in some)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
    model.read_weights.cache_clear()


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
