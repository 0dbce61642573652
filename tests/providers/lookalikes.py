"""Look-alikes of the providers' answers, about shows that do not exist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("fixtures")


def fixture(name: str) -> Any:
    """A fresh copy of one answer."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
