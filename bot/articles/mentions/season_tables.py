"""Tables with a season in each row: how many episodes it has, when it began and when it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..article import Block, Role, aligned
from ..language import Phrases, phrases


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """The cells of a season's row; empty for a column that the table has not."""

    season: int
    episodes: str
    premiere: str
    finale: str


_COLUMNS = ("season", "episodes", "last", "first")
"""In this order a header is tried: "last aired" is also "aired"."""


class SeasonTable:
    """Reads the rows of tables of seasons, one table after another, block by block."""

    def __init__(self, language: str) -> None:
        self._words = phrases(language)
        self._places: dict[str, int] | None = None

    def row(self, block: Block) -> SeasonRow | None:
        """What a block has in the columns of such a table; None where it is no row of one."""
        if block.role is not Role.ROW:
            self._places = None
            return None
        if (found := _places(block.cells, self._words)) is not None:
            self._places = found
            return None
        if self._places is None:
            return None
        cells = {
            name: block.cells[at].strip() if at < len(block.cells) else ""
            for name, at in self._places.items()
        }
        number = cells["season"].rpartition(" ")[2].strip(".")
        if not (number.isdecimal() and 0 < int(number) <= _MOST):
            return None
        return SeasonRow(
            int(number), cells.get("episodes", ""), cells.get("first", ""), cells.get("last", "")
        )


_MOST = 60


def _places(header: Sequence[str], words: Phrases) -> dict[str, int] | None:
    """The columns of a table by its header; None where its rows are no seasons."""
    keys = {"season": "season_column", "episodes": "episodes_label"}
    places: dict[str, int] = {}
    for at, cell in enumerate(header):
        plain = aligned(cell).strip(" *:#")
        if words["title_column"].fullmatch(plain) and not words["season_column"].fullmatch(plain):
            return None
        for name in _COLUMNS:
            key = keys.get(name, f"{name}_column")
            told = words[key]
            is_met = told.match(plain) if name in ("first", "last") else told.fullmatch(plain)
            if name not in places and is_met:
                places[name] = at
                break
    return places if "season" in places and len(places) > 1 else None
