"""`backup`, `restore`, `doctor`, malformed settings: a clear line each, and an honest exit code."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

import bot.__main__ as subject
from bot.cli import doctor
from bot.locale import po_files
from tests.cli.conftest import CommandLine
from tests.facts.stated import Stored


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
def reachable() -> Iterator[dict[str, str]]:
    """Settings that point at an address on this machine that answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        yield {
            "DISCORD_API_URL": f"http://127.0.0.1:{port}/api/v10",
            "DISCORD_GATEWAY_URL": f"ws://127.0.0.1:{port}/gateway/",
            "DISCORD_TOKEN": "abc.def.ghi",
        }


def test_a_backup_is_restored(cli: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    result = cli("backup", str(copy))
    assert result.stdout == f"{copy}: {copy.stat().st_size:,} bytes.\n"
    before = cli.stored.everything()
    file = tmp_path / "more.json"
    file.write_text('{"title": "More"}')
    cli("import", str(file))
    assert "--force replaces it" in cli.refused("restore", str(copy))
    result = cli("restore", "--force", str(copy))
    assert result.stdout == f"The database is that of {copy}.\n"
    assert cli.stored.restored() == before


def test_backup_and_restore_tell_what_is_wrong(
    cli: CommandLine, empty: CommandLine, tmp_path: Path
) -> None:
    assert "no database at" in empty.refused("backup", str(tmp_path / "copy.db"))
    nowhere = cli.refused("backup", str(tmp_path / "no" / "copy.db"))
    assert nowhere == f"The backup could not be written: there is no folder {tmp_path / 'no'}."
    assert "the database itself" in cli.refused("backup", str(cli.file))
    assert "no backup at" in cli.refused("restore", str(tmp_path / "no.db"))
    (tmp_path / "text.db").write_text("This is no database. " * 300)
    told = cli.refused("restore", "--force", str(tmp_path / "text.db"))
    assert "no database of this program" in told
    for version, why in ((9999, "newer version"), ("a0", "newer"), ("", "never had")):
        Path(tmp_path / "other.db").unlink(missing_ok=True)
        cli("backup", str(tmp_path / "other.db"))
        with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
            other.execute("UPDATE alembic_version SET version_num = ?", [version])
        assert why in cli.refused("restore", "--force", str(tmp_path / "other.db"))
        assert why in cli.refused("ask", "Dark", DATABASE_URL=url_of(tmp_path / "other.db"))
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '0001'")
        other.execute("DROP TABLE meta")
    told = cli.refused("restore", "--force", str(tmp_path / "other.db"))
    assert "no database of this program" in told
    assert not (tmp_path / "copy.db").exists()


def test_another_programs_database_is_left_alone(cli: CommandLine, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "notes.db")) as other, other:
        other.execute("CREATE TABLE notes (text)")
    told = cli.refused("ask", "Dark", DATABASE_URL=url_of(tmp_path / "notes.db"))
    assert "of another program" in told
    with closing(sqlite3.connect(tmp_path / "notes.db")) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("notes",)]


def test_the_doctor_finds_all_well(cli: CommandLine, reachable: dict[str, str]) -> None:
    result = cli("doctor", **reachable)
    assert result.exit_code == 0, result.output
    assert {line.split()[0] for line in result.stdout.splitlines()} == {"ok"}
    assert "abc.def.ghi" not in result.output


def test_a_first_start_is_no_failure(empty: CommandLine, reachable: dict[str, str]) -> None:
    result = empty("doctor", **reachable | {"DISCORD_TOKEN": ""})
    assert result.exit_code == 0, result.output
    assert "DISCORD_TOKEN is not set" in result.stdout
    assert "is not there yet" in result.stdout
    assert not empty.file.exists(), "it only looks"


def test_an_address_that_does_not_answer(cli: CommandLine, reachable: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    wrong = {"DISCORD_GATEWAY_URL": f"ws://127.0.0.1:{port}/"}
    result = cli("doctor", **reachable | wrong)
    assert result.exit_code == 1
    assert f"BAD   Discord's gateway: 127.0.0.1:{port} cannot be reached" in result.stdout


def test_a_database_that_is_none(cli: CommandLine, reachable: dict[str, str]) -> None:
    for tail in ("-wal", "-shm"):
        Path(f"{cli.file}{tail}").unlink(missing_ok=True)
    cli.file.write_text("This is no database. " * 300)
    result = cli("doctor", **reachable)
    assert result.exit_code == 1
    assert "BAD   database: The database file is damaged" in result.stdout


def test_a_database_of_a_newer_version(cli: CommandLine, reachable: dict[str, str]) -> None:
    with closing(sqlite3.connect(cli.file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    result = cli("doctor", **reachable)
    assert result.exit_code == 1
    assert "BAD   migrations: the database is of a newer version (9999)" in result.stdout
    assert "update the program" in result.stdout
    assert "newer version" in cli.refused("ask", "Soundtrack")


def test_a_database_that_no_start_would_take(
    cli: CommandLine, reachable: dict[str, str], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "notes.db")) as other, other:
        other.execute("CREATE TABLE notes (text)")
    theirs = {"DATABASE_URL": url_of(tmp_path / "notes.db")}
    told = cli.refused("ask", "Dark", **theirs)
    result = cli("doctor", **reachable | theirs)
    assert result.exit_code == 1
    assert f"BAD   database: {told}" in result.stdout


def test_what_is_set_and_lacks_a_program_or_a_library(
    cli: CommandLine, reachable: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    monkeypatch.delitem(sys.modules, "bot.operations.metrics", raising=False)
    told = cli.refused("run", **reachable | {"HEALTH_PORT": "0"})
    result = cli("doctor", **reachable | {"HEALTH_PORT": "0"})
    assert result.exit_code == 1
    assert f"BAD   health: {told}" in result.stdout

    monkeypatch.setenv("PATH", str(tmp_path))
    server = {"DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/none"}
    result = cli("doctor", **reachable | server | {"BACKUP_DIR": str(tmp_path)})
    assert "BAD   backups: A backup of PostgreSQL is written by pg_dump" in result.stdout
    assert re.search("BAD   database: The database is not answering .*refused", result.stdout)
    for program in ("pg_dump", "pg_restore"):
        assert "ok    backups" not in result.stdout
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
        result = cli("doctor", **reachable | server | {"BACKUP_DIR": str(tmp_path)})
    assert "ok    backups" in result.stdout


def test_a_place_where_no_database_can_be(
    empty: CommandLine, reachable: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "plain").write_text("")
    url = f"sqlite+aiosqlite:///{tmp_path / 'plain' / 'store.db'}"
    backups = str(tmp_path / "plain" / "backups")
    result = empty("doctor", **reachable | {"DATABASE_URL": url, "BACKUP_DIR": backups})
    assert result.exit_code == 1
    for what in ("database", "backups"):
        assert f"BAD   {what}: nothing can be written into" in result.stdout


def test_a_volume_of_another_user(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a container sees it; who runs the tests may be root, whom nothing keeps out."""
    owner = cli.file.stat().st_uid
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    refused = cli.refused("run", DISCORD_TOKEN="token")
    assert f"which is user {owner}'s; this process runs as user {owner + 1}" in refused


def test_a_full_disk_for_backups_and_a_port_that_is_taken(
    cli: CommandLine, reachable: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: SimpleNamespace(free=1 << 10))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = {"HEALTH_PORT": str(taken.getsockname()[1])}
        result = cli("doctor", **reachable | port | {"BACKUP_DIR": str(tmp_path)})
    assert "has 0 MiB free, and a backup takes" in result.stdout
    assert "note  health: " in result.stdout


def test_the_doctor_tells_of_backups_that_ended(
    cli: CommandLine, reachable: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "cliffhanger-20260101T000000Z.db").write_text("old")
    told = cli("doctor", **reachable, BACKUP_DIR=str(tmp_path)).stdout
    assert re.search(r"^note  backups: the newest in .+ is [\d,]+ hours old", told, re.MULTILINE)
    fresh = f"cliffhanger-{datetime.now(UTC):%Y%m%dT%H%M%S}Z.db"
    (tmp_path / fresh).write_text("new")
    assert "ok    backups:" in cli("doctor", **reachable, BACKUP_DIR=str(tmp_path)).stdout


def test_a_broken_file_of_the_catalogue(
    empty: CommandLine, reachable: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "odd.toml").write_text("title = \n")
    result = empty("doctor", **reachable | {"CATALOG_DIR": str(folder)})
    assert result.exit_code == 1
    assert "BAD   catalogue: odd.toml, line 1" in result.stdout


def test_a_broken_catalogue_of_messages(
    cli: CommandLine,
    reachable: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(po_files, "_FOLDER", tmp_path)
    monkeypatch.setattr(po_files, "_CATALOGUES", {"en": None})
    path = po_files.path_of("de")
    path.parent.mkdir(parents=True)
    path.write_text("This is no catalogue.\n")
    result = cli("doctor", **reachable)
    assert result.exit_code == 1
    assert "BAD   languages:" in result.stdout
    assert "English is spoken instead of Deutsch" in result.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "9" * 5000),
        ("LOG_LEVEL", "LOUD"),
        ("CURATOR_GUILDS", "12, my server"),
        ("CURATOR_GUILDS", "0"),
        ("CURATOR_GUILDS", "9" * 5000),
        ("CATALOG_DIR", "/no/such/folder"),
        ("CATALOG_DIR", "x" * 5000),
        ("DISCORD_TOKEN", "Bot abc.def"),
        ("DISCORD_TOKEN", "abc\ndef"),
        ("TMDB_TOKEN", "abc.déf"),
        ("DISCORD_API_URL", "discord.com"),
        ("DISCORD_API_URL", "http://h:port/"),
        ("DISCORD_GATEWAY_URL", "https://gateway.discord.gg"),
        ("DATABASE_URL", "data/cliffhanger.db"),
        ("DATABASE_URL", "mysql://h/x"),
    ],
)
def test_a_malformed_setting_is_named(empty: CommandLine, name: str, value: str) -> None:
    told = empty.refused("ask", "Soundtrack", **{name: value})
    assert told.startswith(name)
    assert len(told) < 400
    assert "abc" not in told
    assert not empty.file.exists()


@pytest.fixture
def read_only(cli: CommandLine, tmp_path: Path) -> Iterator[CommandLine]:
    """On a disk that can only be read, as Linux makes one that fails."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "tmpfs", folder]
    if (
        not shutil.which("mount")
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("nobody but root mounts a disk")
    try:
        shutil.copy(cli.file, folder / "store.db")
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        yield CommandLine(folder / "store.db")
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("words", [["ask", "Dark"], ["export"]])
def test_a_disk_that_can_only_be_read_is_named(read_only: CommandLine, words: list[str]) -> None:
    told = read_only.refused(*words)
    assert told == f"The database file cannot be opened: {read_only.file} cannot be written to."


def test_a_backup_is_made_from_a_disk_that_can_only_be_read(
    read_only: CommandLine, cli: CommandLine, tmp_path: Path
) -> None:
    assert read_only("backup", str(tmp_path / "copy.db")).exit_code == 0
    assert Stored(tmp_path / "copy.db").everything() == cli.stored.everything()
    assert "nothing can be written into" in read_only.refused("backup", f"{read_only.file}.copy")


def test_running_needs_a_token(empty: CommandLine) -> None:
    assert "DISCORD_TOKEN is not set" in empty.refused("run", DISCORD_TOKEN="")


def test_settings_in_a_file_that_is_no_text(
    empty: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_bytes(b"PORT=\xff\n")
    monkeypatch.setattr(subject, "_ROOT", tmp_path)
    assert str(tmp_path / ".env") in empty.refused("ask", "Soundtrack")


def test_the_environment_comes_before_the_file(
    empty: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("PORT=nonsense\nLOG_LEVEL=LOUD\n")
    monkeypatch.setattr(subject, "_ROOT", tmp_path)
    assert empty.refused("ask", "Soundtrack", PORT="1").startswith("LOG_LEVEL")


def test_the_doctor_looks_at_the_pages(
    cli: CommandLine, reachable: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        taken = cli("doctor", WEB_PORT=port, **reachable)
        assert "note  pages: WEB_URL is not set: /calendar and the cards lead" in taken.stdout
        public = cli("doctor", WEB_PORT=port, WEB_URL="https://shows.example.org", **reachable)
        assert "WEB_URL is not set" not in public.stdout
        assert f"note  pages: WEB_PORT: nothing can be served at 127.0.0.1, port {port}" in (
            taken.stdout
        )
    assert f"ok    pages: can be served at http://127.0.0.1:{port}" in (
        cli("doctor", WEB_PORT=port, **reachable).stdout
    )
    for name in [name for name in sys.modules if name.startswith(("bot.web", "jinja2"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    told = "WEB_PORT is set, and the pages need jinja2, which is not installed: pip install"
    lacking = cli("doctor", WEB_PORT=port, **reachable)
    assert (lacking.exit_code, f"BAD   pages: {told}" in lacking.stdout) == (1, True)
    assert cli.refused("run", WEB_PORT=port, **reachable).startswith(told)


def test_the_doctor_looks_at_the_proxy_where_that_leads_to_discord() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        proxy = f"http://bot:secret@127.0.0.1:{server.getsockname()[1]}"
        through = doctor._reach("Discord's API", "https://discord.com/api/v10", proxy)
    assert through.grade is doctor.Grade.OK
    assert "through HTTPS_PROXY" in through.what
    assert "secret" not in f"{through}"


def test_the_doctor_goes_by_the_proxy_where_the_bot_does(
    cli: CommandLine, reachable: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another address for the API, neither that nor the gateway goes by it."""
    asked: list[str | None] = []

    def reach(name: str, address: str, proxy: str | None) -> doctor.Finding:
        asked.append(proxy)
        return doctor._ok(name, address)

    monkeypatch.setattr(doctor, "_reach", reach)
    proxy = "http://127.0.0.1:1"
    own = {"DISCORD_API_URL": reachable["DISCORD_API_URL"]}
    for settings, by in (({}, proxy), (own, None)):
        asked.clear()
        cli("doctor", HTTPS_PROXY=proxy, DISCORD_TOKEN="abc.def.ghi", **settings)
        assert asked == [by, by]


def test_the_doctor_tells_what_no_start_would_take_of_the_ports(
    cli: CommandLine, reachable: dict[str, str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
    both = cli("doctor", **reachable, WEB_PORT=port, HEALTH_PORT=port)
    assert f"BAD   health: HEALTH_PORT and WEB_PORT are both {port}" in both.stdout
    every = cli("doctor", **reachable, WEB_PORT=port, WEB_HOST="0.0.0.0", HEALTH_PORT=port)
    assert "BAD   health: HEALTH_PORT and WEB_PORT" in every.stdout
    elsewhere = cli("doctor", **reachable, WEB_PORT=port, WEB_HOST="192.0.2.1", HEALTH_PORT=port)
    assert "HEALTH_PORT and WEB_PORT" not in elsewhere.stdout
    assert "BAD   pages: WEB_HOST: nothing can be served at 192.0.2.1" in elsewhere.stdout
    unknown = cli("doctor", **reachable, HEALTH_PORT=port, HEALTH_HOST="no.such.host.invalid")
    assert "BAD   health: HEALTH_HOST: nothing can be served at no.such.host.invalid" in (
        unknown.stdout
    )
    assert "if the bot is running" not in elsewhere.stdout
    assert (both.exit_code, elsewhere.exit_code) == (1, 1)


def test_the_doctor_goes_on_after_a_name_that_is_no_name(
    cli: CommandLine, reachable: dict[str, str], tmp_path: Path
) -> None:
    name = str(tmp_path / ("x" * 300))
    database = {"DATABASE_URL": f"sqlite+aiosqlite:///{name}", "BACKUP_DIR": name}
    told = cli("doctor", **reachable | database)
    assert told.exit_code == 1
    for what in ("database", "backups"):
        assert f"BAD   {what}: {name}: File name too long" in told.stdout
    assert "Discord's gateway" in told.stdout


def test_the_doctor_tells_a_misspelled_setting_and_a_start_logs_it(
    cli: CommandLine,
    reachable: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(subject, "_ROOT", tmp_path)
    right = "DISCORD_TOKEN=\nLOG_LEVEL=INFO\nPOSTGRES_PASSWORD=x\nTZ=UTC\nNOTIFY_SOCKET=\n"
    (tmp_path / ".env").write_text(right)
    assert "is no setting" not in cli("doctor", **reachable).stdout
    (tmp_path / ".env").write_text(f"{right}DISCORD_TOKNE=a.b\nexport log_level=DEBUG\nBACKUPDIR=x")
    result = cli("doctor", **reachable)
    assert result.exit_code == 1
    cli("run", DISCORD_TOKEN="")
    for name, meant in (
        ("DISCORD_TOKNE", "DISCORD_TOKEN"),
        ("log_level", "LOG_LEVEL"),
        ("BACKUPDIR", "BACKUP_DIR"),
    ):
        told = f"{name} in .env is no setting: is it {meant}?"
        assert f"BAD   settings: {told}" in result.stdout
        assert told in caplog.messages


@pytest.mark.slow
def test_what_a_running_bot_does_not_need_is_not_loaded() -> None:
    spared = (
        *("jinja2", "bot.web.site", "rich", "pygments", "PIL", "trafilatura", "alembic"),
        *("bot.articles.web_page", "bot.articles.reader", "bot.articles.mentions.dates"),
    )
    code = (
        "import sys, bot.cli.run; from bot.discord_client.client import COGS\n"
        "for cog in COGS: __import__(cog)\n"
        f"print([name for name in {spared} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


@pytest.mark.slow
def test_a_preview_on_a_port_that_is_taken(empty: CommandLine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        told = empty.refused("preview", PORT=port)
    assert port in told
    assert "PORT" in told


def test_a_restored_database_is_answered_from(
    cli: CommandLine, empty: CommandLine, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    assert empty("restore", str(copy)).exit_code == 0
    assert "\nSeason 2 is canceled." in empty("ask", "Soundtrack season 2").stdout
    assert empty.stored.restored() == Stored(copy).everything()


def test_a_restored_database_does_not_claim_to_know_what_discord_has(
    cli: CommandLine, empty: CommandLine, tmp_path: Path
) -> None:
    """Whoever goes back to an older release had the commands of the newer one for good."""
    note = "INSERT INTO meta VALUES ('commands_digest', 'of the older release')"
    with closing(sqlite3.connect(cli.file)) as database, database:
        database.execute(note)
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    assert empty("restore", str(copy)).exit_code == 0
    noted = "SELECT count(*) FROM meta WHERE name = 'commands_digest'"
    assert Stored(copy).one(noted) == 1
    assert empty.stored.one(noted) == 0
    assert [each.name for each in tmp_path.glob(f"{empty.file.name}*")] == [empty.file.name]


@pytest.mark.parametrize("words", [[], *([name] for name in sorted(subject.main.commands))])
def test_help_needs_nothing_and_is_whole(empty: CommandLine, words: list[str]) -> None:
    result = empty(*words, "--help", SHARDS="many")
    assert result.exit_code == 0, result.output
    assert "Usage: " in result.output
    told = [line for line in result.output.splitlines() if not line.startswith("Usage: ")]
    assert [line for line in told if line.endswith("...")] == []
    assert not empty.file.exists()


def test_without_a_command_there_is_help(empty: CommandLine) -> None:
    assert "Usage: " in empty().output
