"""Which value of which show is meant: the coordinates of a fact."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """One value: a field of a show (`season` None) or of a season, as one scope sees it.

    `key` names the member of a collection field and is "" for a single value.
    """

    show_id: int
    season: int | None
    field: str
    key: str = ""
