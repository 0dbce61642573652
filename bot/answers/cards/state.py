"""What a card must remember, written into the `custom_id` of its components."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from ...facts.models import Topic

CODES = {
    Topic.GENERAL: "g",
    Topic.RELEASE: "r",
    Topic.CAST: "c",
    Topic.TRAILER: "t",
    Topic.STORY: "s",
    Topic.WHERE: "w",
}
TOPICS = {code: topic for topic, code in CODES.items()}
"""The topics that a card has, each as one letter of a custom id."""

_BODY = (
    r"(?P<topic>[grctsw]):(?P<show>\d{1,18}|-):(?P<season>\d{1,5}|-):(?P<asker>\d{1,20})"
    r":(?P<page>\d{1,4}):(?P<region>[A-Z]{2}|-)"
)

BUTTON = re.compile(rf"card:(?P<slot>\w{{1,4}}):{_BODY}")
"""A button that turns the card to another topic, page or show."""

SEASONS = re.compile(rf"seasons:(?P<slot>\w{{1,4}}):{_BODY}")
"""The season picker; its values are season numbers."""

SHOWS = re.compile(rf"shows:(?P<slot>\w{{1,4}}):{_BODY}")
"""The picker among namesakes; its values are show ids."""


@dataclass(frozen=True, slots=True)
class CardState:
    """Which card this is. `show` is None where it is still to be picked.

    `asker` is the user whose clicks turn the card in place; 0 is nobody, so that every click
    answers whoever clicked. `season` is None for "the next one". `page` counts from 0.
    """

    topic: Topic
    show: int | None
    season: int | None
    asker: int
    page: int = 0
    region: str | None = None

    @classmethod
    def read(cls, match: re.Match[str]) -> Self:
        """The state in a custom id that one of the patterns above matched."""
        show, season, region = match["show"], match["season"], match["region"]
        return cls(
            TOPICS[match["topic"]],
            None if show == "-" else int(show),
            None if season == "-" else int(season),
            int(match["asker"]),
            int(match["page"]),
            None if region == "-" else region,
        )

    def written(self, kind: str, slot: str) -> str:
        """The custom id of a component of that kind; `slot` tells it from its neighbours."""
        code = CODES.get(self.topic, "g")
        show = "-" if self.show is None else self.show
        season = "-" if self.season is None else self.season
        page = min(self.page, 9999)
        return f"{kind}:{slot}:{code}:{show}:{season}:{self.asker}:{page}:{self.region or '-'}"
