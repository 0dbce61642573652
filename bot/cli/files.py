"""`import`, `export` and `move`: shows in files, and everything from one database to another."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from ..alerts import tables as _alerts
from ..answers.lookup import Found
from ..app import Services
from ..articles import queries as _articles
from ..calendar import tables as _calendar
from ..catalogue.export import rendered
from ..catalogue.reader import IMPORT, read_file
from ..editing import tables as _editing
from ..errors import BadFileError
from ..facts import tables as _facts
from ..facts.ledger import Outcome
from ..foundation import move as moving
from ..foundation.sql import metadata
from ..guilds import queries as _guilds
from ..providers import tables as _providers

_LOADED = (_alerts, _articles, _calendar, _editing, _facts, _guilds, _providers)
"""Every subject's tables: the metadata knows none before they are loaded."""


async def import_file(services: Services, path: Path) -> Outcome:
    """Bring the store to what a file says, with a progress bar.

    Raises:
        BadFileError: the file cannot be read; nothing is changed.
        StoreError: the database could not be written.
    """
    statements = read_file(path, source=IMPORT, today=services.clock().date())
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(path.name, total=len(statements))

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return await services.bulk_import.write(IMPORT, statements, progress=show)


async def exported(services: Services, shows: Sequence[str], form: str) -> tuple[int, str]:
    """How many shows were chosen (all, for none named), and the text of a file with them."""
    if shows:
        results = [await services.lookup.find(show) for show in shows]
        for typed, result in zip(shows, results, strict=True):
            if not isinstance(result, Found):
                raise click.ClickException(f"No one show is called {typed!r}.")
        chosen = [result.show for result in results if isinstance(result, Found)]
    else:
        chosen = [show async for show in services.library.every()]
    return len(chosen), rendered(chosen, form)


def refuse_unwritable(text: str) -> None:
    """An export with replacement marks in it would be imported as if they were said."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        raise click.ClickException(
            f"Standard output is {encoding}, which has no {text[error.start]!a}; "
            "write to a file with --output, or set PYTHONIOENCODING=utf-8."
        ) from None


def put(output: Path, text: str) -> None:
    """Write a file that appears under its name only when it is whole."""
    part = None
    try:
        if output.exists() and not output.is_file():
            output.write_text(text, encoding="utf-8")  # a device must not give way to a file
            return
        target = output.resolve()
        part = target.with_name(f"{target.name}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        raise BadFileError(f"{output}: {getattr(error, 'strerror', None) or error}.") from error


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
