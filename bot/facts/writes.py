"""What is written into the ledger, and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..foundation.database import Transaction
from .models import Claim
from .resolve import Change


@dataclass(frozen=True, slots=True)
class Cause:
    """What a write came from: a source, a person's edit, or the retraction of one.

    `checked` tells when the source's record of each show had last been checked; shows that the
    source had never described are missing.
    """

    edit_id: int | None = None
    source: str | None = None
    retracted: bool = False
    checked: Mapping[int, datetime] = field(default_factory=dict)


Watcher = Callable[[Transaction, Sequence[Change], Cause], Awaitable[None]]
"""Called inside the transaction of a write with what it changed in what resolves."""

Claims = Mapping[int, Sequence[Claim]]
"""All standing claims about some shows, by show."""

Listener = Callable[[Transaction, Claims, Claims], Awaitable[None]]
"""Called inside the transaction of a source's write with the claims before it and those after
it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a bulk write did, counted in shows. First knowledge of a show is no change."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: tuple[Change, ...] = ()
    show_ids: tuple[int, ...] = ()

    def and_then(self, later: Outcome) -> Outcome:
        """What this write and a later one did together."""
        return Outcome(
            self.added + later.added,
            self.changed + later.changed,
            self.unchanged + later.unchanged,
            self.changes + later.changes,
            self.show_ids + later.show_ids,
        )


@dataclass(frozen=True, slots=True)
class StatementWrite:
    """The unit of work of a source's statements: written, and not committed yet.

    Whatever else belongs to it is written in its `transaction`; any exception takes all of it back.
    """

    transaction: Transaction
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class NewEdit:
    """An edit that somebody wants to make; `show_id` is None for a new show.

    `interaction_id` is unique to the act, so that an event delivered twice writes once. `scope`
    is 0 for everybody, else the server. The claims' own scope, author and order are set here.
    """

    interaction_id: int
    show_id: int | None
    scope: int
    author_id: int
    action: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """An edit that was written. `repeated` says that the same act had been written before."""

    edit_id: int
    show_id: int
    changes: tuple[Change, ...]
    replaced: tuple[Claim, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class EditWrite:
    """The unit of work of one act of a person: written, and not committed yet.

    Whatever else belongs to it is written in its `transaction`; any exception takes all of it back.
    If `repeated`, the act had been written before, with everything that belongs to it.
    """

    transaction: Transaction
    written: tuple[Written, ...]

    @property
    def repeated(self) -> bool:
        """Whether the same act had been written before."""
        return any(edit.repeated for edit in self.written)
