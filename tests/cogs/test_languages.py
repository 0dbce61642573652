"""Each answer is in the language of whoever asked; the pseudo-language stands for German."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from discord import app_commands

from bot.discord_client.command_tree import command_digest
from bot.locale import po_files
from bot.locale.messages import _
from tests.cogs.people import Payload, altered
from tests.conftest import World, shown
from tests.facts.stated import stored_in
from tests.locale.pseudo import pseudo_catalogue, speaking_pseudo
from tests.wire.limits import command_violations


@pytest.fixture
def german(world: World) -> Iterator[None]:
    """Every interaction comes from a person whose Discord is German."""

    def change(payload: Payload) -> None:
        payload["locale"] = "de"

    with pseudo_catalogue(), altered(world, change):
        yield


@pytest.fixture
def made_longer() -> str:
    """What ends every sentence of the language."""
    with speaking_pseudo():
        return _("You may not use this here.")[-3:]


@pytest.mark.usefixtures("german")
async def test_a_command_and_a_click_are_answered_in_the_askers_language(
    world: World, made_longer: str
) -> None:
    card = (await world.fan.slash(world.general, "season", show="soundtrack")).response
    assert made_longer in shown(card)
    turned = await world.fan.click(card, label=_in_german("Cast"))
    assert made_longer in shown(turned.response)


@pytest.mark.usefixtures("german")
async def test_an_error_is_told_in_the_askers_language(world: World, made_longer: str) -> None:
    result = await world.fan.slash(world.general, "season", show="soundtrack", season=2**40)
    assert made_longer in shown(result.response)


async def test_a_locale_that_is_not_spoken_here_is_english(world: World, made_longer: str) -> None:
    with pseudo_catalogue(), altered(world, lambda payload: payload.update(locale="ja")):
        result = await world.fan.slash(world.general, "season", show="soundtrack")
    assert made_longer not in shown(result.response)


async def test_a_mention_is_answered_in_the_language_of_its_question(
    world: World, made_longer: str
) -> None:
    assert world.bot.user is not None
    me = world.bot.user.mention
    with pseudo_catalogue():
        await world.fan.send(world.general, f"{me} gibt es eine zweite Staffel von Soundtrack?")
        german = shown(world.general.last_message)
        await world.fan.send(world.general, f"{me} is there a second season of Soundtrack?")
        english = shown(world.general.last_message)
    assert made_longer in german
    assert made_longer not in english


async def test_a_card_that_is_turned_keeps_its_language(world: World, made_longer: str) -> None:
    assert world.bot.user is not None
    with pseudo_catalogue():
        asked = f"{world.bot.user.mention} gibt es eine zweite Staffel von Soundtrack?"
        await world.fan.send(world.general, asked)
        card = world.general.last_message
        mine = await world.fan.click(card, label=_in_german("Cast"))
        another = await world.moderator.click(mine.response, label=_in_german("Trailer"))
    assert made_longer in shown(mine.response)
    assert made_longer in shown(another.response)


@pytest.mark.usefixtures("german")
async def test_the_log_speaks_the_servers_language(world: World, made_longer: str) -> None:
    log = world.guild.create_text_channel("log")
    await world.env.settle()
    await world.services.guilds.set_log_channel(world.guild.id, log.id)
    done = await world.moderator.slash(
        world.general,
        "catalog set",
        show="Soundtrack",
        field="status",
        value="renewed",
        source="https://news.example/page",
        season=2,
    )
    assert made_longer in shown(done.response)
    assert "renewed" in shown(log.last_message)
    assert made_longer not in shown(log.last_message)


async def test_a_direct_message_is_in_the_language_last_used(world: World) -> None:
    recipients, stored = world.services.recipients, stored_in(world.services.settings.database_url)
    language = f"SELECT language FROM recipients WHERE user_id = {world.fan.id}"
    with altered(world, lambda payload: payload.update(locale="de")):
        await world.fan.slash(world.general, "season", show="soundtrack")
        await recipients.step()
        assert stored(language) == []
        await world.fan.slash(world.general, "remind", show="Soundtrack")
    assert stored.one(language) == "de"
    assert world.bot.user is not None
    await world.fan.send(world.general, f"{world.bot.user.mention} ¿hay temporada 2 de Soundtrack?")
    await recipients.step()
    assert stored.one(language) == "es"
    await world.fan.slash(world.general, "season", show="soundtrack")
    await world.fan.slash(world.general, "forget-me")
    await recipients.step()
    assert stored(language) == []


async def test_discords_list_is_translated_but_for_the_names_in_it(world: World) -> None:
    command = world.bot.tree.get_command("upcoming")
    translator = world.bot.tree.translator
    assert isinstance(command, app_commands.Command)
    assert translator is not None
    with pseudo_catalogue():
        payload = await command.get_translated_payload(world.bot.tree, translator)
    assert payload["description_localizations"]["de"] == _in_german(command.description)
    assert not payload["name_localizations"]
    kind = next(option for option in payload["options"] if option["name"] == "kind")
    assert kind["choices"][0]["name_localizations"]["de"] == _in_german("Premieres")
    assert not kind.get("name_localizations")


async def test_the_list_is_told_anew_where_it_or_a_catalogue_has_changed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = world.bot.tree
    digest = command_digest(tree, 1)
    assert digest == command_digest(tree, 1) != command_digest(tree, 2)
    shutil.copytree(po_files.path_of("de").parents[2], tmp_path / "locale")
    monkeypatch.setattr(po_files, "_FOLDER", tmp_path / "locale")
    assert command_digest(tree, 1) == digest
    german = po_files.path_of("de")
    german.write_bytes(german.read_bytes() + b"\n")
    changed = command_digest(tree, 1)
    german.unlink()
    assert len({digest, changed, command_digest(tree, 1)}) == 3
    german.write_bytes(b"")
    tree.remove_command("similar")
    assert command_digest(tree, 1) not in (digest, changed)


async def test_the_list_holds_texts_of_any_language(world: World) -> None:
    tree, translator = world.bot.tree, world.bot.tree.translator
    assert translator is not None
    every = [
        await command.get_translated_payload(tree, translator) for command in tree.get_commands()
    ]
    with pseudo_catalogue():
        every += [
            {
                **await command.get_translated_payload(tree, translator),
                "name": f"{command.name}-longer",
            }
            for command in tree.get_commands()
        ]
    assert command_violations(every) == []


def _in_german(english: str) -> str:
    with speaking_pseudo():
        return _(english)
