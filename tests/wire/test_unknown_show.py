"""A show that nobody has: the real bot looks for it at a provider, over real HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.providers.loopback import HANGING, Loopback
from tests.wire.faults import Broken
from tests.wire.server import Server


@pytest.fixture
def env(tmp_path: Path, providers: Loopback) -> dict[str, str]:
    """An empty catalogue, and TVmaze alone."""
    return {
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}",
        "CATALOG_DIR": "none",
        "TVMAZE_URL": providers.tvmaze_url,
        "TVMAZE_INDEX": "none",
    }


@pytest.mark.slow
async def test_a_fan_asks_looks_for_it_picks_and_reads_the_card(
    server: Server, env: dict[str, str], providers: Loopback
) -> None:
    place = (server.guild, server.general, server.fan)
    async with server.bot(env=env):
        asked = await server.slash(*place, "season", {"show": "Lantern Row", "season": 2})
        assert "I know no show called" in asked.text
        assert providers.asked == [], "no answer to a fan waits for a provider"

        providers.faults.add("GET", "/tvmaze/search/*", Broken(503), nth=1)
        found = await server.click(asked, label="Search TVmaze")
        (menu,) = found.message.selects
        assert [option["value"] for option in menu["options"]] == ["tvmaze:900001"]
        assert len(providers.times("/tvmaze/search/shows")) == 2, "asked again after the fault"

        picked = await server.select(found, menu["custom_id"], ["tvmaze:900001"])
        card = await server.next_message(server.general, after=found.message)
        assert "Lantern Row" in card.text
        assert "Season 2" in card.text
        assert not picked.refusals
        assert providers.times("/tvmaze/shows/900001")

        # From now on everybody is answered from here, whatever TVmaze does.
        providers.faults.add("*", "/*", HANGING)
        again = await server.slash(*place, "season", {"show": "Lantern Row", "season": 2})
        assert "Season 2" in again.text


@pytest.mark.slow
async def test_tmdb_that_hangs_completes_the_card_with_one_late_edit(
    server: Server, env: dict[str, str], providers: Loopback
) -> None:
    place = (server.guild, server.general, server.fan)
    tmdb = {"TMDB_URL": providers.tmdb_url, "TMDB_TOKEN": "token"}
    async with server.bot(env=env | tmdb):
        asked = await server.slash(*place, "cast", {"show": "Lantern Row", "season": 1})
        found = await server.click(asked, label="Search TVmaze and TMDB")
        (menu,) = found.message.selects
        providers.faults.add("GET", "/tmdb/3/tv/800001", HANGING)
        await server.select(found, menu["custom_id"], ["tvmaze:900001"])
        card = await server.next_message(server.general, after=found.message)
        assert "Ida Brandt" in card.text, "by TVmaze alone"
        assert "TMDB" not in card.text
        providers.faults.clear()
        await server.state.messages.changed.until(lambda: "TMDB" in card.text, 30.0)
        assert card.edits == 1
