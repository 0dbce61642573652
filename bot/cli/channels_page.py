"""The channels of the preview side by side on one page, to read.

SimCord's own page shows one channel, acts in it, and may not be framed; this one shows what a
viewer would see in each, by SimCord's public history, and renews itself.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from html import escape
from typing import Any

import discord
from aiohttp import web
from markdown_it import MarkdownIt
from simcord import ChannelHandle, MemberActor

from ..foundation.http_site import listener, serving, site_of

_RENEW_SECONDS = 3
_LATEST = 50
"""As many messages of a channel as SimCord's page shows."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
}

_STYLE = """
body{margin:0;background:#313338;color:#dbdee1;font:15px/1.4 sans-serif}
main{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr);height:100vh}
section{display:flex;flex-direction:column;min-height:0;border-right:1px solid #1e1f22}
h1{font-size:16px;margin:0;padding:12px 16px;border-bottom:1px solid #1e1f22}
ol{display:flex;flex-direction:column-reverse;margin:0;padding:0 16px;overflow:auto;list-style:none}
li{padding:8px 0;overflow-wrap:anywhere}time,.empty{color:#b5bac1;font-size:12px}
p,h2,h3,ul{margin:4px 0}a{color:#7cc0ff}.card{border-left:4px solid #5865f2;padding-left:12px}
.button{display:inline-block;margin:4px 4px 0 0;padding:2px 10px;border-radius:4px;
background:#4e5058}
"""

_TIMESTAMP = re.compile(r"<t:(-?\d{1,12})(?::[a-zA-Z])?>")
_SMALL = re.compile(r"^-# ", re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")


@asynccontextmanager
async def serving_channels(
    channels: Sequence[ChannelHandle], viewer: MemberActor
) -> AsyncIterator[str]:
    """Serve them on this machine meanwhile, at a free port; yields the page's address."""

    async def page(request: web.Request) -> web.Response:
        text = channels_page(channels, viewer)
        return web.Response(text=text, content_type="text/html", headers=_HEADERS)

    where = listener("127.0.0.1", 0, setting="PORT")
    async with serving(site_of([web.get("/", page)]), where):
        yield where.address


def channels_page(channels: Sequence[ChannelHandle], viewer: MemberActor) -> str:
    """A column for each channel with what the viewer may read there, the latest at the bottom."""
    columns = "".join(_column(channel, viewer) for channel in channels)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta http-equiv="refresh" content="{_RENEW_SECONDS}"><title>Cliffhanger</title>'
        f"<style>{_STYLE}</style><main>{columns}</main></html>"
    )


def _column(channel: ChannelHandle, viewer: MemberActor) -> str:
    latest = channel.history(viewer=viewer)[: -_LATEST - 1 : -1]
    messages = "".join(map(_message, latest)) or '<li class="empty">Nothing yet.</li>'
    return f"<section><h1>#{escape(channel.name or '')}</h1><ol>{messages}</ol></section>"


def _message(message: discord.Message) -> str:
    parts = "".join(_parts([item.to_dict() for item in message.components]))
    card = f'<div class="card">{parts}</div>' if parts else ""
    return (
        f"<li><b>{escape(message.author.display_name)}</b> "
        f"<time>{message.created_at:%Y-%m-%d %H:%M} UTC</time>"
        f"{_markdown(message.content)}{card}</li>"
    )


def _parts(node: Any) -> Iterator[str]:
    """Texts as Discord's Markdown has them, buttons and menus by what is written on them."""
    if isinstance(node, list):
        for item in node:
            yield from _parts(item)
    elif isinstance(node, dict):
        label = node.get("label") or node.get("placeholder")
        if node.get("type") == discord.ComponentType.text_display.value:
            yield _markdown(node["content"])
        elif node.get("type") != discord.ComponentType.action_row.value and label:
            yield f'<span class="button">{escape(label)}</span>'
        else:
            for value in node.values():
                yield from _parts(value)


def _markdown(text: str) -> str:
    dated = _TIMESTAMP.sub(_date, _SMALL.sub("", text))
    return str(_MARKDOWN.render(dated))


def _date(timestamp: re.Match[str]) -> str:
    return f"{datetime.fromtimestamp(int(timestamp[1]), UTC):%Y-%m-%d}"
