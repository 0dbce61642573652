"""What a write changed: the difference between before and after."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.facts.air_date import AirDate
from bot.facts.models import Claim, SeasonStatus, Tier, Trailer
from bot.facts.resolve import Change, Resolved, changes_between, resolve

from .made import Said, claims, later, moderator
from .strategies import PATIENT, any_claims

some_claims = st.lists(any_claims(), max_size=10)


def diff(before: list[Claim], after: list[Claim]) -> tuple[Change, ...]:
    return changes_between(resolve(before), resolve(after), show_id=5, scope=9)


def flat(resolved: Resolved) -> dict[tuple[int | None, str, str], object]:
    return {
        (season, name, fact.claim.key): fact.value
        for (season, name), facts in resolved.items()
        for fact in facts
    }


@PATIENT
@given(some_claims)
def test_nothing_changed_between_equals(about: list[Claim]) -> None:
    assert diff(about, about) == ()


@PATIENT
@given(some_claims, some_claims)
def test_the_changes_lead_from_before_to_after(before: list[Claim], after: list[Claim]) -> None:
    values = flat(resolve(before))
    for change in diff(before, after):
        place = change.season, change.field, change.key
        assert change.before != change.after
        assert values.pop(place, None) == change.before
        if change.after is not None:
            values[place] = change.after
    assert values == flat(resolve(after))


@PATIENT
@given(some_claims, some_claims)
def test_the_way_back_is_the_same_turned_round(before: list[Claim], after: list[Claim]) -> None:
    there = [(c.season, c.field, c.key, c.before, c.after) for c in diff(before, after)]
    back = [(c.season, c.field, c.key, c.after, c.before) for c in diff(after, before)]
    assert there == back


def test_a_change_names_its_place_and_its_source() -> None:
    before = claims(2, {"status": "renewed"})
    after = [*before, *claims(2, {"status": moderator("canceled")})]
    assert diff(before, after) == (
        Change(
            scope=9,
            show_id=5,
            season=2,
            field="status",
            key="",
            before=SeasonStatus.RENEWED,
            after=SeasonStatus.CANCELED,
            link="https://editor.example/",
        ),
    )


def test_what_falls_silent_names_the_source_it_had() -> None:
    (change,) = diff(claims(2, {"premiere": later("2026-10-05")}), [])
    assert (change.before, change.after) == (AirDate.parse("2026-10-05"), None)
    assert change.link == "https://tvmaze.example/"


def test_the_same_from_another_source_is_no_change() -> None:
    before = claims(1, {"episodes": Said(10, by="catalog")})
    assert diff(before, [*before, *claims(1, {"episodes": Said(10, by="tvmaze")})]) == ()


def test_a_collection_changes_member_by_member() -> None:
    one, other = "https://youtu.be/one", "https://youtu.be/other"
    before = claims(1, {"trailers": [{"url": one}]})
    hidden = replace(before[0], value=None, tier=Tier.SERVER, by="editor", author=7, order=1)
    changes = diff(before, [*before, hidden, *claims(1, {"trailers": Said([{"url": other}])})])
    assert [(c.key, c.before, c.after) for c in changes] == [
        ("youtube:one", Trailer(one), None),
        ("youtube:other", None, Trailer(other)),
    ]


def test_the_shows_own_changes_come_first() -> None:
    after = claims(3, {"episodes": 1}) + claims(0, {"episodes": 1}) + claims(None, {"title": "A"})
    assert [change.season for change in diff([], after)] == [None, 0, 3]
