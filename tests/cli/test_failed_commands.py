"""What a command prints that cannot do what it was asked: no secret, whatever ended it."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from tests.cli.conftest import CommandLine

ADDRESS = "postgresql+psycopg://bot:pass-word@h.example/bot"
TOKEN, TMDB = "bot-secret", "tmdb-secret"
TELLING = f"{ADDRESS} {TOKEN} {TMDB} https://d.example/webhooks/1/a-token_of-it"
SECRETS = ("pass-word", TOKEN, TMDB, "a-token_of-it")


@pytest.fixture
def command(tmp_path: Path) -> CommandLine:
    said = {"DISCORD_TOKEN": TOKEN, "TMDB_TOKEN": TMDB, "CATALOG_DIR": "none"}
    return CommandLine(tmp_path / "store.db", said)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leaves the process as it was: a command is made for one of its own."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    gc.enable()


def failing(error: BaseException) -> Any:
    async def fails(*_given: object, **_named: object) -> None:
        raise error

    return fails


ERRORS = {
    "with a reason": OSError(5, TELLING),
    "with a file": OSError(5, "it failed", TELLING),
    "by its text": ConnectionError(TELLING),
}


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
@pytest.mark.parametrize(
    ("words", "name"),
    [(["run"], "bot.cli.run.run"), (["sync"], "bot.cli.catalog.sync")],
    ids=["run", "sync"],
)
def test_an_error_of_the_system_tells_no_secret(
    command: CommandLine, words: list[str], name: str, error: OSError,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(name, failing(error))
    said = command.refused(*words)
    assert "[hidden]" in said
    assert not [secret for secret in SECRETS if secret in said]


def test_what_was_typed_is_quoted_without_its_password(command: CommandLine) -> None:
    said = command("move", "sqlite+aiosqlite:///a.db", ADDRESS, ADDRESS).output
    assert "h.example" in said
    assert "pass-word" not in said


def test_what_nobody_foresaw_tells_no_secret(
    command: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python itself printed it as it is."""
    monkeypatch.setattr("bot.cli.catalog.sync", failing(RuntimeError(TELLING)))
    for name, value in command.environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(RuntimeError) as raised:
        main(["sync"])
    sys.excepthook(raised.type, raised.value, raised.tb)
    assert logging.lastResort is not None
    logging.lastResort.handle(logging.LogRecord("x", 40, "", 0, TELLING, (), None))
    said = capsys.readouterr().err
    assert said.count("h.example") == 2
    assert "Traceback" in said
    assert not [secret for secret in SECRETS if secret in said]
