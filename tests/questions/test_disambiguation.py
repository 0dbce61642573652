"""Which of several shows of one name a sentence means by what it says beside the name."""

import csv
from pathlib import Path

import pytest

from bot.facts.models import TitleEntry
from bot.questions.index.qualifiers import split_qualifier
from bot.questions.index.titles import TitleIndex
from bot.questions.reading.question import Question, read
from tests.questions.real_titles import among_many

WAYS = Path(__file__).with_name("namesakes.tsv")
"""Ways to say which one, in seven languages, and the key of the show that is meant."""

SHOWS = {
    "ghosts us": TitleEntry(1, "Ghosts", 2021, "US", "CBS", popularity=90.0),
    "ghosts gb": TitleEntry(2, "Ghosts", 2019, "GB", "BBC One", popularity=9.0),
    "ghosts de": TitleEntry(3, "Ghosts", 2025, "DE", "ARD", popularity=5.0),
    "one piece 1999": TitleEntry(4, "One Piece", 1999, "JP", "Fuji TV", "anime", 120.0),
    "one piece 2023": TitleEntry(5, "One Piece", 2023, "US", "Netflix", "scripted", 80.0),
    "quantum leap 1989": TitleEntry(6, "Quantum Leap", 1989, "US", "NBC", popularity=33.0),
    "quantum leap 2022": TitleEntry(7, "Quantum Leap", 2022, "US", "NBC", popularity=10.0),
    "bridge se": TitleEntry(8, "The Bridge", 2011, "SE", "SVT1", popularity=19.0),
    "bridge us": TitleEntry(9, "The Bridge", 2013, "US", "FX", popularity=9.0),
    "charmed 1998": TitleEntry(10, "Charmed", 1998, "US", "The WB", popularity=90.0),
    "charmed 2018": TitleEntry(11, "Charmed", 2018, "US", "The CW", popularity=30.0),
    "doctor who 2005": TitleEntry(12, "Doctor Who", 2005, "GB", "BBC One", popularity=113.0),
    "doctor who 1963": TitleEntry(13, "Doctor Who", 1963, "GB", "BBC One", popularity=58.0),
    "traitors gb": TitleEntry(14, "The Traitors", 2022, "GB", "BBC One", popularity=11.6),
    "traitors us": TitleEntry(15, "The Traitors", 2023, "US", "Peacock", popularity=11.1),
    "traitors 2019": TitleEntry(16, "Traitors", 2019, "GB", "Channel 4", popularity=3.6),
    "traitors cz": TitleEntry(17, "Traitors", 2024, "CZ", "Prima", popularity=4.8),
    "chiquititas ar": TitleEntry(18, "Chiquititas", 1995, "AR", "Telefe", popularity=26.0),
    "chiquititas br": TitleEntry(19, "Chiquititas", 2013, "BR", "SBT", popularity=23.0),
    "chiquititas pt": TitleEntry(20, "Chiquititas", 2007, "PT", "SIC", popularity=18.0),
    "severance": TitleEntry(21, "Severance", 2022, "US", "Apple TV+", popularity=110.0),
    "dark": TitleEntry(22, "Dark", 2017, "DE", "Netflix", popularity=60.0),
}
KEYS = {entry.show_id: key for key, entry in SHOWS.items()}


def titles() -> TitleIndex:
    return among_many(*SHOWS.values())


def asked(text: str) -> Question:
    return read(text, titles(), told=True)


def key_of(question: Question) -> str | None:
    return KEYS[question.show.entry.show_id] if question.show is not None else None


def test_every_way_to_say_which_one() -> None:
    with WAYS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 100
    missed = {
        row["text"]: found for row in rows if (found := key_of(asked(row["text"]))) != row["show"]
    }
    assert missed == {}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        # The season is new, and not the show.
        ("new charmed season when", "charmed 1998"),
        ("new charmed episodes when", "charmed 1998"),
        ("charmed new season when", "charmed 1998"),
        ("charmed, the new season, when", "charmed 1998"),
        ("charmed neue staffel wann", "charmed 1998"),
        # What it is dubbed in, and who asks.
        ("ghosts hindi version release date", "ghosts us"),
        ("can you tell us if ghosts is renewed", "ghosts us"),
        ("ghosts, tell us one thing: is it renewed", "ghosts us"),
        # Where it is watched.
        ("where to watch ghosts on netflix", "ghosts us"),
        # A country or a network that is no namesake's.
        ("severance netflix release", "severance"),
        ("severance britische synchro wann", "severance"),
        ("severance, la nueva temporada, cuándo", "severance"),
    ],
)
def test_what_says_something_else_tells_none_apart(text: str, key: str) -> None:
    assert key_of(asked(text)) == key


def test_a_namesake_that_is_not_here_is_offered_no_other_for_it() -> None:
    for text in ("charmed 1985 cast", "ghosts korea cast", "one piece 1990 when", "dark 1990 when"):
        assert asked(text).show is None, text


def test_those_that_fit_are_offered_first() -> None:
    found = [KEYS[match.entry.show_id] for match in asked("traitors uk s4 when").candidates]
    assert found[:2] == ["traitors 2019", "traitors gb"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("One Piece live action", "one piece 2023"), ("one piece anime", "one piece 1999"),
        ("ghosts british", "ghosts gb"), ("Charmed 2018", "charmed 2018"),
        ("the bridge (SE)", "bridge se"), ("charmed the cw", "charmed 2018"),
    ],
)  # fmt: skip
def test_a_typed_title_says_it_too(typed: str, key: str) -> None:
    found = titles().exact(typed)
    assert [KEYS[match.entry.show_id] for match in found] == [key]


@pytest.mark.parametrize("title", ["Anime", "live action", "2018", "American"])
def test_a_word_alone_is_a_title_and_no_qualifier(title: str) -> None:
    assert split_qualifier(title) == (title.casefold(), None)
