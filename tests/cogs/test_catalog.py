"""What editors do with facts, typed and clicked as they would."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from sqlalchemy import event

from bot.answers.lookup import marked
from bot.discord_client.client import Cliffhanger
from bot.editing.imports import MAX_BYTES
from bot.errors import BadInputError
from cogs.edits import content_of
from tests.cogs import people
from tests.cogs.people import SOURCE, delivered_twice, harmless, other_guild, refused, sent_by, told
from tests.cogs.written import write_show
from tests.conftest import World, shown
from tests.facts.stated import Stored

SEASONS = {
    1: {"status": "aired", "episodes": 8, "cast": [{"person": "Ann Lee", "character": "Mara"}]},
    2: {"status": "renewed"},
}

pytestmark = pytest.mark.own_shows


@pytest.fixture
async def show(world: World) -> str:
    return marked(await write_show(world.services, SEASONS, title="Lamp", year=2020, network="ZDF"))


async def do(world: World, name: str, **options: Any) -> Any:
    return await world.moderator.slash(world.mods, f"catalog {name}", **options)


async def put(world: World, show: str, field: str, value: str, **options: Any) -> Any:
    given = {"show": show, "field": field, "value": value, "source": SOURCE}
    return await do(world, "set", **(given | options))


_GROUP, _STRING, _INTEGER, _BOOLEAN, _FILE = 2, 3, 4, 5, 11

OPTIONS = {
    "article link": "link!",
    "article file": "file!@ source!",
    "add": "title! source! year# network",
    "set": "show! field! value! source! season#",
    "cast": "show! season!# person! character remove? source",
    "trailer": "show! season!# url! kind published remove? source",
    "where": "show! season!# provider! region url remove? source",
    "remove": "show!",
    "merge": "show! into!",
    "split": "show! record!",
    "history": "show! season#",
    "undo": "show! change#",
    "review": "",
    "import": "file!@",
    "export": "show!",
}
"""! is required, # a number, ? yes or no, @ a file."""


async def test_the_commands_are_those_promised(world: World) -> None:
    (sent,) = [entry.json for entry in world.env.http_requests if entry.path.endswith("/commands")]
    (catalog,) = [command for command in sent if command["name"] == "catalog"]
    assert catalog.get("default_member_permissions") is None
    signs = {_STRING: "", _INTEGER: "#", _BOOLEAN: "?", _FILE: "@"}
    found = {
        name: " ".join(
            option["name"] + "!" * option["required"] + signs[option["type"]]
            for option in command["options"]
        )
        for name, command in _subcommands(catalog)
    }
    assert found == OPTIONS


def _subcommands(command: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The commands of a group by name, those of the groups inside it too."""
    for option in command["options"]:
        if option["type"] == _GROUP:
            yield from _subcommands(option, f"{option['name']} ")
        else:
            yield f"{prefix}{option['name']}", option


AS_WRITTEN: list[tuple[str, str, int | None, str]] = [
    ("premiere", "2026-10-05", 2, "5 October 2026"),
    ("premiere", "5 Oct 2026", 2, "5 October 2026"),
    ("premiere", "October 2026", 2, "October 2026"),
    ("premiere", "fall 2026", 2, "fall 2026"),
    ("premiere", "Q4 2026", 2, "Q4 2026"),
    ("premiere", "late 2026", 2, "2026"),
    ("premiere", "2026-10-05 20:00 New York", 2, "<t:1791244800:F>"),
    ("premiere", "TBA", 2, "not announced"),
    ("finale", "2026-11-05", 2, "5 November 2026"),
    ("status", "axed", 2, "renewed → canceled"),
    ("status", "cancelled", 2, "renewed → canceled"),
    ("status", "in production", 2, "in production"),
    ("episodes", "10 episodes", 2, "10"),
    ("runtime", "1h 5m", 2, "nothing → 65 minutes"),
    ("label", "Book Two", 2, "Book Two"),
    ("final", "yes", 2, "nothing → yes"),
    ("story", "It goes *on*.", 2, r"It goes \*on\*."),
    ("status", "canceled", None, "show status**: nothing → canceled"),
    ("show_status", "ended", None, "show status**: nothing → ended"),
    ("story", "What it is about", None, "synopsis**: nothing → What it is about"),
    ("network", "HBO", None, "ZDF → HBO"),
    ("alias", "Lampe", None, "alias**: nothing → Lampe"),
    ("site", "https://lamp.example/", None, "lamp.example"),
    ("picture", "https://lamp.example/p.png", None, "lamp.example"),
]
"""Field, value, season, and what the receipt says."""


class TestSetting:
    async def test_before_after_scope_hearing_source_and_undo(
        self, world: World, show: str, rows: Stored
    ) -> None:
        result = await put(world, show, "status", "greenlit", season=1)
        text = told(result)
        assert "### Lamp (2020)\n**Changed.**" in text
        assert "season 1 status**: aired → renewed" in text
        assert "Applies in **this server**." in text
        assert "No channel follows this." in text
        assert "[news.example](<https://news.example/page>)" in text
        assert not result.response.ephemeral
        untold = await put(world, show, "network", "HBO")
        assert "No alert is sent for this." in told(untold)
        undone = await world.moderator.click(result.response, label="Undo")
        assert "**Undone.**\n**season 1 status**: renewed → aired" in told(undone)
        again = await world.moderator.click(result.response, label="Undo")
        refused(world, again, "already undone")
        assert rows.one("SELECT count(*) FROM edits WHERE retracted_at IS NOT NULL") == 1

    async def test_what_changes_nothing_is_said_to_nobody(self, world: World, show: str) -> None:
        await put(world, show, "status", "greenlit", season=1)
        text = told(await put(world, show, "status", "renewed", season=1))
        assert "the answer stays the same" in text
        assert "alert" not in text
        assert "follows" not in text

    async def test_undo_by_another_editor_after_a_restart(
        self, world: World, show: str, rows: Stored
    ) -> None:
        result = await put(world, show, "network", "HBO")
        role = world.guild.roles["Moderators"]
        other = world.guild.add_member(world.env.create_user("other"), roles=[role])
        await world.env.restart_bot(Cliffhanger(world.services))
        refused(world, await world.fan.click(result.response, label="Undo"), "/suggest")
        assert "HBO → ZDF" in told(await other.click(result.response, label="Undo"))
        assert rows("SELECT author_id, retracted_by FROM edits ORDER BY id") == [
            (world.moderator.id, other.id)
        ]

    async def test_values_as_people_write_them(self, world: World, show: str) -> None:
        for field, value, season, read in AS_WRITTEN:
            more = {} if season is None else {"season": season}
            result = await put(world, show, field, value, **more)
            assert read in told(result), (field, value)
            if field == "status":
                await world.moderator.click(result.response, label="Undo")

    async def test_the_servers_zone_is_for_bare_hours(self, world: World, show: str) -> None:
        await world.services.guilds.set_timezone(world.guild.id, "America/New_York")
        result = await put(world, show, "premiere", "2026-10-05 20:00", season=2)
        assert "<t:1791244800:F>" in told(result)

    async def test_what_cannot_be_read_or_named(
        self, world: World, show: str, rows: Stored
    ) -> None:
        before = rows.everything()
        bad = [
            (await put(world, show, "premiere", "soonish", season=2), "2026"),
            (await put(world, show, "premiere", "2026"), "belongs to a season"),
            (await put(world, show, "network", "HBO", season=2), "leave the season out"),
            (await put(world, show, "network", "HBO", source="variety"), "must be a link"),
            (await put(world, "Lampp", "network", "HBO"), "know no show by that name"),
            (await put(world, "id:99999", "network", "HBO"), "not in my catalogue"),
            (await put(world, show, "status", "renewed", season=-1), "numbered from 1"),
            (await do(world, "cast", show=show, season=1, person="Bo"), "`source`"),
            (
                await do(world, "cast", show=show, season=1, person="Nobody", remove=True),
                "not in the list",
            ),
            (
                await do(world, "trailer", show=show, season=1, url="x", source=SOURCE),
                "The trailer must be a link",
            ),
            (await do(world, "undo", show=show), "no change here"),
            (await do(world, "undo", show=show, change=3), "Nothing has been changed here"),
        ]
        for result, sentence in bad:
            refused(world, result, sentence)
        assert rows.everything() == before

    async def test_cast_trailer_and_where_come_and_go(self, world: World, show: str) -> None:
        added = await do(
            world, "cast", show=show, season=1, person="Bo Ek", character="Kit", source=SOURCE
        )
        assert "nothing → Bo Ek as Kit" in told(added)
        gone = await do(world, "cast", show=show, season=1, person="ann lee", remove=True)
        assert "Ann Lee as Mara → nothing" in told(gone)
        card = told(await world.fan.slash(world.general, "cast", show=show, season=1))
        assert "Bo Ek" in card
        assert "Ann Lee" not in card
        video = {"url": "https://youtu.be/aaaaaaaaaaa", "show": show, "season": 2}
        await do(world, "trailer", **video, kind="teaser", published="1 May 2026", source=SOURCE)
        for text in ("2030-01-01", "winter 2027", "TBA"):
            future = await do(world, "trailer", **video, published=text, source=SOURCE)
            refused(world, future, "the day on which the video came out")
        assert "1 May 2026" in told(await world.fan.slash(world.general, "trailer", show=show))
        same = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
        gone = await do(world, "trailer", show=show, season=2, url=same, remove=True)
        assert "→ nothing" in told(gone)
        place = {"show": show, "season": 1, "provider": "Hulu", "region": "us"}
        await do(world, "where", **place, source=SOURCE)
        card = told(await world.fan.slash(world.general, "where", show=show, season=1, region="US"))
        assert "Hulu (US)" in card
        assert "Hulu (US) → nothing" in told(await do(world, "where", **place, remove=True))
        await world.moderator.click(gone.response, label="Undo")
        card = await world.fan.slash(world.general, "trailer", show=show, season=2)
        assert "youtu.be" in told(card)

    async def test_the_later_author_is_told_what_it_replaced(self, world: World, show: str) -> None:
        await put(world, show, "network", "HBO")
        text = told(await put(world, show, "network", "BBC"))
        assert f"This replaced HBO, set by <@{world.moderator.id}> just now." in text

    async def test_a_repeated_event_changes_nothing_twice(
        self, world: World, show: str, rows: Stored
    ) -> None:
        await put(world, show, "network", "One")
        with delivered_twice(world):
            await put(world, show, "network", "Two")
            await do(world, "add", title="Twice", source=SOURCE)
            await world.moderator.slash(world.mods, "settings region", region="DE")
        assert rows.one("SELECT count(*) FROM edits") == 3
        with delivered_twice(world):
            await do(world, "undo", show=show)
        assert rows.one("SELECT count(*) FROM edits WHERE retracted_at IS NOT NULL") == 1
        assert "One" in told(await do(world, "history", show=show))


class TestHiding:
    async def test_a_hidden_show_is_gone_here_alone_and_undo_brings_it_back(
        self, world: World, show: str
    ) -> None:
        result = await do(world, "remove", show=show)
        assert "*Undo* brings it back" in told(result)
        gone = await world.fan.slash(world.general, "season", show=show)
        assert "not in my catalogue" in told(gone)
        typed = await world.fan.autocomplete(world.general, "season", "show", "lamp")
        assert typed == []
        offered = await world.moderator.autocomplete(world.mods, "catalog undo", "show", "la")
        assert offered == [{"name": "Lamp (hidden)", "value": show}]
        assert await world.services.library.show(int(show[3:]), 1) is not None
        for typed in (show, "lamp"):
            edited = await put(world, typed, "network", "HBO")
            refused(world, edited, "Lamp is hidden here", "`/catalog undo`")
            refused(world, await do(world, "history", show=typed), "Lamp is hidden here")
        proposed = {"show": "lamp", "field": "network", "value": "HBO", "source": SOURCE}
        suggested = await world.fan.slash(world.general, "suggest", **proposed)
        refused(world, suggested, "I know no show by that name")
        assert "**Undone.**" in told(await do(world, "undo", show="Lamp"))
        assert "Lamp" in told(await world.fan.slash(world.general, "season", show=show))

    async def test_a_hidden_show_and_a_namesake_are_not_mistaken_for_each_other(
        self, world: World, show: str, rows: Stored
    ) -> None:
        other = marked(await write_show(world.services, title="Lamp", year=2021))
        await put(world, other, "network", "HBO")
        await do(world, "remove", show=show)
        both = ("Several shows have that name: `Lamp", "`Lamp (2021)", "Pick one from the list.")
        refused(world, await do(world, "undo", show="lamp"), *both)
        await do(world, "remove", show=other)
        refused(world, await do(world, "undo", show="Lamp"), both[0], "and `Lamp", both[2])
        assert "Everybody sees it again." in told(await do(world, "undo", show=other))
        assert rows.one("SELECT count(*) FROM edits WHERE retracted_at IS NOT NULL") == 1

    async def test_the_thirtieth_hidden_show_can_be_brought_back(self, world: World) -> None:
        shows = [marked(await write_show(world.services, title=f"Show {n:02}")) for n in range(30)]
        for show in shows:
            await do(world, "remove", show=show)
        assert "**Undone.**" in told(await do(world, "undo", show=shows[-1]))


class TestTwoServers:
    async def test_neither_sees_the_other(self, world: World, show: str, rows: Stored) -> None:
        other = world.env.create_guild(name="Another server")
        lobby = other.create_text_channel("lobby")
        role = other.create_role("Mods", permissions=discord.Permissions(manage_guild=True))
        boss = other.add_member(world.env.create_user("boss"), roles=[role])
        await world.env.settle()
        assert other_guild(world) == other.id
        ours = await put(world, show, "network", "Ours")
        await put(world, show, "alias", "Secret Alias")
        await do(world, "add", title="Secret Show", source=SOURCE)
        for _ in range(3):
            await put(world, show, "story", "Secret", season=1)
        options = {"field": "network", "value": "Theirs", "source": SOURCE}
        theirs = await boss.slash(lobby, "catalog set", show=show, **options)
        assert "ZDF → Theirs" in told(theirs)
        assert "replaced" not in told(theirs)
        history = told(await boss.slash(lobby, "catalog history", show=show))
        assert "**#1**" in history
        assert "Secret" not in history
        assert str(world.moderator.id) not in history
        for typed in ("secret", "Secret Alias"):
            assert await boss.autocomplete(lobby, "season", "show", typed) == []
        refused(world, await boss.slash(lobby, "catalog undo", show=show, change=2), "1 to 1")
        assert ours.response is not None
        assert "1 show · 1 edit by people" in told(await boss.slash(lobby, "about"))
        assert "2 shows · 6 edits" in told(await world.fan.slash(world.general, "about"))
        card = told(await boss.slash(lobby, "catalog export", show=show))
        assert "Secret" not in card
        assert set(rows("SELECT scope, count(*) FROM edits GROUP BY scope ORDER BY 1")) == {
            (world.guild.id, 6),
            (other.id, 1),
        }


class TestCurators:
    async def test_their_words_are_everybodys_and_they_merge_and_split(
        self, world: World, show: str, monkeypatch: pytest.MonkeyPatch, rows: Stored
    ) -> None:
        curators = replace(world.services.settings, curator_guilds=frozenset({world.guild.id}))
        monkeypatch.setattr(world.bot, "services", replace(world.services, settings=curators))
        text = told(await put(world, show, "network", "HBO"))
        assert "Applies **everywhere**." in text
        assert rows("SELECT scope FROM edits") == [(0,)]
        everybody = await world.services.library.show(int(show[3:]), 99)
        assert everybody is not None
        assert everybody.network is not None
        assert everybody.network.value == "HBO"
        other = marked(await write_show(world.services, {3: {}}, title="Lamplight", year=2020))
        world.env.create_guild(name="Another server").create_text_channel("general")
        await world.env.settle()
        merged = await do(world, "merge", show=other, into=show)
        assert "### Lamp\n**Merged**" in told(merged)
        parted = told(await world.moderator.click(merged.response, label="Undo"))
        assert "### Lamp\n**Undone.** They are two shows again." in parted
        card = await world.fan.slash(world.general, "season", show=other, season=3)
        assert "Lamplight" in told(card)
        with sent_by(world, people.ELSEWHERE):
            again = await world.moderator.click(merged.response, label="Undo")
        refused(world, again, "There is no such change.")
        await do(world, "merge", show=other, into=show)
        card = await world.fan.slash(world.general, "season", show=other, season=3)
        assert "Lamp (2020)" in told(card)
        offered = await world.moderator.autocomplete(
            world.mods, "catalog split", "record", "light", show=show
        )
        assert [choice["value"] for choice in offered] == ["import:Lamplight (2020)"]
        split = await do(world, "split", show=show, record=offered[0]["value"])
        assert "### Lamplight\nIt is a show of its own now." in told(split)
        history = told(await do(world, "history", show=show))
        assert "merged by" in history
        assert "split off by" in history


class TestFiles:
    async def load(self, world: World, name: str, data: bytes) -> Any:
        return await do(world, "import", file=(name, data))

    async def test_the_difference_first_then_all_at_once(
        self, world: World, show: str, rows: Stored
    ) -> None:
        data = (
            b'[{"title": "Lamp", "year": 2020, "network": "HBO", "source": "https://a.example/"},'
            b' {"title": "New One", "source": "https://a.example/"}]'
        )
        before = rows.everything()
        result = await self.load(world, "x.json", data)
        text = told(result)
        assert "1 new show, 1 changed, 0 unchanged." in text
        assert "network**: ZDF → HBO" in text
        assert "It would apply in **this server**. Nothing is changed yet." in text
        assert result.response.ephemeral
        assert rows.everything() == before
        message = result.response
        done = await world.moderator.click(message, label="Confirm")
        assert "2 shows changed" in told(done)
        assert rows.one("SELECT count(*) FROM edits") == 2
        undone = await world.moderator.click(done.followups[0], label="Undo")
        assert "2 shows" in told(undone)
        assert rows.one("SELECT count(*) FROM edits WHERE retracted_at IS NULL") == 0

    async def test_cancel_and_after_newer_files(
        self, world: World, show: str, rows: Stored
    ) -> None:
        file = ("x.toml", b'title = "Lamp"\nnetwork = "HBO"\nsource = "https://a.example/"')
        before = rows.everything()
        result = await self.load(world, *file)
        cancelled = await world.moderator.click(result.response, label="Cancel")
        assert "Nothing was changed." in told(cancelled)
        result = await self.load(world, *file)
        for _ in range(2):
            await self.load(world, *file)
        late = await world.moderator.click(result.response, label="Confirm")
        refused(world, late, "no longer waiting; send it again")
        assert rows.everything() == before

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("name", "data", "sentence"),
        [
            ("x.json", b"[" * 50_000, "nested too deeply"),
            ("@everyone **x**.json", b"{", "line 1"),
            ("x.json", b'[{"title": "A", "popularity": NaN}]', "NaN"),
            ("x.json", b'[{"title": "A", "' + "🎬[a](b)".encode() * 3000 + b'": 1}]', "line 1"),
        ],
    )
    async def test_a_broken_file_gets_a_private_sentence(
        self, world: World, rows: Stored, name: str, data: bytes, sentence: str
    ) -> None:
        before = rows.everything()
        result = await self.load(world, name, data)
        refused(world, result, sentence)
        assert harmless(told(result))
        assert rows.everything() == before

    async def test_a_large_file_is_not_fetched(self, world: World, rows: Stored) -> None:
        asked = len(world.env.http_requests)
        result = await self.load(world, "x.json", b" " * (MAX_BYTES + 1))
        refused(world, result, "at most 1 MiB")
        assert not result.deferred
        paths = [entry.path for entry in world.env.http_requests[asked:]]
        assert all("callback" in path for path in paths)

    async def test_an_export_is_a_file_that_changes_nothing(self, world: World, show: str) -> None:
        await put(world, show, "story", "Ours", season=1)
        result = await do(world, "export", show=show)
        (file,) = result.response.attachments
        assert file.filename == "lamp.toml"
        assert result.response.ephemeral
        again = await self.load(world, file.filename, await file.read())
        assert "0 new shows, 0 changed, 1 unchanged" in told(again)
        assert [b for b in _labels(again.response) if b] == ["Cancel"]

    async def test_the_largest_difference_keeps_the_budgets(self, world: World) -> None:
        tables = [
            '{"title": "' + "🎬" * 290 + f'{n}", "network": "' + "م" * 200
            + '", "source": "https://a.example/"}'
            for n in range(60)
        ]  # fmt: skip
        data = "\n".join(tables).encode()
        result = await self.load(world, "م" * 200 + ".jsonl", data)
        assert "60 new shows" in told(result)
        _within(told(result))


def _labels(message: Any) -> list[str]:
    return re.findall(r"'label': '([^']+)'", str(message.components))


def _within(text: str) -> None:
    assert len(text) <= 4000
    assert len(text.encode()) <= 10_170


HOSTILE = [
    "**x** @everyone <@1> <#2> [a](https://evil.example) `c` ||s||",
    "🎬" * 6000,
    "\u202eevil\u0301" * 50,
    "a\x00b",
    "9" * 400,
    "مسلسل " * 30,
    "' OR 1=1; --",
]


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_text_in_every_option(world: World, show: str, text: str) -> None:
    link = f"https://a.example/{'x' * 60}"
    results = [
        await do(world, "add", title=text, network=text, source=link),
        await do(world, "add", title="T", network="N", source=text),
        await put(world, show, "story", text, season=1),
        await put(world, show, "premiere", text, season=1),
        await put(world, show, "alias", text),
        await put(world, text, "alias", "x"),
        await put(world, show, "network", "x", source=text),
        await do(world, "cast", show=show, season=1, person=text, character=text, source=link),
        await do(world, "cast", show=show, season=1, person=text, remove=True),
        await do(world, "trailer", show=show, season=1, url=text, source=link),
        await do(world, "trailer", show=show, season=1, url=link, published=text, source=link),
        await do(world, "where", show=show, season=1, provider=text, region=text, source=link),
        await do(world, "where", show=show, season=1, provider=text, url=text, source=link),
        await do(world, "remove", show=text),
        await do(world, "history", show=show),
        await do(world, "undo", show=text),
        await do(world, "undo", show=show, change=2**52),
        await do(world, "merge", show=text, into=text),
        await do(world, "split", show=text, record=text),
        await do(world, "export", show=text),
        await world.fan.slash(
            world.general, "suggest", show=show, field="story", value=text, source=link
        ),
        await do(world, "review"),
    ]
    for result in results:
        assert result.response is not None
        _within(told(result))
        assert "Something went wrong" not in told(result)
        # Nothing between backticks is markup.
        ours = r"<@\d{10,}>|<t:\d+:[A-Z]>|http:// or https://|`[^`\n]+`"
        assert harmless(re.sub(ours, "", told(result))), told(result)


@pytest.mark.sqlite
class TestBrokenDatabase:
    async def test_a_locked_database_takes_no_edit_and_still_answers(
        self, world: World, show: str, rows: Stored
    ) -> None:
        await self._pragma(world, "busy_timeout = 50")
        before = rows.everything()
        with closing(sqlite3.connect(rows.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            refused(world, await put(world, show, "network", "HBO"), "busy with another program")
            assert "Lamp" in told(await world.fan.slash(world.general, "season", show=show))
            other.execute("ROLLBACK")
        assert rows.everything() == before
        assert "ZDF → HBO" in told(await put(world, show, "network", "HBO"))

    async def test_a_read_only_database_takes_no_edit_and_still_answers(
        self, world: World, show: str, rows: Stored
    ) -> None:
        await self._pragma(world, "query_only = ON")
        before = rows.everything()
        for result in (
            await put(world, show, "network", "HBO"),
            await do(world, "remove", show=show),
            await world.moderator.slash(world.mods, "settings region", region="DE"),
            await world.fan.slash(
                world.general, "suggest", show=show, field="network", value="B", source=SOURCE
            ),
        ):
            refused(world, result, "cannot be written to; nothing was changed")
        assert rows.everything() == before
        assert "Lamp" in told(await world.fan.slash(world.general, "season", show=show))

    async def test_a_full_disk_takes_no_edit_and_still_answers(
        self, world: World, show: str, rows: Stored
    ) -> None:
        await self._pragma(world, "max_page_count = 1")
        for _ in range(40):
            before = rows.everything()
            result = await put(world, show, "story", "x" * 4000, season=1)
            if "Changed" not in told(result):
                break
        refused(world, result, "The disk is full; nothing was changed.")
        assert rows.everything() == before
        assert "Lamp" in told(await world.fan.slash(world.general, "season", show=show))

    async def _pragma(self, world: World, text: str) -> None:
        pool = world.services.database._engine.sync_engine.pool

        def on_every_connection(connection: Any, record: object, proxy: object) -> None:
            connection.execute(f"PRAGMA {text}")

        event.listen(pool, "checkout", on_every_connection)


async def test_the_log_channel_is_told_of_changes(world: World, show: str) -> None:
    log = world.guild.create_text_channel("log")
    await world.env.settle()
    await world.services.guilds.set_log_channel(world.guild.id, log.id)
    await put(world, show, "network", "HBO")
    sent = [shown_of(world, log)]
    assert f"By <@{world.moderator.id}>" in sent[0]
    assert "ZDF → HBO" in sent[0]
    assert "log" not in told(await put(world, show, "network", "ITV"))
    # Deleted, or closed to the bot: the edit stands, and its editor hears that nobody else does.
    for status, code in ((404, 10003), (403, 50013)):
        path = f"/channels/{log.id}/messages"
        world.env.inject_error("POST", path, status=status, code=code, times=1)
        result = await put(world, show, "network", f"BBC {code}")
        assert "**Changed.**" in told(result)
        assert f"I could not write that into the log, <#{log.id}>" in told(result)
        assert result.followups[-1].ephemeral


@pytest.mark.parametrize(
    ("premiere", "finale", "is_told"),
    [
        ("2027-12-18", "2027-01-15", True),
        ("2027-12-18", "2026", True),
        ("2027-12-18", "2028-01-15", False),
        ("2027-12-18", "2027", False),
        ("2027-12-18", "2027-12-18", False),
        # One day, told by the day and by an hour that is another day in UTC.
        ("2027-12-18", "2027-12-18 01:00 Tokyo", False),
    ],
)
async def test_a_season_that_ends_before_it_begins_is_told_to_its_editor(
    world: World, show: str, premiere: str, finale: str, is_told: bool
) -> None:
    sentence = "before it begins (18 December 2027); change the one that is wrong."
    assert sentence not in told(await put(world, show, "premiere", premiere, season=3))
    assert (sentence in told(await put(world, show, "finale", finale, season=3))) is is_told
    again = await put(world, show, "premiere", "2027-12-18", season=3)
    assert "wrong" not in told(again), "nothing was changed by that"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("known", "season", "remark"),
    [
        ((1, 2), 9999, "The last season known before season 9999 is season 2"),
        ((1, 2), 33, "The last season known before season 33 is season 2"),
        ((1, 2), 4, "The last season known before season 4 is season 2"),
        ((1, 2, 5), 4, "The last season known before season 4 is season 2"),
        ((2025, 2026), 2072, "The last season known before season 2072 is season 2026"),
        ((), 9999, "No season is known before season 9999"),
        ((0,), 7, "No season is known before season 7"),
        ((1, 2), 3, ""),
        ((1, 2), 0, ""),
        ((2, 3), 1, ""),
        ((2025, 2026), 2027, ""),
        ((), 1, ""),
    ],
)
@pytest.mark.parametrize("command", ["set", "cast"])
async def test_a_number_that_leaves_seasons_out_is_told_to_its_editor(
    world: World, command: str, known: tuple[int, ...], season: int, remark: str
) -> None:
    seasons: dict[int, dict[str, Any]] = {number: {"status": "aired"} for number in known}
    lamp = marked(await write_show(world.services, seasons, title="Lamp", year=2020))

    async def edit(more: str) -> str:
        if command == "cast":
            given = {"season": season, "person": more, "source": SOURCE}
            return told(await do(world, "cast", show=lamp, **given))
        return told(await put(world, lamp, "label", more, season=season))

    edited = await edit("Ann Lee")
    assert "**Changed.**" in edited
    assert (f"{remark}. If the number is a slip, undo this." in edited) is bool(remark)
    assert ("slip" in edited) is bool(remark)
    assert "slip" not in await edit("Bo Lee"), "it is known by now"


async def test_the_log_is_in_the_servers_language_whichever_the_editors_is(
    world: World, show: str
) -> None:
    log = world.guild.create_text_channel("log")
    await world.env.settle()
    await world.services.guilds.set_log_channel(world.guild.id, log.id)
    await world.services.guilds.set_language(world.guild.id, "de")
    await put(world, show, "premiere", "2099-10-05", season=3)
    edited = told(await put(world, show, "status", "in production", season=3))
    assert "The card goes by this before the status" in edited
    assert "Die Karte richtet sich eher danach als nach dem Status" in shown_of(world, log)
    assert "The card" not in shown_of(world, log)

    offered = await do(world, "import", file=("x.json", TWO_SHOWS))
    taken = await world.moderator.click(offered.response, label="Confirm")
    assert "### 2 shows" in told(await world.moderator.click(taken.followups[-1], label="Undo"))
    assert "### 2 Serien" in shown_of(world, log)


TWO_SHOWS = (
    b'[{"title": "Lantern", "source": "https://a.example/"},'
    b' {"title": "Candle", "source": "https://a.example/"}]'
)


def shown_of(world: World, channel: Any) -> str:
    """What the last message of a channel says."""
    message = channel.last_message
    return shown(message)


async def test_a_receipt_says_what_the_card_does_not_show(world: World) -> None:
    seasons = {2: {"status": "renewed", "premiere": "2099-10-05"}}
    lamp = marked(await write_show(world.services, seasons, title="Candle", year=2020))
    status = await do(
        world, "set", show=lamp, season=2, field="status", value="in_production", source=SOURCE
    )
    assert "The card goes by this before the status" in told(status)
    assert "5 October 2099" in told(status)


class _NoCdn:
    """Discord's client where files cannot be fetched."""

    def __init__(self, error: Exception) -> None:
        self.http = self
        self._error = error

    async def get_from_cdn(self, _url: str) -> bytes:
        raise self._error


@pytest.mark.parametrize(
    "error",
    [
        discord.NotFound(SimpleNamespace(status=404, reason="Not Found"), "asset not found"),
        aiohttp.ClientConnectionError("no route"),
        aiohttp.ServerDisconnectedError(),
        TimeoutError(),
        OSError("Name or service not known"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_file_that_cannot_be_fetched_is_asked_for_again(error: Exception) -> None:
    data = {"id": "1", "filename": "shows.json", "size": 2, "url": "https://cdn.example/1"}
    file = discord.Attachment(data=data | {"proxy_url": data["url"]}, state=_NoCdn(error))
    with pytest.raises(BadInputError, match="send it again"):
        await content_of(file)
