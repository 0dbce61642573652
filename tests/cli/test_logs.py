"""What stands in the log, and what never does."""

from __future__ import annotations

import gc
import io
import json
import logging
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.__main__ import main
from bot.calendar.feed_addresses import FeedOwner, Feeds
from bot.cli.logs import JsonLines, ReconnectInOneLine, set_up_logging
from bot.cli.redaction import RedactingFormatter, redacted
from bot.errors import BadInputError
from bot.foundation.database import Database
from bot.foundation.sql import meta
from bot.locale.messages import speaking
from bot.settings import Settings

TOKEN = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDpzZWNyZXRzZWNyZXRzZWNyZXQ"
OTHER = "A-token_of.another-form"
PAYLOAD = {"t": "INTERACTION_CREATE", "d": {"id": "7", "token": OTHER, "name": "season"}}


def logged(message: str, *args: object, error: BaseException | None = None) -> str:
    """The line of the log."""
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("discord.http", logging.DEBUG, "", 0, message, args, told)
    plain = logging.Formatter("%(name)s %(message)s")
    return RedactingFormatter(plain, ["bot-secret", ""]).format(record)


@pytest.mark.parametrize("token", [TOKEN, OTHER])
@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("%s %s has received %s", ("POST", "https://d.example/api/v10/interactions/7/{}/callback")),
        ("%s has returned", ("https://d.example/api/v10/webhooks/8/{}/messages/@original",)),
        ("%s", ("https://d.example/api/v10/webhooks/8/{}?wait=true",)),
    ],
)
def test_a_token_in_an_address_is_hidden(message: str, args: tuple[str, ...], token: str) -> None:
    filled = tuple(arg.format(token) for arg in args)
    filled += ("x",) * (message.count("%s") - len(filled))
    line = logged(message, *filled)
    assert token not in line
    assert "d.example/api/v10/" in line
    assert "[hidden]" in line


@pytest.mark.parametrize("shown", [json.dumps(PAYLOAD), str(PAYLOAD)])
def test_a_token_in_a_payload_is_hidden_and_the_rest_stands(shown: str) -> None:
    line = logged("For Shard ID %s: WebSocket Event: %s", 0, shown)
    assert OTHER not in line
    assert "season" in line


@pytest.mark.parametrize(
    "place",
    [
        "postgresql+psycopg://bot:{}@db.example/bot",
        "cannot connect to 'postgresql://bot:{}@db.example'",
        "http://proxy:{}@db.example:8080/api",
        "host=db.example password={} user=bot",
        "host=db.example password = '{}' user=bot",
    ],
)
def test_a_password_in_an_address_is_hidden(place: str) -> None:
    passwords = ["hunter2"]
    if "@" in place:
        passwords.append("hunter2'x")
    if "postgresql" in place:
        passwords += ["hunter2/x+y=", "/hunter2", "80/y:hunter2"]
    for password in passwords:
        line = logged("refused: %s", place.format(password))
        assert "hunter2" not in line
        assert "db.example" in line
        assert "[hidden]" in line


def test_addresses_without_a_password_stand() -> None:
    for text in ("pages at http://127.0.0.1:8766", "https://d.example:443/a@b", "ws://[::1]:80/"):
        assert logged(text) == f"discord.http {text}"


def test_the_address_of_somebodys_calendar_is_hidden() -> None:
    """Discord is sent it in a card, and what is sent is logged by whoever looks for a fault."""
    token = "LR3--h5sWwBPvlJ7UM8mWJxQlHG2nsMi"
    address = f"https://shows.example/calendar/{token}.ics"
    for text in (f"`{address}`", f"{address}?lang=de", json.dumps({"url": address})):
        line = logged("POST https://d.example with %s has returned 200", text)
        assert token not in line
        assert "shows.example/calendar/[hidden].ics" in line
    for public in ("/calendar/all.ics", "/calendar/network/a-network-of-many-letters.ics"):
        assert logged(public) == f"discord.http {public}"


async def test_statements_are_in_no_log(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """At DEBUG each stood there twice, with the token or the question that was looked up."""
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    level = root.level
    set_up_logging(logging.DEBUG)
    try:
        feeds = Feeds(database, lambda: datetime(2026, 11, 22, tzinfo=UTC), "https://shows.example")
        address = await feeds.address(FeedOwner(user_id=7))
        token = address.rpartition("/")[2].partition(".")[0]
        assert await feeds.owner(token) == FeedOwner(user_id=7)
        logging.getLogger("aiosqlite").info("it is heard")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    said = capsys.readouterr().err
    assert "it is heard" in said
    assert token not in said


@pytest.mark.parametrize("formatter", [logging.Formatter("%(message)s"), JsonLines()])
def test_a_session_of_the_gateway_is_hidden(formatter: logging.Formatter) -> None:
    """It can be taken over with it; discord.py tells it at each connection."""
    session = "ccc970f399f75b477d9587effa9cddac"
    for told in (
        "Shard ID %s has connected to Gateway (Session ID: %s).",
        "Shard ID %s has successfully RESUMED session %s.",
    ):
        record = logging.LogRecord("discord.gateway", 20, "", 0, told, (3, session), None)
        line = RedactingFormatter(formatter).format(record)
        assert session not in line
        assert "Shard ID 3" in line
    invalid = "Shard ID 3 session has been invalidated."
    assert logged(invalid) == f"discord.http {invalid}"


@pytest.mark.parametrize("shown", [json.dumps, str])
@pytest.mark.parametrize("formatter", [logging.Formatter("%(message)s"), JsonLines()])
def test_what_members_are_called_and_write_is_hidden(
    shown: Callable[[object], str], formatter: logging.Formatter
) -> None:
    """At DEBUG each payload stands in the log, and outlives what /forget-me erases."""
    said = ["it's private", 'so is "this" private', "and\nprivate", 'private\\\\"', "privat’e"]
    for text in said:
        payload = {
            "t": "MESSAGE_CREATE",
            "d": {
                "author": {"username": text, "global_name": text, "id": "77"},
                "member": {"nick": text},
                "options": [{"name": "question", "value": text}],
                "content": text,
                "id": "88",
            },
        }
        record = logging.LogRecord("discord.gateway", 10, "", 0, "%s", (shown(payload),), None)
        line = RedactingFormatter(formatter).format(record)
        assert "privat" not in line
        for kept in ("MESSAGE_CREATE", "77", "88", "question"):
            assert kept in line


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_text_that_was_cut_off_is_read_in_one_go(quote: str) -> None:
    """Each quote that was escaped twice doubled the time: forty of them stopped the bot."""
    began = time.process_time()
    told = f'"content": {quote}' + r"\\\"" * 24
    assert logged(told) == f"discord.http {told}"
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("part", ["postgres://", "postgres://a:", "postgres+", "postgresql://a:b"])
def test_a_text_that_is_full_of_addresses_is_read_in_one_go(part: str) -> None:
    """From each address on, all that follows was searched for the end of a password."""
    told = part * (100_000 // len(part))
    began = time.process_time()
    assert logged(told) == f"discord.http {told}"
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("secrets", [["abc", "abc-def"], ["abc-def", "abc"], ["", "abc-def"]])
def test_a_secret_that_begins_with_another_is_hidden_to_its_end(secrets: list[str]) -> None:
    assert redacted("it is abc-def.", secrets) == "it is [hidden]."


@pytest.mark.parametrize("formatter", [None, JsonLines()])
async def test_no_value_of_a_statement_is_logged_with_an_error(
    url: str, capsys: pytest.CaptureFixture[str], formatter: logging.Formatter | None
) -> None:
    """Neither what SQLAlchemy says beside the driver's words, nor what the server says in them."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    set_up_logging(logging.INFO, (), formatter)
    row = insert(meta).values(name="secret-name", value='a "secret"\n\\secret')
    try:
        async with Database(url) as database, database.write() as writing:
            await writing.execute(row)
            with pytest.raises(IntegrityError) as raised:
                await writing.execute(row)
            logging.getLogger("bot.x").error("it failed", exc_info=raised.value)
            await writing.rollback()
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    said = capsys.readouterr().err
    assert "it failed" in said
    assert "IntegrityError" in said
    assert "secret" not in said
    if formatter is not None:
        assert json.loads(said)["level"] == "error"


def test_a_log_in_json_stays_json() -> None:
    shown = f"{json.dumps(PAYLOAD)} at 'https://d.example/webhooks/8/{TOKEN}' \"{TOKEN}\""
    record = logging.LogRecord("discord.gateway", logging.DEBUG, "", 0, "%s", (shown,), None)
    line = RedactingFormatter(JsonLines()).format(record)
    assert "season" in json.loads(line)["message"]
    assert OTHER not in line
    assert TOKEN not in line


def test_a_token_in_a_traceback_and_the_bots_own_are_hidden() -> None:
    try:
        raise ConnectionError(f"https://d.example/webhooks/1/{OTHER} with bot-secret and {TOKEN}")
    except ConnectionError as error:
        line = logged("it failed", error=error)
    assert "ConnectionError" in line
    for secret in (OTHER, TOKEN, "bot-secret"):
        assert secret not in line
    assert sys.exc_info() == (None, None, None)


def test_what_ends_the_program_is_logged_as_all_else_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Python itself would print it as it is, in the middle of a log for programs."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    async def fails(settings: Settings) -> None:
        raise RuntimeError(f"https://d.example/webhooks/1/{OTHER} with {settings.token}")

    monkeypatch.setattr("bot.cli.run.run", fails)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    file = f"sqlite+aiosqlite:///{tmp_path / 'store.db'}"
    env = {"DISCORD_TOKEN": "bot-secret", "LOG_FORMAT": "json", "DATABASE_URL": file}
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    try:
        with pytest.raises(RuntimeError) as raised:
            main(["run"])
        sys.excepthook(raised.type, raised.value, raised.tb)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        gc.enable()
    entry = json.loads(capsys.readouterr().err)
    assert entry["level"] == "critical"
    assert "RuntimeError: https://d.example/webhooks/1/[hidden] with [hidden]" in entry["traceback"]


def test_a_record_is_one_line_with_its_traceback() -> None:
    try:
        raise ValueError("no\nline")
    except ValueError:
        record = logging.LogRecord(
            "bot.x", logging.ERROR, __file__, 1, "it failed: %s", ("a\nb",), sys.exc_info()
        )
    record.created = 1_800_000_000.25
    line = JsonLines().format(record)
    assert "\n" not in line
    entry = json.loads(line)
    assert entry["traceback"].endswith("ValueError: no\nline")
    del entry["traceback"]
    assert entry == {
        "time": "2027-01-15T08:00:00.250+00:00",
        "level": "error",
        "logger": "bot.x",
        "message": "it failed: a\nb",
    }


def test_a_lost_connection_is_one_line() -> None:
    try:
        raise ConnectionResetError("page of\n an outage: 100 %")
    except ConnectionResetError:
        lost = logging.LogRecord(
            "discord.client", 40, "", 0, "Attempting a reconnect in %.2fs", (1.5,), sys.exc_info()
        )
        other = logging.LogRecord(
            "discord.client", 40, "", 0, "Ignoring exception in %s", ("on_ready",), sys.exc_info()
        )
    assert ReconnectInOneLine().filter(lost)
    assert ReconnectInOneLine().filter(other)
    assert logging.Formatter("%(levelname)s %(message)s").format(lost) == (
        "WARNING the connection to Discord failed: page of an outage: 100 %; "
        "connecting again in 2 s"
    )
    assert other.exc_info is not None


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_log_has_colours_in_a_terminal_alone(
    is_terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a container discord.py takes any stream for a terminal."""
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: is_terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("discord.utils.is_docker", lambda: True)
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    level = root.level
    try:
        set_up_logging(logging.INFO)
        logging.getLogger("bot.cli").info("ready")
    finally:
        root.setLevel(level)
    assert ("\x1b[" in stream.getvalue()) == is_terminal
    assert is_terminal or re.search(r"\] \[INFO    \] bot\.cli: ready$", stream.getvalue())


def test_the_log_is_english_whatever_is_spoken() -> None:
    error = BadInputError("{show} has ended.", show="Dark")
    with speaking("de"):
        assert str(error) == "Dark ist zu Ende."
        assert logged("it failed: %s", error).endswith("it failed: Dark has ended.")
        assert "Dark has ended." in logged("it failed", error=error)


def test_a_page_without_an_article_is_no_line_of_the_log() -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        set_up_logging(logging.INFO)
        assert not logging.getLogger("trafilatura.core").isEnabledFor(logging.WARNING)
    finally:
        root.handlers[:] = before
        root.setLevel(level)
