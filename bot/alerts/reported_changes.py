"""Which changes of an event a message reports: those that concern its server, and that are news."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ..facts.models import Show
from ..facts.season_order import is_off
from .change_kinds import AlertKind
from .queries.event_news import News
from .queries.events import Event


def concerns(item: News, show: Show, said: Mapping[int, datetime]) -> bool:
    """Whether a change is reported to a server that sees the show as `show`.

    Everybody's changes are not reported where the server's own people say something about the
    place, nor is a date of a season that is off there: an alert never contradicts the card. Silence
    there agrees with what was taken back. `said` tells when they wrote their facts, by revision: if
    they said the same only after the change, nobody there was told of it, so it is reported.
    """
    if item.scope or not show.scope:
        return True
    season = show.season(item.season)
    if item.kind == AlertKind.DATE and season is not None and is_off(season):
        return item.struck
    fact = show.fact(item.season, item.field, item.key)
    if fact is None:
        return item.after is None or item.struck
    if fact.claim.scope == 0:
        return True
    at = said.get(fact.claim.order)
    return fact.value == item.after and at is not None and item.at is not None and at >= item.at


def reported(
    items: Sequence[News],
    shows: Mapping[int, Show],
    stays: Collection[int],
    said: Mapping[int, datetime],
) -> list[News]:
    """The changes that a message reports; none if none of them concerns its server.

    What a message has reported `stays` in it when it is edited, even if the server's own people say
    something else by now. If they say the same, it was not taken back there.
    """
    known = [item for item in items if item.show_id in shows]
    concerning = {item.id for item in known if concerns(item, shows[item.show_id], said)}
    if not concerning:
        return []
    return [
        replace(item, struck=item.struck and not _holds_there(item, shows[item.show_id], said))
        for item in known
        if item.id in concerning or item.id in stays
    ]


def _holds_there(item: News, show: Show, said: Mapping[int, datetime]) -> bool:
    """Whether a change that was taken back still holds in a server whose own people said it too.

    If they said it only afterwards, it is announced as their own.
    """
    fact = show.fact(item.season, item.field, item.key)
    if item.scope or item.struck_at is None or fact is None or not fact.claim.scope:
        return False
    at = said.get(fact.claim.order)
    return fact.value == item.after and at is not None and at < item.struck_at


def is_added(item: News, event: Event) -> bool:
    """Whether the change was added to the event after it was written."""
    return item.at is not None and item.at > event.created_at


def is_told(item: News, heard: Sequence[News]) -> bool:
    """Whether exactly that change is the last one that a channel was told about the place.

    The server's own people may have said it before everybody was told.
    """
    of_it = [told for told in heard if told.place == item.place and told.event_id != item.event_id]
    return bool(of_it) and (of_it[-1].before, of_it[-1].after) == (item.before, item.after)
