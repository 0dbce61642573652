"""The public pages beside the bot, where they are wanted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ..app import Services
from ..errors import SettingsError
from ..settings import Settings


def check_pages() -> str | None:
    """Why the pages cannot be served in this installation; None where they can."""
    try:
        from ..web import site  # noqa: F401 - what it needs takes memory that most have no use for
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("bot"):
            raise
        return (
            f"WEB_PORT is set, and the pages need {error.name}, which is not installed: "
            "pip install jinja2 icalendar, or leave WEB_PORT empty."
        )
    return None


@asynccontextmanager
async def serving_pages(settings: Settings, services: Services) -> AsyncIterator[str | None]:
    """Serve the pages meanwhile, where WEB_PORT is set; yields the address they are at.

    Raises:
        SettingsError: what they need is not installed, or nobody can listen there.
    """
    if settings.web_port is None:
        yield None
        return
    if (lacking := check_pages()) is not None:
        raise SettingsError(lacking)
    from ..web.site import open_site

    async with open_site(
        settings,
        services.clock,
        library=services.library,
        related=services.related,
        calendar=services.calendar,
        networks=services.networks,
        feeds=services.feeds,
    ) as address:
        yield address
