"""Which shards a process should have: settings as they are written, and fair shares."""

from __future__ import annotations

import random

import pytest

from bot.cluster.assignment import change, listed, parse_shards, shard_of
from bot.errors import SettingsError
from bot.settings import Settings


def test_shards_are_read_as_they_are_written() -> None:
    assert parse_shards("0-3, 7", 16) == {0, 1, 2, 3, 7}
    assert parse_shards("Auto", 16) is None
    assert listed([7, 0, 1, 3, 2]) == "shards 0-3, 7"
    assert listed([0]) == "shard 0", "and not as many as none"
    assert listed([]) == "no shard"
    settings = Settings.read({"SHARDS": "16", "SHARD_IDS": "4-7"})
    assert (settings.shards, settings.shard_ids) == (16, {4, 5, 6, 7})


@pytest.mark.parametrize(
    ("shards", "ids", "sentence"),
    [
        ("8", "0-8", "names shard 8; of 8 shards the last is 7"),
        ("8", "0-3,3", "names shards twice: 3"),
        ("8", "3-1", "runs backwards: 3-1"),
        ("8", "some", "must be auto, or shards like"),
        ("8", "-1", "must be auto, or shards like"),
        ("", "0-3", "needs SHARDS"),
        ("0", "0", "SHARDS must be a whole number from 1"),
    ],
)
def test_shards_that_cannot_be_have_a_sentence(shards: str, ids: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        Settings.read({"SHARDS": shards, "SHARD_IDS": ids})


def test_a_server_is_on_one_shard() -> None:
    chance = random.Random(1)
    shards = {shard_of(chance.randrange(1 << 60), 4) for _ in range(200)}
    assert shards == {0, 1, 2, 3}
    assert shard_of((5 << 22) | 7, 4) == 1
    assert shard_of(0, 4) == 0, "direct messages"


def test_shares_become_equal_whoever_comes_and_goes() -> None:
    chance = random.Random(2)
    for count in (1, 3, 8, 16):
        has: dict[str, set[int]] = {}
        for _ in range(60):
            if has and chance.random() < 0.4:
                del has[chance.choice(sorted(has))]
            else:
                has[f"p{chance.randrange(10_000)}"] = set()
            for _ in range(2):  # those who give come first, or in the next second
                for name, mine in has.items():
                    holders = {shard: who for who, some in has.items() for shard in some}
                    claimed, spare = change(count, None, mine, holders, len(has), len(has))
                    assert not set(claimed) & holders.keys()
                    mine.update(claimed)
                    mine.difference_update(spare)
                    assert len(mine) <= -(-count // len(has)), name
            served = [shard for some in has.values() for shard in some]
            assert sorted(served) == (list(range(count)) if has else [])


def test_a_new_one_takes_what_is_free_and_is_given_nothing_yet() -> None:
    mine = {0, 1, 2}
    assert change(4, None, mine, dict.fromkeys(mine, "me"), 2, 1) == ([], [])
    assert change(4, None, set(), dict.fromkeys(mine, "other"), 2, 1) == ([3], [])
    assert change(4, None, mine, dict.fromkeys(mine, "me"), 2, 2) == ([], [2])


def test_who_names_shards_takes_those_alone() -> None:
    assert change(8, frozenset({1, 2}), set(), {2: "other"}, 5, 5) == ([1], [])
    assert change(8, frozenset({1, 2}), {1, 2}, {1: "me", 2: "me"}, 5, 5) == ([], [])
