"""Shows that editors bring in, typed or in a file: linked to those that are here, or kept."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cachetools import FIFOCache

from ..errors import BadInputError, GoneError
from ..facts.fields import field_of, folded
from ..facts.models import Statement, TitleEntry
from ..facts.parse.values import check_link, decoded
from ..facts.queries.identifiers import identified_by
from ..foundation.database import Transaction
from ..presentation.markup import quoted
from ..questions.index.titles import TitleIndex
from .receipts import Act, FactInput

_KEPT = 200
"""So many wait at once; the oldest makes room."""


@dataclass(frozen=True, slots=True)
class NewShow:
    """A show as an editor typed it."""

    title: str
    year: int | None
    network: str | None
    source: str

    def facts(self) -> list[FactInput]:
        """What is said of it, the title first.

        Raises:
            BadInputError: a value does not fit, or the source is no link.
        """
        link = check_link(self.source)
        values: dict[str, object] = {"title": self.title}
        if self.year is not None:
            values["year"] = self.year
        if self.network is not None:
            values["network"] = self.network
        return [
            FactInput(None, name, "", decoded(field_of(None, name), value), link)
            for name, value in values.items()
        ]


def refuse_namesake(titles: TitleIndex, title: str, year: int | None, act: Act) -> None:
    """A second show of one title needs a year that tells the two apart.

    Raises:
        BadInputError: a show of that name is visible or hidden where the act applies.
    """
    for match in titles.exact(title, scope=act.guild_id):
        known = match.entry
        if folded(known.title) != folded(title):
            continue
        if year is None or known.year in (None, year):
            name = f"{quoted(known.title)} ({known.year})" if known.year else quoted(title)
            raise BadInputError(
                "{name} is there already; choose it from the list. A namesake needs a year of "
                "its own.",
                name=name,
            )
    for hidden in titles.hidden(act.scope):
        if folded(hidden.title) == folded(title) and year is None:
            raise BadInputError(
                "{title} is hidden here; `/catalog undo` brings it back. A namesake needs a "
                "year of its own.",
                title=quoted(title),
            )


class NewShows:
    """Keeps, in memory, what editors typed while they look at what the providers know."""

    def __init__(self) -> None:
        self._kept: FIFOCache[str, tuple[int, NewShow]] = FIFOCache(_KEPT)

    def keep(self, new_show: NewShow, guild_id: int) -> str:
        """Put it aside for the server it was typed in; the token brings it back."""
        token = secrets.token_hex(8)
        self._kept[token] = (guild_id, new_show)
        return token

    def get(self, token: str, guild_id: int) -> NewShow:
        """The show of that token.

        Raises:
            GoneError: it is not there any more, or was typed in another server.
        """
        kept_for, new_show = self._kept.get(token, (None, None))
        if new_show is None or kept_for != guild_id:
            raise GoneError("That was too long ago; use `/catalog add` again.")
        return new_show


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
