"""An edit of a show: whose act it is, its receipt, undo, and files of edits."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.answers.lookup import Found, Several, marked, not_found_sentence
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.component_routing import component
from bot.discord_client.reply import Reply, best_effort, is_refused
from bot.editing.cards.history import HistoryId, history
from bot.editing.cards.receipts import ImportId, UndoId, applied, difference, merge_receipt, receipt
from bot.editing.input import SETTABLE
from bot.editing.merge import MergeResult, refuse_unless_curator
from bot.editing.permissions import scope_of_words
from bot.editing.receipts import Act, Difference, Receipt
from bot.errors import BadInputError, CliffhangerError
from bot.facts.fields import folded
from bot.facts.models import Show
from bot.guilds.settings import zone_of
from bot.locale.languages import speaking
from bot.locale.messages import N_, _
from bot.presentation.layout import notice
from bot.presentation.markup import clip, quoted, tamed
from bot.questions.index.titles import Fit, Match

from .interactions import Interaction, editor_of, is_editor, suggest_titles, which_of

_Command = TypeVar("_Command", bound=Callable[..., Coroutine[Any, Any, None]])

SHOW = "The show; pick it from the list"
SOURCE = "A link to the page that says so"

_SEASON = "The season's number; leave it out for the show itself"
_FIELDS = [app_commands.Choice(name=name.replace("_", " "), value=name) for name in SETTABLE]
_HIDDEN = N_("{title} is hidden here; bring it back with `/catalog undo` first.")


def takes_fact(*, field: str, value: str) -> Callable[[_Command], _Command]:
    """The options of a command that takes a fact: of which show and season, and who says so.

    `field` and `value` are what is said of those two.
    """
    options = {"show": SHOW, "field": field, "value": value, "source": SOURCE, "season": _SEASON}

    def describe(command: _Command) -> _Command:
        return app_commands.choices(field=_FIELDS)(app_commands.describe(**options)(command))

    return describe


def act_of(interaction: Interaction) -> Act:
    """The act of an editor, checked now.

    Raises:
        NotAllowedError: the person edits nothing here.
    """
    editor = editor_of(interaction)
    zone = zone_of(services_of(interaction).guilds.of(editor.guild_id))
    return Act(interaction.id, editor.user_id, editor.guild_id, editor.scope, zone)


async def show_for(interaction: Interaction, typed: str, guild_id: int) -> Show:
    """The one show that an editor means.

    Raises:
        BadInputError: no show, or more than one, has that name, or it is hidden.
        GoneError: the id is of no show that this server sees.
    """
    hidden = _hidden_titles(interaction, guild_id)
    if (title := hidden.get(typed.strip())) is not None:
        raise BadInputError(_HIDDEN, title=quoted(title))
    result = await services_of(interaction).lookup.find(typed, guild_id)
    if isinstance(result, Found):
        return result.show
    if isinstance(result, Several):
        raise which_of(result)
    for title in hidden.values():
        if folded(title) == folded(typed):
            raise BadInputError(_HIDDEN, title=quoted(title))
    if result.close:
        raise BadInputError(not_found_sentence(result))
    raise BadInputError(
        "I know no show by that name; choose one from the list as you type, or `/catalog add` it."
    )


def _hidden_titles(interaction: Interaction, guild_id: int) -> dict[str, str]:
    """The shows that a server hid, as autocomplete names them; its editors alone know of them."""
    services = services_of(interaction)
    if not is_editor(interaction):
        return {}
    scope = scope_of_words(guild_id, services.settings.curator_guilds)
    return {
        marked(entry.show_id): entry.title for entry in services.curation.undo.hidden("", scope)
    }


async def editable_titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete for a show; only editors are offered anything."""
    return await suggest_titles(interaction, typed) if is_editor(interaction) else []


async def undoable_show(interaction: Interaction, typed: str, act: Act) -> int:
    """The id of the show whose changes an editor takes back; it may be hidden just now.

    Raises:
        BadInputError: no show, or more than one, has that name.
    """
    services = services_of(interaction)
    hidden = services.curation.undo.hidden("", act.scope)
    for entry in hidden:
        if typed.strip() == marked(entry.show_id):
            return entry.show_id
    called = [Match(entry, Fit.EXACT) for entry in hidden if folded(typed) == folded(entry.title)]
    if not called:
        return (await show_for(interaction, typed, act.guild_id)).id
    seen = await services.lookup.find(typed, act.guild_id)
    if isinstance(seen, Found):
        called += services.lookup.matches([seen.show.id], act.guild_id)
    elif isinstance(seen, Several):
        called += seen.matches
    if len(called) > 1:
        raise which_of(Several(typed, tuple(called)))
    return called[0].entry.show_id


async def undoable_titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete for undo: what this scope hid first, then every other show."""
    if not is_editor(interaction):
        return []
    act = act_of(interaction)
    hidden = [
        app_commands.Choice(
            name=clip(_("{show} (hidden)", show=clip(tamed(entry.title), 80)), 100),
            value=marked(entry.show_id),
        )
        for entry in services_of(interaction).curation.undo.hidden(typed, act.scope)
    ]
    return (hidden + await suggest_titles(interaction, typed))[:25]


async def linked_records(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete for a record of the show that was chosen before, for curators alone."""
    try:
        act = act_of(interaction)
        refuse_unless_curator(act)
        linked = await show_for(interaction, interaction.namespace.show or "", act.guild_id)
    except CliffhangerError:
        return []
    names = await services_of(interaction).merges.records_of(linked.id)
    return [
        app_commands.Choice(name=name[:100], value=name[:100])
        for name in names
        if typed.casefold() in name.casefold()
    ][:25]


async def confirm(
    interaction: Interaction, work: Coroutine[Any, Any, Receipt | MergeResult]
) -> None:
    """Do an act, reply with what it did, and tell the log channel."""
    done = await Reply.to(interaction).patiently(work)
    if isinstance(done, Receipt):
        await reply_with_receipt(interaction, done)
    else:
        act = act_of(interaction)
        await reply_with_merge(interaction, act, done, N_("**Undone.** They are two shows again."))


async def reply_with_merge(
    interaction: Interaction, act: Act, done: MergeResult, what: str, *, undo: bool = False
) -> None:
    """Reply that shows were merged or split, and tell the log channel; `what` is a message."""
    await Reply.to(interaction).answer(merge_receipt(done.title, _(what), act, undo=undo))
    if not done.repeated:
        await post_to_log(
            interaction, act, lambda: merge_receipt(done.title, _(what), act, by=act.user_id)
        )


async def reply_with_receipt(interaction: Interaction, done: Receipt) -> None:
    """Reply with what an act did, and tell the log channel."""
    services = services_of(interaction)
    hearing = await services.alerts.audience.hearing(done.written.changes, done.act.guild_id)
    await Reply.to(interaction).answer(receipt(done, hearing, services.clock()))
    if not done.written.repeated:
        now, by = services.clock(), done.act.user_id
        await post_to_log(interaction, done.act, lambda: receipt(done, hearing, now, by=by))


async def post_to_log(
    interaction: Interaction, act: Act, draw: Callable[[], discord.ui.LayoutView]
) -> None:
    """Post what was done in the server's log channel, if there is one that can be written to.

    The message is in the server's language, whichever its editor's is. The act stands whatever
    becomes of the message. If the channel is gone or closed, the editor is told, since nobody else
    would notice.
    """
    guilds = services_of(interaction).guilds
    channel_id = guilds.of(act.guild_id).log_channel
    if channel_id is None or channel_id == interaction.channel_id:
        return
    channel = interaction.client.get_partial_messageable(channel_id, guild_id=act.guild_id)
    with speaking(guilds.spoken_in(act.guild_id)):
        view = draw()
    failing = f"the log channel of server {act.guild_id} took no message"
    if await is_refused(channel.send(view=view), failing):
        text = _(
            "I could not write that into the log, {channel}; `/settings log` names another "
            "channel.",
            channel=f"<#{channel_id}>",
        )
        told = interaction.followup.send(view=notice(text), ephemeral=True)
        await best_effort(told, "nobody was told that the log took no message")


class Receipts(commands.Cog):
    """The buttons of receipts and histories, for every editor of the server."""

    @component(UndoId)
    async def undo(self, interaction: Interaction, pressed: UndoId) -> None:
        """Take the whole act back."""
        act = act_of(interaction)
        undo = services_of(interaction).curation.undo
        await confirm(interaction, undo.interaction(act, pressed.act))

    @component(HistoryId)
    async def turn_page(self, interaction: Interaction, pressed: HistoryId) -> None:
        """Turn the page of a history."""
        editor = editor_of(interaction)
        services = services_of(interaction)
        show = await services.lookup.by_id(pressed.show, editor.guild_id)
        page = await services.history.page(show, editor.scope, pressed.season, pressed.page)
        view = history(page, editor.scope, services.clock())
        await interaction.response.edit_message(view=view)


async def content_of(file: discord.Attachment) -> bytes:
    """What the file holds.

    Raises:
        BadInputError: Discord does not hand it out, or cannot be reached.
    """
    try:
        return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError):  # OSError: also a timeout
        raise BadInputError("I could not fetch that file from Discord; send it again.") from None


class FileImports(commands.Cog):
    """Confirm or Cancel under the difference that a file would make."""

    @component(ImportId)
    async def decide(self, interaction: Interaction, pressed: ImportId) -> None:
        """Apply the file whole, or forget it."""
        act = act_of(interaction)
        services = services_of(interaction)
        if pressed.what == "cancel":
            services.imports.drop(act, pressed.token)
            await interaction.response.edit_message(view=notice(_("Nothing was changed.")))
            return
        work = services.imports.confirm(act, pressed.token)
        done = await Reply.to(interaction).patiently(work, thinking=False)
        if isinstance(done, Difference):
            await Reply.to(interaction).replace(difference(done, services.clock()))
            return
        hearing = await services.alerts.audience.hearing(done.changes, act.guild_id)
        taken = Reply.to(interaction).replace(notice(_("Applied.")))
        await best_effort(taken, "the buttons of a file that was applied stay")
        await interaction.followup.send(view=applied(done, hearing))
        await post_to_log(interaction, act, lambda: applied(done, hearing, by=act.user_id))


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Receipts())
    await bot.add_cog(FileImports())
