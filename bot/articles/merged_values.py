"""What several drafts of one field come to: one value, or a list that grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..facts.air_date import AirDate
from ..facts.fields import folded
from .drafts import Draft
from .mentions.networks import CATCH_UP, is_channel_of


def _one(group: list[Draft]) -> list[Draft]:
    """The value most often said; the first of those said as often."""
    counts: dict[str, int] = {}
    for draft in group:
        counts[repr(draft.value)] = counts.get(repr(draft.value), 0) + 1 + draft.sure
    best = max(group, key=lambda draft: counts[repr(draft.value)])
    return [_surest(best, group)]


def _network(group: list[Draft]) -> list[Draft]:
    """What a sentence says the network is; only without any, what stands beside the title.

    A channel tells more than the broadcaster whose it is, and where a broadcaster's shows can be
    seen again is none.
    """
    group = [one for one in group if one.value not in CATCH_UP] or group
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
        if known is None or _tells_more(value, _table(known.value)):
            people[key] = draft
    return list(people.values())


def _tells_more(value: Mapping[str, object], known: Mapping[str, object]) -> bool:
    """Whether one part names the character where another does not, or names them in full."""
    if "character" not in value or "character" not in known:
        return "character" in value
    whole, part = (folded(str(one["character"])) for one in (value, known))
    return whole.startswith(f"{part} ") and whole.count(" ") == 1


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


def merged_values(field: str, group: list[Draft]) -> list[Draft]:
    """What the drafts of one field of one season, or show, come to."""
    return _MERGES.get(field, _one)(group)
