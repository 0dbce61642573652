"""Texts are cut line by line, by characters or bytes, whichever ends first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.presentation.layout import TextBudget

texts = st.lists(
    st.lists(st.text("ax字🎬*", max_size=40), min_size=1, max_size=6).map("\n".join), max_size=5
)
budgets = st.builds(TextBudget, st.integers(0, 150), st.integers(0, 400))


@given(budgets, texts)
def test_what_is_kept_fits_and_no_line_is_cut(budget: TextBudget, given_texts: list[str]) -> None:
    kept = budget.fit(*given_texts)
    if budget.characters >= 2 * len(given_texts) and budget.size >= 4 * len(given_texts):
        assert not budget.less(*kept).spent
    for text, shown in zip(given_texts, kept, strict=False):
        assert set(shown.split("\n")) <= {*text.split("\n"), "…"}


@given(budgets, st.lists(st.text("ax字🎬*", max_size=40), max_size=6))
def test_lines_are_kept_up_to_the_first_that_does_not_fit(
    budget: TextBudget, lines: list[str]
) -> None:
    kept = budget.first_lines(lines)
    if kept != lines:
        *kept, last = kept
        assert last == "…"
        assert budget.less(*(f"{line}\n" for line in lines[: len(kept) + 1])).spent
    assert kept == lines[: len(kept)]
    assert not kept or not budget.less(*(f"{line}\n" for line in kept)).spent


def test_bytes_end_a_text_before_characters_do() -> None:
    assert TextBudget(100, 20).fit("字字字\n字字字\nab") == ["字字字\n…"]
    assert TextBudget(100, 100).fit("字字字\n字字字\nab") == ["字字字\n字字字\nab"]
