"""Networks by what is typed of their names: the largest first, and what changed at once."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from bot.answers.library import Library
from bot.answers.network_lookup import Networks
from bot.errors import StoreError
from bot.facts.ledger import Ledger
from bot.foundation.database import Database
from tests.facts.stated import draft, person, says


@pytest.fixture
async def networks(database: Database, ledger: Ledger, library: Library) -> Networks:
    shows = ["Zeta", "Zeta", "Zeta", "HBO Max", "HBO Max", "HBO", *(f"Z{n:02}" for n in range(30))]
    said = [says(str(n), f"Show {n}", network=name) for n, name in enumerate(shows, 1)]
    await ledger.state("tvmaze", said)
    await library.refresh()
    return Networks(database, library)


async def test_names_that_begin_so_come_first_the_largest_first(networks: Networks) -> None:
    assert await networks.suggest("h", 0) == ["HBO Max", "HBO"]
    assert (await networks.suggest("", 0))[:3] == ["Zeta", "HBO Max", "HBO"]
    assert len(await networks.suggest("", 0)) == len(await networks.suggest("Z", 0)) == 25
    assert await networks.suggest("ax", 0) == ["HBO Max"]
    assert await networks.suggest("29", 0) == ["Z29"]
    assert await networks.suggest("nobody's", 0) == []


async def test_the_store_is_asked_again_only_where_a_title_changed(
    networks: Networks,
    database: Database,
    ledger: Ledger,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away() -> AbstractAsyncContextManager[Any]:
        raise StoreError("The database cannot be read.")

    assert await networks.suggest("ze", 0) == ["Zeta"]
    await ledger.edit(draft(1, 1, person(1, "premiere", "2027-01-01")))
    await library.refresh()
    with monkeypatch.context() as patched:
        patched.setattr(database, "read", away)
        assert await networks.suggest("ze", 0) == await networks.suggest("ze", 77) == ["Zeta"]
    await ledger.edit(draft(2, 1, person(None, "network", "Zenith")))
    await ledger.edit(draft(3, 2, person(None, "network", "Our own"), scope=77))
    await library.refresh()
    assert await networks.suggest("ze", 0) == ["Zeta", "Zenith"]
    assert [await networks.suggest("our", scope) for scope in (0, 77)] == [[], ["Our own"]]
