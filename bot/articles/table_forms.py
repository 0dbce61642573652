"""Tables turned so that each row is of one thing: of one show, season, person or fact.

If each column is of one thing, columns become rows. If the same columns stand there twice, side by
side, the second half goes below the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from .article import Block, Role, aligned
from .language import Phrases, phrases
from .mentions.seasons import season_alone

_FEWEST_ROWS, _FEWEST_COLUMNS, _PAIR = 2, 3, 2
_HEADS = (
    "title_column", "season_column", "status_column", "date_column", "first_column", "last_column",
    "episodes_label", "actor_column", "character_column", "network_label", "runtime_label",
)  # fmt: skip
_LABELS = (
    "when_label", "run_label", "network_label", "episodes_label", "runtime_label", "last_column",
    "cast_label", "creators_label", "producers_label", "producing_label", "crew_label",
    "status_column",
)  # fmt: skip


def upright(blocks: Sequence[Block], language: str) -> Iterator[Block]:
    """The blocks, with the rows of each table turned so that each is of one thing."""
    words = phrases(language)
    for is_row, run in groupby(blocks, key=lambda block: block.role is Role.ROW):
        part = list(run)
        while is_row and len(part) > 1 and _is_caption(part[0].cells):
            yield part.pop(0)
        yield from _turned(part, words) if is_row else part


def _is_caption(cells: Sequence[str]) -> bool:
    """Whether a row says what all of its table is: one text over all columns."""
    return len(cells) > 1 and sum(bool(cell) for cell in cells) == 1


def _turned(rows: list[Block], words: Phrases) -> Iterator[Block]:
    cells = [row.cells for row in rows]
    if (columns := _columns(cells, words)) is not None:
        yield from (_row(column, is_header=at == 0) for at, column in enumerate(columns))
    elif (width := _repeated(cells[0], words)) is not None:
        yield from _parted(rows, width)
    elif len(cells[0]) > _PAIR and all(_are_facts(one, words) for one in cells):
        yield from _parted(rows, _PAIR)
    else:
        yield from rows


def _columns(rows: list[tuple[str, ...]], words: Phrases) -> list[tuple[str, ...]] | None:
    """The columns of a table whose first one names what stands in each row; None for another."""
    width = len(rows[0])
    if len(rows) < _FEWEST_ROWS or width < _FEWEST_COLUMNS:
        return None
    if any(len(row) != width for row in rows) or any(map(_is_head(words), rows[0][1:])):
        return None
    heads = [row[0] for row in rows]
    if not heads[0] and all(_is_season(one) for one in rows[0][1:]):
        heads[0] = rows[0][1].rstrip(" 0123456789")  # "Season 1 | Season 2" above all others
    if not all(map(_is_head(words), heads)):
        return None
    return [tuple(heads), *zip(*(row[1:] for row in rows), strict=True)]


def _is_head(words: Phrases) -> Callable[[str], bool]:
    """Whether a cell names what stands below or beside it."""
    return lambda cell: any(words[key].fullmatch(aligned(cell).strip(" *:#")) for key in _HEADS)


def _is_season(cell: str) -> bool:
    """Whether a cell is a season and nothing else: "Season 1"."""
    season = season_alone(aligned(cell).strip())
    return season is not None and bool(season.numbers)


def _repeated(header: Sequence[str], words: Phrases) -> int | None:
    """After how many columns a header begins again; None if it does not."""
    folded = [aligned(cell).strip(" *:#") for cell in header]
    for width in range(_PAIR, len(header) // 2 + 1):
        if len(header) % width == 0 and folded == folded[:width] * (len(header) // width):
            return width if all(map(_is_head(words), header[:width])) else None
    return None


def _are_facts(cells: Sequence[str], words: Phrases) -> bool:
    """Whether a row is of several facts, each with its label: "Network | FX | Episodes | 8"."""
    return len(cells) % _PAIR == 0 and all(
        any(words[key].fullmatch(aligned(label).strip(" :*")) for key in _LABELS)
        for label in cells[::_PAIR]
    )


def _parted(rows: Sequence[Block], width: int) -> Iterator[Block]:
    """The table cut into strips of `width` columns, one strip below the other."""
    longest = max(len(row.cells) for row in rows)
    for start in range(0, longest, width):
        for at, row in enumerate(rows):
            cells = row.cells[start : start + width]
            if any(cells) and not (at == 0 and start and row.is_header):
                yield _row(cells, is_header=row.is_header)


def _row(cells: Sequence[str], *, is_header: bool) -> Block:
    return Block(Role.ROW, " ".join(cells), cells=tuple(cells), is_header=is_header)
