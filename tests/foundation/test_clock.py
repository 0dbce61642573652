"""What is kept for a while by a clock that is set back and ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.answers.conversation import MEMORY, Conversation, Speaker, Subject
from bot.foundation.clock import steady
from bot.web.page_cache import Page, PageCache, made_of
from tests.clock import StoppedClock

JUMPS = [timedelta(), timedelta(hours=-1), timedelta(days=-3650), timedelta(days=3650)]


@pytest.mark.parametrize("jump", JUMPS)
def test_seconds_go_by_whatever_the_clock_is_set_to(clock: StoppedClock, jump: timedelta) -> None:
    seconds = steady(clock)
    clock.advance(seconds=5)
    before = seconds()
    clock.now += jump
    after = seconds()
    clock.advance(seconds=7)
    assert before == 5
    assert after == 5 + max(0.0, jump.total_seconds())
    assert seconds() - after == 7


@pytest.mark.parametrize("jump", JUMPS)
async def test_what_is_kept_ends_in_time(clock: StoppedClock, jump: timedelta) -> None:
    conversation, speaker = Conversation(clock), Speaker(1, 2)
    conversation.remember(speaker, Subject(3, None))
    cache, subject, made = PageCache(clock), object(), 0

    async def make() -> Page:
        nonlocal made
        made += 1
        return made_of(b"page %d" % made, "text/plain")

    await cache.get("key", subject, make)
    clock.now += jump
    conversation.last(speaker)
    await cache.get("other", subject, make)
    made = 1
    clock.advance(seconds=MEMORY.total_seconds() + 3600)
    assert conversation.last(speaker) is None
    await cache.get("key", subject, make)
    assert made == 2
