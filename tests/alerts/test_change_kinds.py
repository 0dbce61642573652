"""The words for the kinds of change, as people type them in each language."""

from __future__ import annotations

import re

import pytest

from bot.alerts.change_kinds import ALL, USUAL, AlertKind, kind_of, names, parse
from bot.alerts.change_sentences import ORDER
from bot.errors import BadInputError
from bot.facts.fields import SEASON_FIELDS, SHOW_FIELDS
from bot.locale.languages import LANGUAGES, speaking
from bot.locale.messages import text_of


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_kind_that_a_refusal_names_is_read_in_that_language(code: str) -> None:
    with speaking(code):
        with pytest.raises(BadInputError) as refused:
            parse("weather")
        sentence = str(refused.value)
        for kind in AlertKind:
            (name,) = names(kind)
            assert name in sentence
            assert parse(name) == kind
        assert parse(", ".join(names(ALL))) == ALL == parse("all")
        assert text_of("everything") in sentence
        assert not re.search(r"\ball\b", sentence), "a word of English"
        assert parse(text_of("everything").upper()) == ALL == parse("everything")


def test_nothing_typed_is_the_usual_and_signs_alone_are_refused() -> None:
    assert parse(None) == parse(" ") == USUAL
    with pytest.raises(BadInputError, match="status, date, trailer"):
        parse("?!")


def test_each_kind_but_reminders_is_that_of_a_field() -> None:
    told = {kind_of(None, name) for name in SHOW_FIELDS}
    told |= {kind_of(1, name) for name in SEASON_FIELDS}
    assert told - {None} == set(AlertKind) - {AlertKind.REMINDERS}


def test_each_field_that_channels_are_told_of_has_its_sentences() -> None:
    told = {name for name in SHOW_FIELDS if kind_of(None, name) is not None}
    told |= {name for name in SEASON_FIELDS if kind_of(1, name) is not None}
    assert told == set(ORDER)
