"""What every test shares: a fixed day, real databases on temporary paths, the bot in SimCord."""

from __future__ import annotations

import asyncio
import gc
import os
import pickle
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import discord
import httpx
import hypothesis
import pytest
import simcord

from bot.answers.library import Library
from bot.calendar.read_model import Calendar
from bot.composition_root import Services, open_services
from bot.discord_client.client import Cliffhanger
from bot.facts.ledger import Ledger
from bot.facts.projections import DateProjection
from bot.foundation import database as database_module
from bot.foundation import postgres, postgres_connection, sqlite, write_queue
from bot.foundation.database import Database
from bot.foundation.migrate import migrate
from bot.providers import add_show
from bot.settings import Settings
from tests import command_list, compiled, engines
from tests.clock import StoppedClock
from tests.facts.stated import Stored, stored_in
from tests.providers.provided import Site, Tables, Time, site, with_providers

# The same examples at every run, so that a change is to blame for a failure and not the day's
# luck; HYPOTHESIS_PROFILE=default looks for new ones. How long one takes is the machine's.
hypothesis.settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


# Where other work keeps the machine busy, what was just written must be there all the same, what
# another source has of a show that is added, and every connection that was lent.
Calendar.patience = add_show.TOGETHER = database_module._LEAVING_SECONDS = 60.0
# A database server that is slow there does not stand still.
postgres_connection.PROMPT = postgres.PostgreSQL.connects_within = 60.0
database_module._PROMPT_SECONDS = write_queue._TURN_SECONDS = 60.0

# No test stops the machine, so nothing here need wait for the disk; processes of the bot do.
sqlite._DURABLE = sqlite._HURRIED = "OFF"

_SETTLING_SECONDS = 60.0
"""How long the bot in SimCord may be at work on what it was sent.

A test that stops waiting for it leaves the bot's connections to the store open behind it.
"""

_settle = simcord.Env._settle_internal


async def _settle_in_time(env: simcord.Env, **options: Any) -> None:
    """Also where SimCord counts five seconds, as at the start."""
    await _settle(env, **{**options, "timeout": _SETTLING_SECONDS})


simcord.Env._settle_internal = _settle_in_time


def pytest_addoption(parser: pytest.Parser) -> None:
    engines.add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    compiled.share()
    command_list.share()
    if not hasattr(config, "workerinput"):
        config.stash[_FOLDER] = engines.new_folder()
    else:
        config.stash[_FOLDER] = Path(config.workerinput["postgres"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["postgres"] = str(node.config.stash[_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        engines.end(config.stash[_FOLDER])


_FOLDER = pytest.StashKey[Path]()


_WITH_PROCESSES = frozenset({"bench", "chaos", "cluster", "wire"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that mostly wait come first: at the end no other would use the processors meanwhile."""
    items.sort(key=lambda item: item.path.parent.name not in _WITH_PROCESSES)
    for item in items:
        item.add_marker(pytest.mark.simcord(settle_timeout=_SETTLING_SECONDS))


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end, and need not be walked for garbage.

    Every full round of the collector walked it, for a fourteenth of the tests' time.
    """
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        chosen = engines.engines_for(
            metafunc.config, metafunc.definition.path, metafunc.definition.iter_markers()
        )
        if chosen != [engines.SQLITE]:
            metafunc.parametrize("engine", chosen, indirect=True)


@pytest.fixture(autouse=True)
def connections() -> Iterator[None]:
    """Every connection goes back to its pool, also those of tasks that were cancelled."""
    yield
    assert compiled.in_use() == 0


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """What the test's store lies on."""
    return str(getattr(request, "param", engines.SQLITE))


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config) -> engines.Server:
    """The PostgreSQL server of this run."""
    folder = pytestconfig.stash[_FOLDER]
    postgres.CACHES = folder
    return engines.start(folder)


@pytest.fixture
def new_store(
    engine: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[str, str], str]]:
    """Makes a store by a file's name, as a copy of the fixture `migrated` or `loaded`: its URL.

    Copied, since to migrate and to load the catalogue takes longer than most tests do.
    """
    with ExitStack() as stack:

        def make(name: str, start: str) -> str:
            if engine == engines.SQLITE:
                template = request.getfixturevalue(start)
                return f"sqlite+aiosqlite:///{shutil.copy(template, tmp_path / name)}"
            server: engines.Server = request.getfixturevalue("postgres_server")
            # A server's database serves test after test: the files beside it must not.
            monkeypatch.setattr(postgres, "CACHES", tmp_path)
            template = server.template(start, _FILLERS[start])
            copied = server.migrated if start == "migrated" else server.copy
            return stack.enter_context(copied(template))

        yield make


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    made = Settings(
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'test.db'}",
        tvmaze_url=None,
        anilist_url=None,
    )
    if request.node.get_closest_marker("providers"):
        return with_providers(made)
    own_shows = request.node.get_closest_marker("own_shows")
    return made if own_shows is None else replace(made, catalog_dir=None)


@pytest.fixture
def tables(clock: StoppedClock) -> Tables:
    """What the providers have, before anything asks them."""
    made = Tables(clock)
    made.lookalikes()
    return made


@pytest.fixture
def transport(request: pytest.FixtureRequest) -> httpx.AsyncBaseTransport | None:
    """What answers in the providers' place; None where they are switched off."""
    if request.node.get_closest_marker("providers"):
        return httpx.MockTransport(request.getfixturevalue("tables"))
    return None


@pytest.fixture
async def services(
    settings: Settings,
    clock: StoppedClock,
    transport: httpx.AsyncBaseTransport | None,
    new_store: Callable[[str, str], str],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Services]:
    start = ""
    if settings.database_url.endswith(f"{tmp_path / 'test.db'}"):
        start = "migrated" if settings.catalog_dir is None else "loaded"
        settings = replace(settings, database_url=new_store("test.db", start))
    async with open_services(settings, clock, transport=transport) as opened:
        if start == "loaded":
            vars(opened.related).update(pickle.loads(request.getfixturevalue("taken_up")))
        yield opened


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that holds today's schema and nothing else."""
    file = tmp_path_factory.mktemp("migrated") / "empty.db"
    migrate_apart(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that holds the starter catalogue and nothing else."""
    file = tmp_path_factory.mktemp("loaded") / "starter.db"
    _load(f"sqlite+aiosqlite:///{file}")
    return file


def migrate_apart(url: str) -> None:
    """Migrate in a thread of its own, whether or not an event loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, migrate(url)).result()


async def _open_loaded(url: str, then: Callable[[Services], Awaitable[None]]) -> None:
    settings = Settings(database_url=url, tvmaze_url=None, anilist_url=None)
    async with open_services(settings, StoppedClock()) as services:
        await then(services)


def _load(url: str) -> None:
    """With the rows of its dates, which each bot would work out at its start."""

    async def project(services: Services) -> None:
        await DateProjection(services.database, services.clock).catch_up()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _open_loaded(url, project)).result()


@pytest.fixture(scope="session")
def taken_up(loaded: Path) -> bytes:
    """What `RelatedShows` knows once it has read `loaded`, which each bot does at its start."""
    taken = {}

    async def take_up(services: Services) -> None:
        while await services.related.catch_up():
            pass
        taken.update(vars(services.related))

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _open_loaded(f"sqlite+aiosqlite:///{loaded}", take_up)).result()
    kept = ("_index", "_reached", "_seen", "_complete")
    return pickle.dumps({name: taken[name] for name in kept})


_FILLERS = {"migrated": migrate_apart, "loaded": _load}


@pytest.fixture
def url(new_store: Callable[[str, str], str]) -> str:
    return new_store("store.db", "migrated")


@pytest.fixture
def stored(url: str) -> Stored:
    return stored_in(url)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with Database(url) as opened:
        yield opened


@pytest.fixture
def ledger(database: Database, clock: StoppedClock) -> Ledger:
    return Ledger(database, clock)


@pytest.fixture
async def library(database: Database) -> Library:
    library = Library(database)
    await library.load()
    return library


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def here(database: Database, time: Time) -> AsyncIterator[Site]:
    """The services of the sources, over providers in memory."""
    library = Library(database)
    await library.load()
    made, client = site(database, Ledger(database, time), library, time)
    async with client:
        yield made


@dataclass
class World:
    """A simulated server with the real bot in it, a fan and a moderator."""

    env: simcord.Env
    bot: Cliffhanger
    services: Services
    guild: Any
    general: Any
    mods: Any
    fan: Any
    moderator: Any


@pytest.fixture
def simcord_bot(services: Services) -> Cliffhanger:
    return Cliffhanger(services)


@pytest.fixture
def world(simcord_env: simcord.Env, simcord_bot: Cliffhanger, services: Services) -> World:
    env = simcord_env
    guild = env.create_guild(name="Fan server")
    manage = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    return World(
        env,
        simcord_bot,
        services,
        guild,
        guild.create_text_channel("general"),
        guild.create_text_channel("mods"),
        guild.add_member(env.create_user("fan")),
        guild.add_member(env.create_user("moderator"), roles=[manage]),
    )


def shown(message: Any) -> str:
    """All text that a person reads on a message: its content and its components' texts."""
    texts: list[str] = [message.content] if message.content else []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") == 10:
                texts.append(str(node["content"]))
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for item in node:
                walk(item)

    components = message.components
    walk([item if isinstance(item, dict) else item.to_dict() for item in components])
    return "\n".join(texts)
