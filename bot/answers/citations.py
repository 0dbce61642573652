"""The source line of an answer: who says so, where, as of when, and whether providers are being
asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..errors import SentenceError
from ..facts.known_providers import PROVIDERS
from ..facts.models import INDEX, Claim, Fact, Show, Tier
from ..facts.season_verdict import SHOW_OVER
from ..foundation.clock import has_passed
from ..locale.cldr import day_text
from ..locale.messages import N_, _, ngettext
from ..presentation.date_text import ago
from ..presentation.markup import Style, clip, site_of

_SHOWN = 3
_AGED = timedelta(days=30)
"""From this age on a date is followed by how long ago that was."""

_PROVIDERS = {key: provider.name for key, provider in PROVIDERS.items()}
_PROVIDERS[INDEX] = _PROVIDERS["tvmaze"]
_SITES = {provider.host: provider.name for provider in PROVIDERS.values()}
"""The providers' names by their sites. A row of the index is cited by the site of its link, because
a list of titles may be another provider's."""

_OWN = {"catalog": N_("the starter catalogue"), "import": N_("the operator's own list")}


@dataclass(frozen=True, slots=True)
class Cited:
    """A fact that an answer uses, under its field's name, for the source line."""

    field: str
    fact: Fact[object]


def source_name(by: str) -> str:
    """A source as people know it; raw text."""
    return _(_OWN[by]) if by in _OWN else _PROVIDERS.get(by, by)


def source_line(
    cited: Iterable[Cited], style: Style, now: datetime, *, direct: bool = False
) -> str:
    """Who says so, where, as of when: the few sources that matter most to the answer.

    `direct` is for a direct message: it is read in no server, so "this server" would mean none.
    """
    cited = tuple(cited)
    seen: dict[tuple[str, str], Claim] = {}
    for item in cited:
        claim = item.fact.claim
        seen.setdefault((claim.by, claim.source), claim)
    if not seen:
        return style.small(_("No source says anything about it."))
    told = [_source(claim, style, now, direct=direct) for claim in list(seen.values())[:_SHOWN]]
    if len(seen) > _SHOWN:
        told.append(ngettext("and {number} more", "and {number} more", len(seen) - _SHOWN))
    # TMDB's terms: whoever shows where to watch says that JustWatch knows it.
    if any(
        source.fact.claim.by == "tmdb" and source.fact.claim.field == "where" for source in cited
    ):
        told.append(_("where to watch: JustWatch"))
    return style.small(_("Source: {sources}", sources=" · ".join(told)))


def _source(claim: Claim, style: Style, now: datetime, *, direct: bool) -> str:
    date = _dated(claim, now)
    if claim.author is not None:
        ours = _("the editors of a server of yours") if direct else _("this server's editors")
        name = ours if claim.tier is Tier.SERVER else _("a curator")
        where = f" ({style.link(_site(claim), claim.source)})" if claim.source else ""
        return f"{name}{where}, {date}"
    if not claim.source:
        name = style.escape(source_name(claim.by))
        return _("{source}, as of {date}", source=name, date=date)
    label = source_label(claim)
    told = _("{source}, as of {date}", source=style.link(label, claim.source), date=date)
    listed = claim.by == INDEX and label != source_name(INDEX)
    if claim.checked_at is not None and claim.by in _PROVIDERS and not listed:
        checked = _("checked {ago}", ago=ago(now - claim.checked_at))
        return f"{told}, {checked}"
    return told


def source_label(claim: Claim) -> str:
    """A link's label: a provider by its name, anything else by its site."""
    return link_label(claim.by, claim.source)


def link_label(by: str, link: str) -> str:
    """A link's label, from itself and from who cites it."""
    site = clip(site_of(link), 60)
    if by == INDEX:
        return _SITES.get(site_of(link), site)
    return source_name(by) if by in _PROVIDERS else site


def _site(claim: Claim) -> str:
    return clip(site_of(claim.source), 60)


def _dated(claim: Claim, now: datetime) -> str:
    age = now.date() - claim.as_of
    told = day_text(claim.as_of)
    return f"{told} ({ago(age)})" if age >= _AGED else told


def is_fetched(claim: Claim) -> bool:
    """Whether a source's `as_of` is the day it was read: providers give no day of their own."""
    return claim.by in _PROVIDERS


def last_heard(claim: Claim) -> datetime | None:
    """When a provider last repeated a claim; None for what was only written once."""
    return claim.checked_at if claim.by in _PROVIDERS else None


def last_said(claim: Claim) -> date:
    """The day on which a source said it, or last repeated it."""
    checked = last_heard(claim)
    return claim.as_of if checked is None else max(claim.as_of, checked.date())


def last_word(show: Show) -> date | None:
    """The last day on which anything was said about the state of the show or one of its seasons."""
    facts: list[Fact[object] | None] = [show.status, show.title]
    for season in show.seasons:
        facts += [season.status, season.premiere, season.finale, season.episodes]
        facts += [season.next_episode, season.parts]
    return max((last_said(fact.claim) for fact in facts if fact is not None), default=None)


STALE = timedelta(days=1)
"""For how long news of a running show are current; older ones may no longer be true."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """The state of asking the providers for more about a show.

    `pending`: more may come in a moment. `failure` says why nothing came, to follow a colon; None
    if nothing failed. It is kept as a message, for readers of several languages.
    """

    pending: bool = False
    failure: SentenceError | None = None


SETTLED = Fetch()
"""The state when nothing is being asked for."""


def is_stale(show: Show, now: datetime) -> bool:
    """Whether a provider should be asked before anything else.

    It should if only the index knows the show, or if the show is running and was last checked more
    than a day ago.
    """
    if show.is_indexed_only:
        return True
    if not show.ids or (show.status is not None and show.status.value in SHOW_OVER):
        return False
    heard = heard_at(show)
    return has_passed(STALE, heard, now)


def heard_at(show: Show) -> datetime | None:
    """When a provider last confirmed the show itself; None if none ever did."""
    heard = (last_heard(claim) for claim in _claims(show) if claim.by != INDEX)
    return max((at for at in heard if at is not None), default=None)


def _claims(show: Show) -> Iterator[Claim]:
    facts: tuple[Fact[object] | None, ...] = (
        show.title,
        show.year,
        show.kind,
        show.network,
        show.status,
        show.synopsis,
        show.genres,
        show.language,
        *show.ids.values(),
    )
    for fact in facts:
        if fact is not None:
            yield fact.claim
            yield from fact.others
