"""Titles of popular shows, for where no provider can be reached: only the titles are known.

A file has a show on each line, with TAB between the id at TMDB, title, original title, popularity
there, network and country. It is made from a longer list of the same columns:

    python -m bot.catalog.known_titles LIST > data/known_titles.tsv
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from ..facts.fields import SHOW_FIELDS
from ..facts.models import INDEX, Claim, Statement, Tier

KNOWN = 2_000
"""How many titles are kept, the most popular ones."""

AS_OF = date(2026, 11, 28)
"""The day on which the file was made."""

_PAGE = "https://www.themoviedb.org/tv/"
_COLUMNS = ("id", "title", "original_title", "popularity", "network", "country")


def read_known_titles(file: Path) -> list[Statement]:
    """What the file says of each show, with its page at TMDB as the source.

    Raises:
        OSError: it cannot be read.
    """
    with file.open(encoding="utf-8", newline="") as lines:
        return [_statement(row) for row in _rows(lines, _COLUMNS)]


def _rows(lines: Iterable[str], columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        yield dict(zip(columns, row, strict=True))


def _statement(row: dict[str, str]) -> Statement:
    link = f"{_PAGE}{row['id']}"
    values: dict[str, object] = {
        name: row[name] for name in ("title", "original_title", "network", "country") if row[name]
    }
    claims = [
        Claim(None, name, "", SHOW_FIELDS[name].decode(value), Tier.SOURCE, INDEX, link, AS_OF)
        for name, value in (values | {"popularity": float(row["popularity"])}).items()
    ]
    claims.append(Claim(None, "ids", "tmdb", row["id"], Tier.SOURCE, INDEX, link, AS_OF))
    return Statement(INDEX, f"tmdb-{row['id']}", Tier.SOURCE, link, AS_OF, tuple(claims))


def _popular(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The first network and country of each of the most popular shows of a list."""
    rows = sorted(_rows(lines, _COLUMNS), key=lambda row: (-float(row["popularity"]), row["id"]))
    for row in rows[:KNOWN]:
        original = row["original_title"] if row["original_title"] != row["title"] else ""
        network, country = row["network"].split("|")[0], row["country"].split("|")[0]
        popularity = f"{float(row['popularity']):.1f}"
        yield (row["id"], row["title"], original, popularity, network, country)


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as everything:
        next(everything)  # The first row has the names of the columns.
        for known in _popular(everything):
            sys.stdout.write("\t".join(known) + "\n")
