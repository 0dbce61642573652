"""What channels follow: resolving what was typed, following and unfollowing, lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..answers.library import Library
from ..answers.lookup import Found, Lookup, marked, not_found_sentence
from ..answers.namesakes import labels, told_apart
from ..answers.network_lookup import Networks
from ..errors import BadInputError, GoneError
from ..facts.fields import folded
from ..facts.models import Show
from ..facts.networks import network_key, network_names, same_network
from ..facts.projections import ensure_shows
from ..facts.queries.shows import shows_on_network, with_merged_ids
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..locale.messages import _
from .queries import deliveries, paused_channels, subscriptions
from .queries.paused_channels import Pause
from .queries.subscriptions import EVERYTHING, NETWORK, SHOW, Subscription
from .unfollowed import drop_unfollowed

_EVERYTHING = "everything"
_NETWORK = "network:"
_SUGGESTED = 25


@dataclass(frozen=True, slots=True)
class FollowTarget:
    """What is followed: a show, the shows of a network, or everything."""

    kind: str
    key: str
    label: str
    show: Show | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """What a server follows, and what is wrong: paused channels and messages that were lost."""

    subscriptions: Sequence[Subscription]
    names: Mapping[int, str]
    pauses: Sequence[Pause]
    failed: Mapping[int, str] = field(default_factory=dict)
    uncertain: Mapping[int, int] = field(default_factory=dict)

    def within(self, channel_id: int | None) -> Followed:
        """The part of it that one channel follows."""
        here = [item for item in self.subscriptions if item.channel_id == channel_id]
        pauses = [pause for pause in self.pauses if pause.channel_id == channel_id]
        return replace(self, subscriptions=here, pauses=pauses)


ChannelExists = Callable[[int], bool]
"""Whether a server has a channel of that id."""


def _offered(item: Subscription, channel_id: int | None, there: ChannelExists) -> bool:
    return item.channel_id == channel_id or not there(item.channel_id)


def _behind_network(typed: str) -> str | None:
    """The name behind "network:", in English or as the list writes it in the language spoken; None
    where that does not stand before it."""
    before, colon, name = typed.partition(":")
    listed = _("Network: {name}", name="").partition(":")[0]
    written = (_NETWORK.rstrip(":"), folded(listed))
    return name.strip() if colon and folded(before) in written else None


class Following:
    """What channels follow: finding a target by what was typed, following, unfollowing, listing."""

    def __init__(
        self,
        database: Database,
        library: Library,
        lookup: Lookup,
        networks: Networks,
        clock: Clock,
    ) -> None:
        self._database = database
        self._library = library
        self._lookup = lookup
        self._clock = clock
        self._networks = networks

    async def target(self, typed: str, scope: int) -> FollowTarget:
        """The target that somebody wants to follow, from a choice of the list or from typed words.

        Raises:
            BadInputError: several shows or none have that name, or nobody is on that network.
            GoneError: the show is not there for this server.
        """
        typed = typed.strip()
        if folded(typed) in (_EVERYTHING, "all", "*", folded(_("everything"))):
            return FollowTarget(EVERYTHING, "", "everything")
        network = _behind_network(typed)
        if network is not None:
            if found := await self._network(network, scope):
                return found
            raise BadInputError(
                "I know of no show on a network by that name; pick one from the list."
            )
        result = await self._lookup.find(typed, scope)
        if isinstance(result, Found):
            show = result.show
            return FollowTarget(SHOW, str(show.id), show.name, show)
        if found := await self._network(typed, scope):
            return found
        ways = _(
            "Pick one from the list, or write `everything` or `network:` and a network's name."
        )
        raise BadInputError(f"{not_found_sentence(result)} {ways}")

    async def _network(self, name: str, scope: int) -> FollowTarget | None:
        known = await self._networks.named(name, scope)
        return None if known is None else FollowTarget(NETWORK, network_key(known), known)

    async def suggest(self, typed: str, scope: int) -> list[tuple[str, str]]:
        """Up to 25 (label, value) for what was typed so far: everything, networks, shows."""
        network = _behind_network(typed)
        by_network = network is not None
        wanted = folded(typed if network is None else network)
        offered: list[tuple[str, str]] = []
        if not by_network and any(
            word.startswith(wanted) for word in (_EVERYTHING, folded(_("Everything")))
        ):
            offered.append((_("Everything"), _EVERYTHING))
        if wanted or by_network:
            near = [
                name
                for name, _shows in await self._networks.known(scope)
                if any(word.startswith(wanted) for word in network_names(name)) and len(name) <= 80
            ]
            limit = _SUGGESTED if by_network else 3
            offered += [
                (_("Network: {name}", name=name), f"{_NETWORK}{name}") for name in near[:limit]
            ]
        if not by_network:
            matches = self._lookup.suggest(typed, scope)
            offered += [
                (label, marked(match.entry.show_id))
                for label, match in zip(labels(matches), matches, strict=True)
            ]
        return offered[:_SUGGESTED]

    async def follow(self, wanted: Subscription) -> tuple[bool, Pause | None]:
        """Follow a target in a channel. Returns whether that is new or changed anything, and, if
        the channel is paused, why nothing is sent yet.

        Raises:
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.write() as writing:
            if wanted.show_id is not None:
                await ensure_shows(writing, [wanted.show_id], now=self._clock())
            fresh = await subscriptions.put(writing, wanted, self._clock())
            paused = await paused_channels.pauses_in(writing, [wanted.channel_id])
        return fresh, next(iter(paused), None)

    async def followed_target(
        self, typed: str, channel_id: int, guild_id: int, there: ChannelExists
    ) -> tuple[FollowTarget, int]:
        """What somebody wants to stop following, and where: a choice from the list, or a title.

        Raises:
            BadInputError: several shows or none have that name.
            GoneError: the show is not there for this server.
        """
        if match := re.fullmatch(r"sub:(\d{1,18})", typed.strip()):
            for item in (await self.followed(guild_id)).subscriptions:
                if item.id == int(match[1]) and _offered(item, channel_id, there):
                    return FollowTarget(item.target, item.key, item.label), item.channel_id
            raise GoneError("That is not followed there; `/alerts list` shows what is.")
        return await self.target(typed, guild_id), channel_id

    async def suggest_followed(
        self, typed: str, channel_id: int | None, guild_id: int, there: ChannelExists
    ) -> list[tuple[str, str]]:
        """Up to 25 (label, value) pairs of what a channel follows.

        What deleted channels follow comes last: those channels can no longer be chosen.
        """
        followed = await self.followed(guild_id)
        here, gone = [], []
        for item in followed.subscriptions:
            label = followed.names.get(item.id, item.label)
            label = _("Network: {name}", name=label) if item.target == NETWORK else label
            if folded(typed) not in folded(label) or not _offered(item, channel_id, there):
                continue
            if item.channel_id == channel_id:
                here.append((label, f"sub:{item.id}"))
            else:
                gone.append(
                    (_("{name} (in a channel that is gone)", name=label[:60]), f"sub:{item.id}")
                )
        return [*here, *gone][:_SUGGESTED]

    async def example(self, target: FollowTarget, guild_id: int) -> Show:
        """A show that somebody who follows this target would hear of, for a sample.

        Raises:
            BadInputError: there is none.
        """
        if target.show is not None:
            return target.show
        for match in self._lookup.suggest("", guild_id):
            entry = match.entry
            wanted = target.kind == EVERYTHING or same_network(entry.network, target.key)
            show = await self._library.show(entry.show_id, guild_id) if wanted else None
            if show is not None:
                return show
        async with self._database.read() as reading:
            names = [
                name
                for name, _shows in await self._networks.known(guild_id)
                if same_network(name, target.label)
            ]
            ids = await shows_on_network(reading, names, guild_id)
        for show_id in ids:
            show = await self._library.show(show_id, guild_id)
            if show is not None:
                return show
        raise BadInputError("I know of no show to make a sample of.")

    async def unfollow(self, target: FollowTarget, channel_id: int, guild_id: int) -> None:
        """End a channel's subscription, and drop the messages that wait only because of it.

        Raises:
            GoneError: it was not followed there by that server.
        """
        async with self._database.write() as writing:
            here = await subscriptions.of_channel(writing, channel_id)
            if not any(item.guild_id == guild_id for item in here):
                raise GoneError("That is not followed there; `/alerts list` shows what is.")
            keys = [target.key]
            if target.show is not None:
                keys = [str(number) for number in await with_merged_ids(writing, target.show.id)]
            elif target.kind == NETWORK:
                keys = sorted(network_names(target.key))
            if not await subscriptions.drop(writing, channel_id, target.kind, keys):
                raise GoneError("That is not followed there; `/alerts list` shows what is.")
            await drop_unfollowed(writing, channel_id)

    async def followed(self, guild_id: int) -> Followed:
        """What a server follows, and what is wrong with it."""
        async with self._database.read() as reading:
            followed = await subscriptions.of_guild(reading, guild_id)
            paused = await paused_channels.pauses_of(reading, guild_id)
            troubles = await deliveries.troubles(reading, guild_id)
        failed = {
            row.channel_id: row.error or "" for row in troubles if row.state == deliveries.FAILED
        }
        uncertain: dict[int, int] = {}
        for row in troubles:
            if row.state == deliveries.UNCERTAIN:
                uncertain[row.channel_id] = uncertain.get(row.channel_id, 0) + 1
        return Followed(followed, await self._names(followed, guild_id), paused, failed, uncertain)

    async def is_empty(self, guild_id: int) -> bool:
        """Whether no channel of a server follows anything.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            return not await subscriptions.of_guild(reading, guild_id)

    async def _names(self, followed: Sequence[Subscription], scope: int) -> Mapping[int, str]:
        keys = {item.key: network_key(item.key) for item in followed if item.target == NETWORK}
        now = await self._networks.called_now(sorted(set(keys.values())), scope) if keys else {}
        ids = [item.show_id for item in followed if item.show_id is not None]
        shows = await self._library.shows(ids, scope)
        called = told_apart(shows.values())
        names = {}
        for item in followed:
            if (show := shows.get(item.show_id or 0)) is not None:
                names[item.id] = called[show.id]
            elif item.target == EVERYTHING:
                names[item.id] = _("Everything")
            else:
                names[item.id] = now.get(keys.get(item.key, ""), item.label)
        return names
