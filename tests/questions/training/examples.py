"""Labelled sentences as what the model learns from: options with features, and which are right."""

import csv
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.questions.index.spelling import compact, fold, without_article
from bot.questions.index.titles import TitleEntry, TitleIndex
from bot.questions.reading import hypotheses as readings
from bot.questions.reading import sentence as sentences
from bot.questions.reading import topics
from bot.questions.reading.candidates import Candidate, candidates, parted
from bot.questions.reading.compound import of_title
from bot.questions.reading.disambiguation import fits_of
from bot.questions.reading.model import Features
from bot.questions.reading.season_choice import options
from bot.questions.reading.sentence import Kind, Sentence

HERE = Path(__file__).parent
MADE, WRITTEN = HERE / "synthetic.tsv", HERE / "handwritten.tsv"
TOPICS_ONLY, SHOW_ONLY = " (topics only)", " (show only)"
"""In the name of a template whose sentences teach nothing else."""
_FOLDS = 10
_WRITTEN, _CHATTED, _PLAIN = 12.0, 2.0, 0.3
_ASKED, _ASKED_CHATTED, _ASKED_PLAIN = 7.0, 3.0, 1.0
_OF_SEVERAL = 3.0
_OF_KINDS = {"talk": 1.2, "unnamed": 0.7}
_TITLED = ("titled", "several", "alone")


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence and what it asks; `kind` is "titled", "several", "follow", "unnamed" or "talk".

    An `absent` title is taken out of the catalogue before the sentence is read. `template` is ""
    for a sentence that somebody wrote.
    """

    text: str
    title: str
    season: int | None
    topics: frozenset[str]
    language: str
    kind: str
    template: str
    also: tuple[str, ...]
    absent: bool

    @property
    def weight(self) -> float:
        """How much it counts: what people wrote most, then frames as people write; talk more, so
        that it is left alone."""
        source = _CHATTED if "-" in self.template else _PLAIN if self.template else _WRITTEN
        return source * _OF_KINDS.get(self.kind, 1.0)

    @property
    def weight_of_topics(self) -> float:
        """The same for what it asks."""
        return _ASKED_CHATTED if "-" in self.template else _ASKED_PLAIN if self.template else _ASKED

    @property
    def held_template(self) -> bool:
        """Whether its frame, or the sentence that somebody wrote, is kept from training."""
        return _is_held(self.template or self.text)

    @property
    def held_title(self) -> bool:
        """Whether its title is kept from training."""
        return not self.title or _is_held(plain(self.title))


def _is_held(text: str) -> bool:
    return zlib.crc32(text.encode()) % _FOLDS == 0


def rows(path: Path) -> Iterator[Row]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield as_row(row)


def as_row(row: dict[str, str]) -> Row:
    """A row of a table; columns that are not there are empty."""
    title = row["title"] or ""
    return Row(
        row["text"], title, int(row["season"]) if row["season"] else None,
        frozenset(row["topics"].split("|")), row["language"],
        row.get("kind") or ("titled" if title else "talk"), row.get("template") or "",
        tuple(filter(None, (row.get("also") or "").split("|"))), row.get("absent") == "yes",
    )  # fmt: skip


def plain(title: str) -> str:
    """A title as far as telling it from another goes."""
    return compact(without_article(fold(title)))


def is_called(entry: TitleEntry, title: str) -> bool:
    """Whether a show goes by that title."""
    return bool(title) and plain(title) in map(plain, (entry.title, *entry.names))


@dataclass(frozen=True, slots=True)
class Example:
    """Options of one choice, by their features, and the places of those that are right.

    `fold` is the frame or the sentence that it has in common with others.
    """

    options: tuple[Features, ...]
    right: frozenset[int]
    weight: float
    fold: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The features of what a sentence asks, how many topics phrases name, and which are right."""

    features: Features
    said: int
    right: frozenset[str]
    weight: float
    fold: str


def examples(row: Row, titles: TitleIndex) -> Iterator[tuple[str, Example | Asked]]:
    """What a row teaches each task: "show", "season", "topics"."""
    sentence = sentences.read(parted(row.text, titles))
    found = candidates(sentence, titles)
    if row.absent:
        found = [one for one in found if not any(is_called(e, row.title) for e in one.entries)]
    bare = topics.named(topics.units(sentence), sentence.phrases).strong
    # What a server follows is asked about there more often than anything else of that name.
    near = zlib.crc32(row.text.encode()) % 6 == 0
    familiar = frozenset(
        entry.show_id
        for one in found
        for entry in one.entries
        if near and is_called(entry, row.title)
    )
    fits = {one: fits_of(sentence, one) for one in found}
    fold = row.template or row.text
    for told in (True, False):
        # By itself a title that is a word of every day asks nothing, but of who was told to ask.
        quiet = row.kind == "alone" and not told and not _is_rare(sentence)
        expected = replace(row, kind="talk", title="") if quiet else row
        every = list(readings.hypotheses(sentence, titles, found, bare, fits, familiar, told=told))
        right = frozenset(at for at, one in enumerate(every) if _is_right(one, expected))
        taught = row.kind == "alone" or told is (zlib.crc32(row.text.encode()) % 3 > 0)
        if right and taught and TOPICS_ONLY not in row.template:
            features = tuple(map(_by_kind, every))
            yield readings.SHOW, Example(features, right, row.weight, fold)
    spans: Sequence[Candidate] = next((one.titles for one in every if _is_right(one, row)), ())
    if row.kind == "talk" or SHOW_ONLY in row.template:
        return
    missed = row.kind in _TITLED and not row.absent and not spans
    first = spans[0] if spans else None
    seasons = options(of_title(sentence, first, spans), first)
    fitting = frozenset(at for at, (one, _) in enumerate(seasons) if one.number == row.season)
    if row.season is None and len(fitting) > 1:
        # "the final season" is one, though it has no number: it is asked about, and not none.
        fitting -= {0}
    if len(seasons) > 1 and fitting and not missed:
        features = tuple(features for _, features in seasons)
        weight = _OF_SEVERAL if row.kind == "several" else max(row.weight, 1.0)
        yield "season", Example(features, fitting, weight, fold)
    ranges = [range(one.start, one.end) for one in spans]
    units, places = topics.placed(sentence, ranges)
    said = topics.named(units, sentence.phrases)
    season = next((seasons[at][0] for at in fitting), seasons[0][0])
    if "*" not in row.topics:
        its = topics.of_topics(said, season, question=sentence.question)
        its |= topics.of_words(sentence, units, places)
        right_topics = row.topics - {topics.GENERAL}
        yield "topics", Asked(its, len(said.strong), right_topics, row.weight_of_topics, fold)


def _by_kind(one: readings.Hypothesis) -> Features:
    """The features of a reading, for each kind without a title under other names."""
    return {f"{one.kind} {name}".lstrip(): value for name, value in one.features.items()}


def _is_rare(sentence: Sentence) -> bool:
    return Kind.UNKNOWN in sentence.kinds


def _is_right(one: readings.Hypothesis, row: Row) -> bool:
    if row.kind in _TITLED and not row.absent:
        meant = (row.title, *row.also)
        return len(one.titles) == len(meant) and all(
            any(is_called(entry, title) for entry in each.entries)
            for each, title in zip(one.titles, meant, strict=True)
        )
    kinds = {"talk": readings.TALK, "follow": readings.FOLLOW_UP}
    return not one.titles and one.kind == kinds.get(row.kind, readings.UNNAMED)
