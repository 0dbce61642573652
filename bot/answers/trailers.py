"""Trailers: links, official ones first, then newest first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..facts.fields import canonical_link
from ..facts.models import Fact, Season, Trailer, TrailerKind
from ..locale.cldr import language_text
from ..locale.languages import base_language, language
from ..locale.messages import N_, _
from ..presentation.markup import capital, clip, ended, site_of, tamed
from ..presentation.values import choice_name
from .citations import Cited
from .headline import Missing, headline, list_headline, list_title, listed_season
from .lookup import Answer
from .section_writer import Section, Writer

_NO_TRAILER = Missing(
    (N_("There is no trailer for {season}."), N_("There is no trailer for the specials.")),
    (N_("I know of no trailer for {season}."), N_("I know of no trailer for the specials.")),
    (
        N_("I know of no trailer for {season} yet."),
        N_("I know of no trailer for the specials yet."),
    ),
)
_TRAILERS = 5
_LABEL = 80
"""Discord's limit of characters on a button."""

_SHORT = 40


def trailer(writer: Writer) -> Section:
    """The section of trailers: links, official ones first, then newest first."""
    latest = writer.verdict.latest
    told_later = None if writer.answer.latest_told is latest else latest

    def known(season: Season) -> bool:
        return bool(season.trailers) and season is not told_later

    season, lines, cited = listed_season(writer, _NO_TRAILER, known)
    if season is None:
        return Section(headline(writer), tuple(lines), tuple(cited))
    title = ended(
        list_title(
            writer,
            season,
            (N_("There is a trailer for {season}"), N_("There is a trailer for the specials")),
            # Translators: {what} is "There is a trailer for season 2".
            N_("{what} of {show}."),
        )
    )
    if season is not writer.season:
        name = writer.called(season.number, season)
        title = writer.style.bold(_("The trailer of {season}:", season=name))
    head, lead = list_headline(writer, season, title, lines)
    items, links = [], []
    newest = _by_newest(season.trailers)
    for fact in newest[:_TRAILERS]:
        video = fact.value
        kind = choice_name(video.kind)
        label = clip(tamed(video.title or capital(kind)), _LABEL)
        site = writer.style.escape(clip(site_of(video.url), 60))
        details = [_("{kind} at {site}", kind=kind, site=site)]
        if video.published and video.published.known:
            details.append(writer.date(video.published))
        if not video.official:
            details.append(_("not official"))
        if video.language not in (None, base_language(language())):
            # Translators: {language} is what is spoken in a trailer.
            details.append(_("in {language}", language=language_text(video.language or "")))
        items.append(f"{writer.style.link(label, video.url)} ({', '.join(details)})")
        links.append((label if len(label) <= _SHORT else capital(kind), video.url))
        cited.append(Cited("trailers", fact))
    picture = _still(newest[0].value)
    return Section(
        head,
        (*lead, *items),
        tuple(cited),
        links=tuple(links),
        picture=picture,
        listed=len(items),
    )


def _by_newest(trailers: Sequence[Fact[Trailer]]) -> list[Fact[Trailer]]:
    """The trailers in order: official ones first, each group from the newest on."""
    kinds = list(TrailerKind)

    def order(fact: Fact[Trailer]) -> tuple[bool, bool, int, int]:
        video, day = fact.value, fact.value.published
        newest = -day.latest().toordinal() if day is not None and day.known else 0
        other = video.kind is not TrailerKind.TRAILER
        return not video.official, video.official and other, newest, kinds.index(video.kind)

    return sorted(trailers, key=order)


def newest_trailer(answer: Answer) -> str | None:
    """The link of the trailer that `/trailer` shows first, if it shows any."""
    for season in (answer.season, answer.latest_told):
        if season is not None and season.trailers:
            return _by_newest(season.trailers)[0].value.url
    return None


def _still(video: Trailer) -> str | None:
    """YouTube's picture of one of its videos, since links in a card are not unfurled; None for
    other links."""
    found = re.fullmatch(r"youtube:([\w-]{11})", canonical_link(video.url), re.ASCII)
    return f"https://i.ytimg.com/vi/{found[1]}/hqdefault.jpg" if found else None
