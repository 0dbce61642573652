"""The tables of languages: each key asks for what the text that it is met in can hold."""

import re

import pytest

from bot.articles.language import codes, phrases


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("key", ["entry_begins", "newcomers", "character_before", "short_weekday"])
def test_what_is_met_in_the_folded_text_asks_for_no_letter_of_a_mention(
    code: str, key: str
) -> None:
    """Folded texts have no capitals, so that such an alternative would never be met."""
    assert re.findall(r"(?<![\\A-Za-z])[A-Z]", phrases(code)[key].pattern) == []
