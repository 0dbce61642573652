"""`move`: everything from one database to another, with a progress bar."""

from __future__ import annotations

from rich.console import Console
from rich.progress import Progress

from ..alerts import tables as _alerts
from ..articles import queries as _articles
from ..calendar import tables as _calendar
from ..editing import tables as _editing
from ..facts import tables as _facts
from ..foundation import move as moving
from ..foundation.sql import metadata
from ..guilds import queries as _guilds
from ..providers import tables as _providers

__all__ = ["metadata", "move"]

_LOADED = (_alerts, _articles, _calendar, _editing, _facts, _guilds, _providers)
"""Every subject's tables: the metadata knows none before they are loaded."""


async def move(source_url: str, target_url: str) -> int:
    """Move everything; how many rows.

    Raises:
        SettingsError: an address cannot be used.
        StoreError: nothing was moved; the sentence says why.
    """
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(table: str, done: int, total: int) -> None:
            bar.update(task, description=table, completed=done, total=total)

        return await moving.move(source_url, target_url, metadata, show)
