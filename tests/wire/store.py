"""Messages as Discord keeps them: posting, nonces, edits, history."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterator

from tests.wire.clock import Clock
from tests.wire.entities import Guild, Json, ScheduledEvent
from tests.wire.errors import not_found
from tests.wire.message import Message
from tests.wire.waiting import Signal


class MessageStore:
    """Every message of every channel, oldest first.

    ``nonce_window`` is in seconds of the server's clock: within it, a nonce that its author
    enforces again gives the first message back and posts nothing; afterwards it is forgotten.
    ``keep`` bounds what a channel holds, for benchmarks; ``None`` keeps all.
    """

    def __init__(self, clock: Clock, keep: int | None = None) -> None:
        self.nonce_window = 180.0
        self.keep = keep
        self.changed = Signal()
        self.posted: Counter[int] = Counter()
        """Messages stored, by channel id."""
        self.edited = 0
        self.suppressed = 0
        """Sends that posted nothing, since their nonce was known."""
        self._clock = clock
        self._channels: dict[int, OrderedDict[int, Message]] = {}
        self._nonces: dict[tuple[int, str], tuple[float, Message]] = {}

    def repeated(self, author_id: int, nonce: str) -> Message | None:
        """The first message of an enforced nonce, if the window still holds it.

        ``ApiError`` 10008 where that message was deleted meanwhile.
        """
        known = self._nonces.get((author_id, nonce))
        if known is None or self._clock.now() - known[0] > self.nonce_window:
            return None
        if known[1].deleted:
            raise not_found(10008)
        self.suppressed += 1
        return known[1]

    def add(self, message: Message, *, enforce_nonce: bool = False) -> None:
        channel = self._channels.setdefault(message.channel_id, OrderedDict())
        channel[message.id] = message
        self.posted[message.channel_id] += 1
        if enforce_nonce and message.nonce is not None:
            self._nonces[message.author.id, message.nonce] = (self._clock.now(), message)
        if self.keep is not None and len(channel) > self.keep:
            channel.popitem(last=False)
        self.changed.notify()

    def edit(self, message: Message, body: Json) -> None:
        message.apply(body)
        message.edits += 1
        message.edited_at = self._clock.now()
        self.edited += 1
        self.changed.notify()

    def delete(self, message: Message) -> None:
        message.deleted = True
        self._channels[message.channel_id].pop(message.id, None)
        self.changed.notify()

    def get(self, channel_id: int, message_id: int) -> Message:
        """The message; ``ApiError`` 10008 where it is not, or no longer."""
        try:
            return self._channels[channel_id][message_id]
        except KeyError:
            raise not_found(10008) from None

    def in_channel(self, channel_id: int) -> list[Message]:
        """All messages of a channel, oldest first, ephemeral ones among them."""
        return list(self._channels.get(channel_id, {}).values())

    def all(self) -> Iterator[Message]:
        for channel in self._channels.values():
            yield from channel.values()

    def history(
        self,
        channel_id: int,
        *,
        limit: int = 50,
        before: int | None = None,
        after: int | None = None,
        around: int | None = None,
    ) -> list[Message]:
        """A page, newest first; with ``after``, the page that follows that id directly."""
        everything = [m for m in self.in_channel(channel_id) if not m.ephemeral]
        if around is not None:
            older = [m for m in everything if m.id < around][-(limit // 2) :]
            newer = [m for m in everything if m.id >= around][: limit - len(older)]
            page = older + newer
        elif after is not None:
            page = [m for m in everything if m.id > after][:limit]
        else:
            page = [m for m in everything if before is None or m.id < before][-limit:]
        return page[::-1]

    def duplicates(self) -> list[Message]:
        """Messages whose channel, author and nonce, or whole content, an earlier one has.

        Answers to interactions do not count: two people may well ask the same.
        """
        seen: set[tuple[object, ...]] = set()
        twice: list[Message] = []
        for message in self.all():
            if message.interaction_metadata is not None:
                continue
            place = (message.channel_id, message.author.id)
            keys: set[tuple[object, ...]] = {(*place, "text", message.text)}
            if message.nonce is not None:
                keys.add((*place, "nonce", message.nonce))
            if keys & seen:
                twice.append(message)
            seen |= keys
        return twice


class ScheduledEventStore:
    """The events of each guild that stand; what was made in all is counted."""

    def __init__(self) -> None:
        self.standing: defaultdict[int, dict[int, ScheduledEvent]] = defaultdict(dict)
        self.made: list[ScheduledEvent] = []

    def of(self, guild: Guild) -> list[ScheduledEvent]:
        """The events of a guild, the first to begin first."""
        return sorted(self.standing[guild.id].values(), key=lambda event: event.start)
