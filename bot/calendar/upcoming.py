"""What is coming up: dates of seasons, filtered, by day and in words. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from ..answers.citations import link_label, source_name
from ..facts.air_date import AirDate, Precision, day_of
from ..facts.fields import folded
from ..facts.models import Kind, Show
from ..facts.networks import network_key, on_one_of
from ..facts.parse.date_parts import WEEKDAYS
from ..facts.queries.claims import EDITOR
from ..facts.season_dates import DateKind
from ..facts.time_zones import zone_of_country
from ..locale.cldr import country_text
from ..locale.languages import ENGLISH
from ..locale.messages import _, language, ngettext
from ..presentation.markup import Style, clip, tamed
from ..presentation.names import NAME, TITLE, part_name, season_name

_PART = 60


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a calendar entry: who says it, where, as of which day; `by` is "editor" for a
    person."""

    by: str
    link: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of a season: it begins, returns with `part`, or ends.

    `show_kind` is the programme's kind as text. `changed_at` (UTC) is when the date became what it
    is, `sequence` grows with each change. `gone`: it was taken back, and `airs` is what it was
    last. `last_exact` is the last exact day or instant, if `airs` is none. `country` (ISO 3166
    alpha-2) is whose day it is if it is no instant. `followed`: the asker follows it. `scope` is
    the server that sees it differently from everybody, else 0. `season_name` is the season's name
    if that is more than its number.
    """

    show_id: int
    title: str
    year: int | None
    season: int
    part: str | None
    kind: DateKind
    airs: AirDate
    network: str | None
    show_kind: str | None
    source: Source
    changed_at: datetime
    sequence: int
    gone: bool = False
    last_exact: AirDate | None = None
    country: str | None = None
    followed: bool = False
    scope: int = 0
    season_name: str | None = None


@dataclass(frozen=True, slots=True)
class FollowedShows:
    """What somebody follows: shows by their ids, networks by their keys, or everything."""

    shows: frozenset[int] = frozenset()
    networks: frozenset[str] = frozenset()
    everything: bool = False

    def includes(self, show_id: int, network: str | None) -> bool:
        """Whether that show, on that network, is followed."""
        if self.everything or show_id in self.shows:
            return True
        return on_one_of(self.networks, network)


def networks_in(items: Iterable[Entry]) -> list[str]:
    """The networks of some entries, each once, in alphabetical order."""
    return sorted({item.network for item in items if item.network is not None}, key=folded)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter of upcoming entries; None and False mean no restriction."""

    network: str | None = None
    date_kind: DateKind | None = None
    show_kind: Kind | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """Entries by calendar day, and those with a vague date by the period that it names."""

    days: tuple[tuple[date, tuple[Entry, ...]], ...]
    vague: tuple[tuple[AirDate, tuple[Entry, ...]], ...]

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries of the agenda in their order."""
        groups = [entries for _, entries in (*self.days, *self.vague)]
        return [entry for entries in groups for entry in entries]


def chosen(
    entries: Iterable[Entry], wanted: Wanted, networks: Collection[str] | None = None
) -> list[Entry]:
    """The entries that pass the filter, in their order.

    `networks` are the keys of the network that is asked for, if it had several.
    """
    if networks is None and wanted.network is not None:
        networks = (network_key(wanted.network),)
    return [
        entry
        for entry in entries
        if (networks is None or on_one_of(networks, entry.network))
        and wanted.date_kind in (None, entry.kind)
        and (wanted.show_kind is None or entry.show_kind == wanted.show_kind.value)
        and (entry.followed or not wanted.mine)
    ]


def exact_entries(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with a day or an instant, by day; one that is no longer exact counts as taken
    back."""
    exact = [
        entry
        if entry.airs.exact or entry.last_exact is None
        else replace(entry, airs=entry.last_exact, gone=True)
        for entry in entries
    ]
    return sorted(
        (entry for entry in exact if entry.airs.exact), key=lambda entry: entry.airs.earliest()
    )


def agenda(
    entries: Iterable[Entry],
    first: date,
    last: date,
    zone: tzinfo,
    now: datetime | None = None,
) -> Agenda:
    """The entries on the days from `first` to `last` of that zone, both included.

    An instant is on its day in the zone; a bare date is that day everywhere. A vague date is
    included if it may fall on one of the days. What was taken back is left out. With the aware
    moment `now`, days before `first` that are not over yet where the show comes out are included
    too: American evenings are the next day in Sydney.
    """
    days: dict[date, list[Entry]] = {}
    vague: dict[AirDate, list[Entry]] = {}
    for entry in entries:
        if entry.gone:
            continue
        if not entry.airs.exact:
            if entry.airs.latest() >= first and entry.airs.earliest() <= last:
                vague.setdefault(entry.airs, []).append(entry)
        elif first <= (day := day_of(entry.airs, zone)) <= last or (
            now is not None and day < first and _is_still_on(entry, now)
        ):
            days.setdefault(day, []).append(entry)
    return Agenda(
        tuple((day, tuple(sorted(days[day], key=_in_a_day))) for day in sorted(days)),
        tuple(
            (airs, tuple(sorted(vague[airs], key=_in_a_day)))
            for airs in sorted(vague, key=_vagueness)
        ),
    )


def _is_still_on(entry: Entry, now: datetime) -> bool:
    """Whether a bare day is not over yet where the show comes out."""
    if entry.airs.instant is not None or entry.country is None:
        return False
    home = zone_of_country(entry.country)
    return home is not None and now.astimezone(home.zone).date() <= entry.airs.latest()


def called_by(plan: Agenda, shows: Mapping[int, Show]) -> Agenda:
    """The agenda in the same order, with the titles that shows and seasons have on their cards in
    the spoken language."""
    spoken = language()

    def named(entries: Iterable[Entry]) -> tuple[Entry, ...]:
        return tuple(
            replace(
                entry,
                title=entry.title if spoken == ENGLISH else show.title_in(spoken),
                season_name=season_name(entry.season, show.season(entry.season)),
            )
            if (show := shows.get(entry.show_id)) is not None
            else entry
            for entry in entries
        )

    return Agenda(
        tuple((day, named(entries)) for day, entries in plan.days),
        tuple((airs, named(entries)) for airs, entries in plan.vague),
    )


def _in_a_day(entry: Entry) -> tuple[float, str, int, int, str]:
    """The order within a day: bare dates, then by the hour, the title, and the rest."""
    instant = entry.airs.instant
    at = instant.timestamp() if isinstance(instant, datetime) else float("-inf")
    return (at, folded(entry.title), entry.show_id, entry.season, entry.part or "")


def _vagueness(airs: AirDate) -> tuple[date, int]:
    """A sort key: what ends first comes first, a month before the quarter and the year with the
    same end."""
    return (airs.latest(), -airs.precision)


def day_name(day: date, now: datetime, style: Style) -> str:
    """A day as people call it; `now` is aware, in the reader's zone."""
    written = style.date(AirDate.on(day), now)
    if day == now.date():
        return _("Today, {date}", date=written)
    if day == now.date() + timedelta(days=1):
        return _("Tomorrow, {date}", date=written)
    return _("{weekday}, {date}", weekday=_(WEEKDAYS[day.weekday()]), date=written)


def stretch_name(airs: AirDate, now: datetime, style: Style) -> str:
    """A vague date, as people call it."""
    written = style.date(airs, now)
    if airs.precision >= Precision.DAY:
        return _("Around then: {date}", date=written)
    return _("Sometime in {time}", time=written)


def entry_line(entry: Entry, now: datetime, style: Style) -> str:
    """What happens, at which hour if that is known, on which network, and who says so."""
    parts = [happening(entry, style), *circumstances(entry, now, style)]
    if entry.airs.instant is not None:
        parts.insert(0, style.hour(entry.airs.instant, now))
    return " · ".join([*parts, source_link(entry.source, style)])


def circumstances(entry: Entry, now: datetime, style: Style) -> list[str]:
    """Which network shows it, and whose day it is, for a reader who lives elsewhere.

    `now` is aware, in the reader's zone.
    """
    sentences = []
    if entry.network is not None:
        sentences.append(style.escape(clip(tamed(entry.network), NAME)))
    return sentences + whose_day(entry, now, style)


def whose_day(entry: Entry, now: datetime, style: Style) -> list[str]:
    """A note whose calendar day it is, if the zone of the aware `now` is elsewhere; else
    none."""
    if entry.airs.instant is not None or not entry.airs.exact or entry.country is None:
        return []
    home = zone_of_country(entry.country)
    if home is None or home.spares(now.tzinfo):
        return []
    # Translators: whose calendar day it is: "US date".
    return [_("{country} date", country=style.escape(country_text(entry.country)))]


def happening(entry: Entry, style: Style) -> str:
    """What happens on the date: a season begins, returns with a part, ends."""
    show = style.bold(style.escape(clip(tamed(entry.title), TITLE)))
    season = style.escape(entry.season_name or season_name(entry.season))
    part = style.escape(clip(tamed(part_name(entry.part or "")), _PART))
    match entry.kind:
        case DateKind.PREMIERE if entry.season == 0:
            return _("{show}: the specials begin", show=show)
        case DateKind.PREMIERE:
            return _("{show}: {season} begins", show=show, season=season)
        case DateKind.RETURN if entry.season == 0:
            return _("{show}: {season}", show=show, season=part)
        case DateKind.RETURN:
            return _("{show}: {season} returns with {part}", show=show, season=season, part=part)
        case DateKind.FINALE if entry.season == 0:
            return _("{show}: the specials end", show=show)
        case DateKind.FINALE:
            return _("{show}: {season} ends", show=show, season=season)


def source_link(source: Source, style: Style) -> str:
    """Who says it, as a link if there is one: a provider by its name, else the link's site."""
    if source.link:
        return style.link(link_label(source.by, source.link), source.link)
    return _("an editor") if source.by == EDITOR else style.escape(source_name(source.by))


def upcoming_lines(
    agenda: Agenda, shown: Sequence[Entry], now: datetime, style: Style
) -> list[str]:
    """The shown entries of an agenda as lines, each day under its name."""
    wanted = set(shown)
    groups = [(day_name(day, now, style), entries) for day, entries in agenda.days]
    groups += [(stretch_name(airs, now, style), entries) for airs, entries in agenda.vague]
    lines: list[str] = []
    for name, entries in groups:
        listed = [entry for entry in entries if entry in wanted]
        if listed:
            lines += ["", style.bold(name)] if lines else [style.bold(name)]
            lines += [f"- {entry_line(entry, now, style)}" for entry in listed]
    return lines


def coming_until(now: datetime, days: int, style: Style) -> str:
    """The heading of what comes up within so many days."""
    until = style.date(AirDate.on(now.date() + timedelta(days=days)), now)
    return _("Coming up until {date}", date=until)


def nothing_comes(days: int, network: str | None, style: Style, *, mine: bool = False) -> str:
    """That nothing comes up within so many days, on a network or, with `mine`, of what is
    followed."""
    if network is not None:
        return ngettext(
            "I know of nothing that comes up on {network} until tomorrow.",
            "I know of nothing that comes up on {network} in the next {days} days.",
            days,
            network=style.escape(clip(tamed(network), 80)),
            days=days,
        )
    if mine:
        return ngettext(
            "Nothing that is followed comes up until tomorrow, as far as I know. `/remind` "
            "and `/alerts follow` follow a show.",
            "Nothing that is followed comes up in the next {days} days, as far as I know. "
            "`/remind` and `/alerts follow` follow a show.",
            days,
            days=days,
        )
    return ngettext(
        "I know of nothing that comes up until tomorrow.",
        "I know of nothing that comes up in the next {days} days.",
        days,
        days=days,
    )
