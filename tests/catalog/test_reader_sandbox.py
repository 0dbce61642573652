"""Files are read in a process of their own: what they say comes back, what they do does not."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import date
from pathlib import Path

import pytest

from bot.catalog.reader import IMPORT, read_bytes
from bot.catalog.reader_sandbox import SandboxedReader
from bot.errors import BadFileError

TODAY = date(2026, 11, 28)
SLOW = b'title = "X"\n' + b"".join(b"[a%d.b]\n" % number for number in range(90_000))
"""A mebibyte of tables, for which the standard library takes seconds."""


async def read(data: bytes, name: str, seconds: float = 5.0) -> object:
    return await SandboxedReader(seconds).read(data, name, source=IMPORT, today=TODAY)


async def test_what_a_file_says_is_what_it_says_in_this_process() -> None:
    data = b'title = "Soundtrack"\nyear = 2019\n[[seasons]]\nnumber = 1\npremiere = "2019-12-18"\n'
    expected = read_bytes(data, "a.toml", source=IMPORT, today=TODAY)
    assert await read(data, "a.toml") == expected


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        (
            "a.toml",
            b'title="X"\n' + b".".join([b"a"] * 16_000) + b"=1",
            "line 2: a key has at most",
        ),
        ("a.toml", b'title="X"\n[[x' + b".x" * 200_000 + b"]]", "line 2: a key has at most"),
        ("a.toml", b'title="X"\n' + b'"a" . ' * 9_000 + b"a=1", "line 2: a key has at most"),
        ("a.json", b"[" * 200_000, "nested too deeply"),
        ("a.json", b'{"a":1,"title":"X","a":2}', "'a' is there twice"),
        ("a.toml", b"\xff", "not UTF-8"),
        ("a.txt", b"title", "ends in .toml"),
    ],
    ids=["dotted keys", "dotted headers", "quoted keys", "nesting", "twice", "bytes", "ending"],
)
async def test_a_file_that_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(BadFileError, match=reason):
        await read(data, name)


async def test_repeated_keys_are_found_in_linear_time() -> None:
    def keys(count: int) -> bytes:
        return ("{" + ",".join(f'"k{n}":1' for n in range(count)) + ',"k0":2}').encode()

    def seconds(count: int) -> float:
        data = keys(count)
        began = time.process_time()
        with pytest.raises(BadFileError, match="there twice"):
            read_bytes(data, "a.json", source=IMPORT, today=TODAY)
        return time.process_time() - began

    assert min(seconds(40_000) for _ in range(3)) < 40 * max(seconds(4_000), 0.001)


async def test_a_file_that_takes_too_long_is_given_up_and_the_loop_goes_on() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.01)
            turns += 1

    counting = asyncio.create_task(count())
    with pytest.raises(BadFileError, match="takes too long"):
        await read(SLOW, "a.toml", seconds=0.6)
    counting.cancel()
    assert turns > 10


async def test_files_wait_for_their_turn_and_no_more_than_a_few() -> None:
    reader = SandboxedReader(0.5)
    reads = [
        asyncio.create_task(reader.read(SLOW, f"{n}.toml", source=IMPORT, today=TODAY))
        for n in range(8)
    ]
    await asyncio.sleep(0)
    with pytest.raises(BadFileError, match="other files are being read"):
        await reader.read(b"", "late.toml", source=IMPORT, today=TODAY)
    for task in reads[1:]:
        task.cancel()
    with pytest.raises(BadFileError, match="takes too long"):
        await reads[0]


CONFINED = """
import os, signal
def nice(increment):
    {act}
os.nice = nice
"""
"""Read by each Python that starts: what a confined process may find as it goes behind others."""


@pytest.mark.parametrize(
    ("act", "answer", "logged"),
    [
        ("raise PermissionError(1, 'Operation not permitted')", None, None),
        ("os.kill(os.getpid(), signal.SIGSYS)", "the bot's log says why", "exit code -31"),
        ("raise ImportError('no module')", "the bot's log says why", "ImportError: no module"),
        ("raise MemoryError", "too much memory", None),
    ],
    ids=["refused", "killed", "broken", "memory"],
)
async def test_a_confined_process_reads_all_the_same_or_its_end_is_logged(
    act: str,
    answer: str | None,
    logged: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "sitecustomize.py").write_text(CONFINED.format(act=act), "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    if answer is None:
        assert await read(b'title = "X"', "a.toml") is not None
    else:
        with pytest.raises(BadFileError, match=answer):
            await read(b'title = "X"', "a.toml")
    warnings = [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    assert len(warnings) == (logged is not None)
    assert all(logged in warning for warning in warnings if logged)
