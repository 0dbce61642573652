"""The table of words: what is written is what is read, in whole steps."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.reading.lexicon import NOTHING, UNIT, hash_of, read_tables, written

WEIGHTS = st.floats(-7.9, 7.9, allow_nan=False)


@given(
    st.dictionaries(st.text(max_size=12), st.tuples(WEIGHTS, WEIGHTS), max_size=40),
    st.text(max_size=12),
)
def test_weights_are_read_as_they_were_written(
    weights: dict[str, tuple[float, float]], stranger: str
) -> None:
    by_hash = {hash_of(feature): row for feature, row in weights.items()}
    content = written(("cast", "story"), by_hash) + written(("show",), {hash_of("x"): [1.0]})
    table, other = read_tables(content)
    assert (table.choices, other.choices) == (("cast", "story"), ("show",))
    for feature in weights:
        assert table.row(feature) == pytest.approx(by_hash[hash_of(feature)], abs=UNIT / 2)
    if hash_of(stranger) not in by_hash:
        assert table.row(stranger) == (0.0, 0.0)
    assert other.row("x") == (1.0,)


def test_a_row_is_found_by_the_choice_it_is_for() -> None:
    (table,) = read_tables(written(("cast", "story"), {hash_of("~who"): [2.0, -0.5]}))
    assert table.row("~who")[table.place("cast")] == 2.0
    assert table.row("~who")[table.place("story")] == -0.5


def test_what_rounds_to_nothing_is_left_out() -> None:
    content = written(("cast",), {1: [UNIT / 3], 2: [UNIT], 3: [-UNIT / 3]})
    (table,) = read_tables(content)
    assert len(table) == 1
    assert content == b"1\tcast\n" + (2).to_bytes(4, "little") + b"\x01"


def test_what_is_too_large_is_the_largest() -> None:
    (table,) = read_tables(written(("cast",), {hash_of("a"): [99.0], hash_of("b"): [-99.0]}))
    assert (table.row("a"), table.row("b")) == ((127 * UNIT,), (-127 * UNIT,))


def test_the_hash_is_that_of_every_machine_and_version() -> None:
    assert hash_of("~größe =date") == zlib.crc32("~größe =date".encode())
    assert hash_of("") == 0


def test_a_table_of_nothing_has_no_weights() -> None:
    assert NOTHING.row("~who") == (0.0,)
    assert list(read_tables(b"")) == []
