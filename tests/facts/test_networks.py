"""Networks under the names that they had, and those that only resemble each other."""

from __future__ import annotations

import pytest

from bot.facts.networks import network_key, network_names, same_network


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("Max", "HBO Max"), ("hbo  max", "MAX"), ("AMC+", "AMC Plus"), ("amc +", "AMC+")),
        *(("Peacock", "Peacock Premium"), ("CBS All Access", "Paramount Plus")),
        *(("Apple TV", "Apple TV Plus"), ("Amazon Prime Video", "Prime Video"), ("Syfy", "Sci-Fi")),
        *(("The CW", "CW"), ("A&E", "a and e"), ("Epix", "MGM+"), ("Hotstar", "JioHotstar")),
        *(("Adult Swim", "[adult swim]"), ("CANAL+", "Canal Plus"), ("テレビ東京", "テレビ東京")),
        *(("ITV1", "ITV"), ("Nat Geo", "National Geographic"), ("Network 10", "10")),
    ],
)
def test_names_of_one_network(one: str, other: str) -> None:
    assert same_network(one, other)
    assert same_network(other, one)
    assert network_key(one) in network_names(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("HBO", "HBO Max"), ("AMC", "AMC+"), ("Disney+", "Disney Channel"), ("BET", "BET+")),
        *(("Paramount+", "Paramount Network"), ("Discovery+", "Discovery Channel")),
        *(("Apple TV", "Apple Music"), ("FX", "FXX"), ("ABC", "NBC"), ("BBC One", "BBC Two")),
        *(("Cinemax", "Max"), ("MTV", "MTV2"), ("Hallmark+", "Hallmark Channel"), ("", "Max")),
        *(("Sky Atlantic", "Sky Max"), ("Channel 4", "Channel 5"), ("!!!", "???")),
    ],
)
def test_networks_of_similar_names_are_not_the_same(one: str, other: str) -> None:
    assert not same_network(one, other)
    assert not network_names(one) & network_names(other)


def test_nobody_is_on_no_network() -> None:
    assert not same_network(None, None)
    assert not same_network(None, "Max")


@pytest.mark.parametrize("name", ["Max", "The CW", "A&E", "AMC Plus", "Roku", "U&Dave", "", "+"])
def test_a_key_is_its_own(name: str) -> None:
    assert network_key(network_key(name)) == network_key(name)
