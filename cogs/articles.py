"""Articles: **Draft facts** on a message, /catalog article, and the card of drafts."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.articles.cards import PAGE, DraftsId, approved, card
from bot.articles.pending_drafts import Prepared
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.component_routing import component
from bot.discord_client.reply import Reply
from bot.editing.imports import check_size
from bot.editing.receipts import Act
from bot.errors import BadInputError
from bot.facts.parse.values import check_link
from bot.locale.messages import _, ngettext
from bot.presentation.layout import notice

from .edits import act_of, content_of, post_to_log
from .interactions import Interaction, guild_only, is_editor
from .review import member_act

_DRAFT_FACTS = "Draft facts"
_FILES = (".txt", ".html", ".htm")


def _act(interaction: Interaction) -> tuple[Act, bool]:
    """The act, and whether its drafts are only suggested: they are if the person is no editor here.

    Raises:
        NotAllowedError: this is no server the bot is installed in.
    """
    if is_editor(interaction):
        return act_of(interaction), False
    return member_act(interaction), True


async def _show(interaction: Interaction, prepared: Prepared, page: int = 0) -> None:
    view = card(prepared, page, services_of(interaction).clock())
    await Reply.to(interaction).answer(view, ephemeral=True)


class ArticleCommands(app_commands.Group):
    """`/catalog article`: an article in, drafts of facts out."""

    def __init__(self) -> None:
        super().__init__(name="article", description="Draft facts from an article")

    @app_commands.command()
    @app_commands.describe(link="A link to the article")
    async def link(self, interaction: Interaction, link: str) -> None:
        """Draft facts from the article at a link"""
        act, suggests = _act(interaction)
        reply = Reply.to(interaction)
        await reply.defer(ephemeral=True)
        drafting = services_of(interaction).drafting
        await _show(interaction, await drafting.from_link(act, link, suggests=suggests))

    @app_commands.command()
    @app_commands.describe(
        file="The article as .txt or .html, up to 1 MiB", source="A link to where it is from"
    )
    async def file(self, interaction: Interaction, file: discord.Attachment, source: str) -> None:
        """Draft facts from an article that you saved"""
        act, suggests = _act(interaction)
        link = check_link(source)
        check_size(file.size)
        name = file.filename.casefold()
        if not name.endswith(_FILES):
            raise BadInputError("I read articles in `.txt` and `.html` files.")
        await Reply.to(interaction).defer(ephemeral=True)
        drafting = services_of(interaction).drafting
        is_page = not name.endswith(".txt")
        data = await content_of(file)
        prepared = await drafting.from_text(
            act, data, link, suggests=suggests, is_page=is_page or None
        )
        await _show(interaction, prepared)


class Articles(commands.Cog):
    """The menu of messages, and the buttons under drafts."""

    def __init__(self, bot: Cliffhanger) -> None:
        self._bot = bot
        self._menu = guild_only(
            app_commands.ContextMenu(name=_DRAFT_FACTS, callback=self.draft_facts)
        )

    async def cog_load(self) -> None:
        """Add the command to the menu of messages."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Remove the command from the menu of messages."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def draft_facts(self, interaction: Interaction, message: discord.Message) -> None:
        """Draft facts from the article that a message links to, or from its text."""
        act, suggests = _act(interaction)
        await Reply.to(interaction).defer(ephemeral=True)
        prepared = await services_of(interaction).drafting.from_message(
            act,
            message.content,
            message.jump_url,
            message.created_at.astimezone(act.zone).date(),
            suggests=suggests,
        )
        await _show(interaction, prepared)

    @component(DraftsId)
    async def decide(self, interaction: Interaction, pressed: DraftsId) -> None:
        """Turn a draft on or off, turn the page, approve what is on, or forget all of it."""
        act, suggests = _act(interaction)
        services = services_of(interaction)
        reply = Reply.to(interaction)
        token = pressed.token
        if pressed.what == "discard":
            await services.drafting.discard(act, token)
            await reply.replace(notice(_("Nothing was changed.")))
        elif pressed.what == "approve":
            await self._approve(interaction, act, token, suggests=suggests)
        elif pressed.what == "toggle":
            prepared = await services.drafting.toggle(act, token, pressed.place)
            page = pressed.place // PAGE
            await reply.replace(card(prepared, page, services.clock()))
        else:
            prepared = await services.drafting.waiting(act, token)
            await reply.replace(card(prepared, pressed.place, services.clock()))

    async def _approve(
        self, interaction: Interaction, act: Act, token: str, *, suggests: bool
    ) -> None:
        services = services_of(interaction)
        reply = Reply.to(interaction)
        if suggests:
            sent = await reply.patiently(services.drafting.suggest(act, token), thinking=False)
            text = ngettext(
                "{number} fact waits for this server's editors.",
                "{number} facts wait for this server's editors.",
                sent.count,
            )
            if sent.refusal is not None:
                rest = _("The rest do not: {reason}", reason=sent.refusal)
                text = f"{text} {rest}"
            await reply.replace(notice(text))
            return
        done = await reply.patiently(services.drafting.approve(act, token), thinking=False)
        hearing = await services.alerts.audience.hearing(done.changes, act.guild_id)
        await reply.replace(notice(_("Approved.")))
        now = services.clock()
        await interaction.followup.send(view=approved(done, hearing, now))
        await post_to_log(interaction, act, lambda: approved(done, hearing, now, by=act.user_id))


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Articles(bot))
