"""The seasons, dates, networks and sentences of a text."""

from __future__ import annotations

from datetime import date

import pytest

from bot.articles.article import aligned
from bot.articles.mentions.dates import Side, date_mentions
from bot.articles.mentions.networks import network_mentions
from bot.articles.mentions.occurrences import occurrences, stands_in
from bot.articles.mentions.seasons import season_mentions
from bot.articles.sentence import sentences

_TODAY = date(2025, 9, 10)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Seasons one to four are out", [(1, 2, 3, 4)]),
        ("a sixth season last October, and renewed for a seventh.", [(6,), (7,)]),
        ("its fifth and final season", [(5,)]),
        ("Season 2, season two, S3", [(2,), (2,), (3,)]),
        ("seasons 3 and 4", [(3, 4)]),
        ("the second and third seasons", [(2, 3)]),
        ("die zweite Staffel; Staffel 3; die 4. Staffel", [(2,), (3,), (4,)]),
        ("la saison 2, la troisième saison", [(2,), (3,)]),
        ("segunda temporada, temporada 3", [(2,), (3,)]),
        ("the first two seasons", [(1, 2)]),
        ("une saison 4; una temporada 4; von einer Staffel 4", [(4,), (4,), (4,)]),
        ("the 2025-26 season", []),
        ("wait for a second.", []),
    ],
)
def test_seasons(text: str, numbers: list[tuple[int, ...]]) -> None:
    assert [one.numbers for one in season_mentions(aligned(text))] == numbers


def test_a_count_of_seasons_names_none() -> None:
    (one,) = season_mentions(aligned("after three seasons"))
    assert (one.numbers, one.span) == ((), 3)
    (single,) = season_mentions(aligned("après une saison, Netflix arrête tout"))
    assert (single.numbers, single.span) == ((), 1)


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("October 8, 2024", "2024-10-08", "2024-10-08"),
        ("on Thursday, May 15,", "2025-05-15", "2025-05-15"),
        ("on 14 August", "2025-08-14", "2026-08-14"),
        ("in the fall of 2025", "2025-23", "2025-23"),
        ("this fall", "2025-23", "2025-23"),
        ("this October", "2024-10", "2025-10"),
        ("this October 21 on HBO", "2024-10-21", "2025-10-21"),
        ("next June 3rd", "2025-06-03", "2026-06-03"),
        ("this October 2025", "2025-10", "2025-10"),
        ("este 21 de octubre", "2024-10-21", "2025-10-21"),
        ("ce 14 février", "2025-02-14", "2026-02-14"),
        ("next Friday", "2025-09-05", "2025-09-12"),
        ("am 24. September", "2024-09-24", "2025-09-24"),
        ("24 de septiembre de 2025", "2025-09-24", "2025-09-24"),
        ("le 3 mars 2026", "2026-03-03", "2026-03-03"),
        ("early 2026", "2026-33~", "2026-33~"),
        ("in October", "2024-10", "2025-10"),
        ("Q1 2026", "2026-33", "2026-33"),
        ("next year", "2026", "2026"),
        ("05.10.2025", "2025-10-05", "2025-10-05"),
        ("last October", "2024-10", "2024-10"),
    ],
)
def test_dates(text: str, past: str, future: str) -> None:
    (one,) = date_mentions(aligned(text))
    assert str(one.resolved(_TODAY, Side.PAST)) == past
    assert str(one.resolved(_TODAY, Side.FUTURE)) == future


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("15/04/2026", "pt", "2026-04-15"),
        ("5/4/2026", "es", "2026-04-05"),
        ("4/15/2026", "en", "2026-04-15"),
        ("15/04/2026", "en", "2026-04-15"),
        ("no dia 05/11", "pt", "2025-11-05"),
        ("ab dem 04.11. bei Netflix", "de", "2025-11-04"),
        ("5 out 2026", "pt", "2026-10-05"),
        ("12 dic. 2025", "it", "2025-12-12"),
        ("3 de ene. de 2026", "es", "2026-01-03"),
        ("7 sept. 2026", "fr", "2026-09-07"),
        ("il 10/10 su Sky", "it", "2025-10-10"),
        ("estreia em 10/10", "pt", "2025-10-10"),
        ("dal 09/10", "it", "2025-10-09"),
        ("nesta quinta (09/10)", "pt", "2025-10-09"),
        ("10/10 – Lamp", "fr", "2025-10-10"),
        ("Lamp – 2ª temporada – 10/10", "pt", "2025-10-10"),
        ("la parte 2 llega el 09/12", "es", "2025-12-09"),
        ("ab dem 2.1. im Ersten", "de", "2026-01-02"),
        ("llega mañana a Filmin", "es", "2025-09-11"),
        ("diffusé hier soir", "fr", "2025-09-09"),
    ],
)
def test_dates_as_a_language_writes_them(text: str, language: str, expected: str) -> None:
    (one,) = date_mentions(aligned(text), language)
    assert str(one.resolved(_TODAY, Side.FUTURE)) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("5/4/2026", "en"),
        ("on 05/11", "en"),
        ("24/7", "es"),
        ("45/11", "pt"),
        ("une note de 4.5.", "fr"),
        ("se estrena con un 10/10", "es"),
        ("avec une note de 08/10", "fr"),
        ("debutta con voto 09/12", "it"),
        ("estreia: 10/10 para o elenco", "pt"),
        ("el capítulo 03/08", "es"),
        ("startet in Version 2.1. neu", "de"),
        ("por la mañana", "es"),
        ("La set 5 e a out 7", "it"),
    ],
)
def test_figures_that_may_be_another_day_or_none(text: str, language: str) -> None:
    assert list(date_mentions(aligned(text), language)) == []


@pytest.mark.parametrize("text", ["it may be", "on Monday nights", "30 February 2025", "May 45"])
def test_no_dates(text: str) -> None:
    assert [one.resolved(_TODAY, Side.PAST) for one in date_mentions(aligned(text))] in ([], [None])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Apple ordered a season", ["Apple TV+"]),
        ("on Apple TV+ and Disney Plus", ["Apple TV+", "Disney+"]),
        ("Max Harwood sings under the sky", []),
        ("by Max Harwood", []),
        ("at Max after two years", ["Max"]),
        ("Amazon MGM Studios", []),
    ],
)
def test_networks(text: str, names: list[str]) -> None:
    assert [one.name for one in network_mentions(text)] == names


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("“St. Denis Medical” is back. J.K. Coe is at 9 p.m. ET on ABC. Mr. Hernandez came.", 3),
        ("Die 2. Staffel startet am 24. September. Es ist gut.", 2),
        ("“Is it?” she asked. “Jeopardy!” returns.", 2),
        ("It airs at 9 p.m. The show is good.", 2),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(list(sentences(text))) == count


@pytest.mark.parametrize("text", ["Straße ÆŒ ﬁn", "„Türkisch“ — ‘İ’", "\u0130stanbul é̂"])
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(aligned(text)) == len(text)


@pytest.mark.parametrize(
    ("run", "text", "places"),
    [
        ("old mill", "old mill, old mills and cold mill: old mill", [0, 35]),
        ("doc", "doc_2, docs, doc-2 and doc", [13, 23]),
        ("(a.b)*", "x(a.b)* (a.b)*", [8]),
        ("a a", "a a a aa a a", [0, 9]),
        ("काली", "कालीन, काली", [7]),
        ("absent", "", []),
        ("", "an empty run is nowhere", []),
    ],
)
def test_a_run_of_words_stands_where_no_word_goes_on(
    run: str, text: str, places: list[int]
) -> None:
    assert list(occurrences(run, text)) == places
    assert stands_in(run, text) == bool(places)
