"""The files of weights: what is written is what is read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.questions.reading import model
from bot.questions.reading.lexicon import hash_of
from tests.questions.training.weight_files import by_kind, write


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """Where the model reads weights from, and nothing there yet."""
    found = tmp_path / "weights.tsv", tmp_path / "lexicon.bin"
    monkeypatch.setattr(model, "WEIGHTS", found[0])
    monkeypatch.setattr(model, "LEXICON", found[1])
    yield found
    model.forget()


def test_weights_are_read_as_they_were_written(files: tuple[Path, Path]) -> None:
    write({"status": {"said": 2.0, "~T back": 1.25}, "cast": {"said": -0.03}}, *files)
    assert model.weights("status") == {"said": 2.0}
    assert model.weights("cast") == {"said": -0.03}
    assert model.weights("trailer") == {}
    assert files[0].read_text(encoding="utf-8") == "said\tstatus 2\tcast -0.03\n"
    write({"trailer": {"said": 3.0}}, *files)
    assert model.weights("trailer") == {"said": 3.0}
    assert model.weights("status") == {}


def test_words_count_beside_named_features(files: tuple[Path, Path]) -> None:
    tables = {
        "status": {"~T back": 1.25, "said": 2.0},
        "cast": {"~T back": -0.5, "=join": 0.75, '~"quoted" #': 0.125},
        "talk": {"~T back": 5.0},
    }
    write(tables, *files)
    assert model.score({"~T back": 1.0, "said": 2.0}, "status") == 5.25
    assert model.score({"~T back": 2.0, "=join": 1.0, '~"quoted" #': 1.0}, "cast") == -0.125
    assert model.score({"~T back": 1.0}, "talk") == 5.0
    words = ["~T back", "=join", "~unknown"]
    assert model.scores_of_words(words, ("cast", "status")) == [0.25, 1.25]
    assert model.scores_of_words([], ("cast", "status")) == [0.0, 0.0]
    with pytest.raises(ValueError, match="not in tuple"):
        model.scores_of_words(words, ("cast", "talk"))
    files[1].write_bytes(files[1].read_bytes()[:-1])
    model.forget()
    with pytest.raises(ValueError, match=r"lexicon\.bin: the table of .* is cut short"):
        model.lexicon("cast")


def test_words_without_a_table_say_nothing(files: tuple[Path, Path]) -> None:
    write({"status": {"said": 2.0}}, *files)
    files[1].write_bytes(b"")
    model.forget()
    assert model.score({"said": 1.0, "~back": 1.0}, "status") == 2.0
    assert model.scores_of_words(["~back"], ("cast", "status")) == [0.0, 0.0]
    assert model.scores_of_words([], ("cast", "status")) == [0.0, 0.0]


def test_of_two_features_with_one_hash_the_heavier_is_kept(files: tuple[Path, Path]) -> None:
    # The two share their CRC-32.
    assert hash_of("=plumless") == hash_of("=buckeroo")
    write({"cast": {"=plumless": 1.0, "=buckeroo": -3.0}}, *files)
    assert model.score({"=plumless": 1.0}, "cast") == -3.0
    write({"cast": {"=plumless": 1.0, "=buckeroo": -0.5}}, *files)
    assert model.score({"=plumless": 1.0}, "cast") == 1.0


def test_a_feature_without_a_weight_says_nothing(files: tuple[Path, Path]) -> None:
    write({"cast": {"known": 0.5}}, *files)
    assert model.score({"known": 2.0, "new": 5.0, "~new": 5.0}, "cast") == 1.0
    # Sets of topics have no words at all.
    assert model.score({"1 topics of 1": 1.0, "~new": 1.0}, "topics") == 0.0


def test_readings_without_a_title_have_weights_by_their_kind() -> None:
    shows = {"talk ~hello": 1.5, "talk always": -0.5, "unnamed always": 0.25, "exact rare": 2.0}
    assert by_kind(shows) == {
        "show": {"exact rare": 2.0},
        "talk": {"~hello": 1.5, "always": -0.5},
        "follow": {},
        "unnamed": {"always": 0.25},
    }
