"""An older process beside a schema that a newer one has just expanded: it goes on, or says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.library import Library
from bot.errors import StoreError
from bot.facts.ledger import Ledger
from bot.foundation.database import Database
from bot.foundation.migrate import migrate, revision_of
from tests.clock import StoppedClock
from tests.facts.stated import Stored, draft, person, says
from tests.foundation.next_schema import next_version

EXPANDED = """\
op.add_column('shows', sa.Column('note', sa.Text()))
    op.add_column('claims', sa.Column('weight', sa.Integer(), nullable=False, server_default='1'))
    op.create_table('notes', sa.Column('id', sa.Integer(), primary_key=True))
"""


async def test_an_older_process_goes_on_and_an_older_start_says_why_not(
    url: str, stored: Stored, clock: StoppedClock, tmp_path: Path
) -> None:
    async with Database(url) as older, older.at_hand():
        ledger, library = Ledger(older, clock), Library(older)
        await ledger.state("tvmaze", [says("1", "Dark")])
        await library.load()
        for _ in range(7):  # as often as prepares the statement
            library.forget(1)
            assert await library.show(1) is not None

        await migrate(url, next_version(tmp_path / "next", EXPANDED))
        assert await revision_of(url) == "9999"

        await ledger.edit(draft(10, 1, person(1, "episodes", 11)))
        await ledger.state("tvmaze", [says("2", "Lost")])
        assert await library.refresh()
        show = await library.show(1)
        assert show is not None
        assert show.seasons[0].number == 1
        assert library.titles.get(2) is not None
    assert stored.one("SELECT min(weight) FROM claims") == 1
    with pytest.raises(StoreError, match=r"newer version \(9999\)"):
        await migrate(url)
