"""Which date of a season a reminder is about, and how long it is until then."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Self
from zoneinfo import ZoneInfo

from ..facts.air_date import AirDate, countdown_to, day_of, same_moment
from ..facts.models import Fact, Part, Season, Show
from ..facts.season_dates import DateKind
from ..facts.season_order import first_day, is_off
from ..facts.time_zones import on_air
from .reminder_times import ReminderKind


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is stored with the event of a reminder.

    `airs` is the date it is about, `known_at` (UTC) when that date last changed. `home` is the zone
    in which a bare date is a day, if it is known. `zones` are the names of the zones for which its
    deliveries are written; None stands for the servers that set none.
    """

    which: ReminderKind
    airs: AirDate
    happens: DateKind
    part: str | None
    known_at: datetime
    home: tzinfo | None
    zones: frozenset[str | None] = frozenset()

    @classmethod
    def loads(cls, body: str) -> Self:
        """The reminder in an event's text; texts of earlier versions are about premieres.

        Raises:
            KeyError, ValueError: no reminder was stored there.
        """
        stored: dict[str, str] = json.loads(body)
        return cls(
            which=ReminderKind(stored["which"]),
            airs=AirDate.parse(stored["airs"]),
            happens=DateKind(stored.get("date", DateKind.PREMIERE)),
            part=stored.get("part") or None,
            known_at=datetime.fromisoformat(stored["known"]),
            home=ZoneInfo(stored["home"]) if stored.get("home") else None,
            zones=frozenset(json.loads(stored["zones"])),
        )

    def dumps(self, stored: str = "{}") -> str:
        """The text for an event; what a later version has `stored` there besides is kept."""
        body = {
            "which": self.which.value,
            "airs": str(self.airs),
            "zones": json.dumps(sorted(self.zones, key=lambda zone: zone or "")),
            "date": self.happens.value,
            "part": self.part or "",
            "known": self.known_at.isoformat(),
            "home": str(self.home) if self.home is not None else "",
        }
        return json.dumps(json.loads(stored) | body)

    def tells(self, which: ReminderKind, airs: AirDate) -> bool:
        """Whether it is that one of the three reminders of that date, perhaps known more or less
        exactly."""
        return self.which is which and same_moment(self.airs, airs)


@dataclass(frozen=True, slots=True)
class ReminderDate:
    """The date that a reminder is about, as it is known now, with the fact that it rests on.

    `part` is the label of the part that the season returns with, None for its premiere.
    """

    airs: AirDate
    fact: Fact[AirDate] | Fact[tuple[Part, ...]]
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Countdown:
    """How long it is until a season begins or returns, in whole days on the calendar of that date,
    and whether it is out."""

    date: ReminderDate
    days: int
    out: bool


def date_of(season: Season, airs: AirDate, happens: DateKind) -> ReminderDate | None:
    """The date of a season that a reminder is about; None if it has none any more."""
    if happens is DateKind.RETURN:
        return _return_of(season.parts, airs) if season.parts is not None else None
    first = first_day(season)
    if first is None or not same_moment(first.value, airs):
        return None
    return ReminderDate(first.value, first)


def beside(show: Show, number: int, airs: AirDate) -> tuple[int, ...]:
    """The other seasons that begin or return at that moment, by their numbers."""
    return tuple(
        season.number
        for season in show.seasons
        if season.number != number
        and not is_off(season)
        and any(date_of(season, airs, kind) for kind in (DateKind.PREMIERE, DateKind.RETURN))
    )


def _return_of(parts: Fact[tuple[Part, ...]], airs: AirDate) -> ReminderDate | None:
    for part in parts.value[1:]:
        if part.premiere is not None and same_moment(part.premiere, airs):
            return ReminderDate(part.premiere, parts, part.label)
    return None


def countdown_of(show: Show, dated: ReminderDate, now: datetime) -> Countdown:
    """How long until then, as exactly as is known at the aware moment `now`."""
    airs = dated.airs
    here = now if airs.instant is not None else on_air(show, now)
    days = (day_of(airs, here.tzinfo) - here.date()).days
    left = countdown_to(airs, now) if airs.instant is not None else None
    return Countdown(dated, days, days < 0 or (left is not None and left <= timedelta(0)))
