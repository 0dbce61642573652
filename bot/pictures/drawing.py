"""Draws a chart as a PNG. Pillow is loaded with the first one."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Self

from cachetools import LRUCache

from ..locale.messages import _, language, ngettext
from ..presentation.markup import clip
from .chart import Bar, Chart, Look, earlier
from .fonts import Runs, drawable, length, plain

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 1200, 400
_MARGIN = 48
_TOP, _BOTTOM = 176, 226
"""The upper and the lower edge of the bars, in pixels."""

_GROUND, _INK, _FAINT = "#1e2327", "#f2f4f5", "#8b949c"
_LOOKS = {Look.OUT: "#56b4e9", Look.AHEAD: "#e69f00"}
_TODAY = "#009e73"
_ESTIMATE = "#f0e442"

_TITLE, _TEXT, _SMALL = 34, 24, 19
_THINNEST = 6
_APART = 10
"""Pixels between two labels at least."""

_COLOURS = 64
"""How many colours the picture has: enough for smooth letters, and a third of the bytes."""

_STEPS = (1, 2, 5, 10, 20, 50, 100)


def png(chart: Chart) -> bytes:
    """The chart as a PNG of at most some 60 KB.

    Raises:
        OSError: a font is not there.
    """
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    _Drawing(chart, ImageDraw.Draw(image)).all()
    out = io.BytesIO()
    image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


class _Drawing:
    """One chart on one canvas."""

    def __init__(self, chart: Chart, draw: ImageDraw) -> None:
        self._chart, self._draw = chart, draw
        self._from = date(chart.first.year, 1, 1).toordinal()
        self._days = date(min(chart.last.year, 9998) + 1, 1, 1).toordinal() - self._from

    def all(self) -> None:
        """Draw everything, from the background up."""
        self._title()
        self._years()
        self._estimate()
        self._today()
        for bar in self._chart.bars:
            self._bar(bar)
        self._labels()
        self._gaps()
        self._undated()

    def _x(self, day: date) -> int:
        share = (day.toordinal() - self._from) / self._days
        return round(_MARGIN + share * (WIDTH - 2 * _MARGIN))

    def _title(self) -> None:
        titles = (_fitting(title, WIDTH - 2 * _MARGIN) for title in self._chart.titles)
        if (chosen := next(filter(None, titles), None)) is not None:
            self._text(_MARGIN, 24, chosen)

    def _years(self) -> None:
        first = self._chart.first.year
        years = range(first, min(self._chart.last.year, 9998) + 2)
        font = plain(_SMALL)
        room = (WIDTH - 2 * _MARGIN) / len(years)
        needed = font.getlength("2026") + _APART
        step = next((years for years in _STEPS if years * room >= needed), ceil(needed / room))
        for year in years:
            x = self._x(date(year, 1, 1))
            marked = year % step == 0 or step == 1
            self._draw.line((x, _BOTTOM + 60, x, _BOTTOM + (72 if marked else 66)), _FAINT, 2)
            if marked and x + needed < WIDTH:
                self._draw.text((x + 4, _BOTTOM + 66), str(year), _FAINT, font)
        self._draw.line((_MARGIN, _BOTTOM + 60, WIDTH - _MARGIN, _BOTTOM + 60), _FAINT, 2)

    def _bar(self, bar: Bar) -> None:
        left, right = self._span(bar.first, bar.last)
        colour = _LOOKS[bar.look]
        if bar.exact and bar.look is Look.OUT:
            self._draw.rectangle((left, _TOP, right - 2, _BOTTOM), colour)
        else:
            self._draw.rectangle((left, _TOP, right, _BOTTOM), None, colour, 3)
        for part in bar.parts[1:]:
            x = self._x(part)
            self._draw.line((x, _TOP, x, _BOTTOM), _GROUND, 4)

    def _span(self, first: date, last: date) -> tuple[int, int]:
        left = self._x(first)
        return left, max(self._x(last), left + _THINNEST)

    def _estimate(self) -> None:
        if self._chart.estimated is None:
            return
        low, likely, high = self._chart.estimated
        left, right = self._span(low, high)
        for x in range(left - (_BOTTOM - _TOP), right, 12):
            top, bottom = max(x, left), min(x + _BOTTOM - _TOP, right)
            if top < bottom:
                start, end = (top, _TOP + top - x), (bottom, _TOP + bottom - x)
                self._draw.line((*start, *end), _ESTIMATE, 2)
        self._draw.rectangle((left, _TOP, right, _BOTTOM), None, _ESTIMATE, 2)
        middle = self._x(likely)
        self._draw.line((middle, _TOP - 8, middle, _BOTTOM + 8), _ESTIMATE, 4)
        self._centred((left + right) / 2, _BOTTOM + 18, _("estimate"), _ESTIMATE)

    def _labels(self) -> None:
        """Draw the numbers of the seasons, the latest ones first where there is no room for all."""
        free = float(WIDTH)
        font = plain(_TEXT)
        for bar in reversed(self._chart.bars):
            left, right = self._span(bar.first, bar.last)
            width = font.getlength(bar.label)
            x = (left + right - width) / 2
            if x + width + _APART <= free:
                # An outline, because the line of today may pass behind the number.
                self._draw.text(
                    (x, _TOP - 36), bar.label, _INK, font, stroke_width=5, stroke_fill=_GROUND
                )
                free = x

    def _gaps(self) -> None:
        """Draw how many months are between two premieres, where there is room."""
        for before, bar in zip(self._chart.bars, self._chart.bars[1:], strict=False):
            if bar.gap is None:
                continue
            left, right = self._x(before.first), self._x(bar.first)
            text = ngettext("{months} month", "{months} months", bar.gap, months=bar.gap)
            for label in (text, str(bar.gap)):
                runs = drawable([label], _SMALL)
                if runs is not None and length(runs) + _APART <= right - left:
                    self._centred((left + right) / 2, _BOTTOM + 18, label, _FAINT)
                    break

    def _today(self) -> None:
        x = self._x(self._chart.today)
        self._draw.line((x, _TOP - 52, x, _BOTTOM), _TODAY, 3)
        self._centred(x, _TOP - 78, _("today"), _TODAY)

    def _undated(self) -> None:
        """Draw the seasons that have no place on the line, side by side below it."""
        font = plain(_TEXT)
        x = float(_MARGIN)
        for text in self._foot():
            chosen = drawable([text], _TEXT)
            if chosen is None or x + length(chosen) > WIDTH - _MARGIN:
                continue
            x = self._text(x, HEIGHT - 52, chosen) + font.getlength("    ")

    def _text(self, x: float, y: float, runs: Runs, colour: str = _INK) -> float:
        """Draw pieces of text on one baseline; returns the x coordinate at which they end."""
        fonts = [plain(round(runs[0][1].size)), *(font for _, font in runs)]
        base = max(font.getmetrics()[0] for font in fonts)
        for piece, font in runs:
            self._draw.text((x, y + base), piece, colour, font, anchor="ls")
            x += font.getlength(piece)
        return x

    def _foot(self) -> Iterator[str]:
        yield from reversed(self._chart.undated)
        if self._chart.left_out:
            yield earlier(self._chart.left_out)

    def _centred(self, x: float, y: float, text: str, colour: str) -> None:
        runs = drawable([text], _SMALL)
        if runs is None:
            return
        width = length(runs)
        self._text(min(max(x - width / 2, _APART), WIDTH - width - _APART), y, runs, colour)


def _fitting(title: str, width: float) -> Runs | None:
    """As much of a title as fits into the drawing, with an ellipsis; None where it has no font."""
    title = clip(title, 60)
    runs = drawable([title], _TITLE)
    while runs is not None and length(runs) > width and len(title) > 1:
        title = clip(title, len(title) - 1)
        runs = drawable([title], _TITLE)
    return runs


_KEPT = 64
"""Pictures of some 10 KB each."""


class PictureCache:
    """Draws pictures outside of the event loop and caches them; what a picture shows is its key."""

    def __init__(self, executor: ThreadPoolExecutor) -> None:
        self._executor = executor
        self._drawn: LRUCache[tuple[Chart, str], bytes] = LRUCache(_KEPT)

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Self]:
        """A cache that draws in a thread of its own."""
        executor = ThreadPoolExecutor(1, "pictures")
        try:
            yield cls(executor)
        finally:
            executor.shutdown(wait=False, cancel_futures=True)

    async def png(self, chart: Chart) -> bytes:
        """The chart as a PNG, in the language that is spoken now.

        Raises:
            OSError: a font is not there.
        """
        key = chart, language()
        picture = self._drawn.get(key)
        if picture is None:
            loop = asyncio.get_running_loop()
            picture = await loop.run_in_executor(self._executor, copy_context().run, png, chart)
            self._drawn[key] = picture
        return picture
