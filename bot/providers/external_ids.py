"""The ids by which a provider's record of a show is known elsewhere, as it tells them. Pure."""

from __future__ import annotations

import re

from ..facts.resolve import Slot
from .record import Record

_SLOT: Slot = (None, "ids")


def ids_of(
    provider: str, number: int, externals: Record | None, imdb: str, tvdb: str
) -> dict[str, str]:
    """The record's own id, and those under the keys `imdb` and `tvdb` of `externals`."""
    ids = {provider: str(number)}
    if externals is None:
        return ids
    name = externals.text(imdb, _SLOT)
    if name is not None and re.fullmatch(r"tt[0-9]{5,10}", name):
        ids["imdb"] = name
    elif name is not None:
        externals.note(imdb, "must be an id like tt0944947", _SLOT)
    whole = externals.whole(tvdb)
    if whole is not None and whole > 0:
        ids["tvdb"] = str(whole)
    return ids
