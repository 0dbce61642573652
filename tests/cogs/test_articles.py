"""Drafts of an article: made in three ways, turned on and off, approved, undone, suggested."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from bot.articles.draft_workflow import FETCHES, open_drafting
from tests.cogs import people
from tests.cogs.people import delivered_twice, forged, harmless, refused, sent_by, told
from tests.cogs.written import write_show
from tests.conftest import World, shown
from tests.facts.stated import Stored
from tests.wire.components import BUTTON, of_type

LINK = "https://news.example/lamp"
NEWS = """‘Lamp’ Renewed for Season 3 at HBO

January 5, 2026

HBO has renewed “Lamp” for a third season.

The second season of “Lamp” premiered on November 3, 2025. It stars Ann Doe as Mira, Ben Roe as
Otto and Cy Poe as The Cat. “Lamp” was created by Dee Moe, and it is one of the few shows of which
nobody has ever said anything bad @everyone.

Fans hope that a fourth season of “Lamp” will be made.
"""

pytestmark = pytest.mark.own_shows


@pytest.fixture
async def show(world: World) -> int:
    return await write_show(world.services, {1: {}, 2: {}}, title="Lamp", network="ZDF")


async def by_file(world: World, text: str = NEWS, name: str = "news.txt", who: Any = None) -> Any:
    person = who or world.moderator
    return await person.slash(
        world.mods if who is None else world.general,
        "catalog article file",
        file=(name, text.encode()),
        source=LINK,
    )


def buttons(message: Any) -> dict[str, str]:
    """Labels of a card's buttons by custom id."""
    return {
        button["custom_id"]: button.get("label", "")
        for button in of_type(message.components, BUTTON)
        if "custom_id" in button
    }


async def press(world: World, message: Any, what: str, who: Any = None) -> Any:
    custom_id = next(i for i in buttons(message) if i.startswith(f"drafts:{what}:"))
    return await (who or world.moderator).click(message, custom_id=custom_id)


async def test_two_clicks_and_an_undo(world: World, show: int, rows: Stored) -> None:
    result = await by_file(world)
    message = result.response
    text = told(result)
    assert message.ephemeral
    assert "> HBO has renewed “Lamp” for a third season." in text
    assert "**network**: ZDF → HBO" in text
    assert "as of 5 January 2026" in text
    assert harmless(text)
    assert rows.one("SELECT count(*) FROM edits") == 0
    (label,) = [one for one in buttons(message).values() if one.startswith("Approve")]
    count = int(label.split()[1])
    done = await press(world, message, "approve")
    assert "Changed." in told(done)
    assert rows.one("SELECT count(*) FROM edits") == 1
    assert rows.one("SELECT action FROM edits") == "article"
    found = await world.services.library.show(show, world.guild.id)
    assert found is not None
    third = found.season(3)
    assert third is not None
    assert third.status is not None
    assert (third.status.value, third.status.claim.source) == ("renewed", LINK)
    assert str(third.status.claim.as_of) == "2026-01-05"
    assert count == 7
    assert rows.one("SELECT count(*) FROM draft_sets") == 0
    assert {fact.value.person for fact in found.season(2).cast} >= {"Ann Doe", "Ben Roe", "Cy Poe"}  # type: ignore[union-attr]
    undone = await world.moderator.click(done.followups[0], label="Undo")
    assert "Undone" in told(undone)
    again = await world.services.library.show(show, world.guild.id)
    assert again is not None
    assert again.season(3) is None
    assert again.network is not None
    assert again.network.value == "ZDF"


async def test_drafts_are_turned_off_and_pages_turned(
    world: World, show: int, rows: Stored
) -> None:
    message = (await by_file(world)).response
    first = next(i for i in buttons(message) if i.startswith("drafts:toggle:"))
    assert buttons(message)[first] == "On"
    turned = await world.moderator.click(message, custom_id=first)
    after = buttons(turned.response or message)
    assert after[first] == "Off"
    stored = json.loads(rows.one("SELECT drafts FROM draft_sets"))
    assert [one["on"] for one in stored] == [False] + [True] * (len(stored) - 1)
    page = next(i for i in after if i.startswith("drafts:page:"))
    second = await world.moderator.click(turned.response or message, custom_id=page)
    assert "Page 2 of 2" in told(second) or "Page 2 of 2" in shown(message)


async def test_what_an_article_states_beside_its_drafts_is_told_as_long_as_they_wait(
    world: World,
) -> None:
    await write_show(world.services, {1: {}, 2: {}}, title="Lamp", network="HBO")
    text = f"{NEWS}\nHBO has also renewed “Harp Street” for a second season.\n"
    message = (await by_file(world, text)).response
    notes = "1 fact in it is known already. I do not know Harp Street;"
    assert notes in shown(message)
    for what in ("toggle", "page", "toggle"):
        message = (await press(world, message, what)).response or message
        assert notes in shown(message), what


async def test_discarded_drafts_change_nothing_and_cannot_be_approved_later(
    world: World, show: int, rows: Stored
) -> None:
    message = (await by_file(world)).response
    approve = next(i for i in buttons(message) if i.startswith("drafts:approve:"))
    done = await press(world, message, "discard")
    assert "Nothing was changed." in told(done)
    assert rows.one("SELECT count(*) FROM draft_sets") == 0
    other = (await by_file(world)).response
    with forged(world, approve):
        late = await press(world, other, "discard")
    refused(world, late, "no longer waiting")


async def test_they_outlive_a_restart(world: World, show: int, rows: Stored) -> None:
    message = (await by_file(world)).response
    services = world.services
    async with open_drafting(
        services.database, services.ledger, services.library, services.suggestions, services.clock
    ) as fresh:
        world.bot.services = replace(services, drafting=fresh)
        done = await press(world, message, "approve")
    assert "Changed." in told(done)
    assert rows.one("SELECT count(*) FROM edits") == 1


async def test_a_repeated_event_applies_once(world: World, show: int, rows: Stored) -> None:
    with delivered_twice(world):
        message = (await by_file(world)).response
    assert rows.one("SELECT count(*) FROM draft_sets") == 1
    with delivered_twice(world):
        await press(world, message, "approve")
    assert rows.one("SELECT count(*) FROM edits") == 1


async def test_a_message_with_the_text_itself(world: World, show: int) -> None:
    text = "HBO has renewed “Lamp” for a third season, the network said today."
    message = await world.fan.send(world.general, text)
    result = await world.moderator.context_menu(world.general, "Draft facts", message)
    assert "**season 3 status**: renewed" in told(result)
    assert "as of " in told(result)


async def test_a_message_with_its_own_words_beside_a_link_that_cannot_be_read(
    world: World, show: int
) -> None:
    text = "HBO has renewed “Lamp” for a third season: http://127.0.0.1/lamp"
    message = await world.fan.send(world.general, text)
    result = await world.moderator.context_menu(world.general, "Draft facts", message)
    assert "**season 3 status**: renewed" in told(result)
    assert "Source: [discord.com]" in told(result), "what was read is the message"


async def test_a_message_with_a_link_that_leads_inside(world: World, show: int) -> None:
    message = await world.fan.send(world.general, "look: http://127.0.0.1/lamp!")
    result = await world.moderator.context_menu(world.general, "Draft facts", message)
    refused(world, result, "not read from")


@pytest.mark.parametrize(("said", "refusal"), [("Hm…", "nothing in it"), ("…", "no article")])
async def test_a_message_that_states_nothing(
    world: World, show: int, said: str, refusal: str
) -> None:
    message = await world.fan.send(world.general, said)
    result = await world.moderator.context_menu(world.general, "Draft facts", message)
    refused(world, result, refusal)


async def test_ten_pages_an_hour(world: World, show: int) -> None:
    for _ in range(FETCHES):
        result = await world.moderator.slash(
            world.mods, "catalog article link", link="http://10.0.0.1/"
        )
        refused(world, result, "not read from")
    result = await world.moderator.slash(
        world.mods, "catalog article link", link="http://10.0.0.1/"
    )
    refused(world, result, "10 pages an hour")


async def test_a_members_drafts_are_suggestions(world: World, show: int, rows: Stored) -> None:
    with sent_by(world, people._member):
        message = (await by_file(world)).response
        (label,) = [one for one in buttons(message).values() if one.startswith("Suggest")]
        done = await press(world, message, "approve")
    assert "5 facts wait for this server's editors" in told(done)
    assert "The rest do not" in told(done)
    assert int(label.split()[1]) > 5
    assert rows.one("SELECT count(*) FROM edits") == 0
    assert rows.one("SELECT count(*) FROM proposals") == 5


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("Hm…", "You can still propose each fact with `/suggest`."),
        ("…", "You can still propose each fact with `/suggest`."),
        ("look: http://127.0.0.1/lamp", "You can still propose each fact with `/suggest`."),
        ("HBO has renewed “Harp Street” for a second season.", "Ask this server's editors to add"),
        (f"{NEWS}\nHBO has renewed “Harp Street” for a second season.", "editors can add a show."),
    ],
)
async def test_a_member_is_told_of_no_command_of_the_editors(
    world: World, show: int, said: str, advice: str
) -> None:
    message = await world.fan.send(world.general, said)
    text = told(await world.fan.context_menu(world.general, "Draft facts", message))
    assert advice in text
    assert "/catalog" not in text


async def test_a_member_cannot_send_a_file_when_no_more_pages_are_fetched(
    world: World, show: int
) -> None:
    message = await world.fan.send(world.general, "http://10.0.0.1/")
    for _ in range(FETCHES + 1):
        result = await world.fan.context_menu(world.general, "Draft facts", message)
    assert "10 pages an hour" in told(result)
    assert "/catalog" not in told(result)


async def test_nobody_elses_drafts(world: World, show: int, rows: Stored) -> None:
    message = (await by_file(world)).response
    other = world.guild.add_member(
        world.env.create_user("other"), roles=[world.guild.roles["Moderators"]]
    )
    custom_id = next(i for i in buttons(message) if i.startswith("drafts:approve:"))
    token = re.split(":", custom_id)[2]
    with pytest.raises(Exception, match="no longer waiting"):
        await world.services.drafting.waiting(replace(_act(world), user_id=other.id), token)
    assert rows.one("SELECT count(*) FROM draft_sets") == 1


def _act(world: World) -> Any:
    from datetime import UTC

    from bot.editing.receipts import Act

    return Act(1, world.moderator.id, world.guild.id, world.guild.id, UTC)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("The weather was fine.", "a.txt", "nothing in it"),
        (NEWS, "a.pdf", "`.txt` and `.html`"),
        (NEWS.replace("Lamp", "Unknown Lane"), "a.txt", "Unknown Lane"),
        ("", "a.txt", "no article"),
        ("x" * (1024 * 1024 + 1), "a.txt", "at most 1 MiB"),
    ],
)
async def test_what_cannot_be_drafted(
    world: World, show: int, rows: Stored, text: str, name: str, said: str
) -> None:
    refused(world, await by_file(world, text, name), said)
    assert rows.one("SELECT count(*) FROM draft_sets") == 0


async def test_forgotten_with_the_person(world: World, show: int, rows: Stored) -> None:
    await by_file(world)
    await world.services.erasure.erase(world.moderator.id)
    assert rows.one("SELECT count(*) FROM draft_sets") == 0


async def test_what_is_further_than_renewed_stays(world: World, rows: Stored) -> None:
    await write_show(world.services, {3: {"status": "in_production"}}, title="Lamp")
    result = await by_file(world, "“Lamp” News\n\nHBO has renewed “Lamp” for a third season.")
    assert "season 3 status" not in told(result)
