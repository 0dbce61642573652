"""Channels of the preview side by side: a page on which a member reads and acts in each of them.

It needs no script. Each column is a frame with the messages, their buttons and forms, and a field
to write in, which stays while the messages are renewed. The address holds a secret, so that no
other page in the browser can act.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

import simcord
from aiohttp import web
from discord import AppCommandOptionType, ComponentType
from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markupsafe import Markup
from simcord import ChannelHandle, InteractionResult, MemberActor, RoleHandle

from ..foundation.http_server import Limits, listener, serving, site_application

_RENEW_SECONDS = 3
_LATEST = 50
"""How many messages of a channel are shown; SimCord's page shows as many."""

_TRIES, _PAUSE = 10, 0.1
"""How often, and after how many seconds, a request is repeated: SimCord handles one at a time."""

_LIMITS = Limits(line=65_536)
"""The limits of this page: a form sends more than the line of an address."""

_TIMESTAMP = re.compile(r"<t:(-?\d{1,12})(?::[a-zA-Z])?>")
_MENTION = re.compile(r"<(@&?\d{1,20}|#\d{1,20})>")
_SMALL = re.compile(r"^-# ", re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
_TEMPLATE = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
).get_template("preview.html", globals={"types": ComponentType})
_OPTION = re.compile(r"\s([a-z_]+):\s*")
_STILL = "still"
"""The query parameter of a column that is not renewed, for readers who use the keyboard."""


def _digest_of_style() -> str:
    style = _TEMPLATE.render().partition("<style>")[2].partition("</style>")[0]
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_digest_of_style()}'; img-src 'self'; "
        "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
}

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """The channels, people and roles of the server, by their names and as Discord's mentions."""

    handles: Mapping[str, ChannelHandle | MemberActor | RoleHandle]
    mentions: Mapping[str, str]

    @classmethod
    def of(
        cls,
        env: simcord.Env,
        channels: Iterable[ChannelHandle],
        people: Iterable[MemberActor],
        roles: Iterable[RoleHandle],
    ) -> Self:
        """The same names with the bot, who can be mentioned too."""
        handles: dict[str, ChannelHandle | MemberActor | RoleHandle] = {}
        handles |= {f"#{channel.name}": channel for channel in channels}
        handles |= {f"@{person.name}": person for person in people}
        handles |= {f"@{role.name}": role for role in roles}
        mentions = {f"@{env.backend.bot_user.name}": f"@{env.backend.bot_user.id}"}
        for name, handle in handles.items():
            mentions[name] = f"{name[0]}{'&' if isinstance(handle, RoleHandle) else ''}{handle.id}"
        return cls(handles, mentions)

    def read(self, text: str) -> str:
        """The text with names in place of mentions."""
        names = {mention: name for name, mention in self.mentions.items()}
        return _MENTION.sub(lambda found: names.get(found[1], found[0]), text)

    def written(self, text: str) -> str:
        """The text with mentions in place of names."""
        for name in sorted(self.mentions, key=len, reverse=True):
            text = re.sub(rf"(?<!\S){re.escape(name)}(?!\w)", f"<{self.mentions[name]}>", text)
        return text

    def value(self, kind: AppCommandOptionType | None, text: str) -> object:
        """The value that a text names for an option of that kind; the text itself if it names
        nothing."""
        match kind:
            case AppCommandOptionType.integer if re.fullmatch(r"-?\d{1,15}", text):
                return int(text)
            case AppCommandOptionType.boolean if text.lower() in ("true", "false"):
                return text.lower() == "true"
            case AppCommandOptionType.channel:
                return self.handles.get(f"#{text.removeprefix('#')}", text)
            case AppCommandOptionType.role | AppCommandOptionType.user:
                return self.handles.get(f"@{text.removeprefix('@')}", text)
        return text


class Column:
    """A channel as one member sees it, with the form that is open there, if any."""

    def __init__(
        self, env: simcord.Env, channel: ChannelHandle, viewer: MemberActor, names: Names
    ) -> None:
        self.name = channel.name or ""
        self._env = env
        self._channel = channel
        self._viewer = viewer
        self._names = names
        self._note = ""
        self._shown: InteractionResult | None = None

    def page(self, *, still: bool = False) -> web.Response:
        """The column as HTML, the latest message at the bottom; an open form is shown alone until
        it is sent.

        With `still` the column does not renew itself.
        """
        if self._shown is not None and self._shown.modal is not None:
            return _html(self._names, modal=self._shown.modal)
        latest = self._channel.history(viewer=self._viewer)[: -_LATEST - 1 : -1]
        return _html(
            self._names, messages=latest, note=self._note, renew=0 if still else _RENEW_SECONDS
        )

    async def act(self, form: Form) -> None:
        """Press the button of a message, or submit the form that is open."""
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
                said = self._names.written(text)
                await self._try(lambda: self._viewer.send(self._channel, said))
            return
        name, *options = _OPTION.split(text[1:])
        kinds = self._kinds(name.split())
        given = {
            option: self._names.value(kinds.get(option), value.strip())
            for option, value in zip(options[::2], options[1::2], strict=True)
        }
        await self._try(lambda: self._viewer.slash(self._channel, name.strip(), **given))

    def _kinds(self, path: Sequence[str]) -> Mapping[str, AppCommandOptionType]:
        """The type of each option of a command; empty if there is no such command."""
        commands: Sequence[Mapping[str, Any]] = self._env.backend.visible_commands(
            user_id=self._viewer.id, channel_id=self._channel.id
        )
        for name in path:
            found = [command for command in commands if command["name"] == name]
            commands = found[0].get("options") or [] if found else []
        return {command["name"]: AppCommandOptionType(command["type"]) for command in commands}

    async def _try(self, action: Callable[[], Awaitable[object]]) -> None:
        """Act as soon as SimCord is free; what goes wrong is shown in the column."""
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
    env: simcord.Env,
    channels: Sequence[ChannelHandle],
    viewer: MemberActor,
    *,
    people: Sequence[MemberActor],
    roles: Sequence[RoleHandle],
    logo: Path,
) -> AsyncIterator[str]:
    """Inside the block, serve the page on this machine at a free port; yields its address.

    `people` and `roles` are those that may be mentioned, `logo` is the picture beside the bot's
    messages.
    """
    names = Names.of(env, channels, people, roles)
    columns = [Column(env, channel, viewer, names) for channel in channels]
    secret = secrets.token_urlsafe(16)

    def column_of(request: web.Request) -> Column:
        at = int(request.match_info["at"])
        if at >= len(columns):
            raise web.HTTPNotFound
        return columns[at]

    async def whole(request: web.Request) -> web.Response:
        return _html(names, channels=[column.name for column in columns])

    async def read(request: web.Request) -> web.Response:
        return column_of(request).page(still=_STILL in request.query)

    async def act(request: web.Request) -> web.Response:
        await column_of(request).act(await _sent(request))
        raise web.HTTPSeeOther(request.rel_url)

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
    """A page made from the template; mentions in it are shown as names."""
    text = _TEMPLATE.render(shown, markdown=partial(_markdown, names=names))
    return web.Response(text=text, content_type="text/html", headers=_HEADERS)


def _markdown(text: str, names: Names) -> Markup:
    """Discord's Markdown as HTML. Small print is first read as a level of heading, which Markdown
    has."""
    dated = _TIMESTAMP.sub(_date, _SMALL.sub("###### ", text))
    html = _MARKDOWN.render(names.read(dated))
    # To a screen reader small print must not be a heading.
    return Markup(html.replace("<h6>", '<p class="small">').replace("</h6>", "</p>"))


def _date(timestamp: re.Match[str]) -> str:
    return f"{datetime.fromtimestamp(int(timestamp[1]), UTC):%Y-%m-%d}"
