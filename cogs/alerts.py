"""What a server's channels follow: /alerts."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.alerts.cards.messages import FollowedId
from bot.alerts.cards.subscriptions import FollowsId, follow_receipt, followed_card, target_name
from bot.alerts.change_kinds import in_english, names, offered, parse
from bot.alerts.discord_transport import DiscordTransport
from bot.alerts.message_content import Envelope, nonce_of
from bot.alerts.queries.subscriptions import Subscription
from bot.alerts.sample_message import sample
from bot.alerts.subscriptions import ChannelExists, Followed
from bot.alerts.transport import send_sample
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.component_routing import component
from bot.discord_client.reply import Reply
from bot.errors import NotAllowedError
from bot.guilds.settings import zone_of
from bot.locale.messages import _
from bot.presentation.layout import notice
from bot.presentation.markup import clip

from .interactions import (
    Interaction,
    Postable,
    check_destination,
    check_role,
    destination_of,
    editor_of,
    guild_only,
    is_editor,
    reaches,
    scope_of,
)

_TARGET = "A show, network: and a network's name, or everything"
_CHANNEL = "The channel; leave it out for this one"
_EVENTS = "Any of status, date, trailer, reminders, cast, story; the first four by default"


@guild_only
class AlertCommands(commands.GroupCog, group_name="alerts"):
    """Editors' commands; each checks who may use it."""

    @app_commands.command()
    @app_commands.describe(
        target=_TARGET,
        channel=_CHANNEL,
        events=_EVENTS,
        role="A role to mention; one that you could mention yourself",
        thread="Start a thread on each alert to talk about it",
    )
    async def follow(
        self,
        interaction: Interaction,
        target: str,
        channel: Postable | None = None,
        events: str | None = None,
        role: discord.Role | None = None,
        thread: bool = False,
    ) -> None:
        """Tell a channel when a show, a network's shows or any show changes"""
        editor = editor_of(interaction)
        destination = destination_of(interaction, channel)
        kinds = parse(events)
        following = services_of(interaction).alerts.following
        follow_target = await following.target(target, editor.guild_id)
        check_destination(interaction, destination, thread=thread)
        if role is not None:
            check_role(destination, role)
        wanted = Subscription(
            guild_id=editor.guild_id,
            channel_id=destination.id,
            target=follow_target.kind,
            key=follow_target.key,
            kinds=kinds,
            label=follow_target.label,
            show_id=follow_target.show.id if follow_target.show is not None else None,
            role_id=role.id if role is not None else None,
            thread=thread,
            created_by=editor.user_id,
        )
        reply = Reply.to(interaction)
        fresh, paused = await reply.patiently(following.follow(wanted), ephemeral=True)
        if follow_target.show is not None:
            services_of(interaction).sources.on_demand.begin(follow_target.show)
        notifies = role is None or reaches(interaction, destination, role)
        text = follow_receipt(wanted, follow_target, fresh, notifies=notifies, paused=paused)
        await reply.answer(notice(text), ephemeral=True)

    @app_commands.command()
    @app_commands.describe(target="What to stop following", channel=_CHANNEL)
    async def unfollow(
        self, interaction: Interaction, target: str, channel: Postable | None = None
    ) -> None:
        """Stop telling a channel"""
        editor = editor_of(interaction)
        destination = destination_of(interaction, channel)
        following = services_of(interaction).alerts.following
        followed_target, where = await following.followed_target(
            target, destination.id, editor.guild_id, _has(interaction)
        )
        work = following.unfollow(followed_target, where, editor.guild_id)
        await Reply.to(interaction).patiently(work, ephemeral=True)
        name = target_name(followed_target.kind, followed_target.label)
        card = notice(_("{channel} no longer follows {name}.", channel=f"<#{where}>", name=name))
        await Reply.to(interaction).answer(card, ephemeral=True)

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """See what each channel follows, and what is paused and why"""
        editor = editor_of(interaction)
        followed = await services_of(interaction).alerts.following.followed(editor.guild_id)
        await interaction.response.send_message(view=followed_card(followed), ephemeral=True)

    @app_commands.command()
    @app_commands.describe(target="What to show a sample of", channel=_CHANNEL)
    async def test(
        self, interaction: Interaction, target: str, channel: Postable | None = None
    ) -> None:
        """Send a sample alert that says it is one"""
        editor = editor_of(interaction)
        destination = destination_of(interaction, channel)
        services = services_of(interaction)
        followed_target = await services.alerts.following.target(target, editor.guild_id)
        show = await services.alerts.following.example(followed_target, editor.guild_id)
        check_destination(interaction, destination, thread=False)
        now = services.clock().astimezone(zone_of(services.guilds.of(editor.guild_id)))
        language = services.guilds.spoken_in(editor.guild_id)
        message = sample(show, now, str(interaction.id), language)
        nonce = nonce_of(destination.id, message.token)
        await interaction.response.defer(ephemeral=True)
        envelope = Envelope(destination.id, editor.guild_id, nonce, message)
        await send_sample(DiscordTransport(interaction.client), envelope)
        card = notice(_("The sample is in {channel}.", channel=f"<#{destination.id}>"))
        await Reply.to(interaction).answer(card, ephemeral=True)

    @app_commands.command()
    @app_commands.describe(channel=_CHANNEL)
    async def resume(self, interaction: Interaction, channel: Postable | None = None) -> None:
        """Send to a paused channel again"""
        editor = editor_of(interaction)
        destination = destination_of(interaction, channel)
        check_destination(interaction, destination, thread=False)
        paused = services_of(interaction).alerts.paused_channels
        work = paused.resume(destination.id, editor.guild_id)
        resumed = await Reply.to(interaction).patiently(work, ephemeral=True)
        where = f"<#{destination.id}>"
        text = _("{channel} gets alerts again; what it missed comes in one message.", channel=where)
        if not resumed:
            text = _("{channel} was not paused.", channel=where)
        await Reply.to(interaction).answer(notice(text), ephemeral=True)

    @follow.autocomplete("target")
    @test.autocomplete("target")
    async def _targets(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        if not is_editor(interaction):
            return []
        editor = editor_of(interaction)
        following = services_of(interaction).alerts.following
        return _choices(await following.suggest(typed, editor.guild_id))

    @unfollow.autocomplete("target")
    async def _followed(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        if not is_editor(interaction):
            return []
        editor = editor_of(interaction)
        following = services_of(interaction).alerts.following
        chosen = getattr(interaction.namespace, "channel", None)
        channel_id = getattr(chosen, "id", None) or interaction.channel_id
        there = _has(interaction)
        found = await following.suggest_followed(typed, channel_id, editor.guild_id, there)
        return _choices(found)

    @follow.autocomplete("events")
    async def _events(
        self, _interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=clip(", ".join(names(kinds)), 100), value=value)
            for kinds in offered(typed)
            if (value := ", ".join(in_english(kinds)))
        ]

    @component(FollowedId)
    async def what_is_followed(self, interaction: Interaction, _pressed: FollowedId) -> None:
        """*What is followed here*, on digests and notices: list it."""
        followed = await _followed_for(interaction)
        await interaction.response.send_message(view=followed_card(followed), ephemeral=True)

    @component(FollowsId)
    async def turn_page(self, interaction: Interaction, pressed: FollowsId) -> None:
        """Turn the page of what is followed."""
        followed = await _followed_for(interaction)
        await interaction.response.edit_message(view=followed_card(followed, pressed.page))


async def _followed_for(interaction: Interaction) -> Followed:
    """What the server follows, for its editors; for others, what the channel they are in follows.

    Raises:
        NotAllowedError: it is no server.
    """
    guild_id = scope_of(interaction)
    if not guild_id:
        raise NotAllowedError("Use `/alerts list` in the server itself.")
    followed = await services_of(interaction).alerts.following.followed(guild_id)
    return followed if is_editor(interaction) else followed.within(interaction.channel_id)


def _has(interaction: Interaction) -> ChannelExists:
    """Whether the server has a channel, as far as it is known here."""
    guild = interaction.guild
    return lambda channel_id: (
        guild is not None and guild.get_channel_or_thread(channel_id) is not None
    )


def _choices(found: list[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=label[:100], value=value)
        for label, value in found[:25]
        if len(value) <= 100
    ]


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(AlertCommands())
