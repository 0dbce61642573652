"""Reads the rows of an article's tables: of shows, of seasons, of a cast."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .article import Block, Role
from .discourse import Discourse, Extraction
from .extraction.air_dates.statements import air_dates
from .extraction.cast import CastReader
from .extraction.episode_counts import counts
from .extraction.rows import date_of_row, status_of_row
from .extraction.schedules import nearer
from .mentions.dates import DateMention
from .mentions.networks import network_alone, network_mentions
from .mentions.season_tables import SeasonRow, SeasonTable
from .mentions.show_tables import ShowColumns, ShowTable
from .mentions.titles import ArticleShow, TitleMention
from .sentence import MarkedSentence
from .sentence_context import Utterance

# "✅ Renewed for season 3"
_SIGN = re.compile(r"^[^\w(“\"]+")
_SEASON_NAME = {
    "en": "season", "de": "Staffel", "es": "temporada", "fr": "saison", "it": "stagione",
    "pt": "temporada", "hi": "सीज़न",
}  # fmt: skip


class TableReader:
    """Reads the rows of one article, block by block.

    `sentences` marks those of a block; `network` is the one that all its shows are on.
    """

    def __init__(
        self,
        discourse: Discourse,
        cast: CastReader,
        sentences: Callable[[Block], Iterator[MarkedSentence]],
        network: str | None = None,
    ) -> None:
        self._discourse, self._cast, self._sentences = discourse, cast, sentences
        self._of_all = network
        self._shows = ShowTable(discourse.words.code)
        self._seasons = SeasonTable(discourse.words.code)

    def read(self, block: Block, section: ArticleShow | None) -> Iterator[tuple[Extraction, str]]:
        """What a block tells that is a row, each with its quote; any other block ends a table.

        `section` is the show of the heading above it.
        """
        columns, season = self._shows.row(block), self._seasons.row(block)
        if block.role is not Role.ROW:
            return
        if columns is not None:
            yield from self._of_show(block, columns)
        elif season is not None:
            yield from self._of_season(block, season, section)
        else:
            yield from self._cast.row(block)

    def _of_show(self, block: Block, columns: ShowColumns) -> Iterator[tuple[Extraction, str]]:
        """Where a show stands, and when its season begins."""
        title = columns.cell(block.cells, columns.title)
        season = columns.cell(block.cells, columns.season)
        language = self._discourse.words.code
        line = f"{title}, {_SEASON_NAME[language]} {season}" if season else title
        yield from self._network(title, columns.cell(block.cells, columns.network), block.text)
        status = _SIGN.sub("", columns.cell(block.cells, columns.status))
        told = f"{columns.verdict} {status}" if columns.verdict and status else status
        for cell, read_cell in (
            (told, status_of_row),
            (_SIGN.sub("", columns.cell(block.cells, columns.date)), date_of_row),
        ):
            for sentence in self._sentences(Block(Role.ITEM, f"{line}: {cell}")) if cell else ():
                for said in read_cell(Utterance(sentence, self._discourse)):
                    yield said, block.text
        if notes := columns.cell(block.cells, columns.notes):
            of_season = f"{line}, {status}" if columns.verdict and status else line
            for sentence in self._sentences(Block(Role.ITEM, f"{of_season}: {notes}")):
                utterance = Utterance(sentence, self._discourse)
                for said in (*counts(utterance), *air_dates(utterance)):
                    yield said, block.text

    def _network(self, title: str, cell: str, quote: str) -> Iterator[tuple[Extraction, str]]:
        """The one network that a cell beside a title names."""
        names = {one.name for one in network_mentions(cell)}
        if (alone := network_alone(cell) or (None if cell else self._of_all)) is not None:
            names = {alone}
        for sentence in self._sentences(Block(Role.ITEM, title)) if len(names) == 1 else ():
            for _, one in sentence.of(TitleMention):
                if one.subject is not None:
                    yield Extraction(one.subject, None, "network", names.pop()), quote
                return

    def _of_season(
        self, block: Block, row: SeasonRow, section: ArticleShow | None
    ) -> Iterator[tuple[Extraction, str]]:
        """How many episodes a season has, its first and its last day."""
        subject = section or self._discourse.subjects.main
        if subject is None:
            return
        if row.episodes.isdecimal() and int(row.episodes):
            yield Extraction(subject, row.season, "episodes", int(row.episodes)), block.text
        # A run of days stands in one cell: "May 3 – June 7".
        for field, cell, at in (
            ("premiere", row.premiere, 0), ("finale", row.finale or row.premiere, -1),
        ):  # fmt: skip
            for sentence in self._sentences(Block(Role.ROW, cell)):
                utterance = Utterance(sentence, self._discourse)
                days = [one for _, one in sentence.of(DateMention)]
                is_first_alone = field == "finale" and not row.finale and len(days) == 1
                if not days or is_first_alone or utterance.is_hedged(0, 1):
                    continue
                day = nearer(utterance, days[at])
                if day is not None:
                    yield Extraction(subject, row.season, field, str(day)), block.text
