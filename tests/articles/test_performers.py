"""Which of the two names of a pair in brackets is the actor's, as all of the article tells."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from bot.articles.plain_text import read_text
from tests.articles.labelled import told_of

_LEAD = "“Willow Creek” season 2: the latest on the show"
_TOLD = {"Ann Marsh = Mae Chan", "Bob Rowe = Joe Doyle"}


def cast_of(text: str) -> set[str]:
    """The people and their parts that are drafted of an article."""
    article = dataclasses.replace(read_text(text), published=date(2026, 4, 20))
    told = (one.split(" | ") for one in told_of(article))
    return {value for _, _, field, value in told if field == "cast" and " = " in value}


@pytest.mark.parametrize(
    "text",
    [
        "The Ann Marsh and Bob Rowe drama is back in May.\n\n"
        "Marsh (Mae Chan) and Rowe (Joe Doyle) all return for season 2.",
        "The series, led by Ann Marsh and Bob Rowe, is back.\n\n"
        "Marsh (Mae Chan) and Rowe (Joe Doyle) return.",
        "“It was a joy,” Marsh said. “And a relief,” added co-star Bob Rowe.\n\n"
        "Ann Marsh (Mae Chan) and Bob Rowe (Joe Doyle) return for season 2.",
        "It has two Emmys, both for Marsh.\n\n"
        "Ann Marsh (Mae Chan) and Bob Rowe (Joe Doyle) are back for season 2.",
        "Mae Chan (Ann Marsh) and Joe Doyle (Bob Rowe) investigate a murder in season 2.\n\n"
        "The drama stars Marsh and Rowe.",
        "Mae Chan (Ann Marsh) and Joe Doyle (Bob Rowe) are on the run.\n\n"
        "Actors Ann Marsh and Bob Rowe told fans to wait for season 2.",
        "Detective Mae Chan (Ann Marsh) and Joe Doyle (Bob Rowe) find a body in season 2.",
    ],
)
def test_who_acts_elsewhere_in_an_article_is_no_character(text: str) -> None:
    assert {one.replace("detective ", "") for one in cast_of(f"{_LEAD}\n\n{text}")} == {
        one.casefold() for one in _TOLD
    }


@pytest.mark.parametrize(
    "text",
    [
        "„Willow Creek“: Staffel 2 kommt\n\nMae Chan (Ann Marsh) und Joe Doyle (Bob Rowe) ermitteln"
        " in einer Mordserie.\n\nNeben Marsh und Rowe ist in Staffel 2 Cy Winter als Lena dabei.",
        "„Willow Creek“: Staffel 2 kommt\n\nMae Chan (Ann Marsh) und Joe Doyle (Bob Rowe) sind in"
        " Staffel 2 auf der Flucht.\n\nHauptdarstellerin Ann Marsh freut sich.",
        "«Willow Creek»: la temporada 2\n\nMae Chan (Ann Marsh) y Joe Doyle (Bob Rowe) huyen.\n\n"
        "La serie protagonizada por Ann Marsh y Bob Rowe vuelve en mayo.",
        "« Willow Creek » : la saison 2\n\nMae Chan (Ann Marsh) et Joe Doyle (Bob Rowe) enquêtent."
        "\n\nLa série portée par Ann Marsh et Bob Rowe revient en mai.",
        "«Willow Creek»: la stagione 2\n\nMae Chan (Ann Marsh) e Joe Doyle (Bob Rowe) indagano.\n\n"
        "La serie con Ann Marsh e Bob Rowe torna a maggio.",
        "«Willow Creek»: a 2ª temporada\n\nMae Chan (Ann Marsh) e Joe Doyle (Bob Rowe) fogem.\n\n"
        "A série estrelada por Ann Marsh e Bob Rowe volta em maio.",
    ],
)
def test_each_language_tells_who_acts(text: str) -> None:
    assert {one.casefold() for one in _TOLD} <= cast_of(text)


def test_brackets_that_gave_parts_give_those_of_newcomers() -> None:
    text = (
        f"{_LEAD}\n\nAnn Marsh (Mae Chan) and Bob Rowe (Joe Doyle) all return. Cy Winter (Lena)"
        " and Di Boss (Miles) are the season’s newcomers."
    )
    assert {"cy winter = lena", "di boss = miles"} <= cast_of(text)


def test_brackets_with_earlier_work_give_newcomers_no_parts() -> None:
    text = f"{_LEAD}\n\nThe newcomers are Cy Winter (Succession) and Di Boss (Vigil)."
    assert cast_of(text) == set()


def test_three_people_have_the_three_parts_behind_them() -> None:
    text = f"{_LEAD}\n\nAnn Marsh, Bob Rowe and Cy Winter are back as J.D., Turk and Elliot."
    assert cast_of(text) == {"ann marsh = j.d.", "bob rowe = turk", "cy winter = elliot"}


@pytest.mark.parametrize(
    ("headline", "text", "season"),
    [
        (
            "‘Willow Creek’ Renewed for Season 5 Ahead of Season 4 Premiere",
            "Hulu has renewed “Willow Creek” for a fifth season. Season four opens on May 17.\n\n"
            "Ann Marsh (Mae Chan) and Bob Rowe (Joe Doyle) all return.",
            "4",
        ),
        (
            "‘Willow Creek’ Season 4 Adds Ann Marsh and Two More",
            "Marsh will play Mae Chan. Rowe plays Joe Doyle.\n\nThe show was picked up for season 4"
            " last October. Bob Rowe was seen in “Elsewhere.”",
            "4",
        ),
    ],
)
def test_a_part_is_of_the_season_that_the_article_is_about(
    headline: str, text: str, season: str
) -> None:
    article = dataclasses.replace(read_text(f"{headline}\n\n{text}"), published=date(2026, 4, 20))
    told = [one.split(" | ") for one in told_of(article)]
    cast = {(number, value) for _, number, field, value in told if field == "cast"}
    assert cast == {(season, one.casefold()) for one in _TOLD}
