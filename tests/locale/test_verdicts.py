"""Each verdict in each language, as a speaker of it can read through; and where each is spoken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.answers.sections import write
from bot.locale.languages import ENGLISH, LANGUAGES, speaking
from bot.locale.po_files import path_of
from bot.presentation.markup import Plain
from tests.answers.test_season_estimate import NEXT, STATES, answered, show_with

GOLDEN = Path(__file__).with_name("golden_verdicts.txt")


def test_every_language_has_a_catalogue() -> None:
    assert [code for code in LANGUAGES if code != ENGLISH and not path_of(code).exists()] == []


def test_every_verdict_reads_as_it_did() -> None:
    written = []
    for code, name in LANGUAGES.items():
        written.append(f"== {name} ({code})")
        with speaking(code):
            for state, (season, own) in STATES.items():
                section = write(answered(show_with(NEXT, season, **own), NEXT), Plain())
                written += [f"[{state}]", section.headline, *section.lines]
    text = "\n".join(written) + "\n"
    if os.environ.get("RENEW"):
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("de", "Staffel 8 ist abgesetzt."),
        ("es", "La temporada 8 está cancelada."),
        ("fr", "La saison 8 est annulée."),
        ("it", "La stagione 8 è cancellata."),
        ("pt_BR", "A temporada 8 está cancelada."),
        ("hi", "सीज़न 8 रद्द हो गया है।"),
        ("en", "Season 8 is canceled."),
    ],
)
def test_a_cancellation_in_each_language(code: str, said: str) -> None:
    with speaking(code):
        answer = answered(show_with(NEXT, {"status": "canceled"}), NEXT)
        assert write(answer, Plain()).headline.startswith(said)
