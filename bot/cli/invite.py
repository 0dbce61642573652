"""The invitation of the bot to a server: the permissions that it asks for, and no more."""

from __future__ import annotations

import base64
import binascii

import discord

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    read_message_history=True,
    create_public_threads=True,
    send_messages_in_threads=True,
    create_events=True,
)
"""What alerts, their threads, events and answers to mentions need; commands need none."""

_ADDRESS = "https://discord.com/oauth2/authorize"


def invite_link(application_id: str) -> str:
    """The page on which somebody adds the bot to a server."""
    asked = f"scope=bot+applications.commands&permissions={PERMISSIONS.value}"
    return f"{_ADDRESS}?client_id={application_id}&{asked}"


def application_of(token: str) -> str | None:
    """The application's id, which a bot's token begins with in base64; None where it does not."""
    head = token.partition(".")[0]
    try:
        text = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return text if text.isascii() and text.isdecimal() and len(text) <= 20 else None
