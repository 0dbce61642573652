"""What an article says as a whole: seasons left unsaid, verdicts of headings, what is undone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..facts.air_date import AirDate
from .article import Article, aligned
from .context import LATEST, UPCOMING, Reading
from .drafts import Draft

_CANCELED, _RENEWED = ("status", "canceled"), ("status", "renewed")
_RESCUED = re.compile(
    r"\b(?:new home|saved|rescued|revived|reviv(?:es|al of)|un-?cancel\w*|resurrect\w*|second"
    r" life|picked (?:it|the [a-z]+|[a-z]+) up"
    r"|gerettet|rettet|rescata\w*|salva\w*|sauvee?|reprise par)\b"
)


def without_undone(drafts: list[Draft], article: Article) -> list[Draft]:
    """A show that was canceled in one place and goes on in another is not canceled."""
    if not _RESCUED.search(aligned(" ".join(block.text for block in article.blocks))):
        return drafts
    going_on = {id(one.subject) for one in drafts if (one.field, one.value) == _RENEWED}
    return [one for one in drafts if one.value != "canceled" or id(one.subject) not in going_on]


def with_verdicts(drafts: list[Draft], reading: Reading) -> list[Draft]:
    """Join what a heading says to the seasons that the sentences below it name."""
    canceled = {
        id(draft.subject)
        for draft in drafts
        if draft.field == "show_status" and draft.value == "canceled"
    }
    known = {
        id(draft.subject)
        for draft in drafts
        if draft.field == "status" and draft.value in ("canceled", "renewed")
    }
    added: list[Draft] = []
    for draft in drafts:
        if draft.field == "after" and id(draft.subject) in canceled:
            added.append(replace(draft, field="status", value="canceled", sure=True))
        if draft.field == "verdict" and draft.value == "renewed" and id(draft.subject) not in known:
            said = reading.said.get(id(draft.subject), set())
            dated = any(one.subject is draft.subject and _is_out(one, reading) for one in drafts)
            if len(said) == 1 and max(said) > 1 and not dated:
                added.append(replace(draft, season=max(said), field="status", sure=False))
    return [d for d in drafts if d.field not in ("after", "verdict")] + added


def _is_out(draft: Draft, reading: Reading) -> bool:
    """Whether it tells that a season has begun or ended."""
    if draft.field == "finale":
        return True
    published = reading.published
    if draft.field != "premiere" or published is None:
        return False
    return AirDate.parse(str(draft.value)).earliest() <= published


def settled(drafts: Sequence[Draft], reading: Reading) -> Iterator[Draft]:
    """The drafts with a season for each that a sentence left unsaid."""
    for draft in drafts:
        if draft.season is None or draft.season > 0:
            yield draft
            continue
        season = _season_of_date(draft, drafts) or _current(draft, drafts, reading)
        if season is not None:
            yield replace(draft, season=season)


def _season_of_date(draft: Draft, drafts: Sequence[Draft]) -> int | None:
    """The season that a more exact date within this one was told of."""
    if draft.field not in ("premiere", "finale"):
        return None
    day = AirDate.parse(str(draft.value))
    same = (
        one.season
        for one in drafts
        if one.subject is draft.subject and one.field == draft.field and (one.season or 0) > 0
        if AirDate.parse(str(one.value)).refines(day)
    )
    return next(same, None)


def _current(draft: Draft, drafts: Sequence[Draft], reading: Reading) -> int | None:
    """The season that an article speaks of where a sentence does not say which."""
    mine = [
        (one.season, one.field, one.value)
        for one in drafts
        if one.subject is draft.subject and one.season is not None and one.season > 0
    ]
    said = reading.said.get(id(draft.subject), set())
    ended_after = reading.ended_after.get(id(draft.subject))
    if ended_after and draft.season == LATEST:
        return ended_after
    canceled = [season for season, field, value in mine if (field, value) == _CANCELED]
    renewed = [season for season, field, value in mine if (field, value) == _RENEWED]
    dated = {season for season, field, _ in mine if field in ("premiere", "trailer")}
    headline = reading.headline_season if draft.subject.is_main else None
    if canceled:
        return max(1, min(canceled) - 1)
    if not said and any(
        one.subject is draft.subject and (one.field, one.value) == ("show_status", "canceled")
        for one in drafts
    ):
        return None
    if draft.season == UPCOMING:
        if headline is not None:
            return headline
        if len(set(renewed)) == 1:
            return renewed[0]
        if draft.field == "cast" and said:
            return max(said)
        return next(iter(said)) if len(said) == 1 else (None if said else 1)
    if renewed:
        first = min(renewed)
        return first if first in dated else max(1, first - 1)
    if draft.field == "finale" and not (headline or said):
        return None
    return headline or (max(said) if said else 1)
