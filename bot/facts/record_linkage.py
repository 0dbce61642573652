"""Which show a source's record is about: never guessed from a provider's title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from operator import itemgetter

from ..foundation.database import Transaction
from .fields import folded
from .models import Statement
from .projections import Projection
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


Name = tuple[str, int]
"""A title with its year, 0 for none; folded where names are compared."""

_UNKNOWN = -1


class KnownShows:
    """The shows that statements can be linked to, by their ids and, for a file, by their names.

    The pieces of one file share it: what they write is added, and everything is read anew only if
    somebody else wrote meanwhile.
    """

    def __init__(self) -> None:
        self.identified: dict[Pair, int] = {}
        self.ids: dict[int, dict[str, str]] = {}
        self.named: dict[Name, int] = {}
        self._names: dict[int, Name] = {}
        self._noted: set[tuple[int, Name]] = set()
        self._is_exact = False
        self._written: Mapping[int, Projection] = {}
        self._revision = _UNKNOWN

    async def read_for(
        self,
        reading: Transaction,
        source: str,
        statements: Sequence[Statement],
        ids: Ids,
        revision: int,
    ) -> None:
        """Read what those statements could match in the store as of that revision.

        Raises:
            StoreError: the database cannot be read.
        """
        known = self._revision if self._holds() else _UNKNOWN
        self._revision, self._written = _UNKNOWN, {}
        self._noted, self._is_exact = set(), True
        if source not in FILES:
            pairs = sorted({pair for statement in statements for pair in _pairs(statement, ids)})
            joined = await shows_with_record_ids(reading, pairs)
            claimed = await identified_by(reading, pairs)
            self._take({**await shows_of_pairs(reading, pairs), **joined, **claimed}, {})
        elif known != revision:
            self._take(await shows_by_identifier(reading), await shows_by_title(reading))

    def _take(self, identified: Mapping[Pair, int], named: Mapping[Name, int]) -> None:
        self.identified, self.ids = dict(identified), {}
        for (provider, value), show in identified.items():
            self.ids.setdefault(show, {})[provider] = value
        # Of two shows whose names differ only by case, or not at all, the oldest counts.
        oldest_last = sorted(named.items(), key=itemgetter(1), reverse=True)
        self.named = {(folded(title), year): show for (title, year), show in oldest_last}
        self._names = {show: name for name, show in self.named.items()}

    def note(self, show: int, name: Name, pairs: Sequence[Pair]) -> None:
        """Note that a statement about a show has that name and those ids."""
        for pair in pairs:
            provider, value = pair
            if (
                self.identified.setdefault(pair, show) != show
                or self.ids.setdefault(show, {}).setdefault(provider, value) != value
            ):
                self._is_exact = False
        self.named.setdefault(name, show)
        self._noted.add((show, name))

    def wrote(self, projections: Mapping[int, Projection], revision: int) -> None:
        """Note that everything noted is written, with the store at that revision.

        If shows have other names or ids than their statements say, because another source outranks
        them or they had them before, the next piece reads everything anew.
        """
        # Whether that is still true is checked when the lock is held again.
        self._written, self._revision = projections, revision

    def _holds(self) -> bool:
        names = {show: _projected(rows) for show, rows in self._written.items()}
        return (
            self._is_exact
            and all(names.get(show) == name for show, name in self._noted)
            and all(self._agrees(show, names[show], rows) for show, rows in self._written.items())
        )

    def _agrees(self, show: int, name: Name | None, rows: Projection) -> bool:
        pairs = {provider: value for provider, value, _ in rows.identifiers}
        if name is None or pairs != self.ids.get(show, {}) or len(pairs) < len(rows.identifiers):
            return False
        if self._names.get(show, name) != name or self.named.get(name, show + 1) > show:
            return False
        if self.named[name] == show:
            self._names[show] = name
        return True


def _projected(rows: Projection) -> Name | None:
    """The name by which files find a show, from the rows that everybody sees."""
    found = (entry for entry in rows.titles if not entry.scope)
    return next(((folded(entry.title), entry.year or 0) for entry in found), None)


class Matcher:
    """Decides which show a statement is about: its record's, one with the same id, or a new one.

    In a file, title and year identify a show as well, unless the two have different ids at one
    provider. A file without year and ids means the show that has no year.
    """

    def __init__(
        self, known: KnownShows, recorded: Mapping[str, int], next_id: int, ids: Ids
    ) -> None:
        self._known = known
        self._recorded = recorded
        self._more = ids
        self.next_id = next_id

    def show_of(self, statement: Statement) -> int:
        """The show's id; for a show that is not stored yet, the next free one."""
        name = _name(statement)
        pairs = _pairs(statement, self._more)
        show_id = self._recorded.get(statement.key)
        if show_id is None:
            identified = self._known.identified
            show_id = next((identified[pair] for pair in pairs if pair in identified), None)
        if show_id is None and statement.source in FILES:
            show_id = self._by_name(name, pairs)
        if show_id is None:
            show_id = self.next_id
            self.next_id += 1
        self._known.note(show_id, name, pairs)
        return show_id

    def _by_name(self, name: Name, pairs: Sequence[Pair]) -> int | None:
        show_id = self._known.named.get(name)
        if show_id is None or (not name[1] and pairs):
            return None
        known = self._known.ids.get(show_id, {})
        if any(known.get(provider, value) != value for provider, value in pairs):
            return None
        return show_id


@dataclass(frozen=True, slots=True)
class Marks:
    """The ids and names by which a statement could be linked to one of some shows."""

    pairs: Set[Pair]
    names: Set[Name]

    @classmethod
    async def of(cls, reading: Transaction, show_ids: Sequence[int]) -> Marks:
        """The marks of these shows.

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
        """Whether the statement has one of these ids or names."""
        if any(pair in self.pairs for pair in _pairs(statement, ids)):
            return True
        return statement.source in FILES and _name(statement) in self.names


def _name(statement: Statement) -> Name:
    own = {claim.field: claim.value for claim in statement.claims}
    year = own.get("year")
    return folded(str(own.get("title", ""))), year if isinstance(year, int) else 0


def _pairs(statement: Statement, ids: Ids) -> list[Pair]:
    claimed = [
        (claim.key, str(claim.value))
        for claim in statement.claims
        if claim.season is None and claim.field == "ids"
    ]
    return [*claimed, *ids.get(statement.key, ())]
