"""How long a client waits before it connects again: at once, but where it keeps failing."""

from __future__ import annotations

import pytest

from bot.discord_client.reconnect_pace import ReconnectPace


class Losing:
    """Connections of so many shards that are lost, and the pauses before the next ones."""

    def __init__(self, shards: int = 1) -> None:
        self.now = 0.0
        self._pace = ReconnectPace(lambda: self.now, lambda: 1.0, shards)

    def after(self, seconds: float) -> float:
        self.now += seconds
        pause = self._pace.next_pause()
        self.now += pause
        return pause


def test_connections_that_are_closed_at_once_wait_ever_longer_until_one_lasts() -> None:
    losing = Losing()
    assert [losing.after(0.1) for _ in range(9)] == [0, 0, 0, 0, 0, 2, 4, 8, 16]
    assert losing.after(2) == 0
    assert ReconnectPace(lambda: 0.0, lambda: 0.0).next_pause() == 0


@pytest.mark.parametrize("shards", [1, 16])
def test_a_gateway_that_asks_for_new_connections_for_minutes_is_followed_at_once(
    shards: int,
) -> None:
    losing = Losing(shards)
    for _ in range(40):
        assert [losing.after(3), *(losing.after(0) for _ in range(shards - 1))] == [0] * shards
    # All day it would use up the sessions that a day has.
    began, made = losing.now, 0
    while losing.now - began < 86_400:
        losing.after(3)
        made += 1
        for _ in range(shards - 1):
            losing.after(0)
            made += 1
    assert made / shards < 3_000
