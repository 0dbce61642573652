"""How well and how fast questions are read, with 90,000 titles in the catalogue."""

from tests.questions.real_titles import large_index, real_titles
from tests.questions.training.evaluation import report


def run() -> list[tuple[str, str]]:
    """Rows of what was measured and its figure, on sentences and titles kept from training."""
    if not real_titles():
        return [("questions", "skipped: ../shared/data/titles is not beside the project")]
    return [(line, "") for line in report(large_index()).splitlines()]


if __name__ == "__main__":
    for label, figure in run():
        print(f"{label:<60} {figure}")
