"""Who asks is answered in their language, by the real process; a question in its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.facts.stated import stored_in
from tests.wire.server import Server
from tests.wire.test_alerts import SOURCE, Place


async def said_in(server: Server, text: str) -> str:
    """The text of the bot's answer to a mention."""
    asked = await server.mention(server.general, server.fan, text)
    return (await server.next_message(server.general, after=asked)).text


def localizations(command: dict[str, Any], code: str) -> str | None:
    found = command.get("description_localizations") or {}
    return found.get(code)


@pytest.mark.slow
async def test_each_asker_and_each_question_in_its_language(
    server: Server, tmp_path: Path, loaded: Path
) -> None:
    url = f"sqlite+aiosqlite:///{shutil.copy(loaded, tmp_path / 'bot.db')}"
    env = {"DATABASE_URL": url, "TVMAZE_INDEX": "none"}
    async with server.bot(env=env) as process:
        place = (server.guild, server.general, server.fan)
        asked = {"show": "Soundtrack", "season": 2}
        for locale, said in (
            ("de", "Staffel 2 ist abgesetzt."),
            ("hi", "सीज़न 2 रद्द हो गया है।"),
            ("es-419", "La temporada 2 está cancelada."),
            ("it", "La stagione 2 è cancellata."),
            ("sv-SE", "Season 2 is canceled."),
        ):
            server.fan.locale = locale
            answer = await server.slash(*place, "season", asked)
            assert said in answer.text
        server.fan.locale = "es-ES"
        spanish = await server.slash(*place, "season", asked)
        server.fan.locale = "fr"
        turned = await server.click(spanish, label="Reparto")
        assert "La temporada 2 está cancelada." in turned.text
        refused = await server.slash(*place, "season", {"show": "Sxqzzt", "season": 2})
        assert "Je ne connais aucune série nommée" in refused.text
        for question, said in (
            ("¿habrá temporada 2 de Soundtrack?", "La temporada 2 está cancelada."),
            ("y aura-t-il une saison 2 de Soundtrack ?", "La saison 2 est annulée."),
            ("is there a season 2 of Soundtrack?", "Season 2 is canceled."),
        ):
            assert said in await said_in(server, question)
        registered = {command["name"]: command for command in server.state.commands.syncs[-1][1]}
        assert localizations(registered["season"], "de") == (
            "Gibt es noch eine Staffel, und was ist über sie bekannt?"
        )
        assert registered["season"].get("name_localizations") in (None, {})
        assert "Traceback" not in process.output


@pytest.mark.slow
async def test_an_alert_speaks_the_servers_language(
    server: Server, tmp_path: Path, loaded: Path
) -> None:
    env = {
        "DATABASE_URL": f"sqlite+aiosqlite:///{shutil.copy(loaded, tmp_path / 'bot.db')}",
        "TVMAZE_INDEX": "none",
        "ALERT_UNDO_SECONDS": "0",
    }
    place = Place(server, stored_in(env["DATABASE_URL"]), env)
    async with server.bot(env=env):
        await place.slash("settings language", {"language": "fr"})
        await place.slash("alerts follow", {"target": "Soundtrack", "channel": server.general})
        edit = {"show": "Soundtrack", "field": "status", "value": "renewed", "season": 2}
        done = await place.slash("catalog set", edit | {"source": SOURCE})
        assert "Changed." in done.text
        told = await place.hears(server.general)
        assert "La saison 2 arrive" in told.text
