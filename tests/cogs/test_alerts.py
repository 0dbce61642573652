"""Following and being told, typed and clicked as people would."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import discord
import pytest

from bot.alerts.change_kinds import ALL, USUAL, AlertKind, names, parse
from bot.alerts.discord_transport import DiscordTransport
from bot.alerts.message_content import Envelope, Message
from bot.alerts.queries import paused_channels
from bot.alerts.queries.subscriptions import EVERYTHING, NETWORK, Subscription
from bot.alerts.transport import PERMISSIONS, LimitedError, lacking_reason, reason_text
from bot.calendar.queries import scheduled_events
from bot.calendar.scheduled_event_plan import PlannedEvent
from bot.errors import BadInputError
from bot.facts.writes import NewEdit
from bot.locale.cldr import listed
from bot.locale.languages import LANGUAGES, speaking
from tests.clock import StoppedClock
from tests.cogs import people
from tests.cogs.people import MEMBER, SOURCE, sent_by
from tests.conftest import World, shown
from tests.facts.made import claims
from tests.wire.components import STRING_SELECT, walk


async def pick(world: World, typed: str, command: str = "alerts follow") -> str:
    choices = await world.moderator.autocomplete(world.general, command, "target", typed)
    return str(choices[0]["value"])


async def edit(world: World, values: dict[str, Any], show: int, number: int = 1) -> None:
    about = tuple(replace(claim, source="https://example.com/news") for claim in claims(2, values))
    draft = NewEdit(number, show, world.guild.id, world.moderator.id, "set", about)
    await world.services.ledger.edit(draft)


async def pass_time(world: World, clock: StoppedClock, **length: float) -> None:
    clock.advance(**length)
    await world.env.advance_time(3)


async def test_follow_edit_alert(world: World, clock: StoppedClock) -> None:
    target = await pick(world, "soundtrack")
    told = await world.moderator.slash(
        world.general, "alerts follow", target=target, channel=world.mods
    )
    assert "now follows" in shown(told.response)
    assert "status, date, trailer and reminders" in shown(told.response)
    await edit(world, {"premiere": "2027-03-04", "status": "renewed"}, int(target[3:]))
    await pass_time(world, clock, seconds=61)
    [message] = world.mods.history()
    text = shown(message)
    assert "Season 2 is coming: it was renewed" in text
    assert "4 March 2027" in text
    assert "example.com" in text


_SHOWS = (
    b'[{"title": "Lamp", "source": "https://a.example/", "seasons": [{"number": 1, "status":'
    b' "renewed"}]}, {"title": "Lantern", "source": "https://a.example/"}]'
)


async def test_a_receipt_promises_no_alert_that_does_not_come(
    world: World, clock: StoppedClock
) -> None:
    """Of acts that no alert tells of, and of what is undone before it was told."""

    async def do(name: str, **options: Any) -> Any:
        return await world.moderator.slash(world.general, f"catalog {name}", **options)

    await do("trailer", show="wednesday", season=3, url="https://v.example/1", source=SOURCE)
    await world.moderator.slash(
        world.general, "alerts follow", target="everything", channel=world.mods
    )
    await pass_time(world, clock, seconds=61)
    before = len(world.mods.history())
    renewed = {"show": "soundtrack", "season": 3, "field": "status", "value": "renewed"}
    edited = await do("set", **renewed, source=SOURCE)
    assert f"Will be told in <#{world.mods.id}>" in shown(edited.response)
    offered = await do("import", file=("x.json", _SHOWS))
    taken = await world.moderator.click(offered.response, label="Confirm")
    quiet = [
        await world.moderator.click(edited.response, label="Undo"),
        await do("trailer", show="wednesday", season=3, url="https://v.example/1", remove=True),
        await do("add", title="Candle", source=SOURCE),
        await do("remove", show="lupin"),
        taken,
        await world.moderator.click(taken.followups[-1], label="Undo"),
    ]
    for result in quiet:
        text = people.told(result)
        assert "Will be told" not in text
        assert "No alert is sent for this" in text
    await pass_time(world, clock, minutes=10)
    assert len(world.mods.history()) == before


async def test_a_receipt_says_which_channels_are_paused(
    world: World, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name in this server; of others is said how many, where the edit is everybody's."""
    general, mods = world.general.id, world.mods.id
    for guild, channel in ((world.guild.id, general), (world.guild.id, mods), (1, 11), (2, 22)):
        followed = Subscription(guild, channel, EVERYTHING, "", ALL)
        await world.services.alerts.following.follow(followed)

    async def told(season: int, *paused: tuple[int, int]) -> str:
        async with world.services.database.write() as writing:
            for guild, channel in paused:
                await paused_channels.pause(
                    writing, channel, guild, "gone", now=clock(), probe_at=None
                )
        fact = {"show": "soundtrack", "season": season, "field": "status", "value": "renewed"}
        edited = await world.moderator.slash(world.general, "catalog set", **fact, source=SOURCE)
        return shown(edited.response)

    later = "Paused; will be told once resumed:"
    assert f"Will be told in <#{general}>. {later} <#{mods}>." in await told(
        3, (world.guild.id, mods), (2, 22)
    )
    curators = replace(world.services.settings, curator_guilds=frozenset({world.guild.id}))
    monkeypatch.setattr(world.bot, "services", replace(world.services, settings=curators))
    text = await told(4)
    assert f"Will be told in <#{general}> and 1 channel elsewhere. {later} <#{mods}> and 1" in text
    text = await told(5, (1, 11), (world.guild.id, general))
    assert f"{later} <#{general}>, <#{mods}> and 2 channels elsewhere." in text.replace(
        f"<#{mods}>, <#{general}>", f"<#{general}>, <#{mods}>"
    )
    assert "Will be told in" not in text


async def test_members_are_told_that_editors_do_this(world: World) -> None:
    for command, options in (
        ("alerts follow", {"target": "everything"}),
        ("alerts unfollow", {"target": "everything"}),
        ("alerts list", {}),
        ("alerts test", {"target": "everything"}),
        ("alerts resume", {}),
    ):
        result = await world.fan.slash(world.general, command, **options)
        assert "Only this server's editors" in shown(result.response)
    assert await world.fan.autocomplete(world.general, "alerts follow", "target", "sound") == []


async def test_the_bot_says_which_permissions_it_lacks(world: World) -> None:
    channel = world.guild.create_text_channel(
        "closed",
        overwrites={
            world.guild.me: discord.PermissionOverwrite(
                read_message_history=False, send_messages=False
            )
        },
    )
    result = await world.moderator.slash(
        world.general, "alerts follow", target="everything", channel=channel
    )
    text = shown(result.response)
    assert "*Send Messages*" in text
    assert "*Read Message History*" in text


async def test_permissions_are_called_as_discord_calls_them_in_the_language(world: World) -> None:
    closed = discord.PermissionOverwrite(read_message_history=False, send_messages=False)
    channel = world.guild.create_text_channel("closed", overwrites={world.guild.me: closed})
    needed = "*Nachrichten senden* und *Nachrichtenverlauf anzeigen*"
    with people.altered(world, lambda payload: payload.update(locale="de")):
        for name, options in (
            ("alerts follow", {"target": "everything"}),
            ("digest set", {"every": "week"}),
        ):
            refused = await world.moderator.slash(world.mods, name, channel=channel, **options)
            assert needed in shown(refused.response), name
        log = await world.moderator.slash(world.mods, "settings log", channel=channel)
        assert "*Nachrichten senden*." in shown(log.response)


def test_a_stored_reason_names_permissions_in_the_readers_language() -> None:
    reason = lacking_reason(PERMISSIONS[:2])
    assert reason == "I lack *View Channel*, *Send Messages*"
    assert reason_text(reason) == "I lack *View Channel* and *Send Messages*"
    for language in LANGUAGES:
        with speaking(language):
            text = reason_text(reason)
            assert ("*View Channel*" in text) is (language == "en"), text


async def test_list_test_unfollow(world: World) -> None:
    target = await pick(world, "soundtrack")
    await world.moderator.slash(world.general, "alerts follow", target=target, events="cast, story")
    await world.moderator.slash(world.general, "alerts follow", target="network:netflix")
    listed = shown((await world.moderator.slash(world.general, "alerts list")).response)
    assert "**Soundtrack**: cast and story" in listed
    assert "everything on Netflix" in listed
    await world.moderator.slash(world.general, "alerts test", target=target)
    assert "This is a sample" in shown(world.general.history()[-1])
    await world.services.guilds.set_language(world.guild.id, "de")
    await world.moderator.slash(world.general, "alerts test", target=target)
    assert "Das ist ein Muster" in shown(world.general.history()[-1])
    assert "Staffel 2 ist abgesetzt" in shown(world.general.history()[-1])
    await world.services.guilds.set_language(world.guild.id, None)
    sub = await pick(world, "sound", "alerts unfollow")
    gone = await world.moderator.slash(world.general, "alerts unfollow", target=sub)
    assert "no longer follows" in shown(gone.response)
    listed = shown((await world.moderator.slash(world.general, "alerts list")).response)
    assert "Soundtrack" not in listed


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_kinds_are_read_as_the_language_names_them(language: str) -> None:
    for kinds in (USUAL, ALL, AlertKind.CAST, AlertKind.STATUS | AlertKind.STORY):
        with speaking(language):
            assert parse(listed(names(kinds))) == kinds
            assert parse(", ".join(names(kinds)).upper()) == kinds
            assert (
                parse(", ".join(kind.name.lower() for kind in AlertKind if kind & kinds)) == kinds
            )
            with pytest.raises(BadInputError):
                parse("nonsense")


async def test_kinds_and_days_are_offered_as_the_language_names_them(world: World) -> None:
    """And what is picked is read, in whatever language."""

    async def offered(command: str, option: str, typed: str, **chosen: str) -> dict[str, str]:
        auto = world.moderator.autocomplete
        choices = await auto(world.general, command, option, typed, **chosen)
        return {choice["name"]: choice["value"] for choice in choices}

    with people.altered(world, lambda payload: payload.update(locale="de")):
        kinds = await offered("alerts follow", "events", "Termin, be")
        assert kinds == {"Termin, Besetzung": "date, cast"}
        assert "Status, Termin" in await offered("alerts follow", "events", "status, d")
        assert await offered("alerts follow", "events", "nonsense, be") == {}
        assert await offered("alerts follow", "events", "be") == {"Besetzung": "cast"}
        assert await offered("alerts follow", "events", "story") == {"Handlung": "story"}
        assert await offered("alerts follow", "events", "nonsense") == {}
        assert len(await offered("alerts follow", "events", "")) == 7
        days = await offered("digest set", "day", "di", every="week")
        assert days == {"Dienstag": "Tuesday"}
        assert await offered("digest set", "day", "tue", every="week") == days
        assert len(await offered("digest set", "day", "", every="month")) == 25
        zones = await offered("settings timezone", "zone", "+2")
        assert zones == {"UTC+2": "Etc/GMT-2"}


async def test_a_voice_channels_chat_is_told_but_starts_no_threads(world: World) -> None:
    voice = world.guild.create_voice_channel("voice")
    await world.env.settle()
    for thread, says in ((True, "A voice channel has no threads"), (False, "now follows")):
        told = await world.moderator.slash(
            voice, "alerts follow", target="everything", thread=thread
        )
        assert says in shown(told.response)


async def test_everything_is_followed_by_its_name_in_the_language(world: World) -> None:
    with people.altered(world, lambda payload: payload.update(locale="es-ES")):
        offered = await world.moderator.autocomplete(world.mods, "alerts follow", "target", "tod")
        assert offered[0]["name"] == "Todo"
        followed = await world.moderator.slash(world.mods, "alerts follow", target="todo")
        assert "**todo**" in shown(followed.response)
        offered = await world.moderator.autocomplete(world.mods, "alerts unfollow", "target", "to")
        assert [choice["name"] for choice in offered] == ["Todo"]
        refused = await world.moderator.slash(
            world.mods, "alerts follow", target="todo", events="tiempo"
        )
        assert "estado, fecha, tráiler, recordatorios, reparto, argumento" in shown(
            refused.response
        )


async def test_what_goes_by_what_is_followed_says_where_that_is_nothing(world: World) -> None:
    async def told() -> list[str]:
        by_it: list[tuple[str, dict[str, Any]]] = [
            ("events on", {}),
            ("digest set", {"every": "week", "mine": True}),
        ]
        done = [await world.moderator.slash(world.mods, name, **given) for name, given in by_it]
        return [shown(each.response) for each in done]

    assert all("Nothing is followed in this server yet" in text for text in await told())
    everything = await world.moderator.slash(
        world.mods, "digest set", every="week", channel=world.general
    )
    assert "Nothing is followed" not in shown(everything.response)
    await world.moderator.slash(world.mods, "alerts follow", target="Soundtrack")
    assert all("Nothing is followed" not in text for text in await told())


async def test_only_scheduled_events_that_were_made_are_said_to_be_removed(world: World) -> None:
    async def off() -> str:
        return shown((await world.moderator.slash(world.mods, "events off")).response)

    days = [(0, "2026-12-09"), (1, "2026-12-10")]
    assert "already off" in await off()
    for season, day in days:
        await world.moderator.slash(world.mods, "events on")
        async with world.services.database.write() as writing:
            start = datetime.fromisoformat(f"{day}T00:00:00+00:00")
            event = PlannedEvent("Soundtrack", start, start + timedelta(days=1), "Netflix", "")
            await scheduled_events.attempt(
                writing, world.guild.id, (1, season), f"m{season}", event, start
            )
            if season == 0:
                # It was refused.
                await scheduled_events.settle(writing, "m0", event_id=None)
        text = await off()
        assert ("that I made are removed" in text) == (season == 1)
        assert ("I had made none" in text) == (season == 0)
    assert "already off" in await off()


async def test_shows_of_one_name_are_told_apart_wherever_they_are_followed(world: World) -> None:
    offered = await world.moderator.autocomplete(
        world.mods, "alerts follow", "target", "house of cards"
    )
    both = {choice["name"]: choice["value"] for choice in offered[:2]}
    assert set(both) == {"House of Cards (1990) · BBC One", "House of Cards (2013) · Netflix"}
    for show in (*both.values(), "Soundtrack"):
        await world.moderator.slash(world.mods, "alerts follow", target=show)
        await world.fan.slash(world.general, "remind", show=show)
    told = {"House of Cards (1990)", "House of Cards (2013)", "Soundtrack"}
    listed = shown((await world.moderator.slash(world.mods, "alerts list")).response)
    assert all(f"**{name}**" in listed for name in told)
    offered = await world.moderator.autocomplete(world.mods, "alerts unfollow", "target", "")
    assert {choice["name"] for choice in offered} == told
    mine = (await world.fan.slash(world.general, "reminders")).response
    assert all(f"- {name}\n" in shown(mine) + "\n" for name in told)
    await world.fan.click(mine, label="Stop House of Cards (1990)")
    mine = (await world.fan.slash(world.general, "reminders")).response
    assert "- House of Cards\n" in shown(mine), "nothing is called like it any more"


async def test_a_network_goes_by_any_of_its_names(world: World) -> None:
    await world.moderator.slash(world.general, "alerts follow", target="network:apple tv plus")
    await world.moderator.slash(world.general, "alerts follow", target="network:Apple TV")
    listed = shown((await world.moderator.slash(world.general, "alerts list")).response)
    assert listed.count("everything on Apple TV") == 1
    await world.moderator.slash(world.general, "alerts unfollow", target="network:APPLE TV+")
    listed = shown((await world.moderator.slash(world.general, "alerts list")).response)
    assert "Apple TV" not in listed


async def test_a_role_only_if_the_editor_could_mention_it(world: World) -> None:
    quiet = world.guild.create_role("Quiet")
    loud = world.guild.create_role("Loud", mentionable=True)
    refused = await world.moderator.slash(
        world.general, "alerts follow", target="everything", role=quiet
    )
    assert "could not mention" in shown(refused.response)
    told = await world.moderator.slash(
        world.general, "alerts follow", target="everything", role=loud
    )
    assert f"<@&{loud.id}>" in shown(told.response)


async def test_a_role_that_was_deleted_is_mentioned_no_more(
    world: World, clock: StoppedClock
) -> None:
    fans = world.guild.create_role("Fans", mentionable=True)
    transport = DiscordTransport(world.bot)
    told = Message("notice", "token", clock(), body={"channel": "5", "reason": "gone"})
    for role_id in (fans.id, fans.id + 1):
        envelope = Envelope(world.mods.id, world.guild.id, f"nonce{role_id}", told, role_id)
        await transport.send(envelope)
    mentions = ["<@&" in shown(message) for message in world.mods.history()[-2:]]
    assert sorted(mentions) == [False, True]


@pytest.mark.parametrize("bad", ["weather", "status, weather", "??"])
async def test_unknown_events_are_named(world: World, bad: str) -> None:
    result = await world.moderator.slash(
        world.general, "alerts follow", target="everything", events=bad
    )
    assert "Events are any of" in shown(result.response)


async def test_remind_me_list_and_stop(world: World) -> None:
    asked = await world.fan.slash(world.general, "season", show="Soundtrack")
    await world.fan.click(asked.response, label="Remind me")
    listed = await world.fan.slash(world.general, "reminders")
    assert "Soundtrack" in shown(listed.response)
    await world.fan.click(listed.response, label="Stop Soundtrack")
    listed = await world.fan.slash(world.general, "reminders")
    assert "You have no reminders" in shown(listed.response)


async def test_forget_me_tells_what_was_erased(world: World) -> None:
    await world.fan.slash(world.general, "remind", show="Soundtrack")
    told = await world.fan.slash(world.general, "forget-me")
    assert "Forgotten: 1 reminder," in shown(told.response)


async def test_a_long_list_is_turned_page_by_page(world: World) -> None:
    following = world.services.alerts.following
    for number in range(45):
        await following.follow(
            Subscription(world.guild.id, world.mods.id, NETWORK, f"n{number}", 1, f"Net {number}")
        )
    listed = await world.moderator.slash(world.general, "alerts list")
    assert "Page 1 of 3" in shown(listed.response)
    await world.moderator.click(listed.response, label="Next ▶")
    turned = shown(listed.response)
    assert "Page 2 of 3" in turned
    assert "Net 20**" in turned
    assert "Net 19**" not in turned
    await following.follow(
        Subscription(world.guild.id, world.general.id, NETWORK, "here", 1, "Net of here")
    )
    with sent_by(world, MEMBER):
        await world.moderator.click(listed.response, label="◀ Previous")
    left = shown(listed.response)
    assert "Net of here" in left, "who may edit no more sees what this channel follows"
    assert "Net 1" not in left


async def test_who_may_not_have_a_channel_told_reads_what_tells_them(world: World) -> None:
    told = await world.fan.slash(world.general, "alerts follow", target="soundtrack")
    people.refused(world, told, "Only this server's editors", "`/remind` reminds you of a show")


@pytest.mark.parametrize("typed", ["HBO", "hbo", "network: HBO", "Network:hbo", "Sender: HBO"])
async def test_a_network_is_followed_by_its_name_alone(world: World, typed: str) -> None:
    """Where no show is called so, and as the list of a reader's language writes it."""
    with people.altered(world, lambda payload: payload.update(locale="de")):
        followed = await world.moderator.slash(world.general, "alerts follow", target=typed)
        assert "alles auf HBO" in shown(followed.response)
        offered = await world.moderator.autocomplete(
            world.general, "alerts follow", "target", "Sender: hb"
        )
        assert offered[0]["value"] == "network:HBO"
        stopped = await world.moderator.slash(world.general, "alerts unfollow", target=typed)
        assert "HBO" in shown(stopped.response)
    listed = shown((await world.moderator.slash(world.general, "alerts list")).response)
    assert "HBO" not in listed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("soundtrak", "Did you mean `Soundtrack`?"),
        ("shameless", "Several shows have that name: `Shameless (20"),
        ("zqxjkw", "I know no show by that name. Pick one"),
        ("network:zqxjkw", "no show on a network by that name"),
    ],
)
async def test_a_target_that_is_none_is_explained(world: World, typed: str, told: str) -> None:
    result = await world.moderator.slash(world.general, "alerts follow", target=typed)
    assert told in shown(result.response)


async def test_a_reminder_for_an_ambiguous_title_offers_a_picker(
    world: World,
) -> None:
    """As `/season` answers; what is picked reminds, and the receipt tells which it is."""
    told = await world.fan.slash(world.general, "remind", show="zqxjkw")
    assert "I know no show called **zqxjkw**. Check the spelling" in shown(told.response)
    for typed, question, option, receipt in (
        ("soundtrak", "Did you mean …", "Soundtrack (2019)", "**Soundtrack (2019)**"),
        ("shameless", "Which one?", "Shameless (2004)", "**Shameless (2004)**"),
    ):
        asked = await world.fan.slash(world.general, "remind", show=typed)
        assert question in shown(asked.response)
        components: Any = asked.response.components
        [menu] = [part for part in walk(components) if part["type"] == STRING_SELECT]
        [value] = [o["value"] for o in menu["options"] if o["label"].startswith(option)]
        picked = await world.fan.select(asked.response, [value])
        assert receipt in shown(picked.response)
    mine = shown((await world.fan.slash(world.general, "reminders")).response)
    assert "- Soundtrack" in mine
    assert "- Shameless" in mine


async def test_a_server_that_is_only_named_so_far_is_waited_for(
    world: World, clock: StoppedClock
) -> None:
    transport = DiscordTransport(world.bot)
    message = Message("news", "token", clock())
    envelope = Envelope(world.mods.id, world.guild.id, "nonce", message)
    assert await transport.find(envelope, None) is None
    guild, user = world.bot.get_guild(world.guild.id), world.bot.user
    assert guild is not None
    assert user is not None
    # As after READY, and after a shard was taken over: the server follows in an event of its own.
    me = guild._members.pop(user.id)
    for attempt in (transport.find(envelope, None), transport.send(envelope)):
        with pytest.raises(LimitedError):
            await attempt
    with pytest.raises(LimitedError):
        await transport.probe(world.mods.id, guild.id)
    guild._members[user.id] = me
    assert await transport.probe(world.mods.id, guild.id) is None
    # As before READY: nobody has said yet that the bot is in no such server.
    world.bot._ready.clear()
    world.bot._connection._guilds.pop(guild.id)
    with pytest.raises(LimitedError):
        await transport.probe(world.mods.id, guild.id)
    world.bot._ready.set()
    assert await transport.probe(world.mods.id, guild.id) == "I am no longer in that server"
    world.bot._connection._guilds[guild.id] = guild
