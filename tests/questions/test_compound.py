"""What each part of a compound question asks."""

from functools import cache

import pytest

from bot.questions.index.titles import TitleEntry, TitleIndex
from bot.questions.reading import sentence as sentences
from bot.questions.reading import tokens
from bot.questions.reading.question import read
from tests.questions.real_titles import among_many, small_catalogue


@cache
def titles() -> TitleIndex:
    names = ("Severance", "Soundtrack", "Lupin", "Silo")
    return among_many(*(TitleEntry(at, one, popularity=60.0) for at, one in enumerate(names, 1)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("severance season 3 and soundtrack season 2", [("Severance", 3), ("Soundtrack", 2)]),
        ("season 2 of severance and season 3 of lupin", [("Severance", 2), ("Lupin", 3)]),
        ("is season 3 of severance out and season 2 of silo", [("Severance", 3), ("Silo", 2)]),
        ("severance season 3, silo season 2, lupin season 4?",
         [("Severance", 3), ("Silo", 2), ("Lupin", 4)]),
        ("third season of severance, second season of silo", [("Severance", 3), ("Silo", 2)]),
        ("staffel 2 von severance und staffel 3 von lupin", [("Severance", 2), ("Lupin", 3)]),
        ("la temporada 2 de severance y la 3 de lupin", [("Severance", 2), ("Lupin", 3)]),
        ("saison 2 de lupin et saison 3 de severance", [("Lupin", 2), ("Severance", 3)]),
        ("stagione 2 di severance e stagione 4 di lupin", [("Severance", 2), ("Lupin", 4)]),
        ("severance season 3 and lupin", [("Severance", 3), ("Lupin", None)]),
    ],
)  # fmt: skip
def test_each_show_of_several_has_the_season_beside_it(
    text: str, expected: list[tuple[str, int | None]]
) -> None:
    question = read(text, titles(), told=True)
    found = [(one.show and one.show.entry.title, one.season) for one in (question, *question.also)]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "season 2 of nosuchs, season 3 of severance, season 4 of the nosuch and season 5 of nosuch",
        "season 3 of severance, season 4 of nosuchs",
        "when is season 3 of severance and season 4 of the nosuchs out",
        "staffel 3 von severance, staffel 4 von nosuchs",
        "temporada 3 de severance y temporada 4 de nosuchs",
        "saison 3 de severance et saison 4 de nosuchs",
        "stagione 3 di severance e stagione 4 di nosuchs",
        "severance season 3 and season 4 of nosuchs",
    ],
)
def test_the_season_of_a_title_that_nobody_knows_is_not_that_of_the_one_before(text: str) -> None:
    question = read(text, titles(), told=True)
    assert question.season == 3
    assert [match.entry.title for match in question.candidates][:1] == ["Severance"]
    assert not question.also


@pytest.mark.parametrize(
    "text",
    ["season 3 of the show severance", "season 3 of it, severance", "severance, season 3 of it"],
)
def test_a_season_of_what_only_stands_for_the_title_is_its_own(text: str) -> None:
    assert read(text, titles(), told=True).season == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is severance renewed? and when does lupin end", [(), ("end",)]),
        ("is severance renewed and when does lupin end?", [(), ("end",)]),
        ("when did severance end and when did lupin start", [("end",), ("start",)]),
        ("how many seasons does severance have, and when does silo end?", [("count",), ("end",)]),
        ("ist severance verlängert und wann endet lupin", [(), ("end",)]),
        ("¿renovaron severance y cuándo termina lupin?", [(), ("end",)]),
        ("severance foi renovada e quando termina lupin?", [(), ("end",)]),
        ("who is in severance and is silo still on", [(), ("on",)]),
        ("when do severance and lupin end", [("end",), ("end",)]),
        ("when does severance end and lupin", [("end",), ("end",)]),
    ],
)
def test_what_is_asked_of_a_whole_show_is_asked_of_the_one_it_is_said_of(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    """Of both the end was told, and of the second whether it is renewed."""
    question = read(text, titles(), told=True)
    assert [one.overall for one in (question, *question.also)] == expected


SENTENCES = {
    "Is Severance renewed? When does Dark end?": [("Severance", ()), ("Dark", ("end",))],
    "When does Severance come back? Is Lupin canceled?": [("Severance", ()), ("Lupin", ())],
    "Who is in Severance?\nIs there a trailer for Dark?": [("Severance", ()), ("Dark", ())],
    "How many seasons does Dark have? When did Lupin end?":
        [("Dark", ("count",)), ("Lupin", ("end",))],
    "Hi all! When does Silo return? Is Dark canceled? Thanks!": [("Silo", ()), ("Dark", ())],
    "Is Mr. Robot canceled? When does Dark end?": [("Mr. Robot", ()), ("Dark", ("end",))],
    "¿Renovaron Severance? ¿Cuándo termina Lupin?": [("Severance", ()), ("Lupin", ("end",))],
    "Ist Severance verlängert? Wann endet Dark?": [("Severance", ()), ("Dark", ("end",))],
    "Severance è stata rinnovata? Quando finisce Dark?": [("Severance", ()), ("Dark", ("end",))],
    "Severance foi renovada? Quando termina Dark?": [("Severance", ()), ("Dark", ("end",))],
    "Severance est renouvelée ? Quand finit Dark ?": [("Severance", ()), ("Dark", ("end",))],
}  # fmt: skip


@cache
def small() -> TitleIndex:
    robot = TitleEntry(9_000_001, "Mr. Robot", popularity=60.0)
    return TitleIndex([*small_catalogue(), robot])


@pytest.mark.parametrize(("text", "expected"), SENTENCES.items(), ids=SENTENCES)
def test_each_of_several_sentences_is_asked_of_its_own_show(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    """Read as one sentence, only one of the shows was answered about, or none."""
    question = read(text, small(), told=True)
    every = (question, *question.also)
    assert [(one.show and one.show.entry.title, one.overall) for one in every] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Is Dark renewed? Who is in it?",
        "When does Dark end? I love Silo.",
        "Is it good? Is it out?",
    ],
)
def test_sentences_about_one_show_are_one_question(text: str) -> None:
    assert read(text, small(), told=True).also == ()


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("When is Dark back, and Silo, and Lupin, and Elite?", ["release"] * 3),
        ("When is Dark back? And Silo? And Lupin? And Elite?", ["release"] * 3),
        ("Who is in Dark, Silo, Lupin, Elite?", ["cast"] * 3),
        ("Is Dark renewed, Silo, Lupin, Elite and Severance?", ["status"] * 3),
        ("Wann kommt Dark zurück, und Silo, und Lupin, und Elite?", ["release"] * 3),
        ("¿Cuándo vuelven Dark, Silo, Lupin, Elite y Severance?", ["release"] * 3),
        ("When is Dark back? Who is in Silo? Is Lupin renewed? Does Elite have a trailer?",
         ["release", "cast", "status"]),
    ],
)  # fmt: skip
def test_of_more_shows_than_three_the_first_three_are_asked_about(
    text: str, topics: list[str]
) -> None:
    names = ("Dark", "Silo", "Lupin", "Elite", "Severance")
    few = among_many(*(TitleEntry(at, one, popularity=60.0) for at, one in enumerate(names, 1)))
    for told in (True, False):
        question = read(text, few, told=told)
        every = (question, *question.also)
        assert [one.show and one.show.entry.title for one in every] == ["Dark", "Silo", "Lupin"]
        assert [one.topics[0] for one in every] == topics
        assert question.asks_more
        assert question.text == text


@pytest.mark.parametrize(
    "text",
    [
        "season 2 of dark, season 3 of silo, season 4 of lupin and season 5 of elite",
        "dark season 2, silo season 3, lupin season 4, elite season 5?",
        "Dark 2, Silo 3, Lupin 4 and Elite 5 when",
        "staffel 2 von dark, staffel 3 von silo, staffel 4 von lupin und staffel 5 von elite",
        "temporada 2 de dark, temporada 3 de silo, temporada 4 de lupin y temporada 5 de elite",
        "saison 2 de dark, saison 3 de silo, saison 4 de lupin et saison 5 de elite",
        "stagione 2 di dark, stagione 3 di silo, stagione 4 di lupin e stagione 5 di elite",
        "dark temporada 2, silo temporada 3, lupin temporada 4 e elite temporada 5",
        "क्या Dark सीज़न 2, Silo सीज़न 3, Lupin सीज़न 4 और Elite सीज़न 5 आएगा",
    ],
)
def test_each_of_more_shows_than_three_keeps_its_season(text: str) -> None:
    """One was left out in the middle, or had the season of another."""
    names = ("Dark", "Silo", "Lupin", "Elite", "The Season", "Back")
    few = among_many(*(TitleEntry(at, one, popularity=60.0) for at, one in enumerate(names, 1)))
    question = read(text, few, told=True)
    every = (question, *question.also)
    found = [(one.show and one.show.entry.title, one.season) for one in every]
    assert found == [("Dark", 2), ("Silo", 3), ("Lupin", 4)]
    assert question.asks_more


@pytest.mark.parametrize(
    "text",
    [
        "Is Dark renewed? When does Silo end? Who is in Lupin? Is Elite back? Is Severance out? "
        "Is there a trailer for Andor? What is Succession about?",
        "Dark zurück? Silo verlängert? Lupin Trailer? Elite Besetzung? Severance? Andor? Succession"
        " abgesetzt?",
        "hi! ok. so. listen. Is Dark renewed? When does Silo end? Who is in Lupin? Is Elite back?",
    ],
)
def test_of_many_sentences_the_first_three_shows_are_asked_about(text: str) -> None:
    """Seven sentences were asked back."""
    question = read(text, small(), told=True)
    every = (question, *question.also)
    assert [one.show and one.show.entry.title for one in every] == ["Dark", "Silo", "Lupin"]
    assert question.asks_more


@pytest.mark.parametrize(
    "text",
    [
        "When do Dark, Silo and Lupin return?",
        "Who is in Dark? When does Silo end? Is Lupin renewed?",
        "Who is in Dark? When does Silo end? Who is in Lupin? When does Dark end?",
        "When is Dark back?",
    ],
)
def test_of_three_shows_none_is_left_out(text: str) -> None:
    assert not read(text, small(), told=True).asks_more


@pytest.mark.parametrize(
    "text",
    [
        "Who is in Dark? Who is in Silo? " * 9,
        "cast Dark? cast Silo? cast Lupin? " * 9,
        "Dark out?\nSilo out?\n" * 20,
        "Who is in Dark? When does Silo end? Who is in Lupin? When does Dark end?",
    ],
)
def test_a_message_of_many_sentences_gets_no_more_cards_than_one_sentence_may(text: str) -> None:
    """A line of forty questions was answered with forty cards."""
    question = read(text, small(), told=True)
    assert len((question, *question.also)) <= 3
    assert question.sentence is not None
    assert question.text == text
    assert len({(one.show and one.show.entry.show_id, one.season, one.topics, one.overall)
                for one in (question, *question.also)}) == 1 + len(question.also)  # fmt: skip


def test_words_beyond_those_that_are_read_are_of_no_sentence_either() -> None:
    """The last sentence went on to the end of the text, and was read in its turn."""
    text = "Is Severance renewed? When does Silo end? " + "hi " * 53 + "\nWho is in Dark?"
    assert len(sentences.read(text).words) == tokens.MOST_WORDS
    question = read(text, small(), told=True)
    every = (question, *question.also)
    assert [one.show and one.show.entry.title for one in every] == ["Severance", "Silo"]


@pytest.mark.parametrize(
    "one", ['"Dark" is out when?', "“Dark” is out when?", "*Dark* is out when?"]
)
def test_a_sentence_among_others_keeps_the_quote_that_opens_it(one: str) -> None:
    question = read(f"Is Severance renewed? {one}", small(), told=True)
    assert [each.likelihood for each in question.also] == [read(one, small(), told=True).likelihood]
