"""The command line in this process, on a database of the test's own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import discord
import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from tests.facts.stated import Stored

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class CommandLine:
    """Runs commands; `environment` holds the settings of this test."""

    file: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.environment.setdefault("DATABASE_URL", f"sqlite+aiosqlite:///{self.file}")
        self.environment.setdefault("TVMAZE_URL", "none")
        self.environment.setdefault("ANILIST_URL", "none")

    def __call__(self, *words: str, stdin: str | bytes | None = None, **settings: str) -> Result:
        environment: Mapping[str, str] = {**self.environment, **settings}
        return CliRunner(env=environment).invoke(main, words, input=stdin)

    def refused(self, *words: str, stdin: str | bytes | None = None, **settings: str) -> str:
        """The one line that a command ends with when it cannot do what it was asked."""
        result = self(*words, stdin=stdin, **settings)
        assert result.exit_code == 1, (result.output, result.exception)
        assert isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        lines = result.stderr.strip().splitlines()
        assert len(lines) == 1, result.stderr
        assert lines[0].startswith("Error: ")
        return lines[0].removeprefix("Error: ")

    @property
    def stored(self) -> Stored:
        """What the database holds, read past the program."""
        return Stored(self.file)


@pytest.fixture(autouse=True)
def discord_is_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """`run` points discord.py at the address of a test, and the tests behind it run here too."""
    websocket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    monkeypatch.setattr(websocket, "DEFAULT_GATEWAY", websocket.DEFAULT_GATEWAY)


@pytest.fixture(scope="session")
def catalogued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the starter catalogue in it."""
    file = tmp_path_factory.mktemp("catalogued") / "store.db"
    result = CommandLine(file)("ask", "Soundtrack")
    assert result.exit_code == 0, (result.output, result.exception)
    return file


@pytest.fixture
def cli(catalogued: Path, tmp_path: Path) -> CommandLine:
    """With the starter catalogue."""
    return CommandLine(Path(shutil.copy(catalogued, tmp_path / "store.db")))


@pytest.fixture
def empty(tmp_path: Path) -> CommandLine:
    """With no catalogue and no database yet."""
    return CommandLine(tmp_path / "empty.db", {"CATALOG_DIR": "none"})
