"""How old what is known of a show is, and how it stands with asking for more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..errors import SentenceError
from ..facts.models import INDEX, Claim, Fact, Show
from ..facts.season_verdict import SHOW_OVER
from .citations import last_heard

STALE = timedelta(days=1)
"""Of a show that runs, what was heard so long ago may no longer be so."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """How it stands with asking the providers for more of a show.

    `pending`: more may come in a moment. `failure` says why nothing came, to go on behind a colon;
    None where nothing failed. It is read by people of several languages.
    """

    pending: bool = False
    failure: SentenceError | None = None


SETTLED = Fetch()
"""Nothing is being asked for."""


def is_stale(show: Show, now: datetime) -> bool:
    """Whether a provider should be asked before all else.

    So it is where the index alone knows the show, and where it runs and was last checked more than
    a day ago.
    """
    if show.is_indexed_only:
        return True
    if not show.ids or (show.status is not None and show.status.value in SHOW_OVER):
        return False
    heard = heard_at(show)
    return heard is None or now - heard >= STALE


def heard_at(show: Show) -> datetime | None:
    """When a provider was last heard about a show itself; None where none ever was."""
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
