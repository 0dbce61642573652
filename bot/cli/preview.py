"""`preview`: the real bot in a browser, against SimCord's simulated Discord.

SimCord's own page shows one channel, and there is one such page for a simulated Discord; another
one of our own (`preview_page`) shows a moderator both channels.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
import discord
import simcord
from simcord.backend.cdn import CDN_BASE
from simcord.preview import Preview

from ..alerts.composition import Alerts
from ..catalog.known_titles import read_known_titles
from ..composition_root import open_services
from ..discord_client.client import Cliffhanger
from ..errors import SettingsError
from ..facts.models import INDEX
from ..foundation.clock import system_clock
from ..foundation.loops import GuardedStep
from ..settings import Settings
from .preview_page import serving_columns
from .run import serving_pages
from .signals import stop_on_signals

_LOG = logging.getLogger(__name__)

_UNDO_SECONDS = 3
"""A visitor should see the alert after an edit without waiting for a minute."""

_TICK_SECONDS = 0.5

_DATA = Path(__file__).resolve().parents[2] / "data"
_KNOWN_TITLES = _DATA / "known_titles.tsv"
_LOGO = _DATA / "pictures" / "logo.png"

_PICTURE = "00000000000000000000000000000001"
"""Stands for the hash of the bot's picture in the picture's address at Discord."""


async def preview(settings: Settings) -> None:
    """Serve a simulated server with a fan, a moderator, `#general` and `#mods` until Ctrl-C.

    The database is a new one that is deleted at the end, so nothing of the operator's is changed.

    Raises:
        SettingsError: a setting is malformed, or PORT is taken.
    """
    stop = asyncio.Event()
    stop_on_signals(asyncio.get_running_loop(), stop)
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
            # Visitors type any title, and no provider can be reached.
            await services.ledger.state(INDEX, read_known_titles(_KNOWN_TITLES))
            await services.library.refresh()
            env = simcord.Env(Cliffhanger(services), check_errors=False)
            pictures = introduce(env)
            async with serving_pages(own, services) as pages, started(env):
                # The pages have an address here, though no setting names it.
                services.feeds.site = own.web_url or pages
                try:
                    await _serve(env, services.alerts, settings.port, pages, pictures, stop)
                except simcord.SetupError as error:
                    raise SettingsError(
                        f"The page cannot be served: {error}. Another port: PORT=8766 make demo"
                    ) from error


def _wall_clock() -> datetime:
    """The real time; the clock of the simulated Discord stands still."""
    return system_clock()


@asynccontextmanager
async def started(env: simcord.Env) -> AsyncIterator[None]:
    """Inside the block, have the bot log in to the simulated Discord."""
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
    await moderator.slash(reports, "settings log", channel=reports)
    columns = serving_columns(
        env, [general, reports], moderator, people=[fan, moderator], roles=[mods], logo=_LOGO
    )
    async with page as shown, columns as both:
        click.echo("Cliffhanger is here, with a fan and a moderator to act as:")
        click.echo(f"  {shown.url}")
        click.echo(f"#general and #mods side by side, as the moderator:\n  {both}")
        click.echo(f"Its pages and calendars for everybody are at:\n  {pages}")
        click.echo("Type /season and a title, such as soundtrak. Ctrl-C ends it.")
        driving = asyncio.create_task(_let_time_pass(env, shown, alerts))
        await stop.wait()
        driving.cancel()
        await asyncio.gather(driving, return_exceptions=True)
    click.echo("Goodbye.")


def introduce(env: simcord.Env) -> dict[str, tuple[str, bytes]]:
    """Set the simulated Discord's clock to today, and give the bot its name and picture, before it
    starts.

    A bot that is already running would catch up on every second of the months between. Returns the
    pictures by their address at Discord.
    """
    env.backend.advance_clock((_wall_clock() - env.backend.clock.now()).total_seconds())
    bot = env.backend.bot_user
    env.backend.edit_bot_profile("Cliffhanger")
    bot.avatar = _PICTURE
    return {f"{CDN_BASE}/avatars/{bot.id}/{_PICTURE}.png": (_LOGO.name, _LOGO.read_bytes())}


async def _let_time_pass(env: simcord.Env, shown: Preview, alerts: Alerts) -> None:
    """Advance the simulated time while an alert is due, so that the bot's loops run: in the page,
    time stands still otherwise."""
    pending = GuardedStep(_LOG, "alerts stand still", "looking for alerts failed")
    while True:
        await asyncio.sleep(_TICK_SECONDS)
        try:
            if await pending.run(alerts.pending):
                await env.advance_time(1)
                await shown.refresh()
        except simcord.SetupError:
            # A visitor is using the simulated Discord at this moment; the alert is sent a little
            # later.
            continue
