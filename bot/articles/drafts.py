"""Drafts: the facts that an article states, each once, with the season that it is told of.

What an article takes back, or contradicts, is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..facts.air_date import AirDate
from ..facts.fields import folded
from .article import Article, aligned
from .discourse import LATEST, UPCOMING, Discourse
from .mentions.networks import is_channel_of
from .mentions.titles import ArticleShow


@dataclass(frozen=True, slots=True)
class Draft:
    """One fact that an article states, in the form that the import format gives its value.

    `field` is a field's name there, and "show_status" for the status of a show. `quote` is where
    it stands, a piece of the article. Not `sure` is what was put together from several sentences.
    """

    subject: ArticleShow
    season: int | None
    field: str
    value: object
    quote: str
    sure: bool = True


_ORDER = (
    "status", "show_status", "final", "premiere", "finale", "episodes", "runtime", "network",
    "creators", "producers", "cast", "trailer", "where",
)  # fmt: skip


def concluded(drafts: list[Draft], article: Article, discourse: Discourse) -> list[Draft]:
    """What the sentences of an article come to: each fact once, show by show.

    Where an article contradicts itself, what it says is left out. A more exact date takes the place
    of a vaguer one; lists of makers grow; a person of a cast is there once, with the character
    where any sentence names one.
    """
    told = _without_undone(_with_verdicts(drafts, discourse), article, discourse)
    told = [
        draft for draft in told if draft.value != "canceled" or not _was_made(draft, discourse.made)
    ]
    told = _without_left(told, discourse)
    return _merged(_settled(told, discourse), discourse.published)


def _without_left(drafts: list[Draft], discourse: Discourse) -> list[Draft]:
    """Without the network that gave a show up, of one that goes on at another."""
    going_on = {id(one.subject) for one in drafts if one.field == "status" and one.value in _MADE}

    def is_left(one: Draft) -> bool:
        return one.field == "network" and one.value in discourse.left.get(id(one.subject), ())

    others = {id(one.subject) for one in drafts if one.field == "network" and not is_left(one)}
    return [one for one in drafts if not (is_left(one) and id(one.subject) in going_on & others)]


_MADE = ("renewed", "in_production")


def _was_made(draft: Draft, made: set[tuple[int, int]]) -> bool:
    """Whether somebody else made the season that one network canceled, or one of the show."""
    mine = [season for show, season in made if show == id(draft.subject)]
    return bool(mine) and (draft.season is None or draft.season in mine)


def _merged(drafts: Iterable[Draft], published: date | None) -> list[Draft]:
    by_place: dict[tuple[int, int | None, str], list[Draft]] = {}
    for draft in drafts:
        by_place.setdefault((id(draft.subject), draft.season, draft.field), []).append(draft)
    found: list[Draft] = []
    for (_, _, field), group in by_place.items():
        found += _MERGES.get(field, _one)(group)
    order = {field: at for at, field in enumerate(_ORDER)}
    shows = {id(draft.subject): at for at, draft in reversed(list(enumerate(found)))}
    return sorted(
        _consistent(found, published),
        key=lambda draft: (
            shows[id(draft.subject)],
            -1 if draft.season is None else draft.season,
            order[draft.field],
        ),
    )


def _one(group: list[Draft]) -> list[Draft]:
    """The value most often said; the first of those said as often."""
    counts: dict[str, int] = {}
    for draft in group:
        counts[repr(draft.value)] = counts.get(repr(draft.value), 0) + 1 + draft.sure
    best = max(group, key=lambda draft: counts[repr(draft.value)])
    return [_surest(best, group)]


def _network(group: list[Draft]) -> list[Draft]:
    """What a sentence says the network is; only without any, what stands beside the title.

    A channel tells more than the broadcaster whose it is.
    """
    said = [one for one in group if one.sure] or group
    if {one.value for one in said} >= _APPLE:
        # What is only called "Apple" in one place has its name in the other.
        said = [one for one in said if one.value != "Apple TV+"]
    return _one(
        [
            one
            for one in said
            if not any(is_channel_of(str(other.value), str(one.value)) for other in group)
        ]
        or said
    )


_APPLE = {"Apple TV", "Apple TV+"}


def _status(group: list[Draft]) -> list[Draft]:
    """The status that says most; none where one sentence cancels what another renews."""
    values = {draft.value for draft in group}
    if {"canceled", "renewed"} <= values:
        return []
    best = next(value for value in _TELLING if value in values)
    return [_surest(next(draft for draft in group if draft.value == best), group)]


def _show_status(group: list[Draft]) -> list[Draft]:
    """Who cancels a show ends it, and tells more."""
    canceled = [draft for draft in group if draft.value == "canceled"]
    return _one(canceled or group)


_TELLING = ("canceled", "postponed", "in_production", "renewed")


def _surest(best: Draft, group: list[Draft]) -> Draft:
    same = [draft for draft in group if draft.value == best.value]
    return next((draft for draft in same if draft.sure), same[0])


def _date(group: list[Draft]) -> list[Draft]:
    exact = [draft for draft in group if AirDate.parse(str(draft.value)).exact]
    if exact:
        best = _one(exact)
        others = {draft.value for draft in exact if draft.sure}
        return [replace(best[0], sure=best[0].sure and len(others) <= 1)]
    most = max(AirDate.parse(str(draft.value)).precision for draft in group)
    return _one([one for one in group if AirDate.parse(str(one.value)).precision == most])


def _cast(group: list[Draft]) -> list[Draft]:
    people: dict[str, Draft] = {}
    for draft in group:
        value = draft.value
        assert isinstance(value, Mapping)
        key = folded(str(value["person"]))
        known = people.get(key)
        if known is None or ("character" in value and "character" not in _table(known.value)):
            people[key] = draft
    return list(people.values())


def _table(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value


def _names(group: list[Draft]) -> list[Draft]:
    names: dict[str, str] = {}
    for draft in group:
        assert isinstance(draft.value, list)
        for name in draft.value:
            names.setdefault(folded(name), name)
    return [replace(group[0], value=list(names.values()))]


def _producers(group: list[Draft]) -> list[Draft]:
    people: dict[str, object] = {}
    for draft in group:
        assert isinstance(draft.value, list)
        for one in draft.value:
            name = one["person"] if isinstance(one, Mapping) else one
            known = people.get(folded(name))
            if known is None or (isinstance(known, str) and isinstance(one, Mapping)):
                people[folded(name)] = one
    return [replace(group[0], value=list(people.values()))]


def _trailers(group: list[Draft]) -> list[Draft]:
    """One trailer of a link and a day told apart; several links are several trailers."""
    links: dict[str, Draft] = {}
    dated = next((draft for draft in group if "published" in _table(draft.value)), None)
    for draft in group:
        url = _table(draft.value).get("url")
        if url is not None:
            links.setdefault(str(url), draft)
    if not links:
        return [dated] if dated else []
    first, *rest = links.values()
    if dated is not None and "published" not in _table(first.value):
        value = {**_table(first.value), "published": _table(dated.value)["published"]}
        first = replace(first, value=value, quote=dated.quote)
    return [first, *rest]


def _offers(group: list[Draft]) -> list[Draft]:
    return list({str(_table(one.value)["provider"]): one for one in reversed(group)}.values())


_MERGES = {
    "status": _status,
    "show_status": _show_status,
    "network": _network,
    "premiere": _date,
    "finale": _date,
    "cast": _cast,
    "creators": _names,
    "producers": _producers,
    "trailer": _trailers,
    "where": _offers,
}


def _consistent(drafts: list[Draft], published: date | None) -> Iterator[Draft]:
    """Without what another draft of the same article says is not so."""
    goes_on = ("renewed", "in_production", "scheduled")
    latest: dict[int, int] = {}
    for one in drafts:
        if one.field == "status" and one.value in goes_on:
            latest[id(one.subject)] = max(latest.get(id(one.subject), 0), one.season or 0)
    out = {
        (id(one.subject), one.season)
        for one in drafts
        if one.field == "premiere"
        and published is not None
        and AirDate.parse(str(one.value)).latest() <= published
    }
    unmade = {
        (id(one.subject), one.season)
        for one in drafts
        if (one.field, one.value) == _CANCELED
        and (one.season or 0) > latest.get(id(one.subject), 0)
    }
    canceled = {show for show, _season in unmade}
    for draft in drafts:
        show, said = id(draft.subject), (draft.field, draft.value)
        if said == _RENEWED and (show, draft.season) in out:
            continue
        if said == _CANCELED and (draft.season or 0) <= latest.get(show, 0):
            continue
        if draft.field in ("premiere", "finale") and (show, draft.season) in unmade:
            continue
        if draft.field == "final" and (draft.season or 0) < latest.get(show, 0):
            continue
        if said == ("show_status", "canceled") and latest.get(show, 0) and show not in canceled:
            continue
        yield draft


_CANCELED, _RENEWED = ("status", "canceled"), ("status", "renewed")


def _without_undone(drafts: list[Draft], article: Article, discourse: Discourse) -> list[Draft]:
    """A show that was canceled in one place and goes on in another is not canceled."""
    rescued = discourse.words["rescued"]
    if not rescued.search(aligned(" ".join(block.text for block in article.blocks))):
        return drafts
    going_on = {id(one.subject) for one in drafts if (one.field, one.value) == _RENEWED}
    return [one for one in drafts if one.value != "canceled" or id(one.subject) not in going_on]


def _with_verdicts(drafts: list[Draft], discourse: Discourse) -> list[Draft]:
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
            said = discourse.said.get(id(draft.subject), set())
            dated = any(one.subject is draft.subject and _is_out(one, discourse) for one in drafts)
            if len(said) == 1 and max(said) > 1 and not dated:
                added.append(replace(draft, season=max(said), field="status", sure=False))
    return [d for d in drafts if d.field not in ("after", "verdict")] + added


def _is_out(draft: Draft, discourse: Discourse) -> bool:
    """Whether it tells that a season has begun or ended."""
    if draft.field == "finale":
        return True
    published = discourse.published
    if draft.field != "premiere" or published is None:
        return False
    return AirDate.parse(str(draft.value)).earliest() <= published


def _settled(drafts: Sequence[Draft], discourse: Discourse) -> Iterator[Draft]:
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
        if one.subject is draft.subject and (one.field == "where" or _is_out(one, discourse))
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
        if AirDate.parse(str(one.value)).refines(day)
    )
    return next(same, None)


def _current(draft: Draft, drafts: Sequence[Draft], discourse: Discourse) -> int | None:
    """The season that an article speaks of where a sentence does not say which."""
    mine = [
        (one.season, one.field, one.value)
        for one in drafts
        if one.subject is draft.subject and one.season is not None and one.season > 0
    ]
    said = discourse.said.get(id(draft.subject), set())
    ended_after = discourse.ended_after.get(id(draft.subject))
    if ended_after and draft.season == LATEST:
        return ended_after
    canceled = [season for season, field, value in mine if (field, value) == _CANCELED]
    renewed = [season for season, field, value in mine if (field, value) == _RENEWED]
    dated = {season for season, field, _ in mine if field in ("premiere", "trailer")}
    headline = discourse.headline_season if draft.subject.is_main else None
    # Of a show with a later season, what is left unsaid is not of the first.
    first_alone = None if id(draft.subject) in discourse.later else 1
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
            return None if is_counted and draft.field in ("episodes", "runtime") else headline
        if len(set(renewed)) == 1:
            return renewed[0]
        if draft.field == "cast" and said:
            return max(said)
        if len(said) > 1:
            return _only_to_come(draft, drafts, said, discourse)
        return next(iter(said)) if said else first_alone
    if renewed:
        first = min(renewed)
        return first if first in dated else max(1, first - 1)
    if draft.field == "finale" and not (headline or said):
        return None
    if headline is not None and discourse.headline_asks and headline not in said:
        return max(said) if said else max(1, headline - 1)  # What is asked for is not out.
    return headline or (max(said) if said else first_alone)
