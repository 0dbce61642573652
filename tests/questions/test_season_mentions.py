"""Seasons named in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.reading.season_mentions import SeasonMention, mentions
from bot.questions.reading.tokens import split


def only(text: str) -> SeasonMention:
    (mention,) = mentions(split(text))
    return mention


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("season 2", 2),
        ("Season Two", 2),
        ("season-2", 2),
        ("season2", 2),
        ("SEASON II", 2),
        ("S2", 2),
        ("s02", 2),
        ("S02E05", 2),
        ("2x05", 2),
        ("second season", 2),
        ("2nd season", 2),
        ("series 6", 6),
        ("sixth series", 6),
        ("mirzapur 3 season", 3),
        ("season 2023", 2023),
        # No season has such a number, and it is what was asked about.
        ("season 99?", 99),
        ("season 100000", 100_000),
        ("seasons 3 and 4", 4),
        ("24 season 10", 10),
        ("fifth and final season", 5),
        ("temporada 3", 3),
        ("3ª temporada", 3),
        ("la tercera temporada", 3),
        ("segunda temporada", 2),
        ("T2", 2),
        ("saison 5", 5),
        ("la troisième saison", 3),
        ("2e saison", 2),
        ("Staffel 3", 3),
        ("3. Staffel", 3),
        ("der dritten Staffel", 3),
        ("seconda stagione", 2),
        ("stagione 4", 4),
        ("dusra season", 2),
        ("सीज़न 3", 3),
        ("पांचवां सीजन", 5),
        ("la 4 de merlina", 4),
        ("a terceira de elite", 3),
        ("la 3ra de elite", 3),
        ("da 6 de elite", 6),
        ("el final de la 4", 4),
        ("è finita con la quarta o no", 4),
    ],
)
def test_a_number_is_understood(text: str, number: int) -> None:
    assert only(text).number == number


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("part 2", 2),
        ("Part Two", 2),
        ("vol. 1", 1),
        ("cour 2", 2),
        ("cuarta parte", 4),
        ("Teil 2", 2),
        ("partie 3", 3),
    ],
)
def test_a_part_alone_is_a_part(text: str, part: int) -> None:
    assert (only(text).number, only(text).part) == (None, part)


def test_a_number_of_one_language_is_another_word_in_another() -> None:
    assert only("season do").number == 2
    assert mentions(split("quem faz parte do elenco")) == []


def test_a_part_of_a_season_is_one_mention() -> None:
    mention = only("season 4 part 2")
    assert (mention.number, mention.part) == (4, 2)
    for text in ("s5 vol 2", "s5b", "T05B"):
        assert (only(text).number, only(text).part) == (5, 2)


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("the next season", "next"),
        ("another season", "next"),
        ("final season", "final"),
        ("latest season", "latest"),
        ("la última temporada", "final"),
        ("die neue Staffel", "next"),
        ("la prochaine saison", "next"),
        ("fifth and final season", "final"),
    ],
)
def test_a_season_may_be_named_without_its_number(text: str, relative: str) -> None:
    assert only(text).relative == relative


@pytest.mark.parametrize(
    "text",
    [
        "season -1",
        "after one season",
        "two more seasons",
        "40 séries",
        "what a season",
        "the season I loved",
        "season 90 minutes",
        "part of it",
        "the 100",
        "13 Reasons Why",
        "s",
        "1899",
        "resumo da semana de 6 a 11 de julho",
        "la 4 de julio",
        "",
    ],
)
def test_what_names_no_season(text: str) -> None:
    assert mentions(split(text)) == []


@given(st.text(alphabet="season partxs0123456789 .-ie", max_size=60))
def test_mentions_are_in_order_and_inside(text: str) -> None:
    words = split(text)
    end = 0
    for mention in mentions(words):
        assert end <= mention.start < mention.end <= len(words)
        end = mention.end
