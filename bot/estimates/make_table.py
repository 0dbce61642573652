"""Makes the shipped table anew: ``python -m bot.estimates.make_table PREMIERES [TITLES]``.

PREMIERES is tab-separated with the columns source, show_key, show, season, premiere_date,
end_date and network; TITLES, if given, names the networks of shows for which PREMIERES does not
(tmdb_id, title, popularity, networks). The starter catalogue is one more source, and the one that
knows the latest years.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .calibration import by_group, calibrated
from .runs import read_runs
from .shipped_table import TABLE, written


def main(arguments: Sequence[str]) -> None:
    """Read the files that are named, calibrate, and replace the table."""
    runs = read_runs(*map(Path, arguments))
    TABLE.write_text(written(by_group(runs), calibrated(runs)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
