"""Whatever shows are called, Discord takes the lists of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.queries.event_news import News
from bot.calendar.cards import ListState, news_card, upcoming_card
from bot.calendar.news import NewsItem, NewsKind
from bot.calendar.upcoming import Entry, Source, agenda, called_by
from bot.facts.air_date import AirDate
from bot.facts.models import Credit
from bot.facts.season_dates import DateKind
from bot.locale.languages import speaking
from bot.presentation.markup import capital
from bot.presentation.names import season_name
from tests.answers.hostile import links, texts
from tests.clock import TODAY
from tests.facts.made import a_show
from tests.locale.pseudo import speaking_pseudo
from tests.openapi import card_violations, needs_description
from tests.wire.components import STRING_SELECT, walk
from tests.wire.components import texts as texts_of

pytestmark = needs_description

sources = st.builds(Source, st.just("import"), links, st.just(TODAY.date()))
titles = texts(200).filter(str.strip)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    days = draw(st.integers(0, 20))
    airs = AirDate.on((TODAY + timedelta(days=days)).date())
    return Entry(
        draw(st.integers(1, 10**17)),
        draw(titles),
        None,
        draw(st.integers(0, 9999)),
        draw(texts(60)),
        draw(st.sampled_from(DateKind)),
        draw(st.sampled_from([airs, AirDate.parse("2026-12"), AirDate.at(TODAY)])),
        draw(texts(100)),
        None,
        draw(sources),
        TODAY,
        0,
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(entries(), min_size=1, max_size=25), st.integers(0, 999))
def test_a_page_of_what_comes_up_fits(some: list[Entry], page: int) -> None:
    state = ListState(90, None, None, False, 2**63, page)
    day = TODAY.date()
    plan = agenda(some, day, day + timedelta(days=90), TODAY.tzinfo)  # type: ignore[arg-type]
    assert len(plan.entries) == len(some)
    with speaking_pseudo():
        assert card_violations(upcoming_card(plan, state, TODAY)) == []


@pytest.mark.parametrize(
    ("tongue", "label", "name"),
    [
        ("en", "Part 4", "Part 4"),
        ("en", "Netflix season 1", "season 4 (Netflix season 1)"),
        ("de", "Part 4", "Staffel 4 (Teil 4)"),
        ("en", None, "season 4"),
    ],
)
def test_a_season_has_one_name_in_line_picker_and_card(
    tongue: str, label: str | None, name: str
) -> None:
    own = {"premiere": "2026-12-01"} | ({"label": label} if label else {})
    show = a_show({4: own}, title="Money")
    source = Source("import", "https://a.example/", TODAY.date())
    airs = AirDate.parse("2026-12-01")
    entry = Entry(
        *(show.id, "Money", None, 4, None, DateKind.PREMIERE, airs, None, None, source, TODAY, 0)
    )
    change = News(show.id, 0, 4, "premiere", "", 2, None, airs, id=1)
    item = NewsItem(*(1, show.id, "Money", None, 4, NewsKind.DATED, None, source, TODAY, (change,)))
    state = ListState(90, None, None, False, 2**63, 0)
    day = TODAY.date()
    plan = agenda([entry], day, day + timedelta(days=90), UTC)
    with speaking(tongue):
        assert season_name(4, show.season(4)) == name
        lists = (
            upcoming_card(called_by(plan, {show.id: show}), state, TODAY),
            news_card([item], {show.id: show}, state, TODAY),
        )
        for card in lists:
            components = card.to_components()
            [menu] = [c for c in walk(components) if c["type"] == STRING_SELECT]
            assert [o["label"] for o in menu["options"]] == [f"Money · {capital(name)}"]
            [listed] = texts_of(components)[1:2]
            assert name.casefold() in listed.casefold()


@settings(max_examples=20, deadline=None)
@given(titles, st.integers(1, 14), st.integers(0, 999), sources)
def test_a_page_of_news_fits(title: str, number: int, page: int, source: Source) -> None:
    cast = tuple(
        News(1, 0, 2, "cast", str(at), 16, None, Credit(title[:200], title[:200]), id=at)
        for at in range(20)
    )
    item = NewsItem(1, 1, title, None, 2, NewsKind.CAST, None, source, TODAY, cast)
    items = [replace(item, id=at) for at in range(number)]
    state = ListState(90, None, None, False, 2**63, page)
    with speaking_pseudo():
        card = news_card(items, {1: a_show({2: {}}, title=title)}, state, TODAY)
    assert card_violations(card) == []
