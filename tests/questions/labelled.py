"""Questions with what they ask, written down by hand, and how many of them are read right."""

import csv
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.questions.index.spelling import compact, fold, without_article
from bot.questions.index.titles import TitleEntry, TitleIndex
from bot.questions.reading.question import Question, read
from tests.questions.real_titles import SHARED

OWN = Path(__file__).with_name("questions.tsv")
SPELLINGS = Path(__file__).with_name("spellings.tsv")
REAL = SHARED / "questions" / "questions.tsv"

# The labels of the real questions, as topics.
_TOPICS = {
    "release_date": "release",
    "delay": "release",
    "renewal_status": "status",
    "final_season": "status",
    "why_cancelled": "status",
    "plot": "story",
    "where_to_watch": "where",
    "opinion": "general",
}
# Of a text that asks nothing, any topic is as right.
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, its show ("" for none), season, topics, and whether the title is in the text."""

    text: str
    title: str
    season: int | None
    topics: frozenset[str]
    language: str
    title_in_text: bool


@dataclass(slots=True)
class Score:
    """Counts over a set of questions; `seconds` is what each took, `missed` says what was wrong."""

    asked: int = 0
    titled: int = 0
    right_show: int = 0
    wrong_show: int = 0
    right_season: int = 0
    right_topics: int = 0
    one_right_topic: int = 0
    seconds: list[float] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def labelled(path: Path) -> Iterator[Labelled]:
    """The rows of a file, own or real."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            topics = (row.get("topics") or row["intents"]).split("|")
            yield Labelled(
                text=row["text"],
                title=row["title"] if "title" in row else row["show"],
                season=int(row["season"]) if row["season"] else None,
                topics=frozenset(_TOPICS.get(topic, topic) for topic in topics),
                language=row["language"],
                title_in_text=row["title_in_text"] == "yes",
            )


def measure(path: Path, titles: TitleIndex) -> Score:
    """Read every question of a file and count."""
    score = Score()
    for row in labelled(path):
        started = time.perf_counter()
        question = read(row.text, titles)
        score.seconds.append(time.perf_counter() - started)
        _count(score, row, question)
    return score


def misspelled(titles: TitleIndex) -> tuple[int, list[str]]:
    """How many spellings people type there are, and those whose show is not found first."""
    missed: list[str] = []
    asked = 0
    with SPELLINGS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            asked += 1
            matches = titles.search(row["typed"], limit=5)
            # A row without a title names no show, and should find none.
            right = _is_called(matches[0].entry, row["title"]) if matches else not row["title"]
            if not right:
                offered = [match.entry.title for match in matches]
                missed.append(f"{row['typed']!r}: {offered}, not {row['title']!r}")
    return asked, missed


def _count(score: Score, row: Labelled, question: Question) -> None:
    found = question.show.entry if question.show else None
    right = found is not None and _is_called(found, row.title)
    score.asked += 1
    score.titled += row.title_in_text
    score.right_show += right and row.title_in_text
    score.wrong_show += found is not None and not right
    score.right_season += question.season == row.season
    anything = _ANY in row.topics
    score.right_topics += anything or set(question.topics) == row.topics
    score.one_right_topic += anything or not row.topics.isdisjoint(question.topics)
    if (row.title_in_text and not right) or (found is not None and not right):
        offered = [match.entry.title for match in question.candidates]
        score.missed.append(f"{row.text!r}: show {found and found.title!r} of {offered}")
    if question.season != row.season:
        score.missed.append(f"{row.text!r}: season {question.season}, not {row.season}")
    if not anything and set(question.topics) != row.topics:
        score.missed.append(f"{row.text!r}: {question.topics}, not {sorted(row.topics)}")


def _is_called(entry: TitleEntry, title: str) -> bool:
    names = (entry.title, *entry.names)
    return _plain(title) in map(_plain, names) and bool(title)


def _plain(title: str) -> str:
    return compact(without_article(fold(title)))
