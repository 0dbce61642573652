"""Limits on how much may be said about one show, and by one server: far more than any real show
has.

Without them, one file of a mebibyte or one provider's answer could slow down every answer about its
show for everybody. What people say beyond a limit is refused; what providers say is cut off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..errors import BadInputError
from ..locale.cldr import number_text
from ..locale.messages import N_, _
from .models import Claim

SEASONS = 500
CLAIMS = 10_000

SOURCED_CLAIMS = 40_000
"""How many facts one source may state about one show."""

CLAIMS_OF_SERVER = 200_000
"""How many facts one server's people may have stated about all shows together."""

SOURCED_OFFERS = 5_000
"""How many places to watch a season a source may name: one for each country and service."""

_MEMBERS: Mapping[str, tuple[int, str]] = {
    "aliases": (200, N_("other titles")),
    "cast": (500, N_("people in a season's cast")),
    "trailers": (100, N_("trailers of a season")),
    "where": (1_000, N_("places to watch a season")),
}
"""How many members a collection field may have, per show or season."""

_LISTS: Mapping[str, tuple[int, str]] = {
    "parts": (50, N_("parts of a season")),
    "genres": (50, N_("genres")),
    "creators": (100, N_("creators")),
    "producers": (500, N_("producers")),
}
"""How many items the list of a field may have whose single value is a list."""


def refuse_too_many(scope: int, before: Sequence[Claim], after: Sequence[Claim]) -> None:
    """Refuse a write that takes what a scope's people say about one show over a limit.

    `before` and `after` are all the claims about the show. A show that is over a limit already may
    shrink or stay.

    Raises:
        BadInputError: it is too much; the sentence names the limit.
    """
    _refuse_over(_counted(_of_people(scope, before)), _counted(_of_people(scope, after)))


def refuse_too_many_stated(claims: Iterable[Claim]) -> None:
    """Refuse a file that says more about one show than people may.

    Raises:
        BadInputError: it is too much; the sentence names the limit.
    """
    _refuse_over(Counter(), _counted(claims))


def _refuse_over(was: Counter[_Limit], counts: Counter[_Limit]) -> None:
    for about, count in counts.items():
        what, limit, _season = about
        if count > limit and count > was[about]:
            raise BadInputError(
                "There may be at most {limit} {what}; this would be {count}.",
                limit=number_text(limit),
                what=_(what),
                count=number_text(count),
            )


def member_limit(field: str) -> int | None:
    """How many members of a collection a source may name for a show or a season; None for no
    limit."""
    if field == "where":
        return SOURCED_OFFERS
    return _MEMBERS[field][0] if field in _MEMBERS else None


def item_limit(field: str) -> int | None:
    """How many items the value of a field may have, if it is a list; None for no limit."""
    return _LISTS[field][0] if field in _LISTS else None


def refuse_over_total(stored: int, more: int) -> None:
    """Refuse a file that takes a server over what its people may say in all.

    `stored` are its people's standing facts, `more` those in the file.

    Raises:
        BadInputError: it is too much; the sentence names the limit.
    """
    if stored + more > CLAIMS_OF_SERVER:
        raise BadInputError(
            "One server may state at most {limit} facts; this would be {count}.",
            limit=number_text(CLAIMS_OF_SERVER),
            count=number_text(stored + more),
        )


_Limit = tuple[str, int, int | None]
"""What is counted, how many there may be, and the season, if it is counted within one."""


def _of_people(scope: int, claims: Iterable[Claim]) -> Iterator[Claim]:
    return (claim for claim in claims if claim.author is not None and claim.scope == scope)


def _counted(claims: Iterable[Claim]) -> Counter[_Limit]:
    counts: Counter[_Limit] = Counter()
    seasons, members = set(), set()
    for claim in claims:
        counts[N_("facts from one server"), CLAIMS, None] += 1
        seasons.add(claim.season)
        if claim.field in _MEMBERS:
            members.add((claim.field, claim.season, claim.key))
        elif claim.field in _LISTS and isinstance(claim.value, tuple):
            limit, what = _LISTS[claim.field]
            longest = max(counts[what, limit, claim.season], len(claim.value))
            counts[what, limit, claim.season] = longest
    counts[N_("seasons"), SEASONS, None] = len(seasons - {None})
    for field, season, _key in members:
        limit, what = _MEMBERS[field]
        counts[what, limit, season] += 1
    return counts
