"""Questions in a sentence, by command, by mention and from a message's menu."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from tests.clock import StoppedClock
from tests.cogs.people import altered
from tests.cogs.written import write_show
from tests.conftest import World, shown


async def test_a_question_is_answered_on_a_card(world: World) -> None:
    result = await world.fan.slash(
        world.general, "ask", question="wait is soundtrack getting another season or nah"
    )
    assert not result.response.ephemeral
    assert "Netflix canceled Soundtrack" in shown(result.response)


async def test_everything_asked_is_answered_in_order(world: World) -> None:
    result = await world.fan.slash(
        world.general, "ask", question="release date, cast and trailer of Soundtrack season 1"
    )
    text = shown(result.response)
    places = [text.index(word) for word in ("18 December 2019", "Paul James", "trailer")]
    assert places == sorted(places)


async def test_who_asks_about_four_shows_is_told_that_three_are_answered_about(
    world: World,
) -> None:
    question = "Wann kommt Dark zurück, und Lupin, und Elite, und Severance?"
    with altered(world, lambda payload: payload.update(locale="de")):
        result = await world.fan.slash(world.general, "ask", question=question)
    *cards, told = [result.response, *result.followups]
    assert [shown(card).split(" (")[0].strip("# ") for card in cards] == ["Dark", "Lupin", "Élite"]
    assert shown(told) == (
        "Ich antworte zu 3 Serien auf einmal; frag mich danach nach den übrigen."
    )
    assert told.ephemeral
    assert world.bot.user is not None
    await world.fan.send(world.general, f"<@{world.bot.user.id}> {question}")
    assert shown(world.general.last_message) == shown(told)


async def test_a_mention_is_answered_in_the_channel(world: World) -> None:
    me = world.bot.user
    assert me is not None
    await world.fan.send(world.general, f"<@{me.id}> is Soundtrack canceled?")
    assert "Netflix canceled Soundtrack" in shown(world.general.last_message)


async def test_a_mention_that_asks_nothing_gets_nothing(world: World) -> None:
    me = world.bot.user
    assert me is not None
    sent = await world.fan.send(world.general, f"<@{me.id}> good bot")
    assert world.general.last_message.id == sent.id


async def test_a_request_for_help_is_answered_with_what_can_be_asked(
    world: World,
) -> None:
    me = world.bot.user
    assert me is not None
    called = ("help", "मदद", "help me please")
    for text in (*called, "what can you do?", "are you there ？"):
        sent = await world.fan.send(world.general, f"<@{me.id}> {text}")
        answer = world.general.last_message
        assert answer.id != sent.id, text
        assert "Ask me about a show" in shown(answer)
    for text in (f"lol who made <@{me.id}> ?", f"<@{me.id}> that helps, thanks", f"<@{me.id}> hi",
                 f"<@{me.id}> help my dog ate a sock"):  # fmt: skip
        sent = await world.fan.send(world.general, text)
        assert world.general.last_message.id == sent.id, text


async def test_a_call_for_help_is_answered_in_its_own_language(world: World) -> None:
    """In a server whose language is English; a word that tells none is answered in that."""
    me = world.bot.user
    assert me is not None
    for text, told in (
        ("Hilfe!", "Frag mich nach einer Serie"),
        ("Hilfe bitte", "Frag mich nach einer Serie"),
        ("ayuda", "Pregúntame por una serie"),
        ("aiuto", "Chiedimi di una serie"),
        ("me ajuda", "Ask me about a show"),
        ("help", "Ask me about a show"),
    ):
        await world.fan.send(world.general, f"<@{me.id}> {text}")
        assert told in shown(world.general.last_message)
    await world.moderator.slash(world.general, "settings language", language="pt_BR")
    await world.fan.send(world.general, f"<@{me.id}> me ajuda")
    assert "Pergunte sobre uma série" in shown(world.general.last_message)


@pytest.mark.parametrize("text", ["help", "ajuda", "ajuda por favor", "मदद", "madad"])
async def test_a_call_for_help_is_not_taken_for_a_title(world: World, text: str) -> None:
    """Of the word for it in Portuguese and Hindi it was said that no show is called so."""
    await world.fan.send_dm(text)
    alone = shown(world.fan.user.dm_channel.last_message)
    asked = shown((await world.fan.slash(world.general, "ask", question=text)).response)
    for told in (alone, asked):
        assert told.startswith("Ask me about a show")


async def test_a_message_to_the_bot_alone_needs_no_mention(world: World) -> None:
    async def told(text: str) -> str:
        await world.fan.send_dm(text)
        return shown(world.fan.user.dm_channel.last_message)

    assert "Netflix canceled Soundtrack" in await told("is soundtrack getting another season")
    assert "Paul James" in await told("and the cast of season 1?")
    assert "Dark ended with season 3" in await told("Dark")
    assert world.bot.user is not None
    for nothing in ("good bot", f"<@{world.bot.user.id}>"):
        assert "Ask me about a show" in await told(nothing)
    assert "Die Staffel wird nicht gedreht" in await told("kommt Soundtrack Staffel 2 noch?")
    # No word of it tells the language, so it is the one of a moment ago.
    assert "Dark endete mit Staffel 3" in await told("Dark")


async def test_who_calls_the_bot_and_asks_nothing_reads_what_can_be_asked(world: World) -> None:
    me = world.bot.user
    assert me is not None
    for text in (f"<@{me.id}>", f"<@!{me.id}> ?!"):
        await world.fan.send(world.general, text)
        assert "Ask me about a show" in shown(world.general.last_message)
        assert "`/upcoming` lists what begins soon" in shown(world.general.last_message)
    replied = await world.fan.send(world.general, ":)", reply_to=world.general.last_message)
    assert world.general.last_message.id == replied.id


async def test_what_is_said_to_a_mention_is_in_the_servers_language(world: World) -> None:
    me = world.bot.user
    assert me is not None
    await world.services.guilds.set_language(world.guild.id, "de")
    await world.fan.send(world.general, f"<@{me.id}>")
    assert "Frag mich nach einer Serie" in shown(world.general.last_message)
    role = world.guild.create_role("Cliffhanger", mentionable=True)
    await world.env.settle()
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    known = guild.get_role(role.id)
    assert known is not None
    known.tags = discord.RoleTags({"bot_id": str(me.id)})
    await world.fan.send(world.general, f"<@&{role.id}> when is Lupin back?")
    assert "Erwähne mich selbst" in shown(world.general.last_message)


async def test_and_the_cast_means_the_same_show_for_ten_minutes(
    world: World, clock: StoppedClock
) -> None:
    await world.fan.slash(world.general, "ask", question="is Soundtrack season 1 out?")
    result = await world.fan.slash(world.general, "ask", question="and the cast?")
    assert "Paul James" in shown(result.response)
    other = await world.moderator.slash(world.general, "ask", question="and the cast?")
    assert "Paul James" not in shown(other.response)
    clock.advance(minutes=11)
    later = await world.fan.slash(world.general, "ask", question="and the cast?")
    assert "Paul James" not in shown(later.response)


async def test_a_mention_goes_on_about_the_show_in_its_channel_alone(world: World) -> None:
    me = world.bot.user
    assert me is not None
    await world.fan.send(world.general, f"<@{me.id}> is Soundtrack season 1 out?")
    await world.fan.send(world.general, f"<@{me.id}> and who plays in it?")
    assert "Paul James" in shown(world.general.last_message)
    elsewhere = await world.fan.slash(world.mods, "ask", question="and who plays in it?")
    assert "Paul James" not in shown(elsewhere.response)


async def test_two_likely_shows_are_offered_and_the_name_asked_for_is_kept(world: World) -> None:
    result = await world.fan.slash(
        world.general, "ask", question="who plays Elena in One Day at a Time?"
    )
    assert result.response.ephemeral
    buttons = [
        item["label"] for row in result.response.components for item in row.get("components", ())
    ]
    assert len(buttons) == 2
    assert all("One Day at a Time" in label for label in buttons)
    newer = next(label for label in buttons if "2017" in label)
    picked = await world.fan.click(result.response, label=newer)
    told = shown(picked.followups[0])
    assert "Isabella Gomez" in told
    assert "Todd Grinnell" not in told


async def test_what_is_no_question_about_shows_gets_a_hint(world: World) -> None:
    result = await world.fan.slash(world.general, "ask", question="what is the weather like")
    assert result.response.ephemeral
    assert "Ask me about a show" in shown(result.response)


async def test_the_menu_of_a_message_answers_it(world: World) -> None:
    message = await world.moderator.send(world.general, "so is Soundtrack canceled or what")
    result = await world.fan.context_menu(world.general, "Answer this", message)
    assert "Netflix canceled Soundtrack" in shown(result.response)


@pytest.mark.parametrize("code", [160002, 50013])
async def test_a_mention_is_answered_without_a_reference_if_the_history_may_not_be_read(
    world: World, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    async def refused(*_: Any, **__: Any) -> None:
        response: Any = SimpleNamespace(status=400, reason="Bad Request")
        raise discord.HTTPException(response, {"code": code, "message": "Cannot reply"})

    monkeypatch.setattr(discord.Message, "reply", refused)
    before, me = len(world.general.history()), world.bot.user
    assert me is not None
    await world.fan.send(world.general, f"<@{me.id}> is Soundtrack canceled?")
    said = world.general.history()[before + 1 :]
    assert len(said) == (code == 160002)
    assert all("Soundtrack" in shown(message) for message in said)


async def test_what_is_asked_next_is_not_about_a_season_that_there_is_not(world: World) -> None:
    async def told(question: str) -> str:
        return shown((await world.fan.slash(world.general, "ask", question=question)).response)

    assert "There is no season 9." in await told("is Dark season 9 out?")
    cast = await told("and the cast?")
    assert "There is no season 9." not in cast
    assert "The cast of season 3" in cast
    # All the seasons are meant, whichever was spoken of.
    assert "Season 1 is out." in await told("is Dark season 1 out?")
    assert "3 seasons of Dark are out." in await told("how many seasons are there?")


@pytest.mark.own_shows
async def test_what_is_coming_is_answered_as_upcoming_does(world: World) -> None:
    """Without a question mark a mention got silence, and with one which show was not understood."""
    me = world.bot.user
    assert me is not None
    await write_show(
        world.services, {2: {"premiere": "2026-11-24"}}, title="Lantern", network="Netflix"
    )
    await write_show(world.services, {1: {"premiere": "2026-11-25"}}, title="Harbor", network="HBO")
    for text in (
        "what starts this week", "was startet diese Woche?", "qué se estrena esta semana",
        "o que estreia essa semana", "quoi de neuf cette semaine", "cosa esce questa settimana",
        "is hafte kya aa raha hai", f"good morning <@{me.id}>, what starts this week",
    ):  # fmt: skip
        await world.fan.send(world.general, text if "<@" in text else f"<@{me.id}> {text}")
        answer = shown(world.general.last_message)
        assert "Lantern" in answer, text
        assert "Harbor" in answer, text
    await world.fan.send(world.general, f"<@{me.id}> what's new on netflix this week")
    answer = shown(world.general.last_message)
    assert "Lantern" in answer
    assert "Harbor" not in answer
    await world.fan.send(world.general, f"<@{me.id}> was startet diese Woche bei Peacock")
    assert "Peacock kommt in den nächsten 7 Tagen" in shown(world.general.last_message)
    sent = await world.fan.send(world.general, f"<@{me.id}> school starts today")
    assert world.general.last_message.id == sent.id
    asked = await world.fan.slash(world.general, "ask", question="what starts this week")
    assert "Lantern" in shown(asked.response)
    await world.fan.send_dm("what starts this week")
    assert "Harbor" in shown(world.fan.user.dm_channel.last_message)
