"""What an article is read to tell where the catalogue knows thousands of titles."""

from __future__ import annotations

from datetime import date

import pytest

from bot.articles.plain_text import read_text
from bot.articles.reader import catalogued, read
from bot.facts.models import TitleEntry
from bot.questions.index.titles import TitleIndex

TITLES = (
    "The Crown", "Line of Duty", "Silent Witness", "Outer Banks", "Santa Barbara", "Cold War",
    "Sunday", "Thriller", "The in...", "The Drew Barrymore Show", "Lamp Street",
)  # fmt: skip
CATALOGUE = TitleIndex(TitleEntry(at, title, 2019, "US") for at, title in enumerate(TITLES, 1))
LEAD = "Coldwater Renewed for Season 4\n\nNovember 3, 2025\n\nITV has renewed Coldwater.\n\n"


def told_of(text: str) -> set[str]:
    """The shows of which something is drafted."""
    return {one.subject.name for one in read(read_text(text), catalogued(CATALOGUE))}


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann Marsh (Line of Duty, The Crown) will play the new governor, Alison Petrie.",
        "They are joined by Ann Rao (Silent Witness) as Meera Nair in season 4.",
        "ITV is heading back to the Outer Banks. Season 4 will have ten episodes.",
        "The star died in Santa Barbara. Season 4 will have ten episodes.",
        "It is set in the Cold War. Season 4 will have ten episodes.",
        "The Sunday soap was renewed for a fourth season.",
        "In the US the series is on Peacock, where season 3 arrives on 6 November.",
        "Drew Barrymore was Sheila. Season 4 has ten episodes. Victor Fresco created it.",
    ],
)
def test_words_that_a_title_of_the_catalogue_has_too_are_no_show(sentence: str) -> None:
    assert told_of(LEAD + sentence) == {"Coldwater"}


def test_a_word_for_a_kind_of_show_is_none() -> None:
    text = (
        "Serien\n\n„Kaltfront“ geht weiter. "
        "Der Thriller wurde im Januar um eine zweite Staffel verlängert."
    )
    assert told_of(text) == {"Kaltfront"}


def test_a_title_of_the_catalogue_is_a_show_by_its_capitals_alone() -> None:
    assert told_of(LEAD + "Lamp Street, meanwhile, is on Peacock.") == {"Coldwater", "Lamp Street"}


def test_a_franchise_in_a_headline_is_not_what_it_is_about() -> None:
    text = (
        "Prime Video Pulls the Plug on ‘Ballard’, Ending the ‘Bosch’ Franchise\n\n"
        "November 3, 2025\n\n“Ballard” will not be back for a third season.\n\n"
        "“Bosch” itself ran for seven.\n\nThe series was developed by Kendall Sherwood."
    )
    article = read_text(text)
    assert article.published == date(2025, 11, 3)
    assert {one.subject.name for one in read(article, lambda title: None)} == {"Ballard"}
