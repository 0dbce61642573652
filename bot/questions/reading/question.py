"""Reads what a question asks, of which season, of which show. Offline and pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, pairwise

from bot.facts.models import TitleEntry
from bot.questions.index.spelling import ARTICLES
from bot.questions.index.titles import Fit, Match, TitleIndex
from bot.questions.reading import hypotheses as readings
from bot.questions.reading import sentence as sentences
from bot.questions.reading import topics as asked
from bot.questions.reading.candidates import Candidate, candidates, parted
from bot.questions.reading.compound import Part, parts
from bot.questions.reading.context import AND, is_content, neighbour
from bot.questions.reading.disambiguation import Fits, fits_of, fitting, meant
from bot.questions.reading.hypotheses import MOST_SHOWS, MOST_TALK, OFFERED, SURE, needed
from bot.questions.reading.language import in_any
from bot.questions.reading.listed_titles import with_fewer_listed
from bot.questions.reading.sentence import Kind, Sentence
from bot.questions.reading.tokens import MOST_WORDS, OPENING

# A title that is all somebody told us asks about itself, where it is as well known as this.
_KNOWN_ALONE = 0.3
_MOST_OFFERED = 3
# A text of more sentences is only read as a whole: each costs time.
_MOST_SENTENCES = 20
# Another show of the sentence is answered about too from here on.
_SURE_BESIDE = 0.5
# What stands before a title, and behind it, in a question.
_BEFORE_TITLES = frozenset(("aux", "of", "season of", "topic of"))
_BEHIND_TITLES = frozenset(("topic", "season", "seasonal", "bare number", "asked to", "edge"))
_FOR_HELP = in_any("help")
_BESIDE_HELP = _FOR_HELP | in_any("persons") | in_any("function") | in_any("beside")
_HOW = {"exact": Fit.EXACT, "short": Fit.EXACT, "part": Fit.PREFIX, "initials": Fit.WORD}


@dataclass(frozen=True, slots=True)
class Question:
    """What a text asks.

    `topics` are in the order asked, of: release status cast trailer story where episodes schedule
    general. `season` is the number asked for, `relative` "next", "final", "latest" or "specials"
    where it was named so, `part` the part of that season. `show` is set only where it is meant for
    sure, and `likelihood` says how sure; `also` asks of the shows or seasons beside it.
    `candidates` are those that may be meant, best first. `fragment` is the text taken for a title,
    "" if none. `follow_up`: a question without a title, which speaks of the last show.
    `is_question` is False for a text that is not about shows or seasons at all; `for_help` is
    whether that is but a call for help. `language` is the code (ISO 639-1) of the one that the
    words beside the titles are in, None where they do not tell. `names` are the words beside the
    titles that may name a person or a character, as titles are kept. `overall` are what is asked
    of all there is of the show, of: start end count on. `asks_more` is whether it asks about more
    shows than are answered about at once. `sentence` is the text that was read.
    """

    text: str
    topics: tuple[str, ...]
    season: int | None
    relative: str | None
    part: int | None
    show: Match | None
    candidates: tuple[Match, ...]
    fragment: str
    follow_up: bool
    is_question: bool
    for_help: bool = False
    likelihood: float = 0.0
    also: tuple["Question", ...] = ()
    language: str | None = None
    names: tuple[str, ...] = ()
    overall: tuple[str, ...] = ()
    asks_more: bool = False
    sentence: Sentence | None = field(default=None, repr=False, compare=False)

    @property
    def asked_together(self) -> tuple[str, ...]:
        """What is asked of any of its shows and seasons, each topic once, in the order asked."""
        return tuple(dict.fromkeys(chain(self.topics, *(other.topics for other in self.also))))


def read(
    text: str,
    titles: TitleIndex,
    *,
    scope: int = 0,
    familiar: frozenset[int] = frozenset(),
    told: bool = False,
    year: int | None = None,
) -> Question:
    """Read a text of any length, in any language of the tables; it is never an error.

    `familiar` are the ids of shows that are nearer at hand: what the server follows, what this
    person last asked about. `told` is whether the text was written to us alone, as with a
    command, so that a title by itself is a question. `year` is the one it is now, which says what
    is too new to be famous.
    """
    plain = parted(text, titles, scope=scope)
    sentence = sentences.read(plain)
    found = candidates(sentence, titles, scope=scope)
    whole = _read(text, sentence, found, titles, familiar=familiar, told=told, year=year)
    if whole.show is None and not whole.candidates:
        return whole
    again = partial(read, titles=titles, scope=scope, familiar=familiar, told=told, year=year)
    # Titles as they are written: what only resembles one parts no text.
    named = [one for one in found if one.how in ("exact", "short")]
    shorter = with_fewer_listed(plain, sentence, named)
    if shorter and len((first := again(shorter)).also) == MOST_SHOWS - 1:
        return replace(first, text=text, language=whole.language, asks_more=True)
    return _sentence_by_sentence(whole, map(again, _sentences(plain, sentence, named)))


def _read(
    text: str, sentence: Sentence, found: Sequence[Candidate], titles: TitleIndex, *,
    familiar: frozenset[int], told: bool, year: int | None,
) -> Question:  # fmt: skip
    """What a text asks that is read as a single sentence, with the titles found in it."""
    named = asked.named(asked.units(sentence), sentence.phrases)
    told = told or any(_is_all(sentence, one) for one in found)
    fits = {one: fits_of(sentence, one) for one in found}
    every = readings.hypotheses(sentence, titles, found, named.strong, fits, familiar, told=told)
    ranked = readings.likely(list(every))
    quiet = not told and not sentence.seasons
    # Each title of a reading with several has one by itself as well.
    single = (reading.titles[0] for reading, _ in ranked if len(reading.titles) == 1)
    entries = {one: meant(sentence, one, fits[one], familiar, year) for one in single}
    ids = {one: (entry or one.entries[0]).show_id for one, entry in entries.items()}
    by = readings.summed(ranked, ids)
    title, chance, titled = readings.about_shows(ranked, by, quiet=quiet, words=len(sentence.words))
    kind = ""
    for_help = _is_for_help(sentence)
    if for_help or not sentence.words:
        # A call for help asks what can be asked, and about no show of that name.
        kind, title = readings.TALK, None
    elif not titled:
        kind, title = readings.without_title(by, quiet=quiet), None
    several = title.titles if title is not None else ()
    first = several[0] if several else None
    asks = parts(sentence, several)
    season = asks[0].season
    shown = entries[first] if first is not None else None
    alone = first is not None and first.end - first.start == len(sentence.words)
    enough = SURE if alone else needed(sentence, title, len(titles))
    asked_for = told if alone else by.kinds[readings.TALK] <= MOST_TALK
    sure = chance >= enough and asked_for and shown is not None
    offered: tuple[Match, ...] = ()
    if kind not in (readings.TALK, readings.FOLLOW_UP):
        likely = [one for one in entries if by.titles[one] >= OFFERED and one not in several]
        offered = _offered([first, *likely] if first is not None else likely, fits, shown)
    spans = [one.places for one in several]
    beside = [at for at in range(len(sentence.words)) if not any(at in span for span in spans)]
    question = Question(
        text=text,
        topics=asks[0].topics if kind != readings.TALK or named.strong else (asked.GENERAL,),
        season=season.number,
        relative=season.relative,
        part=season.part,
        show=offered[0] if sure else None,
        candidates=offered,
        fragment=_fragment(sentence, first, sure=sure),
        follow_up=kind == readings.FOLLOW_UP,
        is_question=kind != readings.TALK,
        for_help=for_help,
        likelihood=chance,
        language=sentences.language_of([sentence.words[at] for at in beside]),
        names=_names(sentence, beside),
        overall=asks[0].overall,
        sentence=sentence,
    )
    also = (
        _beside(question, part, _match(one, entry))
        for part in asks[1:]
        if (one := part.title) is not None
        and (entry := entries[one]) is not None
        and (one is first or by.titles[one] >= _SURE_BESIDE)
    )
    return replace(question, also=tuple(also)) if sure else question


def _sentences(plain: str, sentence: Sentence, named: Sequence[Candidate]) -> Iterator[str]:
    """The sentences of a text that has few, of which several have a title; none of any other text.

    A stop within a title ends no sentence. A quote that opens before a word is of its sentence, and
    the last ends with the last word that is read.
    """
    words = sentence.words
    within = {at for one in named for at in range(one.start + 1, one.end)}
    stops = [at for at in range(1, len(words)) if words[at].pause == "." and at not in within]
    parts = [range(*ends) for ends in pairwise((0, *stops, len(words)))]
    titled = sum(any(one.start in part for one in named) for part in parts)
    if titled > 1 and len(parts) <= _MOST_SENTENCES:
        end = words[-1].start + len(words[-1].raw) if len(words) == MOST_WORDS else len(plain)
        starts = (len(plain[: words[part.start].start].rstrip(OPENING)) for part in parts)
        yield from (plain[slice(*ends)] for ends in pairwise((*starts, end)))


def _sentence_by_sentence(whole: Question, each: Iterable[Question]) -> Question:
    """What a text of several sentences asks, of which each asks about shows of its own.

    "Is Dark renewed? When does Silo end?": read as one sentence, the one show speaks against the
    other. It stays what it is as a whole where a sentence leaves open which show it asks about, or
    where they ask more together than is answered at once, but of no more shows than that.
    """
    apart: list[Question] = []
    shows: set[int] = set()
    for one in each:
        # "I love Silo." is told, and asks nothing.
        if one.topics == (asked.GENERAL,) and one.season is None and one.relative is None:
            continue
        if one.show is None:
            return whole
        apart += (one, *one.also)
        shows.update(each.show.entry.show_id for each in (one, *one.also) if each.show)
        if len(shows) > MOST_SHOWS:
            break
    known = {one.show.entry.show_id for one in (whole, *whole.also) if one.show}
    if len(shows) <= max(len(known), 1) or len(shows) <= MOST_SHOWS < len(apart):
        return whole
    first, *others = (replace(one, also=(), text=whole.text) for one in apart[:MOST_SHOWS])
    first = replace(first, also=tuple(others), asks_more=len(shows) > MOST_SHOWS)
    return replace(first, language=whole.language, sentence=whole.sentence)


def _is_all(sentence: Sentence, one: Candidate) -> bool:
    """Whether a known title is the whole text, and no word of every day: that asks about it."""
    whole = one.how == "exact" and one.end - one.start == len(sentence.words)
    rare = len(sentence.words) > 1 or sentence.kinds[0] is Kind.UNKNOWN
    return whole and rare and one.fame >= _KNOWN_ALONE


def _beside(question: Question, part: Part, show: Match) -> Question:
    """The same question about another of its shows, or another season."""
    return replace(
        question,
        topics=part.topics,
        season=part.season.number,
        relative=part.season.relative,
        part=part.season.part,
        overall=part.overall,
        show=show,
        candidates=(show,),
    )


def _is_for_help(sentence: Sentence) -> bool:
    """ "help", "help me please": in words of any language."""
    words = {word.bare for word in sentence.words}
    return not words.isdisjoint(_FOR_HELP) and words <= _BESIDE_HELP


def _names(sentence: Sentence, beside: Sequence[int]) -> tuple[str, ...]:
    """The words, of those at some places, that may be of a person's name.

    "who plays Will" asks for nothing to come: where others have none, a capital makes a name.
    """
    words, kinds = sentence.words, sentence.kinds
    cased = not all(words[at].capital for at in beside)
    return tuple(
        words[at].bare
        for at in beside
        if kinds[at] in (Kind.UNKNOWN, Kind.ORDINARY)
        or (cased and at and words[at].capital and kinds[at] is not Kind.SEASON)
    )


def _offered(
    likely: Iterable[Candidate], fits: Mapping[Candidate, Fits], shown: TitleEntry | None
) -> tuple[Match, ...]:
    """The shows that likely names may mean; of namesakes those that fit come first."""
    found: dict[int, Match] = {}
    for one in likely:
        right = fitting(one, fits[one])
        entries = sorted(one.entries, key=lambda entry: (entry is not shown, entry not in right))
        for entry in entries[:_MOST_OFFERED]:
            found.setdefault(entry.show_id, _match(one, entry))
    return tuple(found.values())


def _match(one: Candidate, entry: TitleEntry) -> Match:
    return Match(entry, Fit.FUZZY if one.edits else _HOW.get(one.how, Fit.FUZZY))


def _fragment(sentence: Sentence, title: Candidate | None, *, sure: bool) -> str:
    """The words taken for the title, with the unknown ones beside it where that is not sure;
    without one, the longest run that may be a title."""
    words = sentence.words
    if title is not None:
        start, end = title.start, title.end
        while not sure and start and not words[start].pause and is_content(sentence, start - 1):
            start -= 1
        while not sure and end < len(words) and not words[end].pause and is_content(sentence, end):
            end += 1
    else:
        start, end = max(_runs(sentence), key=lambda run: run[1] - run[0], default=(0, 0))
    return " ".join(word.raw for word in words[start:end])


def _runs(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Where the words may be of a title that nobody knows here: unknown ones, joined by "of the"
    and the like, or others that nothing is asked by where a title stands."""
    words, kinds = sentence.words, sentence.kinds
    explained = asked.beside(sentence, range(0)).explained
    inner = ARTICLES | AND | in_any("of")
    free = {at for at, kind in enumerate(kinds) if kind is Kind.TOPIC} - explained
    free |= {at for at in range(len(words)) if is_content(sentence, at)}
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and not (end > at and words[end].pause):
            linked = end > at and kinds[end - 1] is not Kind.TOPIC and end + 1 in free
            if end not in free and not (linked and words[end].bare in inner):
                break
            end += 1
        first = at - (at > 0 and words[at - 1].bare in ARTICLES and not words[at].pause)
        framed = (
            neighbour(sentence, first, -1, explained) in _BEFORE_TITLES
            and neighbour(sentence, end, 1, explained) in _BEHIND_TITLES
        )
        general = {"show", "recommend"}.intersection(sentence.senses[at:end])
        if end > at and not general and (framed or Kind.UNKNOWN in kinds[at:end]):
            yield first, end
        at = max(end, at + 1)
