"""Channels of the preview side by side: a page on which a member reads and acts in each.

It needs no script: each column is a frame with the messages, their buttons and forms, and one to
write in, which stays while the messages are renewed. The address holds a secret, so that no other
page of the browser can act.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import simcord
from aiohttp import web
from discord import ComponentType
from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markupsafe import Markup
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

_TIMESTAMP = re.compile(r"<t:(-?\d{1,12})(?::[a-zA-Z])?>")
_MENTION = re.compile(r"<([@#]\d{1,20})>")
_SMALL = re.compile(r"^-# ", re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
_TEMPLATE = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
).get_template("preview.html", globals={"types": ComponentType})
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

    def page(self) -> web.Response:
        """The latest at the bottom; a form that is open stands alone until it is sent."""
        if self._shown is not None and self._shown.modal is not None:
            return _html(self._names, modal=self._shown.modal)
        latest = self._channel.history(viewer=self._viewer)[: -_LATEST - 1 : -1]
        return _html(self._names, messages=latest, note=self._note, renew=_RENEW_SECONDS)

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
                    self._note = str(error)
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
        return _html(names, channels=[column.name for column in columns])

    async def read(request: web.Request) -> web.Response:
        return column_of(request).page()

    async def act(request: web.Request) -> web.Response:
        await column_of(request).act(await _sent(request))
        raise web.HTTPSeeOther(request.path)

    async def composer(request: web.Request) -> web.Response:
        return _html(names, name=column_of(request).name)

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


def _html(names: Names, **shown: object) -> web.Response:
    """A page of the template, in which ``@`` and ``#`` with an id are read as those names."""
    text = _TEMPLATE.render(shown, markdown=partial(_markdown, names=names))
    return web.Response(text=text, content_type="text/html", headers=_HEADERS)


def _markdown(text: str, names: Names) -> Markup:
    """Discord's Markdown as HTML; its small print becomes the smallest heading."""
    dated = _TIMESTAMP.sub(_date, _SMALL.sub("###### ", text))
    named = _MENTION.sub(lambda mention: names.get(mention[1], mention[0]), dated)
    return Markup(_MARKDOWN.render(named))


def _date(timestamp: re.Match[str]) -> str:
    return f"{datetime.fromtimestamp(int(timestamp[1]), UTC):%Y-%m-%d}"
