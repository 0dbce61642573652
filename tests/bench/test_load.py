"""The measurement itself, short, with the floor on both sides."""

from __future__ import annotations

import pytest

from tests.bench.load import FLOOR, LoadError, lines, measure, ratios


async def test_figures_of_the_floor() -> None:
    titles = [f"Show {n}" for n in range(30)]
    figures = await measure(FLOOR, {}, titles, count=20, rate=50, seconds=1)
    assert figures.steady["sent"] == 50
    assert figures.steady["unanswered"] == 0
    assert (figures.warm["sent"], figures.cold["sent"], figures.typing["sent"]) == (20, 20, 20)
    assert 0 < figures.warm["p50"] <= figures.warm["p99"] <= figures.warm["longest"]
    assert figures.ready > 0
    assert figures.resident_mb > 10
    assert "READY after" in lines("floor", figures)[0]
    assert ratios(figures, figures)["warm p50"] == 1


async def test_a_bot_that_does_not_start_is_told() -> None:
    with pytest.raises(LoadError, match="No module named"):
        await measure(("tests.bench.nothing",), {}, ["Soundtrack"])
