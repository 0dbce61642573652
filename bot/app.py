"""The composition root: settings, store, services, bot; opened in order, closed in reverse."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from .clock import Clock, system_clock
from .errors import BadFileError
from .services.alerts.composition import Alerts
from .services.alerts.merging import carry_over, let_go
from .services.alerts.windows import Patience, Windows
from .services.catalogue import load_catalogue
from .services.conversation import Conversation
from .services.curation import Curation
from .services.disagreements import Disagreements
from .services.drafts import Drafts
from .services.guilds import Guilds
from .services.health import Health
from .services.hearing import Audience
from .services.history import History
from .services.imports import Imports
from .services.inquiry import Inquiry
from .services.joining import Joining
from .services.ledger import Ledger
from .services.library import Library
from .services.lookup import Lookup
from .services.proposals import Proposals
from .services.sources import Sources
from .settings import Settings
from .sources.providers import open_providers
from .store.database import Database
from .store.migrate import migrate

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """Everything the cogs and the command line work with."""

    settings: Settings
    clock: Clock
    database: Database
    library: Library
    ledger: Ledger
    lookup: Lookup
    inquiry: Inquiry
    conversation: Conversation
    guilds: Guilds
    health: Health
    curation: Curation
    history: History
    proposals: Proposals
    imports: Imports
    drafts: Drafts
    joining: Joining
    audience: Audience
    alerts: Alerts
    sources: Sources


@asynccontextmanager
async def open_services(settings: Settings, clock: Clock = system_clock) -> AsyncIterator[Services]:
    """The services over an up-to-date database, with the starter catalogue in it.

    A broken catalogue file is logged and leaves what the store knows as it is.

    Raises:
        SettingsError: DATABASE_URL cannot be used.
        StoreError: the database cannot be opened, upgraded or read.
    """
    await migrate(settings.database_url)
    async with Database(settings.database_url) as database:
        disagreements = Disagreements(clock)
        patience = Patience(
            timedelta(seconds=settings.alert_undo_seconds),
            timedelta(minutes=settings.alert_settle_minutes),
        )
        windows = Windows(clock, patience)
        ledger = Ledger(database, clock, [windows.watch], listeners=[disagreements.note])
        if settings.catalog_dir is not None:
            try:
                await load_catalogue(settings.catalog_dir, database, ledger, clock)
            except BadFileError as error:
                _LOG.error("the starter catalogue was not loaded: %s", error)
        library = Library(database)
        await library.load()
        lookup = Lookup(library, clock)
        conversation = Conversation(clock)
        guilds = Guilds(database)
        await guilds.load()
        joining = Joining(database, library, clock, [carry_over], [let_go])
        curation = Curation(database, ledger, library, joining, clock)
        alerts = Alerts(
            database, library, guilds, lookup, clock, patience=patience, rate=settings.alert_rate
        )
        async with open_providers(
            tvmaze_url=settings.tvmaze_url,
            tmdb_url=settings.tmdb_url,
            tmdb_token=settings.tmdb_token,
            anilist_url=settings.anilist_url,
        ) as providers:
            sources = Sources(
                database,
                ledger,
                library,
                clock,
                providers,
                interval=timedelta(seconds=settings.sync_interval),
                settle=patience.settle,
            )
            yield Services(
                settings,
                clock,
                database,
                library,
                ledger,
                lookup,
                Inquiry(library, lookup, conversation),
                conversation,
                guilds,
                Health(database, library, clock),
                curation,
                History(database),
                Proposals(database, curation, library, clock),
                Imports(database, ledger, library, clock),
                Drafts(),
                joining,
                alerts.following,
                alerts,
                sources,
            )
