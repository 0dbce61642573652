"""`sync`: bring tracked shows up to date now, or the ones named."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ..answers.citations import source_name
from ..answers.lookup import Found
from ..app import Services
from ..errors import CliffhangerError
from ..providers.sync import Report

_NAMED = 20
"""So many shows that failed are named."""


async def sync(services: Services, shows: Sequence[str], *, index: bool = False) -> bool:
    """Sync, with a bar on standard error; whether all that was due was fetched.

    `index` is TVmaze's list of all shows, in place of the tracked ones.

    Raises:
        CliffhangerError: there is no provider, no such show, or another process syncs.
        StoreError: the database cannot be used.
    """
    if not services.sources.kept:
        raise CliffhangerError("Every provider is switched off; see TVMAZE_URL in .env.example.")
    if index:
        return await _index(services)
    return await (_named(services, shows) if shows else _tracked(services))


def _bar() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


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
    """Which shows were not fetched and why, by name."""
    lines = []
    for failure in report.failures[:_NAMED]:
        show = await services.library.show(failure.show_id)
        name = f"Show {failure.show_id}" if show is None else show.name
        lines.append(f"{name}: {failure.error}")
    if len(report.failures) > _NAMED:
        lines.append(f"… and {len(report.failures) - _NAMED:,} more.")
    return lines


async def _index(services: Services) -> bool:
    """Read TVmaze's index of all shows; a pass that was broken off goes on."""
    index = services.sources.index
    if index.provider is None:
        raise CliffhangerError("The index of shows is switched off; see TVMAZE_INDEX.")
    with _bar() as bar:
        task = bar.add_task("Pages of 250 shows", total=None)

        def progress(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        report = await index.run(whole=True, progress=progress)
    line = f"{report.pages:,} pages read, {report.written:,} shows new or changed."
    if report.unread:
        line += f" {report.unread:,} shows could not be read."
    click.echo(line if report.failing is None else f"{line} {report.failing}")
    return report.failing is None


def summary_of(report: Report) -> str:
    """What a round did with one provider, in a line."""
    parts = [f"{report.fetched:,} fetched", f"{report.changed:,} of them with news"]
    if report.bad:
        parts.append(f"{report.bad:,} could not be read")
    if missed := len(report.failures) - report.bad:
        parts.append(f"{missed:,} could not be fetched")
    if report.waiting:
        parts.append(f"{report.waiting:,} wait")
    line = f"{source_name(report.provider)}: {', '.join(parts)}."
    return f"{line} {report.failing}" if report.failing is not None else line


async def _named(services: Services, shows: Sequence[str]) -> bool:
    chosen = []
    for typed in shows:
        result = await services.lookup.find(typed)
        if not isinstance(result, Found):
            raise CliffhangerError(f"No one show is called {typed!r}.")
        chosen.append(result.show)
    good = True
    with _bar() as bar:
        task = bar.add_task("Shows", total=len(chosen))
        for show in chosen:
            failed = await services.sources.refresh_queue.refresh(show.id, at_once=True)
            bar.advance(task)
            for error in failed:
                click.echo(f"{show.name}: {error}", err=True)
            good = good and not failed
            if not failed:
                click.echo(f"{show.name}: up to date.")
    return good
