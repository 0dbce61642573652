"""What a show is called in a reader's language."""

from __future__ import annotations

from datetime import date

import pytest

from bot.facts.models import Claim, Show, Tier
from bot.facts.resolve import resolve, show_of
from bot.locale.languages import is_tag, tag_of


def show(original: str | None = "La casa de papel", **titles: str) -> Show:
    """A show with titles by tag ("pt_BR" for "pt-BR")."""

    def claim(field: str, key: str, value: str) -> Claim:
        day = date(2026, 11, 28)
        return Claim(None, field, key, value, Tier.SOURCE, "tmdb", "https://a.example/", day)

    claims = [claim("title", "", "Money Heist"), claim("language", "", "es")]
    claims += [claim("original_title", "", original)] if original else []
    claims += [claim("translations", tag.replace("_", "-"), name) for tag, name in titles.items()]
    found = show_of(1, resolve(claims))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Money Heist"),
        ("de", "Haus des Geldes"),
        ("es", "La casa de papel"),
        ("pt_BR", "A Casa de Papel"),
        ("pt", "A Casa do Papel"),
        ("fr", "La casa de papel, FR"),
        ("tr", "La casa de papel TR"),
        ("ja", "Money Heist"),
        ("en_GB", "Money Heist UK"),
    ],
)
def test_a_reader_sees_the_title_of_their_language(language: str, title: str) -> None:
    known = show(
        de="Haus des Geldes",
        pt_PT="A Casa do Papel",
        pt_BR="A Casa de Papel",
        fr_CA="La casa de papel, FR",
        und_TR="La casa de papel TR",
        en_GB="Money Heist UK",
        de_CH="Hus vom Gäld",
    )
    assert known.title_in(language) == title


@pytest.mark.parametrize(
    ("language", "country", "tag"),
    [
        ("de", "AT", "de-AT"),
        ("de", "", "de"),
        (None, "FR", "und-FR"),
        ("cn", "HK", "zh-HK"),
        ("nb", "no", "no-NO"),
        (None, None, None),
        ("x", "FR", None),
        ("de", "../", None),
    ],
)
def test_a_language_and_a_country_make_a_tag(
    language: str | None, country: str | None, tag: str | None
) -> None:
    assert tag_of(language, country) == tag
    assert tag is None or is_tag(tag)
