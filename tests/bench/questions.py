"""How well and how fast questions are read, with every title in the catalogue."""

from pathlib import Path

from bot.questions.index.titles import TitleIndex
from tests.questions.labelled import OWN, REAL, measure
from tests.questions.real_titles import real_titles, whole_catalogue


def run() -> list[tuple[str, str]]:
    """Rows of what was measured and its figure, for the real questions and for our own."""
    if not real_titles():
        return [("questions", "skipped: ../shared/data/titles is not beside the project")]
    titles = TitleIndex(whole_catalogue())
    rows: list[tuple[str, str]] = []
    for name, path in (("real", REAL), ("own", OWN)):
        rows += _of(name, path, titles)
    return rows


def _of(name: str, path: Path, titles: TitleIndex) -> list[tuple[str, str]]:
    if not path.exists():
        return [(f"{name} questions", "skipped: the file is not beside the project")]
    measure(path, titles)  # once for the caches of the tables
    score = measure(path, titles)
    times = sorted(score.seconds)
    label = f"{score.asked} {name} questions"
    return [
        (f"{label}: right show, title in the text", f"{score.right_show / score.titled:.1%}"),
        (f"{label}: a wrong show for sure", f"{score.wrong_show / score.asked:.1%}"),
        (f"{label}: right season", f"{score.right_season / score.asked:.1%}"),
        (f"{label}: right set of topics", f"{score.right_topics / score.asked:.1%}"),
        (f"{label}: a right topic", f"{score.one_right_topic / score.asked:.1%}"),
        (f"{label}: p50", f"{times[len(times) // 2] * 1000:.2f} ms"),
        (f"{label}: p99", f"{times[int(len(times) * 0.99)] * 1000:.2f} ms"),
    ]


if __name__ == "__main__":
    for label, figure in run():
        print(f"{label:<60} {figure}")
