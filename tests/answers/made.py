"""Answers about shows of a test's own, without a store."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.answers.lookup import Answer
from bot.answers.section_writer import Section
from bot.answers.sections import write
from bot.facts.models import Show, Topic
from bot.facts.verdict import verdict
from bot.presentation.markup import Markdown, Style

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def answer(
    show: Show,
    number: int | None = None,
    topic: Topic = Topic.GENERAL,
    *,
    now: datetime = NOW,
    region: str | None = None,
) -> Answer:
    """The answer about one season at that moment."""
    return Answer(show, verdict(show, number, now), topic, now, region, asked=number)


def section(
    show: Show,
    number: int | None = None,
    topic: Topic = Topic.GENERAL,
    *,
    now: datetime = NOW,
    style: Style | None = None,
) -> Section:
    """The same, written out."""
    return write(answer(show, number, topic, now=now), style or Markdown())


def text_of(written: Section) -> str:
    """The headline and the lines of a section, one below the other."""
    return "\n".join([written.headline, *written.lines])
