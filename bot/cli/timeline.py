"""`timeline`: the seasons of a show as a picture in a file, and in words."""

from __future__ import annotations

from pathlib import Path

from ..alerts.follow import not_found_sentence
from ..answers.lookup import Asked, Found
from ..app import Services
from ..errors import BadInputError
from ..facts.models import Topic
from ..pictures.chart import chart_of, in_text


async def timeline(services: Services, title: str, file: Path) -> str:
    """Draw the show of that title into the file; returns what the picture shows, in words.

    Raises:
        BadInputError: no one show is called that, or none of its seasons has a date.
        GoneError: the id is of no show.
        OSError: the file cannot be written.
    """
    found = await services.lookup.meant(title)
    if not isinstance(found, Found):
        raise BadInputError(not_found_sentence(found))
    answer = services.lookup.answer(found.show, None, Topic.GENERAL, Asked())
    chart = chart_of(answer)
    words = in_text(chart)
    if not chart.bars:
        raise BadInputError(f"There is nothing to draw of {found.show.name}: {words}")
    picture = await services.pictures.png(chart)
    file.write_bytes(picture)  # noqa: ASYNC240 - nothing else runs in this process
    return words
