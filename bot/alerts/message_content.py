"""What a message says: the changes that concern its server, as that server sees the show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ..answers.library import Library
from ..answers.lookup import Answer
from ..facts.air_date import AirDate
from ..facts.models import Fact, Season, Show, Topic
from ..facts.queries.edits import scopes_with_edits, written_since
from ..facts.season_order import is_off
from ..facts.verdict import verdict
from ..foundation.clock import Clock
from ..foundation.database import Transaction
from ..guilds.settings import Guilds, zone_of
from ..locale.languages import ENGLISH
from .change_kinds import AlertKind, kind_of
from .debounce_rules import WEEK
from .queries import direct_messages, event_news, events
from .queries.deliveries import Delivery
from .queries.event_news import News
from .queries.events import CHANGE, Event, token_of
from .reminders import (
    Countdown,
    ReminderDate,
    ReminderKind,
    countdown_of,
    date_of,
    expires,
    home_of,
)


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says, as one server sees it.

    `news` are the changes to report or, if struck, to take back; those of a digest are about
    several shows. `season` is the only one they are about, None if there are several. `body` holds
    the texts of a reminder or notice. `now` is aware, in the server's zone. `language` is the one
    spoken there, or the one that person used last. `holds` is today's answer, if changes are taken
    back; `countdown` belongs to a reminder. `token` is found again in the message's components.
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
        """The ids of the news that it reports."""
        news = self.envelope.message.news if self.envelope is not None else ()
        return frozenset(item.id for item in news)

    @property
    def by_sources(self) -> bool:
        """Whether it tells nothing but what sources say."""
        news = self.envelope.message.news if self.envelope is not None else ()
        return bool(news) and all(item.source is not None for item in news)


DIGEST_LASTS = timedelta(days=2)
"""A digest that could not be sent for this long is dropped."""


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
        ids = {row.event_id for row in rows}
        known = await events.by_id(reading, ids)
        news = await event_news.news_of(reading, ids)
        shows = {item.show_id for items in news.values() for item in items}
        shows |= {event.show_id for event in known.values() if event.show_id is not None}
        speaking = {show_id: await scopes_with_edits(reading, show_id) for show_id in sorted(shows)}
        people = {row.user_id for row in rows if row.user_id is not None}
        languages = await direct_messages.languages(reading, people) if people else {}
        heard = await self._heard(reading, rows, news) if not struck else {}
        said = await self._said(reading, rows, known, speaking)
        prepared = []
        for row in rows:
            event = known[row.event_id]
            items = [item for item in news[event.id] if item.kind & row.mask]
            stays = frozenset[int]()
            if not struck:
                told = heard.get(row.channel_id, ())
                items = [i for i in items if not i.struck and not _is_told(i, told)]
            elif row.told is not None:
                stays = row.told
                items = [i for i in items if i.id in stays or _is_added(i, event)]
            language = languages.get(row.user_id or 0, self._guilds.spoken_in(row.guild_id))
            message = await self._message(event, row, items, stays, speaking, said, language)
            envelope = None
            if message is not None:
                nonce = nonce_of(row.channel_id, event.token)
                envelope = Envelope(row.channel_id, row.guild_id, nonce, message, row.role_id)
            prepared.append(PreparedMessage(row, event, envelope))
        return prepared

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

    async def _message(
        self,
        event: Event,
        row: Delivery,
        items: Sequence[News],
        stays: Collection[int],
        speaking: Mapping[int, frozenset[int]],
        said: Mapping[int, datetime],
        language: str,
    ) -> Message | None:
        now = self._clock().astimezone(zone_of(self._guilds.of(row.guild_id)))
        body: dict[str, str] = json.loads(event.body) if event.body else {}
        personal = row.user_id is not None
        if event.kind == events.DIGEST and self._clock() - event.created_at > DIGEST_LASTS:
            return None
        if event.kind in (events.NOTICE, events.OUTCOME, events.DIGEST):
            return Message(
                event.kind, event.token, now, body=body, personal=personal, language=language
            )
        shows: dict[int, Show] = {}
        for show_id in {item.show_id for item in items} | {event.show_id} - {None}:
            assert show_id is not None
            view = row.guild_id if row.guild_id in speaking[show_id] else 0
            show = await self._library.show(show_id, view)
            if show is not None:
                shows[show_id] = show
        main = shows.get(event.show_id) if event.show_id is not None else None
        region = self._guilds.of(row.guild_id).region
        holds, countdown, season = None, None, event.season
        if event.kind == events.REMINDER:
            dated = self._reminder_date(event, body, main, row) if main is not None else None
            if main is None or dated is None:
                return None
            countdown = countdown_of(main, dated, now)
        else:
            items = _telling(items, shows, stays, said)
            if not items or (event.kind == events.CHANGE and main is None):
                return None
            season = _only_season(items)
            struck = [item for item in items if item.struck]
            if main is not None and struck:
                holds = current_answer(main, _only_season(struck), now, region)
        return Message(
            kind=event.kind,
            token=event.token,
            now=now,
            show=main,
            season=season,
            news=tuple(items),
            shows=shows,
            body=body,
            personal=personal,
            holds=holds,
            countdown=countdown,
            region=region,
            language=language,
        )

    def _reminder_date(
        self, event: Event, body: Mapping[str, str], show: Show, row: Delivery
    ) -> ReminderDate | None:
        """A reminder's date, if it still holds and is not long gone."""
        season = show.season(event.season)
        if season is None or is_off(season):
            return None
        airs, zone = AirDate.parse(body["airs"]), zone_of(self._guilds.of(row.guild_id))
        if self._clock() >= expires(airs, ReminderKind(body["which"]), zone, home_of(body)):
            return None
        return date_of(season, body)


def _telling(
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
    """Whether a change that was taken back still holds in a server, whose own people said it too.

    If they said it only after that, it is announced as their own word.
    """
    fact = show.fact(item.season, item.field, item.key)
    if item.scope or item.struck_at is None or fact is None or not fact.claim.scope:
        return False
    at = said.get(fact.claim.order)
    return fact.value == item.after and at is not None and at < item.struck_at


def _is_added(item: News, event: Event) -> bool:
    """Whether the change was added to the event after it was written."""
    return item.at is not None and item.at > event.created_at


def _is_told(item: News, heard: Sequence[News]) -> bool:
    """Whether exactly that change is the last thing a channel was told about the place.

    Its server's own people may have said it before everybody was told.
    """
    of_it = [told for told in heard if told.place == item.place and told.event_id != item.event_id]
    return bool(of_it) and (of_it[-1].before, of_it[-1].after) == (item.before, item.after)


def _only_season(items: Sequence[News]) -> int | None:
    """The season that all of these changes are about; None if they are about several."""
    seasons = {item.season for item in items}
    return seasons.pop() if len(seasons) == 1 else None


def current_answer(show: Show, season: int | None, now: datetime, region: str | None) -> Answer:
    """Today's answer about a season, some facts of which were taken back; `now` is aware."""
    return Answer(show, verdict(show, season, now), Topic.GENERAL, now, region)


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


def sample(show: Show, now: datetime, act: str, language: str = ENGLISH) -> Message:
    """A message that presents what is true now as if it were new, and says that it is a sample.

    `act` makes it unique; `now` is aware, in the server's zone; `language` is that of the server's
    alerts.
    """
    answer = verdict(show, None, now)
    season = answer.season or answer.latest
    number = season.number if season is not None else None
    news = _as_new(show, season)
    token = token_of("sample", act)
    return Message(
        CHANGE,
        token,
        now,
        show,
        number,
        tuple(news),
        {show.id: show},
        language=language,
        sample=True,
    )


def _as_new(show: Show, season: Season | None) -> list[News]:
    facts: list[Fact[object]] = []
    number = None
    if season is not None and season.status is not None:
        facts, number = [season.status, *season.trailers[:1]], season.number
    elif season is not None and season.premiere is not None:
        facts, number = [season.premiere], season.number
    elif show.status is not None:
        facts = [show.status]
    news = []
    for fact in facts:
        claim = fact.claim
        kind = kind_of(number, claim.field)
        assert kind is not None
        news.append(
            News(
                show_id=show.id,
                scope=0,
                season=number,
                field=claim.field,
                key=claim.key,
                kind=kind,
                before=None,
                after=fact.value,
                link=claim.source,
            )
        )
    return news
