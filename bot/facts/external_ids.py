"""The ids that a show has elsewhere: at which providers, and what each looks like. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

_KEY = re.compile(r"[0-9]{1,12}")

FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "tmdb": (_KEY, "a number such as 1399"),
    "tvmaze": (_KEY, "a number such as 82"),
    "imdb": (re.compile(r"tt[0-9]{1,10}"), "an id such as tt0944947"),
    "anilist": (_KEY, "a number such as 21"),
}
"""The pattern of an id at each provider, and the same in words. Pages and requests are built from
ids, so nothing else may pass: `../1` would lead to another page."""


def is_key(text: str) -> bool:
    """Whether a provider can have a record under that key."""
    return _KEY.fullmatch(text) is not None


def is_external_id(provider: str, value: str) -> bool:
    """Whether a show can have that id at that provider, one of `FORMS`."""
    return provider in FORMS and FORMS[provider][0].fullmatch(value) is not None
