"""What a calendar says: an entry in a line, a day's name, what is new of a show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from ..alerts.change_sentences import ChangeSentences
from ..answers.citations import link_label, source_name
from ..facts.air_date import AirDate, Precision
from ..facts.air_zones import zone_of_country
from ..facts.models import Show
from ..facts.queries.claims import EDITOR
from ..facts.season_dates import DateKind
from ..locale.cldr import country_text
from ..locale.messages import N_, _
from ..presentation.markup import Style, clip, tamed
from ..presentation.names import NAME, TITLE, part_name, season_name, short_title
from .news import NewsItem
from .upcoming import Agenda, Entry, Source

_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_PART = 60


def day_name(day: date, now: datetime, style: Style) -> str:
    """A day as people call it; `now` is aware, in the reader's zone."""
    written = style.date(AirDate.on(day), now)
    if day == now.date():
        return _("Today, {date}", date=written)
    if day == now.date() + timedelta(days=1):
        return _("Tomorrow, {date}", date=written)
    return _("{weekday}, {date}", weekday=_(_WEEKDAYS[day.weekday()]), date=written)


def stretch_name(airs: AirDate, now: datetime, style: Style) -> str:
    """A date that is no day, as people call it."""
    written = style.date(airs, now)
    if airs.precision >= Precision.DAY:
        return _("Around then: {date}", date=written)
    return _("Sometime in {time}", time=written)


def entry_line(entry: Entry, now: datetime, style: Style) -> str:
    """What happens, at which hour if that is known, on which network, and who says so."""
    parts = [happening(entry, style), *circumstances(entry, now, style)]
    if entry.airs.instant is not None:
        parts.insert(0, style.hour(entry.airs.instant, now))
    return " · ".join([*parts, source_told(entry.source, style)])


def circumstances(entry: Entry, now: datetime, style: Style) -> list[str]:
    """On which network it comes out, and whose day that is for a reader who lives elsewhere.

    `now` is aware, in the reader's zone.
    """
    sentences = []
    if entry.network is not None:
        sentences.append(style.escape(clip(tamed(entry.network), NAME)))
    if entry.airs.instant is None and entry.airs.exact and entry.country is not None:
        home = zone_of_country(entry.country)
        if home is not None and not home.spares(now.tzinfo):
            # Translators: whose calendar day it is: "US date".
            sentences.append(_("{country} date", country=style.escape(country_text(entry.country))))
    return sentences


def happening(entry: Entry, style: Style) -> str:
    """What happens on the date: a season begins, returns with a part, ends."""
    show = style.bold(style.escape(clip(tamed(entry.title), TITLE)))
    season = style.escape(season_name(entry.season))
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


def source_told(source: Source, style: Style) -> str:
    """Who says it, as a link where there is one: a provider by its name, else the link's site."""
    if source.link:
        return style.link(link_label(source.by, source.link), source.link)
    return _("an editor") if source.by == EDITOR else style.escape(source_name(source.by))


def news_line(item: NewsItem, show: Show, now: datetime, style: Style) -> str:
    """What is new, in one paragraph."""
    sentences = ChangeSentences(show, item.season, style, now).sentences(item.changes)
    text = " ".join(sentences)
    if item.season is None:
        return text
    return _("{show}: {news}", show=style.escape(short_title(show)), news=text)


def news_source(item: NewsItem, now: datetime, style: Style) -> str:
    """Who says it and since which day it is known here, in small type."""
    day = item.when.astimezone(now.tzinfo).date()
    written = style.date(AirDate.on(day), now)
    return style.small(_("{source}, {date}", source=source_told(item.source, style), date=written))


def upcoming_lines(
    agenda: Agenda, shown: Sequence[Entry], now: datetime, style: Style
) -> list[str]:
    """Those of the agenda's entries that are shown, under the names of their days."""
    wanted = set(shown)
    groups = [(day_name(day, now, style), entries) for day, entries in agenda.days]
    groups += [(stretch_name(airs, now, style), entries) for airs, entries in agenda.vague]
    lines: list[str] = []
    for name, entries in groups:
        some = [entry for entry in entries if entry in wanted]
        if some:
            lines += ["", style.bold(name)] if lines else [style.bold(name)]
            lines += [f"- {entry_line(entry, now, style)}" for entry in some]
    return lines


def news_lines(
    items: Sequence[NewsItem], shows: Mapping[int, Show], now: datetime, style: Style
) -> list[str]:
    """What is new of those shows, each with its source under it."""
    lines = []
    for item in items:
        if (show := shows.get(item.show_id)) is not None:
            lines += [news_line(item, show, now, style), news_source(item, now, style)]
    return lines
