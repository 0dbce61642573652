"""Every way in, by everybody: who may edit what, asserted on the stored rows."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.answers.lookup import marked
from bot.errors import CliffhangerError
from tests.cogs import people
from tests.cogs.people import SOURCE, Person, fields_of, refused, sent_by, told
from tests.cogs.written import write_show
from tests.conftest import World
from tests.facts.stated import Stored

FILE = ("x.json", b'[{"title": "From A File", "source": "https://news.example/"}]')

pytestmark = pytest.mark.own_shows


Way = Callable[[], Awaitable[Any]]


class Ways:
    """Every way in, made ready by a moderator; each is then walked by somebody."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.number = 0

    async def ready(self) -> None:
        world = self.world
        world.guild.create_role("Archivists")
        other = world.env.create_guild(name="Another server")
        other.create_text_channel("general")
        await world.env.settle()
        archivists = world.guild.roles["Archivists"]
        await world.services.guilds.set_editor_role(world.guild.id, archivists.id)
        self.show = marked(
            await write_show(
                world.services,
                {1: {"cast": [{"person": "Ann"}], "episodes": 8}},
                title="Lamp",
                year=2020,
            )
        )
        self.second = marked(await write_show(world.services, title="Second"))

    async def slash(self, name: str, **options: Any) -> Any:
        return await self.world.moderator.slash(self.world.mods, name, **options)

    async def set(self) -> Any:
        self.number += 1
        return await self.slash(
            "catalog set", show=self.show, field="network", value=f"N{self.number}", source=SOURCE
        )

    def commands(self) -> dict[str, Way]:
        """The commands that change facts."""
        show, season = self.show, 1

        def command(name: str, **options: Any) -> Way:
            return lambda: self.slash(name, **options)

        where = {"provider": "Hulu", "region": "us"}
        return {
            "add": command("catalog add", title="Added", source=SOURCE),
            "set": self.set,
            "cast": command("catalog cast", show=show, season=season, person="Bo", source=SOURCE),
            "cast remove": command(
                "catalog cast", show=show, season=season, person="Ann", remove=True
            ),
            "trailer": command(
                "catalog trailer",
                show=show,
                season=season,
                url="https://a.example/v",
                source=SOURCE,
            ),
            "where": command("catalog where", show=show, season=season, source=SOURCE, **where),
            "remove": command("catalog remove", show=self.second),
        }

    def looks(self) -> dict[str, Way]:
        """The commands that show editors something, or fail for other reasons than permission."""
        show = self.show
        return {
            "history": lambda: self.slash("catalog history", show=show),
            "undo": lambda: self.slash("catalog undo", show=show),
            "review": lambda: self.slash("catalog review"),
            "import": lambda: self.slash("catalog import", file=FILE),
            "export": lambda: self.slash("catalog export", show=show),
            "merge": lambda: self.slash("catalog merge", show=show, into=self.second),
            "split": lambda: self.slash("catalog split", show=show, record="import:x"),
        }

    def settings(self) -> dict[str, Way]:
        return {
            "show": lambda: self.slash("settings show"),
            "editors": lambda: self.slash("settings editors"),
            "timezone": lambda: self.slash("settings timezone", zone="Europe/Berlin"),
            "region": lambda: self.slash("settings region", region="DE"),
            "log": lambda: self.slash("settings log", channel=self.world.general),
        }

    async def components(self) -> dict[str, Way]:
        """The buttons and forms, on messages that a moderator has."""
        world = self.world
        receipt = (await self.set()).response
        for _ in range(6):
            await self.set()
        history = (await self.slash("catalog history", show=self.show)).response
        await self.suggest()
        queue = (await self.slash("catalog review")).response
        again = (await self.slash("catalog review")).response
        file = (await self.slash("catalog import", file=FILE)).response
        other_file = (await self.slash("catalog import", file=FILE)).response
        reason = await world.moderator.click(queue, label="Reject")
        amend = await world.moderator.click(queue, label="Edit")

        def click(message: Any, label: str) -> Way:
            return lambda: world.moderator.click(message, label=label)

        def submit(opened: Any, values: dict[str, str]) -> Way:
            return lambda: world.moderator.submit_modal(opened, values)

        reasons = fields_of(reason, "No.")
        values = fields_of(amend, "Amended", SOURCE)
        return {
            "older": click(history, "Older ▶"),
            "edit": click(queue, "Edit"),
            "reject": click(queue, "Reject"),
            "import cancel": click(other_file, "Cancel"),
            "import confirm": click(file, "Confirm"),
            "approve": click(again, "Approve"),
            "reason": submit(reason, reasons),
            "amend": submit(amend, values),
            "undo": click(receipt, "Undo"),
        }

    async def suggest(self) -> Any:
        self.number += 1
        return await self.world.fan.slash(
            self.world.general,
            "suggest",
            show=self.show,
            field="network",
            value=f"Suggested {self.number}",
            source=SOURCE,
        )

    def typing(self) -> dict[str, Way]:
        """The options that offer choices as one types."""
        moderator, mods = self.world.moderator, self.world.mods
        offers: dict[str, Way] = {
            f"{name} {option}": lambda name=name, option=option: moderator.autocomplete(  # type: ignore[misc]
                mods, f"catalog {name}", option, ""
            )
            for name in ("set", "cast", "trailer", "where", "remove", "history", "undo", "export")
            for option in ("show",)
        }
        offers["merge into"] = lambda: moderator.autocomplete(mods, "catalog merge", "into", "")
        offers["split record"] = lambda: moderator.autocomplete(
            mods, "catalog split", "record", "", show=self.show
        )
        return offers


@pytest.fixture
async def ways(world: World) -> Ways:
    made = Ways(world)
    await made.ready()
    return made


@pytest.mark.parametrize(
    ("person", "word"),
    [
        (people.MEMBER, "/suggest"),
        (people.DIRECT, "a server that I am in"),
        (people.USER_INSTALL, "a server that I am in"),
    ],
    ids=["member", "direct message", "user install"],
)
async def test_nobody_else_gets_in(
    world: World, ways: Ways, rows: Stored, person: Person, word: str
) -> None:
    every = ways.commands() | ways.looks() | await ways.components()
    if person is not people.MEMBER:
        every["suggest"] = ways.suggest
    before = rows.everything()
    for name, way in every.items():
        with sent_by(world, person):
            result = await way()
        assert result.modal is None, name
        refused(world, result, word)
        assert rows.everything() == before, name
    for name, way in ways.settings().items():
        with sent_by(world, person):
            result = await way()
        refused(world, result, "ettings")
        assert rows.everything() == before, name
    for name, way in ways.typing().items():
        with sent_by(world, person):
            assert await way() == [], name
    with sent_by(world, person):
        typed = world.moderator.autocomplete(world.mods, "settings timezone", "zone", "Ber")
        assert await typed == []


async def test_a_command_opened_by_a_servers_admin_opens_no_data(
    world: World, ways: Ways, rows: Stored
) -> None:
    (settings,) = [
        command
        for command in world.env.backend.visible_commands(
            user_id=world.moderator.id, channel_id=world.mods.id
        )
        if command["name"] == "settings"
    ]
    assert settings["default_member_permissions"] == 1 << 5
    before = rows.everything()
    for name, way in ways.settings().items():
        with sent_by(world, people.MEMBER):
            result = await way()
        refused(world, result, "Manage Server")
        assert rows.everything() == before, name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("person", "manages"),
    [(people.EDITOR, False), (people.MANAGER, True), (people.ADMIN, True)],
    ids=["editor", "manager", "admin"],
)
async def test_editors_get_in_everywhere_and_managers_into_settings(
    world: World, ways: Ways, rows: Stored, person: Person, manages: bool
) -> None:
    for name, way in ways.commands().items():
        edits = rows.one("SELECT count(*) FROM edits")
        with sent_by(world, person):
            text = told(await way())
        assert "this server" in text, name
        assert rows.one("SELECT count(*) FROM edits") == edits + 1, name
    assert rows("SELECT DISTINCT scope FROM edits") == [(world.guild.id,)]
    for name, way in ways.looks().items():
        with sent_by(world, person):
            text = told(await way())
        assert ("Only curators" in text) == (name in ("merge", "split")), name
        assert "/suggest" not in text
    for name, way in (await ways.components()).items():
        before = rows.everything()
        with sent_by(world, person):
            result = await way()
        assert "/suggest" not in told(result), name
        if name in ("import confirm", "approve", "undo"):
            assert rows.everything() != before, name
    for name, way in ways.typing().items():
        with sent_by(world, person):
            assert (await way() != []) == (name != "split record"), name
    before = rows.everything()
    for way in ways.settings().values():
        with sent_by(world, person):
            text = told(await way())
        assert ("Manage Server*." not in text) or not manages
        assert ("Only those who may *Manage Server*" in text) != manages
    assert (rows.everything() != before) == manages


async def test_the_id_of_anothers_button_opens_nothing_and_tells_nothing(
    world: World, ways: Ways, rows: Stored
) -> None:
    receipt = (await ways.set()).response
    with sent_by(world, people.ELSEWHERE):
        await ways.set()
        await ways.slash("catalog add", title="Theirs", source=SOURCE)
        await ways.suggest()
        difference = await ways.slash("catalog import", file=FILE)
    theirs = people.other_guild(world)
    act = rows.one("SELECT max(interaction_id) FROM edits WHERE scope = ?", theirs)
    show = rows.one("SELECT show_id FROM edits WHERE interaction_id = ?", act)
    token = rows.one("SELECT token FROM proposals")
    (confirm,) = re.findall(r"import:confirm:[0-9a-f]{16}", str(difference.response.components))
    pairs = [
        (f"undo:{act}", "undo:123456789"),
        (f"history:oldr:{show}:-:0", "history:oldr:123456789:-:0"),
        (f"history:newr:{show}:9999:99999", "history:newr:123456789:9999:99999"),
        *(
            (f"review:{what}:{token}:0", f"review:{what}:{'0' * 16}:0")
            for what in ("approve", "reject", "edit")
        ),
        (confirm, f"import:confirm:{'0' * 16}"),
    ]
    before = rows.everything()
    for real, made_up in pairs:
        answers = []
        for custom_id in (real, made_up):
            with people.forged(world, custom_id):
                answers.append(told(await world.moderator.click(receipt, label="Undo")))
        assert answers[0] == answers[1], real
        assert answers[0]
        assert "went wrong" not in answers[0]
    assert rows.everything() == before


@pytest.mark.slow
async def test_nothing_is_done_twice_when_events_come_twice(
    world: World, ways: Ways, rows: Stored
) -> None:
    components = await ways.components()
    for name, way in (ways.commands() | ways.looks() | components | ways.settings()).items():
        edits = rows.one("SELECT count(*) FROM edits WHERE retracted_at IS NULL")
        undone = rows.one("SELECT count(*) FROM edits WHERE retracted_at IS NOT NULL")
        with people.delivered_twice(world):
            await way()
        more = rows.one("SELECT count(*) FROM edits WHERE retracted_at IS NULL") - edits
        assert more in (-1, 0, 1), name
        less = rows.one("SELECT count(*) FROM edits WHERE retracted_at IS NOT NULL") - undone
        assert less == max(0, -more), name
    assert rows.one("SELECT count(*) FROM claims") == rows.one(
        "SELECT count(DISTINCT edit_id || field || key) FROM claims"
    )
    told_of = rows("SELECT event_id, user_id FROM deliveries ORDER BY id")
    assert len(told_of) == len(set(told_of)) == 1


@pytest.mark.slow
async def test_an_admin_of_another_server_changes_that_server_alone(
    world: World, ways: Ways, rows: Stored
) -> None:
    elsewhere = people.other_guild(world)
    components = await ways.components()
    ours = rows("SELECT * FROM edits WHERE scope = ? ORDER BY id", world.guild.id)
    queue = rows("SELECT * FROM proposals ORDER BY id")
    for name, way in ways.commands().items():
        with sent_by(world, people.ELSEWHERE):
            assert "this server" in told(await way()), name
    for name, way in components.items():
        before = rows.everything()
        with sent_by(world, people.ELSEWHERE):
            result = await way()
        assert rows.everything() == before, name
        if name == "older":
            assert "<@" not in told(result).replace(f"<@{world.moderator.id}>", ""), name
        elif name == "import cancel":
            assert "Nothing was changed" in told(result)
        else:
            assert re.search("no longer (exists|waiting)|no such", told(result)), name
    assert rows("SELECT * FROM edits WHERE scope = ? ORDER BY id", world.guild.id) == ours
    assert rows("SELECT * FROM proposals ORDER BY id") == queue
    with sent_by(world, people.ELSEWHERE):
        assert "Nothing is waiting" in told(await ways.slash("catalog review"))
        history = told(await ways.slash("catalog history", show=ways.show))
    assert "#1" in history
    assert "#20" not in history
    for way in ways.settings().values():
        with sent_by(world, people.ELSEWHERE):
            await way()
    assert dict(rows("SELECT id, region FROM guilds ORDER BY id")) == {
        world.guild.id: None,
        elsewhere: "DE",
    }
    assert rows.one("SELECT editor_role FROM guilds WHERE id = ?", world.guild.id) is not None
    world.env.errors[:] = [e for e in world.env.errors if isinstance(e, CliffhangerError)]


@pytest.mark.parametrize(
    "custom_id", ["card:nothing:such", "", "undo:", "retired:7", "card~xx:1", "\ud800", "a" * 100]
)
async def test_who_clicks_what_no_version_here_reads_is_told_to_ask_anew(
    world: World, custom_id: str
) -> None:
    added = await world.moderator.slash(
        world.general, "catalog add", title="Lamp Light", source=SOURCE
    )
    with people.forged(world, custom_id):
        result = await world.moderator.click(added.response, label="Undo")
    refused(world, result, "no longer on offer")


async def test_a_form_that_no_version_here_reads_is_answered_too(world: World) -> None:
    await world.moderator.slash(world.general, "catalog add", title="Lamp Light", source=SOURCE)
    await world.fan.slash(
        world.general, "suggest", show="Lamp Light", field="network", value="Hulu", source=SOURCE
    )
    queue = (await world.moderator.slash(world.general, "catalog review")).response
    opened = await world.moderator.click(queue, label="Reject")

    def change(payload: people.Payload) -> None:
        payload["data"]["custom_id"] = "form:of:another:version"

    with people.altered(world, change):
        result = await world.moderator.submit_modal(opened, fields_of(opened, "No."))
    refused(world, result, "no longer on offer")
