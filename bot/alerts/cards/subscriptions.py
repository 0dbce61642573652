"""What `/alerts` and `/reminders` answer: receipts, lists of what is followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from discord import ui

from ...answers.cards.custom_ids import SLOT, stop_button
from ...locale.cldr import listed
from ...locale.messages import _, ngettext
from ...presentation.custom_ids import CustomId, number
from ...presentation.layout import BLUE, TextBudget, boxed, finished, page_buttons
from ...presentation.markup import Markdown, clip, tamed
from ...presentation.values import labelled
from ..change_kinds import names
from ..queries.paused_channels import Pause
from ..queries.subscriptions import EVERYTHING, NETWORK, Subscription
from ..subscriptions import Followed, FollowTarget
from ..tables import CHANNEL_GONE
from ..transport import reason_text
from .messages import shortened

_ON_A_PAGE = 20
_BUDGET = TextBudget(characters=2800, size=7000)
"""The budget of a page's lines; the box has room for them and its heading."""


@dataclass(frozen=True, slots=True)
class FollowsId(CustomId):
    """The buttons that turn the pages of what a server follows."""

    kind = "follows"
    slot: Annotated[str, SLOT]
    page: Annotated[int, number(5)]


@dataclass(frozen=True, slots=True)
class RemindsId(CustomId):
    """The buttons that turn the pages of what a person is reminded of."""

    kind = "reminds"
    slot: Annotated[str, SLOT]
    page: Annotated[int, number(5)]


def target_name(kind: str, label: str) -> str:
    """What is followed, in markdown: a title, a network, everything."""
    if kind == EVERYTHING:
        # Translators: What a channel follows: every show.
        return f"**{_('everything')}**"
    name = Markdown().escape(clip(tamed(label), 100))
    # Translators: {network} is a network's name.
    return f"**{_('everything on {network}', network=name)}**" if kind == NETWORK else f"**{name}**"


def follow_receipt(
    wanted: Subscription,
    target: FollowTarget,
    fresh: bool,
    *,
    notifies: bool,
    paused: Pause | None,
) -> str:
    """The receipt of `/alerts follow`; `notifies` says whether a mention of the role notifies."""
    name = target_name(target.kind, target.label)
    values = {
        "channel": f"<#{wanted.channel_id}>",
        "what": name,
        "kinds": listed(names(wanted.kinds)),
    }
    if fresh:
        # Translators: {kinds} is "status, date, trailer and reminders".
        lines = [_("{channel} now follows {what}: {kinds}.", **values)]
    else:
        told = _("{channel} already followed; now set to follow {what}: {kinds}.", **values)
        lines = [told]
    style = Markdown()
    if wanted.role_id is not None:
        lines.append(_("Each alert mentions {role}.", role=f"<@&{wanted.role_id}>"))
    if not notifies:
        lines.append(
            style.small(
                _("I may not notify that role: unless you make it mentionable, it is only named.")
            )
        )
    if wanted.thread:
        lines.append(_("Each alert gets a thread to talk about it."))
    if paused is not None:
        lines.append(f"{_paused(paused)} {_('`/alerts resume` sends there again.')}")
    lines.append(
        style.small(_("It stays between seasons. `/alerts test` shows what an alert looks like."))
    )
    return "\n".join(lines)


def nothing_followed() -> str:
    """A line in small type: the server follows nothing, so nothing will be sent, and what to do
    about it."""
    text = _("Nothing is followed in this server yet; start with `/alerts follow`.")
    return Markdown().small(text)


def followed_card(followed: Followed, page: int = 0) -> ui.LayoutView:
    """A page of `/alerts list`: channel by channel, with what is paused and why."""
    pages = _pages(followed)
    page = min(page, len(pages) - 1)
    return boxed(
        BLUE,
        f"### {_('Followed in this server')}",
        "\n".join(pages[page]) or _("Nothing yet. Start with `/alerts follow`."),
        footer=_footer(page, len(pages)),
        buttons=page_buttons(FollowsId, page, len(pages)),
    )


def _pages(followed: Followed) -> list[list[str]]:
    """The lines of each page; a channel that continues on the next page is named again."""
    paused = {pause.channel_id: pause for pause in followed.pauses}
    pages: list[list[str]] = [[]]
    channel = items = 0
    for item in followed.subscriptions:
        head = [f"<#{item.channel_id}>", *_trouble(item.channel_id, paused, followed)]
        line = _line(item, followed)
        more = [line] if item.channel_id == channel else [*head, line]
        if items == _ON_A_PAGE or not _fits([*pages[-1], *more]):
            pages.append([])
            more, items = [*head, line], 0
        pages[-1] += more
        channel, items = item.channel_id, items + 1
    return pages


def _line(item: Subscription, followed: Followed) -> str:
    name = target_name(item.target, followed.names.get(item.id, item.label))
    parts = [labelled(name, listed(names(item.kinds)))]
    if item.role_id is not None:
        parts.append(_("mentions {role}", role=f"<@&{item.role_id}>"))
    if item.thread:
        parts.append(_("with a thread"))
    return f"- {' · '.join(parts)}"


def _fits(lines: Sequence[str]) -> bool:
    return _BUDGET.holds("\n".join(lines))


def _footer(page: int, pages: int) -> str:
    if pages == 1:
        return ""
    return Markdown().small(_("Page {page} of {pages}", page=page + 1, pages=pages))


def _trouble(channel: int, paused: Mapping[int, Pause], followed: Followed) -> list[str]:
    style = Markdown()
    lines = []
    if (pause := paused.get(channel)) is not None:
        lines.append(style.small(pause_text(pause, _("`/alerts unfollow` ends it."))))
    if channel in followed.failed:
        reason = style.escape(clip(tamed(reason_text(followed.failed[channel])), 200))
        lines.append(style.small(_("⚠ An alert was given up after a day: {reason}", reason=reason)))
    if number := followed.uncertain.get(channel):
        text = ngettext(
            "⚠ {number} may or may not have been sent: I cannot read this channel's history. "
            "Allow *Read Message History* and use `/alerts resume`.",
            "⚠ {number} may or may not have been sent: I cannot read this channel's history. "
            "Allow *Read Message History* and use `/alerts resume`.",
            number,
        )
        lines.append(style.small(text))
    return lines


def pause_text(pause: Pause, if_gone: str) -> str:
    """A text that nothing is sent to a channel: since when, why, and what to do.

    `if_gone` is what to do about a channel that no longer exists.
    """
    again = if_gone if pause.reason == CHANNEL_GONE else _("`/alerts resume` tries again.")
    return f"{_paused(pause)} {again}"


def _paused(pause: Pause) -> str:
    since = f"<t:{int(pause.since.timestamp())}:R>"
    reason = Markdown().escape(clip(tamed(reason_text(pause.reason)), 200))
    return _("⏸ Paused {since}: {reason}.", since=since, reason=reason)


def reminders_card(followed: Followed, page: int = 0) -> ui.LayoutView:
    """A page of `/reminders`, with a button to stop each."""
    everything = followed.subscriptions
    pages = max(1, -(-len(everything) // _ON_A_PAGE))
    page = min(page, pages - 1)
    shown = everything[page * _ON_A_PAGE :][:_ON_A_PAGE]
    lines = [f"### {_('You are reminded of')}"]
    if not shown:
        lines = [_("You have no reminders. Use `/remind`, or *Remind me* on a card.")]
    style = Markdown()
    lines += [f"- {style.escape(clip(tamed(followed.names[item.id]), 70))}" for item in shown]
    if followed.pauses:
        lines.append(
            style.small(
                _("⏸ Your direct messages are closed to me; `/remind` again once they open.")
            )
        )
    if pages > 1:
        lines.append(_footer(page, pages))
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=BLUE)
    box.add_item(ui.TextDisplay(shortened(lines)))
    for row in (*_stop_rows(shown, followed.names), _row(page_buttons(RemindsId, page, pages))):
        if row.children:
            box.add_item(row)
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return finished(view)


def _row(buttons: Sequence[ui.Button[ui.LayoutView]]) -> ui.ActionRow[ui.LayoutView]:
    return ui.ActionRow(*buttons)


def _stop_rows(
    items: Sequence[Subscription], shown: Mapping[int, str]
) -> list[ui.ActionRow[ui.LayoutView]]:
    stops = []
    for item in items:
        assert item.show_id is not None
        stops.append(
            stop_button(item.show_id, label=clip(_("Stop {show}", show=tamed(shown[item.id])), 80))
        )
    return [_row(stops[start : start + 5]) for start in range(0, len(stops), 5)]
