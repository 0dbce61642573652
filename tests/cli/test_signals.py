"""The process is told to end, with and without a loop that knows signals."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.cli import preview, signals
from bot.cli.signals import stop_on_signals
from bot.settings import Settings

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture
def handlers() -> Iterator[None]:
    """Whatever the test installs is taken away again."""
    before = {sign: signal.getsignal(sign) for sign in _ENDING}
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # where the tests themselves are to outlive one
    yield
    for sign, handler in before.items():
        signal.signal(sign, handler)


class LoopOfWindows(asyncio.SelectorEventLoop):
    """The loops of Windows refuse: https://docs.python.org/3/library/asyncio-platforms.html"""

    def add_signal_handler(self, sig: int, callback: Callable[..., object], *args: Any) -> None:
        raise NotImplementedError


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize("loop_of", [asyncio.SelectorEventLoop, LoopOfWindows])
@pytest.mark.parametrize("sign", _ENDING)
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


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_told_to_end_says_by_which_signal(sign: signal.Signals) -> None:
    signals.end_in_order()
    with pytest.raises(SystemExit) as ended:
        signal.raise_signal(sign)
    assert ended.value.code == 128 + sign


@pytest.mark.usefixtures("handlers")
def test_a_hangup_that_nohup_ignores_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    async def work() -> bool:
        stop = asyncio.Event()
        stop_on_signals(asyncio.get_running_loop(), stop)
        signal.raise_signal(signal.SIGHUP)
        await asyncio.sleep(0)
        return stop.is_set()

    signals.end_in_order()
    assert not asyncio.run(work())
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
