"""Receipts: who did something, what it changed (or what a file would change), and which of the
changes a card does not show."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, tzinfo

from ..answers.library import Library
from ..errors import StoreError
from ..facts.air_date import has_started, known_date, same_moment
from ..facts.models import Claim, Fact, Season, SeasonStatus, Show, Statement
from ..facts.queries.shows import title_of
from ..facts.resolve import Change
from ..facts.season_order import NOT_HAPPENING, SeasonOrder, first_day, is_undone, parts_of
from ..facts.season_verdict import SHOW_OVER, VerdictKind, season_verdict, verdict_said_by
from ..facts.verdict import verdict
from ..facts.writes import Written
from ..foundation.database import Database
from ..locale.messages import _
from ..presentation.markup import Markdown, capital
from ..presentation.names import part_name, season_name
from ..presentation.values import field_name, value_text

_LOG = logging.getLogger(__name__)
_STYLE = Markdown()


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, by which interaction, in which scope, and in which time zone.

    `scope` is 0 for a curator, whose edits apply everywhere, else the server. The interaction's id
    is the idempotency key: Discord may deliver the same event twice.
    """

    interaction_id: int
    user_id: int
    guild_id: int
    scope: int
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Receipt:
    """An act that was written, for the reply.

    `show` is the show as it resolves afterwards, if it is visible. `title` is a title to call it
    by, and `shows` how many shows the act changed. The card words it, in the language of each
    reader.
    """

    act: Act
    show_id: int
    show: Show | None
    title: str | None
    written: Written
    action: str
    shows: int = 1


@dataclass(frozen=True, slots=True)
class ShowChanges:
    """What a file would do to one show; `show_id` is None for a new one."""

    show_id: int | None
    title: str
    claims: tuple[Claim, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file would do, for the person who sent it; `token` confirms it.

    `moved`: it differs from what was shown before, because somebody changed something since.
    """

    token: str
    act: Act
    name: str
    statements: tuple[Statement, ...]
    parts: tuple[ShowChanges, ...]
    moved: bool = False

    @property
    def new(self) -> int:
        """How many shows the file would add."""
        return sum(part.show_id is None for part in self.parts)

    @property
    def same(self) -> int:
        """How many shows the file would leave as they are."""
        return len(self.statements) - len(self.parts)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A file that was applied; `interaction_id` is the act's, by which it is undone."""

    act: Act
    interaction_id: int
    name: str
    written: tuple[Written, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes that the file made."""
        return tuple(change for written in self.written for change in written.changes)


async def receipt_of(
    database: Database, library: Library, act: Act, written: Written, action: str
) -> Receipt:
    """The receipt of a committed act, even if it cannot be read back."""
    show = None
    # After an undone `add` the title is found only in the changes.
    names = [
        change.after or change.before
        for change in written.changes
        if (change.season, change.field) == (None, "title")
    ]
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
    return Receipt(act, written.show_id, show, title, written, action)


async def refresh_after_write(library: Library) -> None:
    """Take up what was just written; if this fails, the watch on the store does it later."""
    try:
        await library.refresh()
    except StoreError as error:
        _LOG.warning("a write is not shown yet: %s", error)


_DATES = ("premiere", "finale", "parts")


def covered_changes(show: Show, changes: Sequence[Change], now: datetime) -> list[str]:
    """A sentence for each change that does not show: what outranks it, or why it cannot be."""
    sentences = []
    for change in changes:
        fact = show.fact(change.season, change.field, change.key)
        if change.after is not None and fact is not None and fact.value != change.after:
            sentences.append(_covered(change, fact, now))
            continue
        if (change.season, change.field) == (None, "status"):
            sentences += _next_season_is_off(show, change, now)
        season = show.season(change.season)
        if season is None or change.after is None:
            continue
        if change.field in _DATES:
            sentences += _dates_that_do_not_hold(season, now)
            sentences += _dates_in_the_wrong_order(season, now)
            sentences += _part_before_the_premiere(season, now)
        elif change.field == "status":
            sentences += _denied_though_it_began(season, now)
            sentences += _status_overtaken(show, season, now)
    sentences += _seasons_left_out(show, changes)
    return list(dict.fromkeys(sentences))


def _covered(change: Change, fact: Fact[object], now: datetime) -> str:
    return _(
        "Here the card still says {field} {value}, which outranks this; set or undo that too.",
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


def _denied_though_it_began(season: Season, now: datetime) -> list[str]:
    """A sentence about a status that denies a season which has begun.

    Mostly the show was canceled after that season, and the status should be the show's.
    """
    status, premiere = season.status, first_day(season)
    if status is None or premiere is None or not is_undone(status, premiere):
        return []
    if not has_started(premiere.value, now):
        return []
    day = value_text(premiere.value, _STYLE, now)
    if status.value is SeasonStatus.CANCELED:
        return [
            _(
                "The season began on its premiere, {premiere}, and the card now says that it is "
                "not made. If the show was canceled after it, undo this and set the show status "
                "instead.",
                premiere=day,
            )
        ]
    return [
        _(
            "The season began on its premiere, {premiere}, and the card now says that it did not. "
            "If that is not meant, undo this.",
            premiere=day,
        )
    ]


def _dates_in_the_wrong_order(season: Season, now: datetime) -> list[str]:
    """A sentence about a season that now ends before it begins, usually by a mistake in the
    year."""
    first, finale = first_day(season), season.finale
    if first is None or finale is None or not finale.value.known:
        return []
    ends_first = finale.value.latest() < first.value.earliest()
    if not ends_first or same_moment(first.value, finale.value):
        return []
    return [
        _(
            "The season would end ({finale}) before it begins ({premiere}); change the one that "
            "is wrong.",
            finale=value_text(finale.value, _STYLE, now),
            premiere=value_text(first.value, _STYLE, now),
        )
    ]


def _part_before_the_premiere(season: Season, now: datetime) -> list[str]:
    if season.premiere is None or not season.premiere.value.known:
        return []
    begins = season.premiere.value
    for part in parts_of(season):
        day = known_date(part.premiere)
        if day is None or day.latest() >= begins.earliest() or same_moment(day, begins):
            continue
        return [
            _(
                "{part} would come out ({day}) before the season begins ({premiere}); change the "
                "one that is wrong.",
                part=capital(_STYLE.escape(part_name(part.label))),
                day=value_text(day, _STYLE, now),
                premiere=value_text(begins, _STYLE, now),
            )
        ]
    return []


def _seasons_left_out(show: Show, changes: Sequence[Change]) -> list[str]:
    """A sentence about a skipped season number, usually a mistake. It is not refused, because some
    shows count their seasons by years."""
    edited = {change.season for change in changes if change.after is not None}
    known = [season.number for season in show.seasons if season.number]
    sentences = []
    for before, number in zip([0, *known], known, strict=False):
        season = show.season(number)
        if number == before + 1 or number not in edited or season is None:
            continue
        if not _is_new(season, changes):
            continue
        name = season_name(number)
        if before:
            sentences.append(
                _(
                    "The last season known before {season} is {last}. If the number is a slip, "
                    "undo this.",
                    season=name,
                    last=season_name(before),
                )
            )
        else:
            sentences.append(
                _(
                    "No season is known before {season}. If the number is a slip, undo this.",
                    season=name,
                )
            )
    return sentences


def _is_new(season: Season, changes: Sequence[Change]) -> bool:
    """Whether nothing is known about a season but what was just said."""
    said = {
        (change.field, change.key)
        for change in changes
        if change.season == season.number and change.before is None
    }
    for attribute in fields(season):
        value = getattr(season, attribute.name)
        if attribute.name == "number" or value is None:
            continue
        facts = (value,) if isinstance(value, Fact) else value
        if not said.issuperset((attribute.name, fact.claim.key) for fact in facts):
            return False
    return True


def _status_overtaken(show: Show, season: Season, now: datetime) -> list[str]:
    assert season.status is not None
    status = season.status.value
    kind, because, _overdue = season_verdict(SeasonOrder(show, now), season)
    if kind is verdict_said_by(status) or because is None or because.claim.field == "status":
        return []
    if status is SeasonStatus.SCHEDULED:
        return []
    return [_goes_before_the_status(because, now)]


def _next_season_is_off(show: Show, change: Change, now: datetime) -> list[str]:
    """A sentence about a show that now goes on, though its next season is still said to be
    canceled."""
    if change.after is None or change.after in SHOW_OVER:
        return []
    told = verdict(show, None, now)
    if told.kind is not VerdictKind.CANCELED or told.because is None:
        return []
    return [_goes_before_the_status(told.because, now)]


def _goes_before_the_status(because: Fact[object], now: datetime) -> str:
    return _(
        "The card goes by this before the status: {field}, {value}. Change that too if it no "
        "longer holds.",
        field=field_name(because.claim.season, because.claim.field, _STYLE),
        value=value_text(because.value, _STYLE, now),
    )
