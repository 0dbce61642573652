"""A change is told by what differs, whatever the two values have in common."""

from __future__ import annotations

import pytest

from bot.facts.air_date import AirDate
from bot.facts.models import Offer, Part, Producer, Trailer
from bot.locale.languages import speaking
from bot.presentation.markup import Markdown
from bot.presentation.values import change_text, field_name, labelled
from tests.clock import TODAY

LONG = "A woman comes home. " * 12
LINK = "https://v.example/1"
DAY, NEXT = AirDate.parse("2026-10-05"), AirDate.parse("2026-10-06")
NAMES = tuple(f"Name {number}" for number in range(8))


@pytest.mark.parametrize(
    ("before", "after", "was", "is_now"),
    [
        (Trailer(LINK), Trailer(LINK, published=DAY), "", "5 October 2026"),
        (Trailer(LINK, published=DAY), Trailer(LINK, published=NEXT), "5 October", "6 October"),
        (Trailer(LINK, title="One"), Trailer(LINK, title="Two *x*"), "One", r"Two \*x\*"),
        (Offer("Hulu", "US"), Offer("Hulu", "US", LINK), "", LINK),
        (LONG + "It rains.", LONG + "It snows.", "It rains.", "It snows."),
        (LONG, LONG + "It snows.", "comes home.", "It snows."),
        ((Part("Part 1", DAY),), (Part("Part 1", NEXT),), "5 October 2026", "6 October 2026"),
        ((*NAMES, "Last"), (*NAMES, "Other"), "Last", "Other"),
        (NAMES, (*NAMES[:7], "Ninth"), "Name 7", "Ninth"),
        ((Producer("Ann", "producer"),), (Producer("Ann", "writer"),), "producer", "writer"),
    ],
)
def test_both_sides_tell_what_differs(before: object, after: object, was: str, is_now: str) -> None:
    first, second = change_text(before, after, Markdown(), TODAY).split(" → ")
    assert first != second
    assert was in first
    assert is_now in second


def test_what_differs_in_nothing_that_is_shown_is_told_whole() -> None:
    for before, after in ((NAMES, (*NAMES[:6], *NAMES[:5:-1])), (NAMES, (*NAMES, NAMES[0])[1:])):
        first, second = change_text(before, after, Markdown(), TODAY).split(" → ")
        assert "Name 4" in first
        assert "Name 4" in second


def test_the_specials_are_no_season_zero() -> None:
    assert field_name(0, "cast", Markdown()) == "specials cast"
    assert field_name(2, "cast", Markdown()) == "season 2 cast"


def test_a_colon_stands_as_the_language_writes_it() -> None:
    with speaking("fr"):
        assert labelled("**statut**", "annulée") == "**statut** : annulée"
    assert labelled("**status**", "canceled") == "**status**: canceled"
