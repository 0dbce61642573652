"""How long an import of all real titles takes, how it holds the lock, and when others see it."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.answers.library import Library
from bot.catalog.bulk_import import BulkImport
from bot.catalog.reader import IMPORT, read_file
from bot.facts.ledger import Ledger
from bot.foundation.clock import system_clock
from bot.foundation.database import Database, Transaction
from bot.foundation.migrate import migrate
from bot.questions.index.titles import TitleEntry
from tests.questions.real_titles import real_titles

_ROOT = Path(__file__).resolve().parents[2]
_POLL_SECONDS = 0.05


class WatchedDatabase(Database):
    """A database that remembers for how long each write held the lock, in seconds."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.held: list[float] = []

    @asynccontextmanager
    async def write(self, *, durable: bool = True) -> AsyncIterator[Transaction]:
        started = 0.0
        try:
            async with super().write(durable=durable) as connection:
                # The lock is taken by the time the connection is handed out.
                started = time.perf_counter()
                yield connection
        finally:
            if started:
                self.held.append(time.perf_counter() - started)


def as_jsonl(entries: Sequence[TitleEntry]) -> str:
    """The titles as a file that `import` reads, a show a line."""
    return "".join(json.dumps(_table(entry), ensure_ascii=False) + "\n" for entry in entries)


def _table(entry: TitleEntry) -> dict[str, object]:
    table: dict[str, object] = {
        "title": entry.title,
        "source": f"https://www.themoviedb.org/tv/{entry.show_id}",
        "as_of": "2025-01-01",
        "popularity": entry.popularity,
        "ids": {"tmdb": entry.show_id},
    }
    if entry.names:
        table["original_title"] = entry.names[0]
    if entry.network:
        table["network"] = entry.network.split("|")[0]
    if entry.country:
        table["country"] = entry.country.split("|")[0]
    return table


def run() -> list[tuple[str, str]]:
    """Rows of what was measured and its figure; one row where the titles are absent."""
    entries = real_titles()
    if not entries:
        return [("imports", "skipped: ../shared/data/titles is not beside the project")]
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measured(Path(folder), entries))


async def _measured(folder: Path, entries: Sequence[TitleEntry]) -> list[tuple[str, str]]:
    file = folder / "titles.jsonl"
    file.write_text(as_jsonl(entries), encoding="utf-8")
    url = f"sqlite+aiosqlite:///{folder / 'bench.db'}"
    await migrate(url)
    rows = []
    watcher = await _watcher(url, len(entries))
    async with WatchedDatabase(url) as database:
        for label in ("import", "same file again"):
            database.held.clear()
            started = time.perf_counter()
            statements = await asyncio.to_thread(
                read_file, file, source=IMPORT, today=system_clock().date()
            )
            parsed = time.perf_counter() - started
            ledger = Ledger(database, system_clock)
            outcome = await BulkImport(database, ledger, system_clock).write(IMPORT, statements)
            seconds = time.perf_counter() - started
            ended = time.time()
            rows += [
                (f"{label} of {len(entries):,} titles: in all", f"{seconds:.1f} s"),
                (f"{label}: reading the file", f"{parsed:.1f} s"),
                (f"{label}: longest hold of the write lock", f"{max(database.held):.2f} s"),
            ]
            if outcome.added:
                out, _ = await watcher.communicate()
                delay, size = json.loads(out)
                rows.append(("import: seen by another process after", f"{delay - ended:.2f} s"))
                rows.append(("import: most memory of that process", f"{size:.0f} MB"))
    return rows


async def _watcher(url: str, wanted: int) -> asyncio.subprocess.Process:
    """Another process that refreshes its library as a bot does, and tells when it has seen all."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.imports", url, str(wanted)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        cwd=_ROOT,
    )


async def watch(url: str, wanted: int) -> float:
    """The time (seconds since 1970) at which a library has all those titles in its index."""
    async with Database(url) as database:
        library = Library(database)
        await library.load()
        while len(library.titles) < wanted:
            await asyncio.sleep(_POLL_SECONDS)
            await library.refresh()
    return time.time()


if __name__ == "__main__":
    import resource

    if len(sys.argv) == 3:
        seen = asyncio.run(watch(sys.argv[1], int(sys.argv[2])))
        print(json.dumps([seen, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
    else:
        for name, figure in run():
            print(f"{name:<60} {figure}")
        print("most memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")
