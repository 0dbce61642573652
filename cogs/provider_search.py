"""Members and editors add shows that the catalogue does not have yet."""

from __future__ import annotations

from discord.ext import commands

from bot.answers.cards.custom_ids import CardState
from bot.answers.lookup import Found
from bot.discord_client.client import Cliffhanger, services_of
from bot.discord_client.component_routing import component
from bot.discord_client.reply import Reply, best_effort
from bot.editing.input import NewShow
from bot.errors import CliffhangerError, GoneError
from bot.facts.models import Topic
from bot.locale.messages import _
from bot.presentation.layout import notice
from bot.providers.cards import (
    AgainId,
    FindId,
    PickId,
    fetching,
    nobody_knows,
    not_brought,
    picker,
    unread_fields,
)
from bot.providers.provider_health import ProviderError

from .edits import act_of, confirm
from .interactions import Interaction, is_editor, picked, scope_of
from .show_cards import publish


async def find(interaction: Interaction, typed: str, state: CardState) -> None:
    """Search the providers: answer at once that it is under way, then with the picker of
    results."""
    reply = Reply.to(interaction)
    await reply.defer(ephemeral=True)
    add_show = services_of(interaction).sources.add_show
    scope, user_id = scope_of(interaction), interaction.user.id
    results = await reply.attempt(add_show.search(typed, scope=scope, user_id=user_id))
    if results is not None:
        await reply.replace(picker(results, add_show.names, state))


async def find_to_add(interaction: Interaction, new_show: NewShow) -> None:
    """Search the providers for an editor's show; one that none of them knows is added by hand."""
    reply = Reply.to(interaction)
    await reply.defer(ephemeral=True)
    services = services_of(interaction)
    add_show = services.sources.add_show
    scope, user_id = scope_of(interaction), interaction.user.id
    results = await add_show.search(new_show.title, scope=scope, user_id=user_id)
    if not results.here and not results.hits:
        await reply.replace(notice(nobody_knows(results)))
        await add_by_hand(interaction, new_show)
        return
    state = CardState(Topic.GENERAL, None, None, user_id)
    by_hand = services.new_shows.keep(new_show, scope_of(interaction)), new_show.title
    await reply.replace(picker(results, add_show.names, state, by_hand=by_hand))


async def add_by_hand(interaction: Interaction, new_show: NewShow) -> None:
    """Add a show as an editor typed it."""
    act = act_of(interaction)
    curation = services_of(interaction).curation
    await confirm(interaction, curation.add(act, new_show))


class ProviderSearch(commands.Cog):
    """Searches the providers for shows that are not known here, and adds the one that a person
    picks."""

    @component(FindId)
    async def search(self, interaction: Interaction, pressed: FindId) -> None:
        """Show what the providers find, to whoever clicked."""
        await find(interaction, pressed.typed, pressed.asked.state)

    @component(PickId)
    async def pick(self, interaction: Interaction, pressed: PickId) -> None:
        """Answer about the show picked, once it is here."""
        provider, _colon, key = picked(interaction).partition(":")
        match provider:
            case "hand":
                await _add_by_hand(interaction, key)
            case "id":
                await _answer_known(interaction, key, pressed.asked.state)
            case _:
                await _bring(interaction, provider, key, pressed.asked.state)

    @component(AgainId)
    async def again(self, interaction: Interaction, pressed: AgainId) -> None:
        """Try once more to fetch the show that was picked before."""
        await _bring(interaction, pressed.provider, pressed.key, pressed.asked.state)


async def _add_by_hand(interaction: Interaction, token: str) -> None:
    new_shows = services_of(interaction).new_shows
    new_show = new_shows.get(token, act_of(interaction).guild_id)
    await Reply.to(interaction).replace(notice(_("As you typed it:")))
    await add_by_hand(interaction, new_show)


async def _answer_known(interaction: Interaction, key: str, state: CardState) -> None:
    result = await services_of(interaction).lookup.find(f"id:{key}", scope_of(interaction))
    if not isinstance(result, Found):
        raise GoneError("That is no longer on offer; search again.")
    await publish(interaction, state, result.show)


async def _bring(interaction: Interaction, provider: str, key: str, state: CardState) -> None:
    add_show, reply = services_of(interaction).sources.add_show, Reply.to(interaction)
    await reply.replace(notice(fetching(provider)))
    scope, user_id = scope_of(interaction), interaction.user.id
    limited = not is_editor(interaction)
    adding = add_show.add(provider, key, scope=scope, user_id=user_id, limited=limited)
    try:
        added = await adding
    except ProviderError as error:
        await reply.replace(not_brought(str(error), provider, key, state))
    except CliffhangerError as error:
        await reply.replace(notice(str(error)))
    else:
        await publish(interaction, state, added.show, added.arrival)
        if added.unread:
            card = notice(unread_fields(provider, added.unread))
            await best_effort(reply.answer(card, ephemeral=True), "what was not read is not told")


async def setup(bot: Cliffhanger) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(ProviderSearch())
