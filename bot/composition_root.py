"""The composition root: settings, store, services, bot; opened in order, closed in reverse."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from .alerts import reminders
from .alerts.composition import Alerts
from .alerts.debounce_rules import Patience
from .alerts.debounce_windows import Windows
from .alerts.queries import deliveries, direct_messages, subscriptions
from .alerts.queries.direct_messages import Recipients
from .alerts.queries.merges import carry_over, let_go
from .answers.conversation import Conversation, Inquiry
from .answers.library import Library
from .answers.lookup import Lookup
from .answers.namesakes import FamiliarShows
from .answers.network_lookup import Networks
from .answers.related import RelatedShows
from .articles import queries as draft_sets
from .articles.draft_workflow import Drafting, open_drafting
from .calendar.digests import Digests
from .calendar.feed_addresses import Feeds
from .calendar.queries import digests as digest_rows
from .calendar.queries import feed_tokens
from .calendar.read_model import Calendar
from .calendar.scheduled_event_reconciler import ScheduledEvents
from .catalog.bulk_import import BulkImport, load_catalogue
from .editing.curation import Curation
from .editing.imports import Imports
from .editing.input import NewShows
from .editing.merge import Merges
from .editing.queries.history import EditHistory
from .errors import BadFileError, StoreError
from .facts.ledger import Ledger
from .facts.projections import DateProjection
from .facts.queries import edits
from .facts.queries.figures import FiguresReader
from .foundation.clock import Clock, system_clock
from .foundation.database import Database
from .foundation.erasure import Erasure
from .foundation.loops import VitalSigns
from .foundation.migrate import migrate
from .foundation.rate_limits import TokenBucket
from .foundation.shared_pace import SharedPace
from .guilds.settings import Guilds
from .pictures.drawing import PictureCache
from .providers.composition import ProviderServices, open_providers
from .providers.http import Transport
from .review import queries as review_queries
from .review.queue import ReviewQueue
from .review.source_conflicts import SourceConflicts, note_numbering
from .review.suggestions import Results, Suggestions
from .settings import Settings

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """The services that the cogs and the command line use."""

    settings: Settings
    clock: Clock
    database: Database
    library: Library
    ledger: Ledger
    bulk_import: BulkImport
    lookup: Lookup
    related: RelatedShows
    inquiry: Inquiry
    guilds: Guilds
    figures: FiguresReader
    curation: Curation
    history: EditHistory
    suggestions: Suggestions
    drafting: Drafting
    review_queue: ReviewQueue
    review_results: Results
    imports: Imports
    new_shows: NewShows
    merges: Merges
    alerts: Alerts
    recipients: Recipients
    calendar: Calendar
    networks: Networks
    digests: Digests
    scheduled_events: ScheduledEvents
    feeds: Feeds
    sources: ProviderServices
    erasure: Erasure
    pictures: PictureCache
    vital_signs: VitalSigns


@dataclass(frozen=True, slots=True)
class _Store:
    """The database with what writes facts into it, and what is read from it at the start."""

    database: Database
    ledger: Ledger
    bulk_import: BulkImport
    library: Library
    guilds: Guilds
    patience: Patience


@asynccontextmanager
async def open_services(
    settings: Settings, clock: Clock = system_clock, *, transport: Transport | None = None
) -> AsyncIterator[Services]:
    """The services over an up-to-date database, with the starter catalogue in it.

    A broken catalogue file is logged and leaves what the store knows as it is. `transport` takes
    the place of the network for the providers.

    Raises:
        SettingsError: DATABASE_URL cannot be used.
        StoreError: the database cannot be opened, upgraded or read.
    """
    async with AsyncExitStack() as closing:
        store = await closing.enter_async_context(_open_store(settings, clock))
        database, ledger, library = store.database, store.ledger, store.library
        guilds, bulk_import = store.guilds, store.bulk_import
        lookup = Lookup(library, clock, FamiliarShows(partial(subscriptions.followed_in, database)))
        conversation = Conversation(clock)
        networks = Networks(database, library)
        dates = DateProjection(database, clock)
        alerts = Alerts(
            database,
            library,
            guilds,
            lookup,
            networks,
            clock,
            dates=dates,
            patience=store.patience,
            rate=settings.alert_rate,
        )

        calendar = Calendar(database, library, dates)
        digests = Digests(database, calendar, guilds, clock, alerts.assignment)
        alerts.every_minute += [bulk_import.resume]
        alerts.every_minute_of_servers += [digests.step]
        alerts.paused_channels.written_to += [digest_rows.channels_of]

        merges = Merges(database, library, clock, [carry_over], [let_go], [review_queries.HANGING])
        curation = Curation(database, ledger, library, merges, clock)
        suggestions = Suggestions(database, clock)
        results = Results(database, clock)
        drafting = await closing.enter_async_context(
            open_drafting(database, ledger, library, suggestions, clock)
        )
        recipients = Recipients(database)
        sources = await closing.enter_async_context(
            _open_sources(settings, store, clock, transport)
        )
        pictures = closing.enter_context(PictureCache.open())
        yield Services(
            settings=settings,
            clock=clock,
            database=database,
            library=library,
            ledger=ledger,
            bulk_import=bulk_import,
            lookup=lookup,
            related=RelatedShows(database, library),
            inquiry=Inquiry(library, lookup, conversation),
            guilds=guilds,
            figures=FiguresReader(database, clock),
            curation=curation,
            history=EditHistory(database),
            suggestions=suggestions,
            drafting=drafting,
            review_queue=ReviewQueue(database, curation, library, results, clock),
            review_results=results,
            imports=Imports(database, ledger, library, clock),
            new_shows=NewShows(),
            merges=merges,
            alerts=alerts,
            recipients=recipients,
            calendar=calendar,
            networks=networks,
            digests=digests,
            scheduled_events=ScheduledEvents(database, calendar, guilds, clock, alerts.assignment),
            feeds=Feeds(database, clock, settings.site),
            sources=sources,
            erasure=_erasure(database, conversation, recipients),
            pictures=pictures,
            vital_signs=VitalSigns(),
        )


@asynccontextmanager
async def _open_store(settings: Settings, clock: Clock) -> AsyncIterator[_Store]:
    """The up-to-date database, with the starter catalogue in it, and what was read from it.

    Raises:
        SettingsError: DATABASE_URL cannot be used.
        StoreError: the database cannot be opened, upgraded or read.
    """
    await migrate(settings.database_url)
    patience = Patience(
        timedelta(seconds=settings.alert_undo_seconds),
        timedelta(minutes=settings.alert_settle_minutes),
    )
    async with Database(settings.database_url, settings.cache_dir) as database:
        watchers, listeners = [Windows(clock, patience).watch], [SourceConflicts(clock).note]
        ledger = Ledger(database, clock, watchers, listeners=listeners)
        bulk_import = BulkImport(database, ledger, clock)
        await _load_files(settings, database, bulk_import, clock)
        library = Library(database)
        await library.load()
        guilds = Guilds(database, [reminders.reopen])
        await guilds.load()
        yield _Store(database, ledger, bulk_import, library, guilds, patience)


async def _load_files(
    settings: Settings, database: Database, bulk_import: BulkImport, clock: Clock
) -> None:
    """Finish an interrupted import, then load the starter catalogue."""
    try:
        await bulk_import.resume()
    except StoreError as error:
        _LOG.error("an interrupted import waits: %s", error)
    if settings.catalog_dir is None:
        return
    try:
        await load_catalogue(settings.catalog_dir, database, bulk_import, clock)
    except BadFileError as error:
        _LOG.error("the starter catalogue was not loaded: %s", error)


@asynccontextmanager
async def _open_sources(
    settings: Settings, store: _Store, clock: Clock, transport: Transport | None
) -> AsyncIterator[ProviderServices]:
    """The providers and their services; the rate of requests is shared with other processes."""

    def share(name: str, bucket: TokenBucket) -> SharedPace:
        database, rate, burst = store.database, bucket.rate, bucket.burst
        return SharedPace(database, system_clock, name, rate=rate, burst=burst)

    async with open_providers(settings, share=share, transport=transport) as providers:
        sources = ProviderServices(
            store.database,
            store.ledger,
            store.library,
            clock,
            providers,
            note_numbering,
            interval=timedelta(seconds=settings.sync_interval),
            settle=store.patience.settle,
            keeps_index=settings.tvmaze_index,
        )
        try:
            yield sources
        finally:
            await sources.on_demand.close()


def _erasure(database: Database, conversation: Conversation, recipients: Recipients) -> Erasure:
    """The erasers that `/forget-me` calls: one for each subject that stores anything about a
    person."""
    stored = [
        deliveries.forget,
        feed_tokens.forget,
        subscriptions.forget,
        direct_messages.forget,
        edits.forget,
        review_queries.forget,
        draft_sets.forget,
    ]
    return Erasure(database, stored, [conversation.forget, recipients.forget])
