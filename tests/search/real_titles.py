"""The 35,590 real titles kept beside the project, and the typos made in them."""

import csv
import random
import string
from functools import cache
from pathlib import Path

from bot.search.titles import TitleEntry

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
TITLES = SHARED / "titles" / "tmdb_tv_titles.tsv"


@cache
def real_titles() -> tuple[TitleEntry, ...]:
    """Every show of the file; empty where the file is absent."""
    if not TITLES.exists():
        return ()
    with TITLES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(
            TitleEntry(
                show_id=int(row["tmdb_id"]),
                title=row["title"],
                country=row["network_countries"] or None,
                network=row["networks"] or None,
                popularity=float(row["popularity"]),
                names=()
                if row["original_title"] in ("", row["title"])
                else (row["original_title"],),
            )
            for row in rows
        )


def one_edit(title: str, chance: random.Random) -> str:
    """The title with one letter left out, added, replaced, or swapped with its neighbour."""
    at = chance.randrange(len(title))
    letter = chance.choice(string.ascii_lowercase)
    kind = chance.randrange(4 if len(title) > 1 else 3)
    if kind == 0:
        return title[:at] + title[at + 1 :]
    if kind == 1:
        return title[:at] + letter + title[at:]
    if kind == 2:
        return title[:at] + letter + title[at + 1 :]
    at = chance.randrange(len(title) - 1)
    return title[:at] + title[at + 1] + title[at] + title[at + 2 :]
