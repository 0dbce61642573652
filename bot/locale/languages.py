"""The languages there are, by the codes of their catalogues, and which is spoken now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

ENGLISH = "en"

LANGUAGES: Mapping[str, str] = {
    ENGLISH: "English",
    "es": "Español",
    "pt_BR": "Português (Brasil)",
    "fr": "Français",
    "de": "Deutsch",
    "it": "Italiano",
    "hi": "हिन्दी",
}
"""What each is called by those who speak it."""

_OF_DISCORD: Mapping[str, str] = {
    "es-ES": "es",
    "es-419": "es",
    "pt-BR": "pt_BR",
    "fr": "fr",
    "de": "de",
    "it": "it",
    "hi": "hi",
}
"""Discord's list has no pt-PT: https://docs.discord.com/developers/reference#locales"""

_READ: Mapping[str, str] = {"pt": "pt_BR"}


def of_discord(locale: object) -> str:
    """The language of one of Discord's locales; English for one that is not spoken here."""
    return _OF_DISCORD.get(str(locale), ENGLISH)


def of_question(code: str) -> str:
    """The language to answer a question in that was read in the language of that ISO code."""
    code = _READ.get(code, code)
    return code if code in LANGUAGES else ENGLISH


_SPOKEN: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language() -> str:
    """The language that is spoken now, as the code of its catalogue: "en", "pt_BR"."""
    return _SPOKEN.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within it, in this task and those it starts, every sentence is in that language."""
    token = _SPOKEN.set(code)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def speak(code: str) -> None:
    """From here on every sentence of this task, and of those it starts, is in that language."""
    _SPOKEN.set(code)
