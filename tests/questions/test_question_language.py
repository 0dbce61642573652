"""Which language a question is in; its answer is in the same."""

from __future__ import annotations

import pytest

from bot.questions.index.titles import TitleIndex
from bot.questions.reading.question import read


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
        ("Soundtrack season 2", None),
        ("Soundtrack trailer", None),
        ("", None),
    ],
)
def test_a_question_tells_its_language(text: str, code: str | None) -> None:
    assert read(text, TitleIndex([])).language == code
