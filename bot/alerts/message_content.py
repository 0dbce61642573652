"""What a message says: the changes that concern its server, as that server sees the show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ..answers.library import Library
from ..answers.lookup import Answer
from ..facts.models import Show, Topic
from ..facts.queries.edits import scopes_with_edits, written_since
from ..facts.season_order import is_off
from ..facts.verdict import verdict
from ..foundation.clock import Clock
from ..foundation.database import Transaction
from ..guilds.settings import Guilds, zone_of
from ..locale.languages import ENGLISH
from .debounce_rules import WEEK
from .queries import direct_messages, event_news, events
from .queries.deliveries import Delivery
from .queries.event_news import News
from .queries.events import Event
from .reminder_dates import Countdown, Reminder, beside, countdown_of, date_of
from .reminder_times import expires
from .reported_changes import is_added, is_told, reported


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says, as one server sees it.

    `news` are the changes to report or, if struck, to take back; those of a digest are about
    several shows. `season` is the only one they are about, None if there are several. `body` holds
    the texts of a reminder or notice. `now` is aware, in the server's zone. `language` is the one
    spoken there, or the one that person used last. `holds` is today's answer, if changes are taken
    back; `countdown` belongs to a reminder, and `beside` are the other seasons that come with that
    one. `token` is found again in the message's components.
    `sample` says that it is only a test.
    """

    kind: str
    token: str
    now: datetime
    show: Show | None = None
    season: int | None = None
    news: tuple[News, ...] = ()
    shows: Mapping[int, Show] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)
    personal: bool = False
    sample: bool = False
    holds: Answer | None = None
    countdown: Countdown | None = None
    beside: tuple[int, ...] = ()
    region: str | None = None
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message addressed to one channel; `nonce` is its idempotency key."""

    channel_id: int
    guild_id: int
    nonce: str
    message: Message
    role_id: int | None = None


def nonce_of(channel_id: int, token: str) -> str:
    """The idempotency key of an event in a channel, Discord's nonce: at most 25 characters.

    Discord tells nonces apart by author alone, so the channel is part of it.
    """
    return hashlib.sha256(f"{channel_id}:{token}".encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class PreparedMessage:
    """A delivery with its message; None if there is nothing to say (any more).

    `lookup_only`: it was undone, and is only looked for in case it was sent before.
    """

    delivery: Delivery
    event: Event
    envelope: Envelope | None
    lookup_only: bool = False

    @property
    def told(self) -> frozenset[int]:
        """The ids of the news that the message reports."""
        news = self.envelope.message.news if self.envelope is not None else ()
        return frozenset(item.id for item in news)

    @property
    def by_sources(self) -> bool:
        """Whether the message tells only what sources say."""
        news = self.envelope.message.news if self.envelope is not None else ()
        return bool(news) and all(item.source is not None for item in news)


DIGEST_LASTS = timedelta(days=2)
"""A digest that could not be sent for this long is dropped."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What the messages of several deliveries are made from.

    `speaking` are the servers whose own people edited each show, `said` when those wrote their
    facts, by revision. `heard` is what channels were told lately, `reminded` the reminders that
    they got or are to get, `languages` the ones that people
    used last. With `struck`, what was taken back is shown struck out.
    """

    events: Mapping[int, Event]
    news: Mapping[int, Sequence[News]]
    speaking: Mapping[int, frozenset[int]]
    said: Mapping[int, datetime]
    heard: Mapping[int, Sequence[News]]
    reminded: Mapping[int, Sequence[Event]]
    languages: Mapping[int, str]
    struck: bool

    def items(self, row: Delivery) -> Sequence[News]:
        """The changes that a delivery's message may report."""
        event = self.events[row.event_id]
        items = [item for item in self.news[event.id] if item.kind & row.mask]
        if not self.struck:
            heard = self.heard.get(row.channel_id, ())
            return [item for item in items if not item.struck and not is_told(item, heard)]
        if row.told is None:
            return items
        return [item for item in items if item.id in row.told or is_added(item, event)]


class MessageBuilder:
    """Builds the messages of deliveries from the facts that cards show."""

    def __init__(self, library: Library, guilds: Guilds, clock: Clock) -> None:
        self._library = library
        self._guilds = guilds
        self._clock = clock

    async def build(
        self, reading: Transaction, rows: Sequence[Delivery], *, struck: bool = False
    ) -> list[PreparedMessage]:
        """The messages of some deliveries; with `struck`, what was taken back is shown struck
        out."""
        context = await self._context(reading, rows, struck=struck)
        prepared = []
        for row in rows:
            event = context.events[row.event_id]
            message = await self._message(row, event, context)
            envelope = None
            if message is not None:
                nonce = nonce_of(row.channel_id, event.token)
                envelope = Envelope(row.channel_id, row.guild_id, nonce, message, row.role_id)
            prepared.append(PreparedMessage(row, event, envelope))
        return prepared

    async def _context(
        self, reading: Transaction, rows: Sequence[Delivery], *, struck: bool
    ) -> _Context:
        ids = {row.event_id for row in rows}
        known = await events.by_id(reading, ids)
        news = await event_news.news_of(reading, ids)
        shows = {item.show_id for items in news.values() for item in items}
        shows |= {event.show_id for event in known.values() if event.show_id is not None}
        speaking = {show_id: await scopes_with_edits(reading, show_id) for show_id in sorted(shows)}
        people = {row.user_id for row in rows if row.user_id is not None}
        return _Context(
            events=known,
            news=news,
            speaking=speaking,
            said=await self._said(reading, rows, known, speaking),
            heard={} if struck else await self._heard(reading, rows, news),
            reminded=await _reminded(reading, rows, known),
            languages=await direct_messages.languages(reading, people) if people else {},
            struck=struck,
        )

    async def _heard(
        self,
        reading: Transaction,
        rows: Sequence[Delivery],
        news: Mapping[int, Sequence[News]],
    ) -> Mapping[int, Sequence[News]]:
        """What those channels were told lately about the same shows."""
        shows = {item.show_id for items in news.values() for item in items}
        if not shows:
            return {}
        channels = {row.channel_id for row in rows}
        return await event_news.heard_in(reading, channels, shows, self._clock() - WEEK)

    async def _said(
        self,
        reading: Transaction,
        rows: Sequence[Delivery],
        known: Mapping[int, Event],
        speaking: Mapping[int, frozenset[int]],
    ) -> Mapping[int, datetime]:
        """When those servers' own people wrote their facts since those events, by revision."""
        servers = {row.guild_id for row in rows} & frozenset().union(*speaking.values())
        if not servers:
            return {}
        since = min(event.created_at for event in known.values())
        return await written_since(reading, speaking, servers, since)

    async def _message(self, row: Delivery, event: Event, context: _Context) -> Message | None:
        """What a delivery says; None if there is nothing to say (any more)."""
        if event.kind == events.DIGEST and self._clock() - event.created_at > DIGEST_LASTS:
            return None
        server = self._guilds.of(row.guild_id)
        message = Message(
            event.kind,
            event.token,
            self._clock().astimezone(zone_of(server)),
            body=json.loads(event.body) if event.body else {},
            personal=row.user_id is not None,
            language=context.languages.get(row.user_id or 0, self._guilds.spoken_in(row.guild_id)),
        )
        if event.kind in (events.NOTICE, events.OUTCOME, events.DIGEST):
            return message
        items = context.items(row)
        shows = await self._shows(row, {item.show_id for item in items} | {event.show_id}, context)
        main = shows.get(event.show_id) if event.show_id is not None else None
        if main is None and event.kind in (events.REMINDER, events.CHANGE):
            return None
        message = replace(message, show=main, shows=shows, region=server.region)
        if event.kind == events.REMINDER:
            return self._of_reminder(message, event, context.reminded.get(row.channel_id, ()))
        stays = row.told if context.struck and row.told is not None else frozenset[int]()
        return _of_changes(message, reported(items, shows, stays, context.said))

    async def _shows(
        self, row: Delivery, show_ids: Collection[int | None], context: _Context
    ) -> Mapping[int, Show]:
        """Those of the shows that are still there, as the delivery's server sees them."""
        shows: dict[int, Show] = {}
        for show_id in show_ids:
            if show_id is None:
                continue
            view = row.guild_id if row.guild_id in context.speaking[show_id] else 0
            show = await self._library.show(show_id, view)
            if show is not None:
                shows[show_id] = show
        return shows

    def _of_reminder(
        self, message: Message, event: Event, reminded: Sequence[Event]
    ) -> Message | None:
        """The message with its countdown, if the date still holds and is not long gone.

        Of seasons that come at one moment the first reminder names all, and no other is sent.
        """
        show = message.show
        season = show.season(event.season) if show is not None else None
        if show is None or season is None or is_off(season):
            return None
        reminder, zone = Reminder.loads(event.body), message.now.tzinfo
        assert zone is not None
        if self._clock() >= expires(reminder.airs, reminder.which, zone, reminder.home):
            return None
        dated = date_of(season, reminder.airs, reminder.happens)
        if dated is None:
            return None
        countdown = countdown_of(show, dated, message.now)
        others = beside(show, season.number, reminder.airs)
        for earlier in reminded:
            its = Reminder.loads(earlier.body)
            comes = earlier.season in others and its.tells(reminder.which, reminder.airs)
            if comes and earlier.id < event.id:
                return None
        return replace(message, season=event.season, countdown=countdown, beside=others)


async def _reminded(
    reading: Transaction, rows: Sequence[Delivery], known: Mapping[int, Event]
) -> Mapping[int, Sequence[Event]]:
    """The reminders of the same shows, where some of the deliveries are reminders."""
    due = [row for row in rows if known[row.event_id].kind == events.REMINDER]
    shows = {show for row in due if (show := known[row.event_id].show_id) is not None}
    channels = {row.channel_id for row in due}
    return await events.reminded_of(reading, channels, shows) if due else {}


def _of_changes(message: Message, items: Sequence[News]) -> Message | None:
    """The message with the changes that it reports; None without any."""
    if not items:
        return None
    holds, struck = None, [item for item in items if item.struck]
    if message.show is not None and struck:
        season = _only_season(struck)
        holds = current_answer(message.show, season, message.now, message.region)
    return replace(message, season=_only_season(items), news=tuple(items), holds=holds)


def _only_season(items: Sequence[News]) -> int | None:
    """The season that all of these changes are about; None if they are about several."""
    seasons = {item.season for item in items}
    return seasons.pop() if len(seasons) == 1 else None


def current_answer(show: Show, season: int | None, now: datetime, region: str | None) -> Answer:
    """Today's answer about a season, some facts of which were taken back; `now` is aware."""
    return Answer(show, verdict(show, season, now), Topic.GENERAL, now, region)
