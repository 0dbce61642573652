"""The truth table of the verdict, row by row, and what holds for every show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.models import Kind, SeasonStatus, Show
from bot.facts.resolve import resolve, show_of
from bot.facts.season_order import SeasonOrder
from bot.facts.verdict import VerdictKind, latest_out, verdict

from .made import AS_OF, Said, a_show, claims, later, moderator
from .strategies import PATIENT, any_claims, near_dates

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)

OLD = {"premiere": "2020-03-01", "finale": "2020-04-01"}
SPLIT = {"parts": [{"label": "1", "premiere": "2026-01-02"}, {"label": "2", "premiere": "2027"}]}


_NAMES = {"on": "premiere", "to": "finale", "next": "next_episode", "": "status"}


def rows() -> Iterator[Any]:
    """The rows of the truth table; its head tells how they are written."""
    group = ""
    for line in Path(__file__).with_name("truth_table.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            group = line.removeprefix("# ").lower()
        elif line:
            what, seasons, own, asked, answer = (cell.strip() for cell in line.split("|"))
            number = None if asked == "next" else int(asked)
            show = a_show(_seasons(seasons), **_own(own))
            yield pytest.param(show, number, answer, id=f"{group}: {what}")


def _seasons(cell: str) -> dict[int, dict[str, Any]]:
    numbered = (season.partition(":") for season in cell.split(";") if season.strip())
    return {int(number): _season(words.split()) for number, _, words in numbered}


def _season(words: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for word in words:
        name, _, written = word.rpartition("=")
        if word == "old":
            values |= OLD
        elif word in ("final", "not-final"):
            values["final"] = word == "final"
        elif word == "cast":
            values["cast"] = [{"person": "Ada Abel"}]
        elif name == "parts":
            values["parts"] = [_part(part) for part in written.split(",")]
        elif name == "eps":
            values["episodes"] = int(written)
        else:
            values[_NAMES[name]] = _said(written)
    return values


def _part(written: str) -> dict[str, str]:
    premiere, _, finale = written.partition("/")
    dates = {"premiere": premiere, "finale": finale}
    return {"label": premiere} | {name: day for name, day in dates.items() if day not in ("", "-")}


def _own(cell: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for word in cell.split():
        if word.isdigit():
            values["year"] = int(word)
        else:
            values["kind" if word in set(Kind) else "status"] = _said(word)
    return values


def _said(written: str) -> Said:
    value, _, who = written.partition("@")
    if who == "later":
        return later(value)
    return moderator(value, order=int(who.removeprefix("mod"))) if who else Said(value)


TABLE = list(rows())


def summary(show: Show, number: int | None, now: datetime = NOW) -> str:
    """The verdict as one row of the table writes it."""
    found = verdict(show, number, now)
    because = found.because.claim.field if found.because else "-"
    return f"{found.kind} {found.number} {because}{'!' if found.overdue else ''}"


@pytest.mark.parametrize(("show", "number", "answer"), TABLE)
def test_the_verdict_is_that_of_the_truth_table(
    show: Show, number: int | None, answer: str
) -> None:
    assert summary(show, number) == answer


def test_the_table_has_every_verdict_with_and_without_a_number() -> None:
    answers: dict[bool, set[str]] = {True: set(), False: set()}
    for row in TABLE:
        _, number, answer = row.values
        answers[number is None].add(answer.split()[0])
    assert answers[False] == set(VerdictKind)
    # Without a number nothing is asked that is over and done, or that could not be.
    assert answers[True] == set(VerdictKind) - {VerdictKind.AIRED, VerdictKind.NO_SUCH_SEASON}


# Clocks and zones

AUCKLAND, HONOLULU = ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")


def test_a_bare_date_is_compared_with_the_day_where_the_asker_is() -> None:
    show = a_show({1: {"premiere": "2026-06-16"}})
    now = datetime(2026, 6, 15, 20, tzinfo=UTC)
    assert verdict(show, 1, now.astimezone(AUCKLAND)).kind is VerdictKind.AIRING
    assert verdict(show, 1, now.astimezone(HONOLULU)).kind is VerdictKind.SCHEDULED


@pytest.mark.parametrize("zone", [UTC, AUCKLAND, HONOLULU])
def test_an_instant_is_the_same_everywhere(zone: ZoneInfo) -> None:
    show = a_show({1: {"premiere": "2026-06-15T20:00:00-04:00"}})
    before = datetime(2026, 6, 15, 23, 59, 59, tzinfo=UTC).astimezone(zone)
    after = datetime(2026, 6, 16, 0, 0, tzinfo=UTC).astimezone(zone)
    assert verdict(show, 1, before).kind is VerdictKind.SCHEDULED
    assert verdict(show, 1, after).kind is VerdictKind.AIRING


def test_a_last_day_is_over_when_it_is_over_where_the_asker_is() -> None:
    show = a_show({1: {"premiere": "2026-01-01", "finale": "2026-06-15"}})
    now = datetime(2026, 6, 15, 23, tzinfo=UTC)
    assert verdict(show, 1, now.astimezone(HONOLULU)).kind is VerdictKind.AIRING
    assert verdict(show, 1, now.astimezone(AUCKLAND)).kind is VerdictKind.AIRED


# What comes with it


@pytest.mark.parametrize("status", ["running", "ended", "canceled", "to_be_determined", None])
def test_seasons_that_are_only_listed_tell_nothing_of_each_other(status: str | None) -> None:
    """Two were ordered at once, and the show ended, or where it stands cannot be read."""
    own = {"status": status} if status else {}
    listed = {number: {"listed": True} for number in (3, 4, 5)}
    for before in ({1: OLD, 2: {"premiere": "2022-03-01"}}, {1: {}, 2: {"status": "aired"}}):
        show = a_show({**before, **listed}, **own)
        for number in (3, 4, 5):
            assert verdict(show, number, NOW).kind not in (VerdictKind.AIRED, VerdictKind.AIRING)
        latest = latest_out(show, NOW)
        assert latest is not None
        assert latest.number == 2
    # Where no day at all is known, or a later season has come, those before it are out.
    undated = a_show(listed, **own)
    assert verdict(undated, 4, NOW).kind is VerdictKind.AIRED
    between = a_show({1: OLD, **listed, 6: {"premiere": "2025-03-01"}}, **own)
    assert {verdict(between, n, NOW).kind for n in (3, 4, 5)} == {VerdictKind.AIRED}


@pytest.mark.parametrize("status", ["running", "ended", "canceled"])
def test_specials_that_are_only_listed_are_none(status: str) -> None:
    """TMDB has a place for them where there is none; with episodes or a cast they were made."""
    own = {"status": status}
    out = {VerdictKind.AIRED, VerdictKind.AIRING}
    for known in ({"listed": True}, {"listed": True, "label": "Specials"}):
        show = a_show({0: known, 1: OLD, 2: {"premiere": "2022-03-01"}}, **own)
        assert verdict(show, 0, NOW).kind is VerdictKind.NO_SUCH_SEASON
    for known in ({"episodes": 3}, {"cast": [{"person": "Ada Abel"}]}, {"story": "A day off."}):
        show = a_show({0: known, 1: OLD, 2: {"premiere": "2022-03-01"}}, **own)
        assert verdict(show, 0, NOW).kind in out


def test_the_latest_season_that_is_out_comes_along() -> None:
    show = a_show({0: OLD, 1: OLD, 2: {"premiere": "2026-06-01"}, 3: {"status": "renewed"}})
    latest = latest_out(show, NOW)
    assert latest is not None
    assert latest.number == 2
    for number in (None, 0, 1, 3, 4, 9):
        assert verdict(show, number, NOW).latest is latest
    assert latest_out(a_show({0: OLD, 1: {"status": "renewed"}}), NOW) is None


def test_the_season_comes_along_where_anything_is_known_of_it() -> None:
    show = a_show({1: OLD, 2: {"status": "renewed"}})
    known = verdict(show, 2, NOW)
    assert known.season is show.season(2)
    assert verdict(show, 3, NOW).season is None


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (["2026-01-02", "2027"], "2"),
        (["2026-01-02", "2028", "2027-03-01"], "3"),
        (["2026-01-02", "2027-03-01", "2027"], "2"),
        (["2026-01-02", "2027", "2027-03-01"], "2"),
        (["2026-01-02", "2026", "2026-09-01"], "3"),
        (["2026-01-02", "2026-06", "2026"], "2"),
        (["2026-01-02", "XXXX", "2026"], "3"),
        (["2026-01-02", "XXXX", "XXXX"], "2"),
        (["2026-01-02", "2026-02"], None),
        ([], None),
    ],
)
def test_the_next_part_is_the_first_one_ahead_or_else_one_that_may_be(
    days: list[str], label: str | None
) -> None:
    parts = [{"label": str(n), "premiere": day} for n, day in enumerate(days, 1)]
    show = a_show({1: {"parts": parts} if parts else OLD})
    part = SeasonOrder(show, NOW).next_part(show.seasons[0])
    assert (part.label if part is not None else None) == label


# Whatever is known


@st.composite
def shows(draw: st.DrawFn) -> Show:
    """A show of claims by anybody, with a few seasons dated around now."""
    about = claims(None, {"title": moderator("Example", order=9)}) + draw(
        st.lists(any_claims(), max_size=8)
    )
    for number in draw(st.sets(st.sampled_from([0, 1, 2, 3, 5, 2026]), max_size=4)):
        values: dict[str, Any] = draw(
            st.sampled_from([{"listed": True}, {"story": "Then."}])
        ).copy()
        if draw(st.booleans()):
            values["status"] = draw(st.sampled_from(list(SeasonStatus)))
        for name in ("premiere", "finale"):
            if draw(st.booleans()):
                values[name] = str(draw(near_dates))
        about += claims(number, values)
    show = show_of(1, resolve(about))
    assert show is not None
    return show


moments = st.datetimes(
    datetime.fromisoformat("2024-01-01"),
    datetime.fromisoformat("2028-01-01"),
    timezones=st.sampled_from([UTC, AUCKLAND, HONOLULU]),
)


@settings(PATIENT, max_examples=100)
@given(shows(), st.one_of(st.none(), st.integers(-2, 8), st.integers(1990, 2030)), moments)
def test_every_question_has_an_answer_that_stands_on_a_claim(
    show: Show, number: int | None, now: datetime
) -> None:
    found = verdict(show, number, now)
    if number is not None:
        assert found.number == number
        assert found.season is show.season(number)
    else:
        assert found.kind is not VerdictKind.NO_SUCH_SEASON
        assert found.number != 0
    if found.kind is VerdictKind.UNANNOUNCED:
        # Silence, but that the show runs, where no season is known.
        assert found.because is None or (found.because is show.status and not show.seasons)
    elif found.kind is not VerdictKind.NO_SUCH_SEASON:
        # Whatever the bot says, somebody said so.
        assert found.because is not None
    if found.season is None:
        assert not found.overdue


@PATIENT
@given(shows(), st.lists(st.one_of(st.none(), st.integers(-2, 8)), min_size=2), moments)
def test_what_is_told_of_a_season_is_the_same_whatever_was_asked_before(
    show: Show, numbers: list[int | None], now: datetime
) -> None:
    told = verdict(show, numbers[0], now)
    for number in numbers[1:]:
        told = told.of(number)
        assert told == verdict(show, number, now)


@PATIENT
@given(shows(), st.integers(0, 6), moments)
def test_what_was_out_stays_out(show: Show, number: int, now: datetime) -> None:
    """Without a new word from anybody, time alone turns nothing back."""
    if verdict(show, number, now).kind is VerdictKind.AIRED:
        after = datetime(2030, 1, 1, tzinfo=UTC)
        assert verdict(show, number, after).kind is VerdictKind.AIRED


@PATIENT
@given(near_dates)
def test_a_date_without_a_status_goes_from_scheduled_to_out(when: Any) -> None:
    if not when.known:
        return
    show = a_show({1: {"premiere": later(str(when), as_of=date(2029, 1, 1))}})
    kinds = [
        verdict(show, 1, datetime(year, 1, 2, 12, tzinfo=UTC)).kind
        for year in (2024, 2025, 2026, 2027, 2028, 2029, 2030)
    ]
    order = [VerdictKind.SCHEDULED, VerdictKind.AIRING, VerdictKind.AIRED]
    assert [order.index(kind) for kind in kinds] == sorted(order.index(kind) for kind in kinds)
    assert kinds[0] is VerdictKind.SCHEDULED
    assert kinds[-1] is VerdictKind.AIRED


def test_the_made_claims_are_older_than_now() -> None:
    assert NOW.date() > AS_OF
