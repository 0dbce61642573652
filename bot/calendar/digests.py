"""Digests: what is new and what comes up, sent to a channel every week or month, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ..alerts.queries import deliveries, events, paused_channels
from ..alerts.queries.deliveries import NewDelivery
from ..alerts.queries.paused_channels import Pause
from ..alerts.tables import CHANNEL_GONE
from ..alerts.unfollowed import drop_digests
from ..cluster.assignment import Assignment
from ..errors import GoneError
from ..facts.models import Show
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..guilds.settings import Guilds, zone_called, zone_of
from ..locale.languages import speaking
from ..locale.messages import _, ngettext
from ..presentation.layout import MESSAGE
from ..presentation.markup import Markdown, Style
from .news import NewsItem, news_lines
from .queries import digests
from .queries.digests import Digest, What
from .read_model import Calendar
from .recurrence import Recurrence
from .upcoming import Agenda, Entry, Wanted, agenda, upcoming_lines

_AT_ONCE = 20
_A_SECOND, _A_MINUTE = 1.0, 60.0
_LATE = timedelta(days=1)
"""A digest that is later than this is not sent; the next one tells its content."""


class Digests:
    """Sets digests, and puts those that are due into the outbox of alerts.

    With several processes, each sends the digests of its own servers: no other knows their
    language.
    """

    def __init__(
        self,
        database: Database,
        calendar: Calendar,
        guilds: Guilds,
        clock: Clock,
        assignment: Callable[[], Assignment],
    ) -> None:
        self._database = database
        self._assignment = assignment
        self._calendar = calendar
        self._guilds = guilds
        self._clock = clock

    async def set(
        self,
        guild_id: int,
        channel_id: int,
        recurrence: Recurrence,
        what: What,
        *,
        network: str | None,
        mine: bool,
    ) -> Digest:
        """Give a channel a digest, replacing the one it had.

        Raises:
            StoreError: the database could not be written; nothing was changed.
        """
        settings = self._guilds.of(guild_id)
        now = self._clock()
        zone = zone_of(settings)
        day = recurrence.first_day(now.astimezone(zone))
        at = recurrence.moment(day, zone)
        digest = Digest(
            guild_id=guild_id,
            channel_id=channel_id,
            recurrence=recurrence,
            what=what,
            network=network,
            mine=mine,
            zone=settings.timezone,
            next_day=day,
            next_at=at,
            told_until=min(now, at - recurrence.length),
        )
        async with self._database.write() as writing:
            for known in await digests.of_guild(writing, guild_id):
                if known.channel_id == channel_id:
                    # What the channel was told before is not news to it.
                    digest = replace(digest, told_until=known.told_until)
            await digests.put(writing, digest)
        return digest

    async def stop(self, guild_id: int, channel_id: int) -> Sequence[int]:
        """Stop a channel's digest, and drop one that waits to be sent there.

        If it gets none, the digests of channels that no longer exist are stopped: nobody can choose
        those any more. Returns the channels that got one.

        Raises:
            GoneError: it gets none.
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.write() as writing:
            known = [digest.channel_id for digest in await digests.of_guild(writing, guild_id)]
            stopped = [channel_id]
            if channel_id not in known:
                paused = await paused_channels.pauses_in(writing, known)
                stopped = [pause.channel_id for pause in paused if pause.reason == CHANNEL_GONE]
            if not stopped:
                raise GoneError("That channel gets no digest; `/digest set` gives it one.")
            for channel in stopped:
                await digests.drop(writing, channel, guild_id)
                await drop_digests(writing, channel)
        return stopped

    async def of(self, guild_id: int) -> Sequence[Digest]:
        """The digests of a server, the next one first.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            return await digests.of_guild(reading, guild_id)

    async def pauses(self, known: Sequence[Digest]) -> Mapping[int, Pause]:
        """Those of the digests' channels that nothing is sent to, and why.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            paused = await paused_channels.pauses_in(
                reading, [digest.channel_id for digest in known]
            )
        return {pause.channel_id: pause for pause in paused}

    async def preview(self, digest: Digest) -> list[str]:
        """The lines that the next digest would have now; none if nothing is new.

        Raises:
            StoreError: the database cannot be read.
        """
        following = digest.recurrence.next_day(digest.next_day)
        content = await self._content(digest, digest.next_day, following)
        return self._lines(digest, content, self._clock())

    async def step(self) -> float:
        """Put the digests that are due into the outbox; returns in how many seconds to look again.

        Raises:
            StoreError: the database cannot be used; what was not done stays due.
        """
        await self._rezone()
        await self._correct_clock_ahead()
        async with self._database.read() as reading:
            due = await digests.due(reading, self._clock(), _AT_ONCE, self._assignment())
        told = [await self._tell(digest) for digest in due]
        if not all(told):
            return _A_SECOND
        return 0.0 if len(due) == _AT_ONCE else _A_MINUTE

    async def _rezone(self) -> None:
        """If a server changed its zone, keep the day on which the next digest is due, and move its
        hour."""
        async with self._database.read() as reading:
            moved = await digests.rezoned(reading, self._assignment())
        for digest, zone in moved:
            at = digest.recurrence.moment(digest.next_day, zone_called(zone))
            async with self._database.write() as writing:
                await digests.move(writing, digest, replace(digest, zone=zone, next_at=at))

    async def _correct_clock_ahead(self) -> None:
        """Correct digests that were dated by a clock that was ahead: they come at their hour, with
        what is new by then."""
        now = self._clock()
        async with self._database.read() as reading:
            ahead = await digests.of_a_clock_ahead(reading, now, self._assignment())
        for digest in ahead:
            zone = zone_called(digest.zone)
            day = min(digest.next_day, digest.recurrence.first_day(now.astimezone(zone)))
            right = replace(
                digest,
                next_day=day,
                next_at=digest.recurrence.moment(day, zone),
                told_until=min(digest.told_until, now),
            )
            async with self._database.write() as writing:
                await digests.move(writing, digest, right)

    async def _tell(self, digest: Digest) -> bool:
        """Write the event of a digest, its one delivery and the next due day, in one transaction.

        The day is part of the event's token, so the digest is sent once whatever happens. Returns
        False if it has to wait a second.
        """
        now = self._clock()
        following = self._following(digest, now)
        lines: list[str] = []
        async with self._database.read() as reading:
            paused = await paused_channels.pauses_in(reading, [digest.channel_id])
        is_told = not paused and now - digest.next_at <= _LATE
        if is_told:
            content = await self._content(digest, digest.next_day, following.next_day)
            if any(item.when >= now.replace(microsecond=0) for item in content.news):
                # Instants are stored in whole seconds. What came within this second would be told
                # by the next digest as well, so this one waits until the second is over.
                return False
            lines = self._lines(digest, content, now)
            following = replace(following, told_until=now)
        async with self._database.write() as writing:
            if not await digests.move(writing, digest, following) or not lines:
                return True
            event_id = await events.add_message(
                writing,
                events.DIGEST,
                digest.id,
                digest.next_day.isoformat(),
                scope=digest.guild_id,
                body={"lines": "\n".join(lines)},
                now=now,
            )
            if event_id is not None:
                new = NewDelivery(event_id, digest.channel_id, digest.guild_id)
                await deliveries.add(writing, new, now)
        return True

    def _following(self, digest: Digest, now: datetime) -> Digest:
        """The digest with the next day whose hour is still to come."""
        zone, recurrence = zone_called(digest.zone), digest.recurrence
        day = recurrence.next_day(digest.next_day)
        if recurrence.moment(day, zone) <= now:
            day = recurrence.first_day(now.astimezone(zone))
        return replace(digest, next_day=day, next_at=recurrence.moment(day, zone))

    def _lines(self, digest: Digest, content: Content, now: datetime) -> list[str]:
        here = now.astimezone(zone_called(digest.zone))
        with speaking(self._guilds.spoken_in(digest.guild_id)):
            return digest_lines(content, here, Markdown()) if content.is_new else []

    async def _content(self, digest: Digest, first: date, following: date) -> Content:
        """What a digest would tell from the day `first` until the day of the following one."""
        scope, calendar = digest.guild_id, self._calendar
        follows = await calendar.follows(scope)
        news: Sequence[NewsItem] = []
        if digest.what is not What.UPCOMING:
            news = await calendar.news(digest.told_until, scope=scope, network=digest.network)
            if digest.mine:
                news = [item for item in news if follows.includes(item.show_id, item.network)]
        plan = Agenda((), ())
        if digest.what is not What.NEWS:
            last = following - timedelta(days=1)
            entries = await calendar.entries(first, last, scope=scope, follows=follows)
            wanted = Wanted(digest.network, mine=digest.mine)
            plan = agenda(
                await calendar.chosen(entries, wanted), first, last, zone_called(digest.zone)
            )
            with speaking(self._guilds.spoken_in(scope)):
                plan = await calendar.translated(plan, plan.entries[:_ENTRIES], scope)
        shows = await calendar.shows((item.show_id for item in news), scope)
        return Content(news, shows, plan)


_NEWS = 8
_ENTRIES = 12
"""How many entries are listed at most; the commands show the rest."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a digest says; `shows` are those that the news are about."""

    news: Sequence[NewsItem]
    shows: Mapping[int, Show]
    agenda: Agenda

    @property
    def is_new(self) -> bool:
        """Whether there is anything to send: a stretch of time that only continues is nothing
        new."""
        return bool(self.news or self.agenda.days)


def digest_lines(content: Content, now: datetime, style: Style) -> list[str]:
    """The lines of a digest's message; `now` is aware, in the server's zone.

    Lines that do not fit are counted with those beyond the first few.
    """
    entries = content.agenda.entries
    news, dates = min(len(content.news), _NEWS), min(len(entries), _ENTRIES)
    while True:
        new = _news_part(content, news, now, style)
        coming = _dates_part(content.agenda, entries, dates, now, style)
        if max(news, dates) <= 1 or MESSAGE.holds("\n".join([*new, *coming])):
            return [*new, *coming]
        if dates <= 1 or (news > 1 and _size(new) > _size(coming)):
            news -= 1
        else:
            dates -= 1


def _size(lines: Sequence[str]) -> int:
    return sum(map(len, lines))


def _news_part(content: Content, number: int, now: datetime, style: Style) -> list[str]:
    if not content.news:
        return []
    told = news_lines(content.news[:number], content.shows, now, style)
    lines = [_("### What is new"), *told]
    if more := len(content.news) - number:
        lines.append(
            style.small(
                ngettext(
                    "And {number} more: `/news` lists it.",
                    "And {number} more: `/news` lists them.",
                    more,
                )
            )
        )
    return lines


def _dates_part(
    plan: Agenda, entries: Sequence[Entry], number: int, now: datetime, style: Style
) -> list[str]:
    if not entries:
        return []
    lines = [_("### What comes up"), *upcoming_lines(plan, entries[:number], now, style)]
    if more := len(entries) - number:
        lines.append(
            style.small(
                ngettext(
                    "And {number} more: `/upcoming` lists it.",
                    "And {number} more: `/upcoming` lists them.",
                    more,
                )
            )
        )
    return lines
