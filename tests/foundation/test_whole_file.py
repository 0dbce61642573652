"""A file appears whole or not at all, and what killed processes left of one does not stay."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bot.foundation.whole_file import growing

HOUR = 3600


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def fail_halfway(target: Path) -> None:
    with growing(target) as part:
        part.write_text("second")
        part.with_name(f"{part.name}-wal").write_text("beside it")
        raise KeyError


def test_it_takes_its_place_at_the_end_or_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    with growing(target) as part:
        part.write_text("first")
        assert names(tmp_path) == [part.name]
    with pytest.raises(KeyError):
        fail_halfway(target)
    assert target.read_text() == "first"
    with growing(target) as one, growing(target) as other:
        one.write_text("one")
        other.write_text("other")
    assert target.read_text() == "one"
    assert names(tmp_path) == ["copy.db"]


@pytest.mark.parametrize("tail", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("age", [2 * HOUR, -2 * HOUR])
def test_what_was_left_goes_before_the_next_grows(tmp_path: Path, tail: str, age: float) -> None:
    left = f"copy.db.0123abcd.part{tail}"
    others = [f"copy.db.89abcdef.part{tail}", f"other.db.0123abcd.part{tail}", "copy.db.part"]
    for name in (left, *others):
        (tmp_path / name).write_bytes(b"half")
    for name in (left, *others[1:]):
        os.utime(tmp_path / name, times=(time.time() - age,) * 2)
    with growing(tmp_path / "copy.db") as part:
        part.write_bytes(b"whole")
        assert names(tmp_path) == sorted([*others, part.name]), "one may just be growing"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners and modes here")
def test_it_is_open_to_those_to_whom_the_one_before_it_was(tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("before")
    target.chmod(0o640)
    with growing(target) as part:
        part.write_text("after")
        part.chmod(0o644)
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("after", 0o640)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners and modes here")
def test_a_new_one_is_open_to_nobody_to_whom_its_model_is_closed(tmp_path: Path) -> None:
    for model, mode, expected in ((0o600, 0o644, 0o600), (0o664, 0o600, 0o600)):
        (tmp_path / "model").touch()
        (tmp_path / "model").chmod(model)
        with growing(tmp_path / "copy", like=tmp_path / "model") as part:
            part.touch()
            part.chmod(mode)
        assert (tmp_path / "copy").stat().st_mode & 0o777 == expected
        (tmp_path / "copy").unlink()


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="root alone gives files away")
def test_what_root_writes_belongs_to_whoever_has_what_was_there(tmp_path: Path) -> None:
    target, new = tmp_path / "copy.db", tmp_path / "new.db"
    target.touch()
    os.chown(target, 4321, 8765)
    for file, like in ((target, None), (new, target)):
        with growing(file, like=like) as part:
            part.touch()
        status = file.stat()
        assert (status.st_uid, status.st_gid) == (4321, 8765)


def test_a_link_is_followed_and_one_in_a_circle_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with growing(tmp_path / "link") as part:
        part.write_text("whole")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "whole"
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with pytest.raises(OSError, match="circle"), growing(tmp_path / "circle"):
        pass
    with pytest.raises(OSError, match="no"), growing(tmp_path / "no" / "file") as part:
        part.write_text("nowhere")
