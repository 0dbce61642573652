"""Drafts: the facts that an article states, each once, and nothing that it takes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ..facts.air_date import AirDate
from ..facts.fields import folded

if TYPE_CHECKING:
    from .titles import Subject


@dataclass(frozen=True, slots=True)
class Draft:
    """One fact that an article states, in the form that the import format gives its value.

    `field` is a field's name there, and "show_status" for the status of a show. `quote` is where
    it stands, a piece of the article. Not `sure` is what was put together from several sentences.
    """

    subject: Subject
    season: int | None
    field: str
    value: object
    quote: str
    sure: bool = True


_ORDER = (
    "status", "show_status", "premiere", "finale", "episodes", "runtime", "network", "creators",
    "producers", "cast", "trailer", "where",
)  # fmt: skip


def merged(drafts: Iterable[Draft], published: date | None = None) -> list[Draft]:
    """Each fact once, show by show; where an article contradicts itself, what it says is left out.

    A more exact date takes the place of a vaguer one; lists of makers grow; a person of a cast is
    there once, with the character where any sentence names one.
    """
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
    """What a sentence says the network is; only without any, what stands beside the title."""
    return _one([one for one in group if one.sure] or group)


def _status(group: list[Draft]) -> list[Draft]:
    """The status that says most; none where one sentence cancels what another renews."""
    values = {draft.value for draft in group}
    if {"canceled", "renewed"} <= values:
        return []
    best = next(value for value in _TELLING if value in values)
    return [_surest(next(draft for draft in group if draft.value == best), group)]


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
    "network": _network,
    "premiere": _date,
    "finale": _date,
    "cast": _cast,
    "creators": _names,
    "producers": _producers,
    "trailer": _trailers,
    "where": _offers,
}


def _consistent(drafts: list[Draft], published: date | None) -> list[Draft]:
    """Without what another draft of the same article says is not so."""
    out: list[Draft] = []
    renewed = {
        (id(one.subject), one.season)
        for one in drafts
        if one.field == "status" and one.value in ("renewed", "in_production", "scheduled")
    }
    latest: dict[int, int] = {}
    for subject, season in renewed:
        latest[subject] = max(latest.get(subject, 0), season or 0)
    out_already = {
        (id(one.subject), one.season)
        for one in drafts
        if one.field == "premiere"
        and published is not None
        and AirDate.parse(str(one.value)).latest() <= published
    }
    for draft in drafts:
        place = (id(draft.subject), draft.season)
        if (draft.field, draft.value) == ("status", "renewed") and place in out_already:
            continue
        if (
            draft.field == "status"
            and draft.value == "canceled"
            and (draft.season or 0) <= latest.get(id(draft.subject), 0)
        ):
            continue
        if draft.field == "show_status" and draft.value in ("canceled", "ended"):
            canceled = any(
                one.field == "status"
                and one.value == "canceled"
                and one.subject is draft.subject
                and (one.season or 0) > latest.get(id(draft.subject), 0)
                for one in drafts
            )
            if latest.get(id(draft.subject), 0) and not canceled and draft.value == "canceled":
                continue
        out.append(draft)
    return out
