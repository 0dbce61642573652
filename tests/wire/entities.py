"""Users, roles, members, channels and guilds, with the payloads Discord would send for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.wire import permissions
from tests.wire.clock import timestamp

Json = dict[str, Any]

TEXT, DM, NEWS, NEWS_THREAD, PUBLIC_THREAD = 0, 1, 5, 10, 11
"""Channel types: https://discord.com/developers/docs/resources/channel#channel-object-channel-types"""


@dataclass(slots=True, eq=False)
class User:
    id: int
    name: str
    bot: bool = False
    accepts_dms: bool = True
    locale: str = "en-US"

    def payload(self) -> Json:
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.bot else self.name.title(),
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }


@dataclass(slots=True, eq=False)
class Role:
    id: int
    name: str
    permissions: int = 0
    position: int = 0
    mentionable: bool = False

    def payload(self) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": self.mentionable,
            "flags": 0,
        }


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What one role or member is allowed and denied in one channel, as permission bits."""

    allow: int = 0
    deny: int = 0


@dataclass(slots=True, eq=False)
class Member:
    user: User
    roles: list[int] = field(default_factory=list)

    def payload(self) -> Json:
        return {
            "user": self.user.payload(),
            "roles": [str(role) for role in self.roles],
            "nick": None,
            "avatar": None,
            "joined_at": "2024-01-01T00:00:00+00:00",
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }


@dataclass(slots=True, eq=False)
class Channel:
    id: int
    name: str
    type: int = TEXT
    guild_id: int = 0
    """0 for a direct message."""
    parent_id: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipient: User | None = None
    owner_id: int = 0
    created: float = 0.0
    """Unix seconds; meaningful for threads."""
    archived: bool = False
    """A thread that nobody wrote in for long; writing there brings it back, unless ``locked``."""
    locked: bool = False

    @property
    def is_thread(self) -> bool:
        return self.type in (NEWS_THREAD, PUBLIC_THREAD)

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    def payload(self, guild: Guild | None = None) -> Json:
        """The channel object; ``guild`` tells a member's overwrite from a role's."""
        body: Json = {
            "id": str(self.id),
            "type": self.type,
            "flags": 0,
            "last_message_id": None,
        }
        if self.recipient is not None:
            return body | {"recipients": [self.recipient.payload()]}
        body |= {
            "name": self.name,
            "guild_id": str(self.guild_id),
            "parent_id": str(self.parent_id) if self.parent_id else None,
            "rate_limit_per_user": 0,
        }
        if self.is_thread:
            return body | {
                "owner_id": str(self.owner_id),
                "message_count": 0,
                "member_count": 1,
                "total_message_sent": 0,
                "thread_metadata": {
                    "archived": self.archived,
                    "auto_archive_duration": 1440,
                    "archive_timestamp": timestamp(self.created),
                    "create_timestamp": timestamp(self.created),
                    "locked": self.locked,
                },
            }
        roles = guild.roles if guild else {}
        return body | {
            "topic": None,
            "nsfw": False,
            "position": 0,
            "permission_overwrites": [
                {
                    "id": str(target),
                    "type": 0 if target in roles else 1,
                    "allow": str(overwrite.allow),
                    "deny": str(overwrite.deny),
                }
                for target, overwrite in self.overwrites.items()
            ],
        }


@dataclass(slots=True, eq=False)
class Guild:
    id: int
    name: str
    owner_id: int
    locale: str = "en-US"
    joined: bool = True
    """Whether the bot is a member; a user install is used in guilds where it is not."""
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)

    def payload(self) -> Json:
        """The guild object of REST, without channels and members."""
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner_id),
            "roles": [role.payload() for role in self.roles.values()],
            "emojis": [],
            "stickers": [],
            "features": [],
            "icon": None,
            "splash": None,
            "banner": None,
            "description": None,
            "discovery_splash": None,
            "afk_channel_id": None,
            "afk_timeout": 300,
            "application_id": None,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "safety_alerts_channel_id": None,
            "vanity_url_code": None,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_progress_bar_enabled": False,
            "preferred_locale": self.locale,
        }

    def create_payload(self, bot: User) -> Json:
        """``GUILD_CREATE``: with its channels, threads, and the bot's own member alone."""
        ordinary = [c for c in self.channels.values() if not c.is_thread]
        threads = [c for c in self.channels.values() if c.is_thread and not c.archived]
        return self.payload() | {
            "joined_at": "2024-01-01T00:00:00+00:00",
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "members": [self.members[bot.id].payload()] if bot.id in self.members else [],
            "channels": [channel.payload(self) for channel in ordinary],
            "threads": [thread.payload(self) for thread in threads],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def permissions(self, channel: Channel, user: User) -> int:
        """The permission bits of ``user`` in ``channel``."""
        return permissions.in_channel(self, channel, user.id)


EXTERNAL, SCHEDULED, CANCELED = 3, 1, 4
"""An event outside of Discord, and its states."""


@dataclass(slots=True, eq=False)
class ScheduledEvent:
    """An event outside of Discord; `start` and `end` are in UTC."""

    id: int
    guild_id: int
    creator_id: int
    name: str
    description: str
    location: str
    start: datetime
    end: datetime
    status: int = SCHEDULED

    def payload(self) -> Json:
        return {
            "id": str(self.id),
            "guild_id": str(self.guild_id),
            "channel_id": None,
            "creator_id": str(self.creator_id),
            "name": self.name,
            "description": self.description,
            "scheduled_start_time": self.start.isoformat(),
            "scheduled_end_time": self.end.isoformat(),
            "privacy_level": 2,
            "status": self.status,
            "entity_type": EXTERNAL,
            "entity_id": None,
            "entity_metadata": {"location": self.location},
            "image": None,
        }
