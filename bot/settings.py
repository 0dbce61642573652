"""The settings: read from a mapping once, checked, frozen. Nothing else reads the environment."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from .cluster.assignment import parse_shards
from .errors import SettingsError

_ROOT = Path(__file__).resolve().parent.parent
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set; `.env.example` explains each."""

    token: str | None = field(default=None, repr=False)
    database_url: str = field(
        default=f"sqlite+aiosqlite:///{_ROOT / 'data' / 'cliffhanger.db'}", repr=False
    )
    catalog_dir: Path | None = _ROOT / "data" / "catalog"
    curator_guilds: frozenset[int] = frozenset()
    discord_api_url: str | None = None
    discord_gateway_url: str | None = None
    https_proxy: str | None = field(default=None, repr=False)
    no_proxy: str | None = None
    tvmaze_url: str | None = "https://api.tvmaze.com"
    tvmaze_index: bool = True
    tmdb_token: str | None = field(default=None, repr=False)
    tmdb_url: str | None = "https://api.themoviedb.org/3"
    anilist_url: str | None = "https://graphql.anilist.co"
    sync_interval: int = 3600
    alert_undo_seconds: int = 60
    alert_settle_minutes: int = 30
    alert_rate: int = 30
    shards: int | None = None
    shard_ids: frozenset[int] | None = None
    log_level: str = "INFO"
    port: int = 8765
    log_format: str = "TEXT"
    health_port: int | None = None
    health_host: str = "127.0.0.1"
    cache_dir: Path | None = None
    backup_dir: Path | None = None
    backup_every: int = 24
    backup_keep: int = 7
    notify_socket: str | None = None
    watchdog_usec: int = 0
    web_port: int | None = None
    web_host: str = "127.0.0.1"
    web_url: str | None = None

    @property
    def site(self) -> str | None:
        """The address of the pages for others; None if they are off, or if WEB_URL is not set.

        In a cluster another process may serve them.
        """
        if self.web_url is None or (self.web_port is None and self.shards is None):
            return None
        return self.web_url.rstrip("/")

    @property
    def discord_proxy(self) -> str | None:
        """The proxy that leads to Discord's API and gateway; None if there is none.

        With another address for the API there is none: that is on this machine, or near it.
        """
        return None if self.discord_api_url else self.proxy_to("https://discord.com")

    def proxy_to(self, address: str) -> str | None:
        """The proxy that leads to an address; None where it is connected to without one.

        `no_proxy` is read as curl and Python read it: suffixes of hosts, or `*` for all.
        """
        parts = urlsplit(address)
        if self.https_proxy is None or parts.scheme != "https":
            return None
        # Imported here: few are behind a proxy, and it takes time to load.
        from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

        without = {"no": self.no_proxy} if self.no_proxy is not None else {}
        around = proxy_bypass_environment(parts.hostname or "", without)
        return None if around else self.https_proxy

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Read the settings from an environment.

        Raises:
            SettingsError: one is malformed; the sentence names it and says what it should be.
        """
        get = _Reader(environment)
        defaults = cls()
        shards = get.whole("SHARDS", 0, 1, 16_384) or None
        return cls(
            token=get.token("DISCORD_TOKEN"),
            database_url=get.text("DATABASE_URL") or defaults.database_url,
            catalog_dir=get.folder("CATALOG_DIR", defaults.catalog_dir),
            curator_guilds=get.ids("CURATOR_GUILDS"),
            discord_api_url=get.address("DISCORD_API_URL", ("http", "https")),
            discord_gateway_url=get.address("DISCORD_GATEWAY_URL", ("ws", "wss")),
            https_proxy=get.proxy("HTTPS_PROXY", _PROXIES),
            no_proxy=get.first(_NO_PROXY),
            tvmaze_url=get.provider("TVMAZE_URL", defaults.tvmaze_url),
            tvmaze_index=get.choice("TVMAZE_INDEX", ("ALL", "NONE"), "ALL") == "ALL",
            tmdb_token=get.token("TMDB_TOKEN"),
            tmdb_url=get.provider("TMDB_URL", defaults.tmdb_url),
            anilist_url=get.provider("ANILIST_URL", defaults.anilist_url),
            sync_interval=get.whole("SYNC_INTERVAL", defaults.sync_interval, 300, 86_400),
            alert_undo_seconds=get.whole(
                "ALERT_UNDO_SECONDS", defaults.alert_undo_seconds, 0, 3600
            ),
            alert_settle_minutes=get.whole(
                "ALERT_SETTLE_MINUTES", defaults.alert_settle_minutes, 0, 1440
            ),
            alert_rate=get.whole("ALERT_RATE", defaults.alert_rate, 1, 40),
            shards=shards,
            shard_ids=get.shards("SHARD_IDS", shards),
            log_level=get.choice("LOG_LEVEL", _LOG_LEVELS, defaults.log_level),
            port=get.whole("PORT", defaults.port, 0, 65535),
            log_format=get.choice("LOG_FORMAT", ("TEXT", "JSON"), defaults.log_format),
            health_port=get.port("HEALTH_PORT"),
            health_host=get.text("HEALTH_HOST") or defaults.health_host,
            cache_dir=get.path("CACHE_DIR"),
            backup_dir=get.path("BACKUP_DIR"),
            backup_every=get.whole("BACKUP_EVERY", defaults.backup_every, 1, 24 * 31),
            backup_keep=get.whole("BACKUP_KEEP", defaults.backup_keep, 1, 1000),
            notify_socket=get.text("NOTIFY_SOCKET"),
            watchdog_usec=get.whole("WATCHDOG_USEC", 0, 0, 2**63),
            web_port=get.port("WEB_PORT"),
            web_host=get.text("WEB_HOST") or defaults.web_host,
            web_url=get.public_address("WEB_URL", ("https", "http")),
        )


_PROXIES = ("https_proxy", "ALL_PROXY", "all_proxy")
_NO_PROXY = ("NO_PROXY", "no_proxy")
"""Other programs read these too, and on most machines behind a proxy they are set in small
letters."""

VARIABLES = frozenset(
    "DISCORD_TOKEN" if field.name == "token" else field.name.upper() for field in fields(Settings)
)
"""The names of the environment variables that are read."""


def misspelled(names: Iterable[str]) -> dict[str, str]:
    """The names in a file that are no settings but resemble one, each with the setting that it may
    be."""
    found = {}
    for name in names:
        if name in VARIABLES or name in (*_PROXIES, *_NO_PROXY):
            continue
        if near := get_close_matches(name.upper(), VARIABLES, 1, _ALIKE):
            found[name] = near[0]
    return found


_ALIKE = 0.8
"""A ratio of difflib; what else is in the file may be another program's."""


def read_file(path: Path) -> dict[str, str | None]:
    """The variables in a .env file; none where there is no file.

    Raises:
        SettingsError: it cannot be read, or a line of it names no value.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error
    for statement in parse_stream(io.StringIO(text)):
        if statement.error:
            # The line is not repeated: it may be a token.
            raise SettingsError(
                f"{path}, line {statement.original.line}, cannot be read: a line must be "
                "NAME=value, with its quotes closed, or begin with #."
            )
    return dotenv_values(stream=io.StringIO(text))


def merged(file: Mapping[str, str | None], process: Mapping[str, str]) -> dict[str, str]:
    """The variables of a file and of the process; the process's own take precedence.

    An empty one counts as missing: docker compose sets those that nobody gave a value.
    """
    both = [*file.items(), *process.items()]
    return {name: value for name, value in both if value is not None and value.strip()}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads settings by their names; SettingsError names the one that cannot be used, and why."""

    environment: Mapping[str, str]

    def text(self, name: str) -> str | None:
        return self.environment.get(name, "").strip() or None

    def first(self, names: Iterable[str]) -> str | None:
        """The value of the first of several names that has one."""
        return next(filter(None, map(self.text, names)), None)

    def token(self, name: str) -> str | None:
        """A secret, which no message repeats; it has to fit into a header."""
        text = self.text(name)
        # Some programs that read such files, like `docker run`, leave the quotes around a value.
        if text is not None and not re.fullmatch(r"[!#-&(-~]{1,1000}", text):
            raise SettingsError(
                f"{name} must be the token alone: letters and signs, no spaces and no quotes."
            )
        return text

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        text = self.text(name)
        if text is None:
            return default
        if not _whole(text) or not low <= int(text) <= high:
            raise SettingsError(f"{name} must be a whole number from {low} to {high}.")
        return int(text)

    def port(self, name: str) -> int | None:
        """The port to listen on; None if it is switched off."""
        return None if self.text(name) is None else self.whole(name, 0, 0, 65535)

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        text = (self.text(name) or default).upper()
        if text not in choices:
            raise SettingsError(f"{name} must be one of {', '.join(choices)}.")
        return text

    def ids(self, name: str) -> frozenset[int]:
        parts = (self.text(name) or "").replace(",", " ").split()
        if not all(_whole(part) and 0 < int(part) < 2**63 for part in parts):
            raise SettingsError(f"{name} must be server ids, separated by commas.")
        return frozenset(int(part) for part in parts)

    def shards(self, name: str, count: int | None) -> frozenset[int] | None:
        """The shards of this process; None if it takes what is free, or if there are no shards."""
        text = self.text(name)
        if text is None:
            return None
        if count is None:
            raise SettingsError(f"{name} needs SHARDS: how many there are in all.")
        try:
            return parse_shards(text, count)
        except ValueError as error:
            raise SettingsError(str(error)) from None

    def folder(self, name: str, default: Path | None) -> Path | None:
        text = self.text(name)
        if text is None:
            return default
        if text.lower() == "none":
            return None
        path = Path(text)
        try:
            there = path.is_dir()
        except (OSError, ValueError):  # a name too long, a folder nobody may look into
            there = False
        if not there:
            raise SettingsError(f"{name} names a folder that is not there: {text[:200]}.")
        return path

    def path(self, name: str) -> Path | None:
        """A folder that is made when it is first needed."""
        text = self.text(name)
        if text is None:
            return None
        path = Path(text)
        try:
            is_other = path.exists() and not path.is_dir()
        except (OSError, ValueError):  # `doctor` and whoever uses it tell why
            is_other = False
        if is_other:
            raise SettingsError(f"{name} must name a folder, and {text[:200]} is none.")
        return path

    def provider(self, name: str, default: str | None) -> str | None:
        """A provider's address; None if the provider is switched off."""
        if (self.text(name) or "").lower() == "none":
            return None
        return self.address(name, ("https", "http")) or default

    def proxy(self, own: str, others: Iterable[str]) -> str | None:
        """A proxy's address in any form that curl accepts: the bot's own setting, or the first of
        the `others` that is an HTTP proxy. Another kind in those, such as SOCKS, is meant for other
        programs."""
        for name in (own, *others):
            text = self.text(name) or ""
            if re.fullmatch(r"[\w.-]+:\d+", text):
                return f"http://{text}"
            if name == own or text.startswith(("http://", "https://")):
                address = self.address(name, ("http", "https"))
                if address is not None:
                    return address
        return None

    def address(self, name: str, schemes: tuple[str, ...]) -> str | None:
        text = self.text(name)
        if text is None:
            return None
        try:
            parts = urlsplit(text)
            good = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good:
            allowed = " or ".join(f"{scheme}://" for scheme in schemes)
            raise SettingsError(f"{name} must be a whole address, which starts with {allowed}.")
        # Paths are appended to it, and it is written into pages as it is.
        if found := re.search(r"[\s?#\"<>\\]", text):
            sign = found[0] if found[0].strip() else "spaces"
            raise SettingsError(f"{name} must be an address alone, without {sign} in it.")
        return text

    def public_address(self, name: str, schemes: tuple[str, ...]) -> str | None:
        """An address that everybody reads."""
        text = self.address(name, schemes)
        if text is not None and "@" in urlsplit(text).netloc:
            raise SettingsError(
                f"{name} must have no user and no password in it: everybody reads it."
            )
        return text


def _whole(text: str) -> bool:
    """Whether `int` accepts it: it refuses thousands of digits."""
    return text.isdecimal() and len(text) <= 20
