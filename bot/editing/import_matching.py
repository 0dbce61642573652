"""Record linkage of a moderator's file: which shows it is about, by id and by title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import BadInputError
from ..facts.fields import folded
from ..facts.models import Statement, TitleEntry
from ..facts.queries.identifiers import identified_by
from ..foundation.database import Transaction
from ..presentation.style import quoted
from ..questions.index.titles import TitleIndex


class Matching:
    """The shows that a scope sees, by id at a provider and by title; each is met at most once."""

    def __init__(
        self, titles: TitleIndex, scope: int, identified: Mapping[tuple[str, str], int]
    ) -> None:
        self._titles = titles
        self._scope = scope
        self._identified = identified
        self._met: dict[object, str] = {}

    @classmethod
    async def of(
        cls,
        reading: Transaction,
        titles: TitleIndex,
        scope: int,
        statements: Sequence[Statement],
    ) -> Matching:
        """With the shows that those statements' ids lead to.

        Raises:
            StoreError: the database cannot be read.
        """
        pairs = sorted({pair for statement in statements for pair in _ids(statement)})
        return cls(titles, scope, await identified_by(reading, pairs))

    def show_of(self, statement: Statement) -> int | None:
        """The show's id; None for a new one.

        Raises:
            BadInputError: several shows could be meant, a hidden one is, or one that the file has
                already.
        """
        own = {c.field: c.value for c in statement.claims if c.season is None}
        title, year = str(own["title"]), own.get("year")
        ids = _ids(statement)
        show_id = next((self._identified[pair] for pair in ids if pair in self._identified), None)
        if show_id is None:
            show_id = self._by_title(title, year if isinstance(year, int) else None)
        same: list[object] = [(folded(title), year), *ids] if show_id is None else [show_id]
        for mark in same:
            if mark in self._met:
                raise BadInputError(
                    "{met} and {title} are the same show; a file may have it once.",
                    met=quoted(self._met[mark]),
                    title=quoted(title),
                )
        self._met |= dict.fromkeys(same, title)
        return show_id

    def _by_title(self, title: str, year: int | None) -> int | None:
        matches = self._titles.exact(title, scope=self._scope)
        namesakes = [m.entry for m in matches if folded(m.entry.title) == folded(title)]
        exact = [entry for entry in namesakes if entry.year == year]
        if not exact:
            # A year that one side leaves out tells no namesakes apart.
            exact = namesakes if year is None else [e for e in namesakes if e.year is None]
        if len(exact) > 1:
            years = ", ".join(sorted(str(entry.year) for entry in exact if entry.year))
            hint = f" ({years})" if years else ""
            raise BadInputError(
                "Several shows are called {title}{hint}; say the year or an id.",
                title=quoted(title),
                hint=hint,
            )
        if exact:
            return exact[0].show_id
        self._refuse_hidden(title, year)
        return None

    def _refuse_hidden(self, title: str, year: int | None) -> None:
        hidden: list[TitleEntry] = self._titles.hidden(self._scope)
        if year is None and any(folded(entry.title) == folded(title) for entry in hidden):
            raise BadInputError(
                "{title} is hidden here; bring it back with `/catalog undo` first.",
                title=quoted(title),
            )


def _ids(statement: Statement) -> list[tuple[str, str]]:
    return [
        (claim.key, str(claim.value))
        for claim in statement.claims
        if claim.season is None and claim.field == "ids"
    ]
