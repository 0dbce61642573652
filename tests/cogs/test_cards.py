"""Cards and pickers, clicked as a person would: in place, by whom, and after a restart."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.lookup import marked
from bot.discord_client.client import Cliffhanger
from tests.cogs import people
from tests.cogs.people import choosing, menu
from tests.cogs.written import ONE, TWO, remove_show, write_show
from tests.conftest import World, shown
from tests.wire.components import BUTTON, of_type

pytestmark = pytest.mark.own_shows


@pytest.fixture
async def lamp(world: World) -> int:
    return await write_show(
        world.services, {1: ONE, 2: TWO}, title="Lamp Light", year=2024, network="Hulu"
    )


def labels(message: Any) -> list[str]:
    return [button["label"] for button in of_type(message.components, BUTTON)]


async def ask(world: World, command: str = "season", **options: Any) -> Any:
    result = await world.fan.slash(world.general, command, **options)
    return result.response


async def test_every_button_turns_the_card_in_place(world: World, lamp: int) -> None:
    card = await ask(world, show="lamp light", season=1)
    for label, text in (
        ("Release", "ended on 12 June 2024"),
        ("Cast", "Ann Lee as Mara"),
        ("Trailer", "There is a trailer"),
        ("Story", "Two strangers"),
        ("Where", "Where to watch season 1"),
    ):
        turned = await world.fan.click(card, label=label)
        assert turned.response.id == card.id
        assert text in shown(turned.response)
        pressed = [
            b["label"] for b in of_type(turned.response.components, BUTTON) if b["style"] == 1
        ]
        assert pressed == [label]
        card = turned.response
    # The pressed button leads back to the whole answer.
    back = await world.fan.click(card, label="Where")
    assert "**Episodes:** 8" in shown(back.response)
    assert [b["label"] for b in of_type(back.response.components, BUTTON) if b["style"] == 1] == []


async def test_a_click_on_trailer_links_it_and_posts_nothing(world: World, lamp: int) -> None:
    card = await ask(world, show="lamp light", season=1)
    turned = await world.fan.click(card, label="Trailer")
    links = [b["url"] for b in of_type(turned.response.components, BUTTON) if b["style"] == 5]
    assert links[0] == "https://www.youtube.com/watch?v=aaaaaaaaaaa"
    assert len(links) == 3
    assert turned.followups == []


async def test_only_the_asker_turns_a_card(world: World, lamp: int) -> None:
    card = await ask(world, show="lamp light", season=1)
    before = shown(card)
    other = await world.moderator.click(card, label="Cast")
    assert other.response.id != card.id
    assert other.response.ephemeral
    assert "Ann Lee as Mara" in shown(other.response)
    assert shown(card) == before
    # That card is now theirs: their clicks turn it.
    theirs = await world.moderator.click(other.response, label="Story")
    assert theirs.response.id == other.response.id
    picked = await world.moderator.select(card, ["2"])
    assert picked.response.ephemeral
    assert "Season 2 is coming" in shown(picked.response)
    assert shown(card) == before


async def test_the_season_picker_turns_the_card(world: World, lamp: int) -> None:
    card = await ask(world, "cast", show="lamp light", season=1)
    assert [option["label"] for option in menu(card)["options"]] == ["Season 2", "Season 1"]
    assert [o["value"] for o in menu(card)["options"] if o.get("default")] == ["1"]
    turned = await world.fan.select(card, ["2"])
    assert turned.response.id == card.id
    assert "I know of no cast for season 2 yet." in shown(turned.response)
    assert [o["value"] for o in menu(turned.response)["options"] if o.get("default")] == ["2"]


async def test_a_season_asked_about_in_vain_is_in_the_picker(world: World, lamp: int) -> None:
    card = await ask(world, show="lamp light", season=9)
    assert [option["value"] for option in menu(card)["options"]] == ["9", "2", "1"]
    turned = await world.fan.select(card, ["1"])
    assert "Season 1 is out." in shown(turned.response)


async def test_more_than_25_seasons_are_paged(world: World) -> None:
    seasons = {
        n: {"premiere": f"{1950 + n}-01-01", "finale": f"{1950 + n}-05-01"} for n in range(61)
    }
    await write_show(world.services, seasons, title="Everlasting", status="running")
    card = await ask(world, show="everlasting", season=60)
    seen: list[str] = []
    for page in range(3):
        options = menu(card)["options"]
        assert len(options) == (25, 25, 11)[page]
        seen += [option["value"] for option in options]
        state = {b["label"]: b.get("disabled", False) for b in of_type(card.components, BUTTON)}
        assert (state["Newer seasons"], state["Older seasons"]) == (page == 0, page == 2)
        if page < 2:
            card = (await world.fan.click(card, label="Older seasons")).response
    assert seen == [str(n) for n in range(60, -1, -1)]
    assert menu(card)["options"][-1]["label"] == "The specials"
    turned = await world.fan.select(card, ["0"])
    assert "The specials are out." in shown(turned.response)
    newer = await world.fan.click(card, label="Newer seasons")
    assert "Season 35 is out." in shown(newer.response)


async def test_long_casts_are_paged(world: World) -> None:
    cast = [{"person": f"Person {n}"} for n in range(1, 41)]
    await write_show(world.services, {1: {**ONE, "cast": cast}}, title="Crowd")
    card = await ask(world, "cast", show="crowd", season=1)
    assert "1 to 15 of 40" in shown(card)
    assert "Person 15\n" in shown(card)
    assert "Person 16" not in shown(card)
    card = (await world.fan.click(card, label="Next ▶")).response
    card = (await world.fan.click(card, label="Next ▶")).response
    assert "31 to 40 of 40" in shown(card)
    assert next(b for b in of_type(card.components, BUTTON) if b["label"] == "Next ▶")["disabled"]
    card = (await world.fan.click(card, label="◀ Previous")).response
    assert "16 to 30 of 40" in shown(card)


class TestNamesakes:
    @pytest.fixture(autouse=True)
    async def dallas(self, world: World) -> None:
        for year, network in ((1978, "CBS"), (2012, "TNT")):
            await write_show(
                world.services,
                {1: {**ONE, "premiere": f"{year}-04-02", "finale": f"{year}-09-01"}},
                title="Dallas",
                year=year,
                network=network,
            )

    async def test_several_shows_of_one_name_are_a_picker_for_the_asker(self, world: World) -> None:
        asked = await world.fan.slash(world.general, "release", show="dallas", season=1)
        picker = asked.response
        assert shown(picker) == "Several shows are called **dallas**. Which one?"
        assert picker.ephemeral
        options = {option["label"]: option["value"] for option in menu(picker)["options"]}
        assert sorted(options) == ["Dallas (1978) · CBS", "Dallas (2012) · TNT"]
        picked = await world.fan.select(picker, [options["Dallas (2012) · TNT"]])
        (card,) = picked.followups
        assert not card.ephemeral
        assert shown(card).startswith("### Dallas (2012) · Season 1\n")
        assert "It premiered on 2 April 2012" in shown(card)
        turned = await world.fan.click(card, label="Cast")
        assert turned.response.id == card.id

    async def test_what_is_no_show_on_offer_is_a_sentence(self, world: World) -> None:
        picker = (await world.fan.slash(world.general, "release", show="dallas")).response
        with choosing(world, "JR"):
            result = await world.fan.select(picker, [menu(picker)["options"][0]["value"]])
        assert "That is no longer on offer" in shown(result.response)

    async def test_a_year_picks_the_namesake(self, world: World) -> None:
        card = await ask(world, show="dallas 1978")
        assert shown(card).startswith("### Dallas (1978)")

    async def test_a_trailer_is_played_after_the_pick(self, world: World) -> None:
        asked = await world.fan.slash(world.general, "trailer", show="dallas", season=1)
        value = menu(asked.response)["options"][0]["value"]
        picked = await world.fan.select(asked.response, [value])
        assert [bool(followup.content) for followup in picked.followups] == [False, True]
        assert picked.followups[1].content == "https://www.youtube.com/watch?v=aaaaaaaaaaa"

    async def test_bad_options_are_told_before_anything_is_offered(self, world: World) -> None:
        far = await world.fan.slash(world.general, "where", show="dallas", season=10**9)
        assert "1000000000 is not one" in shown(far.response)
        lost = await world.fan.slash(world.general, "where", show="dallas", region="Texas" * 100)
        assert "no country by that name" in shown(lost.response)

    async def test_a_region_lives_through_the_pick(self, world: World) -> None:
        asked = await world.fan.slash(world.general, "where", show="dallas", season=1, region="fr")
        picked = await world.fan.select(
            asked.response, [menu(asked.response)["options"][0]["value"]]
        )
        assert "Canal (France)" in shown(picked.followups[0])
        assert "Hulu" not in shown(picked.followups[0])


async def test_a_typo_is_offered_the_show_and_the_pick_is_answered_for_all(
    world: World, lamp: int
) -> None:
    asked = await world.fan.slash(world.general, "cast", show="lmap light", season=1)
    offer = asked.response
    assert shown(offer) == "I know no show called **lmap light**. Did you mean …"
    assert offer.ephemeral
    assert labels(offer) == ["Lamp Light (2024) · Hulu"]
    picked = await world.fan.click(offer, label="Lamp Light (2024) · Hulu")
    (card,) = picked.followups
    assert "Ann Lee as Mara" in shown(card)
    assert not card.ephemeral


@pytest.mark.parametrize("command", ["cast", "remind"])
async def test_only_where_there_are_editors_may_they_be_asked(world: World, command: str) -> None:
    unknown = "I know no show called **Xqzzt**. Check the spelling"
    options = {"show": "Xqzzt"} | ({"season": 1} if command == "cast" else {})
    asked = await world.fan.slash(world.general, command, **options)
    assert shown(asked.response) == f"{unknown}, or ask this server's editors to add it."
    for person in (people.DIRECT, people.USER_INSTALL):
        with people.sent_by(world, person):
            asked = await world.fan.slash(world.general, command, **options)
        assert shown(asked.response) == f"{unknown}."


async def test_autocomplete_offers_marked_ids(world: World, lamp: int) -> None:
    for number in range(26):
        await write_show(world.services, title=f"Lamp Post {number}", popularity=number)
    for typed in ("lam", "LAMP", ""):
        choices = await world.fan.autocomplete(world.general, "cast", "show", typed)
        assert len(choices) == 25, typed
    assert choices[0]["name"] == "Lamp Post 25"
    choices = await world.fan.autocomplete(world.general, "cast", "show", "Lamp Light")
    assert choices[0] == {"name": "Lamp Light (2024) · Hulu", "value": marked(lamp)}
    assert await world.fan.autocomplete(world.general, "cast", "show", "🎬" * 6000) == []


async def test_autocomplete_tells_long_titles_apart(world: World) -> None:
    for year in (2001, 2002):
        await write_show(world.services, title="A" * 300, year=year, network="N" * 200)
    names = [
        choice["name"]
        for choice in await world.fan.autocomplete(world.general, "cast", "show", "a" * 20)
    ]
    assert len(names) == len(set(names)) == 2
    assert max(map(len, names)) <= 100


async def test_old_messages_work_after_a_restart(world: World, lamp: int) -> None:
    card = await ask(world, show="lamp light", season=1)
    offer = (await world.fan.slash(world.general, "cast", show="lmap light", season=1)).response
    await world.env.restart_bot(Cliffhanger(world.services))
    turned = await world.fan.click(card, label="Cast")
    assert turned.response.id == card.id
    assert "Ann Lee as Mara" in shown(turned.response)
    other = await world.moderator.select(card, ["2"])
    assert other.response.ephemeral
    picked = await world.fan.click(offer, label="Lamp Light (2024) · Hulu")
    assert "Ann Lee as Mara" in shown(picked.followups[0])


@pytest.mark.parametrize("value", ["two", "", "-1", "9" * 30, "٣", "1; DROP TABLE shows"])
async def test_what_was_never_on_offer_is_a_sentence(world: World, lamp: int, value: str) -> None:
    card = await ask(world, show="lamp light", season=1)
    with choosing(world, value):
        result = await world.fan.select(card, ["2"])
    assert "That is no longer on offer" in shown(result.response)


async def test_a_click_on_a_card_of_a_show_that_is_gone(world: World, lamp: int) -> None:
    show = await write_show(world.services, {1: ONE, 2: TWO}, title="Short Lived")
    card = await ask(world, show=marked(show), season=1)
    await remove_show(world.services, "Short Lived")
    for act in (world.fan.click(card, label="Cast"), world.fan.select(card, ["2"])):
        told = await act
        assert "not in my catalogue" in shown(told.response)
        assert told.response.ephemeral
    assert "Short Lived" in shown(card)


async def test_a_card_shows_what_is_known_now(world: World, lamp: int) -> None:
    card = await ask(world, show="lamp light", season=2)
    assert "Season 2 is coming" in shown(card)
    await write_show(
        world.services,
        {1: ONE, 2: {"status": "canceled"}},
        title="Lamp Light",
        year=2024,
        network="Hulu",
    )
    turned = await world.fan.click(card, label="Release")
    assert "Season 2 is canceled." in shown(turned.response)
