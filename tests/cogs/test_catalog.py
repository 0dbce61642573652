"""What moderators do, typed and clicked as they would."""

from __future__ import annotations

from typing import Any

from tests.conftest import World, shown

SOURCE = "https://example.com/news"


async def pick(world: World, title: str) -> str:
    choices = await world.fan.autocomplete(world.general, "season", "show", title)
    return str(choices[0]["value"])


async def put(world: World, who: Any, show: str, **options: Any) -> Any:
    return await who.slash(world.general, "catalog set", show=show, source=SOURCE, **options)


async def test_a_moderator_sets_a_status_and_undoes_it(world: World) -> None:
    show = await pick(world, "soundtrack")
    result = await put(world, world.moderator, show, season=2, field="status", value="renewed")
    text = shown(result.response)
    assert "canceled → renewed" in text
    assert "this server" in text
    answer = await world.fan.slash(world.general, "season", show=show, season=2)
    assert "was renewed" in shown(answer.response)
    undone = await world.moderator.click(result.response, label="Undo")
    assert "renewed → canceled" in shown(undone.response)
    answer = await world.fan.slash(world.general, "season", show=show, season=2)
    assert "is canceled" in shown(answer.response)


async def test_a_fan_is_told_who_edits_and_about_suggest(world: World) -> None:
    show = await pick(world, "soundtrack")
    result = await put(world, world.fan, show, season=2, field="status", value="renewed")
    assert result.response.ephemeral
    assert "/suggest" in shown(result.response)
    async with world.services.database.read() as reading:
        from bot.store import catalog

        assert (await catalog.count(reading))["edits"] == 0
