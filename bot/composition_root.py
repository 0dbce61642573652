"""The composition root: settings, store, services, bot; opened in order, closed in reverse."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from .alerts import reminders
from .alerts.debounce_rules import Patience
from .alerts.debounce_windows import Windows
from .alerts.fan_out import Audience
from .alerts.queries import deliveries, direct_messages, subscriptions
from .alerts.queries.direct_messages import Recipients
from .alerts.queries.merges import carry_over, let_go
from .alerts.scheduler import Alerts
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
from .calendar.queries import forget_feeds
from .calendar.read_model import Calendar
from .calendar.scheduled_event_reconciler import ScheduledEvents
from .catalog.bulk_import import BulkImport, load_catalogue
from .editing.curation import Curation
from .editing.imports import Imports
from .editing.input import NewShows
from .editing.merge import Merges
from .editing.queries import proposals
from .editing.queries.history import EditHistory
from .errors import BadFileError, StoreError
from .facts.ledger import Ledger
from .facts.projections import DateProjection
from .facts.queries import edits
from .facts.queries.claims import FiguresReader
from .foundation.clock import Clock, system_clock
from .foundation.database import Database, Transaction
from .foundation.loops import VitalSigns
from .foundation.migrate import migrate
from .foundation.rate_limits import SharedPace
from .guilds.settings import Guilds
from .pictures.drawing import PictureCache
from .providers.composition import ProviderServices, open_providers
from .providers.http import Transport
from .review.queue import ReviewQueue
from .review.source_conflicts import SourceConflicts, note_numbering
from .review.suggestions import Results, Suggestions
from .settings import Settings

_LOG = logging.getLogger(__name__)

Eraser = Callable[[Transaction, int], Awaitable[int]]
"""Erases what one subject stores of a user id, inside the transaction, and counts the reminders
that went with it."""


class Erasure:
    """What `/forget-me` calls: each subject knows what it holds of a person, and all goes together.

    `stored` are erasers of the database, in order; `remembered` drop what a process holds in
    memory.
    """

    def __init__(
        self,
        database: Database,
        stored: Sequence[Eraser],
        remembered: Sequence[Callable[[int], None]],
    ) -> None:
        self._database = database
        self._stored = tuple(stored)
        self._remembered = tuple(remembered)

    async def erase(self, user_id: int) -> int:
        """Erase a person; how many reminders went.

        Raises:
            StoreError: the database could not be written; nothing stored was changed.
        """
        for forget in self._remembered:
            forget(user_id)
        async with self._database.write() as writing:
            return sum([await erase(writing, user_id) for erase in self._stored])


@dataclass(frozen=True, slots=True)
class Services:
    """Everything the cogs and the command line work with."""

    settings: Settings
    clock: Clock
    database: Database
    library: Library
    ledger: Ledger
    bulk_import: BulkImport
    lookup: Lookup
    related: RelatedShows
    inquiry: Inquiry
    conversation: Conversation
    guilds: Guilds
    health: FiguresReader
    curation: Curation
    history: EditHistory
    suggestions: Suggestions
    drafting: Drafting
    review_queue: ReviewQueue
    review_results: Results
    imports: Imports
    new_shows: NewShows
    merges: Merges
    audience: Audience
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
    await migrate(settings.database_url)
    async with Database(settings.database_url, settings.cache_dir) as database:
        source_conflicts = SourceConflicts(clock)
        patience = Patience(
            timedelta(seconds=settings.alert_undo_seconds),
            timedelta(minutes=settings.alert_settle_minutes),
        )
        windows = Windows(clock, patience)
        ledger = Ledger(database, clock, [windows.watch], listeners=[source_conflicts.note])
        bulk_import = BulkImport(database, ledger, clock)
        try:
            await bulk_import.resume()
        except StoreError as error:
            _LOG.error("an interrupted import waits: %s", error)
        if settings.catalog_dir is not None:
            try:
                await load_catalogue(settings.catalog_dir, database, bulk_import, clock)
            except BadFileError as error:
                _LOG.error("the starter catalogue was not loaded: %s", error)
        library = Library(database)
        await library.load()
        lookup = Lookup(library, clock, FamiliarShows(partial(subscriptions.followed_in, database)))
        conversation = Conversation(clock)
        guilds = Guilds(database, [reminders.reopen])
        await guilds.load()
        merges = Merges(database, library, clock, [carry_over], [let_go])
        results = Results(database, clock)
        curation = Curation(database, ledger, library, merges, clock)
        dates = DateProjection(database, clock)
        networks = Networks(database, library)
        alerts = Alerts(
            database,
            library,
            guilds,
            lookup,
            networks,
            clock,
            dates=dates,
            patience=patience,
            rate=settings.alert_rate,
        )
        calendar = Calendar(database, library, dates)
        digests = Digests(
            database,
            calendar,
            guilds,
            clock,
            lambda: alerts.assignment(),  # noqa: PLW0108 - who joins a cluster sets it later
        )
        alerts.every_minute += [bulk_import.resume]
        alerts.every_minute_of_servers += [digests.step]
        suggestions = Suggestions(database, clock)
        written_to = Recipients(database)
        async with (
            open_drafting(database, ledger, library, suggestions, clock) as drafting,
            open_providers(
                tvmaze_url=settings.tvmaze_url,
                tmdb_url=settings.tmdb_url,
                tmdb_token=settings.tmdb_token,
                anilist_url=settings.anilist_url,
                share=lambda name, bucket: SharedPace(
                    database, system_clock, name, rate=bucket.rate, burst=bucket.burst
                ),
                transport=transport,
            ) as providers,
            AsyncExitStack() as closing,
        ):
            sources = ProviderServices(
                database,
                ledger,
                library,
                clock,
                providers,
                note_numbering,
                interval=timedelta(seconds=settings.sync_interval),
                settle=patience.settle,
                keeps_index=settings.tvmaze_index,
            )
            closing.push_async_callback(sources.on_demand.close)
            pictures = closing.enter_context(PictureCache.open())
            yield Services(
                settings,
                clock,
                database,
                library,
                ledger,
                bulk_import,
                lookup,
                RelatedShows(database, library),
                Inquiry(library, lookup, conversation),
                conversation,
                guilds,
                FiguresReader(database, clock),
                curation,
                EditHistory(database),
                suggestions,
                drafting,
                ReviewQueue(database, curation, library, results, clock),
                results,
                Imports(database, ledger, library, clock),
                NewShows(),
                merges,
                alerts.audience,
                alerts,
                written_to,
                calendar,
                networks,
                digests,
                ScheduledEvents(
                    database,
                    calendar,
                    guilds,
                    clock,
                    lambda: alerts.assignment(),  # noqa: PLW0108 - who joins a cluster sets it later
                ),
                Feeds(database, clock, settings.site),
                sources,
                Erasure(
                    database,
                    [
                        deliveries.forget,
                        forget_feeds,
                        subscriptions.forget,
                        direct_messages.forget,
                        edits.forget,
                        proposals.forget,
                        draft_sets.forget,
                    ],
                    [conversation.forget, written_to.forget],
                ),
                pictures,
                VitalSigns(),
            )
