"""``estimate --json -``: a JSON object a line in, another out, in order."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import CommandLine

GOOD = {
    "title": "Every autumn",
    "network": "CBS",
    "kind": "scripted",
    "country": "US",
    "premieres": [f"{year}-09-20" for year in range(2016, 2026)],
    "finales": ["2025-05-20", None],
    "as_of": "2026-01-10",
}


def test_every_line_gets_its_line(tmp_path: Path) -> None:
    lines = [
        "\ufeff" + json.dumps(GOOD),
        "",
        "{",
        "[" * 100_000,
        "x" * 1_000_000,
        "{}",
        json.dumps({**GOOD, "premieres": [None], "as_of": None}),
        json.dumps({**GOOD, "as_of": "2000-01-01"}),
        json.dumps({**GOOD, "premieres": ["12026-01-01"]}),
        json.dumps({**GOOD, "finales": {"1": "2025-05-20"}}),
        "[]",
        "7",
        json.dumps({**GOOD, "premieres": "2016"}),
        json.dumps({**GOOD, "premieres": ["soon"]}),
        json.dumps({**GOOD, "premieres": [2016]}),
        json.dumps({**GOOD, "as_of": "2026-13-01"}),
        json.dumps({**GOOD, "network": 4}),
        json.dumps({**GOOD, "premieres": []}),
        json.dumps({**GOOD, "premieres": [*GOOD["premieres"], "2026-09-20"]}),
        json.dumps({**GOOD, "finales": ["2015-01-01", "2025-05-20"]}),
        json.dumps({**GOOD, "title": "مسلسل" * 60, "premieres": GOOD["premieres"][::-1] * 2}),
    ]
    result = CommandLine(tmp_path / "none.db")("estimate", "--json", "-", stdin="\n".join(lines))
    assert result.exit_code == 0, result.output
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer.get("none") for answer in answers] == [
        None,
        "the line is empty",
        "the line is no JSON",
        "the line is no JSON",
        "the line is no JSON",
        "no premiere so far",
        "no premiere so far",
        "a premiere is dated already",
        "premieres holds no date like 2026-07-15",
        "finales is no list of dates",
        "the line is no JSON object",
        "the line is no JSON object",
        "premieres is no list of dates",
        "premieres holds no date like 2026-07-15",
        "premieres holds no date like 2026-07-15",
        "as_of holds no date like 2026-07-15",
        "network is no text",
        "no premiere so far",
        "a premiere is dated already",
        None,
        None,
    ]
    assert answers[0] == answers[-1] == answers[-2]
    assert "2026-01-10" < answers[0]["low"] < answers[0]["median"] < answers[0]["high"]
    assert answers[0]["median"].startswith("2026-09")
    assert not (tmp_path / "none.db").exists()
