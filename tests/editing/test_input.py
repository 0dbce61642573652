"""Which level each field of `/catalog set` has, and what it is stored as there."""

from __future__ import annotations

import pytest

from bot.editing.input import SETTABLE, resolve_field_name
from bot.errors import BadInputError

STORED = {
    # As people call it: what it is stored as for the show, and for a season; None where it is none.
    "status": ("status", "status"),
    "premiere": (None, "premiere"),
    "finale": (None, "finale"),
    "episodes": (None, "episodes"),
    "runtime": (None, "runtime"),
    "story": ("synopsis", "story"),
    "label": (None, "label"),
    "final": (None, "final"),
    "network": ("network", None),
    "synopsis": ("synopsis", None),
    "site": ("site", None),
    "picture": ("picture", None),
    "alias": ("aliases", None),
    "show_status": ("status", None),
}


def test_each_field_has_its_level() -> None:
    assert tuple(STORED) == SETTABLE
    for name, levels in STORED.items():
        for season, stored in zip((None, 2), levels, strict=True):
            if stored is not None:
                assert resolve_field_name(season, name) == (season, stored)
                continue
            with pytest.raises(BadInputError, match="belongs to"):
                resolve_field_name(season, name)


@pytest.mark.parametrize("name", ["show status", "Show Status", " show_status ", "show  status"])
def test_a_field_is_called_as_it_is_shown(name: str) -> None:
    assert resolve_field_name(None, name) == (None, "status")
    with pytest.raises(BadInputError, match="`show status` belongs to the whole show"):
        resolve_field_name(2, name)
    with pytest.raises(BadInputError, match=r"no field called x\.y; .*, alias, show status"):
        resolve_field_name(2, "x.y")
