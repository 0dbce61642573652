"""Text from outside is shown as it is, and Discord acts on none of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.air_date import AirDate
from bot.presentation.markup import Markdown, Plain, clip, site_of, tamed
from tests.answers.hostile import texts
from tests.facts.strategies import PATIENT

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("**bold** __u__ ~~s~~", r"\*\*bold\*\* \_\_u\_\_ \~\~s\~\~"),
        ("`code` ||spoiler||", r"\`code\` \|\|spoiler\|\|"),
        ("[a](https://b.example)", "\\[a\\](https:\u200b//b.example)"),
        ("<@1> <#2> <@&3> <t:0:R> <:e:4> </x:5>", None),
        ("@everyone @here", "@\u200beveryone @\u200bhere"),
        ("# heading", r"\# heading"),
        ("-# small", r"\-# small"),
        ("- item\n+ item\n> quote\n1. one", "\\- item\n\\+ item\n\\> quote\n1\\. one"),
        ("9-1-1", "9-1-1"),
        ("Mr. & Mrs. Smith: #1!", "Mr. & Mrs. Smith: #1!"),
        ("a\\*b", r"a\\\*b"),
    ],
)
def test_markup_is_escaped(text: str, escaped: str | None) -> None:
    made = Markdown().escape(text)
    if escaped is not None:
        assert made == escaped
    assert not re.search(r"(?<!\\)<", made)


@PATIENT
@given(texts(300))
def test_nothing_is_left_that_discord_acts_on(text: str) -> None:
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "x", Markdown().escape(text))
    assert not re.search(r"[*_~`|<>\[\]]|@(everyone|here)|://", bare)
    assert not re.search(r"^\s*([#>+-]|\d+\.)", bare, re.MULTILINE)


@PATIENT
@given(texts(300))
def test_the_eye_sees_the_text_itself(text: str) -> None:
    shown = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", Markdown().escape(text))
    assert shown.replace("\u200b", "") == text.replace("\u200b", "")


@PATIENT
@given(texts(400), st.integers(5, 200))
def test_clipped_text_fits_and_closes_what_it_opened(text: str, length: int) -> None:
    calm = tamed(text)
    cut = clip(calm, length)
    assert len(cut) <= length
    assert cut == calm or cut.rstrip("\u2069").endswith("…")
    assert cut.count("\u2068") == cut.count("\u2069")
    assert tamed(calm) == calm


@pytest.mark.parametrize(
    "clusters",
    [
        ["न", "म", "स्ते"],
        ["ที่", "นี่"],
        ["क्ष", "त्रि", "य"],
        ["👩\u200d👩\u200d👧\u200d👦", " F", "a"],
        ["🇩🇪", "🇫🇷", "👍🏽", "e\u0301", "x"],
        ["ש\u05b8\u05c1", "ל", "ו\u05b9", "ם"],
    ],
)
def test_what_is_one_to_the_eye_is_not_cut_in_two(clusters: list[str]) -> None:
    """A vowel was lost of a Hindi title, and of a family of emoji one was left."""
    calm = tamed("".join(clusters))
    whole = {"".join(clusters[:number]) for number in range(len(clusters) + 1)}
    seen = {clip(calm, length).strip("\u2068\u2069…") for length in range(2, len(calm) + 1)}
    assert seen <= whole
    assert len(seen) >= len(whole) - 1


def test_of_a_tower_of_marks_that_is_cut_its_foot_stays() -> None:
    assert clip("Z" + "\u0337" * 100, 50) == "Z" + "\u0337" * 48 + "…"


def test_right_to_left_text_is_isolated_and_the_rest_is_not() -> None:
    assert tamed("  שלום   עולם ") == "\u2068שלום עולם\u2069"
    assert tamed("hello\nworld") == "hello world"


@pytest.mark.parametrize("turn", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_no_text_turns_around_what_follows_it(turn: str) -> None:
    assert tamed(f"{turn}kcart {turn} dnuoS{turn}") == "kcart dnuoS"
    assert tamed(f"{turn}שלום{turn}") == "\u2068שלום\u2069"


def test_towers_of_marks_are_lowered_and_accents_kept() -> None:
    assert tamed("e\u0301lite") == "e\u0301lite"
    # Of Latin, Thai, Hebrew, Arabic, Hindi, and one that encloses.
    for letter, mark in ("Z\u0337", "ก\u0e47", "ש\u05b8", "ب\u064b", "क\u0941", "a\u20dd"):
        assert tamed(letter + mark * 100).strip("\u2068\u2069") == letter + mark * 3
        assert tamed(f"x {letter}{mark * 9}{letter}{mark}") == tamed(
            f"x {letter}{mark * 3}{letter}{mark}"
        )
        # A joiner, a parter, a soft hyphen or a space without width between them is not seen.
        for unseen in "\u200d\u200c\u00ad\u200b\u2060":
            tower = tamed(letter + f"{mark}{unseen}" * 40)
            assert tower.count(mark) == 3
            assert len(tower.strip("\u2068\u2069")) <= 7
    for whole in ("ज़ूँ", "น้ำ ที่นี่", "שָּׁלוֹם", "مُحَمَّدٌ", "Tiếng Việt", "👨\u200d👩\u200d👧\u200d👦 ——— …"):
        assert tamed(whole).strip("\u2068\u2069") == whole


def test_a_link_is_closed_by_nothing_in_it() -> None:
    made = Markdown().link("a] (b", "https://a.example/x_(y)@z")
    assert made == "[a\\] (b](<https://a.example/x_%28y%29%40z>)"
    assert Plain().link("a", "https://a.example/x_(y)") == "a <https://a.example/x_(y)>"


def test_a_link_too_long_for_a_card_is_its_label() -> None:
    assert Markdown().link("a*", "https://a.example/" + "x" * 600) == r"a\*"


def test_an_instant_is_the_readers_and_in_a_terminal_the_servers() -> None:
    when = AirDate.parse("2026-12-05T01:00:00Z")
    assert Markdown().date(when, NOW) == "<t:1796432400:F>"
    assert Plain().date(when, NOW) == "5 December 2026, 01:00 UTC"
    there = NOW.astimezone(ZoneInfo("America/New_York"))
    assert Plain().date(when, there) == "4 December 2026, 20:00 EST"


def test_a_bare_date_is_that_date_everywhere() -> None:
    when = AirDate.parse("2026-12-05")
    for zone in ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        there = NOW.astimezone(ZoneInfo(zone))
        assert Markdown().date(when, there) == Plain().date(when, there) == "5 December 2026"


def test_a_countdown_is_live_on_a_card() -> None:
    moment = NOW + timedelta(days=3, hours=2)
    assert Markdown().until(moment, NOW) == f"<t:{int(moment.timestamp())}:R>"
    assert Plain().until(moment, NOW) == "in 3 days"
    assert Plain().until(NOW + timedelta(hours=1), NOW) == "in 1 hour"
    assert Plain().until(NOW + timedelta(minutes=5), NOW) == "within the hour"


def test_a_paragraph_keeps_its_lines_and_its_length() -> None:
    assert Markdown().paragraph("a\n\n\n b \n# c", 100) == "a\nb\n\\# c"
    assert len(Plain().paragraph("word " * 1000, 50)) <= 50


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.variety.com/2020/x", "variety.com"),
        ("http://EN.wikipedia.org/wiki/A", "en.wikipedia.org"),
        ("", ""),
    ],
)
def test_a_site_is_named_as_readers_know_it(url: str, site: str) -> None:
    assert site_of(url) == site
