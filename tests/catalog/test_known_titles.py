"""The titles that the preview ships: facts alone, each with its page, and an honest answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.catalog.known_titles import KNOWN, read_known_titles
from bot.cli.ask import ask
from bot.composition_root import Services
from bot.facts.models import INDEX

FILE = Path(__file__).resolve().parents[2] / "data" / "known_titles.tsv"


@pytest.fixture
async def knowing(services: Services) -> Services:
    """The starter catalogue with the titles beside it, and no provider."""
    await services.ledger.state(INDEX, read_known_titles(FILE))
    await services.library.refresh()
    return services


def test_each_has_its_page_as_its_source() -> None:
    statements = read_known_titles(FILE)
    assert len(statements) == KNOWN
    assert len({said.key for said in statements}) == KNOWN
    for said in statements:
        assert said.link.startswith("https://www.themoviedb.org/tv/")
        assert {claim.source for claim in said.claims} == {said.link}


async def test_it_knows_of_them_and_says_that_this_is_all(knowing: Services) -> None:
    text, found = await ask(knowing, "the bear")
    title, headline, source = text.splitlines()
    assert title == "The Bear"
    assert headline == (
        "A series on Hulu. I know of it, but no more than this: no provider can be reached here."
    )
    assert source == ("Source: TMDB <https://www.themoviedb.org/tv/136315>, as of 28 November 2026")
    assert found["verdict"] is None


async def test_the_starter_catalogue_stays_what_it_is(knowing: Services) -> None:
    text, found = await ask(knowing, "Soundtrack season 2")
    assert found["verdict"] == "canceled"
    assert "no more than this" not in text
    for show in [show async for show in knowing.library.every()]:
        titles = knowing.library.titles.exact(show.name)
        same = {m.entry.show_id for m in titles if m.entry.year in (None, show.first_year)}
        if show.seasons:
            assert same == {show.id}, show.name


def test_it_is_made_from_a_list(tmp_path: Path) -> None:
    source = tmp_path / "list.tsv"
    rows = [
        "tmdb_id\ttitle\toriginal_title\tpopularity\tnetworks\tcountries",
        "1\tLess\tLess\t1.25\tA|B\tUS|CA",
        "2\tMore\tPlus\t20.04\t\t",
    ]
    source.write_text("\n".join(rows) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot.catalog.known_titles", str(source)]
    made = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert made.stdout.splitlines() == ["2\tMore\tPlus\t20.0\t\t", "1\tLess\t\t1.2\tA\tUS"]
