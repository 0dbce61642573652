"""How well and how fast articles are read."""

import statistics
import time

from bot.articles.reader import read
from tests.articles.labelled import HERE, articles, count, load, summed

_RUNS = 5


def run() -> list[tuple[str, str]]:
    """Rows of what was measured and its figure."""
    paths = [path for folder in ("known", "blind") for path in articles(HERE / folder)]
    recall, precision, forbidden = summed([count(path) for path in paths])
    seconds = []
    for path in paths:
        article, _, text = load(path)
        times = []
        for _ in range(_RUNS):
            began = time.process_time()
            read(article, lambda title: None)
            times.append(time.process_time() - began)
        seconds.append(min(times) / max(1, len(text.split())) * 1_000)
    label = f"{len(paths)} articles"
    return [
        (f"{label}: recall", f"{recall:.1%}"),
        (f"{label}: precision", f"{precision:.1%}"),
        (f"{label}: what must never be drafted", str(forbidden)),
        (f"{label}: 1,000 words, p50", f"{statistics.median(seconds) * 1000:.1f} ms"),
    ]


if __name__ == "__main__":
    for label, figure in run():
        print(f"{label:<60} {figure}")
