"""Curators merge two shows that are one, and split a record off that was linked wrongly."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from ..answers.library import Library
from ..errors import BadInputError, GoneError, NotAllowedError
from ..facts.fields import field_of, folded
from ..facts.models import Claim, Show
from ..facts.projections import ensure_shows, project
from ..facts.queries.claims import claims_of
from ..facts.queries.edits import add_edit, bring_back, edits_by_interaction, retract_edit
from ..facts.queries.records import stored_records
from ..facts.queries.shows import add_shows, next_show_id, standing_id, title_of, touch
from ..facts.resolve import Resolved, Slot, resolve
from ..facts.writes import NewEdit
from ..foundation.clock import Clock
from ..foundation.database import Database, Transaction
from ..foundation.meta import next_revision
from ..locale.messages import _
from .queries.merges import (
    Hanging,
    about_to_move,
    load_moved,
    merged_into,
    move_back,
    move_record,
    move_show,
    store_moved,
)
from .receipts import Act, refresh_after_write

OnMerge = Callable[[Transaction, int, int], Awaitable[None]]
"""Called inside the transaction of a merge, before the facts move, with the old show's id and the
new one's: it moves the rows that belong to the old show (subscriptions, reminders, windows)."""

OnUndoneMerge = Callable[[Transaction, int, int, Sequence[Claim]], Awaitable[None]]
"""Called inside the transaction that undoes a merge, with the old show's id, the other's, and what
was said of both until then: that the other show lost a part of it is no news."""

MERGE, SPLIT = "merge", "split"
"""The actions of these edits."""


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What a merge or a split did: `show_id` is the show that now holds the facts."""

    show_id: int
    title: str
    repeated: bool = False


class Merges:
    """Moves records and what people said between shows."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Clock,
        on_merge: Sequence[OnMerge],
        on_undone: Sequence[OnUndoneMerge] = (),
        hanging: Sequence[Hanging] = (),
    ) -> None:
        """`hanging` are other subjects' rows that move with the facts."""
        self._database = database
        self._library = library
        self._clock = clock
        self._on_merge = tuple(on_merge)
        self._on_undone = tuple(on_undone)
        self._hanging = tuple(hanging)

    async def merge(self, act: Act, show: Show, into: Show) -> MergeResult:
        """Make two shows one: the old id leads to the new one, and everything follows.

        Raises:
            BadInputError: they are the same show.
            GoneError: the first was merged into a third one meanwhile.
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.write() as writing:
            if await edits_by_interaction(writing, act.interaction_id):
                return MergeResult(into.id, into.name, repeated=True)
            revision = await next_revision(writing)
            await ensure_shows(writing, [show.id, into.id], now=self._clock(), revision=revision)
            # Somebody may have merged one of them since both were looked up.
            old, new = await standing_id(writing, show.id), await standing_id(writing, into.id)
            if old == new:
                raise BadInputError("That is one and the same show.")
            if old != show.id or new is None:
                raise GoneError("That show is not in my catalogue (any more).")
            before = resolve(await claims_of(writing, new, 0))
            moved = await about_to_move(writing, old, new, self._hanging)
            for carry_over in self._on_merge:
                await carry_over(writing, old, new)
            # Hiding the show that goes was not meant to hide the one that stays.
            await bring_back(writing, old, self._clock())
            await move_show(writing, old, new, revision, self._hanging)
            await self._settle(writing, new)
            after = resolve(await claims_of(writing, new, 0))
            kept = _claims_to_keep(before, after, show)
            edit_id = await self._log(writing, act, new, MERGE, revision, kept)
            await store_moved(writing, edit_id, moved)
            await self._project(writing, [old, new], revision)
            title = into.name if new == into.id else await title_of(writing, new, 0)
        await refresh_after_write(self._library)
        return MergeResult(new, title or into.name)

    async def undo(self, act: Act, interaction_id: int) -> MergeResult:
        """Separate the two shows that a merge joined.

        Whatever was moved from the old show and still belongs to the other goes back to it; what
        was said since stays.

        Raises:
            GoneError: there is no such merge here, or it was undone before.
            BadInputError: another merge rests on it, or it was made before merges could be undone.
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.write() as writing:
            made = await edits_by_interaction(writing, interaction_id)
            edit = next(
                (edit for edit in made if (edit.action, edit.scope) == (MERGE, act.scope)), None
            )
            if edit is None:
                raise GoneError("There is no such change.")
            if edit.retracted_at is not None:
                raise GoneError("That change was already undone.")
            moved = await load_moved(writing, edit.id)
            if moved is None:
                raise BadInputError(
                    "That merge is too old to undo; `/catalog split` separates its records."
                )
            if await merged_into(writing, moved.old) != edit.show_id:
                raise BadInputError("Another merge builds on that one; undo it first.")
            revision = await next_revision(writing)
            now = self._clock()
            before = await claims_of(writing, edit.show_id)
            await move_back(writing, moved, edit.show_id, revision, self._hanging)
            await retract_edit(
                writing, edit.id, by=act.user_id, interaction_id=act.interaction_id, now=now
            )
            for separated in self._on_undone:
                await separated(writing, moved.old, edit.show_id, before)
            for show_id in (moved.old, edit.show_id):
                await self._settle(writing, show_id)
            await self._project(writing, [moved.old, edit.show_id], revision)
            title = await title_of(writing, edit.show_id, 0)
        await refresh_after_write(self._library)
        return MergeResult(edit.show_id, title or _("The show"))

    async def split(self, act: Act, show: Show, record: str) -> MergeResult:
        """Give a source's record a show of its own; its claims go with it.

        `record` is the record's name, such as `tvmaze:123`.

        Raises:
            BadInputError: no such record is linked to that show; the sentence names those that
                are.
            StoreError: the database could not be written; nothing was changed.
        """
        async with self._database.write() as writing:
            if await edits_by_interaction(writing, act.interaction_id):
                return MergeResult(show.id, show.name, repeated=True)
            linked = await stored_records(writing, show_id=show.id)
            chosen = next(
                (entry for entry in linked if f"{entry.source}:{entry.key}" == record.strip()),
                None,
            )
            if chosen is None:
                names = ", ".join(f"`{entry.source}:{entry.key}`" for entry in linked) or _(
                    "nothing"
                )
                raise BadInputError(
                    "That record is not part of this show; its records are: {names}.", names=names
                )
            if len(linked) == 1:
                raise BadInputError("It is the only record of that show, so there is no split.")
            revision = await next_revision(writing)
            new = await next_show_id(writing)
            await add_shows(writing, [new], scope=0, revision=revision, now=self._clock())
            await move_record(writing, chosen.id, new, revision)
            await self._log(writing, act, new, SPLIT, revision)
            await self._log(writing, act, show.id, SPLIT, revision)
            await self._project(writing, [show.id, new], revision)
            title = await title_of(writing, new, 0)
        await refresh_after_write(self._library)
        return MergeResult(new, title or show.name)

    async def records_of(self, show_id: int) -> list[str]:
        """The names of the records linked to a show.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._database.read() as reading:
            linked = await stored_records(reading, show_id=show_id)
        return [f"{record.source}:{record.key}" for record in linked]

    async def _settle(self, writing: Transaction, show_id: int) -> None:
        for hanging in self._hanging:
            await hanging.settle(writing, show_id)

    async def _log(
        self,
        writing: Transaction,
        act: Act,
        show_id: int,
        action: str,
        revision: int,
        claims: Sequence[Claim] = (),
    ) -> int:
        new = NewEdit(act.interaction_id, show_id, act.scope, act.user_id, action, tuple(claims))
        return await add_edit(writing, show_id, new, revision=revision, now=self._clock())

    async def _project(self, writing: Transaction, show_ids: Sequence[int], revision: int) -> None:
        await touch(writing, show_ids, revision)
        await project(writing, show_ids)


def _claims_to_keep(before: Resolved, after: Resolved, gone: Show) -> list[Claim]:
    """The claims by which the surviving show keeps its title, and is also found by the other's."""
    kept = []
    for name in ("title", "year"):
        was, now = before.get((None, name)), after.get((None, name))
        if was and now and was[0].value != now[0].value:
            kept.append(was[0].claim)
    names = {folded(str(fact.value)) for slot in _NAMES for fact in before.get(slot, ())}
    if folded(gone.name) not in names:
        field = field_of(None, "aliases")
        claim = replace(gone.title.claim, field="aliases", key=field.key(gone.name))
        kept.append(replace(claim, value=gone.name))
    return kept


_NAMES: Sequence[Slot] = ((None, "title"), (None, "aliases"), (None, "original_title"))


def refuse_unless_curator(act: Act) -> None:
    """Merging and splitting change what everybody sees.

    Raises:
        NotAllowedError: the act applies in one server only.
    """
    if act.scope != 0:
        raise NotAllowedError(
            "Only curators, whose edits apply everywhere, can merge and split shows."
        )
