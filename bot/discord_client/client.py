"""The Discord client: loads the cogs, and registers the commands with Discord when they have
changed.

Discord does not always send what its documentation says. An event that discord.py cannot parse is
skipped. Otherwise it would end the whole client, and the next one too if the event comes with every
connection, as the description of a server does.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

import aiohttp
import discord
from cachetools import LRUCache
from discord import app_commands
from discord.ext import commands

from ..errors import GoneError, StoreError, in_a_line
from ..foundation.loops import GuardedStep
from ..foundation.meta import REGISTERED_COMMANDS, read_meta, write_meta
from ..locale.languages import of_discord
from ..presentation.custom_ids import CustomId
from .command_tree import CommandList, Tree, command_digest, offer_where_enabled
from .component_routing import answered_by, components_of
from .failures import explained
from .steady_loop import steady_loop

if TYPE_CHECKING:
    from ..composition_root import Services
    from ..operations.answer_times import AnswerTimes

_LOG = logging.getLogger(__name__)

COGS = (
    "cogs.answers",
    "cogs.ask",
    "cogs.about",
    "cogs.catalog",
    "cogs.edits",
    "cogs.review",
    "cogs.articles",
    "cogs.settings",
    "cogs.alerts",
    "cogs.reminders",
    "cogs.background_tasks",
    "cogs.upcoming",
    "cogs.digests",
    "cogs.calendar",
    "cogs.provider_search",
)
"""The modules of commands, imported by name, each with its `setup`."""

# The bot never uses voice, so warnings about missing voice libraries would only confuse.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

_CHANGES = "changes in the store"

_REGISTER_SECONDS = 30.0
"""For how many seconds registering the commands may delay the connection."""

_Parser = Callable[[Any], None]

_NEEDED = frozenset({"READY", "RESUMED"})
"""Without these events there is no connection, so an error in parsing one has to end the client."""


_TYPED = frozenset({"INTERACTION_CREATE", "MESSAGE_CREATE"})
"""The events with what people type: commands, completions, forms and messages."""

_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")
"""NUL, which PostgreSQL does not store, and lone surrogates, which UTF-8 does not encode."""


def _with_text(data: Any) -> Any:
    """An event without the characters of its texts that can be neither stored nor sent."""
    if isinstance(data, str):
        return _NO_TEXT.sub("", data)
    if isinstance(data, dict):
        return {name: _with_text(value) for name, value in data.items()}
    return [_with_text(value) for value in data] if isinstance(data, list) else data


def skip_malformed_events(parsers: dict[str, _Parser]) -> None:
    """Make each of a client's parsers skip what it cannot parse, with a line in the log, and read
    no character that cannot be passed on in what people type."""
    for name, parse in parsers.items():
        if name not in _NEEDED:
            parsers[name] = _guarded(name, parse)


def _guarded(name: str, parse: _Parser) -> _Parser:
    def guarded(data: Any) -> None:
        try:
            parse(_with_text(data) if name in _TYPED else data)
        except Exception as error:  # noqa: BLE001 - the boundary to what others send
            what = f"{type(error).__name__}: {in_a_line(error)}"
            _LOG.warning("an event of Discord's was skipped (%s): %s", name, what)

    return guarded


class Cliffhanger(commands.Bot):
    """One connection to Discord with the services its cogs work with."""

    def __init__(
        self, services: Services, answers: AnswerTimes | None = None, **sharding: Any
    ) -> None:
        trace: Any = answers.trace if answers is not None else None  # their type has no None
        super().__init__(
            http_trace=trace,
            command_prefix=commands.when_mentioned,
            help_command=None,
            # Without a privileged intent, messages have their text only if they mention the bot or
            # are sent to it directly, which is all that is needed.
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            proxy=services.settings.discord_proxy,
            # A longer wait raises an error, which the person is told, instead of sleeping inside
            # the library.
            max_ratelimit_timeout=30.0,
            tree_cls=Tree,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            **sharding,
        )
        parsers = self._connection.parsers
        parsers["MESSAGE_CREATE"] = self._only_mentions(parsers["MESSAGE_CREATE"])
        skip_malformed_events(parsers)
        self.note_id: Callable[[int], None] = lambda number: None
        """Called with each id that Discord has issued, as far as this client sees them."""
        self.picked_from: LRUCache[int, None] = LRUCache(1_000)
        """The ids of the messages with a list that were replaced by what somebody picked from
        it."""
        self._answered: set[type[CustomId]] = set()
        self.services = services
        services.guilds.locale_of = self._locale_of
        self._answers = answers
        self._looking = GuardedStep(
            _LOG,
            unavailable="cannot look for changes in the store",
            failed="looking for changes in the store failed",
            recovered="looking for changes in the store again",
            turned=services.vital_signs.start(_CHANGES),
        )

    async def setup_hook(self) -> None:
        """Load the cogs, register the commands if they changed, and start watching the store."""
        await self.tree.set_translator(CommandList())
        for name in COGS:
            await importlib.import_module(name).setup(self)
        if not await self._try_to_register() and not self._keep_registering.is_running():
            self._keep_registering.start()
        self._keep_fresh.start()

    def _locale_of(self, guild_id: int) -> object:
        guild = self.get_guild(guild_id)
        return None if guild is None else guild.preferred_locale

    async def add_cog(self, cog: commands.Cog, /, **how: Any) -> None:
        """Add a cog and register the components that it answers."""
        await super().add_cog(cog, **how)
        self.add_dynamic_items(*components_of(cog))
        self._answered |= set(answered_by(cog))

    async def remove_cog(self, name: str, /, **how: Any) -> commands.Cog | None:
        """Remove a cog and the components that it answers."""
        cog = await super().remove_cog(name, **how)
        if cog is not None:
            self.remove_dynamic_items(*components_of(cog))
            self._answered -= set(answered_by(cog))
        return cog

    async def on_ready(self) -> None:
        """Log that the bot is ready; the event comes again after a lost session."""
        titles = len(self.services.library.titles)
        _LOG.info("ready (servers: %d, shows: %d)", len(self.guilds), titles)

    async def close(self) -> None:
        """Stop watching the store and close the connection."""
        self._keep_registering.cancel()
        self._keep_fresh.cancel()
        self.services.vital_signs.stop(_CHANGES)
        await super().close()

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Pass an event on unless the client is closed: discord.py 2.7 may dispatch after that."""
        if self.is_closed():
            return
        if event_name == "interaction":
            self._received(args[0])
        super().dispatch(event_name, *args, **kwargs)

    def _received(self, interaction: discord.Interaction[Any]) -> None:
        """Note an interaction, for its answer time. It is done here because a listener would start
        a task for each.

        A submitted form is dispatched as an event of its own, so its listener is not called for all
        others, and so is a component with an id that nothing here reads.
        """
        if self._answers is not None:
            self._answers.received(interaction)
        self.note_id(interaction.id)
        self.services.recipients.used(interaction.user.id, of_discord(interaction.locale))
        if interaction.type is discord.InteractionType.modal_submit:
            self.dispatch("form", interaction)
        elif interaction.type is discord.InteractionType.component:
            data: Mapping[str, Any] = interaction.data or {}
            custom_id = str(data.get("custom_id"))
            if all(kind.read(custom_id) is None for kind in self._answered):
                self.dispatch("unread_component", interaction)

    @explained
    async def on_unread_component(self, _interaction: discord.Interaction[Any]) -> None:
        """Tell who clicked to ask anew: another version sent the component, or its id was altered.

        Without that, Discord would say after three seconds that the bot does not respond.
        """
        raise GoneError("That is no longer on offer; ask again.")

    def _only_mentions(self, parse: _Parser) -> _Parser:
        """Parse only messages that mention the bot or a role, which are few, or that are sent to
        the bot directly.

        Of all others, its own cards among them, the id is enough.
        """

        def parse_mention(data: Any) -> None:
            self.note_id(int(data["id"]))
            me = self.user
            named = me is not None and any(int(user["id"]) == me.id for user in data["mentions"])
            to_it_alone = "guild_id" not in data and not data["author"].get("bot")
            if named or to_it_alone or data["mention_roles"]:
                parse(data)

        return parse_mention

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log an error in an event, on one line if the store does not answer or the bot is
        ending."""
        error = sys.exception()
        if self.is_closed():
            _LOG.warning("%s was cut off: the connection to Discord is closed", event_method)
        elif isinstance(error, StoreError):
            _LOG.warning("%s: %s", event_method, error)
        else:
            await super().on_error(event_method, *args, **kwargs)

    async def process_commands(self, message: discord.Message, /) -> None:
        """Do nothing: there are no text commands, and a mention is not a failed one."""

    @steady_loop(minutes=10)
    async def _keep_registering(self) -> None:
        """Keep trying to register the commands, until Discord accepts them."""
        if self._keep_registering.current_loop and await self._try_to_register():
            self._keep_registering.stop()

    async def _try_to_register(self) -> bool:
        """Register the commands; returns False if that failed, and then the former ones stay in
        use."""
        try:
            async with asyncio.timeout(_REGISTER_SECONDS):
                await self._sync_commands()
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            again = f"trying again in {self._keep_registering.minutes:.0f} minutes"
            _LOG.warning("the commands are not registered: %s; %s", in_a_line(error), again)
            return False
        except Exception:  # noqa: BLE001 - discord.ext.tasks ends for good on an unknown error
            _LOG.exception("registering the commands failed")
            return False
        return True

    async def _sync_commands(self) -> None:
        """Register the commands if they differ from the last time: Discord limits how often."""
        offer_where_enabled(self.tree, self.application)
        digest = command_digest(self.tree, self.application_id)
        try:
            async with self.services.database.read() as connection:
                if await read_meta(connection, REGISTERED_COMMANDS) == digest:
                    return
            registered = await self.tree.sync()
            _LOG.info("registered %d commands", len(registered))
            async with self.services.database.write() as connection:
                await write_meta(connection, REGISTERED_COMMANDS, digest)
        except StoreError as error:
            # The bot can still answer from memory.
            _LOG.warning("cannot note which commands are registered: %s", error)

    @steady_loop(seconds=1)
    async def _keep_fresh(self) -> None:
        """Take up, within a second, what another process wrote to the store."""
        await self._looking.run(self._look)

    async def _look(self) -> None:
        self.services.database.refuse_if_replaced()
        await self.services.library.refresh()
        await self.services.related.catch_up()


def services_of(interaction: discord.Interaction[Any]) -> Services:
    """The services of the bot that an interaction was sent to."""
    return cast(Cliffhanger, interaction.client).services
