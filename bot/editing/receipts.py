"""An edit: who makes it, the values typed into its command, and the receipt for it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Literal

from ..answers.library import Library
from ..errors import BadInputError, StoreError
from ..facts.fields import field_of
from ..facts.ledger import Written
from ..facts.models import Fact, Season, SeasonStatus, Show
from ..facts.parse.values import check_link, check_season, read_value
from ..facts.queries.shows import title_of
from ..facts.resolve import Change
from ..facts.season_verdict import season_verdict, verdict_said_by
from ..facts.timeline import NOT_HAPPENING, Timeline, first_day, is_undone
from ..facts.value_codecs import BadValueError
from ..foundation.database import Database
from ..locale.messages import _
from ..presentation.markup import Markdown, quoted
from ..presentation.names import field_name, value_text

_LOG = logging.getLogger(__name__)
_STYLE = Markdown()


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, by which interaction, where it applies, and their time zone.

    `scope` is 0 for a curator, whose words are everybody's, else the server. The interaction's id
    is the idempotency key: Discord may deliver the same event twice.
    """

    interaction_id: int
    user_id: int
    guild_id: int
    scope: int
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Receipt:
    """An act that was written, for the reply. `show` is as it resolves after it, if visible.

    `covered` has a sentence for each change that the show's card does not show, and why.
    """

    act: Act
    show_id: int
    show: Show | None
    title: str
    written: Written
    action: str
    covered: tuple[str, ...] = ()


async def receipt_of(
    database: Database, library: Library, act: Act, written: Written, action: str, now: datetime
) -> Receipt:
    """The receipt of an act that was committed, whatever becomes of reading it back."""
    show = None
    # What an undone `add` had called it is in the change alone.
    names = [c.after or c.before for c in written.changes if (c.season, c.field) == (None, "title")]
    title = str(names[0]) if names else None
    await refresh_after_write(library)
    try:
        show = await library.show(written.show_id, act.guild_id)
        if show is not None:
            title = show.name
        elif title is None:
            async with database.read() as connection:
                title = await title_of(connection, written.show_id, act.scope)
    except StoreError as error:
        _LOG.warning("an edit was written and could not be read back: %s", error)
    covered: tuple[str, ...] = ()
    if show is not None and not written.repeated:
        covered = tuple(covered_changes(show, written.changes, now))
    return Receipt(act, written.show_id, show, title or _("The show"), written, action, covered)


async def refresh_after_write(library: Library) -> None:
    """Show what was just written; the watch on the store does so later where this cannot."""
    try:
        await library.refresh()
    except StoreError as error:
        _LOG.warning("a write is not shown yet: %s", error)


SEASON_ONLY = frozenset({"premiere", "finale", "episodes", "runtime", "label", "final"})
SHOW_ONLY = frozenset({"network", "synopsis", "site", "picture", "alias", "show_status"})
SETTABLE = (
    "status",
    "premiere",
    "finale",
    "episodes",
    "runtime",
    "story",
    "label",
    "final",
    "network",
    "synopsis",
    "site",
    "picture",
    "alias",
    "show_status",
)
"""The fields of `/catalog set`, in the order people see them."""

_STORED = {"alias": "aliases", "show_status": "status"}
_OWN: Mapping[str, str] = {"status": "status", "story": "synopsis"}
"""What a field that seasons have means for the show itself."""


@dataclass(frozen=True, slots=True)
class FactInput:
    """One value somebody wants a field to have, read and checked; `field` is its stored name."""

    season: int | None
    field: str
    key: str
    value: object
    link: str


def resolve_field_name(season: int | None, name: str) -> tuple[int | None, str]:
    """The season, if any, and the stored name of a field as people name it.

    Raises:
        BadInputError: there is no such field, or it needs a season or has none.
    """
    if name not in SETTABLE:
        known = ", ".join(SETTABLE)
        raise BadInputError(
            "I know no field called {name}; there are {known}.", name=quoted(name), known=known
        )
    season = check_season(season)
    if name in SEASON_ONLY and season is None:
        raise BadInputError("`{name}` belongs to a season: say which.", name=name)
    if name in SHOW_ONLY and season is not None:
        raise BadInputError("`{name}` belongs to the whole show: leave the season out.", name=name)
    if season is None:
        return None, _STORED.get(name) or _OWN.get(name, name)
    return season, name


def read_input(
    season: int | None, field: str, text: str, source: str, *, today: date, zone: tzinfo
) -> FactInput:
    """The value of a field, by its stored name, as people write it, with its source.

    Raises:
        BadInputError: the value cannot be read (the sentence says what can), or the source is no
            link.
    """
    level: Literal["show", "season"] = "show" if season is None else "season"
    try:
        value = read_value(level, field, text, today=today, zone=zone)
    except BadValueError as error:
        raise BadInputError(str(error)) from None
    return FactInput(season, field, field_of(season, field).key(value), value, check_link(source))


_DATES = ("premiere", "finale", "parts")


def covered_changes(show: Show, changes: Sequence[Change], now: datetime) -> list[str]:
    """A sentence for each change that does not show, by what stands before it."""
    sentences = []
    for change in changes:
        fact = show.fact(change.season, change.field, change.key)
        if change.after is not None and fact is not None and fact.value != change.after:
            sentences.append(_covered(change, fact, now))
            continue
        season = show.season(change.season) if change.season is not None else None
        if season is None or change.after is None:
            continue
        if change.field in _DATES:
            sentences += _dates_that_do_not_hold(season, now)
        elif change.field == "status":
            sentences += _status_overtaken(show, season, now)
    return list(dict.fromkeys(sentences))


def _covered(change: Change, fact: Fact[object], now: datetime) -> str:
    return _(
        "Here the card goes on saying {field} {value}, which stands before this; set or undo that "
        "too.",
        field=field_name(change.season, change.field, _STYLE),
        value=value_text(fact.value, _STYLE, now, change.field),
    )


def _dates_that_do_not_hold(season: Season, now: datetime) -> list[str]:
    status = season.status
    if status is None or status.value not in NOT_HAPPENING:
        return []
    if not is_undone(status, first_day(season)):
        return []
    return [
        _(
            "The card goes by the status, {status}, and not by the date; set the status as well.",
            status=value_text(status.value, _STYLE, now),
        )
    ]


def _status_overtaken(show: Show, season: Season, now: datetime) -> list[str]:
    assert season.status is not None
    status = season.status.value
    kind, because, _overdue = season_verdict(Timeline(show, now), season)
    if kind is verdict_said_by(status) or because is None or because.claim.field == "status":
        return []
    if status is SeasonStatus.SCHEDULED:
        return []
    return [
        _(
            "The card goes by this before the status: {field}, {value}. Change that too if it no "
            "longer holds.",
            field=field_name(because.claim.season, because.claim.field, _STYLE),
            value=value_text(because.value, _STYLE, now),
        )
    ]
