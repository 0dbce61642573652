"""Some texts of each of Unicode's categories; `make chaos` has 100,000."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos import any_text


@pytest.mark.slow
async def test_any_text_is_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    assert await any_text.run(tmp_path, 400, seed=2) == []


def test_each_category_is_among_the_texts() -> None:
    assert {"No", "Nd", "Cs", "Co", "Mn", "Zl"} <= any_text.by_category().keys()
    assert "\u2777" in any_text.by_category()["No"]
