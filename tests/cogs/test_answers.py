"""The answering commands, typed as a person would."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.answers.lookup import marked
from tests.cogs.people import harmless
from tests.cogs.written import LINK, ONE, TWO, remove_show, write_in_server, write_show
from tests.conftest import World, shown


async def test_the_question_that_started_it(world: World) -> None:
    choices = await world.fan.autocomplete(world.general, "season", "show", "soundtrak")
    result = await world.fan.slash(world.general, "season", show=choices[0]["value"], season=2)
    text = shown(result.response)
    assert "**Season 2 is canceled.** Netflix canceled Soundtrack after season 1" in text
    assert "(reported 31 January 2020)" in text
    assert "no release date, no cast, no story and no trailer" in text
    assert "**Season 1 is out**: it premiered on 18 December 2019, 10 episodes, on Netflix." in text
    assert "For season 1 I have the cast, story and trailer." in text
    assert "[variety.com](<https://variety.com/2020/tv/news/" in text
    assert "as of 31 January 2020 (6 years ago)" in text
    assert not result.response.ephemeral


async def test_a_canceled_season_has_none_and_the_last_one_is_offered(world: World) -> None:
    for command, own, offered in (
        ("release", "There is no release date for season 2.", "it premiered on 18 December 2019"),
        ("cast", "There is no cast for season 2.", "Paul James as Samson"),
        ("trailer", "There is no trailer for season 2.", "tvline.com"),
        ("story", "There is no story for season 2.", "What season 1 is about"),
        ("where", "It will not be made.", "Netflix (US)"),
    ):
        result = await world.fan.slash(world.general, command, show="Soundtrack", season=2)
        verdict, rest = shown(result.response).split(own)
        assert "Season 2 is canceled." in verdict, command
        assert offered in rest, command


@pytest.mark.own_shows
class TestASmallCatalogue:
    """With shows of the test's own alone."""

    @pytest.fixture(autouse=True)
    async def catalogue(self, world: World) -> None:
        self.show = await write_show(
            world.services, {1: ONE, 2: TWO}, title="Lamp Light", year=2024, network="Hulu"
        )

    async def test_every_command_answers_about_a_season_that_is_out(self, world: World) -> None:
        wanted = {
            "season": ["Season 1 is out.", "1 May 2024", "**Episodes:** 8", "Ann Lee and Bo Ek"],
            "release": ["It premiered on 1 May 2024 and ended on 12 June 2024."],
            "cast": ["**The cast of season 1** of Lamp Light:", "Ann Lee as Mara", "Bo Ek"],
            "trailer": ["**There is a trailer for season 1** of Lamp Light.", "1 April 2024"],
            "story": ["What season 1 is about:", "Two strangers share a lighthouse."],
            "where": ["[Hulu](<https://hulu.example/lamp>) (US)", "Canal (France)"],
        }
        for command, texts in wanted.items():
            result = await world.fan.slash(world.general, command, show="lamp light", season=1)
            text = shown(result.response)
            assert text.startswith("### Lamp Light (2024) · Season 1\n"), command
            assert [t for t in texts if t not in text] == [], command
            assert "Source: [" in text
            assert not result.response.ephemeral

    async def test_without_a_number_it_is_the_next_season(self, world: World) -> None:
        result = await world.fan.slash(world.general, "season", show="lamp light")
        text = shown(result.response)
        assert "**Season 2 is coming: it was renewed.**" in text
        assert "No release date has been announced yet." in text

    async def test_trailers_come_official_and_newest_first_and_one_is_played(
        self, world: World
    ) -> None:
        result = await world.fan.slash(world.general, "trailer", show="lamp light", season=1)
        text = shown(result.response)
        assert text.index("aaaaaaaaaaa") < text.index("bbbbbbbbbbb") < text.index("fans.example")
        assert "not official" in text
        (followup,) = result.followups
        assert followup.content == LINK
        assert (followup.components, followup.ephemeral) == ([], False)
        card = await world.fan.slash(world.general, "cast", show="lamp light", season=1)
        assert card.followups == []

    async def test_a_season_without_a_trailer_offers_the_last_one(self, world: World) -> None:
        result = await world.fan.slash(world.general, "trailer", show="lamp light", season=2)
        text = shown(result.response)
        assert "I know of no trailer for season 2 yet." in text
        assert "The trailer of season 1:" in text
        assert len(result.followups) == 1

    @pytest.mark.parametrize("season", [-1, 10_000, 10**9, 1 - 2**53, 2**53 - 1])
    async def test_no_season_has_such_a_number(self, world: World, season: int) -> None:
        for show in ("lamp light", "nothing like it at all"):
            result = await world.fan.slash(world.general, "season", show=show, season=season)
            assert shown(result.response) == (
                f"Seasons are numbered from 1 (or by year), up to 9999; {season} is not one."
            )
            assert result.response.ephemeral

    @pytest.mark.parametrize("season", [3, 7, 9999])
    async def test_an_unknown_season_says_what_there_is(self, world: World, season: int) -> None:
        result = await world.fan.slash(world.general, "season", show="lamp light", season=season)
        text = shown(result.response)
        head = (
            "I know of no announcement of season 3."
            if season == 3
            else f"There is no season {season}."
        )
        assert head in text
        assert "has one season. Next comes season 2." in text
        assert "**Season 1 is out**" in text

    async def test_specials_are_many(self, world: World) -> None:
        result = await world.fan.slash(world.general, "season", show="lamp light", season=0)
        assert "I know of no specials." in shown(result.response)

    async def test_a_region_picks_and_a_wrong_one_is_told(self, world: World) -> None:
        async def where(region: str) -> Any:
            return await world.fan.slash(
                world.general, "where", show="lamp light", season=1, region=region
            )

        french = shown((await where("fr")).response)
        assert "Canal (France)" in french
        assert "Hulu" not in french
        assert "Germany: I know of no place to watch it. Elsewhere:" in shown(
            (await where(" germany ")).response
        )
        for wrong in ("Narnia", "d", "🇩🇪", "x" * 6000):
            result = await where(wrong)
            assert shown(result.response) == (
                "I know no country by that name. A region is a country, by its name or its "
                "two-letter code, like Germany, US or GB."
            )
            assert result.response.ephemeral

    async def test_the_servers_region_and_zone_count(self, world: World) -> None:
        guild = world.guild.id
        await world.services.guilds.set_region(guild, "fr")
        await world.services.guilds.set_timezone(guild, "Pacific/Kiritimati")
        where = await world.fan.slash(world.general, "where", show="lamp light", season=1)
        assert "Canal (France)" in shown(where.response)
        assert "Hulu" not in shown(where.response)
        # At noon of the 22nd in UTC it is the 23rd there.
        await write_show(world.services, {1: {"premiere": "2026-11-23"}}, title="Dawn")
        card = await world.fan.slash(world.general, "release", show="Dawn")
        assert "23 November 2026" in shown(card.response)
        assert "airing now" in shown(card.response)
        await world.services.guilds.set_timezone(guild, "Pacific/Honolulu")
        card = await world.fan.slash(world.general, "release", show="Dawn")
        assert "comes out on 23 November 2026.** That is tomorrow." in shown(card.response)

    async def test_a_deleted_show_and_an_id_of_none(self, world: World) -> None:
        gone = await write_show(world.services, title="Gone Girl Show")
        await remove_show(world.services, "Gone Girl Show")
        for show in (marked(gone), "id:0", "id:999999999999999999"):
            result = await world.fan.slash(world.general, "cast", show=show)
            assert "not in my catalogue" in shown(result.response)
            assert result.response.ephemeral

    async def test_another_servers_show_does_not_exist(self, world: World) -> None:
        own = await write_in_server(world.services, world.guild.id, title="Our Own Show")
        elsewhere = world.env.create_guild(name="Another server").id
        other = await write_in_server(world.services, elsewhere, title="Their Own Show")
        mine = await world.fan.slash(world.general, "season", show=marked(own))
        assert "Our Own Show" in shown(mine.response)
        by_title = await world.fan.slash(world.general, "season", show="our own show")
        assert "Our Own Show" in shown(by_title.response)
        for show in (marked(other), "Their Own Show"):
            result = await world.fan.slash(world.general, "season", show=show)
            assert result.response.ephemeral
            assert "### " not in shown(result.response)
        choices = await world.fan.autocomplete(world.general, "season", "show", "own show")
        assert [choice["name"] for choice in choices] == ["Our Own Show"]

    async def test_a_typed_number_is_a_title(self, world: World) -> None:
        await write_show(world.services, {1: {"premiere": "2001-11-06"}}, title="24", year=2001)
        result = await world.fan.slash(world.general, "season", show="24", season=1)
        assert shown(result.response).startswith("### 24 (2001)")

    @pytest.mark.parametrize(
        "typed",
        ["🎬" * 6000, "@everyone <@1> [x](https://evil.example)", "\u202e\u0301" * 300, " "],
    )
    async def test_hostile_titles_get_a_sentence(self, world: World, typed: str) -> None:
        result = await world.fan.slash(world.general, "season", show=typed)
        text = shown(result.response)
        assert result.response.ephemeral
        assert text.startswith(("I know no show called **", "Which show do you mean?"))
        assert len(text) < 400
        assert harmless(text)

    async def test_markup_in_data_stays_text(self, world: World) -> None:
        evil = "**x** @everyone <@1> <#2> <t:0:R> [a](https://evil.example) `c` ||s|| # h"
        everywhere = {
            "label": evil[:90] + " 1",
            "premiere": "2020-01-01",
            "story": f"{evil}\n# {evil}\n> {evil}\n- {evil}",
            "cast": [{"person": evil, "character": evil}],
            "where": [{"provider": evil, "url": "https://a.example/(x)@b"}],
            "parts": [{"label": evil[:100], "premiere": "2020-01-01"}],
            "trailers": [{"url": LINK, "title": evil}],
        }
        show = await write_show(
            world.services,
            {1: everywhere},
            title=evil,
            network=evil,
            creators=[evil],
            producers=[{"person": evil, "role": evil[:100]}],
            synopsis=evil,
        )
        for command in ("season", "release", "cast", "trailer", "story", "where"):
            result = await world.fan.slash(world.general, command, show=marked(show))
            assert "everyone" in shown(result.response), command
            assert harmless(shown(result.response)), command
        typed = await world.fan.autocomplete(world.general, "season", "show", "everyone")
        assert typed[0]["value"] == marked(show)

    async def test_right_to_left_and_towers_of_marks_keep_to_themselves(self, world: World) -> None:
        arabic = await write_show(world.services, {1: TWO}, title="مسلسل الليل", year=2020)
        result = await world.fan.slash(world.general, "season", show=marked(arabic), season=1)
        assert "### \u2068مسلسل الليل\u2069 (2020) · Season 1" in shown(result.response)
        tower = await write_show(world.services, title="Z" + "\u0337" * 40 + "algo")
        result = await world.fan.slash(world.general, "season", show=marked(tower))
        assert shown(result.response).count("\u0337") < 10
        choices = await world.fan.autocomplete(world.general, "season", "show", "zalgo")
        assert len(choices[0]["name"]) < 20

    async def test_about_tells_what_it_is_to_the_asker_alone(self, world: World) -> None:
        result = await world.fan.slash(world.general, "about")
        text = shown(result.response)
        assert "Where the facts come from" in text
        assert re.search(r"Version \d+\.\d+\.\d+ · [\d,]+ shows?", text)
        assert result.response.ephemeral

    async def test_in_a_direct_message(self, world: World) -> None:
        result = await world.fan.user.slash("season", show="lamp light", season=1)
        assert "Season 1 is out." in shown(result.response)
