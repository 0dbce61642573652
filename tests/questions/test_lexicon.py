"""The table of words: what is written is what is read, in whole steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.reading.lexicon import SCALE, hash_of, read_tables
from tests.questions.training.weight_files import serialized

WEIGHTS = st.floats(-7.9, 7.9, allow_nan=False)


@given(
    st.dictionaries(st.text(max_size=12), st.tuples(WEIGHTS, WEIGHTS), max_size=40),
    st.text(max_size=12),
)
def test_weights_are_read_as_they_were_serialized(
    weights: dict[str, tuple[float, float]], stranger: str
) -> None:
    by_hash = {hash_of(feature): row for feature, row in weights.items()}
    content = serialized(("cast", "story"), by_hash) + serialized(("show",), {hash_of("x"): [1.0]})
    table, other = read_tables(content)
    assert (table.choices, other.choices) == (("cast", "story"), ("show",))
    for feature in weights:
        assert table.row(feature) == pytest.approx(by_hash[hash_of(feature)], abs=SCALE / 2)
    if hash_of(stranger) not in by_hash:
        assert table.row(stranger) == (0.0, 0.0)
    assert other.row("x") == (1.0,)


def test_a_row_is_found_by_the_choice_it_is_for() -> None:
    (table,) = read_tables(serialized(("cast", "story"), {hash_of("~who"): [2.0, -0.5]}))
    assert dict(zip(table.choices, table.row("~who"), strict=True)) == {"cast": 2.0, "story": -0.5}


def test_what_rounds_to_nothing_is_left_out() -> None:
    content = serialized(("cast",), {1: [SCALE / 3], 2: [SCALE], 3: [-SCALE / 3]})
    assert content == b"1\tcast\n" + (2).to_bytes(4, "little") + b"\x01"


def test_what_is_too_large_is_the_largest() -> None:
    (table,) = read_tables(serialized(("cast",), {hash_of("a"): [99.0], hash_of("b"): [-99.0]}))
    assert (table.row("a"), table.row("b")) == ((127 * SCALE,), (-127 * SCALE,))


def test_the_hash_is_that_of_every_machine_and_version() -> None:
    assert hash_of("~größe =date") == 0x8BBE8695
    assert hash_of("") == 0


def test_an_empty_file_has_no_table() -> None:
    assert list(read_tables(b"")) == []


@pytest.mark.parametrize("lost", range(1, 40))
def test_a_file_that_is_cut_short_is_refused(lost: int) -> None:
    rows = {hash_of(f"~{n}"): [1.0, -1.0] for n in range(6)}
    content = serialized(("cast", "story"), rows)
    assert len(content) == len(b"6\tcast\tstory\n") + 6 * 4 + 6 * 2
    with pytest.raises(ValueError, match="is cut short"):
        list(read_tables(content[:-lost]))
