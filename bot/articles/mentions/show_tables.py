"""Tables with a show in each row: which columns hold its title, season, status, date, network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..article import Block, Role, aligned
from ..language import Phrases, phrases


@dataclass(frozen=True, slots=True)
class ShowColumns:
    """The places of a table's columns, from 0; None for one that it has not.

    `verdict` is what the head of a column says of all seasons below it: "Renewed for".
    """

    title: int
    season: int | None = None
    status: int | None = None
    date: int | None = None
    network: int | None = None
    notes: int | None = None
    verdict: str = ""

    def cell(self, cells: Sequence[str], at: int | None) -> str:
        """The text of a row in such a column; empty where there is none."""
        return cells[at].strip(" *") if at is not None and at < len(cells) else ""


def show_columns(header: Sequence[str], words: Phrases) -> ShowColumns | None:
    """The columns of a table by its header; None where its rows are no shows with their news."""
    places: dict[str, int] = {}
    verdict = ""
    for at, cell in enumerate(header):
        plain = aligned(cell).strip(" *:")
        if _OF_EPISODES.match(plain):
            return None
        if words["episode_column"].fullmatch(plain) and not words["title_column"].fullmatch(plain):
            continue  # "No." is of a season only beside its episodes.
        if "status" not in places and words["renewed_for"].fullmatch(plain):
            places["status"], verdict = at, cell.strip(" *:")
            continue
        for name in ("title", "season", "status", "date", "network", "notes"):
            if name not in places and words[f"{name}_column"].fullmatch(plain):
                places[name] = at
                break
    if "title" not in places or not {"status", "date"} & places.keys():
        return None
    if {"season", "status"}.isdisjoint(places) and _are_numbered(header, words):
        return None  # "No. | Title | Air date" are episodes.
    return ShowColumns(**places, verdict=verdict)


def _are_numbered(header: Sequence[str], words: Phrases) -> bool:
    plain = [aligned(cell).strip(" *:").replace("#", "no") for cell in header]
    return any(words["episode_column"].fullmatch(cell) for cell in plain) and not any(
        words["network_label"].fullmatch(cell) for cell in plain
    )


class ShowTable:
    """Reads the rows of tables of shows, one table after another, block by block."""

    def __init__(self, language: str) -> None:
        self._words = phrases(language)
        self._columns: ShowColumns | None = None

    def row(self, block: Block) -> ShowColumns | None:
        """The columns by which a block is the row of a show; None where it is none."""
        if block.role is not Role.ROW:
            self._columns = None
            return None
        if (found := show_columns(block.cells, self._words)) is not None:
            self._columns = found
            return None
        return self._columns

    def title(self, block: Block, columns: ShowColumns) -> str:
        """The title in a row, without the season that may stand behind it."""
        text = columns.cell(block.cells, columns.title)
        return _SEASON_BEHIND.sub("", text).strip(' –-:,“”"‘’«»')


_OF_EPISODES = re.compile(r"(?:ep\b|episod|folgen?\b|capitulos?\b|puntat[ae]\b|chapters?\b)")
_SEASON_BEHIND = re.compile(
    r"[\s,:(–-]+(?:(?:season|series|staffel|temporada|saison|stagione|s|t) ?\d{1,2}"
    r"|\d{1,2}(?:ª|a|\.|ème|e)? ?(?:staffel|temporada|saison|stagione))\)?$",
    re.IGNORECASE,
)
