"""Entries as an iCalendar file, made in pieces: the same bytes for as long as no date changes.

https://www.rfc-editor.org/rfc/rfc5545, https://www.rfc-editor.org/rfc/rfc7986
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from datetime import UTC, timedelta
from time import perf_counter
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from cachetools import LRUCache
from icalendar import Calendar, Event
from icalendar.enums import STATUS, TRANSP

from ..calendar.models import Entry
from ..calendar.sentences import happening, source_told
from ..facts.air_date import AirDate
from ..locale.messages import _, language
from ..presentation.style import Plain, bare_date, clip, tamed
from ..presentation.words import NAME
from .html import printable, safe_link
from .links import Links

_STYLE = Plain()

_KEPT = 8192
"""So many events are kept as they are written; writing one takes half a millisecond."""

_SLICE_SECONDS = 0.002

_REFRESHED = timedelta(hours=6)

_END = b"END:VCALENDAR\r\n"


class CalendarFeed:
    """Writes entries as events. `links` are public: an event is read far from the site."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._host = urlsplit(links.site).hostname or "cliffhanger"
        self._events: LRUCache[tuple[Entry, str], bytes] = LRUCache(_KEPT)

    async def write(self, name: str, address: str, entries: Iterable[Entry]) -> bytes:
        """A calendar of that name, of the entries that are a day or an instant.

        `address` is where it is read from.
        """
        head, _, tail = self._envelope(name, address).rpartition(_END)
        pieces = [head]
        began = perf_counter()
        for entry in entries:
            if not entry.airs.exact:
                continue
            pieces.append(self._event(entry))
            if perf_counter() - began > _SLICE_SECONDS:
                await asyncio.sleep(0)
                began = perf_counter()
        return b"".join([*pieces, _END, tail])

    def uid(self, entry: Entry) -> str:
        """What an event is known by, whatever becomes of its date.

        A part has no number, and its label may be anything: a digest of it stands for it.
        """
        part = ""
        if entry.part is not None:
            part = "-" + hashlib.sha256(entry.part.encode("utf-8", "replace")).hexdigest()[:12]
        season = f"{entry.show_id}-{entry.season}-{entry.kind.value}"
        return f"{season}{part}@{self._host}"

    def _envelope(self, name: str, address: str) -> bytes:
        calendar = Calendar.new(
            name=printable(name),
            prodid="-//Cliffhanger//Season dates//EN",
            method="PUBLISH",
            calscale="GREGORIAN",
            refresh_interval=_REFRESHED,
            # Without one it would be another at each reading.
            uid=uuid5(NAMESPACE_URL, address),
            url=address,
        )
        # RFC 7986, 5.7: it has no default type, so that it must be named.
        calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"
        written: bytes = calendar.to_ical()
        return written

    def _event(self, entry: Entry) -> bytes:
        key = (entry, language())
        if (kept := self._events.get(key)) is not None:
            return kept
        airs = entry.airs
        title = self._links.show_named(entry.show_id, entry.title)
        event = Event.new(
            uid=self.uid(entry),
            summary=_plain(happening(entry, _STYLE)),
            description=_described(entry),
            url=f"{title}/season-{entry.season}",
            start=airs.earliest() if airs.instant is None else airs.instant.astimezone(UTC),
            # A whole day ends as the next one begins; of an instant nobody said how long it takes.
            end=airs.earliest() + timedelta(days=1) if airs.instant is None else None,
            # When it was made what it is, and not when it is read, so that the bytes stay the same.
            stamp=entry.changed_at.astimezone(UTC),
            last_modified=entry.changed_at.astimezone(UTC),
            sequence=entry.sequence,
            status=STATUS.CANCELLED if entry.gone else STATUS.CONFIRMED,
            transparency=TRANSP.TRANSPARENT,
        )
        written: bytes = event.to_ical()
        self._events[key] = written
        return written


def _described(entry: Entry) -> str:
    """The network and who says so."""
    source = entry.source
    link = safe_link(source.link)
    told = source_told(source, _STYLE) if link is not None else printable(source.by)
    lines = []
    if entry.network is not None:
        lines.append(clip(tamed(entry.network), NAME))
    day = bare_date(AirDate.on(source.as_of))
    lines.append(_("Source: {source}, as of {day}", source=told, day=day))
    return _plain("\n".join(lines))


def _plain(text: str) -> str:
    """Text as every reader takes it: node-ical 0.26 makes a line break of a backslash and an n."""
    return printable(text).replace("\\", "\u2216")
