"""The pages in a real browser: axe-core finds nothing, nothing is wider than 320 pixels."""

from __future__ import annotations

import asyncio
import os

import pytest

from bot.composition_root import Services
from tests.locale.pseudo import pseudo_catalogue
from tests.web.node import chromium, run_node
from tests.web.reader import Reader


@pytest.mark.timeout(180)
async def test_pages_are_accessible_in_every_size_and_scheme(
    reader: Reader, services: Services
) -> None:
    browser = chromium()
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
    assert [each for each in found if each["violations"] or each["wider"] > 0] == []
