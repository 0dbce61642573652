"""The messages that are sent unasked: alerts, reminders, digests, notices, results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Annotated

import discord
from discord import ui

from ...answers.cards.custom_ids import EVENT, CardId, CardState, remind_button, stop_button
from ...answers.citations import Cited, source_line
from ...answers.headline import headline
from ...answers.lookup import Answer
from ...answers.section_writer import Writer
from ...facts.fields import field_of
from ...facts.models import SeasonStatus, Show, Topic
from ...locale.cldr import listed
from ...locale.messages import N_, _, ngettext
from ...presentation.custom_ids import CustomId
from ...presentation.date_text import whose
from ...presentation.layout import MESSAGE, button, finished
from ...presentation.markup import Markdown, capital, clip, site_of, tamed
from ...presentation.names import part_name, season_name, short_title, title_of
from ...presentation.values import field_name, labelled, value_text
from ..change_kinds import AlertKind
from ..change_sentences import ChangeSentences
from ..message_content import Message
from ..queries.event_news import News
from ..queries.events import DIGEST, MISSED, NOTICE, OUTCOME, REMINDER
from ..tables import CHANNEL_GONE
from ..transport import reason_text

_STYLE = Markdown()
_DIGEST = 15
_NEWS, _BAD, _QUIET, _OFF = 0x5865F2, 0xED4245, 0x747F8D, 0xFAA61A


@dataclass(frozen=True, slots=True)
class FollowedId(CustomId):
    """*What is followed here*, on messages that are about no single show."""

    kind = "followed"
    event: Annotated[str, EVENT]


@dataclass(frozen=True, slots=True)
class DigestId(CustomId):
    """*What comes up*, on a channel's digest."""

    kind = "roundup"
    event: Annotated[str, EVENT]


def alert_card(message: Message, role_id: int | None = None) -> ui.LayoutView:
    """What a message tells; a component's custom id contains its token."""
    view = ui.LayoutView(timeout=None)
    if role_id is not None:
        view.add_item(ui.TextDisplay(f"<@&{role_id}>"))
    if message.kind == OUTCOME:
        lines, colour = [outcome(message.body, message.now)], _QUIET
        rows = [outcome_row(message.body, message.token)]
    elif message.kind == DIGEST:
        lines, colour = message.body["lines"].split("\n"), _NEWS
        rows = [ui.ActionRow(button(_("What comes up"), DigestId(message.token).written()))]
    elif message.kind == NOTICE:
        lines, colour, rows = _notice(message), _OFF, [_followed_row(message.token)]
    elif message.kind == REMINDER and message.show is not None:
        lines, colour, rows = _reminder(message, message.show), _NEWS, [_row(message, message.show)]
    elif message.kind == MISSED or message.show is None:
        lines, colour = _missed(message), _colour(message.news)
        rows = [_followed_row(message.token)]
    else:
        lines, colour = _change(message, message.show), _colour(message.news)
        rows = [*_trailers(message.news), _row(message, message.show)]
    if message.sample:
        lines = [_STYLE.small(_("This is a sample; nothing has happened.")), *lines]
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
    box.add_item(ui.TextDisplay(shortened(lines)))
    for row in rows:
        box.add_item(row)
    view.add_item(box)
    return finished(view)


def shortened(lines: Sequence[str]) -> str:
    """As many lines as a message has room for, none of them longer than half of it."""
    return "\n".join(MESSAGE.first_lines(clip(line, MESSAGE.characters // 2) for line in lines))


def _heading(show: Show, season: int | None) -> str:
    name = ""
    if season is not None:
        name = f" · {_STYLE.escape(capital(season_name(season, show.season(season))))}"
    return f"### {_STYLE.escape(title_of(show))}{name}"


def _change(message: Message, show: Show) -> list[str]:
    kept = [item for item in message.news if not item.struck]
    struck = [item for item in message.news if item.struck]
    told = _sentences(kept, show, message)
    told += [f"~~{line}~~" for line in _sentences(struck, show, message)]
    closing = []
    if message.holds is not None:
        closing += _what_holds(message.holds, message.now)
    if kept and (sources := _sources(kept, show, message)) not in closing:
        closing.append(sources)
    heading = _heading(show, message.season)
    return _fitted(heading, [[line] for line in told], len(told), closing)


def _sentences(news: Sequence[News], show: Show, message: Message) -> list[str]:
    """The sentences of one message: first about the show itself, then season by season."""
    seasons: dict[int | None, list[News]] = {}
    for item in sorted(news, key=lambda item: -1 if item.season is None else item.season):
        seasons.setdefault(item.season, []).append(item)
    return [
        sentence
        for season, items in seasons.items()
        for sentence in ChangeSentences(show, season, _STYLE, message.now).sentences(items)
    ]


def _what_holds(answer: Answer, now: datetime) -> list[str]:
    """For changes that were taken back: what holds now, and who says so."""
    writer = Writer(answer, _STYLE)
    return [
        _("That was taken back. Now it is: {verdict}", verdict=headline(writer)),
        source_line(writer.because(), _STYLE, now),
    ]


def _sources(news: Sequence[News], show: Show, message: Message) -> str:
    cited = []
    links = {}
    for item in news:
        fact = show.fact(item.season, item.field, item.key)
        if fact is not None and fact.value == item.after:
            cited.append(Cited(item.field, fact))
        elif item.link:
            links[item.link] = _STYLE.link(site_of(item.link), item.link)
    if not cited and links:
        return _STYLE.small(_("Source: {sources}", sources=" · ".join(list(links.values())[:3])))
    return source_line(cited, _STYLE, message.now, direct=message.personal)


def _missed(message: Message) -> list[str]:
    places: dict[tuple[int, int | None], list[News]] = {}
    for item in message.news:
        places.setdefault((item.show_id, item.season), []).append(item)
    told: list[list[str]] = []
    for (show_id, season), news in list(places.items())[:_DIGEST]:
        show = message.shows[show_id]
        changes = ChangeSentences(show, season, _STYLE, message.now)
        title = _STYLE.escape(short_title(show))
        kept = " ".join(changes.sentences([item for item in news if not item.struck]))
        taken = " ".join(
            f"~~{sentence}~~"
            for sentence in changes.sentences([item for item in news if item.struck])
        )
        line = " ".join(part for part in (kept, taken) if part)
        if season is not None:
            # What is said of a show itself names it.
            line = labelled(title, line)
        told.append([line, _sources(news, show, message)])
    return _fitted(f"### {_('While alerts were paused here')}", told, len(places))


def _fitted(
    heading: str,
    told: Sequence[Sequence[str]],
    number: int,
    closing: Sequence[str] = (),
) -> list[str]:
    """As many lines as a message has room for, and how many of `number` are left out."""
    for size in range(max(1, len(told)), 0, -1):
        lines = [heading, *chain.from_iterable(told[:size])]
        if number > size:
            more = ngettext(
                "And {number} more; ask with `/season`.",
                "And {number} more; ask with `/season`.",
                number - size,
            )
            lines.append(_STYLE.small(more))
        lines += closing
        if MESSAGE.holds("\n".join(lines)):
            break
    return lines


def _reminder(message: Message, show: Show) -> list[str]:
    changes = ChangeSentences(show, message.season, _STYLE, message.now)
    countdown = message.countdown
    assert countdown is not None
    dated = countdown.date
    when = whose(_STYLE.when(dated.airs, message.now), dated.airs, show, message.now)
    if not countdown.out:
        coming = _coming(changes, countdown.days)
        if dated.part is not None:
            coming = _returning(changes, dated.part, countdown.days)
        text = f"{_STYLE.bold(coming)} {_('That is {when}.', when=when)}"
    elif dated.part is not None:
        part = changes.name(part_name(dated.part))
        back = _(
            "{season} came back {when} with {part}.", season=changes.subject, when=when, part=part
        )
        text = _STYLE.bold(capital(back))
    else:
        out = changes.sentence(N_("{season} is out."), N_("The specials are out."))
        came = changes.sentence(N_("It came out {when}."), N_("They came out {when}."), when=when)
        text = f"{_STYLE.bold(out)} {came}"
    if message.beside:
        names = [season_name(number, show.season(number)) for number in message.beside]
        # Translators: {seasons} are names of seasons of the show, which come out that day as well.
        text += " " + _(
            "On the same day: {seasons}.", seasons=listed(list(map(_STYLE.escape, names)))
        )
    cited = [Cited("premiere" if dated.part is None else "parts", dated.fact)]
    sources = source_line(cited, _STYLE, message.now, direct=message.personal)
    return [_heading(show, message.season), text, sources]


def _returning(changes: ChangeSentences, part: str, days: int) -> str:
    """A sentence that a season returns with a part in that many days."""
    values = {"season": changes.subject, "part": changes.name(part_name(part))}
    match days:
        case 0:
            text = _("{season} returns with {part} today.", **values)
        case 1:
            text = _("{season} returns with {part} tomorrow.", **values)
        case _:
            text = ngettext(
                "{season} returns with {part} in {number} day.",
                "{season} returns with {part} in {number} days.",
                days,
                **values,
            )
    return capital(text)


def _coming(changes: ChangeSentences, days: int) -> str:
    match days:
        case 0:
            return changes.sentence(
                N_("{season} comes out today."), N_("The specials come out today.")
            )
        case 1:
            return changes.sentence(
                N_("{season} comes out tomorrow."), N_("The specials come out tomorrow.")
            )
    if changes.season == 0:
        return ngettext(
            "The specials come out in {number} day.",
            "The specials come out in {number} days.",
            days,
        )
    text = ngettext(
        "{season} comes out in {number} day.",
        "{season} comes out in {number} days.",
        days,
        season=changes.subject,
    )
    return capital(text)


def _notice(message: Message) -> list[str]:
    reason = _STYLE.escape(clip(tamed(reason_text(message.body["reason"])), 300))
    channel = f"<#{int(message.body['channel'])}>"
    remedy = _(
        "I try again every day; `/alerts resume` tries at once. Whatever is followed "
        "stays followed."
    )
    if message.body["reason"] == CHANNEL_GONE:
        remedy = _(
            "What was followed there can be followed elsewhere with `/alerts follow`; "
            "`/alerts unfollow` and `/digest stop` end what was told there."
        )
    return [
        f"### {_('Alerts are paused in a channel')}",
        _("Nothing is sent to {channel}: {reason}.", channel=channel, reason=reason),
        remedy,
    ]


def _colour(news: Sequence[News]) -> int:
    if all(item.struck for item in news):
        return _QUIET
    statuses = {item.after for item in news if item.field == "status" and not item.struck}
    if SeasonStatus.CANCELED in statuses:
        return _BAD
    return _OFF if SeasonStatus.POSTPONED in statuses else _NEWS


def _row(message: Message, show: Show) -> ui.ActionRow[ui.LayoutView]:
    """Buttons that answer only the person who clicks, and the one that starts or stops
    reminders."""
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    state = CardState(Topic.RELEASE, show.id, message.season, 0, region=message.region)
    for topic, label in (
        (Topic.RELEASE, _("Release")),
        (Topic.CAST, _("Cast")),
        (Topic.WHERE, _("Where")),
    ):
        row.add_item(
            button(label, CardId(topic.value[:4], replace(state, topic=topic)).of_no_language())
        )
    reminding = stop_button if message.personal else remind_button
    row.add_item(reminding(show.id, message.token))
    return row


def _followed_row(token: str) -> ui.ActionRow[ui.LayoutView]:
    return ui.ActionRow(button(_("What is followed here"), FollowedId(token).written()))


def _trailers(news: Sequence[News]) -> list[ui.ActionRow[ui.LayoutView]]:
    """The new trailers as links to click, since a card does not play them."""
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    shown = [
        item
        for item in news
        if item.kind == AlertKind.TRAILER and not item.struck and item.after is not None
    ]
    for item in shown[:5]:
        url = str(getattr(item.after, "url", ""))
        if url and len(url) <= 512:
            row.add_item(ui.Button(style=discord.ButtonStyle.link, label=_("Watch"), url=url))
    return [row] if row.children else []


@dataclass(frozen=True, slots=True)
class OutcomeId(CustomId):
    """The button under a decision's message. Nobody needs to press it: the message is found by its
    id."""

    kind = "outcome"
    event: Annotated[str, EVENT]


def outcome(body: Mapping[str, str], now: datetime) -> str:
    """The message of a decided suggestion; `body` is what `bot.review.suggestions` wrote of it."""
    season = int(body["season"]) if body["season"] else None
    field = field_of(season, body["field"])

    def value(name: str) -> str:
        return value_text(field.loads(body[name]), _STYLE, now)

    title = _STYLE.escape(clip(tamed(body["title"] or _("that show")), 100))
    name = field_name(season, field.name, _STYLE)
    values = {"title": title, "field": name, "value": value("value")}
    if "written" not in body:
        reason = _STYLE.escape(clip(tamed(body["reason"]), 300))
        return _(
            "Your suggestion for **{title}** ({field} → {value}) was turned down: {reason}",
            reason=reason,
            **values,
        )
    if body["written"] != body["value"]:
        return _(
            "Your suggestion for **{title}** ({field} → {value}) was approved with another value: "
            "{written}. Thank you.",
            written=value("written"),
            **values,
        )
    return _(
        "Your suggestion for **{title}** ({field} → {value}) was approved. Thank you.", **values
    )


def outcome_row(body: Mapping[str, str], token: str) -> ui.ActionRow[ui.LayoutView]:
    """The button under a message about a decision, by whose id the message is found again."""
    approved = "written" in body
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(
        button(
            _("Approved") if approved else _("Turned down"),
            OutcomeId(token).written(),
            discord.ButtonStyle.success if approved else discord.ButtonStyle.danger,
            disabled=True,
        )
    )
    return row
