"""How well and how fast titles are found: accuracy with typos, keystrokes at 100,000 titles."""

import random
import time
from collections.abc import Iterable, Sequence
from itertools import count

from bot.questions.index.segment import Segment
from bot.questions.index.segment_builder import build
from bot.questions.index.spelling import fold
from bot.questions.index.titles import TitleEntry, TitleIndex
from tests.bench.memory import most_resident
from tests.questions.real_titles import one_edit, real_titles

_SAMPLE = 5000
MADE = 10**9
"""The first id of a made title."""
_LARGE = 100_000


def run() -> list[tuple[str, str]]:
    """Rows of what was measured and its figure; one row where the titles are absent."""
    shows = real_titles()
    if not shows:
        return [("titles", "skipped: ../shared/data/titles is not beside the project")]
    chance = random.Random(1)
    before = most_resident()
    started = time.process_time()
    index = _as_the_bot_has_it(shows)
    built = time.process_time() - started
    rows = [
        (f"index of {len(shows):,} titles, built in processor time", f"{built:.2f} s"),
        ("the most memory that building it takes", f"{most_resident() - before:.0f} MB"),
    ]
    rows += _accuracy(index, shows, chance)
    rows += _large(shows, chance)
    return rows


def _as_the_bot_has_it(shows: Iterable[TitleEntry]) -> TitleIndex:
    """An index of a segment, as every start adopts one: it is slower than one of objects."""
    index = TitleIndex()
    index.adopt(Segment(build(shows)))
    return index


def _accuracy(
    index: TitleIndex, shows: Sequence[TitleEntry], chance: random.Random
) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    sample = chance.sample(shows, min(_SAMPLE, len(shows)))
    counts = {True: [0, 0, 0], False: [0, 0, 0]}
    for show in sample:
        meant = fold(show.title)
        answers = [
            meant in (fold(match.entry.title), *map(fold, match.entry.names))
            for match in index.search(one_edit(show.title, chance), limit=5)
        ]
        tally = counts[len(meant) > 4]
        tally[0] += 1
        tally[1] += answers[:1] == [True]
        tally[2] += True in answers
    longer, short = counts[True], counts[False]
    for label, tally in (
        ("one edit in any title", [a + b for a, b in zip(longer, short, strict=True)]),
        ("one edit in a title of five letters or more", longer),
        ("one edit in a shorter title", short),
    ):
        asked, first, five = tally
        rows.append((f"{label}: found first", f"{first / asked:.2%} of {asked}"))
        rows.append((f"{label}: among five", f"{five / asked:.2%}"))
    return rows


def _large(shows: Sequence[TitleEntry], chance: random.Random) -> list[tuple[str, str]]:
    index = _as_the_bot_has_it(filled(shows, chance, _LARGE))
    popular = sorted(shows, key=lambda show: -show.popularity)[:1000]
    keystrokes: list[float] = []
    # A busy neighbour delays a keystroke, but does not make it cost more.
    spent: list[float] = []
    for show in chance.sample(popular, 100):
        typed = show.title if chance.random() < 0.5 else one_edit(show.title, chance)
        for end in range(1, len(typed) + 1):
            started, used = time.perf_counter(), time.thread_time()
            index.search(typed[:end])
            spent.append(time.thread_time() - used)
            keystrokes.append(time.perf_counter() - started)
    edits: list[float] = []
    for show in chance.sample(shows, 1000):
        # An entry that is as it was costs nothing.
        changed = show._replace(title=f"{show.title} again")
        used = time.thread_time()
        index.replace([changed])
        edits.append(time.thread_time() - used)
    return [
        (f"keystroke at {len(index):,} titles, p50", _at(keystrokes, 0.5)),
        (f"keystroke at {len(index):,} titles, p99", _at(keystrokes, 0.99)),
        (f"keystroke at {len(index):,} titles, processor time, p99", _at(spent, 0.99)),
        (f"edit of one title at {len(index):,} titles, processor time, p99", _at(edits, 0.99)),
    ]


def filled(shows: Sequence[TitleEntry], chance: random.Random, size: int) -> list[TitleEntry]:
    """The real titles, filled up to so many with titles made of their halves."""
    made = list(shows)
    ids = count(MADE)
    while len(made) < size:
        front, back = chance.choice(shows), chance.choice(shows)
        start, end = front.title.split(), back.title.split()
        title = " ".join(start[: (len(start) + 1) // 2] + end[len(end) // 2 :])
        original = back.names if chance.random() < 0.5 else ()
        made.append(TitleEntry(next(ids), title, popularity=back.popularity, names=original))
    return made


def _at(times: list[float], share: float) -> str:
    return f"{sorted(times)[int(len(times) * share)] * 1000:.2f} ms"


if __name__ == "__main__":
    for label, figure in run():
        print(f"{label:<60} {figure}")
