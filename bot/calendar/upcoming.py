"""What is coming up: entries chosen, and laid out by day with the vague ones after. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from ..facts.air_date import AirDate
from ..facts.fields import folded
from ..facts.models import Kind
from ..facts.networks import same_network
from ..facts.season_dates import DateKind
from .models import Entry


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; None and False ask for all."""

    network: str | None = None
    date_kind: DateKind | None = None
    show_kind: Kind | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """Entries by calendar day, and those whose dates are no day, by the stretch that they name."""

    days: tuple[tuple[date, tuple[Entry, ...]], ...]
    vague: tuple[tuple[AirDate, tuple[Entry, ...]], ...]

    @property
    def entries(self) -> Sequence[Entry]:
        """All of them in their order."""
        groups = [entries for _, entries in (*self.days, *self.vague)]
        return [entry for entries in groups for entry in entries]


def chosen(entries: Iterable[Entry], wanted: Wanted) -> list[Entry]:
    """The entries that are asked for, in the order in which they came."""
    return [
        entry
        for entry in entries
        if (wanted.network is None or same_network(entry.network, wanted.network))
        and wanted.date_kind in (None, entry.kind)
        and (wanted.show_kind is None or entry.show_kind == wanted.show_kind.value)
        and (entry.followed or not wanted.mine)
    ]


def agenda(entries: Iterable[Entry], first: date, last: date, zone: tzinfo) -> Agenda:
    """What lies on the days from `first` to `last` of that zone, both included.

    An instant lies on its day in the zone; a bare date is that day everywhere. What is not exact
    is there if it may fall on one of the days. What is gone is left out.
    """
    days: dict[date, list[Entry]] = {}
    vague: dict[AirDate, list[Entry]] = {}
    for entry in entries:
        if entry.gone:
            continue
        if not entry.airs.exact:
            if entry.airs.latest() >= first and entry.airs.earliest() <= last:
                vague.setdefault(entry.airs, []).append(entry)
        elif first <= (day := day_of(entry, zone)) <= last:
            days.setdefault(day, []).append(entry)
    return Agenda(
        tuple((day, tuple(sorted(days[day], key=_in_a_day))) for day in sorted(days)),
        tuple(
            (airs, tuple(sorted(vague[airs], key=_in_a_day)))
            for airs in sorted(vague, key=_vagueness)
        ),
    )


def day_of(entry: Entry, zone: tzinfo) -> date:
    """The calendar day of an exact entry in that zone."""
    if entry.airs.instant is not None:
        return entry.airs.instant.astimezone(zone).date()
    return entry.airs.earliest()


def _in_a_day(entry: Entry) -> tuple[float, str, int, int, str]:
    """Bare dates first, then by the hour, the title, and what tells two apart."""
    instant = entry.airs.instant
    at = instant.timestamp() if isinstance(instant, datetime) else float("-inf")
    return (at, folded(entry.title), entry.show_id, entry.season, entry.part or "")


def _vagueness(airs: AirDate) -> tuple[date, int]:
    """What ends first comes first: a month before the quarter and the year that it ends."""
    return (airs.latest(), -airs.precision)
