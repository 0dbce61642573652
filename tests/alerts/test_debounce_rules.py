"""Which settled changes people hear of: a table of what changed and what else holds by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.debounce_rules import (
    Evidence,
    Patience,
    Settlement,
    is_for_the_record,
    is_news,
    settlement_of,
    with_their_premiere,
)
from bot.alerts.queries.debounce_windows import Window
from bot.facts.fields import Shape, field_of
from bot.facts.models import INDEX, Show, Tier
from bot.facts.resolve import resolve, show_of
from tests.clock import TODAY
from tests.facts.made import Said, claims, moderator

DUE = TODAY + timedelta(minutes=30)


def ago(days: int) -> str:
    """The day that was so many days before the day of the tests."""
    return str(TODAY.date() - timedelta(days=days))


def window(field: str, before: Any, season: int | None = 2, *, key: str = "") -> Window:
    was = None if before is None else field_of(season, field).decode(before)
    return Window(0, 1, season, field, key, was, TODAY, TODAY, DUE, source="tvmaze")


def known(
    field: str, after: Any, season: int | None, others: dict[Any, Any]
) -> tuple[Show, object]:
    """The show as it is after the change, and the value that changed."""
    said: dict[Any, Any] = {None: {"title": "Lamp"}, 1: {"status": "aired"}, **others}
    said[None] = {"title": "Lamp", **said[None]}
    value = None
    if after is not None:
        given = after.value if isinstance(after, Said) else after
        value = field_of(season, field).decode(given)
        members = field_of(season, field).shape is not Shape.SINGLE
        said[season] = {**said.get(season, {}), field: [given] if members else after}
    about = [c for n, values in said.items() for c in claims(n, values or {"listed": True})]
    show = show_of(1, resolve(about))
    assert show is not None
    return show, value


MORNING = "2027-03-01T20:00:00-05:00"
OFF = {2: {"status": moderator("canceled", order=2)}}
AGAIN = {2: {"premiere": moderator("2027-03-01", order=2)}}
DATED = {2: {"premiere": "2027-03-01"}}
OUT = {2: {"premiere": ago(3)}}


def clip(days: int | None) -> dict[str, str]:
    return {"url": "https://youtu.be/a"} | ({"published": ago(days)} if days is not None else {})


@pytest.mark.parametrize(
    ("field", "before", "after", "others", "told"),
    [
        # A date that there was none of before: from a week ago on, an end until its day is over.
        ("premiere", None, "2027-03-01", {}, True),
        ("premiere", None, ago(7), {}, True),
        ("premiere", None, ago(8), {}, False),
        ("premiere", "XXXX", "2027", {}, True),
        ("premiere", None, "XXXX", {}, False),
        ("finale", None, ago(0), {}, True),
        ("finale", None, ago(1), {}, False),
        ("finale", None, "2027-03-01", DATED, False),
        ("finale", None, "2027-03-08", DATED, True),
        # One that is gone again, unless it lies behind.
        ("premiere", "2027-03-01", None, {}, True),
        ("premiere", "2027-03-01", "XXXX", {}, True),
        ("premiere", ago(0), None, {}, True),
        ("premiere", ago(1), None, {}, False),
        # One that moved; what is only told less exactly, or by its hour, did not.
        ("premiere", "2027-03-01", "2027-03-08", {}, True),
        ("premiere", "2027-03", "2027-03-01", {}, True),
        ("premiere", "2027-03-01", "2027-03", {}, False),
        ("premiere", "2027-03-01", MORNING, {}, False),
        ("premiere", MORNING, "2027-03-01", {}, False),
        ("premiere", "2027-03-01", ago(60), {}, True),
        ("premiere", "2027-03-01", ago(61), {}, False),
        ("premiere", "2027-03-01", "2026-09", {}, True),
        ("premiere", ago(3), ago(5), {}, False),
        ("premiere", ago(3), "2027-03-01", {}, True),
        ("finale", "2027-05-01", "2027-05-08", {}, True),
        # What another season bears by now was a mistake in the numbers.
        ("premiere", "2027-03-01", "2028-03-01", {3: {"premiere": "2027-03-01"}}, False),
        ("premiere", "2027-03-01", "2028-03-01", {3: {"premiere": MORNING}}, False),
        ("premiere", "2027-03-01", None, {3: {"premiere": "2027-03-01"}}, False),
        ("premiere", "2027-03-01", "2028-03-01", {3: {"premiere": "2028-03-01"}}, True),
        ("premiere", "2027-03-01", "2028-03-01", {3: {"finale": "2027-03-01"}}, True),
        ("premiere", "2027", "2028-03-01", {3: {"premiere": "2027"}}, True),
        ("finale", "2027-05-01", "2027-06-01", {3: {"finale": "2027-05-01"}}, False),
        ("finale", "2027-05-01", "2027-06-01", {3: {"premiere": "2027-05-01"}}, True),
        # A season that is off comes on no day; all else of it is told.
        ("premiere", "2027-03-01", "2027-05-01", OFF, False),
        ("finale", None, "2027-05-01", OFF, False),
        ("parts", None, [{"label": "1", "premiere": "2027-03-01"}], OFF, False),
        ("parts", None, [{"label": "1", "premiere": "2027-03-01"}], {}, True),
        ("story", None, "They meet.", OFF, True),
        ("story", None, "They meet.", OUT, True),
        ("final", None, True, {}, True),
        ("trailers", None, clip(60), OFF, True),
        ("trailers", None, clip(61), {}, False),
        ("trailers", None, clip(None), {}, True),
        ("trailers", None, clip(None) | {"published": "2026-09"}, {}, True),
        # Where a season stands, unless its date or that of a later one tells as much.
        ("status", None, "renewed", {}, True),
        ("status", "renewed", "in_production", {}, True),
        ("status", None, "renewed", DATED, False),
        ("status", "in_production", "renewed", DATED, True),
        ("status", None, "in_production", DATED, True),
        ("status", None, "rumored", {}, True),
        ("status", None, "airing", OUT, False),
        ("status", None, "renewed", OUT, False),
        ("status", None, "renewed", {3: {"premiere": ago(3)}}, False),
        ("status", "renewed", "canceled", {3: {"premiere": ago(3)}}, True),
        ("status", None, "postponed", OUT, True),
        ("status", None, "canceled", {2: {"premiere": moderator(ago(3), order=2)}}, False),
        # A status that is gone, unless something else came in its place.
        ("status", "renewed", None, {2: {}}, True),
        ("status", "renewed", None, DATED, False),
        ("status", "renewed", None, {2: {}, 3: {"premiere": ago(3)}}, False),
        ("status", "renewed", None, {2: {}, None: {"status": "ended"}}, False),
        ("status", "renewed", None, {}, True),
        ("status", "renewed", None, {None: {"status": "running"}}, True),
        ("status", "renewed", None, {None: {"status": "canceled"}}, False),
    ],
)
def test_what_changed_of_a_season(
    field: str, before: Any, after: Any, others: dict[Any, Any], told: bool
) -> None:
    show, value = known(field, after, 2, others)
    assert is_news(window(field, before), value, show, TODAY) is told


@pytest.mark.parametrize(
    ("before", "after", "seasons", "told"),
    [
        ("running", "ended", {}, True),
        ("canceled", "ended", {}, False),
        ("ended", "canceled", {}, True),
        ("running", "canceled", {}, True),
        ("ended", "running", DATED, True),
        ("canceled", "running", {}, True),
        ("running", "to_be_determined", {}, True),
        ("to_be_determined", "running", {}, True),
        ("to_be_determined", "running", DATED, False),
        ("to_be_determined", "running", {2: {"status": "in_production"}}, False),
        ("to_be_determined", "running", {2: {"premiere": ago(3)}}, False),
        ("to_be_determined", "running", {0: {"premiere": "2027-03-01"}}, True),
        ("in_development", "running", {}, False),
        (None, "running", {}, False),
        ("running", None, {}, False),
        (None, "in_development", {}, False),
    ],
)
def test_what_changed_of_a_show(
    before: str | None, after: str | None, seasons: dict[Any, Any], told: bool
) -> None:
    show, value = known("status", after, None, seasons)
    assert is_news(window("status", before, None), value, show, TODAY) is told


@pytest.mark.parametrize(
    ("status", "season", "was", "told"),
    [
        ("renewed", 2, ago(1), False),
        ("renewed", 2, ago(0), True),
        ("renewed", 2, "2027-03-01", True),
        ("renewed", 3, ago(1), True),
        ("canceled", 2, ago(1), True),
    ],
)
def test_a_season_that_had_come_is_not_renewed_when_its_day_goes(
    status: str, season: int, was: str, told: bool
) -> None:
    show, value = known("status", status, 2, {})
    opened = [window("status", None), window("premiere", was, season)]
    opened += [window("finale", ago(1)), window("premiere", None), window("premiere", "XXXX")]
    assert is_news(opened[0], value, show, TODAY, opened) is told


@pytest.mark.parametrize(
    ("field", "before", "after", "others", "told"),
    [
        # A day that nobody knew, or that is still not known, takes nothing back.
        ("premiere", None, "XXXX", {}, False),
        ("premiere", "XXXX", None, {}, False),
        ("finale", None, "XXXX", {}, False),
        ("premiere", "2027-03-01", "XXXX", {}, True),
        ("premiere", None, "2027-03-01", {}, True),
        # What was over long ago is completed or corrected.
        ("premiere", None, "2015-03-01", {}, False),
        ("premiere", None, ago(8), {}, False),
        ("premiere", None, ago(7), {}, True),
        ("premiere", "2015-03-01", "2015-03-02", {}, False),
        ("premiere", ago(8), ago(9), {}, False),
        ("premiere", ago(3), ago(4), {}, True),
        ("premiere", "2015-03-01", None, {}, False),
        ("premiere", "2027-03-01", "2015-03-01", {}, True),
        ("premiere", "2015-03-01", "2027-03-01", {}, True),
        ("finale", None, "2015-05-01", {}, False),
        ("finale", None, ago(1), {}, False),
        ("finale", None, ago(-1), {}, True),
        # A date of a season that does not come, as the card says for all that.
        ("finale", None, "2027-05-01", OFF, False),
        ("finale", "2027-05-01", None, OFF, False),
        ("finale", None, "2027-05-01", {None: {"status": "canceled"}}, True),
        ("finale", None, "2027-05-01", {2: {"status": moderator("rumored", order=2)}}, True),
        ("premiere", None, moderator("2027-03-01", order=1), OFF, False),
        ("premiere", None, moderator("2027-03-01", order=3), OFF, True),
        ("premiere", "2027-03-01", None, OFF, True),
        ("trailers", None, clip(60), {}, True),
        ("trailers", None, clip(61), {}, False),
        ("trailers", None, clip(None), {}, True),
        # A status that says what the dates have said.
        ("status", None, "aired", {2: {"premiere": "2015-03-01"}}, False),
        ("status", None, "aired", {2: {"premiere": ago(60), "finale": ago(2)}}, False),
        ("status", None, "aired", {3: {"premiere": "2016-03-01"}}, False),
        ("status", None, "airing", OUT, False),
        ("status", None, "aired", OUT, True),
        ("status", None, "aired", {}, True),
        ("status", None, "airing", {}, True),
        ("status", "aired", "canceled", {2: {"premiere": "2015-03-01"}}, True),
        # A status that a later day has overruled: the card says that the season comes.
        ("status", None, moderator("canceled", order=1), AGAIN, False),
        ("status", None, moderator("postponed", order=1), AGAIN, False),
        ("status", None, moderator("canceled", order=3), AGAIN, True),
        ("status", "canceled", moderator("renewed", order=1), AGAIN, True),
        ("story", None, "They meet.", {2: {"premiere": "2015-03-01"}}, True),
    ],
)
def test_a_person_who_completes_the_record_tells_no_news(
    field: str, before: Any, after: Any, others: dict[Any, Any], told: bool
) -> None:
    show, value = known(field, after, 2, others)
    assert is_for_the_record(window(field, before), value, show, TODAY) is not told


ANNOUNCE, CLOSE, WAIT = Settlement.ANNOUNCE, Settlement.CLOSE, Settlement.WAIT
VIDEO = [{"url": "https://youtu.be/a"}]


@pytest.mark.parametrize(
    ("field", "before", "now", "minutes", "source", "settlement"),
    [
        ("status", None, "renewed", 29, None, WAIT),
        ("status", None, "renewed", 30, None, ANNOUNCE),
        ("status", "renewed", "renewed", 29, None, CLOSE),
        ("status", "renewed", "renewed", 29, "tvmaze", CLOSE),
        ("status", None, "renewed", 30, "tvmaze", ANNOUNCE),
        ("status", None, "renewed", 29, "tvmaze", WAIT),
        ("status", None, "aired", 30, "tvmaze", CLOSE),
        ("status", None, "aired", 30, None, ANNOUNCE),
        ("premiere", None, "2015-03-01", 30, None, CLOSE),
        ("premiere", None, "2027-03-01", 30, None, ANNOUNCE),
        ("trailers", None, VIDEO, 30, "tvmaze", ANNOUNCE),
        ("trailers", VIDEO[0], [VIDEO[0] | {"title": "New"}], 30, None, CLOSE),
        ("trailers", VIDEO[0], [], 30, "tvmaze", CLOSE),
        ("trailers", None, [{"url": "https://youtu.be/b"}], 30, "tvmaze", CLOSE),
    ],
)
def test_what_becomes_of_a_window(
    field: str, before: Any, now: Any, minutes: int, source: str | None, settlement: Settlement
) -> None:
    [key] = {c.key for c in claims(2, {field: VIDEO if field == "trailers" else now})}
    looked_at = replace(window(field, before, key=key), source=source)
    evidence = evidence_of({field: now}, minutes)
    assert settlement_of(looked_at, evidence) is settlement
    if field == "trailers" and settlement is ANNOUNCE:
        told = replace(evidence, told=frozenset({key}))
        assert settlement_of(looked_at, told) is CLOSE
        assert settlement_of(replace(looked_at, source=None), told) is ANNOUNCE


def evidence_of(
    values: dict[str, Any], minutes: int, opened: Sequence[Window] = (), *, checked: int = 30
) -> Evidence:
    """What a source says so many minutes after it first did, last `checked` then."""
    about = claims(None, {"title": "Lamp"}) + claims(2, {"listed": True, **values})
    resolved = resolve(about)
    heard = {"tvmaze": TODAY + timedelta(minutes=checked)}
    now = TODAY + timedelta(minutes=minutes)
    patience = Patience(timedelta(seconds=60), timedelta(minutes=30))
    return Evidence(about, resolved, heard, now, patience, show_of(1, resolved), opened)


@pytest.mark.parametrize(("checked", "settlement"), [(29, WAIT), (30, ANNOUNCE)])
def test_a_source_says_so_again_as_late_as_it_must(checked: int, settlement: Settlement) -> None:
    evidence = evidence_of({"status": "renewed"}, 60, checked=checked)
    assert settlement_of(window("status", None), evidence) is settlement


@pytest.mark.parametrize(
    ("by", "season", "status", "tier", "settlement"),
    [
        ("tmdb", 2, "renewed", Tier.SOURCE, ANNOUNCE),
        ("tvmaze", 2, "renewed", Tier.SOURCE, WAIT),
        ("catalog", 2, "renewed", Tier.SOURCE, WAIT),
        ("import", 2, "renewed", Tier.SOURCE, WAIT),
        (INDEX, 2, "renewed", Tier.SOURCE, WAIT),
        ("editor", 2, "renewed", Tier.CURATOR, WAIT),
        ("tmdb", 2, "canceled", Tier.SOURCE, WAIT),
        ("tmdb", 3, "renewed", Tier.SOURCE, WAIT),
    ],
)
def test_another_source_that_agrees_makes_it_sure(
    by: str, season: int, status: str, tier: Tier, settlement: Settlement
) -> None:
    evidence = evidence_of({"status": Said("renewed", by="tvmaze")}, 60, checked=0)
    more = claims(season, {"status": Said(status, tier, by)})
    evidence = replace(evidence, claims=[*evidence.claims, *more])
    assert settlement_of(window("status", None), evidence) is settlement


@pytest.mark.parametrize(
    ("status", "season", "field", "day", "minutes", "settlement"),
    [
        ("renewed", 2, "premiere", None, 30, ANNOUNCE),
        ("renewed", 2, "premiere", None, 31, WAIT),
        ("canceled", 2, "premiere", None, 31, ANNOUNCE),
        ("renewed", 2, "finale", None, 31, ANNOUNCE),
        ("renewed", 3, "premiere", None, 31, ANNOUNCE),
        ("renewed", 2, "premiere", "2027-05-01", 31, ANNOUNCE),
    ],
)
def test_a_renewal_waits_for_the_date_that_goes(
    status: str, season: int, field: str, day: str | None, minutes: int, settlement: Settlement
) -> None:
    """What is left of a season whose date is mislaid is no news."""
    renewed = window("status", "scheduled")
    going = replace(
        window(field, "2027-03-01", season), due_at=TODAY + timedelta(minutes=minutes), id=1
    )
    values = {"status": status} | ({"premiere": day} if day is not None else {})
    assert settlement_of(renewed, evidence_of(values, 30, [renewed, going])) is settlement


@pytest.mark.parametrize(
    ("first", "field", "source", "season", "waits"),
    [
        (WAIT, "finale", "tvmaze", 2, True),
        (ANNOUNCE, "finale", "tvmaze", 2, False),
        (CLOSE, "finale", "tvmaze", 2, False),
        (WAIT, "finale", None, 2, False),
        (WAIT, "finale", "tvmaze", 3, False),
        (WAIT, "status", "tvmaze", 2, False),
    ],
)
def test_an_end_waits_for_its_beginning(
    first: Settlement, field: str, source: str | None, season: int, waits: bool
) -> None:
    begins = replace(window("premiere", None), id=1)
    other = replace(window(field, None, season), id=2, source=source)
    found = with_their_premiere([begins, other], {1: first, 2: ANNOUNCE})
    assert found == ({2: WAIT} if waits else {})
    assert (
        with_their_premiere([replace(begins, field="status"), other], {1: first, 2: ANNOUNCE}) == {}
    )
    assert with_their_premiere([begins, other], {1: WAIT, 2: CLOSE}) == {}
