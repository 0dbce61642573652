"""A stored message: what its sender wrote, what a reader sees, whom it pinged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.wire import components as component_tree
from tests.wire.clock import snowflake_time, timestamp
from tests.wire.entities import Json, User

CROSSPOSTED, EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 0, 1 << 6, 1 << 7, 1 << 15
"""https://discord.com/developers/docs/resources/message#message-object-message-flags"""


@dataclass(slots=True, eq=False)
class Message:
    id: int
    channel_id: int
    guild_id: int
    """0 in a direct message."""
    author: User
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    flags: int = 0
    type: int = 0
    nonce: str | None = None
    allowed_mentions: Json | None = None
    reference: Json | None = None
    interaction_metadata: Json | None = None
    application_id: int = 0
    edits: int = 0
    edited_at: float | None = None
    deleted: bool = False
    mentioned: list[User] = field(default_factory=list)
    mentioned_roles: list[str] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """A deferred answer that shows "thinking" still."""
        return bool(self.flags & LOADING)

    @property
    def text(self) -> str:
        """All a person reads: content, embeds, text displays, a paragraph each."""
        parts = [self.content] if self.content else []
        for embed in self.embeds:
            parts += [embed[key] for key in ("title", "description") if embed.get(key)]
            parts += [f"{f['name']}: {f['value']}" for f in embed.get("fields", [])]
            parts += [embed["footer"]["text"]] if embed.get("footer") else []
        return "\n".join(parts + component_tree.texts(self.components))

    @property
    def buttons(self) -> list[Json]:
        """Buttons in reading order: ``label``, ``custom_id`` or ``url``, ``disabled``."""
        return [c for c in component_tree.walk(self.components) if c["type"] == 2]

    @property
    def selects(self) -> list[Json]:
        """Menus in reading order: ``custom_id``, ``options``."""
        kinds = component_tree.SELECTS
        return [c for c in component_tree.walk(self.components) if c["type"] in kinds]

    def component(self, custom_id: str) -> Json:
        """The component with that ``custom_id``; ``LookupError`` where there is none."""
        for component in component_tree.walk(self.components):
            if component.get("custom_id") == custom_id:
                return component
        raise LookupError(f"no component {custom_id!r} on message {self.id}")

    def button(self, label: str) -> Json:
        """The button with that label; ``LookupError`` where there is none."""
        for button in self.buttons:
            if button.get("label") == label:
                return button
        raise LookupError(f"no button {label!r} on message {self.id}")

    def apply(self, body: Json) -> None:
        """Take over what a request body says; keys it lacks stay as they are."""
        self.content = (body.get("content") or "") if "content" in body else self.content
        self.embeds = (body.get("embeds") or []) if "embeds" in body else self.embeds
        if "components" in body:
            self.components = component_tree.numbered(body["components"] or [])
        if "allowed_mentions" in body:
            self.allowed_mentions = body["allowed_mentions"]
        kept = self.flags & (EPHEMERAL | CROSSPOSTED | COMPONENTS_V2)
        self.flags = kept | (body.get("flags") or 0) & ~EPHEMERAL

    @property
    def pings(self) -> set[str]:
        """Who is notified: ``everyone``, or the ids of users and roles as decimal strings.

        What the text mentions, less what ``allowed_mentions`` withholds
        (https://discord.com/developers/docs/resources/message#allowed-mentions-object).
        """
        written = "\n".join([self.content, *component_tree.texts(self.components)])
        users = set(re.findall(r"<@!?(\d+)>", written))
        roles = set(re.findall(r"<@&(\d+)>", written))
        everyone = {"everyone"} if re.search(r"@(everyone|here)\b", written) else set()
        if self.allowed_mentions is None:
            return users | roles | everyone
        parse = self.allowed_mentions.get("parse") or []
        named_users = set(map(str, self.allowed_mentions.get("users") or []))
        named_roles = set(map(str, self.allowed_mentions.get("roles") or []))
        return (
            (users if "users" in parse else users & named_users)
            | (roles if "roles" in parse else roles & named_roles)
            | (everyone if "everyone" in parse else set())
        )

    def payload(self, *, with_nonce: bool = False, with_content: bool = True) -> Json:
        """The message object; without its content where a missing intent hides it."""
        body: dict[str, Any] = {
            "id": str(self.id),
            "channel_id": str(self.channel_id),
            "type": self.type,
            "author": self.author.payload(),
            "content": self.content if with_content else "",
            "embeds": self.embeds if with_content else [],
            "components": self.components if with_content else [],
            "attachments": self.attachments if with_content else [],
            "timestamp": timestamp(snowflake_time(self.id)),
            "edited_timestamp": timestamp(self.edited_at) if self.edited_at else None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [user.payload() for user in self.mentioned],
            "mention_roles": self.mentioned_roles,
            "pinned": False,
            "flags": self.flags,
        }
        if with_nonce and self.nonce is not None:
            body["nonce"] = self.nonce
        if self.reference is not None:
            body["message_reference"] = self.reference
        if self.interaction_metadata is not None:
            body["interaction_metadata"] = self.interaction_metadata
        if self.application_id:
            body["application_id"] = str(self.application_id)
            body["webhook_id"] = str(self.application_id)
        return body
