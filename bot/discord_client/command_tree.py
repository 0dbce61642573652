"""The command tree: its translations, a check of incoming payloads, and the handler of errors."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Mapping
from typing import Any

import aiohttp
import discord
from discord import app_commands

from ..errors import CliffhangerError, in_a_line
from ..locale.languages import ENGLISH, of_discord, speak, speaking
from ..locale.messages import text_of
from ..locale.po_files import catalogues_digest
from .failures import REGISTERED_OTHERWISE, explain, unanswerable

_LOG = logging.getLogger(__name__)

_IN_ENGLISH = (
    app_commands.TranslationContextLocation.command_name,
    app_commands.TranslationContextLocation.group_name,
    app_commands.TranslationContextLocation.parameter_name,
)
_LONGEST = 100
"""https://docs.discord.com/developers/interactions/application-commands"""


def command_digest(tree: app_commands.CommandTree[Any], application_id: int | None) -> str:
    """A digest of what registering the commands would send.

    It covers the commands in English and the catalogues of translations. Translating everything at
    each start would take longer than registering the commands once too often, when only other
    messages of a catalogue have changed.
    """
    payload = [command.to_dict(tree) for command in tree.get_commands()]
    told = [application_id, payload, catalogues_digest()]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def offer_where_enabled(
    tree: app_commands.CommandTree[Any], application: discord.AppInfo | None
) -> None:
    """Offer the commands to members who install the app for themselves only if it has that enabled.

    Discord refuses the whole list if a command names an install that the application does not
    support, or group chats without the install of members:
    https://docs.discord.com/developers/interactions/application-commands#installation-context
    """
    if application is None or application.guild_integration_config is None:
        return  # Discord does not say what is enabled.
    by_members = application.user_integration_config is not None
    tree.allowed_installs.user = by_members
    tree.allowed_contexts.private_channel = by_members


class CommandList(app_commands.Translator):
    """Translates the descriptions of commands, options and choices for Discord.

    The names of commands and options stay English: localized names break mentions of commands in
    Discord (https://github.com/discord/discord-api-docs/issues/5518).
    """

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in that language; None, which means English, if there is no translation that
        fits."""
        # Discord has 34 languages, and this is asked some 10,000 times to register the commands.
        if context.location in _IN_ENGLISH or (spoken := of_discord(locale)) == ENGLISH:
            return None
        with speaking(spoken):
            text = text_of(string.message)
        return text if text != string.message and len(text) <= _LONGEST else None


class Tree(app_commands.CommandTree[Any]):
    """The command tree, with the one handler of errors."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Whether an interaction is a command as Discord documents them; others get no answer.

        discord.py calls it first in the task of each command and completion. It also sets the
        task's language to that of the person who asks.
        """
        speak(of_discord(interaction.locale))
        wrong = malformed_command(interaction.data)
        if wrong is not None:
            _LOG.warning("a malformed command was skipped: %s", wrong)
            return False
        complete_threads(interaction.data)
        return True

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer the person with a sentence; log unforeseen errors."""
        await explain(interaction, error)


class CompletionInOneLine(logging.Filter):
    """Logs a failed autocompletion on one line if it is not this program's fault.

    discord.py adds a traceback to each. But people type quickly, so answers come too late or twice;
    all requests fail while the store or the network is down; and Discord may still list the
    commands of another version.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite such a record; every record passes."""
        if not record.exc_info or not str(record.msg).startswith("Ignoring exception in auto"):
            return True
        error = record.exc_info[1]
        while isinstance(error, app_commands.CommandInvokeError) and error.__cause__ is not None:
            error = error.__cause__
        reason = unanswerable(error)
        others = (CliffhangerError, aiohttp.ClientError, OSError, *REGISTERED_OTHERWISE)
        if reason is None and isinstance(error, others):
            reason = in_a_line(error)
        if reason is not None:
            record.msg, record.args = "what somebody types was not completed: %s", (reason,)
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = None
        return True


_TYPES: Mapping[int, tuple[type, ...]] = {
    3: (str,),
    4: (int,),
    5: (bool,),
    6: (str,),
    7: (str,),
    8: (str,),
    9: (str,),
    10: (int, float),
    11: (str,),
}
"""The types of an option's value, by the option's own type:
https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type
"""

_GROUPS = (1, 2)
_IDS = (6, 7, 8, 9, 11)


def malformed_command(data: Any) -> str | None:
    """What in a command's payload differs from Discord's documented types; None if nothing does."""
    if not isinstance(data, Mapping) or not isinstance(data.get("name"), str):
        return "a command without a name"
    resolved = data.get("resolved", {})
    if not isinstance(resolved, Mapping):
        return "`resolved` is no object"
    for kind, named in resolved.items():
        if not isinstance(named, Mapping) or not all(
            isinstance(one, dict) for one in named.values()
        ):
            return f"`{str(kind)[:32]}` in `resolved` are no objects"
    return _malformed_options(data.get("options", []))


def complete_threads(data: Any) -> None:
    """Add to the threads that a well-formed command names what discord.py 2.7 reads and Discord
    does not promise: who made one, and how many messages and members it has.

    https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure
    """
    for channel in data.get("resolved", {}).get("channels", {}).values():
        if "thread_metadata" in channel:
            for name in ("owner_id", "message_count", "member_count"):
                channel[name] = channel.get(name) or 0


def _malformed_options(options: Any) -> str | None:
    if not isinstance(options, list):
        return "`options` is no list"
    for option in options:
        if not isinstance(option, Mapping) or not isinstance(option.get("name"), str):
            return "an option without a name"
        if wrong := _malformed_option(option):
            return f"option {option['name'][:32]!r}: {wrong}"
    return None


def _malformed_option(option: Mapping[str, Any]) -> str | None:
    kind, value = option.get("type"), option.get("value")
    if kind in _GROUPS:
        return _malformed_options(option.get("options", []))
    if not isinstance(kind, int) or kind not in _TYPES:
        return "of an unknown type"
    if option.get("focused") and isinstance(value, str):
        return None  # While an option is being typed its value is text, whatever its type.
    if not isinstance(value, _TYPES[kind]) or (kind != 5 and isinstance(value, bool)):
        return f"a value of type {type(value).__name__}"
    if kind in _IDS and not re.fullmatch(r"\d{1,20}", str(value), re.ASCII):
        return "an id that is no number"
    return None
