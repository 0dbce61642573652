"""Of which season a fact is that a sentence tells without one, by all of its article."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ..facts.air_date import AirDate
from .article import aligned
from .discourse import LATEST, UPCOMING, Discourse
from .drafts import CANCELED, RENEWED, Draft
from .mentions.occurrences import stands_in


def is_out(draft: Draft, discourse: Discourse) -> bool:
    """Whether it tells that a season has begun or ended."""
    if draft.field == "finale":
        return True
    published = discourse.published
    if draft.field != "premiere" or published is None:
        return False
    return AirDate.parse(str(draft.value)).earliest() <= published


def settled(drafts: Sequence[Draft], discourse: Discourse) -> Iterator[Draft]:
    """The drafts with a season for each that a sentence left unsaid."""
    for draft in drafts:
        if draft.season is None or draft.season > 0:
            yield draft
            continue
        season = _season_of_date(draft, drafts) or _current(draft, drafts, discourse)
        if season is not None:
            yield replace(draft, season=season)


def _next_season(
    draft: Draft,
    renewed: Sequence[int],
    said: Collection[int],
    headline: int | None,
    discourse: Discourse,
) -> int | None:
    """The season of which an article says only that more was ordered; never a first one."""
    if renewed:
        return None
    out = {season for show, season in discourse.out if show == id(draft.subject)}
    named = headline if headline is not None else max(said, default=None)
    if named is not None and named in out:
        named += 1
    return named if named is not None and named > 1 else None


def _only_to_come(
    draft: Draft, drafts: Sequence[Draft], said: Collection[int], discourse: Discourse
) -> int | None:
    """The last season an article speaks of, where of all of them it alone is not out."""
    out = {season for show, season in discourse.out if show == id(draft.subject)}
    out |= {
        one.season
        for one in drafts
        if one.subject is draft.subject and (one.field == "where" or is_out(one, discourse))
        if one.season is not None
    }
    return max(said) if {one for one in said if one not in out} == {max(said)} else None


def _season_of_date(draft: Draft, drafts: Sequence[Draft]) -> int | None:
    """The season that a more exact date within this one was told of."""
    if draft.field not in ("premiere", "finale"):
        return None
    day = AirDate.parse(str(draft.value))
    same = (
        one.season
        for one in drafts
        if one.subject is draft.subject and one.field == draft.field and (one.season or 0) > 0
        if AirDate.parse(str(one.value)).refines(day) or (day.exact and one.value == draft.value)
    )
    return next(same, None)


def _casts(drafts: Sequence[Draft], draft: Draft, season: int, discourse: Discourse) -> bool:
    """Whether an article is about whom a season to come has cast: its headline names the first."""
    cast = (one for one in drafts if one.subject is draft.subject and one.field == "cast")
    first = next(cast, None)
    if first is None or not isinstance(first.value, dict):
        return False
    is_named = stands_in(str(first.value["person"]), discourse.headline)
    is_past = discourse.words["past"].search(aligned(draft.quote)) is not None
    return is_named and not is_past and first.season in (season, UPCOMING)


def _comes_first(
    season: int, told: Sequence[tuple[int, str, object]], discourse: Discourse
) -> bool:
    """Whether a season is still to come that is told of beside the one ordered behind it."""
    published = discourse.published
    renewed = any((one, field, value) == (season + 1, *RENEWED) for one, field, value in told)
    return (
        renewed
        and published is not None
        and any(
            one == season
            and field == "premiere"
            and AirDate.parse(str(value)).earliest() > published
            for one, field, value in told
        )
    )


def _current(draft: Draft, drafts: Sequence[Draft], discourse: Discourse) -> int | None:
    """The season that an article speaks of where a sentence does not say which."""
    mine = [
        (one.season, one.field, one.value)
        for one in drafts
        if one.subject is draft.subject and one.season is not None and one.season > 0
    ]
    said = discourse.said.get(id(draft.subject), set())
    ended_after = discourse.ended_after.get(id(draft.subject))
    canceled = [season for season, field, value in mine if (field, value) == CANCELED]
    renewed = [season for season, field, value in mine if (field, value) == RENEWED]
    dated = {season for season, field, _ in mine if field in ("premiere", "trailer")}
    headline = discourse.headline_season if draft.subject.is_main else None
    if ended_after and draft.season == LATEST and (headline or 0) <= ended_after:
        return ended_after  # "After two seasons it returns with six episodes" ends nothing.
    # Of a show with a later season, what is left unsaid is not of the first.
    first_alone = None if id(draft.subject) in discourse.later else 1
    asked = discourse.asked.get(id(draft.subject))
    if first_alone is None and asked and (draft.season == LATEST or draft.field == "trailer"):
        first_alone = max(1, min(asked) - 1)  # "Will there be a season 2?": the first is out.
    if canceled:
        return max(1, min(canceled) - 1)
    if not said and any(
        one.subject is draft.subject and (one.field, one.value) == ("show_status", "canceled")
        for one in drafts
    ):
        return None
    if draft.season == UPCOMING and draft.field == "status":
        return _next_season(draft, renewed, said, headline, discourse)
    if draft.season == UPCOMING:
        if headline is not None:
            # "Will there be a season 2? The series has four episodes": hardly those to come.
            is_counted = discourse.headline_asks and headline not in said
            if is_counted and draft.field in ("episodes", "runtime"):
                return None
            is_before = draft.field == "cast" and _comes_first(headline - 1, mine, discourse)
            return headline - 1 if is_before else headline
        if len(set(renewed)) == 1:
            return renewed[0]
        if draft.field == "cast" and said:
            return max(said)
        if len(said) > 1:
            return _only_to_come(draft, drafts, said, discourse)
        return next(iter(said)) if said else first_alone
    if renewed:
        first = min(renewed)
        is_cast = (
            draft.field == "cast" and first == headline and _casts(drafts, draft, first, discourse)
        )
        return first if first in dated or is_cast else max(1, first - 1)
    if draft.field == "finale" and not (headline or said or asked):
        return None
    if headline is not None and discourse.headline_asks and headline not in said:
        return max(said) if said else max(1, headline - 1)  # What is asked for is not out.
    return headline or (max(said) if said else first_alone)
