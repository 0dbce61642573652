"""Alerts keep Discord's limits and bear their token, whatever the titles are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.alerts.cards.messages import alert_card, outcome
from bot.alerts.cards.subscriptions import followed_card, reminders_card
from bot.alerts.change_kinds import ALL, kind_of
from bot.alerts.message_content import Message, current_answer
from bot.alerts.queries.event_news import News
from bot.alerts.queries.events import CHANGE, MISSED, NOTICE, REMINDER
from bot.alerts.queries.paused_channels import Pause
from bot.alerts.queries.subscriptions import SHOW, Subscription
from bot.alerts.reminder_dates import ReminderDate, countdown_of, date_of
from bot.alerts.sample_message import sample
from bot.alerts.subscriptions import Followed
from bot.alerts.tables import CHANNEL_GONE
from bot.alerts.transport import lacking_reason
from bot.facts.air_date import AirDate
from bot.facts.fields import SEASON_FIELDS
from bot.facts.models import Credit, Fact, SeasonStatus, Show, ShowStatus
from bot.facts.season_dates import DateKind
from bot.locale.languages import speaking
from tests.answers.hostile import shows, texts
from tests.clock import TODAY
from tests.facts.made import a_show, moderator
from tests.locale.pseudo import speaking_pseudo
from tests.openapi import card_violations
from tests.wire.components import texts as texts_of

TOKEN = "0123456789abcdef0123"


def text_of(view: Any) -> str:
    return json.dumps(view.to_components(), ensure_ascii=False)


def everything_new(show: Show, *, struck: bool) -> list[News]:
    """Every fact of a show that alerts speak of, as if it had just come."""
    news = []
    for season in show.seasons[:3]:
        for name in SEASON_FIELDS:
            kind = kind_of(season.number, name)
            held = getattr(season, name)
            facts: tuple[Fact[Any], ...] = held if isinstance(held, tuple) else (held,)
            if kind is None or held is None:
                continue
            for fact in facts:
                claim = fact.claim
                news.append(
                    News(
                        show.id,
                        0,
                        season.number,
                        name,
                        claim.key,
                        kind.value,
                        None,
                        fact.value,
                        claim.source,
                        struck=struck,
                    )
                )
    return news


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    show=shows(),
    struck=st.booleans(),
    personal=st.booleans(),
    speaking=st.sampled_from([speaking_pseudo, nullcontext]),
)
def test_any_show_makes_a_message_that_discord_takes(
    show: Show,
    struck: bool,
    personal: bool,
    speaking: Callable[[], AbstractContextManager[None]],
) -> None:
    news = everything_new(show, struck=struck)
    by_season = {item.season for item in news}
    messages = [
        Message(
            CHANGE,
            TOKEN,
            TODAY,
            show,
            season,
            tuple(item for item in news if item.season == season),
            {show.id: show},
            personal=personal,
            holds=current_answer(show, season, TODAY, "US") if struck else None,
        )
        for season in by_season
    ]
    holds = current_answer(show, None, TODAY, "US") if struck else None
    messages.append(
        Message(CHANGE, TOKEN, TODAY, show, None, tuple(news), {show.id: show}, holds=holds)
    )
    messages.append(Message(MISSED, TOKEN, TODAY, None, None, tuple(news), {show.id: show}))
    messages.append(sample(show, TODAY, "act"))
    reminder = {"which": "day", "airs": "2026-11-23"}
    for season in show.seasons:
        for dated in (season.premiere, season.parts):
            if dated is None:
                continue
            part = None if dated is season.premiere else "**Part** 2 " * 9
            when = ReminderDate(AirDate.parse(reminder["airs"]), dated, part)
            left = countdown_of(show, when, TODAY)
            messages.append(
                Message(REMINDER, TOKEN, TODAY, show, season.number, body=reminder, countdown=left)
            )
    for message in messages:
        with speaking():
            view = alert_card(message, role_id=5)
        assert card_violations(view) == []
        assert f":{message.token}" in text_of(view)


def test_lines_that_do_not_fit_are_counted_and_their_source_is_still_named() -> None:
    show = a_show({number: {"story": f"Part {number}. " * 60} for number in range(1, 12)})
    news = [
        News(
            show.id,
            0,
            season.number,
            "story",
            "",
            32,
            None,
            season.story.value,
            "https://a.example",
        )
        for season in show.seasons
        if season.story is not None
    ]
    told = Message(CHANGE, TOKEN, TODAY, show, None, tuple(news), {show.id: show})
    text = text_of(alert_card(told))
    shown = text.count("is about:")
    assert 3 <= shown < 11
    assert f"And {11 - shown} more; ask with `/season`." in text
    assert "-# Source: " in text


@given(texts(300))
def test_a_notice_about_anything(reason: str) -> None:
    told = {"channel": "5", "reason": reason}
    view = alert_card(Message(NOTICE, TOKEN, TODAY, body=told))
    assert card_violations(view) == []
    assert f":{TOKEN}" in text_of(view)


def test_the_notice_of_a_deleted_channel_says_what_can_be_done() -> None:
    """Nobody can choose it for `/alerts resume`."""

    def notice(reason: str) -> str:
        body = {"channel": "5", "reason": reason}
        return text_of(alert_card(Message(NOTICE, TOKEN, TODAY, body=body)))

    assert "`/alerts resume` tries at once" in notice(lacking_reason(["Send Messages"]))
    gone = notice(CHANNEL_GONE)
    assert "`/alerts unfollow` and `/digest stop` end what was told there." in gone
    assert "/alerts resume" not in gone


@pytest.mark.parametrize("personal", [True, False])
def test_a_direct_message_speaks_of_no_server_as_this_one(personal: bool) -> None:
    show = a_show({2: {"premiere": moderator("2026-11-23")}}, title="Lamp")
    airs = {"which": "day", "airs": "2026-11-23"}
    season = show.season(2)
    airs_on = AirDate.parse(airs["airs"])
    dated = date_of(season, airs_on, DateKind.PREMIERE) if season is not None else None
    assert dated is not None
    left = countdown_of(show, dated, TODAY)
    told = Message(REMINDER, TOKEN, TODAY, show, 2, body=airs, countdown=left, personal=personal)
    text = text_of(alert_card(told))
    assert ("this server" in text) is not personal
    assert ("the editors of a server of yours" in text) is personal


def test_what_was_taken_back_is_struck_and_says_what_holds_now() -> None:
    show = a_show({1: {"status": "aired"}, 2: {"status": "canceled"}}, title="Lamp")
    news = News(1, 0, 2, "status", "", 1, None, "renewed", struck=True)
    holds = current_answer(show, 2, TODAY, None)
    told = Message(CHANGE, TOKEN, TODAY, show, 2, (news,), {1: show}, holds=holds)
    text = text_of(alert_card(told))
    assert "~~" in text
    assert "Now it is: **Season 2 is canceled.**" in text
    assert "catalog.example" in text


def test_who_says_what_stands_and_what_holds_is_named_once() -> None:
    show = a_show({2: {"status": "canceled", "story": "They meet."}}, title="Lamp")
    struck = News(1, 0, 2, "status", "", 1, None, "renewed", struck=True)
    kept = News(1, 0, 2, "story", "", 16, None, "They meet.")
    holds = current_answer(show, 2, TODAY, None)
    told = Message(CHANGE, TOKEN, TODAY, show, 2, (kept, struck), {1: show}, holds=holds)
    assert text_of(alert_card(told)).count("Source:") == 1


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize(
    ("number", "people"), [(3, 1), (15, 1), (16, 1), (40, 1), (15, 12), (2, 60)]
)
def test_what_was_missed_is_told_or_counted(number: int, people: int, language: str) -> None:
    credits = [
        Credit(f"Samantha Longname {n}", f"Christopher Character {n}") for n in range(people)
    ]
    news = tuple(
        News(show, 0, 2, "cast", str(n), 16, None, credit, f"https://news.example/{show}")
        for show in range(1, number + 1)
        for n, credit in enumerate(credits)
    )
    known = {show: a_show({2: {}}, title=f"Lamp{show}x") for show in range(1, number + 1)}
    with speaking(language):
        view = alert_card(Message(MISSED, TOKEN, TODAY, None, None, news, known, language=language))
    assert card_violations(view) == []
    text = text_of(view)
    told = sum(f"Lamp{show}x" in text for show in known)
    assert told >= min(2, number)
    assert "\\n…" not in text
    left = re.search(r"-# \D*(\d+)", text.rpartition("news.example")[2])
    assert told + (int(left[1]) if left else 0) == number


def test_what_was_missed_of_a_show_itself_names_it_once() -> None:
    show = a_show({2: {"status": "renewed"}}, title="Lamp", status="running")
    news = (
        News(show.id, 0, None, "status", "", 1, ShowStatus.ENDED, ShowStatus.RUNNING),
        News(show.id, 0, 2, "status", "", 1, None, SeasonStatus.RENEWED),
    )
    told = alert_card(Message(MISSED, TOKEN, TODAY, None, None, news, {show.id: show}))
    lines = "\n".join(texts_of(told.to_components())).splitlines()
    assert [line for line in lines if not line.startswith("-#")] == [
        "### While alerts were paused here",
        "**Lamp continues.** Until now it was over.",
        "Lamp: **Season 2 is coming: it was renewed.**",
    ]


def test_only_the_role_is_spoken_to() -> None:
    show = a_show({2: {"status": "renewed"}}, title="@everyone <@&9>")
    message = sample(show, TODAY, "act")
    text = text_of(alert_card(message, role_id=5))
    assert "<@&5>" in text
    assert "@everyone" not in text
    assert "<@&9>" not in text


def a_list(number: int, channels: int, title: str) -> Followed:
    items = [
        Subscription(1, 100 + n % channels, SHOW, str(n), ALL, title, n, id=n, role_id=10**18 + n)
        for n in range(1, number + 1)
    ]
    items.sort(key=lambda item: item.channel_id)
    names = {item.id: f"{title} {item.id}" for item in items}
    pauses = [Pause(100 + n, 1, TODAY, "x" * 500, None) for n in range(channels)]
    return Followed(items, names, pauses)


@settings(max_examples=30, deadline=None)
@given(number=st.integers(0, 130), channels=st.integers(1, 40), title=texts(300))
def test_every_page_of_what_is_followed_fits_and_nothing_is_left_out(
    number: int, channels: int, title: str
) -> None:
    followed = a_list(number, channels, title)
    shown = ""
    for page in range(200):
        view = followed_card(followed, page)
        assert card_violations(view) == []
        shown += text_of(view)
        turns = [b for b in buttons_of(view) if b["label"] == "Next ▶"]
        if not turns or turns[0]["disabled"]:
            break
        assert turns[0]["custom_id"] == f"follows:next:{page + 1}"
    for item in followed.subscriptions:
        assert shown.count(f"<@&{item.role_id}>") == 1


@settings(max_examples=30, deadline=None)
@given(number=st.integers(0, 70), page=st.integers(0, 9), title=texts(300))
def test_every_reminder_has_its_stop_on_some_page(number: int, page: int, title: str) -> None:
    followed = a_list(number, 1, title)
    with speaking_pseudo():
        assert card_violations(reminders_card(followed, page)) == []
    pages = max(1, -(-number // 20))
    stops = [
        button["custom_id"]
        for at in range(pages)
        for button in buttons_of(reminders_card(followed, at))
        if button["custom_id"].startswith("unremind:")
    ]
    assert sorted(stops) == sorted(f"unremind:{n}:-" for n in range(1, number + 1))


def buttons_of(view: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    waiting = list(view.to_components())
    while waiting:
        component = waiting.pop()
        waiting += component.get("components") or []
        if component["type"] == 2:
            found.append(component)
    return found


def test_a_show_without_a_title_is_described_in_the_members_language() -> None:
    body = {"title": "", "season": "", "field": "network", "value": '"HBO"', "reason": "No."}
    assert "**that show**" in outcome(body, TODAY)
    with speaking("de"):
        assert "**diese Serie**" in outcome(body, TODAY)
