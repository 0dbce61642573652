"""The file of weights: what is written is what is read."""

from pathlib import Path

import pytest

from bot.questions.reading import model


def test_weights_are_read_as_they_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "WEIGHTS", tmp_path / "weights.tsv")
    tables = {
        "status": {"~T back": 1.25, "said": 2.0},
        "cast": {"~T back": -0.5, '~"quoted" #': 0.01},
    }
    model.write(model.WEIGHTS, tables)
    assert {choice: model.weights(choice) for choice in tables} == tables
    assert model.weights("trailer") == {}
    model.write(model.WEIGHTS, {"trailer": {"said": 3.0}})
    assert model.weights("trailer") == {"said": 3.0}
    assert model.weights("status") == {}


def test_a_feature_without_a_weight_says_nothing() -> None:
    assert model.score({"known": 2.0, "new": 5.0}, {"known": 0.5}) == 1.0
