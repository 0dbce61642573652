"""The fonts that come with the project, and which text they can draw.

Pillow has no fallback from one font to another, so a text is drawn with the first font that has
all its characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from PIL import ImageFont

_FONTS = Path(__file__).resolve().parent.parent.parent / "data" / "fonts"

_FILES = ("NotoSans-subset.ttf", "NotoSansDevanagari.ttf", "NotoSansCJK-subset.otf")
"""Latin, Cyrillic and Greek; Devanagari; Han, kana and Hangul. The last two have Latin as well."""

_NOWHERE = "\U0010ffff"
"""No font has a glyph for a character that can never be one; what it draws is its box."""

Font = ImageFont.FreeTypeFont


@cache
def font(file: str, size: int) -> Font:
    """A font of that size in pixels.

    Raises:
        OSError: the file is not there.
    """
    return ImageFont.truetype(_FONTS / file, size)


def plain(size: int) -> Font:
    """The font of numbers and of the project's own words."""
    return font(_FILES[0], size)


def drawable(texts: Iterable[str], size: int) -> tuple[str, Font] | None:
    """The first text that one font can draw whole, with that font; None where there is none."""
    for text in texts:
        for file in _FILES:
            if text.strip() and all(_has(file, character) for character in text):
                return text, font(file, size)
    return None


@cache
def _has(file: str, character: str) -> bool:
    """Whether the font has a glyph of its own for a character."""
    if character.isspace():
        return True
    # Shaping is no matter here, and raqm fails on a lone character that only steers it.
    small = ImageFont.truetype(_FONTS / file, 16, layout_engine=ImageFont.Layout.BASIC)
    missing, glyph = small.getmask(_NOWHERE), small.getmask(character)
    return glyph.size != missing.size or bytes(glyph) != bytes(missing)
