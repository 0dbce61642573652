"""The same facts from provider to card, field by field."""

from __future__ import annotations

import pytest

from tests.cogs.people import altered
from tests.conftest import World, shown

pytestmark = pytest.mark.providers


@pytest.fixture
async def row(world: World) -> str:
    show = (await world.services.sources.add_show.add("tvmaze", "900001", scope=0, user_id=1)).show
    return f"id:{show.id}"


TVMAZE = "[TVmaze](<https://www.tvmaze.com/shows/900001/lantern-row"
TMDB = "[TMDB](<https://www.themoviedb.org/tv/800001"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "season", "told"),
    [
        ("season", 1, ["Lantern Row (2024)", "Season 1", "18 September 2024", "Episodes", TVMAZE]),
        ("release", 1, ["18 September 2024", "4 December 2024", TVMAZE]),
        ("release", 2, ["17 September 2025", "3 December 2025", TVMAZE]),
        ("story", 1, ["The lights go on."]),
        ("cast", 1, [TMDB]),
        ("trailer", 1, [TMDB]),
        ("where", 1, [TMDB, "where to watch: JustWatch"]),
    ],
)
async def test_what_they_say_is_what_is_read(
    world: World, row: str, command: str, season: int, told: list[str]
) -> None:
    result = await world.fan.slash(world.general, command, show=row, season=season)
    text = shown(result.response)
    assert [part for part in told if part not in text] == [], text


async def test_an_announced_season_is_renewed_and_has_no_date(world: World, row: str) -> None:
    result = await world.fan.slash(world.general, "season", show=row, season=4)
    text = shown(result.response)
    assert "renewed" in text
    assert "<t:" not in text


@pytest.mark.parametrize("title", ["Laternenzeile", "a rua das lanternas", "фонарная улица"])
async def test_a_title_in_another_language_finds_the_show(
    world: World, row: str, title: str
) -> None:
    result = await world.fan.slash(world.general, "season", show=title, season=1)
    assert "Lantern Row (2024)" in shown(result.response)
    show = await world.services.library.show(int(row.removeprefix("id:")))
    assert show is not None
    titles = [show.title_in(language) for language in ("de", "pt_BR", "ru", "da", "ja")]
    assert titles == [
        "Laternenzeile",
        "A Rua das Lanternas",
        "Фонарная улица",
        "Lygtevej",
        "Lantern Row",
    ]


async def test_a_card_has_the_title_in_its_readers_language(world: World, row: str) -> None:
    with altered(world, lambda payload: payload.update(locale="de")):
        for command in ("season", "similar"):
            german = await world.fan.slash(world.general, command, show=row)
            assert "Laternenzeile (2024)" in shown(german.response)
    with altered(world, lambda payload: payload.update(locale="it")):
        italian = await world.fan.slash(world.general, "season", show=row)
    assert "Lantern Row (2024)" in shown(italian.response)


async def test_an_hour_long_past_is_the_day_where_it_airs(world: World, row: str) -> None:
    result = await world.fan.slash(world.general, "release", show=row, season=3)
    # 2026-10-15T01:00Z, five weeks ago: beside days that others tell, it is the evening before.
    assert "It premiered on 14 October 2026" in shown(result.response)
