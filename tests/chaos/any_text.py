"""Every text that Unicode has, in every place that reads text.

``python -m tests.chaos.any_text`` reads 100,000; what is told is a sentence, never another error.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC
from pathlib import Path

from bot.alerts import change_kinds
from bot.cli.ask import ask
from bot.composition_root import Services, open_services
from bot.editing.input import SETTABLE, read_input, resolve_field_name
from bot.errors import CliffhangerError
from bot.facts.fields import SEASON_FIELDS
from bot.facts.parse.air_dates import read_date
from bot.facts.parse.values import check_link, check_region
from bot.facts.time_zones import read_zone
from bot.facts.value_codecs import BadValueError
from bot.presentation.markup import Markdown, clip, tamed
from bot.settings import Settings
from tests.clock import TODAY

_WORDS = (
    "season {} of Soundtrack",
    "Soundtrack season {}",
    "is there another {} season",
    "{}",
    "{} {}",
    "when does {} come out",
    "id:{}",
    "{} October {}",
    "{}-{}-{}",
    "Q{} 20{}",
    "{}:30 pm ET",
    "https://{}.example/{}",
    "S{}E{}",
)
"""Where a piece of text meets words or signs that are read as something."""


def by_category() -> dict[str, list[str]]:
    """Signs of every category that Unicode has; at most 3,000 of each."""
    found: dict[str, list[str]] = {}
    for number in range(sys.maxunicode + 1):
        sign = chr(number)
        found.setdefault(unicodedata.category(sign), []).append(sign)
    chance = random.Random(1)
    return {
        name: signs if len(signs) <= 3000 else chance.sample(signs, 3000)
        for name, signs in found.items()
    }


def texts(count: int, seed: int) -> Iterator[str]:
    """So many texts: each category in turn, alone and between words."""
    chance = random.Random(seed)
    signs = by_category()
    names = sorted(signs)
    for number in range(count):
        own = signs[names[number % len(names)]]
        pieces = ["".join(chance.choices(own, k=chance.choice((1, 1, 2, 5, 40)))) for _ in range(3)]
        shape = chance.choice(_WORDS)
        yield shape.format(*pieces)


def _readers() -> Sequence[tuple[str, Callable[[str], object]]]:
    """What reads a text by itself."""
    today = TODAY.date()

    def field(name: str) -> Callable[[str], object]:
        season, stored = resolve_field_name(1 if name in SEASON_FIELDS else None, name)

        def read(text: str) -> object:
            link = "https://e.example/"
            return read_input(season, stored, text, link, today=today, zone=UTC)

        return read

    return (
        *((f"`{name}`", field(name)) for name in SETTABLE),
        ("date", lambda text: read_date(text, today=today, zone=UTC)),
        ("zone", read_zone),
        ("region", check_region),
        ("link", check_link),
        ("kinds of alerts", change_kinds.parse),
        ("markdown", lambda text: Markdown().escape(clip(tamed(text), 100))),
    )


async def read_all(services: Services, count: int, seed: int) -> list[str]:
    """What failed with anything but a sentence: the reader, the text, the error."""
    wrong = []
    readers = _readers()
    for number, text in enumerate(texts(count, seed)):
        for name, reader in readers:
            try:
                reader(text)
            except (CliffhangerError, BadValueError):
                pass
            except Exception as error:  # noqa: BLE001 - it is what is looked for
                wrong.append(f"{name}: {text!a}: {error!r}")
        try:
            services.lookup.suggest(text)
            await services.lookup.find(text)
            await ask(services, text)
        except CliffhangerError:
            pass
        except Exception as error:  # noqa: BLE001 - it is what is looked for
            wrong.append(f"question: {text!a}: {error!r}")
        if number % 100 == 0:
            await asyncio.sleep(0)
    return wrong


async def run(folder: Path, count: int, seed: int) -> list[str]:
    """Read them all beside the starter catalogue."""
    url = f"sqlite+aiosqlite:///{folder / 'any.db'}"
    settings = Settings(database_url=url, tvmaze_url=None, anilist_url=None)
    async with open_services(settings) as services:
        return await read_all(services, count, seed)


def main() -> int:
    """Print what failed; 1 where anything did."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.any_text", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="any-text-") as folder:
        wrong = asyncio.run(run(Path(folder), given.count, given.seed))
    print(*wrong[:50], sep="\n")
    print(f"{given.count:,} texts, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
