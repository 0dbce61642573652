"""Which of several shows of one name is meant, and when nothing tells."""

from __future__ import annotations

from typing import Any

import pytest

from bot.facts.models import TitleEntry, reserved_id
from bot.questions.index.namesake_choice import meant
from bot.questions.index.titles import TitleIndex


def show(
    show_id: int, title: str, popularity: float, year: int | None = 2005, **more: Any
) -> TitleEntry:
    return TitleEntry(show_id, title, year=year, popularity=popularity, **more)


def chosen(typed: str, *shows: TitleEntry, familiar: frozenset[int] = frozenset()) -> int | None:
    found = meant(typed, shows, familiar=familiar, year=2026)
    return None if found is None else found.show_id


@pytest.mark.parametrize(
    ("popularities", "expected"),
    [((100.0, 40.0), 1), ((100.0, 60.0), None), ((0.0, 0.0), None), ((5.0, 0.0), 1)],
)
def test_twice_as_popular_is_meant(popularities: tuple[float, float], expected: int | None) -> None:
    one, other = popularities
    assert chosen("Dallas", show(1, "Dallas", one), show(2, "Dallas", other)) == expected


def test_the_third_counts_as_much_as_the_second() -> None:
    shows = [show(n, "Ghosts", p) for n, p in ((1, 10.0), (2, 100.0), (3, 80.0))]
    assert chosen("ghosts", *shows) is None


def test_one_alone_and_none_at_all() -> None:
    assert chosen("Dallas", show(1, "Dallas", 0.0)) == 1
    assert chosen("Dallas") is None


def test_the_title_letter_by_letter_outweighs_an_alias_and_an_article() -> None:
    alias = show(1, "La casa de papel", 30.0, names=("Money Heist",))
    title = show(2, "Money Heist", 50.0)
    assert chosen("money heist", alias, title) == 2
    with_article, without = show(1, "The Office", 3.0), show(2, "Office", 6.0)
    assert chosen("the office", with_article, without) is None
    assert chosen("office", with_article, without) == 2
    assert chosen("office", show(1, "The Office", 280.0), without) == 1
    ampersand = show(1, "Bread & Butter", 60.0), show(2, "Bread and Butter", 20.0)
    assert chosen("bread and butter", *ampersand) == chosen("bread & butter", *ampersand) == 1


def test_a_title_to_the_letter_outweighs_a_familiar_alias() -> None:
    """Only of two that are known as well: fame tells which a server's nickname means."""
    title, alias = show(1, "Lamp", 20.0), show(2, "Lantern", 20.0, names=("Lamp",))
    familiar = frozenset((2,))
    assert chosen("Lamp", title, alias, familiar=familiar) is None
    assert chosen("Lamp", title, show(3, "Lamp", 20.0), familiar=frozenset((3,))) == 3
    assert chosen("lamp", title, show(2, "Lantern", 90.0, names=("Lamp",)), familiar=familiar) == 2
    other = show(4, "Torch", 20.0, names=("Lamp",))
    assert chosen("Lamp", other, alias, familiar=familiar) == 2


def test_a_whole_title_is_offered_before_a_whole_alias() -> None:
    title, alias = show(1, "Lamp", 20.0), show(2, "Lantern", 60.0, names=("Lamp",))
    index = TitleIndex([alias, title])
    assert [match.entry.show_id for match in index.search("lamp")] == [1, 2]
    assert [match.entry.show_id for match in index.search("la")] == [2, 1]


def test_accents_that_were_typed_count() -> None:
    accented, bare = show(1, "Élite", 14.0), show(2, "Elite", 12.0)
    assert chosen("Élite", accented, bare) is None
    assert chosen("Élite", show(1, "Élite", 30.0), bare) == 1


def test_what_a_server_follows_outweighs_fame() -> None:
    shows = show(1, "The Office", 280.0), show(2, "The Office", 160.0)
    assert chosen("the office", *shows) is None
    assert chosen("the office", *shows, familiar=frozenset((2,))) == 2
    assert chosen("the office", *shows, familiar=frozenset((1, 2))) is None


def test_what_is_famous_since_this_year_alone_must_be_far_more_so() -> None:
    old = show(1, "Shogun", 9.0, 1980)
    assert chosen("shogun", old, show(2, "Shogun", 90.0, 2026)) is None
    assert chosen("shogun", old, show(2, "Shogun", 300.0, 2026)) == 2
    assert chosen("shogun", old, show(2, "Shogun", 90.0, 2025)) == 2
    assert chosen("shogun", old, show(2, "Shogun", 90.0, None)) is None
    assert chosen("shogun", old, show(2, "Shogun", 90.0, 2026), familiar=frozenset((2,))) == 2


def row(number: int, title: str, popularity: float, year: int | None, network: str) -> TitleEntry:
    return show(reserved_id(number), title, popularity, year, network=network)


def test_what_is_kept_in_detail_outweighs_a_row_that_is_barely_known() -> None:
    kept = show(1, "Wednesday", 47.0, 2022, network="Netflix")
    assert chosen("wednesday", kept, row(7, "Wednesday", 16.0, 1991, "Netflix")) == 1
    assert chosen("wednesday", kept, row(7, "Wednesday", 250.0, 1991, "Netflix")) is None
    rows = [row(n, "Ghosts", p, 2019, "BBC One") for n, p in ((1, 50.0), (2, 30.0))]
    assert chosen("ghosts", *rows) is None, "rows are even among themselves"


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (row(7, "Wednesday", 300.0, None, "Netflix"), [1]),
        (row(7, "Wednesday", 300.0, None, "Amazon"), [reserved_id(7), 1]),
        (row(7, "Wednesday", 300.0, 2023, "Netflix"), [1]),
        (row(7, "Wednesday", 300.0, 2022, "Amazon"), [reserved_id(7), 1]),
        (row(7, "Wednesday", 300.0, 1991, "Netflix"), [reserved_id(7), 1]),
        (show(7, "Wednesday", 300.0, None, network="Netflix"), [7, 1]),
    ],
)
def test_a_row_of_no_other_year_is_the_show_of_its_title_and_network(
    other: TitleEntry, found: list[int]
) -> None:
    index = TitleIndex([show(1, "Wednesday", 47.0, 2022, network="Netflix"), other])
    assert [match.entry.show_id for match in index.exact("wednesday")] == found
    assert sorted(entry.show_id for entry in index.named("wednesday")) == sorted(found)
    assert sorted(match.entry.show_id for match in index.search("wednes")) == sorted(found)


def test_where_no_year_is_known_popularity_alone_tells() -> None:
    assert chosen("x", show(1, "X", 60.0, None), show(2, "X", 9.0, None)) == 1


def test_a_network_behind_a_title_picks_its_show() -> None:
    index = TitleIndex(
        [
            show(1, "The Office", 280.0, network="NBC", country="US"),
            show(2, "The Office", 60.0, network="BBC Two", country="GB"),
            show(3, "Garden FX", 1.0, network="Other"),
            show(4, "Garden", 9.0, network="FX"),
        ]
    )

    def exact(typed: str) -> list[int]:
        return [match.entry.show_id for match in index.exact(typed)]

    assert exact("the office bbc two") == [2]
    assert exact("The Office BBC") == [2]
    assert exact("office nbc") == [1]
    assert exact("garden fx") == [3]
    assert exact("the office hbo") == []
