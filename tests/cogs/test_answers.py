"""The answering commands, typed and clicked as a person would."""

from __future__ import annotations

from tests.conftest import World, shown


async def test_the_question_that_started_it(world: World) -> None:
    choices = await world.fan.autocomplete(world.general, "season", "show", "soundtrak")
    result = await world.fan.slash(world.general, "season", show=choices[0]["value"], season=2)
    text = shown(result.response)
    assert "Season 2 is canceled" in text
    assert "Netflix canceled Soundtrack" in text
    assert "31 January 2020" in text
    assert "variety.com" in text
