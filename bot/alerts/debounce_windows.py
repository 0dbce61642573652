"""Debounce windows: each holds a change from the write that made it until it is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ..facts.models import Place
from ..facts.queries import edits
from ..facts.queries.claims import claims_of
from ..facts.queries.edits import taken_away
from ..facts.queries.records import last_checked_by_source
from ..facts.record_linkage import FILES
from ..facts.resolve import Change, fact_at, resolve
from ..facts.writes import Cause
from ..foundation.clock import Clock
from ..foundation.database import Transaction
from .change_kinds import kind_of
from .debounce_rules import (
    AT_LEAST,
    BASELINES,
    DATED_FIELDS,
    STALE,
    UNDO_ROUNDS,
    WEEK,
    Patience,
    flap_wait,
    flaps_within,
    is_removal,
)
from .queries import debounce_windows, event_news
from .queries.debounce_windows import Window


class Windows:
    """Watches the ledger: opens windows, and strikes out announced changes when their edit is
    undone."""

    def __init__(self, clock: Clock, patience: Patience) -> None:
        self._clock = clock
        self._patience = patience

    async def watch(self, writing: Transaction, changes: Sequence[Change], cause: Cause) -> None:
        """Open a window for what a write changed, inside its transaction."""
        if cause.source in FILES:
            return
        now = self._clock()
        telling = [change for change in changes if kind_of(change.season, change.field) is not None]
        if cause.retracted and cause.edit_id is not None:
            struck = await self._strike(writing, cause.edit_id, now)
            telling = list(_beyond(struck, telling))
        if cause.edit_id is not None:
            if await edits.action_of(writing, cause.edit_id) in BASELINES:
                return
            if not cause.retracted:
                telling = await self._unannounced(writing, telling, cause.edit_id)
            known = {change.show_id for change in telling}
        else:
            known = await self._known(writing, telling, cause, now)
        if not telling:
            return
        known -= {change.show_id for change in changes if _first_title(change)}
        by_scope: dict[int, list[Change]] = {}
        for change in telling:
            if change.show_id in known:
                by_scope.setdefault(change.scope, []).append(change)
        for scope, changed in by_scope.items():
            await self._open(writing, scope, changed, cause, now)

    async def _strike(
        self, writing: Transaction, edit_id: int, now: datetime
    ) -> Mapping[tuple[int, Place], object]:
        """Strike out what an undone edit had announced, and correct what later changes are compared
        with.

        If somebody else says the same, it still holds, and the messages are to name them instead.
        Returns the values from before the struck changes, by scope and place.
        """
        struck = []
        for item in await event_news.news_of_edit(writing, edit_id, now - WEEK):
            resolved = resolve(await claims_of(writing, item.show_id, item.scope))
            fact = fact_at(resolved, item.place)
            if fact is not None and fact.value == item.after:
                await event_news.cite_instead(writing, item, fact.claim)
            else:
                struck.append(item)
        await event_news.strike(writing, struck, now)
        for item in struck:
            open_now = await debounce_windows.open_windows(writing, item.scope, [item.show_id])
            window = open_now.get(item.place)
            if window is not None and window.before == item.after:
                await debounce_windows.changed_again(writing, replace(window, before=item.before))
        return {(item.scope, item.place): item.before for item in struck}

    async def _unannounced(
        self, writing: Transaction, changes: Sequence[Change], edit_id: int
    ) -> list[Change]:
        """An edit's changes as its server's followers see them while a change for everybody waits.

        They know the value from before that change. The word of their own people is not reported
        together with it, so it is reported with the edit, even if both say the same.
        """
        edit = await edits.first_claims(writing, edit_id)
        waiting = (
            await debounce_windows.open_windows(writing, 0, [edit.show_id]) if edit.scope else {}
        )
        by_place = {change.place: change for change in changes}
        places = [place for place in edit.places if place in waiting]
        if not places:
            return list(changes)
        resolved = resolve(await claims_of(writing, edit.show_id, edit.scope))
        for place in places:
            fact = fact_at(resolved, place)
            if fact is not None and fact.claim.scope == edit.scope:
                before, link = waiting[place].before, fact.claim.source
                by_place[place] = Change(edit.scope, *place, before, fact.value, link)
        return list(by_place.values())

    async def _known(
        self, writing: Transaction, changes: Sequence[Change], cause: Cause, now: datetime
    ) -> set[int]:
        """The shows that this source had described before and that were checked lately."""
        shows = sorted({change.show_id for change in changes})
        others = await last_checked_by_source(writing, shows)
        known = set()
        for show_id in shows:
            before = cause.checked.get(show_id)
            if before is None:
                continue
            checks = [
                at
                for source, at in others[show_id].items()
                if source not in FILES and source != cause.source
            ]
            if now - max([before, *checks]) <= STALE:
                known.add(show_id)
        return known

    async def _open(
        self,
        writing: Transaction,
        scope: int,
        changes: Sequence[Change],
        cause: Cause,
        now: datetime,
    ) -> None:
        opened = await debounce_windows.open_windows(
            writing, scope, {change.show_id for change in changes}
        )
        fresh = []
        for change in changes:
            window = opened.get(change.place)
            edited_again = window is not None and None not in (window.edit_id, cause.edit_id)
            if window is not None and edited_again and window.before == change.before:
                # It was taken back, and is now edited again.
                await debounce_windows.close(writing, [window.id])
                window = None
            flapped = cause.edit_id is None and await _flaps(writing, change, now)
            due = self._due_at(change, cause, window, now, flapped=flapped)
            if window is not None:
                again = replace(
                    window,
                    seen_at=now,
                    due_at=due,
                    edit_id=cause.edit_id,
                    source=cause.source,
                    flapped=flapped,
                )
                await debounce_windows.changed_again(writing, again)
            elif not is_removal(change):
                fresh.append(
                    Window(
                        scope,
                        *change.place,
                        before=change.before,
                        opened_at=now,
                        seen_at=now,
                        due_at=due,
                        edit_id=cause.edit_id,
                        source=cause.source,
                        flapped=flapped,
                    )
                )
        await debounce_windows.add(writing, fresh)

    def _due_at(
        self, change: Change, cause: Cause, window: Window | None, now: datetime, *, flapped: bool
    ) -> datetime:
        """When a change is settled unless something else happens to it; `window` is the window it
        is in."""
        if cause.edit_id is None:
            wait = flap_wait(change.field) if flapped else AT_LEAST
            return now + max(self._patience.settle, wait)
        due = now + self._patience.undo
        if window is None or window.edit_id is None:
            return due
        return min(due, max(window.due_at, window.opened_at + self._patience.undo * UNDO_ROUNDS))


async def _flaps(writing: Transaction, change: Change, now: datetime) -> bool:
    """Whether a source's change may well be taken back: a date that is gone, or a value that was
    there before."""
    if change.after is None and change.field in DATED_FIELDS:
        return True
    since = now - flaps_within(change)
    return await taken_away(writing, change.scope, change.place, change.after, since)


def _beyond(
    struck: Mapping[tuple[int, Place], object], changes: Sequence[Change]
) -> Iterator[Change]:
    """The changes of an undo beyond those that it strikes out.

    If one message reports two edits, the undone one may leave the other, which was never announced
    by itself.
    """
    for change in changes:
        before = struck.get((change.scope, change.place), change.before)
        if before != change.after:
            yield replace(change, before=before)


def _first_title(change: Change) -> bool:
    """Whether this write gave the show its title: then all its other facts are known for the first
    time."""
    return change.season is None and change.field == "title" and change.before is None
