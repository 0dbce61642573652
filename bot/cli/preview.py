"""`preview`: the real bot in a browser, against SimCord's simulated Discord.

SimCord's own page shows one channel, acts in it, and may not be framed; another one shows what a
viewer would see in each channel, side by side, by SimCord's public history.
"""

from __future__ import annotations

import asyncio
import logging
import re
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import click
import discord
import simcord
from aiohttp import web
from markdown_it import MarkdownIt
from simcord import ChannelHandle, MemberActor
from simcord.backend.cdn import CDN_BASE
from simcord.preview import Preview

from ..alerts.engine import Alerts
from ..app import open_services
from ..catalogue.known_titles import read_known_titles
from ..client import Cliffhanger
from ..clock import system_clock
from ..errors import SettingsError
from ..facts.models import INDEX
from ..foundation.http_site import application_of, listener, serving
from ..foundation.loops import GuardedStep
from ..settings import Settings
from .run import serving_pages

_LOG = logging.getLogger(__name__)

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
    async with serving(application_of([web.get("/", page)]), where):
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


_UNDO_SECONDS = 3
"""A visitor should see the alert after an edit without waiting for a minute."""

_TICK = 0.5

_DATA = Path(__file__).resolve().parents[2] / "data"
_KNOWN_TITLES = _DATA / "known_titles.tsv"
_LOGO = _DATA / "pictures" / "logo.png"

_PICTURE = "00000000000000000000000000000001"
"""What stands for the hash of the bot's picture in its address at Discord."""


async def preview(settings: Settings) -> None:
    """Serve a server with a fan, a moderator, `#general` and `#mods` until Ctrl-C.

    The database is a new one that goes with the process, so nothing is kept or touched.

    Raises:
        SettingsError: a setting is malformed, or PORT is taken.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    with tempfile.TemporaryDirectory(prefix="cliffhanger-") as folder:
        own = replace(
            settings,
            database_url=f"sqlite+aiosqlite:///{Path(folder) / 'demo.db'}",
            alert_undo_seconds=_UNDO_SECONDS,
            tvmaze_url=None,
            tmdb_token=None,
            anilist_url=None,
            # Any port that is free, so that a second preview serves its pages as well.
            web_port=settings.web_port or 0,
        )
        async with open_services(own, _wall_clock) as services:
            # Nearly anything may be typed here, and no provider can be reached.
            await services.ledger.state(INDEX, read_known_titles(_KNOWN_TITLES))
            await services.library.refresh()
            env = simcord.Env(Cliffhanger(services), check_errors=False)
            pictures = introduce(env)
            async with serving_pages(own, services) as pages, started(env):
                # The pages have an address here that nobody set.
                services.feeds.site = own.web_url or pages
                try:
                    await _serve(env, services.alerts, settings.port, pages, pictures, stop)
                except simcord.SetupError as error:
                    raise SettingsError(
                        f"The page cannot be served: {error}. Another port: PORT=8766 make demo"
                    ) from error


def _wall_clock() -> datetime:
    """The time of day, and not the simulated Discord's time, which stands still."""
    return system_clock()


@asynccontextmanager
async def started(env: simcord.Env) -> AsyncIterator[None]:
    """Have the bot log in to the simulated Discord meanwhile."""
    await env.start()
    try:
        with env.time_context():
            yield
    finally:
        await env.shutdown()


async def _serve(
    env: simcord.Env,
    alerts: Alerts,
    port: int,
    pages: str | None,
    pictures: Mapping[str, tuple[str, bytes]],
    stop: asyncio.Event,
) -> None:
    guild = env.create_guild(name="Fan server")
    general = guild.create_text_channel("general")
    reports = guild.create_text_channel("mods")
    mods = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    fan = guild.add_member(env.create_user("fan"))
    moderator = guild.add_member(env.create_user("moderator"), roles=[mods])
    page = env.preview(
        general,
        viewers=[fan, moderator],
        layout="channel",
        presentation_time=_wall_clock(),
        assets=pictures,
        port=port,
    )
    async with page as shown, serving_channels([general, reports], moderator) as both:
        click.echo("Cliffhanger is here, with a fan and a moderator to act as:")
        click.echo(f"  {shown.url}")
        click.echo(f"#general and #mods side by side, to read:\n  {both}")
        click.echo(f"Its pages and calendars for everybody are at:\n  {pages}")
        click.echo("Type /season and a title, such as soundtrak. Ctrl-C ends it.")
        driving = asyncio.create_task(_let_time_pass(env, shown, alerts))
        await stop.wait()
        driving.cancel()
        await asyncio.gather(driving, return_exceptions=True)
    click.echo("Goodbye.")


def introduce(env: simcord.Env) -> dict[str, tuple[str, bytes]]:
    """Give the simulated Discord today's date, and the bot its name and picture, before it starts.

    A bot that runs already would make up for each second of the months between.

    Returns the pictures by their address at Discord.
    """
    env.backend.advance_clock((_wall_clock() - env.backend.clock.now()).total_seconds())
    bot = env.backend.bot_user
    env.backend.edit_bot_profile("Cliffhanger")
    bot.avatar = _PICTURE
    return {f"{CDN_BASE}/avatars/{bot.id}/{_PICTURE}.png": (_LOGO.name, _LOGO.read_bytes())}


async def _let_time_pass(env: simcord.Env, shown: Preview, alerts: Alerts) -> None:
    """Run the bot's loops while an alert is due: in the page, time stands still by itself."""
    pending = GuardedStep(_LOG, "alerts stand still", "looking for alerts failed")
    while True:
        await asyncio.sleep(_TICK)
        try:
            if await pending.run(alerts.pending):
                await env.advance_time(1)
                await shown.refresh()
        except simcord.SetupError:
            # A visitor is doing something at this moment; the alert comes a little later.
            continue
