"""Channels of the preview side by side: a page on which a member reads and acts in each.

It needs no script: each column is a frame with the messages, their buttons and forms, and one to
write in, which stays while the messages are renewed. The address holds a secret, so that no other
page of the browser can act.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import discord
import simcord
from aiohttp import web
from discord import ComponentType
from markdown_it import MarkdownIt
from simcord import ChannelHandle, InteractionResult, MemberActor

from ..foundation.http_server import Limits, listener, serving, site_application

_RENEW_SECONDS = 3
_LATEST = 50
"""As many messages of a channel as SimCord's page shows."""

_TRIES, _PAUSE = 10, 0.1
"""SimCord does one thing at a time; whoever comes second waits."""

_LIMITS = Limits(line=65_536)
"""A form holds more than the line of an address."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-src 'self'; "
        "form-action 'self'"
    ),
    "Referrer-Policy": "no-referrer",
}

_STYLE = """
body{margin:0;background:#313338;color:#dbdee1;font:15px/1.4 sans-serif}
main{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr);height:100vh}
section{display:flex;flex-direction:column;min-height:0;border-right:1px solid #1e1f22}
h1{font-size:16px;margin:0;padding:12px 16px;border-bottom:1px solid #1e1f22}
iframe{border:0;flex:1;min-height:0}iframe.write{flex:0 0 64px}
img{width:24px;border-radius:50%;vertical-align:middle;margin-right:8px}
ol{display:flex;flex-direction:column-reverse;height:100vh;box-sizing:border-box;margin:0;
padding:0 16px;overflow:auto;list-style:none}
li{padding:8px 0;overflow-wrap:anywhere}time,.empty{color:#b5bac1;font-size:12px}
p,h2,h3,h6,ul{margin:4px 0}h6{font-size:12px;font-weight:400;color:#b5bac1}a{color:#7cc0ff}
.card{border-left:4px solid #5865f2;padding-left:12px}
form{display:inline}.write form,.form{display:flex;gap:8px;padding:12px 16px}
.form{flex-direction:column}input,textarea{flex:1;background:#383a40;color:inherit;border:0;
border-radius:4px;padding:8px;font:inherit}
.button,button{display:inline-block;margin:4px 4px 0 0;padding:4px 10px;border:0;
border-radius:4px;background:#4e5058;color:inherit;font:inherit}
"""

_TIMESTAMP = re.compile(r"<t:(-?\d{1,12})(?::[a-zA-Z])?>")
_MENTION = re.compile(r"<([@#]\d{1,20})>")
_SMALL = re.compile(r"^-# ", re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
_OPTION = re.compile(r"\s([a-z_]+):\s*")

Form = Mapping[str, str]
Names = Mapping[str, str]
"""What is read for ``@`` or ``#`` and an id."""


class Column:
    """A channel as one member sees it, with the form that is open there, if any."""

    def __init__(self, channel: ChannelHandle, viewer: MemberActor, names: Names) -> None:
        self.name = channel.name or ""
        self._channel = channel
        self._viewer = viewer
        self._names = names
        self._note = ""
        self._shown: InteractionResult | None = None

    def messages(self) -> str:
        """The latest at the bottom; a form that is open stands alone until it is sent."""
        if self._shown is not None and self._shown.modal is not None:
            return _page(_form(self._shown.modal))
        latest = self._channel.history(viewer=self._viewer)[: -_LATEST - 1 : -1]
        items = (
            "".join(_message(one, self._names) for one in latest)
            or '<li class="empty">Nothing yet.</li>'
        )
        renew = f'<meta http-equiv="refresh" content="{_RENEW_SECONDS}">'
        return _page(f"<ol>{self._note}{items}</ol>", renew)

    async def act(self, form: Form) -> None:
        """Press the button of a message, or send in the form that is open."""
        shown, self._shown, self._note = self._shown, None, ""
        if "press" in form:
            for message in self._channel.history(viewer=self._viewer):
                if str(message.id) == form.get("message"):
                    await self._try(partial(self._viewer.click, message, custom_id=form["press"]))
        elif shown is not None and "cancel" not in form:
            await self._try(lambda: self._viewer.submit_modal(shown, dict(form)))

    async def write(self, form: Form) -> None:
        """Send a message, or give a command as ``/name option: value``."""
        text = form.get("text", "").strip()
        self._shown, self._note = None, ""
        if not text.startswith("/"):
            if text:
                await self._try(lambda: self._viewer.send(self._channel, text))
            return
        name, *options = _OPTION.split(text[1:])
        given = dict(zip(options[::2], options[1::2], strict=True))
        await self._try(lambda: self._viewer.slash(self._channel, name.strip(), **given))

    async def _try(self, action: Callable[[], Awaitable[object]]) -> None:
        """Do it as soon as SimCord is free; what goes wrong is told in the column."""
        for left in reversed(range(_TRIES)):
            try:
                result = await action()
            except simcord.SetupError as error:
                if not left:
                    self._note = f'<li class="card">{escape(str(error))}</li>'
                    return
                await asyncio.sleep(_PAUSE)
            else:
                break
        if isinstance(result, InteractionResult):
            self._shown = result


@asynccontextmanager
async def serving_columns(
    channels: Sequence[ChannelHandle],
    viewer: MemberActor,
    *,
    people: Sequence[MemberActor],
    logo: Path,
) -> AsyncIterator[str]:
    """Serve them on this machine meanwhile, at a free port; yields the page's address.

    `people` are those who may be mentioned, `logo` is the picture beside what the bot writes.
    """
    names = {f"@{one.id}": f"@{one.name}" for one in people}
    names |= {f"#{one.id}": f"#{one.name}" for one in channels}
    columns = [Column(channel, viewer, names) for channel in channels]
    secret = secrets.token_urlsafe(16)

    def column_of(request: web.Request) -> Column:
        at = int(request.match_info["at"])
        if at >= len(columns):
            raise web.HTTPNotFound
        return columns[at]

    async def whole(request: web.Request) -> web.Response:
        return _html(_page(f"<main>{''.join(map(_section, range(len(columns)), columns))}</main>"))

    async def read(request: web.Request) -> web.Response:
        return _html(column_of(request).messages())

    async def act(request: web.Request) -> web.Response:
        await column_of(request).act(await _sent(request))
        raise web.HTTPSeeOther(request.path)

    async def composer(request: web.Request) -> web.Response:
        return _html(_page(_composer(column_of(request).name)))

    async def write(request: web.Request) -> web.Response:
        await column_of(request).write(await _sent(request))
        raise web.HTTPSeeOther(request.path)

    async def picture(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(logo)

    where = listener("127.0.0.1", 0, setting="PORT")
    routes = [
        web.get(f"/{secret}/logo.png", picture),
        web.get(f"/{secret}/", whole),
        web.get(rf"/{secret}/{{at:\d{{1,3}}}}", read),
        web.post(rf"/{secret}/{{at:\d{{1,3}}}}", act),
        web.get(rf"/{secret}/{{at:\d{{1,3}}}}/write", composer),
        web.post(rf"/{secret}/{{at:\d{{1,3}}}}/write", write),
    ]
    async with serving(site_application(routes, limits=_LIMITS), where, limits=_LIMITS):
        yield f"{where.address}/{secret}/"


async def _sent(request: web.Request) -> Form:
    fields = await request.post()
    return {name: value for name, value in fields.items() if isinstance(value, str)}


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html", headers=_HEADERS)


def _page(body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8">{head}'
        f"<title>Cliffhanger</title><style>{_STYLE}</style>{body}</html>"
    )


def _section(at: int, column: Column) -> str:
    name = escape(column.name)
    return (
        f'<section><h1>#{name}</h1><iframe src="{at}" title="#{name}"></iframe>'
        f'<iframe class="write" src="{at}/write" title="Write in #{name}"></iframe></section>'
    )


def _composer(name: str) -> str:
    hint = escape(f"Message #{name}, or /catalog review")
    return (
        '<div class="write"><form method="post"><input name="text" maxlength="2000" required '
        f'autocomplete="off" aria-label="{hint}" placeholder="{hint}"><button>Send</button>'
        "</form></div>"
    )


def _message(message: discord.Message, names: Names) -> str:
    parts = "".join(_parts([item.to_dict() for item in message.components], message.id, names))
    card = f'<div class="card">{parts}</div>' if parts else ""
    alone = ", only you can see this" if message.flags.ephemeral else ""
    picture = '<img src="logo.png" alt="">' if message.author.bot else ""
    return (
        f"<li>{picture}<b>{escape(message.author.display_name)}</b> "
        f"<time>{message.created_at:%Y-%m-%d %H:%M} UTC{alone}</time>"
        f"{_markdown(message.content, names)}{card}</li>"
    )


def _parts(node: Any, message: int, names: Names) -> Iterator[str]:
    """Texts as Discord's Markdown has them, buttons, and menus by what is written on them."""
    if isinstance(node, list):
        for item in node:
            yield from _parts(item, message, names)
    elif isinstance(node, dict):
        label = node.get("label") or node.get("placeholder")
        if node.get("type") == ComponentType.text_display.value:
            yield _markdown(node["content"], names)
        elif node.get("type") == ComponentType.button.value and "custom_id" in node:
            yield (
                f'<form method="post"><input type="hidden" name="message" value="{message}">'
                f'<button name="press" value="{escape(node["custom_id"])}"'
                f"{' disabled' if node.get('disabled') else ''}>{escape(label or '•')}</button>"
                "</form>"
            )
        elif node.get("type") != ComponentType.action_row.value and label:
            yield f'<span class="button">{escape(label)}</span>'
        else:
            for value in node.values():
                yield from _parts(value, message, names)


def _form(modal: Mapping[str, Any]) -> str:
    fields = "".join(_fields(modal["components"], ""))
    return (
        f'<form method="post" class="form"><b>{escape(modal["title"])}</b>{fields}'
        '<button>Send</button><button name="cancel" value="1" formnovalidate>Cancel</button></form>'
    )


def _fields(nodes: Sequence[Mapping[str, Any]], label: str) -> Iterator[str]:
    """The text inputs of a form, each in its label."""
    for node in nodes:
        label = node.get("label") or label
        if node.get("type") == ComponentType.text_input.value:
            required = " required" if node.get("required", True) else ""
            yield (
                f'<label>{escape(label)}<br><textarea name="{escape(node["custom_id"])}"'
                f' rows="3" cols="40" maxlength="{node.get("max_length", 4000)}"{required}>'
                f"{escape(node.get('value') or '')}</textarea></label>"
            )
        inner = node.get("components") or ([node["component"]] if "component" in node else [])
        yield from _fields(inner, label)


def _markdown(text: str, names: Names) -> str:
    """Discord's Markdown as HTML; its small print becomes the smallest heading."""
    dated = _TIMESTAMP.sub(_date, _SMALL.sub("###### ", text))
    named = _MENTION.sub(lambda mention: names.get(mention[1], mention[0]), dated)
    return str(_MARKDOWN.render(named))


def _date(timestamp: re.Match[str]) -> str:
    return f"{datetime.fromtimestamp(int(timestamp[1]), UTC):%Y-%m-%d}"
