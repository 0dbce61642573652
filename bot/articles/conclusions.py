"""What the sentences of an article come to: each fact once, and nothing that it takes back.

What an article contradicts is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ..facts.air_date import AirDate
from .article import Article, aligned
from .discourse import Discourse
from .drafts import CANCELED, RENEWED, Draft
from .merged_values import merged_values
from .unsaid_seasons import is_out, settled

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
    return _merged(settled(told, discourse), discourse.published)


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
        found += merged_values(field, group)
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
        if (one.field, one.value) == CANCELED and (one.season or 0) > latest.get(id(one.subject), 0)
    }
    canceled = {show for show, _season in unmade}
    for draft in drafts:
        show, said = id(draft.subject), (draft.field, draft.value)
        if said == RENEWED and (show, draft.season) in out:
            continue
        if said == CANCELED and (draft.season or 0) <= latest.get(show, 0):
            continue
        if draft.field in ("premiere", "finale") and (show, draft.season) in unmade:
            continue
        if draft.field == "final" and (draft.season or 0) < latest.get(show, 0):
            continue
        if said == ("show_status", "canceled") and latest.get(show, 0) and show not in canceled:
            continue
        yield draft


def _without_undone(drafts: list[Draft], article: Article, discourse: Discourse) -> list[Draft]:
    """A show that was canceled in one place and goes on in another is not canceled."""
    rescued = discourse.words["rescued"]
    if not rescued.search(aligned(" ".join(block.text for block in article.blocks))):
        return drafts
    going_on = {id(one.subject) for one in drafts if (one.field, one.value) == RENEWED}
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
            dated = any(one.subject is draft.subject and is_out(one, discourse) for one in drafts)
            if len(said) == 1 and max(said) > 1 and not dated:
                added.append(replace(draft, season=max(said), field="status", sure=False))
    return [d for d in drafts if d.field not in ("after", "verdict")] + added
