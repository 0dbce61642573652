"""What `/alerts` and `/reminders` answer: receipts, lists of what is followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import ui

from ..services.alerts.following import Followed, Target
from ..services.alerts.kinds import names
from ..store.pauses import Pause
from ..store.subscriptions import EVERYTHING, NETWORK, Subscription
from .alerts import fitted
from .cards import finished
from .reminding import stop_button
from .style import Markdown, clip, tamed
from .words import listed

_SHOWN = 40
_STOPS = 20


def target_name(kind: str, label: str) -> str:
    """What is followed, in markdown: a title, a network, everything."""
    if kind == EVERYTHING:
        return "**everything**"
    name = Markdown().escape(clip(tamed(label), 100))
    return f"**everything on {name}**" if kind == NETWORK else f"**{name}**"


def followed_told(wanted: Subscription, target: Target, fresh: bool, *, heard: bool = True) -> str:
    """The receipt of `/alerts follow`; `heard` says whether a mention of the role notifies."""
    what = target_name(target.kind, target.label)
    verb = "now follows" if fresh else "already followed; now set to follow"
    lines = [
        f"<#{wanted.channel_id}> {verb} {what}: {listed(names(wanted.kinds))}.",
    ]
    if wanted.role_id is not None:
        lines.append(f"Each alert mentions <@&{wanted.role_id}>.")
    if not heard:
        lines.append("-# I may not notify that role: make it mentionable, or it is only named.")
    if wanted.thread:
        lines.append("Each alert gets a thread to talk about it.")
    lines.append("-# It stays between seasons. `/alerts test` shows what an alert looks like.")
    return "\n".join(lines)


def followed_card(followed: Followed) -> ui.LayoutView:
    """The answer of `/alerts list`: channel by channel, with what is paused and why."""
    lines = ["### Followed in this server"]
    if not followed.subscriptions:
        lines.append("Nothing yet. `/alerts follow` begins.")
    paused = {pause.channel_id: pause for pause in followed.pauses}
    channel = 0
    for item in followed.subscriptions[:_SHOWN]:
        if item.channel_id != channel:
            channel = item.channel_id
            lines.append(f"<#{channel}>")
            lines += _trouble(channel, paused, followed)
        what = target_name(item.target, followed.names.get(item.id, item.label))
        role = f" · mentions <@&{item.role_id}>" if item.role_id is not None else ""
        thread = " · with a thread" if item.thread else ""
        lines.append(f"- {what}: {listed(names(item.kinds))}{role}{thread}")
    if len(followed.subscriptions) > _SHOWN:
        lines.append(f"-# And {len(followed.subscriptions) - _SHOWN} more.")
    return _box(lines)


def _trouble(channel: int, paused: Mapping[int, Pause], followed: Followed) -> list[str]:
    style = Markdown()
    lines = []
    if (pause := paused.get(channel)) is not None:
        since = f"<t:{int(pause.since.timestamp())}:R>"
        reason = style.escape(clip(tamed(pause.reason), 200))
        lines.append(f"-# ⏸ Paused {since}: {reason}. `/alerts resume` tries again.")
    if channel in followed.failed:
        reason = style.escape(clip(tamed(followed.failed[channel]), 200))
        lines.append(f"-# ⚠ An alert was given up after a day: {reason}")
    if number := followed.uncertain.get(channel):
        lines.append(
            f"-# ⚠ {number} may or may not have been sent: I cannot read this channel's history. "
            "Allow *Read Message History* and use `/alerts resume`."
        )
    return lines


def reminders_card(followed: Followed) -> ui.LayoutView:
    """The answer of `/reminders`, with a button to stop each."""
    lines = ["### You are reminded of"]
    if not followed.subscriptions:
        lines = ["You are reminded of nothing. `/remind` and *Remind me* on a card begin."]
    style = Markdown()
    for item in followed.subscriptions[:_SHOWN]:
        lines.append(f"- {style.escape(clip(tamed(followed.names[item.id]), 100))}")
    if followed.pauses:
        lines.append("-# ⏸ Your direct messages are closed to me; `/remind` again once they open.")
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=0x5865F2)
    box.add_item(ui.TextDisplay(fitted(lines)))
    for row in _stop_rows(followed.subscriptions[:_STOPS], followed.names):
        box.add_item(row)
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return finished(view)


def _stop_rows(
    items: Sequence[Subscription], shown: Mapping[int, str]
) -> list[ui.ActionRow[ui.LayoutView]]:
    rows = []
    for start in range(0, len(items), 5):
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        for item in items[start : start + 5]:
            assert item.show_id is not None
            label = clip(f"Stop {tamed(shown[item.id])}", 80)
            row.add_item(stop_button(item.show_id, label=label))
        rows.append(row)
    return rows


def _box(lines: Sequence[str]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=0x5865F2)
    box.add_item(ui.TextDisplay(fitted(lines)))
    view.add_item(box)
    return finished(view)
