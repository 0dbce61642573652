"""Related shows share makers, cast, network or genres, and what is rare weighs most."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.related import Aspect, RelatedIndex, RelatedShows, features_of, shared_names
from bot.composition_root import Services
from bot.facts.writes import NewEdit
from tests.cogs.written import remove_show, said, write_in_server, write_show
from tests.facts.made import a_show

Features = frozenset[tuple[Aspect, str]]


def index_of(shows: dict[int, Features]) -> RelatedIndex:
    index = RelatedIndex()
    for show_id, features in shows.items():
        index.put(show_id, features)
    return index


def genres(*names: str) -> Features:
    return frozenset((Aspect.GENRE, name) for name in names)


def ids(index: RelatedIndex, show_id: int, features: Features, limit: int = 9) -> list[int]:
    return index.related(show_id, features, limit)


def test_what_is_rare_weighs_more_than_what_many_share() -> None:
    rare = frozenset({(Aspect.MAKER, "ann example")})
    shows = {at: genres("drama", "crime") for at in range(1, 10)}
    shows |= {10: genres("drama") | rare, 11: genres("drama", "noir"), 12: genres("drama", "noir")}
    index = index_of(shows)
    assert ids(index, 99, genres("drama", "noir") | rare)[:3] == [10, 11, 12]


def test_one_genre_or_one_network_relates_nothing_and_one_person_does() -> None:
    network: Features = frozenset({(Aspect.NETWORK, "netflix")})
    person: Features = frozenset({(Aspect.CAST, "bo example")})
    index = index_of({1: genres("drama"), 2: network, 3: person, 4: network | genres("drama")})
    assert sorted(ids(index, 99, network | genres("drama") | person)) == [3, 4]


def test_a_show_is_not_related_to_itself_nor_to_what_went() -> None:
    index = index_of({1: genres("a", "b"), 2: genres("a", "b"), 3: genres("a", "b")})
    assert ids(index, 1, genres("a", "b")) == [2, 3]
    index.put(3, ())
    index.put(2, genres("a", "c"))
    assert ids(index, 1, genres("a", "b")) == []


def test_names_are_folded_to_be_compared_and_written_as_they_are() -> None:
    one = a_show({1: {"cast": [{"person": "Zoë Example"}]}}, network="HBO", creators=["Ann Lee"])
    other = a_show(
        {3: {"cast": [{"person": "ZOE EXAMPLE"}]}}, network="hbo", producers=[{"person": "Ann Lee"}]
    )
    assert shared_names(one, other) == {
        Aspect.MAKER: ["Ann Lee"],
        Aspect.NETWORK: ["hbo"],
        Aspect.CAST: ["ZOE EXAMPLE"],
    }


_some = st.frozensets(st.tuples(st.sampled_from(Aspect), st.sampled_from("abcd")), max_size=6)


@given(st.dictionaries(st.integers(1, 20), _some), _some, st.integers(1, 5))
def test_the_nearest_are_those_of_a_whole_scan(
    shows: dict[int, Features], features: Features, limit: int
) -> None:
    found = index_of(shows).related(1, features, limit)
    everything = index_of(shows).related(1, features, 100)
    assert found == everything[:limit]
    rest = shows.keys() - set(everything) - {1}
    for show_id in rest:
        shared = shows[show_id] & features
        assert len(shared) < 2
        assert not any(aspect in (Aspect.MAKER, Aspect.CAST) for aspect, _ in shared)


def test_what_changes_nothing_that_shows_share_leaves_what_was_found() -> None:
    index = index_of({1: genres("a", "b"), 2: genres("a", "b")})
    found = index.edition
    index.put(1, genres("b", "a"))
    index.put(3, ())
    assert index.edition == found
    index.put(1, genres("a"))
    assert index.edition != found


async def caught_up(services: Services) -> RelatedShows:
    while await services.related.catch_up():
        pass
    return services.related


async def test_it_follows_what_everybody_sees(services: Services) -> None:
    alike: dict[str, Any] = {"network": "Zeta", "genres": ["noir", "opera"]}
    first = await write_show(services, title="First Of Them", **alike)
    second = await write_show(services, title="Second Of Them", **alike)
    await write_in_server(services, 10, title="Secret Of Them", **alike)
    show = await services.library.show(first)
    assert show is not None
    related = await caught_up(services)
    assert related.of(show, 5) == [second]
    await remove_show(services, "Second Of Them")
    related = await caught_up(services)
    assert related.of(show, 5) == []
    assert features_of(show)


async def test_what_one_server_says_of_a_show_relates_it_there_at_once(services: Services) -> None:
    show_id = await write_show(services, title="Told Of", network="Zeta", genres=["noir"])
    other = await write_show(services, title="Other Of", network="Zeta", genres=["noir", "opera"])
    related = await caught_up(services)

    async def names(scope: int) -> list[int]:
        await services.library.refresh()
        await caught_up(services)
        show = await services.library.show(show_id, scope)
        assert show is not None
        return related.of(show, 5)

    assert await names(10) == await names(0) == [other]
    await services.ledger.edit(NewEdit(1, show_id, 10, 7, "set", said(genres=["cooking"])))
    assert await names(10) == []
    assert await names(0) == [other]


async def test_what_was_asked_a_moment_too_early_is_not_told_for_good(services: Services) -> None:
    """The index may have taken up a write that the show in memory does not know of yet."""
    show_id = await write_show(services, title="Early Of", network="Zeta", genres=["noir"])
    other = await write_show(services, title="Late Of", network="Zeta", genres=["noir", "opera"])
    await services.library.refresh()
    before = await services.library.show(show_id)
    assert before is not None
    await services.ledger.edit(NewEdit(1, show_id, 0, 7, "set", said(genres=["cooking"])))
    related = await caught_up(services)
    assert related.of(before, 5) == [other]
    await services.library.refresh()
    await caught_up(services)
    now = await services.library.show(show_id)
    assert now is not None
    assert related.of(now, 5) == []
