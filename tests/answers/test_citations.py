"""The source line: who says so, where, as of when, and how long ago that was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.answers.citations import Cited, source_line
from bot.facts.models import Claim, Fact, Tier
from bot.presentation.markup import Markdown, Plain
from tests.answers.made import NOW

CLAIM = Claim(
    2, "status", "", "x", Tier.SOURCE, "catalog", "https://www.variety.com/a_(b)", date(2026, 11, 2)
)


def line(*claims: Claim, markdown: bool = False) -> str:
    cited = [Cited(claim.field, Fact(claim.value, claim)) for claim in claims]
    return source_line(cited, Markdown() if markdown else Plain(), NOW)


def test_a_page_is_linked_by_its_site() -> None:
    assert line(CLAIM, markdown=True) == (
        "-# Source: [variety.com](<https://www.variety.com/a_%28b%29>), as of 2 November 2026"
    )


@pytest.mark.parametrize(
    ("as_of", "age"),
    [
        (date(2026, 10, 24), ""),
        (date(2026, 10, 23), " (1 month ago)"),
        (date(2026, 1, 22), " (10 months ago)"),
        (date(2020, 1, 31), " (6 years ago)"),
    ],
)
def test_what_is_old_shows_its_age(as_of: date, age: str) -> None:
    assert line(replace(CLAIM, as_of=as_of)).endswith(f"2026{age}" if as_of.year > 2020 else age)


def test_a_provider_is_named_with_when_it_was_asked_last() -> None:
    claim = replace(
        CLAIM,
        by="tvmaze",
        source="https://www.tvmaze.com/shows/1",
        checked_at=NOW - timedelta(hours=2),
    )
    assert line(claim).startswith("Source: TVmaze <https://www.tvmaze.com/shows/1>, as of")
    assert line(claim).endswith(", checked 2 hours ago")


def test_the_catalogues_own_reload_is_no_check() -> None:
    assert "checked" not in line(replace(CLAIM, checked_at=NOW))


@pytest.mark.parametrize(
    ("tier", "who"), [(Tier.SERVER, "this server's editors"), (Tier.CURATOR, "a curator")]
)
def test_people_are_told_apart_by_where_their_word_counts(tier: Tier, who: str) -> None:
    edit = replace(CLAIM, tier=tier, by="editor", author=7, source="")
    assert line(edit) == f"Source: {who}, 2 November 2026"
    linked = replace(edit, source="https://a.example/b")
    assert line(linked) == f"Source: {who} (a.example <https://a.example/b>), 2 November 2026"


def test_what_has_no_link_has_a_name() -> None:
    assert "the starter catalogue, as of" in line(replace(CLAIM, source=""))
    assert "the operator's own list, as of" in line(replace(CLAIM, by="import", source=""))


def test_a_source_is_named_once_and_few_are() -> None:
    others = [replace(CLAIM, source=f"https://{n}.example/") for n in range(5)]
    told = line(CLAIM, CLAIM, *others)
    assert told.count("variety.com") == 2  # its name and its link
    assert told.count("as of") == 3
    assert told.endswith("· and 3 more")


def test_silence_has_no_source() -> None:
    assert line() == "No source says anything about it."


def test_an_endless_link_is_left_out() -> None:
    long = [replace(CLAIM, source=f"https://{'h' * 80}.example/{n}" + "x" * 1900) for n in range(3)]
    told = line(*long, markdown=True)
    assert len(told) < 400
    assert "https://" not in told
