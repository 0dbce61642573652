"""Lines of JSON in the log."""

from __future__ import annotations

import json
import logging
import sys

from bot.operations.log_format import JsonLines


def test_a_record_is_one_line_with_its_traceback() -> None:
    try:
        raise ValueError("no\nline")
    except ValueError:
        record = logging.LogRecord(
            "bot.x", logging.ERROR, __file__, 1, "it failed: %s", ("a\nb",), sys.exc_info()
        )
    record.created = 1_800_000_000.25
    line = JsonLines().format(record)
    assert "\n" not in line
    entry = json.loads(line)
    assert entry["traceback"].endswith("ValueError: no\nline")
    del entry["traceback"]
    assert entry == {
        "time": "2027-01-15T08:00:00.250+00:00",
        "level": "error",
        "logger": "bot.x",
        "message": "it failed: a\nb",
    }
