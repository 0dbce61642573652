"""The measurement itself, short, with the floor on both sides."""

from __future__ import annotations

import os
import time

import pytest

from tests.bench.load import FLOOR, LoadError, Subject, lines, measure, ratios
from tests.wire.pace import timings
from tests.wire.process import cpu_seconds


@pytest.mark.slow
async def test_figures_of_the_floor_beside_itself() -> None:
    titles = [f"Show {n}" for n in range(30)]
    both = {"floor": FLOOR, "again": FLOOR}
    measured = await measure(both, titles, count=20, rate=50, seconds=1)
    figures = measured["again"]
    assert (figures.steady.sent, figures.steady.unanswered) == (50, 0)
    assert (figures.warm.sent, figures.cold.sent, figures.typing.sent) == (20, 20, 20)
    assert 0 < figures.warm.p50 <= figures.warm.p99 <= figures.warm.longest
    assert figures.ready > 0
    assert figures.resident_mb > 10
    assert "READY after" in lines("floor", figures)[0]
    assert ratios(figures, figures)["warm p50"] == 1
    assert all(0 < figures.processor[kind] < 0.1 for kind in ("warm", "cold", "autocomplete"))
    assert ratios(figures, figures)["autocomplete processor"] == 1


def test_the_processor_time_of_a_process_is_told_as_finely_as_it_sees_it_itself() -> None:
    for _ in range(3):
        before = time.process_time()
        told = cpu_seconds(os.getpid())
        assert before <= told <= time.process_time()


async def test_a_bot_that_does_not_start_is_told() -> None:
    with pytest.raises(LoadError, match="No module named"):
        await measure({"bot": Subject(["tests.bench.nothing"])}, ["Soundtrack"])


def test_timings_are_nearest_ranks() -> None:
    figures = timings([n / 100 for n in range(1, 121)], unanswered=2)
    assert (figures.sent, figures.unanswered, figures.late) == (122, 2, 22)
    assert (figures.p50, figures.p99, figures.longest) == (0.6, 1.19, 1.2)
