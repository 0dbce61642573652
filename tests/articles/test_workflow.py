"""Whose article is read when several servers have theirs read at once."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.articles.fetch import CannotFetchError, FetchedPage, PageFetcher
from bot.composition_root import Services
from bot.errors import BadInputError
from tests.editing.editors import HERE, SOURCE, THERE, act

_LONG = "season 2 of The Show premieres on May 3 " * 1_500
_SHORT = "Nothing at all is told here, and that in very few words."


@pytest.mark.slow
@pytest.mark.parametrize(("other", "first"), [(THERE, "short"), (HERE, "long")])
async def test_a_long_article_holds_up_its_own_server_alone(
    services: Services, other: int, first: str
) -> None:
    done: list[str] = []

    async def drafted(name: str, text: str, guild: int) -> None:
        with pytest.raises(BadInputError):  # of no known show, and of nothing
            await services.drafting.from_text(act(guild), text.encode(), SOURCE, suggests=False)
        done.append(name)

    await drafted("before", _LONG[:200], HERE)  # what the first article needs is compiled
    await asyncio.gather(drafted("long", _LONG, HERE), drafted("short", _SHORT, other))
    assert done[1] == first


async def test_a_link_is_asked_for_as_its_message_means_it(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def fetch(fetcher: PageFetcher, link: str) -> FetchedPage:
        asked.append(link)
        raise CannotFetchError("The site did not answer.")

    monkeypatch.setattr(PageFetcher, "fetch", fetch)
    page = "https://news.example.com/wiki/Lamp_(series)"
    for text in (page, f"look: {page}.", f"(as {page}, says)", f"({page})", f"**{page}**!"):
        with pytest.raises(BadInputError):
            await services.drafting.from_message(
                act(HERE), text, SOURCE, date(2026, 5, 3), suggests=False
            )
    for text in ("(see https://news.example.com/lamp).", "[here](https://news.example.com/lamp)"):
        with pytest.raises(BadInputError):
            await services.drafting.from_message(
                act(HERE), text, SOURCE, date(2026, 5, 3), suggests=False
            )
    assert asked == [page] * 5 + ["https://news.example.com/lamp"] * 2
