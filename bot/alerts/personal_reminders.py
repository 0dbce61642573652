"""What people are reminded of by direct message: asking for it, lists, stopping it."""

from __future__ import annotations

from ..answers.library import Library
from ..answers.namesakes import told_apart
from ..facts.models import Show
from ..facts.projections import ensure_shows
from ..facts.queries.shows import with_merged_ids
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..locale.messages import language
from .change_kinds import AlertKind
from .paused_channels import resume_channel
from .queries import direct_messages, paused_channels, subscriptions
from .queries.subscriptions import SHOW, Subscription
from .subscriptions import Followed
from .unfollowed import drop_unfollowed


class PersonalReminders:
    """What people follow by direct message."""

    def __init__(self, database: Database, library: Library, clock: Clock) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    async def remind(self, user_id: int, channel_id: int, show: Show, view: int) -> bool:
        """Let a person follow a show by direct message, as that server sees it; False if they
        already did."""
        wanted = Subscription(
            guild_id=view,
            channel_id=channel_id,
            target=SHOW,
            key=str(show.id),
            kinds=AlertKind.REMINDERS,
            label=show.name,
            show_id=show.id,
            user_id=user_id,
            created_by=user_id,
        )
        async with self._database.write() as writing:
            now = self._clock()
            await ensure_shows(writing, [show.id], now=now)
            await direct_messages.put(writing, user_id, language())
            fresh = await subscriptions.put(writing, wanted, now)
            # They asked again, so their messages are open again.
            await resume_channel(writing, channel_id, view, now)
            return fresh

    async def of(self, user_id: int) -> Followed:
        """What a person is reminded of by direct message."""
        async with self._database.read() as reading:
            followed = await subscriptions.of_user(reading, user_id)
            paused = await paused_channels.pauses_in(
                reading, [item.channel_id for item in followed]
            )
        shows = {
            item.id: show
            for item in followed
            if item.show_id is not None
            and (show := await self._library.show(item.show_id, item.guild_id)) is not None
        }
        called = told_apart(shows.values())
        names = {
            item.id: called[shows[item.id].id] if item.id in shows else item.label
            for item in followed
        }
        return Followed(followed, names, paused)

    async def stop(self, user_id: int, show_id: int) -> bool:
        """End a person's reminders of a show; False if there were none."""
        async with self._database.write() as writing:
            keys = [str(number) for number in await with_merged_ids(writing, show_id)]
            mine = await subscriptions.of_user(writing, user_id)
            gone = False
            for channel_id in {item.channel_id for item in mine}:
                gone |= await subscriptions.drop(writing, channel_id, SHOW, keys)
                await drop_unfollowed(writing, channel_id)
            return gone
