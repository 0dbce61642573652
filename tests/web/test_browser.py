"""The pages in a real browser: axe-core finds nothing, nothing is wider than 320 pixels.

What is printed is dark on white.
"""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta

import pytest

from bot.composition_root import Services
from bot.facts.air_date import AirDate
from bot.facts.models import Claim, Tier
from bot.facts.writes import NewEdit
from tests.locale.pseudo import pseudo_catalogue
from tests.web.node import chromium, run_node
from tests.web.reader import Reader


@pytest.mark.timeout(180)
async def test_pages_are_accessible_in_every_size_and_scheme(
    reader: Reader, services: Services
) -> None:
    browser = chromium()
    # Names that can be parted nowhere, for the lists of the first page.
    today = services.clock().date()
    long = [
        Claim(season, field, "", value, Tier.CURATOR, "editor", "", today)
        for season, field, value in (
            (None, "title", "Donaudampfschifffahrt" * 9),
            (None, "network", "Rundfunkanstalten" * 6),
            (1, "premiere", AirDate.on(today + timedelta(days=7))),
        )
    ]
    await services.ledger.edit(NewEdit(901, None, 0, 7, "add", tuple(long)))
    await services.library.refresh()
    [match] = services.library.titles.exact("Stranger Things")
    show = f"/show/{match.entry.show_id}-stranger-things"
    paths = ["/", f"{show}/season-5"]
    pictures = os.environ.get("WEB_PICTURES", "-")
    if pictures != "-":
        paths += [show, "/nowhere"]
    addresses = [reader.address + path for path in paths]
    # Narrow pages are in German, whose place a language has that is half as long again.
    with pseudo_catalogue():
        found = await asyncio.to_thread(run_node, "pages.mjs", browser, pictures, *addresses)
    assert len(found) >= 3 * len(paths)
    assert {each["ink"] for each in found if each["styles"]} == {"rgb(29, 31, 35)"}
    # Without styles nothing parts a word.
    wider = [each for each in found if each["wider"] > 0 and each["styles"]]
    assert [each for each in found if each["violations"] or each in wider] == []
