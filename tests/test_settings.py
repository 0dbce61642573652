"""Reading the settings: every default, every value, every refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import VARIABLES, Settings, merged, misspelled, read_file


def test_nothing_set_is_enough() -> None:
    settings = Settings.read({})
    assert settings == Settings()
    assert settings.token is None
    assert settings.curator_guilds == frozenset()
    assert settings.database_url.endswith("/data/cliffhanger.db")
    assert settings.catalog_dir is not None
    assert settings.catalog_dir.is_dir()


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "DISCORD_TOKEN": " abc.def ",
            "DATABASE_URL": "sqlite+aiosqlite:///x.db",
            "CATALOG_DIR": str(tmp_path),
            "CACHE_DIR": str(tmp_path / "not" / "yet"),
            "CURATOR_GUILDS": "12, 34,,56 78",
            "DISCORD_API_URL": "http://127.0.0.1:8080/api/v10",
            "DISCORD_GATEWAY_URL": "ws://127.0.0.1:8080/",
            "HTTPS_PROXY": "http://user:secret@proxy.example:3128",
            "NO_PROXY": "discord.com",
            "LOG_LEVEL": "debug",
            "PORT": "0",
            "WEB_PORT": "8766",
            "WEB_HOST": "::1",
            "WEB_URL": "https://shows.example.org/tv",
            "SOMETHING_ELSE": "\0",
        }
    )
    assert settings == Settings(
        token="abc.def",
        database_url="sqlite+aiosqlite:///x.db",
        catalog_dir=tmp_path,
        cache_dir=tmp_path / "not" / "yet",
        curator_guilds=frozenset({12, 34, 56, 78}),
        discord_api_url="http://127.0.0.1:8080/api/v10",
        discord_gateway_url="ws://127.0.0.1:8080/",
        https_proxy="http://user:secret@proxy.example:3128",
        no_proxy="discord.com",
        log_level="DEBUG",
        port=0,
        web_port=8766,
        web_host="::1",
        web_url="https://shows.example.org/tv",
    )


def test_each_is_explained() -> None:
    root = Path(__file__).parents[1]
    ours = VARIABLES - {"NOTIFY_SOCKET", "WATCHDOG_USEC"}  # systemd sets these
    table = (root / "README.md").read_text("utf-8")
    lines = (root / ".env.example").read_text("utf-8").splitlines()
    assert {name for name in ours if f"`{name}`" not in table} == set()
    named = {line.removeprefix("# ").partition("=")[0] for line in lines if "=" in line}
    assert ours - named == set()


@pytest.mark.parametrize("blank", ["", "  ", "\t\n"])
def test_blank_is_not_set(blank: str) -> None:
    names = ("DISCORD_TOKEN", "DATABASE_URL", "CATALOG_DIR", "CURATOR_GUILDS", "LOG_LEVEL", "PORT")
    assert Settings.read(dict.fromkeys(names, blank)) == Settings()


def test_none_goes_without_the_catalogue() -> None:
    assert Settings.read({"CATALOG_DIR": "None"}).catalog_dir is None


def test_the_tokens_are_not_shown() -> None:
    address = "postgresql+psycopg://bot:mno.pqr@h/d"
    settings = Settings.read(
        {"DISCORD_TOKEN": "abc.def", "TMDB_TOKEN": "ghi.jkl", "DATABASE_URL": address}
    )
    assert "mno.pqr" not in repr(settings)
    assert settings.tmdb_token == "ghi.jkl"
    assert "abc.def" not in repr(settings)
    assert "ghi.jkl" not in repr(settings)


@pytest.mark.parametrize("name", ["TVMAZE_URL", "TMDB_URL", "ANILIST_URL"])
def test_a_provider_is_moved_or_switched_off(name: str) -> None:
    field = name.lower()
    assert getattr(Settings(), field).startswith("https://")
    assert getattr(Settings.read({name: "none"}), field) is None
    assert getattr(Settings.read({name: "http://localhost:1"}), field) == "http://localhost:1"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("PORT", ["x", "1.5", "-1", "65536", "9" * 5000, "²"]),
        ("LOG_LEVEL", ["LOUD", "0"]),
        ("CURATOR_GUILDS", ["x", "-5", "0", str(2**63), "9" * 5000, "1;2"]),
        ("CATALOG_DIR", ["/no/such", "x" * 5000, "\0", __file__]),
        ("BACKUP_DIR", [__file__, "/dev/null"]),
        ("CACHE_DIR", [__file__]),
        ("TVMAZE_URL", ["x", "off", "ftp://h", "http://h:0"]),
        ("SYNC_INTERVAL", ["x", "299", "86401", "-1"]),
        ("DISCORD_API_URL", ["x", "http://", "ws://h", "http://h:0", "http://h:x", "http://[::"]),
        ("HTTPS_PROXY", ["x", "socks5://h:1", "proxy.example:x"]),
        ("https_proxy", ["http://", "https://h:x"]),
        ("DISCORD_GATEWAY_URL", ["x", "ws://", "http://h", "ws://h:99999"]),
        ("DISCORD_API_URL", ["https://h/api?v=10", "https://h/#", "https://h /"]),
        ("TMDB_URL", ["https://h/3?api_key=abc", "https://h\\3"]),
        ("WEB_URL", ["https://h?", "https://h/#top", "https://a b.org", "https://h/a b"]),
        ("WEB_URL", ["https://user:secret@h", "https://user@h/tv", 'https://h/"><b>']),
        ("DISCORD_TOKEN", ["a b", '"abc.def"', "'abc.def'", "abc\u2026", "a" * 1001]),
        ("TMDB_TOKEN", ['"abc"', "Bearer abc"]),
    ],
)
def test_a_malformed_value_is_named(name: str, values: list[str]) -> None:
    for value in values:
        with pytest.raises(SettingsError, match=f"^{name} ") as raised:
            Settings.read({name: value})
        assert len(str(raised.value)) < 400


def test_the_pages_of_another_process_of_the_cluster_are_known() -> None:
    public = {"WEB_URL": "https://shows.example.org/"}
    assert Settings.read(public).site is None, "nobody serves any"
    assert Settings.read({"WEB_PORT": "0"}).site is None, "others have no such address"
    for served in ({"WEB_PORT": "0"}, {"SHARDS": "4"}):
        assert Settings.read(public | served).site == "https://shows.example.org"


@pytest.mark.parametrize("start", ["", "\ufeff", "# A comment\r\n\r\n", "export "])
def test_a_file_is_read_however_it_was_saved(start: str, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(f"{start}DISCORD_TOKEN='a.b' # mine\r\nPORT = 1\r\nLOG_LEVEL=".encode())
    assert read_file(file) == {"DISCORD_TOKEN": "a.b", "PORT": "1", "LOG_LEVEL": ""}
    assert read_file(tmp_path / "none") == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("PORT: secret\n", 1),
        ("# first\nPORT=1\nPORT secret\n", 3),
        ("PORT=1\nDISCORD_TOKEN='secret\n", 2),
        ('DISCORD_TOKEN="secret"secret\n', 1),
    ],
)
def test_a_line_of_the_file_that_sets_nothing_is_named(
    text: str, line: int, tmp_path: Path
) -> None:
    """It was passed over, and the bot ran without what somebody had set."""
    file = tmp_path / ".env"
    file.write_text(text)
    with pytest.raises(SettingsError, match=rf"\.env, line {line}, cannot be read") as raised:
        read_file(file)
    assert "secret" not in str(raised.value)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    """Docker makes one where a file is mounted that is not there."""
    with pytest.raises(SettingsError, match=r"cannot be read: .*directory"):
        read_file(tmp_path)


@pytest.mark.parametrize("empty", ["", " ", "\t"])
def test_an_empty_variable_hides_nothing(empty: str) -> None:
    file = {"DISCORD_TOKEN": "from.the.file", "PORT": "1", "LOG_LEVEL": None}
    settings = Settings.read(
        merged(file, {"DISCORD_TOKEN": empty, "PORT": "2", "SYNC_INTERVAL": empty})
    )
    assert settings.token == "from.the.file"
    assert settings.port == 2
    assert settings.sync_interval == Settings().sync_interval


def test_a_proxy_is_named_as_other_programs_have_it() -> None:
    names = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
    for number, name in enumerate(names):
        later = dict.fromkeys(names[number + 1 :], "http://later:1")
        earlier = dict.fromkeys(names[:number], " ")
        settings = Settings.read({**later, **earlier, name: "proxy.example:3128"})
        assert settings.discord_proxy == "http://proxy.example:3128"
        assert settings.proxy_to("https://api.tvmaze.com") == settings.discord_proxy
        assert settings.proxy_to("http://127.0.0.1:1") is None
    for name in names[1:]:
        settings = Settings.read({name: "socks5://h:1", "all_proxy": "http://h:2"})
        assert settings.https_proxy in (None, "http://h:2"), "SOCKS is for other programs"
    assert misspelled([*names, "NO_PROXY", "no_proxy"]) == {}
    assert misspelled(["HTTP_PROXY"]) == {"HTTP_PROXY": "HTTPS_PROXY"}
    assert Settings.read({"NO_PROXY": "*"}).discord_proxy is None


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize(
    ("hosts", "discord", "tvmaze"),
    [
        ("*", False, False),
        ("discord.com", False, True),
        ("localhost, .tvmaze.com", True, False),
        ("maze.com,scord.com", True, True),
    ],
)
def test_some_hosts_are_reached_without_the_proxy(
    name: str, hosts: str, discord: bool, tvmaze: bool
) -> None:
    settings = Settings.read({"https_proxy": "http://h:1", name: hosts})
    assert (settings.discord_proxy is not None) == discord
    assert (settings.proxy_to("https://api.tvmaze.com/shows") is not None) == tvmaze
