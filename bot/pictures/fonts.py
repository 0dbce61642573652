"""The project's fonts, and the system's for other scripts: which fonts can draw a text, piece by
piece.

Pillow is loaded when the first picture is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont as Font

_FONTS = Path(__file__).resolve().parent.parent.parent / "data" / "fonts"

_SIMPLE = ("NotoSans-subset.ttf", "NotoSansCJK-subset.otf")
"""Latin, Cyrillic and Greek; Han, kana and Hangul. Their letters stand one behind the other."""

_SHAPED = (
    "NotoSansDevanagari.ttf",
    "NotoSansArabicHebrew-subset.ttf",
    "NotoSansThai.ttf",
    "NotoSansBengali.ttf",
    "NotoSansTamil.ttf",
    "NotoSansTelugu.ttf",
)
"""Scripts whose letters join, change places or run to the left. The font for Arabic and Hebrew has
Latin letters too."""

_SYSTEM = tuple(
    Path("/usr/share/fonts") / name for name in ("truetype/noto", "noto", "google-noto")
)
"""Where the fonts of Debian's fonts-noto-core lie, on Debian, on Arch and Alpine, and on Fedora."""

_SYSTEM_SIMPLE = ("Armenian", "Ethiopic", "Georgian")
_SYSTEM_SHAPED = (
    "Gujarati",
    "Gurmukhi",
    "Kannada",
    "Khmer",
    "Lao",
    "Malayalam",
    "Myanmar",
    "Sinhala",
)
"""Scripts of few titles, which are drawn if their fonts are installed."""

_JOINERS = "\u200d\ufe0f"
"""What emoji are made of beside signs of their own."""

_NOWHERE = "\U0010ffff"
"""A character that no font can have: what a font draws for it is its box for missing glyphs."""


@cache
def font(file: str, size: int) -> Font:
    """A font of that size in pixels, one of the project's or any by its whole path.

    Raises:
        OSError: the file is not there.
    """
    from PIL import ImageFont

    return ImageFont.truetype(_FONTS / file, size)


def plain(size: int) -> Font:
    """The font of numbers."""
    return font(_SIMPLE[0], size)


@cache
def can_shape() -> bool:
    """Whether letters can be joined and turned around here.

    Pillow brings all of what that needs but FriBiDi, which is the system's.
    https://pillow.readthedocs.io/en/stable/installation/building-from-source.html
    """
    from PIL import features

    return bool(features.check("raqm"))


def _files() -> tuple[str, ...]:
    """Of the project's folder by their names, of the system's by their paths."""
    own = (_SIMPLE[0], *(_SHAPED if can_shape() else ()), _SIMPLE[1])
    return (*own, *map(str, filter(None, map(_of_system, _scripts()))))


def system_scripts() -> list[str]:
    """The scripts that are drawn with fonts of the system."""
    return [script for script in _scripts() if _of_system(script) is not None]


def _scripts() -> tuple[str, ...]:
    return (*_SYSTEM_SIMPLE, *(_SYSTEM_SHAPED if can_shape() else ()))


@cache
def _of_system(script: str) -> Path | None:
    """The system's font for a script; None where it has none."""
    paths = (folder / f"NotoSans{script}-Regular.ttf" for folder in _SYSTEM)
    return next((path for path in paths if path.is_file()), None)


Runs = tuple[tuple[str, "Font"], ...]
"""A text in pieces, each with the font that draws it."""


def drawable(texts: Iterable[str], size: int) -> Runs | None:
    """The first text whose letters and digits can be drawn, in one font if one has all of them.

    Signs that no font has, such as emoji, are left out. None if there is no such text, as for Hindi
    if letters cannot be joined here.
    """
    for text in texts:
        words = "".join(filter(_drawn, text)).split()
        shown = " ".join(filter(None, (word.strip(_JOINERS) for word in words)))
        if any(map(str.isalnum, shown)) and all(
            _drawn(char) or not char.isalnum() for char in text
        ):
            return tuple((piece, font(file, size)) for piece, file in _pieces(shown))
    return None


def _drawn(character: str) -> bool:
    return any(_has(file, character) for file in _files())


def _pieces(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the file of its font; a new piece begins where a font has no
    glyph."""
    for file in _files():
        if all(_has(file, character) for character in text):
            return [(text, file)]
    pieces: list[tuple[str, str]] = []
    for character in text:
        if pieces and _has(pieces[-1][1], character):
            pieces[-1] = (pieces[-1][0] + character, pieces[-1][1])
        else:
            file = next(file for file in _files() if _has(file, character))
            pieces.append((character, file))
    return pieces


def length(runs: Runs) -> float:
    """How wide a text in pieces is drawn, in pixels."""
    return sum(font.getlength(piece) for piece, font in runs)


@cache
def _has(file: str, character: str) -> bool:
    """Whether the font has a glyph of its own for a character."""
    small = _small(file)
    if character.isspace():
        return small.getlength(character) != small.getlength(_NOWHERE)
    missing, glyph = small.getmask(_NOWHERE), small.getmask(character)
    return glyph.size != missing.size or bytes(glyph) != bytes(missing)


@cache
def _small(file: str) -> Font:
    from PIL import ImageFont

    # Shaping does not matter here, and raqm fails on a lone character that only controls it.
    return ImageFont.truetype(_FONTS / file, 16, layout_engine=ImageFont.Layout.BASIC)
