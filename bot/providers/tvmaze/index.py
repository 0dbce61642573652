"""How a page of TVmaze's show index becomes rows. Pure.

https://www.tvmaze.com/api#show-index: 250 ids a page, in order, 404 behind the last.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ...facts.codecs import BadValueError
from ...facts.fields import SHOW_FIELDS
from ...facts.models import INDEX, Claim, Statement, Tier
from ...facts.queries.index_rows import IndexRow
from ...facts.queries.records import body_of
from ..errors import BadAnswerError, ProviderError
from .show import NAME, read_show

PAGE = 250
"""So many ids a page has; those of deleted shows are missing in it."""

_LONGEST_TEXT = 600
"""Characters of a summary that a row keeps: what a card shows of it."""

_EARLIEST = datetime(2010, 1, 1, tzinfo=UTC)


def read_page(answer: object, page: int, now: datetime) -> tuple[list[IndexRow], int]:
    """The rows of one page, and how many shows on it could not be read.

    `now` is aware. A show that is there twice counts once, one of another page not at all.

    Raises:
        BadAnswerError: it is no list of shows, or none of them can be read.
    """
    if not isinstance(answer, list):
        raise BadAnswerError(NAME, "sent something else than a page of shows")
    ids = range(page * PAGE, (page + 1) * PAGE)
    rows: dict[int, IndexRow] = {}
    unread = 0
    for show in answer:
        row = read_row(show, now)
        if row is None:
            unread += 1
        elif row.number in ids:
            rows[row.number] = row
    if answer and not rows:
        raise BadAnswerError(NAME, "sent a page without any show of that page")
    return sorted(rows.values(), key=lambda row: row.number), unread


def read_row(answer: object, now: datetime) -> IndexRow | None:
    """The row of one show, as pages and `/shows/:id` tell it; None where it cannot be read."""
    try:
        fetched = read_show(answer, as_of=now.date())
    except ProviderError:
        return None
    said = fetched.statement
    assert isinstance(answer, dict)
    claims = [_of_index(claim) for claim in said.claims if claim.season is None]
    claims += _more_claims(answer, said)
    statement = replace(said, source=INDEX, claims=tuple(claims))
    number = int(said.key)
    return IndexRow(
        number,
        _short(fetched.ids.get("imdb")),
        _short(fetched.ids.get("tvdb")),
        _moment(answer.get("updated"), now),
        now,
        said.link,
        said.as_of,
        body_of(statement),
    )


def _of_index(claim: Claim) -> Claim:
    value = claim.value
    if claim.field == "synopsis" and isinstance(value, str) and len(value) > _LONGEST_TEXT:
        value = value[:_LONGEST_TEXT].rsplit(None, 1)[0] + " …"
    return replace(claim, by=INDEX, value=value)


def _more_claims(answer: dict[str, object], said: Statement) -> list[Claim]:
    """What a page tells beside the show itself: how popular it is, and when it ended."""
    values: list[tuple[str, object]] = []
    weight = answer.get("weight")
    if isinstance(weight, int) and not isinstance(weight, bool) and 0 < weight <= 100:
        values.append(("popularity", popularity_of(weight)))
    if isinstance(ended := answer.get("ended"), str):
        values.append(("ended", ended))
    claims = []
    for name, value in values:
        try:
            decoded = SHOW_FIELDS[name].decode(value)
        except BadValueError:
            continue
        claims.append(Claim(None, name, "", decoded, Tier.SOURCE, INDEX, said.link, said.as_of))
    return claims


def popularity_of(weight: int) -> float:
    """TVmaze's weight, 1 to 100 by rank, on a scale where five times as popular is five times.

    Its weights are as even as ranks are; 28 more are five times as popular.
    """
    return round(10 ** (weight / 40), 1)


def _short(value: str | None) -> str | None:
    return value if value is not None and len(value) <= 16 else None


def _moment(value: object, now: datetime) -> datetime:
    if not isinstance(value, int) or isinstance(value, bool):
        return _EARLIEST
    try:
        return max(_EARLIEST, min(datetime.fromtimestamp(value, UTC), now))
    except (ValueError, OverflowError, OSError):
        return _EARLIEST
