"""What systemd is told, over a socket of its kind."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.operations.health import READY, STOPPING, Notifier


@pytest.fixture
def manager(tmp_path: Path) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listening.bind(str(tmp_path / "notify"))
    listening.settimeout(30)
    return listening


def waiting(manager: socket.socket) -> Iterator[bytes]:
    """What has arrived by now."""
    with suppress(BlockingIOError):
        while True:
            yield manager.recv(100)


async def test_states_arrive_and_the_watchdog_is_patted_while_all_is_well(
    manager: socket.socket,
) -> None:
    notifier = Notifier(manager.getsockname(), 20_000)
    manager.setblocking(False)
    began = time.monotonic()
    notifier.send(READY)
    well = True
    patting = asyncio.create_task(notifier.watchdog(lambda: well))
    heard: list[bytes] = []
    async with asyncio.timeout(30):
        while len(heard) < 4:
            await asyncio.sleep(0.005)
            heard += waiting(manager)
    assert heard[0] == b"READY=1"
    assert set(heard[1:]) == {b"WATCHDOG=1"}
    # At once, and then twice in the time within which systemd wants one.
    assert len(heard) - 2 <= (time.monotonic() - began) / 0.010
    well = False
    await asyncio.sleep(0.05)
    assert not list(waiting(manager))
    manager.settimeout(30)
    patting.cancel()
    notifier.send(STOPPING)
    assert manager.recv(100) == b"STOPPING=1"
    manager.close()


async def test_without_systemd_nothing_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    notifier = Notifier(None, 0)
    notifier.send(READY)
    await asyncio.wait_for(notifier.watchdog(lambda: True), 1)
    assert caplog.records == []


def test_a_socket_that_is_gone_is_a_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Notifier(str(tmp_path / "none"), 0).send(READY)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "systemd was not told READY=1" in record.getMessage()
