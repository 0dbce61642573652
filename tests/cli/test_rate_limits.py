"""How long the bot waits before it connects again."""

from __future__ import annotations

import logging
import sys

from bot.cli.connection import ReconnectPace
from bot.cli.logs import ReconnectInOneLine


def test_lost_connections_wait_ever_longer_until_one_lasts() -> None:
    now = 0.0

    def lost_after(seconds: float) -> float:
        nonlocal now
        now += seconds
        pause = pace.next_pause()
        now += pause
        return pause

    pace = ReconnectPace(lambda: now, lambda: 1.0)
    assert [lost_after(1) for _ in range(9)] == [0, 0, 0, 0, 0, 2, 4, 8, 16]
    assert lost_after(61) == 0
    assert ReconnectPace(lambda: now, lambda: 0.0).next_pause() == 0


def test_a_lost_connection_is_one_line() -> None:
    try:
        raise ConnectionResetError("page of\n an outage: 100 %")
    except ConnectionResetError:
        lost = logging.LogRecord(
            "discord.client", 40, "", 0, "Attempting a reconnect in %.2fs", (1.5,), sys.exc_info()
        )
        other = logging.LogRecord(
            "discord.client", 40, "", 0, "Ignoring exception in %s", ("on_ready",), sys.exc_info()
        )
    assert ReconnectInOneLine().filter(lost)
    assert ReconnectInOneLine().filter(other)
    assert logging.Formatter("%(levelname)s %(message)s").format(lost) == (
        "WARNING the connection to Discord failed: page of an outage: 100 %; "
        "connecting again in 2 s"
    )
    assert other.exc_info is not None
