"""The command line: what each command of `python -m bot` reads and prints."""

from __future__ import annotations

import os
import signal
import sys

from .cli.signals import end_at_once, end_in_order

if __name__ == "__main__":
    if sys.argv[1:2] in (["run"], ["preview"]):
        # Loading what follows takes most of a second.
        end_at_once()
    else:
        end_in_order()

import asyncio
import gc
import io
import json
import logging
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TextIO

import click

from .catalog.file_formats import FORMATS
from .cli.failed_commands import Commands, hide
from .cli.parameters import Day, Language
from .locale.languages import ENGLISH, speaking
from .settings import Settings, merged, misspelled, read_file

# What a command does is imported by that command: nothing else makes up so much of a short one.
if TYPE_CHECKING:
    from .composition_root import Services

_LOG = logging.getLogger("bot.settings")
_ROOT = Path(__file__).resolve().parent.parent
_Given = ParamSpec("_Given")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(ctx: click.Context) -> None:
    """Cliffhanger: is there another season, when is it out, and who says so?"""
    _read_anything()
    hide(ctx)
    # Whoever ends a command may meet a connection that is just being closed: no fault of anybody.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)


def _file() -> dict[str, str | None]:
    """What .env says."""
    return read_file(_ROOT / ".env")


def _with_settings(
    command: Callable[Concatenate[Settings, _Given], None],
) -> Callable[_Given, None]:
    """Give a command the settings as it begins, so that its help needs none that are right."""

    @wraps(command)
    def begun(*given: _Given.args, **named: _Given.kwargs) -> None:
        settings = Settings.read(merged(_file(), os.environ))
        hide(click.get_current_context(), _secrets(settings))
        command(settings, *given, **named)

    return begun


def _secrets(settings: Settings) -> list[str]:
    return [secret for secret in (settings.token, settings.tmdb_token) if secret]


def _read_anything() -> None:
    """Let no byte on a stream end the program: what is no text shows as a replacement mark."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _opened(settings: Settings) -> AbstractAsyncContextManager[Services]:
    """The services over the database, for the commands that need them."""
    from .composition_root import open_services

    return open_services(settings)


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end; Ctrl-C ends it without a traceback."""
    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        sys.exit(130)


@main.command()
@_with_settings
def run(settings: Settings) -> None:
    """Connect to Discord and stay connected."""
    gc.disable()  # until all that stays is loaded, see cli/run
    from .cli.logs import JsonLines, log_uncaught, set_up_logging
    from .cli.run import run as stay_connected

    formatter = JsonLines() if settings.log_format == "JSON" else None
    set_up_logging(logging.getLevelName(settings.log_level), _secrets(settings), formatter)
    sys.excepthook = log_uncaught
    for name, meant in misspelled(_file()).items():
        _LOG.warning("%s in .env is no setting: is it %s?", name, meant)
    _finish(stay_connected(settings))


@main.command()
@_with_settings
def preview(settings: Settings) -> None:
    """Serve the bot in a browser, with Discord simulated."""
    try:
        from .cli.logs import set_up_logging
        from .cli.preview import preview as serve  # its dependency is for development alone
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"The preview needs {error.name}, which is not installed; `make demo` installs it."
        ) from error
    set_up_logging(logging.WARNING, _secrets(settings))
    _finish(serve(settings))


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a question.")
@click.option(
    "--lang",
    type=Language(),
    help="The language of the answers; else each question's own.",
)
@_with_settings
def ask(settings: Settings, question: str, as_json: bool, lang: str | None) -> None:
    """Answer QUESTION; with - every line of standard input is one."""
    from .cli.ask import ask as answer

    if question == "-" and sys.stdin is None:
        raise click.UsageError("There is no standard input to read questions from.")

    async def work() -> None:
        async with _opened(settings) as services:
            if question == "-":
                # The loop's own handler would wait for the next line before it ends anything.
                signal.signal(signal.SIGINT, signal.default_int_handler)
            lines = sys.stdin if question == "-" else [question]
            for line in lines:
                await services.library.refresh()
                text, result = await answer(services, line.rstrip("\r\n"), lang)
                click.echo(json.dumps(result, ensure_ascii=False) if as_json else text)

    _finish(work())


@main.command()
@click.argument("source", metavar="FILE|-|URL")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--url", help="Where the article in a file is from.")
@click.option(
    "--published",
    type=Day(),
    metavar="YYYY-MM-DD",
    help="The day it is of, which dates like “next Friday” count from.",
)
@_with_settings
def draft(
    settings: Settings, source: str, as_json: bool, url: str | None, published: datetime | None
) -> None:
    """Draft facts from an article.

    It is in a file, on standard input (-) or at a URL.
    """
    from .cli.draft import as_object, as_text, drafted, from_file, from_link, is_link

    day = published.date() if published is not None else None

    async def work() -> None:
        async with _opened(settings) as services:
            article = (
                await from_link(source, day) if is_link(source) else from_file(source, url, day)
            )
            drafts = drafted(article, services.library.titles)
        result = as_object(article, drafts)
        click.echo(json.dumps(result, ensure_ascii=False) if as_json else as_text(drafts))

    _finish(work())


@main.command()
@click.argument("shows", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option("--json", "as_json", is_flag=True, required=True, help="One JSON object a show.")
def estimate(shows: TextIO, as_json: bool) -> None:
    """Estimate when the next season comes.

    SHOWS is a file of one JSON object a line, or -. An object holds title, network, kind, country,
    premieres, finales and as_of; the answer is low and high, the range that holds four seasons in
    five, with median, the likeliest day, chosen for the least median error, or none with a reason.
    """
    from .cli.estimate import answer as estimated

    today = datetime.now(UTC).date()
    for line in shows:
        click.echo(json.dumps(estimated(line, today)))


@main.command()
@click.argument("show")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="PNG"
)
@click.option(
    "--lang",
    type=Language(),
    default=ENGLISH,
    help="The language of the picture and its words.",
)
@_with_settings
def timeline(settings: Settings, show: str, output: Path, lang: str) -> None:
    """Draw the seasons of a show on a line of years.

    The picture is a PNG file; the seasons are printed in words, too.
    """
    from .cli.ask import timeline as drawn

    async def work() -> None:
        async with _opened(settings) as services:
            with speaking(lang):
                words = await drawn(services, show, output)
            click.echo(words)

    _finish(work())


@main.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_with_settings
def import_(settings: Settings, files: tuple[Path, ...]) -> None:
    """Read shows from FILES.

    They are in TOML, JSON or JSON Lines; a broken file changes nothing.
    """
    from .cli.catalog import import_file
    from .presentation.markup import counted

    async def work() -> None:
        async with _opened(settings) as services:
            written = 0
            for path in files:
                outcome = await import_file(services, path)
                click.echo(
                    f"{path.name}: {counted(outcome.added, 'show')} added, {outcome.changed:,} "
                    f"changed, {outcome.unchanged:,} unchanged."
                )
                written += outcome.added + outcome.changed
            await services.library.write_titles(written)

    _finish(work())


@main.command()
@click.argument("shows", nargs=-1)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="toml")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="A file; else the screen.")
@_with_settings
def export(settings: Settings, shows: tuple[str, ...], form: str, output: Path | None) -> None:
    """Write SHOWS, or all of them, as everybody sees them.

    A show is named by its title or as id:123.
    """
    from .cli.catalog import exported, refuse_unwritable
    from .cli.output_file import write_file
    from .presentation.markup import counted

    async def work() -> None:
        async with _opened(settings) as services:
            count, text = await exported(services, shows, form)
        if output is None:
            refuse_unwritable(text)
            click.echo(text, nl=False)
        else:
            write_file(output, text.encode())
            click.echo(f"{counted(count, 'show')} written to {output}.")

    _finish(work())


@main.command()
@click.argument("shows", nargs=-1)
@click.option("--index", is_flag=True, help="TVmaze's index of all shows, every page of it.")
@_with_settings
def sync(settings: Settings, shows: tuple[str, ...], index: bool) -> None:
    """Fetch what the providers changed, now.

    It is fetched of the shows that are tracked, or of SHOWS: titles, or as id:123.
    """
    from .cli.catalog import sync as bring_up_to_date

    async def work() -> None:
        async with _opened(settings) as services:
            good = await bring_up_to_date(services, shows, index=index)
        if not good:
            sys.exit(1)

    _finish(work())


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_with_settings
def backup(settings: Settings, file: Path) -> None:
    """Copy the database to FILE, also while the bot runs."""
    from .foundation import backup as copies

    size = copies.backup(settings.database_url, file)
    click.echo(f"{file}: {size:,} bytes.")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the database that is there.")
@click.option("--check", is_flag=True, help="Only find out whether the backup is sound.")
@_with_settings
def restore(settings: Settings, file: Path, force: bool, check: bool) -> None:
    """Put the backup FILE in the database's place; stop the bot first."""
    from .foundation import backup as copies

    if check:
        copies.check_backup(file)
        click.echo(f"{file} is a sound backup.")
        return
    copies.restore(settings.database_url, file, force=force)
    click.echo(f"The database is that of {file}.")


@main.command()
@click.argument("source_url")
@click.argument("target_url")
def move(source_url: str, target_url: str) -> None:
    """Copy everything from one database to another.

    TARGET_URL has to be empty. Both are addresses as DATABASE_URL has them; stop the bot first.
    Every row is compared.
    """
    from .cli.catalog import move as move_all
    from .presentation.markup import counted

    async def work() -> None:
        rows = await move_all(source_url, target_url)
        click.echo(f"{counted(rows, 'row')} moved and compared.")

    _finish(work())


@main.command()
@_with_settings
def doctor(settings: Settings) -> None:
    """Check settings, database and addresses.

    Ends with 1 where something is wrong.
    """
    from .cli.doctor import Grade, examine

    async def work() -> None:
        wrong = False
        async for finding in examine(settings, misspelled(_file())):
            click.echo(f"{finding.grade:4}  {finding.what}: {finding.detail}")
            wrong = wrong or finding.grade is Grade.BAD
        if wrong:
            sys.exit(1)

    _finish(work())


if __name__ == "__main__":
    main(prog_name="python -m bot")
