"""Takes acts back: a whole one, the last one on a show, or one by its number."""

from __future__ import annotations

from dataclasses import replace

from ..answers.library import Library
from ..errors import BadInputError, GoneError
from ..facts.fields import folded
from ..facts.ledger import Ledger
from ..facts.models import TitleEntry
from ..facts.queries.edits import edits_by_interaction, edits_of
from ..foundation.database import Database
from .merge import MERGE, SPLIT, MergeResult, Merges
from .receipts import Act, Receipt, receipt_of

_LARGEST = 2**63 - 1


class Undo:
    """Retracts acts of a scope; the claims they covered take effect again by themselves."""

    def __init__(
        self, database: Database, ledger: Ledger, library: Library, merges: Merges
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._library = library
        self._merges = merges

    async def interaction(
        self, act: Act, interaction_id: int, show_id: int | None = None
    ) -> Receipt | MergeResult:
        """Take a whole act of this scope back, or what it did to one show.

        Raises:
            GoneError: there is no such act here, or it was undone before.
            BadInputError: it is a split, or a merge that another rests on.
            StoreError: the database could not be written; nothing was changed.
        """
        if interaction_id > _LARGEST:
            raise GoneError("There is no such change.")
        async with self._database.read() as connection:
            made = await edits_by_interaction(connection, interaction_id)
        actions = {edit.action for edit in made if edit.scope == act.scope}
        if MERGE in actions:
            return await self._merges.undo(act, interaction_id)
        if SPLIT in actions:
            raise BadInputError("`/catalog merge` takes a split back.")
        written = await self._ledger.retract(
            interaction_id,
            scope=act.scope,
            by=act.user_id,
            undo_id=act.interaction_id,
            show_id=show_id,
        )
        if written[0].repeated:
            raise GoneError("That change was already undone.")
        receipt = await receipt_of(self._database, self._library, act, written[0], "undo")
        if len(written) == 1:
            return receipt
        changes = tuple(change for edit in written for change in edit.changes)
        return replace(
            receipt,
            show=None,
            shows=len(written),
            written=replace(written[0], changes=changes),
        )

    async def last(self, act: Act, show_id: int, number: int | None) -> Receipt | MergeResult:
        """Take back the last act of this scope on a show that is not undone, or one by number.

        Raises:
            GoneError: there is none.
            BadInputError: no act has that number, or it is none that can be undone.
            StoreError: the database could not be read or written; nothing was changed.
        """
        async with self._database.read() as connection:
            edits = await edits_of(connection, show_id, act.scope)
        if any(edit.retraction_id == act.interaction_id for edit in edits):
            # If Discord delivers the event twice, the change before must not be taken back as well.
            raise GoneError("That change was already undone.")
        if number is None:
            in_force = [edit for edit in edits if edit.retracted_at is None]
            if not in_force:
                raise GoneError("There is no change here that could be undone.")
            edit = in_force[-1]
        elif 1 <= number <= len(edits):
            edit = edits[number - 1]
        elif edits:
            raise BadInputError(
                "There is no change with that number; `/catalog history` has 1 to {edits}.",
                edits=len(edits),
            )
        else:
            raise GoneError("Nothing has been changed here yet.")
        return await self.interaction(act, edit.interaction_id, show_id)

    def hidden(self, typed: str, scope: int) -> list[TitleEntry]:
        """The shows that this scope hid and that the typed text may mean; undo brings them back."""
        wanted = folded(typed)
        hidden = [
            entry for entry in self._library.titles.hidden(scope) if wanted in folded(entry.title)
        ]
        return sorted(hidden, key=lambda entry: entry.title)
