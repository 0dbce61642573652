"""Members suggest, editors decide, members hear of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.lookup import marked
from tests.cogs import people
from tests.cogs.people import SOURCE, delivered_twice, fields_of, harmless, refused, sent_by, told
from tests.cogs.written import write_show
from tests.conftest import World, shown
from tests.editing.editors import stated
from tests.facts.stated import Stored

pytestmark = pytest.mark.own_shows


@pytest.fixture
async def show(world: World) -> str:
    return marked(await write_show(world.services, {2: {}}, title="Lamp", network="ZDF"))


async def suggest(world: World, show: str, value: str = "HBO", who: Any = None) -> Any:
    options = {"show": show, "field": "network", "value": value, "source": SOURCE}
    return await (who or world.fan).slash(world.general, "suggest", **options)


async def review(world: World) -> Any:
    return await world.moderator.slash(world.mods, "catalog review")


async def dm_of(world: World, member: Any) -> str:
    """All that the bot wrote to somebody directly, once the outbox has had its time."""
    await world.env.advance_time(3)
    backend = world.env.backend
    channel = backend.dm_channels.get(member.id)
    if channel is None:
        return ""
    return "\n".join(shown(message) for message in backend.messages[channel].values())


async def test_the_command_is_the_one_promised(world: World) -> None:
    (sent,) = [entry.json for entry in world.env.http_requests if entry.path.endswith("/commands")]
    (command,) = [command for command in sent if command["name"] == "suggest"]
    assert {o["name"]: o["required"] for o in command["options"]} == {
        "show": True,
        "season": False,
        "field": True,
        "value": True,
        "source": True,
    }
    assert command.get("default_member_permissions") is None


async def test_suggested_approved_and_told(world: World, show: str, rows: Stored) -> None:
    result = await suggest(world, show)
    assert "**Lamp**, network → HBO waits for this server's editors" in told(result)
    assert result.response.ephemeral
    assert rows.one("SELECT count(*) FROM edits") == 0
    assert "You already suggested that" in told(await suggest(world, show))
    queue = await review(world)
    text = told(queue)
    assert f"Suggested by <@{world.fan.id}>" in text
    assert "network: ZDF → HBO" in text
    assert "1 of 1" in text
    assert queue.response.ephemeral
    done = await world.moderator.click(queue.response, label="Approve")
    assert "Nothing is waiting for review" in told(done)
    assert "ZDF → HBO" in told(done), "the receipt is for the channel"
    assert rows("SELECT author_id, scope FROM edits") == [(world.moderator.id, world.guild.id)]
    assert "Your suggestion for **Lamp** (network → HBO) was approved." in await dm_of(
        world, world.fan
    )


async def test_who_asked_to_be_forgotten_is_not_said_to_hear_of_it(world: World, show: str) -> None:
    await suggest(world, show)
    assert "they will hear what you decide" in told(await review(world))
    await world.fan.slash(world.general, "forget-me")
    queue = await review(world)
    text = told(queue)
    assert "Suggested by somebody" in text
    assert "they asked to be forgotten, so nobody hears what you decide" in text
    form = await world.moderator.click(queue.response, label="Reject")
    assert "Why? It is kept with the decision." in str(form.modal)
    assert "will read" not in str(form.modal)
    await world.moderator.click(queue.response, label="Approve")
    assert await dm_of(world, world.fan) == ""


async def test_turned_down_with_a_reason_for_all_who_asked(
    world: World, show: str, rows: Stored
) -> None:
    other = world.guild.add_member(world.env.create_user("other"))
    await suggest(world, show)
    assert "Somebody suggested the same" in told(await suggest(world, show, who=other))
    assert rows.one("SELECT count(*) FROM proposals") == 1
    queue = await review(world)
    form = await world.moderator.click(queue.response, label="Reject")
    assert "Those who suggested it will read this." in str(form.modal)
    await world.moderator.submit_modal(form, fields_of(form, "No **word** of it"))
    for member in (world.fan, other):
        heard = await dm_of(world, member)
        assert r"was turned down: No \*\*word\*\* of it" in heard
    assert rows.one("SELECT count(*) FROM edits") == 0


async def test_edited_before_it_is_written(world: World, show: str, rows: Stored) -> None:
    await suggest(world, show)
    queue = await review(world)
    form = await world.moderator.click(queue.response, label="Edit")
    wrong = await world.moderator.submit_modal(form, fields_of(form, "Max", "no link"))
    refused(world, wrong, "must be a link")
    form = await world.moderator.click(queue.response, label="Edit")
    await world.moderator.submit_modal(form, fields_of(form, "Max", "https://b.example/x"))
    assert rows("SELECT value, link FROM claims") == [('"Max"', "https://b.example/x")]
    assert "approved with another value: Max" in await dm_of(world, world.fan)


async def test_closed_direct_messages_are_no_error(world: World, show: str, rows: Stored) -> None:
    await suggest(world, show)
    queue = await review(world)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    done = await world.moderator.click(queue.response, label="Approve")
    assert "ZDF → HBO" in told(done)
    assert rows.one("SELECT state FROM proposals") == "approved"
    assert await dm_of(world, world.fan) == ""
    text = told(await suggest(world, show, "Max"))
    assert "network → Max waits" in text
    assert "Your suggestion for **Lamp** (network → HBO) was approved." in text
    assert "HBO" not in told(await suggest(world, show, "ARD")), "it is told once"


async def test_a_member_with_closed_messages_reads_the_result_at_the_next_suggestion_in_that_server(
    world: World, show: str
) -> None:
    other = world.env.create_guild(name="Another server")
    other.create_text_channel("general")
    await world.env.settle()
    await suggest(world, show)
    form = await world.moderator.click((await review(world)).response, label="Reject")
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    await world.moderator.submit_modal(form, fields_of(form, "No word of it"))
    assert await dm_of(world, world.fan) == ""
    with sent_by(world, people.ELSEWHERE):
        assert "turned down" not in told(await suggest(world, show, "Max"))
    assert "was turned down: No word of it" in told(await suggest(world, show, "ARD"))


async def test_a_refused_answer_does_not_claim_that_nothing_changed(
    world: World, show: str, rows: Stored
) -> None:
    await suggest(world, show)
    queue = await review(world)
    world.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035)
    done = await world.moderator.click(queue.response, label="Approve")
    assert "check whether it is there" in told(done)
    assert "nothing was changed" not in told(done)
    assert rows.one("SELECT state FROM proposals") == "approved"
    assert "was approved" in await dm_of(world, world.fan)


async def test_somebody_was_faster(world: World, show: str, rows: Stored) -> None:
    await suggest(world, show)
    first, second = await review(world), await review(world)
    form = await world.moderator.click(second.response, label="Reject")
    await world.moderator.click(first.response, label="Approve")
    late = await world.moderator.click(second.response, label="Approve")
    refused(world, late, "Somebody was faster: it was approved.")
    late = await world.moderator.submit_modal(form, fields_of(form, "No"))
    refused(world, late, "Somebody was faster")
    assert rows.one("SELECT count(*) FROM edits") == 1
    assert (await dm_of(world, world.fan)).count("Your suggestion") == 1


async def test_a_repeated_event_changes_nothing_twice(
    world: World, show: str, rows: Stored
) -> None:
    with delivered_twice(world):
        await suggest(world, show)
    assert rows.one("SELECT count(*) FROM proposals") == 1
    assert rows.one("SELECT count(*) FROM proposers") == 1
    queue = await review(world)
    with delivered_twice(world):
        await world.moderator.click(queue.response, label="Approve")
    assert rows.one("SELECT count(*) FROM edits") == 1


async def test_next_after_the_last_suggestion_shows_the_first(world: World, show: str) -> None:
    for value in ("A", "B"):
        await suggest(world, show, value)
    queue = await review(world)
    assert "→ A" in told(queue)
    turned = await world.moderator.click(queue.response, label="Next")
    assert "→ B" in told(turned)
    turned = await world.moderator.click(turned.response, label="Next")
    assert "→ A" in told(turned)


async def test_a_source_that_says_otherwise_waits_too(world: World) -> None:
    show = marked(await stated(world.services, "Lantern", network="ZDF"))
    await world.moderator.slash(
        world.mods, "catalog set", show=show, field="network", value="HBO", source=SOURCE
    )
    await stated(world.services, "Lantern", network="Netflix")
    queue = await review(world)
    assert "TVmaze now says otherwise" in told(queue)
    assert "network: HBO → Netflix" in told(queue)
    form = await world.moderator.click(queue.response, label="Reject")
    assert "will read" not in str(form.modal), "nobody suggested it"


@pytest.mark.parametrize("letter", ["🎬", "*", "م", "@"])
async def test_the_longest_turn_keeps_the_budgets(world: World, show: str, letter: str) -> None:
    options = {"show": show, "field": "story", "season": 2, "value": letter * 4000}
    await world.fan.slash(world.general, "suggest", **options, source=SOURCE)
    queue = await review(world)
    assert len(told(queue).encode()) < 10_170
    assert harmless(told(queue).replace(f"<@{world.fan.id}>", "").replace("<t:", ""))
    form = await world.moderator.click(queue.response, label="Edit")
    assert form.modal is not None
