"""Who plays a character, and whom a person plays, over all seasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.answers.sections import write
from bot.facts.models import Topic
from bot.presentation.markup import Plain
from bot.questions.index.titles import TitleEntry, TitleIndex
from bot.questions.reading.question import read
from tests.answers.made import answer
from tests.facts.made import a_show


def cast(*credits: tuple[str, str | None]) -> list[dict[str, str]]:
    return [
        {"person": person} | ({"character": character} if character else {})
        for person, character in credits
    ]


ONE = {
    "premiere": "2023-01-15",
    "cast": cast(("Pedro Pascal", "Joel"), ("Bella Ramsey", "Ellie"), ("Charlie Heaton", "Sam")),
}
TWO = {
    "premiere": "2025-04-13",
    "cast": cast(
        ("Pedro Pascal", "Joel Miller"), ("Bella Ramsey", "Ellie"), ("Ann Lee", "Charlie")
    ),
}
THREE = {
    "premiere": "2027-01-01",
    "cast": cast(("Bella Ramsey", "Ellie"), ("Jason Ritter", None)),
}


def told(*names: str, seasons: dict[int, dict[str, Any]], **own: Any) -> list[str]:
    asked = replace(answer(a_show(seasons, **own), None, Topic.CAST), names=names)
    section = write(asked, Plain(), page=None)
    return [section.headline, *section.lines]


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (("joel",), ["Pedro Pascal plays Joel Miller (seasons 1–2)."]),
        (("pedro", "pascal"), ["Pedro Pascal plays Joel Miller (seasons 1–2)."]),
        (("please", "ellie"), ["Bella Ramsey plays Ellie (seasons 1–3)."]),
        (("jason", "ritter"), ["Jason Ritter is in the cast (season 3)."]),
        # The character, and not the namesake who plays another.
        (("charlie",), ["Ann Lee plays Charlie (season 2)."]),
        (("heaton", "charlie"), ["Charlie Heaton plays Sam (season 1)."]),
    ],
)
def test_whoever_is_named_is_told_of_over_all_seasons(
    names: tuple[str, ...], lines: list[str]
) -> None:
    assert told(*names, seasons={1: ONE, 2: TWO, 3: THREE}) == lines


def test_nobody_of_that_name_leaves_the_whole_cast() -> None:
    assert told("gandalf", seasons={1: ONE, 2: TWO})[1:] == told(seasons={1: ONE, 2: TWO})[1:]


def test_nothing_is_said_of_seasons_whose_cast_is_not_known() -> None:
    seasons = {1: ONE, 2: {"premiere": "2024-01-01"}, 3: THREE}
    assert told("ellie", seasons=seasons) == ["Bella Ramsey plays Ellie."]
    assert told("joel", seasons=seasons) == ["Pedro Pascal plays Joel (season 1)."]
    of_show = told("joel", seasons={1: {"premiere": "2024-01-01"}}, cast=ONE["cast"])
    assert of_show == ["Pedro Pascal plays Joel."]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("who plays joel in the last of us", ("joel",)),
        ("who is Will in The Last of Us?", ("will",)),
        ("wer spielt Joel in The Last of Us", ("joel",)),
        ("quem faz o Joel em The Last of Us", ("joel",)),
        ("is pedro pascal in the last of us season 2", ("pedro", "pascal")),
        ("who will be in the last of us", ()),
        ("cast of the last of us season 3", ()),
    ],
)
def test_the_names_beside_a_title_are_read(text: str, names: tuple[str, ...]) -> None:
    titles = TitleIndex([TitleEntry(1, "The Last of Us", 2023, popularity=150.0)])
    assert read(text, titles, told=True).names == names


def test_no_more_is_said_of_seasons_than_their_casts_tell() -> None:
    bare = {"premiere": "2025-04-13"}
    show = a_show({1: ONE, 2: bare, 3: ONE, 4: {"premiere": "2027-01-01"}, 5: THREE})
    asked = replace(answer(show, 5, Topic.CAST), names=("pedro", "pascal"), asked=5)
    told = write(asked, Plain())
    assert told.headline == "Pedro Pascal is not in the cast of season 5 that I know."
    assert told.lines[0] == "Pedro Pascal plays Joel (seasons 1 and 3)."
    assert told.lines[-1] == "I do not know the cast of season 2."
    later = replace(answer(show, 4, Topic.CAST), names=("pedro", "pascal"), asked=4)
    assert write(later, Plain()).headline == "I do not know whether Pedro Pascal is in season 4."
