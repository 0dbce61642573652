"""What single words speak of: the tables are whole, and the same word is read the same."""

import tomllib
from pathlib import Path

import pytest

from bot.questions.index.spelling import fold
from bot.questions.reading import sentence, word_senses
from bot.questions.reading.language import languages
from bot.questions.reading.word_senses import sense_of

TABLES = sorted((Path(word_senses.__file__).parent / "senses").glob("*.toml"))


def test_every_language_has_a_table() -> None:
    assert [path.stem for path in TABLES] == [one.code for one in languages()]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_has_the_senses_of_english_and_each_word_once(path: Path) -> None:
    english = tomllib.loads(path.with_name("en.toml").read_text(encoding="utf-8"))
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert table.keys() == english.keys()
    words = [word for some in table.values() for word in some.split()]
    assert len(words) == len(set(words))
    assert [word for word in words if fold(word).replace(" ", "") != word] == []


@pytest.mark.parametrize(
    ("text", "word", "sense"),
    [
        ("when is severance renewed", 3, "renew"),
        ("quién ficha por la serie", 1, "join"),
        ("wer steigt bei tatort aus, die rolle ist weg", 6, "cast"),
        ("मिर्जापुर का ट्रेलर कब आएगा", 2, "trailer"),
        ("severance xyzzy", 1, ""),
    ],
)
def test_what_a_word_speaks_of_is_read_in_its_language(text: str, word: int, sense: str) -> None:
    assert sentence.read(text).senses[word] == sense


@pytest.mark.parametrize(
    ("word", "code", "sense"),
    [("die", "en", "fate"), ("die", "de", ""), ("to", "en", ""), ("termine", "de", "date"),
     ("termine", "fr", "end"), ("termine", "en", ""), ("order", "en", "")],
)  # fmt: skip
def test_a_word_speaks_as_it_does_in_what_is_spoken(word: str, code: str, sense: str) -> None:
    spoken = {one.code: one for one in languages()}
    assert sense_of(word, [spoken[each] for each in dict.fromkeys((code, "en"))]) == sense


def test_the_likeliest_language_says_what_a_word_speaks_of() -> None:
    read = sentence.read("quando tem a nova temporada, já sai esse ano ou não")
    assert next(one.code for one in read.spoken) == "pt"
    assert [one.code for one in read.spoken][-1] == "en"
    assert "please" not in read.senses
