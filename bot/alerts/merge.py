"""Two shows are merged: followers, windows and what was announced move, and nothing comes twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..facts.models import Claim
from ..facts.queries.claims import claims_of
from ..facts.queries.season_dates import move_dates
from ..facts.queries.shows import with_merged_ids
from ..facts.resolve import fact_at, resolve, visible
from ..foundation.database import Transaction
from .queries import merges, windows


async def carry_over(writing: Transaction, old: int, new: int) -> None:
    """Hang subscriptions, reminders, windows and what was told on the show that stays.

    To be called before the facts move: what the new show says by itself decides about the windows.

    Raises:
        StoreError: the database could not be written.
    """
    going = await with_merged_ids(writing, old)
    await _move_windows(writing, going, new)
    await merges.move_subscriptions(writing, going, new)
    await move_dates(writing, going, new)
    await merges.move_events(writing, going, new)


async def let_go(writing: Transaction, old: int, new: int, before: Sequence[Claim]) -> None:
    """A merge was taken back: what the one show lost by that alone is no change of it.

    Where the old show says what was waiting to be told, that is the old show's change again.
    `before` is what was said of both until then. To be called after the facts moved.

    Raises:
        StoreError: the database could not be written.
    """
    rest, gone = await claims_of(writing, new), await claims_of(writing, old)
    for window in await windows.of_shows(writing, [new]):
        was, stays, goes = (
            fact.value if fact is not None else None
            for fact in (
                fact_at(resolve(visible(claims, window.scope)), window.place)
                for claims in (before, rest, gone)
            )
        )
        if was == stays:
            continue
        if was == goes:
            await windows.changed_again(writing, replace(window, show_id=old))
        else:
            await windows.close(writing, [window.id])


async def _move_windows(writing: Transaction, old: Sequence[int], new: int) -> None:
    """A change of the old show's is still one if the new show has not known otherwise.

    Where the new show has a word of its own, that one's followers have heard it or wait for it,
    and that the merge brings another one is no news.
    """
    opened = await windows.of_shows(writing, old)
    if not opened:
        return
    about = await claims_of(writing, new)
    for window in opened:
        there = await windows.open_windows(writing, window.scope, [new])
        place = window.place._replace(show_id=new)
        fact = fact_at(resolve(visible(about, window.scope)), place)
        value = fact.value if fact is not None else None
        if place in there or value != window.before:
            await windows.close(writing, [window.id])
        else:
            await windows.changed_again(writing, replace(window, show_id=new))
