"""/timeline and the button of a card: the words at once, the picture added to them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.pictures.drawing import PictureCache
from tests.conftest import World, shown

GALLERY = 12
"""Discord's type of a media gallery."""


def pictures(message: Any) -> list[dict[str, Any]]:
    boxes = [box.to_dict() for box in message.components]
    galleries = [part for box in boxes for part in box["components"] if part["type"] == GALLERY]
    return [item for gallery in galleries for item in gallery["items"]]


async def test_the_seasons_in_words_and_drawn(world: World) -> None:
    asked = await world.fan.slash(world.general, "timeline", show="Stranger Things")
    await world.env.settle()
    message = world.general.last_message
    assert not asked.response.ephemeral
    assert "Season 4: 27 May 2022 to 1 July 2022" in shown(message)
    assert "-# Source: [en.wikipedia.org](<https://en.wikipedia.org/" in shown(message)
    (picture,) = pictures(message)
    assert "Source" not in picture["description"]
    assert "Season 1: 15 July 2016" in picture["description"]
    assert len(picture["description"]) <= 1024
    (file,) = message.attachments
    assert file.filename == "timeline.png"


async def test_the_button_answers_whoever_clicked(world: World) -> None:
    card = await world.fan.slash(world.general, "season", show="Stranger Things")
    pressed = await world.moderator.click(card.response, label="Timeline")
    assert pressed.response.ephemeral
    assert "· Timeline" in shown(pressed.response)


async def test_a_title_nobody_knows_is_offered_what_comes_near(world: World) -> None:
    asked = await world.fan.slash(world.general, "timeline", show="Stranger Thinks")
    assert asked.response.ephemeral
    assert "Did you mean" in shown(asked.response)


async def test_without_a_picture_the_words_stay(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(*_: object) -> bytes:
        raise OSError("no font")

    monkeypatch.setattr(PictureCache, "png", away)
    await world.fan.slash(world.general, "timeline", show="Stranger Things")
    await world.env.settle()
    message = world.general.last_message
    assert "Season 4" in shown(message)
    assert pictures(message) == []
    assert "no font" in caplog.text
