"""The addresses of pages and feeds, and what an address asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import quote

from ..answers.library import Library
from ..calendar.feed_addresses import in_language, public_calendar, spoken
from ..errors import GoneError
from ..facts.letters import is_of_word, plain_letters
from ..facts.models import Show
from ..locale.languages import language
from ..locale.messages import _

_LONGEST_SLUG = 60
_APOSTROPHES = str.maketrans("", "", "'\u2019")
_SHOW = re.compile(r"(\d{1,18})(?:-(.*))?", re.DOTALL | re.ASCII)


def slug(title: str) -> str:
    """A title as a part of an address: "soundtrack", "ダーク"; "" for signs alone."""
    plain = plain_letters(title.translate(_APOSTROPHES))
    kept = "".join(character if is_of_word(character) else " " for character in plain)
    return "-".join(kept.split())[:_LONGEST_SLUG].strip("-")


def asked_show(text: str) -> tuple[int, str] | None:
    """The id and the slug that an address names; None where it names no show."""
    match = _SHOW.fullmatch(text)
    return None if match is None else (int(match[1]), match[2] or "")


_CHOSEN: ContextVar[bool] = ContextVar("chosen", default=False)


def is_chosen() -> bool:
    """Whether the address of the request names the language (`?lang=`)."""
    return _CHOSEN.get()


@contextmanager
def chosen(is_said: bool) -> Iterator[None]:
    """Inside the block `is_chosen` returns that value."""
    before = _CHOSEN.set(is_said)
    try:
        yield
    finally:
        _CHOSEN.reset(before)


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses under that of the site, which has no slash at its end.

    Those of calendars and feeds are in the language that is spoken now. Those of pages are too, if
    that language was chosen and the link is for the reader who chose it (`lead_on`).
    """

    site: str
    lead_on: bool = False

    def _page(self, path: str) -> str:
        address = f"{self.site}{path}"
        return in_language(address, language()) if self.lead_on and is_chosen() else address

    def home(self) -> str:
        """The first page."""
        return self._page("/")

    def style(self, edition: str) -> str:
        """The style sheet, whose address changes with what is in it."""
        return f"{self.site}/style.css?{edition}"

    def icon(self) -> str:
        """The little picture beside the title."""
        return f"{self.site}/icon.svg"

    def calendar(self, network: str | None = None) -> str:
        """The calendar of a network's shows; without a network, of all shows."""
        return public_calendar(self.site, network)

    def news(self, network: str | None = None) -> str:
        """The feed of a network's news; without a network, of all news."""
        if network is None:
            return spoken(f"{self.site}/feed.atom")
        return spoken(f"{self.site}/feed/network/{quote(network, safe='')}.atom")

    def news_of(self, show: Show) -> str:
        """The feed of a show's news."""
        return spoken(f"{self.site}/feed/show/{show.id}.atom")

    def show(self, show: Show) -> str:
        """The page of a show."""
        return self.show_named(show.id, show.name)

    def show_named(self, show_id: int, title: str) -> str:
        """The page of a show of that id and title."""
        return self._page(_path(show_id, title))

    def season(self, show: Show, number: int) -> str:
        """The page of one season of a show."""
        return self.season_named(show.id, show.name, number)

    def season_named(self, show_id: int, title: str, number: int) -> str:
        """The page of one season of a show of that id and title."""
        return self._page(f"{_path(show_id, title)}/season-{number}")


def _path(show_id: int, title: str) -> str:
    name = slug(title)
    return f"/show/{show_id}{'-' if name else ''}{quote(name)}"


async def known_show(library: Library, text: str) -> Show:
    """The show that a part of an address names, as everybody sees it.

    Raises:
        GoneError: there is none.
        StoreError: the database cannot be read.
    """
    asked = asked_show(text)
    show_id = library.leads_to(asked[0]) if asked is not None else None
    show = await library.show(show_id) if show_id is not None else None
    if show is None:
        raise GoneError(_("There is no such show here (any more)."))
    return show
