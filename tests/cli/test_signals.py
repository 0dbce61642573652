"""The process is told to end, with and without a loop that knows signals."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.cli import preview
from bot.cli.run import stop_on_signals
from bot.settings import Settings


@pytest.fixture
def handlers() -> Iterator[None]:
    """Whatever the test installs is taken away again."""
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)}
    yield
    for sign, handler in before.items():
        signal.signal(sign, handler)


class LoopOfWindows(asyncio.SelectorEventLoop):
    """The loops of Windows refuse: https://docs.python.org/3/library/asyncio-platforms.html"""

    def add_signal_handler(self, sig: int, callback: Callable[..., object], *args: Any) -> None:
        raise NotImplementedError


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize("loop_of", [asyncio.SelectorEventLoop, LoopOfWindows])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it(loop_of: Callable[[], Any], sign: signal.Signals) -> None:
    async def work() -> None:
        stop = asyncio.Event()
        stop_on_signals(asyncio.get_running_loop(), stop)
        signal.raise_signal(sign)
        await asyncio.wait_for(stop.wait(), 5)

    with asyncio.Runner(loop_factory=loop_of) as runner:
        runner.run(work())


@pytest.mark.usefixtures("handlers")
def test_the_preview_begins_where_no_loop_knows_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    class OpenedError(Exception):
        pass

    def opened(*_: object) -> None:
        raise OpenedError

    monkeypatch.setattr(preview, "open_services", opened)
    with (
        asyncio.Runner(loop_factory=LoopOfWindows) as runner,
        pytest.raises(OpenedError),
    ):
        runner.run(preview.preview(Settings()))
