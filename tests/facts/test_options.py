"""What people type into options: countries."""

from __future__ import annotations

import pytest

from bot.errors import BadInputError
from bot.facts.parse.values import COUNTRIES, check_region
from bot.locale.languages import speaking


@pytest.mark.parametrize("code", ["CZ", "ZW", "PH", "TH", "ID", "HK", "XK", "AX"])
def test_every_country_is_one(code: str) -> None:
    assert check_region(code.lower()) == code
    assert code in COUNTRIES


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("uk", "GB"),
        ("USA", "US"),
        (" germany ", "DE"),
        ("Cote d’Ivoire", "CI"),
        ("Trinidad & Tobago", "TT"),
        ("south  korea", "KR"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
    ],
)
def test_a_country_is_known_by_its_name(name: str, code: str) -> None:
    assert check_region(name) == code


def test_a_country_is_known_by_its_name_in_the_language_that_is_spoken() -> None:
    with speaking("de"):
        assert (check_region("vereinigtes königreich"), check_region("germany")) == ("GB", "DE")
    with pytest.raises(BadInputError):
        check_region("Vereinigtes Königreich")


@pytest.mark.parametrize("code", ["ZZ", "EU", "XX", "U", "Narnia", "", "Ⅻ", "1A"])
def test_what_is_no_country_is_refused(code: str) -> None:
    with pytest.raises(BadInputError, match="no country of that name"):
        check_region(code)
