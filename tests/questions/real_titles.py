"""Real titles, and the typos made in them.

`small_catalogue` is in the tree: the starter catalogue with some 430 well-known titles and titles
that are words of a question. `real_titles` are the 35,590 that may lie beside the project.
"""

import csv
import random
import string
import tomllib
import zlib
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from bot.questions.index.segment import Segment
from bot.questions.index.segment_builder import build
from bot.questions.index.titles import TitleEntry, TitleIndex

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
TITLES = SHARED / "titles" / "tmdb_tv_titles.tsv"
THERE = TITLES.exists()
"""Whether there are any `real_titles`; to read them all for that would take a third of a second."""

needs_titles = pytest.mark.skipif(
    not THERE, reason="../shared/data/titles is not beside the project"
)
"""The mark of a test of the `real_titles`."""

WELL_KNOWN = Path(__file__).with_name("titles.tsv")


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


CATALOGUE = Path(__file__).resolve().parents[2] / "data" / "catalog"


@cache
def whole_catalogue() -> tuple[TitleEntry, ...]:
    """The starter catalogue, and the real titles it does not have."""
    started = _starter_catalogue()
    known = {entry.show_id for entry in started}
    # A starter show without its TMDB id is told by the figures copied with its title.
    known_by_name = {(entry.title, entry.popularity) for entry in started}
    return (
        *started,
        *(
            entry
            for entry in real_titles()
            if entry.show_id not in known and (entry.title, entry.popularity) not in known_by_name
        ),
    )


@cache
def small_catalogue() -> tuple[TitleEntry, ...]:
    """The starter catalogue, and the titles of `titles.tsv`."""
    with WELL_KNOWN.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return (
            *_starter_catalogue(),
            *(
                TitleEntry(
                    show_id=number,
                    title=row["title"],
                    country=row["country"] or None,
                    network=row["network"] or None,
                    popularity=float(row["popularity"]),
                    names=(row["other_name"],) if row["other_name"] else (),
                )
                for number, row in enumerate(rows, 2 * 10**8)
            ),
        )


def _starter_catalogue() -> list[TitleEntry]:
    return [_starter(path) for path in sorted(CATALOGUE.glob("*.toml"))]


def _starter(path: Path) -> TitleEntry:
    show = tomllib.loads(path.read_text(encoding="utf-8"))

    def value(key: str) -> object:
        fact = show.get(key)
        return fact["value"] if isinstance(fact, dict) and "value" in fact else fact

    aliases = value("aliases") or []
    original = value("original_title")
    assert isinstance(aliases, list)
    names = [name for name in (original, *aliases) if name and name != value("title")]
    popularity = value("popularity")
    ids = show.get("ids", {})
    return TitleEntry(
        show_id=int(ids.get("tmdb") or 10**8 + zlib.crc32(path.stem.encode())),
        title=str(value("title")),
        year=int(str(value("year"))) if value("year") else None,
        country=str(value("country") or "") or None,
        kind=str(value("kind") or "") or None,
        network=str(value("network") or "") or None,
        popularity=float(str(popularity or 0.0)),
        names=tuple(map(str, names)),
    )


@cache
def among_many(*shows: TitleEntry) -> TitleIndex:
    """These among so many others that a show which is asked about is surely known.

    Whoever asks for the same ones shares the index, and changes nothing in it.
    """
    others = (TitleEntry(10**9 + at, f"Zyxw Vuts {at}") for at in range(10_000))
    return TitleIndex((*shows, *others))


LARGE = 90_000


@cache
def large_catalogue() -> tuple[TitleEntry, ...]:
    """The whole catalogue, filled up to 90,000 with little known shows of halved names."""
    made = list(whole_catalogue())
    chance = random.Random(11)
    shows = real_titles() or whole_catalogue()
    ids = count(2 * 10**9)
    while len(made) < LARGE:
        start, end = (chance.choice(shows).title.split() for _ in range(2))
        title = " ".join(start[: (len(start) + 1) // 2] + end[len(end) // 2 :])
        made.append(TitleEntry(next(ids), title, popularity=chance.random() * 2.5))
    return tuple(made)


@cache
def large_index() -> TitleIndex:
    """All of them, as a bot that was started holds them."""
    index = TitleIndex()
    index.adopt(Segment(build(large_catalogue())))
    return index
