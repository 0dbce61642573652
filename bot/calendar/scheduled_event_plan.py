"""Which scheduled events a server should have, and what is to be done to have them. Pure.

Limits: https://docs.discord.com/developers/resources/guild-scheduled-event
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum

from ..facts.season_dates import DateKind
from ..facts.time_zones import zone_of_country
from ..locale.messages import _
from ..presentation.markup import Plain, clip, tamed
from ..presentation.names import season_name
from .upcoming import Entry, whose_day

MOST = 100
"""How many scheduled events a server can have."""

_NAME, _LOCATION, _DESCRIPTION = 100, 100, 1000
_LENGTH = timedelta(hours=1)
"""The length of an event: Discord requires an end, and a date does not tell how long an episode
takes."""

_LINK = 400
_SOON = timedelta(minutes=1)
"""No event is created this shortly before its beginning: Discord refuses one that has begun by the
time the request arrives. Existing events stay."""

SeasonKey = tuple[int, int]
"""A show and a season."""


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """What an event should say; `start` and `end` are in UTC."""

    name: str
    start: datetime
    end: datetime
    location: str
    description: str

    @property
    def fingerprint(self) -> str:
        """A digest by which two versions of an event are told apart."""
        parts = (self.name, self.start, self.end, self.location, self.description)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def marked(self, marker: str) -> str:
        """The description with the marker by which the event is found again."""
        return f"{self.description}\n\n{mark(marker)}"


def mark(marker: str) -> str:
    """The marker as it is written in a description."""
    return f"cliffhanger:{marker}"


def planned(
    entries: Iterable[Entry], now: datetime, zone: tzinfo | None
) -> dict[SeasonKey, PlannedEvent]:
    """An event for each premiere that is followed and exact: the nearest hundred to come, and those
    that have begun, whose events may be on.

    An event for an instant begins then. One for a bare date is that whole day in the server's zone,
    from midnight to midnight, so that no hour is invented; if the server set no zone, it is the day
    of the country where the show comes out.
    """
    events: dict[SeasonKey, PlannedEvent] = {}
    for entry in entries:
        if entry.kind is not DateKind.PREMIERE or entry.gone or not entry.followed:
            continue
        if not entry.airs.exact:
            continue
        event = _event(entry, now, zone)
        events.setdefault((entry.show_id, entry.season), event)
    in_order = sorted(events.items(), key=lambda item: (item[1].start, item[0]))
    come = sum(event.start <= now for event in events.values())
    return dict(in_order[: come + MOST])


def _event(entry: Entry, now: datetime, zone: tzinfo | None) -> PlannedEvent:
    title = tamed(entry.title)
    season = season_name(entry.season)
    lines = [_("{show}: {season} begins.", show=title, season=season)]
    if entry.season == 0:
        lines = [_("{show}: the specials begin", show=title)]
    if entry.airs.instant is not None:
        start, end = entry.airs.instant, entry.airs.instant + _LENGTH
    else:
        home = zone_of_country(entry.country) if entry.country is not None else None
        there = zone or (home.zone if home is not None else UTC)
        day = entry.airs.earliest()
        start, end = _midnight(day, there), _midnight(day + timedelta(days=1), there)
        lines.append(_("Only the day is known, not the hour."))
        lines += whose_day(entry, now.astimezone(zone or UTC), Plain())
    if entry.source.link and len(entry.source.link) <= _LINK:
        lines.append(_("Source: {link}", link=entry.source.link))
    return PlannedEvent(
        clip(_("{show}: {season}", show=clip(title, 70), season=season), _NAME),
        start,
        end,
        clip(tamed(entry.network or ""), _LOCATION) or _("To be announced"),
        clip("\n".join(lines), _DESCRIPTION - 40),
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event of a server as it is known here.

    `event_id` is Discord's; None while it is not known to exist. `attempted_at` (UTC) is set while
    an attempt to make it may have reached Discord. `fingerprint` is that of the version sent last,
    `starts_at` and `ends_at` (UTC) are when that begins and ends.
    """

    id: int
    guild_id: int
    key: SeasonKey
    marker: str
    event_id: int | None
    attempted_at: datetime | None
    starts_at: datetime
    ends_at: datetime
    fingerprint: str


class EventAct(Enum):
    """What is to be done about one event."""

    FORGET = "forget"
    REMOVE = "remove"
    MOVE = "move"
    CREATE = "create"
    FIND = "find"


@dataclass(frozen=True, slots=True)
class Action:
    """An action on one event; CREATE without a row first makes the row."""

    act: EventAct
    key: SeasonKey
    row: StoredEvent | None
    event: PlannedEvent | None


def actions(
    rows: Sequence[StoredEvent],
    plan: Mapping[SeasonKey, PlannedEvent],
    now: datetime,
) -> list[Action]:
    """What is to be done: first what frees a place, then the nearest first."""
    todo = []
    known = {row.key: row for row in rows}
    for row in rows:
        event = plan.get(row.key)
        act = _about(row, event, now)
        if act is not None:
            todo.append(Action(act, row.key, row, event))
    todo += [
        Action(EventAct.CREATE, key, None, event)
        for key, event in plan.items()
        if key not in known and _can_be_told(event, now)
    ]
    return sorted(todo, key=_in_order)


def _about(row: StoredEvent, event: PlannedEvent | None, now: datetime) -> EventAct | None:
    if row.event_id is None:
        if row.attempted_at is not None:
            return EventAct.FIND
        return EventAct.CREATE if event and _can_be_told(event, now) else EventAct.FORGET
    if row.ends_at <= now:
        return EventAct.FORGET
    if event is None:
        return EventAct.REMOVE
    if now < row.starts_at and now < event.start:
        is_new = row.fingerprint != event.fingerprint and _can_be_told(event, now)
        return EventAct.MOVE if is_new else None
    # What has begun cannot be moved. It is the event of any hour within it, and of its day in
    # another zone: whoever learns of the hour on the day itself has an event already.
    is_its_own = event.start < row.ends_at and row.starts_at < event.end
    return None if is_its_own else EventAct.REMOVE


def _can_be_told(event: PlannedEvent, now: datetime) -> bool:
    return event.start > now + _SOON


_FIRST = (EventAct.FORGET, EventAct.FIND, EventAct.REMOVE, EventAct.MOVE, EventAct.CREATE)


def _in_order(action: Action) -> tuple[int, datetime, SeasonKey]:
    start = action.event.start if action.event is not None else datetime.min.replace(tzinfo=UTC)
    return _FIRST.index(action.act), start, action.key
