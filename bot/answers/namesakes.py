"""Shows of one name told apart: in words, and by what a server asked about or follows."""

from __future__ import annotations

import logging
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from cachetools import LRUCache

from ..errors import StoreError
from ..facts.fields import folded
from ..facts.models import Show
from ..locale.messages import _, ngettext
from ..presentation.markup import Style, clip, tamed
from ..presentation.names import TITLE, short_title, title_of
from ..questions.index.titles import Match

_LOG = logging.getLogger(__name__)

_NAMED = 3
"""How many namesakes are named in the text; the picker has them all."""

_COUNTRY_NAMES = {"GB": "UK"}
"""Countries as people write them, if that is not the code."""


def label_of(match: Match, length: int = 100, *, numbered: bool = False) -> str:
    """A show's label in a list: title, year, network; at most `length` characters."""
    entry = match.entry
    tail = f" ({entry.year})" if entry.year else ""
    if entry.network:
        tail += f" · {clip(tamed(entry.network), 30)}"
    elif entry.country:
        tail += f" · {entry.country}"
    if numbered:
        tail += " · " + _("no. {number}", number=entry.show_id)
    return f"{clip(tamed(entry.title), length - len(tail))}{tail}"


def labels(matches: Sequence[Match], length: int = 100) -> list[str]:
    """The labels of the shows of a list; shows that are alike in title, year and network get their
    ids."""
    plain = [label_of(match, length) for match in matches]
    if len(set(plain)) == len(plain):
        return plain
    often = Counter(plain)
    return [
        label if often[label] == 1 else label_of(match, length, numbered=True)
        for label, match in zip(plain, matches, strict=True)
    ]


def told_apart(shows: Iterable[Show]) -> Mapping[int, str]:
    """The titles of the shows of a list, by id; with the year if two have one title."""
    called = {show.id: show for show in shows}
    often = Counter(folded(short_title(show)) for show in called.values())
    return {
        show_id: short_title(show) if often[folded(short_title(show))] == 1 else title_of(show)
        for show_id, show in called.items()
    }


def common_name(show: Show, namesakes: Sequence[Match]) -> str:
    """The name that a show shares with others: its title, or else an alias that all of them have.

    If its title differs from theirs by an article or an accent alone, it is that.
    """
    theirs = [
        {folded(name) for name in (match.entry.title, *match.entry.names)} for match in namesakes
    ]
    own = [show.name, *(alias.value for alias in show.aliases)]
    return next((name for name in own if all(folded(name) in names for names in theirs)), own[0])


def also_called(show: Show, namesakes: Sequence[Match], style: Style) -> str:
    """A line about the other shows of the name: "Also called The Office: UK 2001, India 2019"."""
    name = common_name(show, namesakes)
    shown = [style.escape(_told_apart(match, show, name)) for match in namesakes[:_NAMED]]
    more = len(namesakes) - len(shown)
    values = {"name": style.escape(clip(tamed(name), TITLE)), "shows": ", ".join(shown)}
    if not more:
        # Translators: {shows} is where and when each is from: "UK 2001, India 2019".
        return _("Also called {name}: {shows}.", **values)
    return ngettext(
        "Also called {name}: {shows} and {number} more.",
        "Also called {name}: {shows} and {number} more.",
        more,
        **values,
    )


def _told_apart(match: Match, show: Show, name: str) -> str:
    """Where and when a namesake is from; also its title, if that is not the common name."""
    entry = match.entry
    abroad = show.country is not None and entry.country not in (None, show.country.value)
    country = _COUNTRY_NAMES.get(entry.country or "", entry.country)
    where = country if abroad else entry.network or country
    said = " ".join(clip(tamed(str(part)), 30) for part in (where, entry.year) if part)
    if folded(entry.title) != folded(name) or not said:
        title = clip(tamed(entry.title), 60)
        return f"{title} ({said})" if said else title
    return said


_SERVERS, _SHOWS = 1_000, 50
"""How many servers are remembered, and how many shows for each: those asked about last."""


FollowsOf = Callable[[int], Awaitable[frozenset[int]]]
"""The ids of the shows that a server's channels follow."""


async def _no_shows(scope: int) -> frozenset[int]:
    return frozenset()


class FamiliarShows:
    """What tells namesakes apart for a server: the shows it lately asked about or follows."""

    def __init__(self, follows: FollowsOf = _no_shows) -> None:
        self._follows = follows
        self._asked: LRUCache[int, OrderedDict[int, None]] = LRUCache(_SERVERS)

    def note(self, scope: int, show_id: int) -> None:
        """Note that a server asked for a show by more than a name that namesakes share."""
        if not scope:
            return
        shows = self._asked.setdefault(scope, OrderedDict())
        shows[show_id] = None
        shows.move_to_end(show_id)
        if len(shows) > _SHOWS:
            shows.popitem(last=False)

    async def of(self, scope: int) -> frozenset[int]:
        """The shows that a server means rather than their namesakes; in direct messages none."""
        if not scope:
            return frozenset()
        asked = frozenset(self._asked.get(scope, ()))
        try:
            return asked | await self._follows(scope)
        except StoreError as error:
            _LOG.info("what a server follows did not tell namesakes apart: %s", error)
            return asked
