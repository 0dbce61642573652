"""What calendars show in Discord: lists of dates and news, receipts of digests, addresses of
feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, TypeVar

import discord
from discord import ui

from ..alerts.cards.subscriptions import pause_text
from ..alerts.queries.paused_channels import Pause
from ..answers.cards.custom_ids import SLOT, USER, OpenId, opening
from ..facts.models import Kind, Show
from ..facts.season_dates import DateKind
from ..facts.time_zones import shown_zone
from ..locale.messages import N_, _, ngettext
from ..presentation.custom_ids import CustomId, IdPart, lettered, number, optional, text
from ..presentation.layout import BLUE, boxed, button, notice, page_buttons
from ..presentation.markup import Markdown, capital, clip, tamed
from ..presentation.names import season_name, short_title
from .news import NewsItem, news_lines
from .queries.digests import Digest, What
from .recurrence import Every
from .upcoming import Agenda, Entry, coming_until, upcoming_lines

_Item = TypeVar("_Item")

KINDS: Mapping[str, DateKind | Kind] = {
    "premieres": DateKind.PREMIERE,
    "returns": DateKind.RETURN,
    "finales": DateKind.FINALE,
    **{kind.value: kind for kind in Kind},
}
"""The choices of `kind`: what happens, or what sort of programme it is."""

KIND_NAMES: Mapping[str, str] = {
    "premieres": N_("Premieres"),
    "returns": N_("Returns of a part"),
    "finales": N_("Finales"),
    "scripted": N_("Scripted shows"),
    "limited": N_("Limited series"),
    "anime": N_("Anime"),
    "animation": N_("Animation"),
    "reality": N_("Reality shows"),
    "documentary": N_("Documentaries"),
    "talk": N_("Talk shows"),
    "news": N_("News shows"),
    "game": N_("Game shows"),
    "variety": N_("Variety shows"),
}

_KIND = lettered({name: "abcdefghijklm"[at] for at, name in enumerate(KINDS)})
_MARK = text("[0-9a-f]{8}")
_LAST_PAGE = 999
_PAGE = IdPart(r"\d{1,3}", int, lambda page: str(min(page, _LAST_PAGE)))
_FLAG = IdPart("[01]", lambda written: written == "1", lambda flag: str(int(flag)))


@dataclass(frozen=True, slots=True)
class ListState:
    """Which list this is: of how many days, of which network (by its mark), of which kind, and
    whether only of followed shows.

    `asker` is the user whose clicks turn it in place. `page` counts from 0.
    """

    days: Annotated[int, number(2)]
    network: Annotated[str | None, optional(_MARK)]
    kind: Annotated[str | None, optional(_KIND)]
    mine: Annotated[bool, _FLAG]
    asker: Annotated[int, USER]
    page: Annotated[int, _PAGE] = 0


@dataclass(frozen=True, slots=True)
class UpcomingId(CustomId):
    """A button that turns the pages of what is coming up."""

    kind = "upcoming"
    keeps_language = True
    slot: Annotated[str, SLOT]
    state: ListState


@dataclass(frozen=True, slots=True)
class NewsId(CustomId):
    """A button that turns the pages of what is new."""

    kind = "whatsnew"
    keeps_language = True
    slot: Annotated[str, SLOT]
    state: ListState


def picker(items: Sequence[Entry | NewsItem]) -> ui.Select[ui.LayoutView]:
    """A picker among the shows and seasons of a page."""
    options: dict[str, str] = {}
    for item in items:
        value = opening(item.show_id, item.season)
        title = clip(tamed(item.title), 70)
        name = ""
        if item.season is not None:
            name = f" · {capital(item.season_name or season_name(item.season))}"
        options.setdefault(value, clip(f"{title}{name}", 100))
    return ui.Select(
        custom_id=OpenId("pick").written(),
        placeholder=_("Open a show's card"),
        options=[
            discord.SelectOption(label=label, value=value)
            for value, label in list(options.items())[:25]
        ],
    )


UPCOMING_PAGE = 10
NEWS_PAGE = 6
"""How many are on a page; a message takes 4,000 characters, however long the titles are."""

_STYLE = Markdown()


def upcoming_card(agenda: Agenda, state: ListState, now: datetime) -> ui.LayoutView:
    """A page of what is coming up, by day; `now` is aware, in the server's zone."""
    everything = agenda.entries
    state = _within(state, len(everything), UPCOMING_PAGE)
    shown = on_page(everything, state.page, UPCOMING_PAGE)
    return _listed(
        coming_until(now, state.days, _STYLE),
        upcoming_lines(agenda, shown, now, _STYLE),
        shown,
        UpcomingId,
        state,
        len(everything),
        UPCOMING_PAGE,
    )


def news_card(
    items: Sequence[NewsItem], shows: Mapping[int, Show], state: ListState, now: datetime
) -> ui.LayoutView:
    """A page of what is new; `shows` are those of the page at least."""
    state = _within(state, len(items), NEWS_PAGE)
    shown = [
        _called_by(item, shows[item.show_id]) if item.show_id in shows else item
        for item in on_page(items, state.page, NEWS_PAGE)
    ]
    heading = ngettext(
        "New since yesterday", "New in the last {days} days", state.days, days=state.days
    )
    lines = news_lines(shown, shows, now, _STYLE)
    return _listed(heading, lines, shown, NewsId, state, len(items), NEWS_PAGE)


def _called_by(item: NewsItem, show: Show) -> NewsItem:
    """The item with the titles that its show and season have on their cards."""
    called = None
    if item.season is not None:
        called = season_name(item.season, show.season(item.season))
    return replace(item, title=short_title(show), season_name=called)


def on_page(items: Sequence[_Item], page: int, size: int) -> Sequence[_Item]:
    """The items of that page; of the last page if there are fewer."""
    page = max(0, min(page, (len(items) - 1) // size))
    return items[page * size : (page + 1) * size]


def _within(state: ListState, number: int, size: int) -> ListState:
    return replace(state, page=max(0, min(state.page, (number - 1) // size)))


def _listed(
    heading: str,
    lines: Sequence[str],
    shown: Sequence[Entry | NewsItem],
    kind: type[UpcomingId | NewsId],
    state: ListState,
    number: int,
    size: int,
) -> ui.LayoutView:
    pages = -(-number // size)
    footer = ""
    if pages > 1:
        footer = _STYLE.small(
            _(
                "Page {page} of {pages}, {number} in all",
                page=state.page + 1,
                pages=pages,
                number=number,
            )
        )
    return boxed(
        BLUE,
        f"### {heading}",
        "\n".join(lines),
        footer=footer,
        buttons=page_buttons(
            lambda slot, page: kind(slot, replace(state, page=page)), state.page, pages
        ),
        menu=picker(shown),
    )


_WHAT = {
    What.NEWS: N_("what is new"),
    What.UPCOMING: N_("what comes up"),
    What.BOTH: N_("what is new and what comes up"),
}
_WEEKDAYS = (
    N_("on Mondays"),
    N_("on Tuesdays"),
    N_("on Wednesdays"),
    N_("on Thursdays"),
    N_("on Fridays"),
    N_("on Saturdays"),
    N_("on Sundays"),
)


def digest_text(digest: Digest, pause: Pause | None) -> str:
    """A text: what a channel gets, and when the next digest comes, or why none will."""
    recurrence = digest.recurrence
    if recurrence.every is Every.WEEK:
        day = _(_WEEKDAYS[recurrence.day - 1])
    else:
        day = _("on day {day} of each month", day=recurrence.day)
    text = _(
        "<#{channel}> is told {what} {day} at {hour}:00 ({zone}).",
        channel=digest.channel_id,
        what=_(_WHAT[digest.what]),
        day=day,
        hour=recurrence.hour,
        zone=shown_zone(digest.zone or "UTC"),
    )
    lines = [text]
    if digest.network is not None:
        name = _STYLE.escape(clip(tamed(digest.network), 80))
        lines.append(_("Only shows on {network}.", network=name))
    if digest.mine:
        lines.append(_("Only what this server follows."))
    if pause is not None:
        return " ".join([*lines, pause_text(pause, _("`/digest stop` ends it."))])
    lines.append(
        _("The next one comes {moment}.", moment=f"<t:{int(digest.next_at.timestamp())}:F>")
    )
    return " ".join(lines)


def set_card(digest: Digest, warning: str, pause: Pause | None) -> ui.LayoutView:
    """The receipt of `/digest set`; `warning` says why nothing would be sent."""
    hint = _STYLE.small(
        _("When there is nothing new, nothing is sent. `/digest preview` shows it.")
    )
    return notice("\n".join(filter(None, (digest_text(digest, pause), warning, hint))))


def preview_card(
    digest: Digest,
    others: Sequence[Digest],
    lines: Sequence[str],
    pauses: Mapping[int, Pause],
) -> ui.LayoutView:
    """What a digest would say now, and which others there are; `pauses` are by channel."""
    text = "\n".join(lines) or _("There is nothing new, so nothing would be sent.")
    rest = "\n".join(f"- {digest_text(other, pauses.get(other.channel_id))}" for other in others)
    footer = _STYLE.small(_("Other digests here:")) + f"\n{rest}" if rest else ""
    return boxed(BLUE, digest_text(digest, pauses.get(digest.channel_id)), text, footer=footer)


MINE, SERVER = "mine", "server"


@dataclass(frozen=True, slots=True)
class RenewId(CustomId):
    """A button that replaces the address of a member's or a server's feed."""

    kind = "renewfeed"
    whose: Annotated[str, lettered({MINE: "m", SERVER: "s"})]


def calendar_card(
    addresses: Sequence[tuple[str, str]], *, server: bool, renewed: bool
) -> ui.LayoutView:
    """Names and addresses of feeds, with buttons to renew those that have an owner."""
    lines = [f"{_STYLE.bold(name)}\n`{address}`" for name, address in addresses]
    told = [
        _(
            "Subscribe to an address in your calendar. Anybody who has the address of what "
            "is followed can read it, so keep it private."
        )
    ]
    if renewed:
        told.append(_("The old address no longer works."))
    buttons = [button(_("Renew mine"), RenewId(MINE).written())]
    if server:
        buttons.append(button(_("Renew this server's"), RenewId(SERVER).written()))
    return boxed(
        BLUE,
        _("### Calendars"),
        "\n".join(lines),
        footer=_STYLE.small(" ".join(told)),
        buttons=buttons,
    )
