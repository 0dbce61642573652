"""How well sentences are read: shares of right answers, and how likely they were said to be.

Three kinds are kept from training: sentences made of frames and titles that are held out; a tenth
of those that people wrote while they looked for what the reader misreads, which are harder than
what anybody types; and `unseen.tsv`, as people type them.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bot.questions.index.titles import TitleIndex
from bot.questions.reading.question import Question, read
from tests.questions.training.examples import MADE, WRITTEN, Row, is_called, rows

UNSEEN = Path(__file__).parents[1] / "unseen.tsv"
"""Sentences by people who knew nothing of how they are read. They teach nothing: what is mended by
one of them is mended by others of its kind, and new ones take the place of these."""

_STEPS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99, 1.0)


@dataclass(slots=True)
class Score:
    """Counts of some rows by language; `likely` pairs what was said with whether it was right."""

    counts: Counter[str] = field(default_factory=Counter)
    languages: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    likely: list[tuple[float, bool]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def share(self, what: str, of: str) -> float:
        """One count as a share of another."""
        return self.counts[what] / max(self.counts[of], 1)

    def lines(self) -> Iterable[str]:
        """The shares in words."""
        for what, of in (
            ("right show", "titled"), ("wrong show", "titled"), ("offered", "titled"),
            ("answered", "other"), ("right kind", "other"),
            ("mentioned: answered", "talk"), ("mentioned: asked back", "talk"),
            ("mentioned: left alone", "talk"),
            ("all shows", "several"), ("right season", "asked"), ("right topics", "asked"),
            ("one right topic", "asked"),
        ):  # fmt: skip
            yield f"{what:<22} {self.share(what, of):7.2%} of {self.counts[of]} {of}"
        for language, counts in sorted(self.languages.items()):
            right, titled = counts["right show"], counts["titled"]
            yield f"  {language}: right show {right / max(titled, 1):.1%} of {titled}"
        times = sorted(self.seconds)
        p50, p99 = (times[int(len(times) * share)] * 1e3 for share in (0.5, 0.99))
        yield f"p50 {p50:.2f} ms, p99 {p99:.2f} ms of processor time"
        for low, high in zip((0.0, *_STEPS), _STEPS, strict=False):
            some = [
                (said, right)
                for said, right in self.likely
                if low <= said < high or said == high == 1.0
            ]
            if some:
                said, seen = (sum(one[at] for one in some) / len(some) for at in (0, 1))
                bounds = f"{low:.2f}..{high:.2f}"
                yield f"  said {bounds}: mean {said:.3f}, seen {seen:.3f} of {len(some)}"


def measure(some: Iterable[Row], titles: TitleIndex) -> Score:
    """Read rows and count; a row whose title is absent counts among the others."""
    score = Score()
    for row in some:
        started = time.process_time()
        question = read(row.text, titles, told=True)
        score.seconds.append(time.process_time() - started)
        _count(score, row, question)
        if row.kind == "talk":
            mentioned = read(row.text, titles)
            score.counts["talk"] += 1
            score.counts["mentioned: answered"] += mentioned.show is not None
            score.counts["mentioned: asked back"] += bool(mentioned.candidates)
            score.counts["mentioned: left alone"] += not mentioned.is_question
    return score


def _count(score: Score, row: Row, question: Question) -> None:
    if row.title and not row.absent:
        _count_titled(score, row, question)
    elif not row.absent:
        _count_other(score, row, question)
    # Of what is about no show in particular nothing is answered, whatever is asked.
    if row.kind not in ("talk", "unnamed") and not row.absent:
        counts = score.counts
        topics = row.topics if "*" in row.topics else frozenset(question.asked_together)
        counts["asked"] += 1
        counts["right season"] += question.season == row.season
        counts["right topics"] += topics == row.topics
        counts["one right topic"] += not row.topics.isdisjoint(topics)
        if question.season != row.season:
            score.missed.append(f"{row.text!r}: season {question.season}, not {row.season}")
        if topics != row.topics:
            score.missed.append(f"{row.text!r}: {sorted(topics)}, not {sorted(row.topics)}")


def _count_titled(score: Score, row: Row, question: Question) -> None:
    shown = question.show.entry if question.show else None
    right = shown is not None and is_called(shown, row.title)
    offered = [match.entry for match in question.candidates]
    for each in (score.counts, score.languages[row.language]):
        each["titled"] += 1
        each["right show"] += right
    counts = score.counts
    asked_about = (row.title, *row.also)
    counts["wrong show"] += shown is not None and not any(
        is_called(shown, title) for title in asked_about
    )
    counts["offered"] += shown is None and any(is_called(entry, row.title) for entry in offered)
    score.likely.append((question.likelihood, bool(offered) and is_called(offered[0], row.title)))
    if not right:
        titles = [entry.title for entry in offered]
        said = f"{shown and shown.title} of {titles}, {question.likelihood:.2f}"
        score.missed.append(f"{row.text!r}: {said}, not {row.title}")
    if row.also:
        also = [other.show.entry for other in question.also]
        counts["several"] += 1
        counts["all shows"] += (
            right
            and len(also) == len(row.also)
            and all(is_called(entry, title) for entry, title in zip(also, row.also, strict=True))
        )


def _count_other(score: Score, row: Row, question: Question) -> None:
    kind = "follow" if question.follow_up else "unnamed" if question.is_question else "talk"
    score.counts["other"] += 1
    score.counts["answered"] += question.show is not None
    score.counts["right kind"] += kind == row.kind
    score.likely.append((question.likelihood, False))
    if kind != row.kind or question.show is not None:
        shown = question.show and question.show.entry.title
        score.missed.append(
            f"{row.text!r}: {kind} {shown} {question.likelihood:.2f}, not {row.kind}"
        )


def report(titles: TitleIndex, *, missed: int = 0) -> str:
    """The figures on what is kept from training, with that many of the sentences misread."""
    lines: list[str] = []
    made = [row for row in rows(MADE) if row.held_template and row.held_title and not row.absent]
    for name, some in (
        ("made, held out", made),
        ("written to be hard, held out", [row for row in rows(WRITTEN) if row.held_template]),
        ("as people type, unseen", list(rows(UNSEEN))),
    ):
        score = measure(some, titles)
        lines += [f"-- {name}", *score.lines(), *score.missed[:missed]]
    return "\n".join(lines)
