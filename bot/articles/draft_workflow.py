"""An article that somebody names or sends becomes drafts, and drafts become an edit."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from ..answers.library import Library
from ..editing.input import FactInput
from ..editing.receipts import Act, refresh_after_write
from ..errors import BadInputError, GoneError
from ..facts.ledger import Ledger
from ..facts.models import Show
from ..facts.writes import NewEdit
from ..foundation.clock import Clock
from ..foundation.database import Database
from ..foundation.quota import Quota
from ..review.suggestions import Suggestions
from . import queries
from .article import Article
from .fetch import PageFetcher
from .pending_drafts import (
    Approved,
    DraftSet,
    Prepared,
    QueuedDrafts,
    claim_of,
    nothing_new,
    owned,
    unknown_facts,
)
from .refusals import NOTHING, NoArticleError, refused_to

if TYPE_CHECKING:
    from .drafts import Draft

FETCHES = 10
"""So many pages an hour are fetched for one server."""

_LINK = re.compile(r"https?://[^\s<>]+")
_BEHIND_LINKS = ".,;!?*_"
"""What ends a sentence, or what is emphasised, and no link."""

_KEPT = timedelta(days=30)
_KEPT_HERE = 50
"""So long drafts wait, and so many of one server."""

ACTION = "article"

_THREADS = 2
"""So many articles are read at a time, one of each server."""


@asynccontextmanager
async def open_drafting(
    database: Database,
    ledger: Ledger,
    library: Library,
    suggestions: Suggestions,
    clock: Clock,
    fetcher: PageFetcher | None = None,
) -> AsyncIterator[Drafting]:
    """Drafting with threads of its own: a hostile article takes the time of its server alone."""
    executor = ThreadPoolExecutor(_THREADS, "articles")
    try:
        yield Drafting(
            database, ledger, library, suggestions, clock, executor, fetcher or PageFetcher()
        )
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


class Drafting:
    """Reads articles for a server's people and keeps the drafts until they are decided.

    Reading takes its time with a hostile text, so it is done in `executor`, and one article after
    another of each server, so that none holds up the others.
    """

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        library: Library,
        suggestions: Suggestions,
        clock: Clock,
        executor: Executor,
        fetcher: PageFetcher,
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._library = library
        self._suggestions = suggestions
        self._clock = clock
        self._executor = executor
        self._fetcher = fetcher
        self._fetches = Quota(FETCHES, timedelta(hours=1))
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def from_link(self, act: Act, link: str, *, suggests: bool) -> Prepared:
        """What the article at a link states.

        Raises:
            BadInputError: it cannot be fetched or read, states nothing, or too many were fetched.
            StoreError: the database could not be written.
        """
        if (before := await self._made(act)) is not None:
            return before
        with refused_to(suggests=suggests):
            self._count(act.guild_id, suggests=suggests)
            fetched = await self._fetcher.fetch(link)
            return await self._prepare(
                act,
                fetched.body,
                fetched.url,
                is_page=fetched.is_page,
                published=None,
                suggests=suggests,
            )

    async def from_text(
        self,
        act: Act,
        data: bytes,
        link: str,
        *,
        suggests: bool,
        is_page: bool | None = None,
        published: date | None = None,
    ) -> Prepared:
        """What a text or a page that was sent states; `link` is where it is from.

        Raises:
            BadInputError: it cannot be read, or states nothing.
            StoreError: the database could not be written.
        """
        if (before := await self._made(act)) is not None:
            return before
        with refused_to(suggests=suggests):
            return await self._prepare(
                act, data, link, is_page=is_page, published=published, suggests=suggests
            )

    async def from_message(
        self, act: Act, text: str, link: str, published: date, *, suggests: bool
    ) -> Prepared:
        """What the article states that a message links to, or where there is none to read, what
        the message says itself; `link` is the message's own.

        Raises:
            BadInputError: neither can be read, or states anything.
            StoreError: the database could not be written.
        """
        found = _LINK.search(text)
        own = _LINK.sub(" ", text).strip()
        if found is None and not own:
            raise BadInputError("There is no link and no text in that message.")
        unread: BadInputError | None = None
        if found is not None:
            try:
                return await self.from_link(act, _trimmed(found[0]), suggests=suggests)
            except BadInputError as error:
                unread = error
        if unread is not None and not own:
            raise unread
        try:
            return await self.from_text(
                act, own.encode(), link, suggests=suggests, is_page=False, published=published
            )
        except BadInputError as error:
            raise (unread or error) from None

    def _count(self, guild_id: int, *, suggests: bool) -> None:
        if self._fetches.take(guild_id, self._clock()):
            return
        if not suggests:
            raise BadInputError(
                "I fetch {fetches} pages an hour for a server, and they are used up; "
                "`/catalog article file` takes one that you saved.",
                fetches=FETCHES,
            )
        raise NoArticleError(
            "I fetch {fetches} pages an hour for a server, and they are used up.", fetches=FETCHES
        )

    async def _made(self, act: Act) -> Prepared | None:
        """What the same interaction made, where Discord delivered it before."""
        async with self._database.read() as reading:
            before = await queries.by_interaction(reading, act.interaction_id)
        if before is None:
            return None
        return Prepared(before, await self._shows_of(before, act))

    async def _prepare(
        self,
        act: Act,
        data: bytes,
        link: str,
        *,
        is_page: bool | None,
        published: date | None,
        suggests: bool,
    ) -> Prepared:
        loop = asyncio.get_running_loop()
        async with self._turns.setdefault(act.guild_id, asyncio.Lock()):
            article, drafts = await loop.run_in_executor(
                self._executor, self._read, data, link, is_page, published, act.guild_id
            )
        if not drafts:
            raise NoArticleError(NOTHING)
        entries = [draft.subject.entry for draft in drafts]
        known = await self._shows((one.show_id for one in entries if one is not None), act)
        fresh, standing = unknown_facts(drafts, known)
        unknown = tuple(dict.fromkeys(d.subject.name for d in drafts if d.subject.entry is None))
        if not fresh:
            raise nothing_new(unknown, standing, suggests=suggests)
        prepared = DraftSet(
            secrets.token_hex(8),
            act.interaction_id,
            act.guild_id,
            act.scope,
            act.user_id,
            suggests,
            link,
            min(article.published or self._today(act), self._today(act)),
            tuple(fresh),
            unknown,
            standing,
        )
        async with self._database.write() as writing:
            now = self._clock()
            await queries.drop_stale(writing, act.guild_id, before=now - _KEPT, keep=_KEPT_HERE - 1)
            await queries.add(writing, prepared, now)
        return Prepared(prepared, known)

    def _today(self, act: Act) -> date:
        return self._clock().astimezone(act.zone).date()

    def _read(
        self,
        data: bytes,
        link: str,
        is_page: bool | None,
        published: date | None,
        guild_id: int,
    ) -> tuple[Article, list[Draft]]:
        # Imported here: a bot starts without compiling the phrases of articles.
        from .mentions.known_titles import catalogued
        from .reader import read
        from .web_page import article_of

        article = article_of(data, url=link, is_page=is_page)
        if article.published is None and published is not None:
            article = replace(article, published=published)
        return article, read(article, catalogued(self._library.titles, guild_id))

    async def _shows_of(self, drafts: DraftSet, act: Act) -> dict[int, Show]:
        return await self._shows((one.show_id for one in drafts.drafts), act)

    async def _shows(self, show_ids: Iterable[int], act: Act) -> dict[int, Show]:
        shows: dict[int, Show] = {}
        for show_id in dict.fromkeys(show_ids):
            if (show := await self._library.show(show_id, act.guild_id)) is not None:
                shows[show_id] = show
        return shows

    async def waiting(self, act: Act, token: str) -> Prepared:
        """The drafts that wait under a token, for the person whose they are.

        Raises:
            GoneError: they were decided, or wait for nobody here.
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            drafts = await queries.by_token(reading, token)
        drafts = owned(act, drafts)
        return Prepared(drafts, await self._shows_of(drafts, act))

    async def toggle(self, act: Act, token: str, place: int) -> Prepared:
        """Turn one draft on or off.

        Raises:
            GoneError: they were decided, or wait for nobody here.
            StoreError: the database could not be written.
        """
        async with self._database.write() as writing:
            drafts = owned(act, await queries.by_token(writing, token)).toggled(place)
            await queries.put(writing, drafts)
        return Prepared(drafts, await self._shows_of(drafts, act))

    async def approve(self, act: Act, token: str) -> Approved:
        """Write what is on as one edit, with the article as its source.

        Raises:
            GoneError: they were decided, wait for nobody here, or a show is gone.
            BadInputError: nothing is on.
            StoreError: the database could not be written; nothing was changed.
        """
        drafts = (await self.waiting(act, token)).drafts
        if not drafts.chosen:
            raise BadInputError("Nothing is chosen.")
        edits = [
            NewEdit(
                drafts.interaction_id,
                show_id,
                drafts.scope,
                act.user_id,
                ACTION,
                tuple(claim_of(one, drafts) for one in drafts.chosen if one.show_id == show_id),
            )
            for show_id in dict.fromkeys(one.show_id for one in drafts.chosen)
        ]
        async with self._ledger.begin_edit(edits) as write:
            if write.repeated or not await queries.drop(write.transaction, token):
                raise GoneError("Somebody was faster: those drafts were decided.")
            written = write.written
        await refresh_after_write(self._library)
        titles = tuple(dict.fromkeys(one.title for one in drafts.chosen))
        return Approved(act, drafts.interaction_id, written, titles)

    async def suggest(self, act: Act, token: str) -> QueuedDrafts:
        """Put what is on into the editors' queue, as far as a member's limits go.

        Raises:
            GoneError: they were decided, or wait for nobody here.
            BadInputError: nothing is on, or not one could be suggested.
            StoreError: the database could not be written.
        """
        drafts = (await self.waiting(act, token)).drafts
        if not drafts.chosen:
            raise BadInputError("Nothing is chosen.")
        count, refusal = 0, None
        for one in drafts.chosen:
            show = await self._library.show(one.show_id, act.guild_id)
            if show is None:
                continue
            fact = FactInput(one.season, one.field, one.key, one.decoded, drafts.link)
            try:
                await self._suggestions.suggest(act, show, fact)
            except BadInputError as error:
                refusal = str(error)
                continue
            count += 1
        if not count:
            raise BadInputError(refusal or "Those shows are not in my catalogue (any more).")
        await self.discard(act, token)
        return QueuedDrafts(count, refusal)

    async def discard(self, act: Act, token: str) -> None:
        """Forget drafts; those that are not there (any more) are no error.

        Raises:
            StoreError: the database could not be written.
        """
        async with self._database.write() as writing:
            drafts = await queries.by_token(writing, token)
            if drafts is not None and (drafts.guild_id, drafts.user_id) == (
                act.guild_id,
                act.user_id,
            ):
                await queries.drop(writing, token)


def _trimmed(link: str) -> str:
    """A link without what its text has behind it; its own brackets stay: "Lamp_(series)"."""
    while link.endswith(tuple(_BEHIND_LINKS)) or (
        link.endswith(")") and link.count("(") < link.count(")")
    ):
        link = link[:-1]
    return link
