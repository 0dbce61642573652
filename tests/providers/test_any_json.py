"""Whatever a provider sends: a bad answer, or facts that the store can hold."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.facts.fields import field_of
from bot.facts.models import Tier
from bot.facts.resolve import resolve, show_of
from bot.providers.anilist.client import read_search as read_anime_search
from bot.providers.anilist.media import read_media, season_of
from bot.providers.models import Fetched
from bot.providers.provider_health import BadAnswerError
from bot.providers.tmdb.client import read_changes
from bot.providers.tmdb.client import read_search as read_tmdb_search
from bot.providers.tmdb.seasons import season_numbers
from bot.providers.tmdb.show import read_show as read_tmdb
from bot.providers.tvmaze.client import read_search, read_updates
from bot.providers.tvmaze.show import read_show
from tests.providers.faketime import START
from tests.providers.lookalikes import fixture

TODAY = date(2026, 9, 20)

_ODD = [
    "", " ", "\u200b", "\ud800", "\x00", "x" * 5000, "2026", "2026-21", "XXXX", "0000-00-00",
    "9999-12-31", "2026-10-05T20:00:00Z", "https://", "https://a b.c/", "javascript:1", "Ended",
    "<" * 50, 0, -1, 1, 2, 10**30, 10**400, 1.5, -0.0, 1e308, float("inf"), True, False, None,
    [], {}, [[]], [{}], [None], {"": None},
]  # fmt: skip
_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(0, 12),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(_ODD),
)


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


_NAMES = ("tvmaze_running", "tmdb_show", "tmdb_season_1", "anilist_first")
_names = st.sampled_from(sorted(set().union(*(_keys(fixture(name)) for name in _NAMES))))
_anything = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(_names, st.text(max_size=4)), inner, max_size=6),
    ),
    max_leaves=25,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    children: Any = ()
    if isinstance(value, dict):
        children = value.items()
    elif isinstance(value, list):
        children = enumerate(value)
    for key, child in children:
        found += _paths(child, (*path, key))
    return found


@st.composite
def damaged(draw: st.DrawFn, name: str) -> Any:
    """A good answer with a few places replaced, renamed or taken out."""
    answer = fixture(name)
    for _ in range(draw(st.integers(0, 4))):
        paths = _paths(answer)
        if not paths:
            break
        *way, last = draw(st.sampled_from(paths))
        place = answer
        for step in way:
            place = place[step]
        action = draw(st.sampled_from(["replace", "take out", "rename"]))
        if action == "replace":
            place[last] = copy.deepcopy(draw(_anything))
        elif action == "take out" or isinstance(place, list):
            del place[last]
        else:
            place["renamed"] = place.pop(last)
    return answer


def fits_the_store(fetched: Fetched, provider: str) -> None:
    """Every claim survives being written and read back, and is about this record alone."""
    statement = fetched.statement
    assert (statement.source, statement.tier) == (provider, Tier.SOURCE)
    assert statement.key == fetched.ids[provider]
    seen = set()
    for claim in statement.claims:
        field = field_of(claim.season, claim.field)
        body = json.dumps(field.encode(claim.value), ensure_ascii=False, allow_nan=False)
        body.encode("utf-8")
        assert field.decode(json.loads(body)) == claim.value
        assert claim.season is None or 0 <= claim.season <= 9999
        assert claim.source.startswith("https://")
        assert (claim.by, claim.as_of, claim.tier) == (provider, TODAY, Tier.SOURCE)
        assert (claim.season, claim.field, claim.key) not in seen
        seen.add((claim.season, claim.field, claim.key))
    show_of(1, resolve(statement.claims))
    assert sorted(map(repr, fetched.over(statement).claims)) == sorted(map(repr, statement.claims))


def read(reader: Callable[[], Fetched], provider: str) -> None:
    try:
        fetched = reader()
    except BadAnswerError:
        return
    fits_the_store(fetched, provider)


relaxed = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@relaxed
@given(st.one_of(damaged("tvmaze_running"), damaged("tvmaze_single"), _anything))
@example({"id": 1, "name": "x", "_embedded": {"seasons": [{"number": 10**30}]}})
def test_any_json_as_a_show_of_tvmaze(answer: Any) -> None:
    read(lambda: read_show(answer, as_of=TODAY), "tvmaze")


@relaxed
@given(
    st.one_of(damaged("tmdb_show"), _anything),
    st.one_of(damaged("tmdb_season_1"), _anything),
    st.one_of(damaged("tmdb_season_2"), _anything),
)
def test_any_json_as_a_show_of_tmdb(answer: Any, first: Any, second: Any) -> None:
    season_numbers(answer)
    read(lambda: read_tmdb(answer, {1: first, 2: second}, as_of=TODAY), "tmdb")


@relaxed
@given(st.one_of(damaged("anilist_first"), damaged("anilist_second"), _anything))
def test_any_json_as_a_medium_of_anilist(answer: Any) -> None:
    season_of(answer)
    read(lambda: read_media(answer, as_of=TODAY), "anilist")


@relaxed
@given(st.one_of(damaged("tvmaze_search"), damaged("tmdb_search"), _anything))
def test_any_json_as_a_list_of_hits_or_updates(answer: Any) -> None:
    readers: list[Callable[[], object]] = [
        lambda: read_search(answer),
        lambda: read_updates(answer, since=START, now=START),
        lambda: read_tmdb_search(answer, "results"),
        lambda: read_changes(answer),
        lambda: read_anime_search(answer),
        lambda: read_anime_search({"Page": {"media": answer}}),
    ]
    for reader in readers:
        try:
            reader()
        except BadAnswerError:
            continue


@st.composite
def thinned(draw: st.DrawFn) -> Any:
    """A good answer in which some values became unreadable."""
    answer = fixture("tvmaze_running")
    for _ in range(draw(st.integers(0, 4))):
        *way, last = draw(st.sampled_from(_paths(answer)))
        place = answer
        for step in way:
            place = place[step]
        place[last] = draw(st.sampled_from([[5], {"?": 5}]))
    return answer


@relaxed
@given(thinned())
def test_what_is_unreadable_makes_no_fact_up_and_takes_none_back(answer: Any) -> None:
    sound = read_show(fixture("tvmaze_running"), as_of=TODAY).statement
    try:
        fetched = read_show(answer, as_of=TODAY)
    except BadAnswerError:
        return
    before = {(c.season, c.field, c.key): c.value for c in sound.claims}
    after = {(c.season, c.field, c.key): c.value for c in fetched.over(sound).claims}
    for place, value in after.items():
        # Without its hour, the premiere's instant is its day again.
        assert before[place] == value or place[:2] == (3, "premiere")
    # A member of a collection goes alone when it is the one that cannot be read.
    assert {name for _, name, _ in before.keys() - after.keys()} <= {"aliases", "ids"}
