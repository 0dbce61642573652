"""What an article is read to tell where the catalogue knows thousands of titles."""

from __future__ import annotations

from datetime import date

import pytest

from bot.articles.mentions.known_titles import catalogued
from bot.articles.plain_text import read_text
from bot.articles.reader import read
from bot.facts.models import TitleEntry
from bot.questions.index.titles import TitleIndex

TITLES = (
    "The Crown", "Line of Duty", "Silent Witness", "Outer Banks", "Santa Barbara", "Cold War",
    "Sunday", "Thriller", "The in...", "The Drew Barrymore Show", "Lamp Street",
    "Johnson",
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
        "It comes from Rian Johnson. Johnson’s third movie arrives on Netflix December 12.",
        "Ann Marsh, fresh off “Lamp Street,” joins. Bob Rao will play Alison Petrie in season 4.",
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


@pytest.mark.parametrize(
    "headline",
    [
        "**The Crown Season 4**: what we know",
        "What to expect from **The Crown S4**",
        "“The Crown Season 4” gets a trailer",
        "“The Crown: Season 4” gets a trailer",
        "‘The Crown’ Season 4 Trailer",
        "Everything about **Season 4 of The Crown**",
        "«The Crown 4» torna",
        "„The Crown Staffel 4“ kommt",
        "“The Crown Temporada 4” vuelve",
        "« The Crown saison 4 » arrive",
        "“The Crown, Stagione 4” torna",
        "“The Crown Part 4” is coming",
    ],
)
def test_a_season_is_no_part_of_a_title(headline: str) -> None:
    text = (
        f"{headline}\n\nNovember 3, 2025\n\nNetflix released the trailer for **The Crown Season 4**"
        " today.\n\nAll eight episodes of **The Crown Season 4** arrive on November 20."
    )
    for resolve in (lambda title: None, catalogued(CATALOGUE)):
        told = read(read_text(text), resolve)
        assert {one.subject.name for one in told} == {"The Crown"}
        assert {(4, "premiere", "2025-11-20"), (4, "episodes", 8)} <= {
            (one.season, one.field, one.value) for one in told if isinstance(one.value, str | int)
        }


def test_the_name_of_a_network_in_bold_is_no_show() -> None:
    text = LEAD + "**Prime Video** released the trailer of season 4 on Monday."
    assert told_of(text) == {"Coldwater"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Joining them are Line of Duty star Ann Rao as Meera Nair and Bob Rowe as Joe Doyle.",
        "Ann Rao, aka The Crown’s Lena, returns as Meera Nair.",
        "It is from Line of Duty creator Ann Rao and was shot in Wales.",
        "It is the latest entry in the Lamp Street universe.",
        "“Lamp Street” programming block viewers will find it at 9 pm.",
        "Already renewed, the drama is the network’s best.",
        "Joining season four as regulars are Ann Marsh as Helen and Bob Rao as Dan.",
        "Ann Marsh is the Series Producer and Bob Rao is the Producer.",
        "It is the latest from the Coldwater creator, whose Lamp Boat ended after four seasons.",
    ],
)
def test_what_only_tells_who_is_meant_is_told_of_no_show(sentence: str) -> None:
    assert told_of(LEAD + sentence) == {"Coldwater"}


def test_the_longest_form_of_a_title_is_the_show() -> None:
    text = (
        "Lamp – Nelle tue mani 4: riprese al via, nel cast entra Ada Valle\n\n16 settembre 2025\n\n"
        "Le riprese di Lamp – Nelle tue mani 4, la nuova stagione del medical drama, sono partite."
        "\n\nLamp 4 sarà composta da sedici episodi.\n\nLamp – Nelle tue mani è prodotta dalla Rai."
    )
    titles = (TitleEntry(1, "LAMP", 2019, "US"), TitleEntry(2, "Lamp Street", 2019, "US"))
    assert told_of(text) == {"Lamp – Nelle tue mani"}
    told = read(read_text(text), catalogued(TitleIndex(titles)))
    assert {one.subject.name for one in told} == {"Lamp – Nelle tue mani"}
