"""The Discord client: loads the cogs, syncs commands when they changed, answers for errors."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar, cast

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands, tasks

from .errors import CliffhangerError, StoreError, in_a_line
from .foundation.database import read_meta, write_meta
from .foundation.guarded_loop import GuardedStep
from .presentation.boxes import notice

if TYPE_CHECKING:
    from .app import Services

_LOG = logging.getLogger(__name__)

COGS = (
    "cogs.answers",
    "cogs.ask",
    "cogs.about",
    "cogs.catalog",
    "cogs.suggest",
    "cogs.outcomes",
    "cogs.settings",
    "cogs.alerts",
    "cogs.reminders",
    "cogs.delivery",
    "cogs.finding",
    "cogs.sync",
)
"""The extensions, loaded by name."""

_COMMANDS = "commands_digest"

# The bot never speaks, and what it lacks for that is no news to who runs it.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

_REGISTER_SECONDS = 30.0
"""So long may registering hold up the connection."""


class Cliffhanger(commands.Bot):
    """One connection to Discord with the services its cogs work with."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            # Messages bring their text only where they mention the bot; that needs no privilege.
            intents=discord.Intents(guilds=True, guild_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            # A longer wait is told to who waits, instead of sleeping inside the library.
            max_ratelimit_timeout=30.0,
            tree_cls=Tree,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
        )
        self.services = services
        self._looking = GuardedStep(
            _LOG,
            unavailable="cannot look for changes in the store",
            failed="looking for changes in the store failed",
            recovered="looking for changes in the store again",
        )

    async def setup_hook(self) -> None:
        """Load the cogs, tell Discord of the commands if they changed, start the watch."""
        for name in COGS:
            await self.load_extension(name)
        if not await self._registered() and not self._register.is_running():
            self._register.start()
        self._keep_fresh.start()

    async def on_ready(self) -> None:
        """Tell who runs it that all is well; after a lost session Discord says so again."""
        titles = len(self.services.library.titles)
        _LOG.info("ready (servers: %d, shows: %d)", len(self.guilds), titles)

    async def close(self) -> None:
        """Stop the watch and close the connection."""
        self._register.cancel()
        self._keep_fresh.cancel()
        await super().close()

    async def process_commands(self, message: discord.Message, /) -> None:
        """There are no text commands: a mention is no failed command."""

    @tasks.loop(minutes=10)
    async def _register(self) -> None:
        """Try again to register the commands, until Discord takes them."""
        if self._register.current_loop and await self._registered():
            self._register.stop()

    async def _registered(self) -> bool:
        """Whether Discord has the commands; those it took before are answered all the same."""
        try:
            async with asyncio.timeout(_REGISTER_SECONDS):
                await self._sync_commands()
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            again = f"trying again in {self._register.minutes:.0f} minutes"
            _LOG.warning("the commands are not registered: %s; %s", in_a_line(error), again)
            return False
        except Exception:  # noqa: BLE001 - discord.ext.tasks ends for good on an unknown error
            _LOG.exception("registering the commands failed")
            return False
        return True

    async def _sync_commands(self) -> None:
        """Register the commands only when they differ from the last time: it is limited."""
        digest = command_digest(self.tree, self.application_id)
        try:
            async with self.services.database.read() as connection:
                if await read_meta(connection, _COMMANDS) == digest:
                    return
            registered = await self.tree.sync()
            _LOG.info("registered %d commands", len(registered))
            async with self.services.database.write() as connection:
                await write_meta(connection, _COMMANDS, digest)
        except StoreError as error:
            # What is in memory can be answered all the same.
            _LOG.warning("cannot note which commands are registered: %s", error)

    @tasks.loop(seconds=1)
    async def _keep_fresh(self) -> None:
        """Notice what another process wrote to the store, within a second."""
        await self._looking.run(self.services.library.refresh)


def command_digest(tree: app_commands.CommandTree[Any], application_id: int | None) -> str:
    """A fingerprint of everything that registering the commands would send."""
    payload = [command.to_dict(tree) for command in tree.get_commands()]
    text = json.dumps([application_id, payload], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class Tree(app_commands.CommandTree[Cliffhanger]):
    """The command tree with the one handler of errors."""

    async def on_error(
        self, interaction: discord.Interaction[Cliffhanger], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the person in a sentence; log what nobody foresaw."""
        await explain(interaction, error)


_ANSWERABLE_NO_MORE = {
    10062: "it expired before",
    40060: "it had been answered, and Discord delivered it again",
}


async def explain(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Answer an interaction that failed: our own errors carry their sentence.

    Anything else is logged under a short code that the person can pass on.
    """
    if interaction.client.is_closed():
        _LOG.warning("an answer was cut off: the bot is ending")
        return
    cause: BaseException = error
    while isinstance(cause, app_commands.CommandInvokeError | app_commands.TransformerError):
        if cause.__cause__ is None:
            break
        cause = cause.__cause__
    if isinstance(cause, discord.HTTPException) and cause.code in _ANSWERABLE_NO_MORE:
        _LOG.warning("an interaction was not answered: %s", _ANSWERABLE_NO_MORE[cause.code])
        return
    if isinstance(cause, CliffhangerError):
        text = str(cause)
    elif isinstance(cause, app_commands.CheckFailure):
        text = "You may not use this here."
    else:
        # What was done before, an edit perhaps, may stand: nothing else is promised.
        code = secrets.token_hex(3)
        _LOG.error("interaction failed (%s)", code, exc_info=cause)
        text = f"Something went wrong on my side. (Code {code})"
        if isinstance(cause, discord.HTTPException | aiohttp.ClientError):
            # What was asked for may well be done, and only the answer to it is lost.
            text = (
                "Something went wrong between Discord and me. If you changed something, look "
                f"whether it is there. (Code {code})"
            )
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if interaction.response.is_done():
            await interaction.followup.send(view=notice(text), ephemeral=True)
        else:
            await interaction.response.send_message(view=notice(text), ephemeral=True)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failed:
        _LOG.warning("could not tell a person about an error: %s", failed)


ItemT = TypeVar("ItemT")
_Callback = Callable[[ItemT, discord.Interaction[Any]], Coroutine[Any, Any, None]]


def explained(callback: _Callback[ItemT]) -> _Callback[ItemT]:
    """Wrap a component's or a form's callback, so that its errors are answered like a command's."""

    @functools.wraps(callback)
    async def wrapped(item: ItemT, interaction: discord.Interaction[Any]) -> None:
        try:
            await callback(item, interaction)
        except Exception as error:  # noqa: BLE001 - the boundary of a click; answered and logged
            await explain(interaction, error)

    return wrapped


def services_of(interaction: discord.Interaction[Any]) -> Services:
    """The services of the bot an interaction came to."""
    return cast(Cliffhanger, interaction.client).services
