"""A provider that is asked is known wherever a provider has to be known."""

from __future__ import annotations

import pytest

from bot.answers.citations import source_name
from bot.facts.external_ids import FORMS
from bot.facts.fields import SEASON_FIELDS, SHOW_FIELDS
from bot.facts.known_providers import PROVIDERS
from bot.operations.cards import CREDITS
from bot.providers.anilist.client import AniList
from bot.providers.tmdb.client import Tmdb
from bot.providers.tvmaze.client import TVmaze


@pytest.mark.parametrize("name", [TVmaze.name, Tmdb.name, AniList.name])
def test_it_has_a_name_a_rank_a_form_of_ids_and_credits(name: str) -> None:
    assert source_name(name) == PROVIDERS[name].name
    assert PROVIDERS[name].site.startswith("https://")
    unranked = [
        field.name
        for field in (*SHOW_FIELDS.values(), *SEASON_FIELDS.values())
        if name not in field.sources
    ]
    assert unranked == []
    assert name in FORMS
    assert f"{{{name}}}" in CREDITS[name]
