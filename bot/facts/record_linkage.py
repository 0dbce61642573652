"""Which show a source's record is about: never guessed from a provider's title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from ..foundation.database import Transaction
from .fields import folded
from .models import Statement
from .queries.identifiers import (
    Pair,
    identified_by,
    pairs_of,
    record_ids_of,
    shows_by_identifier,
    shows_with_record_ids,
)
from .queries.index_rows import shows_of_pairs
from .queries.shows import shows_by_title, title_entries

FILES = frozenset({"catalog", "import"})
"""Sources written by people, in which title and year together name one show."""

Ids = Mapping[str, Sequence[Pair]]
"""By a statement's key, (provider, value) pairs that name its show beside those it claims."""


class Matcher:
    """Decides which show a statement is about: its record's, one with the same id, or a new one.

    In a file, title and year name a show as well, unless the two have different ids at one
    provider. A file without year and ids means the show that has no year.
    """

    def __init__(
        self,
        identified: Mapping[Pair, int],
        recorded: Mapping[str, int],
        named: Mapping[tuple[str, int], int],
        next_id: int,
        ids: Ids,
    ) -> None:
        self._identified = dict(identified)
        self._recorded = recorded
        self._named = {(folded(title), year): show for (title, year), show in named.items()}
        self._more = ids
        self._ids: dict[int, dict[str, str]] = {}
        for (provider, value), show in identified.items():
            self._ids.setdefault(show, {})[provider] = value
        self.next_id = next_id

    @classmethod
    async def over(
        cls,
        reading: Transaction,
        source: str,
        statements: Sequence[Statement],
        *,
        recorded: Mapping[str, int],
        next_id: int,
        ids: Ids,
    ) -> Matcher:
        """With what the store knows that those statements could be matched by.

        Raises:
            StoreError: the database cannot be read.
        """
        if source in FILES:
            identified = await shows_by_identifier(reading)
            return cls(identified, recorded, await shows_by_title(reading), next_id, ids)
        pairs = sorted({pair for statement in statements for pair in _pairs(statement, ids)})
        joined = await shows_with_record_ids(reading, pairs)
        claimed = await identified_by(reading, pairs)
        indexed = await shows_of_pairs(reading, pairs)
        return cls({**indexed, **joined, **claimed}, recorded, {}, next_id, ids)

    def show_of(self, statement: Statement) -> int:
        """The show's id; for a show not stored yet, the next one free."""
        name = _name(statement)
        pairs = _pairs(statement, self._more)
        show_id = self._recorded.get(statement.key)
        if show_id is None:
            show_id = next(
                (self._identified[pair] for pair in pairs if pair in self._identified), None
            )
        if show_id is None and statement.source in FILES:
            show_id = self._by_name(name, pairs)
        if show_id is None:
            show_id = self.next_id
            self.next_id += 1
        for provider, value in pairs:
            self._identified.setdefault((provider, value), show_id)
            self._ids.setdefault(show_id, {}).setdefault(provider, value)
        self._named.setdefault(name, show_id)
        return show_id

    def _by_name(self, name: tuple[str, int], pairs: Sequence[Pair]) -> int | None:
        show_id = self._named.get(name)
        if show_id is None or (not name[1] and pairs):
            return None
        known = self._ids.get(show_id, {})
        if any(known.get(provider, value) != value for provider, value in pairs):
            return None
        return show_id


@dataclass(frozen=True, slots=True)
class Marks:
    """All that a statement could be joined by to one of some shows: their ids and names."""

    pairs: Set[Pair]
    names: Set[tuple[str, int]]

    @classmethod
    async def of(cls, reading: Transaction, show_ids: Sequence[int]) -> Marks:
        """Those of these shows.

        Raises:
            StoreError: the database cannot be read.
        """
        pairs = await pairs_of(reading, show_ids)
        for ids in (await record_ids_of(reading, show_ids)).values():
            pairs |= ids.items()
        entries = await title_entries(reading, show_ids)
        names = {(folded(entry.title), entry.year or 0) for entry in entries if not entry.scope}
        return cls(pairs, names)

    def fit(self, statement: Statement, ids: Ids) -> bool:
        """Whether one of them is the statement's."""
        if any(pair in self.pairs for pair in _pairs(statement, ids)):
            return True
        return statement.source in FILES and _name(statement) in self.names


def _name(statement: Statement) -> tuple[str, int]:
    own = {c.field: c.value for c in statement.claims if c.season is None and not c.key}
    year = own.get("year")
    return folded(str(own.get("title", ""))), year if isinstance(year, int) else 0


def _pairs(statement: Statement, ids: Ids) -> list[Pair]:
    claimed = [
        (claim.key, str(claim.value))
        for claim in statement.claims
        if claim.season is None and claim.field == "ids"
    ]
    return [*claimed, *ids.get(statement.key, ())]
