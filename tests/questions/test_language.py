"""The tables of words, and the language that a question is told to be in."""

import pytest

from bot.facts.models import Topic
from bot.questions.index.spelling import fold
from bot.questions.index.titles import TitleIndex
from bot.questions.reading.language import Language, languages
from bot.questions.reading.question import read


def test_every_language_has_its_table() -> None:
    assert {language.code for language in languages()} == {"en", "es", "pt", "fr", "de", "it", "hi"}


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_words_are_written_folded(language: Language) -> None:
    lists = (words for key, words in language.words.items() if key != "spoken_in")
    words = {*language.cardinals, *language.ordinals}.union(*lists)
    assert {word for word in words if fold(word) != word} == set()


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_phrases_are_of_known_topics_and_folded(language: Language) -> None:
    phrases = [phrase for some in language.phrases.values() for _, phrase in some]
    assert {topic for phrase in phrases for topic in phrase.topics} <= set(Topic)
    words = {word for phrase in phrases for part in phrase.words if part for word in part}
    assert {word for word in words - {"T", "S", "D", "N", "P"} if fold(word) != word} == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("¿Habrá temporada 2 de Soundtrack?", "es"),
        ("Quando sai a segunda temporada?", "pt"),
        ("Y aura-t-il une saison 2 ?", "fr"),
        ("wann kommt Staffel 3", "de"),
        ("quando esce la seconda stagione?", "it"),
        ("Soundtrack ka season 2 kab aayega", "hi"),
        ("सीजन 2 कब आएगा", "hi"),
        ("when is season 4 coming out", "en"),
        ("is Soundtrack renewed?", "en"),
        ("Soundtrack cancelled or not", "en"),
        ("Soundtrack rinnovata?", "it"),
        ("Soundtrack abgesetzt?", "de"),
        ("Soundtrack season 2", None),
        ("Soundtrack trailer", None),
        ("", None),
    ],
)
def test_a_question_tells_its_language(text: str, code: str | None) -> None:
    assert read(text, TitleIndex([])).language == code
