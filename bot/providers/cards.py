"""The components for finding a show that the catalogue does not have: the button and the picker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Self

import discord
from discord import ui

from ..answers.cards.custom_ids import REGION, SEASON, TOPIC, USER, CardState
from ..answers.cards.pickers import PAGE
from ..answers.citations import source_name
from ..answers.lookup import marked
from ..answers.namesakes import label_of
from ..facts.models import Topic
from ..locale.cldr import listed as written
from ..locale.messages import N_, _, ngettext
from ..presentation.custom_ids import CustomId, text
from ..presentation.layout import button, finished
from ..presentation.markup import Markdown, clip, tamed
from ..presentation.values import field_name
from .add_show import Search
from .models import SearchHit

_TYPED = 50


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question about a show that is still to be found; see `CardState`."""

    topic: Annotated[Topic, TOPIC]
    season: Annotated[int | None, SEASON]
    asker: Annotated[int, USER]
    region: Annotated[str | None, REGION]

    @classmethod
    def by(cls, state: CardState) -> Self:
        return cls(state.topic, state.season, state.asker, state.region)

    @property
    def state(self) -> CardState:
        """The card that was asked for."""
        return CardState(self.topic, None, self.season, self.asker, region=self.region)


@dataclass(frozen=True, slots=True)
class FindId(CustomId):
    """The button that searches the providers for a title."""

    kind = "find"
    keeps_language = True
    asked: _Asked
    typed: Annotated[str, text(f".{{1,{_TYPED}}}")]


@dataclass(frozen=True, slots=True)
class PickId(CustomId):
    """The picker of what the providers found.

    Its values are `id:123` for a show that is here, a provider's `tvmaze:123`, and `hand:` with the
    token of a show that an editor typed.
    """

    kind = "pick"
    keeps_language = True
    asked: _Asked


@dataclass(frozen=True, slots=True)
class AgainId(CustomId):
    """The button that picks a show once more after it could not be fetched."""

    kind = "again"
    keeps_language = True
    asked: _Asked
    provider: Annotated[str, text("[a-z]{1,20}")]
    key: Annotated[str, text("[0-9]{1,12}")]


def not_brought(error: str, provider: str, key: str, state: CardState) -> ui.LayoutView:
    """A card: the picked show could not be fetched, with a button to try again."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(Markdown().escape(error)))
    again = AgainId(_Asked.by(state), provider, key)
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(button(_("Try again"), again.written()))
    view.add_item(row)
    return finished(view)


def unread_fields(provider: str, fields: Sequence[str]) -> str:
    """The fields of a show that could not be read, for the person who picked it."""
    names = written(
        [
            _(_UNREAD[name]) if name in _UNREAD else field_name(None, name, Markdown())
            for name in fields
        ]
    )
    return _(
        "{provider} sent something that I cannot read, so the show came without it, or "
        "without a part of it: {fields}. I will try again by myself.",
        provider=source_name(provider),
        fields=names,
    )


_UNREAD = {
    "seasons": N_("whole seasons"),
    "ids": N_("its ids elsewhere"),
    "translations": N_("its titles elsewhere"),
    "streamer": N_("where to watch"),
}


def find_button(typed: str, names: Sequence[str], state: CardState) -> ui.Button[ui.LayoutView]:
    """The button under an unknown title; `names` are the providers to search."""
    return _find(_("Search {names}", names=listed(names)), typed, state)


def another_button(typed: str, state: CardState) -> ui.Button[ui.LayoutView]:
    """The button on a show's card to look for another show of that name."""
    # Translators: On a button: a search for another show of the same name.
    return _find(_("None of these?"), typed, state)


def _find(label: str, typed: str, state: CardState) -> ui.Button[ui.LayoutView]:
    clipped = _clipped(" ".join(typed.split()))
    return button(label, FindId(_Asked.by(state), clipped).written())


def _clipped(title: str) -> str:
    """As much of a title as an id has room for, counted as Discord's own clients do (UTF-16)."""
    while len(title.encode("utf-16-le", "replace")) > 2 * _TYPED:
        title = title[:-1]
    return title.rstrip() or "?"


def listed(names: Sequence[str]) -> str:
    """Providers by the names that people know: "TVmaze and TMDB"."""
    return written([source_name(name) for name in names])


def nobody_knows(search: Search) -> str:
    """A text: the search found nothing, and the editor's show is added as typed."""
    if not search.failed:
        return _("No provider knows it, so it is added as you typed it.")
    failed = " ".join(Markdown().escape(str(error)) for error in search.failed)
    text = _("Not every provider could be asked, so it is added as you typed it.")
    return f"{text} {failed}"


def picker(
    search: Search,
    names: Sequence[str],
    state: CardState,
    by_hand: tuple[str, str] | None = None,
) -> ui.LayoutView:
    """The result of a search: first the shows that are here, each with year, network and source.

    An empty result is said plainly, and so is a provider that did not answer. `by_hand` is the
    token and the title of a show that an editor can add as typed.
    """
    style = Markdown()
    name = style.escape(clip(tamed(search.typed), 100))
    notes = [style.small(style.escape(str(error))) for error in search.failed]
    found = bool(search.here or search.hits)
    which = _("Which **{name}** do you mean?", name=name)
    text = which if found else _nothing_found(search, names, name)
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay("\n".join([text, *notes])))
    if found:
        menu: ui.Select[ui.LayoutView] = ui.Select(
            custom_id=PickId(_Asked.by(state)).written(),
            placeholder=_("Pick a show"),
            options=_options(search, by_hand),
        )
        view.add_item(ui.ActionRow(menu))
    return finished(view)


def _nothing_found(search: Search, names: Sequence[str], name: str) -> str:
    """A sentence: no provider knows a show of that name, or none could be asked."""
    asked = [name for name in names if name not in {error.provider for error in search.failed}]
    if not asked:
        return _("I could not look for **{name}** just now; try again in a while.", name=name)
    nobody = ngettext(
        "{providers} knows no show called **{name}**.",
        "{providers} know no show called **{name}**.",
        len(asked),
        providers=listed(asked),
        name=name,
    )
    return f"{nobody} {_('Editors can add it with `/catalog add` and a source.')}"


def _options(search: Search, by_hand: tuple[str, str] | None) -> list[discord.SelectOption]:
    """The options: shows that are here, then those that were found, then the one typed by hand."""
    options = [
        discord.SelectOption(
            label=label_of(match),
            value=marked(match.entry.show_id),
            description=_("In my catalogue"),
        )
        for match in search.here
    ]
    options += [
        discord.SelectOption(
            label=_label(hit), value=f"{hit.provider}:{hit.key}", description=_description(hit)
        )
        for hit in search.hits
    ]
    options = options[:PAGE]
    if by_hand is not None:
        token, title = by_hand
        option = discord.SelectOption(
            label=clip(_("None of these: {title}", title=tamed(title)), 100),
            value=f"hand:{token}",
            description=_("Add it as I typed it"),
        )
        options = [*options[: PAGE - 1], option]
    return options


def _label(hit: SearchHit) -> str:
    tail = f" ({hit.year})" if hit.year else ""
    if hit.network:
        tail += f" · {clip(tamed(hit.network), 30)}"
    return f"{clip(tamed(hit.title) or '?', 100 - len(tail))}{tail}"


def _description(hit: SearchHit) -> str:
    country = f"{clip(tamed(hit.country), 20)} · " if hit.country else ""
    return f"{country}{source_name(hit.provider)}"


def fetching(provider: str) -> str:
    """The text while a show is being fetched."""
    return _("Fetching it from {provider} …", provider=source_name(provider))
