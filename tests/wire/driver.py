"""People using the bot: what a Discord client would send for what they do.

Each action sends one event and waits for the bot's answer, as the person would.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Mapping
from typing import Any, Literal

from tests.wire import commands, permissions
from tests.wire.components import SELECTS
from tests.wire.entities import Channel, Guild, Json, User
from tests.wire.gateway import Gateway
from tests.wire.interaction import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from tests.wire.message import Message
from tests.wire.modals import submission
from tests.wire.permissions import HasValue
from tests.wire.state import File, State

Install = Literal["guild", "user"]
GUILD_CONTEXT, BOT_DM, PRIVATE_CHANNEL = 0, 1, 2
"""https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-context-types"""


class Driver:
    """What people do; ``patience`` is how many seconds an answer is waited for."""

    def __init__(self, state: State, gateway: Gateway) -> None:
        self.patience = 30.0
        self._state = state
        self._gateway = gateway

    async def slash(
        self,
        guild: Guild | None,
        channel: Channel | None,
        user: User,
        command: str,
        options: Mapping[str, Any] | None = None,
        *,
        permissions: int | HasValue | None = None,
        install: Install = "guild",
        wait: bool = True,
    ) -> Interaction:
        """Type a slash command (``"season"``, ``"catalog set"``) and wait for its answer.

        Without a guild it is a direct message with the bot, unless ``channel`` is another's.
        ``permissions`` are the person's in that channel, by default what their roles give.
        ``install="user"``: the person has the app, whether or not the guild has. With
        ``wait=False`` the interaction is returned once sent. Raises ``NotOfferedError`` for what a
        client would not offer and ``NoAnswerError`` after ``patience``.
        """
        name, *path = command.split()
        place = channel or self._state.direct_channel(user)
        registered = self._offered(guild, place, user, name, commands.SLASH, install)
        data = _invocation(registered)
        data["options"], resolved = commands.option_data(registered, path, options or {})
        if resolved:
            self._grant(guild, user, resolved.get("channels", {}))
            data["resolved"] = resolved
        interaction = self._interaction(COMMAND, data, user, guild, place, permissions, install)
        return await self._send(interaction, wait)

    async def autocomplete(
        self,
        guild: Guild | None,
        channel: Channel | None,
        user: User,
        command: str,
        options: Mapping[str, Any],
        focused: str | None = None,
        *,
        permissions: int | HasValue | None = None,
        install: Install = "guild",
        wait: bool = True,
    ) -> Interaction:
        """Type into an option, by default the last of ``options``; ``.choices`` holds the offer."""
        name, *path = command.split()
        place = channel or self._state.direct_channel(user)
        registered = self._offered(guild, place, user, name, commands.SLASH, install)
        data = _invocation(registered)
        cursor = focused or list(options)[-1]
        data["options"], _ = commands.option_data(registered, path, options, cursor)
        interaction = self._interaction(
            AUTOCOMPLETE, data, user, guild, place, permissions, install
        )
        return await self._send(interaction, wait)

    async def menu(
        self,
        guild: Guild | None,
        channel: Channel | None,
        user: User,
        command: str,
        target: Message | User,
        *,
        permissions: int | HasValue | None = None,
        install: Install = "guild",
        wait: bool = True,
    ) -> Interaction:
        """Choose a context menu command on a message or a person."""
        kind = commands.USER_MENU if isinstance(target, User) else commands.MESSAGE_MENU
        place = channel or self._state.direct_channel(user)
        data = _invocation(self._offered(guild, place, user, command, kind, install))
        data["target_id"] = str(target.id)
        group = "users" if isinstance(target, User) else "messages"
        data["resolved"] = {group: {str(target.id): target.payload()}}
        interaction = self._interaction(COMMAND, data, user, guild, place, permissions, install)
        return await self._send(interaction, wait)

    async def click(
        self,
        on: Message | Interaction,
        custom_id: str | None = None,
        *,
        label: str | None = None,
        user: User | None = None,
        permissions: int | HasValue | None = None,
        wait: bool = True,
    ) -> Interaction:
        """Click a button, found by ``custom_id`` or ``label``; by default as who asked.

        ``LookupError`` where it is not there, or cannot be clicked.
        """
        message = _message(on)
        button = message.button(label) if label else message.component(custom_id or "")
        if button.get("disabled") or not button.get("custom_id"):
            raise LookupError(f"{button.get('label')!r} is disabled or a link")
        data = {"custom_id": button["custom_id"], "component_type": 2, "id": button["id"]}
        return await self._component(on, data, user, permissions, wait)

    async def select(
        self,
        on: Message | Interaction,
        custom_id: str,
        values: list[str],
        *,
        user: User | None = None,
        permissions: int | HasValue | None = None,
        wait: bool = True,
    ) -> Interaction:
        """Choose from a menu; ``LookupError`` for a value that it does not offer."""
        menu = _message(on).component(custom_id)
        if menu["type"] not in SELECTS or menu.get("disabled"):
            raise LookupError(f"{custom_id!r} is no menu, or disabled")
        offered = [option["value"] for option in menu.get("options") or []]
        if menu["type"] == 3 and not set(values) <= set(offered):
            raise LookupError(f"{custom_id!r} offers {offered}")
        data: Json = {"custom_id": custom_id, "component_type": menu["type"], "values": values}
        data |= {"id": menu["id"], "resolved": {}}
        return await self._component(on, data, user, permissions, wait)

    async def submit_modal(
        self,
        opened: Interaction,
        fields: Mapping[str, Any],
        *,
        permissions: int | HasValue | None = None,
        wait: bool = True,
    ) -> Interaction:
        """Fill in the form that ``opened`` opened, by ``custom_id``; unnamed fields stay as is."""
        data = submission(opened.modal, fields)
        guild = self._state.guilds.get(opened.guild_id)
        channel = self._place(opened)
        install = _install(opened.payload["authorizing_integration_owners"])
        interaction = self._interaction(
            MODAL_SUBMIT, data, opened.user, guild, channel, permissions, install
        )
        interaction.target = opened.target
        if opened.target is not None:
            interaction.payload["message"] = opened.target.payload()
        return await self._send(interaction, wait)

    async def repeat(self, interaction: Interaction, seconds: float = 0.5) -> list[int]:
        """Deliver the same event again; the codes with which the bot's answers were refused.

        Returns at the first of them, or with none after ``seconds``: a bot that knows the
        event already does not answer it.
        """
        known = len(interaction.refusals)
        await self._deliver(interaction)
        try:
            await interaction.changed.until(lambda: len(interaction.refusals) > known, seconds)
        except TimeoutError:
            return []
        return interaction.refusals[known:]

    def upload(self, name: str, data: bytes, content_type: str = "application/json") -> Json:
        """A file to give as the value of an attachment option."""
        return self._state.add_file(File(name, data, content_type))

    def _grant(self, guild: Guild | None, user: User, channels: Json) -> None:
        """Write into resolved channels what the person may do in each, as Discord does."""
        for channel_id, payload in channels.items():
            channel = self._state.channels.get(int(channel_id))
            if guild is not None and channel is not None:
                payload["permissions"] = str(guild.permissions(channel, user))

    def _offered(
        self,
        guild: Guild | None,
        place: Channel,
        user: User,
        name: str,
        kind: int,
        install: Install,
    ) -> Json:
        """The registered command, if a client shows it there."""
        registered = self._state.commands.find(name, kind, guild.id if guild else 0)
        commands.check_context(registered, _context(guild, place, user), int(install == "user"))
        return registered

    async def _component(
        self,
        on: Message | Interaction,
        data: Json,
        user: User | None,
        bits: int | HasValue | None,
        wait: bool,
    ) -> Interaction:
        message = _message(on)
        metadata = message.interaction_metadata or {}
        if user is None and metadata:
            user = self._state.users[int(metadata["user"]["id"])]
        if user is None:
            raise TypeError("nobody asked for this message: say who clicks (user=...)")
        install = _install(metadata.get("authorizing_integration_owners", {}))
        guild = self._state.guilds.get(message.guild_id)
        interaction = self._interaction(
            COMPONENT, data, user, guild, self._place(message), bits, install
        )
        interaction.target = message
        interaction.payload["message"] = message.payload()
        return await self._send(interaction, wait)

    def _place(self, at: Message | Interaction) -> Channel:
        channel = self._state.channels.get(at.channel_id)
        return channel or Channel(at.channel_id, "gone", guild_id=at.guild_id)

    def _interaction(
        self,
        kind: int,
        data: Json,
        user: User,
        guild: Guild | None,
        channel: Channel,
        bits: int | HasValue | None,
        install: Install,
    ) -> Interaction:
        interaction_id, token = self._state.clock.snowflake(), secrets.token_urlsafe(24)
        payload: Json = {
            "id": str(interaction_id),
            "application_id": str(self._state.bot.id),
            "type": kind,
            "token": token,
            "version": 1,
            "data": data,
            "channel_id": str(channel.id),
            "channel": channel.payload(guild) | {"permissions": "0"},
            "locale": user.locale,
            "entitlements": [],
            "attachment_size_limit": 10 * 1024 * 1024,
            "context": _context(guild, channel, user),
            "app_permissions": str(self._state.may(channel, self._state.bot)),
        }
        owners = {"1": str(user.id)} if install == "user" else {"0": str(guild.id if guild else 0)}
        payload["authorizing_integration_owners"] = owners
        if guild is None:
            payload["user"] = user.payload()
        else:
            member = guild.members.get(user.id) or self._state.add_member(guild, user)
            granted = guild.permissions(channel, user) if bits is None else permissions.bits(bits)
            payload["member"] = member.payload() | {"permissions": str(granted)}
            payload["guild_id"] = str(guild.id)
            payload["guild_locale"] = guild.locale
            payload["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        return Interaction(
            id=interaction_id,
            token=token,
            type=kind,
            user=user,
            guild_id=guild.id if guild else 0,
            channel_id=channel.id,
            payload=payload,
            created=self._state.clock.now(),
        )

    async def _send(self, interaction: Interaction, wait: bool) -> Interaction:
        self._state.remember(interaction)
        interaction.sent_at = time.perf_counter()
        await self._deliver(interaction)
        if wait:
            await interaction.until_settled(self.patience)
            # The bot's code goes on after Discord's answer; let that answer leave first.
            await asyncio.sleep(0)
        return interaction

    async def _deliver(self, interaction: Interaction) -> None:
        guild_id = interaction.guild_id
        await self._gateway.dispatch("INTERACTION_CREATE", interaction.payload, guild_id=guild_id)


def _invocation(registered: Json) -> Json:
    data: Json = {key: registered[key] for key in ("id", "name", "type")}
    return data | ({"guild_id": registered["guild_id"]} if "guild_id" in registered else {})


def _install(owners: Mapping[str, str]) -> Install:
    return "user" if "1" in owners and "0" not in owners else "guild"


def _context(guild: Guild | None, channel: Channel, user: User) -> int:
    if guild is not None:
        return GUILD_CONTEXT
    return BOT_DM if channel.recipient is user else PRIVATE_CHANNEL


def _message(on: Message | Interaction) -> Message:
    message = on if isinstance(on, Message) else on.message
    if message is None:
        raise LookupError("the answer has no message")
    return message
