"""What an edit changed that the card does not show, and what the receipt says to set."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.editing.cards.receipts import difference, scope_line
from bot.editing.receipts import Act, Difference, ShowChanges, covered_changes
from bot.facts.air_date import AirDate
from bot.facts.resolve import Change
from bot.locale.languages import LANGUAGES, speaking
from tests.facts.made import a_show, moderator
from tests.wire.components import texts

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def told(season: dict[str, Any], field: str, **own: Any) -> list[str]:
    show = a_show({1: {"status": "aired"}, 2: season}, **own)
    fact = show.fact(2, field)
    assert fact is not None
    return covered_changes(show, [Change(0, 1, 2, field, "", None, fact.value)], NOW)


@pytest.mark.parametrize(
    ("season", "field", "says"),
    [
        (
            {"status": "canceled", "premiere": "2027-03-04"},
            "premiere",
            "goes by the status, canceled",
        ),
        (
            {"status": "postponed", "finale": "2027-03-04"},
            "finale",
            "goes by the status, postponed",
        ),
        ({"status": "renewed", "premiere": "2026-10-05"}, "status", "premiere, 5 October 2026"),
        (
            {"status": moderator("canceled"), "premiere": "2026-03-04"},
            "status",
            "began on its premiere, 4 March 2026, and the card now says that it is not made. If "
            "the show was canceled after it, undo this and set the show status",
        ),
        (
            {"status": moderator("postponed"), "premiere": "2026-03-04"},
            "status",
            "began on its premiere, 4 March 2026, and the card now says that it did not",
        ),
        ({"status": "in_production", "premiere": "2027-03-04"}, "status", "premiere, 4 March 2027"),
    ],
)
def test_what_stands_before_it_is_named(season: dict[str, Any], field: str, says: str) -> None:
    lines = told(season, field)
    assert len(lines) == 1
    assert says in lines[0]


def test_a_part_before_the_premiere_of_its_season_is_told() -> None:
    parts = [{"label": "Part 1", "premiere": "2027-03-01"}, {"label": "Part 2"}]
    line = "Part 1 would come out (1 March 2027) before the season begins (5 May 2027); change the"
    for field in ("premiere", "parts"):
        (told_line,) = told({"premiere": "2027-05-05", "parts": parts}, field)
        assert told_line.startswith(line)
        for premiere in ("2027-03-01", "2027-03", "2027-02-28", "XXXX"):
            assert told({"premiere": premiere, "parts": parts}, field) == []


@pytest.mark.parametrize(
    ("status", "season", "says"),
    [
        ("running", {"status": "canceled"}, "season 2 status, canceled. Change that too"),
        ("to_be_determined", {"status": "canceled"}, "season 2 status, canceled"),
        ("canceled", {"status": "canceled"}, None),
        ("running", {"status": "renewed"}, None),
        ("running", {}, None),
    ],
)
def test_a_show_goes_on_though_its_next_season_is_still_canceled(
    status: str, season: dict[str, Any], says: str | None
) -> None:
    show = a_show({1: {"premiere": "2020-01-01"}, 2: season}, status=moderator(status))
    assert show.status is not None
    change = Change(0, 1, None, "status", "", None, show.status.value)
    lines = covered_changes(show, [change], NOW)
    assert len(lines) == (says is not None)
    assert (says or "") in " ".join(lines)


@pytest.mark.parametrize(
    ("season", "field"),
    [
        ({"status": "renewed", "premiere": "2027"}, "premiere"),
        (
            {"status": moderator("canceled"), "premiere": moderator("2027-03-04", order=2)},
            "premiere",
        ),
        ({"status": "renewed"}, "status"),
        ({"status": "scheduled", "premiere": "2027-03-04"}, "status"),
        ({"status": "canceled", "premiere": "2027-03-04"}, "status"),
        ({"status": "canceled", "premiere": "2026"}, "status"),
        ({"episodes": 8}, "episodes"),
    ],
)
def test_what_shows_is_told_by_itself(season: dict[str, Any], field: str) -> None:
    assert told(season, field) == []


def test_a_value_under_this_servers_own_names_that_one() -> None:
    show = a_show({2: {"premiere": moderator("2027-03-04")}})
    general = Change(0, 1, 2, "premiere", "", None, AirDate.parse("2027-05-01"))
    assert "still says" in " ".join(covered_changes(show, [general], NOW))


@pytest.mark.parametrize("code", LANGUAGES)
def test_where_it_applies_is_a_sentence_of_each_language(code: str) -> None:
    """And none put together of "here" and "everywhere"; a file that says nothing new says so."""

    def footers(scope: int) -> list[str]:
        act = Act(1, 7, 10, scope, UTC)
        change = Change(scope, 1, 2, "episodes", "", None, 8)
        part = ShowChanges(1, "Lamp", (), (change,))
        shown = [Difference("0" * 16, act, "x.json", (), parts) for parts in ((part,), ())]
        views: Any = [difference(one, NOW).to_components() for one in shown]  # type: ignore[no-untyped-call]
        return [scope_line(act, None), *(texts(view)[-1] for view in views)]

    with speaking(code):
        here, wide = footers(10), footers(0)
    assert here[2] == wide[2]
    assert len({*here, *wide}) == 5
    wrong = {"fr": "ici", "it": "qui", "pt_BR": "aqui", "hi": "यहाँ", "en": "in everywhere"}
    assert wrong.get(code, "?") not in " ".join(wide).replace("**", "")
