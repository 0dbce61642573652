"""JavaScript's own readers of calendars and pages, where Node.js is there to run them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

_HERE = Path(__file__).parent
_FILES = ("package.json", "calendars.mjs", "pages.mjs")

_INSTALL_SECONDS = 90
_RUN_SECONDS = 100


def run_node(script: str, *words: str) -> Any:
    """What a script of this folder prints, as JSON; skips the test where it cannot be run."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    folder = _installed()
    ran = subprocess.run(
        [node, str(folder / script), *words],
        capture_output=True,
        text=True,
        timeout=_RUN_SECONDS,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout)


def chromium() -> str:
    """Where Chromium is; skips the test where it is not."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if (found := shutil.which(name)) is not None:
            return found
    pytest.skip("Chromium is not installed")


def _installed() -> Path:
    """The scripts beside the packages they need: installed once a machine, for all runs."""
    texts = [(_HERE / name).read_bytes() for name in _FILES]
    edition = hashlib.sha256(b"\0".join(texts)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"cliffhanger-node-{os.getuid()}-{edition}"
    if folder.is_dir():
        return folder
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    fresh = Path(tempfile.mkdtemp(prefix="cliffhanger-node-"))
    for name in _FILES:
        shutil.copy(_HERE / name, fresh)
    words = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0"]
    try:
        ran = subprocess.run(
            [npm, *words],
            cwd=fresh,
            capture_output=True,
            text=True,
            timeout=_INSTALL_SECONDS,
            check=False,
        )
        reason = ran.stderr[-300:] if ran.returncode else ""
    except subprocess.TimeoutExpired:
        reason = "it took too long"
    if reason:
        shutil.rmtree(fresh, ignore_errors=True)
        pytest.skip(f"npm could not install {', '.join(_FILES[:1])}: {reason}")
    try:
        fresh.rename(folder)
    except OSError:  # another test was quicker
        shutil.rmtree(fresh, ignore_errors=True)
    return folder
