"""What people type into options: countries."""

from __future__ import annotations

import pytest

from bot.errors import BadInputError
from bot.facts.parse.options import COUNTRIES, check_region


@pytest.mark.parametrize("code", ["CZ", "ZW", "PH", "TH", "ID", "HK", "XK", "AX"])
def test_every_country_is_one(code: str) -> None:
    assert check_region(code.lower()) == code
    assert code in COUNTRIES


def test_the_uk_is_known_by_what_people_call_it() -> None:
    assert check_region("uk") == "GB"


@pytest.mark.parametrize("code", ["ZZ", "EU", "XX", "U", "USA", "", "Ⅻ", "1A"])
def test_what_is_no_country_is_refused(code: str) -> None:
    with pytest.raises(BadInputError, match="country code"):
        check_region(code)
