"""`import`, `export`, `move` and `sync`: shows in files, other databases, and from providers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ..answers.citations import source_name
from ..catalog.export import rendered
from ..catalog.reader import IMPORT, read_file
from ..composition_root import Services
from ..errors import CliffhangerError, SettingsError
from ..facts.writes import Outcome
from ..foundation import move_database as moving
from ..foundation.database_url import file_of
from ..foundation.garbage import paused_collector
from ..foundation.schema import whole_schema
from ..presentation.markup import counted
from ..providers.sync import Report
from .named_shows import named_shows


async def import_file(services: Services, path: Path) -> Outcome:
    """Bring the store to the state of a file, with a progress bar.

    Raises:
        BadFileError: the file cannot be read; nothing is changed.
        StoreError: the database could not be written.
    """
    with paused_collector():
        statements = read_file(path, source=IMPORT, today=services.clock().date())
        with _progress(path.name) as progress:
            return await services.bulk_import.write(IMPORT, statements, progress=progress)


async def exported(services: Services, shows: Sequence[str], form: str) -> tuple[int, str]:
    """The number of the chosen shows (all, if none is named), and the text of a file with them."""
    if shows:
        chosen = await named_shows(services, shows)
    else:
        chosen = [show async for show in services.library.every()]
    return len(chosen), rendered(chosen, form)


def refuse_unwritable(text: str) -> None:
    """Refuse a text with replacement characters: importing the file would store them as if they
    were true."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        raise click.ClickException(
            f"Standard output is {encoding}, which has no {text[error.start]!a}; "
            "write to a file with --output, or set PYTHONIOENCODING=utf-8."
        ) from None


async def move(source_url: str, target_url: str) -> int:
    """Move everything to another database; returns the number of rows.

    Raises:
        SettingsError: an address cannot be used.
        StoreError: nothing was moved; the sentence says why.
    """
    for argument, url in (("SOURCE_URL", source_url), ("TARGET_URL", target_url)):
        try:
            file_of(url)
        except SettingsError as error:
            # The errors name the setting, from which an address comes everywhere else.
            raise SettingsError(str(error).replace("DATABASE_URL", argument)) from None
    with _bar() as bar:
        task = bar.add_task("", total=None)

        def show(table: str, done: int, total: int) -> None:
            bar.update(task, description=table, completed=done, total=total)

        return await moving.move(source_url, target_url, whole_schema(), show)


_NAMED = 20
"""How many of the shows that failed are named."""


async def sync(services: Services, shows: Sequence[str], *, index: bool = False) -> bool:
    """Sync with a progress bar on standard error; returns whether everything due was fetched.

    With `index` it reads TVmaze's list of all shows instead of the tracked ones.

    Raises:
        CliffhangerError: there is no provider, no such show, or another process syncs.
        StoreError: the database cannot be used.
    """
    if not services.sources.kept:
        raise CliffhangerError("Every provider is switched off; see TVMAZE_URL in .env.example.")
    if index:
        if shows:
            raise CliffhangerError("--index reads the list of all shows: name none beside it.")
        return await _index(services)
    return await (_named(services, shows) if shows else _tracked(services))


def _bar() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A progress bar for one task; yields a function that takes how much is done, and of how much,
    if that is known."""
    with _bar() as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


async def _tracked(services: Services) -> bool:
    with _bar() as bar:
        tasks = {
            name: bar.add_task(source_name(name), total=None) for name in services.sources.names
        }

        def progress(provider: str, done: int, total: int) -> None:
            bar.update(tasks[provider], completed=done, total=total)

        reports = await services.sources.sync.round(at_once=True, progress=progress)
    for report in reports:
        click.echo(summary_of(report))
        for line in await _failures(services, report):
            click.echo(line, err=True)
    if not any(report.fetched or not report.good for report in reports):
        click.echo(
            "A show is kept up to date once somebody asked for it or follows it; "
            "`sync SHOW…` fetches the ones you name."
        )
    return all(report.good for report in reports)


async def _failures(services: Services, report: Report) -> list[str]:
    """The shows that were not fetched, by name, with the reasons."""
    lines = []
    for failure in report.failures[:_NAMED]:
        show = await services.library.show(failure.show_id)
        name = f"Show {failure.show_id}" if show is None else show.name
        lines.append(f"{name}: {failure.error}")
    if len(report.failures) > _NAMED:
        lines.append(f"… and {len(report.failures) - _NAMED:,} more.")
    return lines


async def _index(services: Services) -> bool:
    """Read TVmaze's index of all shows; an interrupted pass continues."""
    index = services.sources.index
    if index.provider is None:
        raise CliffhangerError("The index of shows is switched off; see TVMAZE_INDEX.")
    with _progress("Pages of 250 shows") as progress:
        report = await index.run(whole=True, progress=progress)
    line = f"{counted(report.pages, 'page')} read, {report.written:,} shows new or changed."
    if report.unread:
        line += f" {report.unread:,} shows could not be read."
    click.echo(line if report.failing is None else f"{line} {report.failing.in_full()}")
    return report.failing is None


def summary_of(report: Report) -> str:
    """A round's result for one provider, in a line."""
    parts = [f"{report.fetched:,} fetched", f"{report.changed:,} of them with news"]
    if report.bad:
        parts.append(f"{report.bad:,} could not be read")
    if missed := len(report.failures) - report.bad:
        parts.append(f"{missed:,} could not be fetched")
    if report.waiting:
        parts.append(f"{report.waiting:,} wait")
    line = f"{source_name(report.provider)}: {', '.join(parts)}."
    return f"{line} {report.failing.in_full()}" if report.failing is not None else line


async def _named(services: Services, shows: Sequence[str]) -> bool:
    chosen = await named_shows(services, shows)
    good = True
    with _bar() as bar:
        task = bar.add_task("Shows", total=len(chosen))
        for show in chosen:
            failed = await services.sources.refresh_queue.refresh(show.id, at_once=True)
            bar.advance(task)
            for error in failed:
                click.echo(f"{show.name}: {error.in_full()}", err=True)
            good = good and not failed
            if not failed:
                click.echo(f"{show.name}: up to date.")
    return good
