"""The arithmetic of SCALE.md, and that its table is the one the script prints."""

from __future__ import annotations

from tests.bench.scale import Constants, reckoned, table
from tests.wire.process import ROOT

MEASURED = Constants(server_bytes=40.6 * 1024, answer_seconds=0.00031, base_megabytes=116)
"""What the page says was measured."""


def test_the_page_holds_the_table_that_its_constants_give() -> None:
    page = (ROOT / "SCALE.md").read_text("utf-8")
    numbers = [row for row in page.splitlines() if row.startswith("| 1")]
    for printed, written in zip(list(table(MEASURED))[2:], numbers, strict=True):
        exact = [cell.strip() for cell in printed.split("|")]
        shown = [cell.strip() for cell in written.split("|")]
        assert exact[1:4] == shown[1:4]
        assert exact[5:] == shown[5:]
        memory = [float(row[4].replace(",", "")) for row in (exact, shown)]
        assert abs(memory[0] - memory[1]) <= 0.02 * memory[1]


def test_a_small_bot_is_one_process() -> None:
    small = reckoned(1, MEASURED)
    assert (small.shards, small.processes) == (1, 1)
    assert reckoned(2_500, MEASURED).shards == 3
