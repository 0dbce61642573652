"""Reads an article from its first sentence to its last, and drafts what it states."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from .article import Article, Block, Role, aligned
from .conclusions import concluded
from .discourse import LATEST, Discourse, Extraction
from .drafts import Draft
from .entries import parted
from .episode_guides import EpisodeGuide, episode_guides, told_by_guide
from .extraction.cast import CastReader, departed
from .extraction.cast_pairs import with_cast_rows
from .extraction.cast_sides import character_first_lists, with_cast_items
from .extraction.following_seasons import after_seasons
from .extraction.rows import status_of_row
from .extraction.schedules import scheduled_dates
from .extraction.status import statuses
from .fact_lines import counts_seasons
from .headings import heading
from .headline_scope import arrivals_on, month_of, network_of_all
from .interviews import Interview
from .language import language_of_blocks, phrases
from .mentions.networks import network_mentions
from .mentions.people import remember
from .mentions.references import Pair, pair_of, references
from .mentions.seasons import SeasonPhrase, counts_parts
from .mentions.show_headings import stands_over_season
from .mentions.shows import find_subjects
from .mentions.strangers import strangers
from .mentions.titles import ArticleShow, TitleMention
from .mentions.unquoted_titles import Resolver
from .own_blocks import own_blocks, without_stray
from .said import said_in
from .season_turns import season_turn
from .sentence import MarkedSentence, annotated
from .sentence_context import OF_SHOW, Utterance
from .show_turns import show_turn
from .table_reader import TableReader
from .topic_titles import QUESTION, topic_titles
from .verdicts import Verdict, headed_verdict, verdict_of

_YES = re.compile(r"\W*(?:yes|yep|yup|it (?:is|has)|absolutely|ja|si|oui|sim)\b[^?]*$")


def read(article: Article, resolve: Resolver) -> list[Draft]:
    """What an article states of shows and seasons, as drafts.

    `resolve` finds the show that the catalogue has under a title. Nothing is drafted that an
    article only asks, hopes or has heard.
    """
    return _Reader(article, resolve).drafts()


_BEHIND_ENTRY = re.compile(r"(?: ?\((?!(?:19|20)\d\d\))[^()]{2,40}\))?")  # of a film its year
_ENDS_TITLE = re.compile(r" ?[,:(–—-]")
_PARENT = r"(?:[a-z']+ ){0,2}{parent_show}\b"
_EARLY, _LONGEST_QUOTE, _SHORT_VERDICT, _SURE = 60, 200, 40, 3
"""A title this early in its sentence is what all of the sentence is about."""


class _Reader:
    """One article while it is read."""

    def __init__(self, article: Article, resolve: Resolver) -> None:
        code = language_of_blocks(article.blocks)
        own = without_stray(list(own_blocks(article, code)), code)
        blocks = with_cast_rows(with_cast_items(own, phrases(code)), phrases(code))
        self._article = replace(article, blocks=tuple(blocks))
        self._guides = episode_guides(blocks, phrases(code))
        listed = {at for one in self._guides for at in one.places}
        told = tuple(block for at, block in enumerate(blocks) if at not in listed)
        subjects = find_subjects(
            replace(self._article, blocks=told), resolve, code, topic_titles(told, code)
        )
        self._discourse = Discourse(article.published, subjects, phrases(code), article.headline)
        self._cast = CastReader(self._discourse, self._article)
        self._drafts: list[Draft] = []
        self._drafted = 0  # so many before the last sentence
        self._network = network_of_all(article.headline, code)
        self._tables = TableReader(self._discourse, self._cast, self._sentences, self._network)
        self._character_first = character_first_lists(self._article.blocks)
        self._section: ArticleShow | None = None
        self._was_item = self._led = False
        self._before_items: ArticleShow | None = None
        self._parts_count = counts_parts(aligned(article.headline))
        self._question: Block | None = None
        self._interview = Interview()
        self._last_named: ArticleShow | None = None
        self._pair: Pair | None = None

    def drafts(self) -> list[Draft]:
        """All drafts, each fact once."""
        discourse = self._discourse
        main = discourse.subjects.main
        discourse.focus = main
        discourse.month = month_of(self._article.headline, discourse.words.code)
        discourse.arrivals_on = arrivals_on(self._article.headline)
        self._read_headline(main)
        discourse.has_totals = discourse.headline_season is None and counts_seasons(
            self._article.blocks, discourse.words
        )
        for block in self._article.blocks:
            remember(discourse.people, block.text)
        for block in self._article.blocks:
            discourse.departed.update(departed(discourse.people, block.text))
        guides = {at: guide for guide in self._guides for at in guide.places}
        for at, block in enumerate(self._article.blocks):
            above = discourse.heading
            if (gap := self._character_first.get(at)) is not None:
                discourse.heading = replace(above, is_character_first=gap > 0)
                if block.role is Role.ROW and abs(gap) >= _SURE:
                    # People and their parts, whatever the heading above them calls them
                    discourse.heading = replace(discourse.heading, lists_cast=True)
            if (guide := guides.get(at)) is None:
                self._block(block)
            elif at == guide.end:
                self._guide(guide)
            if block.role is Role.ROW:
                discourse.heading = above
        return concluded(self._drafts, self._article, discourse)

    def _guide(self, guide: EpisodeGuide) -> None:
        """What a list of episodes tells of the season that it stands under."""
        subject = self._section or self._discourse.subjects.main
        if subject is not None:
            for said, at in told_by_guide(guide, subject, self._discourse):
                if said.field == "premiere" or not self._has_more(said, guide):
                    self._draft(said, self._article.blocks[at].quote(0, _LONGEST_QUOTE))

    def _has_more(self, said: Extraction, guide: EpisodeGuide) -> bool:
        """Whether the text above a list counts more episodes of its season than stand in it."""
        last = guide.episodes[-1]
        return not last.is_last and any(
            isinstance(one.value, int) and one.value > (last.last or 0)
            for one in self._drafts
            if (one.field, one.season) == ("episodes", said.season) and one.subject is said.subject
        )

    def _read_headline(self, main: ArticleShow | None) -> None:
        if main is None:
            return
        for sentence in self._headlines():
            for at, one in sentence.of(SeasonPhrase):
                behind = OF_SHOW.match(sentence.coded, at)
                is_other = behind is not None and all(
                    two.subject is not main
                    for place, two in sentence.of(TitleMention)
                    if at < place < behind.end()
                )
                if one.numbers and not is_other:
                    self._discourse.headline_season = one.numbers[-1]
                    self._discourse.headline_asks = "?" in sentence.text
                    return

    def _headlines(self) -> Iterator[MarkedSentence]:
        """The sentences of the headline, and the season that is a line right below it.

        "LOS COMPTOIRS", and below it "Season 3 – New"
        """
        headline = Block(Role.HEADING, self._article.headline)
        yield from self._sentences(headline)
        blocks = self._article.blocks
        at = next((at for at, one in enumerate(blocks) if one.text == headline.text), None)
        if at is not None and stands_over_season(blocks, at, self._discourse.words.code):
            yield from self._sentences(blocks[at + 1])

    def _sentences(self, block: Block) -> Iterator[MarkedSentence]:
        titles = self._discourse.subjects.mentions(block)
        starts = [one.start for one in titles]
        is_dated = self._discourse.heading.day is not None
        for start, end in parted(block.text, self._discourse.words.code, is_headed=is_dated):
            inside = [
                one.moved(-start)
                for one in titles[bisect_left(starts, start) : bisect_left(starts, end)]
                if one.end <= end
            ]
            plain = aligned(block.text[start:end])
            inside += references(plain, inside, self._pair, self._discourse.words)
            inside += strangers(block.text[start:end], inside, self._discourse.subjects.main)
            yield annotated(
                block.text[start:end],
                inside,
                block.quote(start, end),
                parts=self._parts_count,
                language=self._discourse.words.code,
                counted=self._discourse.has_seasons,
            )

    def _affirm(self, asked: MarkedSentence) -> None:
        """What is asked and the answer behind it affirms: "Is it renewed?" – "Yes"."""
        for said in statuses(Utterance(asked, self._discourse, is_affirmed=True)):
            self._draft(said, asked.quote)

    def _block(self, block: Block) -> None:
        discourse = self._discourse
        if self._question is not None and _YES.match(aligned(block.text[:20])):
            for sentence in self._sentences(self._question):
                self._affirm(sentence)
        is_asked = block.role is Role.HEADING and block.text.rstrip().endswith("?")
        self._question = block if is_asked else None
        for said, quote in self._tables.read(block, self._section):
            self._draft(said, quote)
        if block.role is Role.ROW:
            self._drafted = len(self._drafts)  # No sentence takes a row back.
            return
        self._cast.begin()
        main = discourse.subjects.main
        if QUESTION.match(block.text):
            discourse.section.clear()  # An interview goes on to another subject.
        if block.role is Role.HEADING:
            self._heading(block)
        elif block.role is Role.ITEM and main is None and (entry := self._entry(block)):
            self._section = discourse.focus = entry
        elif block.role is Role.ITEM and main is None and self._section is None:
            # Each item is told of a show of its own, or of the one that the list stands behind.
            self._before_items = self._before_items if self._was_item else discourse.focus
            discourse.focus = self._before_items
        elif self._begins(block) and (self._section or main or self._was_item):
            discourse.focus = self._section or main
        self._was_item = block.role is Role.ITEM
        self._led = block.text.rstrip().endswith(":")
        if block.role is not Role.ITEM:
            discourse.season_focus.clear()
            discourse.on_latest.clear()
        if block.role is not Role.HEADING:
            self._verdict_line(block)
            self._network_of_entry(block)
        self._interview.begin(block, discourse)
        before: MarkedSentence | None = None
        for index, sentence in enumerate(self._sentences(block)):
            if before is not None and _YES.match(aligned(sentence.text[:20])):
                self._affirm(before)
            before = sentence if index == 0 and sentence.text.endswith("?") else None
            if index == 0:
                self._opening(sentence, block)
            self._interview.note(sentence, block, discourse)
            self._sentence(sentence, block)
        self._interview.end(discourse)

    def _begins(self, block: Block) -> bool:
        """Whether a block is told of what its article or section is about until it names another.

        So are a paragraph, and the first item of a list to which no paragraph leads.
        """
        is_first = block.role is Role.ITEM and not self._was_item and not self._led
        return block.role is Role.PARAGRAPH or (is_first and self._section is not None)

    def _network_of_entry(self, block: Block) -> None:
        """The network that the headline names of all shows, of an entry that begins with one."""
        if self._network is None or self._discourse.subjects.main is not None:
            return
        first = next(iter(self._discourse.subjects.mentions(block)), None)
        if first is None or first.start > 1 or first.subject is None:
            return
        if block.role is not Role.ITEM and not _ENDS_TITLE.match(block.text, first.end):
            return
        if next(network_mentions(block.text), None) is None:
            self._draft(
                Extraction(first.subject, None, "network", self._network, False), block.text
            )

    def _verdict_line(self, block: Block) -> None:
        """What a line below the heading of a show says of where that stands."""
        verdict = verdict_of(block.text, self._discourse.words)
        if verdict is not None and self._section is not None:
            first = next(iter(self._sentences(block)), None)
            if first is not None:
                self._verdict_on(self._section, first, verdict)

    def _verdict_on(self, show: ArticleShow, sentence: MarkedSentence, verdict: Verdict) -> None:
        """What a sentence says of where a show stands by nothing but that: "Canceled."."""
        said = sentence.text[verdict.start :]
        for line in self._sentences(Block(Role.ITEM, f"{show.title}: {said}")):
            for one in status_of_row(Utterance(line, self._discourse)):
                self._draft(one, sentence.quote)

    def _opening(self, sentence: MarkedSentence, block: Block) -> None:
        """What the first line below a show tells of the day above it: "Season 4 premiere."."""
        discourse, show = self._discourse, self._section
        if (
            discourse.heading.day is None
            or show is None
            or block.role is Role.HEADING
            or len(sentence.text) > _SHORT_VERDICT
            or sentence.of(TitleMention)
            or not discourse.words["entry_begins"].match(aligned(sentence.text))
        ):
            return
        entry = Block(Role.ITEM, f"{show.title}: {sentence.text}")
        for line in self._sentences(entry):
            for one in scheduled_dates(Utterance(line, discourse), entry, None):
                self._draft(one, sentence.quote)

    def _entry(self, block: Block) -> ArticleShow | None:
        """The show whose title is all of an item, so that what stands below is told of it."""
        for one in self._discourse.subjects.mentions(block):
            if one.start == 0 and _BEHIND_ENTRY.fullmatch(block.text, one.end):
                return one.subject
        return None

    def _heading(self, block: Block) -> None:
        discourse = self._discourse
        said = heading(block.text, discourse.words.code).under(discourse.heading)
        if said.is_lead and not said.says_something and discourse.heading.status is None:
            return  # "She is joined by:" leads on under the heading before it.
        if discourse.heading.lists_cast and said.is_billing:
            said = replace(said, lists_cast=True, status=None)
        titles = [
            one.subject
            for one in discourse.subjects.mentions(block)
            if one.subject is not None and not one.aside
        ]
        main = discourse.subjects.main
        if said.status is None and titles and block.text in discourse.subjects.headed:
            # "Canceled", and below it a heading for each show
            above = discourse.heading
            said = replace(said, status=above.status, day=said.day or above.day)
            self._headed_status(titles[0], block, said.status)
        discourse.heading = said
        is_headline = block.text == self._article.headline
        if titles and block.text in discourse.subjects.headed and self._network is not None:
            self._draft(Extraction(titles[0], None, "network", self._network, False), block.text)
        self._section = titles[0] if titles and not is_headline else main
        discourse.focus = self._section
        subject = discourse.focus
        if subject is None or (is_headline and not (said.lists_cast and "?" in block.text)):
            return
        discourse.section.pop(id(subject), None)
        for sentence in self._sentences(block):
            for _, one in sentence.of(SeasonPhrase):
                if numbers := Utterance(sentence, discourse).numbers(one, subject):
                    discourse.section[id(subject)] = numbers[-1]

    def _headed_status(self, show: ArticleShow, block: Block, status: str | None) -> None:
        """Where a show stands whose heading is below one that says it of all: "Canceled"."""
        if status is not None:
            self._draft(Extraction(show, None, "verdict", status, sure=False), block.text)
        if status == "canceled":
            self._draft(Extraction(show, None, "show_status", status, sure=False), block.text)

    def _sentence(self, sentence: MarkedSentence, block: Block) -> None:
        discourse = self._discourse
        utterance = Utterance(sentence, discourse)
        if discourse.words["latter"].match(utterance.coded) and self._last_named is not None:
            discourse.focus = self._last_named
        if discourse.words["taken_back"].match(utterance.coded):
            del self._drafts[self._drafted :]
        turned = show_turn(utterance, block)
        if turned is not None and turned <= _EARLY:
            self._focus(utterance, turned)
        self._drafted = len(self._drafts)
        if (
            discourse.focus is not None
            and self._section is None
            and len(sentence.text) <= _SHORT_VERDICT
            and not utterance.titles
            and (verdict := verdict_of(sentence.text, discourse.words)) is not None
        ):
            # "“X” (N). CANCELED. It ends after two seasons."
            self._verdict_on(discourse.focus, sentence, verdict)
        for said in headed_verdict(utterance):
            self._drafts.append(Draft(said.subject, None, said.field, said.value, sentence.quote))
        is_headline = block.text == self._article.headline
        about = self._section or discourse.subjects.main
        if not utterance.titles and discourse.words.pattern(_PARENT).match(utterance.coded):
            return  # "The mothership was renewed": that is another show, wherever it is named.
        for said in said_in(utterance, block, about, self._cast, is_headline=is_headline):
            self._draft(said, sentence.quote)
            is_unsaid = said.season in (LATEST, 1) and not sentence.of(SeasonPhrase)
            if said.field == "premiere" and is_unsaid:
                discourse.on_latest.add(id(said.subject))
                discourse.season_focus.pop(id(said.subject), None)
        discourse.counts_episodes = discourse.words["episodes"].search(utterance.coded) is not None
        if turned is not None:
            self._focus(utterance, turned)
        self._last_named = utterance.titles[-1][1].subject if utterance.titles else None
        titles = [one for _, one in utterance.titles]
        self._pair = pair_of(titles) or (self._pair if len(titles) == 1 else None)
        season_turn(utterance, self._drafts[self._drafted :])
        for subject, following in after_seasons(utterance):
            discourse.ended_after[id(subject)] = following - 1
            self._drafts.append(Draft(subject, following, "after", "after", sentence.quote, False))

    def _focus(self, utterance: Utterance, at: int) -> None:
        """Let the sentence be of the show that it names there; 0 is the main one."""
        main = self._discourse.subjects.main
        named = next((one.subject for place, one in utterance.titles if place == at), None)
        is_main = any(one.subject is main for _, one in utterance.titles)
        self._discourse.focus = main if main is not None and is_main else named

    def _draft(self, said: Extraction, quote: str) -> None:
        if (said.field, said.value) == ("verdict", "renewed"):
            self._discourse.affirmed.add(id(said.subject))
        if said.field == "network":
            self._discourse.networks.setdefault(id(said.subject), []).append(str(said.value))
        self._drafts.append(
            Draft(said.subject, said.season, said.field, said.value, quote, said.sure)
        )
