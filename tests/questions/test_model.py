"""The files of weights: what is written is what is read."""

from pathlib import Path

import pytest

from bot.questions.reading import model
from tests.questions.training.weight_files import by_kind, write


def test_weights_are_read_as_they_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tmp_path / "weights.tsv", tmp_path / "lexicon.tsv"
    monkeypatch.setattr(model, "WEIGHTS", files[0])
    monkeypatch.setattr(model, "LEXICON", files[1])
    tables = {
        "status": {"~T back": 1.25, "said": 2.0},
        "cast": {"~T back": -0.5, "T =join": 0.7, '~"quoted" #': 0.01},
    }
    write(tables, *files)
    assert {choice: model.weights(choice) for choice in tables} == tables
    assert model.weights("trailer") == {}
    assert files[0].read_text(encoding="utf-8") == "said\tstatus 2\n"
    assert files[1].read_text(encoding="utf-8").splitlines()[0] == "T =join\tcast 0.7"
    write({"trailer": {"said": 3.0}}, *files)
    assert model.weights("trailer") == {"said": 3.0}
    assert model.weights("status") == {}


def test_a_feature_without_a_weight_says_nothing() -> None:
    assert model.score({"known": 2.0, "new": 5.0}, {"known": 0.5}) == 1.0


def test_readings_without_a_title_have_weights_by_their_kind() -> None:
    shows = {"talk ~hello": 1.5, "talk always": -0.5, "unnamed always": 0.25, "exact rare": 2.0}
    assert by_kind(shows) == {
        "show": {"exact rare": 2.0},
        "talk": {"~hello": 1.5, "always": -0.5},
        "follow": {},
        "unnamed": {"always": 0.25},
    }
