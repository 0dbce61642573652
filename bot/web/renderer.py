"""Renders pages from templates, in pieces, so that a large page does not delay others."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..calendar.feed_addresses import in_language
from ..facts.air_date import AirDate
from ..facts.known_providers import PROVIDERS
from ..facts.models import Show
from ..foundation.loops import TimeSlice
from ..locale.languages import LANGUAGES, tag
from ..locale.messages import _, language, ngettext
from ..presentation.date_text import bare_date
from ..presentation.names import title_of
from .answer_blocks import CitedSource
from .html_style import printable
from .json_ld import json_ld
from .page_cache import HTML, Page, made_of
from .show_profile import Profile
from .urls import Links, is_chosen

_HERE = Path(__file__).resolve().parent

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})

_TVMAZE, _TMDB = PROVIDERS["tvmaze"], PROVIDERS["tmdb"]
_TMDB_LOGO = (
    f"{_TMDB.site}/assets/2/v4/logos/v2/"
    "blue_short-8e7b30f73a4020692ccca9c88bafe5dcb6f8a62a4c6bc55cd9ba82bb2cd95f6c.svg"
)
"""TMDB's terms ask for the logo beside the sentence:
https://www.themoviedb.org/about/logos-attribution"""


class Renderer:
    """The templates, with what all pages share.

    `links` are for readers, `public` ones for programs.
    """

    def __init__(self, links: Links, public: Links) -> None:
        self.links = links
        self.public = public
        self.style = (_HERE / "style.css").read_bytes()
        self.icon = (_HERE / "icon.svg").read_bytes()
        self._edition = hashlib.sha256(self.style).hexdigest()[:12]
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            finalize=lambda value: printable(value) if type(value) is str else value,
        )
        self._environment.globals.update(links=links, sources=_told, brief=_brief)
        # An upgrade may replace the files of the templates while the old release runs, which needs
        # its own.
        self._templates = {
            name: self._environment.get_template(name)
            for name in self._environment.list_templates()
        }

    async def profile(self, profile: Profile) -> Page:
        """The page of a show or a season."""
        show, public = profile.show, self.public
        number = profile.number
        canonical = public.show(show) if number is None else public.season(show, number)
        more = ""
        if profile.unlisted:
            more = ngettext(
                "… and {number} more season.",
                "… and {number} more seasons.",
                profile.unlisted,
            )
        return await self.html(
            "show.html",
            title=profile.title,
            description=profile.description,
            canonical=canonical,
            picture=profile.picture,
            profile=profile,
            series=title_of(show),
            data=Markup(json_ld(profile, public)),
            more=more,
            credited=profile.credits,
        )

    async def failure(self, title: str, sentence: str, show: Show | None = None) -> Page:
        """The page that says why there is no page; `show` is the show that it would have been
        about."""
        series = title_of(show) if show is not None else ""
        return await self.html(
            "failure.html", title=title, description=sentence, show=show, series=series
        )

    async def html(
        self,
        template: str,
        *,
        canonical: str | None = None,
        credited: Collection[str] = (),
        picture: str | None = None,
        **values: Any,
    ) -> Page:
        """A page of a template of HTML; `credited` are the sources of what is on it.

        `canonical` is its public address, which it has in any language (RFC 6596); a failure has
        none. `picture` is the address of the one that stands for it where it is linked to.
        """
        code, languages = language(), []
        for other, name in LANGUAGES.items():
            address = in_language(canonical or "", other)
            languages.append((tag(other), name, address, other == code))
        body = await self._in_pieces(
            template,
            canonical=in_language(canonical, code) if canonical and is_chosen() else canonical,
            original=canonical,
            languages=languages,
            dir="rtl" if code.partition("_")[0] in _RIGHT_TO_LEFT else "ltr",
            edition=self._edition,
            texts=_texts(),
            credits=_credits(credited),
            picture=picture,
            **values,
        )
        return made_of(body, HTML, language=code)

    async def xml(self, template: str, content_type: str, **values: Any) -> Page:
        """A page of a template of XML."""
        body = await self._in_pieces(template, **values)
        return made_of(body, content_type, language=language())

    async def _in_pieces(self, template: str, **values: Any) -> bytes:
        values["lang"] = tag(language())
        pieces, time_slice = [], TimeSlice()
        for piece in self._templates[template].generate(**values):
            pieces.append(piece)
            await time_slice.pause()
        return "".join(pieces).encode("utf-8", "replace")


def _texts() -> dict[str, str]:
    """The words that stand on every page."""
    return {
        "motto": _("Is there another season?"),
        "about": _("About the show"),
        "seasons": _("Seasons"),
        "home": _("To the front page"),
        "front": _("Which seasons are coming"),
        "news": _("What is new"),
        "no_news": _("Nothing in the last 30 days."),
        "read_more": _("Read more"),
        "feed": _("News as a feed"),
        "feed_of_show": _("News of this show, as a feed"),
        "coming": _("Coming up"),
        "nothing_coming": _("I know of nothing in the next 30 days."),
        "more_coming": _("The calendars have more."),
        "calendars": _("Calendars"),
        "subscribe": _("Add one of these addresses to your calendar; it stays up to date."),
        "everything": _("Everything"),
        "language": _("Language"),
        "foot": _(
            "Every fact here says who said so and when. Hours are in UTC; a day without an hour is "
            "the day where the show comes out."
        ),
    }


def _told(sources: Iterable[CitedSource]) -> Markup:
    """A line that says who says so, where, as of when; "" without a source."""
    lines = []
    for source in sources:
        name = _linked(source)
        if source.checked is None:
            lines.append(_("{source}, as of {day}", source=name, day=_day(source.as_of)))
        else:
            lines.append(
                _(
                    "{source}, as of {day}, checked {checked}",
                    source=name,
                    day=_day(source.as_of),
                    checked=_day(source.checked),
                )
            )
    if not lines:
        return Markup()
    line = _("Source: {sources}", sources=" · ".join(lines))
    return Markup(f'<p class="sources">{line}</p>')


def _brief(sources: Iterable[CitedSource]) -> Markup:
    """Who says so, and the last day on which they did, for one fact among many."""
    links = [f"{_linked(source)}, {_day(source.checked or source.as_of)}" for source in sources]
    return Markup(" · ".join(links))


def _linked(source: CitedSource) -> str:
    name = escape(source.name)
    if source.link is None:
        return name
    return f'<a href="{escape(source.link)}" rel="nofollow noopener">{name}</a>'


def _day(day: date) -> str:
    return f'<time datetime="{day.isoformat()}">{escape(bare_date(AirDate.on(day)))}</time>'


def _credits(names: Collection[str]) -> Markup:
    """The credits that the providers' terms ask for, if the page has something of theirs."""
    lines = []
    if _TVMAZE.name in names:
        site = f'<a href="{_TVMAZE.site}">{_TVMAZE.name}</a>'
        terms = '<a href="https://creativecommons.org/licenses/by-sa/4.0/">CC BY-SA 4.0</a>'
        lines.append(_("Facts from {site}, under {terms}.", site=site, terms=terms))
    if _TMDB.name in names:
        logo = (
            f'<img src="{_TMDB_LOGO}" alt="TMDB" width="80" height="11" '
            'loading="lazy" referrerpolicy="no-referrer">'
        )
        site = f'<a href="{_TMDB.site}">{logo}</a>'
        # TMDB's terms give the sentence, so it is the same in every language.
        terms = "This product uses the TMDB API but is not endorsed or certified by TMDB."
        lines.append(f'{site} <span lang="en">{terms}</span>')
    if "JustWatch" in names:
        watch = '<a href="https://www.justwatch.com">JustWatch</a>'
        lines.append(_("Where to watch: {site}.", site=watch))
    return Markup("".join(f"<p>{line}</p>" for line in lines))
