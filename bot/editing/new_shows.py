"""Shows that editors add by hand: read, refused where they are here already, kept meanwhile."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from cachetools import FIFOCache

from ..errors import BadInputError, GoneError
from ..facts.fields import field_of, folded
from ..facts.parse.options import check_link, decoded
from ..presentation.style import quoted
from ..questions.index.titles import TitleIndex
from .edits import Act, FactInput

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
